// SPDX-License-Identifier: Apache-2.0
// How many sessions fit: memory of each idle signed-in session, logins a second, a text to a room of a thousand; beside it idle sessions of Debian's Janus, which
// are less: a Janus session is nobody's, has no name, no room and cannot be resumed.
//   node bench/sessions/main.mjs --build build [--sessions 20000] [--members 1000] [--texts 200] [--janus] [--out bench/results/sessions.md]
// Servers run on processor 0, clients on 1. Needs `ulimit -n` above twice the sessions.
import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import WebSocket from 'ws';
import {startJanus} from '../compare/servers.mjs';
import {startParlord} from '../../tests/support/parlord.mjs';

const {values} = parseArgs({options: {
  build: {type: 'string', default: 'build'}, sessions: {type: 'string', default: '20000'}, members: {type: 'string', default: '1000'},
  texts: {type: 'string', default: '200'}, janus: {type: 'boolean', default: false}, out: {type: 'string'},
}});
const SESSIONS = Number(values.sessions), MEMBERS = Number(values.members), TEXTS = Number(values.texts), AT_ONCE = 64;

const kib = (pid) => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];

/** A socket with requests: reply() of the message that `matches`. */
class Link {
  constructor(url, protocol, host) {
    this.socket = new WebSocket(url, protocol, {localAddress: host, perMessageDeflate: false});
    this.waiting = new Map();
    this.onMessage = () => {};
    this.opened = new Promise((resolve, reject) => { this.socket.on('open', resolve); this.socket.on('error', reject); });
    this.socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      const key = message.re ?? message.transaction;
      const waiter = this.waiting.get(key);
      if (waiter) { this.waiting.delete(key); waiter(message); } else this.onMessage(message);
    });
  }

  ask(key, message) {
    return new Promise((resolve) => { this.waiting.set(key, resolve); this.socket.send(JSON.stringify(message)); });
  }
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

const host = (i) => `127.0.${1 + Math.floor(i / 5000)}.1`; // so many ports of each address

async function measure(pid, make) {
  await crowd(32, (i) => make(-1 - i)); // what is made once is not counted
  const before = kib(pid), begun = performance.now();
  const links = await crowd(SESSIONS, make);
  const seconds = (performance.now() - begun) / 1000;
  await pause(3000); // what is done behind
  return {links, kib: (kib(pid) - before) / SESSIONS, rate: SESSIONS / seconds, total: kib(pid)};
}

async function parlor(store) {
  process.env.PARLORD ??= join(values.build, 'src/server/parlord');
  const server = await startParlord({env: {PARLOR_STORE_BACKEND: store}, config: `[server]\nmax_sessions = ${SESSIONS + 100}\nmax_links_per_ip = 0\n[rooms]\nmax_users = ${Math.max(MEMBERS, 2)}\n[login]\nlogins_per_minute_per_ip = 100000\n[signal]\nping_seconds = 600\n`});
  execFileSync('taskset', ['-apc', '0', String(server.child.pid)], {stdio: 'ignore'});
  const figures = await measure(server.child.pid, async (i) => {
    const link = new Link(server.wsUrl, 'parlor.v1', host(Math.abs(i)));
    await link.opened;
    await link.ask(1, {t: 'hello', id: 1, sdk: 'bench'});
    const reply = await link.ask(2, {t: 'login', id: 2, name: `user${i}`, password: 'x'});
    if (reply.t !== 'logged_in') throw new Error(JSON.stringify(reply));
    link.id = 3;
    return link;
  });
  const fan = MEMBERS > 0 ? await fanOut(figures.links.slice(0, MEMBERS)) : null;
  for (const link of figures.links) link.socket.terminate();
  server.kill('SIGKILL');
  await server.ended;
  rmSync(server.dir, {recursive: true, force: true});
  return {...figures, fan};
}

/** One says something, the others hear it; times are of this process's clock, at both ends. */
async function fanOut(links) {
  for (const link of links) await link.ask(link.id, {t: 'enter', id: link.id++, room: 7});
  await pause(2000);
  const [speaker, ...others] = links;
  const each = [], last = [];
  for (let i = 0; i < TEXTS; i++) {
    let heard = 0, sent = 0;
    await new Promise((resolve) => {
      for (const other of others) other.onMessage = (m) => {
        if (m.seq % 16 === 0) other.socket.send(JSON.stringify({t: 'ack', seq: m.seq}));
        if (m.t !== 'text_received') return;
        each.push(performance.now() - sent);
        if (++heard === others.length) { last.push(performance.now() - sent); resolve(); }
      };
      sent = performance.now();
      void speaker.ask(speaker.id, {t: 'text', id: speaker.id++, to: -1, secret: false, text: `number ${i}`});
    });
    await pause(50);
  }
  each.sort((a, b) => a - b);
  last.sort((a, b) => a - b);
  return {p50: quantile(each, 0.5), p99: quantile(each, 0.99), all50: quantile(last, 0.5), all99: quantile(last, 0.99)};
}

async function janus() {
  const server = await startJanus({cpu: 0, preload: '', eventLoops: 1});
  const {pid} = server; // taskset becomes it
  const figures = await measure(pid, async (i) => {
    const link = new Link(server.url, 'janus-protocol', host(Math.abs(i)));
    await link.opened;
    const made = await link.ask('a', {janus: 'create', transaction: 'a'});
    const attached = await link.ask('b', {janus: 'attach', plugin: 'janus.plugin.videoroom', session_id: made.data.id, transaction: 'b'});
    if (attached.janus !== 'success') throw new Error(JSON.stringify(attached));
    return link;
  });
  for (const link of figures.links) link.socket.terminate();
  await server.stop();
  return figures;
}

const rows = [];
const fixed = (n) => (n < 10 ? n.toFixed(1) : n.toFixed(0));
for (const store of ['none', 'sqlite']) {
  const f = await parlor(store);
  rows.push(`| Parlor, store \`${store}\` | ${SESSIONS} | ${fixed(f.kib)} | ${fixed(f.total / 1024)} | ${fixed(f.rate)} | ${f.fan ? [f.fan.p50, f.fan.p99, f.fan.all50, f.fan.all99].map(fixed).join(' | ') : '| | |'} |`);
  console.log(rows.at(-1));
}
if (values.janus) {
  const f = await janus();
  rows.push(`| Janus, session and handle | ${SESSIONS} | ${fixed(f.kib)} | ${fixed(f.total / 1024)} | ${fixed(f.rate)} | | | | |`);
  console.log(rows.at(-1));
}
if (values.out) {
  writeFileSync(values.out, `# Sessions

Made by \`make bench-sessions\` (bench/sessions/main.mjs). Idle sessions over WebSocket on loopback, server on one processor, all clients in one Node process on another, which shares the machine with everything else that runs.
Logins: ${AT_ONCE} at once, each a new link, \`hello\` and \`login\` of a new name; with a store each name's id is on the disk before it is acknowledged. Texts: one member says ${TEXTS} texts in a room of ${MEMBERS}; *each* is the time
until one member has it, *all* until the last one has it, with the time that Node takes to read ${MEMBERS - 1} messages. Janus: \`create\` and \`attach\` to videoroom; it knows no names, no accounts, no resumption and no
texts to a room without a peer connection each, so nothing stands in the last columns.

| server | sessions | KiB each | MiB in all | a second | each p50 ms | each p99 ms | all p50 ms | all p99 ms |
|---|--:|--:|--:|--:|--:|--:|--:|--:|
${rows.join('\n')}
`);
}
process.exit();
