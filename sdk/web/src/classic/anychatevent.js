// SPDX-License-Identifier: Apache-2.0
// 事件函数模板：复制后按需填写，未用到的可以删除。
// A template of the page's event functions: copy it, fill in what you need, delete the rest.
//
// 若页面定义了 OnAnyChatNotifyMessage，则下面第一组函数不再由 SDK 直接调用。
// If the page defines OnAnyChatNotifyMessage, the SDK calls that one instead of the functions of the first group.

// ---- 基本流程 / the usual way ----

// 连接服务器的结果：bSuccess 为 1 表示成功，否则见 errorcode
// Result of BRAC_Connect: 1 is success, else errorcode tells why
function OnAnyChatConnect(bSuccess, errorcode) {
}

// 登录结果：errorcode 为 0 时 dwUserId 是自己的用户编号
// Result of BRAC_Login: dwUserId is one's own number when errorcode is 0
function OnAnyChatLoginSystem(dwUserId, errorcode) {
}

// 进入房间的结果
// Result of BRAC_EnterRoom and BRAC_EnterRoomEx
function OnAnyChatEnterRoom(dwRoomId, errorcode) {
}

// 进入房间后触发一次：人数含自己，BRAC_GetOnlineUser() 不含自己
// Once after entering: the count includes oneself, BRAC_GetOnlineUser() does not
function OnAnyChatRoomOnlineUser(dwUserCount, dwRoomId) {
}

// 其他用户进入（1）或离开（0）房间
// Somebody else enters (1) or leaves (0) the room
function OnAnyChatUserAtRoom(dwUserId, bEnterRoom) {
}

// 与服务器的连接已断开，两个参数均为错误码
// The link to the server is lost; both parameters are the code
function OnAnyChatLinkClose(reason, errorcode) {
}

// 麦克风：0 关闭，1 打开（自己与他人）
// Microphone: 0 closed, 1 open; one's own and others'
function OnAnyChatMicStateChange(dwUserId, State) {
}

// 摄像头：0 无，1 关闭，2 打开（自己与他人）
// Camera: 0 none, 1 closed, 2 open; one's own and others'
function OnAnyChatCameraStateChange(dwUserId, State) {
}

// 视频分辨率变化：低 16 位为宽，高 16 位为高
// Size of a picture: width in the low 16 bits, height in the high ones
function OnAnyChatVideoSizeChange(dwUserId, dwResolution) {
}

// 点对点连接状态
// Peer-to-peer state: 0 none, 1 TCP, 2 UDP, 3 both
function OnAnyChatP2PConnectState(dwUserId, State) {
}

// 用户信息更新；(0, 0) 表示好友列表已下发
// User information changed; (0, 0): the friend list has arrived
function OnAnyChatUserInfoUpdate(dwUserId, dwType) {
}

// 好友上线（1）或下线（0）
// A friend came (1) or went (0)
function OnAnyChatFriendStatus(dwUserId, dwStatus) {
}

// 收到私聊请求，用 BRAC_PrivateChatEcho(dwUserId, dwRequestId, 1 或 0) 答复
// Somebody asks for a private chat; answer with BRAC_PrivateChatEcho(dwUserId, dwRequestId, 1 or 0)
function OnAnyChatPrivateRequest(dwUserId, dwRequestId) {
}

// 私聊请求的结果：0 开始私聊，402 被拒绝，431 超时，其他见错误码
// What has become of one's request: 0 it begins, 402 refused, 431 not answered in time, or another code
function OnAnyChatPrivateEcho(dwUserId, errorcode) {
}

// 对方退出私聊（0），或其请求已无需答复（435 已撤回，431 超时，401 已离开房间）
// The other one has left the private chat (0), or his request is over (435 taken back, 431 too late, 401 left the room)
function OnAnyChatPrivateExit(dwUserId, errorcode) {
}

// ---- 直接触发 / called as they are ----

// 收到文字消息；dwToUserId 为 -1 表示发给全体
// A text message; dwToUserId is -1 when it is for everybody
function OnAnyChatTextMessage(dwFromUserId, dwToUserId, bSecret, lpMsgBuf, dwLen) {
}

// 音量变化：0 麦克风，1 扬声器
// Volume changed: 0 microphone, 1 loudspeaker
function OnAnyChatVolumeChange(device, dwCurrentVolume) {
}

// 收到透明通道数据；dwUserId 为 0 表示来自服务器。发送的是字符串则 lpBuf 为字符串，否则为 Uint8Array
// A small buffer; dwUserId 0 is the server. lpBuf is a string when a string was sent, else a Uint8Array
function OnAnyChatTransBuffer(dwUserId, lpBuf, dwLen) {
}

// 收到扩展透明通道数据
// A large buffer
function OnAnyChatTransBufferEx(dwUserId, lpBuf, dwLen, wParam, lParam, dwTaskId) {
}

// 收到服务器 SDK Filter 的数据
// Data of the server's SDK filter
function OnAnyChatSDKFilterData(lpBuf, dwLen) {
}

// JSON 事件，见 docs/sdk-control.md
// A JSON event, see docs/sdk-control.md
function OnAnyChatCoreSDKEvent(dwEventType, lpEventJsonStr) {
}

// 录像或抓拍完成：dwFlags 含 0x400 表示抓拍；lpFileName 可直接用作 <img>、<video> 的地址，也可用 BRAC_TransFile 发送；dwElapse 单位为秒
// A recording or snapshot is ready: 0x400 in dwFlags is a snapshot; lpFileName serves as the address of <img> and <video>, and
// for BRAC_TransFile; dwElapse in seconds
function OnAnyChatRecordSnapShotEx(dwUserId, lpFileName, dwElapse, dwFlags, dwParam, lpUserStr) {
}
