// SPDX-License-Identifier: Apache-2.0
// The events as most pages have them: each one told, and what the page wants to do besides in a function of its own (onLogin ...).
function also(name, args) { if (typeof window[name] === 'function') window[name].apply(null, args); }
function OnAnyChatConnect(bSuccess, dwErrorCode) { note('Connect', arguments); also('onConnect', arguments); }
function OnAnyChatLoginSystem(dwUserId, dwErrorCode) { note('LoginSystem', arguments); also('onLogin', arguments); }
function OnAnyChatEnterRoom(dwRoomId, dwErrorCode) { note('EnterRoom', arguments); also('onEnter', arguments); }
function OnAnyChatRoomOnlineUser(dwUserCount, dwRoomId) { note('RoomOnlineUser', arguments); also('onOnline', arguments); }
function OnAnyChatUserAtRoom(dwUserId, bEnterRoom) { note('UserAtRoom', arguments); also('onUser', arguments); }
function OnAnyChatLinkClose(dwReason, dwErrorCode) { note('LinkClose', arguments); also('onClose', arguments); }
function OnAnyChatMicStateChange(dwUserId, State) { note('MicStateChange', arguments); also('onMic', arguments); }
function OnAnyChatCameraStateChange(dwUserId, State) { note('CameraStateChange', arguments); also('onCamera', arguments); }
function OnAnyChatP2PConnectState(dwUserId, State) { note('P2PConnectState', arguments); }
function OnAnyChatVideoSizeChange(dwUserId, dwResolution) { note('VideoSizeChange', arguments); also('onSize', arguments); }
function OnAnyChatTextMessage(dwFromUserId, dwToUserId, bSecret, lpMsgBuf, dwLen) { note('TextMessage', arguments); also('onText', arguments); }
function OnAnyChatVolumeChange(device, dwCurrentVolume) { note('VolumeChange', arguments); }
function OnAnyChatTransBuffer(dwUserId, lpBuf, dwLen) { note('TransBuffer', arguments); also('onBuffer', arguments); }
