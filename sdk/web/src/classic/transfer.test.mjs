// SPDX-License-Identifier: Apache-2.0
// The manual's functions for files and large buffers, as pages call them; the server is a script.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeDocument } from '../../test/dom.mjs';
import { fakeWorld, friendlyServer, settle, user } from '../../test/fakes.mjs';
import * as c from '../generated/constants.mjs';
import { grantFrames, readFrames } from '../transfer/frames.mjs';
import { Face } from './face.mjs';

const EVENTS = ['TransFile', 'CoreSDKEvent'];

async function page({ inputs = [] } = {}) {
  const document = Object.assign(new FakeDocument(), { getElementsByTagName: () => inputs });
  const server = friendlyServer({ members: [user(8)] });
  server.answers.file_offer = () => ['file_opened', { transfer: 5 }];
  const world = fakeWorld({ document, server });
  const seen = [];
  const window = { WebSocket: class {}, location: { protocol: 'https:', hostname: 'h' }, navigator: {}, reportError: (error) => { throw error; } };
  for (const name of EVENTS) window[`OnAnyChat${name}`] = (...args) => seen.push([name, ...args]);
  globalThis.MutationObserver = document.Observer;
  const face = new Face(world.platform, window);
  const ac = face.api;
  ac.BRAC_InitSDK('0');
  ac.BRAC_Connect('h', 1);
  ac.BRAC_Login('ann', 'pw');
  await settle();
  return { world, server, seen, ac, face, sent: () => server.of('file_offer').at(-1) };
}

const later = () => new Promise((resolve) => setTimeout(resolve, 20));

test('before login, for nobody, for all, of no such file: a code with a minus, and the console says why', async () => {
  const { ac, world } = await page();
  const code = (call) => { const before = world.warnings.length; const answer = call(); return [answer, /\((\d+)\)/.exec(world.warnings[before] ?? '')?.[1]]; };
  assert.deepEqual(code(() => ac.BRAC_TransFile(8, 'D:\\none.txt', 0, 0, 0)), [-710, '710']);
  assert.deepEqual(code(() => ac.BRAC_TransFile(-1, new Blob(['x']), 0, 0, 0)), [-21, '21']);
  assert.deepEqual(code(() => ac.BRAC_TransFile(7, new Blob(['x']), 0, 0, 0)), [-21, '21']);
  assert.deepEqual(code(() => ac.BRAC_TransFile(8, new Blob([]), 0, 0, 0)), [-711, '711']);
  assert.deepEqual(code(() => ac.BRAC_TransFile()), [-710, '710']);
  assert.equal(ac.BRAC_TransFileEx('', 8, new Blob(['x']), 0, ''), 21);
  assert.equal(ac.BRAC_TransFileEx('g', 8, 'none', 0, ''), 710);
  assert.equal(ac.BRAC_QueryTransTaskInfo(-1, 99, 1), 0);
  assert.equal(ac.BRAC_QueryTransTaskInfoEx('none'), '');
  assert.equal(ac.BRAC_CancelTransTask(-1, 99), 701);
  ac.BRAC_SetSDKOption(c.BRAC_SO_CORESDK_MAXTRANSFILESIZE, 1);
  assert.deepEqual(code(() => ac.BRAC_TransFile(8, new Blob([new Uint8Array(1024 * 1024 + 1)]), 0, 0, 0)), [-712, '712']);
  ac.BRAC_Logout();
  assert.deepEqual(code(() => ac.BRAC_TransFile(8, new Blob(['x']), 0, 0, 0)), [-208, '208']);
  ac.BRAC_Release();
  assert.equal(ac.BRAC_TransFile(8, new Blob(['x']), 0, 0, 0), -2);
  assert.equal(ac.BRAC_QueryTransTaskInfo(-1, 1, 1), 0);
});

test('whatever pages name a file by', async () => {
  const chosen = Object.assign(new Blob(['abc']), { name: 'holiday.jpg' });
  const input = { type: 'file', value: 'C:\\fakepath\\holiday.jpg', files: [chosen] };
  const { ac, face, world, sent } = await page({ inputs: [{ type: 'text', value: 'C:\\fakepath\\holiday.jpg' }, input] });
  const named = async (path) => { assert.ok(ac.BRAC_TransFile('8', path, '1', 2, '0') > 0, String(path)); await settle(); return sent(); };
  assert.deepEqual((({ to, name, size, w, l }) => ({ to, name, size, w, l }))(await named('C:\\fakepath\\holiday.jpg')), { to: 8, name: 'holiday.jpg', size: 3, w: 1, l: 2 });
  const shot = face.client.files.add(new Blob(['12345']), '2026-11-22/shot.jpg');
  assert.equal((await named(shot.path)).name, 'shot.jpg');
  assert.equal((await named(shot.url)).name, 'shot.jpg');
  assert.equal((await named(chosen)).name, 'holiday.jpg');
  world.platform.fetchBlob = async () => new Blob(['fetched']);
  const task = ac.BRAC_TransFile(8, 'blob:https://h/strange', 0, 0, 0);
  assert.equal(ac.BRAC_QueryTransTaskInfo(7, task, c.BRAC_TRANSTASK_STATUS), 1);
  await later();
  assert.deepEqual([sent().size, sent().task], [7, task]);
  // What the server has recorded, by its address; no other address of the web is a file.
  ac.BRAC_TransFile(8, `https://h:8906/recordings/1795355400-41-${'0a'.repeat(16)}/2026-11-22/a%2Bb_41.mp4`, 0, 0, 0);
  await later();
  assert.deepEqual([sent().name, sent().size], ['a+b_41.mp4', 7]);
  assert.equal(ac.BRAC_TransFile(8, 'https://h/a.mp4', 0, 0, 0), -710);
});

test('progress is 0, then some, then 100 and stays; cancelling what is over is harmless', async () => {
  const { ac, server, world } = await page();
  const task = ac.BRAC_TransFile(8, new Blob([new Uint8Array(1000)]), 0, 0, 0);
  const query = (info) => ac.BRAC_QueryTransTaskInfo(7, String(task), info);
  await settle();
  assert.deepEqual([query(1), query(3)], [0, 1]);
  const grant = (offset) => { for (const { buffer } of grantFrames([{ transfer: 5, epoch: 1, offset, limit: 1000 }])) server.socket.onmessage({ data: buffer }); };
  grant(0);
  await later();
  assert.deepEqual(server.socket.frames.flatMap(({ buffer }) => readFrames(buffer)).map(({ offset, payload }) => [offset, payload.length]), [[0, 1000]]);
  assert.equal(query(3), 2);
  grant(500);
  assert.equal(query(1), 50);
  await world.clock.pass(1000);
  assert.ok(query(2) >= 0);
  grant(1000);
  assert.equal(query(1), 99); // not before the receiver has checked it
  server.send('file_closed', { transfer: 5, by: 'receiver', code: 0 });
  await settle();
  assert.deepEqual([query(1), query(3), query(2)], [100, 3, 0]);
  assert.deepEqual([ac.BRAC_CancelTransTask(7, task), query(1), query(3)], [0, 100, 3]);
  assert.deepEqual((({ taskid, status, progress, filesize, errorcode }) => [taskid, status, progress, filesize, errorcode])(JSON.parse(query(6))), [task, 3, 100, 1000, 0]);
});

test('cancelled by us is 4, by the receiver 5', async () => {
  const { ac, server } = await page();
  const first = ac.BRAC_TransFile(8, new Blob(['x']), 0, 0, 0);
  await settle();
  assert.equal(ac.BRAC_CancelTransTask('7', `${first}`), 0);
  await settle();
  assert.deepEqual(server.of('file_close').map(({ transfer, code }) => [transfer, code]), [[5, 6]]);
  const second = ac.BRAC_TransFile(8, new Blob(['x']), 0, 0, 0);
  await settle();
  server.send('file_closed', { transfer: 5, by: 'receiver', code: 6 });
  await settle();
  assert.deepEqual([first, second].map((task) => ac.BRAC_QueryTransTaskInfo(-1, task, 3)), [4, 5]);
});

test('by GUID: told by event, asked and cancelled by name', async () => {
  const { ac, seen, server, sent } = await page();
  assert.equal(ac.BRAC_TransFileEx('guid-1', 8, new Blob(['xyz']), 0, '{"a":1}'), 0);
  await settle();
  assert.deepEqual([sent().guid, sent().param], ['guid-1', '{"a":1}']);
  assert.equal(JSON.parse(ac.BRAC_QueryTransTaskInfoEx('guid-1')).taskguid, 'guid-1');
  assert.equal(ac.BRAC_QueryTransTaskInfoEx('guid-1', '3'), 1);
  assert.equal(ac.BRAC_CancelTransTaskEx('guid-1', 0, 715), 0);
  await settle();
  assert.equal(server.of('file_close').at(-1).code, 715);
  const [, type, json] = seen.find(([name]) => name === 'CoreSDKEvent');
  assert.deepEqual([type, JSON.parse(json).status, JSON.parse(json).errorcode], [12, 4, 715]);
});

test('what arrives: the event inside which everything is known, and an address for the path', async () => {
  const { ac, seen, server, world } = await page();
  server.send('file_offered', { transfer: 9, from: 8, task: 77, size: 3, name: '..\\..\\con.txt', w: 1, l: 2 });
  await later();
  const frame = new Uint8Array([1, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 97, 98, 99]);
  server.socket.onmessage({ data: frame.buffer });
  server.send('file_ended', { transfer: 9, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' });
  await later();
  await world.clock.pass(100);
  const [[, from, name, path, length, w, l, task]] = seen;
  assert.deepEqual([from, name, length, w, l, task], [8, '_con.txt', 3, 1, 2, 77]);
  assert.match(path, /^blob:.*#_con\.txt$/);
  assert.equal(ac.BRAC_GetSDKOptionStringEx(c.BRAC_SO_LOCALPATH2URL, path, 0), path.split('#')[0]);
  assert.equal(ac.BRAC_GetSDKOptionStringEx(c.BRAC_SO_GETTASKPATHNAME, '77', 0), path);
  assert.deepEqual([ac.BRAC_QueryTransTaskInfo(8, 77, 1), ac.BRAC_QueryTransTaskInfo(8, 77, 4)], [100, path]);
  assert.equal(server.of('file_close').at(-1).code, 0);
});
