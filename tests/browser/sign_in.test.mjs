// SPDX-License-Identifier: Apache-2.0
// BRAC_LoginEx and its sisters of the typed face, in every browser, with signatures that an application of our own has made.
import assert from 'node:assert/strict';
import {after, before} from 'node:test';
import {conforms} from '../support/conformance.mjs';
import {Application, nowSeconds} from '../support/signing.mjs';
import {startServer} from './support.mjs';

let app, server;
before(async () => {
  app = new Application();
  server = await startServer({config: `[login]\nlogins_per_minute_per_ip = 1000\n${app.section()}`});
});
after(async () => { await server?.stop(); app?.forget(); });

async function open(browser) {
  const user = await browser.page(browser.name);
  await user.goto(`${server.url}/demos/events.html`);
  await user.evaluate(() => BRAC_InitSDK('0'));
  return user;
}

/** Connects and logs in as pages do, one right after the other; gives what they returned. */
const loginEx = (user, {name, user: id, string_id, app: application, stamp, signature}) => user.evaluate(
  (args) => [BRAC_Connect(location.hostname, location.port), BRAC_LoginEx(...args)],
  [name, id, string_id, application, stamp, signature, '']);

const told = async (user, count) => {
  await user.waitFor((count) => named('LoginSystem').length >= count, count, {what: `LoginSystem number ${count}`});
  return user.evaluate(() => events.filter(({name}) => ['Connect', 'LoginSystem'].includes(name)).map(({name, args}) => [name, ...args]));
};

conforms('a signed login', ['BRAC_LoginEx', 'OnAnyChatLoginSystem'], async ({browser}) => {
  const user = await open(browser);
  const stringId = `ann-${browser.name}`;
  assert.deepEqual(await loginEx(user, {...app.claim('ed25519', {stringId}), name: 'Ann'}), [0, 0]);
  const [connect, [, id, code]] = await told(user, 1);
  assert.deepEqual([connect, code], [['Connect', 1, 0], 0]);
  assert.ok(id > 0);
  assert.deepEqual(await user.evaluate(() => [BRAC_GetUserName(-1), BRAC_QueryUserStateInt(-1, BRAC_USERSTATE_SELFUSERID)]), ['Ann', id]);

  // With a numeric id, from an old signing tool in another time zone, with strings for numbers.
  const number = 5000 + browser.name.length;
  const old = app.claim('rsa-md5', {user: number, stringId: '', stamp: nowSeconds() + 8 * 3600});
  assert.deepEqual(await loginEx(user, {...old, name: 'Old', user: String(number), stamp: String(old.stamp)}), [0, 0]);
  assert.deepEqual((await told(user, 2)).at(-1), ['LoginSystem', number, 0]);

  // Refusals come as events, and the next login is as good as any.
  await loginEx(user, {...app.claim('ed25519', {stringId}), string_id: 'bob'});
  assert.deepEqual((await told(user, 3)).at(-1), ['LoginSystem', 0, 215]);
  await loginEx(user, {...old, user: number});
  assert.deepEqual((await told(user, 4)).at(-1), ['LoginSystem', 0, 226]);
  await loginEx(user, {...app.claim('ed25519'), signature: ''});
  assert.deepEqual((await told(user, 5)).at(-1), ['LoginSystem', 0, 214]);
  await loginEx(user, {...app.claim('es256', {stringId, stamp: nowSeconds() - 1}), name: ''});
  assert.deepEqual((await told(user, 6)).at(-1), ['LoginSystem', id, 0], 'the same user as before');
  assert.equal(await user.evaluate(() => BRAC_GetUserName(-1)), stringId);
  await user.close();
});

conforms('the typed face: claims and tokens', [], async ({browser}) => {
  const user = await browser.page(browser.name);
  await user.goto(`${server.url}/demos/events.html`);
  const stringId = `typed-${browser.name}`;
  const {string_id, ...claim} = app.claim('ed25519', {stringId});
  const seen = await user.evaluate(async ({claim, good, stale}) => {
    const {Parlor} = await import('/sdk/parlor.mjs');
    const parlor = new Parlor();
    await parlor.connect();
    const first = await parlor.loginSigned(async () => claim);
    await parlor.connect();
    const second = await parlor.loginToken(() => good, {name: 'unused'});
    const room = await parlor.enter(7);
    const elsewhere = await parlor.enter(8).catch((error) => error.code);
    await parlor.connect();
    const error = await parlor.loginToken(stale).catch((e) => [e.code, e.texts('en').cure]);
    parlor.close?.();
    return {first: [first.id, first.name], second: [second.id, second.name, second.level], room: room.id, elsewhere, error};
  }, {
    claim: {...claim, stringId},
    good: app.token('hs256', {sub: stringId, name: 'Tess', level: 2, rooms: [7]}), stale: app.token('es256', {exp: nowSeconds() - 900}),
  });
  assert.equal(seen.first[1], stringId);
  assert.deepEqual(seen.second, [seen.first[0], 'Tess', 2], 'the same identity has the same id');
  assert.deepEqual([seen.room, seen.elsewhere !== 0, seen.error[0]], [7, true, 220]);
  assert.match(seen.error[1], /\w/);
  await user.close();
});
