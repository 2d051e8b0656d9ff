// SPDX-License-Identifier: Apache-2.0
// sdk/web/src/generated/*.mjs and the constants of the classic script. All of it is ASCII.

import { globalFunctions } from './rows.mjs';
import { HEAD_JS, camel, comment, groupBy, quote } from './text.mjs';

const literal = (c) => (c.type === 'string' ? quote(c.value) : c.text);

export function constantsModule(constants) {
  const lines = [...HEAD_JS];
  for (const [group, items] of groupBy(constants, (c) => c.group)) {
    lines.push('', `// ${group}`);
    for (const c of items) lines.push(`export const ${c.name} = ${literal(c)}; // ${comment(c.en)}`);
  }
  return lines.concat(['']).join('\n');
}

/** With var, so that a page that declares the same names again keeps working. */
export function constantsClassic(constants) {
  return [...HEAD_JS, ...constants.map((c) => `var ${c.name} = ${literal(c)};`), ''].join('\n');
}

export function functionsModule(functions) {
  const rows = globalFunctions(functions).map(({ name, parameters }) => `  ${name}: ${quote(parameters.map((p) => p.name).join(', '))},`);
  return [...HEAD_JS, '', '/** Every function that the classic script defines at its top level, with its parameters as the manual names them. @type {Record<string, string>} */',
    'export const functions = {', ...rows, '};', ''].join('\n');
}

function texts({ text, cause, cure }) {
  return `{ text: ${quote(text)}, cause: ${quote(cause)}, cure: ${quote(cure)} }`;
}

export function errorsModule(errors) {
  const lines = [...HEAD_JS, ''];
  lines.push('/** @typedef {{ text: string, cause: string, cure: string }} ErrorTexts */');
  lines.push('/** @typedef {{ name: string, en: ErrorTexts, zh: ErrorTexts }} ErrorInfo */', '');
  lines.push('/** Every code that a page can meet. @type {Readonly<Record<number, ErrorInfo>>} */');
  lines.push('export const errors = {');
  for (const { code, names, en, zh } of errors) {
    lines.push(`  ${code}: {`, `    name: ${quote(names[0])},`);
    lines.push(`    en: ${texts(en)},`, `    zh: ${texts(zh)},`, '  },');
  }
  return lines.concat(['};', '']).join('\n');
}

export function limitsModule(limits) {
  const lines = [...HEAD_JS, '', 'export const limits = {'];
  for (const { name, value, unit, en } of limits)
    lines.push(`  ${name}: ${value}, // ${unit}: ${comment(en)}`);
  return lines.concat(['};', '']).join('\n');
}

/** TypeScript type of a field. */
export function typeOf(field, messages) {
  const types = {
    int: () => 'number',
    bool: () => 'boolean',
    string: () => 'string',
    strings: () => 'string[]',
    enum: () => messages.enums[field.enum].values.map((v) => `'${v}'`).join(' | '),
    object: () => camel(field.object),
    list: () => `${camel(field.object)}[]`,
  };
  return types[field.type]();
}

/** [name, optional, type, text] of the envelope. */
export function envelope(item, side) {
  const t = ['t', false, `'${item.name}'`, 'Name of the message'];
  if (side === 'client')
    return item.numbered ? [t, ['id', false, 'number', 'Number of the request, from 1']] : [t];
  const re = ['re', true, 'number', 'The request that this answers'];
  return item.numbered ? [t, ['seq', false, 'number', 'Place in the stream, from 1'], re] : [t, re];
}

function typedef(name, rows) {
  const body = rows.map(([key, optional, type]) => `${key}${optional ? '?' : ''}: ${type}`).join(', ');
  return `/** @typedef {{ ${body} }} ${name} */`;
}

function fieldData(field) {
  const keep = ['type', 'optional', 'secret', 'min', 'max', 'max_bytes', 'max_count', 'enum', 'object'];
  const rows = keep.filter((key) => key in field).map((key) => {
    return `${key}: ${typeof field[key] === 'string' ? quote(field[key]) : field[key]}`;
  });
  return `${field.name}: { ${rows.join(', ')} },`;
}

function fieldsData(fields, indent) {
  return fields.map((field) => `${indent}${fieldData(field)}`);
}

function messageData(item, side) {
  const facts = side === 'client'
    ? [`needs: '${item.needs}'`, `reply: ${item.reply ? `'${item.reply}'` : 'null'}`]
    : [];
  facts.push(`numbered: ${item.numbered}`);
  const lines = [`  ${item.name}: {`, ...facts.map((fact) => `    ${fact},`)];
  if (item.fields.length === 0) return lines.concat(['    fields: {},', '  },']);
  return lines.concat(['    fields: {', ...fieldsData(item.fields, '      '), '    },', '  },']);
}

export function messagesModule(messages) {
  const lines = [...HEAD_JS, ''];
  const rows = (fields) => fields.map((f) => [f.name, f.optional, typeOf(f, messages)]);
  for (const [name, { fields }] of Object.entries(messages.objects))
    lines.push(typedef(camel(name), rows(fields)));
  for (const side of ['client', 'server'])
    for (const item of messages[side])
      lines.push(typedef(`${camel(item.name)}Message`, [...envelope(item, side), ...rows(item.fields)]));
  lines.push('', `export const protocol = '${messages.protocol}';`, '', 'export const enums = {');
  for (const [name, { values }] of Object.entries(messages.enums))
    lines.push(`  ${name}: [${values.map(quote).join(', ')}],`);
  lines.push('};', '', 'export const objects = {');
  for (const [name, { fields }] of Object.entries(messages.objects))
    lines.push(`  ${name}: {`, ...fieldsData(fields, '    '), '  },');
  lines.push('};');
  for (const side of ['client', 'server'])
    lines.push('', `/** What the ${side} sends. */`, `export const ${side} = {`,
      ...messages[side].flatMap((item) => messageData(item, side)), '};');
  return lines.concat(['']).join('\n');
}
