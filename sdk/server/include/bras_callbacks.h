/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the server SDK calls in the program. Included by anychatserversdk.h.
 *
 * Rules for all of them:
 *   - One at a time, on a thread of the library, unless BRAS_InitSDK was given
 *     BRAS_INITFLAGS_MULTITHREADS; then several at once, those about one user still in order.
 *   - Every BRAS_ function may be called from inside.
 *   - Texts are UTF-8 and end with a NUL, buffers have a NUL behind their length. Both are good
 *     until the call-back returns; texts are never NULL.
 *   - User ids of guests are negative: (int)dwUserId < 0.
 *   - lpUserValue is what was given with the function.
 *   - Whoever waits in one keeps all the others waiting. The three that decide (VerifyUser,
 *     PrepareEnterRoom, VideoCallEvent) have a time limit at the server, after which it decides
 *     without the program.
 */
#ifndef PARLOR_SERVER_BRAS_CALLBACKS_H
#define PARLOR_SERVER_BRAS_CALLBACKS_H

#include "typedef.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The link to the server: BRAS_SERVERAPPMSG_CONNECTED, BRAS_SERVERAPPMSG_DISCONNECT. */
typedef void(CALLBACK *BRAS_OnServerAppMessage_CallBack)(DWORD dwMsg, LPVOID lpUserValue);

/*
 * The same in detail. dwNotifyMessage: BRAS_MESSAGE_CORESERVERCONN; wParam: 0 connected, else why
 * it is not (101 lost, 100 no answer, 102 the secret is refused, 103 the name is not known, 108 no
 * way there, 212 the server restarts). lParam: 0. After an error the library goes on trying; told
 * is what changes. With each new link, whether after a loss or at the start, come after this
 * message: the logout of those who have gone in between (101), then login and room of everybody who
 * is there. So a program may empty its tables here, or keep them.
 */
typedef void(CALLBACK *BRAS_OnServerAppMessageEx_CallBack)(DWORD dwNotifyMessage, DWORD wParam,
                                                           DWORD lParam, LPVOID lpUserValue);

/* The clock set by BRAS_SetTimerEventCallBack. */
typedef void(CALLBACK *BRAS_OnTimerEvent_CallBack)(LPVOID lpUserValue);

/*
 * Somebody wants to sign in. 0: he may, and *lpUserID is who he is: not -1, the same for the same
 * person, another one for another; 0 (as it is found) lets the server number his name, the same
 * name always the same. *lpUserLevel is his level (0 unless set). lpNickName, of
 * dwNCLen bytes with its NUL, is his nickname; left empty it is the login name. Else a GV_ERR code,
 * which his page gets in OnAnyChatLoginSystem (200: wrong password).
 */
typedef DWORD(CALLBACK *BRAS_VerifyUser_CallBack)(LPCTSTR lpUserName, LPCTSTR lpPassword,
                                                  LPDWORD lpUserID, LPDWORD lpUserLevel,
                                                  LPTSTR lpNickName, DWORD dwNCLen,
                                                  LPVOID lpUserValue);

/*
 * A user wants to enter a room: 0, or the code for his OnAnyChatEnterRoom. lpRoomName is empty when
 * he enters by number; when by name, dwRoomId is the number that the server would give the room.
 */
typedef DWORD(CALLBACK *BRAS_PrepareEnterRoom_CallBack)(DWORD dwUserId, DWORD dwRoomId,
                                                        LPCTSTR lpRoomName, LPCTSTR lpPassword,
                                                        LPVOID lpUserValue);

/* A user has signed in, and his page knows it. BRAS_GetOnlineUsers has him. */
typedef void(CALLBACK *BRAS_OnUserLoginAction_CallBack)(DWORD dwUserId, LPCTSTR szUserName,
                                                        DWORD dwLevel, LPCTSTR szIpAddr,
                                                        LPVOID lpUserValue);

/* A user is gone. Where he was in a room, LeaveRoom came before. */
typedef void(CALLBACK *BRAS_OnUserLogoutAction_CallBack)(DWORD dwUserId, LPVOID lpUserValue);

/* The same with the reason: 0 of his own will, 101 link lost, 209 signed in elsewhere, 211 kicked
 * out. Where both are set, both are called, this one second. */
typedef void(CALLBACK *BRAS_OnUserLogoutActionEx_CallBack)(DWORD dwUserId, DWORD dwErrorCode,
                                                           LPVOID lpUserValue);

typedef void(CALLBACK *BRAS_OnUserEnterRoomAction_CallBack)(DWORD dwUserId, DWORD dwRoomId,
                                                            LPVOID lpUserValue);
typedef void(CALLBACK *BRAS_OnUserLeaveRoomAction_CallBack)(DWORD dwUserId, DWORD dwRoomId,
                                                            LPVOID lpUserValue);

/* BRAC_SendSDKFilterData of a page. */
typedef void(CALLBACK *BRAS_OnRecvUserFilterData_CallBack)(DWORD dwUserId, LPBYTE lpBuf,
                                                           DWORD dwLen, LPVOID lpUserValue);

/* A copy of every text of users. dwTarUserId: -1 to all of the room. dwLen: bytes of the text. */
typedef void(CALLBACK *BRAS_OnRecvUserTextMsg_CallBack)(DWORD dwRoomId, DWORD dwSrcUserId,
                                                        DWORD dwTarUserId, BOOL bSecret,
                                                        LPCTSTR lpTextMessage, DWORD dwLen,
                                                        LPVOID lpUserValue);

/* BRAC_TransBuffer of a page to user 0. */
typedef void(CALLBACK *BRAS_OnTransBuffer_CallBack)(DWORD dwUserId, LPBYTE lpBuf, DWORD dwLen,
                                                    LPVOID lpUserValue);

/* BRAC_TransBufferEx of a page to user 0. */
typedef void(CALLBACK *BRAS_OnTransBufferEx_CallBack)(DWORD dwUserId, LPBYTE lpBuf, DWORD dwLen,
                                                      DWORD wParam, DWORD lParam, DWORD dwTaskId,
                                                      LPVOID lpUserValue);

/*
 * BRAC_TransFile of a page to user 0. lpFileName: the name that the user gave it, never to be used
 * as a path. lpTempFilePath: where it lies, in a folder of this library; it stays until newer files
 * need the room (4 GiB) or BRAS_Release, so copy what is to stay.
 */
typedef void(CALLBACK *BRAS_OnTransFile_CallBack)(DWORD dwUserId, LPCTSTR lpFileName,
                                                  LPCTSTR lpTempFilePath, DWORD dwFileLength,
                                                  DWORD wParam, DWORD lParam, DWORD dwTaskId,
                                                  LPVOID lpUserValue);

/* A recording at the server has ended. dwElapse: seconds. Ex: dwFlags & 0x400 is a snapshot;
 * lpUserStr is the text given with BRAS_StreamRecordCtrlEx. */
typedef void(CALLBACK *BRAS_OnServerRecord_CallBack)(DWORD dwUserId, DWORD dwParam,
                                                     DWORD dwRecordServerId, DWORD dwElapse,
                                                     LPCTSTR lpRecordFileName, LPVOID lpUserValue);
typedef void(CALLBACK *BRAS_OnServerRecordEx_CallBack)(DWORD dwUserId, LPCTSTR lpFileName,
                                                       DWORD dwElapse, DWORD dwFlags, DWORD dwParam,
                                                       LPCTSTR lpUserStr, DWORD dwRecordServerId,
                                                       LPVOID lpUserValue);

/*
 * What happens to a call (manual 5.2.4); dwEventType: BRAS_VIDEOCALL_EVENT_.... For REQUEST the
 * answer counts: 0, or why the call is refused. For the others it does not.
 */
typedef DWORD(CALLBACK *BRAS_OnVideoCallEvent_CallBack)(DWORD dwEventType, DWORD dwSrcUserId,
                                                        DWORD dwTarUserId, DWORD dwErrorCode,
                                                        DWORD dwFlags, DWORD dwParam,
                                                        LPCTSTR lpUserStr, LPVOID lpUserValue);

/* BRAC_UserInfoControl of a page (manual 5.6.7). 0, or an error: the page is told which. */
typedef DWORD(CALLBACK *BRAS_OnUserInfoControl_CallBack)(DWORD dwSendUserId, DWORD dwUserId,
                                                         DWORD dwCtrlCode, DWORD wParam,
                                                         DWORD lParam, LPCTSTR lpStrValue,
                                                         LPVOID lpUserValue);

/* What happens to a business object (manual 4.7.2). Set it with BRAS_SetCallBack. */
typedef void(CALLBACK *BRAS_ObjectEventNotify_CallBack)(DWORD dwObjectType, DWORD dwObjectId,
                                                        DWORD dwEventType, DWORD dwParam1,
                                                        DWORD dwParam2, DWORD dwParam3,
                                                        DWORD dwParam4, LPCTSTR lpStrParam,
                                                        LPVOID lpUserValue);

#ifdef __cplusplus
}
#endif

#endif
