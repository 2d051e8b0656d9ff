// SPDX-License-Identifier: Apache-2.0
// What the manual says of service counters (5.8, 3.6, 4.7), event by event, as a client, a second client, a VIP, a manual and an automatic
// agent see it; in every browser.
import assert from 'node:assert/strict';
import {after, before} from 'node:test';
import {conforms} from '../support/conformance.mjs';
import {startServer} from './support.mjs';

const AREA = 4, QUEUE = 5, AGENT = 6, CLIENT = 8;
const places = `
[area 10001]
name = \u79d1\u97f5\u8def\u8425\u4e1a\u5385
description = Keyun Road
[area 10002]
name = Tianhe Road
[queue 101]
area = 10001
name = \u73b0\u91d1\u4e1a\u52a1\u961f\u5217
attribute = 1
tag = 2
[queue 102]
area = 10001
name = VIP
description = gold cards
attribute = 1
priority = 10
[queue 201]
area = 10002
name = Loans
attribute = 2
`;

let server, hasty;
before(async () => {
  [server, hasty] = await Promise.all([startServer({config: places}), startServer({config: `[signal]\nresume_grace_seconds = 1\n${places}`})]);
});
after(async () => { await Promise.all([server?.stop(), hasty?.stop()]); });

/** A page that keeps every object event, and what it can read at that moment. */
async function signIn(browser, name, {flags = 0, to = server, perEvent = false} = {}) {
  const user = await browser.page(`${browser.name} (${name})`);
  Object.assign(user, {user: name, heard: 0});
  await user.goto(`${to.url}/demos/events.html`);
  await user.evaluate((perEvent) => {
    const lengths = () => BRAC_ObjectGetIdList(5).map((id) => BRAC_ObjectGetIntValue(5, id, 504));
    window.calledFromInside = 0;
    const keep = (...args) => { if (window.inside) window.calledFromInside += 1; note('Object', ...args); note('Lengths', lengths().join()); };
    if (!perEvent) { window.OnAnyChatObjectEvent = keep; return; }
    for (const each of ['ObjectUpdate', 'ObjectSyncDataFinish', 'AreaStatusChange', 'EnterAreaResult', 'LeaveAreaResult', 'QueueStatusChanged', 'EnterQueueResult',
      'LeaveQueueResult', 'AgentStatusChanged', 'ServiceStart', 'AgentWaitingUser']) window[`OnAnyChat${each}`] = (...args) => keep(each, ...args);
  }, perEvent);
  await user.evaluate(({name, flags}) => {
    BRAC_InitSDK('0');
    BRAC_Connect(location.hostname, Number(location.port));
    BRAC_Login(name, 'x', 0);
    BRAC_SetSDKOption(BRAC_SO_OBJECT_INITFLAGS, flags);
  }, {name, flags});
  await user.waitFor(() => named('LoginSystem').length > 0, undefined, {what: `${name} is signed in`});
  user.id = await user.evaluate(() => BRAC_QueryUserStateInt(-1, BRAC_USERSTATE_SELFUSERID));
  assert.equal(await calls(user, 'BRAC_ObjectSetValue', CLIENT, user.id, 10, -1), 0);
  return user;
}

const calls = (user, name, ...args) => user.evaluate(({name, args}) => {
  window.inside = true;
  try { return call(name, ...args); } finally { window.inside = false; }
}, {name, args});
const control = (user, type, id, code, ...params) => calls(user, 'BRAC_ObjectControl', type, id, code, params[0] ?? 0, params[1] ?? 0, 0, 0, '');
const number = (user, type, id, info) => calls(user, 'BRAC_ObjectGetIntValue', type, id, info);
const text = (user, type, id, info) => calls(user, 'BRAC_ObjectGetStringValue', type, id, info);

/** The next events that this user is told; none may have been left out before them. Trailing zeros and the text may be. */
async function hears(user, ...expected) {
  await user.waitFor((count) => named('Object').length >= count, user.heard + expected.length, {what: `${user.user} hears ${JSON.stringify(expected)}`});
  const events = (await user.evaluate(() => named('Object').map(({args}) => args))).slice(user.heard, user.heard + expected.length);
  user.heard += expected.length;
  const shorter = (event) => { const all = event.filter((one) => one !== ''); while (all.length > 3 && all.at(-1) === 0) all.pop(); return all; };
  assert.deepEqual(events.map(shorter), expected, user.user);
}
/** Nothing more than was heard: what the server answers now comes after it. */
async function quiet(...users) {
  for (const user of users) {
    assert.equal(await control(user, QUEUE, 4711, 3, user.id), 0);
    await user.waitFor((count) => named('Object').length > count, user.heard, {what: `${user.user} is answered`});
    await hears(user, [QUEUE, 4711, 2]);
  }
}

async function enter(user, area = 10001) {
  assert.equal(await control(user, AREA, area, 401), 0);
  await hears(user, [QUEUE, 101, 1], [QUEUE, 102, 1]);
}
/** Both inside, the first one waits. */
async function meet(ann, bob) {
  await enter(ann);
  await hears(ann, [AREA, 10001, 402], ...status([101, 102]));
  await enter(bob);
  await hears(bob, [AREA, 10001, 402], ...status([101, 102]));
  await hears(ann, [AREA, 10001, 403, bob.id, 0, -1, 10], ...status([]));
  assert.equal(await control(ann, QUEUE, 101, 501), 0);
  await hears(ann, [QUEUE, 101, 502], ...status([101]));
  await hears(bob, [QUEUE, 101, 503, ann.id], ...status([101]));
}
/** So that the next browser finds nobody. */
async function leave(...users) {
  for (const user of users) {
    assert.equal(await control(user, AREA, 10001, 402), 0);
    await user.waitFor(() => named('Object').some(({args}) => args.includes(405) || args[0] === 'LeaveAreaResult'), undefined, {what: `${user.user} is out`});
  }
}
const status = (queues, area = 10001) => [...queues.map((id) => [QUEUE, id, 501]), [AREA, area, 401]];

conforms('counters: areas, queues, places', [
  'BRAC_ObjectGetIdList', 'BRAC_ObjectGetIntValue', 'BRAC_ObjectGetStringValue', 'BRAC_ObjectSetIntValue', 'BRAC_ObjectSetStringValue', 'BRAC_ObjectControl',
  'OnAnyChatObjectEvent', '(object event 403)', '(object event 404)', '(object event 503)', '(object event 504)', 'BRAC_ObjectSetValue',
], async ({browser}) => {
  const ann = await signIn(browser, 'ann');
  const vip = await signIn(browser, 'vip');

  // 9.1: one UPDATE each, then the end; names are there.
  assert.equal(await control(ann, AREA, -1, 3, ann.id), 0);
  await hears(ann, [AREA, 10001, 1], [AREA, 10002, 1], [AREA, -1, 2]);
  assert.deepEqual(await calls(ann, 'BRAC_ObjectGetIdList', AREA), [10001, 10002]);
  assert.deepEqual([await text(ann, AREA, 10001, 8), await text(ann, AREA, 10001, 11), await text(ann, AREA, 10002, 11)], ['\u79d1\u97f5\u8def\u8425\u4e1a\u5385', 'Keyun Road', '']);
  assert.deepEqual([await calls(ann, 'BRAC_ObjectSetIntValue', CLIENT, ann.id, 9, 5), await calls(ann, 'BRAC_ObjectSetStringValue', CLIENT, ann.id, 13, 'tag')], [0, 0]);
  assert.deepEqual([await number(ann, CLIENT, ann.id, 9), await text(ann, CLIENT, ann.id, 13)], [5, 'tag']);
  assert.equal(await calls(vip, 'BRAC_ObjectSetValue', CLIENT, vip.id, 9, 15), 0);

  // 9.2: the queues of that area and no others, before the result.
  await enter(ann);
  await hears(ann, [AREA, 10001, 402], ...status([101, 102]));
  assert.deepEqual(await calls(ann, 'BRAC_ObjectGetIdList', QUEUE), [101, 102]);
  assert.deepEqual([await text(ann, QUEUE, 101, 8), await text(ann, QUEUE, 102, 11), await number(ann, QUEUE, 102, 9), await number(ann, QUEUE, 101, 12), await number(ann, AREA, 10001, 404)],
    ['\u73b0\u91d1\u4e1a\u52a1\u961f\u5217', 'gold cards', 10, 2, 2]);
  await control(ann, AREA, 10002, 401);
  await hears(ann, [AREA, 10002, 402, 100201]);
  await control(vip, AREA, 4711, 401);
  await hears(vip, [AREA, 4711, 402, 9]);
  await enter(vip);
  await hears(vip, [AREA, 10001, 402], ...status([101, 102]));
  await hears(ann, [AREA, 10001, 403, vip.id, 0, -1, 15], ...status([]));

  // 9.3: in the queue, one before the other.
  assert.equal(await control(ann, QUEUE, 101, 501), 0);
  await hears(ann, [QUEUE, 101, 502], ...status([101]));
  await hears(vip, [QUEUE, 101, 503, ann.id], ...status([101]));
  assert.deepEqual([await number(ann, QUEUE, 101, 504), await number(ann, QUEUE, 101, 502), await number(vip, QUEUE, 101, 504), await number(vip, QUEUE, 101, 502), await number(vip, QUEUE, 101, 508)],
    [1, 0, 1, -1, 0]);
  assert.equal(await control(vip, QUEUE, 101, 501), 0); // comes later and before her
  await hears(vip, [QUEUE, 101, 502], ...status([101]));
  await hears(ann, [QUEUE, 101, 503, vip.id], ...status([101]));
  assert.deepEqual([await number(vip, QUEUE, 101, 502), await number(ann, QUEUE, 101, 502), await number(ann, QUEUE, 101, 501)], [0, 1, 1]);
  await ann.waitFor(() => BRAC_ObjectGetIntValue(5, 101, 508) >= 1, undefined, {what: 'the seconds go on'});
  assert.ok(Math.abs(await number(ann, QUEUE, 101, 503) - Date.now() / 1000) < 120);
  await control(ann, QUEUE, 102, 501);
  await control(ann, QUEUE, 201, 501);
  await hears(ann, [QUEUE, 102, 502, 100202], [QUEUE, 201, 502, 750]);
  assert.equal(await control(vip, QUEUE, 101, 502), 0);
  await hears(vip, [QUEUE, 101, 505], ...status([101]));
  await hears(ann, [QUEUE, 101, 504, vip.id], ...status([101]));
  assert.equal(await number(ann, QUEUE, 101, 502), 0);

  // Out of the area, and of the queue with it; the queues are forgotten.
  assert.equal(await control(ann, AREA, 10001, 402), 0);
  await hears(ann, [QUEUE, 101, 505], [AREA, 10001, 405]);
  await hears(vip, [QUEUE, 101, 504, ann.id], [AREA, 10001, 404, ann.id], ...status([101]));
  assert.deepEqual([await calls(ann, 'BRAC_ObjectGetIdList', QUEUE), await calls(ann, 'BRAC_ObjectGetIdList', AREA)], [[], [10001, 10002]]);
  await quiet(ann, vip);
  for (const user of [ann, vip]) assert.equal(await user.evaluate(() => window.calledFromInside), 0, 'never from inside a call');
  await leave(vip);
});

conforms('counters: a manual and an automatic agent', [
  'OnAnyChatObjectUpdate', 'OnAnyChatEnterAreaResult', 'OnAnyChatLeaveAreaResult', 'OnAnyChatQueueStatusChanged', 'OnAnyChatEnterQueueResult', 'OnAnyChatLeaveQueueResult',
  'OnAnyChatAgentStatusChanged', 'OnAnyChatServiceStart', 'OnAnyChatAgentWaitingUser', 'BRAC_ObjectControl', 'OnAnyChatAreaStatusChange', '(object event 506)', '(object event 604)',
], async ({browser}) => {
  // The functions of each event, with the manual's parameters.
  const bob = await signIn(browser, 'bob', {perEvent: true});
  const desk = await signIn(browser, 'desk', {perEvent: true, flags: 2});
  const own = (name, ...args) => [name, ...args];
  const changed = (...queues) => [...queues.map((id) => own('QueueStatusChanged', QUEUE, id)), own('AreaStatusChange', AREA, 10001, 0)];
  const hear = async (user, ...expected) => {
    await user.waitFor((count) => named('Object').length >= count, user.heard + expected.length, {what: `${user.user} hears ${JSON.stringify(expected)}`});
    assert.deepEqual((await user.evaluate(() => named('Object').map(({args}) => args))).slice(user.heard, user.heard += expected.length), expected, user.user);
  };
  assert.equal(await control(desk, AREA, 10001, 401), 0);
  await hear(desk, own('ObjectUpdate', QUEUE, 101), own('ObjectUpdate', QUEUE, 102), own('ObjectUpdate', AGENT, desk.id), own('EnterAreaResult', AREA, 10001, 0), ...changed(101, 102));
  assert.equal(await control(bob, AREA, 10001, 401), 0);
  await hear(bob, own('ObjectUpdate', QUEUE, 101), own('ObjectUpdate', QUEUE, 102), own('EnterAreaResult', AREA, 10001, 0), ...changed(101, 102));
  await hear(desk, ...changed());

  // 9.4: nobody, then somebody.
  assert.equal(await control(desk, AGENT, desk.id, 602), 0);
  await hear(desk, own('AgentWaitingUser'));
  assert.equal(await control(bob, QUEUE, 101, 501), 0);
  await hear(bob, own('EnterQueueResult', QUEUE, 101, 0), ...changed(101));
  await hear(desk, ...changed(101));
  assert.equal(await control(desk, AGENT, desk.id, 602), 0);
  await hear(bob, own('LeaveQueueResult', QUEUE, 101, 751), own('ServiceStart', desk.id, bob.id, 101), ...changed(101));
  await hear(desk, own('ServiceStart', desk.id, bob.id, 101), own('AgentStatusChanged', AGENT, desk.id, 2), ...changed(101));
  assert.equal(await control(desk, AGENT, desk.id, 602), 16);
  assert.deepEqual([await number(desk, AGENT, desk.id, 602), await number(desk, AREA, 10001, 408), await text(bob, AGENT, desk.id, 8)], [bob.id, 1, 'desk']);

  // The agent calls; what has begun counts.
  assert.equal(await calls(desk, 'BRAC_VideoCallControl', 1, bob.id, 0, 0, 0, ''), 0);
  await bob.waitFor((id) => BRAC_VideoCallControl(2, id, 0, 0, 0, '') === 0 && BRAC_ObjectGetIntValue(4, 10001, 408) === 0, desk.id, {what: 'the call has begun'});
  await hear(bob, ...changed());
  await hear(desk, ...changed());
  assert.equal(await calls(bob, 'BRAC_ObjectControl', AGENT, desk.id, 605, desk.id, 5, 0, 0, '\u5f88\u597d'), 0); // rated
  assert.equal(await control(desk, AGENT, desk.id, 604), 0);
  assert.equal(await control(desk, AGENT, desk.id, 604), 0); // pages say it twice
  await hear(desk, own('AgentStatusChanged', AGENT, desk.id, 1), ...changed());
  await hear(bob, ...changed());
  assert.deepEqual([await number(desk, AGENT, desk.id, 605), await number(desk, AGENT, desk.id, 602), await number(desk, AREA, 10001, 406)], [1, 0, 1]);
  assert.equal(await control(bob, AREA, 10001, 402), 0);
  await hear(bob, own('LeaveAreaResult', AREA, 10001, 0));
  await hear(desk, ...changed());
  assert.equal(await control(desk, AREA, 10001, 402), 0);
  await hear(desk, own('LeaveAreaResult', AREA, 10001, 0));

  // 9.6: the client is told to call.
  const auto = await signIn(browser, 'auto', {flags: 2 | 16});
  const cat = await signIn(browser, 'cat');
  await enter(auto);
  await hears(auto, [AGENT, auto.id, 1], [AREA, 10001, 402], ...status([101, 102]));
  await enter(cat);
  await hears(cat, [AREA, 10001, 402], ...status([101, 102]));
  await hears(auto, [AREA, 10001, 403, cat.id, 0, -1, 10], ...status([]));
  assert.equal(await control(auto, AGENT, auto.id, 601, 1), 0);
  await hears(auto, [AGENT, auto.id, 601, 1], ...status([]));
  await hears(cat, ...status([]));
  assert.equal(await control(cat, QUEUE, 102, 501), 0);
  await hears(cat, [QUEUE, 102, 502], [QUEUE, 102, 505, 751], [AGENT, auto.id, 602, auto.id, cat.id, 102], [AGENT, auto.id, 604, auto.id, cat.id, 102], ...status([102]));
  await hears(auto, [QUEUE, 102, 503, cat.id], [QUEUE, 102, 504, cat.id], [AGENT, auto.id, 602, auto.id, cat.id, 102], [QUEUE, 102, 506, cat.id], [AGENT, auto.id, 601, 2], ...status([102]));
  await quiet(auto, cat);
  await leave(auto, cat);
});

conforms('counters: lost links', ['OnAnyChatObjectEvent', 'BRAC_ObjectControl'], async ({browser}) => {
  // Broken and back: the place is kept, and nobody hears of it.
  const ann = await signIn(browser, 'ann');
  const bob = await signIn(browser, 'bob');
  await meet(ann, bob);
  await ann.evaluate(() => links.forEach((link) => link.close()));
  assert.equal(await control(ann, QUEUE, 4711, 3, ann.id), 0);
  await hears(ann, [QUEUE, 4711, 2]);
  assert.deepEqual([await number(ann, QUEUE, 101, 502), await number(ann, QUEUE, 101, 504)], [0, 1]);
  await quiet(bob);
  await leave(ann, bob);

  // Gone for good: the others are told.
  const cat = await signIn(browser, 'cat', {to: hasty});
  const dan = await signIn(browser, 'dan', {to: hasty});
  await meet(cat, dan);
  await cat.close();
  await hears(dan, [QUEUE, 101, 504, cat.id]);
  await dan.waitFor(() => BRAC_ObjectGetIntValue(5, 101, 504) === 0 && BRAC_ObjectGetIntValue(4, 10001, 402) === 1, undefined, {what: 'nobody waits any more'});
  await leave(dan);
});

conforms('counters: who waits, for agents who want the list', ['(object event 507)', 'BRAC_ObjectGetStringValue'], async ({browser}) => {
  const desk = await signIn(browser, 'desk', {flags: 2 | 0x200});
  const ann = await signIn(browser, 'ann');
  await control(desk, AREA, 10001, 401);
  const listed = (ids) => desk.waitFor((ids) => named('Object').some(({args}) => args[0] === 5 && args[1] === 101 && args[2] === 507) && BRAC_ObjectGetStringValue(5, 101, 510) === ids,
    ids, {what: `the list ${ids}`});
  await listed('[]');
  await control(ann, AREA, 10001, 401);
  await control(ann, QUEUE, 101, 501);
  await listed(`[${ann.id}]`);
  const [{userid, username, priority}] = JSON.parse(await text(desk, QUEUE, 101, 512));
  assert.deepEqual([userid, username, priority, JSON.parse(await text(desk, QUEUE, 101, 511)).length], [ann.id, 'ann', 10, 1]);
  assert.deepEqual([JSON.parse(await text(desk, AREA, 10001, 405)), JSON.parse(await text(desk, AREA, 10001, 407)).queueusercount], [[desk.id], 1]);
  await ann.waitFor(() => BRAC_ObjectGetIntValue(5, 101, 504) === 1, undefined, {what: 'ann waits'});
  assert.equal(await text(ann, QUEUE, 101, 510), ''); // not for clients
  await control(ann, QUEUE, 101, 502);
  await listed('[]');
  await leave(desk, ann);
});
