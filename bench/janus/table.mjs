// SPDX-License-Identifier: Apache-2.0
// The result as a table in Markdown.
import {execFileSync} from 'node:child_process';
import {cpus, loadavg, release} from 'node:os';
import {median, ratios} from '../compare/pairs.mjs';

const said = (command, args) => { try { return execFileSync(command, args, {encoding: 'utf8'}).trim(); } catch { return 'unknown'; } };

const host = () => `${cpus()[0].model}, ${cpus().length} processors, Linux ${release()}, ${new Date().toISOString().slice(0, 10)}, load ${loadavg()[0].toFixed(2)}`;

/** The median of a figure of one side: 0 parlord, 1 Janus. */
const of = (row, side, figure) => median((row.pairs.length > 0 ? row.pairs : row.dropped).map((pair) => pair[side][figure]));

const both = (row, figure, digits) => `${of(row, 0, figure).toFixed(digits)} / ${of(row, 1, figure).toFixed(digits)}`;

function line(row) {
  const r = ratios(row, 'cpuPerPacket');
  return `| ${row.name} | ${both(row, 'cpuPerPacket', 2)} | ${r.median.toFixed(3)} (${r.least.toFixed(3)}-${r.most.toFixed(3)}) | ${both(row, 'p50', 2)} | ${both(row, 'p99', 1)} `
    + `| ${both(row, 'rssPerSubscriber', 0)} | ${both(row, 'joinsPerSecond', 0)} | ${both(row, 'joinP50', 0)} | ${both(row, 'joinP99', 0)} `
    + `| ${both(row, 'loss', 4)} | ${r.count}${r.quiet ? '' : ' (disturbed)'}, ${row.dropped.length} dropped |`;
}

/** @param {{rows: object[], most: {parlord: number, janus: number} | null, seconds: number, others: number, srtp?: string, eventLoops: number}} result */
export function table({rows, most, seconds, others, srtp, eventLoops}) {
  const profiles = new Set(rows.flatMap((row) => [...row.pairs, ...row.dropped].flat().map((run) => run.srtp)));
  return `# parlord beside Janus

Janus ${said('dpkg-query', ['-W', '-f', '${Version}', 'janus'])} of Debian, its libsrtp2 ${srtp ? `another one: ${srtp}` : said('dpkg-query', ['-W', '-f', '${Version}', 'libsrtp2-1'])
    + ' of Debian (NSS); none built on OpenSSL was at hand'}, ${eventLoops > 0 ? `event_loops = ${eventLoops}` : 'a thread for each peer connection'}.
${host()}. Server on one processor, load on another; ${[...profiles].join(', ')}; ${seconds} s each, in turns; a pair counts only when other
processes used no more than ${others} % of a processor. Each cell: median of parlord / of Janus.

| shape | CPU us a packet | ratio (least-most) | p50 ms | p99 ms | KiB a subscriber | joins a second | answer to media p50 ms | p99 ms | lost | pairs |
|---|---|---|---|---|---|---|---|---|---|---|
${rows.map(line).join('\n')}
${most ? `\nMost subscribers of one publisher with less than 1 % lost and p99 below 50 ms: ${most.parlord} / ${most.janus}.\n` : ''}`;
}
