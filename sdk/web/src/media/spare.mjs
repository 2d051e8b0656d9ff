// SPDX-License-Identifier: Apache-2.0
// A device that is in use has gone: may another one be opened instead of it?

/**
 * Only one that was unplugged, and only while the user's permission stands: whoever takes the permission back does not want to be
 * asked at once, and a driver that has failed fails again.
 * @param {import('./devices.mjs').Devices} devices @param {'camera' | 'microphone'} kind @param {MediaStreamTrack} track
 */
export async function hasSpare(devices, kind, track) {
  const id = track.getSettings?.().deviceId;
  if (!id) return false;
  await devices.refresh();
  if (['denied', 'prompt'].includes(devices.permission(kind))) return false;
  const real = devices.list(kind).filter((device) => !device.screen);
  const hidden = real.some((device) => device.id === ''); // as without permission
  return real.length > 0 && !hidden && !real.some((device) => device.id === id);
}
