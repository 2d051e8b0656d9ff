// SPDX-License-Identifier: Apache-2.0
// parlor.recordings: the catalogue of recordings at the server, for users whom its settings name. Types and the manual of each call
// are in parlor.d.ts.

import { byteLength, wellFormed } from '../data/payload.mjs';
import { Code, ParlorError } from '../errors.mjs';

const TEXT_BYTES = 200; // as said in schema/messages.json
const MOST = 50;
const TYPES = ['mp4', 'wmv', 'flv', 'mp3', 'webm'];
const SNAPSHOT = 'snapshot';

const bad = (what) => new ParlorError(Code.BAD_PARAMETER, what);

/** @param {any} value @param {string} name */
function text(value, name) {
  const whole = wellFormed(String(value));
  if (byteLength(whole) > TEXT_BYTES || whole.includes('\0')) throw bad(name);
  return whole;
}

/** @param {any} value a Date, or milliseconds since 1970 @param {string} name */
function time(value, name) {
  const ms = value instanceof Date ? value.getTime() : Number(value);
  if (!Number.isFinite(ms)) throw bad(name);
  return Math.max(0, Math.trunc(ms));
}

/** @param {any} value @param {string} name @param {number} most */
function whole(value, name, most) {
  const number = Number(value);
  if (!Number.isInteger(number) || Math.abs(number) > most) throw bad(name);
  return number;
}

/** Fields of a wish; what is absent is not sent. @param {any} wish */
function fieldsOf(wish) {
  const { text: words, userId, room, from, to, before, limit = 20 } = wish;
  const some = (/** @type {string} */ name, /** @type {any} */ value, /** @type {(value: any, name: string) => any} */ read) =>
    value === undefined || value === null || value === '' ? {} : { [name]: read(value, name) };
  const id = (value, name) => whole(value, name, 0x7fffffff);
  if (limit < 1 || limit > MOST) throw bad('limit');
  return {
    limit: whole(limit, 'limit', MOST), ...some('before', before || undefined, id), ...some('user', userId, id), ...some('room', room, id),
    ...some('from', from, time), ...some('to', to, time), ...some('text', words, text),
  };
}

/** @param {any} row @param {(path: string) => string} address */
function entryOf(row, address) {
  const snapshot = row.how === SNAPSHOT || (Number(row.flags) & 0x400) !== 0;
  const pictures = Number(row.pictures ?? 0), every = Number(row.picture_ms ?? 0);
  return {
    id: row.id, at: new Date(row.at_ms), state: row.state, userId: row.user, name: row.name ?? '', room: row.room, by: row.by ?? '', byUserId: row.by_user ?? 0,
    type: snapshot ? 'jpg' : TYPES[row.type ?? 0] ?? '', snapshot, file: row.file ?? '', bytes: row.bytes ?? 0, seconds: (row.elapsed_ms ?? 0) / 1000,
    width: row.width ?? 0, height: row.height ?? 0, started: row.started_ms ? new Date(row.started_ms) : null, ended: row.ended_ms ? new Date(row.ended_ms) : null,
    consent: row.consent ?? '', how: row.how ?? '', lostSeconds: (row.lost_ms ?? 0) / 1000, code: row.code ?? 0, note: row.note ?? '', text: row.text ?? '',
    param: row.param ?? 0, sha256: row.sha256 ?? '', md5: row.md5 ?? '', keepUntil: row.until_ms ? new Date(row.until_ms) : null, held: Boolean(row.hold),
    encrypted: Boolean(row.encrypted), thumbnail: row.thumb ? address(row.thumb) : '',
    board: row.board && pictures > 0 && every > 0 ? { url: address(row.board), pictures, every: every / 1000, columns: 10, width: 160 } : null,
  };
}

/** "microphone=1 cameras=3 screens=2 name=Ann" @param {string} detail */
function devicesOf(detail) {
  const found = /^microphone=(\d+) cameras=(\d+) screens=(\d+)(?: name=(.*))?$/su.exec(detail);
  return found && { microphone: found[1] !== '0', cameras: Number(found[2]), screens: Number(found[3]), name: found[4] ?? '' };
}

/** @param {any[]} lines @param {number} started ms since 1970; 0: not known */
function timeLineOf(lines, started) {
  /** @type {Map<number, string>} */
  const names = new Map();
  return lines.map(({ at_ms: at, kind, user, detail, offset_ms: offset }) => {
    const devices = devicesOf(detail ?? '');
    if (devices?.name) names.set(user, devices.name);
    const ms = offset ?? (started ? at - started : null);
    return { at: new Date(at), seconds: ms === null ? null : ms / 1000, kind, userId: user, name: names.get(user) ?? '', text: devices ? '' : detail ?? '', devices };
  });
}

export class RecordingLibrary {
  #ports;

  /**
   * @param {object} ports
   * @param {(t: string, fields: object, done: (error: any, reply?: any) => void) => void} ports.send
   * @param {() => string} ports.origin of the server's pages, for addresses of files
   */
  constructor(ports) { this.#ports = ports; }

  /** @param {string} verb @param {object} fields @returns {Promise<{ json: any, keeper: boolean }>} */
  #ask(verb, fields) {
    return new Promise((resolve, reject) => {
      this.#ports.send('library', { verb, ...fields }, (error, reply) => {
        if (error) { reject(error); return; }
        try { resolve({ json: JSON.parse(reply.text), keeper: reply.keeper }); } catch { reject(new ParlorError(Code.PROTOCOL, 'the answer cannot be read')); }
      });
    });
  }

  #address(path) { return new URL(path, this.#ports.origin()).href; }
  #entry(row) { return entryOf(row, (path) => this.#address(path)); }

  /** @param {any} [wish] */
  async find(wish = {}) {
    const { json, keeper } = await this.#ask('list', fieldsOf(wish));
    return { recordings: json.recordings.map((row) => this.#entry(row)), next: json.next ?? 0, mayDelete: keeper };
  }

  /** @param {number} id */
  async show(id) {
    const { json, keeper } = await this.#ask('show', { record: whole(id, 'id', 0x7fffffff) });
    return { recording: this.#entry(json.recording), timeLine: timeLineOf(json.lines ?? [], json.recording.started_ms ?? 0), mayDelete: keeper };
  }

  /** @param {number} id @param {{ minutes?: number }} [options] */
  async link(id, { minutes } = {}) {
    if (minutes !== undefined && !(minutes >= 1 && minutes <= 525600)) throw bad('minutes');
    const { json } = await this.#ask('link', { record: whole(id, 'id', 0x7fffffff), ...minutes === undefined ? {} : { minutes: Math.trunc(minutes) } });
    return { url: this.#address(json.url), expires: new Date(json.expires_ms) };
  }

  /** @param {number} id */
  async verify(id) {
    const { json } = await this.#ask('verify', { record: whole(id, 'id', 0x7fffffff) });
    const faults = (json.faults ?? []).map(({ file, fault, ranges = [] }) => ({ file, fault, ranges }));
    return { ok: Boolean(json.ok), signature: json.signature ?? '', key: json.key ?? '', faults };
  }

  /** @param {number} id @param {{ why?: string }} [options] */
  async delete(id, { why = '' } = {}) {
    await this.#ask('delete', { record: whole(id, 'id', 0x7fffffff), ...why ? { text: text(why, 'why') } : {} });
  }
}
