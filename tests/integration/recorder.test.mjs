// SPDX-License-Identifier: Apache-2.0
// parlor-recorder alone: what it makes of publishers whose every picture and beep is known, as ffprobe and ffmpeg see it.
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {afterEach, test} from 'node:test';
import {endPrograms} from '../support/program.mjs';
import {Recorder, onsets, pictures, probe, samples, tone} from '../support/recorder.mjs';

afterEach(endPrograms); // whatever has failed

const VIDEO = 1, AUDIO = 2, MIXAUDIO = 0x10, MIXVIDEO = 0x20, ABREAST = 0x100, STEREO = 0x200, STREAM = 0x1000, FILEMD5 = 0x40000;
const W = 640, H = 360;
// Late packets are waited for so long that no other load of the machine can make them late.
const PATIENT = ['--delay-ms', '4000'];

const digest = (file, kind) => createHash(kind).update(readFileSync(file)).digest('hex');

/** Beeps of this frequency in a channel, in seconds. */
const beeps = async (file, channel, hertz) => onsets(tone(await samples(file, channel), hertz), 0.01, 0.02);

/** The picture is white from then on, at this place. */
const flashes = (frames, x, y) => onsets(frames.map((f) => f.at(x, y)), 1, 200).map((i) => frames[i].t);

const near = (actual, wanted, by, what) => {
  assert.equal(actual.length, wanted.length, `${what}: ${actual} instead of ${wanted}`);
  actual.forEach((t, i) => assert.ok(Math.abs(t - wanted[i]) <= by, `${what}: ${actual} instead of ${wanted}`));
};

/** One recording of 3.5 s for each plan, all of the same call: Anna (user 1, VP8, 500 Hz), Bo (user 2, H.264, 1000 Hz, 40 ms later). */
async function record(plans, options = {}) {
  const r = await Recorder.start({args: [...PATIENT, ...(options.args ?? [])]});
  const sources = r.sources(options.names ?? ['Anna', 'Bo']);
  plans.forEach((plan, i) => r.say({cmd: 'start', id: i + 1, user: 1, file: `2026-11-22/${plan.name}`, sources, width: W, height: H, max_ms: 3500, ...plan.start}));
  const feed = await r.feed(options.publishers ?? [{codec: 'vp8'}, {codec: 'h264', ppm: 150, delay: 40}], {seconds: 5, ...options.feed});
  assert.equal((await feed.ended).code, 0);
  const results = [];
  for (let id = 1; id <= plans.length; id++) {
    const done = await r.next('finished', {id});
    assert.equal(done.how, 'limit', JSON.stringify(done));
    const file = r.file(done.file);
    const facts = await probe(file);
    assert.equal(facts.errors, '', `${done.file}: ${facts.errors}`);
    assert.equal(done.sha256, digest(file, 'sha256'));
    assert.ok(Math.abs(facts.duration - 3.5) <= 0.2, `${done.file}: ${facts.duration} s`);
    assert.ok(Math.abs((done.elapsed_ms ?? 0) - 3500) <= 200, `${done.file}: told ${done.elapsed_ms} ms`);
    results.push({...plans[id - 1], done, file, facts});
  }
  return {r, results};
}

test('each file type and flag: streams, length, pictures and channels', async () => {
  const plans = [
    {name: 'plain', start: {}, type: 'mp4', video: 'h264', audio: 'aac', left: 500, right: 500, silent: 1000},
    {name: 'mp4', start: {flags: VIDEO | AUDIO | MIXAUDIO | ABREAST}, type: 'mp4', video: 'h264', audio: 'aac', left: 500, right: 1000},
    {name: 'wmv', start: {flags: VIDEO | AUDIO | STEREO | ABREAST, type: 'wmv'}, type: 'asf', video: 'wmv2', audio: 'wmav2', left: 500, right: 1000, split: true},
    {name: 'flv', start: {flags: VIDEO | AUDIO | MIXAUDIO | MIXVIDEO, type: 'flv'}, type: 'flv', video: 'h264', audio: 'aac', left: 500, right: 1000},
    {name: 'mp3', start: {flags: AUDIO | MIXAUDIO | FILEMD5, type: 'mp3'}, type: 'mp3', audio: 'mp3', left: 500, right: 1000},
    {name: 'webm', start: {flags: VIDEO | AUDIO | STEREO, type: 'webm', user: 2}, type: 'matroska,webm', video: 'vp8', audio: 'opus', left: 1000, right: 500, split: true},
    {name: 'silent', start: {flags: VIDEO}, type: 'mp4', video: 'h264'},
    {name: 'stream', start: {flags: VIDEO | AUDIO | STREAM}, type: 'matroska,webm', video: 'vp8', audio: 'opus', left: 500, right: 500, silent: 1000, copied: true},
    {name: 'stream264', start: {flags: VIDEO | AUDIO | STREAM, user: 2}, type: 'mp4', video: 'h264', audio: 'opus', left: 1000, right: 1000, silent: 500, copied: true},
    {name: 'streammix', start: {flags: VIDEO | AUDIO | STREAM | MIXAUDIO, user: 2, type: 'flv'}, type: 'flv', video: 'h264', audio: 'aac', left: 1000, right: 500, copied: true},
  ];
  const {r, results} = await record(plans);
  for (const {name, file, facts, done, ...want} of results) {
    assert.ok(facts.format.split(',').some((f) => want.type.split(',').includes(f)), `${name}: ${facts.format}`);
    assert.equal(facts.video?.codec_name, want.video, name);
    assert.equal(facts.audio?.codec_name, want.audio, name);
    if (want.video) {
      assert.ok(Math.abs(Number(facts.video.nb_read_frames) - 87) <= 2, `${name}: ${facts.video.nb_read_frames} pictures`);
      assert.equal(facts.video.width, want.copied ? 320 : W, name);
      assert.equal(done.width, facts.video.width);
    }
    if (!want.audio) continue;
    assert.equal(facts.audio.channels, 2, name);
    const has = async (channel, hertz) => (await beeps(file, channel, hertz)).length >= 2;
    assert.ok(await has(0, want.left), `${name}: ${want.left} Hz on the left`);
    assert.ok(await has(1, want.right), `${name}: ${want.right} Hz on the right`);
    if (want.split) assert.ok(!await has(0, want.right) && !await has(1, want.left), `${name}: left and right are apart`);
    if (want.silent) assert.ok(!await has(0, want.silent), `${name}: nobody else is heard`);
  }
  const mp3 = results.find((x) => x.name === 'mp3');
  assert.equal(mp3.done.md5, digest(mp3.file, 'md5'));
  assert.deepEqual(readdirSync(r.file('2026-11-22')).filter((f) => /part|new/.test(f)), [], 'nothing else is left');
  await r.stop();
});

test('beep and flash fall together, for both publishers, to the end', async () => {
  const {r, results} = await record([
    {name: 'sync', start: {flags: VIDEO | AUDIO | STEREO | ABREAST, clip: 3}},
    {name: 'copy', start: {flags: VIDEO | AUDIO | STREAM, user: 2}},
  ]);
  const [sync, copy] = results;
  const frames = await pictures(sync.file, W, H);
  // Bo's picture and sound took 40 ms longer on their way; that is when he was heard.
  near(flashes(frames, 100, 250), [0, 1, 2, 3], 0.025, 'flashes on the left');
  near(flashes(frames, 420, 250), [0.04, 1.04, 2.04, 3.04], 0.025, 'flashes on the right');
  near((await beeps(sync.file, 0, 500)).slice(-3), [1, 2, 3], 0.025, 'beeps on the left');
  near((await beeps(sync.file, 1, 1000)).slice(-3), [1.04, 2.04, 3.04], 0.025, 'beeps on the right');
  frames.forEach((f, n) => assert.ok(Math.abs(f.number(0, 0, W / 2) - n) <= 1, `picture ${n} on the left shows number ${f.number(0, 0, W / 2)}`));
  const copied = await pictures(copy.file, 320, 180);
  assert.deepEqual(copied.map((f) => f.number(0, 0, 320)), copied.map((_, n) => n), 'each picture once');
  near(flashes(copied, 100, 150), [0, 1, 2, 3], 0.01, 'flashes of the copy');
  near((await beeps(copy.file, 0, 1000)).slice(-3), [1, 2, 3], 0.025, 'beeps of the copy');
  await r.stop();
});

test('layouts and clip modes: each picture in its place', async () => {
  const three = {names: ['Anna', '李明', 'Chris'], publishers: [{grey: 60, codec: 'vp9'}, {grey: 110}, {grey: 160, codec: 'h264', size: '180x320', audio: false}]};
  const all = VIDEO | AUDIO | MIXVIDEO;
  const {r, results} = await record([
    {name: 'single', start: {flags: all, layout: 'single'}, at: {60: [[20, 100], [600, 340]]}},
    {name: 'overlay', start: {flags: all, clip: 3}, at: {60: [[20, 100]], 110: [[540, 330]], 160: [[370, 330]]}},
    {name: 'grid', start: {flags: all, layout: 'grid', clip: 3}, at: {60: [[100, 100]], 110: [[500, 100]], 160: [[320, 300]]}},
    {name: 'presenter', start: {flags: all, layout: 'presenter', clip: 3}, at: {60: [[100, 300]], 110: [[560, 100]], 160: [[560, 200]]}},
    {name: 'pip', start: {flags: all, layout: 'pip'}, at: {60: [[20, 300], [540, 330]], 110: [[550, 80]]}},
    {name: 'abreast', start: {flags: VIDEO | ABREAST, clip: 1}, at: {60: [[100, 200]], 110: [[320, 200]], 160: [[540, 200]]}},
    {name: 'cells', start: {flags: all, layout: 'cells', clip: 2, background: 0x808080, cells: [{user: 3, x: 0, y: 0, w: 5000, h: 10000}, {user: 1, x: 5000, y: 5000, w: 5000, h: 5000}]},
      at: {160: [[160, 300]], 126: [[30, 100], [500, 100]], 60: [[500, 300]]}},
  ], three);
  for (const {name, file, at} of results) {
    const frames = await pictures(file, W, H);
    const frame = frames.find((f) => f.t >= 2.5); // between two flashes
    for (const [grey, places] of Object.entries(at)) {
      for (const [x, y] of places) assert.ok(Math.abs(frame.at(x, y) - grey) <= 12, `${name}: ${frame.at(x, y)} instead of ${grey} at ${x},${y}`);
    }
  }
  await r.stop();
});

test('late comers, leavers, muted devices, another size and codec in the middle, loss', async () => {
  const r = await Recorder.start({args: ['--delay-ms', '1500']}); // the file begins so long after the media
  const [anna, annaSound, bo, boSound] = r.sources(['Anna', 'Bo']);
  r.say({cmd: 'start', id: 1, user: 1, file: 'change', sources: [anna, annaSound], width: W, height: H, max_ms: 5000, flags: VIDEO | AUDIO | MIXAUDIO | ABREAST, clip: 3});
  r.say({cmd: 'start', id: 2, user: 1, file: 'copy', sources: [anna, annaSound], flags: VIDEO | AUDIO | STREAM, max_ms: 20000});
  const feed = await r.feed([{codec: 'h264', then: ['vp8', '160x120']}, {}], {seconds: 6, loss: 10});
  await r.next('started', {id: 1});
  r.say({cmd: 'join', id: 1, source: bo});
  r.say({cmd: 'join', id: 1, source: boSound});
  const copy = await r.next('finished', {id: 2});
  assert.equal(copy.how, 'changed', 'a copy cannot follow another codec');
  assert.equal((await probe(r.file(copy.file))).video.codec_name, 'h264');
  const done = await r.next('finished', {id: 1});
  const facts = await probe(r.file(done.file));
  assert.equal(facts.errors, '');
  assert.ok(Math.abs(facts.duration - 5) <= 0.2, `${facts.duration} s`);
  const frames = await pictures(r.file(done.file), W, H);
  const late = frames.filter((f) => f.t > 4.2 && f.t < 4.9);
  assert.ok(late.some((f) => Math.abs(f.number(0, 0, W / 2) / 25 - f.t) < 0.5), 'Anna goes on with another codec and size');
  assert.ok(late.some((f) => f.at(500, 250) > 95), 'Bo has come');
  await feed.ended;
  await r.stop();
});

test('muted: the cell is dark, and comes back', async () => {
  const r = await Recorder.start();
  const sources = r.sources(['Anna']);
  r.say({cmd: 'start', id: 1, user: 1, file: 'mute', sources, width: W, height: H});
  const feed = await r.feed([{grey: 120}], {seconds: 4});
  await r.next('progress', {id: 1, elapsed_ms: (ms) => ms >= 1500});
  r.say({cmd: 'mute', source: 1, on: true});
  await feed.ended;
  r.say({cmd: 'stop', id: 1});
  const done = await r.next('finished', {id: 1});
  assert.equal(done.how, 'stopped');
  const greys = (await pictures(r.file(done.file), W, H)).map((f) => f.at(100, 250));
  assert.ok(greys.some((g) => Math.abs(g - 120) < 12), 'bright at first');
  assert.ok(greys.at(-1) < 50, `dark at the end: ${greys.at(-1)}`);
  await r.stop();
});
