// SPDX-License-Identifier: Apache-2.0
// The several pictures of one user: cameras and screens, each with a stream index. Who does not say which of them are open
// (an older client) may have any; then index 0 is taken for the one there is.

/** @typedef {{ camera: number, streams?: number, screens?: number }} Owner of pictures */

const COUNT = 16;
const has = (mask, stream) => (mask >> stream & 1) === 1;

/** @param {Owner | null | undefined} user @param {number} stream */
export const isOpen = (user, stream) => user?.camera === 2 && (user.streams === undefined || has(user.streams, stream));

/** @param {Owner | null | undefined} user @param {number} stream */
export const isScreen = (user, stream) => isOpen(user, stream) && has(user?.screens ?? 0, stream);

/** What there is to be seen of a user now, in the order of the indices. @param {Owner | null | undefined} user @returns {{ stream: number, screen: boolean }[]} */
export function openPictures(user) {
  const known = user?.streams === undefined ? [0] : [...Array(COUNT).keys()];
  return known.filter((stream) => isOpen(user, stream)).map((stream) => ({ stream, screen: isScreen(user, stream) }));
}

/** @param {Iterable<number>} list of stream indices */
export const maskOf = (list) => [...list].reduce((mask, stream) => mask | 1 << stream, 0);
