// SPDX-License-Identifier: Apache-2.0
// The STUN service on the media port: for those who are in a room, over real sockets, both address families.
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {createSocket} from 'node:dgram';
import {test} from 'node:test';
import {Client} from '../support/client.mjs';
import {withServer} from './support.mjs';

const MAGIC = 0x2112a442;

/** A Binding request; `padding` bytes of an optional attribute make it longer. */
function binding(padding = 0) {
  const request = Buffer.alloc(20 + (padding ? 4 + padding : 0));
  request.writeUInt16BE(1, 0);
  request.writeUInt16BE(request.length - 20, 2);
  request.writeUInt32BE(MAGIC, 4);
  randomBytes(12).copy(request, 8);
  if (padding) { request.writeUInt16BE(0x8abc, 20); request.writeUInt16BE(padding, 22); }
  return request;
}

const port = (answer) => answer.readUInt16BE(26) ^ (MAGIC >>> 16);
const address4 = (answer) => [...answer.subarray(28, 32)].map((byte, i) => byte ^ (MAGIC >>> (24 - 8 * i) & 0xff)).join('.');

/** A UDP socket and the answers that came to it, by their transaction ids. */
async function asker(type, host) {
  const socket = createSocket(type);
  const answers = new Map();
  let changed = () => {};
  socket.on('message', (bytes) => { answers.set(bytes.toString('hex', 8, 20), bytes); changed(); });
  await new Promise((resolve) => socket.bind(0, host, resolve));
  const idOf = (request) => request.toString('hex', 8, 20);
  return {
    port: socket.address().port,
    send: (request, to) => socket.send(request, to.port, to.host),
    answered: (request) => answers.get(idOf(request)),
    close: () => socket.close(),
    /** Asks until the answer is there: a datagram may be lost, also on loopback. */
    async ask(request, to) {
      for (let i = 0; i < 50 && !answers.has(idOf(request)); i++) {
        socket.send(request, to.port, to.host);
        await new Promise((resolve) => { changed = resolve; setTimeout(resolve, 100); });
      }
      assert.ok(answers.has(idOf(request)), 'no answer of the STUN service');
      return answers.get(idOf(request));
    },
  };
}

/** "stun:127.0.0.1:8910" or "stun:[::1]:8910" */
function parse(url) {
  const [, host, number] = /^stun:(.+):(\d+)$/.exec(url);
  return {host: host.replace(/[[\]]/g, ''), port: Number(number)};
}

test('who is in a room learns his address; before and after, only a request as long as its answer is answered', () => withServer({}, async (server) => {
  const ann = await Client.login(server.wsUrl, 'ann');
  const {stun} = await ann.ask('enter', {room: 1});
  assert.equal(stun.length, 1);
  const to = parse(stun[0]);
  const asks = await asker('udp4', '127.0.0.1');
  const mine = await asks.ask(binding(), to);
  assert.equal(mine.readUInt16BE(0), 0x0101);
  assert.equal(mine.length, 32, 'XOR-MAPPED-ADDRESS and nothing else');
  assert.equal(port(mine), asks.port);
  assert.equal(address4(mine), '127.0.0.1');

  await ann.ask('leave', {room: -1});
  const short = binding();
  asks.send(short, to);
  const long = await asks.ask(binding(8), to); // sent later, so what would have answered `short` has passed
  assert.equal(long.length, 32);
  assert.equal(asks.answered(short), undefined);
  asks.close();
  await ann.close();
}));

test('both families on one port: each is told its own address, and a mapped one is never seen', () => withServer({
  media: '[::]:0', args: ['--listen', '[::]:0', '--advertise', '::1'],
}, async (server) => {
  const at = (host) => `ws://${host}:${server.port}/parlor`;
  const ann = await Client.login(at('127.0.0.1'), 'ann');
  const bob = await Client.login(at('[::1]'), 'bob');
  assert.deepEqual([ann.welcome.ip, bob.welcome.ip], ['127.0.0.1', '::1']);
  const {stun} = await ann.ask('enter', {room: 1});
  await bob.ask('enter', {room: 1});
  assert.deepEqual(stun.map((url) => parse(url).host), ['127.0.0.1', '::1']);
  const four = await asker('udp4', '127.0.0.1');
  const six = await asker('udp6', '::1');
  const answer4 = await four.ask(binding(), parse(stun[0]));
  assert.deepEqual([answer4[25], port(answer4), address4(answer4)], [1, four.port, '127.0.0.1']);
  const answer6 = await six.ask(binding(), parse(stun[1]));
  assert.deepEqual([answer6.length, answer6[25], port(answer6)], [44, 2, six.port]);
  const mask = answer6.subarray(4, 20);
  assert.deepEqual([...answer6.subarray(28, 44)].map((byte, i) => byte ^ mask[i]), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  four.close();
  six.close();
  await ann.close();
  await bob.close();
}));
