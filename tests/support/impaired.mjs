// SPDX-License-Identifier: Apache-2.0
// A publisher and a viewer in real browsers, a parlor-impair between one of them and the server, and a record of what the
// viewer saw and heard: for tests/browser/impaired.test.mjs and bench/network.
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startImpair} from './impair.mjs';

const RATE = 48000;

/** A voice that never pauses: the fake microphone's beeps are mostly silence, which is not forwarded. */
export function makeVoice() {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-voice-'));
  const samples = RATE * 2, wav = Buffer.alloc(44 + 2 * samples);
  wav.write('RIFF', 0); wav.writeUInt32LE(36 + 2 * samples, 4); wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16); wav.writeUInt16LE(1, 20); wav.writeUInt16LE(1, 22); wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(2 * RATE, 28); wav.writeUInt16LE(2, 32); wav.writeUInt16LE(16, 34); wav.write('data', 36); wav.writeUInt32LE(2 * samples, 40);
  for (let i = 0; i < samples; i++) {
    const t = i / RATE, swell = 0.6 + 0.4 * Math.sin(2 * Math.PI * 3 * t);
    const tone = Math.sin(2 * Math.PI * 220 * t) + 0.5 * Math.sin(2 * Math.PI * 660 * t) + 0.3 * Math.sin(2 * Math.PI * 1490 * t);
    wav.writeInt16LE(Math.round(9000 * swell * tone / 1.8), 44 + 2 * i);
  }
  writeFileSync(join(dir, 'voice.wav'), wav);
  return {flags: [`--use-file-for-fake-audio-capture=${join(dir, 'voice.wav')}`], remove: () => rmSync(dir, {recursive: true, force: true})};
}

/** The UDP port of a server's only media worker. */
export const mediaAddress = (server) => /event=media\.start address=(\S+) workers=1 /.exec(server.log)?.[1];

/** Every connection of this page goes to the proxy instead of the address in the server's candidates, and by no other way. */
export async function sendThrough(page, proxyAddress) {
  const [, host, port] = /^(.*):(\d+)$/.exec(proxyAddress);
  await page.page.addInitScript(({host, port}) => {
    const prototype = RTCPeerConnection.prototype, set = prototype.setRemoteDescription;
    const rewrite = (sdp) => sdp.split('\r\n').flatMap((line) => {
      if (!line.startsWith('a=candidate:')) return [line];
      const words = line.split(' ');
      if (words[2].toLowerCase() !== 'udp') return [];
      words[4] = host;
      words[5] = port;
      return [words.join(' ')];
    }).join('\r\n');
    prototype.setRemoteDescription = function ({type, sdp}) { return set.call(this, {type, sdp: rewrite(sdp)}); };
  }, {host, port});
}

/** Runs in the page: notes every frame of a picture as it is shown, and the connections' figures four times a second. */
function recordInPage(user) {
  const element = document.getElementById(`VIDEO_${user}`);
  const video = element.tagName === 'VIDEO' ? element : element.querySelector('video');
  const record = window.record = {frames: [], figures: []};
  const started = performance.now();
  const note = (now, {presentedFrames, presentationTime}) => {
    record.frames.push({at: presentationTime - started, count: presentedFrames, width: video.videoWidth, height: video.videoHeight});
    video.requestVideoFrameCallback(note);
  };
  video.requestVideoFrameCallback(note);
  const look = async () => {
    const entry = {at: performance.now() - started};
    for (const pc of window.peerConnections) {
      if (pc.connectionState === 'closed') continue;
      (await pc.getStats()).forEach((s) => {
        if (s.type === 'inbound-rtp' && s.packetsReceived > 0) {
          entry[s.kind] = {
            packets: s.packetsReceived, lost: s.packetsLost, bytes: s.bytesReceived + s.headerBytesReceived,
            width: s.frameWidth, decoded: s.framesDecoded, nacks: s.nackCount, plis: s.pliCount, keys: s.keyFramesDecoded,
            samples: s.totalSamplesReceived, concealed: s.concealedSamples, silent: s.silentConcealedSamples,
          };
        }
      });
    }
    record.figures.push(entry);
  };
  record.timer = setInterval(() => { look().catch(() => {}); }, 250);
}

export class Recording {
  /** @param {Array<{at: number, count: number, width: number}>} frames @param {Array<object>} figures both in the viewer's time, ms */
  constructor(frames, figures) {
    this.frames = frames;
    this.figures = figures;
  }

  /** Waits of the picture longer than leastMs between two times: {at, ms}. A busy page is told of several frames at once;
   *  those it was not told of count as shown. The wait for the end counts too. */
  freezes(fromMs, toMs, leastMs = 500) {
    const found = [];
    const shown = this.frames.filter(({at}) => at < toMs);
    const last = shown.length > 0 ? shown[shown.length - 1] : {at: 0, count: 0};
    for (const [i, frame] of [...shown, {at: toMs, count: last.count + 1}].entries()) {
      const before = i > 0 ? shown[i - 1] : {at: 0, count: frame.count - 1};
      const ms = (Math.min(frame.at, toMs) - Math.max(before.at, fromMs)) / Math.max(1, frame.count - before.count);
      if (ms > leastMs) found.push({at: Math.round(before.at), ms: Math.round(ms)});
    }
    return found;
  }

  #around(ms) {
    const after = this.figures.findIndex(({at}) => at >= ms);
    return this.figures[after < 0 ? this.figures.length - 1 : after];
  }

  /** What a counter of 'video' or 'audio' gained between two times. */
  gain(kind, name, fromMs, toMs) {
    const value = (ms) => this.#around(ms)?.[kind]?.[name] ?? 0;
    return value(toMs) - value(fromMs);
  }

  /** What the viewer's figures of the picture were about each second, as lines to be read by who looks for a cause. */
  seconds() {
    return this.figures.filter((_, i) => i % 4 === 0).map(({at, video = {}}) => `${(at / 1000).toFixed(1)} s: packets ${video.packets} lost ${video.lost} `
      + `decoded ${video.decoded} keys ${video.keys} width ${video.width} nacks ${video.nacks} plis ${video.plis}`);
  }

  /** kbit/s received, headers included. */
  kbit(kind, fromMs, toMs) { return Math.round(8 * this.gain(kind, 'bytes', fromMs, toMs) / (toMs - fromMs)); }

  /** Share of the sound that was made up. */
  concealed(fromMs, toMs) { return this.gain('audio', 'concealed', fromMs, toMs) / Math.max(1, this.gain('audio', 'samples', fromMs, toMs)); }

  /** The longest run of quarter seconds without any sound packet or with nothing but made-up silence, ms. */
  longestSilence(fromMs, toMs) {
    let longest = 0, since = null;
    for (let i = 1; i < this.figures.length; i++) {
      const [a, b] = [this.figures[i - 1], this.figures[i]];
      if (b.at < fromMs || b.at > toMs) continue;
      const samples = (b.audio?.samples ?? 0) - (a.audio?.samples ?? 0);
      const silent = samples > 0 && (b.audio.silent - (a.audio.silent ?? 0)) / samples > 0.9;
      if (!silent) { since = null; continue; }
      since ??= a.at;
      longest = Math.max(longest, b.at - since);
    }
    return Math.round(longest);
  }

  /** The first time from fromMs on that fact(frame) holds, and goes on to hold for holdMs; null: never. */
  whenFrames(fact, fromMs, holdMs = 1000) {
    let since = null;
    for (const frame of this.frames) {
      if (frame.at < fromMs) continue;
      if (!fact(frame)) { since = null; continue; }
      since ??= frame.at;
      if (frame.at - since >= holdMs) return since;
    }
    return null;
  }

  /** Widths of the picture and for how long, in order: "640 12.3 s, 320 4.0 s". */
  sizes(fromMs, toMs) {
    const runs = [];
    for (const {at, width} of this.frames) {
      if (at < fromMs || at > toMs) continue;
      const last = runs[runs.length - 1];
      if (last?.width === width) last.to = at; else runs.push({width, from: at, to: at});
    }
    return runs.map(({width, from, to}) => `${width} ${((to - from) / 1000).toFixed(1)} s`).join(', ');
  }
}

/**
 * Two users in a room; `who` ('viewer' or 'publisher') is behind the proxy.
 * @param {{server: object, browser: object, join: Function, who?: string, seed?: number, size?: {width: number, height: number}}} options
 *     join: of tests/browser/support.mjs
 */
export async function openMeeting({server, browser, join: enter, who = 'viewer', seed = 1, size = {width: 640, height: 480}}) {
  await server.waitFor(() => mediaAddress(server), 'to say its media address');
  const proxy = await startImpair(mediaAddress(server), {seed, listen: `${mediaAddress(server).replace(/:\d+$/, '')}:0`});
  const pages = [];
  const open = async (name, role) => {
    const user = await enter(browser, server, name, {media: role === 'publisher', prepare: async (page) => {
      pages.push(page);
      if (role === who) await sendThrough(page, proxy.address);
    }});
    return user;
  };
  const close = async () => {
    for (const page of pages) await page.close().catch(() => {});
    await proxy.stop().catch(() => {});
  };
  try {
    const publisher = await open('ann', 'publisher');
    const viewer = await open('bob', 'viewer');
    await viewer.waitFor((id) => document.getElementById(`box_${id}`), publisher.id, {what: 'the box of the picture'});
    await viewer.evaluate(({id, size}) => {
      const box = document.getElementById(`box_${id}`);
      box.style.width = `${size.width}px`;
      box.style.height = `${size.height}px`;
    }, {id: publisher.id, size});
    return {publisher, viewer, proxy, close};
  } catch (error) {
    for (const page of pages) error.message += `\n--- ${page.name} ---\n${page.messages.slice(-20).join('\n')}`;
    await close();
    throw error;
  }
}

/**
 * Records the viewer while a plan is carried out.
 * @param {object} meeting of openMeeting
 * @param {Array<{at: number, up?: string, down?: string, both?: string}>} plan at: seconds
 * @returns {Promise<Recording>}
 */
export async function record({publisher, viewer, proxy}, plan, seconds) {
  await viewer.evaluate(recordInPage, publisher.id);
  const started = performance.now();
  const sleepUntil = (s) => new Promise((resolve) => setTimeout(resolve, Math.max(0, started + 1000 * s - performance.now())));
  for (const {at, ...settings} of plan) {
    await sleepUntil(at);
    for (const [direction, text] of Object.entries(settings)) await proxy.set(direction, text);
  }
  await sleepUntil(seconds);
  const {frames, figures} = await viewer.evaluate(() => { clearInterval(record.timer); return {frames: record.frames, figures: record.figures}; });
  return new Recording(frames, figures);
}
