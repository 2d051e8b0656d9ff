// SPDX-License-Identifier: Apache-2.0
// A conversation as one value: who is in it, own devices, what was written, files. Pure; the same for clients and agents.

/**
 * @typedef {object} Other
 * @property {number} id
 * @property {string} name
 * @property {boolean} camera
 * @property {boolean} mic
 *
 * @typedef {object} Line
 * @property {number} key
 * @property {number} from
 * @property {string} name
 * @property {boolean} mine
 * @property {string} text
 * @property {number} time
 * @property {boolean} failed
 *
 * @typedef {object} FileEntry
 * @property {number} key
 * @property {string} name
 * @property {number} size
 * @property {boolean} mine
 * @property {number} time
 * @property {number} progress 0 to 1
 * @property {'running' | 'done' | 'failed' | 'cancelled'} state
 * @property {string} url of what was received
 *
 * @typedef {object} Talk
 * @property {'none' | 'joining' | 'on' | 'over'} stage over: what was written can still be read
 * @property {number} since when somebody else was there first; 0: not yet
 * @property {number} until when it ended
 * @property {Other[]} others
 * @property {{ mic: boolean, camera: boolean }} want
 * @property {{ mic: any, camera: any }} device problems of them
 * @property {Line[]} lines
 * @property {FileEntry[]} files
 * @property {number} unread
 * @property {boolean} reading the conversation is on the screen
 * @property {any} problem
 */

const LINES = 500, FILES = 100;

/** @returns {Talk} */
export const noTalk = () => ({
  stage: 'none', since: 0, until: 0, others: [], want: { mic: true, camera: true }, device: { mic: null, camera: null }, lines: [], files: [], unread: 0, reading: false, problem: null,
});

const upsert = (others, other) => {
  const known = others.find(({ id }) => id === other.id);
  return known ? others.map((one) => (one.id === other.id ? { ...one, ...other } : one)) : [...others, { name: '', camera: false, mic: false, ...other }];
};
const change = (list, key, values) => list.map((one) => (one.key === key ? { ...one, ...values } : one));

/** @type {Record<string, (talk: Talk, action: any) => Talk>} */
const handlers = {
  'talk.join': (talk, { want, keep = false }) => ({ ...noTalk(), ...keep ? { lines: talk.lines, files: talk.files, reading: talk.reading } : {}, stage: 'joining', want }),
  'talk.on': (talk) => ({ ...talk, stage: 'on' }),
  'talk.other': (talk, { other, time }) => ({ ...talk, since: talk.since || time, others: upsert(talk.others, other) }),
  'talk.gone': (talk, { id }) => ({ ...talk, others: talk.others.filter((other) => other.id !== id) }),
  'talk.want': (talk, { kind, on }) => ({ ...talk, want: { ...talk.want, [kind]: on } }),
  'talk.device': (talk, { kind, problem }) => ({ ...talk, device: { ...talk.device, [kind]: problem } }),
  'talk.line': (talk, { line }) => ({ ...talk, lines: [...talk.lines, { failed: false, ...line }].slice(-LINES), unread: talk.unread + (line.mine || talk.reading ? 0 : 1) }),
  'talk.failed': (talk, { key }) => ({ ...talk, lines: change(talk.lines, key, { failed: true }) }),
  'talk.file': (talk, { file }) => ({ ...talk, files: [...talk.files, { progress: 0, state: 'running', url: '', ...file }].slice(-FILES), unread: talk.unread + (file.mine || talk.reading ? 0 : 1) }),
  'talk.moved': (talk, { key, values }) => ({ ...talk, files: change(talk.files, key, values) }),
  'talk.reading': (talk, { reading }) => (talk.reading === reading ? talk : { ...talk, reading, unread: reading ? 0 : talk.unread }),
  'talk.problem': (talk, { problem }) => ({ ...talk, problem }),
  'talk.over': (talk, { time }) => (talk.stage === 'none' ? talk : { ...talk, stage: 'over', until: time, others: [] }),
  'talk.forget': () => noTalk(),
};

/** @param {string} type @returns {boolean} */
export const isTalk = (type) => type in handlers;

/** @param {Talk} talk @param {{ type: string } & Record<string, any>} action @returns {Talk} */
export const reduceTalk = (talk, action) => handlers[action.type](talk, action);

/** Lines and files in the order in which they came. @param {Talk} talk */
export const entriesOf = ({ lines, files }) => [...lines.map((line) => ({ kind: 'line', ...line })), ...files.map((file) => ({ kind: 'file', ...file }))].sort((a, b) => a.time - b.time || a.key - b.key);

/** Seconds that it lasted, or has lasted. @param {Talk} talk @param {number} time */
export const secondsOf = ({ since, until }, time) => (since ? Math.max(0, (until || time) - since) / 1000 : 0);
