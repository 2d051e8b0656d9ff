// SPDX-License-Identifier: Apache-2.0
// parlor.files. Types and the manual of each call are in parlor.d.ts.

import { Code, ParlorError } from './errors.mjs';
import { Emitter } from './events.mjs';
import { TaskStatus } from './tasks.mjs';
import { SERVER } from './transfer/transfers.mjs';

/** @param {import('./tasks.mjs').Task} task */
function stateOf({ status, error }) {
  if (status === TaskStatus.PREPARING) return 'preparing';
  if (status === TaskStatus.RUNNING) return 'running';
  if (status === TaskStatus.DONE) return 'done';
  return !error || error.code === Code.CANCELLED ? 'cancelled' : 'failed';
}

/** One transfer as the page sees it. Events: progress(transfer) */
export class FileTransfer extends Emitter {
  #task; #tasks;

  /** @param {import('./tasks.mjs').Task} task @param {import('./tasks.mjs').Tasks} tasks @param {Promise<any>} done */
  constructor(task, tasks, done) {
    super();
    this.#task = task;
    this.#tasks = tasks;
    /** @type {Promise<any>} */
    this.done = done;
    done.catch(() => {}); // who does not ask is told by state
  }

  get id() { return this.#task.id; }
  /** The other end; 0: the server. */
  get user() { return this.#task.own ? this.#task.to : this.#task.user; }
  get outgoing() { return this.#task.own; }
  get name() { return this.#task.name; }
  get size() { return this.#task.total; }
  get bytes() { return this.#task.moved; }
  get progress() { const { moved, total } = this.#task; return total > 0 ? moved / total : 0; }
  get bitrate() { return this.#task.bitrate; }
  get state() { return stateOf(this.#task); }
  get error() { return this.#task.error; }
  get fileId() { return this.#task.file; }
  cancel() { this.#tasks.cancel(this.#task, new ParlorError(Code.CANCELLED)); }
}

/** Events: incoming(transfer)  received(file) */
export class FileControl extends Emitter {
  #client;
  /** @type {Map<import('./tasks.mjs').Task, { transfer: FileTransfer, resolve: (file: any) => void, reject: (error: ParlorError) => void }>} */
  #known = new Map();

  /** @param {import('./client.mjs').Client} client */
  constructor(client) {
    super();
    this.#client = client;
    client.tasks.on('change', (task) => this.#changed(task));
    client.transfers.on('file', ({ task, from, name, size, path, url, blob, param }) => {
      const file = { from, name, size, blob, url, param, release: () => { client.files.remove(path); } };
      this.#known.get(task)?.resolve(file);
      this.#known.delete(task);
      this.emit('received', file);
    });
  }

  #watch(task) {
    let ends = /** @type {any} */ ({});
    const done = new Promise((resolve, reject) => { ends = { resolve, reject }; });
    const transfer = new FileTransfer(task, this.#client.tasks, done);
    this.#known.set(task, { transfer, ...ends });
    return transfer;
  }

  #changed(task) {
    if (task.kind !== 'file') return;
    let known = this.#known.get(task);
    if (!known && !task.own && !task.over) {
      this.emit('incoming', this.#watch(task));
      known = this.#known.get(task);
    }
    if (!known) return;
    const { transfer, resolve, reject } = known;
    transfer.emit('progress', transfer);
    if (!task.over) return;
    if (task.status !== TaskStatus.DONE) reject(task.error ?? new ParlorError(Code.CANCELLED));
    else if (task.own && !task.path) resolve(null);
    else return; // the file comes with its own event
    this.#known.delete(task);
  }

  #abortable(transfer, signal) {
    if (!signal) return transfer;
    const abort = () => transfer.cancel();
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    const off = () => signal.removeEventListener('abort', abort);
    transfer.done.then(off, off);
    return transfer;
  }

  /**
   * @param {number | 'server'} to @param {Blob} file
   * @param {{ name?: string, param?: string, signal?: AbortSignal }} [options]
   */
  send(to, file, { name, param = '', signal } = {}) {
    const task = this.#client.transfers.offer(to === 'server' ? SERVER : to, file, { name, param });
    return this.#abortable(this.#watch(task), signal);
  }

  /** @param {string} fileId @param {{ signal?: AbortSignal }} [options] */
  download(fileId, { signal } = {}) { return this.#abortable(this.#watch(this.#client.transfers.fetch(fileId)), signal); }

  /** bit/s of all together; 0: no ceiling. */
  get maxBitrate() { return this.#client.transfers.ceiling.bps; }
  set maxBitrate(bps) { this.#client.transfers.ceiling.bps = Math.max(0, Number(bps) || 0); }
  /** Bytes. */
  get maxSize() { return this.#client.transfers.maxBytes; }
  set maxSize(bytes) { this.#client.transfers.maxBytes = bytes; }
  /** @param {number} user */
  isDirect(user) { return this.#client.transfers.isDirect(user); }
}
