/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A business server as programs for the old SDK are written: old header names, old types, every
 * call-back, no word of Parlor. It is compiled as C and, by old_program.cc, as C++, and run against
 * a server by tests/integration/business_sdk.test.mjs.
 *
 * It prints a line for each call-back. Logins of "refused", room 13 and calls with the number 13
 * are refused. Filter data of users are commands, whose results it prints.
 */
#include "anychatserversdk.h"

#include "AnyChatObjectDefine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static DWORD next_id = 100;

static void CALLBACK OnServerAppMessage(DWORD dwMsg, LPVOID lpUserValue)
{
    printf("message %u %s\n", dwMsg, (const char *)lpUserValue);
}

static void CALLBACK OnServerAppMessageEx(DWORD dwNotifyMessage, DWORD wParam, DWORD lParam,
                                          LPVOID lpUserValue)
{
    (void)lpUserValue;
    printf("messageex %u %u %u\n", dwNotifyMessage, wParam, lParam);
}

static void CALLBACK OnTimerEvent(LPVOID lpUserValue)
{
    static int told;
    (void)lpUserValue;
    if (!told++)
        printf("timer\n");
}

static DWORD CALLBACK VerifyUser(LPCTSTR lpUserName, LPCTSTR lpPassword, LPDWORD lpUserID,
                                 LPDWORD lpUserLevel, LPTSTR lpNickName, DWORD dwNCLen,
                                 LPVOID lpUserValue)
{
    (void)lpUserValue;
    printf("verify %s %s\n", lpUserName, lpPassword);
    if (strcmp(lpUserName, "refused") == 0)
        return 200;
    *lpUserID = next_id++;
    *lpUserLevel = 3;
    snprintf(lpNickName, dwNCLen, "Nick %s", lpUserName);
    return 0;
}

static DWORD CALLBACK PrepareEnterRoom(DWORD dwUserId, DWORD dwRoomId, LPCTSTR lpRoomName,
                                       LPCTSTR lpPassword, LPVOID lpUserValue)
{
    (void)lpUserValue;
    printf("prepare %d %u '%s' '%s'\n", (int)dwUserId, dwRoomId, lpRoomName, lpPassword);
    return dwRoomId == 13 ? 304 : 0;
}

static void CALLBACK OnUserLoginAction(DWORD dwUserId, LPCTSTR szUserName, DWORD dwLevel,
                                       LPCTSTR szIpAddr, LPVOID lpUserValue)
{
    DWORD count = 0, i;
    DWORD *ids;
    int there = 0;
    (void)lpUserValue;
    BRAS_GetOnlineUsers((DWORD)-1, NULL, &count);
    ids = (DWORD *)malloc((count + 1) * sizeof(DWORD));
    BRAS_GetOnlineUsers((DWORD)-1, ids, &count);
    for (i = 0; i < count; i++)
        there += ids[i] == dwUserId;
    free(ids);
    printf("login %d '%s' %u %s there=%d\n", (int)dwUserId, szUserName, dwLevel, szIpAddr, there);
    BRAS_UserInfoControl(dwUserId, BRAS_USERINFO_CTRLCODE_ADDGROUP, 1, 0, "Group one");
    BRAS_SetUserInfo(dwUserId, 1, szUserName, 0);
    BRAS_UserInfoControl(dwUserId, BRAS_USERINFO_CTRLCODE_SYNCDATA, 0, 0, NULL);
}

static void CALLBACK OnUserLogoutAction(DWORD dwUserId, LPVOID lpUserValue)
{
    (void)lpUserValue;
    printf("logout %d\n", (int)dwUserId);
}

static void CALLBACK OnUserLogoutActionEx(DWORD dwUserId, DWORD dwErrorCode, LPVOID lpUserValue)
{
    (void)lpUserValue;
    printf("logoutex %d %u\n", (int)dwUserId, dwErrorCode);
}

static void CALLBACK OnUserEnterRoomAction(DWORD dwUserId, DWORD dwRoomId, LPVOID lpUserValue)
{
    (void)lpUserValue;
    printf("enter %d %u\n", (int)dwUserId, dwRoomId);
}

static void CALLBACK OnUserLeaveRoomAction(DWORD dwUserId, DWORD dwRoomId, LPVOID lpUserValue)
{
    (void)lpUserValue;
    printf("leave %d %u\n", (int)dwUserId, dwRoomId);
}

static BYTE large[100000];

/* Of all bytes, each at its place: what the test works out as well. */
static DWORD sum_of(DWORD sum, const BYTE *bytes, size_t len)
{
    size_t i;
    for (i = 0; i < len; i++)
        sum = sum * 31 + bytes[i];
    return sum;
}

/* An area and a queue, made and looked at. */
static DWORD objects(char *answer, DWORD size, DWORD *number)
{
    DWORD priority = 10, count = 0, ids[4] = {0}, wrong = 0;
    char name[] = "Hall";
    wrong |= BRAS_ObjectControl(ANYCHAT_OBJECT_TYPE_AREA, 1, ANYCHAT_OBJECT_CTRL_CREATE, 0, 0, 0, 0,
                                NULL);
    wrong |= BRAS_ObjectControl(ANYCHAT_OBJECT_TYPE_QUEUE, 11, ANYCHAT_OBJECT_CTRL_CREATE, 1, 0, 0,
                                0, NULL);
    wrong |= BRAS_ObjectSetValue(ANYCHAT_OBJECT_TYPE_QUEUE, 11, ANYCHAT_OBJECT_INFO_NAME, name, 0);
    wrong |= BRAS_ObjectSetValue(ANYCHAT_OBJECT_TYPE_QUEUE, 11, ANYCHAT_OBJECT_INFO_PRIORITY,
                                 (char *)&priority, sizeof(priority));
    wrong |= BRAS_ObjectGetIdList(ANYCHAT_OBJECT_TYPE_QUEUE, NULL, &count);
    wrong |= BRAS_ObjectGetIdList(ANYCHAT_OBJECT_TYPE_QUEUE, ids, &count);
    if (wrong || count != 1 || ids[0] != 11)
        return 1000 + wrong;
    if (BRAS_ObjectGetValue(ANYCHAT_OBJECT_TYPE_QUEUE, 12, ANYCHAT_OBJECT_INFO_NAME, answer,
                            size) != 9 ||
        answer[0])
        return 2000;
    wrong |=
        BRAS_ObjectGetValue(ANYCHAT_OBJECT_TYPE_QUEUE, 11, ANYCHAT_OBJECT_INFO_NAME, answer, size);
    wrong |= BRAS_ObjectGetValue(ANYCHAT_OBJECT_TYPE_QUEUE, 11, ANYCHAT_OBJECT_INFO_PRIORITY,
                                 (char *)number, sizeof(*number));
    return wrong;
}

/* Recordings of another user: "record 7", "stop 7", "picture 7", "mark 7", "plain 7", "end 7".
 * Gives 0 as well when it is none of these. */
static DWORD record(const char *text, BOOL *known)
{
    const DWORD both = ANYCHAT_RECORD_FLAGS_VIDEO | ANYCHAT_RECORD_FLAGS_AUDIO;
    char verb[16] = "";
    BYTE mark[] = "the client agrees";
    int user = 0;
    *known = TRUE;
    if (sscanf(text, "%15s %d", verb, &user) == 2) {
        if (strcmp(verb, "record") == 0)
            return BRAS_StreamRecordCtrlEx((DWORD)user, TRUE, both, 17, "合同 5", (DWORD)-1);
        if (strcmp(verb, "stop") == 0)
            return BRAS_StreamRecordCtrlEx((DWORD)user, FALSE, both, 17, "", (DWORD)-1);
        if (strcmp(verb, "plain") == 0)
            return BRAS_StreamRecordCtrl((DWORD)user, TRUE, ANYCHAT_RECORD_FLAGS_AUDIO, 18,
                                         (DWORD)-1);
        if (strcmp(verb, "end") == 0)
            return BRAS_StreamRecordCtrl((DWORD)user, FALSE, ANYCHAT_RECORD_FLAGS_AUDIO, 18,
                                         (DWORD)-1);
        if (strcmp(verb, "picture") == 0)
            return BRAS_StreamRecordCtrlEx((DWORD)user, TRUE, ANYCHAT_RECORD_FLAGS_SNAPSHOT, 19,
                                           "passport", (DWORD)-1);
        if (strcmp(verb, "mark") == 0)
            return BRAS_TransBuffer2RecordServer((DWORD)user, mark, sizeof(mark) - 1, 3, (DWORD)-1);
    }
    *known = FALSE;
    return 0;
}

/* What a page asks for: each gives the code, and what came of it. */
static void command(DWORD user, const char *text)
{
    BOOL known;
    char answer[256] = "";
    DWORD code = 0, size = sizeof(answer), number = 0;
    char in[16];
    code = record(text, &known);
    if (known)
        ;
    else if (strcmp(text, "send") == 0)
        code = BRAS_SendBufToUser(user, "to one", 6);
    else if (strcmp(text, "room") == 0)
        code = BRAS_SendBufToRoom((DWORD)-1, "to all", 6);
    else if (strcmp(text, "trans") == 0)
        code = BRAS_TransBuffer(user, (LPBYTE)answer, 4);
    else if (strcmp(text, "info") == 0)
        code = BRAS_GetUserInfo(user, 1, answer, sizeof(answer));
    else if (strcmp(text, "rooms") == 0)
        code = BRAS_GetRoomIdList(NULL, &number);
    else if (strcmp(text, "kick") == 0)
        code = BRAS_UserInfoControl(user, BRAS_USERINFO_CTRLCODE_KICKOUT, 0, 0, NULL);
    else if (strcmp(text, "hangup") == 0)
        code = BRAS_VideoCallControl(BRAS_VIDEOCALL_EVENT_FINISH, user, 0, 0, 0, NULL);
    else if (strcmp(text, "object") == 0)
        code = objects(answer, sizeof(answer), &number);
    else if (strcmp(text, "queue") == 0) {
        code |= BRAS_ObjectControl(ANYCHAT_OBJECT_TYPE_AREA, 1, ANYCHAT_AREA_CTRL_USERENTER, user,
                                   0, 0, 0, NULL);
        code |= BRAS_ObjectControl(ANYCHAT_OBJECT_TYPE_QUEUE, 11, ANYCHAT_QUEUE_CTRL_USERENTER,
                                   user, 0, 0, 0, NULL);
        code |= BRAS_ObjectControl(ANYCHAT_OBJECT_TYPE_QUEUE, 11, ANYCHAT_QUEUE_CTRL_USERLEAVE,
                                   user, 7, 0, 0, NULL);
    } else if (strcmp(text, "close") == 0)
        code = BRAS_ObjectControl(ANYCHAT_OBJECT_TYPE_AREA, 1, ANYCHAT_OBJECT_CTRL_DELETE, 0, 0, 0,
                                  0, NULL);
    else if (strncmp(text, "file ", 5) == 0)
        code = BRAS_TransFile(user, text + 5, 5, 6, 0, &number);
    else if (strcmp(text, "large") == 0)
        code = BRAS_TransBufferEx(user, large, sizeof(large), 7, 8, 0, &number);
    else if (strcmp(text, "query") == 0) {
        snprintf(in, sizeof(in), "%d", (int)user);
        code = BRAS_QueryInfoFromServer(4, in, (DWORD)strlen(in), answer, &size, 0);
    }
    printf("did %s %u %u '%s'\n", text, code, number, answer);
    if (strcmp(text, "release") == 0)
        BRAS_Release();
}

static void CALLBACK OnRecvUserFilterData(DWORD dwUserId, LPBYTE lpBuf, DWORD dwLen,
                                          LPVOID lpUserValue)
{
    (void)lpUserValue;
    printf("filter %d %u %s\n", (int)dwUserId, dwLen, (const char *)lpBuf);
    command(dwUserId, (const char *)lpBuf);
}

static void CALLBACK OnRecvUserTextMsg(DWORD dwRoomId, DWORD dwSrcUserId, DWORD dwTarUserId,
                                       BOOL bSecret, LPCTSTR lpTextMessage, DWORD dwLen,
                                       LPVOID lpUserValue)
{
    (void)lpUserValue;
    printf("text %u %d %d %ld %u '%s'\n", dwRoomId, (int)dwSrcUserId, (int)dwTarUserId, bSecret,
           dwLen, lpTextMessage);
}

static void CALLBACK OnTransBuffer(DWORD dwUserId, LPBYTE lpBuf, DWORD dwLen, LPVOID lpUserValue)
{
    (void)lpUserValue;
    printf("buffer %d %u %u\n", (int)dwUserId, dwLen, dwLen ? lpBuf[0] : 0u);
}

static void CALLBACK OnTransBufferEx(DWORD dwUserId, LPBYTE lpBuf, DWORD dwLen, DWORD wParam,
                                     DWORD lParam, DWORD dwTaskId, LPVOID lpUserValue)
{
    (void)lpUserValue;
    (void)dwTaskId;
    printf("bufferex %d %u %u %u sum %u\n", (int)dwUserId, dwLen, wParam, lParam,
           sum_of(0, lpBuf, dwLen));
}

static void CALLBACK OnTransFile(DWORD dwUserId, LPCTSTR lpFileName, LPCTSTR lpTempFilePath,
                                 DWORD dwFileLength, DWORD wParam, DWORD lParam, DWORD dwTaskId,
                                 LPVOID lpUserValue)
{
    FILE *f = fopen(lpTempFilePath, "rb");
    DWORD sum = 0;
    BYTE piece[1000];
    size_t n;
    (void)lpUserValue;
    (void)dwTaskId;
    while (f && (n = fread(piece, 1, sizeof(piece), f)) > 0)
        sum = sum_of(sum, piece, n);
    if (f)
        fclose(f);
    printf("file %d '%s' %u %u %u sum %u\n", (int)dwUserId, lpFileName, dwFileLength, wParam,
           lParam, sum);
}

static void CALLBACK OnServerRecord(DWORD dwUserId, DWORD dwParam, DWORD dwRecordServerId,
                                    DWORD dwElapse, LPCTSTR lpRecordFileName, LPVOID lpUserValue)
{
    (void)lpUserValue;
    printf("record %d %u %u %u %s\n", (int)dwUserId, dwParam, dwRecordServerId, dwElapse,
           lpRecordFileName);
}

static void CALLBACK OnServerRecordEx(DWORD dwUserId, LPCTSTR lpFileName, DWORD dwElapse,
                                      DWORD dwFlags, DWORD dwParam, LPCTSTR lpUserStr,
                                      DWORD dwRecordServerId, LPVOID lpUserValue)
{
    (void)lpUserValue;
    printf("recordex %d %s %u %u %u %s %u\n", (int)dwUserId, lpFileName, dwElapse, dwFlags, dwParam,
           lpUserStr, dwRecordServerId);
}

static DWORD CALLBACK OnVideoCallEvent(DWORD dwEventType, DWORD dwSrcUserId, DWORD dwTarUserId,
                                       DWORD dwErrorCode, DWORD dwFlags, DWORD dwParam,
                                       LPCTSTR lpUserStr, LPVOID lpUserValue)
{
    (void)lpUserValue;
    printf("call %u %d %d %u %u %u '%s'\n", dwEventType, (int)dwSrcUserId, (int)dwTarUserId,
           dwErrorCode, dwFlags, dwEventType == 3 ? 0 : dwParam, lpUserStr);
    return dwParam == 13 ? 100104 : 0;
}

static DWORD CALLBACK OnUserInfoControl(DWORD dwSendUserId, DWORD dwUserId, DWORD dwCtrlCode,
                                        DWORD wParam, DWORD lParam, LPCTSTR lpStrValue,
                                        LPVOID lpUserValue)
{
    (void)lpUserValue;
    printf("control %d %d %u %u %u '%s'\n", (int)dwSendUserId, (int)dwUserId, dwCtrlCode, wParam,
           lParam, lpStrValue);
    return dwCtrlCode > 1000 ? dwCtrlCode : 0;
}

static void CALLBACK ObjectEventNotify(DWORD dwObjectType, DWORD dwObjectId, DWORD dwEventType,
                                       DWORD dwParam1, DWORD dwParam2, DWORD dwParam3,
                                       DWORD dwParam4, LPCTSTR lpStrParam, LPVOID lpUserValue)
{
    (void)lpUserValue;
    printf("object %u %u %u %u %u %u %u %s\n", dwObjectType, dwObjectId, dwEventType, dwParam1,
           dwParam2, dwParam3, dwParam4, lpStrParam);
}

int main(void)
{
    DWORD dwMainVer = 0, dwSubVer = 0;
    char szCompileTime[100] = "", value[] = "value";
    memset(large, 'L', sizeof(large));
    setvbuf(stdout, NULL, _IOLBF, 0);
    BRAS_GetSDKVersion(&dwMainVer, &dwSubVer, szCompileTime, sizeof(szCompileTime));
    printf("version %u.%u\n", dwMainVer, dwSubVer);
    BRAS_SetOnServerAppMessageCallBack(OnServerAppMessage, value);
    BRAS_SetOnServerAppMessageExCallBack(OnServerAppMessageEx, NULL);
    BRAS_SetTimerEventCallBack(50, OnTimerEvent, NULL);
    BRAS_SetVerifyUserCallBack(VerifyUser, NULL);
    BRAS_SetPrepareEnterRoomCallBack(PrepareEnterRoom, NULL);
    BRAS_SetOnUserLoginActionCallBack(OnUserLoginAction, NULL);
    BRAS_SetOnUserLogoutActionCallBack(OnUserLogoutAction, NULL);
    BRAS_SetOnUserLogoutActionExCallBack(OnUserLogoutActionEx, NULL);
    BRAS_SetOnUserEnterRoomActionCallBack(OnUserEnterRoomAction, NULL);
    BRAS_SetOnUserLeaveRoomActionCallBack(OnUserLeaveRoomAction, NULL);
    BRAS_SetOnRecvUserFilterDataCallBack(OnRecvUserFilterData, NULL);
    BRAS_SetOnRecvUserTextMsgCallBack(OnRecvUserTextMsg, NULL);
    BRAS_SetOnTransBufferCallBack(OnTransBuffer, NULL);
    BRAS_SetOnTransBufferExCallBack(OnTransBufferEx, NULL);
    BRAS_SetOnTransFileCallBack(OnTransFile, NULL);
    BRAS_SetOnServerRecordCallBack(OnServerRecord, NULL);
    BRAS_SetOnVideoCallEventCallBack(OnVideoCallEvent, NULL);
    BRAS_SetOnUserInfoControlCallBack(OnUserInfoControl, NULL);
    BRAS_SetCallBack(BRAS_CBTYPE_SERVERRECORDEX, (LPVOID)OnServerRecordEx, NULL);
    BRAS_SetCallBack(BRAS_CBTYPE_OBJECTEVENT, (LPVOID)ObjectEventNotify, NULL);
    printf("init %u\n", BRAS_InitSDK(0));
    while (getchar() != EOF) /* until whoever started it goes */
        ;
    BRAS_Release();
    printf("released\n");
    return 0;
}
