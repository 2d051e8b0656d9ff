// SPDX-License-Identifier: Apache-2.0
function OnAnyChatEnterRoom(dwRoomId, errorcode) {
  if (errorcode == 0) BRAC_SendTextMessage(-1, 0, 'hello, everybody');
}
function OnAnyChatRoomOnlineUser(dwUserCount, dwRoomId) {
  var others = BRAC_GetOnlineUser();
  for (var i = 0; i < others.length; i++) console.log(BRAC_GetUserName(others[i]) + ' is here');
}
function OnAnyChatUserAtRoom(dwUserId, bEnterRoom) {
  console.log(dwUserId + (bEnterRoom ? ' came' : ' left'));
}
function OnAnyChatTextMessage(dwFromUserId, dwToUserId, bSecret, lpMsgBuf, dwLen) {
  console.log(dwFromUserId + ': ' + lpMsgBuf);
}
BRAC_EnterRoom(2, '', 0);
