#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// A business server: everybody who is on line becomes everybody's friend, in two groups; it logs all that it is told.
//
//   node demos/business/server.mjs --server 127.0.0.1:8906 --secret SECRET [--name NAME] [--refuse-room N] [--refuse-caller USER]
//
// Ids: 1, 2, 3 ... by name. Texts of a user: 1 name, 2 address, 3 signature, 4 picture number.
import {parseArgs} from 'node:util';
import {BusinessLink} from './link.mjs';

const NAMED = 1, GUESTS = 2; // groups
const SYNC = 2, ADD_GROUP = 20, ADD_FRIEND = 22, PUT_INTO_GROUP = 24; // BRAS_USERINFO_CTRLCODE_...
const NO_ENTRY = 305, NO_CALL = 100104;

const {values: options} = parseArgs({options: {
  server: {type: 'string', default: '127.0.0.1:8906'},
  secret: {type: 'string', default: process.env.PARLOR_BUSINESS_SECRET ?? ''},
  name: {type: 'string', default: 'sample'},
  'refuse-room': {type: 'string'},
  'refuse-caller': {type: 'string'},
}});

const idsByName = new Map();
let lastId = 0;
const online = new Map(); // id -> user
const log = (text) => console.log(`${new Date().toISOString()} ${text}`);

function idOf(name) {
  if (!idsByName.has(name)) idsByName.set(name, ++lastId);
  return idsByName.get(name);
}

/** Somebody who had an id before this program began keeps it. */
function remember(user) {
  online.set(user.id, user);
  if (user.id <= 0) return;
  idsByName.set(user.name, user.id);
  lastId = Math.max(lastId, user.id);
}

const control = (user, code, w = 0, l = 0, text = '') => link.tell('bs_control', {user, code, w, l, text});

function befriend(owner, friend) {
  control(owner, ADD_FRIEND, friend);
  control(owner, PUT_INTO_GROUP, friend > 0 ? NAMED : GUESTS, friend);
}

function introduce(user) {
  control(user.id, ADD_GROUP, NAMED, 0, 'Friends');
  control(user.id, ADD_GROUP, GUESTS, 0, 'Guests');
  const texts = {1: user.name, 2: user.ip, 3: `Hello, I am ${user.name}.`, 4: String(Math.abs(user.id) % 12 + 1)};
  for (const [info, text] of Object.entries(texts)) link.tell('bs_set_info', {user: user.id, info: Number(info), text});
  for (const other of online.values()) {
    if (other.id === user.id) continue;
    befriend(user.id, other.id);
    befriend(other.id, user.id);
    control(other.id, SYNC);
  }
  control(user.id, SYNC);
}

const happens = {
  bs_online({users, last}) {
    users.forEach(remember);
    if (last) for (const user of online.values()) introduce(user); // whoever came while nobody was here
  },
  on_login({user}) {
    remember(user);
    introduce(user);
  },
  on_logout({user}) { online.delete(user); },
  on_data({user, channel, data, is_text: isText}) { link.tell('bs_send', {user, channel, data, is_text: isText}); }, // says it back
};

const link = new BusinessLink({
  url: `ws://${options.server}/business`,
  secret: options.secret,
  name: options.name,
  takes: ['data', 'control', 'text'],
  onLink(state, why) {
    if (state === 'attached') online.clear();
    log(`link ${state} ${why}`);
  },
  onMessage(message) {
    log(JSON.stringify(message.t === 'refused' ? {t: 'refused', why: message.error.message} : message));
    happens[message.t]?.(message);
  },
  decide: {
    login({name, password}) { // any password but "wrong"
      log(`login ${name}`);
      return password === 'wrong' ? 200 : {user: idOf(name), level: 1, nick: name};
    },
    enter({user, room}) {
      log(`enter ${user} ${room}`);
      return String(room) === options['refuse-room'] ? NO_ENTRY : 0;
    },
    call({from, to}) {
      log(`call ${from} ${to}`);
      return String(from) === options['refuse-caller'] ? NO_CALL : 0;
    },
  },
});

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => link.close());
