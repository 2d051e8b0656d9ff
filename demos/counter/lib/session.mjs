// SPDX-License-Identifier: Apache-2.0
// A session with the server, for all three pages: signs in, and tells what becomes of it.

const CANCELLED = 6;
/** Without accounts everybody may choose a password; with them strangers come as guests. */
const NOT_WITH_THIS_PASSWORD = new Set([200, 204, 206]);

/**
 * @typedef {object} Handlers
 * @property {(away: boolean) => void} away the link is broken; the SDK is mending it
 * @property {(self: { id: number, name: string }) => void} back a new session after one that was lost: nothing of it counts at the server any more
 * @property {(error: any) => void} ended it is over
 * @property {(call: any) => void} [call] somebody calls
 * @property {(blocked: boolean) => void} [sound] the browser holds sound back
 * @property {(kind: 'mic' | 'camera', error: any) => void} [device] an open device has gone
 */

/**
 * @param {object} ports
 * @param {string} ports.url of the server
 * @param {() => Promise<any>} ports.loadSdk gives the module with class Parlor
 * @param {() => string} ports.language
 * @param {Handlers} ports.on
 */
export function createSession({ url, loadSdk, language, on }) {
  /** @type {any} */
  let parlor = null;
  let signedIn = false;

  function listen(mine) {
    const hear = (name, handler) => mine.on(name, (...values) => { if (mine === parlor) handler(...values); });
    hear('state', (state) => { if (signedIn) on.away(state === 'reconnecting'); });
    hear('login', (user, error) => {
      if (!signedIn) return; // the first: signIn tells it
      if (error) end(error); else on.back({ id: user.id, name: user.name });
    });
    hear('lost', (error, { again }) => { if (!again) end(error); });
    hear('call', (call) => on.call?.(call));
    hear('playbackBlocked', (blocked) => on.sound?.(blocked));
    hear('error', (error) => { if (error.reason === 'ended') on.device?.(error.detail === 'camera' ? 'camera' : 'mic', error); });
  }

  /** @param {any} error */
  function end(error) {
    close();
    on.ended(error);
  }

  /** Nothing is heard of it any more. */
  function close() {
    const old = parlor;
    parlor = null;
    signedIn = false;
    old?.close();
  }

  async function login(mine, { name, password, guest }) {
    try {
      return await mine.login(name, password);
    } catch (error) {
      if (!guest || !NOT_WITH_THIS_PASSWORD.has(error?.code)) throw error;
      return mine.login(name, '');
    }
  }

  return {
    /** The present Parlor object; null: there is no session. @returns {any} */
    get parlor() { return parlor; },

    /**
     * Rejects with what the SDK says; resolves with null when it was given up meanwhile.
     * @param {{ name: string, password?: string, serverPassword?: string, guest?: boolean }} who guest: without the password, where that is refused
     */
    async signIn({ name, password = '', serverPassword = '', guest = false }) {
      close();
      const { Parlor } = await loadSdk();
      const mine = parlor = new Parlor({ url, password: serverPassword, language: language() });
      listen(mine);
      try {
        await mine.connect();
        const self = await login(mine, { name, password, guest });
        if (mine !== parlor) return null;
        signedIn = true;
        return { id: self.id, name: self.name };
      } catch (error) {
        if (mine !== parlor || error?.code === CANCELLED) return null;
        close();
        throw error;
      }
    },
    close,
  };
}

/** Loaded when first needed, so that the page can tell when it is missing. */
export async function loadSdk() {
  if (typeof RTCPeerConnection !== 'function') throw Object.assign(new Error('no WebRTC'), { name: 'webrtc' });
  try {
    return await import('/sdk/parlor.mjs');
  } catch (error) {
    throw Object.assign(new Error(String(error)), { name: 'sdk' });
  }
}

export const urlOf = (place) => `${place.protocol === 'https:' ? 'wss' : 'ws'}://${place.host}/parlor`;
