// SPDX-License-Identifier: Apache-2.0
// What the server is told of how pictures are shown: measuring, and when which message goes out.
import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeClock, FakeSight, settle } from '../../test/fakes.mjs';
import { Gauge, shownSize } from './gauge.mjs';
import { Viewing, wished } from './viewing.mjs';

function begin({ works = true } = {}) {
  const clock = new FakeClock(), sight = new FakeSight();
  const document = new EventTarget();
  Object.assign(document, { visibilityState: 'visible' });
  const gauge = new Gauge({ sight: works ? sight : null, document });
  const sent = [];
  let refuse = 0;
  const viewing = new Viewing({
    clock, gauge,
    send: (t, fields, done) => {
      sent.push({ t, at: clock.time, ...fields });
      if (refuse > 0) { refuse--; done(Object.assign(new Error('23'), { code: 23 }), {}); } else done(null, {});
    },
  });
  const element = (width, height, more) => sight.element(document, width, height, more);
  /** The last message as text: user[/stream]:size */
  const last = () => sent.at(-1)?.views.map(({ user, stream, width, height, visible }) => `${user}${stream ? `/${stream}` : ''}:${visible ? `${width}x${height}` : '-'}`).join(' ');
  return { clock, sight, document, gauge, viewing, sent, element, last, refuseNext: (n) => { refuse = n; } };
}

/** In a room, watching user 1, whom an element shows. */
async function showing(width = 320, height = 240, more = {}) {
  const world = begin(more);
  const element = world.element(width, height);
  world.viewing.start();
  world.viewing.watch(1, 0, true);
  world.viewing.show(element, 1, 0);
  await world.clock.pass(0);
  return { ...world, box: element };
}

test('the space a picture takes, by object-fit and pixel ratio', () => {
  const box = { width: 400, height: 400 }, natural = { width: 160, height: 90 };
  assert.deepEqual(shownSize(box, natural, 'contain', 1), { width: 400, height: 225 });
  assert.deepEqual(shownSize(box, natural, 'cover', 1), { width: 712, height: 400 });
  assert.deepEqual(shownSize(box, natural, 'fill', 2), { width: 800, height: 800 });
  assert.deepEqual(shownSize(box, natural, 'none', 1), { width: 0, height: 0 });
  assert.deepEqual(shownSize(box, { width: 0, height: 0 }, 'contain', 1.5), { width: 600, height: 600 });
});

test('wishes come on top of what is shown', () => {
  const shown = { width: 640, height: 360, visible: true }, hidden = { width: 0, height: 0, visible: false };
  const full = { width: 0, height: 0, visible: true };
  assert.deepEqual(wished(shown, {}), shown);
  assert.deepEqual(wished(shown, { maxHeight: 180 }), { width: 320, height: 180, visible: true });
  assert.deepEqual(wished(shown, { maxHeight: 720 }), shown);
  assert.deepEqual(wished(shown, { minHeight: 720 }), { width: 1280, height: 720, visible: true });
  assert.deepEqual(wished(shown, { minHeight: Infinity }), full);
  assert.deepEqual(wished(shown, { maxHeight: 0 }), hidden);
  assert.deepEqual(wished(hidden, { minHeight: 720 }), hidden);
  assert.deepEqual(wished(hidden, { always: true }), full);
  assert.deepEqual(wished(hidden, { always: true, maxHeight: 90 }), { width: 160, height: 90, visible: true });
  assert.deepEqual(wished(hidden, { always: true, maxHeight: 0 }), hidden);
  assert.deepEqual(wished(full, { minHeight: 720 }), full);
});

test('growing is told at once, shrinking after a while, in steps of 16', async () => {
  const { clock, box, sent, last } = await showing();
  await clock.pass(600); // the first size is smaller than the unknown one
  assert.equal(last(), '1:320x240');
  box.size(630, 470);
  await clock.pass(0);
  assert.equal(last(), '1:640x480');
  assert.equal(sent.length, 2);
  box.size(635, 475); // the same step
  await clock.pass(5000);
  assert.equal(sent.length, 2);
  box.size(300, 200);
  await clock.pass(499);
  assert.equal(sent.length, 2);
  await clock.pass(1);
  assert.equal(last(), '1:304x208');
});

test('what shrinks for a moment only is not told', async () => {
  const { clock, box, sent } = await showing();
  await clock.pass(500);
  box.size(100, 100);
  await clock.pass(400);
  box.size(320, 240);
  await clock.pass(400);
  box.size(100, 100); // counted anew
  await clock.pass(400);
  assert.equal(sent.length, 1);
});

test('hidden after a second, back at once: scrolled away, no longer laid out, the tab', async () => {
  const { clock, box, sent, last, document } = await showing();
  await clock.pass(600);
  for (const [away, back] of [
    [() => box.place(false), () => box.place(true)],
    [() => box.size(0, 0), () => box.size(320, 240)],
    [() => { document.visibilityState = 'hidden'; document.dispatchEvent(new Event('visibilitychange')); },
      () => { document.visibilityState = 'visible'; document.dispatchEvent(new Event('visibilitychange')); }],
  ]) {
    const before = sent.length;
    away();
    await clock.pass(999);
    assert.equal(sent.length, before);
    await clock.pass(1);
    assert.equal(last(), '1:-');
    await clock.pass(100);
    back();
    await clock.pass(0);
    assert.equal(last(), '1:320x240');
    assert.equal(sent.length, before + 2);
    away();
    await clock.pass(900);
    back();
    await clock.pass(2000);
    assert.equal(sent.length, before + 2); // had not been told yet
  }
});

test('what is watched but shown nowhere is told hidden; what is shown but not watched is not told', async () => {
  const { clock, viewing, element, sent, last } = begin();
  viewing.start();
  viewing.show(element(320, 240), 5, 0);
  await clock.pass(5000);
  assert.equal(sent.length, 0);
  viewing.watch(6, 2, true);
  await clock.pass(1000);
  assert.equal(last(), '6/2:-');
  viewing.watch(5, 0, true);
  await clock.pass(500);
  assert.equal(last(), '5:320x240');
  viewing.watch(5, 0, false);
  viewing.watch(5, 0, true); // a new wish: the server has forgotten the size
  await clock.pass(500);
  assert.equal(last(), '5:320x240');
  assert.equal(sent.length, 3);
});

test('of several elements the largest visible one counts', async () => {
  const { clock, viewing, element, box, last } = await showing();
  const big = element(1280, 720);
  viewing.show(big, 1, 0);
  await clock.pass(0);
  assert.equal(last(), undefined); // within 500 ms: full size is what the server takes it for
  await clock.pass(500);
  assert.equal(last(), '1:1280x720');
  big.place(false);
  await clock.pass(500);
  assert.equal(last(), '1:320x240');
  big.place(true);
  await clock.pass(0);
  viewing.show(big, 2, 0); // shows somebody else now
  await clock.pass(500);
  assert.equal(last(), '1:320x240');
  viewing.hide(box);
  await clock.pass(1000);
  assert.equal(last(), '1:-');
});

test('device pixels and the shape of the picture', async () => {
  const { clock, sight, box, last } = await showing();
  sight.ratio(2);
  await clock.pass(0);
  await clock.pass(500);
  assert.equal(last(), '1:640x480');
  box.natural(160, 90); // in 320 x 240: 320 x 180
  await clock.pass(500);
  assert.equal(last(), '1:640x368');
  await clock.pass(100);
  box.fit = 'cover';
  box.natural(160, 91);
  await clock.pass(0);
  assert.equal(last(), '1:848x480');
});

test('an element that takes its size from the picture counts as of full size', async () => {
  const { clock, box, last, sent } = await showing(300, 150);
  await clock.pass(600);
  assert.equal(last(), '1:304x160');
  box.natural(160, 120);
  box.size(160, 120);
  await clock.pass(0);
  assert.equal(last(), '1:0x0');
  box.natural(640, 480);
  box.size(640, 480);
  await clock.pass(5000);
  assert.equal(sent.length, 2);
});

test('picture in picture: its window counts, wherever the element is', async () => {
  const { clock, box, last, document } = await showing();
  await clock.pass(500);
  const popUp = Object.assign(new EventTarget(), { width: 480, height: 360 });
  box.dispatchEvent(Object.assign(new Event('enterpictureinpicture'), { pictureInPictureWindow: popUp }));
  document.visibilityState = 'hidden';
  document.dispatchEvent(new Event('visibilitychange'));
  await clock.pass(2000);
  assert.equal(last(), '1:480x368');
  await clock.pass(100);
  popUp.width = 960; popUp.height = 720;
  popUp.dispatchEvent(new Event('resize'));
  await clock.pass(0);
  assert.equal(last(), '1:960x720');
  box.dispatchEvent(new Event('leavepictureinpicture'));
  await clock.pass(1000);
  assert.equal(last(), '1:-');
});

test('one message for all that changes together, at most 64 in one and ten messages a second', async () => {
  const { clock, viewing, element, sent } = begin();
  viewing.start();
  const boxes = Array.from({ length: 100 }, (_, i) => {
    const box = element(160, 90);
    viewing.watch(i + 10, 0, true);
    viewing.show(box, i + 10, 0);
    return box;
  });
  await clock.pass(600);
  assert.deepEqual(sent.map(({ views }) => views.length), [64, 36]);
  assert.equal(sent[1].at - sent[0].at, 100);
  sent.length = 0;
  for (let i = 1; i <= 50; i++) { // dragged larger for a second
    for (const box of boxes.slice(0, 3)) box.size(160 + 16 * i, 90);
    await clock.pass(20);
  }
  assert.ok(sent.length >= 5 && sent.length <= 11, `${sent.length} messages`);
  await clock.pass(100);
  assert.ok(sent.at(-1).views.every(({ width }) => width === 160 + 16 * 50));
});

test('all is told anew in a new room or session; a refusal is made good', async () => {
  const { clock, viewing, sent, last, box, refuseNext } = await showing();
  await clock.pass(500);
  viewing.stop();
  box.size(1280, 720);
  await clock.pass(5000);
  assert.equal(sent.length, 1);
  viewing.start();
  await clock.pass(500);
  assert.equal(last(), '1:1280x720');
  await clock.pass(100);
  refuseNext(1);
  box.size(1600, 900);
  await clock.pass(0);
  const refused = sent.length;
  await clock.pass(900);
  assert.equal(sent.length, refused);
  await clock.pass(100);
  assert.equal(sent.length, refused + 1);
  assert.equal(last(), '1:1600x912');
  refuseNext(1);
  box.place(false);
  await clock.pass(1000);
  box.place(true); // back to what the server may or may not know
  await clock.pass(1000);
  assert.equal(last(), '1:1600x912');
});

test('preferences: of one, of everybody, and none again', async () => {
  const { clock, viewing, last, box } = await showing(640, 480);
  await clock.pass(500);
  viewing.prefer(null, 0, { maxHeight: 120 });
  await clock.pass(500);
  assert.equal(last(), '1:160x128');
  await clock.pass(100);
  viewing.prefer(1, 0, {});
  await clock.pass(0);
  assert.equal(last(), '1:640x480');
  viewing.prefer(1, 0, { maxHeight: 0 });
  await clock.pass(1000);
  assert.equal(last(), '1:-');
  await clock.pass(100);
  viewing.prefer(1, 0, { always: true });
  box.place(false);
  await clock.pass(0);
  assert.equal(last(), '1:0x0');
  viewing.prefer(1, 0, null);
  viewing.prefer(null, 0, null);
  await clock.pass(1000);
  assert.equal(last(), '1:-');
});

test('a browser that cannot measure sends wishes only', async () => {
  const { clock, viewing, sent, last } = await showing(320, 240, { works: false });
  await clock.pass(5000);
  assert.equal(sent.length, 0);
  viewing.prefer(1, 0, { maxHeight: 0 });
  await clock.pass(1000);
  assert.equal(last(), '1:-');
});

test('elements that are taken away leave nothing behind', async () => {
  const { viewing, sight, box, gauge, clock } = await showing();
  assert.equal(sight.observed, 2);
  viewing.hide(box);
  assert.deepEqual([sight.observed, sight.ratioListeners], [0, 0]);
  viewing.show(box, 1, 0);
  assert.equal(sight.observed, 2);
  gauge.close();
  assert.equal(sight.observed, 0);
  viewing.stop();
  await settle();
  assert.equal(clock.count, 0);
});
