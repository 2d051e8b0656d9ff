// SPDX-License-Identifier: Apache-2.0
// Areas and queues set by operators while people wait: nobody is lost, pages hear of it, and what was answered is there after kill -9.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {after, test} from 'node:test';
import {Client} from '../support/client.mjs';
import {ask, post, socketOf} from '../support/operator.mjs';
import {startParlord} from '../support/parlord.mjs';
import {startPostgres} from '../support/postgres.mjs';

const program = join(dirname(process.env.PARLORD ?? 'build/src/server/parlord'), '../ctl/parlorctl');
const postgres = startPostgres();
after(() => postgres?.stop());
const servers = [];
after(() => servers.forEach((server) => server.exit ?? server.kill('SIGKILL')));

const AREA = 4, QUEUE = 5;

/** Signed in, in the area, heard of everything by `events`: "type.id event p1". */
async function person(server, name, area) {
  const client = await Client.open(server.wsUrl);
  await client.ask('hello', {sdk: 'test'});
  await client.ask('login', {name});
  await client.ask('object_control', {type: AREA, object: area, code: 401, p1: 0, p2: 0, p3: 0, p4: 0, text: ''});
  return client;
}
const control = (client, type, object, code, p1 = 0) => client.ask('object_control', {type, object, code, p1, p2: 0, p3: 0, p4: 0, text: ''});
const heard = (client, type, id, event, p1) => client.next('objects', (m) => m.events?.some((e) => e.type === type && e.id === id && e.event === event && (p1 === undefined || (e.p1 ?? 0) === p1)));

for (const backend of ['sqlite', 'postgres']) {
  const skip = backend === 'postgres' && !postgres ? 'PostgreSQL is not installed' : false;

  test(`${backend}: set while somebody waits, kept for good`, {skip, timeout: 120000}, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'parlor-counters-'));
    const env = backend === 'postgres' ? {PARLOR_STORE_BACKEND: 'postgres', PARLOR_STORE_CONNECTION: postgres.connection} : {PARLOR_STORE_PATH: join(dir, 'parlor.db')};
    const options = {env, config: '[area 1]\nname = North\n[queue 101]\narea = 1\nname = Cash\n'};
    let server = await startParlord(options);
    servers.push(server);
    let at = socketOf(server);
    const ann = await person(server, 'ann', 1);
    await control(ann, QUEUE, 101, 501);
    await heard(ann, QUEUE, 101, 502, 0);
    assert.deepEqual(await post(at, '/v1/queues/101', {name: 'Cash and cards', strategy: 'round-robin', hours: 'mon-sun 00:00-24:00; 2001-01-01'}), {status: 200, json: {set: 101}});
    await heard(ann, QUEUE, 101, 1);
    assert.equal((await post(at, '/v1/queues/102', {area: 1, name: 'VIP', priority: 10, overflow: 101})).status, 200);
    await heard(ann, QUEUE, 102, 1);
    assert.equal((await post(at, '/v1/queues/103', {area: 1})).status, 200);
    assert.equal((await post(at, '/v1/queues/103/delete')).status, 200);
    assert.equal((await post(at, '/v1/queues/101', {overflow: 102})).status, 200, 'into each other');
    assert.equal((await post(at, '/v1/agents/4711', {skills: '3:2', capacity: 3})).status, 200);
    assert.equal((await post(at, '/v1/pairs', {one: 5, other: 6, apart: true})).status, 200);
    const [waiting] = (await ask(at, '/v1/queues')).json.queues;
    assert.deepEqual([waiting.queue, waiting.name, waiting.waiting, waiting.left], [101, 'Cash and cards', 1, 0], 'she is where she was');
    await ann.close();

    server.kill('SIGKILL');
    await server.ended;
    server = await startParlord(options);
    servers.push(server);
    at = socketOf(server);
    const {json} = await ask(at, '/v1/queues/101');
    assert.deepEqual([json.name, json.strategy, json.hours, json.overflow], ['Cash and cards', 'round-robin', 'mon-sun 00:00-24:00; 2001-01-01', 102]);
    assert.equal((await ask(at, '/v1/queues/102')).json.priority, 10);
    assert.equal((await ask(at, '/v1/queues/103')).status, 404);
    assert.deepEqual((await ask(at, '/v1/agents/4711')).json, {agent: 4711, skills: '3:2', capacity: 3, queues: ''});
    assert.deepEqual((await ask(at, '/v1/pairs')).json, {pairs: [{one: 5, other: 6}]});

    // Who waits in a queue that goes is told, and one of the file stays deleted.
    const bob = await person(server, 'bob', 1);
    await control(bob, QUEUE, 101, 501);
    await heard(bob, QUEUE, 101, 502, 0);
    assert.equal((await post(at, '/v1/queues/101/delete')).status, 200);
    await heard(bob, QUEUE, 101, 505, 15);
    await bob.close();
    server.kill('SIGKILL');
    await server.ended;
    server = await startParlord(options);
    servers.push(server);
    assert.equal((await ask(socketOf(server), '/v1/queues/101')).status, 404);
    assert.equal((await ask(socketOf(server), '/v1/queues/102')).json.overflow, 0);
    await server.stop();
    rmSync(dir, {recursive: true, force: true});
  });
}

const parlorctl = (args) => {
  const {status, stdout, stderr} = spawnSync(program, args, {encoding: 'utf8'});
  return {status, stdout, stderr};
};

test('parlorctl sets and shows', {timeout: 60000}, async () => {
  const server = await startParlord({config: ''});
  servers.push(server);
  const ctl = (...args) => parlorctl(['--socket', socketOf(server).socketPath, '--json', ...args]);
  assert.equal(ctl('area', '1', 'name=North').status, 0);
  assert.equal(ctl('queue', '101', 'area=1', 'skills=3:2 5:1', 'skills_match=any').status, 0);
  assert.deepEqual(JSON.parse(ctl('queues').stdout).map((q) => [q.queue, q.area, q.waiting]), [[101, 1, 0]]);
  assert.equal(JSON.parse(ctl('queue', '101').stdout).skills, '3:2 5:1');
  assert.equal(ctl('queue', '101', 'misses=many').status, 1);
  assert.match(ctl('queue', '101', 'misses=many').stderr, /misses must be a whole number from 0 to 100/);
  assert.equal(ctl('queue', '101', 'misses').status, 2);
  assert.equal(ctl('keep-apart', '5', '6').status, 0);
  assert.equal(ctl('keep-apart', '5', '6', 'no').status, 0);
  assert.deepEqual(JSON.parse(ctl('pairs').stdout), []);
  assert.equal(ctl('delete-area', '1').status, 0);
  assert.deepEqual(JSON.parse(ctl('areas').stdout), []);
  await server.stop();
});

test('parlorctl replays a day', () => {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-route-'));
  const file = (name, text) => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  const t = 1795424400000;
  const rules = file('rules.ini', '[area 1]\n[queue 101]\narea = 1\n');
  // Two services of a minute, one after the other as recorded; with a second agent nobody waits.
  const contacts = file('day.csv', `id,client,queue,entered_ms,offered_ms,ended_ms,remark\n1,11,101,${t},${t},${t + 60000},"good, ""really"""\n2,12,101,${t},${t + 60000},${t + 120000},\n`);
  const duties = file('duties.json', JSON.stringify({stretches: [{agent: 900, status: 1, from_ms: t - 1000, to_ms: t + 130000}, {agent: 901, status: 3, from_ms: t - 1000, to_ms: t + 130000}]}));
  const all = (...args) => {
    const {status, stdout, stderr} = parlorctl(['--json', 'route', rules, contacts, ...args]);
    assert.equal(status, 0, stderr);
    const {figures, occupancy} = JSON.parse(stdout);
    const f = figures.find((line) => line.queue === 'all');
    return [f.served, f['in target'], f['wait mean'], f.max, occupancy];
  };
  assert.deepEqual(all(`duties=${duties}`), [2, '50.0 %', '30.0', '60.0', '91.6 %']);
  assert.deepEqual(all('agents=2'), [2, '100.0 %', '0.0', '0.0', '100.0 %']);
  assert.deepEqual(all('agents=1', 'target=60'), [2, '100.0 %', '30.0', '60.0', '100.0 %']);
  for (const args of [[], ['agents=0'], ['agents=1', 'colour=red'], [`duties=${dir}/none`]]) {
    assert.equal(parlorctl(['route', rules, contacts, ...args]).status, 2, args.join(' '));
  }
  const bad = file('bad.csv', `queue,entered_ms,offered_ms\n101,${t},5\n`);
  assert.match(parlorctl(['route', rules, bad, 'agents=1']).stderr, /row 1: entered_ms, offered_ms, ended_ms are not in this order/);
  rmSync(dir, {recursive: true, force: true});
});
