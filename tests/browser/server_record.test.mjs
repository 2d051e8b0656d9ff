// SPDX-License-Identifier: Apache-2.0
// Recordings and snapshots at the server as pages of the manual ask for them: asked, told, finished, shown by their address; what
// ffprobe says of the files; links whose time is over; who is asked before.
import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join as pathOf} from 'node:path';
import {after, before} from 'node:test';
import {conforms} from '../support/conformance.mjs';
import {Tree} from '../support/inotify.mjs';
import {ask, post, socketOf} from '../support/operator.mjs';
import {onsets, pictures, samples, tone} from '../support/recorder.mjs';
import {hears, join, meet, sees, startServer} from './support.mjs';

const parlord = process.env.PARLORD ?? 'build/src/server/parlord';
const recorder = process.env.RECORDER ?? pathOf(dirname(parlord), '../recorder/parlor-recorder');
const CONFIG = `[record]\nenabled = yes\nuploads = room\nrecorder = ${recorder}\n[guests]\nrecording = yes\n`;
const SERVER = 4, MIXAUDIO = 0x10, ABREAST = 0x100, LOCALCB = 0x800, FILEMD5 = 0x40000, ERRORCODE = 0x4000;

let server;
before(async () => {
  server = await startServer({config: CONFIG});
  await server.waitForLog(/recorder\.ready/, 20000);
});
after(async () => { await server?.stop(); });

/** In the page: the three events, and what the server tells of recordings. */
function equip() {
  window.results = [];
  window.states = [];
  for (const which of ['', 'Ex', 'Ex2']) window[`OnAnyChatRecordSnapShot${which}`] = (...args) => { results.push({which, args}); };
  window.OnAnyChatCoreSDKEvent = (kind, json) => { if (kind === 13) states.push(JSON.parse(json)); };
  window.lookAt = async (path) => {
    const image = new Image();
    image.src = path;
    await image.decode();
    return {width: image.naturalWidth, height: image.naturalHeight};
  };
  window.watchFile = async (path) => {
    const video = document.createElement('video');
    video.muted = true;
    video.src = path;
    await new Promise((resolve, reject) => { video.onloadeddata = resolve; video.onerror = () => reject(new Error(video.error.message)); });
    return {width: video.videoWidth, height: video.videoHeight, duration: video.duration};
  };
}

const result = (user, count) => user.waitFor((count) => results.length >= 3 * count && results.slice(3 * count - 3), count, {what: `result ${count}`, timeoutMs: 40000});
const state = (user, status, whom) => user.waitFor(({status, whom}) => states.some((s) => s.status === status && s.userid === whom), {status, whom}, {what: `the recording ${status}`});
const lasts = async (user, seconds) => {
  const start = await user.evaluate(() => performance.now());
  await user.waitFor((end) => performance.now() > end, start + 1000 * seconds, {what: `${seconds} s`});
};
const probe = (file) => JSON.parse(execFileSync('ffprobe', ['-v', 'error', '-of', 'json', '-show_streams', '-show_format', '-count_frames', file]));
const folder = () => pathOf(server.dir, 'recordings');
/** lpFileName is an address that ends with folder and name. */
const onDisk = (path) => pathOf(folder(), decodeURIComponent(new URL(path).pathname.split('/').slice(3).join('/')));

/** parlorctl record ...: its exit status and words. */
function parlorctl(...args) {
  const {status, stdout, stderr} = spawnSync(pathOf(dirname(parlord), '../ctl/parlorctl'), ['--socket', socketOf(server).socketPath, ...args], {encoding: 'utf8'});
  return {status, said: stdout + stderr};
}

/** What operators see of the newest whole recording, and what they may do to it. */
async function catalogue(ann, file) {
  const at = socketOf(server);
  const {json: {recordings}} = await ask(at, `/v1/recordings?user=${ann.id}`);
  const row = recordings.find((one) => file.endsWith(one.file) && one.file !== '');
  assert.ok(row, JSON.stringify(recordings));
  assert.deepEqual([row.state, row.name, row.by, row.by_user, row.param, row.text, row.consent, row.how], ['ended', 'ann', 'user', ann.id, 13, 'my text', 'notice', 'stopped']);
  let recording, lines;
  for (let i = 0; i < 600 && !recording?.sealed_ms; i++) {
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    ({json: {recording, lines}} = await ask(at, `/v1/recordings/${row.id}`));
  }
  const devices = /^(devices|muted|unmuted|camera_on|camera_off)$/;
  assert.deepEqual(lines.map(({kind}) => kind).filter((kind) => !devices.test(kind)), ['asked', 'notice', 'start', 'joined', 'joined', 'left', 'left', 'stop', 'file', 'sealed']);
  assert.equal(recording.bytes, readFileSync(recording.path).length);
  assert.match(parlorctl('record', 'list').said, /ended/);
  assert.match(parlorctl('record', 'show', String(row.id)).said, /joined/);

  // One changed byte is told; the byte back is fine.
  assert.deepEqual(parlorctl('record', 'verify', String(row.id)).status, 0);
  const bytes = readFileSync(recording.path);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(recording.path, bytes);
  const changed = parlorctl('record', 'verify', String(row.id));
  assert.equal(changed.status, 1);
  assert.match(changed.said, /CHANGED/);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(recording.path, bytes);

  // A link of the operator's; then nothing is left but what is known of it.
  const {json: {url}} = await post(at, `/v1/recordings/${row.id}/link`, {minutes: 5});
  assert.equal((await fetch(new URL(url, server.url))).status, 200);
  assert.equal((await post(at, `/v1/recordings/${row.id}/delete`, {why: 'test'})).status, 200);
  assert.equal(existsSync(recording.path), false);
  assert.equal((await fetch(new URL(url, server.url))).status, 404);
  const {json: after} = await ask(at, `/v1/recordings/${row.id}`);
  assert.deepEqual([after.recording.state, after.recording.file, after.recording.sha256], ['deleted', '', row.sha256]);
  assert.deepEqual(after.lines.slice(-2).map(({kind}) => kind), ['access', 'deleted']);
  assert.equal((await post(at, `/v1/recordings/${row.id}/delete`)).status, 409);
  assert.equal((await post(at, `/v1/recordings/${row.id}/stop`)).status, 409);
  assert.equal((await ask(at, '/v1/recordings/999999')).status, 404);
}

let room = 1;
conforms('recordings at the server: asked for, told, played by their address', [], async ({browser}) => {
  const ann = await join(browser, server, 'ann', {room});
  const bob = await join(browser, server, 'bob', {room: room++});
  await meet(ann, bob);
  for (const user of [ann, bob]) await user.evaluate(equip);

  const ends = (server.log.match(/record\.end/g) ?? []).length;
  // Both side by side.
  const flags = SERVER | LOCALCB | ERRORCODE | MIXAUDIO | ABREAST | FILEMD5;
  assert.equal(await ann.evaluate((flags) => call('BRAC_StreamRecordCtrlEx', -1, 1, flags, 13, 'my text'), flags), 0);
  await state(ann, 'running', ann.id);
  await state(bob, 'running', ann.id); // everybody in the room is told
  assert.equal(await ann.evaluate((flags) => call('BRAC_StreamRecordCtrlEx', -1, 1, flags, 13, ''), flags), 721);
  await lasts(ann, 4);
  assert.equal(await ann.evaluate((flags) => call('BRAC_StreamRecordCtrlEx', -1, 0, flags, 0, ''), flags), 0);
  assert.equal(await ann.evaluate((flags) => call('BRAC_StreamRecordCtrlEx', -1, 0, flags, 0, ''), flags), 720);
  const [plain, ex, ex2] = await result(ann, 1);
  const path = plain.args[1], told = flags | 3;
  assert.deepEqual([plain.args, ex2.args.slice(0, 3)], [[ann.id, path, 13, told], [ann.id, 0, path]]);
  assert.deepEqual([ex.args[3], ex.args[4], ex.args[5]], [told, 13, 'my text']);
  assert.match(path, /\/recordings\/\d+-\d+-[0-9a-f]{32}\/\d{4}-\d\d-\d\d\/-?\d+_\d{14}_\d+\.mp4$/);
  assert.ok(Math.abs(ex.args[2] - 4) <= 2, `${ex.args[2]} s`);
  await state(bob, 'ended', ann.id);
  const {streams, format} = probe(onDisk(path));
  const video = streams.find(({codec_type: type}) => type === 'video'), audio = streams.find(({codec_type: type}) => type === 'audio');
  assert.deepEqual([video.codec_name, audio.codec_name, video.width, video.height], ['h264', 'aac', 1280, 720]);
  assert.ok(Math.abs(Number(format.duration) - ex.args[2]) < 1.5, format.duration);
  assert.ok(Number(video.nb_read_frames) > 20 * (Number(format.duration) - 1), video.nb_read_frames);
  if (browser.name === 'Chromium') { // Debian's Firefox plays H.264 by its own means, or not at all
    const film = await ann.evaluate((path) => watchFile(path), path);
    assert.deepEqual([film.width, film.height], [1280, 720]);
  }
  assert.equal(await ann.evaluate((path) => BRAC_GetSDKOptionStringEx(BRAC_SO_LOCALPATH2URL, path, 0), path), path);

  // By anybody who has the address, in parts; by nobody else.
  const whole = await fetch(path);
  assert.deepEqual([whole.status, whole.headers.get('content-type'), whole.headers.get('accept-ranges')], [200, 'video/mp4', 'bytes']);
  const bytes = new Uint8Array(await whole.arrayBuffer());
  const part = await fetch(path, {headers: {range: 'bytes=4-7'}});
  assert.deepEqual([part.status, part.headers.get('content-range'), new TextDecoder().decode(await part.arrayBuffer())], [206, `bytes 4-7/${bytes.length}`, 'ftyp']);
  assert.equal((await fetch(path, {headers: {range: `bytes=${bytes.length}-`}})).status, 416);
  assert.equal((await fetch(path.replace(/\d+-/, (digits) => `${Number(digits.slice(0, -1)) + 1}-`))).status, 403);
  assert.equal((await fetch(path.replace(/\.mp4$/, '.mp3'))).status, 403);

  await catalogue(ann, path);

  // A picture of the other.
  assert.equal(await ann.evaluate(({id, flags}) => call('BRAC_SnapShot', id, flags, 14), {id: bob.id, flags: SERVER | LOCALCB | ERRORCODE}), 0);
  const [picture] = await result(ann, 2);
  assert.deepEqual([picture.args[0], picture.args[2], picture.args[3] & 0x400], [bob.id, 14, 0x400]);
  assert.match(picture.args[1], /\.jpg$/);
  assert.ok((await ann.evaluate((path) => lookAt(path), picture.args[1])).width >= 320);

  // Nothing stays of what is cancelled.
  const before = readdirSync(folder(), {recursive: true}).filter((name) => /\.(mp4|jpg)$/.test(name)).length;
  assert.equal(await ann.evaluate((flags) => call('BRAC_StreamRecordCtrl', -1, 1, flags, 15), SERVER | LOCALCB), 0);
  await lasts(ann, 1.5);
  await ann.evaluate(() => call('BRAC_StreamRecordCtrl', -1, 0, 0x10000, 15));
  await server.waitFor(() => (server.log.match(/record\.end/g) ?? []).length >= ends + 3, 'to end the recording', 20000);
  assert.equal(readdirSync(folder(), {recursive: true}).filter((name) => /\.(mp4|jpg)$/.test(name)).length, before);
  await ann.close();
  await bob.close();
});

conforms('what the page records goes to the server while it grows, and is made there into the type of option 140', [], async ({browser}) => {
  const ann = await join(browser, server, 'ann', {room: room++});
  await ann.evaluate(() => { BRAC_UserCameraControl(-1, 1); BRAC_UserSpeakControl(-1, 1); });
  await ann.evaluate(equip);
  await ann.evaluate(() => { BRAC_SetSDKOption(BRAC_SO_RECORD_FILETYPE, 1); });
  assert.equal(await ann.evaluate((flags) => call('BRAC_StreamRecordCtrlEx', -1, 1, flags, 17, '{"upload":1}'), LOCALCB | ERRORCODE), 0);
  await state(ann, 'recording', ann.id);
  const uploads = pathOf(folder(), 'local/uploads');
  const came = () => existsSync(uploads) ? readdirSync(uploads).filter((name) => name.endsWith('.raw')).reduce((sum, name) => sum + statSync(pathOf(uploads, name)).size, 0) : 0;
  for (const end = Date.now() + 30000; came() < 1000 && Date.now() < end;) await lasts(ann, 0.1);
  assert.ok(came() >= 1000, `${came()} bytes while it grows`);
  await lasts(ann, 2);
  assert.equal(await ann.evaluate((flags) => call('BRAC_StreamRecordCtrlEx', -1, 0, flags, 0, ''), LOCALCB | ERRORCODE), 0);
  const [plain, ex, ex2] = await result(ann, 1);
  assert.equal(ex2.args[1], 0);
  assert.deepEqual([plain.args[0], plain.args[2], ex.args[4], ex.args[5]], [ann.id, 17, 17, '{"upload":1}']);
  assert.match(plain.args[1], /\/recordings\/\d+-\d+-[0-9a-f]{32}\/local\/\d{4}-\d\d-\d\d\/-?\d+_\d{14}_\d+\.wmv$/);
  const {streams, format} = probe(onDisk(plain.args[1]));
  assert.deepEqual(streams.map(({codec_name}) => codec_name).sort(), ['wmav2', 'wmv2']);
  assert.ok(Number(format.duration) > 2 && Math.abs(Number(format.duration) - ex.args[2]) < 1, `${format.duration} s, told ${ex.args[2]}`);
  assert.equal(await ann.evaluate(() => results.length), 3, 'told once');
});

conforms('the recorder dies in the middle: the recording goes on in the same file', [], async ({browser}) => {
  const ann = await join(browser, server, 'ann', {room: room++});
  await ann.evaluate(async () => {
    BRAC_UserCameraControl(-1, 1);
    BRAC_UserSpeakControl(-1, 1);
  });
  await ann.evaluate(equip);
  assert.equal(await ann.evaluate((flags) => call('BRAC_StreamRecordCtrlEx', -1, 1, flags, 21, ''), SERVER | LOCALCB | ERRORCODE), 0);
  await state(ann, 'running', ann.id);
  await lasts(ann, 3);
  const pids = [...server.log.matchAll(/recorder\.ready.*?pid=(\d+)/g)].map(([, pid]) => Number(pid));
  process.kill(pids.at(-1), 'SIGKILL');
  await server.waitFor(() => [...server.log.matchAll(/recorder\.ready/g)].length > pids.length && /what=resumed/.test(server.log), 'to go on', 30000);
  await lasts(ann, 2);
  assert.equal(await ann.evaluate((flags) => call('BRAC_StreamRecordCtrlEx', -1, 0, flags, 0, ''), SERVER | LOCALCB | ERRORCODE), 0);
  const [plain, ex, ex2] = await result(ann, 1);
  assert.equal(ex2.args[1], 0, 'the file is whole but for its middle');
  const file = onDisk(plain.args[1]), {streams, format} = probe(file);
  assert.equal(streams.length, 2);
  assert.ok(Number(format.duration) >= 4 && Math.abs(Number(format.duration) - ex.args[2]) < 1.5, `${format.duration} s, told ${ex.args[2]}`);
  const at = socketOf(server);
  const {json: {recordings}} = await ask(at, `/v1/recordings?user=${ann.id}`);
  const [row] = recordings;
  assert.deepEqual([row.state, row.how], ['incomplete', 'stopped']);
  assert.ok(row.lost_ms > 0 && row.lost_ms < 10000, `${row.lost_ms} ms are missing`);
  const {json: {lines}} = await ask(at, `/v1/recordings/${row.id}`);
  assert.deepEqual(lines.map(({kind}) => kind).filter((kind) => ['interrupted', 'resumed', 'file'].includes(kind)), ['interrupted', 'resumed', 'file']);
  // What players and lists show of it.
  const thumb = probe(file.replace(/\.mp4$/, '.thumb.jpg')).streams[0], board = probe(file.replace(/\.mp4$/, '.board.jpg')).streams[0];
  assert.equal(thumb.width, 320);
  assert.equal(board.width % 160, 0);
  await ann.close();
});

conforms('nothing is recorded of who has not agreed', [], async ({browser}) => {
  const asking = await startServer({config: CONFIG.replace('enabled = yes', 'enabled = yes\nconsent = yes')});
  try {
    await asking.waitForLog(/recorder\.ready/, 20000);
    const ann = await join(browser, asking, 'ann'), bob = await join(browser, asking, 'bob');
    await meet(ann, bob);
    for (const user of [ann, bob]) await user.evaluate(equip);
    const files = () => existsSync(pathOf(asking.dir, 'recordings')) ? readdirSync(pathOf(asking.dir, 'recordings'), {recursive: true}).filter((name) => /\.(mp4|mkv|jpg)/.test(name)) : [];
    // The kernel tells of everything that appears in the folder, however short it is there.
    const tree = new Tree(pathOf(asking.dir, 'recordings'));
    assert.equal(await ann.evaluate(({id, flags}) => call('BRAC_StreamRecordCtrlEx', id, 1, flags, 1, ''), {id: bob.id, flags: SERVER | LOCALCB | ERRORCODE}), 0);
    await state(bob, 'asked', bob.id);
    assert.equal(await bob.evaluate(() => states.find(({status}) => status === 'asked').consent), true);
    assert.deepEqual(files(), []);
    await bob.evaluate(() => BRAC_SDKControl(5, JSON.stringify({recordid: states[0].recordid, consent: 0})));
    const [{which, args}] = await ann.waitFor(() => results.length > 0 && results, undefined, {what: 'the refusal'});
    assert.deepEqual([which, args[0], args[1], args[2]], ['Ex2', bob.id, 20, '']);
    assert.deepEqual([await tree.now(), files()], [[], []]);

    // He agrees the next time: then, and not before, there is something.
    assert.equal(await ann.evaluate(({id, flags}) => call('BRAC_StreamRecordCtrlEx', id, 1, flags, 2, ''), {id: bob.id, flags: SERVER | LOCALCB | ERRORCODE}), 0);
    const asked = await bob.waitFor(() => states.filter(({status}) => status === 'asked')[1], undefined, {what: 'the second question'});
    assert.deepEqual([await tree.now(), files()], [[], []]);
    await bob.evaluate((id) => BRAC_SDKControl(5, JSON.stringify({recordid: id, consent: 1})), asked.recordid);
    await state(bob, 'running', bob.id);
    for (const until = Date.now() + 20000; !tree.touched.some((name) => name.endsWith('.part')) && Date.now() < until;) await tree.now();
    assert.ok(tree.touched.some((name) => name.endsWith('.part')), `a file grows: ${tree.touched}`);
    await lasts(ann, 2);
    assert.equal(await ann.evaluate(({id, flags}) => call('BRAC_StreamRecordCtrlEx', id, 0, flags, 2, ''), {id: bob.id, flags: SERVER}), 0);
    await state(bob, 'ended', bob.id);
    await ann.waitFor(() => results.length >= 4, undefined, {what: 'its file', timeoutMs: 40000});
    tree.close();
    assert.ok(files().some((name) => name.endsWith('.mp4')), files().join());
    await ann.close();
    await bob.close();
  } finally { await asking.stop(); }
});

/** In the page, before anything else: a camera whose every picture has a number (16 bits along its top), white for 100 ms of each second, when its microphone beeps. */
function numberedCamera() {
  const sound = new AudioContext(), canvas = document.createElement('canvas'), out = sound.createMediaStreamDestination();
  const tone = sound.createOscillator(), gain = sound.createGain(), draw = canvas.getContext('2d');
  Object.assign(canvas, {width: 640, height: 360});
  tone.frequency.value = 1000;
  gain.gain.value = 0;
  tone.connect(gain).connect(out);
  tone.start();
  for (let second = 1; second < 120; second++) {
    gain.gain.setValueAtTime(0.5, second);
    gain.gain.setValueAtTime(0, second + 0.1);
  }
  setInterval(() => {
    const at = sound.currentTime, number = Math.floor(at * 25) & 0xffff;
    draw.fillStyle = at >= 1 && at % 1 < 0.1 ? '#fff' : '#444';
    draw.fillRect(0, 0, 640, 360);
    for (let bit = 0; bit < 16; bit++) {
      draw.fillStyle = number >> (15 - bit) & 1 ? '#fff' : '#000';
      draw.fillRect(40 * bit, 0, 40, 40);
    }
  }, 10);
  const video = canvas.captureStream(25).getVideoTracks()[0], audio = out.stream.getAudioTracks()[0];
  navigator.mediaDevices.getUserMedia = ({video: camera, audio: voice}) => Promise.resolve(new MediaStream([...camera ? [video.clone()] : [], ...voice ? [audio.clone()] : []]));
}

/** Pictures come in their order at their moments, and each beep with its flash, from the beginning to the end. */
async function looksRight(file, seconds) {
  const w = 640, h = 360, frames = (await pictures(file, w, h)).map((f) => ({t: f.t, number: f.number(0, 0, w), grey: f.at(200, 180)}));
  const shown = frames.filter((f, i) => f.number > 0 && (i === 0 || f.number !== frames[i - 1].number));
  assert.ok(shown.length > 10 * (seconds - 1.5), `${file}: ${shown.length} pictures in ${seconds} s: ${frames.map((f) => f.number)}`);
  const away = shown.map((f) => f.number / 25 - f.t).sort((a, b) => a - b), middle = away[away.length >> 1];
  const wrong = shown.filter((f) => Math.abs(f.number / 25 - f.t - middle) > 0.12);
  assert.ok(wrong.length <= shown.length / 5, `${file}: of ${shown.length} pictures are not at their moments: ${JSON.stringify(wrong.slice(0, 10))}`);
  for (let i = 1; i < shown.length; i++) assert.ok(shown[i].number > shown[i - 1].number, `${file}: ${shown[i - 1].number} is before ${shown[i].number}`);
  const flashes = onsets(frames.map((f) => f.grey), 1, 160).map((i) => frames[i].t), beeps = onsets(tone(await samples(file, 0), 1000), 0.01, 0.02);
  const apart = flashes.map((at) => beeps.reduce((best, b) => (Math.abs(b - at) < Math.abs(best) ? b - at : best), Infinity)).filter((by) => Math.abs(by) < 0.4);
  assert.ok(apart.length >= seconds - 2, `${file}: flashes ${flashes}, beeps ${beeps}`);
  // A picture of the canvas is up to 40 ms old before it is captured, and a page that has to wait for its processor draws later: that is the page's own.
  const middleOf = [...apart].sort((a, b) => a - b)[apart.length >> 1];
  assert.ok(Math.abs(middleOf) <= 0.08, `${file}: beeps and flashes are apart by ${apart}`);
  return {pictures: shown.length, apart: middleOf};
}

conforms('every picture and beep of a real publisher is in its place: mixed, and copied', [], async ({browser, t}) => {
  if (browser.name !== 'Chromium') return; // Firefox throttles canvases of pages that nobody sees
  const prepare = (user) => user.page.addInitScript(numberedCamera);
  const ann = await join(browser, server, 'ann', {room, prepare}), bob = await join(browser, server, 'bob', {room: room++, media: false});
  await sees(bob, ann);
  await hears(bob, ann);
  for (const user of [ann, bob]) await user.evaluate(equip);
  const MIXVIDEO = 0x20, STREAM = 0x1000, VIDEO = 1, AUDIO = 2, told = SERVER | LOCALCB | ERRORCODE;
  assert.equal(await ann.evaluate((flags) => call('BRAC_StreamRecordCtrlEx', -1, 1, flags, 31, ''), told | MIXVIDEO | VIDEO | AUDIO), 0);
  assert.equal(await bob.evaluate(({id, flags}) => call('BRAC_StreamRecordCtrlEx', id, 1, flags, 32, ''), {id: ann.id, flags: told | STREAM | VIDEO | AUDIO}), 0);
  await state(ann, 'running', ann.id);
  await lasts(ann, 4);
  assert.equal(await ann.evaluate((flags) => call('BRAC_StreamRecordCtrlEx', -1, 0, flags, 0, ''), told), 0);
  assert.equal(await bob.evaluate(({id, flags}) => call('BRAC_StreamRecordCtrlEx', id, 0, flags, 0, ''), {id: ann.id, flags: told}), 0);
  for (const [user, what] of [[ann, 'mixed'], [bob, 'copied']]) {
    const [plain] = await result(user, 1), file = onDisk(plain.args[1]), {format} = probe(file);
    t?.diagnostic?.(`${what}: ${JSON.stringify(await looksRight(file, Number(format.duration)))}`);
  }
  await ann.close();
  await bob.close();
});
