// SPDX-License-Identifier: Apache-2.0
// The operator's interface of a real server: who gets in, what it does, and parlorctl over it.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {chmodSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {request} from 'node:http';
import {dirname, join} from 'node:path';
import {test} from 'node:test';
import {Client} from '../support/client.mjs';
import {startParlord} from '../support/parlord.mjs';
import {withServer} from './support.mjs';

const build = join(dirname(process.env.PARLORD ?? 'build/src/server/parlord'), '..');

/** One request; target is {socketPath} or {host, port}. */
function ask(target, path, {method = 'GET', headers = {}, body = ''} = {}) {
  return new Promise((resolve, reject) => {
    const out = request({...target, path, method, headers: {'content-length': Buffer.byteLength(body), ...headers}}, (answer) => {
      let text = '';
      answer.on('data', (chunk) => { text += chunk; });
      answer.on('end', () => resolve({status: answer.statusCode, json: text.startsWith('{') ? JSON.parse(text) : null}));
    });
    out.on('error', reject);
    out.end(body);
  });
}

function parlorctl(args, env = {}) {
  return new Promise((resolve) => {
    execFile(join(build, 'ctl/parlorctl'), args, {env: {...process.env, ...env}}, (error, stdout, stderr) => {
      resolve({code: error ? error.code : 0, stdout, stderr});
    });
  });
}

test('the socket is for the server\'s own user, and needs no token', async () => {
  await withServer({}, async (server) => {
    const socketPath = join(server.dir, 'admin.sock');
    assert.equal(statSync(socketPath).mode & 0o777, 0o600);
    const ann = await Client.login(server.wsUrl, 'ann', {password: 'x'});
    const {status, json} = await ask({socketPath}, '/v1/users');
    assert.equal(status, 200);
    assert.deepEqual(json.users.map(({user, name, room}) => ({user, name, room})), [{user: ann.self.id, name: 'ann', room: 0}]);
    const kicked = await ask({socketPath}, `/v1/users/${ann.self.id}/kick`, {method: 'POST'});
    assert.deepEqual(kicked, {status: 200, json: {removed: ann.self.id}});
    assert.equal((await ann.next('closing')).code, 211);
    await ann.closed();
    await server.waitForLog(/admin\.did.*remove/);
    assert.equal((await ask({socketPath}, `/v1/users/${ann.self.id}/kick`, {method: 'POST'})).status, 404);
  });
});

test('at an address: tokens, two roles, no pages', async () => {
  await withServer({config: '[admin]\nlisten = 127.0.0.1:0\n'}, async (server) => {
    await server.waitForLog(/admin\.listening/);
    const port = Number(/admin\.listening.*?127\.0\.0\.1:(\d+)/.exec(server.log)[1]);
    const at = {host: '127.0.0.1', port};
    const token = (name) => ({authorization: `Bearer ${readFileSync(join(server.dir, name), 'utf8').trim()}`});
    for (const name of ['admin.token', 'viewer.token']) assert.equal(statSync(join(server.dir, name)).mode & 0o777, 0o600);
    assert.equal((await ask(at, '/v1/version')).status, 401);
    assert.equal((await ask(at, '/v1/version', {headers: {authorization: `Bearer ${'0'.repeat(64)}`}})).status, 401);
    assert.equal((await ask(at, '/v1/version', {headers: {authorization: 'Basic YTpi'}})).status, 401);
    assert.equal((await ask(at, '/v1/version', {headers: token('viewer.token')})).status, 200);
    assert.equal((await ask(at, '/v1/users/1/kick', {method: 'POST', headers: token('viewer.token')})).status, 403);
    assert.equal((await ask(at, '/v1/users/1/kick', {method: 'POST', headers: token('admin.token')})).status, 404);
    const page = {...token('admin.token'), origin: 'http://evil.example'};
    assert.equal((await ask(at, '/v1/version', {headers: page})).status, 403);
    assert.equal((await ask({host: '127.0.0.1', port: server.port}, '/v1/version')).status, 404, 'not at the front door');
    assert.ok(!server.log.includes(token('admin.token').authorization.slice(7)), 'a token in the log');
  });
});

test('bodies and heads have their limits', async () => {
  await withServer({}, async (server) => {
    const at = {socketPath: join(server.dir, 'admin.sock')};
    assert.deepEqual((await ask(at, '/v1/config/check', {method: 'POST', body: '[server]\nworkers = 2\n'})).json, {ok: true});
    const wrong = await ask(at, '/v1/config/check', {method: 'POST', body: '[server]\nworkers = many\n'});
    assert.equal(wrong.status, 422);
    assert.match(wrong.json.error, /workers/);
    const large = await ask(at, '/v1/config/check', {method: 'POST', headers: {'content-length': 2 << 20}}).catch((error) => ({status: error.code}));
    assert.ok([413, 'ECONNRESET', 'EPIPE'].includes(large.status), String(large.status));
    assert.equal((await ask(at, '/v1/users', {method: 'PUT'})).status, 405);
    assert.equal((await ask(at, '/v1/users')).status, 200);
  });
});

test('a token that others may read is not taken, a socket that is left behind is', async () => {
  const first = await startParlord();
  await first.stop();
  const server = await startParlord();
  const token = join(server.dir, 'admin.token');
  server.kill('SIGKILL'); // leaves its socket behind
  await server.ended;
  const again = (dir, env = {}) => startParlord({args: ['--data', dir], env});
  chmodSync(token, 0o644);
  await assert.rejects(again(server.dir), /admin\.failed_to_start.*others may read/s);
  chmodSync(token, 0o600);
  const third = await again(server.dir);
  assert.equal((await ask({socketPath: join(server.dir, 'admin.sock')}, '/v1/version')).status, 200);
  await assert.rejects(again(server.dir), /admin\.failed_to_start.*in use/s);
  await third.stop();
  await server.stop().catch(() => {}); // its folder
});

test('parlorctl', async () => {
  await withServer({}, async (server) => {
    const socket = ['--socket', join(server.dir, 'admin.sock')];
    const ann = await Client.login(server.wsUrl, 'ann', {password: 'x'});
    await ann.ask('enter', {room: 5});
    const users = await parlorctl([...socket, 'users']);
    assert.equal(users.code, 0, users.stderr);
    assert.match(users.stdout, /^user\s+session\s+name/);
    assert.match(users.stdout, /\bann\b/);
    assert.deepEqual(JSON.parse((await parlorctl([...socket, '--json', 'users', '6'])).stdout), []);
    assert.match((await parlorctl([...socket, 'rooms'])).stdout, /^5\s+1$/m);
    assert.match((await parlorctl(['version'], {PARLOR_ADMIN_SOCKET: socket[1]})).stdout, /^version\s+\d/m);
    const file = join(server.dir, 'other.ini');
    writeFileSync(file, '[server]\nnonsense = 1\n');
    const check = await parlorctl([...socket, 'check-config', file]);
    assert.equal(check.code, 1);
    assert.match(check.stderr, /nonsense/);
    assert.equal((await parlorctl([...socket, 'block', '192.0.2.*'])).code, 0);
    assert.equal((await parlorctl([...socket, 'unblock', 'example.org'])).code, 1);
    assert.equal((await parlorctl([...socket, 'kick', String(ann.self.id)])).code, 0);
    assert.equal((await ann.next('closing')).code, 211);
    await ann.closed();
    assert.equal((await parlorctl([...socket, 'kick', '12345'])).code, 1);
    assert.equal((await parlorctl([...socket, 'kick', 'ann'])).code, 2);
    assert.equal((await parlorctl([...socket, 'dance'])).code, 2);
    assert.equal((await parlorctl(['--socket', join(server.dir, 'nowhere'), 'users'])).code, 3);
    assert.match((await parlorctl(['--help'])).stdout, /hang-up/);
  });
});
