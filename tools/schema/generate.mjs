// SPDX-License-Identifier: Apache-2.0
// Writes everything that is derived from schema/.
//   node tools/schema/generate.mjs          writes the files that differ
//   node tools/schema/generate.mjs --check  writes nothing, names what differs, exits 1 if any does

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAll } from './load.mjs';
import { outputs } from './outputs.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

function present(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function main(args) {
  const check = args.includes('--check');
  const files = outputs(loadAll(join(root, 'schema')));
  const stale = Object.entries(files).filter(([name, text]) => present(join(root, name)) !== text);
  for (const [name, text] of stale) {
    console.log(check ? `${name} is not what schema/ says: run \`make schema\`` : `wrote ${name}`);
    if (check) continue;
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return check && stale.length > 0 ? 1 : 0;
}

process.exitCode = main(process.argv.slice(2));
