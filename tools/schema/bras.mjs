// SPDX-License-Identifier: Apache-2.0
// Constants of the server SDK as its old headers have them: macros, so that programs may ask for them with #ifdef.

import { HEAD_C, comment, groupBy } from './text.mjs';

function header(guard, title, lines) {
  return [...HEAD_C, `/* ${title} */`, `#ifndef ${guard}`, `#define ${guard}`, '', ...lines, '#endif', ''].join('\n');
}

/** A negative number in brackets, so that it stays one in every expression. */
const macro = ({ name, text, en }) => `#define ${name} ${text.startsWith('-') ? `(${text})` : text} /* ${comment(en)} */`;

const section = ([, items]) => [...items.map(macro), ''];

const numbers = (constants, wanted) => groupBy(constants.filter((c) => c.type !== 'string' && wanted(c)), (c) => c.group).flatMap(section);

const isError = (c) => c.group.startsWith('error-');
const isObject = (c) => c.surfaces.includes('object');

/** BRAS_..., and of the others what a business server uses: recordings, questions to the server. */
export function serverConstants(constants) {
  const wanted = (c) => !isError(c) && !isObject(c) && (c.surfaces.includes('server') || c.group === 'serverquery');
  return header('PARLOR_SERVER_BRAS_CONSTANTS_GEN_H', 'Constants of the server SDK.', numbers(constants, wanted));
}

export function objectConstants(constants) {
  return header('PARLOR_SERVER_BRAS_OBJECTS_GEN_H', 'Business objects (manual 3.6).', numbers(constants, (c) => !isError(c) && isObject(c)));
}

export function errorConstants(constants) {
  return header('PARLOR_SERVER_BRAS_ERRORS_GEN_H', 'Error codes.', numbers(constants, isError));
}
