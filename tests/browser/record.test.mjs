// SPDX-License-Identifier: Apache-2.0
// Recordings and snapshots as pages of the manual make them, watched and listened to afterwards.
import assert from 'node:assert/strict';
import {after, before} from 'node:test';
import {conforms} from '../support/conformance.mjs';
import {join, meet, startServer} from './support.mjs';

let server;
before(async () => { server = await startServer(); });
after(async () => { await server?.stop(); });

/** Runs in the page: the three events, and what a file is when it is shown and heard. */
function equip() {
  window.results = [];
  for (const which of ['', 'Ex', 'Ex2']) {
    window[`OnAnyChatRecordSnapShot${which}`] = (...args) => { results.push({which, args, inCall}); };
  }
  /** Share of pixels that are neither black nor white, and so surely a picture. */
  const coloured = (source, x, y, width, height) => {
    const canvas = Object.assign(document.createElement('canvas'), {width, height});
    const context = canvas.getContext('2d');
    context.drawImage(source, x, y, width, height, 0, 0, width, height);
    const {data} = context.getImageData(0, 0, width, height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if (Math.max(data[i], data[i + 1], data[i + 2]) > 60 && Math.min(data[i], data[i + 1], data[i + 2]) < 200) count++;
    return count / (width * height);
  };
  window.lookAt = async (path) => {
    const image = new Image();
    image.src = path;
    await image.decode();
    return {width: image.naturalWidth, height: image.naturalHeight, colour: coloured(image, 0, 0, image.naturalWidth, image.naturalHeight)};
  };
  window.watchFile = async (path) => {
    const video = document.createElement('video');
    video.muted = true;
    video.src = path;
    await new Promise((resolve, reject) => { video.onloadeddata = resolve; video.onerror = () => reject(new Error(video.error.message)); });
    const {videoWidth: width, videoHeight: height, duration} = video;
    await video.play();
    while (video.currentTime < 0.5) await new Promise((resolve) => { setTimeout(resolve, 50); });
    const half = Math.floor(width / 2);
    return {width, height, duration, left: coloured(video, 0, 0, half, height), right: coloured(video, half, 0, half, height)};
  };
  window.soundRuns = async () => {
    const context = new AudioContext();
    await Promise.race([context.resume(), new Promise((resolve) => { setTimeout(resolve, 3000); })]);
    const runs = context.state === 'running';
    await context.close();
    return runs;
  };
  window.hearFile = async (path) => {
    const sound = await new OfflineAudioContext(2, 1, 48000).decodeAudioData(await (await fetch(path)).arrayBuffer());
    const loudest = (channel) => sound.getChannelData(channel).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    return {seconds: sound.duration, loudest: Array.from({length: sound.numberOfChannels}, (_, channel) => loudest(channel))};
  };
}

const result = (user, count) => user.waitFor((count) => results.length >= 3 * count && results.slice(3 * count - 3), count, {what: `result ${count}`});
/** Lets a recording become so long, by the page's clock. */
const recordFor = async (user, whom, seconds) => {
  await user.waitFor((id) => BRAC_QueryUserStateInt(id, BRAC_USERSTATE_RECORDING) === 1, whom, {what: 'the recording to begin'});
  const start = await user.evaluate(() => performance.now());
  await user.waitFor((end) => performance.now() > end, start + 1000 * seconds, {what: `${seconds} s`});
};

const closeTo = (value, wanted, tolerance) => assert.ok(Math.abs(value - wanted) <= tolerance, `${value} is not within ${tolerance} of ${wanted}`);

async function recordAndLook(ann, bob) {
  await ann.evaluate(equip);
  // Pictures: our own, and bob's in the size in which it comes.
  assert.equal(await ann.evaluate(() => call('BRAC_SnapShot', -1, 0, 11)), 0);
  const [plain, ex, ex2] = await result(ann, 1);
  const path = plain.args[1];
  assert.match(path, /^blob:.*#\d{4}-\d\d-\d\d\/-?\d+_\d{14}_1\.jpg$/);
  assert.deepEqual([plain.args, ex.args, ex2.args], [[ann.id, path, 11, 0x400], [ann.id, path, 0, 0x400, 11, ''], [ann.id, 0, path, 0, 0x400, 11, '']]);
  assert.ok(![plain, ex, ex2].some(({inCall}) => inCall));
  const own = await ann.evaluate((path) => lookAt(path), path);
  assert.deepEqual([own.width, own.height], [640, 480]);
  assert.ok(own.colour > 0.2, `own picture: ${own.colour}`);
  const url = await ann.evaluate((path) => BRAC_GetSDKOptionStringEx(BRAC_SO_LOCALPATH2URL, path, 0), path);
  assert.equal((await ann.evaluate((url) => lookAt(url), url)).width, 640);
  assert.equal(await ann.evaluate((id) => call('BRAC_SnapShot', id, 0, 12), bob.id), 0);
  const theirs = await ann.evaluate((path) => lookAt(path), (await result(ann, 2))[0].args[1]);
  const shown = await ann.evaluate((id) => picture(id), bob.id);
  assert.ok(theirs.width > 0 && Math.abs(theirs.width / theirs.height - shown.width / shown.height) < 0.02, JSON.stringify([theirs, shown]));
  assert.ok(theirs.colour > 0.2, `picture of the other: ${theirs.colour}`);

  // Both side by side, their voices left and right, with a name of the page's.
  const flags = 1 | 2 | 0x10 | 0x20 | 0x100 | 0x200 | 0x2000;
  await ann.evaluate(() => { BRAC_SetSDKOption(BRAC_SO_RECORD_WIDTH, 640); BRAC_SetSDKOption(BRAC_SO_RECORD_HEIGHT, 240); BRAC_SetSDKOption(BRAC_SO_RECORD_VIDEOBR, 400000); });
  const text = '{"filename":"../talk <1>"}';
  assert.equal(await ann.evaluate(({flags, text}) => call('BRAC_StreamRecordCtrlEx', -1, 1, flags, 13, text), {flags, text}), 0);
  await recordFor(ann, -1, 3);
  assert.equal(await ann.evaluate((flags) => call('BRAC_StreamRecordCtrlEx', -1, 0, flags, 0, ''), flags), 0);
  const [, {args}] = await result(ann, 3);
  const file = args[1];
  assert.deepEqual(args, [ann.id, file, args[2], flags, 13, text]);
  assert.match(file, /\/talk_1\.(mp4|webm)$/);
  closeTo(args[2], 3, 2);
  const film = await ann.evaluate((path) => watchFile(path), file);
  assert.deepEqual([film.width, film.height], [640, 240]);
  closeTo(film.duration, args[2], 1.5);
  assert.ok(film.left > 0.2 && film.right > 0.2, `pictures: ${film.left} ${film.right}`);
  const heard = await ann.evaluate((path) => hearFile(path), file);
  closeTo(heard.seconds, args[2], 1.5);
  // On a machine without a sound card Firefox's Web Audio stands still: then the voice of ann alone is recorded.
  if (await ann.evaluate(() => soundRuns())) assert.equal(heard.loudest.length, 2);
  assert.ok(heard.loudest.every((peak) => peak > 0.01), `voices: ${heard.loudest}`);

  // It is a file as any other: bob gets it.
  await bob.evaluate(() => { window.received = []; window.OnAnyChatTransFile = (...args) => { received.push(args); }; });
  const size = await ann.evaluate(async (path) => (await (await fetch(path)).blob()).size, file);
  assert.ok(await ann.evaluate(({file, to}) => call('BRAC_TransFile', to, file, 1, 2, 0), {file, to: bob.id}) > 0);
  const [from, name, place, length] = await bob.waitFor(() => window.received[0], undefined, {what: 'the film'});
  assert.deepEqual([from, name, length], [ann.id, file.split('/').at(-1), size]);
  assert.equal(await bob.evaluate(async (path) => (await (await fetch(path)).blob()).size, place), size);

  // The other alone, while his picture is hidden and he closes and opens his camera; ends when he leaves.
  await ann.evaluate((id) => { document.getElementById(`box_${id}`).style.display = 'none'; }, bob.id);
  assert.equal(await ann.evaluate((id) => call('BRAC_StreamRecordCtrl', id, 1, 0, 14), bob.id), 0);
  await recordFor(ann, bob.id, 1.5);
  await bob.evaluate(() => { BRAC_UserCameraControl(-1, 0); });
  await ann.waitFor((id) => BRAC_GetCameraState(id) === 1, bob.id, {what: 'the camera to close'});
  await bob.evaluate(() => { BRAC_UserCameraControl(-1, 1); });
  await ann.waitFor((id) => BRAC_GetCameraState(id) === 2, bob.id, {what: 'the camera to open'});
  await recordFor(ann, bob.id, 0.5);
  await bob.evaluate(() => BRAC_LeaveRoom(-1));
  const [, left] = await result(ann, 4);
  assert.deepEqual([left.args[0], left.args[3], left.args[4]], [bob.id, 3, 14]);
  closeTo((await ann.evaluate((path) => watchFile(path), left.args[1])).duration, left.args[2], 1.5);
  assert.deepEqual(await ann.evaluate((id) => [BRAC_StreamRecordCtrl(id, 0, 0, 0), BRAC_SnapShot(id, 0, 0), BRAC_StreamRecordCtrl(-1, 1, 4, 0)], bob.id), [720, 722, 721]);
}

const ROWS = ['BRAC_SnapShot', 'BRAC_StreamRecordCtrl', 'BRAC_StreamRecordCtrlEx', 'OnAnyChatRecordSnapShot', 'OnAnyChatRecordSnapShotEx', 'OnAnyChatRecordSnapShotEx2'];

let room = 1;
conforms('snapshots and recordings: made, shown, played and heard', ROWS, async ({browser}) => {
  const ann = await join(browser, server, 'ann', {room});
  const bob = await join(browser, server, 'bob', {room: room++});
  await meet(ann, bob);
  await recordAndLook(ann, bob);
  await ann.close();
  await bob.close();
});
