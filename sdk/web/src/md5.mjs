// SPDX-License-Identifier: Apache-2.0
// MD5 (RFC 1321) of what comes in pieces: a checksum against accidents, as the manual's interface has it, and no protection
// against anybody.

const SHIFTS = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
const SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);
const PIECE_BYTES = 1 << 20;

export class Md5 {
  #state = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476);
  #block = new Uint8Array(64);
  #words = new DataView(this.#block.buffer);
  #filled = 0;
  #bytes = 0;

  /** @param {Uint8Array} bytes */
  update(bytes) {
    this.#bytes += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const taken = Math.min(64 - this.#filled, bytes.length - at);
      this.#block.set(bytes.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled === 64) { this.#mix(); this.#filled = 0; }
    }
  }

  /** @returns {string} 32 digits; nothing may follow */
  digest() {
    const bits = this.#bytes * 8;
    this.update(Uint8Array.of(0x80));
    while (this.#filled !== 56) this.update(Uint8Array.of(0));
    const length = new DataView(new ArrayBuffer(8));
    length.setUint32(0, bits >>> 0, true);
    length.setUint32(4, Math.floor(bits / 2 ** 32), true);
    this.update(new Uint8Array(length.buffer));
    return [...new Uint8Array(this.#state.buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  #mix() {
    let [a, b, c, d] = this.#state;
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const f = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
      const word = round === 0 ? i : round === 1 ? 5 * i + 1 : round === 2 ? 3 * i + 5 : 7 * i;
      const sum = (a + f + SINES[i] + this.#words.getInt32(4 * (word & 15), true)) | 0;
      const shift = SHIFTS[round][i & 3];
      [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
    }
    const state = this.#state;
    state[0] += a; state[1] += b; state[2] += c; state[3] += d;
  }
}

/** Of a file, in bounded memory. @param {Blob} blob */
export async function md5Of(blob) {
  const md5 = new Md5();
  for (let at = 0; at < blob.size; at += PIECE_BYTES) md5.update(new Uint8Array(await blob.slice(at, at + PIECE_BYTES).arrayBuffer()));
  return md5.digest();
}
