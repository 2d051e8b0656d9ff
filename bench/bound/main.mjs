// SPDX-License-Identifier: Apache-2.0
// parlord beside the bound (bound.h), in turns: 1 publisher to 100, the same frames, the same processors.
// Usage: main.mjs [--pairs N] [--seconds N] [--minutes N] [--subscribers N] [--build DIR] [--out FILE]
import {execFile} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {cpus, loadavg, release} from 'node:os';
import {parseArgs, promisify} from 'node:util';
import {load} from '../compare/load.mjs';
import {disturbed, inTurns, ratios, spread} from '../compare/pairs.mjs';
import {startParlord} from '../compare/servers.mjs';

const {values} = parseArgs({options: {
  pairs: {type: 'string', default: '7'}, seconds: {type: 'string', default: '10'}, minutes: {type: 'string', default: '9'},
  subscribers: {type: 'string', default: '100'}, build: {type: 'string', default: 'build'}, out: {type: 'string'},
}});
const SERVER_CPU = 0, LOAD_CPU = Math.min(1, cpus().length - 1);
const subscribers = Number(values.subscribers), seconds = Number(values.seconds);

async function parlord() {
  const server = await startParlord({cpu: SERVER_CPU, program: `${values.build}/src/server/parlord`});
  try {
    return await load({program: `${values.build}/src/load/parlor-load`, cpu: LOAD_CPU, server, shape: {publishers: 1, subscribers}, seconds});
  } finally {
    await server.stop();
  }
}

async function bound() {
  const {stdout} = await promisify(execFile)(`${values.build}/bench/bound`, [subscribers, '7x1180', seconds, SERVER_CPU, LOAD_CPU].map(String));
  const r = JSON.parse(stdout);
  return {joined: 1, wanted: 1, failures: [], cpuPerPacket: r.cpu_us / r.received, othersShare: r.others_us / r.measured_us,
    loss: 1 - r.received / (r.sent * subscribers), drops: r.sent * subscribers - r.received};
}

const measured = await inTurns({a: parlord, b: bound, wanted: Number(values.pairs), until: Date.now() + Number(values.minutes) * 60000, disturbed,
  tell: (line) => console.log(line)});
const ratio = ratios(measured, 'cpuPerPacket'), used = ratio.quiet ? measured.pairs : measured.dropped;
const side = (i) => { const s = spread(used.map((pair) => pair[i].cpuPerPacket)); return `${s.median.toFixed(2)} (${s.least.toFixed(2)}-${s.most.toFixed(2)})`; };
const text = `# parlord beside the bound

${cpus()[0].model}, ${cpus().length} processors, Linux ${release()}, ${new Date().toISOString().slice(0, 10)}, load ${loadavg()[0].toFixed(2)}. 1 publisher to ${subscribers},
frames of 7 packets of 1200 bytes RTP and 41 each third second, AEAD_AES_128_GCM, ${seconds} s each, in turns; server on one processor, load on another.

| | CPU us a packet, median (least-most) |
|---|---|
| parlord | ${side(0)} |
| bound: receive, decrypt once, encrypt for each, send in runs, and nothing else | ${side(1)} |
| ratio of a pair | ${ratio.median.toFixed(3)} (${ratio.least.toFixed(3)}-${ratio.most.toFixed(3)}), ${ratio.count} pairs${ratio.quiet ? '' : ', disturbed by other processes'}, ${measured.dropped.length} dropped |
`;
console.log(`\n${text}`);
if (values.out) writeFileSync(values.out, text);
console.log(`cpu per packet parlor/bound = ${ratio.median.toFixed(3)} (${ratio.count} pairs)`);
