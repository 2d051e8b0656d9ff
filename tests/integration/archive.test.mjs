// SPDX-License-Identifier: Apache-2.0
// Finished recordings and an object store: brought there whatever happens to it, to the server or to the line; played from there, deleted
// there. The catalogue is filled by hand: how its rows come to be is the business of other tests.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {after, test} from 'node:test';
import {ObjectStore} from '../support/object_store.mjs';
import {Client} from '../support/client.mjs';
import {ask, post, socketOf} from '../support/operator.mjs';
import {startParlord} from '../support/parlord.mjs';
import {rows} from '../support/store.mjs';

const MIB = 1 << 20, program = join(dirname(process.env.PARLORD ?? 'build/src/server/parlord'), '../ctl/parlorctl');
const ends = [];
after(async () => { for (const end of ends.reverse()) await end(); });

/** A folder that outlives servers: the store, the recordings, and rows of them. */
async function place() {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-archive-'));
  const store = await ObjectStore.start();
  ends.push(async () => { await store.stop(); rmSync(dir, {recursive: true, force: true}); });
  const self = {dir, store, sql: [], recordings: join(dir, 'recordings'), db: {PARLOR_STORE_PATH: join(dir, 'parlor.db')}};
  self.start = async (more = {}) => {
    if (self.sql.length > 0) rows(self.db, `BEGIN; ${self.sql.splice(0).join('; ')}; COMMIT`);
    const server = await startParlord({
      config: '[store]\nbackend = sqlite\n[record]\nenabled = yes\nviewers = Vera\nkeepers = Kay\n[metrics]\nlisten = 127.0.0.1:0\n[archive]\nprefix = kept/\n',
      env: {...self.db, PARLOR_RECORD_DIRECTORY: self.recordings, PARLOR_ARCHIVE_ENDPOINT: store.url, PARLOR_ARCHIVE_BUCKET: store.bucket,
        PARLOR_ARCHIVE_KEY_ID: store.id, PARLOR_ARCHIVE_SECRET: store.secret, ...more},
    });
    return server;
  };
  /** Until the archive's table says so: {file: state}. */
  self.until = async (expected) => {
    for (let i = 0; ; i++) {
      const now = Object.fromEntries(rows(self.db, 'SELECT file, state FROM parlor_archived ORDER BY file'));
      try { assert.deepEqual(now, expected); return; } catch (error) { if (i > 600) throw error; }
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  };
  self.add = (id, name, bytes, body = '{"sealed_ms": 1}') => {
    const data = randomBytes(bytes), file = `2026-11-22/${name}`;
    mkdirSync(dirname(join(self.recordings, file)), {recursive: true});
    writeFileSync(join(self.recordings, file), data);
    self.sql.push(`INSERT INTO parlor_recordings (id, at_ms, "user", room, state, file, bytes, body) VALUES (${id}, 1, 5, 1, 'ended', '${file}', ${bytes}, '${body}')`,
      `INSERT INTO parlor_record_lines VALUES (${id}, 1, 1, 0, 'file', '')`);
    return {file, data, path: join(self.recordings, file), key: `kept/${file}`};
  };
  const first = await self.start({PARLOR_ARCHIVE_ENDPOINT: ''}); // makes the tables
  await first.stop();
  return self;
}

/** A link to the file of a recording, of the server's. */
async function linkOf(server, id) {
  const {json} = await post(socketOf(server), `/v1/recordings/${id}/link`, {minutes: 5});
  return new URL(json.url, server.url);
}
const linesOf = async (server, id) => (await ask(socketOf(server), `/v1/recordings/${id}`)).json.lines.map(({kind, detail}) => `${kind} ${detail}`.trim());
const archiveOf = async (server, id) => (await ask(socketOf(server), `/v1/recordings/${id}`)).json.recording.archive;
const bytesOf = async (answer) => Buffer.from(await answer.arrayBuffer());

test('brought, removed here, played from there in parts, deleted there', async () => {
  const at = await place();
  const small = at.add(7, '5_1_7.mp4', 70000), name = at.add(9, 'name +()_9.webm', 1234);
  const server = await at.start({PARLOR_ARCHIVE_LOCAL: 'remove', PARLOR_ARCHIVE_LOCAL_HOURS: '0'});
  try {
    await at.until({[small.file]: 'remote', [name.file]: 'remote'});
    assert.deepEqual([existsSync(small.path), existsSync(name.path)], [false, false]);
    assert.deepEqual(at.store.objects.get(small.key), small.data);
    assert.equal(at.store.types.get(name.key), 'video/webm');
    assert.deepEqual(await linesOf(server, 7), ['file', `archive in the object store: ${small.file}`, 'access link'].slice(0, 2));

    assert.deepEqual(await archiveOf(server, 7), {state: 'done', here: false, files: 1, done: 1, bytes: 70000, key: small.key, attempts: 1, error: ''});
    const list = (await ask(socketOf(server), '/v1/recordings')).json.recordings;
    assert.deepEqual(list.map(({id, archive}) => [id, archive.state, archive.key]), [[9, 'done', name.key], [7, 'done', small.key]]);
    const {events} = (await ask(socketOf(server), '/v1/events')).json;
    assert.deepEqual(events.filter(({kind}) => kind === 'record.archive').map(({record, bytes}) => [record, bytes]).sort((a, b) => a[0] - b[0]), [[7, 70000], [9, 1234]]);
    const said = spawnSync(program, ['--socket', socketOf(server).socketPath, 'record', 'list'], {encoding: 'utf8'});
    assert.match(said.stdout, /archive.*\n.*done/, said.stderr);

    const link = await linkOf(server, 7);
    const whole = await fetch(link);
    assert.deepEqual([whole.status, whole.headers.get('content-type'), whole.headers.get('content-length'), whole.headers.get('accept-ranges')], [200, 'video/mp4', '70000', 'bytes']);
    assert.deepEqual(await bytesOf(whole), small.data);
    for (const [range, first, last] of [['bytes=0-499', 0, 499], ['bytes=69990-', 69990, 69999], ['bytes=-5', 69995, 69999]]) {
      const part = await fetch(link, {headers: {range}});
      assert.deepEqual([part.status, part.headers.get('content-range')], [206, `bytes ${first}-${last}/70000`]);
      assert.deepEqual(await bytesOf(part), small.data.subarray(first, last + 1));
    }
    const beyond = await fetch(link, {headers: {range: 'bytes=70000-'}});
    assert.deepEqual([beyond.status, beyond.headers.get('content-range')], [416, 'bytes */70000']);
    const head = await fetch(link, {method: 'HEAD'});
    assert.deepEqual([head.status, head.headers.get('content-length')], [200, '70000']);
    assert.deepEqual(await bytesOf(await fetch(await linkOf(server, 9))), name.data);

    // A store that is away is told; a line that breaks in the middle is no whole file.
    at.store.fault = () => ({status: 503, code: 'SlowDown'});
    assert.equal((await fetch(link)).status, 502);
    at.store.fault = () => null;
    at.store.halfway = true;
    await assert.rejects(async () => bytesOf(await fetch(link)));
    at.store.halfway = false;

    assert.equal((await post(socketOf(server), '/v1/recordings/7/delete', {why: 'test'})).status, 200);
    await at.until({[name.file]: 'remote'});
    assert.equal(at.store.objects.has(small.key), false);
    assert.equal((await fetch(link)).status, 404);
    assert.deepEqual((await linesOf(server, 7)).slice(-2).sort(), ['archive deleted in the object store', 'deleted by operator test']);
    const page = await (await fetch(`http://${/metrics\.listening address=(\S+)/.exec(server.log)[1]}/metrics`)).text();
    assert.deepEqual(['files', 'bytes', 'deleted', 'removed'].map((what) => Number(new RegExp(`^parlor_archive_${what}_total (\\d+)`, 'm').exec(page)[1])), [2, 71234, 1, 2]);
  } finally { await server.stop(); }
});

test('a store that is away, refuses, or hangs up: the file here is played, and goes up later, also after kill -9', async () => {
  const at = await place(), files = [1, 2, 3].map((id) => at.add(id, `a_${id}.mp4`, 1000 * id)), large = at.add(4, 'large_4.mp4', 33 * MIB);
  const all = [...files, large], every = (state) => Object.fromEntries(all.map(({file}) => [file, state]).sort());
  at.store.fault = () => ({status: 500, code: 'InternalError'});
  let server = await at.start({PARLOR_ARCHIVE_SECRET: 'another'});
  await server.waitForLog(/archive\.away.*500 InternalError/);
  await at.until(every('uploading'));
  assert.deepEqual(await bytesOf(await fetch(await linkOf(server, 2))), files[1].data);
  const states = [];
  for (const {archive} of (await ask(socketOf(server), '/v1/recordings')).json.recordings) {
    assert.equal(archive.here, true);
    states.push(archive.state);
    if (archive.state === 'uploading') assert.ok(archive.attempts >= 1 && /^(|.*InternalError)$/.test(archive.error), JSON.stringify(archive));
  }
  assert.deepEqual(states.sort(), ['queued', 'queued', 'queued', 'uploading']);
  server.kill('SIGKILL');
  await server.ended;

  at.store.fault = () => null;
  server = await at.start({PARLOR_ARCHIVE_SECRET: 'another'});
  await server.waitForLog(/archive\.away.*403 SignatureDoesNotMatch/);
  await server.stop(); // in the middle of its patience

  // The second part is cut; the first one is not sent again. Killed in the middle of the third it begins anew.
  let cut = false, third = () => {};
  const reached = new Promise((resolve) => { third = resolve; });
  at.store.fault = (method, url) => {
    const part = url.searchParams.get('partNumber');
    if (part === '2' && !cut) { cut = true; return 'cut'; }
    if (part === '3') { third(); return 'hang'; }
    return null;
  };
  server = await at.start();
  await reached;
  assert.deepEqual(at.store.requests.map((line) => /partNumber=(\d)/.exec(line)?.[1]).filter(Boolean), ['1', '2', '2', '3']);
  server.kill('SIGKILL');
  await server.ended;
  at.store.fault = () => null;
  server = await at.start();
  await at.until(every('both'));
  for (const {key, data, path} of all) {
    assert.deepEqual(at.store.objects.get(key), data);
    assert.ok(existsSync(path), 'kept here');
  }
  for (const id of [1, 2, 3, 4]) assert.equal((await linesOf(server, id)).filter((line) => line.startsWith('archive')).length, 1);

  // What is deleted while the store is away goes when it is back, also after a restart.
  at.store.fault = (method) => (method === 'DELETE' ? {status: 503, code: 'SlowDown'} : null);
  assert.equal((await post(socketOf(server), '/v1/recordings/1/delete')).status, 200);
  await at.until({...every('both'), [files[0].file]: 'deleting'});
  server.kill('SIGKILL');
  await server.ended;
  at.store.fault = () => null;
  server = await at.start();
  const {[files[0].file]: gone, ...others} = every('both');
  assert.equal(gone, 'both');
  await at.until(others);
  assert.equal(at.store.objects.has(files[0].key), false);
  await server.stop();
});

test('more than memory holds; a file that cannot be read is told and holds nobody up; readers are sent to the store', async () => {
  const at = await place(), all = [];
  for (let id = 1; id <= 300; id++) all.push(at.add(id, `m_${id}.mp3`, 10));
  rmSync(all[5].path);
  const server = await at.start({PARLOR_ARCHIVE_PLAY: 'redirect'});
  try {
    await at.until(Object.fromEntries(all.map(({file}, i) => [file, i === 5 ? 'failed' : 'both']).sort()));
    assert.equal(at.store.objects.size, 299);
    assert.match(server.log, /archive\.file_failed.*record=6/);
    const {state, error, attempts} = await archiveOf(server, 6);
    assert.deepEqual([state, attempts], ['failed', 1]);
    assert.match(error, /No such file/);
    rmSync(all[0].path);
    const answer = await fetch(await linkOf(server, 1), {redirect: 'manual'});
    assert.equal(answer.status, 302);
    assert.ok(answer.headers.get('location').startsWith(at.store.url));
    const there = await fetch(answer.headers.get('location'));
    assert.deepEqual(await bytesOf(there), all[0].data);
  } finally { await server.stop(); }
});

test('encrypted, and only in the object store: played through the server whatever part is asked for, until one byte is changed', async () => {
  const at = await place(), CHUNK = 65536, size = 3 * CHUNK + 1000;
  const film = at.add(5, 'film_5.mp4', size, '{}'), empty = at.add(6, 'empty_6.mp3', 0, '{}');
  const server = await at.start({PARLOR_RECORD_ENCRYPT: 'yes', PARLOR_ARCHIVE_LOCAL: 'remove', PARLOR_ARCHIVE_LOCAL_HOURS: '0', PARLOR_ARCHIVE_PLAY: 'redirect'});
  try {
    for (let i = 0; ; i++) {
      const now = rows(at.db, 'SELECT state FROM parlor_archived');
      if (now.length >= 4 && now.every(([state]) => state === 'remote') && ![film.path, `${film.path}.sealed`].some((file) => existsSync(file))) break; // rows come one by one
      assert.ok(i < 600, JSON.stringify(now));
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    assert.ok([...at.store.objects.keys()].every((key) => key.endsWith('.sealed')), [...at.store.objects.keys()].join(' '));
    assert.equal((await archiveOf(server, 5)).key, `${film.key}.sealed`);
    const link = await linkOf(server, 5);
    const whole = await fetch(link, {redirect: 'manual'});
    assert.deepEqual([whole.status, whole.headers.get('content-type'), whole.headers.get('content-length'), whole.headers.get('accept-ranges')], [200, 'video/mp4', String(size), 'bytes']);
    assert.deepEqual(await bytesOf(whole), film.data);
    const parts = [[0, 0], [0, CHUNK - 1], [CHUNK - 1, CHUNK], [CHUNK, CHUNK], [10, 3 * CHUNK], [3 * CHUNK, size - 1], [size - 1, size - 1]];
    for (const [first, last] of parts) {
      const part = await fetch(link, {headers: {range: `bytes=${first}-${last}`}});
      assert.deepEqual([part.status, part.headers.get('content-range')], [206, `bytes ${first}-${last}/${size}`]);
      assert.deepEqual(await bytesOf(part), film.data.subarray(first, last + 1));
    }
    for (const [range, status, field] of [['bytes=-7', 206, `bytes ${size - 7}-${size - 1}/${size}`], [`bytes=${size}-`, 416, `bytes */${size}`], ['bytes=-0', 416, `bytes */${size}`],
      ['bytes=5-2', 200, null], ['bytes=0-1,4-5', 200, null], [`bytes=0-${'9'.repeat(40)}`, 200, null], ['lines=1-2', 200, null]]) {
      const part = await fetch(link, {headers: {range}});
      assert.deepEqual([part.status, part.headers.get('content-range')], [status, field], range);
      await part.arrayBuffer();
    }
    const head = await fetch(link, {method: 'HEAD'});
    assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(size)]);
    const nothing = await fetch(await linkOf(server, 6));
    assert.deepEqual([nothing.status, nothing.headers.get('content-length')], [200, '0']);

    // One byte of the second chunk: the first is given, nothing of the second.
    const object = at.store.objects.get(`${film.key}.sealed`);
    object[64 + CHUNK + 16 + 100] ^= 1;
    assert.deepEqual(await bytesOf(await fetch(link, {headers: {range: 'bytes=0-99'}})), film.data.subarray(0, 100));
    assert.equal((await fetch(link, {headers: {range: `bytes=${CHUNK}-${CHUNK}`}})).status, 502);
    await assert.rejects(async () => bytesOf(await fetch(link)));
    object[64 + CHUNK + 16 + 100] ^= 1;
    object[20] ^= 1; // another recording's
    assert.notEqual((await fetch(link)).status, 200);
    object[20] ^= 1;
    at.store.objects.set(`${film.key}.sealed`, object.subarray(0, object.length - 5));
    assert.equal((await fetch(link)).status, 502);
    at.store.objects.set(`${film.key}.sealed`, object);
    assert.deepEqual(await bytesOf(await fetch(link)), film.data);

    // Deleted: its key is gone, and the objects; a copy that somebody puts back stays unreadable.
    assert.equal((await post(socketOf(server), '/v1/recordings/5/delete')).status, 200);
    for (let i = 0; at.store.objects.has(`${film.key}.sealed`); i++) {
      assert.ok(i < 600, 'deleted there');
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    at.store.objects.set(`${film.key}.sealed`, object);
    assert.equal((await fetch(link)).status, 404);
  } finally { await server.stop(); }
});

test('the library of pages: for whom it is, what is too much or nonsense, page by page, and links', async () => {
  const at = await place(), files = [];
  for (let id = 1; id <= 60; id++) files.push(at.add(id, `l_${id}.mp4`, 1000 + id));
  const server = await at.start({PARLOR_ARCHIVE_ENDPOINT: ''});
  const people = {};
  try {
    for (const [name, password] of [['Vera', 'v'], ['Kay', 'k'], ['guest']]) people[name] = await Client.login(server.wsUrl, name, password ? {password} : {});
    const {Vera, Kay, guest} = people;
    const list = async (who, more = {}) => JSON.parse((await who.ask('library', {verb: 'list', ...more})).text);
    // For whom: names that the settings have, and keepers alone delete.
    for (const verb of ['list', 'show', 'link', 'verify', 'delete']) assert.equal(await guest.refused('library', {verb, record: 1}), 20, verb);
    assert.equal(await Vera.refused('library', {verb: 'delete', record: 1}), 20);
    // Page by page: each once, the newest first.
    const ids = [];
    for (let before; ;) {
      const {recordings, next} = await list(Vera, {limit: 25, ...(before ? {before} : {})});
      ids.push(...recordings.map(({id}) => id));
      assert.deepEqual([...new Set(recordings.map(({archive}) => archive.state))], ['none']);
      if (!next) break;
      assert.ok(recordings.length <= 25 && (!before || next < before));
      before = next;
    }
    assert.deepEqual(ids, Array.from({length: 60}, (_, i) => 60 - i));
    assert.equal((await list(Vera)).recordings.length, 20);
    assert.deepEqual((await list(Vera, {before: 1})).recordings, []);
    // Nonsense and too much.
    for (const wrong of [{verb: 'list', limit: 51}, {verb: 'list', limit: 0}, {verb: 'list', before: -1}, {verb: 'list', text: 'x'.repeat(201)}, {verb: 'burn', record: 1}, {verb: 'show', record: 0},
      {verb: 'show'}, {verb: 'link'}, {verb: 'link', record: 1, minutes: 525601}, {verb: 'delete', record: 2 ** 31}]) assert.equal(await Kay.refused('library', wrong), 21, JSON.stringify(wrong));
    for (const verb of ['show', 'link', 'verify', 'delete']) assert.equal(await Kay.refused('library', {verb, record: 4711}), 720, verb);
    for (const text of ["'; DROP TABLE parlor_recordings; --", '%', '&limit=1000&state=x', 'a%00b', '" OR 1=1', '\u{1f600} \\ \r\n']) assert.deepEqual((await list(Vera, {text})).recordings, [], text);
    const shown = JSON.parse((await Vera.ask('library', {verb: 'show', record: 7})).text);
    assert.deepEqual([shown.recording.id, shown.recording.path, shown.lines.length > 0], [7, '', true]);

    // Links: of one file, for a time.
    const {url} = JSON.parse((await Vera.ask('library', {verb: 'link', record: 7, minutes: 1})).text), link = new URL(url, server.url), data = files[6].data;
    for (const [range, status, first, last] of [['bytes=0-', 206, 0, 1006], ['bytes=5-9', 206, 5, 9], ['bytes=1000-99999', 206, 1000, 1006], ['bytes=-4', 206, 1003, 1006], ['bytes=-99999', 206, 0, 1006],
      ['bytes=9-5', 200], ['bytes=0-1,3-4', 200], ['bytes=a-b', 200], ['bytes=', 200], ['items=0-1', 200], ['bytes=0-18446744073709551616', 200], ['bytes=99999999999999999999-', 200], ['bytes= 0-1', 200],
      ['bytes=1007-', 416], ['bytes=-0', 416], ['bytes=999999999999999999-', 416]]) {
      const answer = await fetch(link, {headers: {range}}), field = answer.headers.get('content-range');
      assert.deepEqual([answer.status, field], [status, status === 206 ? `bytes ${first}-${last}/1007` : status === 416 ? 'bytes */1007' : null], range);
      const body = await bytesOf(answer);
      if (status !== 416) assert.deepEqual(body, status === 206 ? data.subarray(first, last + 1) : data, range);
    }
    const [, , proof, ...name] = link.pathname.split('/'), [expires, number, sum] = proof.split('-');
    const past = Math.floor(Date.now() / 1000) - 5, path = name.join('/'), forged = sum.replace(/.$/, (c) => (c === '0' ? '1' : '0'));
    for (const other of [`${past}-${number}-${sum}/${path}`, `${Number(expires) + 1}-${number}-${sum}/${path}`, `${expires}-8-${sum}/${path}`, `${expires}-${number}-${forged}/${path}`, `${expires}-${number}/${path}`,
      `${proof}/${path.replace('l_7', 'l_8')}`, `${proof}/..%2fparlor.db`, `${proof}/`, `-${'9'.repeat(30)}-/${path}`]) {
      const answer = await fetch(`${link.origin}/recordings/${other}`);
      assert.equal(answer.status, 403, other);
      assert.ok(!(await answer.text()).includes(at.dir));
    }
    // Deleted by a keeper: row and link stay, the bytes do not.
    await Kay.ask('library', {verb: 'delete', record: 7, text: 'test'});
    assert.equal((await fetch(link)).status, 404);
    assert.equal(existsSync(files[6].path), false);
    assert.equal((await list(Vera, {before: 8, limit: 1})).recordings[0].state, 'deleted');
    const audit = (await ask(socketOf(server), '/v1/audit?limit=1000')).json.audit.map(({actor, verb, object}) => `${actor}: ${verb} ${object}`);
    assert.ok(audit.some((line) => /^user \d+ Kay: recording: delete recording 7$/.test(line)), audit.join('\n'));
  } finally {
    for (const who of Object.values(people)) await who.close();
    await server.stop();
  }
});
