// SPDX-License-Identifier: Apache-2.0
// What the tests of pictures look at: pixels, senders, how often a camera was opened.
function OnAnyChatVideoSizeChange(user, size) { note('VideoSizeChange', user, size & 0xffff, size >>> 16); }

var opened = 0;
(function () {
    var media = navigator.mediaDevices;
    var native = media.getUserMedia.bind(media);
    media.getUserMedia = function (constraints) {
        if (constraints.video) opened++;
        return native(constraints);
    };
})();

/* The <video> of an element, or of one in the corner of it. */
function videoIn(id, index) { return document.getElementById(id).querySelectorAll('video')[index || 0] || null; }

/* What a picture shows: as large as it is, with the share of its points for which `is` is true in the part from (x, y), each 0 to 1. */
function look(id, part) {
    var video = videoIn(id);
    var width = video && video.videoWidth, height = video && video.videoHeight;
    if (!width) return null;
    var canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    var context = canvas.getContext('2d');
    context.drawImage(video, 0, 0);
    part = part || {x: 0, y: 0, width: 1, height: 1};
    var data = context.getImageData(Math.floor(part.x * width), Math.floor(part.y * height), Math.max(1, Math.floor(part.width * width)), Math.max(1, Math.floor(part.height * height))).data;
    var counts = {white: 0, black: 0, red: 0}, points = data.length / 4;
    for (var i = 0; i < data.length; i += 4) {
        var r = data[i], g = data[i + 1], b = data[i + 2];
        if (r > 200 && g > 200 && b > 200) counts.white++;
        if (r < 50 && g < 50 && b < 50) counts.black++;
        if (r > 150 && g < 90 && b < 90) counts.red++;
    }
    return {width: width, height: height, time: video.currentTime, white: counts.white / points, black: counts.black / points, red: counts.red / points};
}

/* The largest encodings of the pictures that we send. */
function sent() {
    return peerConnections.filter(function (pc) { return pc.connectionState !== 'closed'; }).reduce(function (all, pc) {
        return all.concat(pc.getSenders().filter(function (sender) { return sender.track && sender.track.kind === 'video'; })
            .map(function (sender) { return sender.getParameters().encodings.at(-1) || {}; }));
    }, []);
}

/* A click on the button does this. */
var onClick = null;
window.addEventListener('load', function () {
    document.getElementById('button').addEventListener('click', function () { onClick(); });
});
