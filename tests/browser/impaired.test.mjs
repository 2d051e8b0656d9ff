// SPDX-License-Identifier: Apache-2.0
// Chromium behind a bad network: the picture keeps moving, the sound is not cut.
// The limits are generous, for loaded machines; `make bench-network` measures against those that are wanted.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {startChromium} from '../support/browsers.mjs';
import {makeVoice, openMeeting, record} from '../support/impaired.mjs';
import {join, sees, startServer} from './support.mjs';

const SETTLED_MS = 10000;
const FROZEN_MS = 8000;
const CUT_MS = 4000;
const CONFIG = '[server]\nworkers = 1\n[media]\nsimulcast = on\nvideo_codecs = VP8\n';

let chromium, voice;
before(async () => {
  voice = makeVoice();
  chromium = await startChromium(voice.flags);
});
after(async () => {
  await chromium?.close();
  voice?.remove();
});

const meeting = (options, run) => async () => {
  const server = await startServer({config: CONFIG});
  let opened;
  try {
    opened = await openMeeting({server, browser: chromium, join, ...options});
    await sees(opened.viewer, opened.publisher, {timeoutMs: 60000});
    await run(opened);
  } catch (error) {
    error.message += `\n--- parlord ---\n${server.log.slice(-3000)}`;
    throw error;
  } finally {
    await opened?.close();
    await server.stop();
  }
};

function expectSteady(recording, toMs) {
  const freezes = recording.freezes(SETTLED_MS, toMs, FROZEN_MS);
  const told = `${JSON.stringify(freezes)}, sizes ${recording.sizes(0, toMs)}\n${recording.seconds().join('\n')}`;
  assert.deepEqual(freezes, [], `the picture froze: ${told}`);
  assert.ok(recording.longestSilence(SETTLED_MS, toMs) < CUT_MS, 'the sound was cut');
  assert.ok(recording.gain('audio', 'packets', SETTLED_MS, toMs) > (toMs - SETTLED_MS) / 20 / 3, 'little sound came');
}

test('a twentieth is lost on the viewer\'s way, both ways, with jitter', meeting({}, async (opened) => {
  const recording = await record(opened, [{at: 0, both: 'delay=15ms loss=5%', down: 'jitter=50ms'}], 20);
  expectSteady(recording, 20000);
  const {up, down} = await opened.proxy.counters();
  assert.ok(up.lost > 0 && down.lost > 0, 'the media went another way');
}));

test('a twentieth is lost on the publisher\'s way', meeting({who: 'publisher'}, async (opened) => {
  const recording = await record(opened, [{at: 0, both: 'delay=15ms loss=5%'}], 18);
  expectSteady(recording, 18000);
  assert.ok((await opened.proxy.counters()).up.lost > 0, 'the media went another way');
}));
