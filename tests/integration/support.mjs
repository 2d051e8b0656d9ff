// SPDX-License-Identifier: Apache-2.0
// One server for a test, and a witness: a user in the room who must notice nothing of what others do wrong.
import assert from 'node:assert/strict';
import {Client} from '../support/client.mjs';
import {startParlord} from '../support/parlord.mjs';

/** Runs a test with a server of its own; a failure shows the server's log. */
export async function withServer(options, run) {
  const server = await startParlord(options);
  try {
    await run(server);
  } catch (error) {
    error.message += `\n--- parlord ---\n${server.log.slice(-5000)}`;
    server.stop().catch(() => {});
    throw error;
  }
  await server.stop();
}

/** Two users in room 1 who can still write to each other, whatever happened in between. */
export async function withWitnesses(server, run) {
  const ann = await Client.login(server.wsUrl, 'ann');
  const bob = await Client.login(server.wsUrl, 'bob');
  await ann.ask('enter', {room: 1});
  await bob.ask('enter', {room: 1});
  await ann.next('user_entered');
  const before = [ann.received.length, bob.received.length];
  await run();
  assert.deepEqual(ann.received.slice(before[0]).filter((m) => m.t !== 'pong'), [], 'ann was disturbed');
  assert.deepEqual(bob.received.slice(before[1]).filter((m) => m.t !== 'pong'), [], 'bob was disturbed');
  await ann.ask('text', {to: -1, secret: false, text: 'all is well'});
  assert.equal((await bob.next('text_received')).text, 'all is well');
  await ann.close();
  await bob.close();
}

/** A new link for the session of `old`. */
export async function resume(server, old, {seq = old.seq} = {}) {
  const client = await Client.open(server.wsUrl);
  client.nextId = old.nextId;
  client.welcome = old.welcome;
  const id = client.nextId++;
  client.raw(JSON.stringify({t: 'resume', id, token: old.welcome.token, seq}));
  client.resumed = await client.reply(id);
  return client;
}
