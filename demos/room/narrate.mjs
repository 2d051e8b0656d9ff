// SPDX-License-Identifier: Apache-2.0
// What is said aloud to those who do not see the page: who comes and goes, messages, own devices.

/** More comings and goings than this at once are not told one by one. */
const MANY = 3;

/**
 * The sentences for a change of the state.
 * @param {import('./store.mjs').State} state
 * @param {import('./store.mjs').State} before
 * @param {(key: string, values?: object) => string} t
 * @returns {string[]}
 */
export function narrate(state, before, t) {
  if (state.phase !== 'room') return [];
  if (before.phase !== 'room') {
    const room = state.room.name || state.room.number;
    return [t('live.entered', { room, n: state.others.length + 1 })];
  }
  const lines = state.lines.filter((line) => line.key >= before.nextKey).slice(-MANY);
  const said = [];
  for (const line of lines) {
    if (line.kind === 'joined' || line.kind === 'left') said.push(t(`live.${line.kind}`, { name: line.name }));
    else if (line.kind === 'text' && !line.mine) said.push(t(line.secret ? 'live.text.private' : 'live.text', { name: line.name, text: line.text.slice(0, 200) }));
  }
  if (state.self && before.self && state.self.mic !== before.self.mic) said.push(t(`live.mic.${state.self.mic ? 'on' : 'off'}`));
  const camera = (member) => member.camera === 'open';
  if (state.self && before.self && camera(state.self) !== camera(before.self)) said.push(t(`live.camera.${camera(state.self) ? 'on' : 'off'}`));
  return said;
}
