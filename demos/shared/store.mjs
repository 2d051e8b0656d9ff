// SPDX-License-Identifier: Apache-2.0
// Holds what a page shows as one value, and tells who listens when it becomes another.

/**
 * A listener may dispatch: its action is handled after the present round.
 * @template S
 * @param {(state: S, action: any) => S} reduce pure; gives the same value when nothing changes
 * @param {S} state
 */
export function createStore(reduce, state) {
  const listeners = new Set();
  const waiting = [];
  let running = false;

  /** @param {{ type: string } & Record<string, any>} action */
  function dispatch(action) {
    waiting.push(action);
    if (running) return;
    running = true;
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const before = state;
        state = reduce(state, next);
        if (state !== before) for (const listener of listeners) listener(state, before);
      }
    } finally {
      running = false;
    }
  }

  return {
    get state() { return state; },
    dispatch,
    /** @param {(state: S, before: S) => void} listener @returns {() => void} ends it */
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
