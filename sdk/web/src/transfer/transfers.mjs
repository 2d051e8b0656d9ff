// SPDX-License-Identifier: Apache-2.0
// Files and large buffers to and from other users, and to and from the server (docs/protocol.md, "Files"). What the page sees
// of each is a task (tasks.mjs); here the tasks get their bytes.
//
// Pieces go through the server, or over a data channel where a direct connection to the user is up: when that comes or goes,
// what is on its way changes over and goes on. A lost link costs what was on it; a lost session ends what is on its way.
//
// Events: file({ from, task, path, url, name, size, blob, w, l, flags, param })   whole, and its sum is right
//         buffer({ from, task, bytes, isText, w, l, flags })

import { Code, ParlorError } from '../errors.mjs';
import { Emitter } from '../events.mjs';
import { safeName } from '../files.mjs';
import { limits } from '../generated/limits.mjs';
import { ASK, DATA, GRANT, HEAD_BYTES, readFrames } from './frames.mjs';
import { Incoming } from './incoming.mjs';
import { Outgoing } from './outgoing.mjs';
import { Ceiling } from './pace.mjs';
import { Way } from './way.mjs';

export const SERVER = 0;
const WINDOW_BYTES = 4 * 1024 * 1024; // of all that arrives
const LEAST_WINDOW_BYTES = 256 * 1024;
const CHANNEL = { label: 'parlor-files', id: 2 };
const CHANNEL_FRAME_BYTES = 16 * 1024; // what every browser takes
const NAME_BYTES = 255;

/** @typedef {{ name?: string, kind?: 'file' | 'buffer', w?: number, l?: number, flags?: number, guid?: string, param?: string, isText?: boolean, source?: string }} About */

export class Transfers extends Emitter {
  #ports; #server;
  /** By the server's numbers. @type {Map<number, Outgoing>} */
  #outgoing = new Map();
  /** @type {Map<number, Incoming>} */
  #incoming = new Map();
  /** Offered to us, and not yet taken up: what came meanwhile. @type {Map<number, { task: import('../tasks.mjs').Task, closed: boolean, sha256: string }>} */
  #opening = new Map();
  /** Downloads by our own number, until they are offered; and by the server's. @type {Map<number, import('../tasks.mjs').Task>} */
  #gets = new Map();
  /** @type {Map<number, import('../tasks.mjs').Task>} */
  #fetching = new Map();
  /** By user. @type {Map<number, { channel: RTCDataChannel, way: Way }>} */
  #channels = new Map();
  /** Of a session that is over nothing counts. */
  #session = 0;

  /** Bytes; larger files are neither sent nor taken. */
  maxBytes = Infinity;

  /**
   * @param {object} ports
   * @param {import('../platform.mjs').Clock} ports.clock
   * @param {(t: string, fields: object, done?: (error: any, reply?: any) => void) => void} ports.send
   * @param {{ write: (frame: Uint8Array) => boolean, buffered: () => number, up: () => boolean }} ports.link
   * @param {import('../tasks.mjs').Tasks} ports.tasks
   * @param {import('../files.mjs').Files} ports.files
   * @param {import('./store.mjs').Stores} ports.stores
   * @param {() => { id: number } | null} ports.self the signed-in user
   */
  constructor(ports) {
    super();
    this.#ports = ports;
    this.ceiling = new Ceiling(ports.clock);
    this.#server = new Way({ clock: ports.clock, ...ports.link, ceiling: this.ceiling });
  }

  // ---- what pages do ----

  /**
   * Why nothing can be sent there now; 0: it can. @param {number} to @param {number} [size]
   * @param {'file' | 'buffer'} [kind]
   */
  refusal(to, size = 1, kind = 'file') {
    const self = this.#ports.self();
    if (!self) return Code.NOT_LOGGED_IN;
    if (to === self.id || to === -1) return Code.BAD_PARAMETER; // nobody sends to himself; one user, never all
    if (size === 0) return kind === 'file' ? Code.FILE_EMPTY : Code.BAD_PARAMETER;
    return size > this.maxBytes ? Code.FILE_TOO_LARGE : 0;
  }

  /**
   * @param {number} to a user in whichever room, or SERVER
   * @param {Blob | Promise<Blob>} source
   * @param {About} about
   * @returns {import('../tasks.mjs').Task} @throws {ParlorError} 21, 208, 700, 711, 712
   */
  offer(to, source, about = {}) {
    const blob = source instanceof Promise ? null : source;
    const kind = about.kind ?? 'file';
    const code = this.refusal(to, blob?.size, kind);
    if (code) throw new ParlorError(code);
    const task = this.#ports.tasks.begin({ kind, to, total: blob?.size ?? 0, guid: about.guid });
    if (!task) throw new ParlorError(Code.TRANSFER, `at most ${limits.trans_tasks} at once, each GUID once`);
    task.source = about.source ?? '';
    task.name = kind === 'file' ? cut(about.name ?? /** @type {any} */ (source).name ?? 'file') : '';
    if (blob) this.#offer(task, blob, about);
    else this.#openFirst(task, /** @type {Promise<Blob>} */ (source), about);
    return task;
  }

  async #openFirst(task, source, about) {
    const session = this.#session;
    let blob;
    try { blob = await source; } catch (error) { task.stop('sender', new ParlorError(Code.FILE_OPEN, '', { cause: error })); return; }
    if (task.over) return;
    task.total = blob.size;
    const code = session === this.#session ? this.refusal(task.to, blob.size, task.kind) : Code.LINK_LOST;
    if (code) task.stop('sender', new ParlorError(code)); else this.#offer(task, blob, about);
  }

  #offer(task, blob, { w = 0, l = 0, flags = 0, guid = '', param = '', isText = false }) {
    const session = this.#session;
    const fields = {
      to: task.to, task: task.id, size: blob.size, name: task.name,
      ...task.kind === 'buffer' ? { buffer: true } : {}, ...isText ? { is_text: true } : {},
      ...w ? { w } : {}, ...l ? { l } : {}, ...flags ? { flags } : {}, ...guid ? { guid } : {}, ...param ? { param } : {},
    };
    this.#ports.send('file_offer', fields, (error, reply) => {
      if (error) { task.stop('sender', error); return; }
      if (task.over || session !== this.#session) { if (session === this.#session) this.#close(reply.transfer, Code.CANCELLED); return; }
      this.#begin(reply.transfer, task, blob);
    });
  }

  #begin(id, task, source) {
    const { clock, send } = this.#ports;
    const fail = (error) => {
      this.#close(id, Code.FILE_READ);
      this.#forgetOutgoing(id)?.stop('sender', new ParlorError(Code.FILE_READ, String(error?.message ?? error), { cause: error }));
    };
    const outgoing = new Outgoing({ id, to: task.to, source, task, way: this.#server }, {
      clock, unreadable: fail, ended: (sha256) => send('file_end', { transfer: id, sha256 }, () => {}),
    });
    this.#outgoing.set(id, outgoing);
    task.onCancel = () => { this.#close(id, task.error?.code || Code.CANCELLED); this.#forgetOutgoing(id); };
  }

  /** Counts sessions: what was said in another is of no interest. */
  get session() { return this.#session; }

  /**
   * A recording that grows, under the number that the server has given it.
   * @param {number} id @param {import('../record/growing.mjs').Growing} source
   * @param {{ advance: (have: number) => void, done: () => void, stop: (side: string, error: any) => void, over: boolean }} task
   */
  carry(id, source, task) {
    const outgoing = new Outgoing({ id, to: SERVER, source, task: /** @type {any} */ (task), way: this.#server }, {
      clock: this.#ports.clock, ended() {},
      unreadable: (error) => {
        this.#close(id, Code.FILE_READ);
        this.#forgetOutgoing(id)?.stop('sender', new ParlorError(Code.FILE_READ, String(/** @type {any} */ (error)?.message ?? error), { cause: error }));
      },
    });
    this.#outgoing.set(id, outgoing);
    return outgoing;
  }

  /** Not wanted any more. @param {number} id @param {number} code */
  dismiss(id, code) {
    if (this.#forgetOutgoing(id)) this.#close(id, code);
  }

  /**
   * A file that the server keeps. @param {string} file its id, as the upload's task has it
   * @returns {import('../tasks.mjs').Task} @throws {ParlorError} 208, 700
   */
  fetch(file) {
    if (!this.#ports.self()) throw new ParlorError(Code.NOT_LOGGED_IN);
    const task = this.#ports.tasks.begin({ kind: 'file', to: SERVER, total: 0 });
    if (!task) throw new ParlorError(Code.TRANSFER, `at most ${limits.trans_tasks} at once`);
    this.#gets.set(task.id, task);
    this.#ports.send('file_get', { task: task.id, file }, (error, reply) => {
      if (error) { this.#gets.delete(task.id); task.stop('receiver', error); return; }
      if (task.over) { this.#close(reply.transfer, Code.CANCELLED); return; }
      this.#fetching.set(reply.transfer, task);
      task.onCancel = () => { this.#close(reply.transfer, Code.CANCELLED); this.#forgetIncoming(reply.transfer); };
    });
    return task;
  }

  #close(transfer, code) { this.#ports.send('file_close', { transfer, code }, () => {}); }

  #forgetOutgoing(id) {
    const outgoing = this.#outgoing.get(id);
    this.#outgoing.delete(id);
    outgoing?.close();
    return outgoing?.task;
  }

  #forgetIncoming(id, drop = true) {
    const incoming = this.#incoming.get(id);
    this.#incoming.delete(id);
    const opening = this.#opening.get(id);
    if (opening) opening.closed = true;
    incoming?.close(drop);
    const task = incoming?.task ?? opening?.task ?? this.#fetching.get(id);
    this.#fetching.delete(id);
    return task;
  }

  // ---- what the server says ----

  /** @param {any} message */
  handle(message) {
    const { t, transfer } = message;
    if (t === 'file_offered') this.#offered(message);
    else if (t === 'file_ended') this.#ended(transfer, message.sha256);
    else if (t === 'file_closed') this.#closed(message);
  }

  #ended(id, sha256) {
    const opening = this.#opening.get(id);
    if (opening) opening.sha256 = sha256;
    this.#incoming.get(id)?.ended(sha256);
  }

  #closed({ transfer, by, code, file }) {
    const task = this.#forgetOutgoing(transfer) ?? this.#forgetIncoming(transfer);
    if (!task || task.over) return;
    task.onCancel = null;
    task.file = file ?? '';
    if (code === 0) task.done();
    else task.stop(by === 'sender' || (by === 'server' && task.own && task.to === SERVER) ? 'sender' : 'receiver', new ParlorError(code));
  }

  async #offered(offer) {
    const { transfer: id, from, size } = offer;
    const name = safeName(offer.name);
    const get = from === SERVER ? this.#gets.get(offer.task) : undefined;
    if (get) this.#gets.delete(offer.task);
    const task = get ?? this.#ports.tasks.arriving({ kind: offer.buffer ? 'buffer' : 'file', from, id: offer.task, total: size, guid: offer.guid });
    if (!task || size > this.maxBytes) {
      this.#close(id, task ? Code.FILE_TOO_LARGE : Code.LIMIT);
      task?.stop('receiver', new ParlorError(Code.FILE_TOO_LARGE));
      return;
    }
    task.total = size;
    task.name = name;
    const opening = { task, closed: false, sha256: '' };
    this.#opening.set(id, opening);
    this.#fetching.delete(id);
    task.onCancel = () => { this.#close(id, task.error?.code || Code.CANCELLED); this.#forgetIncoming(id); };
    let store;
    try {
      store = await this.#ports.stores.open(size, name);
    } catch (error) {
      this.#opening.delete(id);
      if (!opening.closed && !task.over) { this.#close(id, Code.LIMIT); task.stop('receiver', /** @type {any} */ (error)); }
      return;
    }
    this.#opening.delete(id);
    if (opening.closed || task.over) { store.drop(); return; }
    const incoming = new Incoming({ id, from, size, name, task, way: this.#server, about: offer }, store, {
      window: () => Math.max(LEAST_WINDOW_BYTES, WINDOW_BYTES / Math.max(1, this.#incoming.size)),
      arrived: (whole) => this.#arrived(incoming, whole),
      full: (error) => this.#refuse(incoming, Code.LIMIT, error),
    });
    this.#incoming.set(id, incoming);
    if (opening.sha256) incoming.ended(opening.sha256);
  }

  #refuse(incoming, code, error) {
    this.#close(incoming.id, code);
    this.#forgetIncoming(incoming.id);
    incoming.task.stop('receiver', new ParlorError(code, String(error?.message ?? error), { cause: error }));
  }

  async #arrived(incoming, whole) {
    if (!whole) { this.#refuse(incoming, Code.FILE_DAMAGED, 'it is not what was sent: another SHA-256'); return; }
    const { id, from, task, name, size, about } = incoming;
    let kept;
    try { kept = await incoming.keep(); } catch (error) { this.#refuse(incoming, Code.LIMIT, error); return; }
    if (this.#incoming.get(id) !== incoming || task.over) { kept.release(); return; }
    this.#forgetIncoming(id, false);
    task.onCancel = null;
    this.#close(id, 0);
    const said = { from, task, w: about.w ?? 0, l: about.l ?? 0, flags: about.flags ?? 0 };
    if (about.buffer) {
      const bytes = new Uint8Array(await kept.blob.arrayBuffer());
      task.done();
      this.emit('buffer', { ...said, bytes, isText: about.is_text ?? false });
      return;
    }
    const stored = this.#ports.files.add(kept.blob, name, kept.release);
    task.path = stored.path;
    task.done();
    this.emit('file', { ...said, path: stored.path, url: stored.url, name, size, blob: kept.blob, param: about.param ?? '' });
  }

  // ---- pieces ----

  /** @param {ArrayBuffer} buffer */
  binary(buffer) { this.#take(buffer, this.#server, null); }

  /** @param {any} buffer @param {Way} way @param {number | null} user who may speak of his own transfers alone; null: the server */
  #take(buffer, way, user) {
    if (!(buffer instanceof ArrayBuffer)) return;
    for (const frame of readFrames(buffer)) {
      const incoming = this.#incoming.get(frame.transfer), outgoing = this.#outgoing.get(frame.transfer);
      if (frame.type === GRANT) { if (outgoing && (user === null || outgoing.to === user)) this.#granted(outgoing, frame, way); continue; }
      if (!incoming || (user !== null && incoming.from !== user)) continue;
      if (frame.type === DATA) incoming.take(/** @type {any} */ (frame), way);
      else if (frame.type === ASK) incoming.begin(way);
    }
  }

  /** What begins while there is a direct way takes it when the receiver is ready, which its first grant says, through the server. */
  #granted(outgoing, frame, way) {
    const direct = this.#channels.get(outgoing.to)?.way;
    if (way === this.#server && outgoing.way === way && direct?.up) outgoing.moveTo(direct); else outgoing.granted(frame, way);
  }

  // ---- ways come and go ----

  /** The link is another: what was on the old one is lost. */
  resumed() {
    this.#server.reset();
    for (const outgoing of this.#outgoing.values()) if (outgoing.way === this.#server) outgoing.moveTo(this.#server);
    for (const incoming of this.#incoming.values()) if (incoming.way === this.#server) incoming.begin(this.#server);
  }

  /** A direct connection to a user is up, or no longer. @param {number} user @param {RTCPeerConnection | null} peer */
  direct(user, peer) {
    this.#shut(user);
    if (!peer) return;
    let channel;
    try {
      channel = peer.createDataChannel(CHANNEL.label, { negotiated: true, id: CHANNEL.id });
    } catch { return; } // it closes already
    channel.binaryType = 'arraybuffer';
    const way = new Way({
      clock: this.#ports.clock, ceiling: this.ceiling, frame: CHANNEL_FRAME_BYTES + HEAD_BYTES,
      up: () => channel.readyState === 'open', buffered: () => channel.bufferedAmount,
      write(frame) { try { channel.send(/** @type {any} */ (frame)); return true; } catch { return false; } },
    });
    this.#channels.set(user, { channel, way });
    channel.onopen = () => { for (const outgoing of this.#outgoing.values()) if (outgoing.to === user) outgoing.moveTo(way); };
    channel.onmessage = ({ data }) => this.#take(data, way, user);
    channel.onclose = () => { if (this.#channels.get(user)?.way === way) this.#shut(user); };
  }

  #shut(user) {
    const direct = this.#channels.get(user);
    if (!direct) return;
    this.#channels.delete(user);
    const { channel, way } = direct;
    channel.onopen = channel.onmessage = channel.onclose = null;
    for (const outgoing of this.#outgoing.values()) if (outgoing.way === way) outgoing.moveTo(this.#server);
    for (const incoming of this.#incoming.values()) if (incoming.way === way) incoming.begin(this.#server);
    way.close();
    try { channel.close(); } catch { /* closed already */ }
  }

  /** No direct connection is left. */
  onlyServer() { for (const user of [...this.#channels.keys()]) this.#shut(user); }

  /** Does what goes to this user go directly? @param {number} user */
  isDirect(user) { return this.#channels.get(user)?.way.up ?? false; }

  /** The session is over. @param {number} code why */
  lost(code) {
    this.#session++;
    this.onlyServer();
    for (const id of [...this.#outgoing.keys()]) this.#forgetOutgoing(id)?.stop('sender', new ParlorError(code));
    for (const id of [...this.#incoming.keys()]) this.#forgetIncoming(id)?.stop('receiver', new ParlorError(code));
    for (const opening of this.#opening.values()) opening.closed = true;
    this.#opening.clear();
    this.#gets.clear();
    this.#fetching.clear();
    for (const task of this.#ports.tasks.running()) { task.onCancel = null; task.stop(task.own ? 'sender' : 'receiver', new ParlorError(code)); }
    this.#server.close();
  }
}

/** At most so many bytes, ending at a character, the file's ending kept. @param {string} name */
function cut(name) {
  const encoder = new TextEncoder();
  const last = new TextDecoder().decode(encoder.encode(String(name).split(/[/\\]/).at(-1))); // half characters are mended
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(last)?.[0] ?? '';
  let stem = [...last.slice(0, last.length - ending.length).replace(/\0/g, '_')];
  while (encoder.encode(stem.join('') + ending).length > NAME_BYTES) stem = stem.slice(0, Math.max(0, stem.length - Math.max(1, stem.length >> 4)));
  return stem.join('') + ending;
}
