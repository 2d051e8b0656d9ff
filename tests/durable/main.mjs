// SPDX-License-Identifier: Apache-2.0
// node tests/durable/main.mjs [--rounds 100] [--backend sqlite|postgres|both] [--seed N]
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {startPostgres} from '../support/postgres.mjs';
import {World} from './world.mjs';

const {values} = parseArgs({options: {rounds: {type: 'string', default: '100'}, backend: {type: 'string', default: 'both'}, seed: {type: 'string', default: String(Date.now() % 1e9)}}});
const backends = values.backend === 'both' ? ['sqlite', 'postgres'] : [values.backend];

for (const backend of backends) {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-durable-'));
  const postgres = backend === 'postgres' ? startPostgres() : null;
  if (backend === 'postgres' && !postgres) throw new Error('PostgreSQL is not installed');
  const env = postgres ? {PARLOR_STORE_BACKEND: 'postgres', PARLOR_STORE_CONNECTION: postgres.connection} : {PARLOR_STORE_PATH: join(dir, 'parlor.db')};
  const world = new World({env, seed: Number(values.seed)});
  let round = 0;
  try {
    await world.begin();
    for (; round < Number(values.rounds); round++) await world.round();
    const figures = await world.end();
    console.log(`${backend}: ${round} times kill -9, seed ${values.seed}: ${JSON.stringify(figures)}`);
  } catch (error) {
    console.error(`${backend}: round ${round}, seed ${values.seed}: ${error.stack}`);
    process.exitCode = 1;
    await world.abandon();
  } finally {
    postgres?.stop();
    rmSync(dir, {recursive: true, force: true});
  }
}
process.exit();
