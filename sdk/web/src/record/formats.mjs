// SPDX-License-Identifier: Apache-2.0
// In which form a browser can record, and what the files are called.

import { safeName } from '../files.mjs';

/** @typedef {'mp4' | 'webm' | 'auto'} Container auto: MP4 where it plays everywhere, else WebM */
/** @typedef {{ type: string, ending: string }} Format type: for MediaRecorder */

/** Best first. MP4 with the codecs of the web alone (VP9, AV1) is left out: outside browsers hardly anything plays it. */
const video = [
  ['video/mp4;codecs=avc1.42E01F,mp4a.40.2', 'mp4'], ['video/mp4;codecs=avc1.42E01F,opus', 'mp4'],
  ['video/webm;codecs=vp8,opus', 'webm'], ['video/webm', 'webm'], ['video/mp4', 'mp4'],
];
const pictureOnly = [
  ['video/mp4;codecs=avc1.42E01F', 'mp4'], ['video/webm;codecs=vp8', 'webm'], ['video/webm', 'webm'], ['video/mp4', 'mp4'],
];
const audio = [
  ['audio/mp4;codecs=mp4a.40.2', 'm4a'], ['audio/webm;codecs=opus', 'webm'], ['audio/ogg;codecs=opus', 'ogg'], ['audio/webm', 'webm'], ['audio/mp4', 'm4a'],
];
const isMp4 = ([type]) => type.includes('/mp4');

/**
 * @param {(type: string) => boolean} supports @param {{ video: boolean, audio: boolean }} kinds @param {Container} [container]
 * @returns {Format | null} null: this browser records nothing
 */
export function chooseFormat(supports, kinds, container = 'auto') {
  const all = !kinds.video ? audio : kinds.audio ? video : pictureOnly;
  const wanted = container === 'auto' ? all : all.filter((entry) => isMp4(entry) === (container === 'mp4'));
  const found = [...wanted, ...all].find(([type]) => supports(type)); // the other container rather than nothing
  return found ? { type: found[0], ending: found[1] } : null;
}

const two = (number) => String(number).padStart(2, '0');
const dayOf = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const timeOf = (date) => dayOf(date).replaceAll('-', '') + two(date.getHours()) + two(date.getMinutes()) + two(date.getSeconds());

/**
 * "2026-11-22/7_20261122153000_1.jpg": day, user, local time, and a number that no other file of this page has.
 * @param {{ user: number, at: Date, serial: number, ending: string, name?: string, folders?: boolean }} what
 *   name: what the page wants it to be called, its ending does not count; folders: one a day
 */
export function fileName({ user, at, serial, ending, name = '', folders = true }) {
  const plain = name ? safeName(name, '').replace(/\.[A-Za-z0-9]{1,5}$/, '') : '';
  return `${folders ? `${dayOf(at)}/` : ''}${plain || `${user}_${timeOf(at)}_${serial}`}.${ending}`;
}
