// SPDX-License-Identifier: Apache-2.0
// What a page is told, and when: the exact order of events, on both kinds of pages.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {startChromium} from '../support/browsers.mjs';
import {join, startServer} from './support.mjs';

let chromium;
let server;
before(async () => { chromium = await startChromium(); server = await startServer(); });
after(async () => { await chromium?.close(); await server?.stop(); });

let nextRoom = 100;

for (const page of ['events', 'dispatcher']) {
  test(`a page with ${page === 'events' ? 'per-event functions' : 'a dispatcher'} sees the exact sequence`, async () => {
    const room = nextRoom++;
    const ann = await join(chromium, server, 'ann', {page, room, media: false});
    const bob = await join(chromium, server, 'bob', {page, room, media: false});
    await ann.waitFor((id) => named('UserAtRoom').some((e) => e.args[0] === id && e.args[1] === 1), bob.id, {what: 'bob to enter'});
    await bob.evaluate(() => call('BRAC_LeaveRoom', -1));
    await ann.waitFor((id) => named('UserAtRoom').some((e) => e.args[0] === id && e.args[1] === 0), bob.id, {what: 'bob to leave'});

    const told = async (user) => (await user.evaluate(() => events)).filter((e) => !/StateChange/.test(e.name));
    const toldAnn = await told(ann);
    assert.deepEqual(toldAnn.map((e) => [e.name, ...e.args]), [
      ['Connect', 1, 0], ['LoginSystem', ann.id, 0], ['EnterRoom', room, 0], ['RoomOnlineUser', 1, room],
      ['UserAtRoom', bob.id, 1], ['UserAtRoom', bob.id, 0],
    ]);
    assert.ok(toldAnn.every((e) => !e.insideCall), 'no event comes from inside a call');
    assert.deepEqual(toldAnn.map((e) => e.online.length), [0, 0, 0, 0, 1, 0]);
    assert.deepEqual(toldAnn[4].names, ['bob']);

    const toldBob = await told(bob);
    assert.deepEqual(toldBob.map((e) => [e.name, ...e.args]), [
      ['Connect', 1, 0], ['LoginSystem', bob.id, 0], ['EnterRoom', room, 0], ['RoomOnlineUser', 2, room],
    ]);
    assert.deepEqual(toldBob[3].online, [ann.id]);
    assert.deepEqual(toldBob[3].names, ['ann']);
    await ann.close();
    await bob.close();
  });
}

test('camera and microphone states are told to oneself and to the others', async () => {
  const room = nextRoom++;
  const ann = await join(chromium, server, 'ann', {room});
  const bob = await join(chromium, server, 'bob', {room, media: false});
  await ann.waitFor((id) => named('CameraStateChange').some((e) => e.args[0] === id && e.args[1] === 2), ann.id, {what: 'own camera state'});
  await bob.waitFor((id) => BRAC_GetCameraState(id) === 2 && BRAC_GetSpeakState(id) === 1, ann.id, {what: 'the states of ann'});
  await ann.evaluate(() => { BRAC_UserCameraControl(-1, 0); BRAC_UserSpeakControl(-1, 0); });
  await bob.waitFor((id) => named('CameraStateChange').some((e) => e.args[0] === id && e.args[1] === 1) &&
    named('MicStateChange').some((e) => e.args[0] === id && e.args[1] === 0), ann.id, {what: 'ann to close both'});
  await ann.close();
  await bob.close();
});

test('entering the room one is in answers 308 and changes nothing', async () => {
  const room = nextRoom++;
  const ann = await join(chromium, server, 'ann', {room, media: false});
  await ann.evaluate((room) => BRAC_EnterRoom(room, '', 0), room);
  await ann.waitFor(() => named('EnterRoom').length === 2, undefined, {what: 'the second answer'});
  assert.deepEqual(await ann.evaluate(() => named('EnterRoom')[1].args), [room, 308]);
  assert.equal(await ann.evaluate(() => named('RoomOnlineUser').length), 1);
  await ann.close();
});

test('the second login of a user ends the first with 209', async () => {
  const page = async () => {
    const user = await chromium.page('named');
    await user.goto(`${server.url}/demos/events.html`);
    await user.evaluate(() => { BRAC_InitSDK('0'); BRAC_Connect(location.hostname, Number(location.port)); BRAC_Login('same', 'secret', 0); });
    await user.waitFor(() => named('LoginSystem').length > 0, undefined, {what: 'the login'});
    return user;
  };
  const first = await page();
  const second = await page();
  await first.waitFor(() => named('LinkClose').length > 0, undefined, {what: 'the end of the first'});
  assert.deepEqual(await first.evaluate(() => named('LinkClose').map((e) => e.args)), [[209, 209]]);
  assert.equal(await second.evaluate(() => named('LinkClose').length), 0);
  await first.close();
  await second.close();
});

test('a wrong server password answers the connection with 102', async () => {
  const locked = await startServer({config: '[login]\nserver_password = open sesame\n'});
  const user = await chromium.page('locked out');
  await user.goto(`${locked.url}/demos/events.html`);
  await user.evaluate(() => { BRAC_InitSDK('0'); BRAC_SetServerAuthPass('wrong'); BRAC_Connect(location.hostname, Number(location.port)); BRAC_Login('ann', '', 0); });
  await user.waitFor(() => named('Connect').length > 0, undefined, {what: 'the answer'});
  assert.deepEqual(await user.evaluate(() => events.map((e) => [e.name, ...e.args])), [['Connect', 0, 102]]);
  await user.evaluate(() => { BRAC_SetServerAuthPass('open sesame'); BRAC_Connect(location.hostname, Number(location.port)); BRAC_Login('ann', '', 0); });
  await user.waitFor(() => named('LoginSystem').length > 0, undefined, {what: 'the login'});
  await user.close();
  await locked.stop();
});
