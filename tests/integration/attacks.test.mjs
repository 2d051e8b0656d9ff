// SPDX-License-Identifier: Apache-2.0
// Attacks on the media port, over real sockets, while others use it: everybody gets in, media goes on, nobody is answered who
// should not be. The full counts (a million forged packets, 200,000 datagrams a second) are in src/media/tests/media_flood_test.c.
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {test} from 'node:test';
import {mediaAddress} from '../support/impaired.mjs';
import {load} from '../support/load.mjs';
import {readMetrics, sumOf} from '../support/prometheus.mjs';
import {withServer} from './support.mjs';

const CONFIG = `
[server]
workers = 1
max_links_per_ip = 0
[login]
logins_per_minute_per_ip = 100000
[metrics]
listen = 127.0.0.1:0
`;

/** A DTLS ClientHello that offers nothing but a NULL cipher. */
function nullHello(number) {
  const body = Buffer.concat([Buffer.from([0xfe, 0xfd]), randomBytes(32), Buffer.from([0, 0, 0, 4, 0, 0x3b, 0, 0, 1, 0])]);
  const head = Buffer.alloc(25);
  head.set([22, 0xfe, 0xff]);
  head.writeUInt32BE(number >>> 0, 7);
  head.writeUInt16BE(12 + body.length, 11);
  head[13] = 1;
  head.writeUIntBE(body.length, 14, 3);
  head.writeUIntBE(body.length, 22, 3);
  return Buffer.concat([head, body]);
}

/** A Binding request as a browser's check looks, for a name that nobody has. */
function strangeCheck(number) {
  const name = Buffer.from(`${randomBytes(6).toString('base64')}:wxyz`);
  const padded = Buffer.concat([name, Buffer.alloc(-name.length & 3)]);
  const attribute = (type, value, length = value.length) => Buffer.concat([Buffer.from([type >> 8, type & 255, length >> 8, length & 255]), value]);
  const rest = Buffer.concat([attribute(0x0006, padded, name.length), attribute(0x0024, randomBytes(4)), attribute(0x802a, randomBytes(8)), attribute(0x0008, randomBytes(20))]);
  const head = Buffer.alloc(20);
  head.set([0, 1, rest.length >> 8, rest.length & 255, 0x21, 0x12, 0xa4, 0x42]);
  head.writeUInt32BE(number >>> 0, 8);
  return Buffer.concat([head, rest]);
}

const junk = (number) => randomBytes(1 + number % 300);

/** Sends what make(n) gives from each of these addresses to the media port until stopped; gives what went out and came back. */
async function spray(server, addresses, make) {
  const [host, port] = mediaAddress(server).split(':');
  const counts = {sent: 0, bytesOut: 0, bytesBack: 0};
  const sockets = await Promise.all(addresses.map(async (address) => {
    const socket = createSocket('udp4', (data) => { counts.bytesBack += data.length; });
    socket.on('error', () => {});
    socket.bind(0, address);
    await once(socket, 'listening');
    return socket;
  }));
  let stopped = false;
  const loop = (async () => {
    while (!stopped) {
      for (const socket of sockets) {
        for (let i = 0; i < 8; i++) {
          const datagram = make(counts.sent++);
          counts.bytesOut += datagram.length;
          socket.send(datagram, Number(port), host);
        }
      }
      // Some thousands a second: the machine's other work, the clients' too, must go on under sanitizers as well.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  return async () => {
    stopped = true;
    await loop;
    for (const socket of sockets) socket.close();
    return counts;
  };
}

async function metrics(server) {
  const [, address] = /event=metrics\.\S+ address=(\S+)/.exec(server.log);
  return readMetrics(await (await fetch(`http://${address}/metrics`)).text());
}

/** A counter of drops, once it has reached a number: the page is up to a second old. */
async function dropped(server, reason, atLeast) {
  const end = Date.now() + 30000;
  for (;;) {
    const n = sumOf(await metrics(server), 'parlor_media_dropped_total', {reason});
    if (n >= atLeast) return n;
    assert.ok(Date.now() < end, `${n} datagrams dropped for the reason ${reason}, not ${atLeast}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const attack = (name, run) => test(name, () => withServer({config: CONFIG}, async (server) => {
  await server.waitFor(() => mediaAddress(server), 'to say its media address');
  await run(server);
}));

attack('two hundred people set up their calls while hellos with a NULL cipher are sprayed from three addresses', async (server) => {
  const stop = await spray(server, ['127.0.0.2', '127.0.0.3', '127.0.0.4'], nullHello);
  const {result, told} = await load('--server', server.wsUrl, '--rooms', '100', '--publishers', '1', '--subscribers', '1',
    '--video', 'off', '--seconds', '1', '--join-rate', '50');
  const counts = await stop();
  assert.equal(result.joins.joined, 200, told);
  assert.equal(result.joins.failed + result.joins.lost_later, 0, told);
  assert.equal(result.joins.answer_to_media_us.count, 100, told);
  assert.ok(counts.sent > 1000);
  assert.equal(counts.bytesBack, 0, 'strangers are answered');
  await dropped(server, 'stranger', 500);
});

attack('checks of strangers and junk: not one byte comes back, everybody else gets in and hears', async (server) => {
  const stop = await spray(server, ['127.0.0.2', '127.0.0.3'], (n) => (n % 4 ? strangeCheck(n) : junk(n)));
  const {result, told} = await load('--server', server.wsUrl, '--subscribers', '5', '--video', 'off', '--seconds', '3');
  const counts = await stop();
  assert.equal(result.joins.joined, 6, told);
  assert.ok(result.media.received > 0.5 * result.media.due, told);
  assert.ok(counts.sent > 1000);
  assert.equal(counts.bytesBack, 0, 'strangers are answered');
  await dropped(server, 'ufrag', 500);
  const lines = server.log.split('\n').filter((line) => !/event=(session|room|link|media|stream|server|login|metrics)\./.test(line));
  assert.ok(lines.length < 20, `the log is flooded:\n${lines.slice(0, 20).join('\n')}`);
  assert.ok(server.log.split('\n').length < 200, 'the log is flooded');
});

attack('one member sends 100 Mbit/s: it is cut, and the other rooms go on', async (server) => {
  const quiet = await load('--server', server.wsUrl, '--subscribers', '3', '--seconds', '3');
  const flood = load('--server', server.wsUrl, '--first-room', '5000', '--subscribers', '1', '--video', '100000', '--seconds', '8');
  await dropped(server, 'budget', 1);
  const beside = await load('--server', server.wsUrl, '--subscribers', '3', '--seconds', '3');
  const {result: flooded} = await flood;
  const told = JSON.stringify({quiet: quiet.result?.delay_us, beside: beside.result, flooded});
  console.log(`# p99 of the forwarding delay: ${quiet.result.delay_us.p99} us without, ${beside.result.delay_us.p99} us beside the flood`);
  assert.equal(beside.result.joins.joined, 4, told);
  assert.ok(beside.result.media.received > 0.9 * beside.result.media.due, told);
  assert.ok(beside.result.delay_us.p99 < 1000000, told);
  assert.ok(flooded.media.bytes * 8 < 25e6 * 8 + 10e6, `more than the stream's budget was forwarded: ${told}`);
  await dropped(server, 'stream_budget', 1);
});
