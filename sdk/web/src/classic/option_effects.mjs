// SPDX-License-Identifier: Apache-2.0
// The SDK options that belong to no feature of their own: versions, identity, the log, how what arrives is played.

import { Code } from '../errors.mjs';
import * as c from '../generated/constants.mjs';
import { optionTable } from '../generated/options.mjs';
import { version } from '../version.mjs';
import { newGuid, text } from './convert.mjs';

/** @param {import('./face.mjs').Face} face */
export function serveOptions(face) {
  const { options, platform } = face;
  const [main, sub] = version.split('.').map(Number);
  const quietly = (promise) => { promise?.catch?.(() => {}); }; // the core's error event tells

  // ---- what is told ----

  options.onGet(c.BRAC_SO_CORESDK_MAINVERSION, () => main);
  options.onGet(c.BRAC_SO_CORESDK_SUBVERSION, () => sub);
  options.onGet(c.BRAC_SO_CORESDK_BUILDTIME, () => `parlor-web ${version}`);
  options.onGet(c.BRAC_SO_CORESDK_NEWGUID, () => newGuid(platform.random));
  options.onGet(c.BRAC_SO_CORESDK_SUPPORTHTML5, () => 1);
  options.onGet(c.BRAC_SO_CORESDK_LASTERRORCODE, () => face.lastError);
  options.onGet(c.BRAC_SO_NETWORK_UDPSTATUS, () => (face.client?.stats.overUdp ? 1 : 0));
  options.onGet(c.ANYCHATWEB_SO_IPCGUID, () => face.guid);
  options.onGet(c.BRAC_SO_LOCALPATH2URL, (path) => face.client?.files.url(text(path)) ?? text(path));

  // ---- the log ----

  options.onSet(c.BRAC_SO_CORESDK_WRITELOG, (line) => { platform.info(line); });
  options.onSet(c.BRAC_SO_CORESDK_DUMPCOREINFO, (value) => { if (value === 1) platform.info(JSON.stringify(known(face))); });

  // ---- how what arrives is played ----

  /** Smooth play and low delay contradict each other: low delay counts. */
  const hold = () => face.client.buffering.set(
    options.int(c.BRAC_SO_CORESDK_LOWDELAYCTRL) ? 0 : options.int(c.BRAC_SO_STREAM_SMOOTHPLAYMODE) ? options.int(c.BRAC_SO_STREAM_MAXBUFFERTIME) : null);
  options.onSet([c.BRAC_SO_CORESDK_LOWDELAYCTRL, c.BRAC_SO_STREAM_SMOOTHPLAYMODE, c.BRAC_SO_STREAM_MAXBUFFERTIME], hold);
  options.onSet(c.BRAC_SO_CORESDK_ACTIVESTATE, (value) => face.client.setAway(value === 0));
  options.onSet(c.BRAC_SO_CORESDK_AUDIOMUTE, (value) => face.client.playback.setMuted(value === 1));
  options.onSet(c.BRAC_SO_CORESDK_RESETAUDIOPLAYBACK, () => quietly(face.client.playback.restart()));
  options.onSet(c.BRAC_SO_CORESDK_RESETAUDIOCAPTURE, () => quietly(face.client.local.microphone.restart()));

  // ---- what a page may not do ----

  options.onSet(c.BRAC_SO_CORESDK_TICKOUTUSER, () => Code.NOT_ALLOWED);
}

/** What helps to understand a complaint; no password, no text. @param {import('./face.mjs').Face} face */
function known({ client, options, selfState }) {
  const { room, stats, session, direct } = client;
  const streams = (id) => ['video', 'audio'].map((kind) => [kind, stats.of(id, kind)]).filter(([, { bitrate }]) => bitrate > 0);
  const users = [session.self, ...room.members.values()].filter(Boolean);
  return {
    version, selfState, link: session.state, ip: session.welcome?.ip, server: session.welcome?.server, room: room.current?.id ?? null,
    roundTrip_ms: stats.roundTrip_ms, udp: stats.overUdp, estimate: stats.estimate,
    users: users.map(({ id, camera, mic }) => ({ id, camera, mic, direct: direct.state(id), ...Object.fromEntries(streams(id)) })),
    options: Object.fromEntries(optionTable.filter(([number, access, fallback]) => access === 'rw' && options.string(number) !== String(fallback))
      .map(([number]) => [number, options.string(number)])),
  };
}
