// SPDX-License-Identifier: Apache-2.0
// UDP trace (options 160 to 168): packets of one page that nobody sends again, counted at the server and at another page.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {startChromium, startFirefox} from '../support/browsers.mjs';
import {inNamespace, join, startServer} from './support.mjs';

const PATIENT = {timeoutMs: 60000};
let server, chromium;
before(async () => { server = await startServer(); chromium = await startChromium(); });
after(async () => { await chromium?.close(); await server?.stop(); });

const figures = (user) => user.evaluate(() => [BRAC_SO_UDPTRACE_SENDUSERID, BRAC_SO_UDPTRACE_SOURCESENDNUM, BRAC_SO_UDPTRACE_SERVERRECVNUM, BRAC_SO_UDPTRACE_LOCALRECVNUM, BRAC_SO_UDPTRACE_NETDELAY].map(BRAC_GetSDKOptionInt));

async function trace(source, other) {
  const codes = await source.evaluate(() => [BRAC_SetSDKOption(BRAC_SO_UDPTRACE_PACKSIZE, 1000), BRAC_SetSDKOption(BRAC_SO_UDPTRACE_BITRATE, 128000), BRAC_SetSDKOption(BRAC_SO_UDPTRACE_START, 1)]);
  assert.deepEqual(codes, [0, 0, 0]);
  await other.waitFor((id) => BRAC_GetSDKOptionInt(BRAC_SO_UDPTRACE_SENDUSERID) === id && BRAC_GetSDKOptionInt(BRAC_SO_UDPTRACE_LOCALRECVNUM) >= 200, source.id, {what: '200 packets', ...PATIENT});
  const [id, sent, atServer, received] = await figures(other);
  console.log(`trace of ${source.name} at ${other.name}: ${[id, sent, atServer, received]}`);
  assert.equal(id, source.id);
  assert.ok(sent > 0 && atServer > 0.8 * sent && atServer <= sent, `${atServer} of ${sent} at the server`);
  assert.ok(received > 0.7 * sent, `${received} of ${sent} here`); // they are not read at one moment
  await source.waitFor(() => BRAC_GetSDKOptionInt(BRAC_SO_UDPTRACE_SERVERRECVNUM) > 0, undefined, {what: 'the word of the server', ...PATIENT});
  // It is no voice: nobody hears or sees it.
  assert.deepEqual(await other.evaluate((id) => [BRAC_GetSpeakState(id), BRAC_QueryUserStateInt(id, BRAC_USERSTATE_SPEAKVOLUME), named('MicStateChange').length], source.id), [0, 0, 0]);
  assert.equal(await other.evaluate(() => BRAC_SetSDKOption(BRAC_SO_UDPTRACE_START, 1)), 20); // one at a time
  assert.equal(await source.evaluate(() => BRAC_SetSDKOption(BRAC_SO_UDPTRACE_START, 0)), 0);
  await other.waitFor(() => BRAC_GetSDKOptionInt(BRAC_SO_UDPTRACE_SENDUSERID) === 0, undefined, {what: 'the end of the trace', ...PATIENT});
}

test('two pages trace to each other, in turns', async () => {
  const firefox = inNamespace ? await startFirefox() : null;
  try {
    const ann = await join(chromium, server, 'ann', {media: false});
    const bob = await join(firefox ?? chromium, server, 'bob', {media: false});
    await trace(ann, bob);
    await trace(bob, ann);
    await ann.evaluate(() => BRAC_LeaveRoom(-1));
    assert.equal(await ann.evaluate(() => BRAC_SetSDKOption(BRAC_SO_UDPTRACE_START, 1)), 3);
  } finally {
    await firefox?.close();
  }
});
