// SPDX-License-Identifier: Apache-2.0
// How long the picture of a user stood still: between two frames that the element has shown.
var frames = null;

function recordFrames(user) {
    var video = document.getElementById('VIDEO_' + user).querySelector('video');
    var record = frames = {longest: 0, at: 0, count: 0, last: performance.now(), black: 0};
    var canvas = document.createElement('canvas');
    canvas.width = canvas.height = 4;
    var context = canvas.getContext('2d', {willReadFrequently: true});
    function step(now) {
        if (record !== frames) return;
        var gap = now - record.last;
        if (gap > record.longest) {
            record.longest = gap;
            record.at = now;
        }
        record.last = now;
        record.count++;
        video.requestVideoFrameCallback(step);
    }
    // An element without a picture draws nothing.
    function look() {
        if (record !== frames) return;
        context.clearRect(0, 0, 4, 4);
        context.drawImage(video, 0, 0, 4, 4);
        var pixels = context.getImageData(0, 0, 4, 4).data;
        var sum = 0;
        for (var i = 0; i < pixels.length; i += 4) sum += pixels[i] + pixels[i + 1] + pixels[i + 2];
        if (sum === 0) record.black++;
        setTimeout(look, 30);
    }
    video.requestVideoFrameCallback(step);
    look();
}
