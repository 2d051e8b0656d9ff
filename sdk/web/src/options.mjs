// SPDX-License-Identifier: Apache-2.0
// The SDK options of the classic face. schema/options.tsv says of each what it takes and what it does (docs/reference/options.md); here
// they are kept, checked and read back, and whoever gives one an effect registers for it:
//
//   options.onSet(BRAC_SO_X, (value) => ...)            value: a number or a text, as the table says; an answer other than 0 or
//                                                       undefined refuses it with that code, and the old value stays
//   options.onSet([A, B], (value, option) => ..., )
//   options.onGet(BRAC_SO_Y, (input) => value)          told as it is now; input: of BRAC_GetSDKOptionStringEx, else undefined
//
// or reads `options.int(BRAC_SO_Z)` where it needs it. Effects run only between begin() and end() (BRAC_InitSDK, BRAC_Release): what a page
// sets earlier is kept, and begin() runs the effects of it, in the order in which it was set. Commands (access `w`) are not kept.
//
// Events: change(option, value)   of whatever was set, also while nothing runs

import { Code } from './errors.mjs';
import { Emitter } from './events.mjs';
import { limits } from './generated/limits.mjs';
import { optionTable } from './generated/options.mjs';

/** @typedef {{ access: string, fallback: number | string, min: number, max: number }} Kind */

/** @type {Map<number, Kind>} */
const kinds = new Map(optionTable.map(([number, access, fallback, min = 0, max = 0]) => [number, { access, fallback, min, max }]));

/** @param {any} value @returns {number} NaN: no number */
function toInt(value) {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return Math.trunc(value);
  try { return parseInt(value, 10); } catch { return NaN; } // a symbol, or an object that refuses
}

export class Options extends Emitter {
  /** What was set, in the order in which it was. @type {Map<number, number | string>} */
  #values = new Map();
  /** @type {Map<number, ((value: any, option: number) => any)[]>} */
  #effects = new Map();
  /** @type {Map<number, (input?: string) => number | string>} */
  #readers = new Map();
  #live = false;

  /** @param {number | number[]} options @param {(value: any, option: number) => any} effect */
  onSet(options, effect) {
    for (const option of [options].flat()) this.#effects.set(option, [...this.#effects.get(option) ?? [], effect]);
  }

  /** @param {number} option @param {(input?: string) => number | string} read */
  onGet(option, read) { this.#readers.set(option, read); }

  /** Numbers that somebody registered for. */
  get served() { return new Set([...this.#effects.keys(), ...this.#readers.keys()]); }

  /** From now on what is set has its effect, and so has what was set before. */
  begin() {
    this.#live = true;
    for (const [option, value] of this.#values) this.#run(option, value);
  }

  /** Back to the defaults. */
  end() {
    this.#live = false;
    this.#values.clear();
  }

  /**
   * @param {number} option @param {any} value
   * @returns {number} 0; 21: no such option, not a number, or out of its range; 20: it can only be read; or what its effect answers
   */
  set(option, value) {
    const kind = kinds.get(option);
    if (!kind) return Code.BAD_PARAMETER;
    if (kind.access === 'fixed') return 0;
    if (kind.access === 'r') return Code.NOT_ALLOWED;
    const checked = check(kind, value);
    if (checked === null) return Code.BAD_PARAMETER;
    const refused = this.#live ? this.#run(option, checked) : 0;
    if (refused) return refused;
    if (kind.access !== 'w') this.#keep(option, checked);
    this.emit('change', option, checked);
    return 0;
  }

  /** @param {number} option @param {string} [input] @returns {number} 0 where there is no such option, or its value is no number */
  int(option, input) {
    const number = toInt(this.#read(option, input));
    return Number.isNaN(number) ? 0 : number;
  }

  /** @param {number} option @param {string} [input] @returns {string} "" where there is no such option */
  string(option, input) { return String(this.#read(option, input)); }

  #read(option, input) {
    const reader = this.#readers.get(option);
    return reader ? reader(input) : this.#values.get(option) ?? kinds.get(option)?.fallback ?? '';
  }

  #keep(option, value) {
    this.#values.delete(option); // it is the newest now
    this.#values.set(option, value);
  }

  /** An effect reads the others with its own value in place. */
  #run(option, value) {
    const old = this.#values.get(option);
    this.#values.set(option, value);
    let code = 0;
    for (const effect of this.#effects.get(option) ?? []) code ||= Number(effect(value, option)) || 0;
    if (old === undefined) this.#values.delete(option); else this.#values.set(option, old);
    return code;
  }
}

/** @param {Kind} kind @param {any} value @returns {number | string | null} null: it does not fit */
function check({ fallback, min, max }, value) {
  if (typeof fallback === 'string') {
    let text = '';
    try { text = String(value ?? ''); } catch { return null; }
    return text.length <= limits.option_length ? text : null;
  }
  const number = toInt(value);
  return number >= min && number <= max ? number : null;
}
