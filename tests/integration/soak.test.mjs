// SPDX-License-Identifier: Apache-2.0
// A short soak: whoever is built with a sanitizer has it watch people come and go. `make soak` is the long one.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {slope, soak} from '../soak/soak.mjs';

const seconds = Number(process.env.SOAK_SECONDS ?? 60);

test('the slope of a line', () => {
  assert.equal(slope([[0, 1], [1, 3], [2, 5]]), 2);
  assert.equal(slope([[0, 4], [1, 4], [5, 4]]), 0);
  assert.equal(slope([[3, 4]]), 0);
  assert.ok(Math.abs(slope([[0, 0], [1, 1], [2, 0], [3, 1]]) - 0.2) < 1e-9);
});

test(`${seconds} s of coming and going, publishing and not, changing networks: nobody is lost, nothing is left`, async () => {
  const {code, errors, result, before, after} = await soak({seconds});
  const told = `${errors}\n${JSON.stringify(result)}`;
  assert.equal(code, 0, told);
  assert.equal(result.joins.failed + result.joins.lost_later, 0, told);
  assert.equal(result.media.auth_failures, 0, told);
  assert.ok(result.churn.left > 0 && result.churn.returned > 0 && result.churn.restarted > 0, told);
  assert.ok(result.media.received > 0, told);
  assert.ok(after.descriptors <= before.descriptors, `${before.descriptors} descriptors before, ${after.descriptors} after`);
});
