// SPDX-License-Identifier: Apache-2.0
// parlor-recorder: logos, backdrops and inserted images, several cameras, sizes and limits, what is shown before it is played, and its other ways to be started.
import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, test} from 'node:test';
import {Program, built, endPrograms} from '../support/program.mjs';
import {Recorder, pictures, probe} from '../support/recorder.mjs';

afterEach(endPrograms); // whatever has failed

const VIDEO = 1, AUDIO = 2, MIXVIDEO = 0x20, STREAM = 0x1000, MULTISTREAM = 0x8000;
const W = 640, H = 360;
const PATIENT = ['--delay-ms', '4000'];

/** A file of one grey; alpha 0 .. 1. */
function image(folder, name, grey, size, alpha = 1) {
  const hex = grey.toString(16).padStart(2, '0').repeat(3);
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', `color=c=0x${hex}@${alpha}:s=${size},format=rgba`, '-frames:v', '1', join(folder, name)]);
}

/** A publisher's grey (its luma) as pictures() gives it: of the full range, as images have it. */
const full = (luma) => (luma - 16) * 255 / 219;
const shows = (frame, x, y, grey, what) => assert.ok(Math.abs(frame.at(x, y) - grey) <= 10, `${what}: ${frame.at(x, y)} instead of ${grey} at ${x},${y}`);

test('logo, backdrop, inserted image, several cameras, the shape of the first, limits', async () => {
  const images = mkdtempSync(join(tmpdir(), 'parlor-images-'));
  image(images, 'logo.png', 250, '80x40');
  image(images, 'half.png', 250, '64x64', 0.5);
  image(images, 'back.jpg', 200, '320x180');
  writeFileSync(join(images, 'broken.png'), 'no image');
  const r = await Recorder.start({args: [...PATIENT, '--images', images]});
  const [anna, annaSound] = r.sources(['Anna']);
  r.say({cmd: 'source', source: 3, user: 1, stream: 1, kind: 'video', name: 'Anna'});
  const base = {user: 1, sources: [anna, annaSound], width: W, height: H, max_ms: 3500, clip: 3};
  const cell = {layout: 'cells', cells: [{user: 1, x: 5000, y: 5000, w: 5000, h: 5000}]};
  r.say({cmd: 'start', id: 1, file: 'logo', ...base, ...cell, logo: 'logo.png', backdrop: 'back.jpg'});
  r.say({cmd: 'start', id: 2, file: 'insert', ...base});
  r.say({cmd: 'insert', id: 2, image: 'half.png', x: 1000, y: 5000, w: 2000, h: 0}); // before there is a picture
  r.say({cmd: 'start', id: 3, file: 'outside', ...base, ...cell, logo: '../logo.png', backdrop: 'broken.png', background: 0x505050});
  r.say({cmd: 'start', id: 4, file: 'cameras', ...base, sources: [anna, annaSound, 3], flags: VIDEO | AUDIO | MULTISTREAM});
  r.say({cmd: 'start', id: 5, file: 'one', ...base, sources: [anna, annaSound, 3]});
  r.say({cmd: 'start', id: 6, file: 'dynamic', user: 1, sources: [anna, annaSound], clip: 4, max_ms: 3500});
  r.say({cmd: 'start', id: 7, file: 'bytes', user: 1, sources: [anna, annaSound], flags: VIDEO | AUDIO | STREAM, max_bytes: 15000});
  const feed = await r.feed([{codec: 'h264', grey: 60, size: '320x240'}, {grey: 120, hertz: 500, audio: false}], {seconds: 5});
  await feed.ended;
  const frames = {};
  for (const [id, name] of [[1, 'logo'], [2, 'insert'], [3, 'outside'], [4, 'cameras'], [5, 'one'], [6, 'dynamic']]) {
    const done = await r.next('finished', {id}), facts = await probe(r.file(done.file));
    assert.deepEqual([done.how, facts.errors], ['limit', ''], name);
    if (id === 6) assert.deepEqual([facts.video.width, facts.video.height, done.width, done.height], [320, 240, 320, 240]);
    frames[name] = (await pictures(r.file(done.file), W, H)).find((f) => f.t >= 2.5);
  }
  shows(frames.logo, 592, 28, 250, 'the logo, top right');
  shows(frames.logo, 100, 300, 200, 'the backdrop');
  shows(frames.logo, 400, 300, full(60), 'the picture over it');
  shows(frames.insert, 128, 244, (250 + full(60)) / 2, 'half transparent');
  shows(frames.insert, 500, 300, full(60), 'the picture beside it');
  shows(frames.outside, 592, 28, 0x50, 'no logo from outside the folder');
  shows(frames.cameras, 100, 250, full(60), 'one camera');
  shows(frames.cameras, 500, 250, full(120), 'and the other');
  shows(frames.one, 500, 250, full(60), 'one alone without MULTISTREAM');
  const bytes = await r.next('finished', {id: 7});
  assert.equal(bytes.how, 'limit');
  assert.ok(bytes.bytes > 10000 && bytes.bytes < 60000, `${bytes.bytes} bytes`);
  await r.stop();
  rmSync(images, {recursive: true});
});

test('an inserted image comes and goes, layouts change, screens are shared in the middle', async () => {
  const images = mkdtempSync(join(tmpdir(), 'parlor-images-'));
  image(images, 'white.png', 255, '64x36');
  const r = await Recorder.start({args: ['--delay-ms', '1000', '--images', images]});
  const [anna, annaSound, bo, boSound] = r.sources(['Anna', 'Bo']);
  r.say({cmd: 'source', source: 5, user: 1, stream: 1, kind: 'video', name: 'Anna'});
  r.say({cmd: 'start', id: 1, user: 1, file: 'changes', sources: [anna, annaSound, bo, boSound], flags: VIDEO | AUDIO | MIXVIDEO, width: W, height: H, clip: 3, layout: 'abreast'});
  const feed = await r.feed([{grey: 60}, {grey: 110}, {grey: 160, hertz: 500, audio: false}], {seconds: 10});
  const reaches = (ms) => r.next('progress', {id: 1, elapsed_ms: (told) => told >= ms});
  await reaches(1500);
  r.say({cmd: 'insert', id: 1, image: 'white.png', x: 0, y: 7500, w: 2500, h: 2500});
  await reaches(3500);
  r.say({cmd: 'insert', id: 1, image: '', x: 0, y: 0, w: 0, h: 0});
  // Her screen takes the place of her camera; the other layout has it at the left.
  r.say({cmd: 'join', id: 1, source: 5});
  r.say({cmd: 'part', id: 1, source: anna});
  r.say({cmd: 'layout', id: 1, layout: 'grid'});
  await reaches(6000);
  await feed.ended;
  r.say({cmd: 'stop', id: 1});
  const done = await r.next('finished', {id: 1});
  assert.equal((await probe(r.file(done.file))).errors, '');
  const frames = await pictures(r.file(done.file), W, H);
  const seen = (x, y, grey, from, to) => frames.some((f) => f.t >= from && f.t < to && Math.abs(f.at(x, y) - grey) <= 10);
  assert.ok(seen(40, 330, full(60), 0, 1.5), 'Anna at the left at first');
  assert.ok(seen(40, 330, 255, 1.5, 6), 'then the image');
  const last = frames.filter((f) => f.t > 7.2).find((f) => f.t % 1 > 0.3 && f.t % 1 < 0.8);
  shows(last, 100, 250, full(110), 'Bo');
  shows(last, 500, 250, full(160), 'her screen');
  await r.stop();
  rmSync(images, {recursive: true});
});

test('thumbnail and storyboard: what is seen at which time', async () => {
  const r = await Recorder.start({args: PATIENT});
  const sources = r.sources(['Anna']);
  r.say({cmd: 'start', id: 1, user: 1, file: 'a/film', sources, width: W, height: H, max_ms: 7500});
  r.say({cmd: 'start', id: 2, user: 1, file: 'sound', type: 'mp3', sources, max_ms: 3000});
  const feed = await r.feed([{grey: 90}], {seconds: 9});
  // Names of theirs are nobody else's.
  r.say({cmd: 'snapshot', id: 3, source: 1, file: 'a/film.thumb', timeout_ms: 30000});
  const done = await r.next('finished', {id: 1});
  assert.deepEqual([done.pictures, done.picture_ms], [4, 2000]);
  const thumb = await probe(r.file('a/film.thumb.jpg')), board = await probe(r.file('a/film.board.jpg'));
  assert.deepEqual([thumb.video.width, thumb.video.height], [320, 180]);
  assert.deepEqual([board.video.width, board.video.height], [640, 90]);
  const [picture] = await pictures(r.file('a/film.board.jpg'), 640, 90);
  const numbers = [0, 1, 2, 3].map((i) => picture.number(160 * i, 0, 160));
  numbers.forEach((n, i) => assert.ok(Math.abs(n - 50 * i) <= 1, `pictures ${numbers} stand for 0, 2, 4 and 6 s`));
  const sound = await r.next('finished', {id: 2});
  assert.equal(sound.pictures, undefined);
  assert.ok(!existsSync(r.file('sound.thumb.jpg')));
  await feed.ended;
  assert.equal((await r.next('image', {id: 3})).file, 'a/film.thumb-2.jpg');
  await r.stop();
});

test('--recover finishes what a killed recorder has left, and exits', async () => {
  const root = mkdtempSync(join(tmpdir(), 'parlor-recorder-'));
  const r = await Recorder.start({folder: root});
  r.say({cmd: 'start', id: 1, user: 1, file: 'left', sources: r.sources(['Anna']), width: 320, height: 180});
  const feed = await r.feed([{}], {seconds: 6});
  await r.next('progress', {id: 1, elapsed_ms: (ms) => ms >= 1500});
  await r.program.kill('SIGKILL');
  await feed.kill('SIGKILL');
  const {status, stdout} = spawnSync(built('src/recorder/parlor-recorder'), ['--root', root, '--recover'], {encoding: 'utf8'});
  assert.deepEqual([status, stdout], [0, '1 recordings were finished\n']);
  const facts = await probe(join(root, 'left.mp4'));
  assert.equal(facts.errors, '');
  assert.ok(facts.duration >= 1.5);
  assert.deepEqual(readdirSync(root).sort(), ['.journal', 'left.board.jpg', 'left.mp4', 'left.thumb.jpg']);
  rmSync(root, {recursive: true});
});

test('the control link over TCP: with the secret, and on this machine alone unless somebody says otherwise', async () => {
  const root = mkdtempSync(join(tmpdir(), 'parlor-recorder-')), secret = join(root, 'secret'), recorder = built('src/recorder/parlor-recorder');
  writeFileSync(secret, 'open sesame\n', {mode: 0o600});
  const says = (...args) => { const {status, stderr} = spawnSync(recorder, ['--root', root, ...args], {encoding: 'utf8'}); return `${status} ${stderr}`; };
  assert.match(says('--control-tcp', '127.0.0.1:0'), /^2 .*needs --secret-file/);
  assert.match(says('--control-tcp', '192.0.2.1:5000', '--secret-file', secret), /^2 .*--control-tcp would carry calls unencrypted.*--trusted-network/s);
  assert.match(says('--control-tcp', '127.0.0.1:0', '--secret-file', secret, '--media-address', '0.0.0.0'), /^2 .*--media-address would/);
  assert.match(says('--control-tcp', 'nowhere', '--secret-file', secret), /^2 .*not an address/);

  const program = new Program(recorder, ['--root', root, '--control-tcp', '127.0.0.1:0', '--secret-file', secret]);
  const port = Number((await program.until(/listening on 127\.0\.0\.1:(\d+)/))[1]);
  /** What comes back for a hello, until the end of the link or the first line. */
  const greet = (hello) => new Promise((resolve, reject) => {
    let text = '';
    const link = connect(port, '127.0.0.1', () => link.write(`${JSON.stringify({cmd: 'hello', version: 1, ...hello})}\n`));
    link.setEncoding('utf8').on('data', (more) => { text += more; if (text.includes('\n')) { link.destroy(); resolve(text); } }).on('close', () => resolve(text)).on('error', reject);
  });
  assert.equal(await greet({}), '', 'nothing is said to who does not know the secret');
  assert.equal(await greet({secret: 'open barley'}), '');
  assert.equal(JSON.parse(await greet({secret: 'open sesame'})).event, 'ready');
  await program.kill('SIGTERM');
  assert.equal(program.exit.code, 0);
  rmSync(root, {recursive: true});
});
