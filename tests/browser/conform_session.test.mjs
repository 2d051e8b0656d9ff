// SPDX-License-Identifier: Apache-2.0
// What the manual says of connecting, logging in, rooms and who is in them; in every browser.
import assert from 'node:assert/strict';
import {after, before} from 'node:test';
import {conforms} from '../support/conformance.mjs';
import {join, startServer} from './support.mjs';

let server;
before(async () => { server = await startServer({config: '[room 900]\npassword = secret\n'}); });
after(async () => { await server?.stop(); });

let nextRoom = 100;
const enter = (browser, name, room) => join(browser, server, name, {room, media: false});

async function open(browser) {
  const user = await browser.page(browser.name);
  await user.goto(`${server.url}/demos/events.html`);
  return user;
}

/** What the page was told, without the states of devices: [name, ...arguments]. */
const told = async (user) => (await user.evaluate(() => events)).filter(({name}) => !/StateChange/.test(name)).map(({name, args}) => [name, ...args]);
const tells = (user, name, count = 1) => user.waitFor(({name, count}) => named(name).length >= count, {name, count}, {what: `${name} number ${count}`});

conforms('the SDK begins and ends, again and again', ['BRAC_InitSDK', 'BRAC_Release', 'BRAC_GetVersion', 'BRAC_GetIPCGuid', 'BRAC_GetDmoObject', 'BRAC_NewGuid'],
  async ({browser}) => {
    const user = await open(browser);
    const seen = await user.evaluate(() => {
      const host = () => document.querySelectorAll('#AnyChatSDKPluginDiv #AnyChatSDKPlugin').length;
      BRAC_Release(); // nothing there yet
      const early = [BRAC_SetSDKOption(47, 0), BRAC_SetSDKOptionString(11006, './bk.jpg'), BRAC_GetSDKOptionInt(47)]; // before there is an SDK
      const out = {early, before: host(), tooNew: BRAC_InitSDK('101'), stillNone: host()};
      out.init = [BRAC_InitSDK('0'), BRAC_InitSDK('0'), BRAC_InitSDK(0)];
      out.kept = [BRAC_GetSDKOptionInt(47), BRAC_GetSDKOptionString(11006)];
      out.hosts = host();
      out.plugin = window.anychat === document.getElementById('AnyChatSDKPlugin');
      out.helper = [BRAC_GetDmoObject('AnyChatSDKPlugin') === window.anychat, BRAC_GetDmoObject('nobody')];
      out.versions = [0, 1, 2, 22, 23, 24].map((type) => BRAC_GetVersion(type));
      out.options = [BRAC_GetSDKOptionInt(22), BRAC_GetSDKOptionInt(23), BRAC_GetSDKOptionString(24)];
      out.guids = [BRAC_NewGuid(), BRAC_NewGuid(), BRAC_GetSDKOptionString(29), BRAC_GetIPCGuid()];
      BRAC_Release();
      out.forgotten = BRAC_GetSDKOptionInt(47);
      out.released = [host(), BRAC_Connect('127.0.0.1', 1)];
      out.again = [BRAC_InitSDK('0'), host()];
      BRAC_Release();
      return out;
    });
    assert.deepEqual([seen.early, seen.kept, seen.forgotten], [[0, 0, 0], [0, './bk.jpg'], 1]);
    assert.deepEqual([seen.before, seen.tooNew, seen.stillNone], [0, 1010001, 0]);
    assert.deepEqual(seen.init, [0, 0, 0]);
    assert.deepEqual([seen.hosts, seen.plugin, seen.helper], [1, true, [true, null]]);
    const [wrapper, sdk, level, main, sub, built] = seen.versions;
    for (const version of [wrapper, sdk]) assert.match(version, /^\d\.\d\.\d\.\d$/);
    assert.ok(wrapper >= '1.0.7.0', 'as a string: pages compare it so');
    assert.ok(Number(level) > 0);
    assert.deepEqual([main, sub], seen.options.slice(0, 2));
    assert.equal(built, seen.options[2]);
    for (const guid of seen.guids) assert.match(guid, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
    assert.equal(new Set(seen.guids).size, 4);
    assert.deepEqual([seen.released[0], seen.released[1] !== 0, ...seen.again], [0, true, 0, 1]);
    await user.close();
  });

conforms('a page connects, logs in, enters, leaves and logs out', ['BRAC_Connect', 'BRAC_Login', 'BRAC_EnterRoom', 'BRAC_LeaveRoom', 'BRAC_Logout',
  'OnAnyChatConnect', 'OnAnyChatLoginSystem', 'OnAnyChatEnterRoom', 'OnAnyChatRoomOnlineUser', 'OnAnyChatUserAtRoom'], async ({browser, check}) => {
  const room = nextRoom++;
  const ann = await enter(browser, 'ann', room);
  const bob = await enter(browser, 'bob', String(room)); // pages pass it from an input field
  await tells(ann, 'UserAtRoom');
  assert.deepEqual(await told(ann), [['Connect', 1, 0], ['LoginSystem', ann.id, 0], ['EnterRoom', room, 0], ['RoomOnlineUser', 1, room], ['UserAtRoom', bob.id, 1]]);
  assert.deepEqual(await told(bob), [['Connect', 1, 0], ['LoginSystem', bob.id, 0], ['EnterRoom', room, 0], ['RoomOnlineUser', 2, room]]);
  assert.equal(await ann.evaluate(() => events.some(({insideCall}) => insideCall)), false, 'no event comes from inside a call');

  await check(['BRAC_GetOnlineUser', 'BRAC_GetRoomOnlineUsers', 'BRAC_GetUserName', 'BRAC_GetUserLevel'], async () => {
    assert.deepEqual(await bob.evaluate(() => named('RoomOnlineUser')[0]).then(({online, names}) => [online, names]), [[ann.id], ['ann']], 'within the event');
    assert.deepEqual(await ann.evaluate((room) => [BRAC_GetOnlineUser(), BRAC_GetRoomOnlineUsers(room), BRAC_GetRoomOnlineUsers(String(room)),
      BRAC_GetRoomOnlineUsers(-1), BRAC_GetRoomOnlineUsers(room + 1)], room), [[bob.id], [bob.id], [bob.id], [bob.id], []]);
    assert.deepEqual(await ann.evaluate((id) => [BRAC_GetUserName(id), BRAC_GetUserName(String(id)), BRAC_GetUserName(-1), BRAC_GetUserName(4711)], bob.id),
      ['bob', 'bob', 'ann', '']);
    assert.deepEqual(await ann.evaluate((id) => [BRAC_GetUserLevel(id), BRAC_GetUserLevel(-1), BRAC_GetUserLevel(4711)], bob.id), [0, 0, 0]);
  });

  assert.equal(await bob.evaluate((room) => call('BRAC_LeaveRoom', room + 1), room), 0, 'another room than the one one is in');
  assert.deepEqual(await bob.evaluate(() => BRAC_GetOnlineUser()), [ann.id]);
  assert.deepEqual(await bob.evaluate(() => [call('BRAC_LeaveRoom', -1), call('BRAC_LeaveRoom', -1), BRAC_GetOnlineUser()]), [0, 0, []]);
  await tells(ann, 'UserAtRoom', 2);
  assert.deepEqual((await told(ann)).at(-1), ['UserAtRoom', bob.id, 0]);
  await bob.evaluate((room) => call('BRAC_EnterRoom', room, '', 0), room);
  await tells(bob, 'RoomOnlineUser', 2);
  assert.equal(await bob.evaluate(() => call('BRAC_Logout')), 0);
  await tells(ann, 'UserAtRoom', 4);
  assert.deepEqual((await told(ann)).slice(-2), [['UserAtRoom', bob.id, 1], ['UserAtRoom', bob.id, 0]]);
  assert.equal((await told(bob)).length, 6, 'whoever leaves is told nothing');
  for (const user of [ann, bob]) await user.close();
});

conforms('rooms by name, passwords, refusals', ['BRAC_EnterRoomEx', 'BRAC_SetServerAuthPass'], async ({browser, check}) => {
  await check(['BRAC_EnterRoomEx', 'BRAC_EnterRoom', 'OnAnyChatEnterRoom'], async () => {
    const users = [await open(browser), await open(browser)];
    for (const user of users) {
      await user.evaluate((name) => { BRAC_InitSDK('0'); BRAC_Connect(location.hostname, location.port); BRAC_Login('x', '', 0); BRAC_EnterRoomEx(name, ''); }, `of ${browser.name}`);
      await tells(user, 'RoomOnlineUser');
    }
    const [first, second] = await Promise.all(users.map((user) => user.evaluate(() => [named('EnterRoom')[0].args, named('RoomOnlineUser')[0].args])));
    assert.ok(first[0][0] > 0, 'the server chose a number');
    assert.deepEqual([first, second], [[[first[0][0], 0], [1, first[0][0]]], [[first[0][0], 0], [2, first[0][0]]]]);
    const [ann] = users;
    await ann.evaluate((room) => { call('BRAC_EnterRoom', room, '', 0); }, first[0][0]);
    await tells(ann, 'EnterRoom', 2);
    await ann.evaluate(() => { BRAC_LeaveRoom(-1); call('BRAC_EnterRoom', 900, 'wrong', 0); });
    await tells(ann, 'EnterRoom', 3);
    await ann.evaluate(() => { call('BRAC_EnterRoom', 900, 'secret', 0); });
    await tells(ann, 'RoomOnlineUser', 2);
    assert.deepEqual((await told(ann)).filter(([name]) => name === 'EnterRoom').slice(1), [['EnterRoom', first[0][0], 308], ['EnterRoom', 900, 301], ['EnterRoom', 900, 0]]);
    assert.deepEqual(await ann.evaluate(() => [BRAC_EnterRoom(0, '', 0), BRAC_EnterRoom('abc', '', 0), BRAC_EnterRoomEx('', '')]), [21, 21, 21]);
    for (const user of users) await user.close();
  });
  const locked = await startServer({config: '[login]\nserver_password = open sesame\n'});
  try {
    const user = await browser.page(browser.name);
    await user.goto(`${locked.url}/demos/events.html`);
    await user.evaluate(() => { BRAC_InitSDK('0'); BRAC_SetServerAuthPass('OPEN SESAME'); BRAC_Connect(location.hostname, location.port); BRAC_Login('ann', '', 0); });
    await tells(user, 'Connect');
    await user.evaluate(() => { BRAC_SetServerAuthPass('open sesame'); BRAC_Connect(location.hostname, location.port); BRAC_Login('ann', '', 0); });
    await tells(user, 'LoginSystem');
    assert.deepEqual((await told(user)).map(([name, ...args]) => [name, name === 'LoginSystem' ? args[1] : args]), [['Connect', [0, 102]], ['Connect', [1, 0]], ['LoginSystem', 0]]);
    await user.close();
  } finally {
    await locked.stop();
  }
});

conforms('a link that ends, is refused, or was never there', ['OnAnyChatLinkClose', 'OnAnyChatConnect', 'OnAnyChatLoginSystem'], async ({browser}) => {
  const page = async () => {
    const user = await open(browser);
    await user.evaluate(() => { BRAC_InitSDK('0'); BRAC_Connect(location.hostname, Number(location.port)); BRAC_Login('same', 'secret', 0); });
    await tells(user, 'LoginSystem');
    return user;
  };
  const first = await page();
  const second = await page();
  await tells(first, 'LinkClose');
  const [[, id]] = (await told(first)).filter(([name]) => name === 'LoginSystem');
  assert.deepEqual(await told(first), [['Connect', 1, 0], ['LoginSystem', id, 0], ['LinkClose', 209, 209]]);
  assert.deepEqual(await told(second), [['Connect', 1, 0], ['LoginSystem', id, 0]], 'the newer login has the number');
  // The same instance connects again: to nobody, then to a server.
  await first.evaluate(() => { blockLinks(true); BRAC_Connect(location.hostname, Number(location.port)); BRAC_Login('other', '', 0); });
  await tells(first, 'Connect', 2);
  await first.evaluate(() => { blockLinks(false); BRAC_Connect(location.hostname, Number(location.port)); BRAC_Login('', '', 0); });
  await tells(first, 'LoginSystem', 2);
  const [, failed, , refused] = (await told(first)).slice(2);
  assert.deepEqual(failed.slice(0, 2), ['Connect', 0]);
  assert.ok(failed[2] > 0, 'why');
  assert.equal(refused[0], 'LoginSystem');
  assert.ok(refused[2] > 0, 'a login without a name is refused');
  for (const user of [first, second]) await user.close();
});

conforms('one function hears everything, or each event has its own', ['OnAnyChatNotifyMessage'], async ({browser}) => {
  const room = nextRoom++;
  const user = await join(browser, server, 'ann', {page: 'dispatcher', room, media: false});
  assert.deepEqual(await told(user), [['Connect', 1, 0], ['LoginSystem', user.id, 0], ['EnterRoom', room, 0], ['RoomOnlineUser', 1, room]], 'never both');
  await user.close();
});

conforms('small helpers that pages use', ['Base64', 'getBrowser', 'BRAC_GetMessage', 'BRAC_RegisterCallBack', 'BRAC_AttachIE11Event', 'MessageLoop', 'starttimer'], async ({browser}) => {
  const user = await open(browser);
  const seen = await user.evaluate(() => {
    const text = '\u4f60\u597d, <b>\ud83d\ude00';
    return {
      base64: [new Base64().encode(text), base64TranFuc.decode(new Base64().encode(text)) === text],
      name: getBrowser(), message: BRAC_GetMessage(),
      quiet: [BRAC_RegisterCallBack({}, 'OnNotifyMessage', () => {}), BRAC_AttachIE11Event({}, 'OnNotifyMessage', () => {}), MessageLoop(), starttimer()].map((it) => it ?? null),
    };
  });
  assert.deepEqual(seen.base64, [Buffer.from('\u4f60\u597d, <b>\ud83d\ude00').toString('base64'), true]);
  assert.equal(seen.name, browser.name === 'Firefox' ? 'firefox' : 'chrome');
  assert.deepEqual([seen.message, seen.quiet], ['', [null, null, null, null]]);
  await user.close();
});

conforms('media files are played in the page', ['BRAC_StreamPlayInit', 'BRAC_StreamPlayControl', 'BRAC_StreamPlaySetVideoPos', 'BRAC_StreamPlayGetInfo', 'BRAC_StreamPlayDestroy',
  'OnAnyChatCoreSDKEvent'], async ({browser}) => {
  const user = await open(browser);
  const answers = await user.evaluate(async () => {
    window.told = [];
    window.OnAnyChatCoreSDKEvent = (type, json) => { window.told.push([type, JSON.parse(json)]); };
    const canvas = document.createElement('canvas'); // a film of a second and a half
    Object.assign(canvas, {width: 64, height: 48});
    const paint = setInterval(() => { const pen = canvas.getContext('2d'); pen.fillStyle = `hsl(${performance.now()}, 90%, 50%)`; pen.fillRect(0, 0, 64, 48); }, 30);
    const recorder = new MediaRecorder(canvas.captureStream(25));
    const parts = [];
    recorder.ondataavailable = ({data}) => { parts.push(data); };
    recorder.start();
    await new Promise((resolve) => { recorder.onstop = resolve; setTimeout(() => recorder.stop(), 1500); });
    clearInterval(paint);
    BRAC_InitSDK('0');
    const out = [BRAC_StreamPlayInit('film', URL.createObjectURL(new Blob(parts, {type: parts[0].type})), 0, '')];
    BRAC_StreamPlaySetVideoPos('film', document.getElementById('local'), 'FILM');
    out.push(document.querySelector('#local > #FILM') !== null, BRAC_StreamPlayControl('film', ANYCHAT_STREAMPLAY_CTRL_OPENLOOP, 0, 0, ''), BRAC_StreamPlayControl('film', ANYCHAT_STREAMPLAY_CTRL_START, 0, 0, ''));
    out.push(BRAC_StreamPlayInit('nothing', './nowhere.mp4', 0, ''));
    return out;
  });
  assert.deepEqual(answers, [0, true, 0, 0, 0]);
  const info = () => user.evaluate(() => JSON.parse(BRAC_StreamPlayGetInfo('film', ANYCHAT_STREAMPLAY_INFO_JSONVALUE)));
  await user.waitFor(() => told.some(([type, {guid, event, errorcode}]) => type === 30 && guid === 'film' && event === 3 && errorcode === 0), undefined, {what: 'the start', timeoutMs: 60000});
  await user.waitFor(() => told.some(([type, {guid, event, errorcode}]) => type === 30 && guid === 'nothing' && event === 4 && errorcode === 710), undefined, {what: 'what is not there', timeoutMs: 60000});
  const {state, width, height, loop, errorcode} = await info();
  assert.deepEqual([state, width, height, loop, errorcode], [1, 64, 48, 1, 0]);
  assert.equal(await user.evaluate(() => BRAC_StreamPlayControl('film', ANYCHAT_STREAMPLAY_CTRL_PAUSE, 0, 0, '')), 0);
  assert.equal((await info()).state, 2);
  assert.deepEqual(await user.evaluate(() => [BRAC_StreamPlayControl('film', ANYCHAT_STREAMPLAY_CTRL_CLOSELOOP, 0, 0, ''), BRAC_StreamPlayControl('film', ANYCHAT_STREAMPLAY_CTRL_SEEK, 0, 0, ''),
    BRAC_StreamPlayControl('film', ANYCHAT_STREAMPLAY_CTRL_SPEEDCTRL, 200, 0, ''), BRAC_StreamPlayControl('film', ANYCHAT_STREAMPLAY_CTRL_START, 0, 0, '')]), [0, 0, 0, 0]);
  await user.waitFor(() => told.some(([, {guid, event}]) => guid === 'film' && event === 4), undefined, {what: 'the end', timeoutMs: 60000});
  assert.equal((await info()).speed, 200);
  assert.deepEqual(await user.evaluate(() => [BRAC_StreamPlayDestroy('film', 0), document.getElementById('FILM'), BRAC_StreamPlayGetInfo('film', 1)]), [0, null, '']);
  await user.close();
});
