// SPDX-License-Identifier: Apache-2.0
// Business objects, as pages of both faces live with them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeDocument } from '../../test/dom.mjs';
import { fakeWorld, friendlyServer, settle } from '../../test/fakes.mjs';
import { Face } from '../classic/face.mjs';
import { Parlor } from '../parlor.mjs';

const functions = ['ObjectUpdate', 'ObjectSyncDataFinish', 'AreaStatusChange', 'EnterAreaResult', 'LeaveAreaResult', 'QueueStatusChanged',
  'EnterQueueResult', 'LeaveQueueResult', 'AgentStatusChanged', 'ServiceStart', 'AgentWaitingUser'];

async function classic({ dispatcher = false, before = (_ac) => {} } = {}) {
  const document = new FakeDocument();
  const world = fakeWorld({ document, server: friendlyServer() });
  const seen = [];
  const window = { WebSocket: class {}, location: { protocol: 'https:', hostname: 'h' }, navigator: {}, reportError: (error) => { throw error; } };
  for (const name of functions)
    window[`OnAnyChat${name}`] = (...args) => { seen.push(`${name} ${args.join(' ')}`.trim()); window.hook?.(name, ...args); };
  if (dispatcher) window.OnAnyChatObjectEvent = (...args) => seen.push(args.join(' '));
  globalThis.MutationObserver = document.Observer;
  const face = new Face(world.platform, window);
  const ac = face.api;
  ac.BRAC_InitSDK('0');
  before(ac);
  ac.BRAC_Connect('h', 1);
  ac.BRAC_Login('ann', 'pw');
  await settle();
  return { world, server: world.server, ac, face, window, take: () => seen.splice(0) };
}

const number = (type, id, info, value) => ({ type, id, info, number: value });
const text = (type, id, info, value) => ({ type, id, info, text: value });
const event = (type, id, code, ...[p1, p2, p3, p4]) => ({ type, id, event: code, ...p1 ? { p1 } : {}, ...p2 ? { p2 } : {}, ...p3 ? { p3 } : {}, ...p4 ? { p4 } : {} });
const objects = ({ gone = [], values = [], events = [] }) => ({ gone, values, events });

const areas = () => objects({
  values: [text(4, 10001, 8, 'North'), text(4, 10001, 11, 'first floor'), text(4, 10002, 8, '\u5929\u6cb3')],
  events: [event(4, 10001, 1), event(4, 10002, 1), event(4, -1, 2)],
});
const entered = () => objects({
  values: [text(5, 101, 8, 'Cash'), number(5, 101, 504, 3), text(5, 102, 8, 'VIP'), number(5, 102, 9, 10), number(5, 102, 504, 0), number(4, 10001, 404, 2), number(4, 10001, 403, 3)],
  events: [event(5, 101, 1), event(5, 102, 1), event(4, 10001, 402), event(5, 101, 501), event(4, 10001, 401)],
});
const waiting = (before, length, waited) => objects({
  values: [number(5, 101, 504, length), number(5, 101, 501, before), number(5, 101, 502, before), number(5, 101, 503, waited), number(5, 101, 508, waited),
    text(5, 101, 509, '{"serving":3,"idle":0,"working":2,"paused":1,"estimate":90,"apart":1,"overflow":102,"overflow_in":30,"error":[12,-3,40,60],"missing":[[3,2]]}')],
  events: [event(5, 101, 501)],
});

test('classic: the areas, one UPDATE each, then the FINISH; everything is there at the first event', async () => {
  const { ac, server, window, take } = await classic();
  const answers = [];
  window.hook = () => answers.push(JSON.stringify([ac.BRAC_ObjectGetIdList(4), ac.BRAC_ObjectGetStringValue(4, 10001, 8), ac.BRAC_ObjectGetStringValue(4, 10002, 11)]));
  assert.equal(ac.BRAC_ObjectControl(4, -1, 3, 7, 0, 0, 0, ''), 0);
  await settle();
  assert.deepEqual(server.of('object_control').map(({ type, object, code, p1 }) => [type, object, code, p1]), [[4, -1, 3, 7]]);
  server.send('objects', areas());
  await settle();
  assert.deepEqual(take(), ['ObjectUpdate 4 10001', 'ObjectUpdate 4 10002', 'ObjectSyncDataFinish 4 -1']);
  assert.deepEqual([...new Set(answers)], ['[[10001,10002],"North",""]']);
});

test('classic: an area, a queue, the place in it, the service; back to nothing', async () => {
  const { ac, server, take, world } = await classic();
  server.send('objects', areas());
  server.send('objects', entered());
  await settle();
  assert.deepEqual(take().slice(3), ['ObjectUpdate 5 101', 'ObjectUpdate 5 102', 'EnterAreaResult 4 10001 0', 'QueueStatusChanged 5 101', 'AreaStatusChange 4 10001 0']);
  assert.deepEqual([ac.BRAC_ObjectGetIdList(5), ac.BRAC_ObjectGetIntValue(5, 101, 504), ac.BRAC_ObjectGetIntValue('5', '102', '9'), ac.BRAC_ObjectGetIntValue(4, 10001, 403)],
    [[101, 102], 3, 10, 3]);
  assert.deepEqual([501, 502, 503, 508].map((info) => ac.BRAC_ObjectGetIntValue(5, 101, info)), [-1, -1, 0, 0]); // we are not in it
  server.send('objects', objects({ ...waiting(3, 4, 0), events: [event(5, 101, 502)] }));
  server.send('objects', waiting(3, 4, 0));
  await settle();
  assert.deepEqual(take(), ['EnterQueueResult 5 101 0', 'QueueStatusChanged 5 101']);
  const began = Math.floor(world.platform.wall() / 1000);
  await world.clock.pass(65_000);
  assert.deepEqual([501, 502, 508].map((info) => ac.BRAC_ObjectGetIntValue(5, 101, info)), [3, 3, 65]); // counted on
  assert.ok(Math.abs(ac.BRAC_ObjectGetIntValue(5, 101, 503) - began) <= 66);
  assert.equal(ac.BRAC_ObjectGetIntValue(5, 102, 502), -1);
  server.send('objects', objects({ events: [event(5, 101, 505, 751)] }));
  server.send('objects', objects({ values: [number(6, 22, 601, 2), number(6, 22, 602, 7), text(6, 22, 8, 'Desk 1')], events: [event(6, 22, 602, 22, 7, 101)] }));
  await settle();
  assert.deepEqual(take(), ['LeaveQueueResult 5 101 751', 'ServiceStart 22 7 101']);
  assert.deepEqual([ac.BRAC_ObjectGetIdList(6), ac.BRAC_ObjectGetStringValue(6, 22, 8), ac.BRAC_ObjectGetIntValue(5, 101, 508)], [[22], 'Desk 1', 0]);
  server.send('objects', objects({ events: [event(4, 10001, 405)] }));
  await settle();
  assert.deepEqual(take(), ['LeaveAreaResult 4 10001 0']);
  assert.deepEqual([4, 5, 6].map((type) => ac.BRAC_ObjectGetIdList(type)), [[10001, 10002], [], []]); // areas stay
});

test('classic: a page with OnAnyChatObjectEvent gets everything there, and only there', async () => {
  const { server, take } = await classic({ dispatcher: true });
  server.send('objects', objects({ events: [event(4, 1, 403, 8, 2, -1, 10), event(6, 7, 603), event(6, 22, 604, 22, 7, 101), event(5, 101, 507)] }));
  await settle();
  assert.deepEqual(take(), ['4 1 403 8 2 -1 10 ', '6 7 603 0 0 0 0 ', '6 22 604 22 7 101 0 ', '5 101 507 0 0 0 0 ']);
});

test('classic: an agent', async () => {
  const { ac, server, take, world } = await classic({ before: (api) => api.BRAC_SetSDKOption(200, 2) });
  assert.equal(ac.BRAC_ObjectSetValue(8, 7, 9, 10), 0);
  assert.equal(ac.BRAC_ObjectSetIntValue('8', 7, 10, '-1'), 0);
  assert.equal(ac.BRAC_ObjectSetStringValue(8, 7, 13, 'tag'), 0);
  assert.deepEqual([ac.BRAC_ObjectGetIntValue(8, 7, 9), ac.BRAC_ObjectGetIntValue(8, 7, 10), ac.BRAC_ObjectGetStringValue(8, 7, 13)], [10, -1, 'tag']);
  await settle();
  assert.deepEqual(server.of('object_set').map(({ type, object, info, number: n, text: t }) => [type, object, info, n ?? t]), [[8, 7, 7, 2], [8, 7, 9, 10], [8, 7, 10, -1], [8, 7, 13, 'tag']]);
  assert.equal(ac.BRAC_ObjectControl(6, 7, 602, 0, 0, 0, 0, ''), 0);
  server.send('objects', objects({ events: [event(6, 7, 603)] }));
  await settle();
  assert.deepEqual(take(), ['AgentWaitingUser']);
  server.send('objects', objects({ values: [number(6, 7, 601, 2), number(6, 7, 602, 11), number(6, 7, 603, 5)], events: [event(6, 7, 602, 7, 11, 101), event(6, 7, 601, 2)] }));
  await settle();
  assert.deepEqual(take(), ['ServiceStart 7 11 101', 'AgentStatusChanged 6 7 2']);
  assert.equal(ac.BRAC_ObjectControl(6, 7, 602, 0, 0, 0, 0, ''), 16); // he serves somebody
  assert.equal(ac.BRAC_ObjectGetIntValue(6, 7, 603), Math.floor(world.platform.wall() / 1000) - 5);
  assert.equal(ac.BRAC_ObjectControl(6, 7, 604, 0, 0, 0, 0, 0, ''), 0); // one 0 too many, as in the manual
  server.send('objects', objects({ values: [number(6, 7, 601, 1), number(6, 7, 602, 0), number(6, 7, 603, 0), number(6, 7, 605, 1)], events: [event(6, 7, 601, 1)] }));
  await settle();
  assert.deepEqual([take(), ac.BRAC_ObjectGetIntValue(6, 7, 605), ac.BRAC_ObjectGetIntValue(6, 7, 603)], [['AgentStatusChanged 6 7 1'], 1, 0]);
  assert.deepEqual(server.of('object_control').map(({ code }) => code), [602, 604]);
});

test('classic: what is wrong, and what is over', async () => {
  const { ac, server, world, take } = await classic();
  assert.deepEqual([ac.BRAC_ObjectGetIdList(99), ac.BRAC_ObjectGetIntValue(5, 1, 504), ac.BRAC_ObjectGetStringValue(4, 1, 8)], [[], 0, '']);
  assert.deepEqual([ac.BRAC_ObjectSetValue(8, 7, 8, 'x'.repeat(1025)), ac.BRAC_ObjectControl(5, 1, 501, 0, 0, 0, 0, 'x'.repeat(1025))], [21, 21]);
  server.answers.object_control = () => ['error', { code: 20 }];
  assert.equal(ac.BRAC_ObjectControl(4, 1, 2, 0, 0, 0, 0, ''), 0);
  await settle();
  assert.match(world.warnings.join(), /\(20\)/);
  server.send('objects', areas());
  await settle();
  take();
  server.session.over = true;
  server.socket.cut();
  await world.clock.pass(40_000);
  await settle();
  assert.deepEqual(ac.BRAC_ObjectGetIdList(4), []); // signed in anew: the page synchronises
  ac.BRAC_Logout();
  assert.deepEqual([ac.BRAC_ObjectGetIdList(4), ac.BRAC_ObjectControl(4, -1, 3, 7, 0, 0, 0, ''), ac.BRAC_ObjectSetValue(8, 7, 9, 1)], [[], 208, 208]);
  ac.BRAC_Release();
  assert.deepEqual([ac.BRAC_ObjectControl(4, -1, 3), ac.BRAC_ObjectSetValue(8, 7, 9, 1)], [2, 2]);
});

test('signed in anew, whoever was an agent is one again', async () => {
  const { server, world } = await classic({ before: (api) => api.BRAC_SetSDKOption(200, 2 | 16) });
  server.session.over = true;
  server.socket.cut();
  await world.clock.pass(40_000);
  await settle();
  assert.deepEqual(server.of('object_set').map(({ info, number: n }) => [info, n]), [[7, 18], [7, 18]]);
});

test('typed: a client', async () => {
  const world = fakeWorld({ server: friendlyServer() });
  const { server } = world;
  const parlor = new Parlor({ url: 'ws://h/parlor', platform: world.platform });
  await parlor.connect();
  await parlor.login('ann');
  const { counter } = parlor;
  const seen = [];
  for (const name of ['place', 'served', 'left']) counter.on(name, (what) => seen.push([name, what]));
  server.answers.object_control = ({ type, code }) => {
    const answer = { 3: areas(), 401: entered(), 501: type === 5 ? { ...waiting(1, 2, 0), events: [event(5, 101, 502), event(5, 101, 501)] } : null }[code];
    if (answer) queueMicrotask(() => server.send('objects', answer));
    return ['done', {}];
  };
  assert.deepEqual(await counter.areas(), [{ id: 10001, name: 'North', description: 'first floor' }, { id: 10002, name: '\u5929\u6cb3', description: '' }]);
  const area = await counter.enter(10001);
  assert.deepEqual([area.id, area.name, area.waiting, counter.place], [10001, 'North', 3, null]);
  assert.deepEqual(counter.queues.map(({ id, name, length, priority }) => [id, name, length, priority]), [[101, 'Cash', 3, 0], [102, 'VIP', 0, 10]]);
  const place = await counter.join(101);
  assert.deepEqual([place?.before, place?.waited_s, place?.queue.length], [1, 0, 2]);
  assert.deepEqual(place?.estimateError, { count: 12, p50_s: -3, p90_s: 40, p90_abs_s: 60 });
  assert.deepEqual([place?.agents, place?.estimate_s], [{ serving: 3, idle: 0, working: 2, paused: 1, apart: 1 }, 90]);
  assert.deepEqual([place?.closed, place?.overflow, place?.missing], [false, { queue: 102, in_s: 30 }, [{ skill: 3, level: 2 }]]);
  await settle();
  assert.deepEqual(seen.splice(0).map(([name, { before }]) => [name, before]), [['place', 1]]);
  server.send('objects', objects({ events: [event(5, 101, 505, 751)] }));
  server.send('objects', objects({ values: [number(6, 22, 602, 7), number(6, 22, 601, 2)], events: [event(6, 22, 602, 22, 7, 101)] }));
  await settle();
  assert.deepEqual([seen.splice(0), counter.place], [[['served', { agent: 22, client: 7, queue: 101 }]], null]);
  assert.deepEqual(counter.agents.map(({ id, status, client }) => [id, status, client]), [[22, 'working', 7]]);
  const leaving = counter.leave();
  server.send('objects', objects({ events: [event(4, 10001, 405)] }));
  await leaving;
  assert.deepEqual([seen.splice(0), counter.area, counter.queues], [[['left', 0]], null, []]);
});

test('typed: refusals, and what never comes', async () => {
  const world = fakeWorld({ server: friendlyServer() });
  const { server } = world;
  const parlor = new Parlor({ url: 'ws://h/parlor', platform: world.platform });
  await parlor.connect();
  await parlor.login('ann');
  const { counter } = parlor;
  server.answers.object_control = ({ object: id, code }) => {
    if (code === 401) queueMicrotask(() => server.send('objects', objects({ events: [event(4, id, 402, 9)] })));
    return code === 602 ? ['error', { code: 228 }] : ['done', {}];
  };
  await assert.rejects(() => counter.enter(77), { code: 9 });
  assert.equal(counter.area, null);
  await assert.rejects(() => counter.next(), { code: 228 });
  server.answers.object_set = () => ['error', { code: 20 }];
  await assert.rejects(() => counter.register({ role: 'agent' }), { code: 20 });
  const never = assert.rejects(() => counter.join(101), { code: 101 });
  await settle();
  server.session.over = true;
  server.socket.cut();
  await world.clock.pass(40_000);
  await never;
});

test('classic: an area in words: its agents, its counts', async () => {
  const { ac, server } = await classic();
  assert.deepEqual([ac.BRAC_ObjectGetStringValue(4, 10001, 405), ac.BRAC_ObjectGetStringValue(4, 10001, 407)], ['', '']);
  server.send('objects', entered());
  server.send('objects', objects({ values: [text(6, 9, 8, 'bob'), number(4, 10001, 401, 1)] }));
  await settle();
  assert.deepEqual(JSON.parse(ac.BRAC_ObjectGetStringValue(4, 10001, 405)), [9]);
  const status = JSON.parse(ac.BRAC_ObjectGetStringValue(4, 10001, 407));
  assert.deepEqual([status.agentcount, status.queuecount, status.queueusercount, status.busyagentcount], [1, 2, 3, 0]);
});

test('typed: a place that is kept, said by the server and by nobody else', async () => {
  const world = fakeWorld({ server: friendlyServer() });
  const { server } = world;
  const parlor = new Parlor({ url: 'ws://h/parlor', platform: world.platform });
  await parlor.connect();
  await parlor.login('ann');
  const { counter } = parlor;
  let refusal = 0;
  server.answers.object_control = ({ object: id, code, p1 = 0 }) => {
    const answer = {
      401: entered(), 501: { ...waiting(1, 2, 0), events: [event(5, 101, 502), event(5, 101, 501)] }, 502: objects({ events: [event(5, 101, 505)] }),
      590: objects({ events: [event(5, id, 590, refusal, refusal ? 0 : p1)] }),
    }[code];
    queueMicrotask(() => server.send('objects', answer));
    return ['done', {}];
  };
  await counter.enter(10001);
  refusal = 750;
  await assert.rejects(() => counter.callBack(), { code: 750 });
  assert.equal(server.of('object_control').at(-1).object, -1, 'in no queue');
  refusal = 0;
  assert.equal((await counter.join(101))?.callBack, false);
  await counter.callBack();
  assert.deepEqual((({ type, object, code, p1 }) => [type, object, code, p1])(server.of('object_control').at(-1)), [5, 101, 590, 1]);
  assert.equal(counter.place?.callBack, true);
  refusal = 23;
  await assert.rejects(() => counter.callBack(false), { code: 23 });
  assert.equal(counter.place?.callBack, true, 'a refusal changes nothing');
  refusal = 0;
  await counter.callBack(false);
  assert.equal(server.of('object_control').at(-1).p1 ?? 0, 0);
  assert.equal(counter.place?.callBack, false);
  await counter.callBack();
  await counter.quit();
  assert.equal((await counter.join(101))?.callBack, false, 'another place');
});

test('typed: several clients ring at an agent, and stop', async () => {
  const world = fakeWorld({ server: friendlyServer() });
  const { server } = world;
  const parlor = new Parlor({ url: 'ws://h/parlor', platform: world.platform });
  await parlor.connect();
  const { id } = await parlor.login('ann');
  const { counter } = parlor;
  const seen = [];
  for (const name of ['offered', 'offerEnded']) counter.on(name, ({ client, queue }) => seen.push([name, client, queue]));
  server.send('objects', objects({ events: [event(6, id, 690, id, 7, 101), event(6, id, 690, id, 8, 102)] }));
  await settle();
  assert.deepEqual(counter.offers, [{ client: 7, queue: 101 }, { client: 8, queue: 102 }]);
  await counter.serve(8);
  assert.deepEqual((({ type, object, code, p1 }) => [type, object, code, p1])(server.of('object_control').at(-1)), [6, id, 603, 8]);
  server.send('objects', objects({ events: [event(6, id, 691, id, 8, 102), event(6, id, 691, id, 7, 101)] }));
  await settle();
  assert.deepEqual(seen, [['offered', 7, 101], ['offered', 8, 102], ['offerEnded', 8, 102], ['offerEnded', 7, 101]]);
  assert.deepEqual(counter.offers, []);
});
