// SPDX-License-Identifier: Apache-2.0
// What the manual says of texts, transparent buffers, SDK filter data, private chats and JSON commands; in every browser.
import assert from 'node:assert/strict';
import {after, before} from 'node:test';
import {conforms} from '../support/conformance.mjs';
import {sees, startServer} from './support.mjs';

const GREETING = 'a greeting of the server, 中文';
let server;
before(async () => { server = await startServer({config: `[chat]\nserver_data = echo\ngreeting = ${GREETING}\n`}); });
after(async () => { await server?.stop(); });

let nextRoom = 500;

/** A page whose user is signed in, and in a room when one is given; it notes what arrives, bytes as "bytes 1,2". */
async function enter(browser, name, {room = 0, media = false} = {}) {
  const user = await browser.page(`${browser.name} (${name})`);
  user.user = name;
  await user.goto(`${server.url}/demos/events.html`);
  await user.evaluate(() => {
    const plain = (arg) => arg instanceof Uint8Array ? `bytes ${arg.join()}` : arg;
    for (const name of ['TransBuffer', 'SDKFilterData', 'CoreSDKEvent', 'PrivateRequest', 'PrivateEcho', 'PrivateExit'])
      window[`OnAnyChat${name}`] = (...args) => note(name, ...args.map(plain));
  });
  if (room) {
    await user.evaluate(({name, room, media}) => start(name, room, media), {name, room, media});
    await tells(user, 'RoomOnlineUser');
  } else {
    await user.evaluate((name) => { BRAC_InitSDK('0'); BRAC_Connect(location.hostname, Number(location.port)); BRAC_Login(name, 'x', 0); }, name);
    await tells(user, 'LoginSystem');
  }
  user.id = await user.evaluate(() => BRAC_QueryUserStateInt(-1, BRAC_USERSTATE_SELFUSERID));
  return user;
}

const tells = (user, name, count = 1) => user.waitFor(({name, count}) => named(name).length >= count, {name, count}, {what: `${name} number ${count} of ${user.user}`});
const told = async (user, name) => (await user.evaluate((name) => named(name).map(({args}) => args), name));
const calls = (user, name, ...args) => user.evaluate(({name, args}) => call(name, ...args), {name, args});
/** Everything that was on its way to this user has arrived: what the server answers now comes after it. */
const settled = (...users) => Promise.all(users.map(async (user) => {
  const count = await user.evaluate(() => { call('BRAC_SendSDKFilterData', 'marker'); return named('SDKFilterData').length; });
  await tells(user, 'SDKFilterData', count + 1);
}));

conforms('texts and buffers reach whom they are for', ['BRAC_SendTextMessage', 'OnAnyChatTextMessage'], async ({browser, check}) => {
  const room = nextRoom++;
  const ann = await enter(browser, 'ann', {room});
  const bob = await enter(browser, 'bob', {room});
  const cat = await enter(browser, 'cat', {room});
  const dan = await enter(browser, 'dan'); // in no room
  const everybody = [ann, bob, cat, dan];
  await tells(ann, 'UserAtRoom', 2);

  // To all (0 as in the demos, -1 as in the manual), to one with all reading along, to one alone; any Unicode, never interpreted.
  const html = '<b onclick="x()">\u4f60\u597d</b> \ud83d\ude00';
  const said = [[0, 0, html], ['-1', '1', 'a string for a number'], [bob.id, 0, 'open'], [bob.id, 1, 'secret'], [bob.id, 1, '']];
  for (const args of said) assert.equal(await calls(ann, 'BRAC_SendTextMessage', ...args), 0);
  assert.deepEqual([await calls(ann, 'BRAC_SendTextMessage', -1, 0, 'x'.repeat(32769)), await calls(dan, 'BRAC_SendTextMessage', -1, 0, 'x')], [21, 3]);
  const long = '\u4e2d'.repeat(10922); // 32,766 bytes
  assert.equal(await calls(ann, 'BRAC_SendTextMessage', bob.id, 1, long), 0);
  await settled(...everybody);
  const all = [[ann.id, -1, 0, html, html.length], [ann.id, -1, 0, 'a string for a number', 21], [ann.id, bob.id, 0, 'open', 4]];
  const alone = [[ann.id, bob.id, 1, 'secret', 6], [ann.id, bob.id, 1, '', 0], [ann.id, bob.id, 1, long, 10922]];
  assert.deepEqual(await told(bob, 'TextMessage'), [...all, ...alone]);
  assert.deepEqual(await told(cat, 'TextMessage'), all);
  assert.deepEqual([await told(ann, 'TextMessage'), await told(dan, 'TextMessage')], [[], []], 'not to oneself, not out of the room');

  await check(['BRAC_TransBuffer', 'OnAnyChatTransBuffer'], async () => {
    const full = 'x'.repeat(1024);
    assert.deepEqual([await calls(ann, 'BRAC_TransBuffer', -1, 'for all'), await calls(ann, 'BRAC_TransBuffer', dan.id, 'for one elsewhere'),
      await calls(dan, 'BRAC_TransBuffer', bob.id, full), await calls(dan, 'BRAC_TransBuffer', 0, '{"to":"the server"}'),
      await calls(ann, 'BRAC_TransBuffer', String(cat.id), [0, 255, 7])], [0, 0, 0, 0, 0]);
    assert.equal(await ann.evaluate((id) => call('BRAC_TransBuffer', id, new Uint8Array([1, 2]).buffer), cat.id), 0);
    assert.deepEqual([await calls(dan, 'BRAC_TransBuffer', -1, 'all of which room?'), await calls(ann, 'BRAC_TransBuffer', bob.id, `${full}x`),
      await calls(ann, 'BRAC_TransBuffer', bob.id, '\u4e2d'.repeat(342)), await calls(ann, 'BRAC_TransBuffer', ann.id, 'oneself')], [3, 21, 21, 205]);
    await settled(...everybody);
    assert.deepEqual(await told(bob, 'TransBuffer'), [[ann.id, 'for all', 7], [dan.id, full, 1024]]);
    assert.deepEqual(await told(cat, 'TransBuffer'), [[ann.id, 'for all', 7], [ann.id, 'bytes 0,255,7', 3], [ann.id, 'bytes 1,2', 2]]);
    assert.deepEqual(await told(dan, 'TransBuffer'), [[ann.id, 'for one elsewhere', 17], [0, '{"to":"the server"}', 19]]);
    assert.deepEqual(await told(ann, 'TransBuffer'), []);
  });

  await check(['BRAC_TransBufferEx', 'OnAnyChatTransBufferEx'], async () => {
    await dan.evaluate(() => {
      window.OnAnyChatTransBufferEx = (from, data, length, w, l, task) => {
        const rest = typeof data === 'string' ? [data.slice(0, 4), data.length] : ['bytes', data[0], data[data.length - 1], data.length];
        note('TransBufferEx', from, length, w, l, task, ...rest);
      };
    });
    const tasks = await ann.evaluate((id) => [
      call('BRAC_TransBufferEx', id, '\u4f60\u597d'.repeat(100000), 5, -6, 0), // 600,000 bytes
      call('BRAC_TransBufferEx', String(id), Uint8Array.from({length: 70000}, (_, i) => i), '7', 4294967295, 0),
      call('BRAC_TransBufferEx', -1, 'all', 0, 0, 0), call('BRAC_TransBufferEx', id, '', 0, 0, 0),
    ], dan.id);
    assert.ok(tasks[0] > 0 && tasks[1] > 0 && tasks[0] !== tasks[1] && tasks[2] < 0 && tasks[3] < 0, tasks.join());
    await tells(dan, 'TransBufferEx', 2);
    // The sender's number, at both ends; at 100 for good.
    for (const [user, whose] of [[ann, -1], [dan, ann.id]])
      await user.waitFor(({whose, tasks}) => tasks.every((task) => BRAC_QueryTransTaskInfo(whose, task, BRAC_TRANSTASK_PROGRESS) === 100
        && BRAC_QueryTransTaskInfo(whose, task, BRAC_TRANSTASK_STATUS) === 3), {whose, tasks: tasks.slice(0, 2)}, {what: 'the end of both tasks'});
    const seen = (await told(dan, 'TransBufferEx')).sort((a, b) => a[4] - b[4]);
    assert.deepEqual(seen, [[ann.id, 200000, 5, -6, tasks[0], '\u4f60\u597d\u4f60\u597d', 200000], [ann.id, 70000, 7, 4294967295, tasks[1], 'bytes', 0, 111, 70000]]);
  });

  await check(['BRAC_SendSDKFilterData', 'OnAnyChatSDKFilterData'], async () => {
    const order = await dan.evaluate(() => events.map(({name}) => name).filter((name) => name === 'LoginSystem' || name === 'SDKFilterData').slice(0, 2));
    assert.deepEqual([order, (await told(dan, 'SDKFilterData'))[0]], [['LoginSystem', 'SDKFilterData'], [GREETING, GREETING.length]]);
    const before = (await told(dan, 'SDKFilterData')).length;
    assert.deepEqual([await calls(dan, 'BRAC_SendSDKFilterData', '\u4e2d\u6587'), await calls(dan, 'BRAC_SendSDKFilterData', [9, 0]),
      await calls(dan, 'BRAC_SendSDKFilterData', 'x'.repeat(16385))], [0, 0, 21]);
    await tells(dan, 'SDKFilterData', before + 2);
    assert.deepEqual((await told(dan, 'SDKFilterData')).slice(before), [['\u4e2d\u6587', 2], ['bytes 9,0', 2]]);
  });

  await check(['BRAC_SDKControl', 'OnAnyChatCoreSDKEvent'], async () => {
    const control = (user, code, value) => calls(user, 'BRAC_SDKControl', code, JSON.stringify(value)).then((json) => JSON.parse(json).errorcode);
    assert.deepEqual([await control(ann, 95, {userid: dan.id, cmd: 7, data: 'd'}), await control(ann, 95, {userid: -1, cmd: 8}), await control(ann, 3, {userid: bob.id, buf: 'b'}),
      await control(dan, 100, {flags: 0, strparam: 's'}), await control(dan, 4, {eventtype: 900, eventjson: {mine: true}}), await control(ann, 102, {}),
      await control(dan, 95, {cmd: 1}), await control(ann, 95, [])], [0, 0, 0, 0, 0, 32, 3, 21]);
    await settled(...everybody);
    const seen = async (user) => (await told(user, 'CoreSDKEvent')).map(([type, json]) => [type, JSON.parse(json)]);
    assert.deepEqual(await seen(bob), [[32, {cmd: 8, userid: ann.id}], [35, {buf: 'b', userid: ann.id}]]);
    assert.deepEqual(await seen(cat), [[32, {cmd: 8, userid: ann.id}]]);
    const dans = await seen(dan);
    assert.deepEqual(dans.find(([type]) => type === 32), [32, {cmd: 7, data: 'd', userid: ann.id}]);
    assert.deepEqual(dans.filter(([type]) => type !== 32).map(([type]) => type).sort(), [100, 900]);
    assert.deepEqual(dans.find(([type]) => type === 100)[1].strparam, 's');
    assert.deepEqual(await seen(ann), []);
  });

  await check(['BRAC_QueryInfoFromServer'], async () => {
    assert.deepEqual([await calls(ann, 'BRAC_QueryInfoFromServer', 1, 'bob'), await calls(ann, 'BRAC_QueryInfoFromServer', '4', String(bob.id))], [String(bob.id), 'bob'], 'known here');
    for (const [info, input, answer] of [[1, 'dan', String(dan.id)], [4, String(dan.id), 'dan']])
      await ann.waitFor(({info, input, answer}) => call('BRAC_QueryInfoFromServer', info, input) === answer, {info, input, answer}, {what: `the answer ${answer}`});
    await ann.waitFor(() => Number(call('BRAC_QueryInfoFromServer', 201, '')) >= 4, undefined, {what: 'the number of users'});
    assert.deepEqual([await calls(ann, 'BRAC_QueryInfoFromServer', 1, 'nobody'), await calls(ann, 'BRAC_QueryInfoFromServer', 9999, '')], ['', '']);
  });

  assert.equal(await ann.evaluate(() => events.some(({insideCall}) => insideCall)), false, 'no event comes from inside a call');
  for (const user of everybody) await user.close();
});

conforms('private chats', ['BRAC_PrivateChatRequest', 'BRAC_PrivateChatEcho', 'BRAC_PrivateChatEchoEx', 'BRAC_PrivateChatExit', 'OnAnyChatPrivateRequest',
  'OnAnyChatPrivateEcho', 'OnAnyChatPrivateExit'], async ({browser, check}) => {
  const room = nextRoom++;
  const ann = await enter(browser, 'ann', {room, media: true});
  const bob = await enter(browser, 'bob', {room, media: true});
  await tells(ann, 'UserAtRoom');

  const ask = async (from, to, count) => {
    assert.equal(await calls(from, 'BRAC_PrivateChatRequest', to.id), 0);
    await tells(to, 'PrivateRequest', count);
    const [user, request] = (await told(to, 'PrivateRequest')).at(-1);
    assert.deepEqual([user, request > 0], [from.id, true]);
    return request;
  };
  const first = await ask(ann, bob, 1);
  assert.equal(await calls(bob, 'BRAC_PrivateChatEcho', ann.id, first + 1, 1), 420);
  assert.equal(await calls(bob, 'BRAC_PrivateChatEcho', ann.id, first, 0), 0);
  await tells(ann, 'PrivateEcho', 1);
  const second = await ask(ann, bob, 2);
  assert.equal(await calls(bob, 'BRAC_PrivateChatEchoEx', ann.id, second, 403), 0);
  await tells(ann, 'PrivateEcho', 2);
  await ask(ann, bob, 3);
  assert.equal(await calls(ann, 'BRAC_PrivateChatExit', bob.id), 0); // taken back
  await tells(bob, 'PrivateExit', 1);
  const third = await ask(ann, bob, 4);
  assert.equal(await calls(bob, 'BRAC_PrivateChatEcho', ann.id, String(third), '1'), 0);
  await tells(ann, 'PrivateEcho', 3);
  assert.deepEqual(await told(ann, 'PrivateEcho'), [[bob.id, 402], [bob.id, 403], [bob.id, 0]]);
  assert.deepEqual([await calls(ann, 'BRAC_PrivateChatRequest', bob.id), await calls(ann, 'BRAC_PrivateChatRequest', ann.id), await calls(ann, 'BRAC_PrivateChatRequest', 4711)],
    [421, 403, 401]);

  await check(['BRAC_ChangeChatMode', 'BRAC_GetUserChatMode', '(WM_GV_CHATMODECHG)'], async () => {
    await sees(ann, bob);
    for (const user of [ann, bob]) await user.evaluate(() => {
      window.OnAnyChatNotifyMessage = (code, w, l) => { // from here on everything that has no function of its own comes here
        if (code === WM_GV_CHATMODECHG) note('ChatMode', w, l, BRAC_GetUserChatMode(w));
        else if (code === WM_GV_PRIVATEEXIT) note('PrivateExit', w, l);
        else if (code === WM_GV_PRIVATEECHO) note('PrivateEcho', w, l);
        else if (code === WM_GV_PRIVATEREQUEST) note('PrivateRequest', w, l);
      };
    });
    assert.deepEqual([await calls(ann, 'BRAC_ChangeChatMode', 2), await calls(ann, 'BRAC_ChangeChatMode', '1')], [21, 0]);
    await tells(bob, 'ChatMode');
    assert.deepEqual([await told(bob, 'ChatMode'), await told(ann, 'ChatMode')], [[[ann.id, 1, 1]], [[ann.id, 1, 1]]]);
    assert.deepEqual(await ann.evaluate((bob) => [BRAC_GetUserChatMode(-1), BRAC_GetUserChatMode(bob), BRAC_GetUserChatMode(4711)], bob.id), [1, 0, 0]);
    await sees(ann, bob); // a partner is seen in private mode too
    await sees(bob, ann); // and who is in public mode sees all
    assert.equal(await calls(bob, 'BRAC_PrivateChatExit', ann.id), 0);
    await tells(ann, 'PrivateExit');
    await ann.waitFor((id) => { const box = document.getElementById(`VIDEO_${id}`); return !(box.tagName === 'VIDEO' ? box : box.querySelector('video')).srcObject; }, bob.id, {what: 'nothing of bob'});
    assert.equal(await calls(ann, 'BRAC_ChangeChatMode', 0), 0);
    await tells(bob, 'ChatMode', 2);
    await sees(ann, bob);
  });

  await ask(bob, ann, 1);
  assert.equal(await calls(ann, 'BRAC_PrivateChatRequest', bob.id), 0); // both have asked
  await tells(bob, 'PrivateEcho');
  await calls(bob, 'BRAC_LeaveRoom', -1);
  await tells(ann, 'PrivateExit', 2);
  assert.deepEqual([await told(bob, 'PrivateEcho'), (await told(ann, 'PrivateEcho')).at(-1)], [[[ann.id, 0]], [bob.id, 0]]);
  assert.deepEqual([await told(ann, 'PrivateExit'), await told(bob, 'PrivateExit')], [[[bob.id, 0], [bob.id, 401]], [[ann.id, 435]]]);
  assert.equal(await calls(bob, 'BRAC_PrivateChatRequest', ann.id), 3);
  for (const user of [ann, bob]) await user.close();
});
