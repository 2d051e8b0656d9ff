// SPDX-License-Identifier: Apache-2.0
import test from 'node:test';
import assert from 'node:assert/strict';
import { chooseLanguage, createTexts, fill } from './i18n.mjs';
import { linkParts, linkify } from './linkify.mjs';
import { AVATAR_COLOURS, colourOf, initials, tellApart } from './names.mjs';

const links = (text) => linkParts(text).filter(({ href }) => href).map(({ text: shown }) => shown);

test('links are found, and the pieces joined are the text', () => {
  for (const text of ['', 'no link', 'see https://a.example/x?y=1#z and http://b.example.', '资料在 https://a.example/报告，请看。', '(https://a.example/x_(y))',
    'https://a.example https://b.example', 'https://', 'HTTPS://A.EXAMPLE/', 'https://[::1]:8906/x', '<https://a.example>', '"https://a.example"'])
    assert.equal(linkParts(text).map((part) => part.text).join(''), text);
  assert.deepEqual(links('see https://a.example/x?y=1#z and http://b.example.'), ['https://a.example/x?y=1#z', 'http://b.example']);
  assert.deepEqual(links('资料在 https://a.example/报告，请看。'), ['https://a.example/报告']);
  assert.deepEqual(links('(https://a.example/x)'), ['https://a.example/x']);
  assert.deepEqual(links('https://a.example/x_(y)'), ['https://a.example/x_(y)']);
  assert.deepEqual(links('https://a.example!?...'), ['https://a.example']);
});

test('only web addresses become links, and only honest ones', () => {
  for (const text of ['javascript:alert(1)', 'data:text/html,<script>1</script>', 'file:///etc/passwd', 'ftp://a.example', 'xhttps://a.example', 'https://',
    'https:// a', 'https://...', 'https://bank.example@evil.example/', 'https://user:pw@evil.example', 'vbscript:x'])
    assert.deepEqual(links(text), [], text);
});

test('a long message is cut in linear time', () => {
  const text = 'https://a.example/'.repeat(1800);
  assert.equal(linkParts(text).map((part) => part.text).join(''), text);
  assert.equal(linkParts('('.repeat(32000)).length, 1);
});

test('rendering sets text and addresses, never markup', () => {
  const made = [];
  globalThis.document = {
    createDocumentFragment: () => ({ nodes: [], append(node) { this.nodes.push(node); } }),
    createElement: (tag) => { const element = { tag }; made.push(element); return element; },
  };
  try {
    const { nodes } = linkify('<img src=x onerror=alert(1)> https://a.example/<b>');
    assert.equal(nodes[0], '<img src=x onerror=alert(1)> ');
    assert.deepEqual(made, [{ tag: 'a', href: 'https://a.example/', target: '_blank', rel: 'noopener noreferrer nofollow', textContent: 'https://a.example/' }]);
    assert.equal(nodes[2], '<b>');
  } finally {
    delete globalThis.document;
  }
});

test('the language: what was chosen, else what the browser prefers, else English', () => {
  assert.equal(chooseLanguage(['zh-CN', 'en']), 'zh');
  assert.equal(chooseLanguage(['de-DE', 'zh-TW', 'en']), 'zh');
  assert.equal(chooseLanguage(['de-DE', 'en-GB', 'zh']), 'en');
  assert.equal(chooseLanguage(['de']), 'en');
  assert.equal(chooseLanguage([]), 'en');
  assert.equal(chooseLanguage(['zh'], 'en'), 'en');
  assert.equal(chooseLanguage(['en'], 'nonsense'), 'en');
});

test('values and forms', () => {
  assert.equal(fill('{name} and {name}, {other}', { name: 'Li' }), 'Li and Li, {other}');
  assert.equal(fill('{n} person|{n} people', { n: 1 }), '1 person');
  assert.equal(fill('{n} person|{n} people', { n: 0 }), '0 people');
  assert.equal(fill('{n} 人', { n: 5 }), '5 人');
  assert.equal(fill('a|b', {}), 'a|b');
  assert.equal(fill('{x}', { x: '{y}', y: 'no' }), '{y}', 'a value is not filled again');
  assert.equal(fill('{toString}', {}), '{toString}');
});

test('texts change with the language; a missing one shows its key', () => {
  const texts = createTexts({ en: { a: 'A' }, zh: { a: '甲' } }, 'en');
  assert.equal(texts.t('a'), 'A');
  texts.language = 'zh';
  assert.equal(texts.t('a'), '甲');
  assert.equal(texts.t('b'), 'b');
});

test('initials', () => {
  assert.equal(initials('Ann Becker'), 'AB');
  assert.equal(initials('ann'), 'A');
  assert.equal(initials('李明'), '李明');
  assert.equal(initials('欧阳娜娜'), '娜娜');
  assert.equal(initials('Jean-Luc Marie Picard'), 'JP');
  assert.equal(initials('  '), '?');
  assert.equal(initials('👩‍👩‍👧 family'), '👩‍👩‍👧F');
});

test('colours are steady and within range', () => {
  for (const name of ['', 'a', '李明', '👩‍👩‍👧', 'x'.repeat(128)]) {
    const colour = colourOf(name);
    assert.ok(Number.isInteger(colour) && colour >= 0 && colour < AVATAR_COLOURS);
    assert.equal(colourOf(name), colour);
  }
});

test('people of the same name are told apart', () => {
  const names = tellApart([{ id: 1, name: 'Li' }, { id: 2, name: 'Li' }, { id: 3, name: 'Bo' }, { id: 4, name: 'Li' }]);
  assert.deepEqual([...names], [[1, 'Li'], [2, 'Li (2)'], [3, 'Bo'], [4, 'Li (3)']]);
});
