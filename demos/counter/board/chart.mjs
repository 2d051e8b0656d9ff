// SPDX-License-Identifier: Apache-2.0
// Small charts as SVG. The geometry is pure; the elements are made once and changed in place.

import { setAttribute, setText } from '../../shared/dom.mjs';

const SVG = 'http://www.w3.org/2000/svg';
const round = (value) => Math.round(value * 10) / 10;

/** @param {string} tag @param {Record<string, string | number>} attributes @param {...Element} children */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** A round number that is not smaller, and whose half is whole. @param {number} value */
export function ceiling(value) {
  if (value <= 4) return 4; // small things look small
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map((step) => step * power).find((step) => step >= value) ?? 10 * power;
}

/**
 * Values that hold until the next one, as a path of steps.
 * @param {{ time: number, value: number }[]} points the oldest first
 * @param {{ from: number, to: number, top: number, width: number, height: number }} frame
 */
export function steps(points, { from, to, top, width, height }) {
  const x = (time) => round(width * Math.min(1, Math.max(0, (time - from) / (to - from))));
  const y = (value) => round(height * (1 - Math.min(1, value / top)));
  let path = '';
  points.forEach(({ time, value }, i) => { path += i === 0 ? `M${x(time)} ${y(value)}` : `H${x(time)}V${y(value)}`; });
  return path && `${path}H${round(width)}`;
}

/** The same, closed at the bottom. */
export function area(points, frame) {
  const line = steps(points, frame);
  if (!line) return '';
  const begin = /^M([\d.]+)/.exec(line)?.[1];
  return `${line}V${frame.height}H${begin}Z`;
}

/** A line without axes, beside a number. @param {number} width @param {number} height */
export function createSpark(width = 96, height = 28) {
  const [fill, line] = [svg('path', { class: 'spark-fill' }), svg('path', { class: 'spark-line' })];
  const element = svg('svg', { class: 'spark', viewBox: `0 0 ${width} ${height + 2}`, 'aria-hidden': 'true', preserveAspectRatio: 'none' }, fill, line);
  return {
    element,
    /** @param {{ time: number, value: number }[]} points @param {number} from @param {number} to */
    show(points, from, to) {
      const frame = { from, to, top: ceiling(Math.max(0, ...points.map(({ value }) => value))), width, height };
      setAttribute(fill, 'd', area(points, frame));
      setAttribute(line, 'd', steps(points, frame));
    },
  };
}

/** Several lines with a scale and hours below. @param {string[]} names classes of the lines */
export function createChart(names) {
  const width = 600, height = 150, left = 30, bottom = 22;
  const lines = names.map((name) => svg('path', { class: `chart-line ${name}` }));
  const grid = [0, 0.5, 1].map((part) => svg('line', { class: 'chart-grid', x1: left, x2: width, y1: 6 + height * (1 - part), y2: 6 + height * (1 - part) }));
  const scale = [0, 0.5, 1].map((part) => svg('text', { class: 'chart-text', x: left - 8, y: 10 + height * (1 - part), 'text-anchor': 'end' }));
  const hours = [0, 0.5, 1].map((part) => svg('text', { class: 'chart-text', x: left + (width - left) * part, y: height + bottom, 'text-anchor': ['start', 'middle', 'end'][part * 2] }));
  const plot = svg('g', { transform: `translate(${left} 6)` }, ...lines);
  const title = svg('title');
  const element = svg('svg', { class: 'chart', viewBox: `0 0 ${width + 4} ${height + bottom + 8}`, role: 'img' }, title, ...grid, plot, ...scale, ...hours);
  return {
    element,
    /** @param {{ time: number, value: number }[][]} series @param {number} from @param {number} to @param {(time: number) => string} clock @param {string} words for those who do not see it */
    show(series, from, to, clock, words) {
      const top = ceiling(Math.max(0, ...series.flat().map(({ value }) => value)));
      series.forEach((points, i) => setAttribute(lines[i], 'd', steps(points, { from, to, top, width: width - left, height })));
      scale.forEach((text, i) => setText(text, String(top * i / 2)));
      hours.forEach((text, i) => setText(text, clock(from + (to - from) * i / 2)));
      setText(title, words);
    },
  };
}

/** Parts of a whole as one bar. @param {string[]} names classes of the parts */
export function createBarChart(names) {
  const parts = names.map((name) => svg('rect', { class: `bar-part ${name}`, y: 0, height: 10 }));
  const element = svg('svg', { class: 'parts', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, ...parts);
  return {
    element,
    /** @param {number[]} values */
    show(values) {
      const all = Math.max(1, values.reduce((sum, value) => sum + value, 0));
      let x = 0;
      values.forEach((value, i) => {
        const width = round(100 * value / all);
        setAttribute(parts[i], 'x', round(x));
        setAttribute(parts[i], 'width', width);
        x += width;
      });
    },
  };
}
