// SPDX-License-Identifier: Apache-2.0
// src/proto/wire/{constants,errors,limits}_gen.h and errors_gen.c.

import { HEAD_C, groupBy, quoteC } from './text.mjs';

function guarded(name, lines) {
  const guard = `PL_PROTO_WIRE_${name}_GEN_H`;
  return [...HEAD_C, `#ifndef ${guard}`, `#define ${guard}`, '', ...lines, '#endif', ''].join('\n');
}

/** Numbers only: the string constants mean something in the browser alone. */
export function constantsHeader(constants) {
  const numbers = constants.filter((c) => c.type !== 'string' && !c.group.startsWith('error-'));
  const lines = ['/* Options, states, events and flags of the interface, by group. */', ''];
  for (const [group, items] of groupBy(numbers, (c) => c.group)) {
    lines.push(`enum pl_${group.replaceAll('-', '_')}_const {`);
    for (const { name, text } of items) lines.push(`    PL_${name} = ${text},`);
    lines.push('};', '');
  }
  return guarded('CONSTANTS', lines);
}

/**
 * [name, code] in C: ROOM_PASSERR for GV_ERR_ROOM_PASSERR and AC_ERROR_ROOM_PASSERR alike. Where one
 * name got another number later, the first in the file keeps it.
 */
function enumerators(errors) {
  const codes = new Map();
  for (const { code, names } of errors) {
    for (const name of names) {
      const stem = name.replace(/^(GV_ERR_|AC_ERROR_)/, '');
      if (!codes.has(stem)) codes.set(stem, code);
    }
  }
  return [...codes];
}

export function errorsHeader(errors) {
  const lines = ['/* What a page or a business server is told. 0 is success. */', 'enum pl_gv_err {'];
  for (const [stem, code] of enumerators(errors)) lines.push(`    PL_GV_ERR_${stem} = ${code},`);
  lines.push('};', '');
  lines.push('enum pl_lang {', '    PL_LANG_EN,', '    PL_LANG_ZH,', '};', '');
  lines.push('/* Short UTF-8 text of a code ("Wrong room password"); a text for unknown ones too. */');
  lines.push('const char *pl_gv_err_text(int code, enum pl_lang lang);', '');
  return guarded('ERRORS', lines);
}

export function errorsSource(errors) {
  const lines = [...HEAD_C, '#include "proto/wire/errors_gen.h"', '', '#include <stddef.h>', ''];
  lines.push('struct row {', '    int code;', '    const char *en;', '    const char *zh;', '};', '');
  lines.push('/* Ascending, for the search below. */', 'static const struct row rows[] = {');
  for (const { code, en, zh } of errors) {
    lines.push('    {', `        .code = ${code},`, `        .en = ${quoteC(en.text)},`);
    lines.push(`        .zh = ${quoteC(zh.text)},`, '    },');
  }
  lines.push('};', '', 'const char *pl_gv_err_text(int code, enum pl_lang lang)', '{');
  lines.push('    size_t low = 0;', '    size_t high = sizeof(rows) / sizeof(rows[0]);');
  lines.push('    while (low < high) {', '        size_t middle = low + (high - low) / 2;');
  lines.push('        if (rows[middle].code == code)');
  lines.push('            return lang == PL_LANG_ZH ? rows[middle].zh : rows[middle].en;');
  lines.push('        if (rows[middle].code < code)', '            low = middle + 1;');
  lines.push('        else', '            high = middle;', '    }');
  const unknown = quoteC('未知错误');
  lines.push(`    return lang == PL_LANG_ZH ? ${unknown} : "Unknown error";`, '}', '');
  return lines.join('\n');
}

export function limitsHeader(limits) {
  const lines = ['/* Units are in the names or counts; "default" ones can be configured. */', 'enum pl_limit {'];
  for (const { name, value } of limits) lines.push(`    PL_LIMIT_${name.toUpperCase()} = ${value},`);
  return guarded('LIMITS', lines.concat(['};', '']));
}
