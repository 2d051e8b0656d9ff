// SPDX-License-Identifier: Apache-2.0
// How soon media is back after a client's address has changed, and after UDP was blocked: Chromium, in network namespaces.
// `make bench-recovery`; ARGS="--runs 5 --out FILE". Goals: 3 s and 5 s.
import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {cpus, loadavg, release} from 'node:os';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {spread} from '../compare/pairs.mjs';

const GOALS = {'address changed': 3000, 'UDP blocked': 5000};
const {values: options} = parseArgs({options: {runs: {type: 'string', default: '5'}, out: {type: 'string'}}});
const path = (name) => fileURLToPath(new URL(`../../tests/${name}`, import.meta.url));

const seen = new Map(Object.keys(GOALS).map((name) => [name, []]));
let broken = 0;
for (let run = 0; run < Number(options.runs); run++) {
  // Each in a network of its own: what one run blocks stays blocked.
  const {stdout, status} = spawnSync(path('support/in_namespace.sh'), [process.execPath, '--test', path('browser/network.test.mjs')], {encoding: 'utf8'});
  for (const [, name, ann, bob] of stdout.matchAll(/# (address changed|UDP blocked): ann is back after (\d+) ms at bob's, bob after (\d+) ms at ann's/g)) {
    console.log(`run ${run + 1}: ${name}: ${ann} and ${bob} ms`);
    seen.get(name).push({up: Number(ann), down: Number(bob)});
  }
  if (status !== 0) { broken++; console.log(stdout); }
}

const cell = (runs, way) => { const {median, least, most} = spread(runs.map((run) => run[way])); return `${(median / 1000).toFixed(1)} (${(least / 1000).toFixed(1)}-${(most / 1000).toFixed(1)})`; };
const text = `# A call whose network breaks

Made by \`make bench-recovery\`: two Chromium in two networks, one of which changes; the longest wait between two frames, in seconds, median
(least-most). "Up" is what the client in the changed network sends, "down" what it receives.
${cpus()[0].model}, ${cpus().length} processors, Linux ${release()}, load ${loadavg()[0].toFixed(1)}, ${new Date().toISOString().slice(0, 10)}.

| what happens | up | down | goal | over it | runs |
|---|---|---|---|---|---|
${[...seen].filter(([, runs]) => runs.length > 0).map(([name, runs]) => `| ${name} | ${cell(runs, 'up')} | ${cell(runs, 'down')} | ${GOALS[name] / 1000} | ${runs.filter(({up, down}) => Math.max(up, down) > GOALS[name]).length} | ${runs.length} |`).join('\n')}
`;
console.log(`\n${text}`);
if (options.out) writeFileSync(options.out, text);
process.exit(broken > 0 ? 1 : 0);
