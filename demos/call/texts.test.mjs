// SPDX-License-Identifier: Apache-2.0
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { iconNames } from '../shared/icons.mjs';
import { all, bothLanguagesSayTheSame } from '../../tests/support/page_texts.mjs';
import { en } from './text.en.mjs';
import { zh } from './text.zh.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const html = readFileSync(join(here, 'index.html'), 'utf8');
const sources = [here, join(here, 'views')].flatMap((dir) => readdirSync(dir)
  .filter((name) => name.endsWith('.mjs') && !name.endsWith('.test.mjs') && !name.startsWith('text.'))
  .map((name) => readFileSync(join(dir, name), 'utf8')));

test('both languages say the same things, with the same values', () => {
  bothLanguagesSayTheSame(en, zh);
});

test('every text that the page asks for exists, and none is unused', () => {
  const everything = html + sources.join('');
  const asked = [...all(/data-t(?:-label|-placeholder)?="([^"]+)"/g, html), ...sources.flatMap((text) => all(/\bt\('([\w.-]+)'/g, text))];
  assert.ok(asked.length > 40);
  assert.deepEqual(asked.filter((key) => !(key in en)), []);
  const put = all(/`([\w.-]+\.)\$\{/g, everything); // t(`over.${outcome}`)
  assert.deepEqual(Object.keys(en).filter((key) => !everything.includes(`'${key}'`) && !everything.includes(`"${key}"`)
    && !put.some((beginning) => key.startsWith(beginning))), []);
});

test('every end of a call has its words', () => {
  for (const outcome of ['answered', 'missed', 'declined', 'cancelled']) assert.ok(en[`ended.${outcome}`], outcome);
  for (const outcome of ['refused', 'busy', 'offline', 'unanswered', 'lost', 'failed', 'answered']) assert.ok(en[`over.${outcome}`], outcome);
  for (const outcome of ['missed', 'declined', 'refused', 'cancelled', 'busy', 'offline', 'unanswered', 'lost', 'failed']) assert.ok(en[`past.${outcome}`], outcome);
});

test('every icon that is named exists', () => {
  const named = [...all(/data-icon="([^"]+)"/g, html), ...sources.flatMap((text) => all(/\bicon\('([\w-]+)'\)/g, text)),
    ...sources.flatMap((text) => all(/make\('[\w-]+', '[\w-]*', '([\w-]+)'/g, text)), 'missed', 'incoming', 'outgoing'];
  assert.ok(named.length > 15);
  assert.deepEqual(named.filter((name) => !iconNames.includes(name)), []);
});

test('the page obeys a strict policy: nothing inline, nothing from elsewhere', () => {
  assert.doesNotMatch(html, /\sstyle=|<style|\son\w+=|javascript:/i);
  assert.deepEqual(all(/<script(?![^>]*\bsrc=)([^>]*)>/g, html), []);
  assert.deepEqual(all(/(?:src|href)="((?:https?:)?\/\/[^"]*)"/g, html), []);
  for (const text of sources) {
    assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/);
    for (const from of [...all(/^import .* from '([^']+)'/gm, text), ...all(/\bimport\('([^']+\.mjs)'\)/g, text).filter((path) => !path.startsWith('.'))])
      assert.ok(from.startsWith('.') || from === '/sdk/parlor.mjs', from);
  }
});

test('ids are unique, labels point at fields', () => {
  const ids = all(/\sid="([^"]+)"/g, html);
  assert.equal(new Set(ids).size, ids.length);
  for (const target of [...all(/\sfor="([^"]+)"/g, html), ...all(/aria-(?:controls|labelledby|describedby)="([^"]+)"/g, html)]) assert.ok(ids.includes(target), target);
});
