// SPDX-License-Identifier: Apache-2.0
// A few rounds of `make record-rounds`: kill -9 of the recorder, of parlord, of both, while recordings run.
import {test} from 'node:test';
import {Rounds} from '../durable/record_world.mjs';

test('kill -9 of the recorder, of parlord, of both: every file plays, and the catalogue tells the truth about its end', {timeout: 300000}, async (t) => {
  const seed = Number(process.env.RECORD_SEED ?? Date.now() % 1e9), world = new Rounds({seed, begins: 1});
  t.diagnostic(`RECORD_SEED=${seed}`);
  try {
    await world.begin();
    for (let round = 0; round < 3; round++) await world.round();
    t.diagnostic(JSON.stringify(await world.end()));
  } catch (error) {
    await world.abandon();
    throw error;
  }
});
