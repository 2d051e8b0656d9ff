// SPDX-License-Identifier: Apache-2.0
function OnAnyChatTransBuffer(dwUserId, lpBuf, dwLen) {
  console.log(dwUserId + ' sent ' + lpBuf);
}
function OnAnyChatCoreSDKEvent(dwEventType, lpEventJsonStr) {
  console.log(dwEventType + ' ' + lpEventJsonStr);
}
BRAC_TransBuffer(-1, 'to everybody else in the room');
BRAC_SDKControl(ANYCHAT_SDKCTRL_BUSINESS, '{"userid":8,"cmd":1,"data":"hello"}');
