// SPDX-License-Identifier: Apache-2.0
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { iconNames } from '../shared/icons.mjs';
import { all, bothLanguagesSayTheSame } from '../../tests/support/page_texts.mjs';
import { keyList } from './keys.mjs';
import { en } from './text.en.mjs';
import { zh } from './text.zh.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const html = readFileSync(join(here, 'index.html'), 'utf8');
const sources = [...[here, join(here, 'views')].flatMap((dir) => readdirSync(dir)
  .filter((name) => name.endsWith('.mjs') && !name.endsWith('.test.mjs') && !name.startsWith('text.'))
  .map((name) => readFileSync(join(dir, name), 'utf8'))), readFileSync(join(here, '../counter/lib/page.mjs'), 'utf8')];
const borrowed = ['wait.soon', 'wait.minutes']; // of what ../counter/lib/page.mjs offers and this page does not use

test('both languages say the same things, with the same values', () => {
  bothLanguagesSayTheSame(en, zh);
});

test('every text that the page asks for exists, and none is unused', () => {
  const everything = html + sources.join('');
  const asked = [...all(/data-t(?:-label|-placeholder)?="([^"]+)"/g, html), ...sources.flatMap((text) => all(/\bt\('([\w.-]+)'/g, text))];
  assert.ok(asked.length > 80);
  assert.deepEqual(asked.filter((key) => !(key in en) && !borrowed.includes(key)), []);
  const put = all(/`([\w.-]+\.)\$\{/g, everything); // t(`event.${kind}`)
  assert.deepEqual(Object.keys(en).filter((key) => !everything.includes(`'${key}'`) && !everything.includes(`"${key}"`)
    && !put.some((beginning) => key.startsWith(beginning))), []);
});

test('every end, event, layout and key has its words', () => {
  const ends = ['stopped', 'limit', 'changed', 'disk_full', 'io', 'recovered', 'link', 'failed', 'empty', 'snapshot', 'other', 'asked', 'running', 'refused', 'cancelled', 'deleted'];
  const events = ['asked', 'notice', 'consent', 'refusal', 'silence', 'joined', 'left', 'tag', 'stop', 'muted', 'unmuted', 'camera_on', 'camera_off', 'screen_on', 'screen_off', 'snapshot'];
  const keys = [...ends.map((end) => `end.${end}`), ...events.map((event) => `event.${event}`), ...keyList.map(([, what]) => `key.${what}`),
    ...['changed', 'shorter', 'longer', 'missing', 'damaged', 'unreadable'].map((fault) => `fault.${fault}`), ...['server', 'operator', 'rule'].map((by) => `by.${by}`)];
  assert.deepEqual(keys.filter((key) => !(key in en)), []);
});

test('every icon that is named exists', () => {
  const named = [...all(/data-icon="([^"]+)"/g, html), ...sources.flatMap((text) => [...all(/\bicon\('([\w-]+)'\)/g, text), ...all(/button\('[\w-]+', '([\w-]+)'/g, text)])];
  assert.ok(named.length > 15);
  assert.deepEqual(named.filter((name) => !iconNames.includes(name)), []);
});

test('the page obeys a strict policy: nothing inline, nothing from elsewhere', () => {
  assert.doesNotMatch(html, /\sstyle=|<style|\son\w+=|javascript:/i);
  assert.deepEqual(all(/<script(?![^>]*\bsrc=)([^>]*)>/g, html), []);
  assert.deepEqual(all(/(?:src|href)="((?:https?:)?\/\/[^"]*)"/g, html), []);
  for (const text of sources) {
    assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/);
    for (const from of all(/^import .* from '([^']+)'/gm, text)) assert.ok(from.startsWith('.'), from);
  }
});

test('ids are unique, labels point at fields', () => {
  const ids = all(/\sid="([^"]+)"/g, html);
  assert.equal(new Set(ids).size, ids.length);
  for (const target of [...all(/\sfor="([^"]+)"/g, html), ...all(/aria-(?:controls|labelledby|describedby)="([^"]+)"/g, html)]) assert.ok(ids.includes(target), target);
});
