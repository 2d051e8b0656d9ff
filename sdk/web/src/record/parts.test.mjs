// SPDX-License-Identifier: Apache-2.0
// What recording is made of: layout, formats, names, durations, checksums, pieces.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { FakeDisk } from '../../test/record_fakes.mjs';
import { limits } from '../generated/limits.mjs';
import { Md5, md5Of } from '../md5.mjs';
import { chooseFormat, fileName } from './formats.mjs';
import { arrange, frameSize, place } from './layout.mjs';
import { Scratch } from './scratch.mjs';
import { headWithDuration, withDuration } from './webm.mjs';

const inside = ({ x, y, width, height }, frame) => x >= 0 && y >= 0 && x + width <= frame.width + 1e-6 && y + height <= frame.height + 1e-6;
const apart = (a, b) => a.x + a.width <= b.x + 1e-6 || b.x + b.width <= a.x + 1e-6 || a.y + a.height <= b.y + 1e-6 || b.y + b.height <= a.y + 1e-6;

test('pictures side by side and small ones stay inside, apart from one another, however many', () => {
  for (const frame of [{ width: 1280, height: 480 }, { width: 320, height: 240 }, { width: 480, height: 854 }]) {
    for (let count = 1; count <= 17; count++) {
      const side = arrange(frame, count, 'abreast');
      assert.equal(side.length, count);
      const small = arrange(frame, count, 'overlay');
      assert.equal(small.length, count);
      assert.deepEqual(small[0], { x: 0, y: 0, ...frame });
      for (const boxes of [side, small.slice(1)]) {
        for (const [index, box] of boxes.entries()) {
          assert.ok(inside(box, frame), `${count} ${JSON.stringify(box)} in ${JSON.stringify(frame)}`);
          for (const other of boxes.slice(index + 1)) assert.ok(apart(box, other), `${count}`);
        }
      }
    }
  }
  assert.deepEqual(arrange({ width: 640, height: 480 }, 0, 'abreast'), []);
  assert.equal(arrange({ width: 640, height: 480 }, 3, 'single').length, 1);
});

test('the size of a recording: as asked, as the picture, two beside each other, even numbers', () => {
  const vga = { width: 640, height: 480 };
  assert.deepEqual(frameSize({}, vga, 'overlay', 1), vga);
  assert.deepEqual(frameSize({}, vga, 'abreast', 2), { width: 1280, height: 480 });
  assert.deepEqual(frameSize({}, vga, 'abreast', 4), { width: 1280, height: 960 });
  assert.deepEqual(frameSize({ width: 321, height: 241 }, vga, 'overlay', 1), { width: 322, height: 242 });
  assert.deepEqual(frameSize({ width: 320 }, vga, 'overlay', 1), { width: 320, height: 240 });
  assert.deepEqual(frameSize({ height: 240 }, vga, 'overlay', 1), { width: 320, height: 240 });
  const huge = frameSize({ width: 1e6, height: 1e6 }, vga, 'overlay', 1);
  assert.ok(huge.width <= 3840 && huge.height <= 3840);
});

test('a picture in a box: whole, cut, or out of shape', () => {
  const wide = { width: 1280, height: 720 }, box = { x: 10, y: 20, width: 400, height: 300 };
  assert.deepEqual(place(wide, box, 'contain').to, { x: 10, y: 57.5, width: 400, height: 225 });
  assert.deepEqual(place(wide, box, 'cover').from, { x: 160, y: 0, width: 960, height: 720 });
  assert.deepEqual(place(wide, box, 'cover').to, box);
  assert.deepEqual(place(wide, box, 'fill'), { from: { x: 0, y: 0, ...wide }, to: box });
});

test('formats: MP4 where it can be H.264, else WebM; the wish for one is met when it can be', () => {
  const both = { video: true, audio: true };
  const chromium = (type) => /webm|mp4;codecs=vp9/.test(type);
  const safari = (type) => /mp4/.test(type);
  assert.deepEqual(chooseFormat(chromium, both), { type: 'video/webm;codecs=vp8,opus', ending: 'webm' });
  assert.deepEqual(chooseFormat(safari, both), { type: 'video/mp4;codecs=avc1.42E01F,mp4a.40.2', ending: 'mp4' });
  assert.equal(chooseFormat(() => true, both, 'webm')?.ending, 'webm');
  assert.equal(chooseFormat(safari, both, 'webm')?.ending, 'mp4');
  assert.equal(chooseFormat(chromium, { video: false, audio: true })?.type, 'audio/webm;codecs=opus');
  assert.equal(chooseFormat(chromium, { video: true, audio: false })?.type, 'video/webm;codecs=vp8');
  assert.equal(chooseFormat(() => false, both), null);
});

test('names: a folder a day, user and time, or what the page says, never anything that leads elsewhere', () => {
  const what = { user: 7, at: new Date(2026, 0, 2, 3, 4, 5), serial: 9, ending: 'webm' };
  assert.equal(fileName(what), '2026-01-02/7_20260102030405_9.webm');
  assert.equal(fileName({ ...what, folders: false }), '7_20260102030405_9.webm');
  assert.equal(fileName({ ...what, name: '\u5f55\u50cf.mp4' }), '2026-01-02/\u5f55\u50cf.webm');
  assert.equal(fileName({ ...what, name: '../../<b>x' }), '2026-01-02/b_x.webm');
  assert.equal(fileName({ ...what, name: '///' }), '2026-01-02/7_20260102030405_9.webm');
});

test('MD5 is MD5, in pieces of any size', async () => {
  for (const length of [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 1000, 65537]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 0xff);
    const expected = createHash('md5').update(bytes).digest('hex');
    const md5 = new Md5();
    for (let at = 0; at < length; at += 37) md5.update(bytes.subarray(at, at + 37));
    assert.equal(md5.digest(), expected, `${length}`);
    assert.equal(await md5Of(new Blob([bytes])), expected);
  }
});

// EBML head, segment of unknown size, info { scale 1 ms, [duration] }, a cluster.
const hex = (text) => Uint8Array.from(text.replaceAll(' ', '').match(/../g) ?? [], (byte) => parseInt(byte, 16));
const LIVE = hex('1a45dfa3 83 428100 18538067 01ffffffffffffff 1549a966 87 2ad7b1 83 0f4240 1f43b675 01ffffffffffffff e78100');
const WITH = hex('1a45dfa3 83 428100 18538067 01ffffffffffffff 1549a966 92 2ad7b1 83 0f4240 4489 88 0000000000000000 1f43b675 81 00');
const SHORT = hex('1a45dfa3 83 428100 18538067 01ffffffffffffff 1549a966 8e 2ad7b1 83 0f4240 4489 84 00000000 1f43b675 81 00');

test('WebM gets its duration, at the place where it belongs, and nothing else changes', async () => {
  for (const [before, bytes] of [[LIVE, 8], [WITH, 8], [SHORT, 4]]) {
    const after = new Uint8Array(await (await withDuration(new Blob([before]), 2500)).arrayBuffer());
    const at = after.findIndex((byte, i) => byte === 0x44 && after[i + 1] === 0x89 && after[i + 2] === (0x80 | bytes));
    const view = new DataView(after.buffer);
    assert.equal(bytes === 8 ? view.getFloat64(at + 3) : view.getFloat32(at + 3), 2500);
    const cluster = (file) => file.findIndex((byte, i) => byte === 0x1f && file[i + 1] === 0x43);
    assert.deepEqual(after.subarray(cluster(after)), before.subarray(cluster(before)));
    assert.equal(headWithDuration(after, 1)?.bytes.length, headWithDuration(after, 2)?.bytes.length); // it is found again
  }
});

test('what is no such WebM is left alone', async () => {
  for (let cut = 0; cut < LIVE.length - 12; cut++) headWithDuration(LIVE.subarray(0, cut), 1000); // must not throw
  for (let i = 0; i < LIVE.length; i++) { const bad = LIVE.slice(); bad[i] ^= 0xff; headWithDuration(bad, 1000); }
  const other = new Blob(['ftypisom and so on']);
  assert.equal(await withDuration(other, 1000), other);
});

test('pieces go to disk in order; a full disk keeps what there is and says so once', async () => {
  const disk = new FakeDisk();
  const failures = [];
  const scratch = new Scratch(await disk.open(), 'video/webm', (error) => failures.push(error.name));
  scratch.add(new Blob(['one ']));
  scratch.add(new Blob([]));
  scratch.add(new Blob(['two ']));
  await scratch.finish();
  disk.full = true;
  scratch.add(new Blob(['three']));
  scratch.add(new Blob(['four']));
  const { blob, release } = await scratch.finish();
  assert.equal(await blob.text(), 'one two ');
  assert.equal(blob.type, 'video/webm');
  assert.deepEqual(failures, ['QuotaExceededError']);
  release();
  assert.equal(disk.files.size, 0);
});

test('without a disk memory is used, up to a limit', async () => {
  const failures = [];
  const scratch = new Scratch(null, 'video/webm', () => failures.push('full'));
  scratch.add(new Blob(['first']));
  scratch.add(/** @type {any} */ ({ size: limits.recording_memory_bytes }));
  scratch.add(new Blob(['never']));
  assert.equal(await (await scratch.finish()).blob.text(), 'first');
  assert.deepEqual(failures, ['full']);
});
