// SPDX-License-Identifier: Apache-2.0
// Users who call each other by the old interface, and hear of each other; `chat.server_data = echo` is needed for settled() and quiet().
import assert from 'node:assert/strict';

export const REQUEST = 1, REPLY = 2, START = 3, FINISH = 4;

/** A page whose user is signed in, in no room. */
export async function signIn(browser, server, name, password = 'x') {
  const user = await browser.page(`${browser.name} (${name})`);
  user.user = name;
  await user.goto(`${server.url}/demos/events.html`);
  await user.evaluate(() => {
    window.OnAnyChatVideoCallEvent = (...args) => note('VideoCallEvent', ...args);
    window.OnAnyChatSDKFilterData = (...args) => note('SDKFilterData', ...args);
    window.OnAnyChatUserInfoUpdate = (...args) => note('UserInfoUpdate', ...args, BRAC_GetUserFriends().length);
    // What the page can ask at that moment belongs to it.
    window.OnAnyChatFriendStatus = (id, status) => note('FriendStatus', id, status, BRAC_GetFriendStatus(id), BRAC_GetUserInfo(id, 1));
  });
  await user.evaluate(({name, password}) => {
    BRAC_InitSDK('0');
    BRAC_Connect(location.hostname, Number(location.port));
    BRAC_Login(name, password, 0);
  }, {name, password});
  await tells(user, 'LoginSystem');
  user.id = await user.evaluate(() => BRAC_QueryUserStateInt(-1, BRAC_USERSTATE_SELFUSERID));
  return user;
}

export const tells = (user, name, count = 1) => user.waitFor(({name, count}) => named(name).length >= count, {name, count}, {what: `${name} number ${count} of ${user.user}`});
export const told = (user, name) => user.evaluate((name) => named(name).map(({args}) => args), name);
export const calls = (user, name, ...args) => user.evaluate(({name, args}) => call(name, ...args), {name, args});
export const control = (user, event, other, {code = 0, flags = 0, param = 0, text = ''} = {}) => calls(user, 'BRAC_VideoCallControl', event, other, code, flags, param, text);
/** Everything that was on its way to this user has arrived: what the server answers now comes after it. */
export const settled = (...users) => Promise.all(users.map(async (user) => {
  const count = await user.evaluate(() => { call('BRAC_SendSDKFilterData', 'marker'); return named('SDKFilterData').length; });
  await tells(user, 'SDKFilterData', count + 1);
}));

/** The next event of a call that this user is told; none may have been left out before it. */
export async function hears(user, ...expected) {
  const index = user.heard ?? 0;
  await tells(user, 'VideoCallEvent', index + 1);
  user.heard = index + 1;
  const event = (await told(user, 'VideoCallEvent'))[index];
  assert.deepEqual(event.slice(0, expected.length), expected, `event ${index} of ${user.user}`);
  return event;
}
/** Nothing more than was heard. */
export async function quiet(...users) {
  await settled(...users);
  for (const user of users) assert.deepEqual((await told(user, 'VideoCallEvent')).slice(user.heard ?? 0), [], `${user.user} is told nothing more`);
}

export async function ring(ann, bob) {
  assert.equal(await control(ann, REQUEST, bob.id, {flags: 3, param: 7, text: '\u4f60\u597d <b>'}), 0);
  await hears(bob, REQUEST, ann.id, 0, 3, 7, '\u4f60\u597d <b>');
  await hears(ann, REPLY, bob.id, 0, 3, 7, '\u4f60\u597d <b>');
}

export async function talk(ann, bob) {
  await ring(ann, bob);
  assert.equal(await control(bob, REPLY, ann.id), 0);
  const [, , , , room] = await hears(ann, START, bob.id, 0, 3);
  await hears(bob, START, ann.id, 0, 3, room);
  return room;
}
