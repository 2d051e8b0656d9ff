// SPDX-License-Identifier: Apache-2.0
// How loud somebody speaks, 0 to 100. The others: as their packets say. Ourselves: an analyser behind the microphone
// (mic_chain.mjs).

const FLOOR_DB = -50; // as quiet as nothing
const FRESH_MS = 500; // older packets say nothing about now

/** @param {number} linear 0 to 1 @returns {number} 0 to 100, in steps of decibels as ears have them */
export function loudness(linear) {
  if (!(linear > 0)) return 0;
  const db = 20 * Math.log10(linear);
  return Math.max(0, Math.min(100, Math.round((1 - db / FLOOR_DB) * 100)));
}

/** @param {RTCRtpReceiver | null} receiver @returns {number | null} null: the browser does not tell */
export function remoteLevel(receiver) {
  const source = receiver?.getSynchronizationSources?.()[0];
  if (!source || source.audioLevel === undefined) return null;
  const now = (globalThis.performance?.timeOrigin ?? 0) + (globalThis.performance?.now?.() ?? 0);
  return Math.abs(now - source.timestamp) > FRESH_MS && source.timestamp > 1e12 ? 0 : loudness(source.audioLevel);
}
