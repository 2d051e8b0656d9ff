// SPDX-License-Identifier: Apache-2.0
// A tiny emitter. A listener that throws harms neither the emitter nor the listeners after it.

/** @param {unknown} error */
function report(error) {
  if (typeof globalThis.reportError === 'function') globalThis.reportError(error);
  else console.error(error);
}

export class Emitter {
  /** @type {Map<string, Set<Function>>} */
  #listeners = new Map();

  /**
   * @param {string} name
   * @param {Function} listener
   * @returns {() => void} takes the listener away again
   */
  on(name, listener) {
    if (typeof listener !== 'function') throw new TypeError('a listener is a function');
    let set = this.#listeners.get(name);
    if (!set) this.#listeners.set(name, set = new Set());
    set.add(listener);
    return () => this.off(name, listener);
  }

  /** @param {string} name @param {Function} listener */
  once(name, listener) {
    const off = this.on(name, (...args) => { off(); listener(...args); });
    return off;
  }

  /** @param {string} name @param {Function} listener */
  off(name, listener) {
    this.#listeners.get(name)?.delete(listener);
  }

  /** Calls the listeners in the order of their `on`. @param {string} name @param {...any} args */
  emit(name, ...args) {
    for (const listener of [...this.#listeners.get(name) ?? []]) {
      try { listener(...args); } catch (error) { report(error); }
    }
  }

  /** Nobody hears anything any more. */
  silence() { this.#listeners.clear(); }
}
