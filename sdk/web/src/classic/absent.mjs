// SPDX-License-Identifier: Apache-2.0
// What this version does not do. Every function is there, says so once in the console, and returns what the manual has for it.

import { Code, describe } from '../errors.mjs';

const NOT_ALLOWED = Code.NOT_ALLOWED;
const nothing = () => '';
const refused = () => NOT_ALLOWED;

/** @type {Record<string, (...args: any[]) => any>} */
const answers = {
  BRAC_MultiCastControl: refused,
};

/** Between the vendor's wrapper and its plug-in: there is none, and nothing to say about it. @type {Record<string, (...args: any[]) => any>} */
const internals = { BRAC_GetMessage: nothing, BRAC_RegisterCallBack() {}, BRAC_AttachIE11Event() {}, MessageLoop() {}, starttimer() {} };

/** @param {(text: string) => void} warn */
export function absentFunctions(warn) {
  const told = new Set();
  const tell = (name) => {
    if (told.has(name)) return;
    told.add(name);
    warn(`${name}: ${describe(Code.NOT_SUPPORTED).cause}`);
  };
  const functions = { ...internals };
  for (const [name, answer] of Object.entries(answers)) functions[name] = (...args) => { tell(name); return answer(...args); };
  return functions;
}
