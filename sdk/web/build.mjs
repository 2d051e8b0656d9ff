// SPDX-License-Identifier: Apache-2.0
// Builds sdk/web/dist/: `node sdk/web/build.mjs [directory]`.

import { cp, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { existsSync } from 'node:fs';

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, 'dist');
const LICENCE = '// SPDX-License-Identifier: Apache-2.0';

/** What both are made for. Firefox ESR and Chromium of Debian are newer. */
const common = { bundle: true, charset: 'ascii', target: ['es2022'], legalComments: 'none', logLevel: 'warning' };

async function module() {
  await build({
    ...common, entryPoints: [join(here, 'src/parlor.mjs')], format: 'esm', outfile: join(out, 'parlor.mjs'),
    sourcemap: true, banner: { js: LICENCE },
  });
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await module();
