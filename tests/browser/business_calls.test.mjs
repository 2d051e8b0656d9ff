// SPDX-License-Identifier: Apache-2.0
// What pages see when a business server takes part (manual 4.6, 5.2.4, 5.6): it allows calls, forbids them and hangs up; it says who is whose friend,
// as the old sample servers did.
import assert from 'node:assert/strict';
import {after, before} from 'node:test';
import {CONFIG, answerAll, attach, detach} from '../support/business.mjs';
import {conforms} from '../support/conformance.mjs';
import {FINISH, REPLY, REQUEST, calls, control, hears, quiet, signIn, talk, tells, told} from './callers.mjs';
import {startServer} from './support.mjs';

const CANCELLED = 100101, VETO = 20001;
const ADDGROUP = 20, ADDFRIEND = 22, SETGROUP = 24, SYNCDATA = 2;

let server;
before(async () => { server = await startServer({config: `${CONFIG}login = asked\n`}); });
after(async () => { await server?.stop(); });

/** Does something with each message of this kind, in its order; gives what awaits all of it. */
function onEach(link, kind, act) {
  let at = 0;
  let done = Promise.resolve();
  const look = () => {
    for (; at < link.received.length; at++) {
      const message = link.received[at];
      if (message.t === kind) done = done.then(() => act(message));
    }
  };
  link.waiters.add(look);
  look();
  return () => done;
}

/** What users say to the server comes back to them: quiet() waits for that. */
const echo = (link) => onEach(link, 'on_data', ({user, channel, data}) => link.ask('bs_send', {user, channel, data}));

conforms('calls: a business server allows, forbids and ends them', ['BRAC_VideoCallControl', 'OnAnyChatVideoCallEvent'], async ({browser}) => {
  const link = await attach(server, {takes: ['call', 'data']});
  const answers = new Map([[13, VETO], [14, undefined]]); // by parameter; 14 is thought about for ever
  const end = answerAll(link, ({param}) => (answers.has(param) ? answers.get(param) : 0));
  const echoed = echo(link);
  const [ann, bob] = [await signIn(browser, server, 'ann'), await signIn(browser, server, 'bob')];

  assert.equal(await control(ann, REQUEST, bob.id, {flags: 3, param: 13, text: 'forbidden'}), 0);
  await hears(ann, REPLY, bob.id, VETO, 3, 13, 'forbidden');
  await quiet(ann, bob);

  assert.equal(await control(ann, REQUEST, bob.id, {param: 14}), 0); // taken back while it is thought about: he never hears of it
  await link.next('ask_call', ({param}) => param === 14);
  assert.equal(await control(ann, REPLY, bob.id, {code: CANCELLED}), 0);
  await quiet(ann, bob);

  const room = await talk(ann, bob);
  assert.deepEqual((({from, to, param, text}) => ({from, to, param, text}))(await link.next('ask_call', ({param}) => param === 7)),
    {from: ann.id, to: bob.id, param: 7, text: '\u4f60\u597d <b>'});
  assert.equal((await link.next('on_call', ({event}) => event === 3)).param, room);
  await link.ask('bs_call', {event: FINISH, user: bob.id, code: 0, flags: 1, param: 2, text: 'closing time'});
  await hears(ann, FINISH, bob.id, 0, 1, 2, 'closing time');
  await hears(bob, FINISH, ann.id, 0, 1, 2, 'closing time');
  await quiet(ann, bob);
  await echoed();
  end();
  for (const user of [ann, bob]) await user.close();
  await detach(link);
});

/** Everybody who is there becomes everybody's friend, as the old sample servers had it. */
function sampleServer(link) {
  const online = new Map();
  const say = (user, code, w = 0, l = 0, text = '') => link.ask('bs_control', {user, code, w, l, text});
  const befriend = async (user, friend) => {
    await say(user, ADDFRIEND, friend);
    await say(user, SETGROUP, friend > 0 ? 1 : 2, friend);
  };
  const left = onEach(link, 'on_logout', ({user}) => online.delete(user));
  const came = onEach(link, 'on_login', async ({user: {id, name}}) => {
    for (const [group, title] of [[1, 'Named'], [2, 'Guests']]) await say(id, ADDGROUP, group, 0, title);
    for (const other of online.keys()) await befriend(id, other);
    for (const [info, text] of [[1, name], [3, `signature of ${name}`], [4, '5']]) await link.ask('bs_set_info', {user: id, info, text});
    for (const other of online.keys()) {
      await befriend(other, id);
      await say(other, SYNCDATA);
    }
    online.set(id, name);
    await say(id, SYNCDATA);
  });
  return () => Promise.all([left(), came()]);
}

conforms('friends: as a business server has them, event by event', ['BRAC_GetUserFriends', 'BRAC_GetFriendStatus', 'BRAC_GetUserGroups', 'BRAC_GetGroupName', 'BRAC_GetGroupFriends',
  'BRAC_GetUserInfo', 'BRAC_UserInfoControl', 'OnAnyChatUserInfoUpdate', 'OnAnyChatFriendStatus'], async ({browser}) => {
  const link = await attach(server, {takes: ['control']});
  const served = sampleServer(link);
  const story = (user) => user.evaluate(() => events.filter(({name}) => /^(LoginSystem|UserInfoUpdate|FriendStatus|LinkClose)$/.test(name))
    .map(({name, args}) => `${name} ${args.slice(0, 2).join(' ')}`));
  const updates = (user, count) => tells(user, 'UserInfoUpdate', count);

  const ann = await signIn(browser, server, 'ann');
  await updates(ann, 1);
  const bob = await signIn(browser, server, 'bob');
  await updates(bob, 1);
  await updates(ann, 2);
  const cat = await signIn(browser, server, 'cat', ''); // a guest
  await updates(cat, 1);
  await updates(ann, 3);
  await updates(bob, 2);
  const [a, b, c] = [ann.id, bob.id, cat.id];
  assert.deepEqual(await story(ann), [`LoginSystem ${a} 0`, 'UserInfoUpdate 0 0', `FriendStatus ${b} 1`, 'UserInfoUpdate 0 0', `FriendStatus ${c} 1`, 'UserInfoUpdate 0 0']);
  assert.deepEqual(await story(bob), [`LoginSystem ${b} 0`, `FriendStatus ${a} 1`, 'UserInfoUpdate 0 0', `FriendStatus ${c} 1`, 'UserInfoUpdate 0 0']);
  assert.deepEqual(await story(cat), [`LoginSystem ${c} 0`, `FriendStatus ${a} 1`, `FriendStatus ${b} 1`, 'UserInfoUpdate 0 0']);
  assert.deepEqual(await ann.evaluate(([a, b, c]) => ({
    friends: BRAC_GetUserFriends(), status: [a, b, c].map(BRAC_GetFriendStatus), groups: BRAC_GetUserGroups().map((id) => [id, BRAC_GetGroupName(id), BRAC_GetGroupFriends(id)]),
    infos: [BRAC_GetUserInfo(b, 1), BRAC_GetUserInfo(b, 3), BRAC_GetUserInfo(-1, 4), BRAC_GetUserInfo(c, 2)],
  }), [a, b, c]), {
    friends: [b, c], status: [0, 1, 1], groups: [[1, 'Named', [b]], [2, 'Guests', [c]]], infos: ['bob', 'signature of bob', '5', ''],
  });

  await calls(bob, 'BRAC_Logout'); // the server itself tells those whose friend he is
  await tells(ann, 'FriendStatus', 3);
  await tells(cat, 'FriendStatus', 3);
  assert.deepEqual((await told(ann, 'FriendStatus')).at(-1).slice(0, 3), [b, 0, 0]);
  assert.deepEqual(await calls(ann, 'BRAC_GetUserFriends'), [b, c]);
  await bob.evaluate(() => { BRAC_Connect(location.hostname, Number(location.port)); BRAC_Login('bob', 'x', 0); });
  await updates(ann, 4);
  await updates(cat, 2);
  await updates(bob, 3);
  assert.deepEqual((await story(ann)).slice(6), [`FriendStatus ${b} 0`, `FriendStatus ${b} 1`, 'UserInfoUpdate 0 0']);
  assert.deepEqual((await story(cat)).slice(4), [`FriendStatus ${b} 0`, `FriendStatus ${b} 1`, 'UserInfoUpdate 0 0']);

  assert.equal(await calls(ann, 'BRAC_UserInfoControl', b, 150, 1, -2, '\u4f60\u597d'), 0);
  const {seq, ticket, ...heard} = await link.next('ask_control');
  assert.deepEqual(heard, {t: 'ask_control', from: a, user: b, code: 150, w: 1, l: -2, text: '\u4f60\u597d'});
  assert.equal(await calls(ann, 'BRAC_UserInfoControl', b, 99, 0, 0, ''), 20);
  await link.ask('bs_control', {user: c, code: 1}); // and throws a user out
  await tells(cat, 'LinkClose');
  assert.deepEqual((await told(cat, 'LinkClose'))[0].at(-1), 211);
  await tells(ann, 'FriendStatus', 5);
  assert.deepEqual((await told(ann, 'FriendStatus')).at(-1).slice(0, 3), [c, 0, 0]);
  await served();
  for (const user of [ann, bob, cat]) await user.close();
  await detach(link);
});
