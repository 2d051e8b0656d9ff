/* SPDX-License-Identifier: Apache-2.0 */
#include "event.h"

#include "anychaterrorcode.h"
#include "callbacks.h"

#include <stdlib.h>

static void give_back(const struct pl_bras_event *e)
{
    free(e->owned);
    if (e->hold)
        atomic_store(&e->hold->over, true);
}

void pl_bras_event_free(struct pl_bras_event *e)
{
    give_back(e);
    explicit_bzero(e, e->bytes); /* there may be a password in it */
    free(e);
}

struct pl_bras_event *pl_bras_event_create(const struct pl_bras_event *like)
{
    size_t bytes = sizeof(*like);
    struct pl_bras_event *e;
    uint8_t *at;
    for (int i = 0; i < PL_BRAS_TEXTS; i++)
        bytes += like->s[i].len + 1;
    e = malloc(bytes);
    if (!e) {
        give_back(like);
        return NULL;
    }
    *e = *like;
    e->bytes = bytes;
    at = (uint8_t *)(e + 1);
    for (int i = 0; i < PL_BRAS_TEXTS; i++) {
        if (like->s[i].len > 0)
            memcpy(at, like->s[i].data, like->s[i].len);
        at[like->s[i].len] = '\0';
        e->s[i].data = at;
        at += like->s[i].len + 1;
    }
    pl_list_init(&e->node);
    return e;
}

/* ---- the call-backs, one by one ---- */

/* Declares `f`, the program's function of that kind, and returns when there is none. */
#define FUNCTION(type, callback)                                                                   \
    struct pl_bras_callback c = pl_bras_callback_get(type);                                        \
    callback f = (callback)c.function;                                                             \
    if (!f)                                                                                        \
    return

static const char *text(const struct pl_bras_event *e, int i)
{
    return (const char *)e->s[i].data;
}

/* The old interface has buffers that are not const; nobody else reads this one. */
static BYTE *buffer(const struct pl_bras_event *e, int i)
{
    return (BYTE *)(uintptr_t)e->s[i].data;
}

static void call_old_link(const struct pl_bras_event *e)
{
    FUNCTION(BRAS_CBTYPE_APPMESSAGE, BRAS_OnServerAppMessage_CallBack);
    if (e->n[0] == 0)
        f(BRAS_SERVERAPPMSG_CONNECTED, c.value);
    else if (e->n[1])
        f(BRAS_SERVERAPPMSG_DISCONNECT, c.value);
}

static void call_link(const struct pl_bras_event *e)
{
    FUNCTION(BRAS_CBTYPE_APPMESSAGEEX, BRAS_OnServerAppMessageEx_CallBack);
    f(BRAS_MESSAGE_CORESERVERCONN, e->n[0], 0, c.value);
}

/* A question that came when its function had just been taken away is answered as if the server had
 * known: nobody can vouch for this login, nobody takes this command; the rest may happen. */
static bool call_verify(const struct pl_bras_event *e, struct pl_bras_reply *reply)
{
    reply->verify = true;
    reply->code = GV_ERR_SERVERSDK_FAIL;
    FUNCTION(BRAS_CBTYPE_VERIFYUSER, BRAS_VerifyUser_CallBack) true;
    reply->code = f(text(e, 0), text(e, 1), &reply->user, &reply->level, reply->nick,
                    sizeof(reply->nick), c.value);
    reply->nick[sizeof(reply->nick) - 1] = '\0'; /* a program may have filled it to the brim */
    return true;
}

static bool call_prepare(const struct pl_bras_event *e, struct pl_bras_reply *reply)
{
    FUNCTION(BRAS_CBTYPE_PERPAREENTERROOM, BRAS_PrepareEnterRoom_CallBack) true;
    reply->code = f(e->n[0], e->n[1], text(e, 0), text(e, 1), c.value);
    return true;
}

static void call_login(const struct pl_bras_event *e)
{
    FUNCTION(BRAS_CBTYPE_USERLOGIN, BRAS_OnUserLoginAction_CallBack);
    f(e->n[0], text(e, 0), e->n[1], text(e, 1), c.value);
}

static void call_old_logout(const struct pl_bras_event *e)
{
    FUNCTION(BRAS_CBTYPE_USERLOGOUT, BRAS_OnUserLogoutAction_CallBack);
    f(e->n[0], c.value);
}

static void call_logout(const struct pl_bras_event *e)
{
    FUNCTION(BRAS_CBTYPE_USERLOGOUTEX, BRAS_OnUserLogoutActionEx_CallBack);
    f(e->n[0], e->n[1], c.value);
}

static void call_enter(const struct pl_bras_event *e)
{
    FUNCTION(BRAS_CBTYPE_USERENTERROOM, BRAS_OnUserEnterRoomAction_CallBack);
    f(e->n[0], e->n[1], c.value);
}

static void call_leave(const struct pl_bras_event *e)
{
    FUNCTION(BRAS_CBTYPE_USERLEAVEROOM, BRAS_OnUserLeaveRoomAction_CallBack);
    f(e->n[0], e->n[1], c.value);
}

static void call_filter(const struct pl_bras_event *e)
{
    FUNCTION(BRAS_CBTYPE_FILTERDATA, BRAS_OnRecvUserFilterData_CallBack);
    f(e->n[0], buffer(e, 0), (DWORD)e->s[0].len, c.value);
}

static void call_buffer(const struct pl_bras_event *e)
{
    FUNCTION(BRAS_CBTYPE_TRANSBUFFER, BRAS_OnTransBuffer_CallBack);
    f(e->n[0], buffer(e, 0), (DWORD)e->s[0].len, c.value);
}

static void call_text(const struct pl_bras_event *e)
{
    FUNCTION(BRAS_CBTYPE_TEXTMESSAGE, BRAS_OnRecvUserTextMsg_CallBack);
    f(e->n[0], e->n[1], e->n[2], (BOOL)e->n[3], text(e, 0), (DWORD)e->s[0].len, c.value);
}

static bool call_call(const struct pl_bras_event *e, struct pl_bras_reply *reply)
{
    FUNCTION(BRAS_CBTYPE_VIDEOCALL, BRAS_OnVideoCallEvent_CallBack) e->ticket != 0;
    reply->code = f(e->n[0], e->n[1], e->n[2], e->n[3], e->n[4], e->n[5], text(e, 0), c.value);
    return e->ticket != 0;
}

static bool call_control(const struct pl_bras_event *e, struct pl_bras_reply *reply)
{
    reply->code = GV_ERR_SERVERSDK_FAIL;
    FUNCTION(BRAS_CBTYPE_USERINFOCTRL, BRAS_OnUserInfoControl_CallBack) true;
    reply->code = f(e->n[0], e->n[1], e->n[2], e->n[3], e->n[4], text(e, 0), c.value);
    return true;
}

static void call_buffer_ex(const struct pl_bras_event *e)
{
    FUNCTION(BRAS_CBTYPE_TRANSBUFFEREX, BRAS_OnTransBufferEx_CallBack);
    f(e->n[0], e->owned, e->n[1], e->n[2], e->n[3], e->n[4], c.value);
}

static void call_file(const struct pl_bras_event *e)
{
    FUNCTION(BRAS_CBTYPE_TRANSFILE, BRAS_OnTransFile_CallBack);
    f(e->n[0], text(e, 0), text(e, 1), e->n[1], e->n[2], e->n[3], e->n[4], c.value);
}

static void call_old_record(const struct pl_bras_event *e)
{
    FUNCTION(BRAS_CBTYPE_SERVERRECORD, BRAS_OnServerRecord_CallBack);
    f(e->n[0], e->n[3], e->n[4], e->n[1], text(e, 0), c.value);
}

static void call_record(const struct pl_bras_event *e)
{
    FUNCTION(BRAS_CBTYPE_SERVERRECORDEX, BRAS_OnServerRecordEx_CallBack);
    f(e->n[0], text(e, 0), e->n[1], e->n[2], e->n[3], text(e, 1), e->n[4], c.value);
}

static void call_object(const struct pl_bras_event *e)
{
    FUNCTION(BRAS_CBTYPE_OBJECTEVENT, BRAS_ObjectEventNotify_CallBack);
    f(e->n[0], e->n[1], e->n[2], e->n[3], e->n[4], e->n[5], e->n[6], text(e, 0), c.value);
}

/* ---- ---- */

bool pl_bras_event_call(const struct pl_bras_event *e, struct pl_bras_reply *reply)
{
    *reply = (struct pl_bras_reply){.ticket = e->ticket, .epoch = e->epoch};
    switch (e->kind) {
    case PL_BRAS_LINK:
        call_old_link(e);
        call_link(e);
        break;
    case PL_BRAS_VERIFY:
        return call_verify(e, reply);
    case PL_BRAS_PREPARE:
        return call_prepare(e, reply);
    case PL_BRAS_LOGIN:
        call_login(e);
        break;
    case PL_BRAS_LOGOUT:
        call_old_logout(e);
        call_logout(e);
        break;
    case PL_BRAS_ENTER:
        call_enter(e);
        break;
    case PL_BRAS_LEAVE:
        call_leave(e);
        break;
    case PL_BRAS_FILTER:
        call_filter(e);
        break;
    case PL_BRAS_BUFFER:
        call_buffer(e);
        break;
    case PL_BRAS_TEXT:
        call_text(e);
        break;
    case PL_BRAS_CALL:
        return call_call(e, reply);
    case PL_BRAS_CONTROL:
        return call_control(e, reply);
    case PL_BRAS_BUFFER_EX:
        call_buffer_ex(e);
        break;
    case PL_BRAS_FILE:
        call_file(e);
        break;
    case PL_BRAS_RECORD:
        call_old_record(e);
        call_record(e);
        break;
    case PL_BRAS_OBJECT:
        call_object(e);
        break;
    }
    return false;
}

void pl_bras_event_call_timer(void)
{
    FUNCTION(BRAS_CBTYPE_ONTIMER, BRAS_OnTimerEvent_CallBack);
    f(c.value);
}
