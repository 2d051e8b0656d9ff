// SPDX-License-Identifier: Apache-2.0
// Business servers that are slow, die, flood, talk nonsense or do not read: users who do not need them notice nothing, time limits
// hold, and whoever comes back finds everything.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import test from 'node:test';
import {CONFIG, SECRET, answerAll, attach, businessUrl, detach} from '../support/business.mjs';
import {Client} from '../support/client.mjs';
import {withServer, withWitnesses} from './support.mjs';

const MANY = '[login]\nlogins_per_minute_per_ip = 100000\n'; // all of a test come from one address
const quick = `${CONFIG}answer_seconds = 1\n`;

async function loginCode(server, name, password = 'x') {
  const client = await Client.open(server.wsUrl);
  await client.ask('hello', {sdk: 'test'});
  const reply = await client.reply(client.say('login', {name, password}));
  if (reply.t === 'logged_in') await client.close();
  else client.cut();
  return reply.t === 'error' ? reply.code : 0;
}

/** Round trips of a client while something else goes on; gives them in ms, sorted. */
async function roundTrips(client, until) {
  const times = [];
  while (!until()) {
    const begin = performance.now();
    await client.ask('query', {info: 201, input: ''}).catch((error) => { if (!/23/.test(error.message)) throw error; });
    times.push(performance.now() - begin);
    await new Promise((resolve) => { setTimeout(resolve, 20); }); // a rate, not a wait
  }
  return times.sort((a, b) => a - b);
}

const percentile = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))].toFixed(1);

test('one that never answers: 207 in time, and guests come and go meanwhile', async () => {
  await withServer({config: quick}, async (server) => {
    const link = await attach(server, {takes: ['login', 'enter']});
    await withWitnessesOf(server, link, async () => {
      const codes = await Promise.all(['a', 'b', 'c', 'd'].map((name) => loginCode(server, name)));
      assert.deepEqual(codes, [207, 207, 207, 207]);
    });
    answerAll(link, (q) => (q.t === 'ask_login' ? {user: 9} : 0)); // late answers to what is over, and right ones from now on
    assert.equal(await loginCode(server, 'e'), 0);
    await detach(link);
    assert.equal(await loginCode(server, 'f'), 206);
  });
});

/** Witnesses whose rooms are asked about. */
async function withWitnessesOf(server, link, run) {
  const stop = answerAll(link, (q) => (q.t === 'ask_enter' ? 0 : undefined));
  await withWitnesses(server, run);
  stop();
}

test('one that talks nonsense is told so, then cut; its questions go to another', async () => {
  await withServer({config: CONFIG}, async (server) => {
    const good = await attach(server, {takes: []});
    await withWitnesses(server, async () => {
      const bad = await attach(server, {takes: ['login']});
      const waits = loginCode(server, 'ann');
      await bad.next('ask_login');
      await good.ask('bs_takes', {takes: ['login']});
      answerAll(good, () => ({user: 3}));
      for (let i = 0; i < 40 && bad.state === 'open'; i++) bad.raw(['rubbish', '[]', '{"t":5}', '{"t":"bs_login","ticket":"x"}', '\u0000'][i % 5]);
      assert.equal((await bad.next('closing')).code, 21);
      assert.equal(await bad.closed(), 1008);
      assert.equal(await waits, 0);
      const binary = await attach(server);
      binary.raw(Buffer.from([1, 2, 3]));
      assert.equal(await binary.closed(), 1003);
    });
    await detach(good);
  });
});

test('one that floods is read more slowly; users do not notice', async (t) => {
  await withServer({config: CONFIG}, async (server) => {
    const probe = await Client.login(server.wsUrl, 'probe');
    const quiet = await roundTrips(probe, after(1000));
    const link = await attach(server, {takes: []});
    let id = link.nextId;
    let answered = 0;
    link.socket.removeAllListeners('message');
    link.socket.on('message', () => { answered++; });
    const count = 30000;
    const flood = setInterval(() => {
      for (let i = 0; i < 1000 && id < count; i++)
        link.raw(JSON.stringify(id % 100 === 0 ? {t: 'bs_send', id: id++, channel: 'filter', data: 'QUFBQQ=='} : {t: 'bs_users', id: id++, room: -1}));
    }, 1);
    const busy = await roundTrips(probe, () => answered >= count - 10 || link.state !== 'open');
    clearInterval(flood);
    assert.equal(link.state, 'open', `${link.code} ${link.reason}: a flood is slowed down, not cut`);
    t.diagnostic(`round trips of a user: quiet p50 ${percentile(quiet, 0.5)} p99 ${percentile(quiet, 0.99)} ms; beside a flood p50 ${percentile(busy, 0.5)} p99 ${percentile(busy, 0.99)} ms (${busy.length})`);
    await detach(link);
    await probe.close();
  });
});

function after(ms) {
  const end = performance.now() + ms;
  return () => performance.now() >= end;
}

test('one that does not read loses its link, not the server its life', async () => {
  await withServer({config: `${CONFIG}login = asked\n[signal]\nmessages_per_second = 10000\nburst = 10000\n`}, async (server) => {
    const link = await attach(server, {takes: ['text', 'data']});
    const ann = await Client.login(server.wsUrl, 'ann');
    await ann.ask('enter', {room: 1});
    link.socket.pause();
    const text = 'x'.repeat(32000);
    const lost = /event=business.detached/;
    for (let i = 0; i < 6000 && !lost.test(server.log); i++) // 64 MiB and what the kernel holds
      await ann.ask('text', {to: -1, secret: false, text});
    await server.waitForLog(lost);
    const again = await attach(server, {takes: ['text']});
    assert.equal((await again.next('bs_online')).users[0].id, ann.self.id);
    link.cut();
    await detach(again);
    await ann.close();
  });
});

/** The sample business server as a process of its own. */
class Sample {
  constructor(server) {
    this.output = '';
    this.child = spawn(process.execPath, ['demos/business/server.mjs', '--server', new URL(server.url).host, '--secret', SECRET], {stdio: ['ignore', 'pipe', 'inherit']});
    this.child.stdout.on('data', (chunk) => { this.output += chunk; });
    this.ended = new Promise((resolve) => { this.child.on('close', resolve); });
  }

  kill(signal) { this.child.kill(signal); return this.ended; }
}

test('killed and started again under load: 206 while it is away, nothing lost after', async () => {
  await withServer({config: CONFIG + MANY}, async (server) => {
    const count = (pattern) => (server.log.match(pattern) ?? []).length;
    let sample = new Sample(server);
    await server.waitForLog(/event=business.attached/);
    const ann = await Client.login(server.wsUrl, 'ann', {password: 'x'});
    let stop = false;
    const codes = new Set();
    let logins = 0;
    const load = Promise.all([0, 1, 2, 3].map(async (worker) => {
      for (let i = 0; !stop; i++) {
        const code = await loginCode(server, `user ${worker} ${i % 5}`);
        codes.add(code);
        if (code === 0) logins++;
        else await new Promise((resolve) => { setTimeout(resolve, 20); }); // a client that tries again, not a flood
      }
    }));
    const enough = async (n) => { while (logins < n && !stop) await loginCode(server, 'x').then((c) => { logins += c === 0 ? 1 : 0; }); };
    await enough(20);
    for (let round = 1; round <= 3; round++) {
      await sample.kill('SIGKILL');
      await server.waitFor(() => count(/event=business.detached/g) === round, 'to miss it');
      assert.equal(await loginCode(server, 'away'), 206);
      sample = new Sample(server);
      await server.waitFor(() => count(/event=business.attached/g) === round + 1, 'to have it back');
      await enough(20 * (round + 1));
    }
    stop = true;
    await load;
    assert.deepEqual([...codes].filter((code) => ![0, 206].includes(code)), [], 'nothing but yes and 206');
    // What the new one believes is what is so: exactly ann is there, with her id, and she has heard of everybody who came.
    const bob = await Client.login(server.wsUrl, 'bob', {password: 'x'});
    const friends = await bob.next('friend_data', (m) => m.last && m.friends.length > 0);
    assert.deepEqual(friends.friends.filter((friend) => friend.online), [{user: ann.self.id, group: 1, online: true}]);
    assert.ok(ann.state === 'open', 'ann has not noticed');
    await bob.close();
    await ann.close();
    await sample.kill('SIGTERM');
  });
});

test('a login that waits is taken back when its client goes, and a business server that goes answers for all', async () => {
  await withServer({config: CONFIG + MANY}, async (server) => {
    const link = await attach(server, {takes: ['login']});
    const gone = await Client.open(server.wsUrl);
    await gone.ask('hello', {sdk: 'test'});
    gone.say('login', {name: 'gone', password: 'x'});
    await link.next('ask_login');
    gone.cut();
    const waiting = Array.from({length: 50}, (_, i) => loginCode(server, `w${i}`));
    for (let i = 0; i < waiting.length; i++) await link.next('ask_login');
    link.cut();
    assert.deepEqual([...new Set(await Promise.all(waiting))], [206]);
    await assert.rejects(Client.open(businessUrl(server), {origin: 'https://x.example'}), /403/);
  });
});
