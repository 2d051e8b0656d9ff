// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from './generated/limits.mjs';
import { optionTable } from './generated/options.mjs';
import { Options } from './options.mjs';

const WIDTH = 38, DEVICE = 106, VERSION = 22, CONNECT = 41, BASE64 = 11007, POLICY = 40;

test('every option reads its default, is set and read back at its limits, and refuses what lies outside', () => {
  assert.ok(optionTable.length > 150);
  for (const [number, access, fallback, min, max] of optionTable) {
    const options = new Options();
    const write = (value) => options.set(number, value);
    assert.equal(options.string(number), String(fallback), `${number}`);
    if (access === 'r') { assert.equal(write(1), 20, `${number}`); continue; }
    if (access === 'fixed') { assert.deepEqual([write(1), options.int(number)], [0, fallback]); continue; }
    const kept = (value) => (access === 'w' ? fallback : value);
    if (typeof fallback === 'string') {
      assert.deepEqual([write('x'.repeat(limits.option_length)), write('x'.repeat(limits.option_length + 1))], [0, 21], `${number}`);
      assert.equal(options.string(number).length, kept('x'.repeat(limits.option_length)).length);
      continue;
    }
    for (const value of [min, max]) {
      assert.deepEqual([write(value), options.int(number)], [0, kept(value)], `${number}`);
      assert.deepEqual([write(String(value)), options.int(number), options.string(number)], [0, kept(value), String(kept(value))]);
    }
    for (const wrong of [min - 1, max + 1, 'abc', undefined, null, NaN, {}, Symbol('x'), Object.create(null)]) assert.equal(write(wrong), 21, `${number} ${typeof wrong}`);
    assert.equal(options.int(number), kept(max), 'a refused value changes nothing');
  }
});

test('numbers that are no options are refused, and read as nothing', () => {
  const options = new Options();
  for (const number of [0, -1, 9999, NaN, Infinity]) assert.deepEqual([options.set(number, 1), options.int(number), options.string(number)], [21, 0, '']);
});

test('effects run between begin and end; begin runs those of what was set before, in the order of setting', () => {
  const options = new Options();
  const seen = [];
  options.onSet([WIDTH, DEVICE, CONNECT], (value, option) => { seen.push([option, value, options.int(WIDTH)]); });
  options.set(DEVICE, 'cam');
  options.set(WIDTH, '320');
  options.set(CONNECT, 7); // a command of nobody yet
  options.set(DEVICE, 'other');
  assert.deepEqual(seen, []);
  options.begin();
  assert.deepEqual(seen.splice(0), [[WIDTH, 320, 320], [DEVICE, 'other', 320]]);
  options.set(WIDTH, 160);
  options.set(CONNECT, true);
  assert.deepEqual(seen.splice(0), [[WIDTH, 160, 160], [CONNECT, 1, 160]]);
  assert.equal(options.int(CONNECT), 0);
  options.end();
  assert.deepEqual([options.int(WIDTH), options.string(DEVICE)], [640, '']);
  options.set(WIDTH, 200);
  assert.deepEqual(seen, []);
});

test('an effect can refuse, then the old value stays; several of one option all run until then', () => {
  const options = new Options();
  const changes = [];
  options.on('change', (...change) => changes.push(change));
  options.onSet(POLICY, (value) => (value === 3 ? 20 : undefined));
  options.begin();
  assert.deepEqual([options.set(POLICY, 2), options.set(POLICY, 3), options.int(POLICY)], [0, 20, 2]);
  assert.deepEqual(changes, [[POLICY, 2]]);
});

test('what can only be read is told as it is now, also for an input', () => {
  const options = new Options();
  let n = 0;
  options.onGet(VERSION, (input) => (input === undefined ? ++n : `of ${input}`));
  assert.deepEqual([options.int(VERSION), options.string(VERSION), options.string(VERSION, 'x'), options.int(VERSION, 'x')], [1, '2', 'of x', 0]);
  assert.deepEqual([...options.served], [VERSION]);
  assert.deepEqual([options.set(BASE64, 1), options.int(BASE64)], [0, 0]);
});
