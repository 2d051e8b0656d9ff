// SPDX-License-Identifier: Apache-2.0
// BRAC_SDKControl: JSON commands. Each answers at once with {"errorcode":n}; what comes of it comes as OnAnyChatCoreSDKEvent.
// docs/sdk-control.md has the fields, and for every command that is not here the reason; {"errorcode":32} is their answer.

import { ALL } from '../data/buffers.mjs';
import { byteLength } from '../data/payload.mjs';
import { Code } from '../errors.mjs';
import * as c from '../generated/constants.mjs';
import { limits } from '../generated/limits.mjs';
import { int, text } from './convert.mjs';

const TAG_BYTES = 1024, USER_STRING_BYTES = 4096;

const answer = (code, more = {}) => JSON.stringify({ errorcode: code, ...more });

/** @param {any} input @returns {any} null: not an object */
function parse(input) {
  if (typeof input === 'object' && input !== null) return input; // pages that forgot to stringify
  try {
    const value = JSON.parse(text(input) || '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** A note as it arrives: what was sent, with the sender in place of the receiver. */
function received(from, said) {
  const value = parse(said);
  return value ? JSON.stringify({ ...value, userid: from }) : JSON.stringify({ userid: from, data: said });
}

/** @param {import('./face.mjs').Face} face */
export function sdkControl(face) {
  const raise = (type, value) => face.events.call('OnAnyChatCoreSDKEvent', type, typeof value === 'string' ? value : JSON.stringify(value));
  const told = new Set();

  function tellOnce(code) {
    if (!told.has(code)) face.platform.warn(`BRAC_SDKControl(${code}): not supported in a browser; docs/sdk-control.md has the reason`);
    told.add(code);
    return answer(Code.NOT_SUPPORTED);
  }

  /** To another page, or to all of the room. */
  function note(kind, { userid = ALL, ...value }) {
    const { client } = face;
    const said = JSON.stringify(value);
    const to = int(userid, ALL);
    const code = client?.buffers.refusal(to) ?? Code.NOT_INIT;
    if (code) return answer(code);
    if (to === 0 || byteLength(said) > limits.note_bytes) return answer(Code.BAD_PARAMETER);
    client?.buffers.sendNote(kind, said, to).catch((error) => face.platform.warn(`BRAC_SDKControl: ${error.message}`));
    return answer(0);
  }

  /** To the business server; what it says comes as event 100, and so does that nobody took it. */
  function businessBuffer(value) {
    const { client } = face;
    const said = JSON.stringify(value);
    if (!client) return answer(Code.NOT_INIT);
    if (!client.session.loggedIn) return answer(Code.NOT_LOGGED_IN);
    if (byteLength(said) > limits.server_data_bytes) return answer(Code.BAD_PARAMETER);
    client.buffers.sendToServer(said, 'business').catch((error) => raise(c.ANYCHAT_CORESDKEVENT_BUSINESSBUFFER, { ...value, errorcode: error.code }));
    return answer(0);
  }

  /** An event of the application's own, to itself. */
  function invokeEvent({ eventtype, eventjson = {} }) {
    const type = int(eventtype, -1);
    if (type < c.ANYCHAT_CORESDKEVENT_USERDEFINE) return answer(Code.BAD_PARAMETER); // the others are the SDK's
    raise(type, eventjson);
    return answer(0);
  }

  function cameras() {
    if (!face.client) return answer(Code.NOT_INIT);
    const { devices } = face.client;
    return answer(0, { current: devices.current('camera')?.name ?? '', devices: devices.list('camera').map(({ name }, streamindex) => ({ streamindex, devicename: name })) });
  }

  /** May we be recorded? Of recordings at the server; core event 13 asks, with `consent` true. */
  function recordConsent({ recordid, consent }) {
    const { client } = face;
    if (!client) return answer(Code.NOT_INIT);
    const id = int(recordid);
    if (id < 1 || consent === undefined) return answer(Code.BAD_PARAMETER);
    if (!client.serverRecordings.running.some((one) => one.id === id)) return answer(Code.RECORD_NO_TASK);
    client.serverRecordings.consent(id, Boolean(int(consent, consent ? 1 : 0))).catch((error) => face.platform.warn(`BRAC_SDKControl: ${error.message}`));
    return answer(0);
  }

  /** A mark on the time line of a recording at the server that we have begun. */
  function recordTag({ userid = -1, tag }) {
    const { client } = face;
    if (!client) return answer(Code.NOT_INIT);
    if (tag === undefined || byteLength(String(tag)) > TAG_BYTES) return answer(Code.BAD_PARAMETER);
    if (!client.serverRecordings.begun(int(userid, -1))) return answer(Code.RECORD_NO_TASK);
    client.serverRecordings.tag(int(userid, -1), String(tag)).catch((error) => face.platform.warn(`BRAC_SDKControl: ${error.message}`));
    return answer(0);
  }

  /** Another user string for a recording at the server that we have begun; its end brings it back. */
  function recordText({ userid = -1, userstr }) {
    const { client } = face;
    if (!client) return answer(Code.NOT_INIT);
    const said = typeof userstr === 'object' && userstr !== null ? JSON.stringify(userstr) : String(userstr ?? '');
    if (userstr === undefined || byteLength(said) > USER_STRING_BYTES) return answer(Code.BAD_PARAMETER);
    if (!client.serverRecordings.begun(int(userid, -1))) return answer(Code.RECORD_NO_TASK);
    client.serverRecordings.change(int(userid, -1), { text: said }).catch((error) => face.platform.warn(`BRAC_SDKControl: ${error.message}`));
    return answer(0);
  }

  /** @type {Record<number, (value: any) => string>} */
  const commands = {
    [c.ANYCHAT_SDKCTRL_RECORD]: recordConsent,
    [c.ANYCHAT_SDKCTRL_RECORDTAG]: recordTag,
    [c.ANYCHAT_SDKCTRL_UPDATERECUSERSTR]: recordText,
    [c.ANYCHAT_SDKCTRL_USERBUFFER]: (value) => note('user_buffer', value),
    [c.ANYCHAT_SDKCTRL_INVOKEEVENT]: invokeEvent,
    [c.ANYCHAT_SDKCTRL_BUSINESS]: (value) => note('business', value),
    [c.ANYCHAT_SDKCTRL_VIDEODEVICEINFO]: cameras,
    [c.ANYCHAT_SDKCTRL_BUSINESSBUFFER]: businessBuffer,
  };

  return {
    BRAC_SDKControl(code, input) {
      const command = commands[int(code, -1)];
      if (!command) return tellOnce(int(code, -1));
      const value = parse(input);
      try {
        return value ? command(value) : answer(Code.BAD_PARAMETER);
      } catch {
        return answer(Code.BAD_PARAMETER); // an object that is no JSON
      }
    },
  };
}

/** Devices as the vendor counts them. */
const deviceTypes = { camera: c.BRAC_DEVICE_VIDEOCAPTURE, screen: c.BRAC_DEVICE_VIDEOCAPTURE, microphone: c.BRAC_DEVICE_AUDIOCAPTURE };

/** The events of it. @param {import('./face.mjs').Face} face @param {import('../client.mjs').Client} client */
export function tellSdkControl(face, client) {
  const raise = (type, value) => face.events.call('OnAnyChatCoreSDKEvent', type, value);
  client.buffers.on('note', ({ from, kind, text: said }) => {
    if (kind === 'trace') return; // the SDK's own
    raise(kind === 'business' ? c.ANYCHAT_CORESDKEVENT_BUSINESS : c.ANYCHAT_CORESDKEVENT_USERBUFFER, received(from, said));
  });
  client.buffers.on('serverData', ({ channel, data }) => {
    if (channel !== 'business') return;
    const said = typeof data === 'string' ? data : new TextDecoder().decode(data);
    raise(c.ANYCHAT_CORESDKEVENT_BUSINESSBUFFER, parse(said) ? said : JSON.stringify({ errorcode: 0, strparam: said }));
  });
  client.on('error', (error) => {
    const device = /^(camera|microphone|screen)\b/.exec(error.detail)?.[1];
    if (error.code === Code.DEVICE && device && error.reason !== 'ended') // of those that have gone devices.mjs tells
      raise(c.ANYCHAT_CORESDKEVENT_DEVICEFAIL, JSON.stringify({ devicetype: deviceTypes[device], errorcode: error.code, reason: error.reason }));
  });
}
