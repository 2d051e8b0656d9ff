// SPDX-License-Identifier: Apache-2.0
// Notices of the system about a call, for when the page is not looked at. One at a time: a later one takes the place of the earlier.

const TAG = 'parlor-call';

/** @param {any} scope the window */
export function createNotices(scope = globalThis) {
  /** @type {any} */
  let shown = null;

  const permission = () => (scope.Notification && scope.isSecureContext ? scope.Notification.permission : 'none');

  /** From a click. @returns {Promise<string>} what the user has decided */
  async function ask() {
    if (permission() === 'default') await Promise.resolve(scope.Notification.requestPermission()).catch(() => {});
    return permission();
  }

  function close() {
    shown?.close();
    shown = null;
  }

  /** @param {string} title @param {string} body @param {{ stays?: boolean }} [how] @returns {boolean} it is shown */
  function show(title, body, { stays = false } = {}) {
    close();
    if (permission() !== 'granted') return false;
    try {
      const notice = shown = new scope.Notification(title, { body, tag: TAG, requireInteraction: stays, icon: '../shared/icon.svg' });
      notice.onclick = () => { scope.focus(); notice.close(); };
      return true;
    } catch {
      return false; // phones have notices of service workers only; there the tone and the title remain
    }
  }

  return { permission, ask, show, close };
}
