// SPDX-License-Identifier: Apache-2.0
// Lengths of time as pages write them. Pure.

const two = (value) => String(value).padStart(2, '0');

/** "4:05", "1:00:00". @param {number} seconds */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
