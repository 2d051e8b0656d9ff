// SPDX-License-Identifier: Apache-2.0
function OnAnyChatObjectSyncDataFinish(dwObjectType, dwObjectId) {
  if (dwObjectType != ANYCHAT_OBJECT_TYPE_AREA) return;
  var areas = BRAC_ObjectGetIdList(ANYCHAT_OBJECT_TYPE_AREA);
  for (var i = 0; i < areas.length; i++)
    console.log(BRAC_ObjectGetStringValue(ANYCHAT_OBJECT_TYPE_AREA, areas[i], ANYCHAT_OBJECT_INFO_NAME));
}
BRAC_ObjectControl(ANYCHAT_OBJECT_TYPE_AREA, ANYCHAT_INVALID_OBJECT_ID, ANYCHAT_OBJECT_CTRL_SYNCDATA, BRAC_QueryUserStateInt(-1, BRAC_USERSTATE_SELFUSERID), 0, 0, 0, '');
