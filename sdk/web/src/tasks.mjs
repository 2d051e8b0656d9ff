// SPDX-License-Identifier: Apache-2.0
// What is on its way as a task: large buffers and files, our own and those of others (manual 5.5.6 to 5.5.8). A task has a
// number that is unique together with the user who began it; numbers are given here, 1, 2, 3 ... for as long as the page
// lives, so that one is never used twice even when the session begins anew.
//
// Who moves the bytes makes a task by begin() (ours) or arriving() (another user's), says advance() as bytes get to the other
// end, and in the end done(), or stop() when it goes no further. Whoever wants to end it from outside calls Tasks.cancel():
// the mover hears of that by `onCancel`. Everything else only reads.
//
// Bounded: at most limits.trans_tasks run at once in each direction; of those that are over the newest REMEMBERED stay
// known, so that a page that polls finds `progress` at 100 and leaves it there.
//
// Events: change(task)    status, progress or error is another; not more often than bytes are told of

import { Emitter } from './events.mjs';
import { limits } from './generated/limits.mjs';

/** The numbers of BRAC_TRANSTASK_STATUS. */
export const TaskStatus = Object.freeze({ PREPARING: 1, RUNNING: 2, DONE: 3, SENDER_CANCELLED: 4, RECEIVER_CANCELLED: 5 });

const REMEMBERED = 1024;
const RATE_MS = 2000; // the rate is that of the last two seconds
const SAMPLE_MS = 100;

export class Task {
  #clock; #changed;
  /** Where the bytes stood when. @type {{ at: number, bytes: number }[]} */
  #samples = [];
  #began = 0;

  /** @type {number} one of TaskStatus */
  status = TaskStatus.PREPARING;
  /** Bytes that the other end has. */
  moved = 0;
  /** Of a file: what it is called, without folder; where the page took it from; where it lies (a path of files.mjs). */
  name = '';
  source = '';
  path = '';
  /** Id of an upload that the server keeps: who knows it may have the file. */
  file = '';
  /** Why it did not get there. @type {import('./errors.mjs').ParlorError | null} */
  error = null;
  /** Set by who moves the bytes: the page has cancelled the task, and its status says so already. @type {(() => void) | null} */
  onCancel = null;

  /**
   * @param {object} what
   * @param {number} what.id @param {number} what.user who began it @param {boolean} what.own
   * @param {number} what.to the receiver; 0 is the server
   * @param {'buffer' | 'file'} what.kind @param {number} what.total bytes @param {string} what.guid "" or made by the page
   * @param {import('./platform.mjs').Clock} clock @param {(task: Task) => void} changed
   */
  constructor({ id, user, own, to, kind, total, guid }, clock, changed) {
    this.id = id;
    this.user = user;
    this.own = own;
    this.to = to;
    this.kind = kind;
    this.total = total;
    this.guid = guid;
    this.#clock = clock;
    this.#changed = changed;
  }

  get over() { return this.status > TaskStatus.RUNNING; }

  /** Percent, a whole number; 100 exactly when it is done, and then for good. */
  get progress() {
    if (this.status === TaskStatus.DONE) return 100;
    return this.total > 0 ? Math.min(99, Math.floor(100 * this.moved / this.total)) : 0;
  }

  /** bit/s of the last two seconds; 0 when nothing moves. */
  get bitrate() {
    if (this.status !== TaskStatus.RUNNING) return 0;
    const now = this.#clock.now();
    const since = this.#samples.findLast(({ at }) => at <= now - RATE_MS) ?? this.#samples[0];
    const ms = now - (since?.at ?? now);
    return ms > 0 ? Math.round(8000 * (this.moved - since.bytes) / ms) : 0;
  }

  /** ms since bytes began to move; 0 before. */
  get elapsed_ms() { return this.#began ? this.#clock.now() - this.#began : 0; }

  /** So many bytes are at the other end by now: all of them together, and never fewer than before. @param {number} bytes */
  advance(bytes) {
    if (this.over) return;
    const now = this.#clock.now();
    if (this.status === TaskStatus.PREPARING) {
      this.status = TaskStatus.RUNNING;
      this.#began = now;
      this.#samples.push({ at: now, bytes: this.moved });
    }
    this.moved = Math.max(this.moved, Math.min(bytes, this.total));
    this.#sample(now);
    this.#changed(this);
  }

  #sample(now) {
    const samples = this.#samples;
    if (now - samples[samples.length - 1].at < SAMPLE_MS) return;
    samples.push({ at: now, bytes: this.moved });
    while (samples.length > 2 && samples[1].at <= now - RATE_MS) samples.shift();
  }

  /** Everything is there. */
  done() {
    if (this.over) return;
    this.moved = this.total;
    this.#end(TaskStatus.DONE, null);
  }

  /**
   * It goes no further. @param {'sender' | 'receiver'} by whose doing that is: who cancelled it, or whose end failed
   * @param {import('./errors.mjs').ParlorError | null} [error]
   */
  stop(by, error = null) {
    if (!this.over) this.#end(by === 'sender' ? TaskStatus.SENDER_CANCELLED : TaskStatus.RECEIVER_CANCELLED, error);
  }

  #end(status, error) {
    this.status = status;
    this.error = error;
    this.#samples = [];
    this.#changed(this);
  }

  /** BRAC_TRANSTASK_JSONSTATUS. */
  toJSON() {
    const { id, user, guid, kind, status, progress, bitrate, total, moved, error, name, path, file, to } = this;
    return {
      taskid: id, userid: user, targetuserid: to, ...guid ? { taskguid: guid } : {}, type: kind, status, progress, bitrate,
      ...name ? { filename: name } : {}, ...path ? { filepath: path } : {}, ...file ? { fileid: file } : {}, filesize: total, transsize: moved, errorcode: error?.code ?? 0,
    };
  }
}

export class Tasks extends Emitter {
  #ports; #nextId = 1;
  /** @type {Map<number, Task>} */
  #own = new Map();
  /** By "user/id". @type {Map<string, Task>} */
  #others = new Map();
  /** @type {Map<string, Task>} */
  #byGuid = new Map();
  /** Those that are over, oldest first. @type {Task[]} */
  #past = [];

  /** @param {{ clock: import('./platform.mjs').Clock, self: () => number }} ports self: our own user id, -1 without one */
  constructor({ clock, self }) {
    super();
    this.#ports = { clock, self };
  }

  /**
   * A task of ours.
   * @param {{ kind: 'buffer' | 'file', to: number, total: number, guid?: string }} what
   * @returns {Task | null} null: too many run already, or the GUID is in use
   */
  begin({ kind, to, total, guid = '' }) {
    if (this.#running(this.#own) >= limits.trans_tasks || (guid && this.#byGuid.get(guid)?.over === false)) return null;
    const task = this.#make({ id: this.#nextId++, user: this.#ports.self(), own: true, to, kind, total, guid });
    this.#own.set(task.id, task);
    return task;
  }

  /**
   * Another user's task. One of the same number that he had begun before he came anew is over.
   * @param {{ kind: 'buffer' | 'file', from: number, id: number, total: number, guid?: string }} what
   * @returns {Task | null} null: too many run already
   */
  arriving({ kind, from, id, total, guid = '' }) {
    const key = `${from}/${id}`;
    this.#others.get(key)?.stop('sender');
    if (this.#running(this.#others) >= limits.trans_tasks) return null;
    const task = this.#make({ id, user: from, own: false, to: this.#ports.self(), kind, total, guid });
    this.#others.set(key, task);
    return task;
  }

  #make(what) {
    const task = new Task(what, this.#ports.clock, (changed) => {
      if (changed.over) this.#remember(changed);
      this.emit('change', changed);
    });
    if (task.guid) this.#byGuid.set(task.guid, task);
    return task;
  }

  /** @param {number} user who began it; -1 is ourselves @param {number} id @returns {Task | null} */
  find(user, id) {
    const self = this.#ports.self();
    const own = user === -1 || user === self ? this.#own.get(id) : undefined;
    // Our own id may have been another when the task began.
    return own ?? this.#others.get(`${user}/${id}`) ?? [...this.#own.values()].find((task) => task.id === id && task.user === user) ?? null;
  }

  /** Of another user, whoever: the one that came last under this number. @param {number} id @returns {Task | null} */
  newest(id) { return [...this.#others.values()].findLast((task) => task.id === id) ?? null; }

  /** @param {string} guid @returns {Task | null} */
  byGuid(guid) { return this.#byGuid.get(guid) ?? null; }

  /** Those that are not over. @returns {Task[]} */
  running() { return [...this.#own.values(), ...this.#others.values()].filter(({ over }) => !over); }

  /** By this side: of one that is over nothing changes. @param {Task | null} task @param {import('./errors.mjs').ParlorError | null} [error] */
  cancel(task, error = null) {
    if (!task || task.over) return;
    task.stop(task.own ? 'sender' : 'receiver', error);
    const { onCancel } = task;
    task.onCancel = null;
    onCancel?.();
  }

  #running(table) {
    let count = 0;
    for (const { over } of table.values()) count += over ? 0 : 1;
    return count;
  }

  #remember(task) {
    this.#past.push(task);
    while (this.#past.length > REMEMBERED) this.#forget(/** @type {Task} */ (this.#past.shift()));
  }

  #forget(task) {
    const key = `${task.user}/${task.id}`;
    if (task.own) this.#own.delete(task.id);
    else if (this.#others.get(key) === task) this.#others.delete(key);
    if (task.guid && this.#byGuid.get(task.guid) === task) this.#byGuid.delete(task.guid);
  }
}
