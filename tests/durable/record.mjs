// SPDX-License-Identifier: Apache-2.0
// node tests/durable/record.mjs [--rounds 100] [--seed N] [--out FILE]
import {writeFileSync} from 'node:fs';
import {cpus, loadavg, release} from 'node:os';
import {parseArgs} from 'node:util';
import {LOST_S, Rounds} from './record_world.mjs';

const {values} = parseArgs({options: {rounds: {type: 'string', default: '100'}, seed: {type: 'string', default: String(Date.now() % 1e9)}, out: {type: 'string'}}});
const world = new Rounds({seed: Number(values.seed)});

function report({rounds, files, recovered, empty, missing}) {
  const kinds = Object.keys(missing).sort();
  return `# Recordings whose recorder or server is killed

Made by \`make record-rounds\`: \`kill -9\` of parlor-recorder, of parlord and of both in turns, at a random moment of recordings of every type, ${rounds} rounds, seed ${values.seed}. Afterwards every
file opens, is decoded from beginning to end without an error, has the length, the checksum and the way it ended that the catalogue says, and nothing lies beside them.
${cpus()[0].model}, ${cpus().length} processors, Linux ${release()}, load ${loadavg()[0].toFixed(1)}, ${new Date().toISOString().slice(0, 10)}.

${files} files were whole or finished afterwards, ${recovered} of them by the next recorder; ${empty} recordings were killed before any media was in their file, and the catalogue says so.

Missing at the end of the file, in milliseconds before the kill (at most ${1000 * LOST_S} are promised, and asserted here). Counted from the moment when the room is told, before the recorder knows of it: what it took
to begin is in it as well. A copy begins with a key frame of the film, which has one a second: up to 1000 more.

| file | killed | p50 | p90 | most |
|---|---|---|---|---|
${kinds.map((kind) => `| ${kind} | ${missing[kind].files} | ${missing[kind].p50} | ${missing[kind].p90} | ${missing[kind].most} |`).join('\n')}
`;
}

try {
  await world.begin();
  for (let round = 0; round < Number(values.rounds); round++) {
    await world.round();
    if (round % 10 === 9) console.log(`${round + 1} rounds`);
  }
  const figures = await world.end();
  console.log(`${values.rounds} times kill -9 while recordings run, seed ${values.seed}: ${JSON.stringify(figures)}`);
  if (values.out) writeFileSync(values.out, report(figures));
} catch (error) {
  const dir = await world.abandon();
  console.error(`round ${world.figures.rounds}, seed ${values.seed}, files in ${dir}: ${error.stack}`);
  process.exitCode = 1;
}
process.exit();
