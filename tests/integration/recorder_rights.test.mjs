// SPDX-License-Identifier: Apache-2.0
// Rights to recordings: who has to agree before there is anything, links past their time, bytes that were deleted, a byte that was changed; what files are called.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {readFileSync, readdirSync, readlinkSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {promisify} from 'node:util';
import {Client} from '../support/client.mjs';
import {FLAGS, begin, catalogued, end, makeFilm, pause, publish, startRecording, visit} from '../support/filmed.mjs';
import {Tree} from '../support/inotify.mjs';
import {ask, post, socketOf} from '../support/operator.mjs';
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

// ---- consent ----

const USERFILENAME = 0x2000, BOTH = FLAGS.VIDEO | FLAGS.AUDIO | FLAGS.MIXAUDIO | FLAGS.ABREAST, TOLD = FLAGS.SERVER | FLAGS.LOCALCB | FLAGS.ERRORCODE;
const told = (client, state, record) => client.whenever('recording', (m) => m.state === state && (record === undefined || m.record === record));

/** Somebody without a camera in the room of the publishers. */
async function sit(on, name) {
  const client = await Client.login(on.wsUrl, name);
  await client.ask('enter', {room: 1000});
  return client;
}

/** The tree of what a server keeps, but for its database; and how many bytes of media are in it when a file of media first appears. */
function watchMedia(on) {
  const media = [], tree = new Tree(on.dir, (name) => {
    if (!/^parlor\.db/.test(name) && !media.includes(name)) media.push(name);
  });
  return {tree, media, now: async () => { await tree.now(); return [...media]; }};
}

/** Files that the recorder has open elsewhere. */
function strays(on) {
  const pid = Number([...on.log.matchAll(/recorder\.ready pid=(\d+)/g)].at(-1)[1]);
  const open = readdirSync(`/proc/${pid}/fd`).map((fd) => { try { return readlinkSync(`/proc/${pid}/fd/${fd}`); } catch { return ''; } });
  return open.filter((path) => path.startsWith('/') && !path.startsWith('/dev/') && !path.startsWith(on.dir));
}

/** The row and its lines, when it has been sealed. */
async function sealed(on, record) {
  for (const until = Date.now() + 60000; Date.now() < until;) {
    const {json} = await ask(socketOf(on), `/v1/recordings/${record}`);
    if (json?.recording?.sealed_ms) return json;
    await pause(50);
  }
  throw new Error(`recording ${record} was never sealed`);
}

test('no file of media exists before everybody has agreed, nor after a no, nor after a yes that was taken back', async () => {
  const asking = await startRecording({record: 'consent = yes'}), kept = [];
  let crowd;
  try {
    await asking.waitForLog(/recorder\.ready/, 60000);
    crowd = publish(asking, film, {args: ['--agree']}); // cameras and microphones are open all the time
    const {client: ann, members} = await visit(asking, 1000, 2);
    const bob = await sit(asking, 'bob'), carl = await sit(asking, 'carl');
    const {tree, media, now} = watchMedia(asking);
    kept.push(tree);
    writeFileSync(join(asking.dir, 'recordings', 'seen'), 'x');
    assert.deepEqual(await now(), ['recordings/seen'], 'the watch sees what appears');
    media.length = 0;
    const begins = async (param) => {
      await ann.ask('record', {user: bob.self.id, on: true, param, flags: BOTH | TOLD});
      const first = await bob.whenever('recording', (m) => m.state === 'asked' && !begins.had.has(m.record));
      begins.had.add(first.record);
      return first.record;
    };
    begins.had = new Set();
    const says = (client, record, yes) => client.ask('record_consent', {record, yes});
    const nothing = async (when) => assert.deepEqual([await now(), strays(asking)], [[], []], when);

    // No.
    const refused = await begins(1);
    await told(carl, 'asked', refused);
    await pause(700); // media come all the time
    await nothing('while they are asked');
    await says(carl, refused, true);
    await nothing('while one has not answered');
    await says(bob, refused, false);
    assert.equal((await ann.whenever('recorded', (m) => m.record === refused)).code, 20);
    await nothing('after a no');

    // Yes, and no before it has begun.
    const back = await begins(2);
    await told(bob, 'asked', back);
    await says(bob, back, true);
    await says(bob, back, false);
    assert.equal((await ann.whenever('recorded', (m) => m.record === back)).code, 20);
    await pause(700);
    await nothing('after a yes that was taken back');

    // Everybody.
    const good = await begins(3), before = Date.now();
    await told(carl, 'asked', good);
    await says(bob, good, true);
    await nothing('while carl has not answered');
    let born = 0;
    tree.onTouch = (name) => { if (!media.includes(name)) media.push(name); if (!born && name.endsWith('.part')) born = Date.now(); };
    await says(carl, good, true);
    for (const until = Date.now() + 30000; !born && Date.now() < until;) await pause(20);
    assert.ok(born, `a file grows: ${media}`);
    await pause(1500);
    const dora = await sit(asking, 'dora'); // who comes later is asked as well, and is in it when she says yes
    assert.equal((await told(dora, 'running', good)).consent, true);

    // Taken back in the middle: it is over, and nothing more of him is written.
    await says(bob, good, false);
    const {code, file} = await ann.whenever('recorded', (m) => m.record === good);
    assert.equal(code, 0, 'what he had agreed to is whole');
    assert.match(file, /\.mp4$/);
    const {recording, lines} = await sealed(asking, good);
    await now();
    media.length = 0;
    const size = statSync(join(asking.dir, 'recordings', file)).size;
    await pause(1000);
    await nothing('after it was taken back');
    assert.equal(statSync(join(asking.dir, 'recordings', file)).size, size);

    // Logged before the first byte: in the catalogue, and in what is signed.
    const kinds = lines.map(({kind}) => kind), consents = lines.filter(({kind}) => kind === 'consent');
    assert.deepEqual([recording.consent, consents.length >= 2], ['asked', true], JSON.stringify(lines));
    assert.ok(kinds.lastIndexOf('consent', kinds.indexOf('start')) < kinds.indexOf('start') && kinds.indexOf('consent') < kinds.indexOf('start'), kinds.join());
    for (const line of consents.filter(({user}) => user === bob.self.id || user === carl.self.id)) assert.ok(line.at_ms >= before - 1000 && line.at_ms <= born, JSON.stringify(line));
    for (const user of members) assert.ok(consents.some((line) => line.user === user), 'the publishers have agreed');
    assert.equal(kinds.includes('refusal'), true);
    const path = join(asking.dir, 'recordings', file);
    assert.match(readFileSync(`${path}.manifest.json`, 'utf8'), /"consent": ?"asked"/);
    const story = JSON.parse(readFileSync(`${path}.timeline.json`, 'utf8'));
    const agreed = (story.lines ?? story.events ?? story).filter(({kind}) => kind === 'consent');
    assert.ok(agreed.length >= 2 && agreed.every((line) => line.offset_ms === undefined || line.offset_ms <= 0), JSON.stringify(agreed));
    for (const client of [ann, bob, carl, dora]) client.cut();
  } finally {
    for (const tree of kept) tree.close();
    crowd?.child.kill('SIGTERM');
    await crowd?.ended;
    await asking.stop();
  }
});

test('where nobody is asked, everybody in the room has been told before the first byte, and whoever comes later', async () => {
  const carl = await sit(server, 'carl'), {client: ann, members: [user]} = await visit(server, 1000, 2);
  const heard = [], {tree, now} = watchMedia(server);
  const before = await now();
  assert.deepEqual(before, []);
  tree.onTouch = (name) => {
    // After all that has come at this moment was read.
    if (name.endsWith('.part')) setImmediate(() => { heard.push(carl.all('recording').some((m) => m.state === 'running' && m.by === ann.self.id)); });
  };
  try {
    const record = await begin(ann, user, {flags: BOTH});
    for (const until = Date.now() + 30000; heard.length === 0 && Date.now() < until;) await pause(20);
    assert.equal(heard[0], true, 'told before a file is there');
    const dora = await sit(server, 'dora'), late = await told(dora, 'running', record);
    assert.deepEqual([late.user, late.consent ?? false], [user, false]);
    await end(ann, user, record);
    const {recording, lines} = await sealed(server, record), kinds = lines.map(({kind}) => kind);
    assert.equal(recording.consent, 'notice');
    assert.ok(kinds.indexOf('notice') >= 0 && kinds.indexOf('notice') < kinds.indexOf('start'), kinds.join());
    await told(dora, 'ended', record);
    await told(carl, 'ended', record);
    for (const client of [ann, carl, dora]) client.cut();
  } finally { tree.close(); }
});

// ---- names and places ----

/** Mean grey of the upper and of the middle rows of a square recording, in the picture where they are brightest: the film is white once a second. */
async function rows(file) {
  const size = 240, {stdout} = await promisify(execFile)('ffmpeg', ['-v', 'error', '-nostdin', '-i', file, '-vf', `scale=${size}:${size}:flags=area,format=gray`, '-f', 'rawvideo', '-'], {encoding: 'buffer', maxBuffer: 1 << 26});
  const brightest = (from, to) => Math.max(...Array.from({length: stdout.length / size ** 2}, (_, n) =>
    stdout.subarray(size * (size * n + from), size * (size * n + to)).reduce((a, b) => a + b, 0) / (size * (to - from))));
  return {upper: brightest(2, 22), middle: brightest(110, 130)};
}

test('files are called as they were asked to be, in a folder of their day unless it is not wanted, and grow beside nobody', async () => {
  const {client: first, members: [user]} = await visit(server, 1000, 2), askers = [first];
  for (const name of ['ben', 'cleo', 'dan', 'eve', 'finn']) askers.push(await sit(server, name));
  const named = (filename) => ({flags: FLAGS.VIDEO | USERFILENAME, text: JSON.stringify({filename}), width: 240, height: 240});
  const day = '\\d{4}-\\d\\d-\\d\\d/', wishes = [
    {ask: {flags: FLAGS.VIDEO, width: 240, height: 240, clip: 2}, file: `^${day}${user}_\\d{14}_\\d+\\.mp4$`, dark: true},
    {ask: {flags: FLAGS.VIDEO, undated: true, width: 240, height: 240, clip: 3}, file: `^${user}_\\d{14}_\\d+\\.mp4$`},
    {ask: {...named('合同 5.mp4'), clip: 1}, file: `^${day}合同 5\\.mp4$`},
    {ask: {...named('../../etc/合同:7'), undated: true, clip: 3}, file: '^[^/]*合同_7\\.mp4$'},
    {ask: {...named('合同 5'), clip: 2}, file: `^${day}合同 5-2\\.mp4$`, dark: true}, // nobody's file is overwritten
    {ask: {flags: FLAGS.AUDIO | USERFILENAME, text: 'a plain name', file_type: 3}, file: `^${day}a plain name\\.mp3$`},
  ];
  const {tree} = watchMedia(server);
  try {
    const running = [];
    for (const [i, wish] of wishes.entries()) running.push(await begin(askers[i], user, wish.ask));
    await pause(1800);
    const ends = await Promise.all(running.map((record, i) => end(askers[i], user, record)));
    for (const [i, wish] of wishes.entries()) {
      const {code, file} = ends[i];
      assert.equal(code, 0);
      assert.match(file, new RegExp(wish.file));
      if (file.includes('/')) assert.equal(Math.abs(Date.parse(file.split('/')[0]) + 43200e3 - Date.now()) < 86400e3, true, 'the day is today, in UTC');
      if (wish.ask.flags & FLAGS.AUDIO) continue;
      const {upper, middle} = await rows(join(server.dir, 'recordings', file));
      assert.ok(wish.dark ? upper < 24 && middle > 32 : upper > 32, `clip mode ${wish.ask.clip}: ${upper}, ${middle}`);
    }
    // While they grow they lie where they will be; nothing was anywhere else, and of what was temporary nothing is left.
    await tree.now();
    for (const name of tree.touched) assert.match(name, /^(recordings(\/|$)|parlor\.db)/, 'nothing is written elsewhere');
    assert.ok(tree.touched.some((name) => name.endsWith('.part')));
    assert.deepEqual(readdirSync(join(server.dir, 'recordings'), {recursive: true}).filter((name) => /\.(part|new)/.test(name)), []);
    for (const client of askers) client.cut();
  } finally { tree.close(); }
});
