// SPDX-License-Identifier: Apache-2.0
// What users notice of a business server, or a filter plug-in, that is slow, crashes, floods or talks nonsense: node bench/trouble/main.mjs
// [--seconds 10] [--out FILE]; PARLORD is the server's program. Users are guests, about whom nobody is asked; their texts go to others in
// their rooms. Victims sign in with a password, which the business server or the plug-in has to decide. A second server in which nobody
// takes part serves as many users at the same time: what those wait for is the machine, and a run in which they wait is thrown away.
import {spawn} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {cpus, loadavg, release} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {Client} from '../../tests/support/client.mjs';
import {startParlord} from '../../tests/support/parlord.mjs';

const {values: options} = parseArgs({options: {seconds: {type: 'string', default: '10'}, out: {type: 'string'}}});
const SECRET = 'a secret for measuring', GOAL_MS = 50, LIMIT_SECONDS = 2;
const QUIET_MS = 10, TRIES = 8; // p99 of the second server, above which the machine was busy with other things; runs of a row
const USERS = 24, ROOMS = 6, TEXT_EVERY_MS = 100, VICTIM_EVERY_MS = 250;
const plugin = resolve(dirname(process.env.PARLORD ?? 'build/src/server/parlord'), '../adapters/filter/test_plugin.so');
const business = `[business]\nsecret = ${SECRET}\nanswer_seconds = ${LIMIT_SECONDS}\n`;
const filter = `[filter]\nplugin = ${plugin}\nanswer_seconds = ${LIMIT_SECONDS}\nhang_seconds = 3\n`;
const open = '[login]\nlogins_per_minute_per_ip = 100000\n[server]\nmax_links_per_ip = 100000\n';

/** @type {{name: string, config: string, mode?: string, victim?: string}[]} */
const CASES = [
  {name: 'nobody takes part', config: ''},
  {name: 'a good business server', config: business, mode: 'good', victim: 'ann'},
  {name: 'business server, slow (10 s)', config: business, mode: 'slow', victim: 'ann'},
  {name: 'business server, crashes when asked', config: business, mode: 'crash', victim: 'ann'},
  {name: 'business server, floods', config: business, mode: 'flood', victim: 'ann'},
  {name: 'business server, talks nonsense', config: business, mode: 'garbage', victim: 'ann'},
  {name: 'a good plug-in', config: filter, victim: 'ann'},
  {name: 'plug-in, hangs (killed after 3 s)', config: filter, victim: 'hang'},
  {name: 'plug-in, crashes when asked', config: filter, victim: 'crash'},
  {name: 'plug-in, floods (6 MB each time)', config: filter, victim: 'flood'},
  {name: 'plug-in, writes nonsense', config: filter, victim: 'garbage'},
];

const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });
const at = (sorted, p) => (sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] : NaN);

/** Keeps a business server of that kind running, until it is told to stop. */
function keep(server, mode) {
  let child, over = false, ready;
  const attached = new Promise((done) => { ready = done; });
  const start = () => {
    child = spawn(process.execPath, [join(import.meta.dirname ?? 'bench/trouble', 'rogue.mjs'), mode],
      {env: {...process.env, PARLOR_SERVER: server.url.replace(/^http/, 'ws'), PARLOR_SECRET: SECRET}, stdio: ['ignore', 'pipe', 'inherit']});
    child.stdout.on('data', ready);
    child.on('close', () => { if (!over) start(); });
  };
  start();
  return {attached, stop: () => { over = true; child.kill('SIGKILL'); }};
}

/** Says texts at its rate and notes when each one arrives. */
async function talk(user, sent, until) {
  await sleep(Math.random() * TEXT_EVERY_MS);
  for (let next = performance.now(); !until(); next += TEXT_EVERY_MS) {
    const text = `${user.self.id} ${next}`;
    sent.set(text, performance.now());
    user.say('text', {to: -1, secret: false, text});
    await sleep(Math.max(0, next + TEXT_EVERY_MS - performance.now()));
  }
}

function listen(user, sent, latencies) {
  let seen = user.received.length;
  user.waiters.add(() => {
    for (; seen < user.received.length; seen++) {
      const message = user.received[seen], begun = message.t === 'text_received' ? sent.get(message.text) : undefined;
      if (begun !== undefined) latencies.push(performance.now() - begun);
    }
  });
}

/** Signs in; gives what it was told, and after how long. */
async function victim(server, name) {
  const client = await Client.open(server.wsUrl);
  await client.ask('hello', {sdk: 'bench'});
  const begun = performance.now();
  const reply = await client.reply(client.say('login', {name, password: 'x'}));
  const result = {code: reply.t === 'error' ? reply.code : 0, ms: performance.now() - begun};
  if (result.code === 0) await client.close();
  else client.cut();
  return result;
}

async function users(server) {
  const all = [];
  for (let i = 0; i < USERS; i++) {
    const user = await Client.login(server.wsUrl, `guest${i}`);
    await user.ask('enter', {room: 1 + i % ROOMS});
    all.push(user);
  }
  return all;
}

/** A server with its users. */
async function crowd(config) {
  const server = await startParlord({config: config + open});
  return {server, sent: new Map(), latencies: [], lost: 0};
}

async function begin(crowd, until) {
  crowd.users = await users(crowd.server);
  for (const user of crowd.users) listen(user, crowd.sent, crowd.latencies);
  return () => Promise.all(crowd.users.map((user) => talk(user, crowd.sent, until)));
}

async function finish(crowd) {
  await Promise.all(crowd.users.map((user) => user.ask('query', {info: 4, input: '1'}))); // all that was said has arrived
  crowd.lost = crowd.sent.size * (USERS / ROOMS - 1) - crowd.latencies.length;
  crowd.latencies.sort((a, b) => a - b);
  for (const user of crowd.users) await user.close();
  await crowd.server.stop();
}

async function run(row, ms) {
  const it = await crowd(row.config), other = await crowd(''), victims = [], waiting = [];
  const {server} = it;
  const rogue = row.mode ? keep(server, row.mode) : null;
  await rogue?.attached;
  let end = Infinity;
  const until = () => performance.now() >= end;
  const talks = [await begin(it, until), await begin(other, until)];
  end = performance.now() + ms;
  const talking = Promise.all(talks.map((start) => start()));
  while (row.victim && !until()) {
    waiting.push(victim(server, row.victim).then((result) => victims.push(result)));
    await sleep(VICTIM_EVERY_MS);
  }
  await Promise.all([talking, ...waiting]);
  rogue?.stop();
  await finish(it);
  await finish(other);
  return {...row, latencies: it.latencies, lost: it.lost, quiet: at(other.latencies, 0.99), victims};
}

let thrown = 0;
/** The first run in which the machine was quiet; else the quietest. */
async function quietest(row, ms) {
  let best;
  for (let i = 0; i < TRIES && !(best?.quiet <= QUIET_MS); i++) {
    const result = await run(row, ms);
    thrown += best ? 1 : 0;
    if (!best || result.quiet < best.quiet) best = result;
  }
  return best;
}

function line({name, latencies, victims, lost, quiet}) {
  const codes = [...new Set(victims.map((v) => v.code))].sort((a, b) => a - b)
    .map((code) => `${code} (${victims.filter((v) => v.code === code).length})`).join(', ');
  const slowest = victims.length ? Math.max(...victims.map((v) => v.ms)) / 1000 : NaN;
  const ms = [0.5, 0.99, 1].map((p) => at(latencies, p).toFixed(1)).join(' | ');
  return `| ${name} | ${latencies.length} | ${ms} | ${quiet.toFixed(1)} | ${lost} | ${codes || '-'} | ${Number.isNaN(slowest) ? '-' : slowest.toFixed(2)} |`;
}

const rows = [];
for (const row of CASES) {
  const result = await quietest(row, Number(options.seconds) * 1000);
  rows.push(result);
  process.stdout.write(`${line(result)}\n`);
}
const worst = Math.max(...rows.map((row) => at(row.latencies, 0.99)));
const held = rows.every((row) => row.victims.every((v) => v.ms < (LIMIT_SECONDS + 1) * 1000) && row.lost === 0);
const table = `# What users notice of what takes part in the server and does harm

${cpus()[0].model}, ${cpus().length} processors, Linux ${release()}, ${new Date().toISOString().slice(0, 10)}, load ${loadavg().map((l) => l.toFixed(1)).join(' ')}, \`make bench-trouble\`

${USERS} guests in ${ROOMS} rooms each say a text every ${TEXT_EVERY_MS} ms; the time is from saying it until another one in the room has it, through one process that plays all of
them. "Quiet" is the p99 of a second server at the same time, with as many users and nobody that takes part: above ${QUIET_MS} ms the machine was busy with other things, and the
row was run again (${thrown} runs were thrown away). Beside the users somebody signs in with a password every ${VICTIM_EVERY_MS} ms, which the business server or the plug-in has to decide within ${LIMIT_SECONDS} s; the last two columns say what these were told
(0: signed in) and the longest that one waited. Harm, users and server share the processors.

| beside | texts | p50 ms | p99 ms | max ms | quiet | lost | told to who signed in | longest s |
|---|---|---|---|---|---|---|---|---|
${rows.map(line).join('\n')}

Goal: p99 under ${GOAL_MS} ms beside each of them, the limit of ${LIMIT_SECONDS} s held, nothing lost: worst p99 ${worst.toFixed(1)} ms, ${worst < GOAL_MS && held ? 'met' : 'NOT met'}.
`;
process.stdout.write(`\n${table}`);
if (options.out) writeFileSync(options.out, table);
process.exitCode = worst < GOAL_MS && held ? 0 : 1;
