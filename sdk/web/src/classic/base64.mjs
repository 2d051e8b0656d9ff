// SPDX-License-Identifier: Apache-2.0
// The helper that the vendor's file gave to pages: `new Base64().encode(text)`, over UTF-8.

export function Base64() {
  this.encode = (text) => {
    let binary = '';
    for (const byte of new TextEncoder().encode(String(text))) binary += String.fromCharCode(byte);
    return btoa(binary);
  };
  this.decode = (base64) => {
    try {
      return new TextDecoder().decode(Uint8Array.from(atob(String(base64)), (letter) => letter.charCodeAt(0)));
    } catch { return ''; }
  };
}
