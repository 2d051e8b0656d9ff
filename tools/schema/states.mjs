// SPDX-License-Identifier: Apache-2.0
// schema/states.tsv: every state of users, streams and rooms that a page can ask for, and where its value is from.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HEAD_MD, cell, groupBy, table } from './text.mjs';

const COLUMNS = ['state', 'type', 'en', 'zh'];
const GROUPS = ['userstate', 'streaminfo', 'roomstate'];

/** @typedef {{ name: string, names: string[], number: number, group: string, type: 'int' | 'string', meaning: { en: string, zh: string }, en: string, zh: string }} State */

function need(condition, where, what) {
  if (!condition) throw new Error(`states.tsv: ${where}: ${what}`);
}

/** @param {string} text @param {any[]} constants of load.mjs @returns {State[]} */
export function readStates(text, constants) {
  const [head, ...lines] = text.trimEnd().split('\n');
  need(head === COLUMNS.join('\t'), 'first line', 'other columns than expected');
  const known = constants.filter(({ group }) => GROUPS.includes(group));
  const states = lines.map((line) => {
    const [name, type, en, zh] = line.split('\t');
    const constant = known.find((one) => one.name === name);
    need(constant && en && zh && ['int', 'string'].includes(type), name, 'not a state with a type and two texts');
    const names = known.filter(({ group, value }) => group === constant.group && value === constant.value).map((one) => one.name);
    return { name, names, number: constant.value, group: constant.group, type, meaning: { en: constant.en, zh: constant.zh }, en, zh };
  });
  const missing = known.find(({ name }) => !states.some(({ names }) => names.includes(name)));
  need(!missing, missing?.name, 'has no line');
  need(new Set(states.map(({ name }) => name)).size === states.length, 'a state', 'stands twice');
  return states;
}

/** @param {string} dir schema/ @param {any[]} constants @returns {State[]} */
export const loadStates = (dir, constants) => readStates(readFileSync(join(dir, 'states.tsv'), 'utf8'), constants);

const WORDS = {
  en: {
    title: 'States', name: 'State', number: 'Number', type: 'Type', meaning: 'Meaning', source: 'Where it is from', int: 'number', string: 'text',
    userstate: 'Users', streaminfo: 'Streams', roomstate: 'Rooms',
    about: `What \`BRAC_QueryUserStateInt\` and \`...String\`, \`BRAC_GetUserStreamInfoInt\` and \`...String\`, \`BRAC_QueryRoomStateInt\` and \`...String\` answer: at once, from what is known
here, without a question to the server, and already inside the event that tells of a change. -1 is oneself. Nobody knows of strangers: 0 and "". None of them ever throws.
A number can be asked for as text as well.`,
  },
  zh: {
    title: '状态', name: '状态', number: '编号', type: '类型', meaning: '含义', source: '来源', int: '数值', string: '文本',
    userstate: '用户', streaminfo: '流', roomstate: '房间',
    about: `\`BRAC_QueryUserStateInt\` 与 \`...String\`、\`BRAC_GetUserStreamInfoInt\` 与 \`...String\`、\`BRAC_QueryRoomStateInt\` 与 \`...String\` 的返回值：根据本地已知数据立即返回，
不询问服务器，在通知变化的事件中即已更新。-1 表示本人。未知用户返回 0 或空字符串，任何情况下都不抛出异常。数值也可按文本查询。`,
  },
};

/** @param {{ states: State[] }} schema @param {'en' | 'zh'} lang */
export function statesDoc({ states }, lang) {
  const w = WORDS[lang];
  const lines = [...HEAD_MD, `# ${w.title}`, '', w.about, ''];
  for (const [group, items] of groupBy(states, (state) => state.group)) {
    const rows = items.map((state) => [
      state.names.map((name) => `\`${name}\``).join('<br>'), state.number, w[state.type], cell(state.meaning[lang]), cell(state[lang]),
    ]);
    lines.push(`## ${w[group]}`, '', ...table([w.name, w.number, w.type, w.meaning, w.source], rows));
  }
  return lines.join('\n');
}
