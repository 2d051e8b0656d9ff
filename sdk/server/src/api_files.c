/* SPDX-License-Identifier: Apache-2.0 */
/* Files and large buffers to users. */
#include "api.h"

#include <stdatomic.h>
#include <string.h>

/* Numbers of the program's transfers, never 0. */
static DWORD next_task(void)
{
    static atomic_uint last;
    return atomic_fetch_add(&last, 1) % INT32_MAX + 1;
}

static DWORD give(struct pl_bras_put *put, struct pl_wire_bs_file_put m, DWORD *task)
{
    DWORD number = next_task(), code;
    put->task = number;
    m.task = (int32_t)number;
    m.size = (int64_t)put->size;
    m.sha256 = pl_bytes_str(put->sum);
    code = pl_bras_put((struct pl_wire_msg){.type = PL_WIRE_BS_FILE_PUT, .u.bs_file_put = m}, put);
    if (code == GV_ERR_SUCCESS)
        *task = number;
    return code;
}

static struct pl_wire_bs_file_put about(DWORD user, DWORD w, DWORD l, DWORD flags)
{
    return (struct pl_wire_bs_file_put){.user = (int32_t)user,
                                        .has_w = true,
                                        .w = w,
                                        .has_l = true,
                                        .l = l,
                                        .has_flags = true,
                                        .flags = flags};
}

EXPORT DWORD BRAS_TransBufferEx(DWORD dwUserId, LPBYTE lpBuf, DWORD dwLen, DWORD wParam,
                                DWORD lParam, DWORD dwFlags, DWORD *dwTaskId)
{
    struct pl_wire_bs_file_put m = about(dwUserId, wParam, lParam, dwFlags);
    struct pl_bras_put *put;
    DWORD code, none;
    if (!dwTaskId)
        dwTaskId = &none;
    *dwTaskId = 0;
    if (dwUserId == 0 || dwUserId == UINT32_MAX || !lpBuf || dwLen == 0 ||
        dwLen > PL_LIMIT_TRANS_BUFFER_EX_BYTES)
        return GV_ERR_FUNCOPTERROR;
    put = pl_bras_put_buffer(lpBuf, dwLen, &code);
    if (!put)
        return code;
    m.has_buffer = m.buffer = true;
    return give(put, m, dwTaskId);
}

EXPORT DWORD BRAS_TransFile(DWORD dwUserId, LPCTSTR lpLocalPathName, DWORD wParam, DWORD lParam,
                            DWORD dwFlags, DWORD *dwTaskId)
{
    struct pl_wire_bs_file_put m = about(dwUserId, wParam, lParam, dwFlags);
    struct pl_bras_put *put;
    const char *slash;
    DWORD code, none;
    if (!dwTaskId)
        dwTaskId = &none;
    *dwTaskId = 0;
    if (dwUserId == 0 || dwUserId == UINT32_MAX || !lpLocalPathName)
        return GV_ERR_FUNCOPTERROR;
    put = pl_bras_put_file(lpLocalPathName, &code);
    if (!put)
        return code;
    slash = strrchr(lpLocalPathName, '/');
    m.name = pl_bytes_str(slash ? slash + 1 : lpLocalPathName);
    return give(put, m, dwTaskId);
}
