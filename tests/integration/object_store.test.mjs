// SPDX-License-Identifier: Apache-2.0
// Files into an object store that checks every signature and hash, fails, forgets, and hangs up in the middle.
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {ObjectStore} from '../support/object_store.mjs';
import {Program, built} from '../support/program.mjs';

let store, dir;
const programs = [];
before(async () => {
  store = await ObjectStore.start();
  dir = mkdtempSync(join(tmpdir(), 'parlor-s3-'));
});
after(async () => {
  for (const program of programs) program.child.stdin.end();
  await Promise.all(programs.map(({ended}) => ended));
  await store?.stop();
  rmSync(dir, {recursive: true, force: true});
});

/** A connection: each call is a line, and its answer. */
function connect({url = store.url, bucket = store.bucket, region = store.region, id = store.id, secret = store.secret, part = 1 << 20} = {}) {
  const program = new Program(built('tests/s3_command'), [url, bucket, region, id, secret, String(part)]);
  programs.push(program);
  let asked = 0;
  return async (...words) => {
    const lines = ++asked;
    program.child.stdin.write(`${words.join(' ')}\n`);
    await program.until(new RegExp(`(?:[^\\n]*\\n){${lines}}`));
    return program.lines[lines - 1].trim();
  };
}

function file(name, bytes) {
  const path = join(dir, name), data = randomBytes(bytes);
  writeFileSync(path, data);
  return {path, data};
}

test('a small file goes up in one piece, is found, and goes', async () => {
  const ask = connect(), {path, data} = file('small', 70000);
  const key = '2026/11/\u5f55\u50cf-1+$&.mp4';
  assert.equal(await ask('size', key), 'missing the store answers with status 404');
  assert.equal(await ask('put', path, key), 'ok');
  assert.deepEqual(store.objects.get(key), data);
  assert.equal(await ask('size', key), 'ok 70000');
  assert.equal(await ask('delete', key), 'ok');
  assert.equal(store.objects.size, 0);
  assert.equal(await ask('put', file('none', 0).path, 'empty'), 'ok');
  assert.equal(store.objects.get('empty').length, 0);
});

test('a large one in parts; broken off, it goes on after the last that was taken', async () => {
  const ask = connect(), {path, data} = file('large', 5 * (1 << 20) + 17);
  let puts = 0;
  store.requests.length = 0;
  store.fault = (method, url) => method === 'PUT' && url.searchParams.has('partNumber') && ++puts === 4 ? 'cut' : null;
  assert.match(await ask('put', path, 'large.mp4'), /^later /);
  store.fault = (method, url) => method === 'POST' && url.searchParams.has('uploadId') ? {status: 200, code: 'InternalError'} : null;
  assert.equal(await ask('put', path, 'large.mp4'), 'later the store answers with status 200 InternalError');
  store.fault = () => null;
  assert.equal(await ask('put', path, 'large.mp4'), 'ok');
  assert.deepEqual(store.objects.get('large.mp4'), data);
  const parts = store.requests.map((line) => /partNumber=(\d+)/.exec(line)?.[1]).filter(Boolean);
  assert.deepEqual(parts, ['1', '2', '3', '4', '4', '5', '6'], 'each once, but the one that was cut');
});

test('a file that has changed, or an upload that the store has forgotten, begins anew', async () => {
  const ask = connect(), {path} = file('changing', 3 << 20);
  store.fault = (method, url) => url.searchParams.get('partNumber') === '3' ? {status: 503, code: 'SlowDown'} : null;
  assert.equal(await ask('put', path, 'changing'), 'later the store answers with status 503 SlowDown');
  const now = file('changing', (2 << 20) + 5);
  store.fault = () => null;
  assert.equal(await ask('put', path, 'changing'), 'ok');
  assert.deepEqual(store.objects.get('changing'), now.data);
  store.fault = (method, url) => url.searchParams.get('partNumber') === '2' ? {status: 500, code: 'InternalError'} : null;
  assert.match(await ask('put', path, 'changing'), /^later/);
  store.uploads.clear();
  store.fault = () => null;
  assert.match(await ask('put', path, 'changing'), /^later .*NoSuchUpload/);
  store.objects.clear();
  assert.equal(await ask('put', path, 'changing'), 'ok');
  assert.deepEqual(store.objects.get('changing'), now.data);
});

test('what somebody has to mend is told from what passes', async () => {
  const {path} = file('refused', 100);
  assert.match(await connect({secret: 'another'})('put', path, 'x'), /^refused .*403 SignatureDoesNotMatch/);
  assert.match(await connect({id: 'nobody'})('put', path, 'x'), /^refused .*InvalidAccessKeyId/);
  assert.match(await connect({bucket: 'elsewhere'})('put', path, 'x'), /^refused .*404 NoSuchBucket/);
  assert.match(await connect({url: 'http://127.0.0.1:1'})('put', path, 'x'), /^later /);
  assert.match(await connect({url: 'ftp://127.0.0.1'})('put', path, 'x'), /^refused /);
  assert.match(await connect()('put', join(dir, 'not there'.replace(' ', '_')), 'x'), /^local .*No such file/);
  assert.match(await connect()('put', dir, 'x'), /^local /);
  store.ahead = 3600;
  assert.match(await connect()('put', path, 'x'), /^later .*RequestTimeTooSkewed/);
  store.ahead = 0;
  store.fault = () => ({status: 429, code: 'TooManyRequests'});
  assert.match(await connect()('put', path, 'x'), /^later .*429/);
  store.fault = () => ({status: 301, code: 'PermanentRedirect'});
  assert.match(await connect()('put', path, 'x'), /^refused .*301 PermanentRedirect/);
  store.fault = () => null;
});

test('a link works for whoever has it, until it is over, and for nothing else', async () => {
  const ask = connect(), {path, data} = file('linked', 5000);
  assert.equal(await ask('put', path, 'a/b c.mp4'.replace(' ', '%20')), 'ok');
  const link = (await ask('link', 'a/b%20c.mp4', '600')).slice(3);
  const answer = await fetch(link);
  assert.equal(answer.status, 200);
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), data);
  assert.equal((await fetch(link.replace('Expires=600', 'Expires=6000'))).status, 403);
  assert.equal((await fetch(link, {method: 'DELETE'})).status, 403);
  store.ahead = 601;
  assert.equal((await fetch(link)).status, 403);
  store.ahead = 0;
});

function archive({secret = store.secret} = {}) {
  const program = new Program(built('tests/archive_command'), [store.url, store.bucket, store.region, store.id, secret]);
  programs.push(program);
  return program;
}
const tell = (program, line) => { program.child.stdin.write(`${line}\n`); };

test('files wait while the store is away, and go up in their order when it is back; said once', async () => {
  store.objects.clear();
  const program = archive(), files = Array.from({length: 30}, (_, i) => file(`a${i}`, 1000 + i));
  let failures = 0;
  store.fault = () => { failures++; return {status: 503, code: 'SlowDown'}; };
  files.forEach(({path}, i) => tell(program, `put ${i + 1} ${path} k/${i}`));
  await program.until(/state the store answers with status 503 SlowDown\n/);
  while (failures < 3) await new Promise((resolve) => { setTimeout(resolve, 5); });
  store.fault = () => null;
  await program.until(/done 30 put ok\n/);
  assert.deepEqual(program.lines, ['state the store answers with status 503 SlowDown', 'state well', ...files.map((_, i) => `done ${i + 1} put ok`)]);
  files.forEach(({data}, i) => assert.deepEqual(store.objects.get(`k/${i}`), data));
  tell(program, 'link k/7 60');
  const [, link] = await program.until(/link (.*)\n/);
  assert.deepEqual(Buffer.from(await (await fetch(link)).arrayBuffer()), files[7].data);
  tell(program, 'delete 31 k/7');
  tell(program, 'delete 32 nothing');
  await program.until(/done 31 delete ok\ndone 32 delete ok\n/);
  assert.equal(store.objects.has('k/7'), false);
});

test('a file that is gone is told, and holds nobody up; a full queue refuses', async () => {
  const program = archive(), {path} = file('there', 10);
  store.fault = (method) => (method === 'PUT' ? {status: 503, code: 'SlowDown'} : null);
  tell(program, `put 1 ${join(dir, 'gone')} x`);
  await program.until(/done 1 put the file: No such file or directory\n/);
  for (let i = 2; i < 300; i++) tell(program, `put ${i} ${path} many/${i}`);
  await program.until(/refused 299\n/);
  assert.ok(program.lines.filter((line) => line.startsWith('refused')).length <= 300 - 256);
  store.fault = () => null;
  await program.until(/done 256 put ok\n/);
});

test('it ends at once, also in the middle of an upload that stands still', async () => {
  const program = archive(), {path} = file('standing', 1000);
  let came = () => {};
  const began = new Promise((resolve) => { came = resolve; });
  store.fault = () => { came(); return 'hang'; };
  tell(program, `put 1 ${path} x`);
  await began;
  program.child.stdin.end();
  assert.deepEqual(await program.ended, {code: 0, signal: null});
  store.fault = () => null;
});
