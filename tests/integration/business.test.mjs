// SPDX-License-Identifier: Apache-2.0
// A business server at a real parlord: attaching, questions and vetoes, what it is told and in which order, what it may do.
import assert from 'node:assert/strict';
import test from 'node:test';
import {CONFIG, SECRET, answerAll, attach, businessUrl, detach} from '../support/business.mjs';
import {Client} from '../support/client.mjs';
import {withServer} from './support.mjs';

const base64 = (text) => Buffer.from(text).toString('base64');

test('only who knows the secret attaches, and no page does', async () => {
  await withServer({config: CONFIG}, async (server) => {
    const liar = await Client.open(businessUrl(server));
    assert.equal(await liar.refused('attach', {role: 'business', secret: 'guessed', name: 'x', sdk: 'x', takes: []}), 102);
    assert.equal(await liar.closed(), 1008);
    const mute = await Client.open(businessUrl(server));
    assert.equal(await mute.refused('hello', {sdk: 'x'}), 2, 'a client at the wrong door');
    mute.cut();
    await assert.rejects(Client.open(businessUrl(server), {origin: 'http://page.example'}), /HTTP 403/);
    const link = await attach(server);
    assert.equal(link.attached.limit_ms, 10000);
    assert.deepEqual((await link.next('bs_online')).users, []);
    link.raw(JSON.stringify({t: 'ping'}));
    await link.next('pong');
    const page = await Client.open(server.wsUrl);
    assert.notEqual(await page.refused('attach', {role: 'business', secret: SECRET, name: 'x', sdk: 'x', takes: []}), 0, 'a business server at the wrong door');
    page.cut();
    await detach(link);
    await server.waitForLog(/event=business.detached/);
  });
});

test('wrong secrets lock the address', async () => {
  await withServer({config: CONFIG}, async (server) => {
    const codes = [];
    for (let i = 0; i < 7; i++) {
      const liar = await Client.open(businessUrl(server));
      codes.push(await liar.refused('attach', {role: 'business', secret: `guess ${i}`, name: 'x', sdk: 'x', takes: []}));
    }
    assert.deepEqual(codes.slice(0, 5), [102, 102, 102, 102, 102]);
    assert.equal(codes.at(-1), 203);
    await assert.rejects(attach(server), /203/, 'also with the right one');
  });
});

test('without a secret there is no such address', async () => {
  await withServer({}, async (server) => {
    await assert.rejects(Client.open(businessUrl(server)), /HTTP 404/);
  });
});

test('a login, a room and a call as it decides, and it hears of all of it in order', async () => {
  await withServer({config: CONFIG}, async (server) => {
    const link = await attach(server, {takes: ['login', 'enter', 'call', 'text']});
    const ids = {ann: 1001, bob: 1002};
    answerAll(link, (q) => {
      if (q.t === 'ask_login') return q.password === 'right' ? {user: ids[q.name], level: 7, nick: q.name.toUpperCase()} : 200;
      if (q.t === 'ask_enter') return q.room === 13 ? 305 : 0;
      return q.param === 13 ? 100104 : 0;
    });
    const bad = await Client.open(server.wsUrl);
    await bad.ask('hello', {sdk: 'test'});
    assert.equal(await bad.refused('login', {name: 'ann', password: 'wrong'}), 200);
    bad.cut();
    const ann = await Client.login(server.wsUrl, 'ann', {password: 'right'});
    assert.deepEqual([ann.self.id, ann.self.name, ann.self.level], [1001, 'ANN', 7]);
    const bob = await Client.login(server.wsUrl, 'bob', {password: 'right'});
    assert.equal(await ann.refused('enter', {room: 13}), 305);
    await ann.ask('enter', {room: 5, password: 'pw'});
    await ann.ask('text', {to: -1, secret: false, text: 'hello'});
    await ann.ask('call_request', {user: 1002, flags: 0, param: 13, text: ''});
    assert.equal((await ann.next('call_answered')).code, 100104);
    await ann.ask('call_request', {user: 1002, flags: 0, param: 1, text: 'video?'});
    await bob.next('call_requested');
    await bob.ask('call_answer', {user: 1001, code: 0, flags: 0, param: 0, text: ''});
    const {room} = await bob.next('call_started');
    await ann.ask('call_finish', {user: 1002, code: 0, flags: 0, param: 0, text: ''});
    await ann.close();
    await link.next('on_logout');
    const told = link.received.filter((m) => m.t.startsWith('on_') || m.t.startsWith('ask_')).map(({seq, ticket, ...m}) => m);
    const user = (id, name) => ({id, name, level: 7, ip: '127.0.0.1', room: 0});
    const call = {from: 1001, to: 1002, flags: 0};
    assert.deepEqual(told, [
      {t: 'ask_login', name: 'ann', password: 'wrong', ip: '127.0.0.1'},
      {t: 'ask_login', name: 'ann', password: 'right', ip: '127.0.0.1'},
      {t: 'on_login', user: user(1001, 'ANN')},
      {t: 'ask_login', name: 'bob', password: 'right', ip: '127.0.0.1'},
      {t: 'on_login', user: user(1002, 'BOB')},
      {t: 'ask_enter', user: 1001, room: 13, name: '', password: ''},
      {t: 'ask_enter', user: 1001, room: 5, name: '', password: 'pw'},
      {t: 'on_enter', user: 1001, room: 5, name: ''},
      {t: 'on_text', room: 5, from: 1001, to: -1, secret: false, text: 'hello'},
      {t: 'ask_call', ...call, param: 13, text: ''},
      {t: 'on_call', event: 2, ...call, code: 100104, param: 13, text: ''},
      {t: 'ask_call', ...call, param: 1, text: 'video?'},
      {t: 'on_call', event: 2, ...call, code: 0, param: 0, text: ''},
      {t: 'on_call', event: 3, ...call, code: 0, param: room, text: 'video?'},
      {t: 'on_call', event: 4, ...call, code: 0, param: 0, text: ''},
      {t: 'on_leave', user: 1001, room: 5, code: 0},
      {t: 'on_logout', user: 1001, code: 0},
    ]);
    await bob.close();
    await detach(link);
  });
});

test('who attaches while users are there is told of them; several hear everything, one is asked', async () => {
  await withServer({config: `${CONFIG}login = asked\n`}, async (server) => {
    const guest = await Client.login(server.wsUrl, 'guest');
    await guest.ask('enter', {room: 3});
    const first = await attach(server, {takes: ['login']});
    const second = await attach(server, {takes: ['login']});
    for (const link of [first, second])
      assert.deepEqual((await link.next('bs_online')).users, [{id: guest.self.id, name: 'guest', level: 0, ip: '127.0.0.1', room: 3}]);
    answerAll(first, () => undefined); // never answers, so the next question goes to the other one
    const waiting = Client.login(server.wsUrl, 'waits', {password: 'x'});
    await first.next('ask_login');
    answerAll(second, (q) => ({user: q.name === 'waits' ? 5 : 6}));
    const named = await Client.login(server.wsUrl, 'named', {password: 'x'});
    assert.equal(named.self.id, 6);
    assert.equal((await first.next('on_login')).user.id, 6);
    first.cut(); // what it was asked goes to the other one
    const late = await waiting;
    assert.equal(late.self.id, 5);
    assert.equal((await second.next('on_login', (m) => m.user.id === 5)).user.name, 'waits');
    for (const c of [guest, named, late]) await c.close();
    await detach(second);
  });
});

test('what users say to the server, and what it says to them', async () => {
  await withServer({config: `${CONFIG}login = asked\n`}, async (server) => {
    const ann = await Client.login(server.wsUrl, 'ann');
    const bob = await Client.login(server.wsUrl, 'bob');
    await bob.ask('enter', {room: 4});
    assert.equal(await ann.refused('server_data', {channel: 'filter', data: base64('early')}), 206, 'nobody takes it');
    const link = await attach(server, {takes: ['data', 'control']});
    await ann.ask('server_data', {channel: 'filter', data: base64('filter'), is_text: true});
    await ann.ask('buffer', {to: 0, data: base64('buffer')});
    const control1 = ann.say('user_control', {user: bob.self.id, code: 100, w: 1, l: 2, text: 'do'});
    const {seq: s1, ...filter} = await link.next('on_data');
    assert.deepEqual(filter, {t: 'on_data', user: ann.self.id, channel: 'filter', data: base64('filter'), is_text: true});
    assert.equal((await link.next('on_data')).channel, 'buffer');
    const {seq: s2, ticket, ...control} = await link.next('ask_control');
    link.raw(JSON.stringify({t: 'bs_allow', ticket, code: 4711}));
    assert.equal((await ann.reply(control1)).code, 4711);
    assert.deepEqual(control, {t: 'ask_control', from: ann.self.id, user: bob.self.id, code: 100, w: 1, l: 2, text: 'do'});
    await link.ask('bs_send', {user: ann.self.id, channel: 'filter', data: base64('to ann')});
    await link.ask('bs_send', {room: 4, channel: 'filter', data: base64('to room 4')});
    await link.ask('bs_send', {channel: 'filter', data: base64('to all')});
    await link.ask('bs_send', {user: bob.self.id, channel: 'buffer', data: base64('to bob')});
    await ann.next('server_data_received', (m) => m.data === base64('to all'));
    const {data, from} = await bob.next('buffer_received');
    assert.deepEqual([data, from], [base64('to bob'), 0]);
    assert.deepEqual(ann.all('server_data_received').map((m) => m.data), ['to ann', 'to all'].map(base64));
    assert.deepEqual(bob.all('server_data_received').map((m) => m.data), ['to room 4', 'to all'].map(base64));
    assert.equal(await link.refused('bs_send', {user: 4711, channel: 'filter', data: ''}), 205);
    assert.equal(await link.refused('bs_send', {user: ann.self.id, channel: 'buffer', data: base64('x'.repeat(1025))}), 21);
    const ids = async (t, fields) => (await link.ask(t, fields)).ids.map((one) => one.id);
    assert.deepEqual(await ids('bs_users', {room: -1}), [ann.self.id, bob.self.id]);
    assert.deepEqual(await ids('bs_users', {room: 4}), [bob.self.id]);
    assert.deepEqual(await ids('bs_users', {room: 5}), []);
    assert.deepEqual(await ids('bs_rooms'), [4]);
    assert.equal((await link.ask('bs_query', {info: 4, input: String(ann.self.id)})).text, 'ann');
    await link.ask('bs_set_info', {user: ann.self.id, info: 9, text: 'nine'});
    assert.equal((await link.ask('bs_get_info', {user: ann.self.id, info: 9})).text, 'nine');
    await link.ask('bs_control', {user: ann.self.id, code: 20, w: 7, text: 'Group'});
    await link.ask('bs_control', {user: ann.self.id, code: 22, w: bob.self.id});
    await link.ask('bs_control', {user: ann.self.id, code: 24, w: 7, l: bob.self.id});
    await link.ask('bs_control', {user: ann.self.id, code: 2});
    const friends = await ann.next('friend_data');
    assert.deepEqual([friends.groups, friends.friends, friends.infos],
      [[{id: 7, name: 'Group'}], [{user: bob.self.id, group: 7, online: true}], [{user: ann.self.id, info: 9, text: 'nine'}]]);
    assert.equal(await link.refused('bs_control', {user: 1, code: 99}), 20);
    assert.equal(await link.refused('bs_record', {user: 1, on: true, flags: 0, param: 0}), 20, 'no recordings here');
    assert.equal(await link.refused('bs_record_tag', {user: 1, text: 'x'}), 720);
    assert.equal(await link.refused('text', {to: -1, secret: false, text: 'x'}), 20, 'not for a business server');
    await link.ask('bs_control', {user: bob.self.id, code: 1});
    assert.equal((await bob.next('closing')).code, 211);
    assert.deepEqual((await link.next('on_logout')).code, 211);
    await detach(link);
    await server.waitForLog(/event=business.detached/);
    assert.equal(await ann.refused('server_data', {channel: 'filter', data: base64('late')}), 206, 'nobody takes it any more');
    await ann.close();
  });
});

test('a server that stops says so', async () => {
  await withServer({config: CONFIG}, async (server) => {
    const link = await attach(server);
    server.kill('SIGTERM');
    await link.next('draining');
    const closing = await link.next('closing');
    assert.deepEqual([closing.code, closing.reconnect], [212, true]);
    assert.equal(await link.closed(), 1001);
  });
});

test('a page cannot come in by pretending', async () => {
  await withServer({config: CONFIG}, async (server) => {
    for (const t of ['bs_users', 'bs_control', 'bs_login', 'bs_send']) {
      const ann = await Client.login(server.wsUrl, 'ann');
      ann.raw(JSON.stringify({t, id: ann.nextId++, room: -1, user: 1, code: 1, channel: 'filter', data: '', ticket: 1}));
      await ann.ask('enter', {room: 1}); // its link goes on
      assert.ok(ann.all('bs_ids').length === 0 && ann.all('done').length === 0, t);
      await ann.close();
    }
  });
});

test('it makes areas and queues, and hears what happens in them', async () => {
  await withServer({config: `${CONFIG}login = asked\n`}, async (server) => {
    const link = await attach(server, {takes: ['object']});
    for (let again = 0; again < 2; again++) { // as when it comes back
      await link.ask('bs_object', {type: 4, object: 10001, code: 2});
      await link.ask('bs_object_set', {type: 4, object: 10001, info: 8, text: 'North'});
      await link.ask('bs_object', {type: 5, object: 101, code: 2, p1: 10001});
    }
    assert.deepEqual((await link.ask('bs_object_ids', {type: 5})).ids, [{id: 101}]);
    assert.equal((await link.ask('bs_object_get', {type: 4, object: 10001, info: 8})).text, 'North');
    assert.equal((await link.ask('bs_object_get', {type: 5, object: 101, info: 504})).number, 0);
    const nothing = await link.ask('bs_object_get', {type: 5, object: 999, info: 504});
    assert.deepEqual([nothing.number, nothing.text], [undefined, undefined]);
    assert.equal(await link.refused('bs_object_set', {type: 4, object: 10001, info: 8}), 21);
    const ann = await Client.login(server.wsUrl, 'ann');
    await ann.ask('object_control', {type: 4, object: 10001, code: 401});
    const {seq, ...entered} = await link.next('on_object', (m) => m.event === 403);
    assert.deepEqual([entered.type, entered.object, entered.p1], [4, 10001, ann.self.id]);
    await ann.close();
    await link.next('on_object', (m) => m.event === 404);
    await detach(link);
  });
});
