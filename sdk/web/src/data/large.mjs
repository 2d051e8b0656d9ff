// SPDX-License-Identifier: Apache-2.0
// Large buffers (manual 5.5.6): they go the way of files (transfer/), and are a task like them.

import { Code, ParlorError } from '../errors.mjs';
import { limits } from '../generated/limits.mjs';
import { TaskStatus } from '../tasks.mjs';
import { pack, unpack } from './payload.mjs';

/**
 * Why a buffer cannot be sent there now; 0: it can. One user, in whichever room, or the server; never everybody.
 * @param {import('../transfer/transfers.mjs').Transfers} transfers @param {number} to @param {number} bytes
 */
export function largeRefusal(transfers, to, bytes) {
  const code = transfers.refusal(to, bytes, 'buffer');
  return code || (bytes > limits.trans_buffer_ex_bytes ? Code.BAD_PARAMETER : 0);
}

/**
 * @param {import('../transfer/transfers.mjs').Transfers} transfers
 * @param {any} data a string, or bytes; not nothing @param {number} to
 * @param {{ w?: number, l?: number, flags?: number }} [params] two numbers of the application's, 32 bits each
 * @returns {import('../tasks.mjs').Task} @throws {ParlorError} 21, 208, 700, 712
 */
export function sendLarge(transfers, data, to, { w = 0, l = 0, flags = 0 } = {}) {
  const { bytes, isText } = pack(data);
  const code = largeRefusal(transfers, to, bytes.length);
  if (code) throw new ParlorError(code, `${bytes.length} bytes`);
  return transfers.offer(to, new Blob([/** @type {any} */ (bytes)]), { kind: 'buffer', w, l, flags, isText });
}

/**
 * The same as a promise: resolves when the receiver has all of it.
 * @param {import('../client.mjs').Client} client @param {any} data @param {number} to
 * @param {{ w?: number, l?: number, onProgress?: (share: number) => void, signal?: AbortSignal }} [options]
 * @returns {Promise<void>} rejects with 6 when it was cancelled, by either end, else with what went wrong
 */
export function deliverLarge({ transfers, tasks }, data, to, { w, l, onProgress, signal } = {}) {
  return new Promise((resolve, reject) => {
    const task = sendLarge(transfers, data, to, { w, l });
    const abort = () => tasks.cancel(task, new ParlorError(Code.CANCELLED));
    const off = tasks.on('change', (changed) => {
      if (changed !== task) return;
      onProgress?.(task.moved / task.total);
      if (!task.over) return;
      off();
      signal?.removeEventListener('abort', abort);
      if (task.status === TaskStatus.DONE) resolve(); else reject(task.error ?? new ParlorError(Code.CANCELLED));
    });
    if (signal?.aborted) abort(); else signal?.addEventListener('abort', abort);
  });
}

/** What the event of a large buffer is about. @param {any} event of Transfers */
export const largeData = ({ bytes, isText }) => unpack(bytes, isText);
