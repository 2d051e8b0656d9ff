// SPDX-License-Identifier: Apache-2.0
// record_disk.mjs in name spaces of its own, where it may mount a small disk.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {test} from 'node:test';

const spaces = spawnSync('unshare', ['-rm', 'true']).status === 0;

test('a disk that is full, broken or read-only: calls go on, the operator is told, files of before are whole', {skip: !spaces && 'no name spaces here', timeout: 300000}, async (t) => {
  const child = spawn('unshare', ['-rm', process.execPath, join(import.meta.dirname ?? 'tests/integration', '../durable/record_disk.mjs')]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { said += chunk; });
  const code = await new Promise((resolve) => { child.on('close', resolve); });
  assert.equal(code, 0, said);
  for (const line of said.trim().split('\n')) t.diagnostic(line);
});
