// SPDX-License-Identifier: Apache-2.0
// For pages about lost connections: included before the SDK, so that the page can cut its links and have the server forget it.
var RealWebSocket = window.WebSocket;
var links = [];
var away = false;       // no link can be made
var forgotten = false;  // the server does not know the session any more
window.WebSocket = function (url, protocol) {
    var link = new RealWebSocket(away ? 'ws://127.0.0.1:9/' : url, protocol);
    var send = link.send;
    link.send = function (text) {
        var message = JSON.parse(text);
        if (forgotten && message.t === 'resume') { message.token = message.token.replace(/./g, '0'); text = JSON.stringify(message); }
        send.call(link, text);
    };
    links.push(link);
    return link;
};
function loseSession() {
    forgotten = true;
    for (var i = 0; i < links.length; i++) links[i].close();
}
