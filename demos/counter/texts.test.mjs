// SPDX-License-Identifier: Apache-2.0
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { iconNames } from '../shared/icons.mjs';
import { all, bothLanguagesSayTheSame } from '../../tests/support/page_texts.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const read = (...path) => readFileSync(join(here, ...path), 'utf8');
const modulesOf = (dir) => readdirSync(join(here, dir)).filter((name) => name.endsWith('.mjs') && !name.endsWith('.test.mjs')).map((name) => read(dir, name));
const texts = async (name) => Object.fromEntries(await Promise.all(['en', 'zh'].map(async (language) => [language, (await import(`./texts/${name}.${language}.mjs`))[name]])));

const common = await texts('common');
const staff = await texts('staff');
const lib = modulesOf('lib');
const staffLib = modulesOf('staff');
const pages = await Promise.all([['client', 'index.html', false], ['desk', 'desk.html', true], ['board', 'board.html', true]].map(async ([name, file, ofStaff]) => {
  const own = await texts(name);
  return { name, html: read(file), sources: [...modulesOf(name), ...lib, ...ofStaff ? staffLib : []], own, all: { ...common.en, ...ofStaff ? staff.en : {}, ...own.en } };
}));

const asksFor = (html, sources) => [...all(/data-t(?:-label|-placeholder)?="([^"]+)"/g, html), ...sources.flatMap((text) => all(/\bt\('([\w.-]+)'/g, text))];
const unused = (catalogue, everything) => {
  const put = all(/`([\w.-]+\.)\$\{/g, everything); // t(`check.${name}`)
  return Object.keys(catalogue).filter((key) => !everything.includes(`'${key}'`) && !everything.includes(`"${key}"`) && !put.some((beginning) => key.startsWith(beginning)));
};

test('both languages say the same things, with the same values', () => {
  for (const { en, zh } of [common, staff, ...pages.map(({ own }) => own)]) bothLanguagesSayTheSame(en, zh);
});

test('every text that a page asks for exists, none is unused, none is hidden by another', () => {
  for (const { name, html, sources, own, all: known } of pages) {
    const asked = asksFor(html, sources);
    assert.ok(asked.length > 40, name);
    assert.deepEqual(asked.filter((key) => !(key in known)), [], name);
    assert.deepEqual(unused(own.en, html + sources.join('')), [], name);
    assert.deepEqual(Object.keys(own.en).filter((key) => key in common.en || key in staff.en), [], name);
  }
  const everything = pages.map(({ html, sources }) => html + sources.join('')).join('');
  assert.deepEqual([...unused(common.en, everything), ...unused(staff.en, everything)], []);
});

test('every icon that is named exists', () => {
  for (const { html, sources } of pages) {
    const named = [...all(/data-icon="([^"]+)"/g, html), ...sources.flatMap((text) => [...all(/\bicon\('([\w-]+)'\)/g, text), ...all(/icons: \[([^\]]+)\]/g, text).flatMap((list) => all(/'([\w-]+)'/g, list))])];
    assert.ok(named.length > 8);
    assert.deepEqual(named.filter((name) => !iconNames.includes(name)), []);
  }
});

test('the pages obey a strict policy: nothing inline, nothing from elsewhere', () => {
  for (const { html, sources } of pages) {
    assert.doesNotMatch(html, /\sstyle=|<style|\son\w+=|javascript:/i);
    assert.deepEqual(all(/<script(?![^>]*\bsrc=)([^>]*)>/g, html), []);
    assert.deepEqual(all(/(?:src|href)="((?:https?:)?\/\/[^"]*)"/g, html), []);
    for (const text of sources) {
      assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/);
      for (const from of all(/^import .* from '([^']+)'/gm, text)) assert.ok(from.startsWith('.'), from);
    }
  }
});

test('ids are unique, labels point at fields', () => {
  for (const { html } of pages) {
    const ids = all(/\sid="([^"]+)"/g, html);
    assert.equal(new Set(ids).size, ids.length);
    const targets = [...all(/\sfor="([^"]+)"/g, html), ...all(/aria-(?:controls|labelledby|describedby)="([^"]+)"/g, html)];
    for (const target of targets) assert.ok(ids.includes(target), target);
  }
});
