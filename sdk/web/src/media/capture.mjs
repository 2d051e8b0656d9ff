// SPDX-License-Identifier: Apache-2.0
// getUserMedia: camera and microphone that are asked for in the same breath cost the user one question, not two.

import { Code, ParlorError, deviceError } from '../errors.mjs';

/** A refusal that comes sooner than this was a setting, not the user's decision. */
const DECISION_MS = 500;

/** @typedef {{ kind: 'audio' | 'video', constraints: MediaTrackConstraints, resolve: Function, reject: Function }} Wish */

export class Capture {
  #ports;
  /** @type {Wish[]} */
  #wishes = [];

  /** @param {{ mediaDevices: MediaDevices | null, clock: import('../platform.mjs').Clock }} ports */
  constructor(ports) { this.#ports = ports; }

  /**
   * @param {'audio' | 'video'} kind @param {MediaTrackConstraints} constraints
   * @returns {Promise<MediaStreamTrack>}
   */
  open(kind, constraints) {
    if (!this.#ports.mediaDevices?.getUserMedia)
      return Promise.reject(new ParlorError(Code.NO_WEBRTC, 'camera and microphone need https or localhost'));
    return new Promise((resolve, reject) => {
      this.#wishes.push({ kind, constraints, resolve, reject });
      if (this.#wishes.length === 1) queueMicrotask(() => this.#flush());
    });
  }

  /** The desktop. @param {MediaTrackConstraints} constraints @returns {Promise<MediaStreamTrack>} */
  async openScreen(constraints) {
    const media = this.#ports.mediaDevices;
    if (!media?.getDisplayMedia) throw new ParlorError(Code.NO_WEBRTC, 'this browser cannot share the screen');
    try {
      return (await media.getDisplayMedia({ video: constraints, audio: false })).getVideoTracks()[0];
    } catch (error) { throw deviceError(error, 'screen'); }
  }

  #flush() {
    const wishes = this.#wishes;
    this.#wishes = [];
    const audio = wishes.find((wish) => wish.kind === 'audio');
    const video = wishes.find((wish) => wish.kind === 'video');
    const rest = new Set(wishes);
    if (audio && video) {
      rest.delete(audio);
      rest.delete(video);
      this.#both(audio, video);
    }
    for (const wish of rest) this.#one(wish);
  }

  async #both(audio, video) {
    const { mediaDevices, clock } = this.#ports;
    const begun = clock.now();
    try {
      const stream = await mediaDevices.getUserMedia({ audio: audio.constraints, video: video.constraints });
      audio.resolve(stream.getAudioTracks()[0]);
      video.resolve(stream.getVideoTracks()[0]);
    } catch (error) {
      if (error?.name === 'NotAllowedError' && clock.now() - begun > DECISION_MS) {
        audio.reject(deviceError(error, 'microphone'));
        video.reject(deviceError(error, 'camera'));
      } else { // perhaps only one of them is to blame
        await this.#one(audio);
        await this.#one(video);
      }
    }
  }

  async #one({ kind, constraints, resolve, reject }) {
    try {
      const stream = await this.#ports.mediaDevices.getUserMedia({ [kind]: constraints });
      resolve(kind === 'audio' ? stream.getAudioTracks()[0] : stream.getVideoTracks()[0]);
    } catch (error) {
      reject(deviceError(error, kind === 'audio' ? 'microphone' : 'camera'));
    }
  }
}
