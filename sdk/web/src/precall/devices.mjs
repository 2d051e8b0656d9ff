// SPDX-License-Identifier: Apache-2.0
// The steps before the network: browser, permission, camera, microphone, loudspeaker.

import { failed, judgeCamera, judgeMicrophone, passed, skipped, warned } from './judge.mjs';

const LISTEN_MS = 4000, ENOUGH = 25;
const TICK_MS = 100;

/** @typedef {import('./precall.mjs').Context} Context */

/** @param {Context} context */
export async function browser({ platform, probe }) {
  const codecs = [...new Set(platform.videoCodecs('receive').map(({ mimeType }) => mimeType.split('/')[1]))].filter((name) => /^(H264|VP8|VP9|AV1)$/i.test(name));
  const figures = { userAgent: probe.userAgent, codecs: codecs.join(' ') };
  if (!platform.createPeer) return failed('browser.webrtc', figures);
  if (!probe.webSocket) return failed('browser.old', figures);
  if (!probe.secure) return warned('browser.insecure', figures); // watching is possible all the same
  return platform.mediaDevices?.getUserMedia ? passed(figures) : warned('browser.devices', figures);
}

const constraint = (id) => id ? { deviceId: { exact: id } } : {};

/** Both are asked for together, so that there is one question. @param {Context} context */
export async function permission(context) {
  const { capture, options, shared, probe } = context;
  if (!context.platform.mediaDevices?.getUserMedia) return failed('permission.impossible');
  const before = { camera: await probe.permission('camera'), microphone: await probe.permission('microphone') };
  const asks = Object.values(before).includes('prompt');
  context.live({ asking: asks || Object.values(before).includes('') });
  const wanted = { camera: ['video', options.camera], microphone: ['audio', options.microphone] };
  const kinds = ['camera', 'microphone'].filter((kind) => context.wants(kind));
  if (kinds.length === 0) return skipped('unwanted');
  const results = await Promise.all(kinds.map(async (kind) => {
    const [type, id] = wanted[kind];
    try {
      const track = await capture.open(type, constraint(id));
      if (context.over()) { track.stop(); return 'over'; }
      shared.tracks[kind] = track;
      return '';
    } catch (error) {
      shared.refused[kind] = error?.reason || 'busy';
      return shared.refused[kind];
    }
  }));
  context.live({ asking: false });
  const refused = kinds.filter((_, index) => results[index] === 'permission');
  if (refused.length === 0) return passed(before);
  return refused.length === kinds.length ? failed('permission.refused', before) : warned(`permission.${refused[0]}`, before);
}

/** @param {Context} context @param {'camera' | 'microphone'} kind */
function obstacle({ shared }, kind) {
  if (shared.tracks[kind]) return null;
  const reason = shared.refused[kind];
  // What was refused is said once, above.
  return reason && reason !== 'permission' ? failed(`${kind}.${reason}`) : skipped('earlier');
}

/** @param {Context} context */
export async function camera(context) {
  const track = context.shared.tracks.camera;
  const blocked = obstacle(context, 'camera');
  if (!track || blocked) return blocked ?? skipped('earlier');
  const stream = context.platform.createStream([track]);
  context.live({ stream, device: track.label });
  try {
    const judged = judgeCamera(await context.probe.look(stream));
    return track.readyState === 'ended' ? failed('camera.ended') : { ...judged, figures: { device: track.label, ...judged.figures } };
  } finally {
    context.live({ stream: null });
    track.stop();
  }
}

/** @param {Context} context */
export async function microphone(context) {
  const track = context.shared.tracks.microphone;
  const blocked = obstacle(context, 'microphone');
  if (!track || blocked) return blocked ?? skipped('earlier');
  const ear = context.probe.listen(context.platform.createStream([track]));
  context.live({ level: 0, device: track.label });
  let loudest = 0, works = false;
  try {
    for (let passedMs = 0; passedMs < LISTEN_MS && !context.over(); passedMs += TICK_MS) {
      await context.wait(TICK_MS);
      const level = ear.level();
      works ||= ear.works();
      loudest = Math.max(loudest, level);
      context.live({ level });
      context.progress(passedMs / LISTEN_MS);
      if (loudest >= ENOUGH && passedMs > LISTEN_MS / 4) break; // heard: no need to go on
    }
    if (track.readyState === 'ended') return failed('microphone.ended');
    const judged = judgeMicrophone({ loudest, muted: track.muted === true }, works);
    return { ...judged, figures: { device: track.label, ...judged.figures } };
  } finally {
    context.live({ level: null });
    ear.close();
    track.stop();
  }
}

/** @param {Context} context */
export async function speaker(context) {
  const { options, probe } = context;
  for (;;) {
    if (!await probe.playTone(options.speaker ?? '')) return warned('speaker.blocked');
    if (!options.confirmSound) return passed({ confirmed: false });
    const answer = await context.unlessOver(options.confirmSound());
    if (answer === 'again') continue;
    return answer ? passed({ confirmed: true }) : failed('speaker.unheard');
  }
}
