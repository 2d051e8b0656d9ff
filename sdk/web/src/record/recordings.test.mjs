// SPDX-License-Identifier: Apache-2.0
// Recordings and snapshots over the real client, in a browser of fakes.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Client } from '../client.mjs';
import { limits } from '../generated/limits.mjs';
import { FakeDocument } from '../../test/dom.mjs';
import { fakeWorld, friendlyServer, settle, user } from '../../test/fakes.mjs';
import { recordable } from '../../test/record_fakes.mjs';

/** In a room with ann (7, ourselves) and bob (8), whose camera and microphone are open. */
async function room({ members = [user(8, { camera: 2, mic: 1 }), user(9, { camera: 2, mic: 1 })], ...options } = {}) {
  const server = friendlyServer({ members });
  const document = new FakeDocument();
  const world = fakeWorld({ server, document });
  const rec = recordable(world, options);
  const client = new Client(world.platform);
  client.devices.refresh();
  client.connect({ url: 'ws://h' });
  client.login('ann');
  await client.enter({ id: 1 });
  server.session.inRoom = true;
  const ended = [];
  client.recordings.on('ended', (one, file, error) => ended.push([one.userId, file?.name ?? null, error?.code ?? 0]));
  return { client, server, world, rec, ended, recordings: client.recordings };
}

/** The others' streams arrive. */
async function offer({ server }, ...list) {
  const tracks = list.map(([id, kind], index) => ({ mid: String(index), user: id, kind, stream: 0 }));
  const letters = list.map(([, kind]) => kind[0]).join('');
  server.send('sub_offer', { version: 1, fresh: true, sdp: `offer ${letters}`, tracks });
  await settle();
}

const watchAll = (client, ...ids) => { for (const id of ids) for (const kind of /** @type {const} */ (['video', 'audio'])) client.watch(id, kind, true); };
const trackOf = (client, id, kind) => client.remote(id, kind).media.getTracks()[0];

test('our own picture and sound: waits for the devices, records piece by piece, gives a file', async () => {
  const { client, world, rec, recordings, ended } = await room();
  const camera = client.local.openCamera();
  const mic = client.local.openMic();
  const one = recordings.start({ user: -1, videoBitrate: 300000, audioBitrate: 32000, width: 320, height: 240, fps: 15 });
  assert.equal(one.state, 'waiting');
  assert.equal(recordings.isRecording(-1), false);
  await Promise.all([camera, mic]);
  await settle();
  assert.equal(one.state, 'recording');
  assert.ok(recordings.isRecording(7) && recordings.isRecording(-1));
  const [recorder] = rec.recorders;
  assert.deepEqual(recorder.options, { mimeType: 'video/webm;codecs=vp8,opus', videoBitsPerSecond: 300000, audioBitsPerSecond: 32000 });
  assert.deepEqual(recorder.stream.getTracks().map(({ label }) => label), ['canvas', 'mix']);
  assert.deepEqual([rec.canvases[0].width, rec.canvases[0].height, rec.canvases[0].fps, recorder.pieceMs], [320, 240, 15, 1000]);
  assert.deepEqual(rec.audios.at(-1).heard, [client.local.track('microphone')]);
  recorder.give('abc');
  await world.clock.pass(2600);
  recorder.give('def');
  const file = await one.stop();
  assert.equal(file.path, `${file.url}#2026-11-22/7_20261122153005_1.webm`);
  assert.equal(await file.blob.text(), 'abcdef.');
  assert.deepEqual([file.userId, file.type, file.size, file.duration_ms, file.width, file.height, file.md5], [7, 'video/webm', 7, 2600, 320, 240, '']);
  assert.equal(client.files.find(file.path), file);
  assert.deepEqual(ended, [[7, file.name, 0]]);
  assert.equal(one.stop() && await one.file, file); // again, harmless
  assert.deepEqual([rec.tickers.size, rec.audios.at(-1).closed, recordings.of(-1)], [0, true, null]);
  client.files.remove(file.path);
  assert.equal(rec.disk.files.size, 0);
});

test('what is closed, refused or too much is not begun', async () => {
  const { client, recordings, world } = await room();
  const code = (wanted) => { try { recordings.start(wanted); return 0; } catch (error) { return error.code; } };
  assert.deepEqual([code({ user: -1 }), code({ user: 8 }), code({ user: 77 })], [722, 722, 722]);
  watchAll(client, 8);
  for (let i = 0; i < limits.recordings; i++) assert.equal(code({ user: 8 }), 0);
  assert.equal(code({ user: 8 }), 721);
  recordings.close();
  world.platform.recording.createRecorder = null;
  assert.equal(code({ user: 8 }), 721);
});

test('stopped before anything came, or cancelled: no file, nothing left', async () => {
  const { client, rec, recordings, ended } = await room();
  watchAll(client, 8); // on its way
  const early = recordings.start({ user: 8 });
  await assert.rejects(early.stop(), { code: 722 });
  await client.local.openCamera();
  const one = recordings.start({ user: -1 });
  await settle();
  rec.recorders[0].give('abc');
  one.cancel();
  await assert.rejects(one.file, { code: 6 });
  await settle();
  assert.deepEqual([client.files.count, rec.disk.files.size, rec.tickers.size], [0, 0, 0]);
  assert.deepEqual(ended, [[8, null, 722], [7, null, 0]]);
});

test('a picture that never comes is not waited for without end', async () => {
  const { client, world, recordings, rec, ended } = await room();
  watchAll(client, 8);
  const one = recordings.start({ user: 8 });
  await world.clock.pass(4000);
  assert.equal(one.state, 'waiting');
  await world.clock.pass(2000);
  assert.equal(one.state, 'failed');
  assert.deepEqual(ended, [[8, null, 722]]);
  // With sound alone it begins then.
  const two = recordings.start({ user: 8 });
  await offer({ server: world.server }, [8, 'audio']);
  assert.equal(two.state, 'waiting');
  await world.clock.pass(6000);
  assert.equal(two.state, 'recording');
  assert.equal(rec.recorders[0].options.mimeType, 'audio/webm;codecs=opus');
});

test('a camera that is closed is black, and comes back; the recorder never notices', async () => {
  const { client, rec, recordings } = await room();
  await client.local.openCamera();
  const one = recordings.start({ user: -1 });
  await settle();
  const tracks = rec.recorders[0].stream.getTracks();
  rec.tick();
  assert.equal(rec.canvases[0].drawn.length, 1);
  client.local.closeCamera();
  rec.tick();
  assert.equal(rec.canvases[0].drawn.length, 0);
  await client.local.openCamera();
  await settle();
  rec.tick();
  assert.equal(rec.canvases[0].drawn[0].shows, client.picture(-1));
  assert.deepEqual(rec.recorders[0].stream.getTracks(), tracks);
  assert.equal(one.state, 'recording');
  one.cancel();
});

test('the others: their pictures over or beside, their sound mixed in, as they come and go', async () => {
  const all = await room();
  const { client, rec, recordings } = all;
  await client.local.openCamera();
  await client.local.openMic();
  watchAll(client, 8);
  await offer(all, [8, 'video'], [8, 'audio']);
  const one = recordings.start({ user: -1, mixVideo: true, mixAudio: true, arrangement: 'abreast' });
  await settle();
  const [canvas] = rec.canvases, audio = rec.audios.at(-1);
  assert.deepEqual([canvas.width, canvas.height], [1280, 480]);
  rec.tick();
  assert.deepEqual(canvas.drawn.map(({ shows, box }) => [shows, ...box]),
    [[client.picture(-1), 0, 0, 640, 480], [client.picture(8), 640, 0, 640, 480]]);
  assert.deepEqual(audio.heard, [client.local.track('microphone'), trackOf(client, 8, 'audio')]);

  watchAll(client, 9);
  await offer(all, [8, 'video'], [8, 'audio'], [9, 'video'], [9, 'audio']);
  rec.tick();
  assert.equal(canvas.drawn.length, 3);
  assert.equal(audio.heard.length, 3);
  all.server.send('user_left', { user: 8, code: 0 });
  all.server.send('user_state', { user: 9, camera: 1, mic: 0 });
  await settle();
  rec.tick();
  assert.deepEqual([canvas.drawn.length, audio.heard.length], [1, 1]);
  assert.equal(one.state, 'recording');
  one.cancel();
});

test('every camera of ours in one picture, as many as are open', async () => {
  const { client, rec, recordings, world } = await room();
  world.devices.list.push({ kind: 'videoinput', deviceId: 'b', label: 'second' });
  await client.devices.refresh();
  await client.local.openCamera(0);
  await client.local.openCamera(1);
  recordings.start({ user: -1, audio: false, allStreams: true, arrangement: 'abreast' });
  await settle();
  rec.tick();
  assert.deepEqual(rec.canvases[0].drawn.map(({ shows }) => shows), [client.picture(-1, 0), client.picture(-1, 1)]);
  client.local.closeCamera(0);
  rec.tick();
  assert.deepEqual(rec.canvases[0].drawn.map(({ shows }) => shows), [client.picture(-1, 1)]);
});

test('our sound is recorded as the others hear it: with the volume that it has', async () => {
  const { client, rec, recordings } = await room();
  await client.local.openMic();
  recordings.start({ user: -1, video: false });
  await settle();
  assert.deepEqual(rec.audios.at(-1).heard, [client.local.microphone.published]);
  const before = client.local.microphone.published;
  const other = before.constructor;
  client.sound.chain.apply = () => new other('audio', 'softer');
  client.local.refilter();
  assert.deepEqual(rec.audios.at(-1).heard.map(({ label }) => label), ['softer']);
});

test('stereo: who is recorded on the left, the others on the right', async () => {
  const all = await room();
  const { client, rec, recordings } = all;
  await client.local.openMic();
  watchAll(client, 8);
  await offer(all, [8, 'video'], [8, 'audio']);
  recordings.start({ user: 8, video: false, mixAudio: true, stereo: true });
  await settle();
  const audio = rec.audios.at(-1);
  const side = (track) => audio.sources.find((source) => source.track === track).to[0][0].to[0][1];
  assert.deepEqual([side(trackOf(client, 8, 'audio')), side(client.local.track('microphone'))], [0, 1]);
});

test('a page that nobody has touched: one voice as it comes rather than a recorder that waits', async () => {
  const { client, rec, recordings, world } = await room();
  await client.local.openMic();
  rec.suspended = true;
  recordings.start({ user: -1, mixAudio: true });
  await world.clock.pass(1500);
  assert.deepEqual(rec.recorders[0].stream.getTracks(), [client.local.track('microphone')]);
});

test('as it comes: the tracks themselves; ends, with a file, when they do', async () => {
  const all = await room();
  const { client, rec, recordings, ended } = all;
  watchAll(client, 8);
  await offer(all, [8, 'video'], [8, 'audio']);
  recordings.start({ user: 8, direct: true });
  await settle();
  assert.deepEqual(rec.recorders[0].stream.getTracks(), [trackOf(client, 8, 'video'), trackOf(client, 8, 'audio')]);
  assert.equal(rec.canvases.length, 0);
  rec.recorders[0].give('x');
  await offer(all, [8, 'video'], [8, 'audio']); // another connection, other tracks
  await settle();
  assert.deepEqual(ended, [[8, '8_20261122153005_1.webm', 0]]);
});

test('a picture that the page hides is fetched in full size while it is recorded', async () => {
  const all = await room();
  const { client, server, world, recordings } = all;
  watchAll(client, 8);
  await offer(all, [8, 'video'], [8, 'audio']);
  client.viewing.prefer(8, 0, { maxHeight: 0 });
  await world.clock.pass(2000);
  const told = () => server.of('view').at(-1)?.views[0];
  assert.equal(told().visible, false);
  const one = recordings.start({ user: 8 });
  await world.clock.pass(500);
  assert.deepEqual([told().visible, told().width, told().height], [true, 0, 0]);
  one.stop();
  await world.clock.pass(2000);
  assert.equal(told().visible, false);
});

test('who leaves ends his recording with a file; leaving the room ends all', async () => {
  const all = await room();
  const { client, server, rec, recordings, ended } = all;
  await client.local.openCamera();
  watchAll(client, 8, 9);
  await offer(all, [8, 'video'], [9, 'video']);
  for (const id of [8, 9, -1]) recordings.start({ user: id, audio: false });
  await settle();
  for (const recorder of rec.recorders) recorder.give('x');
  server.send('user_left', { user: 8, code: 0 });
  await settle();
  assert.deepEqual(ended.map(([id, name]) => [id, Boolean(name)]), [[8, true]]);
  client.leave(-1, { keepDevices: true });
  await settle();
  assert.deepEqual(ended.map(([id]) => id), [8, 9]); // we go on: our camera does
  client.logout();
  await settle();
  assert.deepEqual(ended.map(([id]) => id), [8, 9, 7]);
  assert.equal(client.files.count, 3);
});

test('a lost session that comes back: who is there again is recorded on', async () => {
  const all = await room();
  const { client, server, world, rec, recordings, ended } = all;
  watchAll(client, 8, 9);
  await offer(all, [8, 'video'], [9, 'video']);
  for (const id of [8, 9]) recordings.start({ user: id, audio: false });
  await settle();
  for (const recorder of rec.recorders) recorder.give('x');
  server.answers.enter = () => ['entered', { room: 1, name: '', members: [user(8, { camera: 2, mic: 1 })] }];
  server.session.over = true;
  server.socket.cut();
  await world.clock.pass(3000);
  await offer(all, [8, 'video']);
  assert.deepEqual(ended.map(([id]) => id), [9]);
  rec.tick();
  assert.equal(rec.canvases[0].drawn[0].shows, client.picture(8));
  assert.equal(recordings.isRecording(8), true);
});

test('a disk that fills up: what there is becomes the file, and the reason is told', async () => {
  const { client, rec, recordings, ended } = await room();
  await client.local.openCamera();
  const one = recordings.start({ user: -1, md5: true });
  await settle();
  rec.recorders[0].give('abc');
  await settle();
  rec.disk.full = true;
  rec.recorders[0].give('def');
  const file = await one.file;
  assert.equal(await file.blob.text(), 'abc');
  assert.equal(file.md5, '900150983cd24fb0d6963f7d28e17f72');
  assert.deepEqual(ended, [[7, file.name, 721]]);
});

test('a disk that does not answer: memory, and what comes late is not left lying about', async () => {
  const { client, rec, recordings, world } = await room();
  await client.local.openCamera();
  let answer = (_file) => {};
  world.platform.recording.openScratch = () => new Promise((resolve) => { answer = resolve; });
  const one = recordings.start({ user: -1 });
  await world.clock.pass(3500);
  assert.equal(one.state, 'recording');
  rec.recorders[0].give('abc');
  assert.equal(await (await one.stop()).blob.text(), 'abc.');
  answer(await rec.disk.open());
  await settle();
  assert.equal(rec.disk.files.size, 0);
});

test('a recorder that fails or cannot be made ends the recording', async () => {
  const { client, rec, recordings, ended, world } = await room();
  await client.local.openCamera();
  const one = recordings.start({ user: -1 });
  await settle();
  rec.recorders[0].onerror({ error: Object.assign(new Error('x'), { name: 'SecurityError' }) });
  await one.file;
  world.platform.recording.createRecorder = () => { throw new Error('no encoder'); };
  await assert.rejects(recordings.start({ user: -1 }).file, { code: 721, detail: 'Error no encoder' });
  assert.deepEqual(ended.map(([, name, code]) => [Boolean(name), code]), [[true, 721], [false, 721]]);
  await settle();
  assert.equal(rec.tickers.size, 0);
});

// ---- snapshots ----

test('a snapshot is as large as the picture, from the track itself where that can be', async () => {
  const all = await room();
  const { client, rec, recordings } = all;
  await client.local.openCamera();
  const still = await recordings.snapshot({ user: -1 });
  assert.deepEqual([still.path.split('#')[1], still.type, still.width, still.height, still.userId], ['2026-11-22/7_20261122153005_1.jpg', 'image/jpeg', 1280, 720, 7]);
  rec.image = null; // this browser cannot
  watchAll(client, 8);
  await offer(all, [8, 'video']);
  rec.sizes.set(client.picture(8), [320, 180]);
  const other = await recordings.snapshot({ user: 8, type: 'image/png', name: 'a/b.jpg', folders: false });
  assert.deepEqual([other.path.split('#')[1], await other.blob.text(), other.userId], ['b.png', '320x180', 8]);
});

test('snapshots of several pictures in one', async () => {
  const all = await room();
  const { client, rec, recordings } = all;
  await client.local.openCamera();
  watchAll(client, 8);
  await offer(all, [8, 'video']);
  const still = await recordings.snapshot({ user: 8, mixVideo: true, arrangement: 'overlay' });
  assert.deepEqual([still.width, still.height], [640, 480]);
  assert.deepEqual(rec.canvases.at(-1).drawn.map(({ shows }) => shows), [client.picture(8), client.picture(-1)]);
});

test('without a picture 722, at once or when none comes; too many 721', async () => {
  const all = await room();
  const { client, world, rec, recordings } = all;
  await assert.rejects(recordings.snapshot({ user: -1 }), { code: 722 });
  await assert.rejects(recordings.snapshot({ user: 8 }), { code: 722 });
  watchAll(client, 8);
  const shots = Array.from({ length: limits.snapshots + 1 }, () => recordings.snapshot({ user: 8 }).then(() => 0, ({ code }) => code));
  await world.clock.pass(6000);
  assert.deepEqual(await Promise.all(shots), [...Array(limits.snapshots).fill(722), 721]);
  // It is on its way, and comes.
  const late = recordings.snapshot({ user: 8 });
  await offer(all, [8, 'video']);
  assert.equal((await late).width, 1280);
  rec.image = null;
  rec.sizes.set(client.picture(8), [0, 0]);
  const never = assert.rejects(recordings.snapshot({ user: 8 }), { code: 722 });
  await world.clock.pass(6000);
  await never;
});
