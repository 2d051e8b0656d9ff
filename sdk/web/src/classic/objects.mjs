// SPDX-License-Identifier: Apache-2.0
// Business objects (manual 3.6, 4.7, 5.8). Questions are answered from what is known; nine arguments do no harm.

import { Code } from '../errors.mjs';
import * as c from '../generated/constants.mjs';
import { int, text } from './convert.mjs';

/** @param {import('./face.mjs').Face} face */
export function objects(face) {
  const known = () => face.client?.session.loggedIn ? face.client.objects : null;

  function set(type, id, info, value) {
    const { client } = face;
    if (!client) return Code.NOT_INIT;
    const refusal = client.objects.refusal(value);
    if (!refusal) client.objects.set(int(type), int(id), int(info), value).catch((error) => face.explain(error));
    return refusal;
  }

  function control(type, id, code, p1, p2, p3, p4, userString) {
    const { client } = face;
    if (!client) return Code.NOT_INIT;
    // The manual's own example has one 0 too many before the text.
    const said = typeof userString === 'number' ? '' : text(userString);
    const refusal = client.objects.refusalOf(int(type), int(code), said);
    if (!refusal) client.objects.control(int(type), int(id), int(code), [p1, p2, p3, p4].map((p) => int(p)), said).catch((error) => face.explain(error));
    return refusal;
  }

  face.options.onSet(c.BRAC_SO_OBJECT_INITFLAGS, (flags) => { face.client?.objects.setFlags(flags); });
  return {
    BRAC_ObjectGetIdList: (type) => known()?.ids(int(type)) ?? [],
    BRAC_ObjectGetIntValue: (type, id, info) => known()?.number(int(type), int(id), int(info)) ?? 0,
    BRAC_ObjectGetStringValue: (type, id, info) => known()?.text(int(type), int(id), int(info)) ?? '',
    BRAC_ObjectSetValue: (type, id, info, value) => set(type, id, info, typeof value === 'string' ? value : int(value)),
    BRAC_ObjectSetIntValue: (type, id, info, value) => set(type, id, info, int(value)),
    BRAC_ObjectSetStringValue: (type, id, info, value) => set(type, id, info, text(value)),
    BRAC_ObjectControl: control,
  };
}

/** The events of it. @param {import('./face.mjs').Face} face @param {import('../client.mjs').Client} client */
export function tellObjects(face, client) {
  client.objects.on('event', (...args) => face.events.object(...args));
  client.objects.on('error', (error) => face.explain(error));
}
