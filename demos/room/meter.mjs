// SPDX-License-Identifier: Apache-2.0
// How loud a microphone is, ten times a second.

/**
 * Level of samples around 128, from 0 (silence) to 1 (loud speech): -55 dB to -12 dB, as the ear counts.
 * @param {Uint8Array} samples
 */
export function levelOf(samples) {
  let sum = 0;
  for (const sample of samples) sum += ((sample - 128) / 128) ** 2;
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-9);
  return Math.max(0, Math.min(1, (decibels + 55) / 43));
}

/**
 * @param {MediaStream} stream with an audio track
 * @param {(level: number) => void} show
 * @returns {() => void} stops it
 */
export function startMeter(stream, show) {
  if (typeof AudioContext !== 'function' || stream.getAudioTracks().length === 0) return () => {};
  const audio = new AudioContext();
  const analyser = audio.createAnalyser();
  analyser.fftSize = 1024;
  audio.createMediaStreamSource(stream).connect(analyser);
  void audio.resume().catch(() => {}); // without a click it may stay silent; then the meter rests
  const samples = new Uint8Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getByteTimeDomainData(samples);
    show(levelOf(samples));
  }, 100);
  return () => {
    clearInterval(timer);
    void audio.close().catch(() => {});
    show(0);
  };
}

/** A soft tone of half a second, on the chosen speaker. @param {string} sinkId */
export async function playTone(sinkId) {
  const audio = new AudioContext();
  const out = audio.createMediaStreamDestination();
  const gain = audio.createGain();
  const tone = audio.createOscillator();
  tone.frequency.value = 523;
  gain.gain.setValueAtTime(0, audio.currentTime);
  gain.gain.linearRampToValueAtTime(0.15, audio.currentTime + 0.05);
  gain.gain.linearRampToValueAtTime(0, audio.currentTime + 0.55);
  tone.connect(gain).connect(out);
  const player = new Audio();
  player.srcObject = out.stream;
  if (sinkId && 'setSinkId' in player) await player.setSinkId(sinkId).catch(() => {});
  tone.start();
  tone.stop(audio.currentTime + 0.6);
  await player.play().catch(() => {});
  tone.onended = () => { player.srcObject = null; void audio.close(); };
}
