// SPDX-License-Identifier: Apache-2.0
// Reads the files of schema/ and refuses them when they contradict themselves, so that the
// writers of the outputs need not check anything.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadOptions } from './options.mjs';
import { loadRows } from './rows.mjs';
import { loadStates } from './states.mjs';

const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const NAME = /^[a-z][a-z0-9_]*$/;
const NEEDS = ['link', 'session', 'user', 'business'];
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
const CONSTANT_COLUMNS = ['name', 'value', 'group', 'type', 'meaning_en', 'meaning_zh', 'surface'];
const SURFACES = ['web', 'server', 'object'];
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
    need(message.to === undefined || message.to === 'business', message.name, 'bad "to"');
  for (const message of [...messages.client, ...messages.server])
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

/** Is it a message between the server and a business server, which pages never see? */
export function isBusiness(message) {
  return message.needs === 'business' || message.to === 'business' || message.reply === 'attached';
}

/** What pages need of it: without what is for business servers alone. */
export function forPages(messages) {
  const client = messages.client.filter((m) => !isBusiness(m));
  const server = messages.server.filter((m) => !isBusiness(m));
  const used = (kind) => new Set([...client, ...server].flatMap((m) => m.fields.map((f) => f[kind])));
  const objects = Object.fromEntries(Object.entries(messages.objects).filter(([name]) => used('object').has(name)));
  const inObjects = Object.values(objects).flatMap((o) => o.fields.map((f) => f.enum));
  const words = new Set([...used('enum'), ...inObjects]);
  const enums = Object.fromEntries(Object.entries(messages.enums).filter(([name]) => words.has(name)));
  return { ...messages, client, server, objects, enums };
}

export function loadMessages(dir) {
  return checkMessages(readJson(dir, 'messages.json'));
}

/** {name, value (number or string), text (as in the file), group, type, en, zh, surfaces} */
export function loadConstants(dir) {
  const [head, ...lines] = readFileSync(join(dir, 'constants.tsv'), 'utf8').trimEnd().split('\n');
  need(head === CONSTANT_COLUMNS.join('\t'), 'constants.tsv', 'other columns than expected');
  return lines.map((line) => {
    const cells = line.split('\t');
    const [name, text, group, type, en, zh, surface] = cells;
    need(cells.length === CONSTANT_COLUMNS.length && en && zh, name, 'not seven cells');
    need(/^[A-Z][A-Z0-9_]*$/.test(name), name, 'bad name');
    need(['int', 'flag', 'string'].includes(type), name, `unknown type ${type}`);
    const value = type === 'string' ? text : Number(text);
    need(type === 'string' || (text !== '' && Number.isSafeInteger(value)), name, 'bad value');
    const surfaces = surface.split(',');
    need(surfaces.every((s) => SURFACES.includes(s)), name, `unknown surface ${surface}`);
    return { name, value, text, group, type, en, zh, surfaces };
  });
}

export function loadErrors(dir) {
  const errors = readJson(dir, 'errors.json');
  let last = -1;
  for (const error of errors) {
    const where = `error ${error.code}`;
    need(Number.isSafeInteger(error.code) && error.code > last, where, 'not in ascending order');
    need(['server', 'page', 'business', 'none'].includes(error.from), where, 'bad "from"');
    need(error.names.length > 0, where, 'no name');
    for (const lang of ['en', 'zh'])
      for (const part of ['text', 'cause', 'cure'])
        need(error[lang]?.[part], where, `no ${lang}.${part}`);
    last = error.code;
  }
  return errors;
}

/** Follows "message.field.property" ("of" in limits.json), so that no number stands twice. */
function lookUp(messages, path) {
  const [owner, name, property] = path.split('.');
  const item =
    messages.objects[owner] ?? [...messages.client, ...messages.server].find((m) => m.name === owner);
  const value = item?.fields.find((field) => field.name === name)?.[property];
  need(typeof value === 'number', path, 'there is no such number in messages.json');
  return value;
}

export function loadLimits(dir, messages) {
  const seen = new Set();
  return readJson(dir, 'limits.json').map((limit) => {
    need(NAME.test(limit.name) && !seen.has(limit.name), limit.name, 'bad or repeated name');
    seen.add(limit.name);
    checkTexts(limit, limit.name);
    checkTexts(limit.why, `${limit.name}.why`);
    need(['fixed', 'default'].includes(limit.kind), limit.name, 'bad "kind"');
    const value = limit.of ? lookUp(messages, limit.of) : limit.value;
    need(Number.isSafeInteger(value), limit.name, 'no value');
    return { ...limit, value };
  });
}

/** Everything, with the names of errors among the constants. Refuses a name with two values. */
export function loadAll(dir) {
  const messages = loadMessages(dir);
  const errors = loadErrors(dir);
  const constants = loadConstants(dir).concat(
    errors.flatMap(({ code, group, names, en, zh }) =>
      names.map((name) => ({
        name, value: code, text: String(code), group: `error-${group}`, type: 'int',
        en: en.text, zh: zh.text, surfaces: ['web', 'server'],
      })),
    ),
  );
  const seen = new Set();
  for (const { name } of constants) {
    need(!seen.has(name), name, 'stands twice');
    seen.add(name);
  }
  return { messages, errors, constants, limits: loadLimits(dir, messages), options: loadOptions(dir, constants), states: loadStates(dir, constants), ...loadRows(dir) };
}
