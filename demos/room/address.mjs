// SPDX-License-Identifier: Apache-2.0
// What stands in the page's address, and what a user types as a room.

/**
 * "5" is the room of this number; anything else is a room's name.
 * @param {string} text
 * @returns {{ id: number } | { name: string } | null} null: neither
 */
export function roomOf(text) {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (/^\d+$/.test(trimmed)) {
    const id = Number(trimmed);
    return id >= 1 && id <= 2147483647 ? { id } : null;
  }
  return bytesOf(trimmed) <= 128 ? { name: trimmed } : null;
}

export const bytesOf = (text) => new TextEncoder().encode(text).length;

/** @param {string} search of the address, "?room=5&name=Li" */
export function wishesOf(search) {
  const query = new URLSearchParams(search);
  return { room: query.get('room') ?? '', name: query.get('name') ?? '' };
}

/**
 * The address that brings others into the same room: no name (it is the sender's), never a password.
 * @param {string} page address of this page
 * @param {string} room as typed
 */
export function linkTo(page, room) {
  const url = new URL(page);
  url.search = '';
  url.hash = '';
  url.searchParams.set('room', room);
  return url.href;
}

/** Where the server is: the one that this page came from. @param {{ protocol: string, host: string }} location */
export const serverOf = ({ protocol, host }) => `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/parlor`;
