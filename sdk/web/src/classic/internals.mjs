// SPDX-License-Identifier: Apache-2.0
// What lay between the wrapper and its plug-in: there is none, and nothing to say about it. The names are there for pages that call them.

/** @type {Record<string, (...args: any[]) => any>} */
export const internals = { BRAC_GetMessage: () => '', BRAC_RegisterCallBack() {}, BRAC_AttachIE11Event() {}, MessageLoop() {}, starttimer() {} };
