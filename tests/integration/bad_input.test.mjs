// SPDX-License-Identifier: Apache-2.0
// Bad input: each with its error code, and nobody else disturbed.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Client} from '../support/client.mjs';
import {withServer, withWitnesses} from './support.mjs';

const ROOMS = `
[rooms]
max_users = 50
[room 7]
password = sesame
[room 8]
max_users = 2
`;

/** The bad thing is done by a third user while two witnesses are in room 1. */
const disturbs = (name, run, {config = ROOMS} = {}) => test(name, () => withServer({config}, (server) =>
  withWitnesses(server, () => run(server))));

disturbs('requests out of order', async (server) => {
  const eve = await Client.open(server.wsUrl);
  assert.equal(await eve.refused('login', {name: 'eve'}), 2, 'login before hello');
  await eve.ask('hello', {sdk: 'test'});
  assert.equal(await eve.refused('enter', {room: 1}), 208, 'enter before login');
  assert.equal(await eve.refused('text', {to: -1, secret: false, text: 'x'}), 208);
  await eve.ask('login', {name: 'eve'});
  assert.equal(await eve.refused('text', {to: -1, secret: false, text: 'x'}), 3, 'text outside a room');
  assert.equal(await eve.refused('pub_offer', {sdp: 'v=0', tracks: []}), 3, 'media outside a room');
  await eve.close();
});

disturbs('login twice, and without a name', async (server) => {
  const eve = await Client.open(server.wsUrl);
  await eve.ask('hello', {sdk: 'test'});
  assert.equal(await eve.refused('login', {name: ''}), 210);
  await eve.ask('login', {name: 'eve'});
  assert.equal(await eve.refused('login', {name: 'eve'}), 201);
  await eve.close();
});

disturbs('wrong room password, then the right one', async (server) => {
  const eve = await Client.login(server.wsUrl, 'eve');
  assert.equal(await eve.refused('enter', {room: 7}), 301);
  assert.equal(await eve.refused('enter', {room: 7, password: 'Sesame'}), 301);
  assert.equal((await eve.ask('enter', {room: 7, password: 'sesame'})).room, 7);
  await eve.close();
});

disturbs('a full room', async (server) => {
  const guests = [];
  for (const name of ['eve', 'fay']) {
    guests.push(await Client.login(server.wsUrl, name));
    await guests.at(-1).ask('enter', {room: 8});
  }
  const gus = await Client.login(server.wsUrl, 'gus');
  assert.equal(await gus.refused('enter', {room: 8}), 302);
  await guests[0].ask('leave', {room: 8});
  await gus.ask('enter', {room: 8});
  for (const guest of [...guests, gus]) await guest.close();
});

disturbs('entering the room one is in', async (server) => {
  const eve = await Client.login(server.wsUrl, 'eve');
  await eve.ask('enter', {room: 9});
  const reply = await eve.reply(eve.say('enter', {room: 9}));
  assert.deepEqual([reply.t, reply.code, reply.room], ['error', 308, 9]);
  await eve.close();
});

disturbs('values out of range and of the wrong kind', async (server) => {
  const eve = await Client.login(server.wsUrl, 'eve');
  const bad = [
    ['enter', {room: 0}], ['enter', {room: -3}], ['enter', {room: 2147483648}], ['enter', {room: 1.5}], ['enter', {room: '1'}], ['enter', {}],
    ['state', {camera: 3, mic: 0}], ['state', {camera: 0, mic: true}],
    ['watch', {user: 1, kind: 'smell', on: true}], ['watch', {user: 1, kind: 'video', stream: 16, on: true}],
    ['enter_name', {name: 'x'.repeat(129)}], ['enter_name', {name: 'nul\u0000inside'}],
    ['sub_answer', {version: 0, sdp: ''}], ['pub_offer', {sdp: 'v=0', tracks: [{mid: '0', kind: 'audio', stream: 0, extra: 1}, 7]}],
  ];
  for (const [t, fields] of bad) {
    const reply = await eve.reply(eve.say(t, fields));
    assert.deepEqual([t, JSON.stringify(fields).slice(0, 60), reply.t, reply.code], [t, JSON.stringify(fields).slice(0, 60), 'error', 21]);
    assert.ok(reply.detail, 'the error says what exactly');
  }
  await eve.close();
});

disturbs('a text that is too long', async (server) => {
  const eve = await Client.login(server.wsUrl, 'eve');
  await eve.ask('enter', {room: 9});
  assert.equal(await eve.refused('text', {to: -1, secret: false, text: 'x'.repeat(32769)}), 21);
  await eve.ask('text', {to: -1, secret: false, text: 'x'.repeat(32768)});
  await eve.close();
});

disturbs('a text to nobody', async (server) => {
  const eve = await Client.login(server.wsUrl, 'eve');
  await eve.ask('enter', {room: 9});
  assert.equal(await eve.refused('text', {to: 424242, secret: true, text: 'x'}), 205);
  await eve.close();
});

disturbs('unknown messages are refused, the session goes on', async (server) => {
  const eve = await Client.login(server.wsUrl, 'eve');
  const reply = await eve.reply(eve.say('fly_to_the_moon', {when: 'now'}));
  assert.equal(reply.t, 'error');
  assert.ok([20, 21].includes(reply.code), `code ${reply.code}`);
  await eve.ask('enter', {room: 9});
  await eve.close();
});

disturbs('texts that are no message end the link when they go on', async (server) => {
  const eve = await Client.login(server.wsUrl, 'eve');
  for (let i = 0; i < 200 && eve.state === 'open'; i++) eve.raw(['{', '[]', '7', '"x"', '{"id":1}', '{"t":7,"id":1}', '\u{1F600}'][i % 7]);
  assert.equal(await eve.closed(), 1008);
  assert.equal(eve.all('closing').at(-1)?.code, 21);
});

disturbs('binary frames that mean nothing are refused, and end the link when they go on', async (server) => {
  const eve = await Client.login(server.wsUrl, 'eve');
  for (let i = 0; i < 20 && eve.state === 'open'; i++) eve.raw(Buffer.from([1, 2, 3]));
  assert.equal(await eve.closed(), 1008);
  assert.equal(eve.all('error').at(-1)?.code, 21);
  assert.equal(eve.all('closing').at(-1)?.code, 21);
});

disturbs('a message larger than the limit ends the link with 1009', async (server) => {
  const eve = await Client.login(server.wsUrl, 'eve');
  eve.raw(JSON.stringify({t: 'text', id: eve.nextId++, to: -1, secret: false, text: 'x'.repeat(300000)}));
  assert.equal(await eve.closed(), 1009);
});

disturbs('text that is not UTF-8 ends the link with 1007', async (server) => {
  const eve = await Client.login(server.wsUrl, 'eve');
  eve.socket.send(Buffer.from([0x7b, 0xff, 0xfe]), {binary: false});
  assert.equal(await eve.closed(), 1007);
});

disturbs('a frame with reserved bits ends the link with 1002', async (server) => {
  const eve = await Client.login(server.wsUrl, 'eve');
  eve.socket._socket.write(Buffer.from([0xf1, 0x80, 0, 0, 0, 0]));
  assert.equal(await eve.closed(), 1002);
});

disturbs('descriptions that are none are refused, the seat is kept', async (server) => {
  const eve = await Client.login(server.wsUrl, 'eve');
  await eve.ask('enter', {room: 9});
  const tracks = [{mid: '0', kind: 'audio', stream: 0}];
  for (const sdp of ['', 'v=0', 'nonsense\r\n', `v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n${'a=x\r\n'.repeat(5000)}`]) {
    const code = await eve.refused('pub_offer', {sdp, tracks});
    assert.ok(code > 0);
  }
  await eve.ask('text', {to: -1, secret: false, text: 'still here'});
  await eve.close();
});

disturbs('a flood is refused, then cut off', async (server) => {
  const eve = await Client.login(server.wsUrl, 'eve');
  await eve.ask('enter', {room: 9});
  for (let i = 0; i < 5000 && eve.state === 'open'; i++) eve.say('text', {to: -1, secret: false, text: `${i}`});
  assert.equal(await eve.closed(), 1008);
  const errors = eve.all('error');
  assert.ok(errors.length > 0 && errors.every((m) => m.code === 23), 'refused with 23 first');
  assert.deepEqual(eve.all('closing').map((m) => [m.code, m.reconnect]), [[23, false]]);
});

test('too many logins from one address are refused with 203', () => withServer({config: '[login]\nlogins_per_minute_per_ip = 5\n'}, async (server) => {
  const codes = [];
  for (let i = 0; i < 8; i++) {
    const client = await Client.open(server.wsUrl);
    await client.ask('hello', {sdk: 'test'});
    const reply = await client.reply(client.say('login', {name: `u${i}`}));
    codes.push(reply.t === 'error' ? reply.code : 0);
    await client.close();
  }
  assert.deepEqual(codes, [0, 0, 0, 0, 0, 203, 203, 203]);
}));

test('guests and passwords as configured', async () => {
  await withServer({config: '[login]\nguests = no\n'}, async (server) => {
    const eve = await Client.open(server.wsUrl);
    await eve.ask('hello', {sdk: 'test'});
    assert.equal(await eve.refused('login', {name: 'eve'}), 204);
    assert.ok((await eve.ask('login', {name: 'eve', password: 'x'})).self.id > 0);
    await eve.close();
  });
  await withServer({config: '[login]\npasswords = refuse\n'}, async (server) => {
    const eve = await Client.open(server.wsUrl);
    await eve.ask('hello', {sdk: 'test'});
    assert.equal(await eve.refused('login', {name: 'eve', password: 'x'}), 206);
    assert.ok((await eve.ask('login', {name: 'eve'})).self.id < -1);
    await eve.close();
  });
});

test('a name that belongs to somebody takes its password; guessing locks it', () => withServer({config: '[login]\nmax_failed = 3\n[user ann]\npassword = right\n'}, async (server) => {
  const codes = [];
  const eve = await Client.open(server.wsUrl);
  await eve.ask('hello', {sdk: 'test'});
  for (const password of ['wrong', undefined, 'Right', 'right']) codes.push(await eve.refused('login', {name: 'ann', ...(password ? {password} : {})}).catch(() => 0));
  assert.ok(codes.slice(0, 3).every((code) => [200, 202, 203, 204].includes(code)), `${codes}`);
  assert.ok([202, 203].includes(codes[3]), `locked even for the right password: ${codes}`);
  await eve.close();
}));

test('the right password lets in, under a positive id', () => withServer({config: '[user ann]\npassword = right\n'}, async (server) => {
  const ann = await Client.login(server.wsUrl, 'ann', {password: 'right'});
  assert.ok(ann.self.id > 0);
  await ann.close();
}));
