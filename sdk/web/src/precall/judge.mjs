// SPDX-License-Identifier: Apache-2.0
// From what was measured to what it means. Pure.

/** @typedef {'passed' | 'warning' | 'failed' | 'skipped'} Outcome */
/** @typedef {{ state: Outcome, problem: string, figures: Record<string, any> }} Judged problem: a key of texts.mjs, "" when all is well */

/** @param {Record<string, any>} [figures] @returns {Judged} */
export const passed = (figures = {}) => ({ state: 'passed', problem: '', figures });
/** @param {string} problem @param {Record<string, any>} [figures] @returns {Judged} */
export const warned = (problem, figures = {}) => ({ state: 'warning', problem, figures });
/** @param {string} problem @param {Record<string, any>} [figures] @returns {Judged} */
export const failed = (problem, figures = {}) => ({ state: 'failed', problem, figures });
/** @param {string} problem @returns {Judged} */
export const skipped = (problem) => ({ state: 'skipped', problem, figures: {} });

const DARK = 12; // of 255: the lid is closed
const STILL = 0.2; // of 255 between two pictures: no sensor is as quiet
const SILENT = 0; // of 100: not even noise
const QUIET = 15;
const SLOW_MS = 3000;

/** @param {{ width: number, height: number, brightness: number, change: number }} picture of 255 */
export function judgeCamera({ width, height, brightness, change }) {
  const figures = { width, height, brightness: Math.round(brightness) };
  if (width === 0) return failed('camera.empty', figures);
  if (brightness < DARK) return warned('camera.dark', figures);
  return change < STILL ? warned('camera.still', figures) : passed(figures);
}

/** @param {{ loudest: number, muted: boolean }} heard 0 to 100; muted: the system says so @param {boolean} measured the level could be measured */
export function judgeMicrophone({ loudest, muted }, measured) {
  const figures = { loudest };
  if (muted) return failed('microphone.muted', figures);
  if (!measured) return warned('microphone.unmeasured', {});
  if (loudest <= SILENT) return failed('microphone.silent', figures);
  return loudest < QUIET ? warned('microphone.quiet', figures) : passed(figures);
}

/** @param {{ connect_ms: number, version: string }} link */
export const judgeSignalling = (link) => link.connect_ms > SLOW_MS ? warned('signalling.slow', link) : passed(link);

/** @param {{ protocol: string, connect_ms: number, remote: string }} way */
export const judgePath = (way) => way.protocol === 'tcp' ? warned('path.tcp', way) : passed(way);

/** @param {{ roundTrip_ms: number, lossUp: number, lossDown: number, jitter_ms: number }} figures loss in percent */
export function judgeQuality(figures) {
  const loss = Math.max(figures.lossUp, figures.lossDown);
  if (loss >= 10) return failed('quality.lossy', figures);
  if (figures.roundTrip_ms >= 1000) return failed('quality.far', figures);
  if (loss >= 2) return warned('quality.lossy', figures);
  if (figures.roundTrip_ms >= 350) return warned('quality.far', figures);
  return figures.jitter_ms >= 80 ? warned('quality.unsteady', figures) : passed(figures);
}

/** What a rate is good for. @param {number} bps @returns {'hd' | 'sd' | 'small' | 'none'} */
export const goodFor = (bps) => bps >= 1500000 ? 'hd' : bps >= 500000 ? 'sd' : bps >= 150000 ? 'small' : 'none';

/** @param {{ up: number, down: number }} rates bit/s @param {boolean} cpu the encoder could not keep up: the way may carry more */
export function judgeBandwidth({ up, down }, cpu = false) {
  const figures = { up, down, goodFor: goodFor(Math.min(up, down)) };
  if (figures.goodFor === 'hd' || figures.goodFor === 'sd') return passed(figures);
  if (cpu) return warned('bandwidth.cpu', figures);
  const side = up < down ? 'up' : 'down';
  return figures.goodFor === 'none' ? failed(`bandwidth.${side}`, figures) : warned(`bandwidth.${side}`, figures);
}

/** Without these there is no call at all. */
const vital = new Set(['browser', 'signalling', 'path']);

/**
 * good: nothing in the way. limited: a call is possible, but something is missing. bad: no call.
 * @param {{ name: string, state: string }[]} steps @returns {'good' | 'limited' | 'bad'}
 */
export function verdictOf(steps) {
  if (steps.some(({ name, state }) => state === 'failed' && vital.has(name))) return 'bad';
  return steps.some(({ state }) => state === 'failed' || state === 'warning') ? 'limited' : 'good';
}
