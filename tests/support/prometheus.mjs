// SPDX-License-Identifier: Apache-2.0
// A strict reader of Prometheus' text format 0.0.4. It accepts less than Prometheus does: what it lets pass, promtool does too.

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const HELP = new RegExp(`^# HELP (${NAME}) ((?:[^\\\\]|\\\\[\\\\n])*)$`);
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram)$`);
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? ([0-9]+(?:\\.[0-9]+)?)$`);
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/y;
const FOREIGN_UNITS = /_(ms|us|milliseconds|microseconds|minutes|hours|kilobytes|kb|mb|bits)(_|$)/;

function readLabels(text, line) {
  const labels = {};
  LABEL.lastIndex = 0;
  for (let at = 0; at < text.length; at = LABEL.lastIndex) {
    const found = LABEL.exec(text);
    if (!found || (found[3] === ',' && LABEL.lastIndex === text.length)) throw new Error(`bad labels: ${line}`);
    if (found[1] in labels) throw new Error(`label twice: ${line}`);
    labels[found[1]] = found[2].replace(/\\(.)/g, (_, c) => (c === 'n' ? '\n' : c));
  }
  return labels;
}

function judgeName(name, type) {
  if (name.endsWith('_total') !== (type === 'counter')) throw new Error(`${name}: counters end in _total, and only they`);
  if (/_(count|sum|bucket)$/.test(name)) throw new Error(`${name}: that ending belongs to histograms`);
  if (FOREIGN_UNITS.test(name)) throw new Error(`${name}: not a base unit`);
}

const ENDINGS = ['', '_bucket', '_sum', '_count'];

/** Is this a sample's name of the family? A histogram has three kinds of them, everything else its own. */
function belongs(name, family) {
  return ENDINGS.some((ending) => name === `${family.name}${ending}` && (family.type === 'histogram') === (ending !== ''));
}

/** Buckets rise with their bounds, and the last is the count (checked for one that is at an end). */
function judgeHistogram(family, samples) {
  const groups = new Map();
  for (const {name, labels, value} of samples) {
    const {le, ...others} = labels;
    const key = JSON.stringify(Object.entries(others).sort());
    const group = groups.get(key) ?? groups.set(key, {buckets: []}).get(key);
    if (name.endsWith('_bucket')) {
      const bound = le === '+Inf' ? Infinity : Number(le);
      const last = group.buckets.at(-1);
      if (le === undefined || Number.isNaN(bound)) throw new Error(`${family.name}: a bucket without a bound`);
      if (last && (bound <= last.bound || value < last.value)) throw new Error(`${family.name}: buckets do not rise`);
      group.buckets.push({bound, value});
    } else if (le !== undefined) {
      throw new Error(`${name}: le belongs to buckets`);
    } else {
      group[name.endsWith('_sum') ? 'sum' : 'count'] = value;
    }
  }
  for (const {buckets, sum, count} of groups.values()) {
    if (buckets.at(-1)?.bound !== Infinity || sum === undefined || buckets.at(-1).value !== count) throw new Error(`${family.name}: an incomplete distribution`);
  }
}

/**
 * @param {string} text the page
 * @returns {{families: Map<string, {type: string, help: string}>, samples: Map<string, {name: string, labels: object, value: number, counter: boolean}>}}
 */
export function readMetrics(text) {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families = new Map(), samples = new Map();
  let family = null; // the one that is open: a name may not come back later
  for (const line of text.slice(0, -1).split('\n')) {
    const help = HELP.exec(line), type = TYPE.exec(line), sample = SAMPLE.exec(line);
    if (help) {
      if (families.has(help[1])) throw new Error(`family twice: ${line}`);
      if (!help[2]) throw new Error(`no help: ${line}`);
      family = {name: help[1], help: help[2], type: null, samples: []};
      families.set(help[1], family);
    } else if (type) {
      if (family?.name !== type[1] || family.type) throw new Error(`type without help before it: ${line}`);
      judgeName(type[1], type[2]);
      family.type = type[2];
    } else if (sample) {
      if (!family?.type || !belongs(sample[1], family)) throw new Error(`sample outside its family: ${line}`);
      const labels = readLabels(sample[2] ?? '', line);
      const key = `${sample[1]}${JSON.stringify(Object.entries(labels).sort())}`;
      if (samples.has(key)) throw new Error(`sample twice: ${line}`);
      family.samples.push({name: sample[1], labels, value: Number(sample[3]), counter: family.type !== 'gauge'});
      samples.set(key, family.samples.at(-1));
    } else {
      throw new Error(`not a line of the format: ${JSON.stringify(line)}`);
    }
  }
  for (const one of families.values()) {
    if (one.samples.length === 0) throw new Error(`${one.name} has no sample`);
    if (one.type === 'histogram') judgeHistogram(one, one.samples);
  }
  return {families, samples};
}

/** The sum of all samples of that name that carry these labels; fails when there is none. */
export function sumOf({samples}, name, labels = {}) {
  const fitting = [...samples.values()].filter((s) => s.name === name && Object.entries(labels).every(([k, v]) => s.labels[k] === v));
  if (fitting.length === 0) throw new Error(`no sample ${name} ${JSON.stringify(labels)}`);
  return fitting.reduce((sum, s) => sum + s.value, 0);
}
