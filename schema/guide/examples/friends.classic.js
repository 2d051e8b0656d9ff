// SPDX-License-Identifier: Apache-2.0
function OnAnyChatUserInfoUpdate(dwUserId, dwType) {
  if (dwUserId != 0 || dwType != 0) return;
  var groups = BRAC_GetUserGroups();
  for (var i = 0; i < groups.length; i++)
    console.log(BRAC_GetGroupName(groups[i]) + ': ' + BRAC_GetGroupFriends(groups[i]).length);
}
function OnAnyChatFriendStatus(dwUserId, dwStatus) {
  console.log(BRAC_GetUserInfo(dwUserId, 1) + (dwStatus ? ' is there' : ' is gone'));
}
