// SPDX-License-Identifier: Apache-2.0
// Files of recordings afterwards: links past their time, bytes that were deleted, a byte that was changed.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {readFileSync, readdirSync, readlinkSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {promisify} from 'node:util';
import {FLAGS, begin, catalogued, end, makeFilm, pause, publish, startRecording, visit} from '../support/filmed.mjs';
import {post, socketOf} from '../support/operator.mjs';
import {built} from '../support/program.mjs';
import {Shim} from '../support/shim.mjs';

let film, server, shim, load;
const made = [];
before(async () => {
  film = await makeFilm({size: '320x180', kbps: 300});
  shim = new Shim();
  server = await startRecording({env: shim.env, record: 'link_minutes = 60'});
  await server.waitForLog(/recorder\.ready/, 60000);
  load = publish(server, film);
  const {client, members} = await visit(server, 1000, 2);
  for (const user of members) made.push({user, record: await begin(client, user, {flags: FLAGS.VIDEO | FLAGS.AUDIO | FLAGS.STREAM, file_type: 4})});
  await pause(2500);
  for (const one of made) one.told = await end(client, one.user, one.record);
  await client.close();
});
after(async () => {
  load?.child.kill('SIGTERM');
  await load?.ended;
  await server?.stop();
  film?.remove();
  shim?.remove();
});

const fileOf = (one) => join(server.dir, 'recordings', one.told.file);
const status = async (url) => (await fetch(new URL(url, server.url))).status;

/** parlorctl record ...: its exit status and words. */
async function parlorctl(...args) {
  const {code = 0, stdout, stderr} = await promisify(execFile)(built('src/ctl/parlorctl'), ['--socket', socketOf(server).socketPath, 'record', ...args]).catch((error) => error);
  return {code, said: stdout + stderr};
}

test('a link is good until its time is over, and for nothing else', async () => {
  const [one, other] = made, {json: {url}} = await post(socketOf(server), `/v1/recordings/${one.record}/link`, {minutes: 5});
  assert.deepEqual([await status(one.told.url), await status(url)], [200, 200]);
  assert.equal(await status(url.replace(one.told.file.split('/').at(-1), other.told.file.split('/').at(-1))), 403);
  shim.ahead = 299 - 30;
  assert.equal(await status(url), 200);
  shim.ahead = 302;
  assert.deepEqual([await status(one.told.url), await status(url)], [200, 403]);
  assert.equal(await status(url.replace(/(\d+)-/, (_, at) => `${Number(at) + 3600}-`)), 403, 'its time is signed');
  shim.ahead = 3602;
  assert.equal(await status(one.told.url), 403);
  shim.ahead = 0;
  assert.equal(await status(url), 200);
});

test('one changed byte is named by parlorctl record verify', async () => {
  const [one] = made, file = fileOf(one), bytes = readFileSync(file);
  assert.equal((await parlorctl('verify', String(one.record))).code, 0);
  for (const at of [0, bytes.length >> 1, bytes.length - 1]) {
    bytes[at] ^= 1;
    writeFileSync(file, bytes);
    const {code, said} = await parlorctl('verify', String(one.record));
    assert.notEqual(code, 0, said);
    assert.match(said, /changed/i, said);
    bytes[at] ^= 1;
  }
  writeFileSync(file, bytes.subarray(0, bytes.length - 1));
  assert.notEqual((await parlorctl('verify', String(one.record))).code, 0, 'a byte less');
  writeFileSync(file, bytes);
  assert.equal((await parlorctl('verify', String(one.record))).code, 0);
});

/** Files below a folder in which these bytes are. */
const holders = (dir, bytes) => readdirSync(dir, {recursive: true}).map((name) => join(dir, name)).filter((path) => statSync(path).isFile() && readFileSync(path).includes(bytes));
/** Files without a name that a process still has open. */
const nameless = (pid) => readdirSync(`/proc/${pid}/fd`).map((fd) => { try { return readlinkSync(`/proc/${pid}/fd/${fd}`); } catch { return ''; } }).filter((path) => path.startsWith(server.dir) && path.endsWith('(deleted)'));

test('a deleted recording is gone: its bytes are nowhere in the server\'s folder, and nobody holds them open', async () => {
  const [, one] = made, file = fileOf(one), bytes = readFileSync(file), piece = bytes.subarray(bytes.length >> 1, (bytes.length >> 1) + 256);
  const held = holders(server.dir, piece), others = held.filter((path) => path !== file);
  assert.equal(held.length, others.length + 1);
  for (const path of others) assert.equal(path, fileOf(made[0]), 'they send the same film');
  assert.equal((await post(socketOf(server), `/v1/recordings/${one.record}/delete`, {why: 'asked for'})).status, 200);
  await catalogued(server, (rows) => rows.find((row) => row.id === one.record)?.state === 'deleted', 'its deletion');
  assert.deepEqual(holders(server.dir, piece), others);
  const base = one.told.file.split('/').at(-1).replace(/\.[^.]+$/, '');
  assert.deepEqual(readdirSync(server.dir, {recursive: true}).filter((name) => name.includes(base)), [], 'nor thumbnails of it');
  const recorder = Number([...server.log.matchAll(/recorder\.ready pid=(\d+)/g)].at(-1)[1]);
  assert.deepEqual([...nameless(server.child.pid), ...nameless(recorder)], []);
  assert.notEqual(await status(one.told.url), 200);
  assert.equal(readFileSync(fileOf(made[0])).length > 0, true, 'the other is there');
});
