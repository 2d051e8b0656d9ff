// SPDX-License-Identifier: Apache-2.0
// What a ticket costs as the queue grows: SVG, both axes logarithmic.
const W = 340, H = 220, LEFT = 60, TOP = 34, BOTTOM = 36;
const COLOURS = ['#1868b7', '#c2410c', '#15803d', '#7e22ce'];

function panel(index, title, unit, points, y) {
  const values = points.map(y), waiting = [...new Set(points.map((p) => p.waiting))].sort((a, b) => a - b);
  const low = Math.floor(Math.log10(Math.min(...values))), high = Math.max(Math.ceil(Math.log10(Math.max(...values))), low + 1);
  const [from, to] = [Math.log10(waiting[0]), Math.max(Math.log10(waiting.at(-1)), Math.log10(waiting[0]) + 1)];
  const x = (n) => LEFT + (Math.log10(n) - from) / (to - from) * (W - LEFT - 24);
  const up = (v) => H - BOTTOM - (Math.log10(v) - low) / (high - low) * (H - TOP - BOTTOM);
  const out = [`<g transform="translate(${index * W} 0)"><text x="${LEFT}" y="18" font-weight="bold">${title}</text>`];
  for (let d = low; d <= high; d++) out.push(`<line x1="${LEFT}" x2="${W - 24}" y1="${up(10 ** d)}" y2="${up(10 ** d)}" stroke="#ddd"/><text x="${LEFT - 6}" y="${up(10 ** d) + 4}" text-anchor="end">${10 ** d} ${unit}</text>`);
  for (const n of waiting) out.push(`<text x="${x(n)}" y="${H - BOTTOM + 16}" text-anchor="middle">${n.toLocaleString('en')}</text>`);
  [...new Set(points.map((p) => p.agents))].forEach((agents, i) => {
    const at = points.filter((p) => p.agents === agents).map((p) => [x(p.waiting), up(y(p))].map((v) => v.toFixed(1)));
    out.push(`<polyline fill="none" stroke="${COLOURS[i % 4]}" stroke-width="2" points="${at.map((p) => p.join(',')).join(' ')}"/>`, ...at.map(([px, py]) => `<circle cx="${px}" cy="${py}" r="3" fill="${COLOURS[i % 4]}"/>`));
  });
  return `${out.join('')}</g>`;
}

/** @param {{agents: number, waiting: number, p50: number, p99: number, cpuUs: number}[]} points @param {number} rate tickets a second */
export function plot(points, rate) {
  const legend = [...new Set(points.map((p) => p.agents))].map((agents, i) => `<tspan fill="${COLOURS[i % 4]}"> ${agents.toLocaleString('en')} agents</tspan>`).join(',');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${W * 3}" height="${H + 24}" font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="white"/>${
    panel(0, 'server’s processor, a ticket', 'µs', points, (p) => p.cpuUs)}${panel(1, 'free to told, median', 'ms', points, (p) => p.p50)}${panel(2, 'free to told, p99', 'ms', points, (p) => p.p99)}<text x="${LEFT}" y="${H + 12}">clients waiting, ${rate} tickets a second;${legend}</text></svg>\n`;
}
