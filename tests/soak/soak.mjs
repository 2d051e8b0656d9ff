// SPDX-License-Identifier: Apache-2.0
// A server under people who come and go, and what it holds meanwhile: memory and descriptors.
import {spawn} from 'node:child_process';
import {readFileSync, readdirSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {startParlord} from '../support/parlord.mjs';

const parlord = process.env.PARLORD ?? 'build/src/server/parlord';
const program = process.env.PARLOR_TEST_LOAD ?? join(dirname(dirname(parlord)), 'load', 'parlor-load');
const rooms = fileURLToPath(new URL('rooms.ini', import.meta.url));
const config = '[server]\nmax_links_per_ip = 0\nworkers = 2\n[login]\nlogins_per_minute_per_ip = 100000\n';

/** What a process holds now. */
export function holds(pid) {
  const rss = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return {rssKib: Number(rss[1]), descriptors: readdirSync(`/proc/${pid}/fd`).length};
}

/** Of a straight line through [x, y] points, by least squares. */
export function slope(points) {
  const n = points.length, mean = (i) => points.reduce((sum, p) => sum + p[i], 0) / n, [mx, my] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return spread > 0 ? points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / spread : 0;
}

function load(server, seconds) {
  const child = spawn(program, ['--quiet', '--json', '-', '--server', server.wsUrl, '--server-pid', String(server.child.pid), '--rooms-file', rooms,
    '--seconds', String(seconds)], {stdio: ['ignore', 'pipe', 'pipe']});
  const timer = setTimeout(() => child.kill('SIGKILL'), (seconds + 120) * 1000);
  let output = '', errors = '';
  child.stdout.on('data', (chunk) => { output += chunk; });
  child.stderr.on('data', (chunk) => { errors += chunk; });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      if (output) resolve({code, errors, result: JSON.parse(output)});
      else reject(new Error(`parlor-load gave no result: ${errors}`));
    });
  });
}

/**
 * Starts a server, lets the rooms live for a while, and stops it again.
 * @param {{seconds: number, everySeconds?: number, tell?: (sample: object) => void}} options
 * @returns {Promise<{code: number, errors: string, result: object, samples: Array<{seconds: number, rssKib: number, descriptors: number}>, before: object, after: object}>}
 *     before: without anybody; after: when all have left again
 */
export async function soak({seconds, everySeconds = 5, tell = () => {}}) {
  const server = await startParlord({config});
  const {pid} = server.child, samples = [], began = Date.now(), before = holds(pid);
  const timer = setInterval(() => {
    if (server.exit) return;
    const sample = {seconds: (Date.now() - began) / 1000, ...holds(pid)};
    samples.push(sample);
    tell(sample);
  }, everySeconds * 1000);
  try {
    const loaded = await load(server, seconds);
    clearInterval(timer);
    for (const limit = Date.now() + 60000; holds(pid).descriptors > before.descriptors && Date.now() < limit;) {
      await new Promise((resolve) => { setTimeout(resolve, 100); }); // the kernel tells nobody when a descriptor is closed
    }
    return {...loaded, samples, before, after: holds(pid)};
  } catch (error) {
    error.message += `\n--- parlord ---\n${server.log.slice(-5000)}`;
    throw error;
  } finally {
    clearInterval(timer);
    await server.stop();
  }
}
