// SPDX-License-Identifier: Apache-2.0
// What a signed login carries to the server. The names are the page's; what was signed is passed on as it is.

const string = (value) => (value === undefined || value === null ? '' : String(value));
const whole = (value, otherwise) => (Number.isSafeInteger(Number(value)) && value !== '' && value !== null ? Number(value) : otherwise);

/**
 * @param {{ app?: string, name?: string, user?: number, stringId?: string, stamp?: number, signature?: string, param?: string }} claim
 * @returns {object} fields of login_signed
 */
export function signedFields({ app, name, user, stringId, stamp, signature, param } = {}) {
  return {
    name: string(name), user: whole(user, -1), string_id: string(stringId), app: string(app), stamp: whole(stamp, 0),
    signature: string(signature), ...string(param) ? { param: string(param) } : {},
  };
}
