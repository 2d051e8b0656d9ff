// SPDX-License-Identifier: Apache-2.0
// Lost links at the level of messages: exactly once, in order, and one leave at the end.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Client} from '../support/client.mjs';
import {resume, withServer} from './support.mjs';

test('what was said meanwhile arrives after the resume, once and in order', () => withServer({}, async (server) => {
  const ann = await Client.login(server.wsUrl, 'ann');
  const bob = await Client.login(server.wsUrl, 'bob');
  await ann.ask('enter', {room: 1});
  await bob.ask('enter', {room: 1});
  ann.cut();
  await server.waitForLog(/event=session\.lost/);
  for (let i = 0; i < 20; i++) await bob.ask('text', {to: -1, secret: false, text: `text ${i}`});
  assert.equal(bob.all('user_left').length, 0);
  const again = await resume(server, ann);
  assert.equal(again.resumed.t, 'resumed');
  await again.next('text_received', (m) => m.text === 'text 19');
  assert.deepEqual(again.all('text_received').map((m) => m.text), Array.from({length: 20}, (_, i) => `text ${i}`));
  const numbers = again.received.filter((m) => m.seq !== undefined).map((m) => m.seq);
  assert.deepEqual(numbers, numbers.map((_, i) => numbers[0] + i), 'no gap, no repetition');
  assert.ok(numbers[0] <= ann.seq + 1);
  await again.close();
  await bob.close();
}));

test('a request whose reply was lost is not carried out twice', () => withServer({}, async (server) => {
  const ann = await Client.login(server.wsUrl, 'ann');
  const bob = await Client.login(server.wsUrl, 'bob');
  await ann.ask('enter', {room: 1});
  await bob.ask('enter', {room: 1});
  const id = ann.say('text', {to: -1, secret: false, text: 'once'});
  await bob.next('text_received');
  const seqBefore = ann.seq;
  ann.cut();
  await server.waitForLog(/event=session\.lost/);
  const again = await resume(server, ann, {seq: Math.min(seqBefore, ann.seq)});
  assert.ok(again.resumed.last_id >= id);
  // A client that did not look at last_id says it again.
  again.raw(JSON.stringify({t: 'text', id, to: -1, secret: false, text: 'once'}));
  await again.ask('text', {to: -1, secret: false, text: 'and on'});
  await bob.next('text_received', (m) => m.text === 'and on');
  assert.deepEqual(bob.all('text_received').map((m) => m.text), ['once', 'and on']);
  await again.close();
  await bob.close();
}));

test('after the grace time there is one leave, and the token is worth nothing', () => withServer({config: '[signal]\nresume_grace_seconds = 1\n'}, async (server) => {
  const ann = await Client.login(server.wsUrl, 'ann');
  const bob = await Client.login(server.wsUrl, 'bob');
  await ann.ask('enter', {room: 1});
  await bob.ask('enter', {room: 1});
  ann.cut();
  const left = await bob.next('user_left');
  assert.deepEqual([left.user, left.code], [ann.self.id, 101]);
  const again = await resume(server, ann);
  assert.deepEqual([again.resumed.t, again.resumed.code], ['error', 101]);
  assert.equal(bob.all('user_left').length, 1);
  await again.close();
  await bob.close();
}));

test('a stolen or invented token is refused', () => withServer({}, async (server) => {
  const ann = await Client.login(server.wsUrl, 'ann');
  const token = ann.welcome.token;
  for (const wrong of ['', 'x', token.slice(1), token.slice(0, -1) + (token.endsWith('0') ? '1' : '0'), token.toUpperCase() === token ? token.toLowerCase() : token.toUpperCase()]) {
    const reply = (await resume(server, {...ann, nextId: 1, seq: 0, welcome: {token: wrong}})).resumed;
    assert.equal(reply.t, 'error', JSON.stringify(wrong));
  }
  await ann.ask('enter', {room: 1});
  await ann.close();
}));

test('a second link takes the session over, the first is closed', () => withServer({}, async (server) => {
  const ann = await Client.login(server.wsUrl, 'ann');
  const again = await resume(server, ann);
  assert.equal(again.resumed.t, 'resumed');
  assert.equal(await ann.closed(), 4001);
  await again.ask('enter', {room: 1});
  await again.close();
}));
