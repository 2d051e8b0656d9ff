// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { RecordingLibrary } from './library.mjs';

function make(reply, error = null) {
  const sent = [];
  const library = new RecordingLibrary({
    send: (t, fields, done) => { sent.push([t, fields]); queueMicrotask(() => done(error, { text: JSON.stringify(reply), keeper: true })); },
    origin: () => 'https://parlor.test:8906',
  });
  return { library, sent };
}
const row = {
  id: 4, at_ms: 1795338000000, user: 7, room: 5, state: 'ended', file: '2026-11-22/7_4.mp4', bytes: 912345, name: 'Ann', by: 'user', by_user: 8, flags: 0x113, type: 0, consent: 'asked',
  how: 'recovered', elapsed_ms: 9960, lost_ms: 2000, started_ms: 1795338001000, sha256: 'ab', pictures: 5, picture_ms: 2000, thumb: '/recordings/1-a/x.thumb.jpg', board: '/recordings/1-b/x.board.jpg',
};

test('what is searched for is sent, and nothing else', async () => {
  const { library, sent } = make({ recordings: [row], next: 4 });
  const { recordings: [entry], next, mayDelete } = await library.find({ text: 'loan', from: new Date(5), to: 9.7, room: 5, userId: undefined });
  assert.deepEqual(sent, [['library', { verb: 'list', limit: 20, room: 5, from: 5, to: 9, text: 'loan' }]]);
  assert.deepEqual([next, mayDelete], [4, true]);
  assert.deepEqual([entry.id, entry.at.getTime(), entry.userId, entry.name, entry.type, entry.seconds, entry.lostSeconds, entry.snapshot], [4, row.at_ms, 7, 'Ann', 'mp4', 9.96, 2, false]);
  assert.equal(entry.thumbnail, 'https://parlor.test:8906/recordings/1-a/x.thumb.jpg');
  assert.deepEqual(entry.board, { url: 'https://parlor.test:8906/recordings/1-b/x.board.jpg', pictures: 5, every: 2, columns: 10, width: 160 });
});

test('rows of older servers, and snapshots, have what they have', async () => {
  const { library } = make({ recordings: [{ id: 1, at_ms: 0, user: -2, room: 1, state: 'failed', file: '', bytes: 0 }, { ...row, flags: 0x404, how: 'snapshot', pictures: 0 }] });
  const { recordings: [bare, still], next } = await library.find();
  assert.deepEqual([bare.name, bare.board, bare.thumbnail, bare.started, bare.seconds, next], ['', null, '', null, 0, 0]);
  assert.deepEqual([still.snapshot, still.type, still.board], [true, 'jpg', null]);
});

test('a time line: places in the file, who is who, what devices did', async () => {
  const line = (at, kind, user, detail = '') => ({ at_ms: row.started_ms + at, kind, user, detail });
  const { library } = make({ recording: row, lines: [
    line(-900, 'asked', 8), line(-5, 'joined', 7, 'microphone=1 cameras=3 screens=2 name=Ann = Li'), line(2500, 'devices', 7, 'microphone=0 cameras=0 screens=0'),
    { ...line(2600, 'muted', 7, 'x'), offset_ms: 2550 }, line(3000, 'tag', 8, 'here: name=x'), line(3100, 'left', 7)] });
  const { timeLine } = await library.show(4);
  assert.deepEqual(timeLine.map(({ seconds, kind, name, text }) => [seconds, kind, name, text]), [
    [-0.9, 'asked', '', ''], [-0.005, 'joined', 'Ann = Li', ''], [2.5, 'devices', 'Ann = Li', ''], [2.55, 'muted', 'Ann = Li', 'x'], [3, 'tag', '', 'here: name=x'], [3.1, 'left', 'Ann = Li', '']]);
  assert.deepEqual([timeLine[1].devices.microphone, timeLine[1].devices.cameras, timeLine[1].devices.screens, timeLine[2].devices.microphone], [true, 3, 2, false]);
});

test('links, verifying and deleting', async () => {
  const { library, sent } = make({ url: '/recordings/9-c/x.mp4', expires_ms: 9000, ok: false, signature: 'good', faults: [{ file: 'x.mp4', fault: 'changed', ranges: [[0, 1]] }] });
  assert.deepEqual(await library.link(4, { minutes: 5 }), { url: 'https://parlor.test:8906/recordings/9-c/x.mp4', expires: new Date(9000) });
  assert.deepEqual(await library.verify(4), { ok: false, signature: 'good', key: '', faults: [{ file: 'x.mp4', fault: 'changed', ranges: [[0, 1]] }] });
  await library.delete(4, { why: 'asked' });
  await library.delete(4);
  assert.deepEqual(sent.map(([, fields]) => fields), [{ verb: 'link', record: 4, minutes: 5 }, { verb: 'verify', record: 4 }, { verb: 'delete', record: 4, text: 'asked' }, { verb: 'delete', record: 4 }]);
});

test('wrong wishes never leave, refusals are told', async () => {
  const { library, sent } = make({});
  for (const wrong of [() => library.find({ limit: 51 }), () => library.find({ limit: 0 }), () => library.find({ text: 'x'.repeat(201) }), () => library.find({ from: 'soon' }),
    () => library.find({ room: 1.5 }), () => library.show(NaN), () => library.link(1, { minutes: 0 }), () => library.delete(1, { why: '\0' })]) await assert.rejects(wrong, { code: 21 });
  assert.deepEqual(sent, []);
  await assert.rejects(make({}, { code: 20 }).library.find(), { code: 20 });
});
