// SPDX-License-Identifier: Apache-2.0
// What lies in a server's store, as a reader of the database sees it.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';

const SEPARATOR = '\x1f';

/**
 * Rows of a query, each a list of texts.
 * @param {Record<string, string>} env the server's: PARLOR_STORE_PATH, or PARLOR_STORE_CONNECTION
 */
export function rows(env, sql) {
  const [command, args] = env.PARLOR_STORE_PATH
    ? ['sqlite3', ['-separator', SEPARATOR, env.PARLOR_STORE_PATH, sql]]
    : [spawnSync('sh', ['-c', 'command -v psql']).stdout.toString().trim() || 'psql', ['-At', '-F', SEPARATOR, '-d', env.PARLOR_STORE_CONNECTION, '-c', sql]];
  const {status, stdout, stderr} = spawnSync(command, args, {encoding: 'utf8', maxBuffer: 1 << 26});
  assert.equal(status, 0, stderr);
  return stdout.split('\n').filter(Boolean).map((line) => line.split(SEPARATOR));
}
