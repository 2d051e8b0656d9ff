// SPDX-License-Identifier: Apache-2.0
// docs/api: a page for each group in each language, and a list of them.

import { markOf } from './sources.mjs';

const HEAD = ['<!-- Generated from parlor.d.ts and schema/: do not edit, run `make schema`. -->', ''];

const WORDS = {
  en: {
    title: 'API guide', other: '[中文]', suffix: '', typed: 'New pages', classic: 'Pages of the manual', events: 'Events', example: 'Example', all: 'All groups',
    about: `Two interfaces over one core. **New pages** use \`parlor.mjs\` (npm: \`parlor-web\`): promises, events, types. **Pages of the manual** use \`anychatsdk.js\`:
global functions \`BRAC_*\`, events \`OnAnyChat*\`; functions answer at once with 0 or an [error code](../reference/errors.md), and what comes of them comes as events, never from
inside the call. Every example here is run by the tests.`,
    given: 'Given: `parlor`, signed in, and `room`, entered, as in [Session](session.md) and [Rooms](room.md).',
    givenClassic: 'Given: a page that has signed in and entered a room, as in [Session](session.md).',
    group: 'Group', about2: 'What it is about', carried: 'Carried by', returns: 'gives', none: 'no value',
  },
  zh: {
    title: '接口指南', other: '[English]', suffix: '.zh-CN', typed: '新页面', classic: '手册接口页面', events: '事件', example: '示例', all: '全部分组',
    about: `同一核心上的两套接口。**新页面**使用 \`parlor.mjs\`（npm：\`parlor-web\`）：Promise、事件与类型声明。**手册接口页面**使用 \`anychatsdk.js\`：
全局函数 \`BRAC_*\` 与事件 \`OnAnyChat*\`；函数立即返回 0 或[错误码](../reference/errors.zh-CN.md)，结果由事件告知，事件不会在调用内部触发。
本指南的每个示例都由测试执行。`,
    given: '前提：`parlor` 已登录，`room` 已进入，见[会话](session.zh-CN.md)与[房间](room.zh-CN.md)。',
    givenClassic: '前提：页面已登录并进入房间，见[会话](session.zh-CN.md)。',
    group: '分组', about2: '内容', carried: '承载', returns: '返回', none: '无返回值',
  },
};

/** Underscores and angle brackets are text, except in code. */
const plain = (text) => text.split(/(`[^`]*`)/).map((part, i) => i % 2 ? part : part.replaceAll('<', '&lt;').replace(/\*(?!\*)/g, '\\*')).join('');

/** @param {{ key: string, doc: string }} entry */
function wordsOf({ key, doc }, lang, translations) {
  if (lang === 'en' || !doc) return plain(doc);
  const line = translations.get(key);
  return plain(line && line.of === markOf(doc) ? line.zh : doc);
}

/** A list item: its declaration as code, and what it says. @param {string} code @param {string} words */
const item = (code, words) => [`- \`${code}\`${words ? '  ' : ''}`, ...words ? [`  ${words.replace(/\n\n/g, '\n\n  ')}`] : []];

function declaration(one, lang, translations) {
  const words = wordsOf(one, lang, translations);
  const lines = [`### ${one.name}`, ''];
  if (one.members.length === 0 || / (extends|implements) /.test(one.text)) lines.push(`\`${one.text}\``, '');
  if (words) lines.push(words, '');
  for (const member of one.members) lines.push(...item(member.text, wordsOf(member, lang, translations)));
  if (one.members.length > 0) lines.push('');
  return lines;
}

function typedPart(group, lang, translations, intro) {
  const w = WORDS[lang];
  if (group.parlor.length + group.types.length === 0) return [];
  const lines = [`## ${w.typed}`, ''];
  if (group.example) lines.push(...intro ? [] : [w.given, ''], '```js', group.example.replace(/^\/\/ SPDX.*\n/, '').trim(), '```', '');
  if (group.parlor.length > 0) lines.push('### Parlor', '', ...group.parlor.flatMap((one) => item(one.text, wordsOf(one, lang, translations))), '');
  return lines.concat(group.types.flatMap((one) => declaration(one, lang, translations)));
}

const typeWords = (type) => type.replaceAll('|', ' | ');

function functionItem(row, lang) {
  const w = WORDS[lang];
  const parameters = row.parameters.map(({ name, type }) => `${name}: ${typeWords(type)}`).join(', ');
  const result = row.returns === 'none' ? '' : `: ${typeWords(row.returns)}`;
  return item(row.returns === 'object' ? row.name : `${row.name}(${parameters})${result}`, plain(row[lang]));
}

function eventItem(row, lang) {
  const own = row.name.startsWith('(');
  const name = own ? row.name.slice(1, -1) : row.name;
  const carried = row.carriedBy === 'itself' || own ? '' : lang === 'en' ? ` (${row.carriedBy})` : `（${row.carriedBy}）`;
  return item(`${name}(${row.parameters.map((p) => p.name).join(', ')})`, `${plain(row[lang])}${carried}`);
}

function classicPart(group, lang, intro) {
  const w = WORDS[lang];
  if (group.functions.length + group.events.length === 0) return [];
  const lines = [`## ${w.classic}`, ''];
  if (group.classic) lines.push(...intro ? [] : [w.givenClassic, ''], '```js', group.classic.replace(/^\/\/ SPDX.*\n/, '').trim(), '```', '');
  lines.push(...group.functions.flatMap((row) => functionItem(row, lang)), '');
  if (group.events.length > 0) lines.push(`### ${w.events}`, '', ...group.events.flatMap((row) => eventItem(row, lang)), '');
  return lines;
}

/** @param {any} group @param {'en' | 'zh'} lang @param {Map<string, { zh: string, of: string }>} translations */
export function groupPage(group, lang, translations) {
  const w = WORDS[lang];
  const [title, about] = group[lang];
  const other = `${group.id}${WORDS[lang === 'en' ? 'zh' : 'en'].suffix}.md`;
  const own = group.example.includes("from 'parlor-web'");
  return [...HEAD, `# ${title}`, '', about, '', `[${w.all}](README${w.suffix}.md) · ${w.other}(${other})`, '',
    ...typedPart(group, lang, translations, own), ...classicPart(group, lang, group.id === 'session')].join('\n');
}

/** The list of the groups, and what Parlor itself says. @param {any} sources @param {'en' | 'zh'} lang */
export function indexPage({ groups, parlor, translations }, lang) {
  const w = WORDS[lang];
  const rows = groups.map(({ id, [lang]: [title, about] }) => `| [${title}](${id}${w.suffix}.md) | ${about} |`);
  return [...HEAD, `# ${w.title}`, '', `${w.other}(README${WORDS[lang === 'en' ? 'zh' : 'en'].suffix}.md)`, '', w.about, '',
    '```js', parlor.code.trim(), '```', '', wordsOf(parlor, lang, translations), '',
    `| ${w.group} | ${w.about2} |`, '| --- | --- |', ...rows, ''].join('\n');
}

/** Path -> text. @param {any} sources of loadSources() */
export function pages(sources) {
  const files = {};
  for (const lang of /** @type {const} */ (['en', 'zh'])) {
    const { suffix } = WORDS[lang];
    files[`docs/api/README${suffix}.md`] = indexPage(sources, lang);
    for (const group of sources.groups) files[`docs/api/${group.id}${suffix}.md`] = groupPage(group, lang, sources.translations);
  }
  return files;
}
