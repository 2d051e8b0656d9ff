// SPDX-License-Identifier: Apache-2.0
// Cameras, microphones, loudspeakers and their volumes (manual 5.7.1 to 5.7.5, 4.3.3), and the options of sound (3.1).
//
// The options of sound are one: whenever one of them is set, the microphone is to be what all of them say.

import { Code } from '../errors.mjs';
import { audioModes } from '../media/audio_settings.mjs';
import * as c from '../generated/constants.mjs';
import { int, on, text } from './convert.mjs';

/** @type {Record<number, 'camera' | 'microphone' | 'speaker'>} */
const kinds = { [c.BRAC_DEVICE_VIDEOCAPTURE]: 'camera', [c.BRAC_DEVICE_AUDIOCAPTURE]: 'microphone', [c.BRAC_DEVICE_AUDIOPLAYBACK]: 'speaker' };
const types = { camera: c.BRAC_DEVICE_VIDEOCAPTURE, microphone: c.BRAC_DEVICE_AUDIOCAPTURE, speaker: c.BRAC_DEVICE_AUDIOPLAYBACK };
/** @type {Record<number, 'microphone' | 'speaker'>} */
const volumes = { [c.BRAC_AD_WAVEIN]: 'microphone', [c.BRAC_AD_WAVEOUT]: 'speaker' };
const NO_SUCH_DEVICE = 9;

const audioOptions = [
  c.BRAC_SO_AUDIO_VADCTRL, c.BRAC_SO_AUDIO_NSCTRL, c.BRAC_SO_AUDIO_ECHOCTRL, c.BRAC_SO_AUDIO_AGCCTRL, c.BRAC_SO_AUDIO_CAPTUREMODE,
  c.BRAC_SO_AUDIO_MICBOOST, c.BRAC_SO_AUDIO_AUTOPARAM, c.BRAC_SO_AUDIO_MONOBITRATE, c.BRAC_SO_AUDIO_STEREOBITRATE, c.BRAC_SO_AUDIO_NSLEVEL,
];

/** NSLEVEL: 0 none, 1 and 2 the browser's, 3 RNNoise. */
const RNNOISE_LEVEL = 3;
/** With AUTOPARAM, bit/s. */
const autoBitrate = { mono: 32000, stereo: 128000 };

/** What all options of sound come to. @param {import('../options.mjs').Options} options @returns {Partial<import('../media/audio_settings.mjs').AudioSettings>} */
export function audioFrom(options) {
  const is = (option) => options.int(option) !== 0;
  const mode = audioModes[options.int(c.BRAC_SO_AUDIO_CAPTUREMODE)] ?? 'speech';
  const channels = mode === 'speech' ? 'mono' : 'stereo';
  const level = options.int(c.BRAC_SO_AUDIO_NSLEVEL);
  const suppress = is(c.BRAC_SO_AUDIO_NSCTRL) && level > 0;
  const own = options.int(channels === 'mono' ? c.BRAC_SO_AUDIO_MONOBITRATE : c.BRAC_SO_AUDIO_STEREOBITRATE);
  return {
    echoCancellation: is(c.BRAC_SO_AUDIO_ECHOCTRL), autoGainControl: is(c.BRAC_SO_AUDIO_AGCCTRL), noiseSuppression: suppress,
    denoise: suppress && level >= RNNOISE_LEVEL, boost: options.int(c.BRAC_SO_AUDIO_MICBOOST) === 1, mode, dtx: is(c.BRAC_SO_AUDIO_VADCTRL),
    bitrate: is(c.BRAC_SO_AUDIO_AUTOPARAM) ? autoBitrate[channels] : Math.max(0, own),
  };
}

/** The manual's words for what the browser may refuse. */
const optionNames = { echoCancellation: 'BRAC_SO_AUDIO_ECHOCTRL', noiseSuppression: 'BRAC_SO_AUDIO_NSCTRL', autoGainControl: 'BRAC_SO_AUDIO_AGCCTRL' };

/** @param {import('./face.mjs').Face} face */
export function devices(face) {
  const { options } = face;
  const quietly = (promise) => { promise?.catch?.(() => {}); }; // the core's error event tells
  let applying = false;
  /** @type {string[]} */
  let told = [];

  // ---- lists and choices ----

  function currentDevice(type) {
    const kind = kinds[int(type)];
    if (!face.client || !kind) return '';
    const { devices: known, local } = face.client;
    return ((kind === 'speaker' ? null : known.of(kind, local.track(kind))) ?? known.current(kind))?.name ?? '';
  }

  function select(type, name) {
    const { client } = face;
    const kind = kinds[int(type)];
    if (!client) return Code.NOT_INIT;
    if (!kind) return Code.BAD_PARAMETER;
    const wanted = text(name);
    if (wanted === '' || (client.devices.known && !client.devices.find(kind, wanted))) return NO_SUCH_DEVICE;
    if (kind === 'speaker') return selectSpeaker(client, wanted);
    client.devices.choose(kind, wanted);
    quietly(client.local.apply(kind));
    return 0;
  }

  function selectSpeaker({ sound }, name) {
    if (!sound.speaker.canChoose) return Code.NOT_SUPPORTED;
    sound.speaker.choose(name).catch((error) => face.client?.emit('error', error));
    return 0;
  }

  // ---- volumes ----

  function getVolume(device) {
    const which = volumes[int(device, -1)];
    return face.client && which ? Math.round(100 * face.client.sound.volume(which)) : 0;
  }

  function setVolume(device, volume) {
    const which = volumes[int(device, -1)];
    const percent = int(volume, -1);
    if (!face.client) return Code.NOT_INIT;
    if (!which || percent < 0) return Code.BAD_PARAMETER;
    face.client.sound.setVolume(which, Math.min(100, percent) / 100);
    return 0;
  }

  // ---- the panel ----

  /** What the camera lets one adjust; without one it says so. @param {any} caption */
  function showPanel(caption) {
    if (!face.client) return Code.NOT_INIT;
    try {
      face.client.cameraPanel.show({ title: text(caption) });
      return 0;
    } catch { return Code.NOT_SUPPORTED; } // no document to show it in
  }

  // ---- options ----

  /** Pages set several in one go: the microphone is asked once. */
  function applySoon() {
    if (applying) return;
    applying = true;
    queueMicrotask(() => {
      applying = false;
      face.client?.sound.set(audioFrom(options)).then(tellUnmet, () => {});
    });
  }

  /** Once for each, as long as it stays so. */
  function tellUnmet() {
    const { unmet = [], processing } = face.client?.local.microphone ?? {};
    for (const name of unmet)
      if (!told.includes(name)) face.platform.warn(`${optionNames[name]}: this browser does not do as it was told; it is ${processing?.[name] ? 'on' : 'off'}`);
    told = unmet;
  }

  options.onSet(audioOptions, applySoon);
  options.onSet(c.BRAC_SO_CORESDK_SCREENCAMERACTRL, (value) => face.client?.devices.offerScreen(on(value)));
  options.onSet(c.BRAC_SO_LOCALVIDEO_DEVICENAME, (value) => {
    if (face.client?.devices.known) return select(c.BRAC_DEVICE_VIDEOCAPTURE, value);
    face.client?.devices.choose('camera', value); // its turn may come with the list
    return 0;
  });

  // ---- life and events ----

  /** A client was made, and the options that were set before it have had their effects. @param {import('../client.mjs').Client} client */
  function begin(client) {
    quietly(client.sound.set(audioFrom(options))); // before anything is opened
    client.devices.refresh();
    client.on('volume', (which, volume) => face.events.call('OnAnyChatVolumeChange', which === 'microphone' ? c.BRAC_AD_WAVEIN : c.BRAC_AD_WAVEOUT, Math.round(100 * volume)));
    client.on('deviceLost', (what) => lost(what));
  }

  /** CoreSDKEvent 33; `replacement` is "" when there is none, and the device is closed. */
  function lost({ kind, stream, name, replacement }) {
    face.events.call('OnAnyChatCoreSDKEvent', c.ANYCHAT_CORESDKEVENT_DEVICEFAIL, JSON.stringify({
      devicetype: types[kind], errorcode: Code.DEVICE, reason: 'ended', devicename: name, streamindex: stream, replacement: replacement ?? '',
    }));
  }

  return {
    begin,
    functions: {
      BRAC_EnumDevices: (type) => face.client && kinds[int(type)] ? face.client.devices.list(kinds[int(type)]).map(({ name }) => name) : [],
      BRAC_GetCurrentDevice: currentDevice,
      BRAC_SelectVideoCapture: select,
      BRAC_AudioGetVolume: getVolume,
      BRAC_AudioSetVolume: setVolume,
      BRAC_ShowLVProperty: showPanel,
    },
  };
}
