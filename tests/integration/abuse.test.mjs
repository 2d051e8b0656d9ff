// SPDX-License-Identifier: Apache-2.0
// Guessing, pages of other sites, tokens that are not what they say, and everybody at what is not his: threats 15 to 18.
import assert from 'node:assert/strict';
import {createHmac, randomBytes} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {request} from 'node:http';
import {join} from 'node:path';
import {test} from 'node:test';
import {Client} from '../support/client.mjs';
import {ask, post, socketOf} from '../support/operator.mjs';
import {APP, Application, nowSeconds} from '../support/signing.mjs';
import {resume, withServer, withWitnesses} from './support.mjs';

const WIDE = 'logins_per_minute_per_ip = 100000\nmax_failed = 1000\n';
const FAST = '[signal]\nmessages_per_second = 10000\nburst = 100000\n';

async function open(server, options = {}) {
  const client = await Client.open(server.wsUrl, options);
  await client.ask('hello', {sdk: 'test'});
  return client;
}

/** Seconds of processor that the server has used; of the kernel's clock, 100 a second. */
function cpuSeconds(server) {
  const fields = readFileSync(`/proc/${server.child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

test('ten thousand guesses: a few are looked at, the rest cost next to nothing; nobody else notices', {timeout: 240000}, () => withServer(
  {config: `[login]\naccounts = only\nlogins_per_minute_per_ip = 100000\nmax_failed = 10\n${FAST}`}, async (server) => {
    const at = socketOf(server);
    assert.equal((await post(at, '/v1/accounts/add', {name: 'amy', password: 'right'})).status, 200);
    await withWitnesses(server, async () => {
      const before = cpuSeconds(server);
      const codes = new Map();
      const eve = await open(server, {localAddress: '127.0.0.66'});
      for (let i = 0; i < 10000; i += 50) {
        const all = await Promise.all(Array.from({length: 50}, async (_, k) => {
          const reply = await eve.reply(eve.say('login', {name: 'amy', password: `guess${i + k}`}));
          return reply.code;
        }));
        for (const code of all) codes.set(code, (codes.get(code) ?? 0) + 1);
        eve.received.length = 0;
        eve.seen = 0;
      }
      // A hash takes about 0.03 s: ten thousand of them would be 300 s of processor.
      const used = cpuSeconds(server) - before;
      assert.ok(used < 60, `${used} s of processor for 10,000 guesses`);
      assert.ok((codes.get(200) ?? 0) <= 60, `${codes.get(200)} were looked at`); // those of the first bunch may be under way together
      assert.equal([...codes.values()].reduce((a, b) => a + b), 10000);
      assert.deepEqual([...codes.keys()].filter((code) => ![200, 201, 202, 203].includes(code)), [], JSON.stringify([...codes]));
      await eve.close();
    });
    assert.match(server.log, /event=guard\.lock .*code=202/);
    // The name is locked, for everybody; others sign in.
    assert.equal((await post(at, '/v1/accounts/add', {name: 'ben', password: 'right'})).status, 200);
    const bob = await Client.login(server.wsUrl, 'ben', {password: 'right'});
    await bob.close();
    assert.doesNotMatch(server.log, /guess\d/);
  }));

/** A login behind the checks of many, which take their time on a slow machine. */
async function patiently(client, fields) {
  const id = client.say('login', fields);
  for (let tries = 0; ; tries++) {
    try { return await client.reply(id); } catch (error) { if (tries === 6) throw error; }
  }
}

test('guessing at many names from many addresses: so many checks wait and no more, the rest hear 23', {timeout: 240000}, () => withServer(
  {config: `[server]\nmax_links_per_ip = 0\n[login]\naccounts = only\nhash_threads = 4\n${WIDE}${FAST}`}, async (server) => {
    const at = socketOf(server);
    assert.equal((await post(at, '/v1/accounts/add', {name: 'amy', password: 'right'})).status, 200);
    const crowd = await Promise.all(Array.from({length: 600}, (_, i) => open(server, {localAddress: `127.1.${1 + i % 200}.${1 + i % 250}`})));
    await withWitnesses(server, async () => {
      const codes = await Promise.all(crowd.map(async (client, i) => {
        return (await patiently(client, {name: `name${i}`, password: 'guess'})).code;
      }));
      const count = (code) => codes.filter((c) => c === code).length;
      assert.equal(count(200) + count(207) + count(23), 600, JSON.stringify([...new Set(codes)])); // 207: not looked at in time
      assert.ok(count(200) >= 1 && count(23) >= 1, `${count(200)} looked at, ${count(23)} sent away`);
    });
    await Promise.all(crowd.map((client) => client.close()));
    const amy = await open(server, {});
    let reply; // behind the checks of who has gone, which may still fill the queue
    for (const until = Date.now() + 120000; ;) {
      reply = await patiently(amy, {name: 'amy', password: 'right'});
      if (![23, 207].includes(reply.code) || Date.now() > until) break;
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
    assert.equal(reply.t, 'logged_in', JSON.stringify(reply));
    await amy.close();
  }));

/** The status of a WebSocket handshake with these fields. */
function handshake(server, headers) {
  const {hostname, port, protocol} = new URL(server.url);
  return new Promise((resolve, reject) => {
    const out = request({host: hostname, port, path: '/parlor', protocol: protocol === 'https:' ? 'http:' : protocol, headers: {
      connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': 13, 'sec-websocket-key': randomBytes(16).toString('base64'),
      'sec-websocket-protocol': 'parlor.v1', ...headers}});
    out.on('response', (answer) => { answer.resume(); resolve(answer.statusCode); });
    out.on('upgrade', (answer, socket) => { socket.destroy(); resolve(101); });
    out.on('error', reject);
    out.end();
  });
}

test('pages of other sites open no link, whatever they call themselves', () => withServer({config: '[http]\norigins = https://good.example, https://other.example:8443\n'}, async (server) => {
  const own = new URL(server.url).host;
  const cases = {
    'https://good.example': 101, 'HTTPS://GOOD.EXAMPLE': 101, 'https://other.example:8443': 101,
    'https://evil.example': 403, 'http://good.example': 403, 'https://good.example:8443': 403, 'https://other.example': 403, 'https://good.example.evil.example': 403,
    'https://evilgood.example': 403, 'https://good.example@evil.example': 403, 'https://good.example/': 403, 'https://good.example ,https://evil.example': 403,
    null: 403, '': 403, 'file://': 403, 'good.example': 403, 'chrome-extension://good.example': 403, [`http://${own}`]: 403,
  };
  for (const [origin, wanted] of Object.entries(cases)) assert.equal(await handshake(server, {origin}), wanted, `origin ${JSON.stringify(origin)}`);
  assert.notEqual(await handshake(server, {origin: ['https://good.example', 'https://evil.example']}), 101, 'two of them');
  assert.equal(await handshake(server, {}), 101, 'programs have none');
}));

test('with TLS and nothing said: our own pages alone', () => withServer({config: '[tls]\nself_signed = yes\n'}, async (server) => {
  const url = server.wsUrl.replace(/^https/, 'wss');
  const own = new URL(server.url).origin;
  const link = await Client.open(url, {origin: own, rejectUnauthorized: false});
  link.socket.close();
  for (const origin of ['https://evil.example', 'null', own.replace('https', 'https').replace(/:\d+$/, '')]) {
    await assert.rejects(Client.open(url, {origin, rejectUnauthorized: false}), /403/, origin);
  }
}));

test('tokens that are not what they say', async () => {
  const app = new Application(), other = new Application('other-app');
  await withServer({config: `[login]\n${WIDE}token_once = yes\n${app.section('users = 1000-1999\n')}${other.section()}`}, async (server) => {
    const code = async (token) => {
      const client = await open(server);
      const reply = await client.reply(client.say('login_token', {token, name: ''}));
      await client.close();
      return reply.t === 'error' ? reply.code : 0;
    };
    const made = (head, claims, secret = app.secret) => {
      const text = [head, claims].map((part) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')).join('.');
      return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
    };
    const head = {alg: 'HS256', typ: 'JWT'};
    const claims = (more) => ({app: APP, sub: 'ann', name: 'Ann', exp: nowSeconds() + 600, ...more});
    assert.equal(await code(made(head, claims())), 0);
    // Good once, and another is not.
    const once = made(head, claims({jti: 'one'}));
    assert.equal(await code(once), 0);
    assert.equal(await code(once), 226);
    // Of another application: its secret, our name on it.
    assert.notEqual(await code(made(head, claims(), other.secret)), 0);
    assert.notEqual(await code(made(head, claims({app: 'other-app'}))), 0);
    assert.notEqual(await code(made(head, claims({app: 'none-such'}))), 0);
    // Clocks: one hour to either side, no end, an end that is none.
    for (const times of [{exp: nowSeconds() - 3600}, {nbf: nowSeconds() + 3600}]) assert.equal(await code(made(head, claims(times))), 220, JSON.stringify(times));
    for (const exp of [undefined, '9999999999', -1, 0, 1e300, null, true, [nowSeconds() + 600]]) assert.notEqual(await code(made(head, claims({exp}))), 0, `exp ${exp}`);
    // Heads: no algorithm, others, what we do not understand but must (RFC 7515 section 4.1.11), a key of one's own, a path for a name.
    for (const wrong of [{alg: 'none'}, {alg: 'None'}, {alg: ''}, {}, {alg: 'HS384'}, {alg: 'RS256'}, {alg: ['HS256']}, {...head, crit: ['exp']}, {...head, kid: '../../etc/passwd'}, {...head, kid: 'x'.repeat(5000)}]) {
      assert.notEqual(await code(made(wrong, claims())), 0, JSON.stringify(wrong).slice(0, 60));
    }
    const own = made({...head, jwk: {kty: 'oct', k: Buffer.from('mine').toString('base64url')}}, claims(), Buffer.from('mine'));
    assert.notEqual(await code(own), 0);
    // Claims: twice, of other types, ids that are none, ids outside the range.
    for (const wrong of ['{"app":"x","app":"y"}', '[]', '"text"', 'nonsense', '']) assert.notEqual(await code(made(head, wrong)), 0, wrong);
    for (const wrong of [{uid: -1}, {uid: 0, sub: undefined}, {uid: 2 ** 31}, {uid: 2000}, {sub: undefined}, {sub: 7}, {rooms: [0]}, {rooms: 'all'}, {rooms: Array(9).fill(1)}]) {
      assert.notEqual(await code(made(head, claims(wrong))), 0, JSON.stringify(wrong));
    }
    // Forms.
    const good = made(head, claims());
    for (const wrong of [`${good}.`, `.${good}`, good.replace(/\./g, ''), `${good}=`, good.replace('.', ' .'), `${good}\n`, 'a.b.c', '..', good.slice(0, -1)]) assert.notEqual(await code(wrong), 0, wrong.slice(-20));
    // Never in the address of the link.
    const client = await Client.open(`${server.wsUrl}?token=${good}`).catch(() => null);
    if (client) {
      await client.ask('hello', {sdk: 'test'});
      assert.equal(await client.refused('enter', {room: 1}), 208);
      await client.close();
    }
    assert.ok(!server.log.includes(good.split('.')[2]), 'a token in the log');
  });
  app.forget();
  other.forget();
});

test('a session\'s token is good for that session, once at a time, and for nothing after its end', () => withServer({}, async (server) => {
  const ann = await Client.login(server.wsUrl, 'ann', {password: 'x'});
  await ann.ask('enter', {room: 1});
  const {token} = ann.welcome;
  for (const guess of ['', '0'.repeat(token.length), token.slice(1), `${token}0`, token.toUpperCase() === token ? token.toLowerCase() : token.toUpperCase(), randomBytes(32).toString('hex')]) {
    if (guess === token) continue;
    const eve = await resume(server, {nextId: 1, seq: 0, welcome: {token: guess}});
    assert.equal(eve.resumed.t, 'error', guess);
    eve.socket.close();
  }
  await ann.ask('text', {to: -1, secret: false, text: 'still here'});
  await ann.close(); // logs out
  const late = await resume(server, ann);
  assert.equal(late.resumed.t, 'error', 'after the end');
  late.socket.close();
}));

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Every door of the operator's interface with who may, out of the sources: [{method, path, roles: Set, right}]. What may is the table of docs/rights.md. */
function doors() {
  const rows = read('docs/rights.md').split('\n').map((line) => line.split('|').map((cell) => cell.trim())).filter((cells) => cells.length > 9);
  const roles = rows[0].slice(3, 9);
  const names = new Map([...read('src/core/rights.c').matchAll(/\[(PL_RIGHT_\w+)\] = \{"([^"]*)", "([^"]*)"/g)].map(([, id, object, verb]) => [id, `${object}|${verb}`]));
  const who = new Map(rows.slice(1).map(([, object, verb, ...cells]) => [`${object}|${verb}`, new Set(roles.filter((_, i) => /x/.test(cells[i])))]));
  const all = [...read('src/adapters/admin/api.c').matchAll(/\{PL_HTTP_(GET|POST), "([^"]+)", (PL_RIGHT_\w+)/g)].map(([, method, path, right]) => ({method, path, right}));
  all.push({method: 'GET', path: '/v1/areas', right: 'PL_RIGHT_PLACE_SEE'}, {method: 'POST', path: '/v1/areas/1', right: 'PL_RIGHT_PLACE_CHANGE'});
  return all.map((door) => ({...door, path: door.path.replace('#', '1'), roles: who.get(names.get(door.right))}));
}

test('operator\'s interface: every role at every door, as docs/rights.md says', () => withServer({config: '[admin]\nlisten = 127.0.0.1:0\n'}, async (server) => {
  const at = socketOf(server);
  await server.waitForLog(/admin\.listening/);
  const door = {host: '127.0.0.1', port: Number(/admin\.listening.*?127\.0\.0\.1:(\d+)/.exec(server.log)[1])};
  await post(at, '/v1/applications/add', {application: APP});
  const application = (await post(at, '/v1/keys/add', {application: APP, key: 'web', algorithm: 'service'})).json.token;
  const file = (name) => readFileSync(join(server.dir, name), 'utf8').trim();
  const tokens = {nobody: '0'.repeat(64), application, viewer: file('viewer.token'), operator: file('admin.token')};
  const all = doors();
  assert.ok(all.length > 40 && all.every(({roles}) => roles?.size > 0), JSON.stringify(all.filter(({roles}) => !roles?.size)));
  for (const {method, path, roles} of all) {
    for (const [role, token] of Object.entries(tokens)) {
      const query = path.endsWith('events') ? '?wait=0' : path === '/v1/keys' ? `?application=${APP}` : '';
      const {status} = await ask(door, path + query, {method, headers: {authorization: `Bearer ${token}`}, body: method === 'POST' ? '{}' : ''});
      if (role === 'nobody') assert.equal(status, 401, `${role} at ${path}`);
      else if (!roles.has(role)) assert.equal(status, 403, `${role} at ${path}`);
      else assert.ok(![401, 403].includes(status), `${role} at ${path}: ${status}`);
    }
  }
}));
