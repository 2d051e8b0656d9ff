// SPDX-License-Identifier: Apache-2.0
// What must hold for schema/, beyond what load.mjs refuses, and that it refuses what it should.

import test from 'node:test';
import assert from 'node:assert/strict';
import { createContext, runInContext } from 'node:vm';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SchemaError, checkMessages, isBusiness, loadAll } from './load.mjs';
import { readOptions } from './options.mjs';
import { outputs } from './outputs.mjs';
import { readStates } from './states.mjs';
import { cell, comment, quote, quoteC } from './text.mjs';

const dir = resolve(dirname(fileURLToPath(import.meta.url)), '../../schema');
const schema = loadAll(dir);
const files = outputs(schema);
const byName = new Map(schema.constants.map((c) => [c.name, c]));

test('every constant that the manual names is there', () => {
  const names = readFileSync(join(dir, 'mandatory.txt'), 'utf8').trim().split('\n');
  assert.ok(names.length > 200);
  assert.deepEqual(names.filter((name) => !byName.has(name)), []);
});

test('constants whose value many pages rely on', () => {
  const known = {
    BRAC_SO_CORESDK_TMPDIR: 14, BRAC_SO_NETWORK_P2PPOLITIC: 40, BRAC_USERSTATE_CAMERA: 1, WM_GV: 1224,
    BRAC_RECORD_FLAGS_ABREAST: 256, ANYCHAT_OBJECT_TYPE_AREA: 4, ANYCHAT_INVALID_OBJECT_ID: -1,
    GV_ERR_ROOM_ALREADIN: 308, GV_ERR_ROOM_ALREADYIN: 308, GV_ERR_PLUGINNOINSTALL: 1010000,
    ANYCHAT_OBJECT_FLAGS_CLIENT: 0, ANYCHAT_OBJECT_FLAGS_AGENT: 2, MIN_VIDEO_PLUGIN_VER: '1.0.0.4',
  };
  for (const [name, value] of Object.entries(known)) assert.equal(byName.get(name).value, value, name);
});

test('flags of one kind are single bits and do not overlap', () => {
  for (const prefix of ['BRAC_RECORD_FLAGS_', 'BRAC_VIDEOCALL_FLAGS_', 'BRAC_ROTATION_FLAGS_']) {
    const values = schema.constants.filter((c) => c.name.startsWith(prefix)).map((c) => c.value);
    assert.ok(values.length > 2);
    assert.equal(new Set(values).size, values.length, prefix);
    for (const value of values) assert.equal(value & (value - 1), 0, prefix);
  }
});

test('event numbers of different kinds of objects do not overlap', () => {
  const events = schema.constants.filter((c) => /^ANYCHAT_(OBJECT|AREA|QUEUE|AGENT)_EVENT_/.test(c.name));
  assert.equal(new Set(events.map((c) => c.value)).size, events.length);
});

test('every error that a message can be refused with is explained and can come from the server', () => {
  const server = new Set(schema.errors.filter((e) => e.from === 'server').map((e) => e.code));
  for (const message of schema.messages.client)
    for (const code of message.errors) assert.ok(server.has(code), `${message.name}: ${code}`);
});

test('Chinese texts are Chinese, English texts are ASCII', () => {
  for (const { code, en, zh } of schema.errors) {
    assert.match(Object.values(en).join(''), /^[ -~]+$/, `error ${code}`);
    for (const text of Object.values(zh)) assert.match(text, /[\u4e00-\u9fff]/, `error ${code}`);
  }
  for (const { name, en, zh } of schema.constants) {
    assert.match(en, /^[ -~]+$/, name);
    assert.doesNotMatch(zh, /[,;:] ?[\u4e00-\u9fff]/, `${name}: ASCII punctuation in Chinese`);
  }
});

test('what the browser gets is ASCII', () => {
  for (const [path, text] of Object.entries(files))
    if (path.startsWith('sdk/web/')) assert.match(text, /^[\n -~]+$/, path);
});

test('the classic script defines every constant, also for a page that declared some before', () => {
  const context = createContext({});
  runInContext('var WM_GV = 1224; var BRAC_AD_WAVEIN = 0;', context);
  runInContext(files['sdk/web/src/generated/constants.classic.js'], context);
  for (const { name, value } of schema.constants) assert.equal(context[name], value, name);
});

test('the module of errors says what schema/errors.json says', async () => {
  const source = files['sdk/web/src/generated/errors.mjs'];
  const { errors } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  assert.equal(Object.keys(errors).length, schema.errors.length);
  for (const { code, names, en, zh } of schema.errors)
    assert.deepEqual(errors[code], { name: names[0], en, zh });
});

test('the module of messages says what schema/messages.json says', async () => {
  const source = files['sdk/web/src/generated/messages.mjs'];
  const generated = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  for (const side of ['client', 'server']) {
    const seen = schema.messages[side].filter((m) => !isBusiness(m));
    assert.deepEqual(Object.keys(generated[side]), seen.map((m) => m.name), 'pages see no message of business servers');
    for (const message of seen) {
      const fields = Object.entries(generated[side][message.name].fields);
      const wanted = message.fields.map(({ name, en, zh, ...rest }) => [name, rest]);
      assert.deepEqual(fields, wanted, message.name);
      assert.equal(generated[side][message.name].numbered, message.numbered);
    }
  }
});

function messagesWith(change) {
  const copy = structuredClone(schema.messages);
  change(copy);
  return () => checkMessages(copy);
}

test('contradictions are refused', () => {
  const changes = {
    'a name in both directions': (m) => { m.server[0].name = 'hello'; },
    'an unknown reply': (m) => { m.client[0].reply = 'nobody'; },
    'a field twice': (m) => { m.client[2].fields[1].name = 'name'; },
    'a field named like the envelope': (m) => { m.client[2].fields[1].name = 'id'; },
    'an empty range': (m) => { m.client[1].fields[1].max = -1; },
    'no limit': (m) => { delete m.client[0].fields[0].max_bytes; },
    'an unknown property': (m) => { m.client[0].fields[0].maximum = 1; },
    'an unknown object': (m) => { m.server.find((x) => x.name === 'entered').fields[2].object = 'x'; },
    'no Chinese text': (m) => { delete m.server[0].zh; },
    'no numbering': (m) => { delete m.server[0].numbered; },
  };
  for (const [what, change] of Object.entries(changes))
    assert.throws(messagesWith(change), SchemaError, what);
  assert.doesNotThrow(messagesWith(() => {}));
});

test('tables of rows, options and states are refused when they contradict the constants', () => {
  const file = (name) => readFileSync(join(dir, name), 'utf8');
  const broken = {
    'an option twice': () => readOptions(`${file('options.tsv')}${file('options.tsv').split('\n')[1]}\n`, schema.constants),
    'an option without a line': () => readOptions(file('options.tsv').replace(/^BRAC_SO_AUDIO_VADCTRL.*\n/m, ''), schema.constants),
    'a default outside its range': () => readOptions(file('options.tsv').replace(/^(BRAC_SO_AUDIO_NSCTRL\tint\t)1/m, '$17'), schema.constants),
    'an unknown effect': () => readOptions(file('options.tsv').replace('\teffect\tNoise', '\tmagic\tNoise'), schema.constants),
    'a state without a line': () => readStates(file('states.tsv').replace(/^BRAC_USERSTATE_CAMERA\t.*\n/m, ''), schema.constants),
    'a state of no constant': () => readStates(`${file('states.tsv')}BRAC_USERSTATE_MOOD\tint\ta\tb\n`, schema.constants),
    'a state twice': () => readStates(`${file('states.tsv')}${file('states.tsv').split('\n')[1]}\n`, schema.constants),
  };
  for (const [what, read] of Object.entries(broken)) assert.throws(read, what);
  assert.equal(readOptions(file('options.tsv'), schema.constants).length, schema.options.length);
});

test('texts are quoted for where they go', () => {
  assert.equal(quote('a\u4f60'), "'a\\u4f60'");
  assert.equal(eval(quote('it\'s "so"\n')), 'it\'s "so"\n');
  assert.equal(quoteC('say "hi" \\'), '"say \\"hi\\" \\\\"');
  assert.equal(comment('a*/b'), 'a* /b');
  assert.equal(cell('a|b_c'), 'a\\|b\\_c');
});
