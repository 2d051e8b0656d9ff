// SPDX-License-Identifier: Apache-2.0
// Reads the files of schema/ and refuses them when they contradict themselves, so that the
// writers of the outputs need not check anything.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const NAME = /^[a-z][a-z0-9_]*$/;
const NEEDS = ['link', 'session', 'user'];
const ENVELOPE = { client: ['t', 'id'], server: ['t', 'seq', 're'], object: [] };
/** What each field type must say about itself, besides name, type and the two texts. */
const FIELD_TYPES = {
  int: ['min', 'max'],
  bool: [],
  string: ['max_bytes'],
  strings: ['max_bytes', 'max_count'],
  enum: ['enum'],
  object: ['object'],
  list: ['object', 'max_count'],
};
const FIELD_EXTRAS = ['name', 'type', 'en', 'zh', 'optional', 'secret'];

export class SchemaError extends Error {}

function need(condition, where, what) {
  if (!condition) throw new SchemaError(`${where}: ${what}`);
}

function checkTexts(item, where) {
  for (const lang of ['en', 'zh'])
    need(typeof item[lang] === 'string' && item[lang] !== '', where, `no text "${lang}"`);
}

function checkField(field, where, messages) {
  need(NAME.test(field.name ?? ''), where, 'bad field name');
  need(field.type in FIELD_TYPES, where, `unknown type ${field.type}`);
  const own = FIELD_TYPES[field.type];
  for (const key of own) need(key in field, where, `no "${key}"`);
  for (const key of Object.keys(field))
    need(own.includes(key) || FIELD_EXTRAS.includes(key), where, `"${key}" means nothing here`);
  if (field.type === 'int')
    need(field.min <= field.max && field.min >= -MAX_SAFE && field.max <= MAX_SAFE, where, 'bad range');
  if (own.includes('enum')) need(field.enum in messages.enums, where, `no enum ${field.enum}`);
  if (own.includes('object')) need(field.object in messages.objects, where, `no object ${field.object}`);
  if (own.includes('max_bytes')) need(field.max_bytes > 0, where, 'bad max_bytes');
  if (own.includes('max_count')) need(field.max_count > 0, where, 'bad max_count');
  checkTexts(field, where);
}

function checkFields(item, where, messages, side) {
  const seen = new Set(ENVELOPE[side]);
  for (const field of item.fields) {
    checkField(field, `${where}.${field.name}`, messages);
    need(!seen.has(field.name), `${where}.${field.name}`, 'taken already');
    seen.add(field.name);
  }
}

/** Objects hold plain values only, so that a message is never deeper than list, object, value. */
function checkObjects(messages) {
  for (const [name, object] of Object.entries(messages.objects)) {
    need(NAME.test(name), name, 'bad object name');
    checkTexts(object, name);
    checkFields(object, name, messages, 'object');
    for (const field of object.fields)
      need(!['list', 'object', 'strings'].includes(field.type), `${name}.${field.name}`, 'objects are flat');
  }
}

export function checkMessages(messages) {
  for (const [name, item] of Object.entries(messages.enums)) {
    need(NAME.test(name), name, 'bad enum name');
    checkTexts(item, name);
    need(item.values.length > 0 && new Set(item.values).size === item.values.length, name, 'bad values');
  }
  checkObjects(messages);
  const names = new Set(Object.keys(messages.objects));
  for (const side of ['client', 'server']) {
    for (const message of messages[side]) {
      const where = `${side} ${message.name}`;
      need(NAME.test(message.name ?? ''), where, 'bad message name');
      need(!names.has(message.name), where, 'taken already (names are shared by both directions)');
      names.add(message.name);
      checkTexts(message, where);
      checkFields(message, where, messages, side);
    }
  }
  const replies = new Set(messages.server.map((m) => m.name));
  for (const message of messages.client) {
    need(NEEDS.includes(message.needs), message.name, 'bad "needs"');
    need(message.reply === null || replies.has(message.reply), message.name, 'no such reply');
    need(Array.isArray(message.errors), message.name, 'no "errors"');
  }
  for (const message of messages.server)
    need(typeof message.numbered === 'boolean', message.name, 'no "numbered"');
  return messages;
}

function readJson(dir, name) {
  try {
    return JSON.parse(readFileSync(join(dir, name), 'utf8'));
  } catch (error) {
    throw new SchemaError(`${name}: ${error.message}`);
  }
}

export function loadMessages(dir) {
  return checkMessages(readJson(dir, 'messages.json'));
}
