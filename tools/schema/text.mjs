// SPDX-License-Identifier: Apache-2.0
// Small helpers for writing source text.

export const MARK = 'Generated from schema/: do not edit, run `make schema`.';
export const HEAD_C = ['/* SPDX-License-Identifier: Apache-2.0 */', `/* ${MARK} */`];
export const HEAD_JS = ['// SPDX-License-Identifier: Apache-2.0', `// ${MARK}`];
export const HEAD_MD = [`<!-- ${MARK} -->`, ''];

/** A JavaScript or JSON string literal in ASCII only. */
export function quote(text) {
  const json = JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => unicodeEscape(c));
  return json.includes("'") || json.includes('\\"') ? json : `'${json.slice(1, -1)}'`;
}

function unicodeEscape(c) {
  return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A C string literal in UTF-8. The texts hold no control characters. */
export function quoteC(text) {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Text for a comment that ends with the line or with a star and a slash. */
export function comment(text) {
  return text.replaceAll('*/', '* /');
}

/** Text for a cell of a Markdown table. */
export function cell(text) {
  return String(text).replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*').replaceAll('_', '\\_');
}

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

/** [[group, items], ...] in the order of first appearance. */
export function groupBy(items, key) {
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups];
}

export function camel(name) {
  return name.replace(/(^|_)([a-z0-9])/g, (_, __, c) => c.toUpperCase());
}
