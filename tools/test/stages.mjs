// SPDX-License-Identifier: Apache-2.0
// What is tested, in the order that finds mistakes soonest.
import {existsSync, readdirSync, mkdirSync, rmSync} from 'node:fs';
import {exec} from './exec.mjs';
import {conformance} from './conformance.mjs';
import {add, mesonJunit, nodeTap, nothing, plainLine, single} from './count.mjs';

const jobs = process.env.JOBS ?? '2';
const ccache = (await exec('sh', ['-c', 'command -v ccache'], {quiet: true})).code === 0 ? 'ccache ' : '';
const GCC = `${ccache}gcc`;
const CLANG = `${ccache}clang-14`;
const SANITIZE = ['-Db_sanitize=address,undefined', '-Db_lundef=false'];
const SANITIZER_ENV = {
  ASAN_OPTIONS: 'abort_on_error=1:detect_leaks=1:strict_string_checks=1',
  UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1',
  TSAN_OPTIONS: 'halt_on_error=1:second_deadlock_stack=1',
};

async function configure(dir, cc, options = []) {
  const reconfigure = existsSync(`${dir}/build.ninja`) ? ['--reconfigure'] : [];
  return exec('meson', ['setup', ...reconfigure, '-Dtests=true', ...options, dir], {env: {CC: cc}, quiet: true});
}

async function build(dir, cc, options) {
  const configured = await configure(dir, cc, options);
  if (configured.code !== 0) { process.stdout.write(configured.output); return false; }
  const built = await exec('ninja', ['-C', dir, `-j${jobs}`], {quiet: true});
  if (built.code !== 0) process.stdout.write(built.output);
  return built.code === 0;
}

async function mesonTests(dir, suite, env = {}) {
  const {code} = await exec('meson', ['test', '-C', dir, '--no-rebuild', '--suite', suite, '--print-errorlogs',
    '--timeout-multiplier', '5', '--num-processes', jobs], {env});
  return mesonJunit(`${dir}/meson-logs/testlog.junit.xml`, code);
}

const nodeTests = async (files, options) => {
  const {code, output} = await exec('node', ['--test', '--test-reporter=tap', ...files], options);
  return nodeTap(output, code);
};

/** The files, two at a time but for those that `alone` names; Node 18 knows no --test-concurrency. */
async function twoLanes(files, alone, run) {
  for (const file of files.filter((name) => alone.test(name))) await run(file);
  const others = files.filter((name) => !alone.test(name));
  const lane = async () => { for (let file = others.shift(); file; file = others.shift()) await run(file); };
  await Promise.all([lane(), lane()]);
}

/** A process for each file; its output is printed in one piece, for another may be running. */
async function integrationTests(files, env) {
  let total = nothing();
  await twoLanes(files, /\/(attacks|recorder|soak)[^/]*\.test/, async (file) => {
    const {code, output} = await exec('node', ['--test', '--test-reporter=tap', file], {env: {...SANITIZER_ENV, ...env}, quiet: true});
    process.stdout.write(output);
    total = add(total, nodeTap(output, code));
  });
  return total;
}

/** In a network of their own when one can be made; else what can be tested without (the tests say what they skip). */
async function oneBrowserTry(file) {
  const inside = await exec('tests/support/in_namespace.sh', ['node', '--test', '--test-reporter=tap', file], {quiet: true});
  process.stdout.write(inside.output);
  return inside.code === 77 ? nodeTests([file]) : nodeTap(inside.output, inside.code);
}

/** What measures, or loads the machine: beside another test its figures would be those of a busy one. */
const ALONE = /\/(figures|impaired|layers|links|meeting|network|p2p|test_page|trace|ways)\.test/;

/**
 * Three browsers that encode video on two shared cores can miss any deadline: a file that fails is run once more, alone, and what it
 * says then counts; both outputs are printed, and the line below makes the first one findable.
 */
async function browserTests(files) {
  const failed = [];
  let total = nothing();
  await twoLanes(files, ALONE, async (file) => {
    const result = await oneBrowserTry(file);
    if (result.failed > 0) failed.push([file, result.failed]); else total = add(total, result);
  });
  for (const [file, count] of failed) {
    console.log(`==> ${file} failed (${count}): a second and last try`);
    total = add(total, await oneBrowserTry(file));
  }
  return total;
}

const filesBelow = (dir, wanted) => readdirSync(dir, {withFileTypes: true}).flatMap((entry) => {
  const path = `${dir}/${entry.name}`;
  if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : filesBelow(path, wanted);
  return wanted(path) ? [path] : [];
}).sort();

/** Every stage gives its count; `needs` are stages whose work it uses. */
export const stages = {
  async format() {
    const {code, output} = await exec('sh', ['-c',
      "git ls-files -co --exclude-standard '*.c' '*.h' | grep -v _gen | xargs clang-format-14 --dry-run -Werror"], {quiet: true});
    if (code !== 0) process.stdout.write(`${output.split('\n').slice(0, 20).join('\n')}\nCure: make fmt\n`);
    return single(code === 0);
  },

  async gcc() { return single(await build('build', GCC, [])); },

  async purity() {
    const list = await exec('meson', ['introspect', 'build', '--targets'], {quiet: true});
    const pure = /src\/(base|proto|media|core|impair|adapters\/business)\//;
    const libraries = JSON.parse(list.output).filter((t) => t.type === 'static library' && pure.test(t.defined_in))
      .flatMap((t) => t.filename);
    const {code, output} = await exec('tools/check/purity.sh', libraries);
    return plainLine(output, code);
  },

  unit: () => mesonTests('build', 'unit'),
  tools: () => nodeTests(filesBelow('tools', (path) => path.endsWith('.test.mjs'))),

  demos: () => nodeTests(filesBelow('demos', (path) => path.endsWith('.test.mjs'))),

  async sdk() {
    const built = await exec('node', ['sdk/web/build.mjs']);
    const tests = await nodeTests(filesBelow('sdk/web', (path) => path.endsWith('.test.mjs')));
    return add(single(built.code === 0), tests);
  },

  async 'asan-build'() { return single(await build('build-asan', CLANG, SANITIZE)); },
  'asan-unit': () => mesonTests('build-asan', 'unit', SANITIZER_ENV),

  /** The seeds, and the proof that the simulation notices faults. */
  async sim() {
    const program = existsSync('build-asan/sim/sim') ? 'build-asan/sim/sim' : 'build/sim/sim';
    const seeds = await exec(program, ['--seeds', process.env.SEEDS ?? '200'], {env: SANITIZER_ENV});
    const faults = await exec(program, ['--mutations'], {env: SANITIZER_ENV});
    const caught = (faults.output.match(/^ok /gm) ?? []).length;
    const missed = (faults.output.match(/^not ok /gm) ?? []).length;
    return add(plainLine(seeds.output, seeds.code), {passed: caught, failed: missed + (caught + missed === 0 ? 1 : 0), skipped: 0});
  },

  // A fixed number of runs for each target, so that CI takes the same time everywhere; those that carry whole
  // conversations are slower by orders of magnitude.
  /** A fixed seed: a run says whether the change at hand is sound. `make fuzz` draws one, and searches for what nobody knows yet. */
  async fuzz() {
    if (!await build('build-fuzz', CLANG, ['-Dfuzz=true', ...SANITIZE])) return single(false);
    const runs = Number(process.env.RUNS ?? '8000'); // with a fixed seed more would be the same again in every run
    const share = {bras: 0.2, media: 0.05, ice: 0.2, core: 0.2, dtls: 0.5};
    const programs = filesBelow('build-fuzz/fuzz', (path) => path.endsWith('_fuzz')).filter((p) => !p.includes('.p/'));
    let total = nothing();
    const take = async () => {
      for (let program; (program = programs.shift());) {
        const name = /([^/]+)_fuzz$/.exec(program)[1];
        const corpus = `fuzz/corpus/${name}`;
        const found = `tests/results/fuzz/${name}`;
        mkdirSync(found, {recursive: true});
        const {code, output} = await exec(program,
          [`-runs=${Math.ceil(runs * (share[name] ?? 1))}`, `-seed=${process.env.FUZZ_SEED ?? '1'}`, '-timeout=25', '-rss_limit_mb=4096', `-artifact_prefix=${found}/`, found,
            ...(existsSync(corpus) ? [corpus] : [])], {env: SANITIZER_ENV, quiet: true});
        console.log(`${code === 0 ? 'ok' : 'not ok'} fuzz ${name}`);
        if (code !== 0) process.stdout.write(output.split('\n').slice(-60).join('\n'));
        total = add(total, single(code === 0));
      }
    };
    await Promise.all(Array.from({length: Number(jobs)}, take));
    return total.passed + total.failed === 0 ? single(false) : total;
  },

  async 'tsan-build'() { return single(await build('build-tsan', CLANG, ['-Db_sanitize=thread', '-Db_lundef=false'])); },
  'tsan-unit': () => mesonTests('build-tsan', 'threads', SANITIZER_ENV),
  // Without parlor-recorder: FFmpeg's libraries are not instrumented, and what they do looks like races.
  'tsan-integration': () => integrationTests(filesBelow('tests/integration', (path) => path.endsWith('.test.mjs') && !/recorder/.test(path)),
    {SOAK_SECONDS: '20', PARLORD: 'build-tsan/src/server/parlord'}),

  integration: () => integrationTests(filesBelow('tests/integration', (path) => path.endsWith('.test.mjs')), {PARLORD: 'build-asan/src/server/parlord'}),

  async browser() {
    const files = filesBelow('tests/browser', (path) => path.endsWith('.test.mjs'));
    rmSync('tests/results/conformance', {recursive: true, force: true});
    return browserTests(files);
  },

  /** What the browser tests said of each function and event: docs/conformance.md. */
  async conformance() {
    const {ok, complete, text} = conformance('.', {write: true});
    process.stdout.write(text);
    return complete ? single(ok) : {passed: 0, failed: 0, skipped: 1};
  },
};

/** What `make NAME` runs. */
export const plans = {
  check: ['format', 'gcc', 'purity', 'unit', 'tools', 'sdk', 'demos'],
  asan: ['asan-build', 'asan-unit', 'sim'],
  tsan: ['tsan-build', 'tsan-unit', 'tsan-integration'],
  fuzz: ['fuzz'],
  sim: ['gcc', 'sim'],
  browser: ['gcc', 'sdk', 'browser', 'conformance'],
  integration: ['asan-build', 'integration'],
};
plans.all = ['format', 'gcc', 'purity', 'unit', 'tools', 'sdk', 'demos', 'asan-build', 'asan-unit', 'sim', 'integration', 'fuzz',
  'tsan-build', 'tsan-unit', 'tsan-integration', 'browser', 'conformance'];
