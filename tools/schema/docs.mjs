// SPDX-License-Identifier: Apache-2.0
// docs/reference/*.md in English and Chinese.

import { isBusiness } from './load.mjs';
import { HEAD_MD, cell, groupBy, table } from './text.mjs';

const WORDS = {
  en: {
    constants: 'Constants', errors: 'Error codes', messages: 'Messages', limits: 'Limits',
    name: 'Name', value: 'Value', meaning: 'Meaning', surface: 'Where', code: 'Code', names: 'Names',
    text: 'Text', cause: 'Cause', cure: 'Cure', unit: 'Unit', where: 'Enforced by', why: 'Why',
    kind: 'Kind', fixed: 'fixed', default: 'default, can be configured', field: 'Field', type: 'Type',
    limit: 'Limit', optional: 'optional', secret: 'never logged', none: 'No fields.',
    client: 'From the client', server: 'From the server',
    fromBusiness: 'From a business server', toBusiness: 'To a business server', objects: 'Objects', words: 'Closed lists of words',
    needs: 'Needs', reply: 'Reply', noReply: 'no reply', refusals: 'Errors', numbered: 'numbered',
    unnumbered: 'outside the numbering', bytes: 'bytes', entries: 'entries', to: 'to', colon: ': ',
    never: 'Codes that Parlor never sends',
    neverWhy: 'Their numbers are kept so that code which names them still runs.',
  },
  zh: {
    constants: '常量', errors: '错误码', messages: '消息', limits: '限制',
    name: '名称', value: '值', meaning: '含义', surface: '适用', code: '编码', names: '名称',
    text: '说明', cause: '原因', cure: '处理', unit: '单位', where: '执行者', why: '理由',
    kind: '类别', fixed: '固定', default: '默认值，可配置', field: '字段', type: '类型',
    limit: '限制', optional: '可选', secret: '不写入日志', none: '无字段。',
    client: '客户端发送', server: '服务器发送',
    fromBusiness: '业务服务器发送', toBusiness: '发往业务服务器', objects: '对象', words: '枚举词',
    needs: '前提', reply: '应答', noReply: '无应答', refusals: '错误', numbered: '参与编号',
    unnumbered: '不参与编号', bytes: '字节', entries: '项', to: '至', colon: '：',
    never: 'Parlor 不会发出的编码',
    neverWhy: '保留这些编号，以便引用它们的旧代码继续运行。',
  },
};

const code = (text) => `\`${text}\``;

export function constantsDoc({ constants }, lang) {
  const w = WORDS[lang];
  const lines = [...HEAD_MD, `# ${w.constants}`, ''];
  for (const [group, items] of groupBy(constants, (c) => c.group)) {
    const rows = items.map((c) => [code(c.name), c.text, cell(c[lang]), c.surfaces.join(', ')]);
    lines.push(`## ${group}`, '', ...table([w.name, w.value, w.meaning, w.surface], rows));
  }
  return lines.join('\n');
}

export function errorsDoc({ errors }, lang) {
  const w = WORDS[lang];
  const lines = [...HEAD_MD, `# ${w.errors}`, ''];
  for (const [group, items] of groupBy(errors.filter((e) => e.from !== 'none'), (e) => e.group)) {
    const rows = items.map((e) => [
      e.code, e.names.map(code).join('<br>'), cell(e[lang].text), cell(e[lang].cause), cell(e[lang].cure),
    ]);
    lines.push(`## ${group}`, '', ...table([w.code, w.names, w.text, w.cause, w.cure], rows));
  }
  lines.push(`## ${w.never}`, '', w.neverWhy, '');
  const kept = errors.filter((e) => e.from === 'none');
  const rows = kept.map((e) => [e.code, e.names.map(code).join('<br>'), cell(e[lang].text)]);
  return lines.concat(table([w.code, w.names, w.text], rows)).join('\n');
}

export function limitsDoc({ limits }, lang) {
  const w = WORDS[lang];
  const rows = limits.map((l) => [
    code(l.name), l.value, l.unit, cell(l[lang]), cell(l.where), w[l.kind], cell(l.why[lang]),
  ]);
  const head = [w.name, w.value, w.unit, w.meaning, w.where, w.kind, w.why];
  return [...HEAD_MD, `# ${w.limits}`, '', ...table(head, rows)].join('\n');
}

function limitOf(field, w) {
  const notes = [];
  if (field.type === 'int') notes.push(`${field.min} ${w.to} ${field.max}`);
  if (field.max_bytes) notes.push(`≤ ${field.max_bytes} ${w.bytes}`);
  if (field.max_count) notes.push(`≤ ${field.max_count} ${w.entries}`);
  if (field.optional) notes.push(w.optional);
  if (field.secret) notes.push(w.secret);
  return notes.join(', ');
}

function fieldTable(fields, lang) {
  const w = WORDS[lang];
  if (fields.length === 0) return [w.none, ''];
  const type = (f) => (f.enum ?? f.object ? `${f.type} ${code(f.enum ?? f.object)}` : f.type);
  const rows = fields.map((f) => [code(f.name), type(f), limitOf(f, w), cell(f[lang])]);
  return table([w.field, w.type, w.limit, w.meaning], rows);
}

function facts(item, side, w) {
  if (side === 'server') return item.numbered ? w.numbered : w.unnumbered;
  const reply = item.reply ? code(item.reply) : w.noReply;
  const errors = item.errors.length > 0 ? `; ${w.refusals}${w.colon}${item.errors.join(', ')}` : '';
  const outside = item.numbered ? '' : `; ${w.unnumbered}`;
  return `${w.needs}${w.colon}${item.needs}; ${w.reply}${w.colon}${reply}${errors}${outside}`;
}

export function messagesDoc({ messages }, lang) {
  const w = WORDS[lang];
  const lines = [...HEAD_MD, `# ${w.messages}`, '', messages.about[lang], ''];
  const parts = [['client', 'client', false], ['server', 'server', false], ['client', 'fromBusiness', true], ['server', 'toBusiness', true]];
  for (const [side, title, business] of parts) {
    lines.push(`## ${w[title]}`, '');
    for (const item of messages[side].filter((m) => isBusiness(m) === business))
      lines.push(`### ${code(item.name)}`, '', cell(item[lang]), '', facts(item, side, w), '',
        ...fieldTable(item.fields, lang));
  }
  lines.push(`## ${w.objects}`, '');
  for (const [name, item] of Object.entries(messages.objects))
    lines.push(`### ${code(name)}`, '', cell(item[lang]), '', ...fieldTable(item.fields, lang));
  const rows = Object.entries(messages.enums).map(([name, item]) => [
    code(name), item.values.map(code).join(', '), cell(item[lang]),
  ]);
  return lines.concat([`## ${w.words}`, ''], table([w.name, w.value, w.meaning], rows)).join('\n');
}
