// SPDX-License-Identifier: Apache-2.0
// Do recordings slow calls down? Five rooms of 16, everybody seen by everybody, measured in turns with and without a recording of each room:
// node bench/recorder/rooms.mjs [--pairs 5] [--seconds 15] [--rooms 5] [--people 16] [--nice 10] [--realtime yes|no] [--out FILE]. PARLORD is the server's program.
import {readFileSync, writeFileSync} from 'node:fs';
import {cpus, loadavg, release} from 'node:os';
import {parseArgs} from 'node:util';
import {spread} from '../compare/pairs.mjs';
import {cpuOf} from './recordings.mjs';
import {FLAGS, begin, makeFilm, publish, startRecording, visit} from '../../tests/support/filmed.mjs';

const {values: options} = parseArgs({options: {pairs: {type: 'string', default: '5'}, seconds: {type: 'string', default: '15'}, rooms: {type: 'string', default: '5'},
  people: {type: 'string', default: '16'}, size: {type: 'string', default: '320x180'}, kbps: {type: 'string', default: '100'}, nice: {type: 'string', default: '10'}, realtime: {type: 'string', default: 'yes'}, out: {type: 'string'}}});
const rooms = Number(options.rooms), people = Number(options.people), seconds = Number(options.seconds);
const ROOM = 1000, WARM_UP_S = 6, GOAL = 1.2, LOOK = {width: 640, height: 360};
const tell = (text) => process.stdout.write(`${text}\n`);

const recorderOf = (server) => Number(/recorder\.ready pid=(\d+)/.exec(server.log)[1]);
/** Times that a process's threads were taken from the processor against their will. */
const preempted = (pid) => Number(/nonvoluntary_ctxt_switches:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);

/** One run: the calls' forwarding delay, and what the recorder and the server used. */
async function measure(film, records) {
  const server = await startRecording({record: `width = ${LOOK.width}\nheight = ${LOOK.height}\nfps = 15\nnice = ${options.nice}`, config: `realtime = ${options.realtime}\n[rooms]\nmax_users = 100\n`});
  try {
    await server.waitForLog(/recorder\.ready/, 20000);
    const load = publish(server, film, {rooms, publishers: people, room: ROOM, seconds, args: ['--mesh', '--warm-up', String(WARM_UP_S), '--server-pid', String(server.child.pid)]});
    const visits = [];
    for (let i = 0; i < rooms; i++) visits.push(await visit(server, ROOM + i, people, `asks${i}`));
    const recorder = recorderOf(server), running = [];
    if (records) {
      for (const {client, members} of visits) running.push({client,
        record: await begin(client, members[0], {flags: FLAGS.VIDEO | FLAGS.AUDIO | FLAGS.MIXAUDIO | FLAGS.ABREAST, ...LOOK})});
    }
    const before = cpuOf(recorder), at = performance.now();
    const {code} = await load.ended;
    const cores = (cpuOf(recorder) - before) / (performance.now() - at) * 1000;
    if (code !== 0) throw new Error(`parlor-load: ${load.errors} ${load.output}`);
    const ends = [];
    for (const {client, record} of running) ends.push(await client.whenever('recorded', (m) => m.record === record)); // who is recorded has left
    for (const {client} of visits) await client.close();
    const {delay_us: delay, media, server: used} = JSON.parse(load.output);
    return {...delay, lost: media.lost ?? 0, received: media.received, cores, server: used.cpu_us / 1e6 / seconds, whole: ends.every((e) => e.code === 0 && e.seconds >= seconds),
      slow: (server.log.match(/does not keep up/g) ?? []).length, preempted: preempted(server.child.pid)};
  } finally { await server.stop(); }
}

const film = await makeFilm({size: options.size, kbps: Number(options.kbps), fps: 15});
const pairs = [];
try {
  for (let i = 0; i < Number(options.pairs); i++) {
    const pair = {};
    for (const records of i % 2 ? [true, false] : [false, true]) pair[records ? 'on' : 'off'] = await measure(film, records);
    pairs.push(pair);
    tell(`round ${i + 1}: p99 ${pair.off.p99} us without, ${pair.on.p99} us with ${rooms} recordings, ratio ${(pair.on.p99 / pair.off.p99).toFixed(2)}; recorder ${pair.on.cores.toFixed(2)} cores, ` +
      `parlord ${pair.off.server.toFixed(2)} and ${pair.on.server.toFixed(2)}; ${pair.on.slow ? 'pictures were left out' : 'no picture left out'}${pair.on.whole ? '' : ', NOT WHOLE'}`);
  }
} finally { film.remove(); }

const ms = (values) => { const {least, median, most} = spread(values.map((v) => v / 1000)); return `${least.toFixed(2)} / **${median.toFixed(2)}** / ${most.toFixed(2)}`; };
const row = (name, pick) => `| ${name} | ${ms(pairs.map((p) => pick(p.off)))} | ${ms(pairs.map((p) => pick(p.on)))} | ${spread(pairs.map((p) => pick(p.on) / pick(p.off))).median.toFixed(2)} |`;
const ratio = spread(pairs.map((p) => p.on.p99 / p.off.p99));
const table = `# Calls while they are recorded

${cpus()[0].model}, ${cpus().length} processors, Linux ${release()}, ${new Date().toISOString().slice(0, 10)}, load ${loadavg().map((l) => l.toFixed(1)).join(' ')}, \`make bench-recorded-rooms\`

${rooms} rooms of ${people}, each of whom sends ${options.size} at 15 fps and ${options.kbps} kbit/s with Opus, and receives all others: ${rooms * people * (people - 1)} forwarded pairs of streams, ${(pairs[0].off.received / seconds / 1000).toFixed(0)},000 packets a second.
With and without a recording of each room (all ${people} side by side, sound mixed, ${LOOK.width}x${LOOK.height} at 15 fps, H.264 and AAC), in turns, ${pairs.length} rounds of ${seconds} s. Server, recorder and
the program that plays all users share the processors. Forwarding delay: from a frame's sending to the arrival of its last packet, milliseconds, least / **median** / most of the rounds.

| | not recorded | recorded | ratio, median |
|---|---|---|---|
${row('p50', (r) => r.p50)}
${row('p99', (r) => r.p99)}
${row('p99.9', (r) => r.p999)}

p99 recorded / not recorded, round by round: ${ratio.least.toFixed(2)} / **${ratio.median.toFixed(2)}** / ${ratio.most.toFixed(2)} (at most ${GOAL} is wanted). The recorder's threads are nice by ${options.nice} (\`record.nice\`), \`server.realtime = ${options.realtime}\`. It used ${spread(pairs.map((p) => p.on.cores)).median.toFixed(2)} cores, parlord ${spread(pairs.map((p) => p.off.server)).median.toFixed(2)} without and
${spread(pairs.map((p) => p.on.server)).median.toFixed(2)} with recordings; ${pairs.filter((p) => p.on.slow).length} of ${pairs.length} rounds left pictures out; ${pairs.every((p) => p.on.whole) ? 'all files are whole' : 'NOT all files are whole'}.
`;
if (options.out) writeFileSync(options.out, table);
tell(`\n${table}`);
process.exitCode = ratio.median <= GOAL ? 0 : 1;
