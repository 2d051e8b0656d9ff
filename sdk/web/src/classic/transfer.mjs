// SPDX-License-Identifier: Apache-2.0
// Files, and how it stands with them and with large buffers (manual 4.5.2, 5.5.7, 5.5.8; options 46, 229, 11004).
//
// BRAC_TransFile gives a task number, or a code with a minus, and the console says why. What a page names as a file: a path that an event told (recordings, snapshots, what was received), any blob: address,
// the value of an <input type=file> ("C:\fakepath\..."), the address of a recording that the server has made (it is fetched first), a File or Blob itself.

import { Code, ParlorError } from '../errors.mjs';
import * as c from '../generated/constants.mjs';
import { int, text } from './convert.mjs';

const GUID_BYTES = 64, PARAM_BYTES = 4096;
const MBYTE = 1024 * 1024;
/** lpFileName of what the server has recorded. */
const RECORDING = /^https?:\/\/[^/]+\/recordings\/\d+-(?:\d+-)?[0-9a-f]{32}\/./i;
const bytes = (string) => new TextEncoder().encode(string).length;
const word = (value) => Math.max(-(2 ** 31), Math.min(2 ** 32 - 1, int(value)));

/** The file that the user has chosen on the page under this value. @param {any} document @param {string} path */
function chosen(document, path) {
  for (const input of document?.getElementsByTagName?.('input') ?? []) {
    if (input.type !== 'file' || !input.files?.length) continue;
    if (input.value === path) return input.files[0];
    for (const file of input.files) if (path === `C:\\fakepath\\${file.name}` || path === file.name) return file;
  }
  return null;
}

function decoded(name) {
  try { return decodeURIComponent(name); } catch { return name; }
}

/** @param {import('./face.mjs').Face} face */
export function transfer(face) {
  const { options, platform } = face;

  options.onSet(c.BRAC_SO_NETWORK_TRANSBUFMAXBITRATE, (value) => { face.client.transfers.ceiling.bps = value; });
  options.onSet(c.BRAC_SO_CORESDK_MAXTRANSFILESIZE, (value) => { face.client.transfers.maxBytes = value > 0 ? value * MBYTE : Infinity; });
  options.onGet(c.BRAC_SO_GETTASKPATHNAME, (task) => pathOf(find(-1, task)) || pathOf(face.client?.tasks.newest(int(task)) ?? null));

  const find = (user, task) => face.client?.tasks.find(int(user, -1), int(task)) ?? null;
  const pathOf = (task) => task ? task.path || task.source || task.name : '';

  /** @param {any} path @returns {Blob | Promise<Blob> | null} null: there is no such file */
  function open(path) {
    if (typeof Blob !== 'undefined' && path instanceof Blob) return path;
    const name = text(path);
    const known = face.client?.files.find(name)?.blob ?? chosen(platform.document, name);
    return known ?? (/^(blob|data):/i.test(name) || RECORDING.test(name) ? platform.fetchBlob(name) : null);
  }

  /** What a file is called: as it is known here, or as its path ends. */
  function nameOf(path, source) {
    if (typeof source.name === 'string' && source.name) return source.name;
    const name = text(path);
    if (/^data:/i.test(name) || typeof path === 'object') return 'file';
    const last = name.split(/[#/\\]/).at(-1) || 'file';
    return face.client?.files.find(name)?.name ?? (RECORDING.test(name) ? decoded(last) : last);
  }

  /** @returns {import('../tasks.mjs').Task} throws */
  function offer(user, source, about) {
    if (!face.client) throw new ParlorError(Code.NOT_INIT);
    if (!source) throw new ParlorError(Code.FILE_OPEN, text(about.source));
    return face.client.transfers.offer(int(user, -1), source, about);
  }

  /** @param {string} name @param {() => any} call @param {(error: ParlorError) => number} refused */
  function guarded(name, call, refused) {
    try {
      return call();
    } catch (error) {
      const known = error instanceof ParlorError ? error : new ParlorError(Code.EXCEPTION, String(error));
      platform.warn(`${name}: ${known.message}`);
      return refused(known);
    }
  }

  const file = (path) => {
    const source = face.client ? open(path) : null;
    return { source, about: { name: source ? nameOf(path, source) : '', source: typeof path === 'object' ? '' : text(path) } };
  };

  function transFile(user, path, w, l, flags) {
    return guarded('BRAC_TransFile', () => {
      const { source, about } = file(path);
      return offer(user, source, { ...about, w: word(w), l: word(l), flags: word(flags) }).id;
    }, (error) => -error.code);
  }

  function transFileEx(guid, user, path, flags, param) {
    return guarded('BRAC_TransFileEx', () => {
      const { source, about } = file(path);
      const name = text(guid), said = typeof param === 'object' && param ? JSON.stringify(param) : text(param);
      if (name === '' || bytes(name) > GUID_BYTES || bytes(said) > PARAM_BYTES) throw new ParlorError(Code.BAD_PARAMETER, 'lpTaskGuid or lpStrParam');
      offer(user, source, { ...about, flags: word(flags), guid: name, param: said });
      return 0;
    }, (error) => error.code);
  }

  /** @param {import('../tasks.mjs').Task | null} task @param {any} info @returns {number | string} */
  function about(task, info) {
    switch (int(info)) {
      case c.BRAC_TRANSTASK_PROGRESS: return task?.progress ?? 0;
      case c.BRAC_TRANSTASK_BITRATE: return task?.bitrate ?? 0;
      case c.BRAC_TRANSTASK_STATUS: return task?.status ?? 0;
      case c.BRAC_TRANSTASK_SAVEASPATH: return task?.path ?? '';
      case c.BRAC_TRANSTASK_SOURCEFILE: return task?.source ?? '';
      case c.BRAC_TRANSTASK_JSONSTATUS: return task ? JSON.stringify(task) : '';
      default: return 0;
    }
  }

  /** One that is over is left as it is, without complaint: pages cancel what has just ended. */
  function cancel(task, code = 0) {
    if (!face.client) return Code.NOT_INIT;
    if (!task) return Code.NO_TRANSFER;
    face.client.tasks.cancel(task, code ? new ParlorError(code) : null);
    return 0;
  }

  return {
    BRAC_TransFile: transFile,
    BRAC_TransFileEx: transFileEx,
    BRAC_QueryTransTaskInfo: (user, task, info) => about(find(user, task), info),
    BRAC_QueryTransTaskInfoEx: (guid, info) => about(face.client?.tasks.byGuid(text(guid)) ?? null, info ?? c.BRAC_TRANSTASK_JSONSTATUS),
    BRAC_CancelTransTask: (user, task) => cancel(find(user, task)),
    BRAC_CancelTransTaskEx: (guid, flags, code) => cancel(face.client?.tasks.byGuid(text(guid)) ?? null, Math.max(0, int(code))),
  };
}

/** The events of it. @param {import('./face.mjs').Face} face @param {import('../client.mjs').Client} client */
export function tellTransfer(face, client) {
  const { events } = face;
  client.transfers.on('file', ({ from, name, path, size, w, l, task }) => events.call('OnAnyChatTransFile', from, name, path, size, w, l, task.id));
  // Tasks with a GUID are told about by event, once a percent.
  const told = new Map();
  client.tasks.on('change', (task) => {
    const state = `${task.status} ${task.progress}`;
    if (!task.guid || told.get(task.guid) === state) return;
    if (task.over) told.delete(task.guid); else told.set(task.guid, state);
    events.call('OnAnyChatCoreSDKEvent', c.ANYCHAT_CORESDKEVENT_TRANSFILE, JSON.stringify(task));
  });
}
