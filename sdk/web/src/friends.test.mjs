// SPDX-License-Identifier: Apache-2.0
// Friends and what is told of users, as pages of both faces live with them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeDocument } from '../test/dom.mjs';
import { fakeWorld, friendlyServer, settle } from '../test/fakes.mjs';
import { Face } from './classic/face.mjs';
import { Parlor } from './parlor.mjs';

async function classic() {
  const document = new FakeDocument();
  const world = fakeWorld({ document, server: friendlyServer() });
  const seen = [];
  const window = { WebSocket: class {}, location: { protocol: 'https:', hostname: 'h' }, navigator: {}, reportError: (error) => { throw error; } };
  for (const name of ['LoginSystem', 'UserInfoUpdate', 'FriendStatus'])
    window[`OnAnyChat${name}`] = (...args) => { seen.push(`${name} ${args.join(' ')}`); window.hook?.(name, ...args); };
  globalThis.MutationObserver = document.Observer;
  const face = new Face(world.platform, window);
  const ac = face.api;
  ac.BRAC_InitSDK('0');
  ac.BRAC_Connect('h', 1);
  ac.BRAC_Login('ann', 'pw');
  await settle();
  return { world, server: world.server, seen, ac, face, window, take: () => seen.splice(0) };
}

const part = (more) => ({ reset: false, last: true, groups: [], friends: [], infos: [], ...more });
const friend = (user, group = 0, online = true) => ({ user, group, online });
const info = (user, number, text) => ({ user, info: number, text });
const whole = () => part({
  reset: true, groups: [{ id: 1, name: 'family' }, { id: 2, name: '\u540c\u4e8b' }], friends: [friend(8, 1), friend(-9, 2), friend(10, 2, false)],
  infos: [info(7, 1, 'Ann'), info(8, 1, 'Bob'), info(8, 4, '12')],
});

test('classic: after the login data, then who is there, then (0,0); the answers are there at the first event', async () => {
  const { ac, server, window, take } = await classic();
  const answers = [];
  window.hook = () => answers.push(JSON.stringify([ac.BRAC_GetUserFriends(), ac.BRAC_GetUserInfo(8, 1)]));
  server.send('friend_data', whole());
  await settle();
  assert.deepEqual(take(), ['LoginSystem 7 0', 'FriendStatus 8 1', 'FriendStatus -9 1', 'UserInfoUpdate 0 0']);
  assert.deepEqual([...new Set(answers)], ['[[8,-9,10],"Bob"]']);
  assert.deepEqual([ac.BRAC_GetUserGroups(), ac.BRAC_GetGroupName(1), ac.BRAC_GetGroupName('2')], [[1, 2], 'family', '\u540c\u4e8b']);
  assert.deepEqual([ac.BRAC_GetGroupFriends(1), ac.BRAC_GetGroupFriends('2'), ac.BRAC_GetGroupFriends(0)], [[8], [-9, 10], []]);
  assert.deepEqual([8, '-9', 10, 99].map(ac.BRAC_GetFriendStatus), [1, 1, 0, 0]);
  assert.deepEqual([ac.BRAC_GetUserInfo(-1, 1), ac.BRAC_GetUserInfo(7, '1'), ac.BRAC_GetUserInfo(8, 4), ac.BRAC_GetUserInfo(8, 9), ac.BRAC_GetUserInfo(99, 1)],
    ['Ann', 'Ann', '12', '', '']);
});

test('classic: changes only, whoever tells them', async () => {
  const { server, take, ac } = await classic();
  server.send('friend_data', whole());
  await settle();
  take();
  server.send('friend_data', whole()); // the same again
  await settle();
  assert.deepEqual(take(), ['UserInfoUpdate 0 0']);
  server.send('friend_status', { user: 8, online: false });
  server.send('friend_status', { user: 8, online: false });
  server.send('friend_status', { user: 99, online: true }); // nobody's friend
  await settle();
  assert.deepEqual([take(), ac.BRAC_GetFriendStatus(8), ac.BRAC_GetUserFriends().length], [['FriendStatus 8 0'], 0, 3]);
  server.send('friend_status', { user: 10, online: true });
  server.send('friend_data', part({ friends: [friend(11, 1), friend(8, 2)], infos: [info(8, 4, ''), info(11, 1, 'Eve')] })); // added
  await settle();
  assert.deepEqual(take(), ['FriendStatus 10 1', 'FriendStatus 8 1', 'FriendStatus 11 1', 'UserInfoUpdate 0 0']);
  assert.deepEqual([ac.BRAC_GetGroupFriends(2), ac.BRAC_GetUserInfo(8, 4), ac.BRAC_GetUserInfo(11, 1)], [[8, -9, 10], '', 'Eve']);
  server.send('friend_data', part({ reset: true, friends: [friend(10, 0, false)] })); // 8, -9 and 11 are no friends any more
  await settle();
  assert.deepEqual([take(), ac.BRAC_GetUserFriends(), ac.BRAC_GetUserGroups(), ac.BRAC_GetGroupName(1)], [['FriendStatus 10 0', 'UserInfoUpdate 0 0'], [10], [], '']);
});

test('a list in parts is taken as a whole; who comes or goes meanwhile is as he is', async () => {
  const { server, take, ac } = await classic();
  server.send('friend_data', whole());
  await settle();
  take();
  server.send('friend_data', part({ reset: true, last: false, groups: [{ id: 5, name: 'g' }], friends: [friend(20, 5), friend(8, 5)] }));
  server.send('friend_status', { user: 8, online: false });
  await settle();
  assert.deepEqual([take(), ac.BRAC_GetUserGroups(), ac.BRAC_GetGroupFriends(1)], [['FriendStatus 8 0'], [1, 2], [8]]); // the old one still
  server.send('friend_data', part({ friends: [friend(21, 5)], infos: [info(21, 1, 'x')] }));
  await settle();
  assert.deepEqual(take(), ['FriendStatus 20 1', 'FriendStatus 21 1', 'UserInfoUpdate 0 0']);
  assert.deepEqual([ac.BRAC_GetUserFriends(), ac.BRAC_GetUserGroups(), ac.BRAC_GetFriendStatus(8)], [[20, 8, 21], [5], 0]);
});

test('signed in anew: everybody who is there is told again; signed out: nobody is known', async () => {
  const { server, take, ac, world } = await classic();
  server.send('friend_data', whole());
  await settle();
  take();
  server.socket.cut();
  server.send('friend_status', { user: 8, online: false });
  await world.clock.pass(5000);
  assert.deepEqual(take(), ['FriendStatus 8 0']); // over the resumed link
  server.session.over = true;
  server.socket.cut();
  await world.clock.pass(40000);
  await settle();
  assert.deepEqual(take(), ['LoginSystem 7 0']);
  assert.deepEqual(ac.BRAC_GetUserFriends(), []);
  server.send('friend_data', whole());
  await settle();
  assert.deepEqual(take(), ['FriendStatus 8 1', 'FriendStatus -9 1', 'UserInfoUpdate 0 0']);
  ac.BRAC_Logout();
  assert.deepEqual([ac.BRAC_GetUserFriends(), ac.BRAC_GetUserGroups(), ac.BRAC_GetUserInfo(8, 1), ac.BRAC_GetFriendStatus(8)], [[], [], '', 0]);
});

test('classic: BRAC_UserInfoControl goes to the server; codes below 100 do not', async () => {
  const { ac, server, world } = await classic();
  assert.deepEqual([ac.BRAC_UserInfoControl('8', '150', '1', '-2', 'x'), ac.BRAC_UserInfoControl(-1, 100, 0, 4294967295, '')], [0, 0]);
  assert.deepEqual([ac.BRAC_UserInfoControl(8, 99), ac.BRAC_UserInfoControl(8, 9), ac.BRAC_UserInfoControl(8, -1)], [20, 20, 20]);
  assert.deepEqual([ac.BRAC_UserInfoControl(8, 150, 4294967296), ac.BRAC_UserInfoControl(8, 2147483648), ac.BRAC_UserInfoControl(8, 150, 0, 0, 'x'.repeat(4097))], [21, 21, 21]);
  await settle();
  assert.deepEqual(server.of('user_control').map(({ user, code, w, l, text }) => [user, code, w, l, text]), [[8, 150, 1, -2, 'x'], [7, 100, 0, 4294967295, '']]);
  server.answers.user_control = () => ['error', { code: 206 }];
  assert.equal(ac.BRAC_UserInfoControl(8, 150), 0);
  await settle();
  assert.match(world.warnings.join(), /\(206\)/);
  ac.BRAC_Logout();
  assert.equal(ac.BRAC_UserInfoControl(8, 150), 208);
  ac.BRAC_Release();
  assert.equal(ac.BRAC_UserInfoControl(8, 150), 2);
});

test('typed: lists, events, infos and controls', async () => {
  const world = fakeWorld({ server: friendlyServer() });
  const { server } = world;
  const parlor = new Parlor({ url: 'ws://h/parlor', platform: world.platform });
  await parlor.connect();
  await parlor.login('ann');
  const seen = [];
  const { friends } = parlor;
  for (const name of ['online', 'offline', 'changed']) friends.on(name, (id = '') => seen.push(`${name} ${id}`.trim()));
  server.send('friend_data', whole());
  server.send('friend_status', { user: 8, online: false });
  await settle();
  assert.deepEqual(seen, ['online 8', 'online -9', 'changed', 'offline 8']);
  assert.deepEqual(friends.list, [{ id: 8, online: false, group: 1 }, { id: -9, online: true, group: 2 }, { id: 10, online: false, group: 2 }]);
  assert.deepEqual(friends.groups, [{ id: 1, name: 'family', members: [8] }, { id: 2, name: '\u540c\u4e8b', members: [-9, 10] }]);
  assert.deepEqual([friends.info(-1, 1), friends.info(8, 1), friends.isOnline(-9)], ['Ann', 'Bob', true]);
  await friends.control(8, 150, { w: 1 });
  await assert.rejects(() => friends.control(8, 99), { code: 20 });
  server.answers.user_control = () => ['error', { code: 206 }];
  await assert.rejects(() => friends.control(8, 150), { code: 206 });
  parlor.logout();
  assert.deepEqual([friends.list, friends.groups], [[], []]);
  await assert.rejects(() => friends.control(8, 150), { code: 208 });
});
