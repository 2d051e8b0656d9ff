// SPDX-License-Identifier: Apache-2.0
// Lost links: the seat is kept for the grace time. Dead pages: it is given up, once.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {startChromium} from '../support/browsers.mjs';
import {hears, join, meet, sees, startServer} from './support.mjs';

let chromium;
before(async () => { chromium = await startChromium(); });
after(async () => { await chromium?.close(); });

test('a link that is gone for 5 s keeps the seat, nobody sees a leave, media is back within 3 s', async () => {
  const server = await startServer();
  const ann = await join(chromium, server, 'ann');
  const bob = await join(chromium, server, 'bob');
  await meet(ann, bob);
  const before = await bob.evaluate(() => events.length);
  await ann.evaluate(() => { blockLinks(true); links.forEach((link) => link.close()); });
  await server.waitForLog(/event=session\.lost/);
  // Five seconds without a link, as the server's own clock has it.
  const lostAt = Date.now();
  await ann.waitFor((until) => Date.now() >= until, lostAt + 5000, {what: 'five seconds without a link'});
  const back = Date.now();
  await ann.evaluate(() => blockLinks(false));
  await server.waitForLog(/event=session\.resume/, 40000);
  const resumed = Date.now();
  await sees(ann, bob, {timeoutMs: 3000});
  await sees(bob, ann, {timeoutMs: 3000});
  await hears(bob, ann, {timeoutMs: 3000});
  console.log(`# resumed ${resumed - back} ms after the network was back, media seen ${Date.now() - resumed} ms later`);
  const since = (await bob.evaluate(() => events)).slice(before).filter((e) => e.name === 'UserAtRoom');
  assert.deepEqual(since, [], 'bob saw no leave');
  assert.equal(await ann.evaluate(() => named('LinkClose').length), 0);
  await ann.evaluate(() => BRAC_SendTextMessage(-1, 0, 'still here'));
  await bob.waitFor(() => texts.includes('still here'), undefined, {what: 'a text over the new link'});
  await ann.close();
  await bob.close();
  await server.stop();
});

test('a page that dies leaves once, and at once: the browser closes its link with 1001, and nobody has its token any more', async () => {
  const server = await startServer({config: '[signal]\nresume_grace_seconds = 600\n'});
  const ann = await join(chromium, server, 'ann');
  const bob = await join(chromium, server, 'bob');
  await meet(ann, bob);
  // A page that dies says nothing: no unload handler runs.
  await ann.evaluate(() => { window.onbeforeunload = null; });
  const session = await ann.page.context().newCDPSession(ann.page);
  session.send('Page.crash').catch(() => {}); // a crashed page does not answer
  await bob.waitFor((id) => named('UserAtRoom').some((e) => e.args[0] === id && e.args[1] === 0), ann.id, {what: 'the leave'});
  await server.waitForLog(/event=session\.end/);
  assert.equal(await bob.evaluate((id) => named('UserAtRoom').filter((e) => e.args[0] === id && e.args[1] === 0).length, ann.id), 1);
  await bob.close();
  await server.stop();
});
