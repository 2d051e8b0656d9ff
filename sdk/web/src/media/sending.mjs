// SPDX-License-Identifier: Apache-2.0
// One sender, kept as it should be: its track, and the parameters of its encodings. Changes follow one another, since
// parameters that were read before another change are refused.
//
// A browser that cannot switch its encodings off is given no track instead, while nobody watches.

export class Sending {
  #sender; #plan; #degradation; #failed;
  #track; #withheld = false; #running = false; #again = false; #keyFrame = false;
  /** Set once, the browser's own choice is named. */
  #degraded = false;

  /**
   * @param {RTCRtpSender} sender
   * @param {object} ports
   * @param {(encodings: RTCRtpEncodingParameters[]) => void} ports.plan writes what they should be
   * @param {() => RTCDegradationPreference | null} [ports.degradation] what gives way when not everything can be had; null: the browser's choice
   * @param {(error: any) => void} ports.failed the track could not be put in
   */
  constructor(sender, { plan, degradation = () => null, failed }) {
    this.#sender = sender;
    this.#plan = plan;
    this.#degradation = degradation;
    this.#failed = failed;
    this.#track = sender.track;
  }

  /** @param {MediaStreamTrack | null} track */
  replace(track) {
    this.#track = track;
    if (!this.#withheld || !track) this.#put(track);
    if (track) this.update();
  }

  /** One key frame, where the browser makes them when it is told to. */
  keyFrame() {
    this.#keyFrame = true;
    this.update();
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
    const state = () => JSON.stringify([encodings, parameters.degradationPreference]);
    const before = state();
    this.#plan(encodings);
    this.#degrade(parameters);
    const wanted = encodings.some(({ active }) => active);
    if (wanted) this.#withhold(false);
    const options = this.#keyFrame && wanted ? [{ encodingOptions: encodings.map(() => ({ keyFrame: true })) }] : [];
    this.#keyFrame = false;
    if (state() === before && options.length === 0) return;
    try {
      await /** @type {any} */ (this.#sender).setParameters(parameters, ...options);
      const now = this.#sender.getParameters().encodings ?? [];
      if (!wanted && now.some(({ active }) => active !== false)) this.#withhold(true);
    } catch {
      if (!wanted) this.#withhold(true); // rates that are refused are no reason to stop
    }
  }

  #degrade(parameters) {
    const wanted = this.#degradation();
    if (wanted) parameters.degradationPreference = wanted;
    else if (this.#degraded) parameters.degradationPreference = 'balanced';
    this.#degraded ||= wanted !== null;
  }

  #withhold(on) {
    if (this.#withheld === on) return;
    this.#withheld = on;
    this.#put(on ? null : this.#track);
  }

  #put(track) { this.#sender.replaceTrack(track).catch((error) => this.#failed(error)); }
}
