// SPDX-License-Identifier: Apache-2.0
// Something the page has asked for and that is answered once: a promise that may be ignored.

export class Intent {
  /** @param {object} fields what was asked for */
  constructor(fields = {}) {
    Object.assign(this, fields);
    this.settled = false;
    this.promise = new Promise((resolve, reject) => {
      this.resolve = (value) => { this.settled = true; resolve(value); };
      this.reject = (error) => { this.settled = true; reject(error); };
    });
    this.promise.catch(() => {}); // whoever awaits it hears of it; nobody has to
  }
}
