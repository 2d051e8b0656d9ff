// SPDX-License-Identifier: Apache-2.0
// Recordings on their way to the server: what grows, what is forgotten, what goes on after a lost session.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Growing } from './growing.mjs';
import { Uploads } from './uploads.mjs';

const textOf = async (slice) => new TextDecoder().decode(await slice.arrayBuffer());
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const settled = () => new Promise((resolve) => { setImmediate(resolve); });

test('what grows: read again from wherever it is held, forgotten from its beginning, one sum', async () => {
  const all = new Growing(8);
  for (const piece of ['abc', 'd', 'ef']) assert.equal(all.add(new Blob([piece])), true);
  assert.equal(all.add(new Blob(['xyz'])), false, 'too much waits');
  assert.equal(await textOf(all.slice(1, 5)), 'bcde');
  assert.equal(all.most, Infinity);
  all.forget(3);
  assert.deepEqual([all.held, await textOf(all.slice(3, 6))], [3, 'def']);
  await assert.rejects(all.slice(2, 4).arrayBuffer(), /is gone/);
  all.forget(6);
  assert.equal(all.held, 0);
  all.add(new Blob(['gh']));
  all.over = true;
  assert.deepEqual([all.most, await all.sum(), await all.sum()], [8, sha256('abcdefgh'), sha256('abcdefgh')]);
});

/** A server of its own: what was said to it, and the tasks that it has. */
function world({ may = true } = {}) {
  const said = [], tasks = [];
  let timers = [], now = 0;
  const ports = {
    may: () => may, self: () => ({ id: 7 }),
    clock: { now: () => now, after(ms, call) { const one = { at: now + ms, call }; timers.push(one); return () => { timers = timers.filter((t) => t !== one); }; } },
    send: (t, fields, done) => { said.push({ t, ...fields, done }); },
    transfers: { session: 0, carry(id, source, task) { tasks.push({ id, source, task }); return { grew() {} }; }, dismiss(id, code) { said.push({ t: 'dismiss', id, code }); } },
  };
  const pass = (ms) => { now += ms; const due = timers.filter(({ at }) => at <= now); timers = timers.filter(({ at }) => at > now); due.forEach(({ call }) => call()); };
  return { uploads: new Uploads(ports), ports, said, tasks, pass };
}

test('to the end; a lost session in the middle goes on by its key, and the sum is of all of it', async () => {
  const { uploads, ports, said, tasks } = world();
  const ends = [], upload = uploads.begin({ user: -1, flags: 3, param: 0 });
  upload.on('ended', (...args) => ends.push(args));
  upload.add(new Blob(['abc']));
  said[0].done(null, { transfer: 4 });
  uploads.told({ transfer: 4, record: 9, key: 'k' });
  tasks[0].task.advance(3);
  assert.deepEqual([upload.state, upload.record, upload.there, upload.source.held], ['sending', 9, 3, 0]);
  ports.transfers.session++;
  tasks[0].task.stop('sender', { code: 101 });
  upload.add(new Blob(['de']));
  uploads.returned();
  assert.deepEqual([said[1].t, said[1].key], ['record_upload', 'k']);
  said[1].done(null, { transfer: 1 });
  uploads.told({ transfer: 1, record: 9, key: 'k' });
  upload.end();
  await settled();
  const { t, transfer, sha256: sum, size } = said[2];
  assert.deepEqual([t, transfer, sum, size], ['file_end', 1, sha256('abcde'), 5]);
  tasks[1].task.advance(5);
  tasks[1].task.done();
  uploads.converting({ record: 9, ms: 1500 });
  assert.deepEqual([upload.state, upload.made_ms], ['converting', 1500]);
  assert.equal(uploads.recorded({ id: 8, code: 0 }), false);
  assert.equal(uploads.recorded({ id: 9, userId: 7, file: 'local/a.mp4', url: 'u', seconds: 2, md5: '', code: 0 }), true);
  assert.deepEqual([upload.state, ends.length, ends[0][0].url, ends[0][1], uploads.running.length], ['done', 1, 'u', null, 0]);
});

test('what cannot be better has failed at once, what may be is tried again; cancelled is told to the server', () => {
  const { uploads, said, tasks, pass } = world();
  const first = uploads.begin({}), errors = [];
  first.on('ended', (file, error) => errors.push(error.code));
  said[0].done({ code: 20 });
  assert.deepEqual([first.state, errors], ['failed', [20]]);
  const second = uploads.begin({});
  said[1].done({ code: 23 });
  assert.equal(second.state, 'opening');
  pass(3000);
  assert.equal(said[2].t, 'record_upload');
  said[2].done(null, { transfer: 2 });
  tasks[0].task.advance(0);
  second.cancel();
  assert.deepEqual([second.state, said[3]], ['cancelled', { t: 'dismiss', id: 2, code: 6 }]);
  assert.throws(() => world({ may: false }).uploads.begin({}), { code: 20 });
});
