// SPDX-License-Identifier: Apache-2.0
// Transfers between two SDKs through a server that relays as src/core/transfer.c does.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { FakeClock, settle } from '../../test/fakes.mjs';
import { Files } from '../files.mjs';
import { Tasks, TaskStatus } from '../tasks.mjs';
import { askFrame, dataFrame, grantFrames, readFrames } from './frames.mjs';
import { Ceiling, Pace } from './pace.mjs';
import { Sha256 } from './sha256.mjs';
import { Stores, typeOf } from './store.mjs';
import { Transfers } from './transfers.mjs';

const bytesOf = (length, seed = 1) => Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8) * 13 + seed) & 255);
/** Lets promises and the reading of blobs run, and time pass where nothing else is left to happen; slower when the machine is: blobs are read by threads. */
const until = async (clock, fact, what = 'it') => {
  for (let i = 0; i < 20000; i++) {
    if (fact()) return;
    await new Promise((resolve) => { if (i < 2000) setImmediate(resolve); else setTimeout(resolve, 1); });
    await settle();
    if (i % 3 === 2) await clock.pass(5);
  }
  assert.fail(`waited in vain for ${what}`);
};

/** Two users and the server between them. */
class World {
  clock = new FakeClock();
  #next = 1;
  /** @type {Map<number, { from: number, to: number }>} */
  transfers = new Map();
  users = new Map();
  refuse = 0;
  frames = 0;
  /** (direction, frame) => true loses it. */
  lose = () => false;

  constructor() { for (const id of [1, 2]) this.users.set(id, this.#user(id)); }

  #user(id) {
    const { clock } = this;
    const user = { id, up: true, files: null, tasks: null, transfers: null, seen: [], sent: [], held: [] };
    user.tasks = new Tasks({ clock, self: () => id });
    let urls = 0;
    user.files = new Files({ createUrl: () => `blob:x/${id}.${++urls}`, revokeUrl() {} });
    user.transfers = new Transfers({
      clock, tasks: user.tasks, files: user.files, self: () => ({ id }),
      stores: new Stores({ storage: null, wall: () => 0, random: () => 0.5 }),
      link: { buffered: () => 0, up: () => user.up, write: (frame) => user.up && this.#relay(user, frame) },
      send: (t, fields, done = () => {}) => { user.sent.push({ t, ...fields }); queueMicrotask(() => this.#request(user, t, fields, done)); },
    });
    for (const name of ['file', 'buffer']) user.transfers.on(name, (what) => user.seen.push({ event: name, ...what }));
    return user;
  }

  tell(user, message) { queueMicrotask(() => user.transfers.handle(message)); }

  #request(user, t, fields, done) {
    if (this.refuse) { done(Object.assign(new Error('refused'), { code: this.refuse })); return; }
    if (t === 'file_offer') {
      const transfer = this.#next++;
      const { to, ...rest } = fields;
      this.transfers.set(transfer, { from: user.id, to });
      done(null, { transfer });
      this.tell(this.users.get(to), { t: 'file_offered', transfer, from: user.id, ...rest });
      return;
    }
    const known = this.transfers.get(fields.transfer);
    if (!known) { done(Object.assign(new Error('no'), { code: 701 })); return; }
    const other = this.users.get(user.id === known.from ? known.to : known.from);
    if (t === 'file_end') this.tell(other, { t: 'file_ended', transfer: fields.transfer, sha256: fields.sha256 });
    if (t === 'file_close') {
      this.transfers.delete(fields.transfer);
      this.tell(other, { t: 'file_closed', transfer: fields.transfer, by: user.id === known.from ? 'sender' : 'receiver', code: fields.code });
    }
    done(null, {});
  }

  #relay(user, frame) {
    this.frames++;
    const { buffer } = frame.slice();
    const [{ transfer }] = readFrames(buffer);
    const known = this.transfers.get(transfer);
    if (!known || this.lose(user.id, frame)) return true;
    const other = this.users.get(user.id === known.from ? known.to : known.from);
    if (other.up) queueMicrotask(() => { if (other.up) other.transfers.binary(buffer); });
    return true;
  }

  cut(...ids) { for (const id of ids) this.users.get(id).up = false; }
  mend(...ids) { for (const id of ids) { const user = this.users.get(id); user.up = true; user.transfers.resumed(); } }
}

test('SHA-256 is what the standard says, in whatever pieces it comes', () => {
  assert.equal(new Sha256().digest(), createHash('sha256').update('').digest('hex'));
  for (const length of [1, 3, 55, 56, 63, 64, 65, 119, 128, 1000, 70000]) {
    const bytes = bytesOf(length);
    const want = createHash('sha256').update(bytes).digest('hex');
    assert.equal(new Sha256().update(bytes).digest(), want, `${length}`);
    const sum = new Sha256();
    for (let at = 0, step = 1; at < length; at += step, step = step * 3 % 101 + 1) sum.update(bytes.subarray(at, at + step));
    assert.equal(sum.digest(), want, `${length} in pieces`);
  }
});

test('frames: what is written is read again, nonsense is not', () => {
  const [data] = readFrames(dataFrame(7, 2, 0x1234567890, Uint8Array.of(1, 2)).buffer);
  assert.deepEqual([data.transfer, data.epoch, data.offset, [...data.payload]], [7, 2, 0x1234567890, [1, 2]]);
  const grants = Array.from({ length: 70 }, (_, i) => ({ transfer: i + 1, epoch: 1, offset: 2 ** 33, limit: 2 ** 33 + i }));
  const frames = grantFrames(grants);
  assert.equal(frames.length, 2);
  assert.deepEqual(frames.flatMap(({ buffer }) => readFrames(buffer)).map(({ transfer, limit }) => [transfer, limit - 2 ** 33]), grants.map((_, i) => [i + 1, i]));
  assert.equal(readFrames(askFrame(1, 0).buffer)[0].epoch, 1);
  for (let seed = 1; seed < 3000; seed++) {
    const bytes = bytesOf(seed % 90, seed * 31).map((b, i) => i < 4 && seed % 3 ? [1 + seed % 4, 0, 0, 0][i] : b);
    for (const { transfer, epoch, offset, limit } of readFrames(bytes.buffer)) assert.ok(transfer > 0 && epoch > 0 && Number.isSafeInteger(offset) && Number.isSafeInteger(limit));
  }
});

test('the window follows the queue: it grows where there is none, and shrinks where there is one', () => {
  const clock = new FakeClock();
  const pace = new Pace(clock);
  for (let i = 0; i < 200; i++) { clock.time += 5; pace.acknowledged(65536, i % 10 ? 300 : 10, true); } // late now and then
  const open = pace.window;
  assert.equal(open, 8 * 1024 * 1024);
  for (let i = 0; i < 2000; i++) { clock.time += 5; pace.acknowledged(65536, 400, true); }
  assert.ok(pace.window < open / 8, `${pace.window}`);
  assert.equal(pace.base_ms, 10);
  const idle = new Pace(clock);
  for (let i = 0; i < 200; i++) idle.acknowledged(65536, 10, false);
  assert.equal(idle.window, 128 * 1024); // it was never needed
});

test('a ceiling holds over time', () => {
  const clock = new FakeClock();
  const ceiling = new Ceiling(clock);
  assert.equal(ceiling.wait_ms, 0);
  ceiling.bps = 80000;
  ceiling.spend(1000);
  assert.equal(ceiling.wait_ms, 100);
  clock.time += 1100; // a late timer: a second's worth may follow at once, and no more
  let sent = 0;
  while (ceiling.wait_ms === 0) { ceiling.spend(1000); sent++; }
  assert.equal(sent, 11);
  clock.time += 60000; // nothing was wanted
  ceiling.spend(1000);
  assert.equal(ceiling.wait_ms, 100);
});

test('a file goes over, with name, parameters and sum', async () => {
  const world = new World();
  const [ann, bob] = world.users.values();
  const bytes = bytesOf(1500000);
  const task = ann.transfers.offer(2, new Blob([bytes]), { name: 'C:\\tmp\\../photo.png', w: 5, l: -6, flags: 7 });
  assert.deepEqual([task.id, task.status, task.progress], [1, TaskStatus.PREPARING, 0]);
  await until(world.clock, () => task.over);
  assert.deepEqual([task.status, task.progress, task.error], [TaskStatus.DONE, 100, null]);
  const [file] = bob.seen;
  assert.deepEqual([file.event, file.from, file.name, file.size, file.w, file.l, file.flags, file.task.id], ['file', 1, 'photo.png', bytes.length, 5, -6, 7, 1]);
  assert.deepEqual(new Uint8Array(await file.blob.arrayBuffer()), bytes);
  assert.equal(file.blob.type, 'image/png');
  assert.equal(bob.files.find(file.path)?.blob, file.blob);
  assert.deepEqual([bob.tasks.find(1, 1).status, bob.tasks.find(1, 1).progress], [TaskStatus.DONE, 100]);
});

test('a buffer comes as it was sent', async () => {
  const world = new World();
  const [ann, bob] = world.users.values();
  ann.transfers.offer(2, new Blob(['h\u00e9']), { kind: 'buffer', isText: true, w: 1 });
  await until(world.clock, () => bob.seen.length > 0);
  assert.deepEqual([bob.seen[0].event, new TextDecoder().decode(bob.seen[0].bytes), bob.seen[0].isText, bob.seen[0].w], ['buffer', 'h\u00e9', true, 1]);
});

test('twenty at once, both ways, each whole', async () => {
  const world = new World();
  const [ann, bob] = world.users.values();
  const tasks = [];
  for (let i = 0; i < 20; i++) {
    tasks.push(ann.transfers.offer(2, new Blob([bytesOf(50000 + i * 7001, i)]), { name: `a${i}` }));
    tasks.push(bob.transfers.offer(1, new Blob([bytesOf(60000 - i * 1001, i)]), { name: `b${i}` }));
  }
  await until(world.clock, () => tasks.every(({ over }) => over));
  assert.ok(tasks.every(({ status }) => status === TaskStatus.DONE));
  for (const { name, blob, size } of bob.seen) assert.deepEqual(new Uint8Array(await blob.arrayBuffer()), bytesOf(size, Number(name.slice(1))));
  assert.equal(ann.seen.length + bob.seen.length, 40);
});

for (const [who, ids] of [['the sender', [1]], ['the receiver', [2]], ['both', [1, 2]]]) {
  test(`the link of ${who} is lost, again and again: it goes on where it was`, async () => {
    const world = new World();
    const [ann, bob] = world.users.values();
    const bytes = bytesOf(3000000);
    const task = ann.transfers.offer(2, new Blob([bytes]), { name: 'x' });
    for (const share of [10, 30, 31, 70, 95]) {
      await until(world.clock, () => task.progress >= share || task.over, `${share} %`);
      world.cut(...ids);
      await world.clock.pass(500);
      const before = task.moved;
      world.mend(...ids);
      assert.ok(task.moved >= before);
    }
    await until(world.clock, () => task.over);
    assert.equal(task.status, TaskStatus.DONE);
    assert.deepEqual(new Uint8Array(await bob.seen[0].blob.arrayBuffer()), bytes);
  });
}

test('frames that are lost without a word: somebody asks', async () => {
  const world = new World();
  const [ann, bob] = world.users.values();
  let n = 0;
  world.lose = () => ++n % 9 === 0 && n < 200;
  const task = ann.transfers.offer(2, new Blob([bytesOf(2000000)]), { name: 'x' });
  await until(world.clock, () => task.over);
  assert.equal(task.status, TaskStatus.DONE);
  assert.equal(bob.seen.length, 1);
});

test('either end gives it up: 4 is the sender, 5 the receiver, at both ends', async () => {
  for (const [who, status] of [['ann', 4], ['bob', 5]]) {
    const world = new World();
    const [ann, bob] = world.users.values();
    ann.transfers.ceiling.bps = 8e6;
    const task = ann.transfers.offer(2, new Blob([bytesOf(3000000)]), { name: 'x' });
    await until(world.clock, () => task.progress > 20);
    const theirs = bob.tasks.find(1, task.id);
    if (who === 'ann') ann.tasks.cancel(task); else bob.tasks.cancel(theirs);
    await until(world.clock, () => task.over && theirs.over);
    assert.deepEqual([task.status, theirs.status], [status, status]);
    assert.equal(bob.seen.length, 0);
    const { frames } = world;
    await world.clock.pass(20000);
    assert.equal(world.frames, frames); // silence
    ann.tasks.cancel(task); // again: harmless
  }
});

test('what was changed on its way is not taken', async () => {
  const world = new World();
  const [ann, bob] = world.users.values();
  const { handle } = bob.transfers;
  bob.transfers.handle = (message) => handle.call(bob.transfers, message.sha256 ? { ...message, sha256: message.sha256.replace(/./, (d) => d === '0' ? '1' : '0') } : message);
  const task = ann.transfers.offer(2, new Blob([bytesOf(1000)]), { name: 'x' });
  await until(world.clock, () => task.over);
  assert.deepEqual([task.status, task.error.code, bob.seen.length], [5, 715, 0]);
});

test('what cannot be sent is said at once', () => {
  const world = new World();
  const [ann] = world.users.values();
  const code = (call) => { try { call(); return 0; } catch (error) { return error.code; } };
  assert.equal(code(() => ann.transfers.offer(1, new Blob(['x']))), 21);
  assert.equal(code(() => ann.transfers.offer(-1, new Blob(['x']))), 21);
  assert.equal(code(() => ann.transfers.offer(2, new Blob([]))), 711);
  ann.transfers.maxBytes = 10;
  assert.equal(code(() => ann.transfers.offer(2, new Blob(['x'.repeat(11)]))), 712);
  ann.transfers.maxBytes = Infinity;
  for (let i = 0; i < 64; i++) ann.transfers.offer(2, new Blob(['x']), { guid: `g${i}` });
  assert.equal(code(() => ann.transfers.offer(2, new Blob(['x']))), 700);
});

test('a refusal, a file that cannot be read, a session that ends: the task says why', async () => {
  const world = new World();
  const [ann] = world.users.values();
  world.refuse = 205;
  const refused = ann.transfers.offer(2, new Blob(['x']));
  await until(world.clock, () => refused.over);
  assert.deepEqual([refused.status, refused.error.code], [4, 205]);
  world.refuse = 0;
  const gone = { size: 1000, name: 'gone', slice: () => ({ arrayBuffer: async () => { throw new Error('NotReadableError'); } }) };
  const unreadable = ann.transfers.offer(2, /** @type {any} */ (gone));
  await until(world.clock, () => unreadable.over);
  assert.deepEqual([unreadable.status, unreadable.error.code], [4, 713]);
  const missing = ann.transfers.offer(2, Promise.reject(new Error('no such blob')));
  await until(world.clock, () => missing.over);
  assert.equal(missing.error.code, 710);
  ann.transfers.ceiling.bps = 8e6;
  const cut = ann.transfers.offer(2, new Blob([bytesOf(3000000)]));
  await until(world.clock, () => cut.progress > 10);
  ann.transfers.lost(101);
  assert.deepEqual([cut.status, cut.error.code, world.clock.count >= 0], [4, 101, true]);
});

test('a receiver takes no more than it allows, and says so', async () => {
  const world = new World();
  const [ann, bob] = world.users.values();
  bob.transfers.maxBytes = 100;
  const task = ann.transfers.offer(2, new Blob([bytesOf(101)]));
  await until(world.clock, () => task.over);
  assert.deepEqual([task.status, task.error.code], [5, 712]);
});

test('a ceiling of 800 kbit/s makes a second of 100 kB', async () => {
  const world = new World();
  const [ann] = world.users.values();
  ann.transfers.ceiling.bps = 800000;
  const began = world.clock.time;
  const task = ann.transfers.offer(2, new Blob([bytesOf(200000)]));
  await until(world.clock, () => task.over);
  const seconds = (world.clock.time - began) / 1000;
  assert.ok(seconds > 1.7 && seconds < 3, `${seconds} s`);
});

test('types: what pages show, never what runs', () => {
  assert.deepEqual(['a.PNG', 'a.mp4', 'a.html', 'a.svg', 'a', 'a.js'].map(typeOf),
    ['image/png', 'video/mp4', ...Array(4).fill('application/octet-stream')]);
});

/** A direct connection of the two users: its data channel, and how it ends. */
function connect(world) {
  const channels = [1, 2].map(() => ({ readyState: 'open', bufferedAmount: 0, frames: 0, close() { this.readyState = 'closed'; } }));
  channels.forEach((channel, i) => Object.assign(channel, {
    send(frame) {
      if (this.readyState !== 'open') throw new Error('not open');
      this.frames++;
      const data = frame.slice().buffer, other = channels[1 - i];
      queueMicrotask(() => { if (other.readyState === 'open') other.onmessage?.({ data }); });
    },
  }));
  [1, 2].forEach((id, i) => world.users.get(id).transfers.direct(3 - id, { createDataChannel: (label, { negotiated }) => Object.assign(channels[i], { label, negotiated }) }));
  return { channels, open: () => { for (const channel of channels) channel.onopen(); }, end: () => { for (const id of [1, 2]) world.users.get(id).transfers.direct(3 - id, null); } };
}

const dataThroughServer = (world) => {
  let bytes = 0;
  world.lose = (_user, frame) => { for (const { type, payload } of readFrames(frame.slice().buffer)) if (type === 1) bytes += payload.length; return false; };
  return () => bytes;
};

test('with a direct connection: what begins then goes over it from its first byte', async () => {
  const world = new World();
  const [ann, bob] = [1, 2].map((id) => world.users.get(id));
  const { open, channels } = connect(world);
  open();
  assert.ok(ann.transfers.isDirect(2) && bob.transfers.isDirect(1));
  const through = dataThroughServer(world);
  const bytes = bytesOf(700000);
  ann.transfers.offer(2, new Blob([bytes]), { name: 'a.bin' });
  await until(world.clock, () => bob.seen.length === 1, 'the file');
  assert.deepEqual(new Uint8Array(await bob.seen[0].blob.arrayBuffer()), bytes);
  assert.equal(through(), 0);
  assert.ok(channels[0].frames >= 700000 / 16384);
});

test('a direct connection that comes and goes under way: all of it arrives, part of it each way', async () => {
  const world = new World();
  const [ann, bob] = [1, 2].map((id) => world.users.get(id));
  const through = dataThroughServer(world);
  const bytes = bytesOf(3000000, 5);
  ann.transfers.ceiling.bps = 40e6; // or it would be over at once
  const task = ann.transfers.offer(2, new Blob([bytes]), { name: 'b.bin' });
  await until(world.clock, () => task.moved > 300000, 'a part of it');
  const { open, end, channels } = connect(world);
  open();
  const before = through();
  await until(world.clock, () => channels[0].frames > 40 && task.moved > 1000000, 'another, directly');
  assert.ok(through() - before < 300000, `${through() - before} bytes went on through the server`);
  end();
  assert.equal(ann.transfers.isDirect(2), false);
  await until(world.clock, () => bob.seen.length === 1, 'the rest');
  assert.deepEqual(new Uint8Array(await bob.seen[0].blob.arrayBuffer()), bytes);
  assert.ok(through() > before);
});
