/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A business server: whoever gives a password may sign in, everybody who is on line is everybody's
 * friend, in two groups (people with a name, guests), and has four texts: 1 name, 2 address,
 * 3 signature, 4 number of a picture. Every call-back is logged.
 *
 *   business-sample [--server [ws://|wss://]HOST[:PORT]] [--secret TEXT] [--counters]
 *
 * Without them the environment (PARLOR_SERVER, PARLOR_SECRET) or parlorserver.ini says it. With
 * --counters it also makes service counters: two branches with their queues (sample-counters.c), at
 * once, since what is said before there is a link waits for it. It ends with SIGINT or SIGTERM. All
 * call-backs come one after the other, so nothing here is locked.
 */
#include "anychatserversdk.h"
#include "sample-counters.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { GROUP_FRIENDS = 1, GROUP_GUESTS = 2 };
enum { INFO_NAME = 1, INFO_ADDRESS = 2, INFO_SIGNATURE = 3, INFO_PICTURE = 4 };
enum { PICTURES = 20 };

#ifdef __GNUC__
__attribute__((format(printf, 1, 2)))
#endif
static void
say(const char *format, ...)
{
    char when[16];
    time_t now = time(NULL);
    struct tm tm;
    va_list ap;
    strftime(when, sizeof(when), "%H:%M:%S", localtime_r(&now, &tm));
    printf("%s ", when);
    va_start(ap, format);
    vprintf(format, ap);
    va_end(ap);
    printf("\n");
    fflush(stdout);
}

/* ---- who is who: the server numbers names, and remembers them ---- */

static DWORD CALLBACK on_verify(LPCTSTR name, LPCTSTR password, LPDWORD id, LPDWORD level,
                                LPTSTR nick, DWORD nick_size, LPVOID value)
{
    (void)value;
    if (name[0] == '\0')
        return 210;
    *id = 0; /* or a number of our own, as a program with accounts has them */
    *level = 0;
    snprintf(nick, nick_size, "%s", name);
    say("verify %s, a password of %zu bytes", name, strlen(password));
    return 0;
}

/* ---- friends ---- */

/* The ids of those who are signed in; to be freed. They are counted first, and may be fewer or more
 * when they are listed. */
static DWORD *online(DWORD *count)
{
    DWORD *ids = NULL;
    *count = 0;
    if (BRAS_GetOnlineUsers((DWORD)-1, NULL, count) == 0 && *count > 0)
        ids = malloc(*count * sizeof(*ids));
    if (!ids || BRAS_GetOnlineUsers((DWORD)-1, ids, count) != 0)
        *count = 0;
    return ids;
}

static void make_friend(DWORD owner, DWORD other)
{
    DWORD group = (int)other > 0 ? GROUP_FRIENDS : GROUP_GUESTS;
    BRAS_UserInfoControl(owner, BRAS_USERINFO_CTRLCODE_ADDFRIEND, other, 0, NULL);
    BRAS_UserInfoControl(owner, BRAS_USERINFO_CTRLCODE_SETGROUPRELATION, group, other, NULL);
}

static void CALLBACK on_login(DWORD user, LPCTSTR name, DWORD level, LPCTSTR address, LPVOID value)
{
    char picture[16];
    DWORD count, i, *ids = online(&count);
    (void)value;
    say("login %d %s, level %d, from %s; %u on line", (int)user, name, (int)level, address, count);
    snprintf(picture, sizeof(picture), "%d", abs((int)user) % PICTURES + 1);
    BRAS_UserInfoControl(user, BRAS_USERINFO_CTRLCODE_ADDGROUP, GROUP_FRIENDS, 0, "My friends");
    BRAS_UserInfoControl(user, BRAS_USERINFO_CTRLCODE_ADDGROUP, GROUP_GUESTS, 0, "Online guests");
    BRAS_SetUserInfo(user, INFO_NAME, name, 0);
    BRAS_SetUserInfo(user, INFO_ADDRESS, address, 0);
    BRAS_SetUserInfo(user, INFO_SIGNATURE, "Hello!", 0);
    BRAS_SetUserInfo(user, INFO_PICTURE, picture, 0);
    for (i = 0; i < count; i++) {
        if (ids[i] == user)
            continue;
        make_friend(user, ids[i]);
        make_friend(ids[i], user);
        BRAS_UserInfoControl(ids[i], BRAS_USERINFO_CTRLCODE_SYNCDATA, 0, 0, NULL);
    }
    BRAS_UserInfoControl(user, BRAS_USERINFO_CTRLCODE_SYNCDATA, 0, 0, NULL);
    free(ids);
}

/* ---- the rest is only told ---- */

static void CALLBACK on_message(DWORD message, DWORD code, DWORD number, LPVOID value)
{
    (void)value;
    say(code == 0 ? "server %u: connected (%u, %u)" : "server %u: not connected, code %u (%u)",
        message, code, number);
}

static DWORD CALLBACK on_prepare(DWORD user, DWORD room, LPCTSTR name, LPCTSTR password,
                                 LPVOID value)
{
    (void)password;
    (void)value;
    say("prepare %d for room %u \"%s\"", (int)user, room, name);
    return 0;
}

static void CALLBACK on_logout(DWORD user, DWORD code, LPVOID value)
{
    (void)value;
    say("logout %d, code %u", (int)user, code);
}

static void CALLBACK on_enter(DWORD user, DWORD room, LPVOID value)
{
    (void)value;
    say("enter %d room %u", (int)user, room);
}

static void CALLBACK on_leave(DWORD user, DWORD room, LPVOID value)
{
    (void)value;
    say("leave %d room %u", (int)user, room);
}

static void CALLBACK on_filter(DWORD user, LPBYTE data, DWORD len, LPVOID value)
{
    (void)value;
    say("filter data of %d, %u bytes: %s", (int)user, len, (const char *)data);
}

static void CALLBACK on_buffer(DWORD user, LPBYTE data, DWORD len, LPVOID value)
{
    (void)data;
    (void)value;
    say("buffer of %d, %u bytes", (int)user, len);
}

static void CALLBACK on_buffer_ex(DWORD user, LPBYTE data, DWORD len, DWORD w, DWORD l, DWORD task,
                                  LPVOID value)
{
    (void)data;
    (void)value;
    say("large buffer of %d, %u bytes, %u %u, task %u", (int)user, len, w, l, task);
}

static void CALLBACK on_file(DWORD user, LPCTSTR name, LPCTSTR path, DWORD len, DWORD w, DWORD l,
                             DWORD task, LPVOID value)
{
    (void)value;
    say("file of %d \"%s\" in %s, %u bytes, %u %u, task %u", (int)user, name, path, len, w, l,
        task);
}

static void CALLBACK on_text(DWORD room, DWORD from, DWORD to, BOOL secret, LPCTSTR text, DWORD len,
                             LPVOID value)
{
    (void)value;
    say("text in room %u, %d to %d%s, %u bytes: %s", room, (int)from, (int)to,
        secret ? " alone" : "", len, text);
}

static void CALLBACK on_record(DWORD user, LPCTSTR file, DWORD seconds, DWORD flags, DWORD param,
                               LPCTSTR text, DWORD server, LPVOID value)
{
    (void)value;
    say("recording of %d in %s, %u s, flags %x, %u \"%s\", server %u", (int)user, file, seconds,
        flags, param, text, server);
}

static DWORD CALLBACK on_call(DWORD event, DWORD from, DWORD to, DWORD code, DWORD flags,
                              DWORD param, LPCTSTR text, LPVOID value)
{
    static const char *const words[] = {"?", "request", "reply", "start", "finish"};
    (void)value;
    say("call %s, %d to %d, code %u, flags %x, %u \"%s\"", words[event <= 4 ? event : 0], (int)from,
        (int)to, code, flags, param, text);
    return 0;
}

static DWORD CALLBACK on_control(DWORD from, DWORD user, DWORD code, DWORD w, DWORD l, LPCTSTR text,
                                 LPVOID value)
{
    (void)value;
    say("control of %d about %d, code %u, %u %u \"%s\"", (int)from, (int)user, code, w, l, text);
    return 0;
}

static void CALLBACK on_object(DWORD type, DWORD id, DWORD event, DWORD p1, DWORD p2, DWORD p3,
                               DWORD p4, LPCTSTR text, LPVOID value)
{
    (void)value;
    say("object %d of type %u, event %u, %d %d %d %d \"%s\"", (int)id, type, event, (int)p1,
        (int)p2, (int)p3, (int)p4, text);
}

static void CALLBACK on_timer(LPVOID value)
{
    DWORD users = 0, rooms = 0;
    (void)value;
    if (BRAS_GetOnlineUsers((DWORD)-1, NULL, &users) == 0 && BRAS_GetRoomIdList(NULL, &rooms) == 0)
        say("%u on line, %u rooms", users, rooms);
}

static void set_callbacks(void)
{
    BRAS_SetOnServerAppMessageExCallBack(on_message, NULL);
    BRAS_SetVerifyUserCallBack(on_verify, NULL);
    BRAS_SetPrepareEnterRoomCallBack(on_prepare, NULL);
    BRAS_SetOnUserLoginActionCallBack(on_login, NULL);
    BRAS_SetOnUserLogoutActionExCallBack(on_logout, NULL);
    BRAS_SetOnUserEnterRoomActionCallBack(on_enter, NULL);
    BRAS_SetOnUserLeaveRoomActionCallBack(on_leave, NULL);
    BRAS_SetOnRecvUserFilterDataCallBack(on_filter, NULL);
    BRAS_SetOnTransBufferCallBack(on_buffer, NULL);
    BRAS_SetOnTransBufferExCallBack(on_buffer_ex, NULL);
    BRAS_SetOnTransFileCallBack(on_file, NULL);
    BRAS_SetOnRecvUserTextMsgCallBack(on_text, NULL);
    BRAS_SetOnVideoCallEventCallBack(on_call, NULL);
    BRAS_SetOnUserInfoControlCallBack(on_control, NULL);
    BRAS_SetCallBack(BRAS_CBTYPE_SERVERRECORDEX, (LPVOID)on_record, NULL);
    BRAS_SetCallBack(BRAS_CBTYPE_OBJECTEVENT, (LPVOID)on_object, NULL);
    BRAS_SetTimerEventCallBack(60000, on_timer, NULL);
}

/* ---- ---- */

static int counters; /* --counters */

static int take_options(int argc, char **argv)
{
    int i;
    for (i = 1; i < argc; i++) {
        DWORD option = strcmp(argv[i], "--server") == 0   ? BRAS_SO_LINK_SERVER
                       : strcmp(argv[i], "--secret") == 0 ? BRAS_SO_LINK_SECRET
                                                          : 0;
        if (strcmp(argv[i], "--counters") == 0) {
            counters = 1;
            continue;
        }
        if (option == 0 || ++i == argc ||
            BRAS_SetSDKOption(option, argv[i], (DWORD)strlen(argv[i])) != 0)
            break;
    }
    if (i == argc)
        return 1;
    fprintf(stderr, "usage: %s [--server [ws://|wss://]HOST[:PORT]] [--secret TEXT] [--counters]\n",
            argv[0]);
    return 0;
}

int main(int argc, char **argv)
{
    DWORD major, minor;
    char built[64];
    sigset_t ends;
    int signal_number;
    if (!take_options(argc, argv))
        return 2;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigprocmask(SIG_BLOCK, &ends, NULL);
    BRAS_GetSDKVersion(&major, &minor, built, sizeof(built));
    say("server SDK %u.%u, %s", major, minor, built);
    set_callbacks();
    if (BRAS_InitSDK(0) != 0)
        return 1;
    if (counters)
        say("service counters: code %u", sample_counters_make());
    sigwait(&ends, &signal_number);
    BRAS_Release();
    say("end");
    return 0;
}
