// SPDX-License-Identifier: Apache-2.0
// Recordings of a whole server without a browser: publishers of known pictures and beeps (parlor-load), who asks for recordings, the catalogue as operators see it.
import {execFile} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {Client} from './client.mjs';
import {ask, socketOf} from './operator.mjs';
import {startParlord} from './parlord.mjs';
import {Program, built} from './program.mjs';

const run = promisify(execFile);
export const FLAGS = {VIDEO: 1, AUDIO: 2, SERVER: 4, MIXAUDIO: 0x10, ABREAST: 0x100, LOCALCB: 0x800, STREAM: 0x1000, ERRORCODE: 0x4000, CANCEL: 0x10000};
export const HERTZ = 1000;
export const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

/** Files for parlor-load: a test pattern that is white for 80 ms at each full second, when it beeps. Remove `dir` afterwards. */
export async function makeFilm({size = '640x360', kbps = 800, seconds = 10, fps = 25} = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-film-'));
  const film = join(dir, 'film.ivf'), sound = join(dir, 'film.opus');
  const flash = `lt(mod(t+0.001,1),0.08)`;
  await run('ffmpeg', ['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${fps}:d=${seconds},format=yuv420p,eq=brightness=-0.2,drawbox=w=iw:h=ih:color=white:t=fill:enable='${flash}'`,
    '-f', 'lavfi', '-i', `aevalsrc='0.4*sin(2*PI*${HERTZ}*t)*lt(mod(t,1),0.08)':s=48000:d=${seconds}`,
    '-map', '0:v', '-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-g', String(fps), '-b:v', `${kbps}k`, film,
    '-map', '1:a', '-c:a', 'libopus', '-b:a', '32k', '-application', 'lowdelay', '-frame_duration', '20', sound]);
  return {film, sound, dir, remove: () => rmSync(dir, {recursive: true, force: true})};
}

/** A server that records, over a data folder that outlives it when `data` names one. */
export function startRecording({data, config = '', record = '', env = {}} = {}) {
  const recorder = built('src/recorder/parlor-recorder');
  return startParlord({
    config: `[record]\nenabled = yes\nrecorder = ${recorder}\nfree_mbyte = 0\n${record}\n[guests]\nrecording = yes\n[login]\nlogins_per_minute_per_ip = 100000\n[server]\nmax_links_per_ip = 0\n${config}`,
    env: {...data && {PARLOR_STORE_PATH: join(data, 'parlor.db'), PARLOR_RECORD_DIRECTORY: join(data, 'recordings')}, ...env},
  });
}

/** Publishers in rooms from `room` on, until they are killed: the running program. They are there when all have joined. */
export function publish(server, film, {rooms = 1, publishers = 2, subscribers = 0, room = 1000, seconds = 3600, args = []} = {}) {
  return new Program(built('src/load/parlor-load'), ['--quiet', '--json', '-', '--server', server.wsUrl, '--rooms', String(rooms), '--first-room', String(room), '--publishers', String(publishers),
    '--subscribers', String(subscribers), '--seconds', String(seconds), ...film ? ['--film', film.film, '--sound', film.sound] : [], ...args]);
}

/** Somebody in the room who sees `publishers` others with open cameras: {client, members}. */
export async function visit(server, room, publishers, name = 'asks') {
  const client = await Client.login(server.wsUrl, name);
  const {members} = await client.ask('enter', {room});
  const users = new Map(members.filter((m) => m.name.startsWith('load-p-')).map((m) => [m.id, m.camera]));
  const take = (m) => {
    if (m.t === 'user_entered' && m.user.name.startsWith('load-p-')) users.set(m.user.id, m.user.camera);
    if (m.t === 'user_state' && users.has(m.user) && m.camera !== undefined) users.set(m.user, m.camera);
  };
  for (let at = 0, end = Date.now() + 30000; ;) {
    for (; at < client.received.length; at++) take(client.received[at]);
    if ([...users.values()].filter((camera) => camera === 2).length >= publishers) break;
    if (Date.now() > end) throw new Error(`only ${JSON.stringify([...users])} of ${publishers} publish: ${JSON.stringify(client.received.slice(-5))}`);
    await pause(20);
  }
  return {client, members: [...users.keys()].sort((a, b) => b - a)};
}

/** Asks for a recording and waits until it runs: its number. */
export async function begin(client, user, fields) {
  await client.ask('record', {user, on: true, param: 0, ...fields, flags: FLAGS.SERVER | FLAGS.LOCALCB | FLAGS.ERRORCODE | (fields.flags ?? 0)});
  return (await client.next('recording', (m) => m.state === 'running' && m.user === user && m.by === client.self.id)).record;
}

/** Ends it and waits for its file: the message `recorded`. */
export async function end(client, user, record) {
  await client.ask('record', {user, on: false, param: 0, flags: FLAGS.SERVER});
  return client.whenever('recorded', (m) => m.record === record);
}

/** All rows of the catalogue, oldest first. */
export async function catalogue(server) {
  const {status, json} = await ask(socketOf(server), '/v1/recordings?limit=1000');
  if (status !== 200) throw new Error(`recordings: ${status} ${JSON.stringify(json)}`);
  return json.recordings.sort((a, b) => a.id - b.id);
}

/** Waits until a fact of the catalogue is true; gives it. */
export async function catalogued(server, fact, what, timeoutMs = 90000) {
  for (const until = Date.now() + timeoutMs; ;) {
    const rows = await catalogue(server), found = fact(rows);
    if (found) return found;
    if (Date.now() > until) throw new Error(`${what} did not come into the catalogue: ${JSON.stringify(rows.slice(-5))}\n${server.log.slice(-3000)}`);
    await pause(50);
  }
}

/** What ffmpeg says when it decodes all of a file: '' when nothing is wrong. */
export async function decode(file) {
  const {stderr} = await run('ffmpeg', ['-v', 'error', '-nostdin', '-i', file, '-f', 'null', '-'], {maxBuffer: 1 << 24}).catch((error) => error);
  return stderr;
}
