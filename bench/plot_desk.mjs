// SPDX-License-Identifier: Apache-2.0
// node bench/plot_desk.mjs bench/results/desk.md > bench/results/desk.svg: how a ticket's cost grows with the queue. Both axes are logarithmic.
import {readFileSync} from 'node:fs';

const rows = readFileSync(process.argv[2], 'utf8').split('\n').filter((line) => /^\| \d/.test(line)).map((line) => line.split('|').slice(1, -1).map(Number));
const tables = [
  {title: 'whole domain: free to told, median', unit: 'µs', rows: rows.filter((r) => r.length === 9), y: (r) => r[4]},
  {title: 'whole domain: a ticket', unit: 'µs', rows: rows.filter((r) => r.length === 9), y: (r) => 1e6 / r[2]},
  {title: 'engine alone: free to next, median', unit: 'µs', rows: rows.filter((r) => r.length === 7), y: (r) => r[4]},
];
const W = 300, H = 200, LEFT = 52, TOP = 34, BOTTOM = 36;
const decade = (n) => Math.log10(n);

function plot({title, unit, rows: all, y}, index) {
  const values = all.map(y), low = Math.floor(Math.min(...values.map(decade))), high = Math.max(Math.ceil(Math.max(...values.map(decade))), low + 1);
  const x = (n) => LEFT + (decade(n) - 1) / 3 * (W - LEFT - 16);
  const up = (v) => H - BOTTOM - (decade(v) - low) / (high - low) * (H - TOP - BOTTOM);
  const out = [`<g transform="translate(${index * W} 0)"><text x="${LEFT}" y="18" font-weight="bold">${title}</text>`];
  for (let d = low; d <= high; d++) out.push(`<line x1="${LEFT}" x2="${W - 16}" y1="${up(10 ** d)}" y2="${up(10 ** d)}" stroke="#ddd"/><text x="${LEFT - 6}" y="${up(10 ** d) + 4}" text-anchor="end">${10 ** d} ${unit}</text>`);
  for (const n of [10, 100, 1000, 10000]) out.push(`<text x="${x(n)}" y="${H - BOTTOM + 16}" text-anchor="middle">${n.toLocaleString('en')}</text>`);
  for (const [agents, colour] of [[20, '#1868b7'], [2000, '#c2410c']]) {
    const points = all.filter((r) => r[0] === agents).map((r) => [x(Math.max(r[1], 10)), up(y(r))].map((v) => v.toFixed(1)));
    out.push(`<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.map((p) => p.join(',')).join(' ')}"/>`, ...points.map(([px, py]) => `<circle cx="${px}" cy="${py}" r="3" fill="${colour}"/>`));
  }
  return `${out.join('')}</g>`;
}

process.stdout.write(`<svg xmlns="http://www.w3.org/2000/svg" width="${W * 3}" height="${H + 24}" font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="white"/>${tables.map(plot).join('')}` +
  `<text x="${LEFT}" y="${H + 12}">clients waiting; <tspan fill="#1868b7">20 agents</tspan>, <tspan fill="#c2410c">2,000 agents</tspan></text></svg>\n`);
