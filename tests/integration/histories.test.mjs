// SPDX-License-Identifier: Apache-2.0
// Robots at the service counters of a real server that is killed, cut, stopped, and whose store is held; then what they were told
// is compared with what was written down: see support/history.mjs. HISTORY_ROUNDS says how often (20), HISTORY_POSTGRES_ROUNDS how
// often over PostgreSQL (3), HISTORY_SEED from which.
import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {checkBoard, checkCalls, checkRows, contactsOf, random, Robot, SELECT} from '../support/history.mjs';
import {holdStore, rows} from '../support/store.mjs';
import {startParlord} from '../support/parlord.mjs';
import {startPostgres} from '../support/postgres.mjs';

const ROUNDS = {sqlite: Number(process.env.HISTORY_ROUNDS ?? 20), postgres: Number(process.env.HISTORY_POSTGRES_ROUNDS ?? 3)};
const SEED = Number(process.env.HISTORY_SEED ?? 1);
const STEPS = 24;
const FAULTS = ['kill', 'kill', 'cut', 'stop', 'hold', 'kill while held'];
const config = `
[counter]
return_seconds = 600
[signal]
resume_grace_seconds = 1
[area 1]
name = Hall
[queue 101]
area = 1
[queue 102]
area = 1
priority = 5
`;

const dir = mkdtempSync(join(tmpdir(), 'parlor-history-'));
const postgres = startPostgres();
after(() => postgres?.stop());
const stores = {
  sqlite: {PARLOR_STORE_PATH: join(dir, 'parlor.db')},
  postgres: postgres && {PARLOR_STORE_BACKEND: 'postgres', PARLOR_STORE_CONNECTION: postgres.connection},
};
let env;
const excused = new Set(); // contacts of those who have not come back to their places
let server;
after(() => { server?.exit ?? server?.kill('SIGKILL'); rmSync(dir, {recursive: true, force: true}); });

const contacts = () => contactsOf(rows(env, SELECT));
const stretches = () => rows(env, 'SELECT status, to_ms FROM parlor_stretches WHERE to_ms = 0').map(([status, to]) => ({status: Number(status), to_ms: Number(to)}));

const crew = (round) => [
  ...['ann', 'bob', 'cat', 'eve'].map((name, i) => new Robot(`${name}-${round}`, {priority: i === 3 ? 20 : 10})),
  new Robot(`auto-${round}`, {flags: 18}),
  new Robot(`hand-${round}`, {flags: 2}),
];

async function restart(robots, pick) {
  server.kill('SIGKILL');
  await server.ended;
  // What it has said last is still on its way to them.
  await Promise.all(robots.filter((r) => r.user).map((r) => r.over));
  const queues = new Map(robots.map((r) => [r, r.agent ? 0 : r.waits()]));
  const wrong = robots.flatMap((r) => r.checkOrder());
  rmSync(server.dir, {recursive: true, force: true});
  server = await startParlord({env, config});
  for (const c of contacts()) {
    const robot = robots.find((r) => r.id === c.client);
    if (c.outcome === 0 && c.agent === 0 && robot && !queues.get(robot)) excused.add(c.id);
  }
  // Clients in any order, then agents: nobody is served who has not had the time to come back.
  const clients = robots.filter((r) => !r.agent).sort(() => pick(3) - 1);
  for (const robot of [...clients, ...robots.filter((r) => r.agent)]) await robot.come(server.wsUrl, queues.get(robot));
  return wrong;
}

/** One fault, in the middle of what robots do. */
async function strike(fault, robots, pick) {
  const busy = () => Promise.all(robots.map((robot) => robot.act(pick)));
  if (fault === 'kill') {
    const acts = busy();
    if (pick(2)) await new Promise((resolve) => { setImmediate(resolve); });
    const wrong = await Promise.all([restart(robots, pick), acts.catch(() => {})]);
    return wrong[0];
  }
  if (fault === 'cut') {
    const robot = robots[pick(robots.length)], queue = robot.agent ? 0 : robot.waits();
    const wrong = robot.checkOrder();
    robot.user.client.cut();
    await busy();
    await robot.come(server.wsUrl, queue); // signs in anew, as a page that is loaded again: his place is there
    return wrong;
  }
  if (fault === 'stop') {
    server.kill('SIGSTOP');
    const acts = busy();
    server.kill('SIGCONT');
    await acts;
    return [];
  }
  const hold = await holdStore(env);
  const acts = busy();
  if (fault === 'hold') {
    await hold.letGo();
    await acts;
    return [];
  }
  const wrong = restart(robots, pick); // nothing of what was held has been acknowledged
  await new Promise((resolve) => { setImmediate(resolve); });
  await hold.letGo();
  await acts.catch(() => {});
  return wrong;
}

/** Board and rows agree when everything that is under way has arrived. */
async function settled(robots) {
  const end = Date.now() + 15000;
  for (;;) {
    // A place that is kept for somebody who has not come back to it is on no board.
    const seen = contacts().filter((c) => c.agent !== 0 || !excused.has(c.id) || robots.some((r) => r.id === c.client && r.waits()));
    const wrong = [...checkBoard(seen, stretches(), robots), ...checkCalls(robots)];
    const open = seen.filter((c) => c.outcome === 0 && c.agent === 0).length;
    if (open && stretches().some((s) => s.status === 1) && robots.some((r) => r.agent && r.options.flags === 18 && r.user.value(6, r.id, 601) === 1)) wrong.push('f: somebody waits beside an idle agent');
    if (wrong.length === 0 || Date.now() > end) return wrong;
    await new Promise((resolve) => { setTimeout(resolve, 30); });
  }
}

async function round(seed) {
  const pick = random(seed);
  const robots = crew(seed);
  const wrong = [];
  for (const robot of robots) await robot.come(server.wsUrl);
  const at = pick(STEPS);
  for (let step = 0; step < STEPS; step++) {
    if (step === at) wrong.push(...await strike(FAULTS[pick(FAULTS.length)], robots, pick));
    await Promise.all(robots.filter(() => pick(2)).map((robot) => robot.act(pick)));
  }
  wrong.push(...await settled(robots), ...robots.flatMap((r) => r.checkOrder()));
  for (const robot of robots) await robot.user.client.close();
  let own;
  const end = Date.now() + 15000;
  do own = contacts().filter((c) => robots.some((r) => r.id === c.client));
  while (own.some((c) => c.outcome === 0) && Date.now() < end); // what they said last is being written
  for (const robot of robots.filter((r) => !r.agent)) {
    const count = own.filter((c) => c.client === robot.id).length;
    if (count < robot.entries) wrong.push(`b: ${robot.name} has entered ${robot.entries} times, ${count} were written down`);
  }
  wrong.push(...checkRows(own, {excused}), ...own.filter((c) => c.outcome === 0).map((c) => `b: contact ${c.id} has not ended`));
  return {wrong, own, count: own.length, served: own.filter((c) => c.outcome === 1).length};
}

for (const [backend, store] of Object.entries(stores)) {
  const rounds = ROUNDS[backend];
  test(`${backend}: histories, ${rounds} rounds`, {skip: store ? false : 'PostgreSQL is not installed', timeout: 20000 + rounds * 20000}, async () => {
    env = {...store, PARLOR_LOGIN_LOGINS_PER_MINUTE_PER_IP: '100000'};
    server = await startParlord({env, config});
    let total = 0, served = 0;
    for (let seed = SEED; seed < SEED + rounds; seed++) {
      const result = await round(seed);
      assert.deepEqual(result.wrong, [], `round of seed ${seed}\n${result.own.map((c) => JSON.stringify(c)).join('\n')}\n${server.log.slice(-3000)}`);
      total += result.count;
      served += result.served;
    }
    assert.ok(total >= 4 * rounds && (served > 0 || rounds < 10), `${total} contacts, ${served} served`); // something has happened
    console.log(`# ${backend}, ${rounds} rounds: ${total} contacts, ${served} served`);
    await server.stop();
  });
}

test('the checker finds what is wrong', () => {
  const row = {id: 1, client: 7, queue: 101, last_queue: 101, agent: 0, priority: 10, outcome: 0, entered_ms: 10, offered_ms: 0, answered_ms: 0, ended_ms: 0, offers: 0, misses: 0};
  const served = {...row, agent: 3, offered_ms: 20, answered_ms: 25, outcome: 1, ended_ms: 30};
  assert.deepEqual(checkRows([served, {...row, id: 2}]), []);
  assert.match(checkRows([row, {...row, id: 2}])[0], /^b: client 7 waits 2/);
  assert.match(checkRows([served, {...served, id: 2, offered_ms: 29}])[0], /^d: .* before he had finished/);
  assert.match(checkRows([served, {...served, id: 2, offered_ms: 35, ended_ms: 40}], {wrapUpMs: 10})[0], /wrap-up/);
  assert.deepEqual(checkRows([{...served, offered_ms: 40, ended_ms: 45}, {...served, id: 2, offered_ms: 40, ended_ms: 40}]), [], 'one after the other within a millisecond');
  assert.match(checkRows([{...served, ended_ms: 5}])[0], /ends before/);
  assert.match(checkRows([{...row, client: 8}, {...served, id: 2}])[0], /^c: 7 was offered before 8/);
  assert.deepEqual(checkRows([{...row, client: 8}, {...served, id: 2}], {excused: new Set([1])}), []);
  const seen = new Robot('x');
  seen.user = {value: () => 0, said: () => [], client: {received: [{seq: 1}, {seq: 3}]}};
  assert.match(checkBoard([row], [], [seen])[0], /^g: /);
  assert.match(seen.checkOrder()[0], /^h: /);
  const talker = (name, id, received) => Object.assign(new Robot(name), {id, url: 'x', user: {client: {state: 'open', received}}});
  const began = (user, room) => ({t: 'call_started', user, room}), ended = (user, code) => ({t: 'call_finished', user, code});
  assert.deepEqual(checkCalls([talker('a', 1, [began(2, 9), ended(2, 0)]), talker('b', 2, [began(1, 9), ended(1, 0), began(1, 10)])]), []);
  assert.match(checkCalls([talker('a', 1, [began(2, 9), ended(2, 0)]), talker('b', 2, [began(1, 9), ended(1, 5)])])[0], /^i: call .* ends with 0 for a, with 5 for b/);
  assert.match(checkCalls([talker('a', 1, [began(2, 9), ended(2, 0)]), talker('b', 2, [began(1, 9)])])[0], /over for one/);
  assert.match(checkCalls([talker('a', 1, [began(2, 9), began(3, 10)])])[0], /in 2 calls/);
  assert.match(checkCalls([talker('a', 1, [began(3, 9)]), talker('b', 2, [began(1, 9)])])[0], /talks with 3/);
});
