// SPDX-License-Identifier: Apache-2.0
// What the microphone is to be: the page's settings, and what they come to for the browser, for the encoder, and for our own
// work on the sound. Pure.

/**
 * @typedef {'speech' | 'music' | 'karaoke' | 'line'} AudioMode
 *   What is captured. Whatever makes speech clear (echo cancellation, noise suppression, gain control, silence between words)
 *   spoils music: in the other modes it is off, whatever the settings say, and the sound is stereo.
 * @typedef {object} AudioSettings
 * @property {boolean} echoCancellation
 * @property {boolean} noiseSuppression
 * @property {boolean} autoGainControl
 * @property {boolean} denoise noise suppression by RNNoise, instead of the browser's; loaded when it is first wanted
 * @property {boolean} boost the microphone 12 dB louder, and its peaks held down
 * @property {AudioMode} mode
 * @property {boolean} dtx next to nothing is sent while nobody speaks
 * @property {boolean} red all is sent twice
 * @property {boolean | null} stereo null: as the mode has it
 * @property {number} bitrate highest rate, bit/s; 0: the browser's choice
 */

/** @type {readonly AudioMode[]} their places are the numbers of BRAC_SO_AUDIO_CAPTUREMODE */
export const audioModes = ['speech', 'music', 'karaoke', 'line'];

/** @type {AudioSettings} */
export const defaultAudio = {
  echoCancellation: true, noiseSuppression: true, autoGainControl: true, denoise: false, boost: false, mode: 'speech', dtx: false, red: false,
  stereo: null, bitrate: 0,
};

const isSpeech = (audio) => audio.mode === 'speech';
const isStereo = (audio) => audio.stereo ?? !isSpeech(audio);

/** What our own work on the sound is to be. @param {AudioSettings} audio */
export const treatment = (audio) => ({ denoise: audio.denoise && isSpeech(audio), boost: audio.boost });

/**
 * What is asked of the browser.
 * @param {AudioSettings} audio @param {boolean} denoises RNNoise is at work: twice the suppression is half the voice
 */
export function constraintsOf(audio, denoises) {
  const speech = isSpeech(audio);
  return {
    echoCancellation: audio.echoCancellation && speech,
    noiseSuppression: audio.noiseSuppression && speech && !denoises,
    autoGainControl: audio.autoGainControl && speech,
    ...isStereo(audio) ? { channelCount: { ideal: 2 } } : {},
  };
}

/** What is asked of the encoder. @param {AudioSettings} audio */
export const sendingOf = (audio) => ({ dtx: audio.dtx && isSpeech(audio), red: audio.red, stereo: isStereo(audio), maxBitrate: Math.max(0, audio.bitrate) });

const PROCESSING = /** @type {const} */ (['echoCancellation', 'noiseSuppression', 'autoGainControl']);

/**
 * What the browser really does; null: it does not tell.
 * @param {MediaStreamTrack} track
 */
export function reported(track) {
  const got = /** @type {any} */ (track.getSettings?.() ?? {});
  const flag = (value) => value === undefined ? null : value !== false && value !== 'none';
  return {
    echoCancellation: flag(got.echoCancellation), noiseSuppression: flag(got.noiseSuppression), autoGainControl: flag(got.autoGainControl),
    channels: got.channelCount ?? null, sampleRate: got.sampleRate ?? null,
  };
}

/** Which wishes the browser does not fulfil, as far as it tells. @param {MediaStreamTrack} track @param {ReturnType<typeof constraintsOf>} wish */
export function unmet(track, wish) {
  const is = reported(track);
  return PROCESSING.filter((name) => is[name] !== null && is[name] !== wish[name]);
}
