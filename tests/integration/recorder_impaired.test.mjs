// SPDX-License-Identifier: Apache-2.0
// Recordings of publishers behind bad networks, each in a room of its own, through a whole server: the files are whole, and sound and picture do not drift apart.
// RECORD_SECONDS: how long (7, and not all networks). The networks are made as by parlor-impair, inside of parlor-load.
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, test} from 'node:test';
import {FLAGS, HERTZ, begin, catalogue, decode, end, makeFilm, pause, publish, startRecording, visit} from '../support/filmed.mjs';
import {endPrograms} from '../support/program.mjs';
import {Recorder, probe} from '../support/recorder.mjs';
import {median, pairs} from '../support/sync.mjs';

afterEach(endPrograms); // whatever has failed

const seconds = Number(process.env.RECORD_SECONDS ?? 7), ROOM = 1000;
const APART_S = 0.04, STEP_S = 0.04; // wanted; and what a picture is long, for a flash is seen with its picture
const ALL = [['clean', ''], ['loss 2 %, jitter', 'loss=2% delay=40ms jitter=20ms'], ['loss 5 %, jitter', 'loss=5% delay=60ms jitter=40ms'],
  ['loss 10 % in bursts, jitter', 'loss=10% burst=3 delay=80ms jitter=60ms'], ['a narrow line', 'rate=1500kbit queue=200ms delay=30ms']];
const NETWORKS = seconds < 10 ? ALL.slice(2) : ALL;

/** Beside one another at the beginning and at the end. */
function together(found, what) {
  assert.ok(found.length >= Math.floor(seconds / 2), `${what}: only ${found.length} flashes with a beep in ${seconds} s`);
  const third = Math.max(2, Math.floor(found.length / 3)), first = median(found.slice(0, third).map((p) => p.apart)), last = median(found.slice(-third).map((p) => p.apart));
  for (const [apart, where] of [[first, 'beginning'], [last, 'end']]) assert.ok(Math.abs(apart) <= APART_S + STEP_S / 2, `${what}: ${Math.round(apart * 1000)} ms apart at the ${where}: ${JSON.stringify(found)}`);
  assert.ok(Math.abs(last - first) <= APART_S, `${what}: drifted by ${Math.round((last - first) * 1000)} ms`);
  return [first, last].map((v) => Math.round(v * 1000));
}

test('publishers behind bad networks: no file is broken, sound and picture keep together', {timeout: 1000 * seconds + 240000}, async (t) => {
  const film = await makeFilm();
  const server = await startRecording();
  try {
    await server.waitForLog(/recorder\.ready/, 60000);
    const rooms = join(film.dir, 'rooms.ini');
    writeFileSync(rooms, NETWORKS.map(([, up], i) => `[rooms n${i}]\nrooms = 1\npublishers = 1\nsubscribers = 0\n${up && `up = ${up}\n`}`).join(''));
    const load = publish(server, film, {args: ['--rooms-file', rooms], room: ROOM});
    const running = [];
    for (const [i] of NETWORKS.entries()) {
      const {client, members: [user]} = await visit(server, ROOM + i, 1, `asks${i}`), other = await visit(server, ROOM + i, 1, `copies${i}`);
      running.push({i, client, user, record: await begin(client, user, {width: 640, height: 360})});
      running.push({i, client: other.client, user, record: await begin(other.client, user, {flags: FLAGS.VIDEO | FLAGS.AUDIO | FLAGS.STREAM, file_type: 4}), copy: true});
    }
    await pause(1000 * seconds);
    await Promise.all(running.map(async (one) => { one.told = await end(one.client, one.user, one.record); }));
    load.child.kill('SIGTERM');
    await load.ended;
    const rows = await catalogue(server);
    for (const {i, record, copy, told} of running) {
      const [name] = NETWORKS[i], what = `${name}, ${copy ? 'copied' : 'encoded'}`, row = rows.find((r) => r.id === record), file = join(server.dir, 'recordings', row.file);
      assert.deepEqual([told.code, row.state, row.how], [0, 'ended', 'stopped'], what);
      const facts = await probe(file);
      assert.equal(facts.errors, '', what);
      assert.equal(await decode(file), '', what);
      assert.ok(facts.duration >= seconds - 2, `${what}: ${facts.duration} s`);
      const [first, last] = together(await pairs(file, {hertz: HERTZ}), what);
      t.diagnostic(`${what}: ${facts.video.nb_read_frames} pictures in ${facts.duration.toFixed(1)} s, beep after flash ${first} ms at the beginning, ${last} ms at the end`);
    }
    for (const {client} of running) await client.close();
  } finally {
    film.remove();
    await server.stop();
  }
});

test('clocks that run fast and slow, with losses: sound and picture keep together to the end', {timeout: 1000 * seconds + 240000}, async (t) => {
  const r = await Recorder.start({args: ['--delay-ms', '4000']});
  const sources = r.sources(['Anna', 'Bo']);
  r.say({cmd: 'start', id: 1, user: 1, file: 'drift', type: 'mp4', sources, width: 640, height: 360, flags: FLAGS.VIDEO | FLAGS.AUDIO | 0x200 | FLAGS.ABREAST, clip: 3});
  const feed = await r.feed([{ppm: 1000, kbps: 500}, {ppm: -1000, kbps: 500, delay: 30}], {seconds, loss: 20});
  await feed.ended;
  await pause(4500);
  r.say({cmd: 'stop', id: 1});
  const done = await r.next('finished', {id: 1}), file = r.file(done.file);
  assert.equal((await probe(file)).errors + await decode(file), '');
  for (const [channel, hertz, crop] of [[0, 500, 'iw/2:ih/2:0:ih/2'], [1, 1000, 'iw/2:ih/2:iw/2:ih/2']]) {
    const [first, last] = together(await pairs(file, {channel, hertz, crop}), `publisher ${channel + 1}`);
    t.diagnostic(`publisher ${channel + 1}: beep after flash ${first} ms at the beginning, ${last} ms at the end`);
  }
  await r.stop();
});
