// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeClock, FakeServer, settle } from '../test/fakes.mjs';
import { Connection } from './connection.mjs';

function begin(server = new FakeServer()) {
  const clock = new FakeClock();
  const seen = [];
  const handlers = {
    onOpen: ({ token }) => seen.push(`open ${token}`),
    onLink: (up) => seen.push(up ? 'link up' : 'link down'),
    onMessage: ({ t, n }) => seen.push(n === undefined ? t : `${t} ${n}`),
    onEnd: ({ code, reconnect, opened }) => seen.push(`end ${code} ${reconnect} ${opened}`),
  };
  const connection = new Connection({ openSocket: server.open, clock, random: () => 0.5 }, { url: 'ws://h/parlor', hello: { sdk: 'test' } }, handlers);
  const ask = (t, fields) => connection.send(t, fields, (error) => seen.push(error ? `${t} error ${error.code}` : `${t} answered`));
  return { connection, server, clock, seen, ask };
}

test('hello, numbers without gaps, replies to whoever asked', async () => {
  const { server, seen, ask } = begin();
  ask('early', {}); // before the link stands: kept
  await settle();
  ask('late', {});
  assert.deepEqual(server.socket.sent.map(({ t, id }) => [t, id]), [['hello', 1], ['early', 2], ['late', 3]]);
  await settle();
  assert.deepEqual(seen, ['open token1', 'early answered', 'late answered']);
  assert.equal(server.socket.protocol, 'parlor.v1');
});

test('a refused hello ends it with the code, before it was open', async () => {
  const server = new FakeServer();
  server.refuse = 102;
  const { seen, clock } = begin(server);
  await settle();
  assert.deepEqual(seen, ['end 102 false false']);
  assert.equal(server.socket.closed, 1000);
  assert.equal(clock.count, 0);
});

test('nobody listens: offline; a bad address: 115; a silent server: timeout', async () => {
  const away = new FakeServer();
  away.reachable = false;
  const one = begin(away);
  await settle();
  assert.deepEqual(one.seen, ['end 120 false false']);

  const bad = begin({ open() { throw new SyntaxError(); } });
  assert.deepEqual(bad.seen, []); // never from inside the call
  await bad.clock.pass(0);
  assert.deepEqual(bad.seen, ['end 115 false false']);

  const silent = new FakeServer();
  silent.lose = () => true;
  const two = begin(silent);
  await two.clock.pass(9999);
  assert.deepEqual(two.seen, []);
  await two.clock.pass(1);
  assert.deepEqual(two.seen, ['end 100 false false']);
});

test('acknowledges after a second, or at once after 32 messages', async () => {
  const { server, clock } = begin();
  await settle();
  server.send('event', { n: 1 });
  const acks = () => server.socket.sent.filter(({ t }) => t === 'ack').map(({ seq }) => seq);
  await clock.pass(999);
  assert.deepEqual(acks(), []);
  await clock.pass(1);
  assert.deepEqual(acks(), [1]);
  for (let n = 2; n <= 33; n++) server.send('event', { n });
  await settle();
  assert.deepEqual(acks(), [1, 33]);
  await clock.pass(5000);
  assert.deepEqual(acks(), [1, 33]); // nothing new, nothing said
  assert.equal(server.socket.sent.find(({ t }) => t === 'ack').id, undefined);
});

/**
 * The link carries so many messages up and so many down, and is then as good as dead: every combination, with a request that
 * is made while there is no link and events that come before, during and after. Each request is handled once and
 * answered once, each event is seen once, all in their order.
 */
for (let up = 0; up <= 3; up++) for (let down = 0; down <= 6; down++) {
  test(`exactly once when the link dies after ${up} messages up and ${down} down`, async () => {
    const server = new FakeServer();
    const { clock, seen, ask } = begin(server);
    await settle();
    seen.length = 0;
    const left = { up, down };
    server.lose = (way) => left[way]-- <= 0;
    server.send('event', { n: 1 });
    ask('a', {});
    ask('b', {});
    server.send('event', { n: 2 });
    ask('c', {});
    server.send('event', { n: 3 });
    await settle();
    server.lose = () => false;
    server.socket.cut();
    ask('d', {});
    server.send('event', { n: 4 });
    await clock.pass(2000);
    server.send('event', { n: 5 });
    ask('e', {});
    await settle();

    assert.deepEqual(server.handled.map(({ t }) => t), ['a', 'b', 'c', 'd', 'e']);
    assert.deepEqual(seen.filter((line) => line.endsWith('answered')), ['a', 'b', 'c', 'd', 'e'].map((t) => `${t} answered`));
    assert.deepEqual(seen.filter((line) => line.startsWith('event')), [1, 2, 3, 4, 5].map((n) => `event ${n}`));
    assert.deepEqual(seen.filter((line) => line.startsWith('link') || line.startsWith('end')), ['link down', 'link up']);
  });
}

for (let down = 0; down <= 7; down++) {
  test(`the resume breaks after ${down} messages and is resumed once more`, async () => {
    const server = new FakeServer();
    const { clock, seen, ask } = begin(server);
    await settle();
    server.socket.cut();
    for (let n = 1; n <= 5; n++) server.send('event', { n });
    ask('x', {});
    let left = down;
    server.lose = (way) => way === 'down' && left-- <= 0;
    await clock.pass(300);
    server.lose = () => false;
    server.socket.cut();
    await clock.pass(5000);
    assert.deepEqual(seen.filter((line) => line.startsWith('event')), [1, 2, 3, 4, 5].map((n) => `event ${n}`));
    assert.equal(server.of('x').length, 1);
    assert.equal(seen.filter((line) => line === 'x answered').length, 1);
    const resumes = server.sockets.flatMap(({ sent }) => sent.filter(({ t }) => t === 'resume'));
    assert.deepEqual(resumes.map(({ seq }) => seq), [0, Math.min(6, Math.max(0, down - 1))]);
  });
}

test('a number that is skipped, or no JSON, breaks the link and is made good by a resume', async () => {
  const { server, clock, seen } = begin();
  await settle();
  server.session.seq++; // one is missing
  server.send('event', { n: 2 });
  await settle();
  assert.equal(server.sockets[0].closed, 4002);
  server.session.outbox.unshift({ t: 'event', n: 1, seq: 1 }); // here it is
  await clock.pass(1000);
  assert.deepEqual(seen, ['open token1', 'link down', 'link up', 'event 1', 'event 2']);
  server.socket.receive('{');
  await clock.pass(1000);
  assert.equal(server.sockets.length, 3);
});

test('the first try comes after about 250 ms, then with growing delays within the grace time, then 101', async () => {
  const { server, clock, seen, ask } = begin();
  await settle();
  server.reachable = false;
  const tries = [];
  const start = clock.time;
  server.socket.cut();
  ask('x', {});
  let before = server.sockets.length;
  for (let ms = 0; ms < 31000; ms += 50) {
    await clock.pass(50);
    if (server.sockets.length > before) { tries.push(clock.time - start); before = server.sockets.length; }
  }
  assert.equal(tries[0], 250);
  assert.ok(tries.length >= 6 && tries.length <= 20, `${tries}`);
  assert.deepEqual(seen, ['open token1', 'link down', 'x error 101', 'end 101 true true']);
  assert.equal(clock.count, 0);
});

test('a server that no longer knows the session ends it with 101, at once', async () => {
  const { server, clock, seen } = begin();
  await settle();
  server.sessions.clear();
  server.socket.cut();
  await clock.pass(300);
  assert.deepEqual(seen, ['open token1', 'link down', 'end 101 true true']);
});

test('closing ends it with its code, and what comes after is not heard', async () => {
  const { server, clock, seen } = begin();
  await settle();
  server.send('closing', { code: 209, reconnect: false });
  await settle();
  server.socket.cut();
  await clock.pass(60000);
  assert.deepEqual(seen, ['open token1', 'end 209 false true']);
  assert.equal(server.sockets.length, 1);
});

test('a dead link is noticed by the missing pong', async () => {
  const { server, clock, seen } = begin();
  await settle();
  await clock.pass(20000 + 9999);
  assert.deepEqual(seen, ['open token1']); // pings are answered
  server.lose = () => true;
  await clock.pass(20000);
  server.lose = () => false;
  await clock.pass(11000);
  assert.deepEqual(seen, ['open token1', 'link down', 'link up']);
});

test('the network is back: no waiting for the next try', async () => {
  const { connection, server, clock, seen } = begin();
  await settle();
  server.reachable = false;
  server.socket.cut();
  await clock.pass(9000);
  server.reachable = true;
  connection.hurry();
  await settle();
  assert.equal(seen.at(-1), 'link up');
});

test('the network has changed: a link that died with the old one is not waited for', async () => {
  const { connection, server, clock, seen } = begin();
  await settle();
  connection.hurry();
  await clock.pass(5000);
  assert.deepEqual(seen.slice(1), [], 'a link that answers stays');
  server.lose = () => true;
  connection.hurry();
  server.lose = () => false;
  await clock.pass(1200);
  assert.deepEqual(seen.slice(1), ['link down', 'link up']);
});

test('close: logout, then the socket; nothing is heard any more', async () => {
  const { connection, server, clock, seen, ask } = begin();
  await settle();
  ask('x', {});
  seen.length = 0;
  connection.close();
  assert.deepEqual(server.of('logout').length, 1);
  assert.equal(server.socket.closed, 1000);
  await clock.pass(60000);
  assert.deepEqual(seen, []);
  assert.equal(clock.count, 0);
});

test('close without a link: the server is told as soon as it can be reached', async () => {
  const { connection, server, clock, seen } = begin();
  await settle();
  server.reachable = false;
  server.socket.cut();
  connection.close();
  await clock.pass(2000);
  server.reachable = true;
  await clock.pass(8000);
  assert.equal(server.of('logout').length, 1);
  assert.equal(server.socket.closed, 1000);
  assert.deepEqual(seen, ['open token1', 'link down']);
  assert.equal(clock.count, 0);
});

test('a handler that throws loses no message and no reply', async () => {
  const server = new FakeServer();
  const clock = new FakeClock();
  const seen = [];
  const connection = new Connection({ openSocket: server.open, clock, random: () => 0.5 }, { url: 'ws://h', hello: {} },
    { onOpen() {}, onLink() {}, onMessage({ n }) { seen.push(n); if (n === 1) throw new Error('page'); }, onEnd() {} });
  await settle();
  assert.throws(() => server.socket.receive({ t: 'event', n: 1, seq: 1 }), /page/); // the browser reports it
  server.session.seq = 1;
  server.send('event', { n: 2 });
  server.socket.cut();
  await clock.pass(1000);
  assert.deepEqual(seen, [1, 2]);
  assert.ok(connection.up);
});
