// SPDX-License-Identifier: Apache-2.0
// A few rounds of tests/durable (`make durable` has a hundred): kill -9 while everybody works, on both back-ends.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {World} from '../durable/world.mjs';
import {startPostgres} from '../support/postgres.mjs';

const postgres = startPostgres();
after(() => postgres?.stop());
const dir = mkdtempSync(join(tmpdir(), 'parlor-durable-'));
after(() => rmSync(dir, {recursive: true, force: true}));

const stores = {
  sqlite: {PARLOR_STORE_PATH: join(dir, 'parlor.db')},
  postgres: {PARLOR_STORE_BACKEND: 'postgres', PARLOR_STORE_CONNECTION: postgres?.connection},
};

for (const [backend, env] of Object.entries(stores)) {
  const skip = backend === 'postgres' && !postgres ? 'PostgreSQL is not installed' : false;
  test(`${backend}: killed while everybody works`, {skip, timeout: 300000}, async () => {
    const world = new World({env, seed: 7});
    try {
      await world.begin();
      for (let round = 0; round < 4; round++) await world.round();
      await world.end();
    } catch (error) {
      await world.abandon();
      throw error;
    }
  });
}
