// SPDX-License-Identifier: Apache-2.0
// What comes out of build.mjs, run as a page runs it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import vm from 'node:vm';
import { FakeDocument } from './dom.mjs';
import { FakePeer, FakeStream, friendlyServer, settle } from './fakes.mjs';
import { functions } from '../src/generated/functions.mjs';
import * as constants from '../src/generated/constants.mjs';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
let out;

before(async () => {
  out = await mkdtemp(join(tmpdir(), 'parlor-sdk-'));
  await run(process.execPath, [join(here, '../build.mjs'), join(out, 'dist')]);
});
after(() => rm(out, { recursive: true, force: true }));

/** A page's global object; scripts share its top level as the script elements of a page do. */
function browser(server = friendlyServer()) {
  const window = {
    console, clearTimeout, setTimeout: (...args) => setTimeout(...args).unref(), // no page keeps the test alive
    queueMicrotask, performance, TextEncoder, TextDecoder, atob, btoa, crypto: globalThis.crypto,
    document: new FakeDocument(), location: { protocol: 'http:', hostname: 'h', host: 'h' }, navigator: { userAgent: 'Chrome', language: 'zh-CN' },
    MediaStream: class extends FakeStream {}, RTCPeerConnection: class extends FakePeer {}, addEventListener() {}, removeEventListener() {},
  };
  window.WebSocket = class { constructor(url, protocol) { return server.open(url, protocol); } };
  vm.createContext(window);
  return { window, script: (text, name) => vm.runInContext(text, window, { filename: name }) };
}

const sdk = () => readFile(join(out, 'dist/anychatsdk.js'), 'utf8');

test('pure ASCII: the same text in every encoding that old pages have', async () => {
  const bytes = await readFile(join(out, 'dist/anychatsdk.js'));
  assert.ok(bytes.every((byte) => byte < 0x80));
  const texts = ['gb18030', 'gbk', 'utf-8', 'windows-1252'].map((encoding) => new TextDecoder(encoding).decode(bytes));
  assert.equal(new Set(texts).size, 1);
});

test('every function and every constant is there, at the top level', async () => {
  const { window, script } = browser();
  script(await sdk(), 'anychatsdk.js');
  for (const [name, parameters] of Object.entries(functions)) {
    assert.equal(typeof window[name], 'function', name);
    assert.equal(window[name].length, parameters ? parameters.split(',').length : 0, name);
    assert.equal(script(`typeof AnyChatParlor.api.${name}`), 'function', name);
  }
  for (const [name, value] of Object.entries(constants)) assert.deepEqual(window[name], value, name);
  assert.equal(script("base64TranFuc.decode(base64TranFuc.encode('a\\u4e2d'))"), 'a\u4e2d');
});

test('pages that declare the constants again with var keep working, before and after', async () => {
  const { window, script } = browser();
  const again = `${Object.entries(constants).map(([name, value]) => `var ${name} = ${JSON.stringify(value)};`).join('\n')}
    function OnAnyChatConnect(ok, code) { seen.push(['connect', ok, code]); }`;
  window.seen = [];
  script('var BRAC_SO_VIDEOBKIMAGE = 11006, WM_GV_CONNECT = 1225, anychat, bSupportObjectBusiness;', 'page.js');
  script(await sdk(), 'anychatsdk.js');
  script(await readFile(join(out, 'dist/anychatobject.js'), 'utf8'), 'anychatobject.js');
  script(again, 'page.js');
  script(await sdk(), 'anychatsdk.js'); // even twice
  assert.equal(script("BRAC_InitSDK('0')"), 0);
  assert.equal(script("BRAC_Connect('h', '8906')"), 0);
  await settle();
  await settle();
  assert.deepEqual(JSON.parse(JSON.stringify(window.seen)), [['connect', 1, 0]]);
});

test('the template of the events defines functions and nothing else', async () => {
  const { window, script } = browser();
  const text = await readFile(join(out, 'dist/anychatevent.js'), 'utf8');
  script(text, 'anychatevent.js');
  assert.equal(typeof window.OnAnyChatConnect, 'function');
  assert.equal(window.OnAnyChatNotifyMessage, undefined); // or the others would never be called
  assert.match(text, /[\u4e00-\u9fff]/);
});

test('a browser without WebRTC is told so', async () => {
  const { window, script } = browser();
  delete window.RTCPeerConnection;
  script(await sdk(), 'anychatsdk.js');
  assert.equal(script("BRAC_InitSDK('0')"), 1010000);
});

test('parlor.mjs has what its declarations say, and the declarations compile', async () => {
  const module = await import(join(out, 'dist/parlor.mjs'));
  assert.deepEqual(Object.keys(module).sort(), ['Parlor', 'ParlorError', 'describeError', 'testCall', 'version']);
  assert.equal(module.version, JSON.parse(await readFile(join(here, '../package.json'), 'utf8')).version);
  await mkdir(join(out, 'page/node_modules'), { recursive: true });
  await mkdir(join(out, 'package'));
  await writeFile(join(out, 'package/package.json'), await readFile(join(here, '../package.json')));
  await symlink(join(out, 'dist'), join(out, 'package/dist'));
  await symlink(join(out, 'package'), join(out, 'page/node_modules/parlor-web'));
  await writeFile(join(out, 'page/usage.ts'), await readFile(join(here, 'usage.ts')));
  await writeFile(join(out, 'page/package.json'), '{"type":"module"}');
  const tsc = join(here, '../../../node_modules/typescript/bin/tsc');
  const compilerOptions = { noEmit: true, strict: true, noUncheckedIndexedAccess: true, target: 'es2022', module: 'nodenext', lib: ['es2022', 'dom'], types: [] };
  await writeFile(join(out, 'page/tsconfig.json'), JSON.stringify({ compilerOptions, files: ['usage.ts'] }));
  await run(process.execPath, [tsc, '-p', '.'],
    { cwd: join(out, 'page') }).catch(({ stdout }) => assert.fail(stdout));
});
