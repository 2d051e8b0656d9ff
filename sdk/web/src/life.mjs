// SPDX-License-Identifier: Apache-2.0
// What happens to the page itself: hidden and shown, frozen and thawed, put aside and fetched back (the browser's
// back/forward cache), closed; the machine asleep and awake; the network away, back, or another one.
//
// Events: look()      the link may have died without a word: ask it now. Costs a ping when it has not.
//         sight()     the page is shown, or no longer
//         network()   the network has come back or is another: paths are dead whatever they say
//         gone(kept)  the user has left the page; kept: the browser may show it again as it is
//         back()      it does
//
// Sleep is found out by the wall clock: browsers tell nothing of it, and the clock that timers run on may have stood still.
// A clock that somebody sets forward looks the same, and costs the same ping.

import { Emitter } from './events.mjs';

const TICK_MS = 2000;
/** So much later than it should be, a tick tells of sleep. A page in the background may be given one a minute: that looks the same and harms as little. */
const JUMP_MS = 4000;

/** @typedef {'hidden' | 'shown' | 'frozen' | 'thawed' | 'kept' | 'closed' | 'back' | 'offline'} PageEvent */

export class PageLife extends Emitter {
  #clock; #wall; #offs; #cancel = null;
  #expected = 0;

  /**
   * @param {object} ports
   * @param {import('./platform.mjs').Clock} ports.clock
   * @param {() => number} ports.wall milliseconds of the day's clock: goes on while the machine sleeps
   * @param {(call: () => void) => (() => void)} ports.onNetwork
   * @param {(call: (what: PageEvent) => void) => (() => void)} ports.onPage
   */
  constructor({ clock, wall, onNetwork, onPage }) {
    super();
    this.#clock = clock;
    this.#wall = wall;
    this.#offs = [onNetwork(() => this.emit('network')), onPage((what) => this.#page(what))];
  }

  /** There is a session to care for, or none: then no timer runs. @param {boolean} on */
  care(on) {
    if (on === (this.#cancel !== null)) return;
    if (on) this.#wait(); else this.#rest();
  }

  /** Nothing is heard of any more. */
  close() {
    this.#rest();
    for (const off of this.#offs) off();
    this.silence();
  }

  #page(what) {
    switch (what) {
      case 'shown': this.emit('sight'); // falls through: it may have been asleep
      case 'thawed': case 'offline': this.#restart(); this.emit('look'); break; // eslint-disable-line no-fallthrough
      case 'hidden': this.emit('sight'); break;
      case 'closed': this.emit('gone', false); break;
      case 'kept': this.emit('gone', true); break;
      case 'back': this.#restart(); this.emit('back'); break;
      default: break; // frozen: whoever is not looked at stays in the call
    }
  }

  #wait() {
    this.#expected = this.#wall() + TICK_MS;
    this.#cancel = this.#clock.after(TICK_MS, () => {
      const late = this.#wall() - this.#expected;
      this.#wait();
      if (late > JUMP_MS) this.emit('look');
    });
  }

  #rest() {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** What has been told of by the browser need not be found out once more. */
  #restart() {
    if (!this.#cancel) return;
    this.#rest();
    this.#wait();
  }
}
