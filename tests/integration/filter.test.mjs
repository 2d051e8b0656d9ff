// SPDX-License-Identifier: Apache-2.0
// Filter plug-ins in a real server: the example, and one that does everything wrong (src/adapters/filter/test_plugin.c).
import assert from 'node:assert/strict';
import {dirname, join, resolve} from 'node:path';
import {test} from 'node:test';
import {Client} from '../support/client.mjs';
import {startParlord} from '../support/parlord.mjs';
import {withServer} from './support.mjs';

const folder = resolve(dirname(process.env.PARLORD ?? 'build/src/server/parlord'), '../adapters/filter');
const hello = join(folder, 'hello_filter.so');
const wild = join(folder, 'test_plugin.so');
const settings = (plugin, more = '') => ({config: `[filter]\nplugin = ${plugin}\n${more}`});
const text = (data) => Buffer.from(data, 'base64').toString();

/** A link that has said hello. */
async function visitor(server) {
  const client = await Client.open(server.wsUrl);
  await client.ask('hello', {sdk: 'test', video: ['VP8']});
  return client;
}

for (const isolation of ['process', 'thread']) {
  test(`the example (${isolation}): asked, told, and talking with pages`, async () => {
    await withServer(settings(hello, `isolation = ${isolation}\n`), async (server) => {
      assert.match(server.log, /filter\.up.*2\.0/);
      const ann = await Client.login(server.wsUrl, 'ann', {password: 'x'});
      assert.deepEqual([ann.self.id, ann.self.name], [1, 'DemoUser_1']);
      const greeting = await ann.next('server_data_received');
      assert.deepEqual([greeting.channel, text(greeting.data)], ['filter', 'Welcome: your filter plug-in works']);
      const bob = await Client.login(server.wsUrl, 'bob', {password: 'y'});
      assert.equal(bob.self.id, 2);
      await ann.ask('enter', {room: 5});
      await bob.ask('enter_name', {name: 'attic', password: 'secret'});
      await ann.ask('server_data', {channel: 'filter', data: Buffer.from('to and fro').toString('base64')});
      assert.equal(text((await ann.next('server_data_received')).data), 'to and fro');
      assert.equal(await ann.refused('server_data', {channel: 'business', data: 'AAAA'}), 206, 'not the plug-in\'s');
      await ann.ask('leave', {room: -1});
      await ann.close();
      await server.waitForLog(/user 1 has gone/);
      const story = [...server.log.matchAll(/hello_filter: (.*)/g)].map((m) => m[1]).filter((line) => /\b(user 1|ann)\b/.test(line));
      assert.deepEqual(story, ['ann is user 1', 'user 1 (DemoUser_1, level 0) came from 127.0.0.1', 'user 1 wants to enter room 5 ', 'user 1 entered room 5',
        'user 1 sent 10 bytes', 'user 1 left room 5', 'user 1 has gone']);
      assert.match(server.log, /user 2 wants to enter room \d+ attic/);
      await bob.close();
    });
  });
}

test('guests come without being asked about, unless the settings say so', async () => {
  await withServer(settings(hello), async (server) => {
    const guest = await Client.login(server.wsUrl, 'guest');
    assert.ok(guest.self.id < 0);
    await server.waitForLog(/user -\d+ \(guest/); // told of all the same
    assert.ok(!server.log.includes('guest is user'));
    await guest.close();
  });
  await withServer(settings(hello, 'guests = yes\n'), async (server) => {
    const guest = await Client.login(server.wsUrl, 'guest');
    assert.equal(guest.self.id, 1);
    await guest.close();
  });
});

test('it crashes, ends, talks nonsense: 206 for who asked, and it is back; others notice nothing', async () => {
  await withServer(settings(wild), async (server) => {
    for (const name of ['crash', 'exit', 'garbage']) {
      await withGuests(server, async () => {
        const victim = await visitor(server);
        assert.equal(await victim.refused('login', {name, password: 'x'}), 206, name);
        const next = await victim.ask('login', {name: 'ann', password: 'x'}); // waits for the new one
        assert.deepEqual([next.self.id, next.self.level, next.self.name], [7, 3, 'N-ann-x']);
        await victim.close();
      });
    }
    assert.equal([...server.log.matchAll(/filter\.down/g)].length, 3);
    assert.equal([...server.log.matchAll(/filter\.up/g)].length, 4);
  });
});

test('it does not answer: 207 for who asked; then it is killed and started anew', async () => {
  await withServer(settings(wild, 'answer_seconds = 1\nhang_seconds = 3\n'), async (server) => {
    await withGuests(server, async () => {
      const victim = await visitor(server);
      assert.equal(await victim.refused('login', {name: 'hang', password: 'x'}), 207);
      await server.waitForLog(/filter\.down.*BRFP_VerifyUser has not returned for 3 s/);
      await server.waitFor(() => [...server.log.matchAll(/filter\.up/g)].length === 2, 'back');
      assert.equal((await victim.ask('login', {name: 'ann', password: 'x'})).self.id, 7);
      await victim.close();
    });
  });
});

test('it refuses, with its own codes', async () => {
  await withServer(settings(wild), async (server) => {
    const ann = await visitor(server);
    assert.equal(await ann.refused('login', {name: 'refuse', password: 'x'}), 200);
    assert.equal(await ann.refused('login', {name: 'nobody', password: 'x'}), 206, 'an id that cannot be');
    await ann.ask('login', {name: 'ann', password: 'x'});
    assert.equal(await ann.refused('enter', {room: 13}), 300);
    assert.equal((await ann.ask('enter', {room: 12})).room, 12);
    await ann.close();
  });
});

test('a plug-in that does not work is found when the server starts', async () => {
  await assert.rejects(startParlord(settings('/nowhere/filter.so')), /filter\.failed_to_start.*cannot open shared object/s);
  await assert.rejects(startParlord(settings(join(folder, 'test_plugin_without.so'))), /has no function BRFP_OnRecvUserTextMsg/);
  await assert.rejects(startParlord(settings(wild, 'min_version = 3\n')), /its version is 2\.5; filter\.min_version asks for 3/);
  await assert.rejects(startParlord({...settings(wild), env: {FILTER_TEST: 'refuse'}}), /BRFP_InitFilter gave FALSE/);
});

/** Two guests (the plug-in is not asked about their login) who write to each other before, during and after. */
async function withGuests(server, run) {
  const ann = await Client.login(server.wsUrl, 'guest a');
  const bob = await Client.login(server.wsUrl, 'guest b');
  await ann.ask('enter', {room: 1});
  await bob.ask('enter', {room: 1});
  const say = async (words) => {
    await ann.ask('text', {to: -1, secret: false, text: words});
    await bob.next('text_received', (m) => m.text === words);
  };
  await say('before');
  const done = run();
  for (let i = 0; i < 20; i++) await say(`during ${i}`);
  await done;
  await say('after');
  await ann.close();
  await bob.close();
}
