// SPDX-License-Identifier: Apache-2.0
// A page that is made of modules shows nothing when one of them does not arrive: a phone changes its network while the page
// loads, and the browser gives up every request under way. This classic script, the first of the page, tries again,
// and says so when trying does not help. It needs nothing that could be missing: not even the page's language.
(function () {
  'use strict';
  var KEY = 'parlor-reloads';
  var TRIES = 4;
  var failed = false;

  function tries() {
    try { return Number(sessionStorage.getItem(KEY)) || 0; } catch (error) { return TRIES; } // nowhere to count: do not loop
  }

  function setTries(count) {
    try {
      if (count) sessionStorage.setItem(KEY, String(count));
      else sessionStorage.removeItem(KEY);
    } catch (error) { /* tries() has answered for this case */ }
  }

  function tell() {
    var note = document.createElement('p');
    var again = document.createElement('button');
    note.className = 'noscript';
    note.setAttribute('role', 'alert');
    note.setAttribute('data-testid', 'load-error');
    note.textContent = 'The page did not load completely: the server or the network failed. 页面未能完整加载：服务器或网络出错。 ';
    again.type = 'button';
    again.textContent = 'Try again 重试';
    again.onclick = function () { setTries(0); location.reload(); };
    note.appendChild(again);
    document.body.insertBefore(note, document.body.firstChild);
  }

  function onFailure(event) {
    var element = event.target;
    if (failed || !element || !(element.tagName === 'SCRIPT' || (element.tagName === 'LINK' && element.rel === 'stylesheet'))) return;
    failed = true;
    var count = tries();
    if (count < TRIES) {
      setTries(count + 1);
      setTimeout(function () { location.reload(); }, 250 << count);
    } else if (document.body) {
      tell();
    } else {
      addEventListener('DOMContentLoaded', tell);
    }
  }

  addEventListener('error', onFailure, true);
  addEventListener('load', function () { if (!failed) setTries(0); });
})();
