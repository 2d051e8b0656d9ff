// SPDX-License-Identifier: Apache-2.0
// parlor-recorder measured: a process of its own, publishers of known content, and the processor time it used while it recorded.
import {readFileSync} from 'node:fs';
import {Recorder, probe} from '../../tests/support/recorder.mjs';

const TICKS_A_SECOND = 100;
export const VIDEO = 1, AUDIO = 2, MIXAUDIO = 0x10, ABREAST = 0x100, STREAM = 0x1000;

/** Processor seconds that a process has used, its ended threads with it. */
export function cpuOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ').slice(11, 13).map(Number);
  return (user + system) / TICKS_A_SECOND;
}

/** MiB that it holds. */
export const memoryOf = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

export const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

/**
 * Records `seconds` of publishers, from the first picture to the finished file.
 * @param {{starts: object[], publishers: object[], seconds: number, copies?: number, moving?: number, cpu?: number, keep?: boolean}} wish
 *     starts: commands without id, file and sources unless they name them; copies: every publisher so many times, source numbers 1000 apart
 * @returns {Promise<{cores: number, grown: number, finished: object[], files: string[], warned: string[], memory: number, r: Recorder}>}
 *     cores: processor seconds a second of media, files finished; grown: the same until the end of the media
 */
export async function record({starts, publishers, seconds, copies = 1, moving = 1, cpu, keep = false}) {
  const r = await Recorder.start({wrap: cpu === undefined ? [] : ['taskset', '-c', String(cpu)], args: ['--delay-ms', '1000']});
  const {pid} = r.program.child, sources = [];
  for (let copy = 0; copy < copies; copy++) {
    publishers.forEach((_, i) => {
      const user = copy * publishers.length + i + 1, first = 1000 * copy + 2 * i + 1;
      r.say({cmd: 'source', source: first, user, kind: 'video', name: `User ${user}`});
      r.say({cmd: 'source', source: first + 1, user, kind: 'audio', name: `User ${user}`});
      sources.push(first, first + 1);
    });
  }
  starts.forEach((start, i) => r.say({cmd: 'start', id: i + 1, user: 1, file: `bench${i + 1}`, sources, ...start}));
  r.say({cmd: 'ping', id: 1});
  await r.next('pong', {id: 1});
  const before = cpuOf(pid);
  const feed = await r.feed(publishers, {seconds, copies, moving});
  await feed.ended;
  await pause(1200); // what is still in the recorder's buffers
  const grown = cpuOf(pid) - before, memory = memoryOf(pid);
  starts.forEach((_, i) => r.say({cmd: 'stop', id: i + 1}));
  const finished = [];
  for (let id = 1; id <= starts.length; id++) finished.push(await r.next('finished', {id}));
  const cores = (cpuOf(pid) - before) / seconds;
  const bad = finished.find((f) => f.how !== 'stopped' || Math.abs(f.elapsed_ms / 1000 - seconds) > 1.5);
  if (bad) throw new Error(`not recorded whole: ${JSON.stringify(bad)} ${r.program.errors}`);
  const result = {cores, grown: grown / seconds, finished, memory, files: finished.map((f) => r.file(f.file)),
    warned: [...new Set(r.events.filter((e) => e.event === 'warn').map((e) => e.text))], r};
  if (!keep) await r.stop();
  return result;
}

/** Pictures of a file, and what ffprobe has against it. */
export async function look(file) {
  const facts = await probe(file);
  return {pictures: Number(facts.video?.nb_read_frames ?? 0), errors: facts.errors, duration: facts.duration};
}
