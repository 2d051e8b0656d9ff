// SPDX-License-Identifier: Apache-2.0
// From what the SDK, the server or the browser reports to what people are told: title, cause, cure.

/** @typedef {import('./store.mjs').Problem} Problem */

/** Error number -> name of the texts `error.<name>.title|cause|cure`. */
const names = {
  3: 'other', 23: 'too-many', 100: 'unreachable', 101: 'lost', 102: 'server-password', 103: 'unreachable', 104: 'server-full',
  108: 'unreachable', 110: 'paused', 113: 'blocked', 120: 'unreachable', 200: 'password', 202: 'locked', 203: 'locked',
  204: 'guests', 206: 'later', 207: 'later', 209: 'replaced', 210: 'name', 211: 'removed', 212: 'restart', 301: 'room-password',
  302: 'room-full', 303: 'no-room', 304: 'no-room', 305: 'owner', 306: 'owner', 30000: 'media', 1010000: 'webrtc',
};

/** These are not about one device. */
const WHOLE_PAGE = new Set(['insecure', 'unsupported']);

/** @param {number} code @returns {Problem} */
export const problemOfCode = (code, detail = '') => ({ name: names[code] ?? 'other', code, detail });

/** Anything that was thrown. @param {any} error @returns {Problem} */
export function problemOf(error) {
  if (typeof error?.code === 'number' && error.code > 0) return problemOfCode(error.code, error.detail ?? '');
  return { name: 'other', detail: String(error?.message ?? error) };
}

/** What stands in the way of a device; the names are those of `device.<name>`. @param {any} error @returns {Problem} */
export function deviceProblemOf(error) {
  if (WHOLE_PAGE.has(error?.name)) return { name: error.name }; // what deviceObstacle() gives
  if (['permission', 'missing', 'busy', 'ended', 'insecure', 'unsupported'].includes(error?.reason)) return { name: error.reason };
  const name = {
    NotAllowedError: 'permission', SecurityError: 'permission', NotFoundError: 'missing', OverconstrainedError: 'missing',
  }[error?.name] ?? 'busy';
  return { name, detail: String(error?.message ?? '') };
}

/** Is there no way to a device on this page at all? @returns {Problem | null} */
export function deviceObstacle(scope = globalThis) {
  if (scope.navigator.mediaDevices?.getUserMedia) return null;
  return { name: scope.isSecureContext ? 'unsupported' : 'insecure' };
}

/**
 * What to tell about the own devices: one problem, also when both have the same.
 * @param {{ deviceProblem: { mic: Problem | null, camera: Problem | null } }} state
 * @returns {Problem | null}
 */
export function deviceProblem({ deviceProblem: { mic, camera } }) {
  const whole = [camera, mic].find((problem) => problem && WHOLE_PAGE.has(problem.name));
  if (whole) return { ...whole, family: 'device' };
  if (mic && camera && mic.name === camera.name) return { ...camera, family: 'device', what: 'both' };
  if (camera) return { ...camera, family: 'device', what: 'camera' };
  return mic && { ...mic, family: 'device', what: 'mic' };
}

/** Which of the password fields a problem asks for. @param {Problem | null} problem @returns {'' | 'room' | 'account' | 'server'} */
export function passwordAskedBy(problem) {
  return { 'room-password': 'room', password: 'account', guests: 'account', 'server-password': 'server' }[problem?.name] ?? '';
}
