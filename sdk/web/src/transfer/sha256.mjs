// SPDX-License-Identifier: Apache-2.0
// SHA-256 piece by piece (FIPS 180-4): the browser's own digest() wants the whole in memory, and files do not fit there.
// A library would have to be WebAssembly to be faster, which the security policies of pages often forbid.

/** The first 32 bits of the fractional parts of roots of the first primes, as the standard has them. */
const [H0, K] = (() => {
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
  const fraction = (x) => Math.floor((x - Math.floor(x)) * 2 ** 32) | 0;
  return [Int32Array.from(primes.slice(0, 8), (p) => fraction(Math.sqrt(p))), Int32Array.from(primes, (p) => fraction(Math.cbrt(p)))];
})();

export class Sha256 {
  #state = Int32Array.from(H0);
  #words = new Int32Array(64);
  #rest = new Uint8Array(64);
  #restLength = 0;
  /** Bytes so far. */
  length = 0;

  /** @param {Uint8Array} bytes */
  update(bytes) {
    let at = 0;
    this.length += bytes.length;
    if (this.#restLength > 0) {
      at = Math.min(64 - this.#restLength, bytes.length);
      this.#rest.set(bytes.subarray(0, at), this.#restLength);
      this.#restLength += at;
      if (this.#restLength < 64) return this;
      this.#blocks(this.#rest, 0, 64);
      this.#restLength = 0;
    }
    const whole = at + (bytes.length - at & ~63);
    this.#blocks(bytes, at, whole);
    this.#rest.set(bytes.subarray(whole));
    this.#restLength = bytes.length - whole;
    return this;
  }

  /** 64 hexadecimal digits; nothing may be added afterwards. */
  digest() {
    const { length } = this;
    const padding = new Uint8Array((this.#restLength < 56 ? 64 : 128) - this.#restLength);
    const view = new DataView(padding.buffer);
    padding[0] = 0x80;
    view.setUint32(padding.length - 8, Math.floor(length / 2 ** 29));
    view.setUint32(padding.length - 4, length * 8 >>> 0);
    this.update(padding);
    return Array.from(this.#state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #blocks(bytes, from, to) {
    const w = this.#words, state = this.#state;
    let [a, b, c, d, e, f, g, h] = state;
    for (let at = from; at < to; at += 64) {
      for (let i = 0, p = at; i < 16; i++, p += 4) w[i] = bytes[p] << 24 | bytes[p + 1] << 16 | bytes[p + 2] << 8 | bytes[p + 3];
      for (let i = 16; i < 64; i++) {
        const x = w[i - 15], y = w[i - 2];
        const s0 = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3;
        const s1 = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10;
        w[i] = w[i - 16] + s0 + w[i - 7] + s1 | 0;
      }
      for (let i = 0; i < 64; i++) {
        const s1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
        const t1 = h + s1 + (g ^ e & (f ^ g)) + K[i] + w[i] | 0;
        const s0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
        const t2 = s0 + (a & b | c & (a | b)) | 0;
        h = g; g = f; f = e; e = d + t1 | 0; d = c; c = b; b = a; a = t1 + t2 | 0;
      }
      state[0] = a = a + state[0] | 0;
      state[1] = b = b + state[1] | 0;
      state[2] = c = c + state[2] | 0;
      state[3] = d = d + state[3] | 0;
      state[4] = e = e + state[4] | 0;
      state[5] = f = f + state[5] | 0;
      state[6] = g = g + state[6] | 0;
      state[7] = h = h + state[7] | 0;
    }
  }
}
