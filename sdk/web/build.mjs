// SPDX-License-Identifier: Apache-2.0
// Builds sdk/web/dist/: `node sdk/web/build.mjs [directory]`.
//   parlor.mjs, parlor.d.ts    for new pages
//   anychatsdk.js              for pages of the manual: one classic script, pure ASCII
//   anychatsdk.debug.js        the same to be read: with its names and comments
//   anychatevent.js            a template of the page's event functions
//   anychatobject.js           the constants of business objects alone, for pages that name the file
//   parlor-denoise.*           RNNoise, an audio worklet; loaded when a page wants it
//   parlor-segmenter/          tells people from what is behind them; loaded when a page wants another background

import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { functions } from './src/generated/functions.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const LICENCE = '// SPDX-License-Identifier: Apache-2.0';

/** What both are made for. */
const common = { bundle: true, charset: 'ascii', target: ['es2022'], legalComments: 'none', logLevel: 'warning' };

async function moduleFace(out) {
  await build({
    ...common, entryPoints: [join(here, 'src/parlor.mjs')], format: 'esm', outfile: join(out, 'parlor.mjs'), sourcemap: true, banner: { js: LICENCE },
  });
  await copyFile(join(here, 'src/parlor.d.ts'), join(out, 'parlor.d.ts'));
}

/** Top-level functions that pages may replace, and whose number of parameters is the manual's. */
function declarations() {
  return Object.entries(functions)
    .map(([name, parameters]) => `function ${name}(${parameters}) { return AnyChatParlor.api.${name}.apply(null, arguments); }`);
}

/** @param {string} out @param {string} name @param {boolean} minify what is at the top level keeps its names all the same */
async function classicFace(out, name, minify) {
  const constants = await readFile(join(here, 'src/generated/constants.classic.js'), 'utf8');
  const { outputFiles } = await build({
    ...common, entryPoints: [join(here, 'src/classic/main.mjs')], format: 'iife', globalName: 'AnyChatParlor', write: false, minify,
  });
  const text = [
    constants.trimEnd(),
    outputFiles[0].text.replace(/^"use strict";\n?/, '').trimEnd(),
    '// What pages ask before they use something of a later version.',
    'var bSupportObjectBusiness = true, bSupportMultiStream = true, bSupportCluster = true, bSupportStreamRecordCtrlEx = true;',
    'var anychat;',
    'var Base64 = AnyChatParlor.Base64;',
    'var base64TranFuc = new Base64();',
    ...declarations(), '',
  ].join('\n');
  const { code } = minify ? await transform(text, { charset: 'ascii', legalComments: 'none', minifyWhitespace: true, target: common.target }) : { code: text };
  await writeFile(join(out, name), minify ? `${LICENCE}\n${code}` : code);
}

async function besides(out) {
  const constants = (await readFile(join(here, 'src/generated/constants.classic.js'), 'utf8')).split('\n');
  const wanted = /^var ANYCHAT_(OBJECT|INVALID_OBJECT|MAX_OBJECT|AGENT|AREA|QUEUE)_/;
  await writeFile(join(out, 'anychatobject.js'), [constants[0], ...constants.filter((line) => wanted.test(line)), ''].join('\n'));
  await copyFile(join(here, 'src/classic/anychatevent.js'), join(out, 'anychatevent.js'));
}

/** RNNoise, as the npm package has it compiled; what is asked of those who pass it on stands in parlor-denoise.txt. */
async function denoiser(out) {
  const from = join(here, '../../node_modules/@jitsi/rnnoise-wasm/dist');
  if (!existsSync(from)) { console.warn('parlor-denoise is left out: npm ci has not brought @jitsi/rnnoise-wasm'); return; }
  await build({
    ...common, entryPoints: [join(here, 'src/media/denoise.worklet.js')], format: 'iife', minify: true, outfile: join(out, 'parlor-denoise.js'),
    banner: { js: `${LICENCE}\n// RNNoise and its wrapper: see parlor-denoise.txt` },
  });
  await copyFile(join(from, 'rnnoise.wasm'), join(out, 'parlor-denoise.wasm'));
  await chmod(join(out, 'parlor-denoise.wasm'), 0o644); // the package has it as it likes
  await copyFile(join(here, 'src/media/denoise.licence.txt'), join(out, 'parlor-denoise.txt'));
}

/** MediaPipe's selfie segmentation (Apache-2.0), with the model for landscape pictures; browsers without SIMD go without. */
async function segmenter(out) {
  const from = join(here, '../../node_modules/@mediapipe/selfie_segmentation');
  const to = join(out, 'parlor-segmenter');
  if (!existsSync(from)) { console.warn('parlor-segmenter is left out: npm ci has not brought @mediapipe/selfie_segmentation'); return; }
  await mkdir(to);
  const solution = 'selfie_segmentation_solution_simd_wasm_bin';
  for (const name of ['selfie_segmentation.js', 'selfie_segmentation.binarypb', 'selfie_segmentation_landscape.tflite', `${solution}.js`, `${solution}.wasm`]) {
    await copyFile(join(from, name), join(to, name));
    await chmod(join(to, name), 0o644); // the package has them as it likes
  }
  const { name, version, license, homepage } = JSON.parse(await readFile(join(from, 'package.json'), 'utf8'));
  await writeFile(join(to, 'LICENSE.txt'), `Files of the npm package ${name} ${version}, unchanged.\nLicence: ${license}, see https://www.apache.org/licenses/LICENSE-2.0\n${homepage}\n`);
}

const out = process.argv[2] ?? join(here, 'dist');
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all([moduleFace(out), classicFace(out, 'anychatsdk.js', true), classicFace(out, 'anychatsdk.debug.js', false), besides(out), denoiser(out), segmenter(out)]);
