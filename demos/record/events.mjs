// SPDX-License-Identifier: Apache-2.0
// What happened while it was recorded, as the player shows it: one list of events with their place in the file, made of the time line and
// of the snapshots of that time. Pure.

/**
 * @typedef {object} Happening
 * @property {number} seconds in the file; negative: before it
 * @property {string} kind what the texts call it: `event.${kind}`
 * @property {string} mark colour and place on the time line: join, leave, device, tag, snapshot, consent, end
 * @property {number} userId
 * @property {string} name
 * @property {string} text
 * @property {string} [picture] address of a snapshot's
 */

const marks = {
  asked: 'consent', notice: 'consent', consent: 'consent', refusal: 'consent', silence: 'consent', joined: 'join', left: 'leave', tag: 'tag', stop: 'end',
  muted: 'device', unmuted: 'device', camera_on: 'device', camera_off: 'device', screen_on: 'device', screen_off: 'device', snapshot: 'snapshot', gap: 'end',
};
/** Lines about the file and who has looked at it are shown with the facts, not here. */
const shown = new Set(Object.keys(marks));
const CAMERAS = 16;
const TOGETHER_S = 0.5;

/** What has changed, in words. @returns {string[]} kinds */
export function changesOf(was, is) {
  const kinds = [];
  if (was.microphone !== is.microphone) kinds.push(is.microphone ? 'unmuted' : 'muted');
  for (let i = 0; i < CAMERAS; i++) {
    const bit = 1 << i, screen = ((was.screens | is.screens) & bit) !== 0;
    if (((was.cameras ^ is.cameras) & bit) !== 0) kinds.push(`${screen ? 'screen' : 'camera'}_${is.cameras & bit ? 'on' : 'off'}`);
  }
  return kinds;
}

/**
 * @param {any[]} timeLine of parlor.recordings.show
 * @param {any[]} [snapshots] entries of the catalogue, of the same room
 * @param {Date | null} [started]
 * @returns {Happening[]} in their order
 */
export function eventsOf(timeLine, snapshots = [], started = null) {
  const devices = new Map(), names = new Map(), events = [];
  for (const line of timeLine) if (line.name) names.set(line.userId, line.name);
  const end = timeLine.find(({ kind }) => kind === 'stop');
  for (const line of timeLine) {
    if (end && line.kind === 'left' && Math.abs(end.at.getTime() - line.at.getTime()) < 1000 * TOGETHER_S) continue; // it has let them go, not they it
    const put = (kind) => { if (shown.has(kind)) events.push({ seconds: line.seconds ?? 0, kind, mark: marks[kind], userId: line.userId, name: names.get(line.userId) ?? '', text: line.kind === 'tag' ? line.text : '' }); };
    const before = devices.get(line.userId);
    if (line.devices) devices.set(line.userId, line.devices);
    if (line.kind === 'devices') { if (before && line.devices) changesOf(before, line.devices).forEach(put); } else put(line.kind);
  }
  for (const one of started ? snapshots : [])
    events.push({ seconds: (one.at.getTime() - started.getTime()) / 1000, kind: 'snapshot', mark: marks.snapshot, userId: one.userId, name: one.name, text: '', picture: one.thumbnail });
  return events.sort((a, b) => a.seconds - b.seconds);
}

/** Events on the time line itself: within the file. @param {Happening[]} events @param {number} duration */
export const within = (events, duration) => events.filter(({ seconds, kind }) => seconds >= -1 && seconds <= duration + 1 && !['notice', 'asked'].includes(kind));

/** The caption at a moment: what happened in the seconds before, the latest last. @param {Happening[]} events @param {number} now @param {number} [lasts] */
export const captionsAt = (events, now, lasts = 4) => events.filter(({ seconds }) => seconds <= now && now < Math.max(seconds, 0) + lasts).slice(-2);

/** The event that the list marks: the last that has happened. @returns {number} -1: none yet */
export const currentOf = (events, now) => events.findLastIndex(({ seconds }) => seconds <= now + 0.05);

/** The next tag, join or other mark before or after a moment. @param {Happening[]} events @param {number} now @param {1 | -1} way @returns {number | null} seconds */
export function neighbour(events, now, way) {
  const times = events.map(({ seconds }) => Math.max(0, seconds));
  return way > 0 ? times.find((time) => time > now + 0.3) ?? null : times.findLast((time) => time < now - 1) ?? null;
}
