// SPDX-License-Identifier: Apache-2.0
var base64 = new Base64();
console.log(base64.decode(base64.encode('text')));
