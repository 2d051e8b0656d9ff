// SPDX-License-Identifier: Apache-2.0
// sdk/web/src/generated/*.d.ts

import { HEAD_JS, camel, comment, quote } from './text.mjs';
import { envelope, typeOf } from './js.mjs';

export function constantsTypes(constants) {
  const lines = [...HEAD_JS, ''];
  for (const c of constants) {
    const type = c.name === 'CUR_ANYCHAT_PLUGIN_VAR' ? 'string' : c.type === 'string' ? quote(c.value) : c.value;
    lines.push(`/** ${comment(c.en)} */`, `export const ${c.name}: ${type};`);
  }
  return lines.concat(['']).join('\n');
}

function fieldNotes(field) {
  const notes = [comment(field.en)];
  if (field.type === 'int') notes.push(`${field.min} to ${field.max}`);
  if (field.max_bytes) notes.push(`at most ${field.max_bytes} bytes of UTF-8`);
  if (field.max_count) notes.push(`at most ${field.max_count} entries`);
  return notes.join('; ');
}

function interfaceOf(name, about, rows) {
  const lines = [`/** ${comment(about)} */`, `export interface ${name} {`];
  for (const [key, optional, type, note] of rows)
    lines.push(`  /** ${note} */`, `  ${key}${optional ? '?' : ''}: ${type};`);
  return lines.concat(['}', '']);
}

export function messagesTypes(messages) {
  const lines = [...HEAD_JS, ''];
  const rows = (fields) => fields.map((f) => [f.name, f.optional, typeOf(f, messages), fieldNotes(f)]);
  for (const [name, item] of Object.entries(messages.objects))
    lines.push(...interfaceOf(camel(name), item.en, rows(item.fields)));
  for (const side of ['client', 'server']) {
    for (const item of messages[side]) {
      const all = [...envelope(item, side), ...rows(item.fields)];
      lines.push(...interfaceOf(`${camel(item.name)}Message`, item.en, all));
    }
    const union = messages[side].map((item) => `  | ${camel(item.name)}Message`);
    lines.push(`/** Everything that the ${side} sends; \`t\` tells which. */`);
    lines.push(`export type ${camel(side)}Message =`, ...union.slice(0, -1), `${union.at(-1)};`, '');
  }
  return lines.join('\n');
}
