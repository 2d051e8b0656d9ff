// SPDX-License-Identifier: Apache-2.0
// What calls mean, without any page or server: what a call's flags allow, what became of it, and how long it was. Pure.

/** BRAC_VIDEOCALL_FLAGS_..., as far as this page uses them. */
const AUDIO = 0x1, VIDEO = 0x2;
const NO_CALLER_AUDIO = 0x10, NO_CALLER_VIDEO = 0x20, NO_CALLED_AUDIO = 0x40, NO_CALLED_VIDEO = 0x80;

/** @typedef {'video' | 'voice'} Kind */
/** @typedef {'answered' | 'missed' | 'declined' | 'refused' | 'cancelled' | 'busy' | 'offline' | 'unanswered' | 'lost' | 'failed'} Outcome */

/** @param {Kind} kind */
export const flagsFor = (kind) => (kind === 'voice' ? AUDIO : AUDIO | VIDEO);

/** A call without flags is one with picture. @param {number} flags @returns {Kind} */
export const kindOf = (flags) => ((flags & (AUDIO | VIDEO)) === AUDIO ? 'voice' : 'video');

/** What we may send in such a call. @param {number} flags @param {boolean} outgoing */
export function allowed(flags, outgoing) {
  return {
    mic: (flags & (outgoing ? NO_CALLER_AUDIO : NO_CALLED_AUDIO)) === 0,
    camera: kindOf(flags) === 'video' && (flags & (outgoing ? NO_CALLER_VIDEO : NO_CALLED_VIDEO)) === 0,
  };
}

/** @type {Record<number, Outcome>} */
const whenCalling = { 0: 'refused', 100101: 'cancelled', 100102: 'offline', 100103: 'busy', 100104: 'refused', 100105: 'unanswered', 100106: 'lost' };

/**
 * @param {{ outgoing: boolean, talked: boolean, code: number }} call code: with which it ended
 * @returns {Outcome}
 */
export function outcomeOf({ outgoing, talked, code }) {
  if (talked) return 'answered';
  if (outgoing) return whenCalling[code] ?? 'failed';
  return code === 100104 ? 'declined' : 'missed';
}

/** The caller is to see why: the call stays on the screen until it is put away. @param {Outcome} outcome */
export const needsWords = (outcome) => !['answered', 'missed', 'declined', 'cancelled'].includes(outcome);
