// SPDX-License-Identifier: Apache-2.0
// Real Chromium behind bad networks: freezes, rates, layers, sound. `make bench-network`; ARGS="--only 300 --out FILE --codec VP8".
import {writeFileSync} from 'node:fs';
import {cpus, loadavg, release} from 'node:os';
import {parseArgs} from 'node:util';
import {startChromium} from '../../tests/support/browsers.mjs';
import {makeVoice, openMeeting, record} from '../../tests/support/impaired.mjs';
import {join, sees, startServer} from '../../tests/browser/support.mjs';
import {judge, profiles, rates} from './profiles.mjs';

const {values: options} = parseArgs({options: {
  only: {type: 'string', default: ''}, out: {type: 'string'}, codec: {type: 'string', default: 'VP8'}, simulcast: {type: 'string', default: 'on'},
}});

const voice = makeVoice();
const browser = await startChromium(['--use-fake-device-for-media-stream=fps=30', ...voice.flags]);
const config = `[server]\nworkers = 1\n[media]\nsimulcast = ${options.simulcast}\nvideo_codecs = ${[...new Set([options.codec, 'VP8'])].join(', ')}\n`;

async function run(profile) {
  const server = await startServer({config});
  const meeting = await openMeeting({server, browser, join, who: profile.who});
  try {
    if (profile.slow) for (const {at, ...settings} of profile.plan) if (at === 0) for (const [way, text] of Object.entries(settings)) await meeting.proxy.set(way, text);
    await sees(meeting.viewer, meeting.publisher, {timeoutMs: 30000});
    const recording = await record(meeting, profile.plan, profile.seconds);
    const counters = await meeting.proxy.counters();
    return {row: judge(profile, recording), line: rates(recording, profile.seconds), counters};
  } finally {
    await meeting.close();
    await server.stop();
  }
}

const seconds = (ms) => (ms === null || ms === undefined ? '' : (ms / 1000).toFixed(1));

function table(results) {
  const lines = [
    '# Chromium behind a bad network', '',
    'Made by `make bench-network`: a publisher and a viewer in one headless Chromium, fake camera 640x480 and a steady voice; `parlor-impair` stands',
    'between one of them and the server. Counted from ten seconds after the first picture. A freeze is a wait of more than 0.5 s for the next frame;',
    'sound is cut when the browser plays nothing but made-up silence. Goals: no freeze over 2 s, no cut over 0.5 s, a smaller layer within 3 s, a larger within 10 s.', '',
    `${options.codec}, simulcast ${options.simulcast}; ${cpus()[0].model}, ${cpus().length} processors, Linux ${release()}, load ${loadavg()[0].toFixed(1)}, ${new Date().toISOString().slice(0, 10)}.`, '',
    '| network | freezes | longest s | video kbit/s | audio kbit/s | sound made up | longest cut s | down after s | up after s | widths | lost | queue full | missed |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|---|',
  ];
  for (const {row, counters: {up, down}} of results) {
    lines.push(`| ${row.name} | ${row.freezes} | ${seconds(row.longest)} | ${row.video} | ${row.audio} | ${(100 * row.concealed).toFixed(1)} % | ${seconds(row.cut)} | ${seconds(row.down)} | ${seconds(row.up)} | ${row.sizes} | ${up.lost + down.lost} | ${up.overflowed + down.overflowed} | ${row.missed.join('; ')} |`);
  }
  lines.push('', 'kbit/s of the picture, each five seconds:', '', '| network | kbit/s |', '|---|---|');
  for (const {row, line} of results) lines.push(`| ${row.name} | ${line} |`);
  return `${lines.join('\n')}\n`;
}

const results = [];
let failed = 0;
try {
  for (const profile of profiles.filter(({name}) => name.includes(options.only))) {
    const result = await run(profile);
    results.push(result);
    failed += result.row.missed.length > 0;
    console.error(`${result.row.name}: ${result.row.freezes} freezes, longest ${result.row.longest} ms, ${result.row.video} kbit/s, ${result.row.missed.join('; ') || 'as it should be'}`);
  }
} finally {
  await browser.close();
  voice.remove();
}
const text = table(results);
if (options.out) writeFileSync(options.out, text);
process.stdout.write(text);
process.exitCode = failed > 0 ? 1 : 0;
