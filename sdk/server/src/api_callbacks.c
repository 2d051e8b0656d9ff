/* SPDX-License-Identifier: Apache-2.0 */
/* The functions that set call-backs: one for each kind, and one for all. */
#include "api.h"
#include "callbacks.h"

static DWORD set(DWORD type, pl_bras_function function, void *value)
{
    struct pl_bras_engine *e;
    if (!pl_bras_callback_set(type, function, value))
        return GV_ERR_FUNCOPTERROR;
    e = pl_bras_engine_take();
    if (!e)
        return GV_ERR_SUCCESS;
    pl_bras_engine_takes(e);
    pl_bras_engine_give(e);
    return GV_ERR_SUCCESS;
}

static void set_timer(DWORD elapse_ms)
{
    struct pl_bras_engine *e = pl_bras_engine_take();
    if (!e)
        return;
    pl_bras_dispatch_timer(&e->dispatch, elapse_ms);
    pl_bras_engine_give(e);
}

EXPORT DWORD BRAS_SetTimerEventCallBack(DWORD dwElapse, BRAS_OnTimerEvent_CallBack lpFunction,
                                        LPVOID lpUserValue)
{
    DWORD code = set(BRAS_CBTYPE_ONTIMER, (pl_bras_function)lpFunction, lpUserValue);
    pl_bras_callback_set_timer(lpFunction ? dwElapse : 0);
    set_timer(lpFunction ? dwElapse : 0);
    return code;
}

EXPORT DWORD BRAS_SetCallBack(DWORD dwCBType, LPVOID lpFunction, LPVOID lpUserValue)
{
    pl_bras_function function = (pl_bras_function)(uintptr_t)lpFunction;
    return set(dwCBType, function, lpUserValue);
}

#define SETTER(name, type, callback)                                                               \
    EXPORT DWORD name(callback lpFunction, LPVOID lpUserValue)                                     \
    {                                                                                              \
        return set(type, (pl_bras_function)lpFunction, lpUserValue);                               \
    }

SETTER(BRAS_SetOnServerAppMessageCallBack, BRAS_CBTYPE_APPMESSAGE, BRAS_OnServerAppMessage_CallBack)
SETTER(BRAS_SetOnServerAppMessageExCallBack, BRAS_CBTYPE_APPMESSAGEEX,
       BRAS_OnServerAppMessageEx_CallBack)
SETTER(BRAS_SetVerifyUserCallBack, BRAS_CBTYPE_VERIFYUSER, BRAS_VerifyUser_CallBack)
SETTER(BRAS_SetPrepareEnterRoomCallBack, BRAS_CBTYPE_PERPAREENTERROOM,
       BRAS_PrepareEnterRoom_CallBack)
SETTER(BRAS_SetOnUserLoginActionCallBack, BRAS_CBTYPE_USERLOGIN, BRAS_OnUserLoginAction_CallBack)
SETTER(BRAS_SetOnUserLogoutActionCallBack, BRAS_CBTYPE_USERLOGOUT, BRAS_OnUserLogoutAction_CallBack)
SETTER(BRAS_SetOnUserLogoutActionExCallBack, BRAS_CBTYPE_USERLOGOUTEX,
       BRAS_OnUserLogoutActionEx_CallBack)
SETTER(BRAS_SetOnUserEnterRoomActionCallBack, BRAS_CBTYPE_USERENTERROOM,
       BRAS_OnUserEnterRoomAction_CallBack)
SETTER(BRAS_SetOnUserLeaveRoomActionCallBack, BRAS_CBTYPE_USERLEAVEROOM,
       BRAS_OnUserLeaveRoomAction_CallBack)
SETTER(BRAS_SetOnRecvUserFilterDataCallBack, BRAS_CBTYPE_FILTERDATA,
       BRAS_OnRecvUserFilterData_CallBack)
SETTER(BRAS_SetOnRecvUserTextMsgCallBack, BRAS_CBTYPE_TEXTMESSAGE, BRAS_OnRecvUserTextMsg_CallBack)
SETTER(BRAS_SetOnTransBufferCallBack, BRAS_CBTYPE_TRANSBUFFER, BRAS_OnTransBuffer_CallBack)
SETTER(BRAS_SetOnTransBufferExCallBack, BRAS_CBTYPE_TRANSBUFFEREX, BRAS_OnTransBufferEx_CallBack)
SETTER(BRAS_SetOnTransFileCallBack, BRAS_CBTYPE_TRANSFILE, BRAS_OnTransFile_CallBack)
SETTER(BRAS_SetOnServerRecordCallBack, BRAS_CBTYPE_SERVERRECORD, BRAS_OnServerRecord_CallBack)
SETTER(BRAS_SetOnVideoCallEventCallBack, BRAS_CBTYPE_VIDEOCALL, BRAS_OnVideoCallEvent_CallBack)
SETTER(BRAS_SetOnUserInfoControlCallBack, BRAS_CBTYPE_USERINFOCTRL, BRAS_OnUserInfoControl_CallBack)
