// SPDX-License-Identifier: Apache-2.0
// Which rows of schema/web-functions.tsv and schema/web-events.tsv a browser test checks, and what came of it in which browser.
// Every test file leaves one file of JSON lines in tests/results/conformance; tools/test/conformance.mjs makes the table.
//
// A test for both browsers, which are started once a file, when the first test needs them:
//
//   conforms('a text reaches the others', ['BRAC_SendTextMessage', 'OnAnyChatTextMessage'], async ({browser, t, check}) => {
//     const ann = await join(browser, server, 'ann');
//     ...
//     await check(['BRAC_GetUserName'], async () => assert.equal(...));     // more rows, with a result of their own
//   }, {lacks: {Firefox: 'HTMLCanvasElement.prototype.thing'}});
//
// A row is named only by a test that checks what the manual says of it, not merely that it can be called. In a test that has its own
// browsers, `check(title, browser.name, rows, run)` of this file does the same.
import {appendFileSync, mkdirSync, rmSync} from 'node:fs';
import {createServer} from 'node:http';
import {basename, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {after, test} from 'node:test';
import {loadRows} from '../../tools/schema/rows.mjs';
import {startChromium, startFirefox} from './browsers.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Where the results are, from the root of the project. */
export const resultsDir = 'tests/results/conformance';

const {functions, events} = loadRows(`${root}/schema`);
const known = new Set([...functions, ...events].map(({name}) => name));

const file = relative(root, process.argv[1] ?? '');
const path = `${root}/${resultsDir}/${basename(file)}.jsonl`;
let begun = false;

/** @param {string} title @param {string} browser @param {string[]} rows @param {string} result `pass`, `fail` or `lacks FEATURE` */
function record(title, browser, rows, result) {
  if (!begun) {
    mkdirSync(`${root}/${resultsDir}`, {recursive: true});
    rmSync(path, {force: true});
    begun = true;
  }
  appendFileSync(path, rows.map((row) => `${JSON.stringify({row, file, title, browser, result})}\n`).join(''));
}

/**
 * Runs a check of some rows and keeps what came of it.
 * @param {string} title of the test @param {string} browser its name @param {string[]} rows @param {() => Promise<any> | any} run
 */
export async function check(title, browser, rows, run) {
  const unknown = rows.filter((row) => !known.has(row));
  if (unknown.length > 0) throw new Error(`no such row in schema/web-*.tsv: ${unknown.join(', ')}`);
  try {
    const value = await run();
    record(title, browser, rows, 'pass');
    return value;
  } catch (error) {
    record(title, browser, rows, 'fail');
    throw error;
  }
}

/** Firefox gathers no candidate of the loopback interface: it needs the network of in_namespace.sh. */
const withoutFirefox = process.env.PARLOR_TEST_NAMESPACE === 'yes' ? false : 'no network namespace here';
const starters = {Chromium: startChromium, Firefox: startFirefox};
/** @type {Record<string, Promise<any>>} */
const started = {};
const browserOf = (name) => started[name] ??= starters[name]();

after(async () => {
  for (const browser of Object.values(started)) await browser.then((it) => it.close(), () => {});
});

/**
 * A feature that is claimed to be missing has to be missing: `HTMLMediaElement.prototype.setSinkId` and the like, looked up in a page
 * that counts as secure.
 */
async function isMissing(browser, feature) {
  const empty = createServer((_, response) => response.end('<!doctype html>'));
  await new Promise((resolve) => { empty.listen(0, '127.0.0.1', resolve); });
  const page = await browser.page('feature');
  try {
    await page.goto(`http://127.0.0.1:${empty.address().port}/`);
    return await page.evaluate((feature) => {
      const names = feature.split('.');
      const last = names.pop();
      const owner = names.reduce((at, name) => at?.[name], window);
      return !(owner && last in owner);
    }, feature);
  } finally {
    await page.close();
    empty.closeAllConnections?.();
    empty.close();
  }
}

/**
 * A test in Chromium and in Firefox.
 * @param {string} title
 * @param {string[]} rows that it checks; `check` in its argument checks more of them, with results of their own
 * @param {(c: {browser: any, t: any, check: (rows: string[], run: () => any) => Promise<any>}) => Promise<any>} run
 * @param {{lacks?: Record<string, string>, timeout?: number}} [options] lacks: browser -> the feature without which it cannot pass there,
 *     as a path from `window`; the test is not run there
 */
export function conforms(title, rows, run, {lacks = {}, timeout = 240000} = {}) {
  for (const name of Object.keys(starters)) {
    test(`${title} (${name})`, {skip: name === 'Firefox' && withoutFirefox, timeout}, async (t) => {
      const browser = await browserOf(name);
      if (lacks[name]) {
        if (!await isMissing(browser, lacks[name])) throw new Error(`${name} has ${lacks[name]}: the test can run there`);
        record(title, name, rows, `lacks ${lacks[name]}`);
        return;
      }
      const more = (others, part) => check(title, name, others, part);
      await check(title, name, rows, () => run({browser, t, check: more}));
    });
  }
}
