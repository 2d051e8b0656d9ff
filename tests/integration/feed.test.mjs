// SPDX-License-Identifier: Apache-2.0
// The feed of events over the operator's interface: long poll, stream, what is in it, and its limits.
import assert from 'node:assert/strict';
import {connect} from 'node:net';
import {test} from 'node:test';
import {Client} from '../support/client.mjs';
import {FileUser} from '../support/file_user.mjs';
import {ask, eventsAfter, socketOf, stream} from '../support/operator.mjs';
import {withServer} from './support.mjs';

async function until(fact, what) {
  const end = Date.now() + 30000;
  while (!await fact()) {
    assert.ok(Date.now() < end, `time is up: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

const gapFree = (events, from = 1) => events.forEach((e, i) => assert.equal(e.number, from + i));

test('long poll: what is there at once, what comes later when it comes', async () => {
  await withServer({}, async (server) => {
    const at = socketOf(server);
    const nothing = await ask(at, '/v1/events?wait=0');
    assert.deepEqual(nothing, {status: 200, json: {events: [], next: 0}});
    const poll = ask(at, '/events?after=0&wait=60'); // put off until somebody comes
    const ann = await Client.login(server.wsUrl, 'ann', {password: 'x'});
    const first = await poll;
    assert.equal(first.json.events[0].kind, 'user.login');
    assert.equal(first.json.events[0].user, ann.self.id);
    assert.equal(first.json.next, first.json.events.at(-1).number);
    await ann.ask('enter', {room: 5});
    await until(async () => (await eventsAfter(at, 0)).some((e) => e.kind === 'room.enter'), 'room.enter');
    const all = await eventsAfter(at, 0);
    gapFree(all);
    const two = await ask(at, '/v1/events?limit=2&wait=0');
    assert.deepEqual(two.json.events, all.slice(0, 2));
    assert.deepEqual((await ask(at, '/v1/events?after=2&limit=1&wait=0')).json.events, all.slice(2, 3));
    assert.deepEqual((await ask(at, `/v1/events?after=${all.length}&wait=1`)).json, {events: [], next: all.length});
    await ann.close();
  });
});

test('texts: who to whom and how much, never what', async () => {
  await withServer({}, async (server) => {
    const at = socketOf(server);
    const ann = await Client.login(server.wsUrl, 'ann', {password: 'x'});
    const bob = await Client.login(server.wsUrl, 'bob', {password: 'x'});
    for (const client of [ann, bob]) await client.ask('enter', {room: 5});
    const feed = stream(at);
    await ann.ask('text', {to: -1, secret: false, text: 'hush, 秘密'});
    await ann.ask('text', {to: bob.self.id, secret: true, text: 'only for you'});
    const texts = () => feed.events.filter((e) => e.kind === 'text');
    await until(() => texts().length === 2, 'two texts');
    const bare = texts().map(({number, at: when, session, ...rest}) => rest);
    assert.deepEqual(bare, [
      {kind: 'text', user: ann.self.id, room: 5, length: Buffer.byteLength('hush, 秘密')},
      {kind: 'text', user: ann.self.id, room: 5, to: bob.self.id, length: 12, secret: 1},
    ]);
    assert.ok(!JSON.stringify(await eventsAfter(at, 0)).includes('hush'));
    feed.close();
    await Promise.all([ann.close(), bob.close()]);
  });
  await withServer({config: '[events]\ntexts = no\n'}, async (server) => {
    const ann = await Client.login(server.wsUrl, 'ann', {password: 'x'});
    await ann.ask('enter', {room: 5});
    await ann.ask('text', {to: -1, secret: false, text: 'hush'});
    await ann.ask('leave', {room: -1});
    await until(async () => (await eventsAfter(socketOf(server), 0)).some((e) => e.kind === 'room.leave'), 'room.leave');
    assert.ok(!(await eventsAfter(socketOf(server), 0)).some((e) => e.kind === 'text'));
    await ann.close();
  });
});

test('calls, files and errors: what came of each, and between whom', async () => {
  await withServer({config: '[rooms]\npassword_policy = creator\n'}, async (server) => {
    const at = socketOf(server);
    const ann = await Client.login(server.wsUrl, 'ann', {password: 'x'}), bob = await Client.login(server.wsUrl, 'bob', {password: 'x'});
    const ring = async (code) => {
      await ann.ask('call_request', {user: bob.self.id, flags: 0, param: 0, text: ''});
      await bob.next('call_requested');
      await bob.ask('call_answer', {user: ann.self.id, code, flags: 0, param: 0, text: ''});
    };
    await ring(100104); // he refuses
    await ann.next('call_answered');
    await ring(0);
    const {room} = await ann.next('call_started');
    await ann.ask('call_finish', {user: bob.self.id, code: 0, flags: 0, param: 0, text: ''});
    await ann.ask('enter', {room: 5, password: 'open'});
    await assert.rejects(bob.ask('enter', {room: 5, password: 'guess'}), /error/);
    await Promise.all([ann.close(), bob.close()]);
    const eve = await FileUser.login(server.wsUrl, 'eve'), fay = await FileUser.login(server.wsUrl, 'fay');
    const task = eve.transfers.offer(fay.self.id, new Blob(['hello']), {name: 'a'});
    await until(() => task.over, 'the file to arrive');
    await until(async () => (await eventsAfter(at, 0)).some((e) => e.kind === 'file.close'), 'file.close');
    const told = (await eventsAfter(at, 0)).filter((e) => /^(call|file)[.]|refused$/.test(e.kind)).map(({number, at: when, session, ...rest}) => rest);
    const [b, f] = [bob.self.id, fay.self.id];
    assert.deepEqual(told, [
      {kind: 'call.ring', user: b}, {kind: 'call.fail', user: b, code: 100104},
      {kind: 'call.ring', user: b}, {kind: 'call.start', user: b, room}, {kind: 'call.end', user: b, room},
      {kind: 'room.refused', user: b, room: 5, code: 301},
      {kind: 'file.open', user: f}, {kind: 'file.close', user: f},
    ]);
    eve.close();
    fay.close();
  });
});

test('a stream goes on where another has stopped, without gap or repeat', async () => {
  await withServer({}, async (server) => {
    const at = socketOf(server);
    const seen = [];
    for (let round = 0; round < 5; round++) {
      const feed = stream(at, {after: 0, last: seen.at(-1)?.number});
      const who = await Client.login(server.wsUrl, `user${round}`, {password: 'x'});
      await who.ask('enter', {room: 1 + round});
      await until(() => feed.events.some((e) => e.kind === 'room.enter' && e.room === 1 + round), 'his entry');
      feed.close();
      await feed.ended;
      seen.push(...feed.events);
      await who.close(); // while nobody reads
    }
    gapFree(seen);
    assert.equal(new Set(seen.map((e) => e.number)).size, seen.length);
  });
});

test('what is not kept any more is said, not skipped', async () => {
  await withServer({config: '[events]\nkeep = 1\n[signal]\nmessages_per_second = 10000\nburst = 20000\n'}, async (server) => {
    const at = socketOf(server);
    const ann = await Client.login(server.wsUrl, 'ann', {password: 'x'});
    for (let i = 0; i < 400; i++) {
      await ann.ask('enter', {room: 5});
      await ann.ask('leave', {room: -1});
    }
    const oldest = async () => (await ask(at, '/v1/events?limit=1&wait=0')).json.events[0].number;
    await until(async () => await oldest() > 1, 'the first events are forgotten');
    const gone = await ask(at, '/v1/events?after=0&wait=0');
    assert.equal(gone.status, 410);
    assert.equal(gone.json.oldest, await oldest());
    assert.match(gone.json.cure, /without after/);
    const feed = stream(at, {after: 0});
    await feed.ended;
    assert.equal(feed.problem.event, 'gone');
    assert.equal(feed.events.length, 0);
    const ahead = await ask(at, `/v1/events?after=${gone.json.last + 1000}&wait=0`);
    assert.equal(ahead.status, 410, 'a number that has never been');
    await ann.close();
  });
});

test('readers have their limits', async () => {
  await withServer({}, async (server) => {
    const at = socketOf(server);
    for (const query of ['after=x', 'after=-2', 'limit=0', 'limit=1001', 'wait=61', 'wait=-1']) assert.equal((await ask(at, `/v1/events?${query}`)).status, 400, query);
    const readers = Array.from({length: 16}, () => stream(at, {after: 0}));
    await until(() => readers.every((r) => r.comments > 0), 'sixteen streams');
    assert.equal((await ask(at, '/v1/events?after=0')).status, 503);
    assert.equal((await ask(at, '/v1/version')).status, 200, 'the operator himself gets in');
    for (const reader of readers.slice(1)) reader.close();
    await Promise.all(readers.slice(1).map((r) => r.ended));
    await until(async () => (await ask(at, '/v1/events?after=0&wait=0')).status === 200, 'their places are free');
    // Who sends on before his answer has come is cut.
    const line = connect(at.socketPath);
    const closed = new Promise((resolve) => { line.on('close', resolve); line.on('error', () => {}); });
    line.write('GET /v1/events?after=0&wait=60 HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(async () => (await ask(at, '/v1/version')).status === 200, 'a turn');
    line.write('GET /v1/version HTTP/1.1\r\nHost: x\r\n\r\n');
    await closed;
    readers[0].close();
  });
});

test('no store, no feed', async () => {
  await withServer({config: '[store]\nbackend = none\n'}, async (server) => {
    assert.equal((await ask(socketOf(server), '/v1/events')).status, 409);
  });
});
