// SPDX-License-Identifier: Apache-2.0
// The binary frames of transfers, as src/proto/wire/bulk.h has them:
//   type (1 byte), zeros (3), transfer (4), epoch (4), offset (8), then the payload of DATA or the limit (8) of GRANT

import { limits } from '../generated/limits.mjs';

export const DATA = 1, GRANT = 2, ASK = 3;
export const HEAD_BYTES = 20;
const GRANT_BYTES = HEAD_BYTES + 8;
const GRANTS_MAX = 64;

/** @typedef {{ type: number, transfer: number, epoch: number, offset: number, limit: number, payload: Uint8Array | null }} Frame */

const read64 = (view, at) => view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4);

function write64(view, at, value) {
  view.setUint32(at, Math.floor(value / 2 ** 32));
  view.setUint32(at + 4, value >>> 0);
}

function head(view, at, type, transfer, epoch, offset) {
  view.setUint32(at, type << 24 >>> 0);
  view.setUint32(at + 4, transfer);
  view.setUint32(at + 8, epoch);
  write64(view, at + 12, offset);
}

/** @param {number} transfer @param {number} epoch @param {number} offset @param {Uint8Array} payload @returns {Uint8Array} */
export function dataFrame(transfer, epoch, offset, payload) {
  const frame = new Uint8Array(HEAD_BYTES + payload.length);
  head(new DataView(frame.buffer), 0, DATA, transfer, epoch, offset);
  frame.set(payload, HEAD_BYTES);
  return frame;
}

/** As many frames as it takes. @param {{ transfer: number, epoch: number, offset: number, limit: number }[]} grants @returns {Uint8Array[]} */
export function grantFrames(grants) {
  const frames = [];
  for (let i = 0; i < grants.length; i += GRANTS_MAX) {
    const some = grants.slice(i, i + GRANTS_MAX);
    const frame = new Uint8Array(some.length * GRANT_BYTES);
    const view = new DataView(frame.buffer);
    some.forEach(({ transfer, epoch, offset, limit }, n) => {
      head(view, n * GRANT_BYTES, GRANT, transfer, epoch, offset);
      write64(view, n * GRANT_BYTES + HEAD_BYTES, limit);
    });
    frames.push(frame);
  }
  return frames;
}

/** @param {number} transfer @param {number} epoch @returns {Uint8Array} */
export function askFrame(transfer, epoch) {
  const frame = new Uint8Array(HEAD_BYTES);
  head(new DataView(frame.buffer), 0, ASK, transfer, Math.max(1, epoch), 0);
  return frame;
}

/** @param {ArrayBuffer} buffer @returns {Frame[]} none: it is no such frame, nothing of it counts */
export function readFrames(buffer) {
  const view = new DataView(buffer);
  const frames = [];
  for (let at = 0; at < buffer.byteLength;) {
    if (buffer.byteLength - at < HEAD_BYTES) return [];
    const type = view.getUint8(at);
    const frame = { type, transfer: view.getUint32(at + 4), epoch: view.getUint32(at + 8), offset: read64(view, at + 12), limit: 0, payload: /** @type {Uint8Array | null} */ (null) };
    const whole = type === GRANT ? GRANT_BYTES : buffer.byteLength - at;
    if (view.getUint32(at) !== type << 24 >>> 0 || buffer.byteLength - at < whole || (type !== GRANT && at > 0)) return [];
    if (type === GRANT) frame.limit = read64(view, at + HEAD_BYTES);
    else if (type === DATA) frame.payload = new Uint8Array(buffer, at + HEAD_BYTES);
    else if (type !== ASK || whole !== HEAD_BYTES) return [];
    if (!sound(frame)) return [];
    frames.push(frame);
    at += whole;
  }
  return frames;
}

/** @param {Frame} frame */
function sound({ type, transfer, epoch, offset, limit, payload }) {
  if (transfer === 0 || epoch === 0 || !Number.isSafeInteger(offset)) return false;
  if (type === DATA) return payload !== null && payload.length > 0 && payload.length <= limits.file_chunk_bytes;
  return type === ASK ? offset === 0 : Number.isSafeInteger(limit) && limit >= offset;
}
