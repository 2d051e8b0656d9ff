// SPDX-License-Identifier: Apache-2.0
// Seeing and hearing oneself before joining. Nothing of it leaves the computer; when the user joins, it is let go so that
// the SDK can open the devices (phones give a camera to one at a time).

import { deviceObstacle, deviceProblemOf } from './problems.mjs';

/** @typedef {import('./store.mjs').Problem} Problem */
/** @typedef {{ asking: boolean, started: boolean, stream: MediaStream | null, problems: { mic: Problem | null, camera: Problem | null } }} Preview */

const constraint = (id) => (id ? { deviceId: { exact: id } } : true);

/**
 * @param {object} ports
 * @param {ReturnType<import('./devices.mjs').createDevices>} ports.devices
 * @param {(preview: Preview) => void} ports.changed
 */
export function createPreview({ devices, changed }) {
  /** @type {Preview} */
  let now = { asking: false, started: false, stream: null, problems: { mic: null, camera: null } };
  let round = 0; // an answer that comes after stop() or a newer start() is thrown away

  const update = (change) => { now = { ...now, ...change }; changed(now); };
  const halt = (stream) => stream?.getTracks().forEach((track) => track.stop());

  const open = (want) => navigator.mediaDevices.getUserMedia({
    audio: want.mic ? constraint(devices.chosen('mic')) : false,
    video: want.camera ? constraint(devices.chosen('camera')) : false,
  });

  /** One question for both; when that fails, each for itself, so that a missing camera does not cost the microphone. */
  async function openAll(want) {
    const problems = { mic: null, camera: null };
    const tracks = [];
    const wanted = ['mic', 'camera'].filter((kind) => want[kind]);
    try {
      tracks.push(...(await open(want)).getTracks());
    } catch (error) {
      for (const kind of wanted) {
        try {
          if (wanted.length === 1) throw error;
          tracks.push(...(await open({ [kind]: true })).getTracks());
        } catch (reason) {
          problems[kind] = deviceProblemOf(reason);
        }
      }
    }
    return { stream: tracks.length > 0 ? new MediaStream(tracks) : null, problems };
  }

  /** @param {{ mic: boolean, camera: boolean }} want */
  async function start(want) {
    const mine = ++round;
    halt(now.stream);
    const obstacle = deviceObstacle();
    if (obstacle) { update({ stream: null, problems: { mic: obstacle, camera: obstacle } }); return; }
    if (!want.mic && !want.camera) { update({ asking: false, stream: null }); return; }
    update({ asking: true, started: true, stream: null });
    const result = await openAll(want);
    if (mine !== round) { halt(result.stream); return; }
    update({ asking: false, ...result });
    void devices.refresh(); // names and ids are known only after permission
  }

  function stop() {
    round++;
    halt(now.stream);
    update({ asking: false, started: false, stream: null });
  }

  return { start, stop, get now() { return now; } };
}

/** Has the user allowed this page its devices before, so that no question will come? @returns {Promise<boolean>} */
export async function allowedBefore() {
  try {
    const answers = await Promise.all(['camera', 'microphone'].map((name) => navigator.permissions.query({ name: /** @type {PermissionName} */ (name) })));
    return answers.every(({ state }) => state === 'granted');
  } catch {
    return false; // Firefox before 131 does not know these names
  }
}
