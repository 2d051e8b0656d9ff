// SPDX-License-Identifier: Apache-2.0
// What the classic script calls `AnyChatParlor`; build.mjs writes its top-level functions, each one calling `api`.

import { browserPlatform } from '../platform.mjs';
import { Base64 } from './base64.mjs';
import { Face } from './face.mjs';

/** Where this script is from: beside it lies what is loaded later. */
const base = /** @type {any} */ (globalThis.document?.currentScript)?.src ?? '';

const face = new Face(browserPlatform(globalThis, base), globalThis);

export const api = face.api;
export { Base64 };
/** For tests. */
export { face as _face };
