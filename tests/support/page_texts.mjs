// SPDX-License-Identifier: Apache-2.0
// What the tests of several pages ask of their texts.
import assert from 'node:assert/strict';

export const all = (pattern, text) => [...text.matchAll(pattern)].map((match) => match[1]);

/** The same keys with the same {values}; nothing empty, nothing left in the other language, Chinese marks in Chinese. */
export function bothLanguagesSayTheSame(en, zh) {
  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
  for (const key of Object.keys(en)) {
    const values = (text) => [...new Set(all(/\{(\w+)\}/g, text))].sort();
    assert.deepEqual(values(zh[key]), values(en[key]), key);
    assert.ok(en[key].trim() && !/[\u4e00-\u9fff]/.test(en[key]), key);
    assert.match(zh[key], /[\u4e00-\u9fff]|\{/, key);
    assert.doesNotMatch(zh[key], /[\u4e00-\u9fff][,.!?;:]/, `${key}: Western mark in Chinese`);
  }
}
