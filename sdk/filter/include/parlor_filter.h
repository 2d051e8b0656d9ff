/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A filter plug-in: a shared library with these eleven functions, loaded by parlord
 * ([filter] plugin = /path/to/it.so). It says who may log in and who may enter a room, hears what
 * users do, and talks with their pages (BRAC_SendSDKFilterData, OnAnyChatSDKFilterData).
 *
 *     cc -shared -fPIC -I<here> -o myfilter.so myfilter.c        (or c++; names are extern "C")
 *
 * Names, types and order of the arguments are those of the old "SDK Filter Plus", so a plug-in that
 * was written for it is compiled again, or even loaded, as it is.
 *
 * Order of calls: BRFP_GetVersion, BRFP_InitFilter, then any of the others, BRFP_ReleaseFilter. All
 * come one after the other, from one thread; a plug-in needs no locks for them. The call-back given
 * to BRFP_InitFilter may be called from any thread, also from inside these functions, and
 * at any time until BRFP_ReleaseFilter has returned.
 *
 * Texts are UTF-8, end with NUL and are good until the function returns. User ids of guests are
 * negative: (int)dwUserId < 0.
 *
 * Time: the server waits for nothing but an answer to BRFP_VerifyUser and BRFP_PrepareEnterRoom,
 * and not longer than filter.answer_seconds; then the user hears error 207. A function that has not
 * returned after filter.hang_seconds ends the process of the plug-in, which is then started anew.
 *
 * After a new start the plug-in is told of everybody who is there: BRFP_OnUserLoginAction and, for
 * those who are in a room, BRFP_OnUserEnterRoomAction.
 */
#ifndef PARLOR_FILTER_H
#define PARLOR_FILTER_H

#include <stdint.h>

#if !defined(CALLBACK)
#define CALLBACK
#endif
#if !defined(BRFP_API)
#define BRFP_API __attribute__((visibility("default")))
#endif

#if !defined(PARLOR_HAS_WINDOWS_TYPES)
#define PARLOR_HAS_WINDOWS_TYPES
typedef uint32_t DWORD;
typedef long BOOL;
typedef void *LPVOID;
typedef char *LPSTR;
typedef const char *LPCTSTR;
#endif
#if !defined(TRUE)
#define TRUE  1
#define FALSE 0
#endif

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Sends data to a user; his page gets them by OnAnyChatSDKFilterData. dwHandle: as given to
 * BRFP_OnUserLoginAction; data for somebody who has gone meanwhile are dropped. dwLen: at most
 * 16384 bytes, more is dropped. It may wait while the server is given more than it takes (4 MiB a
 * second).
 */
typedef void(CALLBACK *BRFP_FilterDataCallBack)(DWORD dwUserId, DWORD dwHandle, LPCTSTR lpBuf,
                                                DWORD dwLen, LPVOID lpUserValue);

/* Writes the version of the plug-in, as "2.0"; dwVSLen: room for it, with the NUL. */
BRFP_API void BRFP_GetVersion(LPSTR lpVersion, DWORD dwVSLen);

/* Begins. TRUE, or FALSE when it cannot work. Keep both arguments for the data you send. */
BRFP_API BOOL BRFP_InitFilter(BRFP_FilterDataCallBack lpFunc, LPVOID lpUserValue);

/* Ends. */
BRFP_API void BRFP_ReleaseFilter(void);

/*
 * May he log in? 0, or the error that his page gets (BRAC_Login, OnAnyChatLoginSystem), as 200:
 * wrong password. With 0: *lpUserID is his id, above 0 and his alone (somebody who is there under
 * the same id is signed out); *lpUserLevel any number; lpNickName his nickname, at most dwNCLen
 * bytes with the NUL, empty: his login name.
 */
BRFP_API DWORD BRFP_VerifyUser(LPCTSTR lpUserName, LPCTSTR lpPassword, DWORD *lpUserID,
                               DWORD *lpUserLevel, LPSTR lpNickName, DWORD dwNCLen);

/*
 * May he enter? 0, or the error that his page gets (OnAnyChatEnterRoom). Entering by number: the
 * number and the password are good, the name is empty. By name: name and password are good, and
 * dwRoomId is the number that the server has chosen, 0 while it has chosen none.
 */
BRFP_API DWORD BRFP_PrepareEnterRoom(DWORD dwUserId, DWORD dwRoomId, LPCTSTR lpRoomName,
                                     LPCTSTR lpPassword);

/* He is there; guests as well. szIpAddr: without port. */
BRFP_API void BRFP_OnUserLoginAction(DWORD dwUserId, LPCTSTR szUserName, DWORD dwLevel,
                                     LPCTSTR szIpAddr, DWORD dwHandle);
/* He has logged out, or his link is lost for good. */
BRFP_API void BRFP_OnUserLogoutAction(DWORD dwUserId);
BRFP_API void BRFP_OnUserEnterRoomAction(DWORD dwUserId, DWORD dwRoomId);
BRFP_API void BRFP_OnUserLeaveRoomAction(DWORD dwUserId, DWORD dwRoomId);

/* His page has called BRAC_SendSDKFilterData. */
BRFP_API void BRFP_OnRecvUserFilterData(DWORD dwUserId, LPCTSTR lpBuf, DWORD dwLen);

/* A copy of a text message (BRAC_SendTextMessage). To all of the room: dwTarUserId is (DWORD)-1. */
BRFP_API void BRFP_OnRecvUserTextMsg(DWORD dwRoomId, DWORD dwSrcUserId, DWORD dwTarUserId,
                                     BOOL bSecret, LPCTSTR lpTextMessage, DWORD dwLen);

#ifdef __cplusplus
}
#endif

#endif
