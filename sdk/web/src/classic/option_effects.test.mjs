// SPDX-License-Identifier: Apache-2.0
// Options that belong to no feature of their own; and that the table of options tells the truth about the code.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { FakeDocument } from '../../test/dom.mjs';
import { fakeWorld, friendlyServer, settle, user } from '../../test/fakes.mjs';
import * as c from '../generated/constants.mjs';
import { version } from '../version.mjs';
import { Face } from './face.mjs';

const root = new URL('../../../../', import.meta.url).pathname;

async function inRoom() {
  const document = new FakeDocument();
  globalThis.MutationObserver = document.Observer;
  const world = fakeWorld({ document, server: friendlyServer({ members: [user(8, { camera: 2, mic: 1 })] }) });
  const face = new Face(world.platform, { WebSocket: class {}, location: { protocol: 'https:', hostname: 'desk' }, navigator: {} });
  const ac = face.api;
  return {
    world, face, ac,
    async enter() {
      ac.BRAC_InitSDK('0');
      ac.BRAC_Connect('h', 8906);
      ac.BRAC_Login('ann', '', 0);
      ac.BRAC_EnterRoom(1, '', 0);
      await settle();
    },
  };
}

test('what can only be read', async () => {
  const { ac, enter, world } = await inRoom();
  const [main, sub] = version.split('.').map(Number);
  assert.deepEqual([22, 23].map((option) => ac.BRAC_GetSDKOptionInt(option)), [main, sub]);
  assert.match(ac.BRAC_GetSDKOptionString(24), /^parlor-web \d/);
  assert.notEqual(ac.BRAC_GetSDKOptionString(29), ac.BRAC_GetSDKOptionString(29));
  assert.equal(ac.BRAC_GetSDKOptionString(11000), ac.BRAC_GetIPCGuid());
  assert.deepEqual([ac.BRAC_GetSDKOptionInt(138), ac.BRAC_GetSDKOptionInt(137), ac.BRAC_GetSDKOptionInt(49), ac.BRAC_GetSDKOptionInt(237)], [1, 0, 0, 0]);
  assert.deepEqual([22, 29, 49, 237, 164].map((option) => ac.BRAC_SetSDKOption(option, 1)), [20, 20, 20, 20, 20]);
  await enter();
  world.server.answers.enter = () => ['error', { code: 308, room: 1 }];
  ac.BRAC_EnterRoom(1, '', 0);
  await settle();
  assert.equal(ac.BRAC_GetSDKOptionInt(c.BRAC_SO_CORESDK_LASTERRORCODE), 308);
});

test('the log: a line, and what is known, without what is secret', async () => {
  const { ac, world, enter } = await inRoom();
  ac.BRAC_SetSDKOption(c.BRAC_SO_CORESDK_WRITELOG, 'before the beginning'); // a command: it is not kept
  ac.BRAC_SetServerAuthPass('geheim');
  await enter();
  assert.deepEqual(world.log, []);
  assert.equal(ac.BRAC_SetSDKOptionString(c.BRAC_SO_CORESDK_WRITELOG, 'step 3'), 0);
  ac.BRAC_SetSDKOption(38, 320);
  ac.BRAC_SetSDKOption(c.BRAC_SO_CORESDK_DUMPCOREINFO, 0);
  ac.BRAC_SetSDKOption(c.BRAC_SO_CORESDK_DUMPCOREINFO, 1);
  assert.equal(world.log[0], 'step 3');
  assert.equal(world.log.length, 2);
  const told = JSON.parse(world.log[1]);
  assert.deepEqual([told.room, told.users.map(({ id }) => id), told.options], [1, [7, 8], { 38: '320' }]);
  assert.doesNotMatch(world.log[1], /geheim/);
});

test('how long what arrives is held back: low delay, smooth, as the browser thinks best', async () => {
  const all = await inRoom();
  const { ac, face } = all;
  ac.BRAC_SetSDKOption(c.BRAC_SO_STREAM_SMOOTHPLAYMODE, 1); // before there is anything
  await all.enter();
  const receiver = { jitterBufferTarget: null }, older = { playoutDelayHint: null };
  face.client.subscriber = /** @type {any} */ ({ remotes: [{ receiver }, { receiver: older }, { receiver: null }] });
  face.client.buffering.refresh();
  assert.deepEqual([receiver.jitterBufferTarget, older.playoutDelayHint], [800, 0.8]);
  ac.BRAC_SetSDKOption(c.BRAC_SO_STREAM_MAXBUFFERTIME, '9000');
  assert.equal(receiver.jitterBufferTarget, 4000, 'no more than browsers take');
  ac.BRAC_SetSDKOption(c.BRAC_SO_CORESDK_LOWDELAYCTRL, 1);
  assert.deepEqual([receiver.jitterBufferTarget, older.playoutDelayHint], [0, 0]);
  ac.BRAC_SetSDKOption(c.BRAC_SO_CORESDK_LOWDELAYCTRL, 0);
  ac.BRAC_SetSDKOption(c.BRAC_SO_STREAM_SMOOTHPLAYMODE, 0);
  assert.deepEqual([receiver.jitterBufferTarget, older.playoutDelayHint], [null, null]);
});

test('a page in the background is sent no picture', async () => {
  const { ac, world, enter } = await inRoom();
  await enter();
  ac.BRAC_UserCameraControl(8, 1);
  ac.BRAC_SetSDKOption(c.BRAC_SO_CORESDK_ACTIVESTATE, 0);
  await world.clock.pass(3000);
  assert.deepEqual(world.server.of('view').flatMap(({ views }) => views.map(({ user: id, visible }) => [id, visible])), [[8, false]]);
  ac.BRAC_SetSDKOption(c.BRAC_SO_CORESDK_ACTIVESTATE, 1);
  await world.clock.pass(3000);
  assert.equal(world.server.of('view').at(-1).views[0].visible, true);
});

test('mute leaves the volume alone; sounds and the microphone begin anew', async () => {
  const { ac, face, enter, world } = await inRoom();
  ac.BRAC_SetSDKOption(c.BRAC_SO_CORESDK_AUDIOMUTE, 1);
  await enter();
  face.client.playback.add(8, /** @type {any} */ ({ id: 'media' }));
  const [element] = world.platform.document.body.all().filter((node) => node.tagName === 'AUDIO');
  assert.deepEqual([element.muted, element.volume], [true, 1]);
  ac.BRAC_SetSDKOption(c.BRAC_SO_CORESDK_AUDIOMUTE, 0);
  assert.equal(element.muted, false);
  ac.BRAC_SetSDKOption(c.BRAC_SO_CORESDK_RESETAUDIOPLAYBACK, 1);
  await settle();
  assert.deepEqual([element.srcObject.id, element.played], ['media', 2]);
  ac.BRAC_SetSDKOption(c.BRAC_SO_CORESDK_RESETAUDIOCAPTURE, 1);
  await settle();
  assert.equal(world.devices.asked.length, 0, 'a closed microphone stays closed');
  ac.BRAC_UserSpeakControl(-1, 1);
  await settle();
  ac.BRAC_SetSDKOption(c.BRAC_SO_CORESDK_RESETAUDIOCAPTURE, 1);
  await settle();
  assert.equal(world.devices.asked.length, 2);
});

test('a page removes nobody, before the beginning and after', async () => {
  const { ac, enter } = await inRoom();
  await enter();
  assert.equal(ac.BRAC_SetSDKOption(c.BRAC_SO_CORESDK_TICKOUTUSER, 8), 20);
});

test('an option that is said to have an effect is used by the code, and one that is not is not', () => {
  const files = (dir) => readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : files(path);
    return path.endsWith('.mjs') && !path.endsWith('.test.mjs') ? [path] : [];
  });
  const code = files(join(root, 'sdk/web/src')).map((path) => readFileSync(path, 'utf8')).join('\n');
  const rows = readFileSync(join(root, 'schema/options.tsv'), 'utf8').trimEnd().split('\n').slice(1).map((line) => line.split('\t'));
  const uses = (name) => new RegExp(`\\b${name}\\b`).test(code);
  const refusing = new Set(['BRAC_SO_CORESDK_TICKOUTUSER']); // their code says no
  assert.deepEqual(rows.filter(([name, , , , , effect]) => effect === 'effect' && !uses(name)).map(([name]) => name), [], 'no code');
  assert.deepEqual(rows.filter(([name, , , , , effect]) => effect === 'none' && uses(name) && !refusing.has(name)).map(([name]) => name), [], 'there is code');
});
