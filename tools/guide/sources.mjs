// SPDX-License-Identifier: Apache-2.0
// What the guide is made of: the declarations of the typed interface, the rows of the classic one, the groups, the examples, and the
// Chinese of what the declarations say in English.
//
// schema/guide/typed.zh.tsv has a line for each comment: name, Chinese, and a mark of the English that it translates. A line without a mark is new:
// generate.mjs gives it one. A line whose mark does not fit is out of date: its page shows the English until somebody looks at it.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRows } from '../schema/rows.mjs';
import { readDeclarations } from './declarations.mjs';

const HEAD = 'name\tzh\tof';
export const translationsFile = 'schema/guide/typed.zh.tsv';

/** @param {string} english */
export const markOf = (english) => createHash('sha256').update(english).digest('hex').slice(0, 8);

/** @param {string} text @returns {Map<string, { zh: string, of: string }>} */
export function readTranslations(text) {
  const [head, ...lines] = text.trimEnd().split('\n');
  if (head !== HEAD) throw new Error(`${translationsFile}: the first line is not "${HEAD}"`);
  const found = new Map();
  for (const line of lines) {
    const [name, zh, of = ''] = line.split('\t');
    if (!name || !zh) throw new Error(`${translationsFile}: no text: ${line}`);
    if (found.has(name)) throw new Error(`${translationsFile}: ${name} stands twice`);
    found.set(name, { zh, of });
  }
  return found;
}

/** @param {Map<string, { zh: string, of: string }>} translations */
export const writeTranslations = (translations) => `${[HEAD, ...[...translations].map(([name, { zh, of }]) => `${name}\t${zh}\t${of}`)].join('\n')}\n`;

/** Marks what is new. What is out of date, missing, or of nothing, is told. @param {import('./declarations.mjs').Entry[]} entries @param {Map<string, { zh: string, of: string }>} translations */
export function compare(entries, translations) {
  const said = new Map(entries.filter(({ doc }) => doc).map(({ key, doc }) => [key, markOf(doc)]));
  for (const [name, line] of translations) if (!line.of && said.has(name)) line.of = said.get(name) ?? '';
  return {
    missing: [...said.keys()].filter((key) => !translations.has(key)),
    stale: [...said].filter(([key, mark]) => translations.has(key) && translations.get(key)?.of !== mark).map(([key]) => key),
    dead: [...translations.keys()].filter((key) => !said.has(key)),
  };
}

/** Where nobody has said: a declaration or a member of Parlor that has no group yet. */
const HOME = 'session';

/** @param {any[]} groups @param {import('./declarations.mjs').Declaration[]} declarations */
function distribute(groups, declarations) {
  const byName = new Map(declarations.map((one) => [one.name, one]));
  const parlor = byName.get('Parlor');
  const taken = new Set(['Parlor']), takenMembers = new Set();
  const pick = (names, map, seen, where) => names.flatMap((name) => {
    if (seen.has(name)) throw new Error(`groups.json: ${where}: ${name} stands twice`);
    seen.add(name);
    const found = map(name);
    if (found.length === 0) throw new Error(`groups.json: ${where}: parlor.d.ts has no ${name}`);
    return found;
  });
  const membersOf = (name) => parlor?.members.filter(({ key }) => key === `Parlor.${name}`) ?? [];
  const pages = groups.map((group) => ({
    ...group, parlor: pick(group.parlor ?? [], membersOf, takenMembers, group.id),
    types: pick(group.types ?? [], (name) => byName.get(name) ?? [], taken, group.id),
  }));
  const home = pages.find(({ id }) => id === HOME);
  home.parlor.push(...parlor?.members.filter(({ key }) => !takenMembers.has(key.slice('Parlor.'.length))) ?? []);
  home.types.push(...declarations.filter(({ name }) => !taken.has(name)));
  return { pages, parlor };
}

/** @param {string} root */
export function loadSources(root) {
  const read = (path) => readFileSync(join(root, path), 'utf8');
  const declarations = readDeclarations(read('sdk/web/src/parlor.d.ts'));
  const { functions, events } = loadRows(join(root, 'schema'));
  const { pages, parlor } = distribute(JSON.parse(read('schema/guide/groups.json')), declarations);
  const known = new Set(pages.map(({ id }) => id));
  for (const { name, group } of [...functions, ...events]) if (!known.has(group)) throw new Error(`${name}: there is no group ${group}`);
  const example = (id, kind) => { const path = `schema/guide/examples/${id}${kind}`; return existsSync(join(root, path)) ? read(path) : ''; };
  const groups = pages.map((page) => ({
    ...page, functions: functions.filter(({ group }) => group === page.id), events: events.filter(({ group }) => group === page.id),
    example: example(page.id, '.mjs'), classic: example(page.id, '.classic.js'),
  }));
  const entries = declarations.flatMap((one) => [one, ...one.members]);
  return { declarations, parlor, groups, entries, translations: readTranslations(read(translationsFile)) };
}
