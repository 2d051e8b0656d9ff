// SPDX-License-Identifier: Apache-2.0
// Errors with a number, a text, a cause and a cure, in English and Chinese.

import { errors } from './generated/errors.mjs';

/** The codes that the SDK itself gives. */
export const Code = Object.freeze({
  NOT_INIT: 2, NOT_IN_ROOM: 3, EXCEPTION: 5, CANCELLED: 6, PROTOCOL: 7, SESSION_EXISTS: 16, NOT_ALLOWED: 20, BAD_PARAMETER: 21, DEVICE: 22, NOT_MULTICAST: 25,
  LIMIT: 23, NOT_SUPPORTED: 32, CONNECT_TIMEOUT: 100, LINK_LOST: 101, SERVER_PASSWORD: 102, SOCKET: 108,
  BAD_ADDRESS: 115, CLOSED_BY_SELF: 116, OFFLINE: 120, NO_USER: 205, NOT_LOGGED_IN: 208, REPLACED: 209, REMOVED: 211, RESTART: 212, SIGNATURE_MISSING: 214,
  ALREADY_IN_ROOM: 308, PRIVATE_GONE: 401, PRIVATE_REFUSED: 402, PRIVATE_DENIED: 403, PRIVATE_NO_REQUEST: 420, PRIVATE_ALREADY: 421,
  TRANSFER: 700, NO_TRANSFER: 701, FILE_OPEN: 710, FILE_EMPTY: 711, FILE_TOO_LARGE: 712, FILE_READ: 713, FILE_DAMAGED: 715,
  RECORD_NO_TASK: 720, RECORD_CREATE: 721, RECORD_TOO_EARLY: 722, MEDIA: 30000,
  CALL_CANCELLED: 100101, CALL_OFFLINE: 100102, CALL_BUSY: 100103, CALL_REFUSED: 100104, CALL_GONE: 100106, CALL_NONE: 100107, NO_WEBRTC: 1010000,
});

/** What exactly is wrong with a device; the code of all of them is 22, but for `insecure`. */
const deviceReasons = {
  permission: {
    en: ['Permission refused', 'The user, the browser or the system does not let this page use the device.',
      'Allow camera and microphone for this site (the lock beside the address), and in the privacy settings of the system; then open it again.'],
    zh: ['\u6743\u9650\u88ab\u62d2\u7edd', '\u7528\u6237\u3001\u6d4f\u89c8\u5668\u6216\u7cfb\u7edf\u4e0d\u5141\u8bb8\u672c\u9875\u4f7f\u7528\u8be5\u8bbe\u5907\u3002',
      '\u5728\u5730\u5740\u680f\u7684\u7ad9\u70b9\u8bbe\u7f6e\u53ca\u7cfb\u7edf\u9690\u79c1\u8bbe\u7f6e\u4e2d\u5141\u8bb8\u6444\u50cf\u5934\u4e0e\u9ea6\u514b\u98ce\uff0c\u7136\u540e\u91cd\u65b0\u6253\u5f00\u3002'],
  },
  missing: {
    en: ['No such device', 'No camera or microphone of this kind is connected.', 'Connect one, or choose another device.'],
    zh: ['\u6ca1\u6709\u8be5\u8bbe\u5907', '\u672a\u8fde\u63a5\u6b64\u7c7b\u6444\u50cf\u5934\u6216\u9ea6\u514b\u98ce\u3002', '\u8bf7\u8fde\u63a5\u8bbe\u5907\uff0c\u6216\u9009\u62e9\u5176\u4ed6\u8bbe\u5907\u3002'],
  },
  busy: {
    en: ['Device in use', 'Another program holds the device, or its driver failed.', 'Close the other program, or unplug the device and plug it in again.'],
    zh: ['\u8bbe\u5907\u88ab\u5360\u7528', '\u5176\u4ed6\u7a0b\u5e8f\u6b63\u5728\u4f7f\u7528\u8be5\u8bbe\u5907\uff0c\u6216\u9a71\u52a8\u6545\u969c\u3002', '\u5173\u95ed\u5360\u7528\u8bbe\u5907\u7684\u7a0b\u5e8f\uff0c\u6216\u91cd\u65b0\u63d2\u62d4\u8bbe\u5907\u3002'],
  },
  screen: {
    en: ['Screen not shared', 'The user chose nothing to share, or the browser wants a click on the page first.',
      'Share the screen from a click on a button, and choose in the window that the browser opens.'],
    zh: ['\u5c4f\u5e55\u672a\u5171\u4eab', '\u7528\u6237\u6ca1\u6709\u9009\u62e9\u5171\u4eab\u5185\u5bb9\uff0c\u6216\u6d4f\u89c8\u5668\u8981\u6c42\u5148\u70b9\u51fb\u9875\u9762\u3002',
      '\u8bf7\u5728\u70b9\u51fb\u6309\u94ae\u65f6\u5171\u4eab\u5c4f\u5e55\uff0c\u5e76\u5728\u6d4f\u89c8\u5668\u7684\u7a97\u53e3\u4e2d\u9009\u62e9\u5185\u5bb9\u3002'],
  },
  ended: {
    en: ['Device gone', 'The device was unplugged, or the permission was taken back.', 'Connect it again and open it again.'],
    zh: ['\u8bbe\u5907\u5df2\u65ad\u5f00', '\u8bbe\u5907\u88ab\u62d4\u51fa\uff0c\u6216\u6743\u9650\u88ab\u6536\u56de\u3002', '\u91cd\u65b0\u8fde\u63a5\u8bbe\u5907\u5e76\u91cd\u65b0\u6253\u5f00\u3002'],
  },
};

/**
 * The texts of a code.
 * @param {number} code
 * @param {string} [language] BCP 47; Chinese for zh..., else English
 */
export function describe(code, language = 'en') {
  const info = errors[code] ?? errors[Code.EXCEPTION];
  return /^zh\b/i.test(language) ? info.zh : info.en;
}

/** @param {string | undefined} reason @param {'en' | 'zh'} lang */
function reasonTexts(reason, lang) {
  const found = reason && deviceReasons[reason]?.[lang];
  return found ? { text: found[0], cause: found[1], cure: found[2] } : null;
}

export class ParlorError extends Error {
  /**
   * @param {number} code a GV_ERR number
   * @param {string} [detail] what exactly, for developers
   * @param {{ cause?: unknown, reason?: string }} [more] reason: of a device error
   */
  constructor(code, detail = '', more = {}) {
    const en = reasonTexts(more.reason, 'en') ?? describe(code);
    super(`${en.text} (${code})${detail ? `: ${detail}` : ''}. ${en.cause} ${en.cure}`);
    this.name = 'ParlorError';
    this.code = code;
    this.detail = detail;
    this.reason = more.reason ?? '';
    this.origin = more.cause;
  }

  /** Name, cause and cure for people. @param {string} [language] */
  texts(language = 'en') {
    const lang = /^zh\b/i.test(language) ? 'zh' : 'en';
    return reasonTexts(this.reason, lang) ?? describe(this.code, language);
  }
}

/** What went wrong with getUserMedia. @param {any} error @param {string} what 'camera' | 'microphone' | 'screen' */
export function deviceError(error, what) {
  if (error instanceof ParlorError) return error;
  const reasons = {
    NotAllowedError: 'permission', SecurityError: 'permission', PermissionDeniedError: 'permission',
    NotFoundError: 'missing', OverconstrainedError: 'missing', DevicesNotFoundError: 'missing',
    NotReadableError: 'busy', AbortError: 'busy', TrackStartError: 'busy',
  };
  const refused = what === 'screen' && (error?.name === 'NotAllowedError' || error?.name === 'InvalidStateError');
  const reason = refused ? 'screen' : reasons[error?.name] ?? 'busy';
  return new ParlorError(Code.DEVICE, `${what}: ${error?.name ?? 'Error'} ${error?.message ?? ''}`.trim(), { cause: error, reason });
}
