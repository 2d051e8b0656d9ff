// SPDX-License-Identifier: Apache-2.0
// Recordings of this page on their way to the server while they grow (docs/protocol.md, "Recordings that pages make"). A lost
// link or session and a crash of the server are survived, as long as the page is there: the key of each lets it go on.
//
// state:  opening -> sending -> converting -> done | failed | cancelled
//
// Events: progress(Upload)
//         ended(ServerFile | null, ParlorError | null)     once; both null: cancelled. Both there: the server's file is not whole

import { Code, ParlorError } from '../errors.mjs';
import { Emitter } from '../events.mjs';
import { limits } from '../generated/limits.mjs';
import { Growing } from './growing.mjs';

/** After a refusal of what may be better soon. */
const AGAIN_MS = 3000;
/** In which it is tried again; then it has failed. */
const PATIENCE_MS = 300000;

/** GV_ERR_TRANSFILE_NOTASK: nobody knows the key any more. */
const NO_FILE = 716;

/** @typedef {'opening' | 'sending' | 'converting' | 'done' | 'failed' | 'cancelled'} UploadState */

export class Upload extends Emitter {
  #ports; #wish; #key = ''; #transfer = 0; #outgoing = null; #again = null; #since = 0; #said = false;
  /** @type {UploadState} */
  state = 'opening';
  /** Number of the recording at the server; 0: none yet. */
  record = 0;
  /** On the server's disk. */
  there = 0;
  /** Of a conversion: so much is made. */
  made_ms = 0;

  /** @param {any} ports of Uploads @param {object} wish the fields of record_upload */
  constructor(ports, wish) {
    super();
    this.#ports = ports;
    this.#wish = wish;
    this.source = new Growing(limits.recording_memory_bytes);
    this.#since = ports.clock.now();
    this.#open();
  }

  get isOver() { return this.state === 'done' || this.state === 'failed' || this.state === 'cancelled'; }
  get size() { return this.source.size; }

  // ---- what is recorded ----

  /** @param {Blob} blob */
  add(blob) {
    if (this.isOver || blob.size === 0) return;
    if (!this.source.add(blob)) { this.#fail(new ParlorError(Code.LIMIT, 'the server takes it too slowly')); return; }
    this.#outgoing?.grew();
  }

  /** That was all. */
  end() {
    if (this.isOver || this.source.over) return;
    this.source.over = true;
    if (this.size === 0) { this.cancel(); return; }
    this.#finish();
  }

  /** Nothing stays of it, here or there. */
  cancel() { this.#over('cancelled', null, null, Code.CANCELLED); }

  // ---- the server ----

  #open() {
    const { send, transfers, self } = this.#ports;
    if (this.isOver || !self()) return; // returned() comes
    this.#said = false;
    const session = transfers.session;
    const fields = this.#key ? { user: -1, flags: 0, param: 0, key: this.#key } : this.#wish;
    send('record_upload', fields, (error, reply) => {
      if (this.isOver) { if (reply) send('file_close', { transfer: reply.transfer, code: Code.CANCELLED }, () => {}); return; }
      if (session !== transfers.session) return;
      if (error) this.#trouble(error); else this.#begin(reply.transfer);
    });
  }

  #begin(transfer) {
    this.#transfer = transfer;
    this.#outgoing = this.#ports.transfers.carry(transfer, this.source, {
      advance: (have) => this.#advanced(have),
      done: () => this.#kept(),
      stop: (side, error) => { this.#outgoing = null; this.#trouble(error); },
      over: false,
    });
    this.#finish();
  }

  #advanced(have) {
    if (have > this.there || this.state === 'opening') {
      this.there = Math.max(this.there, have);
      this.#since = this.#ports.clock.now();
      if (this.state === 'opening') this.state = 'sending';
    }
    this.source.forget(have);
    this.emit('progress', this);
  }

  async #finish() {
    if (!this.source.over || !this.#outgoing || this.#said) return;
    this.#said = true;
    const transfer = this.#transfer;
    let sha256;
    try { sha256 = await this.source.sum(); } catch (error) { this.#fail(new ParlorError(Code.FILE_READ, String(error))); return; }
    if (this.isOver || transfer !== this.#transfer) return;
    this.#ports.send('file_end', { transfer, sha256, size: this.size }, (error) => { if (error && transfer === this.#transfer && this.#outgoing) this.#fail(error); });
  }

  #kept() {
    this.#outgoing = null;
    if (this.isOver) return;
    this.state = 'converting';
    this.emit('progress', this);
  }

  /** What may be better later is tried again. @param {any} error */
  #trouble(error) {
    if (this.isOver || this.state === 'converting') return;
    const { clock } = this.#ports;
    const code = error?.code ?? 0;
    const hopeless = [Code.CANCELLED, Code.NOT_ALLOWED, Code.BAD_PARAMETER, Code.NO_USER, Code.FILE_DAMAGED, NO_FILE, Code.RECORD_TOO_EARLY].includes(code) || clock.now() - this.#since > PATIENCE_MS;
    if (hopeless) { this.#fail(error); return; }
    this.#again ??= clock.after(AGAIN_MS, () => { this.#again = null; this.#open(); });
  }

  #fail(error) { this.#over('failed', null, error, Code.CANCELLED); }

  /** @param {UploadState} state @param {any} file @param {any} error @param {number} code for the server */
  #over(state, file, error, code) {
    if (this.isOver) return;
    const outgoing = this.#outgoing;
    this.state = state;
    this.#outgoing = null;
    this.#again?.();
    if (outgoing) this.#ports.transfers.dismiss(this.#transfer, code);
    this.emit('ended', file, error);
  }

  // ---- for Uploads ----

  /** @param {any} m a record_uploading */
  told(m) {
    if (m.transfer !== this.#transfer || !this.#transfer) return false;
    this.record = m.record;
    this.#key = m.key;
    return true;
  }

  /** @param {number} ms */
  converting(ms) {
    this.made_ms = ms;
    this.emit('progress', this);
  }

  /** @param {any} file @param {number} code */
  recorded(file, code) {
    const error = code ? new ParlorError(code, file.file ? 'the recording is not whole' : 'the server could not make the file') : null;
    this.#over(file.file ? 'done' : 'failed', file.file ? file : null, error, 0);
  }

  /** Signed in, perhaps for the first time. Also while it is converted: the end is told to whoever asks. */
  returned() {
    if (this.isOver || this.#outgoing) return;
    this.#open();
  }
}

export class Uploads extends Emitter {
  #ports;
  /** @type {Set<Upload>} */
  #running = new Set();

  /**
   * @param {object} ports
   * @param {import('../platform.mjs').Clock} ports.clock
   * @param {(t: string, fields: object, done?: (error: any, reply?: any) => void) => void} ports.send
   * @param {import('../transfer/transfers.mjs').Transfers} ports.transfers
   * @param {() => any} ports.self the signed-in user
   * @param {() => boolean} ports.may the server takes recordings of pages
   */
  constructor(ports) {
    super();
    this.#ports = ports;
  }

  get available() { return this.#ports.may(); }
  get running() { return [...this.#running]; }

  /** @param {object} wish the fields of record_upload @returns {Upload} @throws {ParlorError} 20 */
  begin(wish) {
    if (!this.available) throw new ParlorError(Code.NOT_ALLOWED, 'this server takes no recordings of pages');
    const upload = new Upload(this.#ports, wish);
    this.#running.add(upload);
    upload.on('ended', () => this.#running.delete(upload));
    return upload;
  }

  // ---- what the server says ----

  /** @param {any} m a record_uploading */
  told(m) { for (const one of this.#running) if (one.told(m)) return; }

  /** @param {any} m a record_converting */
  converting(m) { this.#of(m.record)?.converting(m.ms); }

  /** True: it was one of ours. @param {any} result as of ServerRecordings */
  recorded(result) {
    const one = this.#of(result.id);
    if (!one) return false;
    const { id, userId, file, url, seconds, md5, code } = result;
    one.recorded({ id, userId, file, url, seconds, md5, snapshot: false }, code);
    return true;
  }

  #of(record) { return this.running.find((one) => one.record === record && record !== 0); }

  returned() { for (const one of this.running) one.returned(); }
}
