// SPDX-License-Identifier: Apache-2.0
// How many cases passed: readers for the outputs of our test programs. A program that failed without saying which
// case did counts as one failed case, and so does one that ran no case at all: a silent stage is no success.
import {readFileSync} from 'node:fs';

/** @typedef {{passed: number, failed: number, skipped: number}} Count */

/** @returns {Count} */
export const nothing = () => ({passed: 0, failed: 0, skipped: 0});

/** @param {Count} a @param {Count} b @returns {Count} */
export const add = (a, b) => ({passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped});

/** A stage that is one yes or no. @returns {Count} */
export const single = (ok) => ({passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0});

const honest = (count, code) => {
  const silent = count.passed + count.failed + count.skipped === 0;
  if ((code !== 0 && count.failed === 0) || silent) return {...count, failed: count.failed + 1};
  return count;
};

/** Sub-cases of every TAP program, from meson's JUnit report. */
export function mesonJunit(path, code) {
  let xml = '';
  try { xml = readFileSync(path, 'utf8'); } catch { /* not even begun: honest() counts it */ }
  let count = nothing();
  for (const [, attributes] of xml.matchAll(/<testsuite\s([^>]*)>/g)) {
    const number = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(attributes)?.[1] ?? 0);
    const failed = number('failures') + number('errors');
    const skipped = number('skipped');
    count = add(count, {passed: number('tests') - failed - skipped, failed, skipped});
  }
  return honest(count, code);
}

/** `# pass N` and `# fail N` at the end of node's TAP. */
export function nodeTap(output, code) {
  const last = (name) => Number([...output.matchAll(new RegExp(`^# ${name} (\\d+)`, 'gm'))].at(-1)?.[1] ?? 0);
  return honest({passed: last('pass'), failed: last('fail') + last('cancelled'), skipped: last('skipped') + last('todo')}, code);
}

/** The plain line `N passed, N failed[, N skipped]`; the last one counts. */
export function plainLine(output, code) {
  const found = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1);
  const count = found ? {passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3] ?? 0)} : nothing();
  return honest(count, code);
}
