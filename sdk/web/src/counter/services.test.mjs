// SPDX-License-Identifier: Apache-2.0
// Services as pages live with them: what they are told, what they say, and a call that is handed over.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fakeWorld, friendlyServer, settle } from '../../test/fakes.mjs';
import { Parlor } from '../parlor.mjs';

async function signedIn() {
  const world = fakeWorld({ server: friendlyServer() });
  const parlor = new Parlor({ url: 'wss://h/parlor', platform: world.platform });
  const seen = [];
  for (const name of ['service', 'serviceOver', 'asked', 'withdrawn'])
    parlor.counter.on(name, (...args) => seen.push([name, ...args]));
  await parlor.connect();
  await parlor.login('bob', 'pw');
  await settle();
  return { parlor, counter: parlor.counter, server: world.server, seen, take: () => seen.splice(0) };
}

const service = ({ agent = 2, room = 100000001, held = false, role = 'agent', parties = [] } = {}) => ({ client: 1, agent, queue: 101, room, held, role, parties });
const code = async (promise) => { try { await promise; return 0; } catch (error) { return error.code; } };

test('a service: who takes part, what is known, its end', async () => {
  const { counter, server, take } = await signedIn();
  assert.deepEqual([counter.service, counter.services], [null, []]);
  server.send('service_data', { client: 1, fields: [{ name: 'card', value: 'gold' }], notes: [] });
  server.send('service', service({ room: 0 }));
  await settle();
  assert.deepEqual(counter.service, { client: 1, agent: 2, queue: 101, room: null, held: false, role: 'agent', away: false, parties: [], intake: { card: 'gold' }, notes: [] });
  assert.deepEqual(take().map(([name]) => name), ['service']);
  server.send('service', service({ parties: [{ user: 3, role: 'guest', asked: true }] }));
  server.send('service_data', { client: 1, fields: [], notes: [{ user: 2, text: 'wants a loan' }] });
  await settle();
  assert.deepEqual([counter.service.room, counter.service.parties, counter.service.notes], [100000001, [{ user: 3, role: 'guest', asked: true }], [{ user: 2, text: 'wants a loan' }]]);
  take();
  server.send('service_over', { client: 1, code: 100101 });
  server.send('service_over', { client: 1, code: 0 }); // twice does no harm
  await settle();
  assert.deepEqual(take().map(([name, client, error]) => [name, client, error.code]), [['serviceOver', 1, 100101]]);
  assert.equal(counter.service, null);
});

test('what agents say, of the only client and of another', async () => {
  const { counter, server } = await signedIn();
  assert.equal(await code(counter.hold()), 100107);
  assert.equal(await code(counter.note('x')), 100107);
  server.send('service', service());
  await settle();
  await counter.hold();
  await counter.hold(false, 7);
  await counter.note('wants a loan');
  await counter.drop(3);
  await counter.transfer({ queue: 102 }, { text: 'loans' });
  await counter.setIntake({ name: 'Ann', age: /** @type {any} */ (42) });
  assert.deepEqual(server.of('service_hold').map(({ client, on }) => [client, on]), [[1, true], [7, false]]);
  assert.deepEqual(server.of('service_note').map(({ client, text }) => [client, text]), [[1, 'wants a loan']]);
  assert.deepEqual(server.of('service_drop').map(({ client, user }) => [client, user]), [[1, 3]]);
  assert.deepEqual(server.of('service_pass').map(({ client, queue, text }) => [client, queue, text]), [[1, 102, 'loans']]);
  assert.deepEqual(server.of('service_intake')[0].fields, [{ name: 'name', value: 'Ann' }, { name: 'age', value: '42' }]);
});

test('asking another agent: he comes, refuses, is not there, or the call ends meanwhile', async () => {
  const { counter, server } = await signedIn();
  server.send('service', service());
  await settle();
  const comes = counter.consult(3, { text: 'help' });
  await settle();
  assert.deepEqual(server.of('service_ask').map(({ client, user, role, hold, text }) => [client, user, role, hold, text]), [[1, 3, 'guest', true, 'help']]);
  server.send('service_answered', { client: 1, user: 3, role: 'agent', code: 100104 }); // of something else
  server.send('service_answered', { client: 1, user: 3, role: 'guest', code: 0 });
  assert.equal(await code(comes), 0);
  const refuses = counter.transfer({ agent: 4 });
  await settle();
  server.send('service_answered', { client: 1, user: 4, role: 'agent', code: 100104 });
  assert.equal(await code(refuses), 100104);
  const never = counter.invite(5);
  await settle();
  server.send('service', service({ room: 0 }));
  assert.equal(await code(never), 100106);
  server.answers.service_ask = () => ['error', { code: 100102 }];
  assert.equal(await code(counter.invite(6)), 100102);
});

test('being asked: yes, no, too late', async () => {
  const { counter, server, take } = await signedIn();
  const asked = (text) => server.send('service_asked', { client: 1, user: 9, queue: 101, role: 'guest', ...text ? { text } : {} });
  server.send('service_data', { client: 1, fields: [{ name: 'card', value: 'gold' }], notes: [] });
  asked('help');
  await settle();
  const [[, request]] = take();
  assert.deepEqual([request.user, request.client, request.role, request.text, request.intake, request.open], [9, 1, 'guest', 'help', { card: 'gold' }, true]);
  assert.equal(counter.requests[0], request);
  server.answers.service_answer = () => { server.send('service', service({ role: 'guest' })); return ['done', {}]; };
  assert.equal(await request.accept(), 100000001);
  assert.deepEqual([request.open, counter.requests, counter.service.role], [false, [], 'guest']);
  assert.equal(await code(request.accept()), 100107);
  delete server.answers.service_answer;
  await counter.depart();
  assert.deepEqual(server.of('service_drop').map(({ client, user }) => [client, user]), [[1, 7]]);
  server.send('service_over', { client: 1, code: 0 });
  asked();
  await settle();
  take().at(-1)[1].refuse();
  asked();
  await settle();
  server.send('service_withdrawn', { client: 1, code: 100105 });
  await settle();
  const [[, late], [name, same, error]] = take();
  assert.deepEqual([name, same === late, error.code, late.open], ['withdrawn', true, 100105, false]);
  assert.equal(server.of('service_answer').at(-1).code, 100104);
});

test('supervisors are told where to go', async () => {
  const { counter, server } = await signedIn();
  server.answers.service_watch = ({ role }) => { server.send('service', service({ role })); return ['done', {}]; };
  assert.deepEqual([await counter.listen(1), counter.service.role], [100000001, 'listener']);
  assert.deepEqual([await counter.whisper(1), counter.service.role], [100000001, 'whisperer']);
  assert.deepEqual([await counter.barge(1), await counter.takeOver(1)], [100000001, 100000001]);
  assert.deepEqual(server.of('service_watch').map(({ role }) => role), ['listener', 'whisperer', 'barger', 'agent']);
});

test('a call that is handed over: to us, and from one agent to another', async () => {
  const { parlor, server } = await signedIn();
  const calls = [];
  parlor.on('call', (call) => calls.push(call));
  server.send('call_started', { user: 1, flags: 0, room: 100000001, text: '' });
  await settle();
  assert.deepEqual([calls.length, calls[0].user, calls[0].state, await calls[0].accept()], [1, 1, 'talking', 100000001]);
  const moved = [];
  calls[0].on('moved', (user) => moved.push(user));
  server.send('call_moved', { user: 1, to: 5, flags: 0, room: 100000001 });
  server.send('call_moved', { user: 1, to: 6, flags: 0, room: 100000001 }); // of no call of ours
  await settle();
  assert.deepEqual([moved, calls[0].user, calls[0].state], [[5], 5, 'talking']);
  server.send('call_finished', { user: 5, code: 0, flags: 0, param: 0, text: '' });
  await settle();
  assert.equal(parlor.currentCall, null);
});
