// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ServerRecordings } from './server.mjs';

function make(answer = null) {
  const sent = [], heard = [];
  const server = new ServerRecordings({
    send: (t, fields, done) => { sent.push([t, fields]); queueMicrotask(() => done?.(answer)); },
    idOf: (user) => user === -1 ? 1 : user,
    origin: () => 'https://parlor.test:8906',
  });
  for (const name of ['changed', 'consent', 'recorded']) server.on(name, (value) => heard.push([name, value]));
  return { server, sent, heard };
}
const told = (more) => ({ record: 4, state: 'running', user: 7, by: 1, flags: 7, ...more });

test('what is asked for is sent, and refusals are told', async () => {
  const { server, sent } = make();
  await server.start(-1, { flags: 4, text: 'x' });
  await server.stop(-1, 0x10000);
  await server.tag(-1, 'here');
  await server.change(-1, { text: 'case 7', insert: '{}' });
  assert.deepEqual(sent, [
    ['record', { param: 0, flags: 4, text: 'x', user: -1, on: true }], ['record', { user: -1, on: false, flags: 0x10000, param: 0 }], ['record_tag', { user: -1, text: 'here' }],
    ['record_change', { user: -1, text: 'case 7', insert: '{}' }]]);
  await assert.rejects(make({ code: 721 }).server.start(1, { flags: 4 }), { code: 721 });
});

test('what runs in the room is known until it ends, or the room is left', () => {
  const { server, heard } = make();
  server.told(told({ state: 'asked' }));
  assert.equal(server.isRecorded(7), false);
  server.told(told({}));
  assert.equal(server.isRecorded(7), true);
  assert.equal(server.running.length, 1);
  server.told(told({ state: 'ended' }));
  assert.equal(server.isRecorded(7), false);
  assert.deepEqual(heard.map(([name, { state }]) => [name, state]), [['changed', 'asked'], ['changed', 'running'], ['changed', 'ended']]);
  server.told(told({}));
  server.left();
  assert.deepEqual(server.running, []);
});

test('what we have begun is known until it ends, whoever ends it', async () => {
  const { server } = make();
  await server.start(7, { flags: 4 });
  assert.equal(server.begun(7), true);
  server.told(told({ by: 2, state: 'ended' })); // of somebody else
  assert.equal(server.begun(7), true);
  server.told(told({ state: 'ended' }));
  assert.equal(server.begun(7), false);
  await server.start(-1, { flags: 4 });
  await server.stop(1);
  assert.equal(server.begun(-1), false);
  await server.start(7, { flags: 0x404 }); // a snapshot is nothing to stop
  assert.equal(server.begun(7), false);
  const failing = make({ code: 721 }).server;
  await failing.start(7, { flags: 4 }).catch(() => {});
  assert.equal(failing.begun(7), false);
});

test('our consent is asked for once, and given', async () => {
  const { server, sent, heard } = make();
  server.told(told({ state: 'asked', consent: true }));
  assert.deepEqual(heard.map(([name]) => name), ['changed', 'consent']);
  assert.equal(server.running[0].consent, true);
  await server.consent(4, true);
  assert.deepEqual(sent, [['record_consent', { record: 4, yes: true }]]);
  assert.equal(server.running[0].consent, false);
  server.told(told({}));
  assert.equal(heard.filter(([name]) => name === 'consent').length, 1);
});

test('the address of a file is whole', () => {
  const { server, heard } = make();
  server.recorded({ record: 4, user: 7, code: 0, file: 'd/a.mp4', url: '/recordings/1-2/d/a.mp4', seconds: 3, flags: 7, param: 9, text: 't' });
  server.recorded({ record: 5, user: 7, code: 721, file: '', url: '', seconds: 0, flags: 7, param: 9, text: 't' });
  assert.equal(heard[0][1].url, 'https://parlor.test:8906/recordings/1-2/d/a.mp4');
  assert.equal(heard[1][1].url, '');
});
