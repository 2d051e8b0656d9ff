// SPDX-License-Identifier: Apache-2.0
// Signed logins and tokens on both faces: what goes to the server, and what is fetched anew when a session is made anew.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeDocument } from '../test/dom.mjs';
import { fakeWorld, friendlyServer, settle } from '../test/fakes.mjs';
import { Face } from './classic/face.mjs';
import { Parlor } from './parlor.mjs';
import { signedFields } from './sign_in.mjs';

const SIGNATURE = 'c2lnbmVk';

function page(server = friendlyServer()) {
  const document = new FakeDocument();
  const world = fakeWorld({ document, server });
  globalThis.MutationObserver = document.Observer;
  const seen = [];
  const window = { WebSocket: class {}, location: { protocol: 'https:', hostname: 'h' }, navigator: { userAgent: '' }, reportError: (error) => { throw error; } };
  for (const name of ['Connect', 'LoginSystem', 'LinkClose']) window[`OnAnyChat${name}`] = (...args) => seen.push(`${name} ${args.join(' ')}`);
  const face = new Face(world.platform, window);
  return { server, seen, ac: face.api, clock: world.clock };
}

async function typed(server = friendlyServer()) {
  const world = fakeWorld({ server });
  const parlor = new Parlor({ url: 'ws://h/parlor', platform: world.platform });
  await parlor.connect();
  return { parlor, server, clock: world.clock };
}

const without = ({ t, id, ...fields }) => fields;

test('classic: BRAC_LoginEx right after BRAC_Connect; strings for numbers, as pages have them', async () => {
  const { ac, seen, server } = page();
  ac.BRAC_InitSDK('0');
  ac.BRAC_Connect('h', 1);
  assert.equal(ac.BRAC_LoginEx('Ann', '-1', 'ann', 'FBE957D1', '1700000000', SIGNATURE, ''), 0);
  await settle();
  assert.deepEqual(seen, ['Connect 1 0', 'LoginSystem 7 0']);
  assert.deepEqual(server.of('login_signed').map(without),
    [{ name: 'Ann', user: -1, string_id: 'ann', app: 'FBE957D1', stamp: 1700000000, signature: SIGNATURE }]);
});

test('classic: missing arguments, the application of option 300, a refusal', async () => {
  const server = friendlyServer();
  server.answers.login_signed = () => ['error', { code: 215 }];
  const { ac, seen } = page(server);
  assert.equal(ac.BRAC_LoginEx('Ann'), 2, 'not initialised');
  ac.BRAC_InitSDK('0');
  ac.BRAC_SetSDKOption(300, 'fbe957d1');
  ac.BRAC_Connect('h', 1);
  assert.equal(ac.BRAC_LoginEx('Ann', 5, undefined, '', -1, undefined, 'more'), 0);
  await settle();
  assert.deepEqual(seen, ['Connect 1 0', 'LoginSystem 0 215']);
  assert.deepEqual(server.of('login_signed').map(without),
    [{ name: 'Ann', user: 5, string_id: '', app: 'fbe957d1', stamp: 4294967295, signature: '', param: 'more' }]);
  ac.BRAC_Login('ann', 'pw', 0);
  await settle();
  assert.deepEqual(server.of('login').map(without), [{ name: 'ann', password: 'pw', app: 'fbe957d1' }]);
  assert.equal(seen.at(-1), 'LoginSystem 7 0');
});

test('classic: an unused signature is sent again with a new session, and its refusal ends it', async () => {
  const { ac, seen, server, clock } = page();
  ac.BRAC_InitSDK('0');
  ac.BRAC_Connect('h', 1);
  ac.BRAC_LoginEx('Ann', -1, 'ann', 'A', 1, SIGNATURE, '');
  await settle();
  server.answers.login_signed = () => ['error', { code: 226 }];
  server.sessions.clear();
  server.socket.cut();
  await clock.pass(20000);
  assert.deepEqual(seen.slice(2), ['LinkClose 101 101', 'Connect 1 0', 'LoginSystem 0 226']);
  assert.equal(server.of('login_signed').length, 2);
});

test('typed: a claim, a token, and the application of a plain login', async () => {
  const { parlor, server } = await typed();
  const me = await parlor.loginSigned({ app: 'A', stringId: 'ann', stamp: 5, signature: SIGNATURE });
  assert.equal(me.id, 7);
  await parlor.connect();
  await parlor.loginToken('a.b.c', { name: 'Ann' });
  await parlor.connect();
  await parlor.login('ann', '', { app: 'A' });
  assert.deepEqual(server.of('login_signed').map(without), [{ name: '', user: -1, string_id: 'ann', app: 'A', stamp: 5, signature: SIGNATURE }]);
  assert.deepEqual(server.of('login_token').map(without), [{ token: 'a.b.c', name: 'Ann' }]);
  assert.deepEqual(server.of('login').map(without), [{ name: 'ann', app: 'A' }]);
});

test('typed: a function is asked again when a lost session is made anew', async () => {
  const { parlor, server, clock } = await typed();
  let asked = 0;
  await parlor.loginToken(async () => `token${++asked}`);
  server.sessions.clear();
  server.socket.cut();
  await clock.pass(20000);
  assert.equal(parlor.state, 'connected');
  assert.deepEqual(server.of('login_token').map(({ token }) => token), ['token1', 'token2']);
});

test('typed: a function that fails is a login that fails; one that is late is not used', async () => {
  const { parlor, server } = await typed();
  await assert.rejects(() => parlor.loginSigned(() => { throw new Error('no signer'); }), { code: 214, detail: 'no signer' });
  let give;
  const late = parlor.loginToken(() => new Promise((resolve) => { give = resolve; }));
  await settle();
  const other = parlor.login('ann');
  give('old');
  await assert.rejects(late, { code: 6 });
  await other;
  assert.deepEqual(server.of('login_token'), []);
});

test('fields: what is no number is none', () => {
  assert.deepEqual(signedFields(), { name: '', user: -1, string_id: '', app: '', stamp: 0, signature: '' });
  assert.deepEqual(signedFields({ user: 'x', stamp: NaN, name: null }), { name: '', user: -1, string_id: '', app: '', stamp: 0, signature: '' });
  assert.deepEqual(signedFields({ user: '12', stamp: '7', param: 0 }), { name: '', user: 12, string_id: '', app: '', stamp: 7, signature: '', param: '0' });
});
