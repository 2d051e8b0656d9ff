// SPDX-License-Identifier: Apache-2.0
// The preload of shim.c: a wall clock that can be set ahead, and a disk of the recorder's that refuses, while programs run.
import {mkdtempSync, openSync, closeSync, rmSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {built} from './program.mjs';

export class Shim {
  constructor() {
    this.dir = mkdtempSync(join(tmpdir(), 'parlor-shim-'));
    this.file = openSync(join(this.dir, 'said'), 'w');
    this.said = new BigInt64Array(2);
    this.#write();
  }

  /** For programs that are started with it. Sanitizers want to be first, and are not. */
  get env() {
    return {LD_PRELOAD: built('tests/libshim.so'), TEST_SHIM: join(this.dir, 'said'), ASAN_OPTIONS: [process.env.ASAN_OPTIONS, 'verify_asan_link_order=0'].filter(Boolean).join(':')};
  }

  /** Seconds that the wall clock is ahead from now on. */
  set ahead(seconds) { this.said[0] = BigInt(seconds); this.#write(); }

  /** 'fine', 'no write', 'no sync' */
  set disk(what) { this.said[1] = BigInt(['fine', 'no write', 'no sync'].indexOf(what)); this.#write(); }

  #write() { writeSync(this.file, Buffer.from(this.said.buffer), 0, 16, 0); }

  remove() {
    closeSync(this.file);
    rmSync(this.dir, {recursive: true, force: true});
  }
}
