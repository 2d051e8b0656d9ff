// SPDX-License-Identifier: Apache-2.0
// The impairment proxy's sockets: who gets what, changes at run time. (What it does to packets: src/impair/link_test.c.)
import assert from 'node:assert/strict';
import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {test} from 'node:test';
import {startImpair} from '../support/impair.mjs';

async function socket(onMessage) {
  const s = createSocket('udp4', onMessage);
  s.bind(0, '127.0.0.1');
  await once(s, 'listening');
  return s;
}

/** An echo behind a proxy, and two clients before it. */
async function withEcho(options, run) {
  const sources = new Set();
  const echo = await socket((data, from) => { sources.add(from.port); echo.send(data, from.port, from.address); });
  const proxy = await startImpair(`127.0.0.1:${echo.address().port}`, options);
  const clients = [await socket(), await socket()];
  try {
    await run({proxy, clients, sources, send: (client, text) => client.send(text, proxy.port, '127.0.0.1')});
  } finally {
    for (const s of [echo, ...clients]) s.close();
    await proxy.stop();
  }
}

const next = async (client) => String((await once(client, 'message', {signal: AbortSignal.timeout(20000)}))[0]);

test('each client has a way of its own, there and back', () => withEcho({}, async ({proxy, clients, sources, send}) => {
  for (const text of ['one', 'two', 'three']) {
    const answers = Promise.all(clients.map(next));
    clients.forEach((client, i) => send(client, `${text} ${i}`));
    assert.deepEqual(await answers, [`${text} 0`, `${text} 1`]);
  }
  assert.equal(sources.size, 2, 'the server tells them apart');
  const {clients: known, up, down} = await proxy.counters();
  assert.equal(known, 2);
  assert.equal(up.packets_out, 6);
  assert.equal(down.packets_out, 6);
  assert.equal(up.bytes_in, down.bytes_out);
}));

test('settings change at run time, each direction for itself', () => withEcho({down: 'loss=100%'}, async ({proxy, clients: [client], sources, send}) => {
  send(client, 'lost on the way back');
  for (let counters = await proxy.counters(); counters.down.lost === 0;) counters = await proxy.counters();
  assert.equal(sources.size, 1);
  await proxy.set('down', 'clear duplicate=100%');
  const both = new Promise((resolve) => { const got = []; client.on('message', (data) => { if (got.push(String(data)) === 2) resolve(got); }); });
  send(client, 'twice');
  assert.deepEqual(await both, ['twice', 'twice']);
  await proxy.set('up', 'delay=150ms');
  const before = performance.now();
  send(client, 'late');
  await next(client);
  assert.ok(performance.now() - before >= 149);
  await assert.rejects(proxy.set('up', 'delay=soon'), /not a command/);
}));

test('a plan is carried out at its time', () => withEcho({}, async ({proxy, clients: [client], send}) => {
  proxy.child.stdin.write('at 0.2 up rate=8kbit\nat 0.3 counters\n');
  const set = await proxy.answer(), counted = await proxy.answer();
  assert.ok(set.at_ms >= 200 && counted.at_ms >= 300 && counted.up.packets_in === 0);
  const before = performance.now();
  send(client, 'x'.repeat(272)); // with 28 bytes of headers 300 ms of the line
  await next(client);
  assert.ok(performance.now() - before >= 299);
}));

test('mistakes on the command line are refused', async () => {
  for (const options of [{up: 'loss=2'}, {seed: 'none'}, {listen: 'nowhere'}]) {
    await assert.rejects(startImpair('127.0.0.1:9', options), /has ended with 2/);
  }
});
