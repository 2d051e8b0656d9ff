// SPDX-License-Identifier: Apache-2.0
// Writes docs/api from the comments of parlor.d.ts, schema/ and schema/guide/.
//   node tools/guide/generate.mjs          writes what differs, and marks translations that are new
//   node tools/guide/generate.mjs --check  writes nothing, names what differs, exits 1 if any does

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pages } from './pages.mjs';
import { compare, loadSources, translationsFile, writeTranslations } from './sources.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** @returns {{ stale: [string, string][], translated: ReturnType<typeof compare> }} files that are not what they should be */
export function due() {
  const sources = loadSources(root);
  const translated = compare(sources.entries, sources.translations);
  const files = { ...pages(sources), [translationsFile]: writeTranslations(sources.translations) };
  const present = (name) => existsSync(join(root, name)) ? readFileSync(join(root, name), 'utf8') : null;
  return { stale: Object.entries(files).filter(([name, text]) => present(name) !== text), translated };
}

function main(args) {
  const check = args.includes('--check');
  const { stale, translated } = due();
  for (const [name, text] of stale) {
    console.log(check ? `${name} is not what parlor.d.ts and schema/ say: run \`make schema\`` : `wrote ${name}`);
    if (check) continue;
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  for (const [what, keys] of Object.entries(translated))
    if (keys.length > 0) console.log(`${translationsFile}: ${what}: ${keys.join(', ')}`);
  return check && stale.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
