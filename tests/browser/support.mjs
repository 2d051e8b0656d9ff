// SPDX-License-Identifier: Apache-2.0
// The vocabulary of the browser tests: users on pages of tests/browser/pages, and what they see and hear.
import assert from 'node:assert/strict';
import {startParlord} from '../support/parlord.mjs';

/** Inside the network of in_namespace.sh, media goes over an address that Firefox accepts. */
export const inNamespace = process.env.PARLOR_TEST_NAMESPACE === 'yes';
const mediaAddress = inNamespace ? '10.99.0.1' : '127.0.0.1';

export function startServer({config = '', demos = 'tests/browser/pages', ...options} = {}) {
  return startParlord({
    media: `${mediaAddress}:0`, advertise: mediaAddress,
    config: `${config}\n[http]\ndemos_dir = ${demos}\nsdk_dir = sdk/web/dist\n`, ...options,
  });
}

/** Opens a page and has its user enter the room with camera and microphone open. prepare(user): before it goes anywhere. */
export async function join(browser, server, name, {page = 'events', room = 1, media = true, prepare} = {}) {
  const user = await browser.page(`${browser.name} (${name})`);
  user.user = name;
  await prepare?.(user);
  await user.goto(`${server.url}/demos/${page}.html`);
  await user.evaluate(({name, room, media}) => start(name, room, media), {name, room, media});
  await user.waitFor(() => named('RoomOnlineUser').length > 0, undefined, {what: 'RoomOnlineUser'});
  user.id = await user.evaluate(() => BRAC_QueryUserStateInt(-1, BRAC_USERSTATE_SELFUSERID));
  assert.notEqual(user.id, -1);
  return user;
}

/** The picture of `whom` moves on `viewer`'s page: it has a size, and its time grows. */
export async function sees(viewer, whom, {timeoutMs = 20000} = {}) {
  const first = await viewer.waitFor((id) => { const p = picture(id); return p && p.width > 0 && p; }, whom.id,
    {what: `a picture of ${whom.user}`, timeoutMs});
  await viewer.waitFor(({id, time}) => picture(id).time > time + 0.3, {id: whom.id, time: first.time},
    {what: `a moving picture of ${whom.user}`, timeoutMs});
  return first;
}

/** `whom` is not silent at `listener`. */
export const hears = (listener, whom, options) => listener.waitFor(
  (id) => BRAC_QueryUserStateInt(id, BRAC_USERSTATE_SPEAKVOLUME) > 0, whom.id, {what: `the voice of ${whom.user}`, ...options});

export async function write(from, to, text) {
  await from.evaluate((text) => BRAC_SendTextMessage(-1, 0, text), text);
  await to.waitFor((text) => texts.includes(text), text, {what: `the text "${text}"`});
}

/** Everybody sees and hears everybody. */
export async function meet(...users) {
  for (const viewer of users) {
    for (const other of users) {
      if (viewer === other) continue;
      await sees(viewer, other);
      await hears(viewer, other);
    }
  }
}

/** Codecs in which pictures arrive at a page: "video/H264" ... */
export const receivedCodecs = (page) => page.evaluate(async () => {
  const names = new Set();
  for (const pc of window.peerConnections.filter((pc) => pc.connectionState !== 'closed')) {
    const stats = await pc.getStats();
    stats.forEach((entry) => {
      if (entry.type === 'inbound-rtp' && entry.kind === 'video' && entry.framesDecoded > 0 && stats.get(entry.codecId)) names.add(stats.get(entry.codecId).mimeType);
    });
  }
  return [...names];
});
