// SPDX-License-Identifier: Apache-2.0
// Reads web-functions.tsv and web-events.tsv: every function that a page may call and every event that it is told.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const MANUAL = ['yes', 'no', 'listed', 'name-only'];
const COLUMNS = {
  'web-functions.tsv': ['name', 'parameters', 'returns', 'manual', 'group', 'en', 'zh'],
  'web-events.tsv': ['name', 'parameters', 'carried_by', 'manual', 'group', 'en', 'zh'],
};

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {{ name: string, type: string }[]} parameters an event's have no type
 * @property {string} [returns]
 * @property {string} [carriedBy] an event: `itself`, the notification (WM_GV_...) or the object event that carries it
 * @property {'yes' | 'no' | 'listed' | 'name-only'} manual
 * @property {string} group the page of the guide (schema/guide/groups.json)
 * @property {string} en what it does
 * @property {string} zh
 */

/** @param {string} text @param {string} file @returns {Row[]} */
export function readRows(text, file) {
  const [head, ...lines] = text.trimEnd().split('\n');
  if (head !== COLUMNS[file].join('\t')) throw new Error(`${file}: other columns than expected`);
  const seen = new Set();
  return lines.map((line) => {
    const [name, parameters, third, manual, group, en, zh] = line.split('\t');
    if (!MANUAL.includes(manual)) throw new Error(`${file}: ${name}: "${manual}" is not one of ${MANUAL.join(', ')}`);
    if (seen.has(name)) throw new Error(`${file}: ${name} stands twice`);
    seen.add(name);
    if (!group || !en || !zh) throw new Error(`${file}: ${name} has no group or text`);
    const list = parameters ? parameters.split(', ').map((one) => one.split(':')) : [];
    const row = { name, parameters: list.map(([own, type = '']) => ({ name: own, type })), manual, group, en, zh };
    return file === 'web-functions.tsv' ? { ...row, returns: third } : { ...row, carriedBy: third };
  });
}

/** @param {string} dir schema/ @returns {{ functions: Row[], events: Row[] }} */
export function loadRows(dir) {
  const [functions, events] = Object.keys(COLUMNS).map((file) => readRows(readFileSync(join(dir, file), 'utf8'), file));
  return { functions, events };
}

/** Those that build.mjs declares: not constructors, not methods of elements. @param {Row[]} functions */
export const globalFunctions = (functions) => functions.filter(({ name, returns }) => /^\w+$/.test(name) && returns !== 'object');
