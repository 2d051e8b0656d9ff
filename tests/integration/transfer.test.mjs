// SPDX-License-Identifier: Apache-2.0
// Files and large buffers through a real server, with the SDK's own modules at both ends.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { EndlessFile, FileUser, checkingStores, until } from '../support/file_user.mjs';
import { withServer } from './support.mjs';

const MB = 1000 * 1000;
const bytesOf = (length, seed) => Uint8Array.from({ length }, (_, i) => i * 7 + (i >> 8) * 13 + seed);
const done = (tasks) => until(() => tasks.every(({ over }) => over), 'the transfers to end', 60000);

test('twenty at once, both ways, each whole; a buffer beside them', () => withServer({}, async (server) => {
  const ann = await FileUser.login(server.wsUrl, 'ann'), bob = await FileUser.login(server.wsUrl, 'bob');
  const tasks = [ann.transfers.offer(bob.self.id, new Blob(['hello']), { kind: 'buffer', isText: true })];
  for (let i = 0; i < 20; i++) {
    tasks.push(ann.transfers.offer(bob.self.id, new Blob([bytesOf(400000 + i, i)]), { name: `${i}` }));
    tasks.push(bob.transfers.offer(ann.self.id, new Blob([bytesOf(200000 - i, i)]), { name: `${i}` }));
  }
  await done(tasks);
  assert.deepEqual(tasks.filter(({ status }) => status !== 3).map((task) => task.toJSON()), []);
  for (const { kind, name, blob, size } of [...ann.received, ...bob.received])
    if (kind === 'file') assert.deepEqual(new Uint8Array(await blob.arrayBuffer()), bytesOf(size, Number(name)));
  assert.equal(ann.received.length + bob.received.length, 41);
  ann.close();
  bob.close();
}));

for (const who of ['sender', 'receiver']) {
  test(`the ${who}'s link is cut at 30 %: it goes on where it was`, () => withServer({}, async (server) => {
    const ann = await FileUser.login(server.wsUrl, 'ann'), bob = await FileUser.login(server.wsUrl, 'bob', { stores: checkingStores });
    const task = ann.transfers.offer(bob.self.id, new EndlessFile(12 * MB));
    ann.transfers.ceiling.bps = 100 * MB; // so that 30 % is met
    await until(() => task.progress >= 30, '30 %');
    (who === 'sender' ? ann : bob).cut();
    await done([task]);
    assert.equal(task.status, 3, JSON.stringify(task));
    assert.equal((who === 'sender' ? ann : bob).sockets.length, 2);
    ann.close();
    bob.close();
  }));
}

test('cancelled by either end: both know by whom; a session that ends, ends its transfers', () => withServer({}, async (server) => {
  const ann = await FileUser.login(server.wsUrl, 'ann'), bob = await FileUser.login(server.wsUrl, 'bob', { stores: checkingStores });
  ann.transfers.ceiling.bps = 80 * MB;
  const send = async () => {
    const task = ann.transfers.offer(bob.self.id, new EndlessFile(100 * MB));
    await until(() => task.progress > 0, 'the first percent');
    return { task, theirs: bob.tasks.find(ann.self.id, task.id) };
  };
  const first = await send();
  ann.tasks.cancel(first.task);
  await done([first.task, first.theirs]);
  assert.deepEqual([first.task.status, first.theirs.status], [4, 4]);
  const second = await send();
  bob.tasks.cancel(second.theirs);
  await done([second.task, second.theirs]);
  assert.deepEqual([second.task.status, second.theirs.status], [5, 5]);
  const third = await send();
  bob.close();
  await done([third.task]);
  assert.deepEqual([third.task.status, third.task.error.code], [5, 208]);
  ann.close();
}));

test('other messages do not wait while files pour', () => withServer({}, async (server) => {
  const ann = await FileUser.login(server.wsUrl, 'ann'), bob = await FileUser.login(server.wsUrl, 'bob', { stores: checkingStores });
  const eve = await Client.login(server.wsUrl, 'eve', { password: 'x' });
  const tasks = [1, 2, 3].map(() => ann.transfers.offer(bob.self.id, new EndlessFile(12 * MB)));
  await until(() => tasks.every(({ progress }) => progress > 0), 'all to move');
  let slowest = 0;
  for (let i = 0; i < 20 && tasks.some(({ over }) => !over); i++) {
    const began = performance.now();
    await eve.ask('state', { camera: i % 3, mic: 0 });
    slowest = Math.max(slowest, performance.now() - began);
  }
  console.log(`# slowest answer to somebody else: ${slowest.toFixed(1)} ms`);
  await done(tasks);
  assert.ok(tasks.every(({ status }) => status === 3));
  assert.ok(slowest < 10000, `${slowest} ms`);
  await eve.close();
  ann.close();
  bob.close();
}));

test('names of strangers reach nobody as they are', () => withServer({}, async (server) => {
  const ann = await FileUser.login(server.wsUrl, 'ann'), bob = await FileUser.login(server.wsUrl, 'bob');
  const names = ['../../etc/passwd', 'a\0b', 'CON', 'nul.txt', '\u202egpj.exe', `${'x'.repeat(4000)}.txt`, '..', '', 'a/b\\c', '<script>', '\ud800', '.ssh'];
  const tasks = names.map((name) => ann.transfers.offer(bob.self.id, new Blob(['x']), { name }));
  await done(tasks);
  assert.ok(tasks.every(({ status }) => status === 3), JSON.stringify(tasks));
  assert.equal(bob.received.length, names.length);
  for (const { name } of bob.received) {
    assert.match(name, /^[^/\\\0<>:"|?*\p{C}]+$/u);
    assert.doesNotMatch(name, /^(\.|con$|nul\.)/i);
    assert.ok([...name].length <= 128);
  }
  ann.close();
  bob.close();
}));

test('kept by the server: uploaded, fetched by who knows the id, also after a cut; nothing of a stranger\'s name on the disk', () => withServer({}, async (server) => {
  const ann = await FileUser.login(server.wsUrl, 'ann'), bob = await FileUser.login(server.wsUrl, 'bob');
  const bytes = bytesOf(3 * MB, 5);
  ann.transfers.ceiling.bps = 40 * MB;
  const up = ann.transfers.offer(0, new Blob([bytes]), { name: '../../../../tmp/owned.txt' });
  await until(() => up.progress >= 30, '30 %');
  ann.cut();
  await done([up]);
  assert.deepEqual([up.status, up.progress], [3, 100], JSON.stringify(up));
  assert.match(up.file, /^[0-9a-f]{32}$/);
  assert.deepEqual(readdirSync(join(server.dir, 'files')).sort(), [up.file, `${up.file}.about`]);
  const down = bob.transfers.fetch(up.file);
  await done([down]);
  await until(() => bob.received.length > 0, 'the file');
  assert.deepEqual([down.status, bob.received[0].from, bob.received[0].name], [3, 0, 'owned.txt']);
  assert.deepEqual(new Uint8Array(await bob.received[0].blob.arrayBuffer()), bytes);
  const wrong = bob.transfers.fetch('0'.repeat(32)), path = bob.transfers.fetch('../../etc/passwd');
  await done([wrong, path]);
  assert.deepEqual([wrong.error.code, path.error.code], [716, 716]);
  const given = ann.transfers.offer(0, new EndlessFile(50 * MB));
  await until(() => given.progress > 0, 'the first percent');
  ann.tasks.cancel(given);
  await until(() => readdirSync(join(server.dir, 'files')).length === 2, 'the half to be gone');
  ann.close();
  bob.close();
}));

test('a quota that is used up, and a server that keeps nothing', async () => {
  await withServer({ config: '[files]\ntotal_mbyte = 1\n' }, async (server) => {
    const ann = await FileUser.login(server.wsUrl, 'ann');
    const large = ann.transfers.offer(0, new EndlessFile(2 * MB)), small = ann.transfers.offer(0, new Blob(['x']));
    await done([large, small]);
    assert.deepEqual([large.error.code, small.status], [23, 3]);
    ann.close();
  });
  await withServer({ config: '[files]\ntotal_mbyte = 0\nmax_mbyte = 1\n' }, async (server) => {
    const ann = await FileUser.login(server.wsUrl, 'ann');
    const up = ann.transfers.offer(0, new Blob(['x']));
    await done([up]);
    assert.equal(up.error.code, 20);
    ann.close();
  });
});

test('lies about size and place: the receiver takes nothing of it', () => withServer({}, async (server) => {
  const eve = await Client.login(server.wsUrl, 'eve', { password: 'x' });
  const bob = await FileUser.login(server.wsUrl, 'bob');
  const { transfer } = await eve.ask('file_offer', { to: bob.self.id, task: 1, size: 10, name: 'x' });
  await eve.next('(binary)');
  const piece = (offset, length) => {
    const frame = Buffer.alloc(20 + length);
    frame.set([1, 0, 0, 0], 0);
    frame.writeUInt32BE(transfer, 4);
    frame.writeUInt32BE(1, 8);
    frame.writeBigUInt64BE(BigInt(offset), 12);
    return frame;
  };
  eve.raw(piece(0, 11));
  eve.raw(piece(2 ** 40, 5));
  await until(() => eve.all('error').length === 2, 'both to be refused');
  eve.raw(piece(5, 5)); // a hole
  eve.raw(piece(0, 10));
  await eve.ask('file_end', { transfer, sha256: '0'.repeat(64) });
  assert.equal((await eve.next('file_closed')).code, 715);
  assert.equal(bob.received.length, 0);
  assert.equal(await eve.refused('file_offer', { to: bob.self.id, task: 1, size: 3e9, name: 'x' }), 712);
  await eve.close();
  bob.close();
}));
