// SPDX-License-Identifier: Apache-2.0
// A run of parlor-load.
import {spawn} from 'node:child_process';
import {dirname, join} from 'node:path';

const parlord = process.env.PARLORD ?? 'build/src/server/parlord';
const program = process.env.PARLOR_TEST_LOAD ?? join(dirname(dirname(parlord)), 'load', 'parlor-load');

/** Runs it to its end; `result` is what it printed as JSON. */
export function load(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['--quiet', '--json', '-', ...args], {stdio: ['ignore', 'pipe', 'pipe']});
    const timer = setTimeout(() => child.kill('SIGKILL'), 120000);
    let output = '', errors = '';
    child.stdout.on('data', (chunk) => { output += chunk; });
    child.stderr.on('data', (chunk) => { errors += chunk; });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({code, errors, result: output ? JSON.parse(output) : null, told: `${errors}\n${output}`});
    });
  });
}
