// SPDX-License-Identifier: Apache-2.0
// What recordings cost: node bench/recorder/main.mjs [--pairs 5] [--seconds 12] [--copies 150,300,600] [--parties 2,4,8,12,16] [--starts 20] [--only composite,copies,starts,parties]
// [--out FILE.md] [--plot FILE.svg]; PARLORD is the server's program, beside which the recorder is found.
import {writeFileSync} from 'node:fs';
import {cpus, loadavg, release} from 'node:os';
import {parseArgs} from 'node:util';
import {spread} from '../compare/pairs.mjs';
import {composite} from './ffmpeg.mjs';
import {plot} from './plot.mjs';
import {ABREAST, AUDIO, MIXAUDIO, STREAM, VIDEO, look, pause, record} from './recordings.mjs';
import {Recorder} from '../../tests/support/recorder.mjs';

const {values: options} = parseArgs({options: {
  pairs: {type: 'string', default: '5'}, seconds: {type: 'string', default: '12'}, copies: {type: 'string', default: '150,300,600'}, parties: {type: 'string', default: '2,4,6,8,12,16'},
  starts: {type: 'string', default: '20'}, only: {type: 'string', default: 'composite,copies,starts,parties'}, out: {type: 'string'}, plot: {type: 'string'},
}});
const seconds = Number(options.seconds), wanted = options.only.split(',');
const BPS = 2304000; // the recorder's default for 720p at 25 fps
const both = (codec, kbps = 1500) => [{codec, size: '1280x720', kbps, grey: 90}, {codec, size: '1280x720', kbps, grey: 130}];
const abreast = {flags: VIDEO | AUDIO | MIXAUDIO | ABREAST, type: 'mp4', width: 1280, height: 720, fps: 25, video_bps: BPS, audio_bps: 64000};
const digits = (value) => value.toFixed(2);
const range = (values) => { const {least, median, most} = spread(values); return `${digits(least)} / **${digits(median)}** / ${digits(most)}`; };
const parts = [];
const tell = (text) => process.stdout.write(`${text}\n`);

/** Two persons, in turns with the ffmpeg command, which reads copies of what the recorder was given. */
async function composites() {
  const rows = [];
  for (const codec of ['vp8', 'h264']) {
    const publishers = both(codec), copy = (user) => ({flags: VIDEO | AUDIO | STREAM, type: codec === 'vp8' ? 'webm' : 'mp4', user});
    const source = await record({starts: [copy(1), copy(2)], publishers, seconds, keep: true});
    const ours = [], theirs = [], threaded = [];
    const turns = [
      async () => ours.push((await record({starts: [abreast], publishers, seconds})).cores),
      async () => theirs.push((await composite(source.files, {bps: BPS, seconds})).cores),
      async () => threaded.push((await composite(source.files, {bps: BPS, seconds, threads: true})).cores),
    ];
    for (let pair = 0; pair < Number(options.pairs); pair++) {
      for (let turn = 0; turn < turns.length; turn++) await turns[(pair + turn) % turns.length]();
      tell(`${codec}, round ${pair + 1}: ours ${digits(ours[pair])}, ffmpeg ${digits(theirs[pair])}, ffmpeg with threads ${digits(threaded[pair])} cores`);
    }
    await source.r.stop();
    rows.push(`| ${codec.toUpperCase()} | ${range(ours)} | ${range(theirs)} | ${range(threaded)} | ${range(ours.map((value, i) => value / theirs[i]))} |`);
  }
  parts.push(`## Two persons side by side, 1280x720 at 25 fps, MP4 with H.264 and AAC

Two publishers of 1280x720 at 25 fps and 1.5 Mbit/s, ${seconds} s; the file at ${(BPS / 1e6).toFixed(1)} Mbit/s, the same preset and settings of x264. The ffmpeg command reads copies of the same media from
files at the pace of a call, with one thread for each decoder, filter and encoder, and then with as many as it likes; it has no network, no lost packets and no layout that changes. Ours includes
finishing the file (everything at its beginning, SHA-256). Cores: processor seconds a second; least / **median** / most of ${options.pairs} rounds in turns.

| publishers | parlor-recorder | ffmpeg, one thread each | ffmpeg, its own threads | ours / ffmpeg, round by round |
|---|---|---|---|---|
${rows.join('\n')}`);
}

/** Copies without transcoding, the recorder on one processor and the rest on the others. */
async function copies() {
  const rows = [], last = cpus().length - 1;
  for (const count of options.copies.split(',').map(Number)) {
    const sourcesOf = (i) => [1000 * i + 1, 1000 * i + 2];
    const starts = Array.from({length: count}, (_, i) => ({flags: VIDEO | AUDIO | STREAM, type: 'webm', user: i + 1, sources: sourcesOf(i)}));
    const run = await record({starts, publishers: [{codec: 'vp8', size: '640x360', kbps: 1000}], seconds, copies: count, cpu: last, keep: true});
    const looked = await Promise.all([0, count >> 1, count - 1].map((i) => look(run.files[i])));
    await run.r.stop();
    const whole = looked.every((l) => l.pictures >= 25 * seconds - 26 && l.errors === '');
    const mbit = run.finished.reduce((sum, f) => sum + f.bytes * 8 / f.elapsed_ms / 1000, 0) / count;
    rows.push(`| ${count} | ${digits(mbit)} | ${digits(run.grown)} | ${digits(run.cores)} | ${(run.grown / count * 1e3).toFixed(2)} | ${run.memory.toFixed(0)} | ${whole && run.warned.length === 0 ? 'whole' : `${looked.map((l) => l.pictures)} pictures of ${25 * seconds}; ${run.warned}`} |`);
    tell(rows.at(-1));
  }
  parts.push(`## Copies without transcoding, on one processor

Publishers of 640x360 at 25 fps and 1 Mbit/s with Opus, VP8 into WebM, the recorder pinned to one processor; ${seconds} s. Three of the files are decoded afterwards.

| recordings | Mbit/s each | cores while they run | with their ends | a recording, thousandths of a core | MiB | files |
|---|---|---|---|---|---|---|
${rows.join('\n')}`);
}

/** From the command to the file's first picture and to \`started\`. */
async function starts() {
  const count = Number(options.starts), r = await Recorder.start();
  const sources = r.sources(['Anna', 'Bo']);
  const feed = await r.feed(both('vp8'), {seconds: Math.ceil(count * 0.75) + 6, moving: 1});
  await pause(1000);
  const first = [], told = [];
  for (let id = 1; id <= count; id++) {
    const at = Number(process.hrtime.bigint() / 1000n);
    r.say({cmd: 'start', id, user: 1, file: `start${id}`, sources, ...abreast});
    await r.next('started', {id});
    told.push((Number(process.hrtime.bigint() / 1000n) - at) / 1000);
    first.push(((await r.next('first', {id})).stamp_us - at) / 1000);
    r.say({cmd: 'cancel', id});
    await r.next('finished', {id});
    await pause(137);
  }
  await feed.kill('SIGKILL');
  await r.stop();
  const ms = (values) => { const {least, median, most} = spread(values); return `${least.toFixed(0)} / **${median.toFixed(0)}** / ${most.toFixed(0)}`; };
  tell(`first media ${ms(first)} ms, told ${ms(told)} ms`);
  parts.push(`## From the command to the first frame

A composite of two who are sending already, ${count} times: the first media of the file (sound at once; the picture with the next key frame, which a publisher is asked for), and when the
recorder tells \`started\`: so long late packets are waited for. Milliseconds, least / **median** / most.

| first media in the file | told |
|---|---|
| ${ms(first)} | ${ms(told)} |`);
}

/** A grid of 2 to 16. */
async function parties() {
  const lines = [];
  for (const [size, kbps, colour] of [['640x360', 600, '#1868b7'], ['1280x720', 1500, '#c2410c']]) {
    const points = [];
    for (const count of options.parties.split(',').map(Number)) {
      const publishers = [{codec: 'vp8', size, kbps, grey: 90}, {codec: 'vp8', size, kbps, grey: 130}];
      const run = await record({starts: [{...abreast, flags: VIDEO | AUDIO | MIXAUDIO, layout: 'grid', names: true}], publishers, copies: count / 2, seconds});
      points.push({x: count, y: run.cores, warned: run.warned});
      tell(`${count} of ${size}: ${digits(run.cores)} cores ${run.warned}`);
    }
    lines.push({name: size, colour, points});
  }
  const counts = lines[0].points.map((p) => p.x);
  parts.push(`## Cost as parties grow

A grid of 1280x720 at 25 fps with names, each publisher of the size that heads the column at 25 fps, VP8; cores, files finished.${options.plot ? ` As a plot: [${options.plot.split('/').at(-1)}](${options.plot.split('/').at(-1)}).` : ''}

| parties | ${lines.map((l) => l.name).join(' | ')} |
|---|${lines.map(() => '---|').join('')}
${counts.map((count, i) => `| ${count} | ${lines.map((l) => `${digits(l.points[i].y)}${l.points[i].warned.length ? ` (${l.points[i].warned})` : ''}`).join(' | ')} |`).join('\n')}`);
  if (options.plot) writeFileSync(options.plot, plot({title: 'Cores for a grid of 1280x720 at 25 fps', x: 'parties', y: 'cores', lines}));
}

for (const [name, measure] of Object.entries({composite: composites, copies, starts, parties})) if (wanted.includes(name)) await measure();
const table = `# What recordings cost

${cpus()[0].model}, ${cpus().length} processors, Linux ${release()}, ${new Date().toISOString().slice(0, 10)}, load ${loadavg().map((l) => l.toFixed(1)).join(' ')}, \`make bench-recorder\`

The publishers' pictures move and have a camera's noise; they are encoded beforehand, and sent as a media worker's tap does.

${parts.join('\n\n')}
`;
if (options.out) writeFileSync(options.out, table);
tell(`\n${table}`);
