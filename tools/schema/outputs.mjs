// SPDX-License-Identifier: Apache-2.0
// Which files are derived from schema/, and by whom.

import * as wire from './c-wire.mjs';
import * as c from './c-constants.mjs';
import * as bras from './bras.mjs';
import * as js from './js.mjs';
import * as dts from './dts.mjs';
import * as docs from './docs.mjs';
import { forPages } from './load.mjs';
import { optionsDoc, optionsModule } from './options.mjs';
import { statesDoc } from './states.mjs';

/** Path (from the root of the project) -> text. */
export function outputs(schema) {
  const { messages, errors, constants, limits, functions, options } = schema;
  const files = {
    'src/proto/wire/wire_gen.h': wire.wireHeader(messages),
    'src/proto/wire/wire_gen.c': wire.wireSource(messages),
    'src/proto/wire/constants_gen.h': c.constantsHeader(constants),
    'src/proto/wire/errors_gen.h': c.errorsHeader(errors),
    'src/proto/wire/errors_gen.c': c.errorsSource(errors),
    'src/proto/wire/limits_gen.h': c.limitsHeader(limits),
    'sdk/server/include/bras_constants_gen.h': bras.serverConstants(constants),
    'sdk/server/include/bras_objects_gen.h': bras.objectConstants(constants),
    'sdk/server/include/bras_errors_gen.h': bras.errorConstants(constants),
    'sdk/web/src/generated/constants.mjs': js.constantsModule(constants),
    'sdk/web/src/generated/constants.classic.js': js.constantsClassic(constants),
    'sdk/web/src/generated/functions.mjs': js.functionsModule(functions),
    'sdk/web/src/generated/options.mjs': optionsModule(options),
    'sdk/web/src/generated/errors.mjs': js.errorsModule(errors),
    'sdk/web/src/generated/limits.mjs': js.limitsModule(limits),
    'sdk/web/src/generated/messages.mjs': js.messagesModule(forPages(messages)),
    'sdk/web/src/generated/parlor-constants.d.ts': dts.constantsTypes(constants),
    'sdk/web/src/generated/messages.d.ts': dts.messagesTypes(forPages(messages)),
  };
  for (const [lang, suffix] of [['en', ''], ['zh', '.zh-CN']])
    for (const name of ['constants', 'errors', 'messages', 'limits'])
      files[`docs/reference/${name}${suffix}.md`] = docs[`${name}Doc`](schema, lang);
  for (const [lang, suffix] of [['en', ''], ['zh', '.zh-CN']]) {
    files[`docs/reference/options${suffix}.md`] = optionsDoc(schema, lang);
    files[`docs/reference/states${suffix}.md`] = statesDoc(schema, lang);
  }
  return files;
}
