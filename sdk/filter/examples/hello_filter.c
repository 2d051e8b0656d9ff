/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The smallest useful plug-in: lets everybody in, gives ids 1, 2, 3 ..., greets, answers what it is
 * sent, and writes each call to the server's log.
 *
 *     cc -shared -fPIC -I../include -o hello_filter.so hello_filter.c
 *     parlord --config parlor.ini          [filter] plugin = ./hello_filter.so
 */
#include "parlor_filter.h"

#include <stdio.h>
#include <string.h>

enum { USERS_MAX = 1024 };

static BRFP_FilterDataCallBack send_data;
static void *send_value;
static DWORD next_id = 1;

/* Who is there, with the handle that sending takes. id 0: free. */
static struct user {
    DWORD id, handle;
} users[USERS_MAX];

static struct user *find(DWORD id)
{
    for (int i = 0; i < USERS_MAX; i++) {
        if (users[i].id == id)
            return &users[i];
    }
    return NULL;
}

void BRFP_GetVersion(LPSTR lpVersion, DWORD dwVSLen)
{
    (void)snprintf(lpVersion, dwVSLen, "2.0");
}

BOOL BRFP_InitFilter(BRFP_FilterDataCallBack lpFunc, LPVOID lpUserValue)
{
    send_data = lpFunc;
    send_value = lpUserValue;
    fprintf(stderr, "hello_filter: begins\n");
    return TRUE;
}

void BRFP_ReleaseFilter(void)
{
    fprintf(stderr, "hello_filter: ends\n");
}

DWORD BRFP_VerifyUser(LPCTSTR lpUserName, LPCTSTR lpPassword, DWORD *lpUserID, DWORD *lpUserLevel,
                      LPSTR lpNickName, DWORD dwNCLen)
{
    (void)lpPassword; /* a real one looks at it */
    *lpUserID = next_id++;
    *lpUserLevel = 0;
    (void)snprintf(lpNickName, dwNCLen, "DemoUser_%u", *lpUserID);
    fprintf(stderr, "hello_filter: %s is user %u\n", lpUserName, *lpUserID);
    return 0;
}

DWORD BRFP_PrepareEnterRoom(DWORD dwUserId, DWORD dwRoomId, LPCTSTR lpRoomName, LPCTSTR lpPassword)
{
    (void)lpPassword;
    fprintf(stderr, "hello_filter: user %d wants to enter room %u %s\n", (int)dwUserId, dwRoomId,
            lpRoomName);
    return 0;
}

void BRFP_OnUserLoginAction(DWORD dwUserId, LPCTSTR szUserName, DWORD dwLevel, LPCTSTR szIpAddr,
                            DWORD dwHandle)
{
    static const char welcome[] = "Welcome: your filter plug-in works";
    struct user *u = find(0);
    if (u)
        *u = (struct user){dwUserId, dwHandle};
    fprintf(stderr, "hello_filter: user %d (%s, level %u) came from %s\n", (int)dwUserId,
            szUserName, dwLevel, szIpAddr);
    send_data(dwUserId, dwHandle, welcome, sizeof(welcome) - 1, send_value);
}

void BRFP_OnUserLogoutAction(DWORD dwUserId)
{
    struct user *u = find(dwUserId);
    if (u)
        *u = (struct user){0, 0};
    fprintf(stderr, "hello_filter: user %d has gone\n", (int)dwUserId);
}

void BRFP_OnUserEnterRoomAction(DWORD dwUserId, DWORD dwRoomId)
{
    fprintf(stderr, "hello_filter: user %d entered room %u\n", (int)dwUserId, dwRoomId);
}

void BRFP_OnUserLeaveRoomAction(DWORD dwUserId, DWORD dwRoomId)
{
    fprintf(stderr, "hello_filter: user %d left room %u\n", (int)dwUserId, dwRoomId);
}

void BRFP_OnRecvUserFilterData(DWORD dwUserId, LPCTSTR lpBuf, DWORD dwLen)
{
    const struct user *u = find(dwUserId);
    fprintf(stderr, "hello_filter: user %d sent %u bytes\n", (int)dwUserId, dwLen);
    if (u)
        send_data(dwUserId, u->handle, lpBuf, dwLen, send_value);
}

void BRFP_OnRecvUserTextMsg(DWORD dwRoomId, DWORD dwSrcUserId, DWORD dwTarUserId, BOOL bSecret,
                            LPCTSTR lpTextMessage, DWORD dwLen)
{
    (void)lpTextMessage; /* what people say does not belong into a log */
    fprintf(stderr, "hello_filter: room %u: user %d wrote %u bytes to %d%s\n", dwRoomId,
            (int)dwSrcUserId, dwLen, (int)dwTarUserId, bSecret ? ", in private" : "");
}
