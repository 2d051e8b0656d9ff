// SPDX-License-Identifier: Apache-2.0
// A disk that is full, read-only or broken while a whole server records: calls go on, the operator is told, files of before are whole, and the next recording
// works as soon as the disk does. Runs as root of name spaces of its own: unshare -rm node tests/durable/record_disk.mjs
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {FLAGS, begin, catalogue, catalogued, decode, end, makeFilm, pause, publish, startRecording, visit} from '../support/filmed.mjs';
import {ask, socketOf} from '../support/operator.mjs';
import {probe} from '../support/recorder.mjs';
import {Shim} from '../support/shim.mjs';

const MIB = 1 << 20, ROOM = 1000, GROWN = 150000; // a second and more of whole media
const kinds = [{flags: FLAGS.VIDEO | FLAGS.AUDIO | FLAGS.MIXAUDIO | FLAGS.ABREAST, width: 640, height: 360}, {flags: FLAGS.VIDEO | FLAGS.AUDIO | FLAGS.STREAM, file_type: 4}];
const dir = mkdtempSync(join(tmpdir(), 'parlor-disk-')), disk = join(dir, 'recordings');
mkdirSync(disk);
execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${16 * MIB}`, 'tmpfs', disk]);
const remount = (how) => execFileSync('mount', ['-o', `remount,${how}`, disk]);

const film = await makeFilm(), shim = new Shim();
const server = await startRecording({data: dir, env: shim.env});
await server.waitForLog(/recorder\.ready/, 60000);
const load = publish(server, film, {subscribers: 1, args: ['--mesh']});
const {client, members} = await visit(server, ROOM, 2);
const whole = new Map();

/** Both kinds at once. */
async function beginBoth() {
  const running = [];
  for (const [i, wish] of kinds.entries()) running.push({user: members[i], record: await begin(client, members[i], wish)});
  return running;
}
const rowOf = (rows, {record}) => rows.find((row) => row.id === record);

/** What was finished is as it was. */
function nothingElseChanged() {
  for (const [file, sum] of whole) assert.equal(createHash('sha256').update(readFileSync(join(disk, file))).digest('hex'), sum, `${file} has changed`);
}

/** A recording that ends as it should. */
async function good(what) {
  const running = await beginBoth();
  await pause(1500);
  for (const one of running) {
    const told = await end(client, one.user, one.record), row = rowOf(await catalogue(server), one);
    assert.deepEqual([told.code, row.state, row.how], [0, 'ended', 'stopped'], `${what}: ${JSON.stringify(row)}`);
    assert.equal(await decode(join(disk, row.file)), '', what);
    whole.set(row.file, row.sha256);
  }
  nothingElseChanged();
}

/** Bytes of the file that grows. */
function grown({record}) {
  const name = readdirSync(disk, {recursive: true}).find((file) => new RegExp(`_${record}\\.[a-z0-9]+\\.part$`).test(file));
  return name ? statSync(join(disk, name)).size : 0;
}

/** Recordings run, the disk goes bad, they end: how, for the catalogue and for the operator. */
async function bad(what, hows, begins, ends) {
  const running = await beginBoth(), said = server.log.length;
  for (const one of running) while (grown(one) < GROWN) await pause(50);
  await begins();
  const rows = await catalogued(server, (all) => running.every((one) => !['asked', 'running'].includes(rowOf(all, one).state)) && all, `the end (${what})`);
  await ends();
  for (const one of running) {
    const row = rowOf(rows, one), told = await client.whenever('recorded', (m) => m.record === one.record);
    assert.ok(hows.includes(row.how) && row.state === 'incomplete' && told.code !== 0, `${what}: ${JSON.stringify([row, told])}`);
    const facts = await probe(join(disk, row.file));
    assert.equal(facts.errors + await decode(join(disk, row.file)), '', what);
    // Without room for a new file what grew is the file: WebM does not say its length then.
    const seconds = facts.duration || Number(facts.video.nb_read_frames) / 25;
    assert.ok(seconds >= 0.4 && Math.abs(seconds * 1000 - row.elapsed_ms) < 300, `${what}: ${seconds} s ${JSON.stringify(row)}`);
    assert.match(server.log.slice(said), new RegExp(`record\\.warning record=${one.record} what=(${hows.join('|')})`), `${what}: the operator is told`);
  }
  nothingElseChanged();
  console.log(`${what}: ${running.map((one) => { const {how, elapsed_ms: ms, note} = rowOf(rows, one); return `${how} after ${ms} ms (${note})`; }).join(', ')}`);
  await good(`after ${what}`);
}

try {
  await good('at first');
  const ballast = join(disk, 'ballast');
  await bad('a full disk', ['disk_full'], () => {
    try { writeFileSync(ballast, Buffer.alloc(32 * MIB)); } catch (error) { assert.equal(error.code, 'ENOSPC'); }
  }, () => rmSync(ballast));
  await bad('writing fails', ['io'], () => { shim.disk = 'no write'; return pause(1500); }, () => { shim.disk = 'fine'; });
  await bad('syncing fails', ['io'], () => { shim.disk = 'no sync'; }, () => { shim.disk = 'fine'; });

  remount('ro');
  const before = client.received.length, refused = client.say('record', {user: members[0], on: true, param: 0, flags: FLAGS.SERVER | FLAGS.LOCALCB | FLAGS.ERRORCODE});
  const answer = await client.reply(refused);
  const code = answer.t === 'error' ? answer.code : (await client.next('recorded', (m) => client.received.indexOf(m) >= before)).code;
  assert.equal(code, 721);
  assert.match(server.log, /record\.warning .*Read-only|record\.fail .*code=721/);
  nothingElseChanged();
  remount('rw');
  await good('after a read-only disk');
  console.log('a read-only disk: refused with 721');

  // The calls did not notice.
  load.child.kill('SIGTERM');
  const {code: exit} = await load.ended, {joins, media} = JSON.parse(load.output);
  assert.deepEqual([exit, joins.joined, joins.lost_later, media.auth_failures], [0, 3, 0, 0]);
  assert.ok(media.received > 1000, JSON.stringify(media));
  const {json: {status}} = await ask(socketOf(server), '/v1/status').catch(() => ({json: {}}));
  console.log(`calls went on: ${media.received} packets received, ${media.lost ?? 0} lost${status ? `, ${status}` : ''}`);
  await client.close();
} catch (error) {
  console.error(`${error.stack}\n${server.log.slice(-3000)}`);
  process.exitCode = 1;
} finally {
  await load.kill('SIGKILL');
  await server.stop().catch((error) => { console.error(error.message); process.exitCode = 1; });
  film.remove();
  shim.remove();
  execFileSync('umount', [disk]);
  rmSync(dir, {recursive: true, force: true});
}
process.exit();
