/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plug-in for tests: does what the name of the user who logs in asks for, and writes each call as
 * a line to the user whose id is WITNESS, as soon as he is there. What it does at its start is said
 * by FILTER_TEST in the environment.
 */
#include "parlor_filter.h"

#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WITNESS = 99, FLOOD = 6000, FLOOD_BYTES = 1000 };

static BRFP_FilterDataCallBack send_data;
static void *send_value;
static DWORD witness_handle;

static void __attribute__((format(printf, 1, 2))) tell(const char *format, ...)
{
    char line[2048];
    va_list args;
    int n;
    va_start(args, format);
    n = vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    if (witness_handle)
        send_data(WITNESS, witness_handle, line, (DWORD)n, send_value);
}

static int told_to(const char *what)
{
    const char *test = getenv("FILTER_TEST");
    return test && strcmp(test, what) == 0;
}

static void hang(void)
{
    for (;;)
        (void)pause();
}

void BRFP_GetVersion(LPSTR lpVersion, DWORD dwVSLen)
{
    if (told_to("bad version"))
        memset(lpVersion, 'x', dwVSLen + 20);
    else
        (void)snprintf(lpVersion, dwVSLen, "2.5");
}

BOOL BRFP_InitFilter(BRFP_FilterDataCallBack lpFunc, LPVOID lpUserValue)
{
    send_data = lpFunc;
    send_value = lpUserValue;
    if (told_to("crash"))
        abort();
    if (told_to("hang"))
        hang();
    return told_to("refuse") ? FALSE : TRUE;
}

void BRFP_ReleaseFilter(void)
{
    const char *path = getenv("FILTER_TEST_RELEASED");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (file)
        fclose(file);
}

static void flood(void)
{
    char bytes[FLOOD_BYTES];
    memset(bytes, 'f', sizeof(bytes));
    for (int i = 0; i < FLOOD; i++)
        send_data(WITNESS, witness_handle, bytes, sizeof(bytes), send_value);
}

static void *talk(void *arg)
{
    (void)arg;
    tell("from a thread");
    return NULL;
}

/* What a thread has been given, whoever is told what later. */
struct given {
    BRFP_FilterDataCallBack send_data;
    void *value;
    DWORD handle;
};

/* What was asked of it is over, its threads are not. */
static void *talk_on(void *arg)
{
    const struct given *g = arg;
    for (;;) {
        g->send_data(WITNESS, g->handle, "still here", 10, g->value);
        usleep(1000);
    }
    return NULL;
}

static void start_thread_for_ever(void)
{
    static struct given g;
    pthread_t thread;
    g = (struct given){send_data, send_value, witness_handle};
    if (pthread_create(&thread, NULL, talk_on, &g) == 0)
        (void)pthread_detach(thread);
}

static void start_thread(void)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, talk, NULL) == 0)
        (void)pthread_detach(thread);
}

DWORD BRFP_VerifyUser(LPCTSTR lpUserName, LPCTSTR lpPassword, DWORD *lpUserID, DWORD *lpUserLevel,
                      LPSTR lpNickName, DWORD dwNCLen)
{
    *lpUserID = 7;
    *lpUserLevel = 3;
    (void)snprintf(lpNickName, dwNCLen, "N-%s-%s", lpUserName, lpPassword);
    if (strcmp(lpUserName, "refuse") == 0)
        return 200;
    if (strcmp(lpUserName, "crash") == 0)
        (void)raise(SIGSEGV);
    if (strcmp(lpUserName, "exit") == 0)
        _exit(3);
    if (strcmp(lpUserName, "hang") == 0)
        hang();
    if (strcmp(lpUserName, "leak") == 0) {
        while (malloc(1 << 20))
            ;
        abort();
    }
    if (strcmp(lpUserName, "nobody") == 0)
        *lpUserID = (DWORD)-1;
    if (strcmp(lpUserName, "bad name") == 0)
        memcpy(lpNickName, "\xff\xfe", 3);
    if (strcmp(lpUserName, "long name") == 0)
        memset(lpNickName, 'n', 3000);
    if (strcmp(lpUserName, "bad code") == 0)
        return 0xfffffff0u;
    if (strcmp(lpUserName, "flood") == 0)
        flood();
    if (strcmp(lpUserName, "thread") == 0)
        start_thread();
    if (strcmp(lpUserName, "too much") == 0) {
        static char much[20000];
        send_data(WITNESS, witness_handle, much, sizeof(much), send_value);
    }
    if (strcmp(lpUserName, "wrong handle") == 0)
        send_data(WITNESS, witness_handle + 1, "x", 1, send_value);
    if (strcmp(lpUserName, "talk on") == 0)
        start_thread_for_ever();
    if (strcmp(lpUserName, "helper") == 0 && system("sleep 600 &") == 0)
        _exit(5);
    if (strcmp(lpUserName, "garbage") == 0)
        (void)!write(3, "\x12garbage", 8);
    return 0;
}

DWORD BRFP_PrepareEnterRoom(DWORD dwUserId, DWORD dwRoomId, LPCTSTR lpRoomName, LPCTSTR lpPassword)
{
    tell("prepare %d %u %s %s", (int)dwUserId, dwRoomId, lpRoomName, lpPassword);
    return dwRoomId == 13 ? 300 : 0;
}

void BRFP_OnUserLoginAction(DWORD dwUserId, LPCTSTR szUserName, DWORD dwLevel, LPCTSTR szIpAddr,
                            DWORD dwHandle)
{
    if (dwUserId == WITNESS)
        witness_handle = dwHandle;
    tell("login %d %s %u %s %u", (int)dwUserId, szUserName, dwLevel, szIpAddr, dwHandle);
}

void BRFP_OnUserLogoutAction(DWORD dwUserId)
{
    tell("logout %d", (int)dwUserId);
}

void BRFP_OnUserEnterRoomAction(DWORD dwUserId, DWORD dwRoomId)
{
    tell("enter %d %u", (int)dwUserId, dwRoomId);
}

void BRFP_OnUserLeaveRoomAction(DWORD dwUserId, DWORD dwRoomId)
{
    tell("leave %d %u", (int)dwUserId, dwRoomId);
}

void BRFP_OnRecvUserFilterData(DWORD dwUserId, LPCTSTR lpBuf, DWORD dwLen)
{
    tell("data %d %s %u", (int)dwUserId, lpBuf, dwLen);
}

#if !defined(WITHOUT_TEXT)
void BRFP_OnRecvUserTextMsg(DWORD dwRoomId, DWORD dwSrcUserId, DWORD dwTarUserId, BOOL bSecret,
                            LPCTSTR lpTextMessage, DWORD dwLen)
{
    tell("text %u %d %d %ld %s %u", dwRoomId, (int)dwSrcUserId, (int)dwTarUserId, bSecret,
         lpTextMessage, dwLen);
}
#endif
