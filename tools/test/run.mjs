// SPDX-License-Identifier: Apache-2.0
// Usage: run.mjs PLAN|STAGE...   Runs them all, whatever fails, and ends with "N passed, N failed".
import {add, nothing} from './count.mjs';
import {plans, stages} from './stages.mjs';

const wanted = process.argv.slice(2).flatMap((name) => plans[name] ?? [name]);
const unknown = wanted.filter((name) => !stages[name]);
if (wanted.length === 0 || unknown.length > 0) {
  console.error(`${unknown.map((name) => `no stage "${name}"; `).join('')}plans: ${Object.keys(plans).join(' ')}; stages: ${Object.keys(stages).join(' ')}`);
  process.exit(2);
}

let total = nothing();
const rows = [];
for (const name of wanted) {
  console.log(`\n==> ${name}`);
  const began = Date.now();
  let count;
  try {
    count = await stages[name]();
  } catch (error) {
    console.error(error);
    count = {passed: 0, failed: 1, skipped: 0};
  }
  rows.push({name, ...count, seconds: Math.round((Date.now() - began) / 1000)});
  total = add(total, count);
}

console.log('\nstage              passed  failed  skipped  seconds');
for (const row of rows) {
  console.log(`${row.name.padEnd(18)} ${String(row.passed).padStart(6)}  ${String(row.failed).padStart(6)}  ${String(row.skipped).padStart(7)}  ${String(row.seconds).padStart(7)}`);
}
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exit(total.failed === 0 ? 0 : 1);
