// SPDX-License-Identifier: Apache-2.0
// What lies in a server's store, as a reader of the database sees it.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';

const SEPARATOR = '\x1f';

/**
 * Rows of a query, each a list of texts.
 * @param {Record<string, string>} env the server's: PARLOR_STORE_PATH, or PARLOR_STORE_CONNECTION
 */
export function rows(env, sql) {
  const [command, args] = env.PARLOR_STORE_PATH
    ? ['sqlite3', ['-cmd', '.timeout 5000', '-separator', SEPARATOR, env.PARLOR_STORE_PATH, sql]]
    : [psql(), ['-At', '-F', SEPARATOR, '-d', env.PARLOR_STORE_CONNECTION, '-c', sql]];
  const {status, stdout, stderr} = spawnSync(command, args, {encoding: 'utf8', maxBuffer: 1 << 26});
  assert.equal(status, 0, stderr);
  return stdout.split('\n').filter(Boolean).map((line) => line.split(SEPARATOR));
}

const psql = () => spawnSync('sh', ['-c', 'command -v psql']).stdout.toString().trim() || 'psql';

const LOCK_ALL = "DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE tablename LIKE 'parlor%' ORDER BY 1 LOOP EXECUTE 'LOCK TABLE ' || quote_ident(t) || ' IN EXCLUSIVE MODE'; END LOOP; END $$;";

/** Another program that holds the database, so that everybody can read and nobody can write until it lets go. */
export async function holdStore(env) {
  const sqlite = Boolean(env.PARLOR_STORE_PATH);
  const child = sqlite ? spawn('sqlite3', [env.PARLOR_STORE_PATH], {stdio: ['pipe', 'pipe', 'inherit']})
    : spawn(psql(), ['-qAt', '-d', env.PARLOR_STORE_CONNECTION], {stdio: ['pipe', 'pipe', 'inherit']});
  const ended = new Promise((resolve) => { child.on('close', resolve); });
  let said = '';
  const held = new Promise((resolve) => { child.stdout.on('data', (data) => { said += data; if (said.includes('held')) resolve(); }); });
  child.stdin.write(sqlite ? 'PRAGMA busy_timeout=5000;\nBEGIN IMMEDIATE;\nSELECT \'held\';\n' : `BEGIN;\n${LOCK_ALL}\nSELECT 'held';\n`);
  await held;
  return {letGo: () => { child.stdin.end('ROLLBACK;\n'); return ended; }};
}
