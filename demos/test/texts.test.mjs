// SPDX-License-Identifier: Apache-2.0
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as sdk from '../../sdk/web/src/precall/texts.mjs';
import { iconNames } from '../shared/icons.mjs';
import { all, bothLanguagesSayTheSame } from '../../tests/support/page_texts.mjs';
import { en } from './text.en.mjs';
import { zh } from './text.zh.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const html = readFileSync(join(here, 'index.html'), 'utf8');
const sources = readdirSync(here).filter((name) => name.endsWith('.mjs') && !name.endsWith('.test.mjs') && !name.startsWith('text.'))
  .map((name) => readFileSync(join(here, name), 'utf8'));

test('both languages say the same things, with the same values', () => {
  bothLanguagesSayTheSame(en, zh);
});

test('steps are called as in the SDK', () => {
  for (const [texts, said] of [[en, sdk.en], [zh, sdk.zh]])
    for (const [name, title] of Object.entries(said.steps)) assert.equal(texts[`name.${name}`], title);
});

test('every text that the page asks for exists, and none is unused', () => {
  const everything = html + sources.join('');
  const asked = [...all(/data-t(?:-label|-placeholder)?="([^"]+)"/g, html), ...sources.flatMap((text) => all(/\bt\('([\w.-]+)'/g, text))];
  assert.ok(asked.length > 15);
  assert.deepEqual(asked.filter((key) => !(key in en)), []);
  const states = /^(idle|running|good|limited|bad|stopped|broken)\.(title|lead)$|^(state|name|speaker)\.\w+$/; // t(`${state}.title`) and the like
  assert.deepEqual(Object.keys(en).filter((key) => !everything.includes(`'${key}'`) && !everything.includes(`"${key}"`) && !states.test(key)), []);
});

test('every icon that is named exists', () => {
  const named = [...all(/data-icon="([^"]+)"/g, html), ...all(/(?:passed|warning|failed): '(\w+)'/g, sources.join(''))];
  assert.ok(named.length >= 5);
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
  const ids = all(/\sid="([^"]+)"/g, html);
  assert.equal(new Set(ids).size, ids.length);
});
