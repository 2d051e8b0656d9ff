// SPDX-License-Identifier: Apache-2.0
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { iconNames } from '../shared/icons.mjs';
import { problemOfCode } from './problems.mjs';
import { shortcuts } from './shortcuts.mjs';
import { en } from './text.en.mjs';
import { zh } from './text.zh.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const html = readFileSync(join(here, 'index.html'), 'utf8');
const sources = [here, join(here, 'views')].flatMap((dir) => readdirSync(dir)
  .filter((name) => name.endsWith('.mjs') && !name.endsWith('.test.mjs') && !name.startsWith('text.'))
  .map((name) => readFileSync(join(dir, name), 'utf8')));
const all = (pattern, text) => [...text.matchAll(pattern)].map((match) => match[1]);

test('both languages say the same things', () => {
  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
});

test('both languages fill in the same values', () => {
  for (const key of Object.keys(en)) {
    const values = (text) => [...new Set(all(/\{(\w+)\}/g, text))].sort();
    assert.deepEqual(values(zh[key]), values(en[key]), key);
  }
});

test('no text is empty, Chinese is Chinese', () => {
  const same = new Set(['space', 'key.escape', 'live.text', 'device.what']);
  for (const key of Object.keys(en)) {
    if (same.has(key)) continue;
    assert.ok(en[key].trim(), key);
    assert.match(zh[key], /[\u4e00-\u9fff]/, key);
    assert.doesNotMatch(en[key], /[\u4e00-\u9fff]/, key);
    assert.doesNotMatch(zh[key], /[\u4e00-\u9fff][,.!?;:]/, `${key}: Western mark in Chinese`);
  }
});

test('every text that the page asks for exists', () => {
  const asked = [...all(/data-t(?:-label|-placeholder)?="([^"]+)"/g, html), ...sources.flatMap((text) => all(/\bt\('([\w.-]+)'/g, text))];
  assert.ok(asked.length > 60);
  assert.deepEqual(asked.filter((key) => !(key in en)), []);
});

test('every text is used', () => {
  const everything = html + sources.join('');
  const put = all(/`([\w.-]+\.)\$\{/g, everything); // t(`device.for.${what}`)
  const byKind = new Set(['chat.title', 'people.title', ...['mic', 'camera'].flatMap((kind) => ['on', 'off', 'on.long', 'off.long'].map((word) => `${kind}.${word}`))]);
  const parts = /^(error|device)\.[\w-]+\.(title|cause|cure)$/;
  const unused = Object.keys(en).filter((key) => !everything.includes(`'${key}'`) && !everything.includes(`"${key}"`)
    && !parts.test(key) && !byKind.has(key) && !put.some((beginning) => key.startsWith(beginning)));
  assert.deepEqual(unused, []);
});

test('every problem has title, cause and cure', () => {
  for (const code of [0, 3, 5, 23, 100, 101, 102, 103, 104, 108, 110, 113, 120, 200, 202, 203, 204, 206, 207, 209, 210, 211, 212,
    301, 302, 303, 304, 305, 306, 307, 30000, 1010000, 99999]) {
    const { name } = problemOfCode(code);
    for (const part of ['title', 'cause', 'cure']) assert.ok(en[`error.${name}.${part}`], `${code}: error.${name}.${part}`);
  }
  for (const name of ['insecure', 'unsupported', 'permission', 'missing', 'busy', 'ended'])
    for (const part of ['title', 'cause', 'cure']) assert.ok(en[`device.${name}.${part}`], `device.${name}.${part}`);
});

test('every shortcut is explained', () => {
  for (const name of Object.values(shortcuts)) assert.ok(en[`help.${name}`], name);
});

test('every icon that is named exists', () => {
  const named = [...all(/data-icon="([^"]+)"/g, html), ...sources.flatMap((text) => all(/\bicon\('([\w-]+)'\)/g, text))];
  assert.ok(named.length > 20);
  assert.deepEqual(named.filter((name) => !iconNames.includes(name)), []);
});

test('the page obeys a strict policy: nothing inline, nothing from elsewhere', () => {
  assert.doesNotMatch(html, /\sstyle=|<style|\son\w+=|javascript:/i);
  assert.deepEqual(all(/<script(?![^>]*\bsrc=)([^>]*)>/g, html), []);
  assert.deepEqual(all(/(?:src|href)="((?:https?:)?\/\/[^"]*)"/g, html), []);
  for (const text of sources) {
    assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/);
    for (const from of [...all(/^import .* from '([^']+)'/gm, text), ...all(/\bimport\('([^']+)'\)/g, text)])
      assert.ok(from.startsWith('.') || from === '/sdk/parlor.mjs', from);
  }
});

test('ids are unique, labels point at fields', () => {
  const ids = all(/\sid="([^"]+)"/g, html);
  assert.equal(new Set(ids).size, ids.length);
  for (const target of all(/\sfor="([^"]+)"/g, html)) assert.ok(ids.includes(target), target);
  for (const target of all(/aria-(?:controls|labelledby|describedby)="([^"]+)"/g, html)) assert.ok(ids.includes(target), target);
});
