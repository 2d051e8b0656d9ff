// SPDX-License-Identifier: Apache-2.0
// What every page of this folder has besides its own script: what it was told, what it expects, and another user. Written as such pages are: global
// functions, var, no modules. A page calls done() when everything it checks has been checked; the test reads `failures` then.
var failures = [];
var finished = false;
var seen = [];          // events as text: "Connect 1 0"
var inCall = false;     // while a function of the SDK runs
var mServer = location.hostname;
var mPort = (/port=(\d+)/.exec(location.search) || [])[1];  // a text, as from an input field
var mRoom = (/room=(\d+)/.exec(location.search) || [])[1];  // a text as well

function GetID(id) { return document.getElementById ? document.getElementById(id) : window[id]; }

function expect(what, actual, wanted) {
    var a = JSON.stringify(actual), w = JSON.stringify(wanted);
    if (a !== w) failures.push(what + ': ' + a + ', not ' + w);
}

function done() { finished = true; }

window.onerror = function (text) { failures.push('an error on the page: ' + text); };

// Calls `then` when `condition()` is true. What takes too long is told by name.
function when(what, condition, then) {
    var tries = 0;
    var timer = setInterval(function () {
        if (!condition()) {
            if (++tries < 750) return;
            failures.push('waited in vain: ' + what + '; told: ' + seen.join(', '));
            clearInterval(timer);
            done();
            return;
        }
        clearInterval(timer);
        then();
    }, 20);
}

function told(text) { return seen.indexOf(text) >= 0; }
function count(start) {
    var n = 0;
    for (var i = 0; i < seen.length; i++) if (seen[i].indexOf(start) === 0) n++;
    return n;
}
function note(name, args) {
    var list = Array.prototype.slice.call(args);
    for (var i = 0; i < list.length; i++)
        if (typeof list[i] !== 'number' && !/TextMessage|Transport|Trans/.test(name)) failures.push(name + ' has ' + typeof list[i]);
    if (inCall) failures.push(name + ' comes from inside a call');
    seen.push([name].concat(list).join(' '));
}

// Calls a function of the SDK, and sees to it that no event comes meanwhile.
function call(name) {
    inCall = true;
    try { return window[name].apply(null, Array.prototype.slice.call(arguments, 1)); } finally { inCall = false; }
}

// Connects, signs in and enters, all in one go.
function arrive(name, password) {
    expect('InitSDK', call('BRAC_InitSDK', '0'), 0);
    expect('Connect', call('BRAC_Connect', mServer, mPort), 0);
    expect('Login', call('BRAC_Login', name || 'ann', password || '', 0), 0);
    expect('EnterRoom', call('BRAC_EnterRoom', mRoom, '', 0), 0);
}
function inRoom(then) { when('the room', function () { return count('RoomOnlineUser') > 0; }, then); }
function self() { return BRAC_QueryUserStateInt(-1, 17); }

// ---- another user, without any SDK: what is said on the link ----

function Other(name, then) {
    var other = this, asked = {}, next = 1;
    other.name = name;
    other.told = [];    // what the server has told, messages
    other.lost = false;
    var link = new (window.RealWebSocket || WebSocket)('ws://' + mServer + ':' + mPort + '/parlor', 'parlor.v1');
    other.ask = function (t, fields, answered) {
        fields = fields || {};
        fields.t = t;
        fields.id = next++;
        if (answered) asked[fields.id] = answered;
        link.send(JSON.stringify(fields));
    };
    link.onmessage = function (event) {
        var message = JSON.parse(event.data);
        if (message.re && asked[message.re]) asked[message.re](message);
        else if (!message.re) other.told.push(message);
    };
    link.onclose = function () { other.lost = true; };
    link.onopen = function () {
        other.ask('hello', {sdk: 'page', device: 4, video: ['VP8']}, function () {
            other.ask('login', {name: name}, function (reply) { other.id = reply.self.id; if (then) then(other); });
        });
    };
    other.enter = function (then) { other.ask('enter', {room: parseInt(mRoom, 10)}, function (reply) { other.members = reply.members; if (then) then(other); }); };
    other.leave = function () { other.ask('leave', {room: -1}); };
    other.say = function (text, to, secret) { other.ask('text', {to: to || -1, secret: Boolean(secret), text: text}); };
    other.state = function (camera, mic) { other.ask('state', {camera: camera, mic: mic}); };
    // The last message of a kind that it was told, if any.
    other.last = function (t) {
        for (var i = other.told.length - 1; i >= 0; i--) if (other.told[i].t === t) return other.told[i];
        return null;
    };
    other.count = function (t) {
        var n = 0;
        for (var i = 0; i < other.told.length; i++) if (other.told[i].t === t) n++;
        return n;
    };
    other.close = function () { link.close(); };
}

// Somebody who is in the room already.
function withOther(then) { new Other('bob', function (bob) { bob.enter(then); }); }
