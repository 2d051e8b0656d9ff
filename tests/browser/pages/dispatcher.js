// SPDX-License-Identifier: Apache-2.0
// Constants declared again, as the old pages do.
var WM_GV = 1224;
var WM_GV_CONNECT = WM_GV + 1;
var WM_GV_LOGINSYSTEM = WM_GV + 2;
var WM_GV_ENTERROOM = WM_GV + 3;
var WM_GV_MICSTATECHANGE = WM_GV + 4;
var WM_GV_USERATROOM = WM_GV + 5;
var WM_GV_LINKCLOSE = WM_GV + 6;
var WM_GV_ONLINEUSER = WM_GV + 7;
var WM_GV_CAMERASTATE = WM_GV + 11;

function OnAnyChatNotifyMessage(code, wParam, lParam) {
    switch (code) {
    case WM_GV_CONNECT: OnAnyChatConnect(wParam, lParam); break;
    case WM_GV_LOGINSYSTEM: OnAnyChatLoginSystem(wParam, lParam); break;
    case WM_GV_ENTERROOM: OnAnyChatEnterRoom(wParam, lParam); break;
    case WM_GV_ONLINEUSER: OnAnyChatRoomOnlineUser(wParam, lParam); break;
    case WM_GV_USERATROOM: OnAnyChatUserAtRoom(wParam, lParam); break;
    case WM_GV_LINKCLOSE: OnAnyChatLinkClose(wParam, lParam); break;
    case WM_GV_CAMERASTATE: OnAnyChatCameraStateChange(wParam, lParam); break;
    case WM_GV_MICSTATECHANGE: OnAnyChatMicStateChange(wParam, lParam); break;
    }
}

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
}
function OnAnyChatLinkClose(reason, code) { note('LinkClose', reason, code); }
function OnAnyChatCameraStateChange(user, state) { note('CameraStateChange', user, state); }
function OnAnyChatMicStateChange(user, state) { note('MicStateChange', user, state); }
function OnAnyChatTextMessage(from, to, secret, text, length) {
    note('TextMessage', from, to, secret, text, length);
    texts.push(text);
}
