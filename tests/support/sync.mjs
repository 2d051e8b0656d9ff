// SPDX-License-Identifier: Apache-2.0
// How far beeps and flashes of a recorded film (filmed.mjs) are apart, at the beginning and at the end of a file.
import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {onsets, tone} from './recorder.mjs';

const run = promisify(execFile);

/** Mean brightness of each picture, with its time: [{t, grey}]; crop: ffmpeg's crop filter, of the cell to look at. */
async function brightness(file, crop) {
  const {stdout: times} = await run('ffprobe', ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'frame=best_effort_timestamp_time', '-of', 'csv=p=0', file], {maxBuffer: 1 << 24});
  const {stdout} = await run('ffmpeg', ['-v', 'error', '-nostdin', '-i', file, '-an', '-vf', `${crop ? `crop=${crop},` : ''}scale=1:1:flags=area,format=gray`, '-vsync', 'passthrough', '-f', 'rawvideo', '-'],
    {encoding: 'buffer', maxBuffer: 1 << 24});
  return times.split('\n').filter((line) => /^\d/.test(line)).slice(0, stdout.length).map((t, i) => ({t: Number(t.replace(',', '')), grey: stdout[i]}));
}

/** Samples of a channel at 8 kHz, each at its time stamp: where packets are missing there is silence, and what comes after is not moved. */
async function samples(file, channel) {
  const {stdout} = await run('ffmpeg', ['-v', 'error', '-nostdin', '-i', file, '-vn', '-af', `aresample=async=1:min_hard_comp=0.01:first_pts=0,pan=mono|c0=c${channel},aresample=8000`, '-f', 'f32le', '-'],
    {encoding: 'buffer', maxBuffer: 1 << 28});
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + (stdout.length & ~3)));
}

/** Pairs of a flash and the beep nearest to it: [{at, apart}] in seconds; apart > 0: the beep is late. */
export async function pairs(file, {crop, channel = 0, hertz, level = 200} = {}) {
  const pictures = await brightness(file, crop);
  const flashes = onsets(pictures.map((p) => p.grey), 1, level).map((i) => pictures[i].t);
  const beeps = onsets(tone(await samples(file, channel), hertz), 0.01, 0.02);
  return flashes.map((at) => ({at, beep: beeps.reduce((best, b) => (Math.abs(b - at) < Math.abs(best - at) ? b : best), Infinity)}))
    .filter(({at, beep}) => Math.abs(beep - at) < 0.4).map(({at, beep}) => ({at, apart: beep - at}));
}

export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
