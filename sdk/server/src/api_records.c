/* SPDX-License-Identifier: Apache-2.0 */
/* Recordings and snapshots at the server. */
#include "api.h"
#include "recording.h"

#include "base/base64.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

enum { MARK_MAX = 1024, NUMBER_CHARS = 12 };

/* Asked, not said: a program wants to know at once whether there will be a recording. */
EXPORT DWORD BRAS_StreamRecordCtrlEx(DWORD dwUserId, BOOL bStartRecord, DWORD dwFlags,
                                     DWORD dwParam, LPCTSTR lpUserStr, DWORD dwRecordServerId)
{
    char none[1];
    struct pl_wire_bs_record m = {.user = (int32_t)dwUserId,
                                  .on = bStartRecord != 0,
                                  .flags = dwFlags,
                                  .param = dwParam,
                                  .has_text = lpUserStr != NULL,
                                  .text = pl_bras_text(lpUserStr),
                                  .has_server = true,
                                  .server = (int32_t)dwRecordServerId};
    pl_bras_recording_fill(&m);
    return pl_bras_ask((struct pl_wire_msg){.type = PL_WIRE_BS_RECORD, .u.bs_record = m}, none,
                       sizeof(none), NULL);
}

EXPORT DWORD BRAS_StreamRecordCtrl(DWORD dwUserId, BOOL bStartRecord, DWORD dwFlags, DWORD dwParam,
                                   DWORD dwRecordServerId)
{
    return BRAS_StreamRecordCtrlEx(dwUserId, bStartRecord, dwFlags, dwParam, NULL,
                                   dwRecordServerId);
}

/* A mark is a text: bytes that are none become base64. Gives its length, 0: too long. */
static size_t mark_of(char mark[MARK_MAX + NUMBER_CHARS], struct pl_bytes buffer, DWORD param)
{
    size_t at = param == 0 ? 0 : (size_t)snprintf(mark, NUMBER_CHARS, "%u ", param);
    bool is_text = pl_utf8_valid(buffer) && !memchr(buffer.data, 0, buffer.len);
    size_t chars = is_text ? buffer.len : PL_BASE64_CHARS(buffer.len);
    if (at + chars > MARK_MAX)
        return 0;
    if (is_text)
        memcpy(mark + at, buffer.data, buffer.len);
    else
        pl_base64_write(buffer, (uint8_t *)mark + at);
    return at + chars;
}

EXPORT DWORD BRAS_TransBuffer2RecordServer(DWORD dwUserId, LPBYTE lpBuf, DWORD dwLen, DWORD dwParam,
                                           DWORD dwRecordServerId)
{
    char mark[MARK_MAX + NUMBER_CHARS], none[1];
    struct pl_wire_bs_record_tag m = {.user = (int32_t)dwUserId};
    size_t len;
    (void)dwRecordServerId; /* there is one */
    if (!lpBuf || dwLen == 0 || dwLen > MARK_MAX)
        return GV_ERR_FUNCOPTERROR;
    len = mark_of(mark, pl_bytes_of(lpBuf, dwLen), dwParam);
    if (len == 0)
        return GV_ERR_FUNCOPTERROR;
    m.text = pl_bytes_of(mark, len);
    return pl_bras_ask((struct pl_wire_msg){.type = PL_WIRE_BS_RECORD_TAG, .u.bs_record_tag = m},
                       none, sizeof(none), NULL);
}
