// SPDX-License-Identifier: Apache-2.0
// The registry of what is on its way.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeClock } from '../test/fakes.mjs';
import { ParlorError } from './errors.mjs';
import { limits } from './generated/limits.mjs';
import { Tasks, TaskStatus } from './tasks.mjs';

function registry(self = 7) {
  const clock = new FakeClock();
  const who = { id: self };
  const tasks = new Tasks({ clock, self: () => who.id });
  return { clock, tasks, who };
}
const buffer = (more = {}) => ({ kind: /** @type {const} */ ('buffer'), to: 8, total: 1000, ...more });

test('numbers count up, and a number belongs to who began the task', () => {
  const { tasks, who } = registry();
  const first = tasks.begin(buffer()), second = tasks.begin(buffer({ to: 9 }));
  assert.deepEqual([first.id, second.id], [1, 2]);
  const theirs = tasks.arriving({ kind: 'buffer', from: 8, id: 1, total: 5 });
  assert.equal(tasks.find(-1, 1), first);
  assert.equal(tasks.find(7, 1), first);
  assert.equal(tasks.find(8, 1), theirs);
  assert.equal(tasks.find(8, 2), null);
  assert.equal(tasks.find(99, 1), null);
  who.id = -5; // signed in as somebody else: what was begun before is found under both
  assert.equal(tasks.find(-5, 2), second);
  assert.equal(tasks.find(7, 2), second);
  assert.equal(tasks.begin(buffer()).id, 3);
});

test('progress is a whole number, below 100 until it is done, and then 100 for good', () => {
  const { tasks } = registry();
  const task = tasks.begin(buffer({ total: 3 }));
  const seen = [];
  tasks.on('change', ({ status, progress }) => seen.push(`${status} ${progress}`));
  assert.deepEqual([task.status, task.progress], [TaskStatus.PREPARING, 0]);
  task.advance(1);
  task.advance(3);
  assert.equal(task.progress, 99); // the other end has not said that it has all
  task.advance(2); // an old report
  assert.equal(task.moved, 3);
  task.done();
  task.stop('receiver');
  task.advance(1);
  assert.deepEqual(seen, ['2 33', '2 99', '2 99', '3 100']);
  assert.equal(task.progress, 100);
  const empty = tasks.begin(buffer({ total: 0 }));
  empty.advance(0);
  assert.equal(empty.progress, 0);
  empty.done();
  assert.equal(empty.progress, 100);
});

test('the rate is that of the last two seconds', async () => {
  const { tasks, clock } = registry();
  const task = tasks.begin(buffer({ total: 1e6 }));
  assert.equal(task.bitrate, 0);
  for (let i = 0; i <= 50; i++) { task.advance(i * 1000); await clock.pass(100); } // 10 kB/s
  assert.ok(Math.abs(task.bitrate - 80000) < 5000, String(task.bitrate));
  await clock.pass(4000);
  assert.ok(task.bitrate < 30000, String(task.bitrate)); // nothing moves any more
  for (let i = 0; i < 100; i++) { task.advance(50000 + i * 10); await clock.pass(1); } // many reports, few samples
  task.done();
  assert.equal(task.bitrate, 0);
});

test('cancelled by this side: the mover hears of it once; of one that is over nothing changes', () => {
  const { tasks } = registry();
  const own = tasks.begin(buffer()), theirs = tasks.arriving({ kind: 'file', from: 8, id: 4, total: 9 });
  let told = 0;
  own.onCancel = theirs.onCancel = () => told++;
  tasks.cancel(own);
  tasks.cancel(own);
  tasks.cancel(theirs, new ParlorError(23));
  tasks.cancel(null);
  assert.deepEqual([own.status, theirs.status, told], [TaskStatus.SENDER_CANCELLED, TaskStatus.RECEIVER_CANCELLED, 2]);
  assert.deepEqual([own.toJSON().errorcode, theirs.toJSON().errorcode], [0, 23]);
  const finished = tasks.begin(buffer());
  finished.done();
  finished.onCancel = () => told++;
  tasks.cancel(finished);
  assert.deepEqual([finished.status, told], [TaskStatus.DONE, 2]);
});

test('limits: so many at once in each direction; the oldest that are over are forgotten', () => {
  const { tasks } = registry();
  const running = Array.from({ length: limits.trans_tasks }, () => tasks.begin(buffer()));
  assert.equal(tasks.begin(buffer()), null);
  assert.ok(tasks.arriving({ kind: 'buffer', from: 8, id: 1, total: 1 }));
  for (let i = 2; i <= limits.trans_tasks; i++) tasks.arriving({ kind: 'buffer', from: 8, id: i, total: 1 });
  assert.equal(tasks.arriving({ kind: 'buffer', from: 9, id: 1, total: 1 }), null);
  assert.equal(tasks.running().length, 2 * limits.trans_tasks);
  for (const task of running) task.done();
  for (let i = 0; i < 1024; i++) tasks.begin(buffer()).done();
  assert.equal(tasks.find(-1, 1), null);
  assert.equal(tasks.find(-1, limits.trans_tasks + 1).progress, 100);
});

test('a user who came anew may use a number again; GUIDs name one task at a time', () => {
  const { tasks } = registry();
  const old = tasks.arriving({ kind: 'buffer', from: 8, id: 1, total: 1 });
  const fresh = tasks.arriving({ kind: 'buffer', from: 8, id: 1, total: 1 });
  assert.equal(old.status, TaskStatus.SENDER_CANCELLED);
  assert.equal(tasks.find(8, 1), fresh);
  for (let i = 0; i < 1024; i++) tasks.begin(buffer()).done(); // the old one is forgotten, not the fresh one
  assert.equal(tasks.find(8, 1), fresh);
  const named = tasks.begin(buffer({ guid: 'g' }));
  assert.equal(tasks.begin(buffer({ guid: 'g' })), null);
  assert.equal(tasks.byGuid('g'), named);
  named.stop('receiver', new ParlorError(205));
  const again = tasks.begin(buffer({ guid: 'g' }));
  assert.equal(tasks.byGuid('g'), again);
  assert.equal(tasks.byGuid('h'), null);
  assert.deepEqual(JSON.parse(JSON.stringify(named)), {
    taskid: named.id, userid: 7, targetuserid: 8, taskguid: 'g', type: 'buffer', status: 5, progress: 0, bitrate: 0, filesize: 1000, transsize: 0, errorcode: 205,
  });
});
