// SPDX-License-Identifier: Apache-2.0
// What a real server keeps: through its end, through kill -9 at any time, in both back-ends.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {createHmac} from 'node:crypto';
import {existsSync, mkdtempSync, rmSync, statSync} from 'node:fs';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {Client} from '../support/client.mjs';
import {startParlord} from '../support/parlord.mjs';
import {startPostgres} from '../support/postgres.mjs';

const program = process.env.PARLORD ?? 'build/src/server/parlord';
const postgres = startPostgres();
after(() => postgres?.stop());
const servers = [];
const dirs = [];
// A test that fails leaves nothing running.
after(() => servers.forEach((server) => server.exit ?? server.kill('SIGKILL')));
after(() => dirs.forEach((dir) => rmSync(dir, {recursive: true, force: true})));

/** The environment of servers that share one store. */
function shared(backend) {
  if (backend === 'postgres') return {PARLOR_STORE_BACKEND: 'postgres', PARLOR_STORE_CONNECTION: postgres.connection};
  const dir = mkdtempSync(join(tmpdir(), 'parlor-store-'));
  dirs.push(dir);
  return {PARLOR_STORE_PATH: join(dir, 'parlor.db')};
}

/** The feed, as a reader of the database sees it. */
function events(env) {
  const sql = 'SELECT number, kind, body FROM parlor_events ORDER BY number';
  const [command, args] = env.PARLOR_STORE_PATH
    ? ['sqlite3', ['-separator', '|', env.PARLOR_STORE_PATH, sql]]
    : [spawnSync('sh', ['-c', 'command -v psql']).stdout.toString().trim() || 'psql', ['-At', '-F', '|', '-d', env.PARLOR_STORE_CONNECTION, '-c', sql]];
  const {status, stdout, stderr} = spawnSync(command, args, {encoding: 'utf8'});
  assert.equal(status, 0, stderr);
  return stdout.split('\n').filter(Boolean).map((line) => {
    const [number, kind, body] = line.split('|');
    return {number: Number(number), kind, ...JSON.parse(body)};
  });
}

async function killed(server) {
  server.kill('SIGKILL');
  await server.ended;
  rmSync(server.dir, {recursive: true, force: true});
}

for (const backend of ['sqlite', 'postgres']) {
  const skip = backend === 'postgres' && !postgres ? 'PostgreSQL is not installed' : false;

  test(`${backend}: names keep their ids, and events are numbered without a gap, through kill -9 at any time`, {skip, timeout: 180000}, async () => {
    const env = shared(backend);
    const ids = new Map();
    let known = [];
    for (let round = 0; round < 6; round++) {
      const server = await startParlord({env});
      servers.push(server);
      let alive = true;
      // Three users of each round and one old one; the server is killed while the last two sign in.
      const names = [`r${round}-a`, `r${round}-b`, 'old'];
      for (const name of names) {
        const client = await Client.login(server.wsUrl, name, {password: 'x'});
        if (ids.has(name)) assert.equal(client.self.id, ids.get(name), name);
        ids.set(name, client.self.id);
        await client.ask('enter', {room: 7});
      }
      // Whoever is in the feed has an id that will not be anybody else's.
      await waitFor(() => events(env).filter((e) => e.kind === 'room.enter').length >= 3 * (round + 1), server);
      const late = Client.login(server.wsUrl, `r${round}-late`, {password: 'x'}).catch(() => { alive = false; });
      if (round % 2) await late;
      await killed(server);
      await late;
      const now = events(env);
      now.forEach((e, i) => assert.equal(e.number, i + 1));
      assert.deepEqual(now.slice(0, known.length), known); // nothing changes behind one's back
      known = now;
      assert.ok(alive || round % 2 === 0);
    }
    assert.equal(new Set(ids.values()).size, ids.size);
  });
}

test('webhook: events come in their order, each at least once, through kill -9', {timeout: 120000}, async () => {
  const secret = 'a secret of some length';
  const posts = [];
  let refuse = true;
  const door = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => { body += chunk; });
    request.on('end', () => {
      const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(request.headers['parlor-signature']) ?? [];
      const right = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
      posts.push({signed: v1 === right, events: JSON.parse(body).events, taken: !refuse});
      response.statusCode = refuse ? 503 : 200;
      refuse = false;
      response.end();
    });
  });
  await new Promise((resolve) => { door.listen(0, '127.0.0.1', resolve); });
  const env = {...shared('sqlite'), PARLOR_EVENTS_WEBHOOK: `http://127.0.0.1:${door.address().port}/`, PARLOR_EVENTS_WEBHOOK_SECRET: secret};
  const taken = () => posts.filter((p) => p.taken).flatMap((p) => p.events);
  for (let round = 1; round <= 2; round++) {
    const server = await startParlord({env});
    servers.push(server);
    const client = await Client.login(server.wsUrl, `user${round}`, {password: 'x'});
    await client.ask('enter', {room: round});
    await waitFor(() => taken().some((e) => e.kind === 'room.enter' && e.room === round), server);
    await killed(server);
  }
  assert.ok(posts.every((p) => p.signed));
  assert.ok(!posts[0].taken);
  const numbers = taken().map((e) => e.number);
  assert.deepEqual([...new Set(numbers)], [...new Set(numbers)].map((_, i) => i + 1));
  door.close();
  door.closeAllConnections();
});

async function waitFor(fact, server) {
  const end = Date.now() + 20000;
  while (!fact()) {
    assert.ok(Date.now() < end, `time is up\n${server.log.slice(-3000)}`);
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
}

test('without configuration: a private file in the data directory', async () => {
  const server = await startParlord();
  const path = join(server.dir, 'parlor.db');
  assert.ok(existsSync(path));
  assert.equal(statSync(path).mode & 0o777, 0o600);
  await server.stop();
});

test('none: nothing is kept', async () => {
  const server = await startParlord({env: {PARLOR_STORE_BACKEND: 'none'}});
  const client = await Client.login(server.wsUrl, 'ann', {password: 'x'});
  assert.equal(client.self.id, 1);
  await client.close();
  assert.ok(!existsSync(join(server.dir, 'parlor.db')));
  await server.stop();
});

test('a store that cannot be opened ends the start, and says why', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-store-'));
  dirs.push(dir);
  const child = spawn(program, ['--listen', '127.0.0.1:0', '--media', '127.0.0.1:0', '--data', dir],
    {env: {...process.env, PARLOR_STORE_PATH: join(dir, 'no', 'such', 'folder.db')}, stdio: ['ignore', 'ignore', 'pipe']});
  let log = '';
  child.stderr.on('data', (chunk) => { log += chunk; });
  const code = await new Promise((resolve) => { child.on('close', resolve); });
  assert.notEqual(code, 0);
  assert.match(log, /store\.failed.*No such file or directory/);
});

test('postgres: rooms go on while the database is away, and it is found again', {skip: postgres ? false : 'PostgreSQL is not installed', timeout: 120000}, async () => {
  const env = shared('postgres');
  const server = await startParlord({env});
  servers.push(server);
  const before = events(env).length;
  const client = await Client.login(server.wsUrl, 'ann', {password: 'x'});
  await client.ask('enter', {room: 7});
  await waitFor(() => events(env).length >= before + 3, server);
  assert.equal(postgres.restart().status, 0); // as after a crash
  await client.ask('leave', {room: -1});
  await client.ask('enter', {room: 8});
  await waitFor(() => events(env).filter((e) => e.room === 8 && e.kind === 'room.enter').length === 1, server);
  events(env).forEach((e, i) => assert.equal(e.number, i + 1));
  await client.close();
  await server.stop();
});
