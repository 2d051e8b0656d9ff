// SPDX-License-Identifier: Apache-2.0
// parlor-recorder without a server: a control link of our own, publishers that never were, and what ffprobe and ffmpeg say of the files.
import {execFile} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {Program, built} from './program.mjs';

const run = promisify(execFile);
const TIMEOUT_MS = 60000;

export class Recorder {
  events = [];
  #waiters = new Set();

  /** Starts a process over `folder` (a new one when not given) and greets it. */
  static async start({folder, args = [], wrap = [], hello} = {}) {
    const r = new Recorder();
    r.own = !folder;
    r.hello = hello;
    r.folder = folder ?? mkdtempSync(join(tmpdir(), 'parlor-recorder-'));
    r.path = join(mkdtempSync(join(tmpdir(), 'parlor-control-')), 'link');
    const command = [...wrap, built('src/recorder/parlor-recorder'), '--root', r.folder, '--control-socket', r.path, '--reserve-mb', '0', ...args];
    r.program = new Program(command[0], command.slice(1));
    await r.#connect();
    return r;
  }

  async #connect() {
    for (let tries = 0; ; tries++) {
      try {
        this.link = await new Promise((resolve, reject) => {
          const link = connect(this.path, () => resolve(link)).on('error', reject);
        });
        break;
      } catch (error) {
        if (this.program.exit || tries > 2000) throw new Error(`no recorder: ${error.message} ${this.program.errors}`);
        await new Promise((resolve) => { setTimeout(resolve, 10); });
      }
    }
    let rest = '';
    this.link.setEncoding('utf8');
    this.link.on('error', () => { /* it was killed */ });
    this.link.on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      for (const line of lines) this.events.push(JSON.parse(line));
      for (const check of [...this.#waiters]) check();
    });
    this.say({cmd: 'hello', version: 1, ...this.hello?.()});
    this.ready = await this.next('ready');
  }

  say(command) { this.link.write(`${JSON.stringify(command)}\n`); }

  /** The first event of this kind with these members (or members that a function likes), also of the past. */
  next(event, members = {}) {
    const fits = (e) => e.event === event && Object.entries(members).every(([k, v]) => (typeof v === 'function' ? v(e[k]) : e[k] === v));
    return new Promise((resolve, reject) => {
      const finish = (act) => { clearTimeout(timer); this.#waiters.delete(check); act(); };
      const timer = setTimeout(() => finish(() => reject(new Error(
        `no ${event} ${JSON.stringify(members)} came:\n${this.events.slice(-20).map((e) => JSON.stringify(e)).join('\n')}\n${this.program.errors}`))), TIMEOUT_MS);
      const check = () => { const found = this.events.find(fits); if (found) finish(() => resolve(found)); };
      this.#waiters.add(check);
      check();
    });
  }

  /** Publishers of `seconds`; source numbers 2n - 1 (picture) and 2n (sound), users 1, 2, ... Gives the running program. */
  async feed(publishers, {seconds, loss = 0, copies = 1, moving = 0}) {
    const args = publishers.map((p, i) => [p.video === false ? 0 : 2 * i + 1, p.codec ?? 'vp8', p.size ?? '320x180', p.fps ?? 25, p.grey ?? 60 + 50 * i, p.kbps ?? 300,
      p.audio === false ? 0 : 2 * i + 2, p.hertz ?? 500 * (i + 1), p.ppm ?? 0, p.delay ?? 0, ...(p.then ?? [])].join(','));
    const feed = new Program(built('src/recorder/record_feed'), ['--port', String(this.ready.port), '--cookie', this.ready.cookie,
      '--seconds', String(seconds), '--loss', String(loss), '--copies', String(copies), '--moving', String(moving), ...args]);
    feed.startStamp = Number((await feed.until(/start (\d+)\n/))[1]);
    return feed;
  }

  /** Tells of the sources that feed() uses. */
  sources(names) {
    names.forEach((name, i) => {
      this.say({cmd: 'source', source: 2 * i + 1, user: i + 1, kind: 'video', name});
      this.say({cmd: 'source', source: 2 * i + 2, user: i + 1, kind: 'audio', name});
    });
    return names.flatMap((_, i) => [2 * i + 1, 2 * i + 2]);
  }

  file(name) { return join(this.folder, name); }

  async stop() {
    this.link.end();
    await this.program.kill('SIGTERM');
    this.clean();
  }

  clean() { if (this.own && existsSync(this.folder)) rmSync(this.folder, {recursive: true}); }
}

/** What ffprobe says: {format, duration, video, audio}, pictures counted by decoding. */
export async function probe(file) {
  const {stdout, stderr} = await run('ffprobe', ['-v', 'error', '-count_frames', '-show_format', '-show_streams', '-of', 'json', file], {maxBuffer: 1 << 24});
  const {format, streams} = JSON.parse(stdout);
  const of = (type) => streams.find((s) => s.codec_type === type);
  return {errors: stderr, format: format.format_name, duration: Number(format.duration), video: of('video'), audio: of('audio'), streams: streams.length};
}

/** Grey pictures of w x h with their times: [{t, at(x, y), number(x0, y0, w)}]. */
export async function pictures(file, w, h) {
  const {stdout: times} = await run('ffprobe', ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'frame=best_effort_timestamp_time', '-of', 'csv=p=0', file], {maxBuffer: 1 << 24});
  const {stdout} = await run('ffmpeg', ['-v', 'error', '-i', file, '-an', '-vf', `scale=${w}:${h}:flags=area,format=gray`, '-vsync', 'passthrough', '-f', 'rawvideo', '-'],
    {encoding: 'buffer', maxBuffer: 1 << 28});
  return times.split('\n').filter((line) => /^\d/.test(line)).slice(0, Math.floor(stdout.length / (w * h))).map((t, i) => {
    const at = (x, y) => stdout[i * w * h + Math.floor(y) * w + Math.floor(x)];
    return {
      t: Number(t.replace(',', '')),
      at,
      /** The binary number along the top of a picture that begins at x0, y0 and is `width` wide. */
      number: (x0, y0, width) => Array.from({length: 16}, (_, bit) => (at(x0 + (bit + 0.5) * width / 16, y0 + width / 32) > 125 ? 1 : 0)).reduce((a, b) => a * 2 + b),
    };
  });
}

/** Samples of a channel at 8 kHz, as numbers of -1 .. 1. */
export async function samples(file, channel) {
  const {stdout} = await run('ffmpeg', ['-v', 'error', '-i', file, '-vn', '-af', `aresample=async=1:first_pts=0,pan=mono|c0=c${channel},aresample=8000`, '-f', 'f32le', '-'],
    {encoding: 'buffer', maxBuffer: 1 << 28});
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + (stdout.length & ~3)));
}

/** How much of this frequency is in each 10 ms (Goertzel). */
export function tone(wave, hertz) {
  const block = 80, out = [];
  const k = 2 * Math.cos(2 * Math.PI * hertz / 8000);
  for (let from = 0; from + block <= wave.length; from += block) {
    let a = 0, b = 0;
    for (let i = 0; i < block; i++) [a, b] = [wave[from + i] + k * a - b, a];
    out.push(Math.sqrt(Math.max(0, a * a + b * b - k * a * b)) / block);
  }
  return out;
}

/** Where something begins: times (s) at which `values`, one each `step` s, rise above `level` after having been below it. */
export function onsets(values, step, level) {
  const found = [];
  values.forEach((v, i) => { if (v > level && (i === 0 || values[i - 1] <= level)) found.push(i * step); });
  return found;
}
