// SPDX-License-Identifier: Apache-2.0
// A plot of lines over one axis, as SVG.
const W = 460, H = 280, LEFT = 48, RIGHT = 20, TOP = 34, BOTTOM = 56;

/** A step of 1, 2 or 5 times a power of ten, that makes at most six of it. */
function stepOf(most) {
  const power = 10 ** Math.floor(Math.log10(most / 6));
  return [1, 2, 5, 10].map((n) => n * power).find((step) => most / step <= 6);
}

/** @param {{title: string, x: string, y: string, lines: {name: string, colour: string, points: {x: number, y: number}[]}[]}} wish */
export function plot({title, x, y, lines}) {
  const all = lines.flatMap((line) => line.points), widest = Math.max(...all.map((p) => p.x)), step = stepOf(Math.max(...all.map((p) => p.y)));
  const top = step * Math.ceil(Math.max(...all.map((p) => p.y)) / step);
  const across = (value) => LEFT + value / widest * (W - LEFT - RIGHT), up = (value) => H - BOTTOM - value / top * (H - TOP - BOTTOM);
  const out = [];
  for (let value = 0; value <= top + step / 2; value += step) {
    out.push(`<line x1="${LEFT}" x2="${W - RIGHT}" y1="${up(value)}" y2="${up(value)}" stroke="#ddd"/><text x="${LEFT - 6}" y="${up(value) + 4}" text-anchor="end">${Number(value.toFixed(3))}</text>`);
  }
  for (const value of new Set(all.map((p) => p.x))) out.push(`<text x="${across(value)}" y="${H - BOTTOM + 16}" text-anchor="middle">${value}</text>`);
  lines.forEach(({name, colour, points}, i) => {
    out.push(`<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.map((p) => `${across(p.x).toFixed(1)},${up(p.y).toFixed(1)}`).join(' ')}"/>`,
      ...points.map((p) => `<circle cx="${across(p.x).toFixed(1)}" cy="${up(p.y).toFixed(1)}" r="3" fill="${colour}"/>`),
      `<text x="${LEFT + 10 + 110 * i}" y="${H - 10}" fill="${colour}">${name}</text>`);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${W}" height="${H}" font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="white"/>` +
    `<text x="${LEFT}" y="18" font-weight="bold">${title}</text><text x="${W - RIGHT}" y="${H - BOTTOM + 32}" text-anchor="end">${x}</text><text x="6" y="${TOP - 4}">${y}</text>${out.join('')}</svg>\n`;
}
