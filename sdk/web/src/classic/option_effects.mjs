// SPDX-License-Identifier: Apache-2.0
// The SDK options that belong to no feature of their own: versions, identity, the log.

import { Code } from '../errors.mjs';
import * as c from '../generated/constants.mjs';
import { version } from '../version.mjs';
import { newGuid, text } from './convert.mjs';

/** @param {import('./face.mjs').Face} face */
export function serveOptions(face) {
  const { options, platform } = face;
  const [main, sub] = version.split('.').map(Number);

  options.onGet(c.BRAC_SO_CORESDK_MAINVERSION, () => main);
  options.onGet(c.BRAC_SO_CORESDK_SUBVERSION, () => sub);
  options.onGet(c.BRAC_SO_CORESDK_BUILDTIME, () => `parlor-web ${version}`);
  options.onGet(c.BRAC_SO_CORESDK_NEWGUID, () => newGuid(platform.random));
  options.onGet(c.ANYCHATWEB_SO_IPCGUID, () => face.guid);
  options.onGet(c.BRAC_SO_LOCALPATH2URL, (path) => face.client?.files.url(text(path)) ?? text(path));
  options.onSet(c.BRAC_SO_CORESDK_TICKOUTUSER, () => Code.NOT_ALLOWED);
}
