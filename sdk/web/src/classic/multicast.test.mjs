// SPDX-License-Identifier: Apache-2.0
// Multicast: wrong arguments have codes of their own, right ones are not allowed, and the console says once what can be done instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { multicast } from './multicast.mjs';

function setup(client = {}) {
  const warnings = [];
  const { BRAC_MultiCastControl } = multicast(/** @type {any} */ ({ client, platform: { warn: (text) => warnings.push(text) } }));
  return { control: BRAC_MultiCastControl, warnings };
}

test('before init: 2', () => assert.equal(setup(null).control('224.2.3.4', 8100, '', 50, 1), 2));

test('no group: 25; no port or way: 21; else 20, and one hint', () => {
  const { control, warnings } = setup();
  for (const address of ['192.0.2.1', '', undefined, '240.0.0.1', '223.255.255.255', '224.1.2', '224.1.2.256', '2001:db8::1', 'fe80::1', 'group'])
    assert.equal(control(address, 8100, '', 50, 1), 25, String(address));
  for (const port of [0, -1, 65536, 'x', undefined]) assert.equal(control('224.2.3.4', port, '', 50, 1), 21, String(port));
  for (const ttl of [-1, 256]) assert.equal(control('224.2.3.4', 8100, '', ttl, 1), 21, String(ttl));
  assert.deepEqual(warnings, []);
  for (const address of ['224.0.0.1', ' 239.255.255.255 ', 'ff15::7', 'FF02::1:ff00:1']) assert.equal(control(address, '8100', '', 50, 0x31), 20, address);
  assert.equal(warnings.length, 1);
});
