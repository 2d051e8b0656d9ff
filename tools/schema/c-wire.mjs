// SPDX-License-Identifier: Apache-2.0
// src/proto/wire/wire_gen.{h,c}: a struct for each message and the tables that the codec walks.
// What is printed here is what clang-format 14 would print, so that `make fmt` changes nothing.

import { HEAD_C } from './text.mjs';

const INT32_MIN = -2147483648;
const INT32_MAX = 2147483647;
const upper = (name) => name.toUpperCase();

function isInt32(field) {
  return field.min >= INT32_MIN && field.max <= INT32_MAX;
}

/** C declaration lines of one field, and what each takes: [text, size, alignment]. */
function members(field, objects) {
  const out = field.optional ? [[`bool has_${field.name};`, 1, 1]] : [];
  const plain = {
    bool: () => [[`bool ${field.name};`, 1, 1]],
    int: () =>
      isInt32(field) ? [[`int32_t ${field.name};`, 4, 4]] : [[`int64_t ${field.name};`, 8, 8]],
    enum: () => [[`enum pl_wire_${field.enum} ${field.name};`, 4, 4]],
    string: () => [[`struct pl_bytes ${field.name};`, 16, 8]],
    strings: () => [
      [`const struct pl_bytes *${field.name};`, 8, 8],
      [`size_t ${field.name}_count;`, 8, 8],
    ],
    object: () => {
      const layout = layoutOf(objects[field.object], objects);
      return [[`struct pl_wire_${field.object} ${field.name};`, layout.size, layout.align]];
    },
    list: () => [
      [`const struct pl_wire_${field.object} *${field.name};`, 8, 8],
      [`size_t ${field.name}_count;`, 8, 8],
    ],
  };
  return out.concat(plain[field.type]());
}

/** Size and alignment on a 64-bit machine; wire_gen.c asserts that the compiler agrees. */
export function layoutOf(item, objects) {
  let size = 0;
  let align = 1;
  for (const field of item.fields) {
    for (const [, bytes, alignment] of members(field, objects)) {
      size = Math.ceil(size / alignment) * alignment + bytes;
      align = Math.max(align, alignment);
    }
  }
  return { size: Math.ceil(size / align) * align, align };
}

/** What the strings and lists of a valid item can take in the arena, each with its NUL or padding. */
export function arenaBytes(item, objects) {
  let sum = 0;
  for (const field of item.fields) {
    if (field.type === 'string') sum += field.max_bytes + 1;
    if (field.type === 'strings') sum += 8 + field.max_count * (16 + field.max_bytes + 1);
    if (field.type === 'object') sum += arenaBytes(objects[field.object], objects);
    if (field.type === 'list') {
      const object = objects[field.object];
      sum += 8 + field.max_count * (layoutOf(object, objects).size + arenaBytes(object, objects));
    }
  }
  return sum;
}

function struct(name, item, objects) {
  const lines = [`/* ${item.en} */`, `struct pl_wire_${name} {`];
  for (const field of item.fields)
    for (const [text] of members(field, objects)) lines.push(`    ${text}`);
  return wrapComment(lines[0]).concat(lines.slice(1), ['};', '']);
}

/** Breaks a one-line comment at 100 columns the way the hand-written files do. */
function wrapComment(line) {
  if (line.length <= 100) return [line];
  const words = line.slice(3, -3).split(' ');
  const out = [];
  let row = '/*';
  for (const word of words) {
    if (row.length + 1 + word.length > 96) {
      out.push(row);
      row = ' *';
    }
    row += ` ${word}`;
  }
  return out.concat([row, ' */']);
}

function enums(messages) {
  const lines = [];
  for (const [name, item] of Object.entries(messages.enums)) {
    lines.push(`/* ${item.en} */`, `enum pl_wire_${name} {`);
    for (const value of item.values)
      lines.push(`    PL_WIRE_${upper(name)}_${value.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()},`);
    lines.push('};', '', `/* The word on the wire. */`);
    lines.push(`const char *pl_wire_${name}_name(enum pl_wire_${name} value);`, '');
  }
  return lines;
}

function typeEnum(messages) {
  const lines = ['/* Names are unique over both directions. */', 'enum pl_wire_type {'];
  lines.push('    PL_WIRE_NONE = 0,', '    /* from the client */');
  for (const { name } of messages.client) lines.push(`    PL_WIRE_${upper(name)},`);
  lines.push('    /* from the server */');
  for (const { name } of messages.server) lines.push(`    PL_WIRE_${upper(name)},`);
  return lines.concat(['    PL_WIRE_TYPE_COUNT,', '};', '']);
}

function message(messages) {
  const lines = ['struct pl_wire_msg {', '    enum pl_wire_type type;'];
  lines.push('    int64_t id;  /* client, numbered: number of the request, from 1; else 0 */');
  lines.push('    int64_t seq; /* server, numbered: place in the stream, from 1; else 0 */');
  lines.push('    int64_t re;  /* server: the request that this answers; 0 when it answers none */');
  lines.push('    union {');
  for (const { name, fields } of [...messages.client, ...messages.server])
    if (fields.length > 0) lines.push(`        struct pl_wire_${name} ${name};`);
  return lines.concat(['    } u;', '};', '']);
}

export function wireHeader(messages) {
  const lines = [...HEAD_C, '#ifndef PL_PROTO_WIRE_GEN_H', '#define PL_PROTO_WIRE_GEN_H', ''];
  lines.push('#include "base/bytes.h"', '#include "proto/wire/wire_desc.h"', '');
  lines.push(`#define PL_WIRE_PROTOCOL "${messages.protocol}"`, '');
  lines.push('/* Arena that every valid message of that side fits into. */');
  const largest = (side) =>
    Math.max(...messages[side].map((m) => arenaBytes(m, messages.objects)));
  lines.push(`#define PL_WIRE_CLIENT_ARENA_BYTES ${largest('client')}u`);
  lines.push(`#define PL_WIRE_SERVER_ARENA_BYTES ${largest('server')}u`, '');
  lines.push(...enums(messages), ...typeEnum(messages));
  for (const [name, object] of Object.entries(messages.objects))
    lines.push(...struct(name, object, messages.objects));
  for (const item of [...messages.client, ...messages.server])
    if (item.fields.length > 0) lines.push(...struct(item.name, item, messages.objects));
  lines.push(...message(messages));
  lines.push('extern const struct pl_wire_desc pl_wire_descs[PL_WIRE_TYPE_COUNT];', '', '#endif', '');
  return lines.join('\n');
}

function fieldRow(owner, field) {
  const at = (member) => `offsetof(struct pl_wire_${owner}, ${member})`;
  const kind = field.type === 'int' ? (isInt32(field) ? 'int32' : 'int64') : field.type;
  const rows = [`.name = "${field.name}"`, `.kind = PL_WIRE_KIND_${upper(kind)}`];
  if (field.optional) rows.push('.optional = true');
  if (field.secret) rows.push('.secret = true');
  rows.push(`.offset = ${at(field.name)}`);
  if (field.optional) rows.push(`.has = ${at(`has_${field.name}`)}`);
  if (field.max_count) rows.push(`.count = ${at(`${field.name}_count`)}`);
  if (field.max_bytes) rows.push(`.max_bytes = ${field.max_bytes}`);
  if (field.max_count) rows.push(`.max_count = ${field.max_count}`);
  if (kind === 'int32' || kind === 'int64')
    rows.push(`.min = ${int64(field.min)}`, `.max = ${int64(field.max)}`);
  if (field.enum) rows.push(`.values = &${field.enum}_enum`);
  if (field.object) rows.push(`.object = &${field.object}_object`);
  return ['    {', ...rows.map((row) => `        ${row},`), '    },'];
}

function int64(value) {
  return value >= -INT32_MAX && value <= INT32_MAX ? `${value}` : `INT64_C(${value})`;
}

function fieldTable(name, fields) {
  if (fields.length === 0) return [];
  const rows = fields.flatMap((field) => fieldRow(name, field));
  return [`static const struct pl_wire_field ${name}_fields[] = {`, ...rows, '};', ''];
}

/** `.name = x,` lines of a struct pl_wire_object. */
function objectBody(name, fields, indent) {
  const rows = [`.name = "${name}"`];
  if (fields.length > 0) {
    rows.push(`.fields = ${name}_fields`, `.fields_count = ${fields.length}`);
    rows.push(`.size = sizeof(struct pl_wire_${name})`);
  }
  return rows.map((row) => `${indent}${row},`);
}

function enumTables(messages) {
  const lines = [];
  for (const [name, { values }] of Object.entries(messages.enums)) {
    lines.push(`static const char *const ${name}_words[] = {`);
    lines.push(...values.map((value) => `    "${value}",`), '};', '');
    lines.push(`static const struct pl_wire_enum ${name}_enum = {`, `    .name = "${name}",`);
    lines.push(`    .values = ${name}_words,`, `    .count = ${values.length},`, '};', '');
    lines.push(`const char *pl_wire_${name}_name(enum pl_wire_${name} value)`, '{');
    lines.push(`    assert((size_t)value < ${name}_enum.count);`);
    lines.push(`    return ${name}_words[value];`, '}', '');
  }
  return lines;
}

function descRow(item, side) {
  const lines = [`    [PL_WIRE_${upper(item.name)}] =`, '        {'];
  lines.push(`            .name = "${item.name}",`);
  lines.push(`            .dir = PL_WIRE_FROM_${upper(side)},`);
  if (side === 'client') lines.push(`            .needs = PL_WIRE_NEEDS_${upper(item.needs)},`);
  if (item.reply) lines.push(`            .reply = PL_WIRE_${upper(item.reply)},`);
  if (item.numbered) lines.push('            .numbered = true,');
  lines.push('            .body =', '                {');
  lines.push(...objectBody(item.name, item.fields, '                    '));
  return lines.concat(['                },', '        },']);
}

function sizeCheck(messages) {
  const lines = ['/* The arena sizes in the header were computed for a 64-bit machine. */'];
  for (const [name, object] of Object.entries(messages.objects)) {
    const { size } = layoutOf(object, messages.objects);
    lines.push(`_Static_assert(sizeof(struct pl_wire_${name}) <= ${size}, "arena");`);
  }
  return lines.concat(['']);
}

export function wireSource(messages) {
  const lines = [...HEAD_C, '#include "proto/wire/wire_gen.h"', '', '#include <assert.h>', ''];
  lines.push(...sizeCheck(messages), ...enumTables(messages));
  for (const [name, { fields }] of Object.entries(messages.objects)) {
    lines.push(...fieldTable(name, fields), `static const struct pl_wire_object ${name}_object = {`);
    lines.push(...objectBody(name, fields, '    '), '};', '');
  }
  for (const item of [...messages.client, ...messages.server])
    lines.push(...fieldTable(item.name, item.fields));
  lines.push('const struct pl_wire_desc pl_wire_descs[PL_WIRE_TYPE_COUNT] = {');
  for (const side of ['client', 'server'])
    for (const item of messages[side]) lines.push(...descRow(item, side));
  return lines.concat(['};', '']).join('\n');
}
