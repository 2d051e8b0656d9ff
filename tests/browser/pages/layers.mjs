// SPDX-License-Identifier: Apache-2.0
// A page that shows pictures at the sizes that a test says, by the typed interface.
import { Parlor } from '/sdk/parlor.mjs';

const parlor = new Parlor({ video: { width: 960, height: 540, fps: 10 } });
const elements = new Map();

// For who looks why a test has failed: what is said of sizes and of demand.
const { session } = parlor._client;
const send = session.send.bind(session);
session.send = (t, fields, done) => {
  if (t === 'view') console.log(`${Math.round(performance.now())} view ${JSON.stringify(fields.views)}`);
  send(t, fields, done);
};
session.on('message', ({ t, encodings }) => { if (t === 'demand') console.log(`${Math.round(performance.now())} demand ${encodings}`); });

/** Enters room 1; `camera`: publishes. Gives the own user id. */
async function enter(name, { camera = false } = {}) {
  await parlor.connect();
  const self = await parlor.login(name);
  await parlor.enter(1);
  if (camera) await parlor.camera.open();
  return self.id;
}

/** Watches a user in an element of that many CSS pixels; 0: in one that is not laid out. */
function show(user, width) {
  let element = elements.get(user);
  if (!element) {
    element = document.body.appendChild(document.createElement('video'));
    elements.set(user, element);
    parlor.watch(user, { audio: false });
    parlor.attach(user, element);
  }
  element.style.display = width > 0 ? 'block' : 'none';
  element.style.width = `${width}px`;
  element.style.height = `${Math.round(width * 9 / 16)}px`;
}

/** Whom we watch, as the receiver counts: { width, height, decoded, packets }. */
async function received(user) {
  const remote = parlor._client.subscriber.remote(user, 'video');
  const stats = remote ? [...(await remote.receiver.getStats()).values()].find(({ type }) => type === 'inbound-rtp') : null;
  return { width: stats?.frameWidth ?? 0, height: stats?.frameHeight ?? 0, decoded: stats?.framesDecoded ?? 0, packets: stats?.packetsReceived ?? 0 };
}

/** What our camera is encoded to: frames by rid. */
async function encoded() {
  const sender = parlor._client.publisher.sender('video', 0);
  const frames = {};
  for (const entry of (await sender?.getStats() ?? new Map()).values())
    if (entry.type === 'outbound-rtp') frames[entry.rid ?? 'only'] = { frames: entry.framesEncoded ?? 0, width: entry.frameWidth ?? 0 };
  return frames;
}

Object.assign(window, { parlor, enter, show, received, encoded, ready: true });
