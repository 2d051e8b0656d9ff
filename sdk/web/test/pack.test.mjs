// SPDX-License-Identifier: Apache-2.0
// The npm package: packed, installed into an empty project, bundled, type-checked, and its script tag run.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const workspace = join(here, '../../..');
let out, project, files;

/** Nothing is fetched: the tarball has no dependencies. */
const npm = (cwd, ...args) => run('npm', [...args, '--offline', '--no-audit', '--no-fund', '--loglevel=error', '--cache', join(out, 'cache')], { cwd });

before(async () => {
  out = await mkdtemp(join(tmpdir(), 'parlor-pack-'));
  const source = join(out, 'source');
  await mkdir(source);
  await run(process.execPath, [join(here, '../build.mjs'), join(source, 'dist')]);
  for (const name of ['package.json', 'README.md']) await cp(join(here, '..', name), join(source, name));
  const [packed] = JSON.parse((await npm(source, 'pack', '--json', '--pack-destination', out)).stdout);
  files = packed.files.map(({ path }) => path);
  project = join(out, 'project');
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{"name":"empty","version":"1.0.0","type":"module"}');
  await npm(project, 'install', join(out, packed.filename));
});
after(() => rm(out, { recursive: true, force: true }));

test('the tarball has what a page needs and nothing of the workshop', () => {
  for (const name of ['package.json', 'README.md', 'dist/parlor.mjs', 'dist/parlor.d.ts', 'dist/anychatsdk.js', 'dist/anychatsdk.debug.js', 'dist/anychatevent.js', 'dist/anychatobject.js'])
    assert.ok(files.includes(name), `${name} of ${files}`);
  assert.deepEqual(files.filter((name) => !/^(package\.json|README\.md|dist\/)/.test(name) || /test|node_modules/.test(name)), []);
});

test('a bundler finds the module, and what it makes runs', async () => {
  const bundle = async (text) => {
    await writeFile(join(project, 'page.mjs'), text);
    const { outputFiles, metafile } = await build({ entryPoints: [join(project, 'page.mjs')], bundle: true, format: 'esm', minify: true, write: false, metafile: true });
    return { text: outputFiles[0].text, inputs: Object.keys(metafile.inputs) };
  };
  const all = await bundle("import { Parlor } from 'parlor-web'; globalThis.made = new Parlor({ url: 'wss://h/parlor' });");
  assert.ok(all.inputs.some((path) => path.endsWith('parlor-web/dist/parlor.mjs')), `${all.inputs}`);
  const page = join(project, 'bundle.mjs');
  await writeFile(page, all.text);
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', `await import(${JSON.stringify(page)}); console.log(globalThis.made.state); process.exit()`]);
  assert.equal(stdout.trim(), 'closed', 'it runs without a browser as far as it can');
});

test('the types are found by both ways of resolving modules', async () => {
  await cp(join(here, 'usage.ts'), join(project, 'usage.ts'));
  const options = { noEmit: true, strict: true, target: 'es2022', lib: ['es2022', 'dom'], types: [] };
  for (const modules of [{ module: 'nodenext' }, { module: 'esnext', moduleResolution: 'bundler' }]) {
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...options, ...modules }, files: ['usage.ts'] }));
    await run(process.execPath, [join(workspace, 'node_modules/typescript/bin/tsc'), '-p', '.'], { cwd: project }).catch(({ stdout }) => assert.fail(stdout));
  }
});

test('the script for a script tag is found by its name, and is smaller than the one to be read', async () => {
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e',
    "for (const name of ['anychatsdk.js', 'anychatsdk.debug.js', 'dist/anychatsdk.js']) console.log(import.meta.resolve(`parlor-web/${name}`))"], { cwd: project });
  const [small, large, same] = stdout.trim().split('\n');
  assert.equal(small, same);
  const sizes = await Promise.all([small, large].map(async (url) => (await readFile(fileURLToPath(url))).length));
  assert.ok(sizes[0] < 0.7 * sizes[1], `${sizes}`);
});
