// SPDX-License-Identifier: Apache-2.0
// Runs a program, shows its output as it comes, and keeps it for counting.
import {spawn} from 'node:child_process';

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{env?: Record<string, string>, quiet?: boolean, timeoutSeconds?: number}} [options]
 * @returns {Promise<{code: number, output: string}>} code 124: it took too long and was ended
 */
export function exec(command, args, {env = {}, quiet = false, timeoutSeconds = 900} = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {env: {...process.env, ...env}, stdio: ['ignore', 'pipe', 'pipe'], detached: true});
    const parts = [];
    let timedOut = false;
    // The whole group: a hung test must not leave a server or a browser behind.
    const end = () => { try { process.kill(-child.pid, 'SIGKILL'); } catch { /* it has just ended */ } };
    const timer = setTimeout(() => { timedOut = true; end(); }, timeoutSeconds * 1000);
    const take = (chunk) => { parts.push(chunk); if (!quiet) process.stdout.write(chunk); };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => { clearTimeout(timer); resolve({code: 127, output: `${command}: ${error.message}\n`}); });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({code: timedOut ? 124 : code ?? 1, output: Buffer.concat(parts).toString('utf8')});
    });
  });
}
