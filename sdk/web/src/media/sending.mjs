// SPDX-License-Identifier: Apache-2.0
// One sender, kept as it should be: its track, and the parameters of its encodings. Changes follow one another, since
// parameters that were read before another change are refused.
//
// A browser that cannot switch its encodings off is given no track instead, while nobody watches.

export class Sending {
  #sender; #plan; #failed;
  #track; #withheld = false; #running = false; #again = false;

  /**
   * @param {RTCRtpSender} sender
   * @param {object} ports
   * @param {(encodings: RTCRtpEncodingParameters[]) => void} ports.plan writes what they should be
   * @param {(error: any) => void} ports.failed the track could not be put in
   */
  constructor(sender, { plan, failed }) {
    this.#sender = sender;
    this.#plan = plan;
    this.#failed = failed;
    this.#track = sender.track;
  }

  /** @param {MediaStreamTrack | null} track */
  replace(track) {
    this.#track = track;
    if (!this.#withheld || !track) this.#put(track);
    if (track) this.update();
  }

  /** What should be has changed. */
  async update() {
    if (this.#running) { this.#again = true; return; }
    this.#running = true;
    do {
      this.#again = false;
      await this.#apply();
    } while (this.#again);
    this.#running = false;
  }

  async #apply() {
    const parameters = this.#sender.getParameters?.();
    const encodings = parameters?.encodings ?? [];
    if (encodings.length === 0) return; // not negotiated yet
    const before = JSON.stringify(encodings);
    this.#plan(encodings);
    const wanted = encodings.some(({ active }) => active);
    if (wanted) this.#withhold(false);
    if (JSON.stringify(encodings) === before) return;
    try {
      await this.#sender.setParameters(parameters);
      const now = this.#sender.getParameters().encodings ?? [];
      if (!wanted && now.some(({ active }) => active !== false)) this.#withhold(true);
    } catch {
      if (!wanted) this.#withhold(true); // rates that are refused are no reason to stop
    }
  }

  #withhold(on) {
    if (this.#withheld === on) return;
    this.#withheld = on;
    this.#put(on ? null : this.#track);
  }

  #put(track) { this.#sender.replaceTrack(track).catch((error) => this.#failed(error)); }
}
