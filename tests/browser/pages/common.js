// SPDX-License-Identifier: Apache-2.0
// What both kinds of pages share: a list of events with what the caches said at that moment, and looks at the media.
var events = [];
var texts = [];
var inCall = false; // true while a BRAC_ function of this page runs: no event may come then

function note(name) {
    var args = Array.prototype.slice.call(arguments, 1);
    events.push({
        name: name,
        args: args,
        insideCall: inCall,
        online: BRAC_GetOnlineUser().slice().sort(),
        names: BRAC_GetOnlineUser().map(function (id) { return BRAC_GetUserName(id); }).sort()
    });
}

function call(name) {
    var args = Array.prototype.slice.call(arguments, 1);
    inCall = true;
    try {
        return window[name].apply(window, args);
    } finally {
        inCall = false;
    }
}

function start(user, room, withMedia) {
    if (BRAC_InitSDK('0') !== 0) throw new Error('InitSDK failed');
    call('BRAC_Connect', location.hostname, Number(location.port));
    call('BRAC_Login', user, '', 0);
    call('BRAC_EnterRoom', room, '', 0);
    if (withMedia) {
        call('BRAC_UserCameraControl', -1, 1);
        call('BRAC_UserSpeakControl', -1, 1);
        BRAC_SetVideoPos(-1, document.getElementById('local'), 'VIDEO_LOCAL');
    }
}

function watch(user) {
    var box = document.getElementById('box_' + user);
    if (!box) {
        box = document.createElement('div');
        box.id = 'box_' + user;
        box.style.width = '320px';
        box.style.height = '240px';
        document.getElementById('remotes').appendChild(box);
    }
    BRAC_UserCameraControl(user, 1);
    BRAC_UserSpeakControl(user, 1);
    BRAC_SetVideoPos(user, box, 'VIDEO_' + user);
}

/* The picture of a user as it is now: width, and a time that grows while it moves. */
function picture(user) {
    var element = document.getElementById(user === -1 ? 'VIDEO_LOCAL' : 'VIDEO_' + user);
    var video = element && (element.tagName === 'VIDEO' ? element : element.querySelector('video'));
    if (!video) return null;
    return {width: video.videoWidth, height: video.videoHeight, time: video.currentTime, paused: video.paused};
}

function named(name) {
    return events.filter(function (event) { return event.name === name; });
}
