// SPDX-License-Identifier: Apache-2.0
// What the manual says of video calls (5.2.4, 4.6) and of friends and user infos (5.6, 4.2); in every browser.
import assert from 'node:assert/strict';
import {after, before} from 'node:test';
import {conforms} from '../support/conformance.mjs';
import {FINISH, REPLY, REQUEST, START, calls, control, hears, quiet, ring, signIn, talk, tells, told} from './callers.mjs';
import {sees, startServer} from './support.mjs';

const CANCELLED = 100101, OFFLINE = 100102, BUSY = 100103, REFUSED = 100104, TIMEOUT = 100105, GONE = 100106;

/** `patient` rings for a minute; `hasty` gives up soon, both ringing and lost links. */
let patient, hasty;
before(async () => {
  [patient, hasty] = await Promise.all([
    startServer({config: '[chat]\nserver_data = echo\n[friends]\ndirectory = everybody\nnamed_group = \u7528\u6237\nguest_group = \u6e38\u5ba2\n'}),
    startServer({config: '[chat]\nserver_data = echo\n[calls]\nring_seconds = 8\n[signal]\nresume_grace_seconds = 1\n'}),
  ]);
});
after(async () => { await Promise.all([patient?.stop(), hasty?.stop()]); });

conforms('calls: every way through them', ['BRAC_VideoCallControl', 'OnAnyChatVideoCallEvent'], async ({browser}) => {
  const ann = await signIn(browser, patient, 'ann');
  const bob = await signIn(browser, patient, 'bob');
  const cat = await signIn(browser, patient, 'cat');

  // What is about no call is 0 and nothing else; what cannot be is said at once.
  assert.deepEqual([await control(ann, FINISH, -1), await control(ann, FINISH, 0), await control(ann, FINISH, bob.id), await control(ann, REPLY, bob.id, {code: CANCELLED})], [0, 0, 0, 0]);
  assert.deepEqual([await control(ann, REQUEST, ann.id), await control(ann, START, bob.id), await control(ann, 5, bob.id)], [205, 20, 21]);
  assert.equal(await control(ann, REQUEST, 4711), 0);
  await hears(ann, REPLY, 4711, OFFLINE);

  await ring(ann, bob); // refused, with words
  assert.equal(await control(bob, REPLY, ann.id, {code: REFUSED, flags: 1, param: -5, text: 'no'}), 0);
  await hears(ann, REPLY, bob.id, REFUSED, 1, -5, 'no');

  await ring(ann, bob); // taken back; the other one answers too late
  assert.equal(await control(ann, REPLY, bob.id, {code: CANCELLED}), 0);
  await hears(bob, REPLY, ann.id, CANCELLED);
  assert.equal(await control(bob, REPLY, ann.id), 0);

  await ring(ann, bob); // hung up while it rings: both are told
  assert.equal(await control(ann, FINISH, bob.id), 0);
  await hears(ann, FINISH, bob.id, 0);
  await hears(bob, FINISH, ann.id, 0);
  await quiet(ann, bob, cat);

  await ring(ann, bob); // answered over a link that has broken meanwhile
  await bob.evaluate(() => links.forEach((link) => link.close()));
  await bob.evaluate((id) => call('BRAC_VideoCallControl', BRAC_VIDEOCALL_EVENT_REPLY, id, 0, 0, 0, ''), ann.id);
  const [, , , , first] = await hears(ann, START, bob.id, 0, 3);
  await hears(bob, START, ann.id, 0, 3, first);
  await control(ann, FINISH, bob.id);
  await hears(ann, FINISH, bob.id);
  await hears(bob, FINISH, ann.id);

  const room = await talk(ann, bob);
  assert.ok(room > 0 && room !== first, `room ${room}`);
  for (const busy of [ann, bob]) {
    assert.equal(await control(cat, REQUEST, busy.id), 0);
    await hears(cat, REPLY, busy.id, BUSY);
  }
  assert.equal(await control(ann, REQUEST, cat.id), 0); // busy oneself
  await hears(ann, REPLY, cat.id, BUSY);
  await calls(cat, 'BRAC_EnterRoom', room, '', 0); // a room for the two
  await tells(cat, 'EnterRoom');
  assert.deepEqual(await told(cat, 'EnterRoom'), [[room, 305]]);
  for (const user of [ann, bob]) {
    await user.evaluate((room) => {
      call('BRAC_EnterRoom', room, '', 0);
      call('BRAC_UserCameraControl', -1, 1);
      call('BRAC_UserSpeakControl', -1, 1);
    }, room);
    await tells(user, 'RoomOnlineUser');
  }
  await sees(ann, bob);
  await sees(bob, ann);
  await calls(ann, 'BRAC_LeaveRoom', -1); // does not hang up
  await tells(bob, 'UserAtRoom', 1);
  await quiet(ann, bob, cat);
  assert.equal(await control(bob, FINISH, ann.id, {code: 5, flags: 1, param: 2, text: 'bye'}), 0);
  await hears(ann, FINISH, bob.id, 5, 1, 2, 'bye');
  await hears(bob, FINISH, ann.id, 5, 1, 2, 'bye'); // the sender too
  await calls(bob, 'BRAC_LeaveRoom', -1);

  await talk(bob, ann); // the other way round; and gone
  await bob.close();
  await hears(ann, FINISH, bob.id, GONE);
  assert.equal(await control(ann, FINISH, bob.id), 0);
  await quiet(ann, cat);
  assert.equal(await ann.evaluate(() => events.some(({insideCall}) => insideCall)), false, 'no event comes from inside a call');
  for (const user of [ann, cat]) await user.close();
});

/** Both are told, and what comes afterwards comes to nothing. */
async function nobodyAnswers(ann, bob) {
  await ring(ann, bob);
  await hears(ann, REPLY, bob.id, TIMEOUT);
  await hears(bob, REPLY, ann.id, TIMEOUT);
  assert.equal(await control(bob, REPLY, ann.id), 0);
  await quiet(ann, bob);
}

/** Whoever of the two it is, while it rings (REPLY) or they talk (FINISH): the other one hears it once. */
async function eitherIsLost(begin, type, ann, bob) {
  for (const [lost, left] of [[bob, ann], [ann, bob]]) {
    await begin(ann, bob);
    const logins = (await told(lost, 'LoginSystem')).length;
    await lost.evaluate(() => { blockLinks(true); links.forEach((link) => link.close()); });
    await hears(left, type, lost.id, GONE);
    await lost.evaluate(() => blockLinks(false));
    await tells(lost, 'LoginSystem', logins + 1); // by itself
    lost.id = await lost.evaluate(() => BRAC_QueryUserStateInt(-1, BRAC_USERSTATE_SELFUSERID));
    await quiet(left, lost); // whoever has gone is told by LinkClose
  }
}

conforms('calls: nobody answers, and lost links', ['OnAnyChatVideoCallEvent'], async ({browser}) => {
  const users = await Promise.all(['ann', 'bob', 'cat', 'dan', 'eve', 'fay'].map((name) => signIn(browser, hasty, name)));
  const [ann, bob, cat, dan, eve, fay] = users;
  await Promise.all([eitherIsLost(ring, REPLY, ann, bob), eitherIsLost(talk, FINISH, cat, dan), nobodyAnswers(eve, fay)]);
  for (const user of users) await user.close();
});

conforms('friends: data, who is there, then (0, 0)', ['BRAC_GetUserFriends', 'BRAC_GetFriendStatus', 'BRAC_GetUserGroups', 'BRAC_GetGroupName', 'BRAC_GetGroupFriends',
  'BRAC_GetUserInfo', 'OnAnyChatUserInfoUpdate', 'OnAnyChatFriendStatus'], async ({browser}) => {
  const name = (who) => `${who} ${browser.name}`;
  const order = (user, ...ids) => user.evaluate((ids) => events.filter(({name, args}) => /^(LoginSystem|UserInfoUpdate|FriendStatus)$/.test(name)
    && (name !== 'FriendStatus' || ids.includes(args[0]))).map(({name, args}) => `${name} ${args.slice(0, 2).join(' ')}`), ids);

  const ann = await signIn(browser, patient, name('ann'));
  await tells(ann, 'UserInfoUpdate');
  assert.deepEqual(await calls(ann, 'BRAC_GetUserFriends'), []);
  const bob = await signIn(browser, patient, name('bob'));
  const cat = await signIn(browser, patient, name('cat'), ''); // a guest
  assert.ok(cat.id < -1);
  await tells(ann, 'FriendStatus', 2);
  await tells(ann, 'UserInfoUpdate', 3);
  await tells(cat, 'UserInfoUpdate');
  assert.deepEqual(await order(ann, bob.id, cat.id), [`LoginSystem ${ann.id} 0`, 'UserInfoUpdate 0 0', `FriendStatus ${bob.id} 1`, 'UserInfoUpdate 0 0', `FriendStatus ${cat.id} 1`, 'UserInfoUpdate 0 0']);
  assert.deepEqual(await order(cat, ann.id, bob.id), [`LoginSystem ${cat.id} 0`, `FriendStatus ${ann.id} 1`, `FriendStatus ${bob.id} 1`, 'UserInfoUpdate 0 0']);
  assert.deepEqual((await told(ann, 'FriendStatus')).map((args) => args.slice(2)), [[1, name('bob')], [1, name('cat')]], 'known when it is told');

  const seen = await cat.evaluate(({ann, bob, cat}) => ({
    friends: BRAC_GetUserFriends(), status: [ann, String(bob), cat, 4711].map((id) => BRAC_GetFriendStatus(id)),
    groups: BRAC_GetUserGroups().map((id) => [id, BRAC_GetGroupName(id), BRAC_GetGroupFriends(String(id))]),
    none: [BRAC_GetGroupName(0), BRAC_GetGroupName(77), BRAC_GetGroupFriends(77)],
    infos: [BRAC_GetUserInfo(ann, 1), BRAC_GetUserInfo(cat, '1'), BRAC_GetUserInfo(-1, 1), BRAC_GetUserInfo(ann, 3), BRAC_GetUserInfo(4711, 1)],
  }), {ann: ann.id, bob: bob.id, cat: cat.id});
  assert.deepEqual(seen, {
    friends: [ann.id, bob.id], status: [1, 1, 0, 0], groups: [[1, '\u7528\u6237', [ann.id, bob.id]], [2, '\u6e38\u5ba2', []]], none: ['', '', []],
    infos: [name('ann'), name('cat'), name('cat'), '', ''],
  });

  await calls(bob, 'BRAC_Logout');
  await tells(ann, 'FriendStatus', 3);
  assert.deepEqual((await told(ann, 'FriendStatus')).at(-1), [bob.id, 0, 0, name('bob')]);
  assert.ok((await calls(ann, 'BRAC_GetUserFriends')).includes(bob.id), 'away, and still a friend');
  assert.deepEqual(await calls(bob, 'BRAC_GetUserFriends'), []);
  await bob.evaluate((name) => { BRAC_Connect(location.hostname, Number(location.port)); BRAC_Login(name, 'x', 0); }, name('bob'));
  await tells(ann, 'FriendStatus', 4);
  assert.deepEqual((await told(ann, 'FriendStatus')).at(-1).slice(0, 3), [bob.id, 1, 1]);
  await tells(bob, 'UserInfoUpdate', 3);
  assert.deepEqual((await calls(bob, 'BRAC_GetUserFriends')).sort((a, b) => a - b), [cat.id, ann.id].sort((a, b) => a - b));

  // Nothing is attached to the server that could decide about users; with `echo` the request is accepted all the same.
  assert.deepEqual([await calls(ann, 'BRAC_UserInfoControl', bob.id, 150, 1, -2, 'x'), await calls(ann, 'BRAC_UserInfoControl', bob.id, 99, 0, 0, '')], [0, 20]);
  assert.equal(await ann.evaluate(() => events.some(({insideCall}) => insideCall)), false, 'no event comes from inside a call');
  for (const user of [ann, bob, cat]) await user.close();
});
