// SPDX-License-Identifier: Apache-2.0
function OnAnyChatPrivateRequest(dwUserId, dwRequestId) {
  BRAC_PrivateChatEcho(dwUserId, dwRequestId, 1);
}
function OnAnyChatPrivateEcho(dwUserId, errorcode) {
  console.log(errorcode == 0 ? 'a private chat with ' + dwUserId : 'no: ' + errorcode);
}
BRAC_PrivateChatRequest(8);
