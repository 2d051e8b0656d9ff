// SPDX-License-Identifier: Apache-2.0
// The service counters of a real parlord over real sockets: what a ticket costs while 10 to 10,000 clients wait for 20 or 2,000 agents, how long it takes from the
// agent who is free until the client is told, how many tickets a second it bears, what each takes in memory.
//   node bench/counters/main.mjs --build build [--waiting 10,100,1000,10000] [--agents 20,2000] [--rate 80] [--seconds 10] [--out bench/results/counters.md --plot counters.svg]
// The server runs on processor 0, all clients in this process on 1. Needs `ulimit -n` above clients and agents together, in each of the two.
import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {cpus} from 'node:os';
import {parseArgs} from 'node:util';
import WebSocket from 'ws';
import {startParlord} from '../../tests/support/parlord.mjs';
import {plot} from './plot.mjs';

const {values} = parseArgs({options: {
  build: {type: 'string', default: 'build'}, waiting: {type: 'string', default: '10,100,1000,10000'}, agents: {type: 'string', default: '20,2000'},
  rate: {type: 'string', default: '80'}, seconds: {type: 'string', default: '10'}, out: {type: 'string'}, plot: {type: 'string'},
}});
const numbers = (text) => text.split(',').map(Number);
const RATE = Number(values.rate), SECONDS = Number(values.seconds), AT_ONCE = 64;
const [AREA, QUEUE, AGENT, CLIENT] = [4, 5, 6, 8], ENTER_AREA = 401, ENTER_QUEUE = 501, FINISH = 604, READY = 604, LEFT = 505;
const TICK_MS = 1000 / Number(execFileSync('getconf', ['CLK_TCK'], {encoding: 'utf8'}));
process.env.PARLORD ??= join(values.build, 'src/server/parlord');

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const quantile = (list, q) => list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))] ?? NaN;
const kib = (pid) => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
const cpuMs = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
};
const host = (i) => `127.0.${1 + Math.floor(i / 5000)}.1`; // so many ports of each address

class User {
  constructor(url, index) {
    this.id = 0;
    this.next = 1;
    this.waiting = new Map();
    this.onEvent = () => {};
    this.socket = new WebSocket(url, 'parlor.v1', {localAddress: host(index), perMessageDeflate: false});
    this.opened = new Promise((resolve, reject) => { this.socket.on('open', resolve); this.socket.on('error', reject); });
    this.socket.on('message', (data) => this.#take(JSON.parse(String(data))));
  }

  #take(message) {
    if (message.seq % 16 === 0) this.socket.send(JSON.stringify({t: 'ack', seq: message.seq}));
    const waiter = message.re && this.waiting.get(message.re);
    if (waiter) { this.waiting.delete(message.re); waiter(message); }
    for (const event of message.events ?? []) this.onEvent(event);
  }

  say(t, fields) {
    const id = this.next++;
    this.socket.send(JSON.stringify({t, id, ...fields}));
    return id;
  }

  async ask(t, fields) {
    const reply = await new Promise((resolve) => { this.waiting.set(this.say(t, fields), resolve); });
    if (reply.t === 'error') throw new Error(`${t} ${JSON.stringify(fields)}: ${JSON.stringify(reply)}`);
    return reply;
  }

  control(type, object, code, p1 = 0) { return this.ask('object_control', {type, object, code, p1}); }
}

/** Runs `make` for 0..count-1, AT_ONCE at a time. */
async function crowd(count, make) {
  const all = new Array(count);
  let next = 0;
  await Promise.all(Array.from({length: AT_ONCE}, async () => {
    while (next < count) { const i = next++; all[i] = await make(i); }
  }));
  return all;
}

async function come(url, index, name, flags) {
  const user = new User(url, index);
  await user.opened;
  await user.ask('hello', {sdk: 'bench'});
  user.id = (await user.ask('login', {name, password: 'x'})).self.id;
  if (flags) await user.ask('object_set', {type: CLIENT, object: user.id, info: 7, number: flags});
  await user.control(AREA, 1, ENTER_AREA);
  return user;
}

/** One office: `agents` who work, `waiting` who wait. */
class Office {
  async open(store, waiting, agents) {
    const people = waiting + agents;
    const config = `[server]\nmax_sessions = ${people + 100}\nmax_links_per_ip = 0\n[login]\nlogins_per_minute_per_ip = 100000\n[signal]\nping_seconds = 600\n[area 1]\nname = Hall\n[queue 101]\narea = 1\n`;
    this.server = await startParlord({env: {PARLOR_STORE_BACKEND: store}, config});
    this.pid = this.server.child.pid;
    execFileSync('taskset', ['-apc', '0', String(this.pid)], {stdio: 'ignore'});
    const url = this.server.wsUrl;
    this.agents = await crowd(agents, (i) => come(url, i, `agent${i}`, 18));
    for (const agent of this.agents) agent.control(AGENT, agent.id, 601, 2); // WORKING, with nobody
    this.clients = await crowd(waiting, (i) => come(url, agents + i, `client${i}`, 0));
    this.byId = new Map(this.agents.map((agent) => [agent.id, agent]));
    for (const client of this.clients) client.onEvent = (event) => this.#told(client, event);
    await pause(2000); // what is done behind
    const before = kib(this.pid);
    const begun = performance.now();
    await crowd(this.clients.length, (i) => this.clients[i].control(QUEUE, 101, ENTER_QUEUE));
    this.enters = this.clients.length / (performance.now() - begun) * 1000;
    await pause(2000);
    this.ticketKib = (kib(this.pid) - before) / this.clients.length;
    return this;
  }

  /** A client hears that he is served: he queues anew, so that as many wait as before. */
  #told(client, event) {
    if (event.type !== AGENT || event.event !== READY) return;
    const agent = this.byId.get(event.p1);
    agent.took = performance.now() - agent.freed;
    agent.done();
    client.control(QUEUE, 101, ENTER_QUEUE).catch((error) => { this.refused = error; });
  }

  /** The agent finishes, is free, and has the next. */
  serve(agent) {
    return new Promise((resolve) => {
      agent.done = () => resolve(agent.took);
      agent.freed = performance.now();
      agent.say('object_control', {type: AGENT, object: agent.id, code: FINISH});
    });
  }

  /** So many a second, evenly. */
  async paced(rate, seconds) {
    const took = [], begun = performance.now(), cpu = cpuMs(this.pid);
    const all = [];
    for (let i = 0; i < rate * seconds; i++) {
      const wait = begun + i * 1000 / rate - performance.now();
      if (wait > 0) await pause(wait);
      all.push(this.serve(this.agents[i % this.agents.length]).then((ms) => took.push(ms)));
    }
    await Promise.all(all);
    await pause(200);
    return {took, cpuUs: (cpuMs(this.pid) - cpu) * 1000 / took.length};
  }

  /** As many as it bears. */
  async flat(seconds) {
    const took = [], begun = performance.now(), cpu = cpuMs(this.pid);
    let next = 0;
    await Promise.all(Array.from({length: Math.min(AT_ONCE, this.agents.length)}, async () => {
      while (performance.now() - begun < seconds * 1000) took.push(await this.serve(this.agents[next++ % this.agents.length]));
    }));
    const passed = performance.now() - begun;
    return {took, rate: took.length / passed * 1000, busy: (cpuMs(this.pid) - cpu) / passed};
  }

  async close() {
    for (const user of [...this.agents, ...this.clients]) user.socket.terminate();
    this.server.kill('SIGKILL');
    await this.server.ended;
    rmSync(this.server.dir, {recursive: true, force: true});
    if (this.refused) throw this.refused;
  }
}

const ms = (n) => (n < 10 ? n.toFixed(2) : n.toFixed(1));
const rows = [], points = [];
const biggest = Math.max(...numbers(values.waiting)), most = Math.max(...numbers(values.agents));
execFileSync('taskset', ['-apc', '1', String(process.pid)], {stdio: 'ignore'});
for (const agents of numbers(values.agents)) {
  for (const waiting of numbers(values.waiting)) {
    for (const store of waiting === biggest && agents === most ? ['none', 'sqlite'] : ['none']) {
      const office = await new Office().open(store, waiting, agents);
      const even = await office.paced(RATE, SECONDS);
      // Few people may each ask only so often: there is no limit to be found but that one.
      const flat = waiting >= 1000 && agents >= 1000 ? await office.flat(SECONDS) : null;
      points.push({agents, waiting, store, p50: quantile(even.took, 0.5), p99: quantile(even.took, 0.99), cpuUs: even.cpuUs});
      rows.push(`| ${store} | ${agents} | ${waiting} | ${ms(quantile(even.took, 0.5))} | ${ms(quantile(even.took, 0.99))} | ${even.cpuUs.toFixed(0)} | ${waiting >= 1000 ? office.ticketKib.toFixed(2) : ''} | ${office.enters.toFixed(0)} | ${
        flat ? `${flat.rate.toFixed(0)} | ${ms(quantile(flat.took, 0.5))} | ${ms(quantile(flat.took, 0.99))} | ${(100 * flat.busy).toFixed(0)} %` : '| | |'} |`);
      console.log(rows.at(-1));
      await office.close();
    }
  }
}
if (values.plot) {
  mkdirSync(dirname(values.plot), {recursive: true});
  writeFileSync(values.plot, plot(points.filter((p) => p.store === 'none'), RATE));
}
if (values.out) {
  writeFileSync(values.out, `# The service counters of a whole server

Made by \`make bench-counters\` (bench/counters/main.mjs), ${cpus()[0].model}, ${new Date().toISOString().slice(0, 10)}. One office: automatic agents, all at work, and clients who wait in one queue. An agent finishes, is
free, is given the next client, who is told (ISREADY) and queues anew, so that as many wait as before. Everybody has a WebSocket of his own on loopback; the server has one processor, all clients are in one Node process
on the other, whose own time to read is in every figure. *free to told* is from the agent's FINISHSERVICE until the client's ISREADY, ${RATE} times a second, evenly, and *processor* the server's time for each of
those tickets (finish, match, all who are told, enter). It must not grow with the queue; in areas of up to 200 people everybody is told of everything, above that only those whom it concerns. *KiB a ticket*: of memory, waiting beside being inside. *enter*: clients who come into the queue, a second. Then as many as it bears, ${AT_ONCE}
agents at once. With \`sqlite\` every contact, place and stretch is on the disk before anybody is told.

| store | agents | waiting | free to told p50 ms | p99 ms | processor µs | KiB a ticket | enter /s | tickets /s | p50 ms | p99 ms | server's processor |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
${rows.join('\n')}
`);
}
