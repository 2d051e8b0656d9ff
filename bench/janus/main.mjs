// SPDX-License-Identifier: Apache-2.0
// parlord beside Janus's videoroom on this machine. Usage: main.mjs [--shapes main|all|NAME,NAME] [--pairs N] [--seconds N] [--minutes N]
//     [--event-loops N] [--others PERCENT] [--srtp FILE] [--search] [--build DIR] [--out FILE]
import {execFileSync} from 'node:child_process';
import {cpus} from 'node:os';
import {parseArgs} from 'node:util';
import {writeFileSync} from 'node:fs';
import {load, shapes} from '../compare/load.mjs';
import {disturbedBy, inTurns, ratios} from '../compare/pairs.mjs';
import {startJanus, startParlord} from '../compare/servers.mjs';
import {table} from './table.mjs';
import {mostSubscribers} from './search.mjs';

const {values} = parseArgs({options: {
  shapes: {type: 'string', default: 'main'}, pairs: {type: 'string', default: '7'}, seconds: {type: 'string', default: '10'},
  minutes: {type: 'string', default: '9'}, 'event-loops': {type: 'string', default: '1'}, others: {type: 'string', default: '5'}, srtp: {type: 'string'},
  search: {type: 'boolean', default: false}, build: {type: 'string', default: 'build'}, out: {type: 'string'},
}});
const SERVER_CPU = 0, LOAD_CPU = Math.min(1, cpus().length - 1);
const pairs = Number(values.pairs), seconds = Number(values.seconds);
const wanted = values.shapes === 'all' ? Object.keys(shapes) : values.shapes === 'main' ? ['1 to 100'] : values.shapes.split(',');
const programs = {parlord: `${values.build}/src/server/parlord`, load: `${values.build}/src/load/parlor-load`, preload: `${values.build}/bench/janus/libloopback.so`};

const starters = {
  parlord: () => startParlord({cpu: SERVER_CPU, program: programs.parlord}),
  janus: () => startJanus({cpu: SERVER_CPU, preload: programs.preload, srtp: values.srtp, eventLoops: Number(values['event-loops'])}),
};

/** A server of its own for each run: nothing is left of the one before. */
async function measure(name, shape, howLong = seconds) {
  const server = await starters[name]();
  try {
    return await load({program: programs.load, cpu: LOAD_CPU, server, shape, seconds: howLong});
  } finally {
    await server.stop();
  }
}

execFileSync(new URL('install.sh', import.meta.url).pathname, {stdio: 'inherit'});
const until = Date.now() + Number(values.minutes) * 60000;
const rows = [];
for (const [i, name] of wanted.entries()) {
  const shape = shapes[name];
  if (!shape) throw new Error(`no shape "${name}"; there are: ${Object.keys(shapes).join(', ')}`);
  console.log(`${name}, ${seconds} s each:`);
  const share = Date.now() + (until - Date.now()) / (wanted.length - i);
  const measured = await inTurns({a: () => measure('parlord', shape), b: () => measure('janus', shape), wanted: pairs, until: share, disturbed: disturbedBy(Number(values.others)),
    tell: (line) => console.log(`  ${line}`)});
  rows.push({name, ...measured});
}
const most = values.search ? {
  parlord: await mostSubscribers((subscribers) => measure('parlord', {publishers: 1, subscribers}, 5), console.log),
  janus: await mostSubscribers((subscribers) => measure('janus', {publishers: 1, subscribers}, 5), console.log),
} : null;
const text = table({rows, most, seconds, others: Number(values.others), srtp: values.srtp, eventLoops: Number(values['event-loops'])});
console.log(`\n${text}`);
if (values.out) writeFileSync(values.out, text);

const main = rows.find((row) => row.name === '1 to 100') ?? rows[0];
const cpu = ratios(main, 'cpuPerPacket');
if (!cpu.quiet) console.log('The machine was never quiet: the disturbed pairs are all there is.');
console.log(`cpu per packet parlor/janus = ${cpu.median.toFixed(3)} (${cpu.count} pairs)`);
