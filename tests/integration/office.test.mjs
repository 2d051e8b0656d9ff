// SPDX-License-Identifier: Apache-2.0
// What operators keep: accounts, applications and keys, blocked addresses, the audit, the sign service; in force at once and after kill -9.
import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {createHash, createHmac, createPublicKey} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {after, test} from 'node:test';
import {Client} from '../support/client.mjs';
import {ask, post, socketOf} from '../support/operator.mjs';
import {startParlord} from '../support/parlord.mjs';
import {startPostgres} from '../support/postgres.mjs';
import {APP, Application, nowSeconds} from '../support/signing.mjs';
import {withServer} from './support.mjs';

const program = join(dirname(process.env.PARLORD ?? 'build/src/server/parlord'), '../ctl/parlorctl');
const postgres = startPostgres();
after(() => postgres?.stop());
const servers = [];
after(() => servers.forEach((server) => server.exit ?? server.kill('SIGKILL')));

const FREE = '[login]\nlogins_per_minute_per_ip = 100000\nmax_failed = 1000\n';
const ID = APP.toUpperCase();

const open = async (server) => {
  const client = await Client.open(server.wsUrl);
  await client.ask('hello', {sdk: 'test'});
  return client;
};
/** 0, or the code of the refusal. */
async function login(server, t, fields) {
  const client = await open(server);
  const reply = await client.reply(client.say(t, fields));
  await client.close();
  return reply.t === 'error' ? reply.code : 0;
}
const password = (server, name, secret) => login(server, 'login', {name, ...(secret === undefined ? {} : {password: secret})});
const signed = (server, claim) => login(server, 'login_signed', claim);
/** What /v1/sign answers, as the message has it. */
const claimOf = ({app, stringId, user, stamp, signature}) => ({name: stringId || String(user), user, string_id: stringId, app, stamp, signature, param: ''});

function parlorctl(server, args, input = '') {
  return new Promise((resolve) => {
    const child = spawn(program, ['--socket', socketOf(server).socketPath, ...args]);
    let stdout = '', stderr = '';
    child.stdout.on('data', (chunk) => { stdout += chunk; });
    child.stderr.on('data', (chunk) => { stderr += chunk; });
    child.on('close', (code) => resolve({code, stdout, stderr}));
    child.stdin.end(input);
  });
}

const restarted = async (server, options) => {
  server.kill('SIGKILL');
  await server.ended;
  rmSync(server.dir, {recursive: true, force: true});
  const next = await startParlord(options);
  servers.push(next);
  return next;
};

for (const backend of ['sqlite', 'postgres']) {
  const skip = backend === 'postgres' && !postgres ? 'PostgreSQL is not installed' : false;

  test(`${backend}: accounts`, {skip, timeout: 120000}, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'parlor-office-'));
    const env = backend === 'postgres' ? {PARLOR_STORE_BACKEND: 'postgres', PARLOR_STORE_CONNECTION: postgres.connection} : {PARLOR_STORE_PATH: join(dir, 'parlor.db')};
    const options = {env, config: `${FREE}accounts = yes\n`};
    let server = await startParlord(options);
    servers.push(server);
    let at = socketOf(server);
    assert.equal(await password(server, 'ann', 'guess'), 0, 'nobody\'s name yet');
    assert.deepEqual(await post(at, '/v1/accounts/add', {name: 'ann', password: 'right'}), {status: 200, json: {account: 'ann', locked: false}});
    assert.equal((await post(at, '/v1/accounts/add', {name: 'ann', password: 'other'})).status, 409);
    assert.equal(await password(server, 'ann', 'right'), 0);
    assert.equal(await password(server, 'ann', 'other'), 200);
    assert.equal(await password(server, 'ann'), 200, 'not as a guest');
    assert.equal((await post(at, '/v1/accounts/lock', {name: 'ann'})).status, 200);
    assert.equal(await password(server, 'ann', 'right'), 202);
    assert.equal((await post(at, '/v1/accounts/password', {name: 'ann', password: 'newer'})).status, 200);
    assert.equal(await password(server, 'ann', 'newer'), 202, 'locked all the same');
    assert.equal((await post(at, '/v1/accounts/unlock', {name: 'ann'})).status, 200);
    // What was acknowledged is there after the worst end.
    server = await restarted(server, options);
    at = socketOf(server);
    assert.equal(await password(server, 'ann', 'newer'), 0);
    assert.equal(await password(server, 'ann', 'right'), 200);
    for (const name of ['cat', '李雷', 'a&b=c']) assert.equal((await post(at, '/v1/accounts/add', {name, password: 'x'})).status, 200);
    const {json} = await ask(at, '/v1/accounts');
    assert.deepEqual(json.accounts.map((a) => a.name), ['a&b=c', 'ann', 'cat', '李雷']);
    assert.ok(!JSON.stringify(json).includes('argon2'));
    const page = (await ask(at, '/v1/accounts?limit=2')).json;
    assert.equal(page.next, 'ann');
    assert.deepEqual((await ask(at, `/v1/accounts?limit=2&after=${encodeURIComponent('cat')}`)).json.accounts.map((a) => a.name), ['李雷']);
    assert.equal((await post(at, '/v1/accounts/remove', {name: 'ann'})).status, 200);
    assert.equal((await post(at, '/v1/accounts/remove', {name: 'ann'})).status, 404);
    assert.equal(await password(server, 'ann'), 0, 'nobody\'s name again');
    for (const body of [{}, {name: ''}, {name: 'x'.repeat(129), password: 'x'}, {name: 'x'}, {name: 'x', password: 'y'.repeat(129)}, {name: 5, password: 'x'}]) {
      assert.equal((await post(at, '/v1/accounts/add', body)).status, 422, JSON.stringify(body));
    }
    assert.equal((await post(at, '/v1/accounts/add', 'nonsense')).status, 400);
    const {audit} = (await ask(at, '/v1/audit')).json;
    assert.deepEqual(audit.map((d) => `${d.number} ${d.verb} ${d.object}`), ['8 account: remove account ann', '7 account: add account a&b=c', '6 account: add account 李雷', '5 account: add account cat',
      '4 account: unlock account ann', '3 account: set password account ann', '2 account: lock account ann', '1 account: add account ann']);
    assert.ok(audit.every((d) => d.actor === 'operator' && d.at > 1.7e12));
    assert.deepEqual((await ask(at, '/v1/audit?before=3&limit=1')).json.audit.map((d) => d.number), [2]);
    assert.ok(!JSON.stringify(audit).includes('newer') && !server.log.includes('newer'), 'a password where it has nothing to be');
    await server.stop();
    rmSync(dir, {recursive: true, force: true});
  });
}

test('many changes at once are made one after the other', async () => {
  await withServer({config: FREE}, async (server) => {
    const at = socketOf(server);
    const all = await Promise.all(Array.from({length: 20}, () => post(at, '/v1/accounts/add', {name: 'one', password: 'x'})));
    assert.deepEqual(all.map((a) => a.status).sort(), [200, ...Array(19).fill(409)]);
  });
});

test('applications and keys: in force at once, rotated, revoked, gone', {timeout: 120000}, async () => {
  const app = new Application();
  const dir = mkdtempSync(join(tmpdir(), 'parlor-office-'));
  const options = {env: {PARLOR_STORE_PATH: join(dir, 'parlor.db')}, config: FREE};
  let server = await startParlord(options);
  servers.push(server);
  let at = socketOf(server);
  const pem = (kind) => readFileSync(join(app.dir, `${kind}.pub`), 'utf8');
  let second = nowSeconds() - 500; // each signature another second: they are good once
  const claim = (kind, fields = {}) => app.claim(kind, {stringId: 'ann', stamp: second++, ...fields});

  assert.equal((await post(at, '/v1/keys/add', {application: APP, key: 'k1', algorithm: 'ed25519', material: pem('ed25519')})).status, 200, 'keys may come first');
  assert.deepEqual((await post(at, '/v1/applications/add', {application: APP, name: 'Shop', users: [1000, 1999]})).json, {application: ID, locked: false});
  assert.equal((await post(at, '/v1/keys/remove', {application: APP, key: 'k1'})).status, 200);
  assert.equal(await signed(server, claim('ed25519')), 216);
  assert.equal((await post(at, '/v1/keys/add', {application: APP, key: 'k1', algorithm: 'ed25519', material: pem('ed25519')})).status, 200);
  assert.equal(await signed(server, claim('ed25519')), 0);
  assert.equal(await signed(server, claim('ed25519', {user: 2000})), 205);
  assert.equal(await signed(server, claim('ed25519', {user: 1000})), 0);
  assert.equal(await signed(server, {...claim('ed25519', {stringId: 'x'}), signature: ''}), 214);
  assert.equal(await signed(server, claim('es256')), 216);
  for (const [kind, id] of [['es256', 'k2'], ['rsa-md5', 'k3']]) {
    assert.equal((await post(at, '/v1/keys/add', {application: APP, key: id, algorithm: kind, material: pem(kind)})).status, 200);
    assert.equal(await signed(server, claim(kind)), 0, kind);
  }
  assert.equal((await post(at, '/v1/keys/add', {application: APP, key: 'k4', algorithm: 'es256', material: pem('ed25519')})).status, 422);
  assert.equal((await post(at, '/v1/keys/add', {application: APP, key: 'k4', algorithm: 'none', material: 'x'})).status, 422);
  assert.equal((await post(at, '/v1/keys/add', {application: APP, key: 'k1', algorithm: 'ed25519', material: pem('ed25519')})).status, 409);

  // Tokens by a secret that the server makes; then another secret takes over, for a time beside it.
  const made = (await post(at, '/v1/keys/add', {application: APP, key: 't1', algorithm: 'hs256'})).json;
  const token = (secret, kid) => {
    const text = [{alg: 'HS256', typ: 'JWT', kid}, {app: APP, sub: 'bob', exp: nowSeconds() + 600}].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${createHmac('sha256', Buffer.from(secret, 'base64')).update(text).digest('base64url')}`;
  };
  const byToken = (secret, kid) => login(server, 'login_token', {token: token(secret, kid), name: 'bob'});
  assert.equal(await byToken(made.secret, 't1'), 0);
  const rotated = (await post(at, '/v1/keys/rotate', {application: APP, key: 't1', new: 't2', grace: 3600})).json;
  assert.equal(await byToken(rotated.secret, 't2'), 0);
  assert.equal(await byToken(made.secret, 't1'), 0, 'good yet');
  assert.equal(await byToken(made.secret, 't2'), 215);
  assert.equal((await post(at, '/v1/keys/rotate', {application: APP, key: 't2', new: 't3', grace: 0})).status, 200);
  assert.equal(await byToken(rotated.secret, 't2'), 216, 'run out at once');
  assert.equal((await post(at, '/v1/keys/revoke', {application: APP, key: 't1'})).status, 200);
  assert.equal(await byToken(made.secret, 't1'), 216);

  server = await restarted(server, options);
  at = socketOf(server);
  assert.equal(await signed(server, claim('ed25519')), 0, 'after the worst end');
  assert.equal(await byToken(made.secret, 't1'), 216);
  const {keys} = (await ask(at, `/v1/keys?application=${APP}`)).json;
  assert.deepEqual(keys.map((k) => `${k.key} ${k.algorithm} ${k.private} ${k.revoked} ${k.expires > 0}`),
    ['k1 ed25519 false false false', 'k2 es256 false false false', 'k3 rsa-md5 false false false', 't1 hs256 true true true', 't2 hs256 true false true', 't3 hs256 true false false']);
  assert.ok(!JSON.stringify(keys).includes(made.secret));
  assert.equal((await post(at, '/v1/applications/lock', {application: APP})).status, 200);
  assert.equal(await signed(server, claim('ed25519')), 223);
  assert.equal((await post(at, '/v1/applications/unlock', {application: APP})).status, 200);
  assert.equal(await signed(server, claim('ed25519')), 0);
  assert.deepEqual((await ask(at, '/v1/applications')).json.applications.map(({made: _, ...a}) => a), [{application: ID, name: 'Shop', locked: false, guests: false, users: [1000, 1999]}]);
  assert.equal((await post(at, '/v1/applications/remove', {application: APP})).status, 200);
  assert.deepEqual((await ask(at, `/v1/keys?application=${APP}`)).json.keys, []);
  assert.deepEqual((await ask(at, '/v1/applications')).json.applications, []);
  await server.stop();
  app.forget();
  rmSync(dir, {recursive: true, force: true});
});

test('an application of the settings is not changed here', async () => {
  const app = new Application();
  await withServer({config: `${FREE}${app.section()}`}, async (server) => {
    const at = socketOf(server);
    for (const path of ['applications/add', 'applications/lock', 'applications/remove']) assert.equal((await post(at, `/v1/${path}`, {application: APP})).status, 409, path);
    assert.equal((await post(at, '/v1/keys/add', {application: APP, key: 'k', algorithm: 'ed25519'})).status, 409);
    assert.equal(await signed(server, app.claim('ed25519', {stringId: 'ann'})), 0);
  });
  app.forget();
});

test('the sign service: an application\'s token signs for that application, and does nothing else', async () => {
  await withServer({config: `${FREE}[admin]\nlisten = 127.0.0.1:0\n`}, async (server) => {
    const at = socketOf(server);
    await server.waitForLog(/admin\.listening/);
    const door = {host: '127.0.0.1', port: Number(/admin\.listening.*?127\.0\.0\.1:(\d+)/.exec(server.log)[1])};
    for (const id of [APP, 'other']) assert.equal((await post(at, '/v1/applications/add', {application: id})).status, 200);
    assert.equal((await post(at, '/v1/sign', {application: APP, string_id: 'ann'})).status, 404, 'no key yet');
    const key = (await post(at, '/v1/keys/add', {application: APP, key: 'k1', algorithm: 'ed25519'})).json;
    createPublicKey(key.public);
    assert.equal(key.private, undefined);
    const {token} = (await post(at, '/v1/keys/add', {application: APP, key: 'web', algorithm: 'service'})).json;
    assert.match(token, /^[0-9a-f]{64}$/);
    const as = (secret, path, body) => ask(door, path, {method: body === undefined ? 'GET' : 'POST', headers: {authorization: `Bearer ${secret}`}, body: body ?? ''});
    const first = await as(token, '/v1/sign', {string_id: 'ann'});
    assert.equal(first.status, 200);
    assert.equal(await signed(server, claimOf(first.json)), 0);
    assert.equal(await signed(server, claimOf(first.json)), 226, 'good once');
    assert.equal(await signed(server, claimOf((await as(token, '/v1/sign', {id: 77})).json)), 0);
    assert.equal((await as(token, '/v1/sign', {string_id: 'x', application: 'other'})).status, 403);
    for (const body of [{}, {string_id: ''}, {string_id: 'x'.repeat(200)}, {id: 0}, {id: -1}, {id: 1.5}]) assert.equal((await as(token, '/v1/sign', body)).status, 422, JSON.stringify(body));
    for (const path of ['/v1/version', '/v1/users', '/v1/events', '/v1/keys?application=other', '/v1/audit']) assert.equal((await as(token, path)).status, 403, path);
    assert.equal((await as(token, '/v1/accounts/add', {name: 'x', password: 'y'})).status, 403);
    assert.equal((await as('0'.repeat(64), '/v1/sign', {string_id: 'ann'})).status, 401);
    // As old pages ask it.
    const old = await as(token, '/v1/sign', `userid=-1&struserid=eve&appid=${APP}`);
    assert.equal(old.json.errorcode, 0);
    assert.equal(await signed(server, {name: '', user: -1, string_id: 'eve', app: APP, stamp: old.json.timestamp, signature: old.json.sigStr, param: ''}), 0);
    // Bounded: so many a second, whoever asks.
    const all = [], begun = Date.now();
    await Promise.all(Array.from({length: 8}, async () => {
      while (all.length < 500) all.push((await as(token, '/v1/sign', {string_id: 'ann'})).status);
    }));
    const signatures = all.filter((status) => status === 200).length;
    assert.ok(signatures >= 1 && signatures <= 101 + (Date.now() - begun) / 10, `${signatures} signatures in ${Date.now() - begun} ms`);
    assert.equal(signatures + all.filter((status) => status === 429).length, all.length);
    // A revoked token opens nothing.
    assert.equal((await post(at, '/v1/keys/revoke', {application: APP, key: 'web'})).status, 200);
    assert.equal((await as(token, '/v1/sign', {string_id: 'ann'})).status, 401);
    assert.ok(!server.log.includes(token));
  });
});

test('blocks end by themselves, and outlive the server', {timeout: 120000}, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-office-'));
  const options = {env: {PARLOR_STORE_PATH: join(dir, 'parlor.db')}, config: FREE};
  let server = await startParlord(options);
  servers.push(server);
  let at = socketOf(server);
  const gets = async () => { try { return await password(server, 'ann', 'x') === 0; } catch { return false; } };
  const until = async (fact) => { const end = Date.now() + 30000; while (!await fact()) { assert.ok(Date.now() < end, 'time is up'); await new Promise((r) => { setTimeout(r, 100); }); } };
  assert.equal((await post(at, '/v1/block', {address: '192.0.2.*', why: 'noise'})).status, 200);
  assert.ok(await gets());
  const {json} = await post(at, '/v1/block', {address: '127.*', seconds: 2});
  assert.equal(json.blocked, '127.*');
  assert.equal(await gets(), false);
  assert.deepEqual((await ask(at, '/v1/blocked')).json.blocked.map((b) => b.address), ['127.*', '192.0.2.*']);
  await until(gets);
  assert.deepEqual((await ask(at, '/v1/blocked')).json.blocked.map((b) => `${b.address} ${b.why} ${b.until}`), ['192.0.2.* noise 0']);
  assert.equal((await post(at, '/v1/block', {address: '127.0.0.1'})).status, 200);
  server = await restarted(server, options);
  at = socketOf(server);
  assert.equal(await gets(), false, 'blocked after a restart');
  assert.equal((await post(at, '/v1/unblock', {address: '127.0.0.1'})).status, 200);
  assert.ok(await gets());
  for (const body of [{address: 'example.org'}, {address: '192.0.2.1', seconds: 0}, {address: '192.0.2.1', seconds: 'x'}, {}]) assert.equal((await post(at, '/v1/block', body)).status, 422);
  await server.stop();
  rmSync(dir, {recursive: true, force: true});
});

test('parlorctl over it', async () => {
  await withServer({config: `${FREE}accounts = yes\n`}, async (server) => {
    const ctl = async (args, input) => { const out = await parlorctl(server, args, input); assert.equal(out.code, 0, `${args}: ${out.stderr}`); return out.stdout; };
    await ctl(['add-account', 'ann'], 'right\n');
    assert.equal(await password(server, 'ann', 'right'), 0);
    await ctl(['set-password', 'ann'], 'newer\n');
    await ctl(['lock-account', 'ann']);
    assert.match(await ctl(['accounts']), /^ann\s+yes/m);
    await ctl(['unlock-account', 'ann']);
    assert.equal(await password(server, 'ann', 'newer'), 0);
    await ctl(['remove-account', 'ann']);
    assert.equal((await parlorctl(server, ['add-account', 'ann'])).code, 2, 'no password');
    await ctl(['add-application', APP, 'Shop']);
    assert.match(await ctl(['add-key', APP, 'k1', 'ed25519']), /PUBLIC KEY/);
    await ctl(['rotate-key', APP, 'k1', 'k2', '60']);
    assert.match(await ctl(['keys', APP]), /^k1\s+ed25519\s+yes\s+no.*\n^k2/m);
    await ctl(['revoke-key', APP, 'k1']);
    await ctl(['remove-key', APP, 'k1']);
    await ctl(['lock-application', APP]);
    await ctl(['unlock-application', APP]);
    assert.match(await ctl(['applications']), /Shop/);
    await ctl(['remove-application', APP]);
    await ctl(['block', '192.0.2.7', '60']);
    assert.match(await ctl(['blocked']), /192\.0\.2\.7/);
    await ctl(['unblock', '192.0.2.7']);
    assert.equal((await parlorctl(server, ['block', '192.0.2.7', 'soon'])).code, 2);
    assert.match(await ctl(['audit', '3']), /address: unblock/);
    const follow = spawn(program, ['--socket', socketOf(server).socketPath, 'events']);
    let seen = '';
    const two = new Promise((resolve) => { follow.stdout.on('data', (chunk) => { seen += chunk; if (seen.split('\n').length > 2) resolve(); }); });
    await two;
    follow.kill('SIGINT');
    assert.equal(JSON.parse(seen.split('\n')[0]).number, 1);
  });
});

test('the audit: each line fits to the one before; what was changed, taken out or written anew is named; it is trimmed and says so', {timeout: 120000}, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-office-'));
  const path = join(dir, 'parlor.db');
  const sql = (text) => execFileSync('sqlite3', [path, text]);
  const options = (more = {}) => ({env: {PARLOR_STORE_PATH: path, ...more}, config: FREE});
  const verify = async (...noted) => { const {code, stdout, stderr} = await parlorctl(server, ['--json', 'verify-audit', ...noted]); assert.ok(code < 2, stderr); return {code, ...JSON.parse(stdout)}; };
  let server = await startParlord(options());
  servers.push(server);
  assert.deepEqual(await verify(), {code: 0, lines: 0, first: 0, last: 0, unchained: 0, chain: ''});
  for (let i = 1; i <= 30; i++) assert.equal((await post(socketOf(server), '/v1/block', {address: `192.0.2.${i}`, seconds: 600, why: '试验'})).status, 200);
  const {audit} = (await ask(socketOf(server), '/v1/audit')).json;
  // The sums, made here of nothing but what docs/admin.md says.
  for (const [i, line] of audit.entries()) {
    const texts = [line.actor, line.verb, line.object, line.detail].map((text) => `${Buffer.byteLength(text)}:${text}\n`).join('');
    assert.equal(line.chain, createHash('sha256').update(`${audit[i + 1]?.chain ?? ''}\n${line.number}\n${line.at}\n${texts}`).digest('hex'), `line ${line.number}`);
  }
  const whole = await verify();
  assert.deepEqual(whole, {code: 0, lines: 30, first: 1, last: 30, unchained: 0, chain: audit[0].chain});
  assert.equal((await verify('20', audit[10].chain)).code, 0);
  assert.deepEqual((({code, wrong}) => [code, wrong])(await verify('20', audit[11].chain)), [1, 20]);
  assert.equal((await parlorctl(server, ['verify-audit', '20'])).code, 2, 'a number without its sum');
  // One byte changed, behind the server's back, and back again.
  sql("UPDATE parlor_audit SET object = replace(object, '192', '193') WHERE number = 17");
  const changed = await verify();
  assert.deepEqual([changed.code, changed.wrong], [1, 17]);
  assert.match(changed.why, /was changed/);
  sql("UPDATE parlor_audit SET object = replace(object, '193', '192') WHERE number = 17");
  assert.equal((await verify()).code, 0);
  // A restart looks at it: the newest sum is in the log, and a small audit keeps the newest lines.
  server = await restarted(server, options({PARLOR_ADMIN_AUDIT_KEEP: '20'}));
  await server.waitForLog(new RegExp(`event=audit.head number=30 chain=${audit[0].chain}`));
  await server.waitForLog(/event=audit.trimmed up_to=10/);
  const trimmed = await verify('30', audit[0].chain);
  assert.deepEqual([trimmed.code, trimmed.lines, trimmed.first, trimmed.last], [0, 21, 11, 31], JSON.stringify(trimmed));
  const [{actor, verb, object, detail}] = (await ask(socketOf(server), '/v1/audit?limit=1')).json.audit;
  assert.deepEqual([actor, verb, object, detail], ['server', 'audit: trim', 'up to 10', audit[20].chain]);
  assert.equal((await verify('3', audit[27].chain)).wrong, 3, 'it is not there any more');
  // By age: lines of long ago go, the newest stay; what is left still fits.
  sql('UPDATE parlor_audit SET at_ms = 1000 WHERE number < 15');
  server = await restarted(server, options({PARLOR_ADMIN_AUDIT_DAYS: '30'}));
  await server.waitForLog(/event=audit.trimmed up_to=14/);
  const aged = await verify();
  assert.deepEqual([aged.code, aged.first, aged.last], [0, 15, 32], JSON.stringify(aged));
  // More than it says was taken away; one out of the middle.
  sql('DELETE FROM parlor_audit WHERE number = 15');
  assert.deepEqual((({code, wrong, why}) => [code, wrong, /trimmed/.test(why)])(await verify()), [1, 16, true]);
  sql('DELETE FROM parlor_audit WHERE number = 25');
  assert.deepEqual((({code, wrong, why}) => [code, wrong, /missing/.test(why)])(await verify()), [1, 26, true]);
  await server.stop();
  rmSync(dir, {recursive: true, force: true});
});
