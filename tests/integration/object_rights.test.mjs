// SPDX-License-Identifier: Apache-2.0
// Threat 18, service objects: every type x code x object x role over the wire, each with the one code that docs/rights.md says - which is made of the table that the
// server itself asks (src/core/object_rights.c). What is not in the table is 20, whoever asks; who is not signed in hears 208.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {Client} from '../support/client.mjs';
import {withServer} from './support.mjs';

const [AREA, QUEUE, AGENT, CLIENT] = [4, 5, 6, 8];
const TYPES = {area: AREA, queue: QUEUE, agent: AGENT, client: CLIENT};
const DENIED = 20, NONSENSE = 21, NOT_SIGNED_IN = 208, NO_AGENT = 228, DONE = 0;
const AT_ONCE = 40; // requests of one session, below the burst of schema/limits.json
const CONFIG = `[login]
logins_per_minute_per_ip = 100000
[server]
max_links_per_ip = 0
[signal]
messages_per_second = 10000
burst = 100000
[area 10001]
name = North
[queue 101]
area = 10001
name = Cash
`;

/** The table of the docs: [{type, code, property, whose}]. */
const table = readFileSync(new URL('../../docs/rights.md', import.meta.url), 'utf8').split('\n')
  .map((line) => /^\| (area|queue|agent|client) \| (\S.*?) \| (\d+) \| (.*?) \| .*? \|$/.exec(line)).filter(Boolean)
  .map(([, object, verb, code, whose]) => ({type: TYPES[object], code: Number(code), property: verb.startsWith('set '), whose, verb}));

const constants = (pattern) => [...new Set(readFileSync(new URL('../../schema/constants.tsv', import.meta.url), 'utf8').split('\n')
  .map((line) => line.split('\t')).filter(([name]) => pattern.test(name)).map(([, value]) => Number(value)))];
const CODES = [...constants(/^ANYCHAT_(OBJECT|AREA|QUEUE|AGENT|CLIENTUSER)_(CTRL|EVENT)_/), 0, 1, 590, 690, 999];
const INFOS = [...constants(/^ANYCHAT_(OBJECT|AREA|QUEUE|AGENT)_INFO_/), 0, 999];

async function nobody(server) {
  const client = await Client.open(server.wsUrl);
  await client.ask('hello', {sdk: 'test'});
  return client;
}

const ROLES = {
  nobody,
  guest: (server) => Client.login(server.wsUrl, 'guest'),
  user: (server, n) => Client.login(server.wsUrl, `eve${n}`, {password: 'x'}),
};

/** Runs `tries` as that role, in as many sessions as they take. tries: (self) => [t, fields, wanted, what]; one that is undefined ends it. */
async function all(server, role, tries) {
  let client = null, n = 0;
  for (let i = 0; ; i++) {
    if (i % AT_ONCE === 0) {
      await client?.close();
      client = await ROLES[role](server, n++);
    }
    const one = tries(i, client.self?.id ?? 0);
    if (!one) break;
    const [t, fields, wanted] = one;
    const reply = await client.reply(client.say(t, fields));
    assert.deepEqual([reply.t === 'error' ? reply.code : DONE], [wanted], `${role}: ${t} ${JSON.stringify(fields)}: ${JSON.stringify(reply)}`);
  }
  await client.close();
}

/** ann is an agent who serves ben, dan waits: they must notice nothing. */
async function people(server) {
  const [ann, ben, dan] = await Promise.all(['ann', 'ben', 'dan'].map((name) => Client.login(server.wsUrl, name, {password: 'x'})));
  const control = (who, type, object, code, p1 = 0) => who.ask('object_control', {type, object, code, p1, p2: 0, p3: 0, p4: 0, text: ''});
  const event = (who, code) => who.next('objects', (m) => m.events.some((e) => e.event === code));
  await ann.ask('object_set', {type: AGENT, object: ann.self.id, info: 7, number: 2});
  for (const who of [ann, ben, dan]) { await control(who, AREA, 10001, 401); await event(who, 402); }
  for (const who of [ben, dan]) { await control(who, QUEUE, 101, 501); await event(who, 502); }
  await control(ann, AGENT, ann.self.id, 602);
  await event(ben, 602);
  // What that changes for all of them has been told before the answers to what they ask then.
  await event(dan, 504);
  await event(dan, 501);
  for (const who of [ann, ben, dan]) await who.ask('query', {info: 201, input: ''});
  return {ann, ben, dan};
}

test('the table of the docs is there', () => {
  assert.ok(table.length > 25 && table.some((row) => row.property) && table.some((row) => !row.property), JSON.stringify(table));
  assert.ok(CODES.length > 25 && INFOS.length > 10, 'the constants have moved');
  assert.ok(table.filter((row) => !row.property).every(({code}) => CODES.includes(code)) && table.filter((row) => row.property).every(({code}) => INFOS.includes(code)));
});

test('control: every role, type, code and object', {timeout: 240000}, () => withServer({config: CONFIG}, async (server) => {
  const {ann, ben, dan} = await people(server);
  const heard = [ann, ben, dan].map((who) => who.received.length);
  const objects = (self) => [self, ann.self.id, ben.self.id, 10001, 101, 424242, -1, 0];
  const matrix = [AREA, QUEUE, AGENT, CLIENT, 0, 7, 255].flatMap((type) => CODES.flatMap((code) => objects('self').map((object) => ({type, code, object}))));
  for (const role of Object.keys(ROLES)) {
    await all(server, role, (i, self) => {
      const cell = matrix[i];
      if (!cell) return undefined;
      const object = cell.object === 'self' ? self : cell.object;
      const fields = {type: cell.type, object, code: cell.code, p1: 0, p2: 0, p3: 0, p4: 0, text: ''};
      const row = table.find((r) => !r.property && r.type === cell.type && r.code === cell.code);
      const may = {'any, for oneself': DONE, 'one\'s own': object === self || object === -1 ? NO_AGENT : DENIED, 'the agent who has served one last': NO_AGENT};
      // That a page may does not make it an agent; and what areas and queues think of it is told by an event, the request is done. Nothing enters.
      if (row && [401, 501].includes(cell.code)) return ['object_control', {...fields, object: 424242}, role === 'nobody' ? NOT_SIGNED_IN : DONE];
      const wanted = role === 'nobody' ? NOT_SIGNED_IN : !Object.values(TYPES).includes(cell.type) ? NONSENSE : row ? may[row.whose] : DENIED;
      return ['object_control', fields, wanted];
    });
  }
  for (const [i, who] of [ann, ben, dan].entries()) assert.deepEqual(who.received.slice(heard[i]).filter((m) => m.t.startsWith('object')), [], `${who.self.name} has noticed something`);
  await Promise.all([ann, ben, dan].map((who) => who.close()));
}));

test('properties: every role, type, property and object', {timeout: 240000}, () => withServer({config: CONFIG}, async (server) => {
  const {ann, ben, dan} = await people(server);
  const heard = [ann, ben, dan].map((who) => who.received.length);
  const matrix = [AREA, QUEUE, AGENT, CLIENT, 0, 255].flatMap((type) => INFOS.flatMap((info) => ['self', ann.self.id, ben.self.id, 10001, 101, 424242, -1, 0].flatMap((object) => [
    {type, info, object, number: 1}, {type, info, object, text: 'mine'}])));
  const isText = [8, 11, 13], takesText = [...isText, 10]; // NAME, DESCRIPTION, STRINGTAG; an ATTRIBUTE as JSON is taken and not read
  for (const role of Object.keys(ROLES)) {
    await all(server, role, (i, self) => {
      const cell = matrix[i];
      if (!cell) return undefined;
      const fields = {...cell, object: cell.object === 'self' ? self : cell.object};
      const own = (cell.type === AGENT || cell.type === CLIENT) && fields.object === self;
      const row = table.find((r) => r.property && r.type === cell.type && r.code === cell.info);
      const fits = cell.text === undefined ? !isText.includes(cell.info) : takesText.includes(cell.info);
      return ['object_set', fields, role === 'nobody' ? NOT_SIGNED_IN : !own ? DENIED : row && fits ? DONE : NONSENSE];
    });
  }
  for (const [i, who] of [ann, ben, dan].entries()) assert.deepEqual(who.received.slice(heard[i]).filter((m) => m.t.startsWith('object')), [], `${who.self.name} has noticed something`);
  await Promise.all([ann, ben, dan].map((who) => who.close()));
}));
