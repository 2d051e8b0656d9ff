// SPDX-License-Identifier: Apache-2.0
// The guide is what its sources say, leads nowhere that is not there, and its examples compile, run, and do what they say.

import test from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { settle } from '../../sdk/web/test/fakes.mjs';
import { readDeclarations } from './declarations.mjs';
import { exampleOf, runClassic, runTyped, until } from './examples.mjs';
import { due, root } from './generate.mjs';
import { compare, loadSources, markOf, readTranslations } from './sources.mjs';

const run = promisify(execFile);
const sources = loadSources(root);
const page = (id) => join(root, `docs/api/${id}.md`);

test('docs/api is what parlor.d.ts and schema/ say (else: make schema)', () => {
  assert.deepEqual(due().stale.map(([name]) => name), []);
});

test('next to nothing waits for its Chinese, and no Chinese is of nothing', () => {
  const { missing, stale, dead } = due().translated;
  assert.deepEqual(dead, []);
  assert.ok(missing.length + stale.length < 20, `to be written or looked at: ${[...missing, ...stale].join(', ')}`);
});

test('every group has an example for each interface that it has', () => {
  for (const { id, parlor, types, functions, example, classic } of sources.groups) {
    if (parlor.length + types.length > 0) assert.ok(exampleOf(page(id), 'New pages') && example, `${id}: New pages`);
    if (functions.length > 0) assert.ok(exampleOf(page(id), 'Pages of the manual') && classic, `${id}: Pages of the manual`);
  }
});

test('links lead to files that are there', () => {
  for (const name of readdirSync(join(root, 'docs/api')))
    for (const [, to] of readFileSync(join(root, 'docs/api', name), 'utf8').matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
      assert.ok(existsSync(join(root, 'docs/api', dirname(name), to)), `${name}: ${to}`);
});

test('declarations are read with comments, examples and members', () => {
  const [one, two] = readDeclarations("/** A\n * b.\n *\n * ```js\n * x();\n * ```\n */\nexport interface I {\n  /** Says. */\n  readonly a?: number;\n  m(x: string): void;\n}\nexport type T =\n  /** no */\n  | 'a' | 'b';\ninterface Hidden { z: 1 }");
  assert.deepEqual({ ...one, members: one.members.map(({ key, text, doc }) => [key, text, doc]) },
    { key: 'I', name: 'I', kind: 'interface', text: 'interface I', doc: 'A b.', code: 'x();\n', members: [['I.a', 'a?: number', 'Says.'], ['I.m', 'm(x: string): void', '']] });
  assert.deepEqual([two.text, two.members], ["type T = 'a' | 'b'", []]);
});

test('a translation is marked once, and noticed when its English changes or goes', () => {
  const entry = (key, doc) => ({ key, doc, text: '', code: '' });
  const lines = readTranslations('name\tzh\tof\na\t\u7532\nb\t\u4e59\t00000000\nc\t\u4e19\n');
  assert.deepEqual(compare([entry('a', 'A'), entry('b', 'B'), entry('d', 'D'), entry('e', '')], lines), { missing: ['d'], stale: ['b'], dead: ['c'] });
  assert.equal(lines.get('a')?.of, markOf('A'));
  assert.throws(() => readTranslations('name\tzh\tof\na\t\u7532\na\t\u7532\n'), /twice/);
  assert.throws(() => readTranslations('name\n'), /first line/);
});

test('the examples of new pages compile', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-guide-'));
  try {
    const files = sources.groups.filter(({ example }) => example).map(({ id }) => `${id}.mts`);
    for (const file of files) {
      const code = exampleOf(page(file.slice(0, -4)), 'New pages');
      const given = /from 'parlor-web'/.test(code) ? '' : "import type { Parlor, Room } from 'parlor-web';\ndeclare const parlor: Parlor;\ndeclare const room: Room;\n";
      writeFileSync(join(dir, file), `${given}${code}`);
    }
    const compilerOptions = {
      noEmit: true, strict: true, noImplicitAny: false, target: 'es2022', module: 'nodenext', lib: ['es2022', 'dom'], types: [],
      baseUrl: '.', paths: { 'parlor-web': [join(root, 'sdk/web/src/parlor.d.ts')] },
    };
    writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], { cwd: dir }).catch(({ stdout }) => assert.fail(stdout));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

const of = (made, t) => made.server.of(t);
const part = { reset: true, last: true, groups: [{ id: 1, name: 'family' }], friends: [{ user: 8, group: 1, online: true }], infos: [{ user: 8, info: 1, text: 'Bob' }] };
const told = async ({ server }, ...messages) => { for (const [t, fields] of messages) { server.send(t, fields); await settle(); } };
const includes = (made, ...lines) => { for (const line of lines) assert.ok(made.lines.includes(line), `${line}\nnot in\n${made.lines.join('\n')}`); };

/** Areas, then what is in the one that is entered. */
const value = (type, id, info, what) => ({ type, id, info, ...typeof what === 'string' ? { text: what } : { number: what } });
const event = (type, id, code) => ({ type, id, event: code });
const areas = { gone: [], values: [value(4, 10001, 8, 'North')], events: [event(4, 10001, 1), event(4, -1, 2)] };
const inside = { gone: [], values: [value(5, 101, 8, 'Cash'), value(5, 101, 504, 3), value(4, 10001, 403, 3)], events: [event(5, 101, 1), event(4, 10001, 402)] };
const counters = ({ server }) => {
  server.answers.object_control = ({ code }) => { queueMicrotask(() => server.send('objects', code === 3 ? areas : inside)); return ['done', {}]; };
};

/** What the world does while the example of a group runs, and what must have come of it. */
const typed = {
  session: { then: (made) => includes(made, 'connecting', 'connected', 'signed in: ann, number 7') },
  room: {
    then: async (made) => {
      assert.deepEqual(of(made, 'text').map(({ to, secret, text }) => [to, secret, text]), [[-1, false, 'hello, everybody'], [8, true, 'hello, bob']]);
      await told(made, ['text_received', { from: 8, to: -1, secret: false, text: 'hi' }], ['user_left', { user: 8, code: 101 }]);
      includes(made, 'bob: hi', 'bob left (101)');
    },
  },
  devices: { then: (made) => includes(made, 'open music') },
  media: {
    then: (made) => {
      assert.deepEqual(of(made, 'watch').map(({ user, kind, on }) => [user, kind, on]), [[8, 'video', true], [8, 'audio', true]]);
      assert.equal(of(made, 'state').at(-1).camera, 2);
    },
  },
  states: {
    then: async (made) => {
      includes(made, '0 bit/s, 0 % lost, 0 ms');
      await told(made, ['user_state', { user: 8, camera: 1, mic: 0 }]);
      includes(made, 'bob: camera 1, microphone 0');
    },
  },
  data: {
    before: ({ server }) => { server.answers.query = () => ['answer', { text: '12' }]; },
    then: (made) => { assert.equal(of(made, 'query')[0].input, 'bob'); includes(made, 'bob is 12'); },
  },
  files: {
    before: ({ server }) => { server.answers.file_offer = () => ['file_opened', { transfer: 5 }]; },
    meanwhile: async (made) => {
      await until(made, () => of(made, 'file_offer').length > 0);
      await told(made, ['file_closed', { transfer: 5, by: 'receiver', code: 0 }]);
    },
    then: (made) => { assert.deepEqual([of(made, 'file_offer')[0].name, of(made, 'file_offer')[0].size], ['notes.txt', 22]); includes(made, 'sent'); },
  },
  private: {
    meanwhile: (made) => told(made, ['private_answered', { user: 8, code: 0 }]),
    then: async (made) => {
      assert.equal(of(made, 'chat_mode')[0].mode, 1);
      includes(made, '8');
      await told(made, ['private_ended', { user: 8, code: 401 }]);
      includes(made, '8 has ended it 401');
    },
  },
  calls: {
    meanwhile: (made) => told(made, ['call_answered', { user: 8, code: 0, flags: 0, param: 0, text: '' }], ['call_started', { user: 8, flags: 0, room: 100000001, text: '' }]),
    then: (made) => { assert.equal(of(made, 'enter').at(-1).room, 100000001); includes(made, 'it rings', 'talking'); },
  },
  friends: {
    then: async (made) => {
      assert.equal(of(made, 'user_control')[0].code, 100);
      await told(made, ['friend_data', part]);
      includes(made, 'family: 1', 'Bob is there');
    },
  },
  recording: {
    then: (made) => { includes(made, '1280 720 image/jpeg'); assert.equal(made.world.saved.length, 1); },
  },
  objects: { before: counters, then: (made) => includes(made, 'queue 101, Cash: 3') },
  test: { then: (made) => assert.match(made.lines.join('\n'), /good|limited|bad/) },
};

for (const { id } of sources.groups.filter(({ example }) => example))
  test(`${id}: the example of new pages does what it says`, async () => {
    const { before, meanwhile, then } = typed[id];
    await then(await runTyped(exampleOf(page(id), 'New pages'), { before, meanwhile }));
  });

/** The same for pages of the manual. */
const classic = {
  session: { signedIn: false, then: (made) => includes(made, 'ann is number 7') },
  room: {
    meanwhile: (made) => told(made, ['user_entered', { user: { id: 9, name: 'cid', level: 0, camera: 0, mic: 0, device: 4, ip: '' } }], ['text_received', { from: 8, to: -1, secret: false, text: 'hi' }]),
    then: (made) => { assert.equal(of(made, 'text')[0].text, 'hello, everybody'); includes(made, 'bob is here', '9 came', '8: hi'); },
  },
  devices: { then: (made) => includes(made, 'loudspeaker at 60') },
  media: {
    then: (made) => {
      assert.deepEqual(of(made, 'watch').map(({ user, kind }) => [user, kind]), [[8, 'video'], [8, 'audio']]);
      includes(made, 'camera of 7: 2');
    },
  },
  states: { then: (made) => includes(made, 'camera 2, microphone 1', 'called bob', 'others here 1') },
  options: { then: (made) => includes(made, '640', 'no such option') },
  data: {
    meanwhile: (made) => told(made, ['buffer_received', { from: 8, data: 'aGk=', is_text: true }]),
    then: (made) => { includes(made, '8 sent hi'); assert.deepEqual([of(made, 'buffer').length, of(made, 'note').length], [1, 1]); },
  },
  files: {
    before: ({ server }) => { server.answers.file_offer = () => ['file_opened', { transfer: 5 }]; },
    then: (made) => { assert.equal(of(made, 'file_offer')[0].name, 'notes.txt'); includes(made, 'under way', '0 %'); },
  },
  private: {
    meanwhile: (made) => told(made, ['private_answered', { user: 8, code: 402 }], ['private_requested', { user: 8, request: 3 }]),
    then: (made) => { includes(made, 'no: 402'); assert.deepEqual([of(made, 'private_answer')[0].request, of(made, 'private_answer')[0].code], [3, 0]); },
  },
  calls: {
    meanwhile: (made) => told(made, ['call_started', { user: 8, flags: 0, room: 100000001, text: '' }], ['call_finished', { user: 8, code: 0, flags: 0, param: 0, text: '' }]),
    then: (made) => { assert.equal(of(made, 'enter').at(-1).room, 100000001); includes(made, 'over: 0'); },
  },
  friends: { meanwhile: (made) => told(made, ['friend_data', part]), then: (made) => includes(made, 'family: 1', 'Bob is there') },
  recording: {
    meanwhile: async (made) => { await made.world.clock.pass(1000); made.recorders.recorders[0].give('abc'); await made.world.clock.pass(6000); },
    then: (made) => includes(made, 'recording of ann'),
  },
  playing: { then: (made) => assert.equal(made.lines.length, 1) },
  objects: { before: counters, then: (made) => includes(made, 'North') },
  helpers: { then: (made) => includes(made, 'text') },
};

for (const { id } of sources.groups.filter(({ classic: code }) => code))
  test(`${id}: the example of the manual's pages does what it says`, async () => {
    const { then, ...how } = classic[id];
    await then(await runClassic(exampleOf(page(id), 'Pages of the manual'), how));
  });
