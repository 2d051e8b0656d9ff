// SPDX-License-Identifier: Apache-2.0
// Hears that a connection has fallen silent, seconds before the browser calls it disconnected: what came steadily, several
// times a second, does not come any more. Whoever sends only listens while he sends, since the server answers what comes.
//
// Silence may be nobody's fault (all have muted themselves), so the first remedy is one that harms nothing: a new path. When
// silence lasts after it was asked for, and the pair of addresses in use does not answer checks either, the way is dead.
// (Chromium holds on to a UDP pair for some seconds more, also while TCP stands ready beside it.)

const BEAT_MS = 400;
const STEADY = 2; // beats with something, before silence means anything
const SILENT = 3; // beats without
const PATIENT = 24; // as many, after false alarms

export class Pulse {
  #clock; #peer; #options;
  #cancel = null;
  #over = false;
  #last = { sent: 0, received: 0, answers: '' };
  #steady = 0;
  #silent = 0;
  /** Beats without anything that are an alarm; twice as many after each false one: where people only talk, they also pause. */
  #patience = SILENT;
  /** What the pair in use had answered when a new path was asked for; null: none was. @type {string | null} */
  #asked = null;

  /**
   * @param {import('../platform.mjs').Clock} clock @param {RTCPeerConnection} peer
   * @param {{ sends: boolean, onSilence: () => void, onDead: () => void }} options
   */
  constructor(clock, peer, options) {
    this.#clock = clock;
    this.#peer = peer;
    this.#options = options;
    this.#wait();
  }

  /** A new path was asked for. */
  asked() {
    this.#asked = this.#last.answers;
    this.#silent = 0;
  }

  close() {
    this.#over = true;
    this.#cancel?.();
  }

  #wait() { this.#cancel = this.#clock.after(BEAT_MS, () => this.#beat()); }

  async #beat() {
    try {
      const stats = await this.#peer.getStats();
      if (!this.#over) this.#take(totals(stats));
    } catch { /* a browser that has none */ }
    if (!this.#over) this.#wait();
  }

  #take(now) {
    const came = now.received > this.#last.received;
    const expected = !this.#options.sends || now.sent > this.#last.sent;
    this.#last = now;
    if (came) {
      this.#steady = Math.min(this.#steady + 1, STEADY);
      this.#silent = 0;
      this.#asked = null;
    } else if (!expected || this.#steady < STEADY) {
      this.#steady = 0;
      this.#silent = 0;
    } else if (++this.#silent === (this.#asked === null ? this.#patience : SILENT)) {
      this.#silenced();
    }
  }

  #silenced() {
    if (this.#asked === null) { this.#options.onSilence(); return; }
    this.#steady = 0; // nothing more is said before it has spoken again
    if (this.#asked === this.#last.answers) this.#options.onDead();
    else this.#patience = Math.min(2 * this.#patience, PATIENT);
  }
}

/** Bytes of the one transport that there is, and how often its pair was answered; of all pairs where the browser tells of no transport. */
function totals(stats) {
  const sum = { sent: 0, received: 0, answers: '' };
  const entries = [...stats.values()];
  const transports = entries.filter(({ type, bytesReceived }) => type === 'transport' && bytesReceived !== undefined);
  const pairs = entries.filter(({ type, id }) => type === 'candidate-pair' && (transports.length === 0 || id === transports[0].selectedCandidatePairId));
  for (const { bytesSent, bytesReceived } of transports.length > 0 ? transports : pairs) {
    sum.sent += bytesSent ?? 0;
    sum.received += bytesReceived ?? 0;
  }
  sum.answers = pairs.map(({ id, responsesReceived }) => `${id} ${responsesReceived}`).join();
  return sum;
}
