// SPDX-License-Identifier: Apache-2.0
function OnAnyChatConnect(ok, code) { note('Connect', ok, code); }
function OnAnyChatLoginSystem(user, code) { note('LoginSystem', user, code); }
function OnAnyChatEnterRoom(room, code) { note('EnterRoom', room, code); }
function OnAnyChatRoomOnlineUser(count, room) {
    note('RoomOnlineUser', count, room);
    BRAC_GetOnlineUser().forEach(watch);
}
function OnAnyChatUserAtRoom(user, entered) {
    note('UserAtRoom', user, entered);
    if (entered) watch(user);
    throw new Error('a page function that throws, as those of real pages do');
}
function OnAnyChatLinkClose(reason, code) { note('LinkClose', reason, code); }
function OnAnyChatCameraStateChange(user, state) { note('CameraStateChange', user, state); }
function OnAnyChatMicStateChange(user, state) { note('MicStateChange', user, state); }
function OnAnyChatTextMessage(from, to, secret, text, length) {
    note('TextMessage', from, to, secret, text, length);
    texts.push(text);
}
