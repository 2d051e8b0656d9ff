// SPDX-License-Identifier: Apache-2.0
function OnAnyChatTransFile(dwUserId, lpFileName, lpTempFilePath, dwFileLength, wParam, lParam, dwTaskId) {
  var address = BRAC_GetSDKOptionStringEx(11003, lpTempFilePath, 0);
  console.log(lpFileName + ' of ' + dwUserId + ' is at ' + address);
}
var task = BRAC_TransFile(8, new File(['what a page has to say'], 'notes.txt'), 0, 0, 0);
console.log(task > 0 ? 'under way' : 'refused');
console.log(BRAC_QueryTransTaskInfo(-1, task, BRAC_TRANSTASK_PROGRESS) + ' %');
