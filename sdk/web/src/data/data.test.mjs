// SPDX-License-Identifier: Apache-2.0
// Payloads, and small data as pages of both faces send and receive it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { FakeDocument } from '../../test/dom.mjs';
import { fakeWorld, friendlyServer, settle, user } from '../../test/fakes.mjs';
import { Face } from '../classic/face.mjs';
import * as c from '../generated/constants.mjs';
import { Parlor } from '../parlor.mjs';
import { fromBase64, pack, toBase64, unpack, wellFormed } from './payload.mjs';

const EVENTS = ['TextMessage', 'TransBuffer', 'TransBufferEx', 'SDKFilterData', 'CoreSDKEvent'];

function page() {
  const document = new FakeDocument();
  const world = fakeWorld({ document, server: friendlyServer({ members: [user(8), user(-9)] }) });
  const seen = [];
  const window = { WebSocket: class {}, location: { protocol: 'https:', hostname: 'h' }, navigator: {}, reportError: (error) => { throw error; } };
  for (const name of EVENTS) window[`OnAnyChat${name}`] = (...args) => seen.push([name, ...args]);
  globalThis.MutationObserver = document.Observer;
  const face = new Face(world.platform, window);
  return { world, server: world.server, seen, ac: face.api, face };
}

async function signedIn({ room = true } = {}) {
  const all = page();
  all.ac.BRAC_InitSDK('0');
  all.ac.BRAC_Connect('h', 1);
  all.ac.BRAC_Login('ann', 'pw');
  if (room) all.ac.BRAC_EnterRoom(1);
  await settle();
  return all;
}

const base64 = (text) => Buffer.from(text).toString('base64');

// ---- payloads ----

test('strings stay strings, everything else is bytes', () => {
  const there = (data) => { const { bytes, isText } = pack(data); return unpack(fromBase64(toBase64(bytes)), isText); };
  for (const text of ['', 'hi', '\u4e2d\u6587', '\ud83d\ude00', 'a\0b', '\ufeffbom', '{"a":1}', '<b>']) assert.equal(there(text), text);
  assert.equal(there('half \ud83d'), 'half \ufffd');
  assert.equal(there(undefined), '');
  assert.equal(there(12), '12');
  assert.equal(there(Object.create(null)), ''); // no string, no exception
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  assert.deepEqual(there(bytes), bytes);
  assert.deepEqual(there(bytes.buffer), bytes);
  assert.deepEqual(there(new DataView(bytes.buffer, 3, 2)), Uint8Array.of(3, 4));
  assert.deepEqual(there([1, '2', 258, NaN]), Uint8Array.of(1, 2, 2, 0));
  assert.deepEqual(there(new Uint8Array(100000)).length, 100000); // more than arguments fit
  assert.deepEqual(fromBase64('!'), new Uint8Array(0));
  assert.equal(wellFormed('\udc00x'), '\ufffdx');
});

// ---- texts ----

test('texts: any Unicode goes through, half characters are mended, U+0000 is refused', async () => {
  const { ac, server, seen } = await signedIn();
  assert.equal(ac.BRAC_SendTextMessage(0, 0, '<i>\u4e2d\ud83d</i>'), 0);
  assert.equal(ac.BRAC_SendTextMessage('8', '1', 5), 0);
  assert.equal(ac.BRAC_SendTextMessage(8, 0, 'a\0b'), 21);
  assert.equal(ac.BRAC_SendTextMessage(8, 0, '\u4e2d'.repeat(10923)), 21); // 32,769 bytes
  assert.equal(ac.BRAC_SendTextMessage(8, 0, '\u4e2d'.repeat(10922)), 0);
  await settle();
  assert.deepEqual(server.of('text').slice(0, 2).map(({ to, secret, text }) => [to, secret, text]), [[-1, false, '<i>\u4e2d\ufffd</i>'], [8, true, '5']]);
  server.send('text_received', { from: 8, to: 7, secret: true, text: '\ud83d\ude00' });
  await settle();
  assert.deepEqual(seen, [['TextMessage', 8, 7, 1, '\ud83d\ude00', 2]]);
});

test('what the server refuses stands in the console', async () => {
  const { ac, server, world } = await signedIn();
  server.answers.text = () => ['error', { code: 205 }];
  ac.BRAC_SendTextMessage(99, 0, 'x');
  await settle();
  assert.match(world.warnings.at(-1), /BRAC_SendTextMessage.*205/);
});

// ---- buffers ----

test('TransBuffer: to the room, to one wherever he is, to the server; codes at once', async () => {
  const { ac, server } = await signedIn();
  assert.deepEqual([ac.BRAC_TransBuffer(-1, 'all'), ac.BRAC_TransBuffer('1234', 'one'), ac.BRAC_TransBuffer(0, [1, 2])], [0, 0, 0]);
  assert.equal(ac.BRAC_TransBuffer(7, 'me'), 205);
  assert.equal(ac.BRAC_TransBuffer(8, 'x'.repeat(1025)), 21);
  assert.equal(ac.BRAC_TransBuffer(8, '\u4e2d'.repeat(342)), 21); // 1,026 bytes
  assert.equal(ac.BRAC_TransBuffer(8, new Uint8Array(1024)), 0);
  assert.equal(ac.BRAC_TransBuffer(8, ''), 0);
  await settle();
  assert.deepEqual(server.of('buffer').map(({ to, data, is_text }) => [to, data, is_text]).slice(0, 3),
    [[-1, base64('all'), true], [1234, base64('one'), true], [0, 'AQI=', undefined]]);
  ac.BRAC_LeaveRoom(-1);
  assert.deepEqual([ac.BRAC_TransBuffer(-1, 'x'), ac.BRAC_TransBuffer(8, 'x')], [3, 0]); // one user needs no room
  ac.BRAC_Logout();
  assert.equal(ac.BRAC_TransBuffer(8, 'x'), 208);
  ac.BRAC_Release();
  assert.equal(ac.BRAC_TransBuffer(8, 'x'), 2);
});

test('TransBuffer arrives as it was sent; from the server as user 0; outside rooms too', async () => {
  const { server, seen } = await signedIn({ room: false });
  server.send('buffer_received', { from: 8, data: base64('\u4e2d\0'), is_text: true });
  server.send('buffer_received', { from: 0, data: 'AP8=' });
  server.send('buffer_received', { from: 8, data: '', is_text: true });
  await settle();
  assert.deepEqual(seen, [['TransBuffer', 8, '\u4e2d\0', 2], ['TransBuffer', 0, Uint8Array.of(0, 255), 2], ['TransBuffer', 8, '', 0]]);
});

test('TransBufferEx: a task number, or a code with a minus; two numbers go along', async () => {
  const { ac, server, seen, face } = await signedIn({ room: false });
  server.answers.file_offer = () => ['file_opened', { transfer: 1 }];
  assert.equal(ac.BRAC_TransBufferEx('8', '\u4e2d', '5', 0xffffffff, 0), 1);
  assert.equal(ac.BRAC_TransBufferEx(8, new Uint8Array(70000), -1, 2 ** 40, 'x'), 2);
  const bad = [[-1, 'x'], [7, 'x'], [8, ''], [undefined, 'x']].map(([user, data]) => ac.BRAC_TransBufferEx(user, data, 0, 0, 0));
  assert.deepEqual(bad, [-21, -21, -21, -21]); // all, oneself, nothing, nobody
  await settle();
  const [text, bytes] = server.of('file_offer');
  assert.deepEqual([text.to, text.size, text.buffer, text.is_text, text.w, text.l], [8, 3, true, true, 5, 0xffffffff]);
  assert.deepEqual([bytes.size, bytes.is_text, bytes.w, bytes.l], [70000, undefined, -1, undefined]);
  assert.equal(face.client?.tasks.find(-1, 2)?.kind, 'buffer');
  face.client?.transfers.emit('buffer', { from: 8, task: { id: 4 }, bytes: new TextEncoder().encode('h\u00e9'), isText: true, w: 1, l: 2, flags: 0 });
  face.client?.transfers.emit('buffer', { from: 8, task: { id: 5 }, bytes: Uint8Array.of(1), isText: false, w: 0, l: 0, flags: 0 });
  await settle();
  assert.deepEqual(seen, [['TransBufferEx', 8, 'h\u00e9', 2, 1, 2, 4], ['TransBufferEx', 8, Uint8Array.of(1), 1, 0, 0, 5]]);
  ac.BRAC_Logout();
  assert.equal(ac.BRAC_TransBufferEx(8, 'x', 0, 0, 0), -208);
  ac.BRAC_Release();
  assert.equal(ac.BRAC_TransBufferEx(8, 'x', 0, 0, 0), -2);
});

test('SDK filter data, also right after the login', async () => {
  const all = page();
  all.server.answers.login = (_, session) => {
    queueMicrotask(() => all.server.send('server_data_received', { channel: 'filter', data: base64('welcome'), is_text: true }, session));
    return ['logged_in', { self: user(7) }];
  };
  all.ac.BRAC_InitSDK('0');
  assert.equal(all.ac.BRAC_SendSDKFilterData('x'), 208);
  all.ac.BRAC_Connect('h', 1);
  all.ac.BRAC_Login('ann', 'pw');
  await settle();
  assert.deepEqual(all.seen, [['SDKFilterData', 'welcome', 7]]);
  assert.equal(all.ac.BRAC_SendSDKFilterData('{"cmd":1}'), 0);
  assert.equal(all.ac.BRAC_SendSDKFilterData(new Uint8Array(16385)), 21);
  await settle();
  assert.deepEqual(all.server.of('server_data').map(({ channel, data, is_text }) => [channel, data, is_text]), [['filter', base64('{"cmd":1}'), true]]);
});

// ---- queries ----

test('QueryInfoFromServer: at once from what is known, else the next call knows', async () => {
  const { ac, server, world } = await signedIn();
  assert.equal(ac.BRAC_QueryInfoFromServer(c.ANYCHAT_SERVERQUERY_USERIDBYNAME, 'user8'), '8');
  assert.equal(ac.BRAC_QueryInfoFromServer('4', '-9'), 'user-9');
  assert.equal(ac.BRAC_QueryInfoFromServer(4, '7'), 'user7');
  assert.equal(server.of('query').length, 0);
  let id = '55';
  server.answers.query = () => ['answer', { text: id }];
  assert.equal(ac.BRAC_QueryInfoFromServer(1, 'far'), '');
  assert.equal(ac.BRAC_QueryInfoFromServer(1, 'far'), ''); // asked already
  await settle();
  assert.equal(ac.BRAC_QueryInfoFromServer(1, 'far'), '55');
  assert.equal(server.of('query').length, 1);
  id = '';
  await world.clock.pass(2500);
  assert.equal(ac.BRAC_QueryInfoFromServer(1, 'far'), '55'); // and the server is asked again
  await settle();
  assert.equal(ac.BRAC_QueryInfoFromServer(1, 'far'), '');
  assert.equal(ac.BRAC_QueryInfoFromServer(3, '8'), ''); // no string ids: not asked for
  assert.equal(ac.BRAC_QueryInfoFromServer(1, 'x'.repeat(300)), '');
  await settle();
  assert.equal(server.of('query').length, 2);
  ac.BRAC_Logout();
  assert.equal(ac.BRAC_QueryInfoFromServer(1, 'far'), '');
});

test('QueryInfoFromServer: what is remembered has a limit; user info is JSON', async () => {
  const { ac, server } = await signedIn();
  server.answers.query = ({ info, input }) => ['answer', info === 6 ? { text: '', user: user(50) } : { text: `of ${input}` }];
  for (let i = 1000; i < 1200; i++) ac.BRAC_QueryInfoFromServer(4, i);
  await settle();
  assert.equal(ac.BRAC_QueryInfoFromServer(4, 1199), 'of 1199');
  assert.equal(ac.BRAC_QueryInfoFromServer(4, 1000), ''); // forgotten
  ac.BRAC_QueryInfoFromServer(6, 50);
  await settle();
  assert.deepEqual(JSON.parse(ac.BRAC_QueryInfoFromServer(6, 50)), { userid: 50, username: 'user50', level: 0, devicetype: 4, internetip: '' });
});

// ---- BRAC_SDKControl ----

const errorOf = (json) => JSON.parse(json).errorcode;

test('SDKControl: business messages and user buffers reach other pages as core events', async () => {
  const { ac, server, seen } = await signedIn();
  assert.equal(errorOf(ac.BRAC_SDKControl(95, JSON.stringify({ userid: 8, cmd: 3, data: 'x' }))), 0);
  assert.equal(errorOf(ac.BRAC_SDKControl('3', JSON.stringify({ buf: 'y' }))), 0); // no userid: all of the room
  assert.equal(errorOf(ac.BRAC_SDKControl(95, { userid: 8, cmd: 4 })), 0); // a page that forgot to stringify
  await settle();
  assert.deepEqual(server.of('note').map(({ to, kind, text }) => [to, kind, JSON.parse(text)]),
    [[8, 'business', { cmd: 3, data: 'x' }], [-1, 'user_buffer', { buf: 'y' }], [8, 'business', { cmd: 4 }]]);
  server.send('note_received', { from: 8, kind: 'business', text: '{"cmd":3,"data":"x","userid":99}' });
  server.send('note_received', { from: 8, kind: 'user_buffer', text: 'not json' });
  await settle();
  assert.deepEqual(seen.map(([name, type, json]) => [name, type, JSON.parse(json)]), [
    ['CoreSDKEvent', c.ANYCHAT_CORESDKEVENT_BUSINESS, { cmd: 3, data: 'x', userid: 8 }], // nobody speaks for another
    ['CoreSDKEvent', c.ANYCHAT_CORESDKEVENT_USERBUFFER, { userid: 8, data: 'not json' }],
  ]);
});

test('SDKControl: the business server answers with event 100, or nobody does', async () => {
  const { ac, server, seen } = await signedIn();
  server.answers.server_data = () => ['error', { code: 206 }];
  assert.equal(errorOf(ac.BRAC_SDKControl(100, '{"flags":1,"timeout":5,"strparam":"q"}')), 0);
  assert.deepEqual(seen, []); // never from inside
  await settle();
  server.send('server_data_received', { channel: 'business', data: base64('{"errorcode":0,"strparam":"a"}'), is_text: true });
  server.send('server_data_received', { channel: 'business', data: base64('plain'), is_text: true });
  await settle();
  assert.deepEqual(seen.map(([, type, json]) => [type, JSON.parse(json)]), [
    [100, { flags: 1, timeout: 5, strparam: 'q', errorcode: 206 }],
    [100, { errorcode: 0, strparam: 'a' }], [100, { errorcode: 0, strparam: 'plain' }],
  ]);
});

test('SDKControl: events of the application, cameras, and what is wrong', async () => {
  const { ac, seen, world } = await signedIn();
  assert.equal(errorOf(ac.BRAC_SDKControl(4, '{"eventtype":801,"eventjson":{"a":1}}')), 0);
  assert.equal(errorOf(ac.BRAC_SDKControl(4, '{"eventtype":32}')), 21); // the SDK's own
  await settle();
  assert.deepEqual(seen, [['CoreSDKEvent', 801, '{"a":1}']]);
  const { errorcode, devices } = JSON.parse(ac.BRAC_SDKControl(97, ''));
  assert.deepEqual([errorcode, devices.length, devices[0].streamindex], [0, 1, 0]);
  const circle = {};
  circle.circle = circle;
  for (const input of ['{', '[1]', '7', 'null', circle]) assert.equal(errorOf(ac.BRAC_SDKControl(95, input)), 21, String(input));
  assert.equal(errorOf(ac.BRAC_SDKControl(95, `{"data":"${'x'.repeat(9000)}"}`)), 21);
  assert.equal(errorOf(ac.BRAC_SDKControl(95, '{"userid":7}')), 205);
  assert.equal(errorOf(ac.BRAC_SDKControl(95, '{"userid":0}')), 21);
  for (let i = 0; i < 2; i++) assert.equal(ac.BRAC_SDKControl(102, '{}'), '{"errorcode":32}');
  assert.equal(world.warnings.filter((text) => text.includes('BRAC_SDKControl(102)')).length, 1);
  ac.BRAC_LeaveRoom(-1);
  assert.equal(errorOf(ac.BRAC_SDKControl(95, '{"cmd":1}')), 3);
  ac.BRAC_Logout();
  assert.equal(errorOf(ac.BRAC_SDKControl(95, '{"userid":8}')), 208);
  assert.equal(errorOf(ac.BRAC_SDKControl(100, '{}')), 208);
});

test('SDKControl: the page of the documentation has every command, with what it does or why not', async () => {
  const { ac } = await signedIn();
  const page = await readFile(new URL('../../../../docs/sdk-control.md', import.meta.url), 'utf8');
  const absent = page.slice(page.indexOf('The other commands answer'));
  for (const [name, code] of Object.entries(c).filter(([key]) => key.startsWith('ANYCHAT_SDKCTRL_'))) {
    assert.ok(page.includes(`${code} \`${name}\``), name);
    const supported = errorOf(ac.BRAC_SDKControl(code, '{}')) !== 32;
    assert.equal(absent.includes(`\`${name}\``), !supported, name);
  }
});

test('a camera that cannot be opened is told as core event 33', async () => {
  const { ac, seen, world } = await signedIn();
  world.devices.judge = () => { throw Object.assign(new Error('no'), { name: 'NotAllowedError' }); };
  ac.BRAC_UserCameraControl(-1, 1);
  await world.clock.pass(10);
  const event = seen.find(([name]) => name === 'CoreSDKEvent');
  assert.deepEqual([event?.[1], JSON.parse(event?.[2] ?? '{}')], [33, { devicetype: 1, errorcode: 22, reason: 'permission' }]);
});

// ---- the typed face ----

test('typed: buffers and data reject with what the server says', async () => {
  const world = fakeWorld({ server: friendlyServer({ members: [user(8)] }) });
  const parlor = new Parlor({ url: 'ws://h/parlor', platform: world.platform });
  await assert.rejects(() => parlor.sendBuffer('x', { to: 8 }), { code: 208 });
  await parlor.connect();
  await parlor.login('ann');
  await assert.rejects(() => parlor.sendBuffer('x'), { code: 3 });
  await parlor.sendBuffer(Uint8Array.of(1), { to: 8 });
  world.server.answers.buffer = () => ['error', { code: 205 }];
  await assert.rejects(() => parlor.sendBuffer('x', { to: 99 }), { code: 205 });
  await assert.rejects(() => parlor.sendBuffer(new Uint8Array(1025)), { code: 21 });
  await assert.rejects(() => parlor.sendToServer('x'.repeat(16385)), { code: 21 });
  const seen = [];
  parlor.on('buffer', (message) => seen.push(message));
  parlor.on('serverData', (message) => seen.push(message));
  world.server.send('buffer_received', { from: 8, data: 'aGk=', is_text: true });
  world.server.send('server_data_received', { channel: 'business', data: 'AQ==' });
  await settle();
  assert.deepEqual(seen, [{ from: 8, data: 'hi', w: 0, l: 0 }, { channel: 'business', data: Uint8Array.of(1) }]);
  world.server.answers.query = () => ['answer', { text: '12' }];
  assert.equal(await parlor.query(201), '12');
  await assert.rejects(() => parlor.query(1, 'x'.repeat(257)), { code: 21 });
});

test('typed: a buffer of any size to one user; large ones tell how far they are, and can be cancelled', async () => {
  const world = fakeWorld({ server: friendlyServer({ members: [user(8)] }) });
  const parlor = new Parlor({ url: 'ws://h/parlor', platform: world.platform });
  await parlor.connect();
  await parlor.login('ann');
  await parlor.enter(1);
  const { server } = world;
  let transfer = 0;
  server.answers.file_offer = () => ['file_opened', { transfer: ++transfer }];
  const shares = [];
  const sending = parlor.sendBuffer('x'.repeat(1025), { to: 8, l: 3, onProgress: (share) => shares.push(share) });
  await settle();
  assert.deepEqual(server.of('file_offer').map(({ to, size, buffer, is_text, l }) => [to, size, buffer, is_text, l]), [[8, 1025, true, true, 3]]);
  server.send('file_closed', { transfer: 1, by: 'receiver', code: 0 });
  await sending;
  assert.equal(shares.at(-1), 1);
  const refused = parlor.sendBuffer(new Uint8Array(2000), { to: 8 });
  await settle();
  server.send('file_closed', { transfer: 2, by: 'receiver', code: 23 });
  await assert.rejects(() => refused, { code: 23 });
  const abort = new AbortController();
  const given = parlor.sendBuffer(new Uint8Array(2000), { to: 8, signal: abort.signal });
  await settle();
  abort.abort();
  await assert.rejects(() => given, { code: 6 });
  await assert.rejects(() => parlor.sendBuffer(new Uint8Array(2000), { to: 8, signal: abort.signal }), { code: 6 });
  await assert.rejects(() => parlor.sendBuffer(new Uint8Array(2000)), { code: 21 }); // not to all
  await assert.rejects(() => parlor.sendBuffer(new Uint8Array(2000), { to: 7 }), { code: 21 });
  await parlor.sendBuffer('', { to: 8 }); // nothing is a small buffer
  assert.equal(server.of('buffer').length, 1);
  const seen = [];
  parlor.on('buffer', (message) => seen.push(message));
  parlor._client.transfers.emit('buffer', { from: 8, task: { id: 4 }, bytes: Uint8Array.of(1), isText: false, w: 1, l: 2, flags: 0 });
  assert.deepEqual(seen, [{ from: 8, data: Uint8Array.of(1), w: 1, l: 2 }]);
});
