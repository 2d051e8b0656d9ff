// SPDX-License-Identifier: Apache-2.0
function OnAnyChatCameraStateChange(dwUserId, State) {
  console.log('camera of ' + dwUserId + ': ' + State);
}
BRAC_UserCameraControl(-1, 1);
BRAC_UserSpeakControl(-1, 1);
BRAC_SetVideoPos(-1, document.getElementById('own'), 'ANYCHAT_VIDEO_LOCAL');
var others = BRAC_GetOnlineUser();
for (var i = 0; i < others.length; i++) {
  BRAC_UserCameraControl(others[i], 1);
  BRAC_UserSpeakControl(others[i], 1);
  BRAC_SetVideoPos(others[i], document.getElementById('others'), 'ANYCHAT_VIDEO_' + others[i]);
}
