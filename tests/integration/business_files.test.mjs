// SPDX-License-Identifier: Apache-2.0
// Files and large buffers between users, with the SDK's own modules, and a business server; nothing is kept on the way.
import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import test from 'node:test';
import {CONFIG, FileDesk, attach, detach} from '../support/business.mjs';
import {EndlessFile, FileUser, until} from '../support/file_user.mjs';
import {withServer} from './support.mjs';

const config = `${CONFIG}login = asked\n`;
const bytesOf = (length, seed) => Buffer.from(Uint8Array.from({length}, (_, i) => i * 7 + (i >> 8) * 13 + seed));
const over = (task) => until(() => task.over, 'the transfer to end');
const names = (folder) => readdirSync(folder, {recursive: true}).filter((name) => /files\/./.test(name));

test('users send files and large buffers to it', async () => {
  await withServer({config}, async (server) => {
    const ann = await FileUser.login(server.wsUrl, 'ann');
    const refused = ann.transfers.offer(0, new Blob(['x']), {kind: 'buffer'});
    await over(refused);
    assert.notEqual(refused.status, 3, 'nobody takes a buffer');
    const link = await attach(server, {takes: ['file']});
    const desk = new FileDesk(link);
    const file = bytesOf(3000001, 1), buffer = bytesOf(10000, 2);
    const tasks = [ann.transfers.offer(0, new Blob([file]), {name: 'dir/passwd'}), ann.transfers.offer(0, new Blob([buffer]), {kind: 'buffer', wParam: 3, lParam: 4})];
    for (const task of tasks) await over(task);
    assert.deepEqual(tasks.map((task) => task.status), [3, 3], JSON.stringify(tasks));
    const [first, second] = [...desk.files.values()];
    assert.deepEqual([first.user, first.name, first.buffer, first.size, first.bytes.equals(file)], [ann.self.id, 'passwd', false, file.length, true]);
    assert.deepEqual([second.buffer, second.bytes.equals(buffer)], [true, true]);
    await until(() => second.code === 0 && first.code === 0, 'both to be closed');
    assert.deepEqual(names(server.dir), [], 'nothing is kept');
    ann.close();
    await detach(link);
  });
});

test('it sends files and large buffers to users', async () => {
  await withServer({config}, async (server) => {
    const ann = await FileUser.login(server.wsUrl, 'ann');
    const link = await attach(server);
    const desk = new FileDesk(link);
    const file = bytesOf(2000003, 3), buffer = bytesOf(10240, 4);
    const puts = [await desk.put(ann.self.id, file, {name: 'report.pdf', task: 7}), await desk.put(ann.self.id, buffer, {buffer: true, w: 5, l: 6})];
    await until(() => puts.every((put) => put.code !== undefined), 'both to arrive');
    assert.deepEqual(puts.map((put) => put.code), [0, 0]);
    const [got, data] = [ann.received.find((r) => r.kind === 'file'), ann.received.find((r) => r.kind === 'buffer')];
    assert.equal(got.name, 'report.pdf');
    assert.ok(Buffer.from(await got.blob.arrayBuffer()).equals(file));
    assert.ok(data, JSON.stringify(ann.received.map((r) => r.kind)));
    assert.equal(await link.refused('bs_file_put', {user: 4711, task: 1, size: 1, name: '', sha256: 'a'.repeat(64)}), 205);
    assert.equal(await link.refused('bs_file_put', {user: ann.self.id, task: 1, size: 1, name: '', sha256: 'x'}), 21);
    assert.equal(await link.refused('bs_file_put', {user: ann.self.id, task: 1, size: 2 ** 40, name: '', sha256: 'a'.repeat(64)}), 712);
    ann.close();
    await detach(link);
  });
});

test('one that goes, refuses or lies ends the transfer, and nothing else', async () => {
  await withServer({config}, async (server) => {
    const ann = await FileUser.login(server.wsUrl, 'ann');
    const gone = await attach(server, {takes: ['file']});
    const desk = new FileDesk(gone);
    desk.held = true; // takes note and says nothing
    const task = ann.transfers.offer(0, new EndlessFile(20000000));
    await until(() => desk.files.size > 0, 'the offer');
    gone.cut();
    await over(task);
    assert.notEqual(task.status, 3);
    const liar = await attach(server, {takes: ['file']});
    const lies = new FileDesk(liar);
    lies.held = true;
    const second = ann.transfers.offer(0, new EndlessFile(20000000));
    await until(() => lies.files.size > 0, 'the offer');
    const [{transfer}] = lies.files.values();
    liar.raw(JSON.stringify({t: 'bs_file_got', transfer, offset: 5000000})); // what was never sent
    await over(second);
    await until(() => lies.files.get(transfer).code === 21, 'it to hear why');
    lies.held = false;
    const bytes = bytesOf(300000, 5);
    const put = await lies.put(ann.self.id, bytes, {name: 'x'});
    await until(() => put.code !== undefined, 'a good one');
    assert.equal(put.code, 0);
    lies.held = true; // never says the bytes
    const stuck = await lies.put(ann.self.id, bytes, {name: 'y', task: 2});
    await liar.next('on_file_want', (m) => m.transfer === stuck.transfer);
    ann.close();
    await until(() => stuck.code !== undefined, 'the end of it with its user');
    assert.notEqual(stuck.code, 0);
    await detach(liar);
  });
});
