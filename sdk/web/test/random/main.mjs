// SPDX-License-Identifier: Apache-2.0
// Random runs of the SDK against the model of the server: `node sdk/web/test/random/main.mjs [--seeds N] [--from SEED] [--count ACTIONS]`.
// The first failure is shortened and printed; the same seed gives the same run. --found: only those of found.mjs. --mistake: with an event that gets lost, to see
// that it is found.

import { found } from './found.mjs';
import { drawn, play, shorten } from './run.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1] ?? 1);
};

async function playFound() {
  for (const [what, actions] of Object.entries(found)) {
    const { failures, log } = await play(1, actions);
    if (failures.length === 0) continue;
    console.log(`${what}\n${log.join('\n')}\n${failures.join('\n')}`);
    process.exit(1);
  }
  console.log(`${Object.keys(found).length} known runs passed`);
}

await playFound();
if (process.argv.includes('--found')) process.exit(0);

const from = option('from', Math.floor(Math.random() * 1e9));
const seeds = option('seeds', 500);
const count = option('count', 120);
const mistake = process.argv.includes('--mistake');
let done = 0;
for (let seed = from; seed < from + seeds; seed++, done++) {
  const actions = drawn(seed, count);
  const { failures } = await play(seed, actions, mistake);
  if (failures.length === 0) continue;
  console.log(`seed ${seed}: ${failures[0]}\n`);
  const short = await shorten(seed, actions, mistake);
  const again = await play(seed, short, mistake);
  console.log(`shortened to ${short.length} actions:\n${again.log.join('\n')}\n\n${again.failures.join('\n')}\n\nagain: node sdk/web/test/random/main.mjs --seeds 1 --from ${seed} --count ${count}`);
  process.exitCode = 1;
  break;
}
console.log(`${done} runs of ${count} actions from seed ${from} on passed${process.exitCode ? ', 1 failed' : ''}`);
