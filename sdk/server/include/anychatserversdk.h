/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server SDK: a program that links with libparlorserver takes part in what a Parlor server
 * decides (who may sign in, enter a room, call) and hears what its users do. Functions, types and
 * constants have the names of the old SDK, so that programs for it compile and link as they are:
 * cc program.c $(pkg-config --cflags --libs parlorserver), or -lanychatserversdk.
 *
 * Order of calls: set call-backs, BRAS_InitSDK, anything, BRAS_Release. Call-backs may be changed
 * at any time. From BRAS_InitSDK on the library holds a link to the server and makes it anew
 * whenever it is lost. What is said while there is no link is kept, up to a limit, and goes out
 * when there is one; what is asked then is answered with 206 and nothing.
 *
 * Which server: `server` and `secret`, the first that is given of
 *   1. BRAS_SetSDKOption(BRAS_SO_LINK_SERVER, ...) and so on,
 *   2. the environment: PARLOR_SERVER, PARLOR_SECRET, PARLOR_SERVER_NAME, PARLOR_SERVER_CA,
 *   3. a file `parlorserver.ini` in the working directory, or the one that PARLOR_SERVER_INI names:
 *      lines `server = wss://host:8906`, `secret = ...`, `name = ...`, `ca = ...`,
 *   4. 127.0.0.1:8906 and no secret.
 * A server is HOST, HOST:PORT or [IPV6]:PORT, with ws:// (the default) or wss:// before it. `name`
 * tells several programs at one server apart in its log; `ca` is a PEM file of authorities to be
 * trusted beside the system's.
 *
 * Every function may be called from every thread, also inside call-backs, and gives 0 or a GV_ERR
 * code (anychaterrorcode.h): 2 before BRAS_InitSDK, 4 no memory, 21 a parameter that cannot be, 23
 * too much waits to be sent, 32 not supported, 206 no link, 207 no answer in time; others are the
 * server's. 0 of a function that says something means that it is on its way, in order.
 *
 * C and C++: what the old header has as references are pointers in C and either in C++; default
 * arguments exist in C++ alone.
 */
#ifndef PARLOR_SERVER_ANYCHATSERVERSDK_H
#define PARLOR_SERVER_ANYCHATSERVERSDK_H

#include "bras_callbacks.h"
#include "bras_constants_gen.h"
#include "typedef.h"

/* What is not of the old SDK: options of BRAS_SetSDKOption, texts, before BRAS_InitSDK. */
#define BRAS_SO_LINK_SERVER 1001
#define BRAS_SO_LINK_SECRET 1002
#define BRAS_SO_LINK_NAME   1003
#define BRAS_SO_LINK_CA     1004

#ifndef BRAS_API
#define BRAS_API
#endif

#ifdef __cplusplus
#define BRAS_REF(type)      type &
#define BRAS_DEFAULT(value) = value
extern "C" {
#else
#define BRAS_REF(type) type *
#define BRAS_DEFAULT(value)
#endif

/* ---- call-backs: NULL takes one away ---- */

BRAS_API DWORD BRAS_SetOnServerAppMessageCallBack(BRAS_OnServerAppMessage_CallBack lpFunction,
                                                  LPVOID lpUserValue BRAS_DEFAULT(NULL));
BRAS_API DWORD BRAS_SetOnServerAppMessageExCallBack(BRAS_OnServerAppMessageEx_CallBack lpFunction,
                                                    LPVOID lpUserValue BRAS_DEFAULT(NULL));
/* dwElapse: milliseconds between two calls, at least 10; 0: none. Calls that are late are not made
 * up for. It runs from BRAS_InitSDK on, with or without a link. */
BRAS_API DWORD BRAS_SetTimerEventCallBack(DWORD dwElapse, BRAS_OnTimerEvent_CallBack lpFunction,
                                          LPVOID lpUserValue BRAS_DEFAULT(NULL));
BRAS_API DWORD BRAS_SetVerifyUserCallBack(BRAS_VerifyUser_CallBack lpFunction,
                                          LPVOID lpUserValue BRAS_DEFAULT(NULL));
BRAS_API DWORD BRAS_SetPrepareEnterRoomCallBack(BRAS_PrepareEnterRoom_CallBack lpFunction,
                                                LPVOID lpUserValue BRAS_DEFAULT(NULL));
BRAS_API DWORD BRAS_SetOnUserLoginActionCallBack(BRAS_OnUserLoginAction_CallBack lpFunction,
                                                 LPVOID lpUserValue BRAS_DEFAULT(NULL));
BRAS_API DWORD BRAS_SetOnUserLogoutActionCallBack(BRAS_OnUserLogoutAction_CallBack lpFunction,
                                                  LPVOID lpUserValue BRAS_DEFAULT(NULL));
BRAS_API DWORD BRAS_SetOnUserLogoutActionExCallBack(BRAS_OnUserLogoutActionEx_CallBack lpFunction,
                                                    LPVOID lpUserValue BRAS_DEFAULT(NULL));
BRAS_API DWORD BRAS_SetOnUserEnterRoomActionCallBack(BRAS_OnUserEnterRoomAction_CallBack lpFunction,
                                                     LPVOID lpUserValue BRAS_DEFAULT(NULL));
BRAS_API DWORD BRAS_SetOnUserLeaveRoomActionCallBack(BRAS_OnUserLeaveRoomAction_CallBack lpFunction,
                                                     LPVOID lpUserValue BRAS_DEFAULT(NULL));
BRAS_API DWORD BRAS_SetOnRecvUserFilterDataCallBack(BRAS_OnRecvUserFilterData_CallBack lpFunction,
                                                    LPVOID lpUserValue BRAS_DEFAULT(NULL));
BRAS_API DWORD BRAS_SetOnRecvUserTextMsgCallBack(BRAS_OnRecvUserTextMsg_CallBack lpFunction,
                                                 LPVOID lpUserValue BRAS_DEFAULT(NULL));
BRAS_API DWORD BRAS_SetOnTransBufferCallBack(BRAS_OnTransBuffer_CallBack lpFunction,
                                             LPVOID lpUserValue BRAS_DEFAULT(NULL));
BRAS_API DWORD BRAS_SetOnTransBufferExCallBack(BRAS_OnTransBufferEx_CallBack lpFunction,
                                               LPVOID lpUserValue BRAS_DEFAULT(NULL));
BRAS_API DWORD BRAS_SetOnTransFileCallBack(BRAS_OnTransFile_CallBack lpFunction,
                                           LPVOID lpUserValue BRAS_DEFAULT(NULL));
BRAS_API DWORD BRAS_SetOnServerRecordCallBack(BRAS_OnServerRecord_CallBack lpFunction,
                                              LPVOID lpUserValue BRAS_DEFAULT(NULL));
BRAS_API DWORD BRAS_SetOnVideoCallEventCallBack(BRAS_OnVideoCallEvent_CallBack lpFunction,
                                                LPVOID lpUserValue BRAS_DEFAULT(NULL));
BRAS_API DWORD BRAS_SetOnUserInfoControlCallBack(BRAS_OnUserInfoControl_CallBack lpFunction,
                                                 LPVOID lpUserValue BRAS_DEFAULT(NULL));
/* Any of them by number (BRAS_CBTYPE_...), the only way to those of recordings with a text (17) and
 * of business objects (20). The timer's interval is 1000 ms unless it has been set. */
BRAS_API DWORD BRAS_SetCallBack(DWORD dwCBType, LPVOID lpFunction,
                                LPVOID lpUserValue BRAS_DEFAULT(NULL));

/* ---- life ---- */

/* Version of this library, and when it was built (cut to dwBufLen bytes with its NUL; may be NULL).
 * At any time. */
BRAS_API DWORD BRAS_GetSDKVersion(BRAS_REF(DWORD) dwMainVer, BRAS_REF(DWORD) dwSubVer,
                                  LPTSTR lpCompileTime, DWORD dwBufLen);

/*
 * Begins, and returns at once: how it goes is told by call-back. dwReserved: BRAS_INITFLAGS_....
 * Where it is called twice the second call does nothing. 21: the configuration cannot be read (the
 * reason is on stderr).
 */
BRAS_API DWORD BRAS_InitSDK(DWORD dwReserved);

/*
 * Ends: what waits to be sent is given a second to go out, no call-back begins any more, and none
 * runs when it returns. Called inside a call-back that is the last one. BRAS_InitSDK may follow.
 */
BRAS_API DWORD BRAS_Release(void);

/* Options: of recordings (BRAS_SO_RECORD_..., 4 bytes), BRAS_SO_CORESDK_WRITELOG (a text for
 * this program's own log: standard error, where PARLOR_SERVER_LOG=1), BRAS_SO_LINK_.... Texts end
 * with optlen or a NUL. */
BRAS_API DWORD BRAS_SetSDKOption(DWORD optname, LPTSTR optval, DWORD optlen);

/* ---- data to users ---- */

/* To a user's OnAnyChatSDKFilterData; to a room's, -1: to everybody. At most 16384 bytes. */
BRAS_API DWORD BRAS_SendBufToUser(DWORD dwUserId, LPCTSTR lpBuf, DWORD dwLen);
BRAS_API DWORD BRAS_SendBufToRoom(DWORD dwRoomId, LPCTSTR lpBuf, DWORD dwLen);

/* To a user's OnAnyChatTransBuffer, from user 0. At most 1024 bytes. */
BRAS_API DWORD BRAS_TransBuffer(DWORD dwUserId, LPBYTE lpBuf, DWORD dwLen);

/* To his OnAnyChatTransBufferEx and OnAnyChatTransFile. The task's number is given at once. */
BRAS_API DWORD BRAS_TransBufferEx(DWORD dwUserId, LPBYTE lpBuf, DWORD dwLen, DWORD wParam,
                                  DWORD lParam, DWORD dwFlags, BRAS_REF(DWORD) dwTaskId);
BRAS_API DWORD BRAS_TransFile(DWORD dwUserId, LPCTSTR lpLocalPathName, DWORD wParam, DWORD lParam,
                              DWORD dwFlags, BRAS_REF(DWORD) dwTaskId);

/*
 * ---- recordings at the server ----
 *
 * Begins or ends a recording of a user, or takes a picture of him; asks the server: 20 it makes
 * none, 205 no such user, 720 none to be ended, 721 no recorder, 722 there is one already.
 * dwFlags: ANYCHAT_RECORD_FLAGS_..., with SNAPSHOT a picture. dwParam and lpUserStr (at most 4096
 * bytes) come back with BRAS_OnServerRecordEx_CallBack, which tells of the end and the file.
 * dwRecordServerId: -1 any. Size, rates, file type, cropping and folders are those of the
 * BRAS_SO_RECORD_... options at that time.
 */
BRAS_API DWORD BRAS_StreamRecordCtrl(DWORD dwUserId, BOOL bStartRecord, DWORD dwFlags,
                                     DWORD dwParam, DWORD dwRecordServerId);
BRAS_API DWORD BRAS_StreamRecordCtrlEx(DWORD dwUserId, BOOL bStartRecord, DWORD dwFlags,
                                       DWORD dwParam, LPCTSTR lpUserStr BRAS_DEFAULT(NULL),
                                       DWORD dwRecordServerId BRAS_DEFAULT((DWORD)-1));

/*
 * Puts a mark on the time line of that user's recording, one that this side has begun: the buffer
 * where it is UTF-8 without a NUL (at most 1024 bytes), else its base64 (768); dwParam, unless 0,
 * stands before it with a space. 720: there is no such recording, 23: it has too many marks.
 */
BRAS_API DWORD BRAS_TransBuffer2RecordServer(DWORD dwUserId, LPBYTE lpBuf, DWORD dwLen,
                                             DWORD dwParam, DWORD dwRecordServerId);

/* ---- calls, users ---- */

/* BRAS_VIDEOCALL_EVENT_FINISH hangs up for a user with dwErrorCode; nothing else is possible. */
BRAS_API DWORD BRAS_VideoCallControl(DWORD dwEventType, DWORD dwUserId, DWORD dwErrorCode,
                                     DWORD dwFlags BRAS_DEFAULT(0), DWORD dwParam BRAS_DEFAULT(0),
                                     LPCTSTR lpUserStr BRAS_DEFAULT(NULL));

/* A text about a user, under a number of the program's own; pages get it with the next SYNCDATA. */
BRAS_API DWORD BRAS_SetUserInfo(DWORD dwUserId, DWORD dwInfoId, LPCTSTR lpInfoValue,
                                DWORD dwFlags BRAS_DEFAULT(0));
/* Cut to dwSize bytes with its NUL; empty where there is none. */
BRAS_API DWORD BRAS_GetUserInfo(DWORD dwUserId, DWORD dwInfoId, LPTSTR lpInfoValue, DWORD dwSize);

/* BRAS_USERINFO_CTRLCODE_...: kick out, tell the page, groups and friends, blocked addresses. */
BRAS_API DWORD BRAS_UserInfoControl(DWORD dwUserId, DWORD dwCtrlCode, DWORD wParam BRAS_DEFAULT(0),
                                    DWORD lParam BRAS_DEFAULT(0),
                                    LPCTSTR lpStrValue BRAS_DEFAULT(NULL));

/* ---- questions ---- */

/*
 * Lists: with lpIdArray NULL dwCount becomes how many there are; with an array, in: how many fit,
 * out: how many were written. There may be more or fewer of them by then. dwRoomId -1: everybody
 * who is signed in. Without a link: 206 and 0.
 */
BRAS_API DWORD BRAS_GetOnlineUsers(DWORD dwRoomId, LPDWORD lpIdArray, BRAS_REF(DWORD) dwCount);
BRAS_API DWORD BRAS_GetRoomIdList(LPDWORD lpIdArray, BRAS_REF(DWORD) dwCount);

/* ANYCHAT_SERVERQUERY_...; lpInParam: a text of dwInSize bytes (up to a NUL). lpResult: a text; in:
 * dwOutSize bytes fit with its NUL, out: bytes written without it. */
BRAS_API DWORD BRAS_QueryInfoFromServer(DWORD dwInfoName, LPTSTR lpInParam, DWORD dwInSize,
                                        LPTSTR lpResult, BRAS_REF(DWORD) dwOutSize,
                                        DWORD dwFlags BRAS_DEFAULT(0));

/*
 * ---- business objects: areas, queues, agents, clients (AnyChatObjectDefine.h; manual 5.8) ----
 *
 * What happens to them is told by BRAS_ObjectEventNotify_CallBack (BRAS_SetCallBack 20). Areas and
 * queues stay when the program goes; making one that is there already changes nothing and loses
 * nobody, so a program may make its own whenever it starts, also before there is a link.
 */

/* As the lists above; dwObjectType: ANYCHAT_OBJECT_TYPE_.... Asks the server. */
BRAS_API DWORD BRAS_ObjectGetIdList(DWORD dwObjectType, LPDWORD lpIdArray, BRAS_REF(DWORD) dwIdNum);

/*
 * A property: numbers are 4 bytes (dwLen at least 4), texts are UTF-8 and end with a NUL (cut to
 * dwLen). 9 where there is no such object or property; then it is 0 or empty. Asks the server.
 */
BRAS_API DWORD BRAS_ObjectGetValue(DWORD dwObjectType, DWORD dwObjectId, DWORD dwInfoName,
                                   LPTSTR lpInfoValue, DWORD dwLen);

/*
 * NAME, DESCRIPTION, ATTRIBUTE (bits of the business; an agent's: of what he does, -1 all),
 * PRIORITY (larger ones first), INTTAG, STRINGTAG, FLAGS. Numbers: their address and 4; texts: at
 * most 1024 bytes up to a NUL, whatever dwLen says. Pages that know the object are told.
 */
BRAS_API DWORD BRAS_ObjectSetValue(DWORD dwObjectType, DWORD dwObjectId, DWORD dwInfoName,
                                   LPTSTR lpInfoValue, DWORD dwLen);

/*
 * ANYCHAT_OBJECT_CTRL_CREATE (of a queue: dwParam1 its area), _DELETE, _SYNCDATA (dwParam1: to
 * whom); for a user: ANYCHAT_AREA_CTRL_... and ANYCHAT_QUEUE_CTRL_... (dwParam1 the user, dwParam2
 * flags or why he leaves); for an agent, who is the object: ANYCHAT_AGENT_CTRL_.... What comes of
 * it is told by call-back. No command has a text yet.
 */
BRAS_API DWORD BRAS_ObjectControl(DWORD dwObjectType, DWORD dwObjectId, DWORD dwCtrlCode,
                                  DWORD dwParam1 BRAS_DEFAULT(0), DWORD dwParam2 BRAS_DEFAULT(0),
                                  DWORD dwParam3 BRAS_DEFAULT(0), DWORD dwParam4 BRAS_DEFAULT(0),
                                  LPCTSTR lpStrValue BRAS_DEFAULT(NULL));

#undef BRAS_REF
#undef BRAS_DEFAULT

#ifdef __cplusplus
}
#include "bras_overloads.h"
#endif

#endif
