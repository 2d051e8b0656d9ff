// SPDX-License-Identifier: Apache-2.0
// schema/options.tsv: every SDK option, what it takes and what it does. The SDK's table and the page of the manual come from it.
//
// access  rw      set and read          r  read only: setting it is refused (20)
//         w       a command: setting it does something, reading gives the default
//         fixed   setting it is accepted and changes nothing
// effect  effect  it does something (or, with r, it is told)      none     why not is in the texts
//         planned not in this version; the texts tell what it will do

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HEAD_JS, HEAD_MD, cell, groupBy, quote, table } from './text.mjs';

const COLUMNS = ['option', 'type', 'default', 'range', 'access', 'effect', 'en', 'zh'];
const OF = {
  type: ['int', 'string'], access: ['rw', 'r', 'w', 'fixed'], effect: ['effect', 'none', 'planned'],
};
const INT32 = 2147483647;

/** @typedef {{ name: string, names: string[], number: number, group: string, type: string, fallback: number | string, min: number, max: number, access: string, effect: string, en: string, zh: string }} Option */

function need(condition, where, what) {
  if (!condition) throw new Error(`options.tsv: ${where}: ${what}`);
}

function rangeOf(text, name) {
  if (text === '') return { min: -INT32 - 1, max: INT32 };
  const found = /^(-?\d+)\.\.(\d+)$/.exec(text);
  need(found && Number(found[1]) <= Number(found[2]), name, `bad range ${text}`);
  return { min: Number(found[1]), max: Number(found[2]) };
}

/** @param {string} text @param {any[]} constants of load.mjs @returns {Option[]} in the order of the constants, one a number */
export function readOptions(text, constants) {
  const [head, ...lines] = text.trimEnd().split('\n');
  need(head === COLUMNS.join('\t'), 'first line', 'other columns than expected');
  const known = constants.filter(({ group }) => group.startsWith('sdkoption-'));
  const seen = new Set();
  const options = lines.map((line) => {
    const cells = line.split('\t');
    const [name, type, fallback, range, access, effect, en, zh] = cells;
    need(cells.length === COLUMNS.length && en && zh, name, 'not eight cells');
    for (const [column, words] of Object.entries(OF))
      need(words.includes({ type, access, effect }[column]), name, `bad ${column}`);
    const constant = known.find((one) => one.name === name);
    need(constant && !seen.has(constant.value), name, constant ? 'stands twice' : 'is not an option of constants.tsv');
    seen.add(constant.value);
    const { min, max } = rangeOf(range, name);
    const value = type === 'int' ? Number(fallback || 0) : fallback;
    need(type === 'string' || access === 'r' || (value >= min && value <= max), name, 'its default is outside its range');
    const names = known.filter((one) => one.value === constant.value).map((one) => one.name);
    return { name, names, number: constant.value, group: constant.group, type, fallback: value, min, max, access, effect, en, zh };
  });
  const missing = known.filter(({ value }) => !seen.has(value));
  need(missing.length === 0, missing[0]?.name, 'has no line');
  return options;
}

/** @param {string} dir schema/ @param {any[]} constants @returns {Option[]} */
export const loadOptions = (dir, constants) => readOptions(readFileSync(join(dir, 'options.tsv'), 'utf8'), constants);

/** @param {Option[]} options */
export function optionsModule(options) {
  const rows = options.map(({ number, type, fallback, min, max, access }) =>
    `  [${[number, quote(access), type === 'int' ? `${fallback}, ${min}, ${max}` : quote(String(fallback))].join(', ')}],`);
  return [...HEAD_JS, '',
    '/** Number, access (rw, r, w, fixed), default; of an integer also the smallest and the largest. @type {[number, string, number | string, number?, number?][]} */',
    'export const optionTable = [', ...rows, '];', ''].join('\n');
}

const WORDS = {
  en: {
    title: 'SDK options', name: 'Option', number: 'Number', type: 'Type', fallback: 'Default', range: 'Values', effect: 'Effect',
    int: 'integer', string: 'text', any: 'any', none: 'None. ', planned: 'Not in this version. ', r: 'read only', w: 'command', fixed: 'fixed',
    about: `Set with \`BRAC_SetSDKOption\` (\`...Int\`, \`...String\`), read with \`BRAC_GetSDKOptionInt\` and \`BRAC_GetSDKOptionString\`, at any time: what is set before
\`BRAC_InitSDK\` or \`BRAC_Connect\` counts from the beginning. Every option is known; one without an effect is accepted, kept and read back, and the table says why it
can have none. Setting answers 0, or 21 (no such option, or a value outside the range: the old one stays), or 20 (it can only be read, or a page may not do it).
A command does something each time it is set. An option that can only be read is told as it is at that moment. \`BRAC_Release\` brings the defaults back.`,
  },
  zh: {
    title: 'SDK 参数', name: '参数', number: '编号', type: '类型', fallback: '默认值', range: '取值', effect: '作用',
    int: '整型', string: '字符串', any: '任意', none: '无作用。', planned: '本版本尚未提供。', r: '只读', w: '命令', fixed: '固定',
    about: `使用 \`BRAC_SetSDKOption\`（\`...Int\`、\`...String\`）设置，使用 \`BRAC_GetSDKOptionInt\` 与 \`BRAC_GetSDKOptionString\` 读取，随时可用：
在 \`BRAC_InitSDK\` 或 \`BRAC_Connect\` 之前设置的值从一开始就生效。所有参数均可识别；没有作用的参数会被接受、保留并可读回，表中说明其原因。
设置返回 0；返回 21 表示没有该参数或取值超出范围（原值不变）；返回 20 表示只读或网页无权执行。命令在每次设置时执行。
只读参数返回当时的实际值。\`BRAC_Release\` 恢复默认值。`,
  },
};

/** @param {Option} option */
function valuesOf({ type, min, max, access }, w) {
  if (['r', 'fixed'].includes(access)) return w[access];
  const range = type === 'string' ? '' : min === -INT32 - 1 ? w.any : max === INT32 ? `≥ ${min}` : max - min === 1 ? `${min}, ${max}` : `${min} … ${max}`;
  return [range, access === 'w' ? w.w : ''].filter(Boolean).join('; ') || w.any;
}

/** @param {{ options: Option[] }} schema @param {'en' | 'zh'} lang */
export function optionsDoc({ options }, lang) {
  const w = WORDS[lang];
  const lines = [...HEAD_MD, `# ${w.title}`, '', w.about, ''];
  const head = [w.name, w.number, w.type, w.fallback, w.range, w.effect];
  for (const [group, items] of groupBy(options, (option) => option.group)) {
    const rows = items.map((option) => [
      option.names.map((name) => `\`${name}\``).join('<br>'), option.number, w[option.type], option.access === 'r' ? '' : cell(option.fallback),
      valuesOf(option, w), (option.effect === 'effect' ? '' : w[option.effect]) + cell(option[lang]),
    ]);
    lines.push(`## ${group.replace('sdkoption-', '')}`, '', ...table(head, rows));
  }
  return lines.join('\n');
}
