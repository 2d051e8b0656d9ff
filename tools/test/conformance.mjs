// SPDX-License-Identifier: Apache-2.0
// The table of conformance: every function and event of the interface, the test that checks it, and what came of it.
//   node tools/test/conformance.mjs           from the results that there are, to the screen
//   node tools/test/conformance.mjs --write   to docs/conformance.md
// Exit 1: a row of the manual does not pass that is not excused by schema/not_yet.txt.
import {existsSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {loadRows} from '../schema/rows.mjs';

/** @typedef {{row: string, file: string, title: string, browser: string, result: string}} Result */

const BROWSERS = ['Chromium', 'Firefox'];
const HEAD = `<!-- Written by the test run (make test, make browser): do not edit. -->

# Conformance

Every function and event of the classic interface, and the browser tests that check what the manual says of it. "In manual": described (yes), in its list
of calls only (listed), named in passing (name-only), not at all (no). A browser that lacks what a row needs is named with the missing feature.
`;

/** What all tests of a row say together. @param {Result[]} results of one row and one browser */
function verdict(results) {
  if (results.some(({result}) => result === 'fail')) return 'fail';
  if (results.some(({result}) => result === 'pass')) return 'pass';
  return results[0]?.result ?? '';
}

/**
 * @param {import('../schema/rows.mjs').Row[]} rows @param {Result[]} results
 * @returns {{name: string, manual: string, tests: string[], results: string[], passes: boolean}[]}
 */
export function judge(rows, results) {
  return rows.map(({name, manual}) => {
    const own = results.filter(({row}) => row === name);
    const tests = [...new Set(own.map(({file, title}) => `${file.replace(/^.*\//, '')}: ${title}`))].sort();
    const each = BROWSERS.map((browser) => verdict(own.filter((result) => result.browser === browser)));
    const passes = each[0] === 'pass' && (each[1] === 'pass' || each[1].startsWith('lacks '));
    return {name, manual, tests, results: each, passes};
  });
}

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

/** @param {ReturnType<typeof judge>} judged @returns {string} */
export function table(judged) {
  const lines = judged.map(({name, manual, tests, results}) =>
    `| ${[cell(name), manual, tests.map(cell).join('<br>'), ...results].map((text) => text || '-').join(' | ')} |`);
  const manual = judged.filter((row) => row.manual !== 'no');
  return [HEAD, `| name | in manual | test | ${BROWSERS.join(' | ')} |`, `|${' --- |'.repeat(3 + BROWSERS.length)}`, ...lines, '',
    `${manual.filter(({passes}) => passes).length} of ${manual.length} rows in the manual pass`, ''].join('\n');
}

/**
 * @param {ReturnType<typeof judge>} judged @param {string[]} excused
 * @returns {{wrong: string[], done: string[], left: string[]}} wrong: has to pass and does not; done: passes, so its excuse goes;
 *     left: still excused
 */
export function compare(judged, excused) {
  const manual = new Map(judged.filter((row) => row.manual !== 'no').map((row) => [row.name, row.passes]));
  const wrong = [...manual].filter(([name, passes]) => !passes && !excused.includes(name)).map(([name]) => name);
  const strangers = excused.filter((name) => !manual.has(name));
  return {
    wrong: [...wrong, ...strangers.map((name) => `${name} (in not_yet.txt, but not a row of the manual)`)],
    done: excused.filter((name) => manual.get(name)), left: excused.filter((name) => manual.get(name) === false),
  };
}

/** @param {string} dir @returns {Result[]} */
function readResults(dir) {
  if (!existsSync(dir)) return [];
  const files = readdirSync(dir).filter((name) => name.endsWith('.jsonl')).sort();
  return files.flatMap((name) => readFileSync(`${dir}/${name}`, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)));
}

/** @param {string} root of the project @param {{write?: boolean}} [options] @returns {{ok: boolean, complete: boolean, text: string}} text: what to tell the person */
export function conformance(root, {write = false} = {}) {
  const {functions, events} = loadRows(`${root}/schema`);
  const results = readResults(`${root}/tests/results/conformance`);
  const judged = judge([...functions, ...events], results);
  // Without Firefox (no network namespace here) the table would say less than is known.
  const complete = BROWSERS.every((browser) => results.some((result) => result.browser === browser));
  if (!complete) return {ok: true, complete, text: 'there are no results of both browsers: docs/conformance.md stays as it is\n'};
  if (write) writeFileSync(`${root}/docs/conformance.md`, table(judged));
  const excused = readFileSync(`${root}/schema/not_yet.txt`, 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
  const {wrong, done, left} = compare(judged, excused);
  const detail = (name) => {
    const row = judged.find((one) => one.name === name);
    return row ? `not ok ${name}: ${BROWSERS.map((browser, i) => `${browser} ${row.results[i] || 'no test'}`).join(', ')}` : `not ok ${name}`;
  };
  const text = [...wrong.map(detail), ...done.map((name) => `passes now, delete its line in schema/not_yet.txt: ${name}`),
    `${left.length} rows of the manual wait in schema/not_yet.txt`, table(judged).trimEnd().split('\n').at(-1), ''];
  return {ok: wrong.length === 0, complete, text: text.join('\n')};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const {ok, text} = conformance(root, {write: process.argv.includes('--write')});
  process.stdout.write(text);
  process.exitCode = ok ? 0 : 1;
}
