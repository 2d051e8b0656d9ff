// SPDX-License-Identifier: Apache-2.0
// BRAC_StreamPlay*: files played in the page.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeDocument } from '../../test/dom.mjs';
import { fakeWorld, settle } from '../../test/fakes.mjs';
import { limits } from '../generated/limits.mjs';
import { Face } from './face.mjs';

function begin() {
  const document = new FakeDocument();
  globalThis.MutationObserver = document.Observer;
  const elements = [];
  const create = document.createElement.bind(document);
  document.createElement = (tag) => {
    const node = create(tag);
    if (tag === 'video') {
      Object.assign(node, { pause() { this.paused = true; }, removeAttribute(name) { if (name === 'src') this.src = ''; }, currentTime: 0, duration: NaN, playbackRate: 1, loop: false });
      elements.push(node);
    }
    return node;
  };
  const world = fakeWorld({ document });
  const told = [];
  const face = new Face(world.platform, {
    WebSocket: class {}, location: {}, navigator: {},
    OnAnyChatCoreSDKEvent: (type, json) => { const { guid, event, errorcode } = JSON.parse(json); told.push([type, guid, event, errorcode]); },
  });
  return { ac: face.api, document, elements, told };
}

test('a file is prepared, shown, played, paused, moved in, stopped', async () => {
  const { ac, document, elements, told } = begin();
  assert.equal(ac.BRAC_StreamPlayInit('g', './intro.mp4', 0, ''), 2, 'before BRAC_InitSDK');
  ac.BRAC_InitSDK('0');
  assert.equal(ac.BRAC_StreamPlayInit('g', './intro.mp4', 0, ''), 0);
  const [element] = elements;
  const box = document.add('box');
  ac.BRAC_StreamPlaySetVideoPos('g', box, 'PLAYER');
  assert.equal(document.getElementById('PLAYER'), element);
  ac.BRAC_StreamPlaySetVideoPos('g', 'box', 'PLAYER');
  assert.deepEqual([element.parentNode === box, element.src], [true, './intro.mp4']);
  const info = () => JSON.parse(ac.BRAC_StreamPlayGetInfo('g', 1));
  assert.deepEqual(info(), { guid: 'g', state: 0, position: 0, duration: 0, width: 0, height: 0, speed: 100, loop: 0, errorcode: 0 });
  const control = (...args) => ac.BRAC_StreamPlayControl('g', ...args);
  assert.equal(control(1, 0, 0, ''), 0);
  Object.assign(element, { duration: 12.5, videoWidth: 640, videoHeight: 360 });
  element.onplaying();
  element.onplaying(); // after a pause of the network
  assert.deepEqual([control('4', '3000'), control(5, 150), control(6), element.currentTime, element.playbackRate, element.loop], [0, 0, 0, 3, 1.5, true]);
  assert.deepEqual(info(), { guid: 'g', state: 1, position: 3000, duration: 12500, width: 640, height: 360, speed: 150, loop: 1, errorcode: 0 });
  assert.deepEqual([control(7), element.loop, control(2), element.paused, info().state], [0, false, 0, true, 2]);
  assert.deepEqual([control(3), info().state, info().position], [0, 0, 0]);
  element.onended();
  await settle();
  assert.deepEqual(told, [[30, 'g', 3, 0], [30, 'g', 4, 0], [30, 'g', 4, 0]]);
  assert.deepEqual([control(4, -1), control(5, 5), control(99), ac.BRAC_StreamPlayControl('h', 1), ac.BRAC_StreamPlayGetInfo('h', 1), ac.BRAC_StreamPlayGetInfo('g', 2)], [21, 21, 21, 21, '', '']);
  assert.deepEqual([ac.BRAC_StreamPlayDestroy('g', 0), ac.BRAC_StreamPlayDestroy('g', 0), document.getElementById('PLAYER'), element.src], [0, 21, null, '']);
});

test('what cannot be played says so once; what makes no sense here is refused', async () => {
  const { ac, elements, told } = begin();
  ac.BRAC_InitSDK('0');
  assert.deepEqual([ac.BRAC_StreamPlayInit('', 'a'), ac.BRAC_StreamPlayInit('g', ''), ac.BRAC_StreamPlayInit('g', 'a', 1), ac.BRAC_StreamPlayInit('g', 'a', 0x80)], [21, 21, 32, 32]);
  ac.BRAC_StreamPlayInit('g', 'nowhere.mp4', 0, '');
  elements[0].onerror();
  elements[0].onerror();
  await settle();
  assert.deepEqual(told, [[30, 'g', 4, 710]]);
  assert.equal(JSON.parse(ac.BRAC_StreamPlayGetInfo('g', 1)).errorcode, 710);
});

test('there is a limit, the same GUID begins anew, and Release ends all', () => {
  const { ac, elements } = begin();
  ac.BRAC_InitSDK('0');
  for (let i = 0; i < limits.stream_plays; i++) assert.equal(ac.BRAC_StreamPlayInit(`g${i}`, 'a.mp4', 0, ''), 0);
  assert.equal(ac.BRAC_StreamPlayInit('one more', 'a.mp4', 0, ''), 23);
  assert.equal(ac.BRAC_StreamPlayInit('g0', 'b.mp4', 0, ''), 0);
  assert.deepEqual([elements[0].src, elements.at(-1).src], ['', 'b.mp4']);
  ac.BRAC_Release();
  assert.ok(elements.every(({ src }) => src === ''));
  assert.equal(ac.BRAC_StreamPlayControl('g1', 1), 2);
});
