// SPDX-License-Identifier: Apache-2.0
// What there is to record of whom: our own devices, and what we watch of the others.

/** @typedef {{ key: string, user: number, stream: number, media: MediaStream | null }} Picture media null: nothing to be seen at the moment */
/** @typedef {{ key: string, user: number, track: MediaStreamTrack | null }} Sound */

export class Sources {
  #client;

  /** @param {import('../client.mjs').Client} client */
  constructor(client) { this.#client = client; }

  /** Another name for ourselves is the same person. @param {number} user */
  id(user) { return this.#client.isSelf(user) ? -1 : user; }

  /** Who else may be recorded together with a user: the others that we watch, and we. @param {number} user @param {'audio' | 'video'} kind */
  #others(user, kind) {
    const watched = this.#client.watches.filter((watch) => watch.kind === kind && watch.user !== user).map((watch) => watch.user);
    return [...new Set([...user === -1 ? [] : [-1], ...watched])];
  }

  /** @param {number} user @param {boolean} all every camera */
  #streams(user, all) {
    if (!all) return [0];
    const { local, watches } = this.#client;
    const found = user === -1 ? local.cameras.streams : watches.filter((watch) => watch.kind === 'video' && watch.user === user).map(({ stream }) => stream);
    return found.length > 0 ? [...found].sort((a, b) => a - b) : [0];
  }

  /**
   * The user's own first.
   * @param {number} user @param {{ stream?: number, others?: boolean, allStreams?: boolean }} [what]
   * @returns {Picture[]}
   */
  pictures(user, { stream = 0, others = false, allStreams = false } = {}) {
    const main = this.id(user);
    const of = (who, streams) => streams.map((index) => ({ key: `${who}/${index}`, user: who, stream: index, media: this.#client.picture(who, index) }));
    const rest = others ? this.#others(main, 'video').flatMap((who) => of(who, this.#streams(who, allStreams))) : [];
    return [...of(main, allStreams ? this.#streams(main, true) : [stream]), ...rest.filter(({ media }) => media)];
  }

  /** @param {number} user @param {{ others?: boolean }} [what] @returns {Sound[]} */
  sounds(user, { others = false } = {}) {
    const main = this.id(user);
    const who = [main, ...others ? this.#others(main, 'audio') : []];
    return who.map((id) => ({ key: `${id}`, user: id, track: this.#track(id) })).filter(({ user: id, track }) => track || id === main);
  }

  #track(id) {
    const client = this.#client;
    if (id === -1) return client.local.microphone.published;
    if (!client.watching(id, 'audio') || client.user(id)?.mic !== 1) return null;
    return client.remote(id, 'audio')?.media.getAudioTracks()[0] ?? null;
  }

  /** Is something of it there, or on its way? @param {number} user @param {number} stream */
  expects(user, stream) {
    const client = this.#client, id = this.id(user);
    if (id === -1) return { video: client.local.wanted('camera', stream), audio: client.local.wanted('microphone') };
    const { camera = 0, mic = 0 } = client.user(id) ?? {};
    return { video: client.watching(id, 'video', stream) && camera === 2, audio: client.watching(id, 'audio') && mic === 1 };
  }

  /** Lets a picture come in full size, whether or not the page shows it. @param {Picture} picture @returns {() => void} ends it */
  hold({ user, stream }) { return user === -1 ? () => {} : this.#client.viewing.hold(user, stream); }
}
