// SPDX-License-Identifier: Apache-2.0
// Browsers write WebM as a live stream that does not know how long it will be, and players then show no time line. Here the
// duration is put in afterwards, at the file's beginning; nothing else is touched. (RFC 8794 EBML, RFC 9559 Matroska.)

const SEGMENT = 0x18538067, INFO = 0x1549a966, DURATION = 0x4489, TIMESTAMP_SCALE = 0x2ad7b1, CLUSTER = 0x1f43b675;
const HEAD_BYTES = 65536; // the elements before the first cluster take some hundred
const UNKNOWN = -1;

/** Head of the element at `at`. @param {DataView} view @param {number} at */
function element(view, at) {
  if (at >= view.byteLength) return null;
  const idBytes = Math.clz32(view.getUint8(at)) - 23;
  if (idBytes > 4 || at + idBytes >= view.byteLength) return null;
  let id = 0;
  for (let i = 0; i < idBytes; i++) id = id * 256 + view.getUint8(at + i);
  const first = view.getUint8(at + idBytes);
  const sizeBytes = Math.clz32(first) - 23;
  if (sizeBytes > 8 || at + idBytes + sizeBytes > view.byteLength) return null;
  let size = first & (0xff >> sizeBytes), ones = size === (0xff >> sizeBytes);
  for (let i = 1; i < sizeBytes; i++) {
    const byte = view.getUint8(at + idBytes + i);
    size = size * 256 + byte;
    ones &&= byte === 0xff;
  }
  return { id, at, body: at + idBytes + sizeBytes, size: ones ? UNKNOWN : size, sizeBytes };
}

/** The children of what lies between two places. @param {DataView} view @param {number} from @param {number} to */
function* children(view, from, to) {
  for (let at = from; at < to;) {
    const child = element(view, at);
    if (!child) return;
    yield child;
    if (child.size === UNKNOWN) return;
    at = child.body + child.size;
  }
}

function nanosecondsOf(view, info) {
  for (const child of children(view, info.body, info.body + info.size)) {
    if (child.id !== TIMESTAMP_SCALE || child.body + child.size > view.byteLength) continue;
    let scale = 0;
    for (let i = 0; i < child.size; i++) scale = scale * 256 + view.getUint8(child.body + i);
    return scale || 1000000;
  }
  return 1000000;
}

/** Sizes of eight bytes, which hold any number. */
function sized(id, size) {
  const bytes = new Uint8Array(id.length + 8);
  bytes.set(id);
  const view = new DataView(bytes.buffer);
  view.setUint32(id.length, 0x01000000 + Math.floor(size / 2 ** 32));
  view.setUint32(id.length + 4, size >>> 0);
  return bytes;
}

/**
 * @param {Uint8Array} head the first bytes of a file @param {number} duration_ms
 * @returns {{ bytes: Uint8Array, replaces: number } | null} what to put in the place of so many of its first bytes; null: leave it be
 */
export function headWithDuration(head, duration_ms) {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const segment = [...children(view, 0, head.length)].find(({ id }) => id === SEGMENT);
  if (!segment) return null;
  let info = null;
  for (const child of children(view, segment.body, head.length)) {
    if (child.id === CLUSTER) break;
    if (child.id === INFO) { info = child; break; }
  }
  if (!info || info.size === UNKNOWN || info.body + info.size > head.length) return null;
  const units = duration_ms * 1e6 / nanosecondsOf(view, info);
  const known = [...children(view, info.body, info.body + info.size)].find(({ id }) => id === DURATION);
  if (known) return inPlace(head, known, units);
  // A segment whose size is known would have to grow, and its index with it: browsers do not write such.
  if (segment.size !== UNKNOWN) return null;
  const duration = new Uint8Array(11);
  duration.set([DURATION >> 8, DURATION & 0xff, 0x88]);
  new DataView(duration.buffer).setFloat64(3, units);
  const body = head.subarray(info.body, info.body + info.size);
  const start = sized([0x15, 0x49, 0xa9, 0x66], body.length + duration.length);
  return { bytes: concat(head.subarray(0, info.at), start, body, duration), replaces: info.body + info.size };
}

function inPlace(head, { body, size }, units) {
  const bytes = head.slice(0, body + size);
  const view = new DataView(bytes.buffer);
  if (size === 8) view.setFloat64(body, units); else if (size === 4) view.setFloat32(body, units); else return null;
  return { bytes, replaces: bytes.length };
}

function concat(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return all;
}

/** The same file, with a duration where it can be put in. @param {Blob} blob @param {number} duration_ms @returns {Promise<Blob>} */
export async function withDuration(blob, duration_ms) {
  const head = new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer());
  const better = headWithDuration(head, duration_ms);
  return better ? new Blob([/** @type {any} */ (better.bytes), blob.slice(better.replaces)], { type: blob.type }) : blob;
}
