// SPDX-License-Identifier: Apache-2.0
// The test before a call: browser, permission, camera, microphone, loudspeaker, signalling, the path of the media, its
// quality and its bandwidth, one after the other, each with an outcome, and where something is wrong what and what to do.
// A step that needs another which failed is skipped. Nothing of camera and microphone leaves the computer.

import { Capture } from '../media/capture.mjs';
import { Code, ParlorError, describe } from '../errors.mjs';
import { browserPlatform } from '../platform.mjs';
import { version } from '../version.mjs';
import { browserProbe } from './browser.mjs';
import * as devices from './devices.mjs';
import { failed, skipped, verdictOf } from './judge.mjs';
import * as network from './network.mjs';
import { fill, texts } from './texts.mjs';

/** Name -> what it needs, and how it goes. In this order. @type {[string, string[], (context: Context) => Promise<import('./judge.mjs').Judged>][]} */
const plan = [
  ['browser', [], devices.browser],
  ['permission', [], devices.permission],
  ['camera', ['permission'], devices.camera],
  ['microphone', ['permission'], devices.microphone],
  ['speaker', [], devices.speaker],
  ['signalling', ['browser'], network.signalling],
  ['path', ['signalling'], network.path],
  ['quality', ['path'], network.quality],
  ['bandwidth', ['quality'], network.bandwidth],
];

export const stepNames = plan.map(([name]) => name);
const LONGEST_MS = 60000; // for a step that waits for nobody
const patient = new Set(['permission', 'speaker']); // these wait for people

/**
 * @typedef {object} Context
 * @property {import('../platform.mjs').Platform} platform @property {import('./browser.mjs').Probe} probe
 * @property {import('../platform.mjs').Clock} clock @property {Capture} capture
 * @property {any} options @property {any} shared what steps leave for those after them
 * @property {(kind: string) => boolean} wants
 * @property {(fraction: number) => void} progress @property {(fields: object) => void} live
 * @property {(ms: number) => Promise<void>} wait rejects when it is over
 * @property {<T>(promise: Promise<T>) => Promise<T>} unlessOver
 * @property {() => boolean} over
 * @property {(call: () => void) => void} atEnd
 */

export class PrecallStep {
  state = /** @type {'waiting' | 'running' | import('./judge.mjs').Outcome} */ ('waiting');
  progress = 0; problem = ''; figures = /** @type {Record<string, any>} */ ({}); live = /** @type {any} */ ({});

  /** @param {string} name */
  constructor(name) { this.name = name; }

  /** @param {string} [language] @returns {{ title: string, text: string, cause: string, cure: string }} */
  texts(language = 'en') {
    const said = texts(language);
    const title = said.steps[this.name] ?? this.name;
    const key = this.problem || `${this.name}.${this.state}`;
    // What the server or the SDK has a number for is explained as everywhere.
    if (this.problem.endsWith('.code')) {
      const known = describe(this.figures.code, language);
      return { title, text: fill(said.words.code, { text: known.text, code: this.figures.code }), cause: known.cause, cure: known.cure };
    }
    const [text = '', cause = '', cure = ''] = said.problems[key] ?? [];
    const values = readable(this.figures, said);
    return { title, text: fill(text, values), cause: fill(cause, values), cure: fill(cure, values) };
  }

  toJSON() {
    const { name, state, problem, figures } = this;
    return { name, state, problem, figures };
  }
}

/** Figures as people read them. */
function readable(figures, said) {
  const rate = (bps) => bps >= 1e6 ? `${(bps / 1e6).toFixed(1)} Mbit/s` : `${Math.round(bps / 1000)} kbit/s`;
  return {
    ...figures, ...'up' in figures ? { up: rate(figures.up), down: rate(figures.down), goodFor: said.words[`for.${figures.goodFor}`] ?? '' } : {},
    protocol: String(figures.protocol ?? '').toUpperCase(),
  };
}

export class PrecallResult {
  /** @param {PrecallStep[]} steps @param {{ at: Date, url: string, duration_ms: number, cancelled: boolean }} about */
  constructor(steps, about) {
    this.steps = steps;
    this.verdict = verdictOf(steps);
    Object.assign(this, about, { sdk: version });
  }

  /** @param {string} name @returns {PrecallStep | undefined} */
  step(name) { return this.steps.find((step) => step.name === name); }

  toJSON() {
    const { verdict, steps, ...about } = this;
    return { verdict, ...about, steps: steps.map((step) => step.toJSON()) };
  }

  /** All of it as text, to be read or sent to whoever helps. @param {string} [language] */
  report(language = 'en') {
    const said = texts(language);
    const lines = this.steps.map((step) => {
      const { title, text, cure } = step.texts(language);
      const figures = Object.entries(step.figures).map(([key, value]) => `${key}=${value}`).join(' ');
      return [`[${said.words[step.state] ?? step.state}] ${title}: ${text}`, step.state !== 'passed' && cure ? `    ${cure}` : '', figures ? `    ${figures}` : '']
        .filter(Boolean).join('\n');
    });
    const { at, url, sdk } = /** @type {any} */ (this);
    return [`${said.words.report}: ${said.words[`verdict.${this.verdict}`]}`, `${at.toISOString()}  ${url}  parlor-web ${sdk}`, '', ...lines, ''].join('\n');
  }
}

class Over extends Error {}

class Precall {
  #options; #clock; #cleanups = []; #over = false; #stop = () => {};
  #whenOver = /** @type {Promise<never>} */ (new Promise((_, reject) => { this.#stop = () => { this.#over = true; reject(new Over()); }; }));

  constructor(options) {
    this.#options = options;
    this.#whenOver.catch(() => {});
    this.platform = { ...browserPlatform(), ...options.platform };
    this.probe = { ...browserProbe(), ...options.probe };
    this.#clock = this.platform.clock;
    this.steps = plan.filter(([name]) => this.#wants(name)).map(([name]) => new PrecallStep(name));
    this.shared = { tracks: {}, refused: {} };
    this.capture = new Capture({ mediaDevices: this.platform.mediaDevices, clock: this.#clock });
    if (options.signal?.aborted) this.#stop();
    options.signal?.addEventListener('abort', this.#stop, { once: true });
  }

  #wants(name) {
    const { steps } = this.#options;
    if (!steps || steps.includes(name)) return true;
    // What a wanted step cannot do without.
    return plan.some(([other, needs]) => steps.includes(other) && this.#needs(other, needs).has(name));
  }

  #needs(name, needs = plan.find(([other]) => other === name)?.[1] ?? []) {
    return new Set([...needs, ...needs.flatMap((need) => [...this.#needs(need)])]);
  }

  #tell(step, fields) {
    Object.assign(step, fields);
    try { this.#options.onStep?.(step, this.steps); } catch (error) { this.platform.warn(`onStep: ${error}`); }
  }

  /** @param {PrecallStep} step @returns {Context} */
  #context(step) {
    return {
      platform: this.platform, probe: this.probe, clock: this.#clock, capture: this.capture, options: this.#options, shared: this.shared,
      wants: (name) => this.steps.some((other) => other.name === name),
      progress: (fraction) => this.#tell(step, { progress: Math.max(step.progress, Math.min(1, fraction)) }),
      live: (fields) => this.#tell(step, { live: { ...step.live, ...fields } }),
      wait: (ms) => this.#unlessOver(new Promise((resolve) => { this.#clock.after(ms, () => resolve(undefined)); })),
      unlessOver: (promise) => this.#unlessOver(promise),
      over: () => this.#over,
      atEnd: (call) => this.#cleanups.push(call),
    };
  }

  #unlessOver(promise) { return Promise.race([promise, this.#whenOver]); }

  async run() {
    const at = new Date(), begun = this.#clock.now();
    const { url } = this.#options;
    for (const step of this.steps) await this.#step(step);
    for (const track of Object.values(this.shared.tracks)) track.stop();
    for (const call of this.#cleanups.reverse()) call();
    this.#options.signal?.removeEventListener('abort', this.#stop);
    return new PrecallResult(this.steps, { at, url, duration_ms: Math.round(this.#clock.now() - begun), cancelled: this.#over });
  }

  async #step(step) {
    const [, needs = [], go] = plan.find(([name]) => name === step.name) ?? [];
    const missing = needs.some((need) => this.steps.some((other) => other.name === need && (other.state === 'failed' || other.state === 'skipped')));
    // Of two devices one may have been allowed.
    const ready = !missing || (needs.includes('permission') && (this.shared.tracks[step.name] || this.shared.refused[step.name]));
    if (this.#over || !ready || !go) { this.#tell(step, { ...skipped(this.#over ? 'cancelled' : 'earlier'), progress: 1 }); return; }
    this.#tell(step, { state: 'running' });
    let judged;
    try {
      judged = await (patient.has(step.name) ? go(this.#context(step)) : this.#intime(go(this.#context(step))));
    } catch (error) {
      judged = error instanceof Over ? skipped('cancelled') : failed('internal', { detail: String(/** @type {any} */ (error)?.message ?? error) });
    }
    this.#tell(step, { ...judged, progress: 1, live: {} });
  }

  #intime(promise) {
    let cancel = () => {};
    const late = new Promise((_, reject) => { cancel = this.#clock.after(LONGEST_MS, () => reject(new Error('it took too long'))); });
    return Promise.race([promise, late]).finally(() => cancel());
  }
}

/**
 * See testCall() in parlor.d.ts.
 * @param {any} [options]
 * @returns {Promise<PrecallResult>} never rejects for what the test finds
 */
export async function testCall(options = {}) {
  const unknown = (options.steps ?? []).find((name) => !stepNames.includes(name));
  if (unknown !== undefined) throw new ParlorError(Code.BAD_PARAMETER, `steps: ${unknown}`);
  return new Precall(options).run();
}
