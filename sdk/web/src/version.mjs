// SPDX-License-Identifier: Apache-2.0
/** Of the SDK; the same as in package.json. */
export const version = '0.1.0';
