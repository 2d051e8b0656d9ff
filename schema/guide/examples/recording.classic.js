// SPDX-License-Identifier: Apache-2.0
function OnAnyChatRecordSnapShotEx2(dwUserId, dwErrorCode, lpFileName, dwElapse, dwFlags, dwParam, lpUserStr) {
  if (dwErrorCode == 0) console.log((dwFlags & BRAC_RECORD_FLAGS_SNAPSHOT ? 'picture ' : 'recording ') + lpUserStr);
}
BRAC_UserCameraControl(-1, 1);
BRAC_StreamRecordCtrlEx(-1, 1, BRAC_RECORD_FLAGS_VIDEO + BRAC_RECORD_FLAGS_AUDIO, 0, 'of ann');
setTimeout(function () { BRAC_StreamRecordCtrlEx(-1, 0, 0, 0, 'of ann'); }, 5000);
