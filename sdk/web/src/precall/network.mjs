// SPDX-License-Identifier: Apache-2.0
// The steps over the network: two guests of this page meet in a room that nobody else knows, one sends a test picture, the
// other receives it. So the whole way of a call is walked, up to the server and down again, and nobody's face is sent.

import { Client } from '../client.mjs';
import { judgeBandwidth, judgePath, judgeQuality, judgeSignalling, failed } from './judge.mjs';
import { sampleOf, summarise } from './measure.mjs';

const PATH_MS = 20000, SETTLE_MS = 2000, SAMPLE_MS = 500;
const MEASURE_MS = 8000;
const TEST = { width: 960, height: 540, fps: 25, bitrate: 2500000 };

/** @typedef {import('./precall.mjs').Context} Context */

const codeOf = (error) => Number(error?.code) || 5;

/** @param {Context} context */
export async function signalling(context) {
  const { platform, options, shared, clock } = context;
  const picture = context.probe.testPicture();
  const calm = { mayReconnect: () => false };
  // They know nothing of this computer's devices, and make no sound.
  const bare = { ...platform, createAudioContext: null, devicesAhead: () => null, permission: async () => null };
  const sender = new Client({ ...bare, mediaDevices: picture.media }, calm);
  const receiver = new Client({ ...bare, mediaDevices: null }, calm);
  context.atEnd(() => { sender.close(); receiver.close(); picture.close(); });
  const target = { url: options.url, password: options.password };
  const begun = clock.now();
  let connect_ms = 0, at = 'connect';
  try {
    const welcome = await context.unlessOver(sender.connect(target));
    connect_ms = Math.round(clock.now() - begun);
    await context.unlessOver(receiver.connect(target));
    at = 'login';
    const user = await context.unlessOver(sender.login(options.name ?? 'call test', ''));
    await context.unlessOver(receiver.login(options.name ?? 'call test', ''));
    at = 'room';
    const room = options.room ? { id: options.room } : { name: `call test ${roomName(platform.random)}` };
    await context.unlessOver(sender.enter(room));
    await context.unlessOver(receiver.enter(room));
    shared.call = { sender, receiver, user: user.id, version: welcome.server ?? '' };
    return judgeSignalling({ connect_ms, version: welcome.server ?? '', secure: /^wss:/i.test(options.url) });
  } catch (error) {
    return failed('signalling.code', { code: codeOf(error), at, connect_ms });
  }
}

const roomName = (random) => Array.from({ length: 20 }, () => 'abcdefghijklmnopqrstuvwxyz0123456789'[Math.floor(36 * random())]).join('');

/** @param {Context} context */
export async function path(context) {
  const { clock, shared } = context;
  const { sender, receiver, user } = shared.call;
  const begun = clock.now();
  Object.assign(sender.local.video, TEST);
  receiver.watch(user, 'video', true);
  receiver.viewing.hold(user, 0); // nothing shows it, and it is wanted in full all the same
  try { await context.unlessOver(sender.local.openCamera()); } catch (error) { return failed('path.code', { code: codeOf(error) }); }
  for (let passedMs = 0; passedMs < PATH_MS; passedMs += SAMPLE_MS) {
    await context.wait(SAMPLE_MS / 2);
    context.progress(passedMs / PATH_MS);
    const sample = await sampleNow(context);
    if (sample.protocol && sample.received > 0) {
      return judgePath({ protocol: sample.protocol, remote: sample.remote, connect_ms: Math.round(clock.now() - begun) });
    }
  }
  const states = { up: sender.publisher.peer?.connectionState ?? '', down: receiver.subscriber.peer?.connectionState ?? '' };
  return failed(states.up === 'connected' && states.down === 'connected' ? 'path.silent' : 'path.none', states);
}

/** @param {Context} context */
async function sampleNow({ clock, shared: { call } }) {
  const statsOf = async (peer) => { try { return await peer?.getStats() ?? null; } catch { return null; } };
  const [up, down] = await Promise.all([statsOf(call.sender.publisher.peer), statsOf(call.receiver.subscriber.peer)]);
  return sampleOf(clock.now(), up, down);
}

/** @param {Context} context */
export async function quality(context) {
  const { shared, options } = context;
  const length = options.seconds ? 1000 * options.seconds : MEASURE_MS;
  let estimate = 0;
  const off = shared.call.receiver.session.on('message', (message) => { if (message.t === 'figures' && message.estimate) estimate = message.estimate; });
  const samples = [];
  for (let passedMs = 0; passedMs < SETTLE_MS + length; passedMs += SAMPLE_MS) {
    await context.wait(SAMPLE_MS);
    context.progress(passedMs / (SETTLE_MS + length));
    if (passedMs < SETTLE_MS) continue;
    samples.push(await sampleNow(context));
    const { roundTrip_ms, up, down } = summarise(samples, estimate);
    context.live({ roundTrip_ms, up, down });
  }
  off();
  const { roundTrip_ms, lossUp, lossDown, jitter_ms, up, down, cpu } = summarise(samples, estimate);
  shared.rates = { up, down, cpu };
  // Where nothing came any more there is nothing to call good.
  if (samples.length > 1 && samples.at(-1)?.received === samples[0].received) return failed('quality.stopped', { roundTrip_ms });
  return judgeQuality({ roundTrip_ms, lossUp, lossDown, jitter_ms });
}

/** @param {Context} context */
export async function bandwidth({ shared }) { return judgeBandwidth(shared.rates, shared.rates.cpu); }
