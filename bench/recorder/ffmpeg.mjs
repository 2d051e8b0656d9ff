// SPDX-License-Identifier: Apache-2.0
// The same composite by the ffmpeg command: same pictures and sound, same size, rate, encoder and settings, at the pace of a call.
import {execFile} from 'node:child_process';
import {rmSync} from 'node:fs';
import {promisify} from 'node:util';

const run = promisify(execFile);
const X264 = ['-c:v', 'libx264', '-preset', 'superfast', '-x264-params', 'rc-lookahead=0:sync-lookahead=0', '-bf', '0', '-g', '50'];

/**
 * @param {string[]} inputs two files
 * @param {{bps: number, seconds: number, threads?: boolean}} how threads: as many as ffmpeg likes, else one each
 */
export async function composite(inputs, {bps, seconds, threads = false}) {
  const out = `${inputs[0]}.ffmpeg.mp4`;
  const cell = 'fps=25,scale=640:360:flags=bilinear,pad=640:720:0:180';
  const args = ['-y', '-nostdin', '-hide_banner', '-loglevel', 'info', '-benchmark', ...threads ? [] : ['-filter_complex_threads', '1', '-filter_threads', '1'],
    ...inputs.flatMap((file) => ['-re', ...threads ? [] : ['-threads', '1'], '-i', file]),
    '-filter_complex', `[0:v]${cell}[a];[1:v]${cell}[b];[a][b]hstack[v];[0:a][1:a]amix=inputs=2[s]`, '-map', '[v]', '-map', '[s]', '-r', '25',
    ...X264, ...threads ? [] : ['-threads', '1'], '-b:v', String(bps), '-maxrate', String(bps * 3 / 2), '-bufsize', String(bps * 2), '-c:a', 'aac', '-b:a', '64000',
    '-movflags', '+faststart', out];
  const {stderr} = await run('ffmpeg', args, {maxBuffer: 1 << 26});
  const [, user, system] = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(stderr);
  rmSync(out);
  return {cores: (Number(user) + Number(system)) / seconds};
}
