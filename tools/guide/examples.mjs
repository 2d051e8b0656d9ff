// SPDX-License-Identifier: Apache-2.0
// Runs what stands in docs/api, over a fake browser and a fake server: the examples as a reader would copy them.

import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { FakeDocument } from '../../sdk/web/test/dom.mjs';
import { FakeStream, FakeTrack, fakeWorld, friendlyServer, settle, user } from '../../sdk/web/test/fakes.mjs';
import { recordable } from '../../sdk/web/test/record_fakes.mjs';
import { Base64 } from '../../sdk/web/src/classic/base64.mjs';
import { Face } from '../../sdk/web/src/classic/face.mjs';
import * as constants from '../../sdk/web/src/generated/constants.mjs';
import { testCall as precall } from '../../sdk/web/src/precall/precall.mjs';
import * as parlorWeb from '../../sdk/web/src/parlor.mjs';

/** The example of a page and of a part of it (`New pages`, `Pages of the manual`); '' where there is none. @param {string} path @param {string} part */
export function exampleOf(path, part) {
  const section = readFileSync(path, 'utf8').split(/^## /m).find((text) => text.startsWith(`${part}\n`)) ?? '';
  return /```js\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
}

function world() {
  const server = friendlyServer({ self: user(7, { name: 'ann' }), members: [user(8, { name: 'bob', camera: 2, mic: 1 })] });
  const made = fakeWorld({ server, document: new FakeDocument() });
  for (const id of ['own', 'others']) made.platform.document.add(id);
  const recorders = recordable(made);
  const lines = [];
  const console = { log: (...words) => lines.push(words.join(' ')) };
  const setTimeout = (call, ms) => { made.clock.after(ms, call); };
  globalThis.MutationObserver = made.platform.document.Observer;
  return { world: made, server, recorders, lines, console, setTimeout, document: made.platform.document };
}

/** Time and threads (of blobs) go on until `fact`, or it has been long. @param {any} made @param {() => boolean} fact */
export async function until(made, fact) {
  for (let i = 0; i < 4000 && !fact(); i++) {
    await new Promise((resolve) => { if (i < 1000) setImmediate(resolve); else setTimeout(resolve, 1); });
    await made.world.clock.pass(i % 4 === 3 ? 250 : 0);
  }
}

/** A browser and a user for the test before a call: all is well with the machine; what the (fake) network does is found out. */
const probe = {
  secure: true, userAgent: 'Test/1', webSocket: true, permission: async () => 'granted',
  look: async () => ({ width: 640, height: 480, brightness: 120, change: 5 }),
  listen: () => ({ level: () => 60, works: () => true, close() {} }), playTone: async () => true,
  testPicture: () => ({ media: { getUserMedia: async () => new FakeStream([new FakeTrack('video', 'test picture')]) }, close() {} }),
};

const AsyncFunction = /** @type {any} */ (async () => {}).constructor;

/**
 * Runs an example of the typed interface: signed in, in a room, unless it begins with that itself.
 * @param {string} code @param {{ before?: (made: any) => void, meanwhile?: (made: any) => void | Promise<void> }} [how] what server and users do
 */
export async function runTyped(code, { before = () => {}, meanwhile = () => {} } = {}) {
  const made = world();
  before(made);
  const options = { url: 'ws://h/parlor', platform: made.world.platform };
  class Parlor extends parlorWeb.Parlor { constructor(more = {}) { super({ ...options, ...more }); } }
  const whole = /from 'parlor-web'/.test(code);
  const parlor = whole ? null : new Parlor();
  if (parlor) { await parlor.connect(); await parlor.login('ann'); }
  const room = parlor ? await parlor.enter(1) : null;
  if (made.server.session) made.server.session.inRoom = true;
  const testCall = (more = {}) => precall({ ...options, probe, ...more });
  const scope = { ...parlorWeb, testCall, Parlor, parlor, room, document: made.document, console: made.console, setTimeout: made.setTimeout };
  const body = code.replace(/^import .*$/gm, '');
  const given = Object.entries(scope).filter(([name]) => whole ? !['parlor', 'room'].includes(name) : true);
  Object.assign(made, { parlor });
  let over = false;
  const done = new AsyncFunction(...given.map(([name]) => name), body)(...given.map(([, value]) => value)).finally(() => { over = true; });
  done.catch(() => {});
  await settle();
  await meanwhile(made);
  await until(made, () => over);
  if (!over) throw new Error('the example never ended');
  await done;
  return made;
}

/** Runs an example of the classic interface. @param {string} code @param {{ signedIn?: boolean, before?: (made: any) => void, meanwhile?: (made: any) => void | Promise<void> }} [how] */
export async function runClassic(code, { signedIn = true, before = () => {}, meanwhile = () => {} } = {}) {
  const made = world();
  before(made);
  const page = vm.createContext({
    WebSocket: class {}, location: { protocol: 'https:', hostname: 'h' }, navigator: { userAgent: '' }, document: made.document, console: made.console,
    setTimeout: made.setTimeout, File, Blob, Base64, reportError: (error) => { throw error; },
  });
  const face = new Face(made.world.platform, page);
  Object.assign(page, constants, face.api);
  const run = (text) => vm.runInContext(text, page);
  if (signedIn) {
    run("BRAC_InitSDK('0'); BRAC_Connect('h', 8906); BRAC_Login('ann', '', 0); BRAC_EnterRoom(1, '', 0);");
    await settle();
    made.server.session.inRoom = true;
    await settle();
  }
  run(code);
  await settle();
  await meanwhile(Object.assign(made, { face, page }));
  for (let i = 0; i < 40; i++) { await new Promise(setImmediate); await settle(); }
  return made;
}
