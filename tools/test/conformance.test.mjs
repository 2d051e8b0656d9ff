// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {readRows} from '../schema/rows.mjs';
import {compare, conformance, judge, table} from './conformance.mjs';

const rows = [
  {name: 'BRAC_A', manual: 'yes', parameters: []}, {name: '<video element>.B', manual: 'no', parameters: []}, {name: 'OnC', manual: 'listed', parameters: []},
  {name: 'OnD', manual: 'name-only', parameters: []},
];
const result = (row, browser, result, title = 'does it') => ({row, file: 'tests/browser/a.test.mjs', title, browser, result});

test('a row passes where all its tests pass, or where a browser lacks the feature', () => {
  const judged = judge(rows, [
    result('BRAC_A', 'Chromium', 'pass'), result('BRAC_A', 'Firefox', 'pass'), result('BRAC_A', 'Firefox', 'fail', 'does more'),
    result('OnC', 'Chromium', 'pass'), result('OnC', 'Firefox', 'lacks ImageCapture'), result('OnD', 'Firefox', 'pass'),
  ]);
  assert.deepEqual(judged.map(({results, passes}) => [...results, passes]),
    [['pass', 'fail', false], ['', '', false], ['pass', 'lacks ImageCapture', true], ['', 'pass', false]]);
  const lines = table(judged).split('\n');
  assert.ok(lines.includes('| BRAC_A | yes | a.test.mjs: does it<br>a.test.mjs: does more | pass | fail |'));
  assert.ok(lines.includes('| &lt;video element>.B | no | - | - | - |'));
  assert.deepEqual(lines.slice(-2), ['1 of 3 rows in the manual pass', '']);
  assert.deepEqual(compare(judged, ['OnC', 'OnD', 'nobody']), {
    wrong: ['BRAC_A', 'nobody (in not_yet.txt, but not a row of the manual)'], done: ['OnC'], left: ['OnD'],
  });
});

test('the order of the results does not change the table', () => {
  const results = [result('BRAC_A', 'Chromium', 'pass', 'z'), result('BRAC_A', 'Chromium', 'pass', 'a'), result('BRAC_A', 'Firefox', 'pass', 'a')];
  assert.equal(table(judge(rows, results)), table(judge(rows, results.reverse())));
});

test('the file is written from the results, and only when both browsers had their say', () => {
  const root = mkdtempSync(join(tmpdir(), 'parlor-conformance-'));
  try {
    for (const dir of ['schema', 'docs', 'tests/results/conformance']) mkdirSync(join(root, dir), {recursive: true});
    writeFileSync(join(root, 'schema/web-functions.tsv'), 'name\tparameters\treturns\tmanual\tgroup\ten\tzh\nBRAC_A\tx:int\tint\tyes\tg\te\tz\n');
    writeFileSync(join(root, 'schema/web-events.tsv'), 'name\tparameters\tcarried_by\tmanual\tgroup\ten\tzh\nOnC\ta, b\titself\tno\tg\te\tz\n');
    writeFileSync(join(root, 'schema/not_yet.txt'), '# why\n');
    writeFileSync(join(root, 'tests/results/conformance/a.jsonl'), `${JSON.stringify(result('BRAC_A', 'Chromium', 'pass'))}\n`);
    assert.deepEqual([conformance(root, {write: true}).ok, conformance(root).complete], [true, false]);
    assert.throws(() => readFileSync(join(root, 'docs/conformance.md')));
    writeFileSync(join(root, 'tests/results/conformance/b.jsonl'), `${JSON.stringify(result('BRAC_A', 'Firefox', 'fail'))}\n`);
    const {ok, text} = conformance(root, {write: true});
    assert.equal(ok, false);
    assert.match(text, /^not ok BRAC_A: Chromium pass, Firefox fail$/m);
    assert.match(readFileSync(join(root, 'docs/conformance.md'), 'utf8'), /\n0 of 1 rows in the manual pass\n$/);
  } finally {
    rmSync(root, {recursive: true, force: true});
  }
});

test('rows are refused that contradict themselves', () => {
  const head = 'name\tparameters\treturns\tmanual\tgroup\ten\tzh\n';
  assert.throws(() => readRows(`${head}A\t\tint\tperhaps\n`, 'web-functions.tsv'), /perhaps/);
  assert.throws(() => readRows(`${head}A\t\tint\tno\tg\te\tz\nA\t\tint\tno\tg\te\tz\n`, 'web-functions.tsv'), /twice/);
  assert.throws(() => readRows(`${head}A\t\tint\tno\tg\te\n`, 'web-functions.tsv'), /no group or text/);
  assert.throws(() => readRows('name\n', 'web-events.tsv'), /columns/);
});
