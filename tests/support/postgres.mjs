// SPDX-License-Identifier: Apache-2.0
// A PostgreSQL server for a test, in a folder of its own; null where none is installed.
import {spawnSync} from 'node:child_process';
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const script = new URL('./postgres.sh', import.meta.url).pathname;
const run = (what, dir) => spawnSync(script, [what, dir, String(process.pid)], {encoding: 'utf8', timeout: 120000});

export function startPostgres() {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-pg-'));
  const {status, stdout, stderr} = run('start', dir);
  if (status === 0) return {connection: stdout.trim(), dir, restart: () => run('restart', dir), stop: () => run('stop', dir)};
  run('stop', dir);
  if (status === 77) return null;
  throw new Error(`PostgreSQL did not start: ${stderr}`);
}
