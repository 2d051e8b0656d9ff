// SPDX-License-Identifier: Apache-2.0
// The same source as C++, and what C++ sources alone say: references, default arguments, the Windows name.
#include "AnyChatServerSDK.h"

#include "old_program.c"

extern DWORD as_in_cxx(DWORD user);

DWORD as_in_cxx(DWORD user)
{
    DWORD main_version, sub_version, task, count = 0;
    char text[32];
    BYTE bytes[4] = {0};
    BRAS_GetSDKVersion(main_version, sub_version, text, sizeof(text));
    BRAS_TransBufferEx(user, bytes, sizeof(bytes), 1, 2, 0, task);
    BRAS_TransFile(user, "file", 1, 2, 0, task);
    BRAS_GetOnlineUsers((DWORD)-1, NULL, count);
    BRAS_GetRoomIdList(NULL, count);
    BRAS_ObjectGetIdList(ANYCHAT_OBJECT_TYPE_QUEUE, NULL, count);
    BRAS_ObjectControl(ANYCHAT_OBJECT_TYPE_QUEUE, 1, ANYCHAT_OBJECT_CTRL_CREATE);
    BRAS_QueryInfoFromServer(4, text, 0, text, count);
    BRAS_SetTimerEventCallBack(1000, OnTimerEvent);
    BRAS_SetUserInfo(user, 1, "text");
    BRAS_UserInfoControl(user, BRAS_USERINFO_CTRLCODE_SYNCDATA);
    BRAS_StreamRecordCtrlEx(user, TRUE, ANYCHAT_RECORD_FLAGS_SNAPSHOT, 0);
    return BRAS_VideoCallControl(BRAS_VIDEOCALL_EVENT_FINISH, user, 0);
}
