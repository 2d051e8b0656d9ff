// SPDX-License-Identifier: Apache-2.0
// parlor-recorder when it is killed, when its link is lost, and when the disk is full: every file plays, and nothing is told that is not so.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, test} from 'node:test';
import {endPrograms} from '../support/program.mjs';
import {Recorder, pictures, probe} from '../support/recorder.mjs';

afterEach(endPrograms); // whatever has failed

const ROUNDS = Number(process.env.RECORDER_KILLS ?? 2);
const types = ['mp4', 'webm', 'flv', 'wmv', 'mp3'];

const folder = () => mkdtempSync(join(tmpdir(), 'parlor-recorder-'));

/** One recording of each type, and a copy, of one publisher; ids from `first` on. */
function startAll(r, first, sources) {
  types.forEach((type, i) => r.say({cmd: 'start', id: first + i, user: 1, file: `k${first + i}`, type, sources, width: 320, height: 180}));
  r.say({cmd: 'start', id: first + types.length, user: 1, file: `k${first + types.length}`, flags: 0x1003, sources});
  return [...types, 'copy'].map((_, i) => first + i);
}

test('killed at any moment: the next start finishes all files, at most two seconds are missing', async (t) => {
  const root = folder(), missing = new Map([...types, 'copy'].map((type) => [type, []]));
  for (let round = 0; round < ROUNDS; round++) {
    const r = await Recorder.start({folder: root});
    const ids = startAll(r, round * 10 + 1, r.sources(['Anna']));
    const feed = await r.feed([{codec: round % 2 ? 'vp8' : 'h264'}], {seconds: 6});
    for (const id of ids) await r.next('progress', {id, elapsed_ms: (ms) => ms >= 1200 + 300 * (round % 5)});
    await new Promise((resolve) => { setTimeout(resolve, Math.random() * 500); }); // anywhere between two marks
    const killedAt = Number(process.hrtime.bigint() / 1000n);
    await r.program.kill('SIGKILL');
    const begun = (killedAt - feed.startStamp) / 1e6;
    await feed.kill('SIGKILL');
    const slow = new Set(r.events.filter((e) => e.event === 'warn' && e.code === 2).map((e) => e.id)); // pictures were left out

    const next = await Recorder.start({folder: root});
    assert.equal(next.ready.recovered, ids.length);
    for (const id of ids) {
      const done = await next.next('finished', {id});
      assert.equal(done.how, 'recovered', JSON.stringify(done));
      const facts = await probe(next.file(done.file));
      assert.equal(facts.errors, '', `${done.file}: ${facts.errors}`);
      assert.ok(facts.duration >= begun - 2, `${done.file}: ${facts.duration} s of ${begun} s`);
      [...missing.values()][(id - 1) % 10].push(Math.round(1000 * (begun - facts.duration)));
      assert.ok(Math.abs(facts.duration * 1000 - done.elapsed_ms) < 200, `${done.file}: ${facts.duration} s, told ${done.elapsed_ms} ms`);
      assert.equal(done.lost_ms, 2000);
      if (facts.video && !slow.has(id)) assert.ok(Number(facts.video.nb_read_frames) >= (begun - 2) * 25 - 2, `${done.file}: ${facts.video.nb_read_frames} pictures in ${begun} s`);
    }
    assert.deepEqual(readdirSync(root).filter((f) => /part|new/.test(f)), []);
    await next.stop();
  }
  for (const [type, ms] of missing) t.diagnostic(`${type}: ${Math.min(...ms)} to ${Math.max(...ms)} ms are missing`);
  // Nobody has acknowledged: all is told again, with nothing left to finish; then it is acknowledged.
  const last = await Recorder.start({folder: root});
  assert.equal(last.ready.recovered ?? 0, 0);
  for (let round = 0; round < ROUNDS; round++) for (let i = 1; i <= types.length + 1; i++) {
    await last.next('finished', {id: round * 10 + i});
    last.say({cmd: 'ack', id: round * 10 + i});
  }
  last.say({cmd: 'ping', id: 7});
  await last.next('pong', {id: 7});
  assert.deepEqual(readdirSync(join(root, '.journal')), []);
  await last.stop();
  rmSync(root, {recursive: true});
});

test('killed in the middle: the next recorder goes on with the same files, and says what is missing', async () => {
  const root = folder();
  // A media worker sends on, to the port of whichever recorder there is: the stamps are of one clock.
  const stamp = () => Number(process.hrtime.bigint() / 1000n);
  let r = await Recorder.start({folder: root, hello: () => ({stamp_us: stamp()})});
  const ids = startAll(r, 1, r.sources(['Anna']));
  const publishers = [{codec: 'h264', grey: 120}];
  const before = await r.feed(publishers, {seconds: 20});
  const begun = new Map();
  for (const id of ids) {
    begun.set(id, (await r.next('first', {id})).stamp_us);
    await r.next('progress', {id, elapsed_ms: (ms) => ms >= 1500});
  }
  await r.program.kill('SIGKILL');
  await before.kill('SIGKILL');
  const told = new Map(ids.map((id) => [id, Math.max(...r.events.filter((e) => e.event === 'progress' && e.id === id).map((e) => e.elapsed_ms ?? 0))]));

  r = await Recorder.start({folder: root, hello: () => ({stamp_us: stamp(), resumes: true})});
  assert.equal(r.ready.recovered, ids.length);
  const sources = r.sources(['Anna']);
  const [left, copy] = [types.indexOf('flv') + 1, types.length + 1], going = ids.filter((id) => id !== left);
  for (const id of going) {
    r.say({cmd: 'start', id, user: 1, file: `k${id}`, type: types[id - 1], flags: id === copy ? 0x1003 : 0, sources, width: 320, height: 180,
      resume: true, begin_us: begun.get(id), from_ms: told.get(id)});
  }
  r.say({cmd: 'start', id: 99, file: 'none', sources, resume: true});
  assert.equal((await r.next('refused', {id: 99})).code, 720);
  r.say({cmd: 'recover'});
  assert.equal((await r.next('finished', {id: left})).how, 'recovered', 'what nobody goes on with is finished');
  const after = await r.feed(publishers, {seconds: 4});
  await after.ended;
  for (const id of going) r.say({cmd: 'stop', id});
  r.say({cmd: 'ping', id: 1});
  await r.next('pong', {id: 1});
  const stopped = stamp(); // they end when they were stopped, however long that took: silence goes on until then
  for (const id of going) {
    const {stamp_us: first, lost_ms: lost} = await r.next('first', {id});
    assert.equal(first, begun.get(id), 'it began when it began');
    const done = await r.next('finished', {id});
    assert.equal(done.how, 'stopped', JSON.stringify(done));
    const facts = await probe(r.file(done.file));
    assert.equal(facts.errors, '', `${done.file}: ${facts.errors}`);
    const whole = (after.startStamp - first) / 1e6 + 4;
    const hole = (after.startStamp - first) / 1000 - told.get(id);
    assert.ok(Math.abs(lost - hole) < 250, `${done.file}: ${lost} ms are told to be missing of ${hole}`);
    assert.ok(facts.duration >= whole - 0.3 && facts.duration < (stopped - first) / 1e6 + 0.3, `${done.file}: ${facts.duration} s of ${whole} s, stopped after ${(stopped - first) / 1e6} s`);
    if (!facts.video || id === copy) continue;
    const frames = await pictures(r.file(done.file), 320, 180);
    const last = frames.filter((f) => f.t > whole - 2 && f.t < whole - 0.2);
    assert.ok(last.length > 20, `${done.file}: ${last.length} pictures at the end`);
    // Where the pictures of the second half are: at their moments.
    for (const f of last) assert.ok(Math.abs(f.number(0, 0, 320) / 25 - (f.t - whole + 4)) < 0.1, `${done.file}: picture ${f.number(0, 0, 320)} at ${f.t} of ${whole}`);
  }
  assert.deepEqual(readdirSync(root).filter((f) => /\.part|new/.test(f)), []);
  await r.stop();
  rmSync(root, {recursive: true});
});

test('the link is lost: all files are finished, and told to the next server', async () => {
  const root = folder();
  const r = await Recorder.start({folder: root});
  const ids = startAll(r, 1, r.sources(['Anna']));
  const feed = await r.feed([{codec: 'h264'}], {seconds: 3});
  for (const id of ids) await r.next('progress', {id, elapsed_ms: (ms) => ms >= 1000});
  r.link.destroy();
  await feed.ended;
  await r.program.kill('SIGTERM');
  assert.equal(r.program.exit.code, 0, r.program.errors);
  const next = await Recorder.start({folder: root});
  assert.equal(next.ready.recovered ?? 0, 0);
  for (const id of ids) {
    const done = await next.next('finished', {id});
    assert.equal(done.how, 'link');
    assert.equal((await probe(next.file(done.file))).errors, '');
  }
  await next.stop();
  rmSync(root, {recursive: true});
});

test('cancelled and empty recordings leave no file; names never leave the folder, nor overwrite', async () => {
  const r = await Recorder.start();
  const sources = r.sources(['Anna']);
  writeFileSync(r.file('taken.mp4'), 'mine');
  for (const [id, file] of [[1, '../out'], [2, '/tmp/out'], [3, 'a/../../out'], [4, '.hidden']]) {
    r.say({cmd: 'start', id, file, sources});
    assert.equal((await r.next('refused', {id})).code, 21);
  }
  r.say({cmd: 'start', id: 5, file: 'x', sources: [99]});
  assert.equal((await r.next('refused', {id: 5})).code, 722);
  r.say({cmd: 'stop', id: 77});
  assert.equal((await r.next('refused', {id: 77})).code, 720);
  r.say({cmd: 'start', id: 10, user: 1, file: 'empty', sources});
  r.say({cmd: 'stop', id: 10});
  assert.equal((await r.next('finished', {id: 10})).how, 'empty');
  r.say({cmd: 'start', id: 11, user: 1, file: 'cancelled', sources});
  r.say({cmd: 'start', id: 12, user: 1, file: 'taken', sources, width: 320, height: 180, max_ms: 1000});
  r.say({cmd: 'snapshot', id: 13, source: 1, file: 'shots/one', timeout_ms: 30000});
  r.say({cmd: 'snapshot', id: 14, source: 2, file: 'shots/none', timeout_ms: 100});
  const feed = await r.feed([{size: '640x480', grey: 100}], {seconds: 3});
  await r.next('started', {id: 11});
  r.say({cmd: 'cancel', id: 11});
  const cancelled = await r.next('finished', {id: 11});
  assert.equal(cancelled.how, 'canceled');
  assert.equal(cancelled.file, undefined);
  assert.equal((await r.next('finished', {id: 12})).file, 'taken-2.mp4');
  assert.equal(statSync(r.file('taken.mp4')).size, 4);
  const shot = await r.next('image', {id: 13});
  assert.deepEqual([shot.file, shot.width, shot.height], ['shots/one.jpg', 640, 480]);
  assert.equal((await probe(r.file(shot.file))).video.codec_name, 'mjpeg');
  assert.equal((await r.next('refused', {id: 14})).code, 722);
  assert.deepEqual(readdirSync(r.folder).filter((f) => f !== '.journal').sort(), ['shots', 'taken-2.board.jpg', 'taken-2.mp4', 'taken-2.thumb.jpg', 'taken.mp4']);
  await feed.ended;
  await r.stop();
});

// A small disk of its own, in a name space of its own.
const root = mkdtempSync(join(tmpdir(), 'parlor-small-disk-'));
const mounts = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', root]).status === 0;

test('a full disk: recordings end, what was written plays, and the reason is told', {skip: !mounts && 'no name spaces here', timeout: 180000}, async () => {
  const wrap = ['unshare', '-rm', 'sh', '-c', `mount -t tmpfs -o size=3m tmpfs ${root} && exec "$0" "$@"`];
  const r = await Recorder.start({folder: root, wrap});
  const sources = r.sources(['Anna']);
  const plans = ['mp4', 'webm', 'flv', 'mp3'];
  plans.forEach((type, i) => r.say({cmd: 'start', id: i + 1, user: 1, file: type, type, sources, width: 320, height: 180, audio_bps: 128000}));
  r.say({cmd: 'start', id: 5, user: 1, file: 'copy', flags: 0x1003, sources});
  const feed = await r.feed([{codec: 'h264', kbps: 4000, size: '640x360'}], {seconds: 8, copies: 1});
  const ends = [];
  // What is written goes on until the disk is full: a file beside them takes the room.
  await r.next('progress', {id: 1, elapsed_ms: (ms) => ms >= 2000});
  const inside = `/proc/${r.program.child.pid}/root${root}`;
  try { writeFileSync(join(inside, 'ballast'), Buffer.alloc(4 << 20)); } catch (error) { assert.equal(error.code, 'ENOSPC'); }
  for (let id = 1; id <= 5; id++) ends.push(await r.next('finished', {id}));
  for (const done of ends) {
    assert.equal(done.how, 'disk_full', JSON.stringify(done));
    const facts = await probe(join(inside, done.file));
    assert.ok(done.elapsed_ms >= 500, `${done.file}: ${done.elapsed_ms} ms`);
    if (facts.video) assert.ok(Number(facts.video.nb_read_frames) >= 12, `${done.file}: ${facts.video.nb_read_frames} pictures`);
    assert.equal(facts.errors, '', `${done.file}: ${facts.errors}`);
  }
  r.say({cmd: 'ping', id: 1});
  await r.next('pong', {id: 1});
  await feed.ended;
  await r.stop();
  if (existsSync(root)) rmSync(root, {recursive: true});
});
