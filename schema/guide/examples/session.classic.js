// SPDX-License-Identifier: Apache-2.0
function OnAnyChatConnect(bSuccess, errorcode) {
  if (!bSuccess) console.log('no connection: ' + errorcode);
}
function OnAnyChatLoginSystem(dwUserId, errorcode) {
  if (errorcode == 0) console.log(BRAC_GetUserName(dwUserId) + ' is number ' + dwUserId);
}
function OnAnyChatLinkClose(reason, errorcode) {
  console.log('the link is gone: ' + errorcode);
}
if (BRAC_InitSDK('0') == GV_ERR_SUCCESS) {
  BRAC_Connect(location.hostname, 8906);
  BRAC_Login('ann', '', 0);                            // waits for the connection
}
