// SPDX-License-Identifier: Apache-2.0
// Recordings that pages make themselves, uploaded in pieces by a client that speaks the protocol by hand, and converted.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {promisify} from 'node:util';
import {askFrame, dataFrame, readFrames} from '../../sdk/web/src/transfer/frames.mjs';
import {Client} from '../support/client.mjs';
import {catalogued, decode, startRecording} from '../support/filmed.mjs';

const run = promisify(execFile);
const PIECE = 16384, SECONDS = 2;
let dir, film, server;

const start = (record = '') => startRecording({data: dir, record: `uploads = room\nupload_mbyte = 8\nupload_user_mbyte = 1\n${record}`});
const die = async () => { server.kill('SIGKILL'); await server.stop().catch(() => { /* as it was meant */ }); };
before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'parlor-uploads-'));
  const file = join(dir, 'film.webm');
  await run('ffmpeg', ['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', `testsrc2=s=320x180:r=15:d=${SECONDS}`, '-f', 'lavfi', '-i', `sine=d=${SECONDS}`,
    '-c:v', 'libvpx', '-deadline', 'realtime', '-b:v', '300k', '-c:a', 'libopus', '-b:a', '32k', file]);
  film = readFileSync(file);
  server = await start();
});
after(async () => {
  await server?.stop();
  rmSync(dir, {recursive: true, force: true});
});

const sum = (bytes) => createHash('sha256').update(bytes).digest('hex');
const bytesOf = ({data}) => new Uint8Array(data).slice().buffer;
/** The first grant of a transfer that a fact is true of. */
const granted = async (client, transfer, fact) => {
  const grant = (m) => readFrames(bytesOf(m)).find((frame) => frame.transfer === transfer && fact(frame));
  return grant(await client.whenever('(binary)', grant));
};

/** Asks for it: {transfer, record, key, from}. */
async function open(client, fields = {}) {
  const {transfer} = await client.ask('record_upload', {user: -1, flags: 0, param: 5, ...fields});
  const {record, key} = await client.whenever('record_uploading', (m) => m.transfer === transfer);
  const {offset, epoch} = await granted(client, transfer, () => true);
  return {transfer, record, key, from: offset, epoch};
}

/** Sends what is there up to `end` and waits until it is on the server's disk. */
async function send(client, up, bytes, end = bytes.length) {
  for (let at = up.from; at < end; at += PIECE) client.raw(dataFrame(up.transfer, up.epoch, at, bytes.subarray(at, Math.min(end, at + PIECE))));
  if (end > up.from) await granted(client, up.transfer, ({offset}) => offset >= end);
}

const finish = (client, up, bytes, sha256 = sum(bytes)) => client.ask('file_end', {transfer: up.transfer, sha256, size: bytes.length});
const closed = (client, up) => client.whenever('file_closed', (m) => m.transfer === up.transfer);
const recorded = (client, up) => client.whenever('recorded', (m) => m.record === up.record);
async function probe(file) {
  const {stdout} = await run('ffprobe', ['-v', 'error', '-of', 'json', '-show_streams', '-show_format', file]);
  const {streams, format} = JSON.parse(stdout);
  return {codecs: streams.map((s) => s.codec_name).sort(), seconds: Number(format.duration), width: streams.find((s) => s.codec_type === 'video')?.width};
}
const raws = () => readdirSync(join(dir, 'recordings/local/uploads')).filter((name) => name.endsWith('.raw'));

test('each type that can be asked for; sealed, linked and in the catalogue as any other', async () => {
  const client = await Client.login(server.wsUrl, 'ann');
  assert.equal(client.welcome.record_uploads, true);
  const wanted = [[0, ['aac', 'h264'], {text: '{"filename":"mine"}', flags: 0x2000 | 0x40000}], [1, ['wmav2', 'wmv2'], {width: 160, height: 90}], [3, ['mp3'], {}], [4, ['opus', 'vp8'], {}]];
  for (const [type, codecs, fields] of wanted) {
    const up = await open(client, {file_type: type, ...fields});
    assert.equal(up.from, 0);
    await send(client, up, film);
    await finish(client, up, film);
    assert.equal((await closed(client, up)).code, 0);
    const told = await recorded(client, up);
    assert.deepEqual([told.code, told.user, told.param, told.text], [0, client.self.id, 5, fields.text ?? '']);
    const file = join(dir, 'recordings', told.file), found = await probe(file);
    assert.deepEqual(found.codecs, codecs);
    assert.ok(Math.abs(found.seconds - SECONDS) < 0.3, `${found.seconds} s of type ${type}`);
    if (fields.width) assert.equal(found.width, fields.width);
    assert.equal(await decode(file), '');
    const played = await fetch(new URL(told.url, server.url));
    assert.equal(played.status, 200);
    const bytes = Buffer.from(await played.arrayBuffer());
    if (fields.text) {
      assert.match(told.file, /^local\/\d{4}-\d\d-\d\d\/mine\.mp4$/);
      assert.equal(told.md5, createHash('md5').update(bytes).digest('hex'));
    }
    const row = await catalogued(server, (rows) => rows.find((r) => r.id === up.record && r.sealed_ms), 'its seal');
    assert.deepEqual([row.state, row.kind, row.consent, row.by_user, row.sha256], ['ended', 'local', 'none', client.self.id, sum(bytes)]);
  }
  assert.deepEqual(raws(), [], 'what came is not kept beside it');
  await client.close();
});

test('kill -9 of the server loses no byte that was told to be there; who has the key goes on', async () => {
  const half = Math.floor(film.length / 2);
  let client = await Client.login(server.wsUrl, 'bob');
  const up = await open(client, {flags: 3});
  await send(client, up, film, half);
  await die();
  server = await start();
  client = await Client.login(server.wsUrl, 'bob');
  const again = await open(client, {key: up.key});
  assert.equal(again.record, up.record);
  assert.ok(again.from >= half, `${again.from} of ${half}`);
  await send(client, again, film);
  await finish(client, again, film);
  assert.equal((await closed(client, again)).code, 0);
  await server.waitForLog(/converter\.ready/, 60000);
  await die(); // in the middle of the conversion
  server = await start();
  client = await Client.login(server.wsUrl, 'bob');
  const third = await open(client, {key: up.key});
  await finish(client, third, film);
  const told = await recorded(client, up);
  assert.equal(told.code, 0, JSON.stringify(await catalogued(server, (rows) => rows.find((r) => r.id === up.record), 'a row')) + server.log.slice(-1500));
  const {seconds} = await probe(join(dir, 'recordings', told.file));
  assert.ok(Math.abs(seconds - SECONDS) < 0.3, String(seconds));
  const row = await catalogued(server, (rows) => rows.find((r) => r.id === up.record && r.state === 'ended'), 'its row');
  assert.equal(row.file, told.file);
  await client.close();
});

test('a link that is cut, and another session that takes it over', async () => {
  const client = await Client.login(server.wsUrl, 'cut');
  const up = await open(client);
  await send(client, up, film, PIECE * 2);
  const other = await Client.login(server.wsUrl, 'heir');
  const taken = await open(other, {key: up.key});
  assert.equal(taken.from, PIECE * 2);
  assert.equal((await closed(client, up)).code, 6, 'the one before is told');
  client.raw(dataFrame(up.transfer, up.epoch, taken.from, film.subarray(taken.from, taken.from + PIECE))); // of what is over: nothing happens
  other.raw(askFrame(taken.transfer, taken.epoch));
  const {offset} = await granted(other, taken.transfer, ({epoch}) => epoch > taken.epoch);
  assert.equal(offset, taken.from);
  await other.ask('file_close', {transfer: taken.transfer, code: 6});
  const row = await catalogued(server, (rows) => rows.find((r) => r.id === up.record && r.state === 'cancelled'), 'its row');
  assert.equal(row.file ?? '', '');
  assert.deepEqual(raws().filter((name) => name === `${up.record}.raw`), []);
  await other.close();
  await client.close();
});

test('a hostile client: pieces out of order, beyond the grant and of others, wrong sums, no media, too much', async () => {
  const [eve, ann] = [await Client.login(server.wsUrl, 'eve'), await Client.login(server.wsUrl, 'ann2')];
  assert.equal(await eve.refused('record_upload', {user: ann.self.id, flags: 0, param: 0}), 722, 'not in one room');
  assert.equal(await eve.refused('record_upload', {user: 999999, flags: 0, param: 0}), 205);
  const nobody = await eve.ask('record_upload', {user: -1, flags: 0, param: 0, key: '0'.repeat(32)});
  assert.equal((await closed(eve, nobody)).code, 716, 'no such key');
  const up = await open(eve);
  eve.raw(dataFrame(up.transfer, up.epoch, PIECE, film.subarray(0, PIECE))); // not the next
  ann.raw(dataFrame(up.transfer, up.epoch, 0, film.subarray(0, PIECE))); // of another
  assert.equal(await ann.refused('file_end', {transfer: up.transfer, sha256: sum(film), size: 1}), 701);
  await send(eve, up, film);
  assert.equal(await eve.refused('file_end', {transfer: up.transfer, sha256: sum(film)}), 21, 'without its size');
  assert.equal(await eve.refused('file_end', {transfer: up.transfer, sha256: sum(film), size: film.length - 1}), 21, 'less than there is');
  await finish(eve, up, film, '0'.repeat(64));
  assert.equal((await closed(eve, up)).code, 715);
  await catalogued(server, (rows) => rows.find((r) => r.id === up.record && r.state === 'failed'), 'that it has failed');
  const junk = Buffer.from('no film at all '.repeat(1000)), worthless = await open(eve);
  await send(eve, worthless, junk);
  await finish(eve, worthless, junk);
  const told = await recorded(eve, worthless);
  assert.deepEqual([told.code, told.file], [721, '']);
  const large = Buffer.alloc(2 << 20, 1), much = await open(eve);
  for (let at = 0; at < 1 << 20; at += PIECE) eve.raw(dataFrame(much.transfer, much.epoch, at, large.subarray(at, at + PIECE)));
  assert.equal((await closed(eve, much)).code, 23, 'more than one user may have there');
  const many = [];
  for (let i = 0; i < 8; i++) many.push(await eve.reply(eve.say('record_upload', {user: -1, flags: 0, param: 0})));
  assert.ok(many.some((m) => m.t === 'error' && m.code === 23), 'too many at once');
  await eve.close();
  await ann.close();
});

test('whose page does not come back: it waits, also over a restart', async () => {
  const client = await Client.login(server.wsUrl, 'gone');
  const up = await open(client);
  await send(client, up, film, PIECE * 3);
  await client.close();
  await server.stop();
  server = await start();
  await catalogued(server, (rows) => rows.find((r) => r.id === up.record && r.state === 'uploading'), 'that it waits');
});
