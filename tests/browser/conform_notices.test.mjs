// SPDX-License-Identifier: Apache-2.0
// The notices that only OnAnyChatNotifyMessage hears.
import assert from 'node:assert/strict';
import {after, before} from 'node:test';
import {conforms} from '../support/conformance.mjs';
import {join, sees, startServer} from './support.mjs';

let server;
before(async () => { server = await startServer({config: '[area 9]\nname = Branch\n'}); });
after(async () => { await server?.stop(); });

let nextRoom = 1;

/** Like the other pages, but its dispatcher keeps every message. */
async function enter(browser, name, {room, media = false, at = server}) {
  const user = await join(browser, at, name, {page: 'dispatcher', room, media});
  await user.evaluate(() => {
    window.heard = [];
    const old = window.OnAnyChatNotifyMessage;
    window.OnAnyChatNotifyMessage = (...message) => { heard.push(message); old(...message); };
  });
  return user;
}

/** The messages of one kind, when there are so many. */
const hears = (user, code, count) => user.waitFor(({code, count}) => {
  const of = heard.filter(([c]) => c === code);
  return of.length >= count && of.map(([, ...rest]) => rest);
}, {code, count}, {what: `${count} messages ${code}`, timeoutMs: 30000});

conforms('who looks away is seen to, by the page or by the browser', ['(WM_GV_ACTIVESTATE)'], async ({browser}) => {
  const room = nextRoom++;
  const ann = await enter(browser, 'ann', {room});
  const bob = await enter(browser, 'bob', {room});
  const code = await ann.evaluate(() => WM_GV_ACTIVESTATE);
  // Browsers hide the pages behind the one that was opened last: this one says what it is.
  await ann.evaluate(() => {
    window.sight = (state) => {
      Object.defineProperty(document, 'visibilityState', {value: state, configurable: true});
      document.dispatchEvent(new Event('visibilitychange'));
    };
    sight('hidden');
    sight('visible');
  });
  await bob.waitFor((id) => BRAC_GetOnlineUser().includes(id), ann.id, {what: 'ann'});
  await ann.evaluate(() => BRAC_SendTextMessage(-1, 0, 'seen'));
  await bob.waitFor(() => texts.includes('seen'), undefined, {what: 'all that came before'});
  await bob.evaluate(() => { window.heard = []; });
  await ann.evaluate(() => BRAC_SetSDKOption(BRAC_SO_CORESDK_ACTIVESTATE, 0));
  assert.deepEqual(await hears(bob, code, 1), [[ann.id, 0]]);
  await ann.evaluate(() => BRAC_SetSDKOption(BRAC_SO_CORESDK_ACTIVESTATE, 1));
  await hears(bob, code, 2);
  await ann.evaluate(() => sight('hidden'));
  await hears(bob, code, 3);
  await ann.evaluate(() => sight('visible'));
  assert.deepEqual(await hears(bob, code, 4), [[ann.id, 0], [ann.id, 1], [ann.id, 0], [ann.id, 1]]);
  for (const user of [ann, bob]) await user.close();
});

conforms('a link that is lost: its session is kept for a while', ['(WM_GV_SESSIONKEEP)'], async ({browser}) => {
  const ann = await enter(browser, 'ann', {room: nextRoom++});
  const code = await ann.evaluate(() => WM_GV_SESSIONKEEP);
  await ann.evaluate(() => { blockLinks(true); links.forEach((link) => link.close()); });
  assert.deepEqual(await hears(ann, code, 1), [[0, 101]]);
  await ann.evaluate(() => blockLinks(false));
  assert.deepEqual(await hears(ann, code, 2), [[0, 101], [1, 0]]);
  assert.equal(await ann.evaluate(() => named('LinkClose').length), 0);
  await ann.close();
});

conforms('a server that comes back with other settings', ['(WM_GV_SERVERCFGUPDATE)'], async ({browser}) => {
  const first = await startServer({config: '[signal]\nresume_grace_seconds = 40\n'});
  const ann = await enter(browser, 'ann', {room: 1, at: first});
  const code = await ann.evaluate(() => WM_GV_SERVERCFGUPDATE);
  await ann.evaluate(() => { blockLinks(true); links.forEach((link) => link.close()); });
  await first.stop();
  const second = await startServer({config: '[signal]\nresume_grace_seconds = 50\n', args: ['--listen', new URL(first.url).host]});
  await ann.evaluate(() => blockLinks(false));
  assert.deepEqual(await hears(ann, code, 1), [[0, 0]]);
  await ann.close();
  await second.stop();
});

conforms('what goes wrong without ending anything', ['(WM_GV_SDKWARNING)'], async ({browser}) => {
  const ann = await enter(browser, 'ann', {room: nextRoom++});
  const code = await ann.evaluate(() => WM_GV_SDKWARNING);
  await ann.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotReadableError'));
    BRAC_UserCameraControl(-1, 1);
  });
  const [[warning]] = await hears(ann, code, 1);
  assert.ok(warning > 0);
  assert.equal(await ann.evaluate(() => BRAC_GetSDKOptionInt(BRAC_SO_CORESDK_LASTERRORCODE)), warning);
  await ann.close();
});

conforms('objects: that there is an event, beside the event', ['(WM_GV_OBJECTEVENT)'], async ({browser}) => {
  const ann = await enter(browser, 'ann', {room: nextRoom++});
  const [code, area] = await ann.evaluate(() => [WM_GV_OBJECTEVENT, ANYCHAT_OBJECT_TYPE_AREA]);
  await ann.evaluate(() => {
    window.OnAnyChatObjectEvent = (type, id) => { heard.push(['event', type, id]); };
    BRAC_SetSDKOption(BRAC_SO_OBJECT_INITFLAGS, ANYCHAT_OBJECT_FLAGS_CLIENT);
    BRAC_ObjectControl(ANYCHAT_OBJECT_TYPE_AREA, ANYCHAT_INVALID_OBJECT_ID, ANYCHAT_OBJECT_CTRL_SYNCDATA, 0, 0, 0, 0, '');
  });
  await ann.waitFor((code) => heard.filter(([c]) => c === code).length > 1, code, {what: 'events of objects'});
  const seen = (await ann.evaluate(() => heard)).filter(([what]) => what === code || what === 'event');
  assert.deepEqual(seen.slice(0, 2), [[code, area, 9], ['event', area, 9]]);
  await ann.close();
});

conforms('a picture fills the screen by a double click, and no longer', ['(WM_GV_VIDEOFULLSCREEN)'], async ({browser}) => {
  const room = nextRoom++;
  const ann = await enter(browser, 'ann', {room, media: true});
  const bob = await enter(browser, 'bob', {room});
  await sees(bob, ann);
  const code = await bob.evaluate(() => WM_GV_VIDEOFULLSCREEN);
  const twice = async () => { const element = await bob.page.$(`#VIDEO_${ann.id}`); await element.click(browser.name === 'Firefox' ? {count: 2} : {clickCount: 2}); };
  await twice();
  assert.deepEqual(await hears(bob, code, 1), [[ann.id, 1]]);
  await twice();
  assert.deepEqual(await hears(bob, code, 2), [[ann.id, 1], [ann.id, 0]]);
  for (const user of [ann, bob]) await user.close();
});
