// SPDX-License-Identifier: Apache-2.0
function OnAnyChatVideoCallEvent(dwEventType, dwUserId, dwErrorCode, dwFlags, dwParam, szUserStr) {
  if (dwEventType == BRAC_VIDEOCALL_EVENT_REQUEST)
    BRAC_VideoCallControl(BRAC_VIDEOCALL_EVENT_REPLY, dwUserId, GV_ERR_SUCCESS, 0, 0, '');
  if (dwEventType == BRAC_VIDEOCALL_EVENT_START) BRAC_EnterRoom(dwParam, '', 0);
  if (dwEventType == BRAC_VIDEOCALL_EVENT_FINISH) console.log('over: ' + dwErrorCode);
}
BRAC_VideoCallControl(BRAC_VIDEOCALL_EVENT_REQUEST, 8, 0, 0, 0, 'have you a minute?');
