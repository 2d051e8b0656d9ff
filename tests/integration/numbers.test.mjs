// SPDX-License-Identifier: Apache-2.0
// Numbers of the service counters: every one on the board of a real server, and of its reports, counted again from the contacts that it
// gives out; and how it gives them out: pages, JSON, CSV, what it refuses, parlorctl.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {after, test} from 'node:test';
import {AGENT, AREA, CounterUser, QUEUE} from '../support/counter_user.mjs';
import {ask, askText, post, socketOf} from '../support/operator.mjs';
import {startParlord} from '../support/parlord.mjs';
import {startPostgres} from '../support/postgres.mjs';
import {rows} from '../support/store.mjs';

const program = join(dirname(process.env.PARLORD ?? 'build/src/server/parlord'), '../ctl/parlorctl');
const postgres = startPostgres();
after(() => postgres?.stop());
const servers = [], dirs = [];
after(() => servers.forEach((server) => server.exit ?? server.kill('SIGKILL')));
after(() => dirs.forEach((dir) => rmSync(dir, {recursive: true, force: true})));

const config = '[area 1]\nname = Hall\n[queue 101]\narea = 1\n[queue 102]\narea = 1\npriority = 5\n';

async function start(backend) {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-numbers-'));
  dirs.push(dir);
  const env = backend === 'postgres' ? {PARLOR_STORE_BACKEND: 'postgres', PARLOR_STORE_CONNECTION: postgres.connection} : {PARLOR_STORE_PATH: join(dir, 'parlor.db')};
  const server = await startParlord({env, config});
  servers.push(server);
  return {server, env, at: socketOf(server), come: (name, options) => CounterUser.come(server.wsUrl, name, options)};
}

/** A call between the two, as pages make it. */
async function talk(agent, client) {
  await agent.client.ask('call_request', {user: client.id, flags: 0, param: 0, text: ''});
  await client.client.next('call_requested');
  await client.client.ask('call_answer', {user: agent.id, code: 0, flags: 0, param: 0, text: ''});
  await agent.client.next('call_started');
  await client.client.next('call_started');
  await agent.client.ask('call_finish', {user: client.id, code: 0, flags: 0, param: 0, text: ''});
}

async function serve(agent, client, {remark} = {}) {
  await agent.control(AGENT, agent.id, 602);
  await agent.event(AGENT, agent.id, 602);
  await talk(agent, client);
  await agent.control(AGENT, agent.id, 604);
  await agent.valueIs(AGENT, agent.id, 601, 1);
  if (remark) await client.client.ask('object_control', {type: AGENT, object: agent.id, code: 605, p1: agent.id, p2: 4, text: remark});
}

/** All contacts, by as many pages of this size as it takes. */
async function contactsOf(at, limit) {
  const all = [];
  for (let next = 0, pages = 0; next !== undefined; pages++) {
    const {status, json} = await ask(at, `/v1/contacts?limit=${limit}&after=${next}`);
    assert.equal(status, 200);
    assert.ok(json.contacts.length <= limit && pages < 100);
    all.push(...json.contacts);
    next = json.next;
  }
  return all;
}

/** Lines of CSV (RFC 4180), each a list of texts. */
function parse(csv) {
  const lines = [];
  let line = [], cell = '', quoted = false;
  for (let i = 0; i < csv.length; i++) {
    if (quoted && csv[i] === '"' && csv[i + 1] === '"') cell += csv[++i];
    else if (csv[i] === '"') quoted = !quoted;
    else if (!quoted && csv[i] === ',') { line.push(cell); cell = ''; }
    else if (!quoted && csv.startsWith('\r\n', i)) { lines.push([...line, cell]); line = []; cell = ''; i++; }
    else cell += csv[i];
  }
  assert.ok(!quoted && cell === '' && line.length === 0, 'ends in the middle of a line');
  return lines;
}

/** What the page of `user` shows is what the contacts say; agents is who is there. */
function checkBoard(contacts, {user, agents, clients}) {
  const open = contacts.filter((c) => c.outcome === 'open');
  const waiting = open.filter((c) => c.agent === 0), served = open.filter((c) => c.agent !== 0);
  const status = (n) => agents.filter((a) => a.value(AGENT, a.id, 601) === n).length;
  const area = {401: agents.length, 402: clients.length - waiting.length, 403: waiting.length, 404: 2, 406: status(1), 408: served.filter((c) => c.answered_ms === 0).length, 409: new Set(served.map((c) => c.agent)).size, 410: status(3)};
  for (const [info, counted] of Object.entries(area)) assert.equal(user.value(AREA, 1, Number(info)) ?? 0, counted, `area ${info}`);
  for (const queue of [101, 102]) {
    const line = waiting.filter((c) => c.last_queue === queue).sort((x, y) => y.priority - x.priority || x.id - y.id);
    assert.equal(user.value(QUEUE, queue, 504), line.length, `504 of ${queue}`);
    for (const client of clients) {
      const place = line.findIndex((c) => c.client === client.id);
      if (place < 0) continue;
      for (const info of [501, 502]) assert.equal(client.value(QUEUE, queue, info), place, `${info} of ${queue}`);
      for (const info of [503, 508]) assert.ok(client.value(QUEUE, queue, info) <= (Date.now() - line[place].entered_ms) / 1000 + 1, `${info} of ${queue}`);
    }
  }
  for (const agent of agents) {
    const ended = contacts.filter((c) => c.agent === agent.id && c.ended_ms !== 0), now = served.find((c) => c.agent === agent.id);
    const done = ended.filter((c) => c.outcome === 'served');
    const seconds = done.reduce((sum, c) => sum + c.ended_ms - c.offered_ms, 0) / 1000;
    const numbers = {602: now?.client ?? 0, 605: done.length, 608: ended.filter((c) => c.outcome === 'failed').length, 609: 1};
    for (const [info, counted] of Object.entries(numbers)) assert.equal(agent.value(AGENT, agent.id, Number(info)) ?? 0, counted, `agent ${info}`);
    assert.ok(Math.abs((agent.value(AGENT, agent.id, 604) ?? 0) - seconds) <= 1.01, `604: ${agent.value(AGENT, agent.id, 604)}, not ${seconds}`); // whole seconds
    assert.equal(JSON.parse(agent.value(AGENT, agent.id, 606) || '{}').userid, now?.client, '606');
    assert.equal(agent.value(AGENT, agent.id, 607), '[101,102]', '607');
    assert.equal(Boolean(agent.value(AGENT, agent.id, 601) === 2), Boolean(now), '601');
  }
}

/** Every figure of one row of a report, as docs/figures.md defines it. */
function figures(contacts, answerMs) {
  const answered = contacts.filter((c) => c.answered_ms !== 0), open = contacts.filter((c) => c.outcome === 'open' && c.answered_ms === 0);
  const abandoned = contacts.filter((c) => c.answered_ms === 0 && ['left', 'lost'].includes(c.outcome));
  const wait = (c) => (c.answered_ms || c.ended_ms) - c.entered_ms;
  const within = (list) => list.filter((c) => wait(c) <= answerMs).length;
  const mean = (list, of) => list.length ? Math.floor((Math.floor(list.reduce((sum, c) => sum + of(c), 0) / list.length) + 500) / 1000) : null;
  const counted = answered.length + abandoned.length - within(abandoned), rated = contacts.filter((c) => c.score !== null);
  const handled = answered.filter((c) => c.ended_ms !== 0), sum = (name) => contacts.reduce((all, c) => all + c[name], 0);
  return {
    entered: contacts.length, answered: answered.length, abandoned: abandoned.length, open: open.length,
    failed: contacts.length - answered.length - abandoned.length - open.length,
    answered_in: within(answered), abandoned_in: within(abandoned), missed: sum('misses'), transferred: sum('transfers'), overflowed: sum('overflows'),
    rated: rated.length, score_mean_permille: rated.length ? Math.floor(rated.reduce((all, c) => all + c.score, 0) * 1000 / rated.length) : null,
    longest_s: Math.floor(Math.max(0, ...contacts.filter((c) => !open.includes(c)).map(wait)) / 1000),
    service_level_permille: counted ? Math.round(within(answered) * 1000 / counted) : null,
    speed_of_answer_s: mean(answered, wait), handle_s: mean(handled, (c) => c.ended_ms - c.answered_ms),
  };
}

for (const backend of ['sqlite', 'postgres']) {
  const skip = backend === 'postgres' && !postgres ? 'PostgreSQL is not installed' : false;

  test(`${backend}: the board and the reports are what the contacts say`, {skip, timeout: 120000}, async () => {
    const {server, env, at, come} = await start(backend);
    const [ann, bob, cat, agent, idle] = [await come('ann'), await come('bob', {priority: 15}), await come('cat'), await come('agent', {flags: 2}), await come('idle', {flags: 2})];
    const seen = {user: idle, agents: [agent, idle], clients: [ann, bob, cat]};
    const settled = async () => {
      for (const end = Date.now() + 15000; ;) {
        try {
          return checkBoard(await contactsOf(at, 2), seen);
        } catch (error) {
          if (Date.now() > end) throw error;
          await new Promise((resolve) => { setTimeout(resolve, 20); });
        }
      }
    };
    await settled();
    await ann.enterQueue(101);
    await bob.enterQueue(101);
    await cat.enterQueue(102);
    await settled();
    await agent.control(AGENT, agent.id, 601, 1);
    await idle.control(AGENT, idle.id, 601, 3);
    await settled();
    await agent.control(AGENT, agent.id, 602); // cat, of the more important queue: no call comes of it
    await settled();
    await agent.control(AGENT, agent.id, 604);
    await agent.valueIs(AGENT, agent.id, 601, 1);
    await settled();
    await serve(agent, bob, {remark: '=1+1'});
    await settled();
    await ann.control(QUEUE, -1, 502);
    await cat.enterQueue(101);
    await settled();

    const contacts = await contactsOf(at, 1);
    assert.deepEqual(contacts, await contactsOf(at, 1000), 'pages of one are the whole');
    assert.deepEqual(contacts.map((c) => [c.client, c.outcome]), [[ann.id, 'left'], [bob.id, 'served'], [cat.id, 'failed'], [cat.id, 'open']]);
    assert.deepEqual(contacts.map((c) => [c.id, c.entered_ms, c.ended_ms].map(String)), rows(env, 'SELECT id, entered_ms, ended_ms FROM parlor_contacts ORDER BY id'));
    for (const answer of [0, 20]) {
      const {json: {reports}} = await ask(at, `/v1/reports?answer=${answer}`);
      assert.deepEqual(reports.map((r) => r.queue), [0, 101, 102]);
      for (const row of reports) {
        const own = contacts.filter((c) => row.queue === 0 || c.queue === row.queue), counted = figures(own, answer * 1000);
        for (const [name, value] of Object.entries(counted)) assert.equal(row[name], value, `${name} of ${row.queue}`);
        if (row.open === 0) assert.equal(row.oldest_s, 0);
      }
      const [{agents_working_s: working, agents_waiting_s: waiting, occupancy_permille: occupancy}] = reports;
      const [[w, i]] = rows(env, `SELECT SUM(CASE WHEN status = 2 THEN to_ms - from_ms ELSE 0 END), SUM(CASE WHEN status = 1 AND to_ms <> 0 THEN to_ms - from_ms ELSE 0 END) FROM parlor_stretches`).map((row) => row.map(Number));
      assert.equal(working, Math.floor(w / 1000));
      assert.ok(waiting >= Math.floor(i / 1000) && occupancy <= Math.ceil(1000 * w / (w + i)));
    }
    // A day elsewhere begins at another time; the sum is the same.
    const {json: {reports: days}} = await ask(at, '/v1/reports?interval=1440&offset=480');
    assert.ok(days.every((r) => (r.from_ms + 480 * 60000) % 86400000 === 0));
    assert.equal(days.filter((r) => r.queue === 0).reduce((sum, r) => sum + r.entered, 0), contacts.length);

    const wrong = ['limit=0', 'limit=1001', 'limit=x', 'after=-1', 'after=1.5', 'from=5&to=4', 'from=-1', 'to=99999999999999999999', 'format=xml', 'from=x'];
    for (const query of wrong) assert.equal((await ask(at, `/v1/contacts?${query}`)).status, 400, query);
    for (const query of [...wrong.slice(5), 'interval=-1', 'interval=44641', 'offset=1441', 'offset=-1441', 'answer=86401', 'answer=x', `from=0&to=${401 * 86400000}`]) {
      const {status, json} = await ask(at, `/v1/reports?${query}`);
      assert.deepEqual([status, typeof json?.error, typeof json?.cure], [400, 'string', 'string'], query);
    }
    assert.deepEqual((await ask(at, '/v1/contacts?from=1&to=2')).json, {contacts: []});
    assert.equal((await post(at, '/v1/contacts')).status, 405);

    const csv = await askText(at, '/v1/contacts?format=csv');
    assert.equal(csv.type, 'text/csv; charset=utf-8');
    const [names, ...lines] = parse(csv.text);
    assert.deepEqual(names, Object.keys(contacts[0]));
    assert.equal(lines.length, contacts.length);
    const cell = (i, name) => lines[i][names.indexOf(name)];
    assert.equal(cell(1, 'remark'), "'=1+1", 'no formula for a spreadsheet');
    for (const [i, c] of contacts.entries()) assert.deepEqual([cell(i, 'id'), cell(i, 'outcome'), cell(i, 'score')], [String(c.id), c.outcome, String(c.score ?? '')]);
    assert.equal(parse((await askText(at, '/v1/reports?format=csv')).text).length, 4);

    const ctl = (...args) => spawnSync(program, ['--socket', at.socketPath, ...args], {encoding: 'utf8'});
    assert.deepEqual(JSON.parse(ctl('--json', 'contacts').stdout), contacts);
    assert.deepEqual(parse(ctl('--csv', 'contacts', '2').stdout).map((line) => line[names.indexOf('remark')]), ['remark', '', "'=1+1", '', '']);
    assert.match(ctl('contacts').stdout, /served/);
    assert.equal(JSON.parse(ctl('--json', 'reports', '60', '24').stdout).filter((r) => r.queue === 0).reduce((sum, r) => sum + r.entered, 0), contacts.length);
    for (const args of [['contacts', '0'], ['contacts', 'x'], ['contacts', '9601'], ['reports', '44641'], ['reports', '15', 'x'], ['reports', '']]) assert.equal(ctl(...args).status, 2, args.join(' '));
    for (const person of [ann, bob, cat, agent, idle]) await person.client.close();
    await server.stop();
  });
}

test('cells that a spreadsheet would take for formulas, and limits of a page', {timeout: 60000}, async () => {
  const {server, at, come} = await start('sqlite');
  const agent = await come('agent', {flags: 2});
  const nasty = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '"quoted", and\r\nmore', 'plain'];
  for (const [i, remark] of nasty.entries()) {
    const client = await come(`client-${i}`);
    await client.enterQueue(101);
    await serve(agent, client, {remark});
    await client.client.close();
  }
  const all = (await ask(at, '/v1/contacts')).json.contacts;
  assert.deepEqual(all.map((c) => c.remark), nasty);
  const [names, ...lines] = parse((await askText(at, '/v1/contacts?format=csv')).text);
  assert.deepEqual(lines.map((line) => line[names.indexOf('remark')]), nasty.map((text, i) => i < 5 ? `'${text}` : text));
  const first = (await ask(at, '/v1/contacts?limit=3')).json;
  assert.deepEqual([first.contacts.length, first.next], [3, all[2].id]);
  assert.deepEqual((await contactsOf(at, 7)).length, 7);
  assert.deepEqual((await ask(at, `/v1/contacts?after=${all[6].id}`)).json, {contacts: []}, 'nothing follows');
  await agent.client.close();
  await server.stop();
});
