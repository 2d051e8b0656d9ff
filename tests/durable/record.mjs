// SPDX-License-Identifier: Apache-2.0
// node tests/durable/record.mjs [--rounds 100] [--seed N]
import {parseArgs} from 'node:util';
import {Rounds} from './record_world.mjs';

const {values} = parseArgs({options: {rounds: {type: 'string', default: '100'}, seed: {type: 'string', default: String(Date.now() % 1e9)}}});
const world = new Rounds({seed: Number(values.seed)});
try {
  await world.begin();
  for (let round = 0; round < Number(values.rounds); round++) await world.round();
  console.log(`${values.rounds} times kill -9 while recordings run, seed ${values.seed}: ${JSON.stringify(await world.end())}`);
} catch (error) {
  const dir = await world.abandon();
  console.error(`round ${world.figures.rounds}, seed ${values.seed}, files in ${dir}: ${error.stack}`);
  process.exitCode = 1;
}
process.exit();
