// SPDX-License-Identifier: Apache-2.0
// Random runs with fixed seeds: what was found once stays found. `make random` draws new ones. They run in a process of their own: under node:test
// every promise costs ten times as much.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { found } from './found.mjs';

const main = fileURLToPath(new URL('main.mjs', import.meta.url));
const run = (...args) => new Promise((resolve) => { execFile(process.execPath, [main, ...args], (error, stdout, stderr) => resolve({ code: error ? 1 : 0, output: stdout + stderr })); });

test('runs that once failed', async () => {
  const { code, output } = await run('--found');
  assert.equal(code, 0, output);
  assert.match(output, new RegExp(`^${Object.keys(found).length} known runs passed$`, 'm'));
});

test('60 random runs: no exception, events in order, caches as the server has it at every quiet moment', async () => {
  const { code, output } = await run('--from', '1', '--seeds', '60', '--count', '120');
  assert.equal(code, 0, output);
  assert.match(output, /^60 runs of 120 actions from seed 1 on passed$/m);
});

test('a mistake is found, shortened and told with its seed', async () => {
  const { code, output } = await run('--from', '1', '--seeds', '20', '--count', '120', '--mistake');
  assert.equal(code, 1, output);
  assert.match(output, /who the events say is here/);
  assert.match(output, /shortened to [1-9] actions/);
  assert.match(output, /again: .*--from \d+/);
});
