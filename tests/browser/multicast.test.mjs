// SPDX-License-Identifier: Apache-2.0
// Multicast: a page is told that it cannot, and the server sends the sound and the picture of a user whom its configuration names to a group, as plain RTP.
import assert from 'node:assert/strict';
import {createSocket} from 'node:dgram';
import {after, before, test} from 'node:test';
import {startChromium} from '../support/browsers.mjs';
import {conforms} from '../support/conformance.mjs';
import {inNamespace, join, startServer} from './support.mjs';

const GROUP = '239.255.42.7';
const SENDER_REPORT = 200;
const PICTURES = new Map([[96, 'VP8'], [98, 'VP9'], [102, 'H264']]);

/** A receiver of the group on one port; `packets` grows. */
async function listen(port) {
  const socket = createSocket({type: 'udp4', reuseAddr: false});
  const packets = [];
  const waiting = new Set();
  socket.on('message', (bytes) => { packets.push(bytes); for (const look of [...waiting]) look(); });
  await new Promise((resolve, reject) => { socket.once('error', reject); socket.bind(port, GROUP, resolve); });
  socket.addMembership(GROUP, '127.0.0.1');
  const enough = (what, fact) => new Promise((resolve, reject) => {
    const timer = setTimeout(() => { waiting.delete(look); reject(new Error(`${what}: only ${packets.length} packets on port ${socket.address().port}`)); }, 60000);
    const look = () => { if (!fact(packets)) return; clearTimeout(timer); waiting.delete(look); resolve(undefined); };
    waiting.add(look);
    look();
  });
  return {packets, enough, close: () => socket.close()};
}

/** Four receivers on ports in a row that are free. */
async function receivers() {
  for (let base = 30000 + process.pid % 20000; ; base += 4) {
    const open = [];
    try {
      for (let i = 0; i < 4; i++) open.push(await listen(base + i));
      return {base, open};
    } catch (error) {
      for (const one of open) one.close();
      if (error.code !== 'EADDRINUSE') throw error;
    }
  }
}

const header = (bytes) => ({version: bytes[0] >> 6, pt: bytes[1] & 127, seq: bytes.readUInt16BE(2), ts: bytes.readUInt32BE(4), ssrc: bytes.readUInt32BE(8)});

/** One run of numbers from one source: in order but for few, none twice. */
function expectStream(packets, types, what) {
  const heads = packets.map(header);
  assert.ok(heads.every(({version, ssrc}) => version === 2 && ssrc === heads[0].ssrc), `${what}: one source of RTP`);
  assert.ok(heads.every(({pt}) => types.has(pt)), `${what}: payload types ${[...new Set(heads.map(({pt}) => pt))]}`);
  assert.equal(new Set(heads.map(({seq}) => seq)).size, heads.length, `${what}: no number twice`);
  const span = (heads.at(-1).seq - heads[0].seq & 0xffff) + 1;
  assert.ok(heads.length > 0.8 * span, `${what}: ${heads.length} of ${span} numbers`);
}

/** The first bytes of a stream that a decoder can begin with. */
function hasKeyFrame(packets) {
  return packets.some((bytes) => {
    const {pt} = header(bytes);
    if (pt === 102) return [5, 7].includes(bytes[12] & 31) || ((bytes[12] & 31) === 28 && (bytes[13] & 0x80) && (bytes[13] & 31) === 5) || ((bytes[12] & 31) === 24 && [5, 7].includes(bytes[15] & 31));
    if (pt !== 96) return true;
    const extended = bytes[12] & 0x80, start = bytes[12] & 0x10;
    let at = 13;
    if (extended) {
      const flags = bytes[at++];
      if (flags & 0x80) at += bytes[at] & 0x80 ? 2 : 1;
      if (flags & 0x40) at++;
      if (flags & 0x30) at++;
    }
    return start && (bytes[at] & 1) === 0;
  });
}

/** In a room with camera and microphone open, by a name with a password: guests are nobody in particular. */
async function signIn(browser, server, name) {
  const user = await browser.page(`${browser.name} (${name})`);
  await user.goto(`${server.url}/demos/events.html`);
  await user.evaluate((name) => {
    const login = window.BRAC_Login;
    window.BRAC_Login = (user) => login(user, 'secret', 0);
    start(name, 1, true);
  }, name);
  return user;
}

test('media reach the group, though nobody else is there', {skip: inNamespace ? false : 'no network namespace here'}, async () => {
  const {base, open: [sound, soundReports, picture, pictureReports]} = await receivers();
  const server = await startServer({config: `[multicast]\ngroup = ${GROUP}:${base}\nusers = ann\ninterface = 127.0.0.1\nttl = 0\nkey_seconds = 2\n`});
  const browser = await startChromium();
  try {
    assert.match(server.log, /event=multicast\.start/);
    const ann = await signIn(browser, server, 'ann');
    await sound.enough('sound', (packets) => packets.length >= 100);
    await picture.enough('pictures', (packets) => packets.length >= 200 && hasKeyFrame(packets.slice(100))); // also for those who come later
    await soundReports.enough('reports of sound', (packets) => packets.length >= 1);
    await pictureReports.enough('reports of pictures', (packets) => packets.length >= 1);
    expectStream(sound.packets, new Set([111]), 'sound');
    expectStream(picture.packets, PICTURES, 'picture');
    assert.ok(hasKeyFrame(picture.packets.slice(0, 5)), 'it begins with a key frame');
    assert.equal(soundReports.packets[0][1], SENDER_REPORT);
    assert.equal(soundReports.packets[0].readUInt32BE(4), header(sound.packets[0]).ssrc);
    assert.equal(pictureReports.packets[0].readUInt32BE(4), header(picture.packets[0]).ssrc);
    await ann.evaluate(() => BRAC_LeaveRoom(-1));
    await server.waitForLog(/event=room\.leave/);
  } finally {
    await browser.close();
    await server.stop();
    for (const one of [sound, soundReports, picture, pictureReports]) one.close();
  }
});

let server;
before(async () => { server = await startServer(); });
after(async () => { await server?.stop(); });

conforms('multicast: a page is told that it cannot, and its options are kept', ['BRAC_MultiCastControl'], async ({browser}) => {
  const ann = await join(browser, server, 'ann', {media: false});
  const answers = await ann.evaluate(() => [
    BRAC_SetSDKOption(BRAC_SO_NETWORK_MULTICASTPOLITIC, BRAC_MCPOLITIC_SERVERANDSERVERMC), BRAC_GetSDKOptionInt(BRAC_SO_NETWORK_MULTICASTPOLITIC) === BRAC_MCPOLITIC_SERVERANDSERVERMC,
    BRAC_MultiCastControl('224.2.3.4', 8100, '', 50, BRAC_MCFLAGS_JOINGROUP + BRAC_MCFLAGS_SENDDATA + BRAC_MCFLAGS_RECVDATA),
    BRAC_MultiCastControl('224.2.3.4', '8100', '', 0, BRAC_MCFLAGS_LEAVEGROUP + BRAC_MCFLAGS_SENDDATA + BRAC_MCFLAGS_RECVDATA),
    BRAC_MultiCastControl('192.0.2.1', 8100, '', 50, BRAC_MCFLAGS_JOINGROUP), BRAC_MultiCastControl('224.2.3.4', 0, '', 50, BRAC_MCFLAGS_JOINGROUP), BRAC_MultiCastControl(),
  ]);
  assert.deepEqual(answers, [0, true, 20, 20, 25, 21, 25]);
});
