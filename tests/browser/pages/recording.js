// SPDX-License-Identifier: Apache-2.0
// Of recording.html; see there.
var mSelfUserId = -1, mTransTaskId = -1, mTimer = -1;
var mFile = "";              // lpFileName of the last result
var mResults = [];           // what the three events have told
var mProgress = [];          // what the timer has seen
var mUploads = [];           // [progress, status] of those that are over
var mServer = (/server=([^&]+)/.exec(location.search) || [])[1];
var mPort = (/port=(\d+)/.exec(location.search) || [])[1];
var mRoom = (/room=(\d+)/.exec(location.search) || [])[1];
var mSlow = 0;               // bit/s of the upload, 0: as fast as it goes

function GetID(id) { return document.getElementById(id); }

function LogicInit() {
    BRAC_InitSDK(0);
    BRAC_Connect(mServer, mPort);
    BRAC_Login("recorder", "", 0);
}

function OnAnyChatLoginSystem(dwUserId, dwErrorCode) {
    if (dwErrorCode != 0) return;
    mSelfUserId = dwUserId;
    BRAC_EnterRoom(mRoom, "", 0);
}

function OnAnyChatEnterRoom(dwRoomId, dwErrorCode) {
    if (dwErrorCode != 0) return;
    BRAC_UserCameraControl(-1, 1);
    BRAC_UserSpeakControl(-1, 1);
    BRAC_SetVideoPos(-1, GetID("LocalVideo"), "LOCAL_VIDEO");
}

var mFlags = 0x04 + 0x01 + 0x02 + 0x800 + 0x4000; // SERVER, VIDEO, AUDIO, LOCALCB, ERRORCODE

function StartRecord() {
    BRAC_SetSDKOption(140, 0); // MP4
    return BRAC_StreamRecordCtrlEx(-1, 1, mFlags, 17, "business 4711");
}

function StopRecord() { return BRAC_StreamRecordCtrlEx(-1, 0, mFlags, 17, "business 4711"); }

function SnapShot() { return BRAC_SnapShot(-1, mFlags | 0x400, 18); }

function OnAnyChatRecordSnapShot(dwUserId, lpFileName, dwParam, bRecordType) {
    mResults.push(["", dwUserId, lpFileName, dwParam, bRecordType]);
}

function OnAnyChatRecordSnapShotEx(dwUserId, lpFileName, dwElapse, dwFlags, dwParam, lpUserStr) {
    mResults.push(["Ex", dwUserId, lpFileName, dwElapse, dwFlags, dwParam, lpUserStr]);
    mFile = lpFileName;
    var url = BRAC_GetSDKOptionStringEx(11003, lpFileName, 0);
    var show = GetID("show");
    show.innerHTML = (dwFlags & 0x400) ? "<img id='shown' src='" + url + "' />" : "<video id='shown' muted src='" + url + "'></video>";
}

function OnAnyChatRecordSnapShotEx2(dwUserId, dwErrorCode, lpFileName, dwElapse, dwFlags, dwParam, lpUserStr) {
    mResults.push(["Ex2", dwUserId, dwErrorCode, lpFileName, dwParam, lpUserStr]);
}

function Upload() {
    BRAC_SetSDKOption(46, mSlow); // BRAC_SO_NETWORK_TRANSBUFMAXBITRATE
    mTransTaskId = BRAC_TransFile(0, mFile, 17, 1, 0);
    mProgress = [];
    if (mTransTaskId > 0) mTimer = setInterval("RefreshProgress()", 20);
    return mTransTaskId;
}

function RefreshProgress() {
    var progress = BRAC_QueryTransTaskInfo(mSelfUserId, mTransTaskId, 1), status = BRAC_QueryTransTaskInfo(mSelfUserId, mTransTaskId, 3);
    GetID("progress").innerHTML = progress + "%";
    mProgress.push(progress);
    if (status >= 3) {
        clearInterval(mTimer);
        mUploads.push([progress, status]);
    }
}

function CancelUpload() { return BRAC_CancelTransTask(mSelfUserId, mTransTaskId); }
