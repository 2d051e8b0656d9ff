// SPDX-License-Identifier: Apache-2.0
// Lets the tests look at what the SDK makes: its peer connections and links.
var peerConnections = [];
var links = [];
(function () {
    var NativePeerConnection = window.RTCPeerConnection;
    window.RTCPeerConnection = function (configuration) {
        var pc = new NativePeerConnection(configuration);
        peerConnections.push(pc);
        return pc;
    };
    window.RTCPeerConnection.prototype = NativePeerConnection.prototype;
    var NativeWebSocket = window.WebSocket;
    var blocked = false;
    window.WebSocket = function (url, protocols) {
        var link = new NativeWebSocket(blocked ? 'ws://127.0.0.1:9/' : url, protocols);
        links.push(link);
        return link;
    };
    window.WebSocket.prototype = NativeWebSocket.prototype;
    ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'].forEach(function (name) { window.WebSocket[name] = NativeWebSocket[name]; });
    // No link can be made while this is true.
    window.blockLinks = function (on) { blocked = on; };
})();
