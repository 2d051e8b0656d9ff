// SPDX-License-Identifier: Apache-2.0
// What `meson install` brings: the pages, the browser SDK, and the server SDK: what pkg-config says is all that a program needs, the old names of header and library too, in C and in C++; and the programs work.
import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, lstatSync, mkdtempSync, readdirSync, readlinkSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {after, before, test} from 'node:test';
import {CONFIG, SECRET} from '../support/business.mjs';
import {Client} from '../support/client.mjs';
import {Program, built} from '../support/program.mjs';
import {withServer} from './support.mjs';

const missing = ['meson', 'pkg-config', 'cc', 'c++'].filter((tool) => spawnSync(tool, ['--version']).status !== 0);
// A build with sanitizers makes libraries that other programs cannot load.
const sanitized = spawnSync('nm', ['-D', built('sdk/server/libparlorserver.so')], {encoding: 'utf8', maxBuffer: 1 << 26}).stdout?.match(/__(asan|tsan|ubsan)_/);
const skip = missing.length > 0 ? `no ${missing.join(', ')}` : sanitized ? 'built with a sanitizer' : false;
const sources = new URL('../../sdk/server/', import.meta.url).pathname;
let root, libraries, env;

before(() => {
  if (skip) return;
  root = mkdtempSync(join(tmpdir(), 'parlor-installed-'));
  execFileSync('meson', ['install', '-C', built('.'), '--no-rebuild', '--quiet', '--destdir', root], {stdio: ['ignore', 'ignore', 'inherit']});
  const found = readdirSync(root, {recursive: true}).map(String).find((path) => path.endsWith('pkgconfig/parlorserver.pc'));
  assert.ok(found, 'parlorserver.pc is not installed');
  libraries = dirname(dirname(join(root, found)));
  env = {...process.env, PKG_CONFIG_LIBDIR: join(libraries, 'pkgconfig'), PKG_CONFIG_SYSROOT_DIR: root};
});
after(() => { if (root) rmSync(root, {recursive: true, force: true}); });

const flags = (...what) => execFileSync('pkg-config', [...what, 'parlorserver'], {env, encoding: 'utf8'}).trim().split(/\s+/).filter(Boolean);

test('both names of the library, every header, a version', {skip}, () => {
  assert.match(flags('--modversion')[0], /^\d+\.\d+\.\d+$/);
  assert.equal(flags('--libs').at(-1), '-lparlorserver');
  assert.ok(lstatSync(join(libraries, 'libanychatserversdk.so')).isSymbolicLink());
  assert.equal(readlinkSync(join(libraries, 'libanychatserversdk.so')), 'libparlorserver.so.1');
  const headers = flags('--cflags').find((flag) => flag.startsWith('-I')).slice(2);
  assert.deepEqual(readdirSync(headers).sort(), readdirSync(join(sources, 'include')).sort());
});

test('the pages, and nothing that is not for browsers; the browser SDK where it has been built', {skip}, () => {
  const all = readdirSync(root, {recursive: true}).map(String).filter((path) => /share\/parlor\/./.test(path)).map((path) => path.replace(/^.*share\/parlor\//, ''));
  for (const page of ['room/index.html', 'call/index.html', 'counter/desk.html', 'counter/client/main.mjs', 'shared/base.css']) assert.ok(all.includes(`demos/${page}`), `demos/${page} is missing`);
  assert.deepEqual(all.filter((path) => /test\.mjs$|README|^demos\/business/.test(path)), []);
  if (existsSync(new URL('../../sdk/web/dist/anychatsdk.js', import.meta.url))) assert.ok(all.includes('sdk/anychatsdk.js'), 'the browser SDK is missing');
});

const PROGRAMS = [
  ['C, as pkg-config says', 'cc', ['test/old_program.c'], () => flags('--libs')],
  ['C++, under the old name', 'c++', ['-std=c++11', 'test/old_program.cc'], () => [`-L${libraries}`, '-lanychatserversdk']],
  ['the sample', 'cc', ['examples/business-sample.c', 'examples/sample-counters.c'], () => flags('--libs')],
];
for (const [name, compiler, files, libs] of PROGRAMS) {
  test(`a program is built with what is installed, and works: ${name}`, {skip, timeout: 120000}, async () => {
    const path = join(root, `program-${files.length}${compiler}`);
    execFileSync(compiler, ['-Wall', '-Werror', ...files.map((file) => (file.startsWith('-') ? file : join(sources, file))), ...flags('--cflags'), ...libs(), '-o', path], {stdio: ['ignore', 'inherit', 'inherit']});
    await withServer({config: CONFIG}, async (server) => {
      const sample = name === 'the sample';
      const program = new Program(path, sample ? ['--server', `127.0.0.1:${server.port}`, '--secret', SECRET] : [],
        {LD_LIBRARY_PATH: libraries, PARLOR_SERVER: server.url.replace(/^http/, 'ws'), PARLOR_SECRET: SECRET});
      await program.until(sample ? /connected \(0, 0\)/ : /messageex 10 0 0/);
      const ann = await Client.login(server.wsUrl, 'ann', {password: 'x'});
      await program.until(sample ? /ann/ : /login 100 'Nick ann'/);
      await ann.close();
      await program.until(/logout/);
      const {code} = sample ? await program.kill('SIGTERM') : await program.close();
      assert.equal(code, 0, program.errors);
    });
  });
}
