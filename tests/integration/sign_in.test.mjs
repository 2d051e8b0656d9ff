// SPDX-License-Identifier: Apache-2.0
// Signing in through a real server: applications that sign with other code than ours, every way of being refused, guessing.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {after, before, test} from 'node:test';
import {promisify} from 'node:util';
import {Client} from '../support/client.mjs';
import {APP, Application, nowSeconds} from '../support/signing.mjs';
import {startParlord} from '../support/parlord.mjs';
import {withServer} from './support.mjs';

const program = join(dirname(process.env.PARLORD ?? 'build/src/server/parlord'), '../ctl/parlorctl');
const parlorctl = async (...args) => (await promisify(execFile)(program, args)).stdout;

let app, server;
before(async () => {
  app = new Application();
  server = await startParlord({config: `[login]\nlogins_per_minute_per_ip = 100000\nmax_failed = 1000\n${app.section('users = 1000-1999\n')}`});
});
after(async () => { await server?.stop(); app?.forget(); });

const open = async (to = server, hello = {}) => {
  const client = await Client.open(to.wsUrl);
  await client.ask('hello', {sdk: 'test', ...hello});
  return client;
};

const refuses = async (t, fields, code) => {
  const client = await open();
  assert.equal(await client.refused(t, fields), code);
  await client.close();
};

for (const kind of ['rsa-md5', 'ed25519', 'es256']) {
  test(`${kind}: good once, for these fields, at this time`, async () => {
    const claim = app.claim(kind, {stringId: `ann-${kind}`, stamp: nowSeconds() - 60}); // another second than the next: both schemes give one text twice
    const client = await open();
    const {self} = await client.ask('login_signed', claim);
    assert.equal(self.name, `ann-${kind}`);
    assert.ok(self.id >= 100000001, `${self.id}`);
    assert.equal((await client.ask('query', {info: 3, input: String(self.id)})).text, `ann-${kind}`);
    await refuses('login_signed', claim, 226);
    await refuses('login_signed', {...app.claim(kind), string_id: 'bob'}, 215);
    await refuses('login_signed', {...app.claim(kind), user: 1000}, 215);
    await refuses('login_signed', {...app.claim(kind), stamp: nowSeconds() + 1}, 215);
    await refuses('login_signed', app.claim(kind, {stamp: nowSeconds() - 1500}), 220);
    await refuses('login_signed', app.claim(kind, {user: 2000}), 205);
    await refuses('login_signed', app.claim(kind, {stringId: ''}), 218);
    const other = new Application();
    await refuses('login_signed', other.claim(kind), 215);
    other.forget();
    const again = await open(); // the same user, signed anew: he has moved
    assert.equal((await again.ask('login_signed', app.claim(kind, {stringId: `ann-${kind}`}))).self.id, self.id);
    assert.equal((await client.next('closing')).code, 209);
    await again.close();
  });
}

test('a signer whose clock shows another time zone: old signatures only', async () => {
  const hours = (n) => nowSeconds() + n * 3600;
  const client = await open();
  await client.ask('login_signed', app.claim('rsa-md5', {user: 1001, stamp: hours(8)}));
  await client.close();
  await refuses('login_signed', app.claim('rsa-md5', {user: 1002, stamp: hours(0.5)}), 220);
  await refuses('login_signed', app.claim('ed25519', {user: 1003, stamp: hours(8)}), 220);
});

test('no signature, no application, no such application', async () => {
  const claim = app.claim('ed25519');
  await refuses('login_signed', {...claim, signature: ''}, 214);
  await refuses('login_signed', {...claim, app: ''}, 100300);
  await refuses('login_signed', {...claim, app: 'x'}, 100303);
  await refuses('login', {name: 'ann', password: 'x', app: 'x'}, 100303);
  await refuses('login', {name: 'ann', app: APP}, 204);
  const client = await open();
  assert.ok((await client.ask('login', {name: 'ann', password: 'x', app: APP})).self.id > 0);
  await client.close();
});

test('tokens: who they say, where they say, as long as they say', async () => {
  for (const kind of ['hs256', 'es256']) {
    const client = await open();
    const {self} = await client.ask('login_token', {token: app.token(kind, {name: 'Ann', level: 4, rooms: [5], uid: 1500}), name: 'x'});
    assert.deepEqual([self.id, self.name, self.level], [1500, 'Ann', 4]);
    assert.equal(await client.refused('enter', {room: 6}), 305, 'another room');
    await client.ask('enter', {room: 5});
    await client.close();
    await refuses('login_token', {token: app.token(kind, {exp: nowSeconds() - 3600}), name: ''}, 220);
    await refuses('login_token', {token: app.token(kind, {nbf: nowSeconds() + 3600}), name: ''}, 220);
    await refuses('login_token', {token: app.token(kind, {uid: 5}), name: ''}, 205);
    await refuses('login_token', {token: app.token(kind, {aud: 'other'}), name: ''}, 215);
  }
});

test('tokens: none, another algorithm, another key, changed', async () => {
  const [head, body] = app.token('es256').split('.');
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  await refuses('login_token', {token: `${none}.${body}.`, name: ''}, 215);
  await refuses('login_token', {token: `${head}.${body}.`, name: ''}, 215);
  // RFC 8725 section 2.1: a public key is no secret of HMAC.
  await refuses('login_token', {token: app.token('hs256', {}, {kid: 'es256'}), name: ''}, 216);
  const {createHmac} = await import('node:crypto');
  const confused = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${body}`;
  const mac = createHmac('sha256', app.keys.es256.publicKey.export({type: 'spki', format: 'pem'})).update(confused).digest('base64url');
  await refuses('login_token', {token: `${confused}.${mac}`, name: ''}, 215);
  const other = new Application();
  await refuses('login_token', {token: other.token('hs256'), name: ''}, 215);
  other.forget();
  await refuses('login_token', {token: 'nonsense', name: ''}, 219);
  await refuses('login_token', {token: app.token('hs256', {app: undefined}), name: ''}, 100300);
});

test('guessing: locked after some, told the same whatever is guessed, others get in', () => withServer({config: `
[login]
max_failed = 5
logins_per_minute_per_ip = 100000
passwords = refuse
[user ann]
password = secret
[user bob]
password = secret
`}, async (guarded) => {
  const eve = await open(guarded);
  for (let i = 0; i < 5; i++) assert.equal(await eve.refused('login', {name: 'ann', password: `guess${i}`}), 200);
  for (let i = 0; i < 50; i++) assert.ok([202, 203].includes(await eve.refused('login', {name: 'ann', password: 'secret'})), 'also the right one');
  await eve.close();
  assert.match(guarded.log, /event=guard\.lock .*code=202/);
  assert.match(guarded.log, /event=guard\.lock .*code=203/);
  assert.doesNotMatch(guarded.log, /guess\d|secret/);
}));

test('too many logins of one address: 203, and the link stands', () => withServer({config: '[login]\nlogins_per_minute_per_ip = 5\n'}, async (guarded) => {
  const codes = [];
  for (let i = 0; i < 8; i++) {
    const client = await open(guarded);
    codes.push(await client.ask('login', {name: 'x', password: 'y'}).then(() => 0, (error) => Number(/\b203\b/.exec(String(error))?.[0])));
    await client.close();
  }
  assert.deepEqual(codes, [0, 0, 0, 0, 0, 203, 203, 203]);
}));

test('accounts: other names are refused, guests are as elsewhere', () => withServer({config: '[login]\naccounts = only\n'}, async (closed) => {
  const client = await open(closed);
  assert.equal(await client.refused('login', {name: 'ann', password: 'x'}), 200);
  assert.ok((await client.ask('login', {name: 'ann'})).self.id < 0);
  await client.close();
  await assert.rejects(() => startParlord({config: '[login]\naccounts = yes\n[store]\nbackend = none\n'}), /login\.accounts needs a store/);
}));

test('a blocked address hears 113', () => withServer({config: '[login]\nblocked = 127.0.*\n'}, async (guarded) => {
  const client = await Client.open(guarded.wsUrl);
  assert.equal(await client.refused('hello', {sdk: 'test'}), 113);
  await client.close();
}));

test('the same user twice: the second is refused where that is wanted', () => withServer({config: '[login]\nsame_user = refuse\n'}, async (strict) => {
  const first = await Client.login(strict.wsUrl, 'ann', {password: 'x'});
  const second = await open(strict);
  assert.equal(await second.refused('login', {name: 'ann', password: 'x'}), 201);
  await first.close();
  await second.close();
}));

test('parlorctl makes keys and signs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parlor-keys-'));
  try {
    for (const kind of ['ed25519', 'es256', 'rsa-md5']) {
      const key = join(folder, kind);
      await parlorctl('make-key', kind, key);
      assert.equal(statSync(`${key}.key`).mode & 0o777, 0o600);
      await assert.rejects(() => parlorctl('make-key', kind, key), /File exists/);
      await withServer({config: `[application desk]\nkey = ${kind} ${key}.pub\n`}, async (signing) => {
        const {app: application, stringId, user, stamp, signature} = JSON.parse(await parlorctl('sign', kind, `${key}.key`, 'desk', 'ann', '1234'));
        const client = await open(signing);
        const {self} = await client.ask('login_signed', {name: '', user, string_id: stringId, app: application, stamp, signature});
        assert.deepEqual([self.id, self.name], [1234, 'ann']);
        await client.close();
      });
      await assert.rejects(() => parlorctl('sign', kind, `${key}.pub`, 'desk', 'ann'), /private one signs/);
    }
    await assert.rejects(() => parlorctl('sign', 'rot13', 'x', 'desk', 'ann'), /no such algorithm/);
    await assert.rejects(() => parlorctl('sign', 'es256', join(folder, 'ed25519.key'), 'desk', 'ann'), /holds no key of that algorithm/);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
});

test('a key that cannot be used: one line says which', async () => {
  await assert.rejects(() => startParlord({config: '[application A]\nkey = ed25519 /nonexistent.pem\n'}), /\[application A\] key: \/nonexistent\.pem: No such file/);
  await assert.rejects(() => startParlord({config: `[application A]\nkey = ed25519 ${app.dir}/es256.pub\n`}), /holds a key of another kind/);
  await assert.rejects(() => startParlord({config: `[application A]\nkey = hs256 ${app.dir}/es256.pub\n`}), /holds no key that can be read/);
});
