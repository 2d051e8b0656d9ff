// SPDX-License-Identifier: Apache-2.0
// Recordings as evidence: sealed and signed, found, played in parts, verified to the byte, held, kept for their time, deleted for good,
// encrypted at rest; every access in the audit. Files come from a recorder of the test's own.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {createPublicKey, verify} from 'node:crypto';
import {existsSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {after, test} from 'node:test';
import {Client} from '../support/client.mjs';
import {ask, post, socketOf} from '../support/operator.mjs';
import {startParlord} from '../support/parlord.mjs';
import {startPostgres} from '../support/postgres.mjs';

const program = join(dirname(process.env.PARLORD ?? 'build/src/server/parlord'), '../ctl/parlorctl');
const recorder = resolve('tests/support/fake_recorder.mjs');
const postgres = startPostgres();
after(() => postgres?.stop());
const servers = [];
after(() => servers.forEach((server) => server.exit ?? server.kill('SIGKILL')));

const SIZE = 300000, MIB = 1 << 20;
const pattern = (id, bytes) => Buffer.from(`recording ${id} `.repeat(Math.ceil(bytes / 8))).subarray(0, bytes);

function parlorctl(server, ...args) {
  return new Promise((resolve) => {
    const child = spawn(program, ['--socket', socketOf(server).socketPath, ...args]);
    let said = '';
    for (const out of [child.stdout, child.stderr]) out.on('data', (chunk) => { said += chunk; });
    child.on('close', (code) => resolve({code, said}));
  });
}

/** Asks until it is so. */
async function until(what, get, server) {
  for (let i = 0; i < 2400; i++) {
    const got = await get();
    if (got) return got;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  throw new Error(`waited in vain: ${what}\n${server?.log.slice(-4000) ?? ''}`);
}

class Place {
  constructor(env, config = '') {
    this.options = {env, config: `[record]\nenabled = yes\nrecorder = ${recorder}\n${config}\n[guests]\nrecording = yes\n`};
  }
  async start() {
    this.server = await startParlord(this.options);
    servers.push(this.server);
    await this.server.waitForLog(/recorder\.ready/, 20000);
    this.at = socketOf(this.server);
    return this;
  }
  /** One recording of ann, with bob in the room; gives its row when it is sealed. */
  async record({text = '', tag, change, room = 5} = {}) {
    const ann = await Client.login(this.server.wsUrl, 'Ann');
    const bob = await Client.login(this.server.wsUrl, 'bob');
    for (const client of [ann, bob]) await client.ask('enter', {room});
    const before = this.files();
    await ann.ask('record', {user: -1, on: true, flags: 0x917, param: 7, text});
    await until('it runs', async () => bob.received.some((m) => m.t === 'recording' && m.state === 'running'));
    await until('it has begun', async () => this.files().some((name) => !before.includes(name))); // stopped before, there is nothing (722)
    if (tag) await ann.ask('record_tag', {user: -1, text: tag});
    if (change) await ann.ask('record_change', {user: -1, ...change});
    await ann.ask('record', {user: -1, on: false, flags: 0x917, param: 7});
    const told = await until('it is told', async () => ann.received.find((m) => m.t === 'recorded'));
    for (const client of [ann, bob]) await client.close();
    return {...await this.sealed(told.record), url: told.url, told};
  }
  files() {
    const folder = join(this.server.dir, 'recordings');
    return existsSync(folder) ? readdirSync(folder, {recursive: true}).filter((name) => name.endsWith('.mp4')) : [];
  }
  show(id) { return ask(this.at, `/v1/recordings/${id}`); }
  sealed(id) {
    return until(`recording ${id} is sealed`, async () => {
      const {json} = await this.show(id);
      return json.recording.sealed_ms && {id, ...json.recording, lines: json.lines};
    }, this.server);
  }
  async found(query) { return (await ask(this.at, `/v1/recordings?${query}`)).json.recordings.map(({id}) => id); }
  get(url, headers = {}) { return fetch(new URL(url, this.server.url), {headers}); }
  async audit() { return (await ask(this.at, '/v1/audit?limit=1000')).json.audit.map(({actor, verb, object}) => `${actor}: ${verb} ${object}`); }
  async stop() { this.server.kill('SIGTERM'); await this.server.ended; }
}

/** Does any file below the folder hold these bytes? */
const holds = (folder, bytes) => readdirSync(folder, {recursive: true, withFileTypes: true}).some((f) => f.isFile() && readFileSync(join(f.parentPath ?? f.path, f.name)).includes(bytes));

for (const backend of ['sqlite', 'postgres']) {
  const skip = backend === 'postgres' && !postgres ? 'PostgreSQL is not installed' : false;

  test(`${backend}: sealed, found, verified, held, deleted`, {skip, timeout: 180000}, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'parlor-evidence-'));
    const env = backend === 'postgres' ? {PARLOR_STORE_BACKEND: 'postgres', PARLOR_STORE_CONNECTION: postgres.connection} : {PARLOR_STORE_PATH: join(dir, 'parlor.db')};
    const place = await new Place(env).start();
    const {at, server} = place;
    const one = await place.record({text: 'Contract 100% 开户确认', tag: 'signed here'});
    const two = await place.record({text: 'other', change: {text: 'case 7', insert: '{}'}, room: 6});
    assert.deepEqual([two.told.text, two.text, two.lines.filter(({kind}) => ['text', 'insert'].includes(kind)).map(({detail}) => detail)], ['case 7', 'case 7', ['case 7', '{}']]);

    // What lies beside the file, and is signed.
    assert.equal(one.encrypted, undefined);
    const folder = dirname(one.path), beside = readdirSync(folder).filter((f) => f.startsWith(one.file.split('/').at(-1).replace(/mp4$/, '')));
    const name = one.file.split('/').at(-1);
    assert.deepEqual(beside.sort(), [name, `${name}.manifest.json`, `${name}.manifest.sig`, `${name}.timeline.json`, name.replace(/mp4$/, 'thumb.jpg')].sort());
    const manifest = readFileSync(`${one.path}.manifest.json`);
    const key = createPublicKey(readFileSync(join(server.dir, 'record-sign.key.pub')));
    assert.ok(verify(null, manifest, key, readFileSync(`${one.path}.manifest.sig`)), 'anybody can verify the signature');
    const said = JSON.parse(manifest);
    assert.deepEqual([said.recording.id, said.recording.name, said.recording.consent, said.files.length, said.files[0].bytes], [one.id, 'Ann', 'notice', 3, SIZE]);
    const {lines} = JSON.parse(readFileSync(`${one.path}.timeline.json`));
    const kinds = lines.map(({kind}) => kind);
    for (const kind of ['asked', 'notice', 'start', 'joined', 'tag', 'stop', 'file']) assert.ok(kinds.includes(kind), `${kind} in ${kinds}`);
    assert.ok(Math.abs(lines.find(({kind}) => kind === 'tag').offset_ms) < 60000); // the recorder's clock is read in another process
    assert.ok(lines.find(({kind}) => kind === 'asked').offset_ms <= 0, 'asked for before the first moment');
    assert.deepEqual((await ask(at, `/v1/recordings/${one.id}/timeline`)).json.lines.map(({kind}) => kind), [...kinds, 'sealed']);

    // Found.
    const bob = one.lines.find(({kind, user}) => kind === 'joined' && user !== one.user).user;
    for (const [query, ids] of [
      ['', [two.id, one.id]], ['search=contract', [one.id]], ['search=CONTRACT%20SIGNED', [one.id]], [`search=${encodeURIComponent('户确')}`, [one.id]],
      ['search=100%25', [one.id]], ['search=0%25%25', []], ['search=nothing', []], ['room=6', [two.id]], [`user=${one.user}`, [one.id]], [`party=${bob}`, [one.id]],
      ['search=ann', [two.id, one.id]], ['state=ended', [two.id, one.id]], ['state=deleted', []], ['limit=1', [two.id]], [`limit=1&before=${two.id}`, [one.id]],
      [`from=${two.at_ms}`, [two.id]], [`to=${two.at_ms}`, [one.id]],
    ]) assert.deepEqual(await place.found(query), ids, query);
    assert.equal((await ask(at, '/v1/recordings?user=x')).status, 400);
    assert.ok((await parlorctl(server, 'record', 'list', '--search', 'contract', '--from', '2020-01-01')).said.includes(name));
    assert.equal((await parlorctl(server, 'record', 'list', '--seek', 'x')).code, 2);

    // A mark afterwards is found, too.
    assert.equal((await post(at, `/v1/recordings/${two.id}/tag`, {offset_ms: 1200, text: 'Später'})).status, 200);
    assert.equal((await post(at, `/v1/recordings/${two.id}/tag`, {offset_ms: 999999, text: 'x'})).status, 422);
    assert.deepEqual(await place.found(`search=${encodeURIComponent('später')}`), [two.id]);
    const mark = (await place.show(two.id)).json.lines.find(({kind}) => kind === 'tag');
    assert.deepEqual([mark.offset_ms, mark.detail], [1200, 'Später']);

    // Played, in parts, by a link that is good; a changed one is none.
    const whole = await place.get(one.url);
    assert.deepEqual(Buffer.from(await whole.arrayBuffer()), pattern(one.id, SIZE));
    const part = await place.get(one.url, {range: 'bytes=1000-1999'});
    assert.deepEqual([part.status, Buffer.from(await part.arrayBuffer())], [206, pattern(one.id, SIZE).subarray(1000, 2000)]);
    const download = await place.get(`${one.url}?download`);
    assert.equal(download.headers.get('content-disposition'), 'attachment');
    await download.arrayBuffer();
    for (const url of [one.url.replace(/-(\d+)-/, (_, id) => `-${Number(id) + 1}-`), one.url.replace(/\/\d+-/, '/1-'), one.url.replace('.mp4', '.mp4.manifest.json')]) {
      const answer = await place.get(url);
      assert.equal(answer.status, 403, url);
      await answer.text();
    }

    // One changed byte is named.
    assert.match((await parlorctl(server, 'record', 'verify', String(one.id))).said, /as it was recorded/);
    assert.match((await parlorctl(server, 'record', 'verify', one.path, '--key', join(server.dir, 'record-sign.key.pub'))).said, /as it was recorded/);
    const bytes = readFileSync(one.path);
    bytes[123456] ^= 1;
    writeFileSync(one.path, bytes);
    const changed = await parlorctl(server, 'record', 'verify', String(one.id));
    assert.equal(changed.code, 1);
    assert.match(changed.said, new RegExp(`${name} is CHANGED since it was recorded: changed: bytes 0 to ${Math.min(SIZE, MIB) - 1}`));
    bytes[123456] ^= 1;
    writeFileSync(one.path, bytes);
    writeFileSync(`${one.path}.manifest.json`, String(manifest).replace('"notice"', '"asked"'));
    assert.match((await parlorctl(server, 'record', 'verify', String(one.id))).said, /signature of its manifest is bad[^]*not the one of the catalogue/);
    writeFileSync(`${one.path}.manifest.json`, manifest);

    // Held: nobody deletes it, nor the clock.
    assert.equal((await post(at, `/v1/recordings/${one.id}/hold`, {on: true, why: 'case 7'})).status, 200);
    assert.equal((await post(at, `/v1/recordings/${one.id}/delete`, {why: 'x'})).status, 409);
    assert.equal((await post(at, `/v1/recordings/${one.id}/keep`, {until_ms: 1})).status, 200);
    assert.equal((await post(at, `/v1/recordings/${two.id}/keep`, {until_ms: 1, why: 'no longer needed'})).status, 200);
    const expired = await until('the clock deletes', async () => { const {json} = await place.show(two.id); return json.recording.state === 'deleted' && json; });
    assert.deepEqual([expired.recording.file, expired.lines.at(-1).kind, expired.lines.at(-1).detail], ['', 'deleted', 'by clock kept for its time']);
    assert.equal((await place.show(one.id)).json.recording.state, 'ended');

    // Deleted: its bytes are gone, also for who has the file open; what it was stays.
    const open = openSync(one.path, 'r');
    assert.equal((await post(at, `/v1/recordings/${one.id}/hold`, {on: false})).status, 200);
    await until('it is gone', async () => (await place.show(one.id)).json.recording.state === 'deleted'); // its time was over long ago
    assert.equal(readSync(open, Buffer.alloc(10), 0, 10, 0), 0);
    assert.ok(!holds(join(server.dir, 'recordings'), `recording ${one.id} `) && !holds(join(server.dir, 'recordings'), `thumb ${one.id}`));
    assert.deepEqual(readdirSync(folder), []);
    const gone = (await place.show(one.id)).json.recording;
    assert.deepEqual([gone.sha256, gone.name, gone.manifest], [one.sha256, 'Ann', one.manifest]);
    const answer = await place.get(one.url);
    assert.equal(answer.status, 404);
    await answer.text();
    assert.equal((await post(at, `/v1/recordings/${one.id}/verify`)).status, 409);
    assert.equal((await post(at, `/v1/recordings/${one.id}/delete`)).status, 409);
    assert.equal((await post(at, '/v1/recordings/999/delete')).status, 404);

    // Who has done all that.
    const audit = await place.audit();
    for (const what of ['operator: recording: list recordings', `operator: recording: show recording ${one.id}`, `operator: recording: verify recording ${one.id}`, `link: recording: play recording ${one.id}`, `link: recording: download recording ${one.id}`,
      `operator: recording: hold recording ${one.id}`, `operator: recording: release recording ${one.id}`, `operator: recording: tag recording ${two.id}`, `operator: recording: keep recording ${two.id}`, `clock: recording: delete recording ${two.id}`])
      assert.ok(audit.includes(what), `${what} in ${audit.join('\n')}`);
    await place.stop();
    rmSync(dir, {recursive: true});
  });
}

test('encrypted at rest: played in parts, verified, and gone with its key', {timeout: 120000}, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-evidence-'));
  const place = await new Place({PARLOR_STORE_PATH: join(dir, 'parlor.db')}, 'encrypt = yes').start();
  const {server, at} = place, folder = join(server.dir, 'recordings');
  const one = await place.record({text: 'secret words'});
  assert.equal(one.encrypted, true);
  assert.ok(!existsSync(one.path) && existsSync(`${one.path}.sealed`));
  for (const plain of [`recording ${one.id} `, 'secret words', `thumb ${one.id}`]) assert.ok(!holds(folder, plain), `${plain} is nowhere in clear`);
  const part = await place.get(one.url, {range: 'bytes=131000-131999'});
  assert.deepEqual([part.status, part.headers.get('content-range'), part.headers.get('content-type'), Buffer.from(await part.arrayBuffer())],
    [206, `bytes 131000-131999/${SIZE}`, 'video/mp4', pattern(one.id, SIZE).subarray(131000, 132000)]);
  assert.deepEqual(Buffer.from(await (await place.get(one.url)).arrayBuffer()), pattern(one.id, SIZE));
  assert.match((await parlorctl(server, 'record', 'verify', String(one.id))).said, /as it was recorded/);
  const sealed = readFileSync(`${one.path}.sealed`), copy = Buffer.from(sealed);
  sealed[200000] ^= 1;
  writeFileSync(`${one.path}.sealed`, sealed);
  assert.match((await parlorctl(server, 'record', 'verify', String(one.id))).said, /damaged: bytes 196608 to 262143/);
  writeFileSync(`${one.path}.sealed`, copy);

  // A copy that somebody has kept is worth nothing any more.
  assert.equal((await post(at, `/v1/recordings/${one.id}/delete`, {why: 'wish of the customer'})).status, 200);
  assert.deepEqual(readdirSync(join(server.dir, 'record-keys')), []);
  writeFileSync(`${one.path}.sealed`, copy);
  const answer = await place.get(one.url);
  assert.equal(answer.status, 404);
  await answer.text();
  await place.stop();
  rmSync(dir, {recursive: true});
});
