// SPDX-License-Identifier: Apache-2.0
// parlord beside the bound (bound.h), in turns: 1 publisher to 100, the same frames, the same processors.
// Usage: main.mjs [--pairs N] [--seconds N] [--minutes N] [--subscribers N] [--build DIR] [--out FILE]
import {execFile} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {cpus, loadavg, release} from 'node:os';
import {parseArgs, promisify} from 'node:util';
import {load} from '../compare/load.mjs';
import {disturbedBy, inTurns, ratios, spread} from '../compare/pairs.mjs';
import {startParlord} from '../compare/servers.mjs';

const {values} = parseArgs({options: {
  pairs: {type: 'string', default: '7'}, seconds: {type: 'string', default: '10'}, minutes: {type: 'string', default: '9'},
  subscribers: {type: 'string', default: '100'}, build: {type: 'string', default: 'build'}, out: {type: 'string'},
}});
const SERVER_CPU = 0, LOAD_CPU = Math.min(1, cpus().length - 1);
const subscribers = Number(values.subscribers), seconds = Number(values.seconds);

/** @param {boolean} feedback of the receivers, transport-wide, as browsers give it: the bound knows none */
async function parlord(feedback) {
  const server = await startParlord({cpu: SERVER_CPU, program: `${values.build}/src/server/parlord`});
  try {
    return await load({program: `${values.build}/src/load/parlor-load`, cpu: LOAD_CPU, server, shape: {publishers: 1, subscribers, feedback}, seconds});
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

const until = Date.now() + Number(values.minutes) * 60000;
const turns = (feedback, wanted, share) => inTurns({a: () => parlord(feedback), b: bound, wanted, until: Date.now() + (until - Date.now()) * share, disturbed: disturbedBy(5),
  tell: (line) => console.log(line)});
console.log('The fan-out alone:');
const plain = await turns(false, Number(values.pairs), 0.65);
console.log('With feedback, which the bound does not get:');
const told = await turns(true, Math.min(3, Number(values.pairs)), 1);

/** A row of the table, from the pairs that nobody disturbed; from all when there were none. */
function row(what, measured) {
  const ratio = ratios(measured, 'cpuPerPacket'), used = ratio.quiet ? measured.pairs : measured.dropped;
  const side = (i) => { const s = spread(used.map((pair) => pair[i].cpuPerPacket)); return `${s.median.toFixed(2)} (${s.least.toFixed(2)}-${s.most.toFixed(2)})`; };
  return `| ${what} | ${side(0)} | ${side(1)} | ${ratio.median.toFixed(3)} (${ratio.least.toFixed(3)}-${ratio.most.toFixed(3)}) | ${ratio.count}${ratio.quiet ? '' : ', disturbed by other processes'} | ${measured.dropped.length} |`;
}
const text = `# parlord beside the bound

${cpus()[0].model}, ${cpus().length} processors, Linux ${release()}, ${new Date().toISOString().slice(0, 10)}, load ${loadavg()[0].toFixed(2)}. 1 publisher to ${subscribers},
frames of 7 packets of 1200 bytes RTP and 41 each third second, AEAD_AES_128_GCM, ${seconds} s each, in turns; server on one processor, load on another.

CPU microseconds a packet, median (least-most). The bound receives, decrypts once, encrypts for each, sends in runs, and does nothing else.

| parlord | parlord | bound | ratio of a pair | pairs | dropped |
|---|---|---|---|---|---|
${row('the fan-out alone', plain)}
${row('with transport-wide feedback of each subscriber, 20 a second', told)}
`;
console.log(`\n${text}`);
if (values.out) writeFileSync(values.out, text);
const ratio = ratios(plain, 'cpuPerPacket');
console.log(`cpu per packet parlor/bound = ${ratio.median.toFixed(3)} (${ratio.count} pairs)`);
