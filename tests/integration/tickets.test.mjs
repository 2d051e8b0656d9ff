// SPDX-License-Identifier: Apache-2.0
// Service counters through kill -9: who comes back in time finds his place, his service, his counts; in both back-ends.
import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {Client} from '../support/client.mjs';
import {CounterUser, QUEUE} from '../support/counter_user.mjs';
import {startParlord} from '../support/parlord.mjs';
import {startPostgres} from '../support/postgres.mjs';
import {holdStore, rows} from '../support/store.mjs';

const postgres = startPostgres();
after(() => postgres?.stop());
const servers = [];
const dirs = [];
after(() => servers.forEach((server) => server.exit ?? server.kill('SIGKILL')));
after(() => dirs.forEach((dir) => rmSync(dir, {recursive: true, force: true})));

const config = `
[counter]
return_seconds = 30
[area 1]
name = Hall
[queue 101]
area = 1
[queue 102]
area = 1
wrap_up_seconds = 3600
[queue 103]
area = 1
text = yes
`;

function shared(backend) {
  if (backend === 'postgres') return {PARLOR_STORE_BACKEND: 'postgres', PARLOR_STORE_CONNECTION: postgres.connection};
  const dir = mkdtempSync(join(tmpdir(), 'parlor-tickets-'));
  dirs.push(dir);
  return {PARLOR_STORE_PATH: join(dir, 'parlor.db')};
}

async function start(env, more = '') {
  const server = await startParlord({env, config: config + more});
  servers.push(server);
  return server;
}

async function killed(server) {
  server.kill('SIGKILL');
  await server.ended;
  rmSync(server.dir, {recursive: true, force: true});
}

for (const backend of ['sqlite', 'postgres']) {
  const skip = backend === 'postgres' && !postgres ? 'PostgreSQL is not installed' : false;

  test(`${backend}: places, services and ratings survive kill -9`, {skip, timeout: 120000}, async () => {
    const env = shared(backend);
    let server = await start(env);
    const come = async (name) => CounterUser.come(server.wsUrl, name);
    const [ann, bob] = [await come('ann'), await come('bob')];
    await ann.enterQueue(101);
    await bob.enterQueue(101);
    const agent = await CounterUser.come(server.wsUrl, 'agent', {flags: 2});
    const eve = await come('eve');
    await eve.enterQueue(102); // comes later, but is asked for first
    await agent.control(6, agent.id, 601, 1);
    await agent.control(6, agent.id, 603, eve.id);
    await eve.event(QUEUE, 102, 505);
    await killed(server);

    server = await start(env);
    const new1 = await come('new');
    await new1.enterQueue(101);
    const bob2 = await come('bob');
    await bob2.enterQueue(101);
    const ann2 = await come('ann');
    await ann2.enterQueue(101);
    assert.equal(ann2.id, ann.id);
    assert.deepEqual([ann2.before(101), await bob2.beforeIs(101, 1), await new1.beforeIs(101, 2)], [0, 1, 2]);
    const agent2 = await CounterUser.come(server.wsUrl, 'agent', {flags: 2});
    await agent2.valueIs(6, agent2.id, 601, 2); // he is still at work
    assert.equal(agent2.value(6, agent2.id, 602), eve.id);
    const eve2 = await come('eve');
    await agent2.control(6, agent2.id, 604, 0);
    await agent2.valueIs(6, agent2.id, 601, 3); // wrap-up
    await eve2.client.ask('object_control', {type: 6, object: agent2.id, code: 605, p1: agent2.id, p2: 4, text: 'fine'});
    await killed(server);

    const [contact] = rows(env, `SELECT outcome, agent, score, remark FROM parlor_contacts WHERE client = ${eve.id}`);
    assert.deepEqual(contact, ['2', String(agent.id), '4', 'fine']); // FAILED: no call had begun
    assert.deepEqual(rows(env, `SELECT client, outcome, score FROM parlor_contacts WHERE queue = 101 AND outcome = 0 ORDER BY id`),
      [[String(ann.id), '0', '-1'], [String(bob.id), '0', '-1'], [String(new1.id), '0', '-1']]);
  });
}

for (const backend of ['sqlite', 'postgres']) {
  const skip = backend === 'postgres' && !postgres ? 'PostgreSQL is not installed' : false;

  test(`${backend}: guests are known by their tokens, and what they sent along is not lost`, {skip, timeout: 120000}, async () => {
    const env = {...shared(backend), PARLOR_LOGIN_GUESTS: 'yes'};
    let server = await start(env);
    const first = await CounterUser.come(server.wsUrl, 'guest', {guest: true});
    await first.client.ask('service_intake', {fields: [{name: '姓名', value: '王'}, {name: 'No', value: '7'}]});
    await first.enterQueue(101);
    const second = await CounterUser.come(server.wsUrl, 'guest', {guest: true});
    await second.enterQueue(101);
    const {token} = first.client.welcome;
    await killed(server);

    server = await start(env);
    const other = await CounterUser.come(server.wsUrl, 'guest', {guest: true});
    await other.enterQueue(101);
    assert.ok(![first.id, second.id].includes(other.id));
    const liar = await CounterUser.come(server.wsUrl, 'guest', {guest: true, hello: {was: token.slice(0, 31) + 'x'.repeat(33)}});
    assert.ok(![first.id, second.id].includes(liar.id));
    const back = await CounterUser.come(server.wsUrl, 'guest', {guest: true, hello: {was: token}});
    assert.equal(back.id, first.id);
    await back.enterQueue(101);
    assert.deepEqual([back.before(101), await other.beforeIs(101, 1)], [0, 1]);
    const agent = await CounterUser.come(server.wsUrl, 'agent', {flags: 2});
    await agent.control(6, agent.id, 602);
    const {fields} = await agent.client.next('service_data');
    assert.deepEqual(fields, [{name: '姓名', value: '王'}, {name: 'No', value: '7'}]);
    assert.deepEqual(rows(env, `SELECT intake FROM parlor_contacts WHERE client = ${first.id}`), [[JSON.stringify(fields)]]);
    await killed(server);
  });

  test(`${backend}: an agent has all his text contacts again`, {skip, timeout: 120000}, async () => {
    const env = shared(backend);
    const able = Array.from({length: 20}, (_, i) => `[agent ${i + 1}]\ncapacity = 3\n`).join(''); // PostgreSQL has ids of other tests
    let server = await start(env, able);
    const agent = await CounterUser.come(server.wsUrl, 'texter', {flags: 18});
    await agent.control(6, agent.id, 601, 1);
    const clients = [];
    for (const name of ['tina', 'tom', 'ted']) {
      const client = await CounterUser.come(server.wsUrl, name);
      await client.enterQueue(103);
      await client.event(QUEUE, 103, 505);
      clients.push(client);
    }
    await agent.client.ask('service_note', {client: clients[2].id, text: 'asks for ted'});
    await killed(server);

    server = await start(env, able);
    const back = await CounterUser.come(server.wsUrl, 'texter', {flags: 18});
    const known = () => new Map(back.client.all('service').map((m) => [m.client, m]));
    assert.deepEqual([...known().keys()], clients.map(({id}) => id));
    assert.deepEqual(back.client.all('service_data').map(({client, notes}) => [client, notes]), [[clients[2].id, [{user: agent.id, text: 'asks for ted'}]]]);
    for (const {id} of [clients[1], clients[2], clients[0]]) await back.control(6, back.id, 604, id);
    await back.valueIs(6, back.id, 601, 1);
    await killed(server);
    assert.deepEqual(rows(env, 'SELECT outcome FROM parlor_contacts WHERE queue = 103'), [['1'], ['1'], ['1']]); // SERVED
  });
}

test('sqlite: who does not come back has lost his place, and his contact says so', {timeout: 60000}, async () => {
  const env = {...shared('sqlite'), PARLOR_COUNTER_RETURN_SECONDS: '1'};
  let server = await start(env);
  const ann = await CounterUser.come(server.wsUrl, 'ann');
  await ann.enterQueue(101);
  await killed(server);
  server = await start(env);
  const end = Date.now() + 20000;
  while (rows(env, 'SELECT outcome FROM parlor_contacts')[0][0] !== '4') { // LOST
    assert.ok(Date.now() < end, server.log.slice(-2000));
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  assert.deepEqual(rows(env, 'SELECT * FROM parlor_seats'), []);
  await server.stop();
});

test('sqlite: nothing is acknowledged before it is written', {timeout: 60000}, async () => {
  const env = shared('sqlite');
  const server = await start(env);
  const ann = await CounterUser.come(server.wsUrl, 'ann');
  const other = await Client.login(server.wsUrl, 'other', {password: 'x'}); // a new name: its id is kept, too
  const lock = await holdStore(env);
  const asked = ann.client.say('object_control', {type: QUEUE, object: 101, code: 501});
  await other.ask('enter', {room: 1}); // others do not wait
  assert.ok(!ann.client.received.some((m) => m.re === asked));
  assert.deepEqual(rows(env, 'SELECT * FROM parlor_contacts'), []);
  await lock.letGo();
  await ann.client.reply(asked);
  assert.equal(rows(env, 'SELECT * FROM parlor_contacts').length, 1);
  await other.close();
  await ann.client.close();
  await server.stop();
});
