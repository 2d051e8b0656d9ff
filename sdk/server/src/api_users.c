/* SPDX-License-Identifier: Apache-2.0 */
/* Data to users, their calls, what is known of them. */
#include "api.h"

#include "base/base64.h"

#include <stdlib.h>
#include <string.h>

/* 0 and -1 are nobody's numbers. */
static bool is_user(DWORD id)
{
    return id != 0 && id != UINT32_MAX;
}

/* ---- data ---- */

static DWORD send_data(struct pl_wire_bs_send to, const void *data, DWORD len, size_t max)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_BS_SEND, .u.bs_send = to};
    size_t chars = PL_BASE64_CHARS((size_t)len);
    uint8_t *text;
    DWORD code;
    if (!data || len == 0 || len > max)
        return GV_ERR_FUNCOPTERROR;
    text = malloc(chars);
    if (!text)
        return GV_ERR_MEMORYFAIL;
    pl_base64_write(pl_bytes_of(data, len), text);
    msg.u.bs_send.data = pl_bytes_of(text, chars);
    code = pl_bras_say(msg, false);
    free(text);
    return code;
}

static struct pl_wire_bs_send to_user(DWORD id, enum pl_wire_server_channel channel)
{
    return (struct pl_wire_bs_send){.has_user = true, .user = (int32_t)id, .channel = channel};
}

EXPORT DWORD BRAS_SendBufToUser(DWORD dwUserId, LPCTSTR lpBuf, DWORD dwLen)
{
    if (!is_user(dwUserId))
        return GV_ERR_FUNCOPTERROR;
    return send_data(to_user(dwUserId, PL_WIRE_SERVER_CHANNEL_FILTER), lpBuf, dwLen,
                     PL_LIMIT_SERVER_DATA_BYTES);
}

EXPORT DWORD BRAS_SendBufToRoom(DWORD dwRoomId, LPCTSTR lpBuf, DWORD dwLen)
{
    struct pl_wire_bs_send to = {
        .has_room = true, .room = (int32_t)dwRoomId, .channel = PL_WIRE_SERVER_CHANNEL_FILTER};
    if (dwRoomId == 0 || to.room < -1)
        return GV_ERR_FUNCOPTERROR;
    return send_data(to, lpBuf, dwLen, PL_LIMIT_SERVER_DATA_BYTES);
}

EXPORT DWORD BRAS_TransBuffer(DWORD dwUserId, LPBYTE lpBuf, DWORD dwLen)
{
    if (!is_user(dwUserId))
        return GV_ERR_FUNCOPTERROR;
    return send_data(to_user(dwUserId, PL_WIRE_SERVER_CHANNEL_BUFFER), lpBuf, dwLen,
                     PL_LIMIT_TRANS_BUFFER_BYTES);
}

/* ---- calls ---- */

EXPORT DWORD BRAS_VideoCallControl(DWORD dwEventType, DWORD dwUserId, DWORD dwErrorCode,
                                   DWORD dwFlags, DWORD dwParam, LPCTSTR lpUserStr)
{
    struct pl_wire_bs_call m = {.event = (int32_t)dwEventType,
                                .user = (int32_t)dwUserId,
                                .code = (int32_t)dwErrorCode,
                                .has_flags = true,
                                .flags = (int32_t)dwFlags,
                                .has_param = true,
                                .param = (int32_t)dwParam,
                                .has_text = true,
                                .text = pl_bras_text(lpUserStr)};
    if (dwEventType != BRAS_VIDEOCALL_EVENT_FINISH)
        return dwEventType >= 1 && dwEventType < BRAS_VIDEOCALL_EVENT_FINISH ? GV_ERR_FUNCNOTALLOW
                                                                             : GV_ERR_FUNCOPTERROR;
    return pl_bras_say((struct pl_wire_msg){.type = PL_WIRE_BS_CALL, .u.bs_call = m}, false);
}

/* ---- friends and texts ---- */

EXPORT DWORD BRAS_SetUserInfo(DWORD dwUserId, DWORD dwInfoId, LPCTSTR lpInfoValue, DWORD dwFlags)
{
    struct pl_wire_bs_set_info m = {
        .user = (int32_t)dwUserId, .info = (int32_t)dwInfoId, .text = pl_bras_text(lpInfoValue)};
    (void)dwFlags; /* none is known */
    if (!is_user(dwUserId))
        return GV_ERR_FUNCOPTERROR;
    return pl_bras_say((struct pl_wire_msg){.type = PL_WIRE_BS_SET_INFO, .u.bs_set_info = m}, true);
}

EXPORT DWORD BRAS_GetUserInfo(DWORD dwUserId, DWORD dwInfoId, LPTSTR lpInfoValue, DWORD dwSize)
{
    struct pl_wire_bs_get_info m = {.user = (int32_t)dwUserId, .info = (int32_t)dwInfoId};
    if (!lpInfoValue || dwSize == 0)
        return GV_ERR_FUNCOPTERROR;
    return pl_bras_ask((struct pl_wire_msg){.type = PL_WIRE_BS_GET_INFO, .u.bs_get_info = m},
                       lpInfoValue, dwSize, NULL);
}

EXPORT DWORD BRAS_UserInfoControl(DWORD dwUserId, DWORD dwCtrlCode, DWORD wParam, DWORD lParam,
                                  LPCTSTR lpStrValue)
{
    struct pl_wire_bs_control m = {.user = (int32_t)dwUserId,
                                   .code = (int32_t)dwCtrlCode,
                                   .has_w = true,
                                   .w = (int32_t)wParam,
                                   .has_l = true,
                                   .l = (int32_t)lParam,
                                   .has_text = lpStrValue != NULL,
                                   .text = pl_bras_text(lpStrValue)};
    /* Whoever has been kicked out and is back must not be kicked out again. */
    return pl_bras_say((struct pl_wire_msg){.type = PL_WIRE_BS_CONTROL, .u.bs_control = m},
                       dwCtrlCode != BRAS_USERINFO_CTRLCODE_KICKOUT);
}

/* ---- questions ---- */

/* The run of now, locked and with a link; NULL: *code says why not. */
static struct pl_bras_engine *with_link(DWORD *code)
{
    struct pl_bras_engine *e = pl_bras_engine_take();
    *code = GV_ERR_NOTINIT;
    if (!e)
        return NULL;
    *code = GV_ERR_SERVERSDK_FAIL;
    pl_bras_engine_lock(e);
    if (e->session.state == PL_BRAS_UP)
        return e;
    pl_bras_engine_unlock(e);
    pl_bras_engine_give(e);
    return NULL;
}

EXPORT DWORD BRAS_GetOnlineUsers(DWORD dwRoomId, LPDWORD lpIdArray, DWORD *dwCount)
{
    struct pl_bras_engine *e;
    DWORD code;
    if (!dwCount)
        return GV_ERR_FUNCOPTERROR;
    e = with_link(&code);
    if (!e) {
        *dwCount = 0;
        return code;
    }
    pl_bras_presence_users(&e->session.presence, (int32_t)dwRoomId, lpIdArray, dwCount);
    pl_bras_engine_unlock(e);
    pl_bras_engine_give(e);
    return GV_ERR_SUCCESS;
}

EXPORT DWORD BRAS_GetRoomIdList(LPDWORD lpIdArray, DWORD *dwCount)
{
    struct pl_bras_engine *e;
    DWORD code;
    if (!dwCount)
        return GV_ERR_FUNCOPTERROR;
    e = with_link(&code);
    if (!e) {
        *dwCount = 0;
        return code;
    }
    pl_bras_presence_rooms(&e->session.presence, lpIdArray, dwCount);
    pl_bras_engine_unlock(e);
    pl_bras_engine_give(e);
    return GV_ERR_SUCCESS;
}

EXPORT DWORD BRAS_QueryInfoFromServer(DWORD dwInfoName, LPTSTR lpInParam, DWORD dwInSize,
                                      LPTSTR lpResult, DWORD *dwOutSize, DWORD dwFlags)
{
    struct pl_wire_bs_query m = {.info = (int32_t)dwInfoName};
    size_t len = 0;
    DWORD code;
    (void)dwFlags; /* none is known */
    if (!lpResult || !dwOutSize || *dwOutSize == 0 || dwInfoName > UINT16_MAX)
        return GV_ERR_FUNCOPTERROR;
    m.input = pl_bytes_of(lpInParam, lpInParam ? strnlen(lpInParam, dwInSize) : 0);
    code = pl_bras_ask((struct pl_wire_msg){.type = PL_WIRE_BS_QUERY, .u.bs_query = m}, lpResult,
                       *dwOutSize, &len);
    *dwOutSize = (DWORD)len;
    return code;
}
