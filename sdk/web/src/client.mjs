// SPDX-License-Identifier: Apache-2.0
// The core behind both faces: puts the managers together and carries what one says to the others. No rule of its own but
// these: leaving the room closes our devices and forgets whom we watched; a session that comes back watches them again.
//
// Events, in the server's order:
//   state(State)  connect(code)  login(user|null, code, {again})  lost(code, {again})
//   entered(room, count)  refused(roomNumber, ParlorError)  left()
//   userEntered(user)  userLeft(id, code)  userState(user, before)  text({from,to,secret,text})
// and as they happen:
//   picture(user, stream)   what `picture()` gives may be another     sound(user)   the same for `watching(user, 'audio')`
//   direct(user, state)     a direct connection: 0 none, 1 over TCP, 2 over UDP
//   deviceLost({ kind, stream, name, replacement })  deviceFound(kind, name)  volume('microphone' | 'speaker', 0..1)
//   size(user, stream, width, height)  stats()  quality(user, {up, down})  speakers(users)  devices()  blocked(isBlocked)  peer('pub'|'sub', state)  error(ParlorError)
//   draining(ms)

import { Calls } from './call.mjs';
import { Chat } from './chat.mjs';
import { Connection } from './connection.mjs';
import { Buffers } from './data/buffers.mjs';
import { Queries } from './data/queries.mjs';
import { Code, ParlorError } from './errors.mjs';
import { Emitter } from './events.mjs';
import { Files } from './files.mjs';
import { Friends } from './friends.mjs';
import { Objects } from './counter/objects.mjs';
import { Services } from './counter/services.mjs';
import { PageLife } from './life.mjs';
import { Buffering } from './media/buffering.mjs';
import { Adjustments } from './camera/adjust.mjs';
import { CameraPanel } from './camera/panel.mjs';
import { Capture } from './media/capture.mjs';
import { videoNames } from './media/codecs.mjs';
import { Devices } from './media/devices.mjs';
import { Effects } from './media/effects/effects.mjs';
import { Gauge } from './media/gauge.mjs';
import { remoteLevel } from './media/levels.mjs';
import { LocalMedia } from './media/local.mjs';
import { Direct } from './media/p2p.mjs';
import { Playback } from './media/playback.mjs';
import { Publisher } from './media/publish.mjs';
import { Sound } from './media/sound.mjs';
import { Stats } from './media/stats.mjs';
import { Subscriber } from './media/subscribe.mjs';
import { Viewing } from './media/viewing.mjs';
import { OwnState } from './own_state.mjs';
import { PrivateChats } from './private.mjs';
import { Recordings } from './record/recordings.mjs';
import { Uploads } from './record/uploads.mjs';
import { ServerRecordings } from './record/server.mjs';
import { Sources } from './record/sources.mjs';
import { Room } from './room.mjs';
import { Session } from './session.mjs';
import { isOpen } from './streams.mjs';
import { Tasks } from './tasks.mjs';
import { Trace, makeNoise } from './trace.mjs';
import { Stores } from './transfer/store.mjs';
import { Transfers } from './transfer/transfers.mjs';
import { version } from './version.mjs';
import { Watches } from './watches.mjs';

const DEVICE_WEB = 4;

export class Client extends Emitter {
  #platform; #settings;
  /** Our cameras as streams. @type {Map<number, { track: MediaStreamTrack, media: MediaStream }>} */
  #ownPictures = new Map();

  /**
   * @param {import('./platform.mjs').Platform} platform
   * @param {{ mayReconnect?: () => boolean, keepDevices?: boolean }} [settings]
   *   keepDevices: they stay open while a lost session is made again
   */
  constructor(platform, { mayReconnect = () => true, keepDevices = true } = {}) {
    super();
    this.#platform = platform;
    this.#settings = { keepDevices };
    const { clock, random, createPeer, createStream, mediaDevices } = platform;
    this.session = new Session({
      open: (target, handlers) => new Connection(platform, target, handlers),
      clock, random, mayReconnect, hello: () => this.#hello(),
    });
    this.files = new Files(platform);
    const send = (t, fields, done) => this.session.send(t, fields, done);
    const up = () => this.session.up;
    this.room = new Room({ send, self: () => this.#signedIn(), clock });
    this.chat = new Chat({ send });
    const self = () => this.#signedIn();
    const inRoom = () => this.room.current !== null;
    this.tasks = new Tasks({ clock, self: () => this.selfId });
    this.transfers = new Transfers({
      clock, send, self, tasks: this.tasks, files: this.files, stores: new Stores(platform),
      link: { write: (frame) => this.session.sendBinary(frame), buffered: () => this.session.buffered, up },
    });
    this.buffers = new Buffers({ send, self, inRoom });
    this.queries = new Queries({ send, clock, loggedIn: () => self() !== null, users: () => self() ? [self(), ...this.room.members.values()] : [] });
    this.calls = new Calls({ send, self });
    this.friends = new Friends({ send, self });
    this.services = new Services({ send, self });
    this.objects = new Objects({ send, self, clock, wall: platform.wall });
    this.privacy = new PrivateChats({ send, self, inRoom, member: (id) => this.room.members.get(id) });
    this.devices = new Devices({ mediaDevices, language: platform.language, ahead: platform.devicesAhead, permission: platform.permission });
    this.publisher = new Publisher({ createPeer, createStream, send, up, clock, random, codecs: () => platform.videoCodecs('send'), audioCodecs: platform.audioCodecs, simulcast: platform.simulcast });
    this.subscriber = new Subscriber({ createPeer, createStream, send, up, clock, random });
    this.playback = new Playback({ document: platform.document });
    this.sound = new Sound({ platform, devices: this.devices, playback: this.playback });
    this.direct = new Direct({
      createPeer, createStream, send, clock, subscriber: this.subscriber, codecs: () => platform.videoCodecs('send'),
      isOpen: () => this.session.open, stun: () => this.room.stun, wants: (user) => this.#wantedOf(user),
    });
    const ways = [this.publisher, this.direct];
    this.effects = new Effects({
      clock, createPipe: platform.createPipe, date: platform.date, loadSegmenter: platform.loadSegmenter, loadImage: platform.loadImage,
      createCanvas: () => platform.document?.createElement('canvas'),
      asked: (stream) => this.local.videoSettings(stream), changed: (stream) => this.local.cameras.retreat(stream),
      failed: (error) => this.emit('error', error instanceof ParlorError ? error : new ParlorError(Code.MEDIA, `effects: ${error?.message ?? error}`, { cause: error })),
    });
    this.local = new LocalMedia({
      capture: new Capture({ mediaDevices, clock }), devices: this.devices,
      publisher: { setTrack: (...args) => { for (const way of ways) /** @type {any} */ (way).setTrack(...args); } },
      filter: (track) => this.sound.chain.apply(track),
      treat: (...args) => this.effects.treat(...args),
    });
    this.sound.serve(this.local);
    this.adjustments = new Adjustments(this.local);
    this.cameraPanel = new CameraPanel({
      document: platform.document, language: platform.language, adjustments: this.adjustments, picture: (stream) => this.picture(-1, stream),
    });
    this.gauge = new Gauge({ sight: platform.sight, document: platform.document });
    this.viewing = new Viewing({ send, clock, gauge: this.gauge });
    this.wanted = new Watches({ send, inRoom, viewing: this.viewing });
    this.ownState = new OwnState({
      local: this.local, send, inRoom, self: () => this.session.self, loggedIn: () => this.session.loggedIn, away: () => this.away,
    });
    this.uploads = new Uploads({ clock, send, transfers: this.transfers, self, may: () => Boolean(this.session.welcome?.record_uploads) });
    this.recordings = new Recordings({
      ...platform, sources: new Sources(this), files: this.files, uploads: this.uploads, idOf: (user) => this.isSelf(user) ? this.selfId : user,
    });
    this.serverRecordings = new ServerRecordings({ send, idOf: (user) => this.isSelf(user) ? this.selfId : user, origin: () => this.session.origin });
    this.stats = new Stats({ clock, subscriber: this.subscriber, publisher: this.publisher, direct: this.direct, self: () => this.selfId });
    this.buffering = new Buffering({ remotes: () => [...this.subscriber.remotes, ...this.direct.traffic?.remotes ?? []] });
    this.trace = new Trace({
      clock, noise: () => makeNoise(platform.createAudioContext, random),
      publish: (track, maxBitrate) => this.publisher.setTrack('audio', Trace.STREAM, track, { maxBitrate }),
      sender: () => this.publisher.sender('audio', Trace.STREAM),
      receiver: (user) => this.subscriber.remote(user, 'audio', Trace.STREAM)?.receiver ?? null,
      watch: (user, on) => this.watch(user, 'audio', on, Trace.STREAM),
      tell: (text) => { this.buffers.sendNote('trace', text).catch(() => {}); },
      self: () => inRoom() ? this.selfId : 0, roundTrip_ms: () => this.stats.roundTrip_ms,
    });
    this.life = new PageLife({ clock, wall: platform.wall, onNetwork: platform.onNetwork, onPage: platform.onPage });
    this.#listen();
    this.#live();
  }

  /** What happens to the page, and what it means for us. */
  #live() {
    const { life, session } = this;
    session.on('state', (state) => life.care(state !== 'closed'));
    life.on('look', () => session.hurry());
    life.on('sight', () => this.ownState.changed());
    life.on('network', () => { session.hurry(); this.#moved(); });
    life.on('gone', (kept) => { if (kept) this.#putAside(); else this.logout(); });
    life.on('back', () => session.fetchBack());
  }

  /** Whoever leaves the page leaves the call; cameras do not run behind his back. */
  #putAside() {
    this.#stopMedia();
    this.local.closeAll();
    this.session.putAside();
  }

  #listen() {
    const { session, room, chat, local, publisher, subscriber, direct, playback, sound, stats, devices } = this;
    const pass = (from, name) => from.on(name, (...args) => this.emit(name, ...args));
    for (const name of ['state', 'keeping', 'settings']) pass(session, name);
    session.on('connect', (code) => {
      if (code !== 0) { room.forget(); this.recordings.left(false); }
      this.emit('connect', code);
    });
    session.on('login', (user, code, how) => this.#login(user, code, how));
    session.on('lost', (code, how) => this.#lost(code, how));
    session.on('message', (message) => this.#message(message));
    session.on('binary', (frame) => this.transfers.binary(frame));
    session.on('resumed', () => { this.transfers.resumed(); this.#moved(); }); // a link that broke may have broken with the network
    room.on('entered', (current, count, terms) => this.#entered(current, count, terms));
    for (const name of ['refused', 'userEntered', 'userState']) pass(room, name);
    room.on('userLeft', (id, code) => this.#userLeft(id, code));
    room.on('userState', (user) => { direct.review(); this.emit('picture', user.id, -1); });
    direct.on('changed', (user, kind, stream) => this.#remoteChanged(user, kind, stream));
    direct.on('state', (user, state) => {
      this.transfers.direct(user, state ? direct.peer(user) : null);
      this.emit('direct', user, state);
    });
    pass(chat, 'text');
    this.buffers.on('note', ({ from, kind, text }) => { if (kind === 'trace') this.trace.heard(from, text); });
    this.privacy.on('changed', () => this.#privacyChanged());
    this.ownState.on('changed', (self, before) => this.emit('userState', self, before));
    pass(this.wanted, 'error');
    local.on('state', () => this.ownState.changed());
    local.on('change', (kind, stream) => this.#localChanged(kind, stream));
    pass(local, 'error');
    pass(local, 'screenEnded');
    subscriber.on('track', (user, kind, stream) => this.#remoteChanged(user, kind, stream));
    subscriber.on('untrack', (user, kind, stream) => this.#remoteChanged(user, kind, stream));
    for (const [name, peer] of [['pub', publisher], ['sub', subscriber]]) {
      peer.on('state', (state) => this.emit('peer', name, state));
      peer.on('failed', (error) => this.emit('error', error));
    }
    pass(playback, 'blocked');
    for (const name of ['error', 'deviceLost', 'deviceFound', 'volume']) pass(sound, name);
    for (const name of ['deviceLost', 'deviceFound']) pass(local, name);
    pass(stats, 'size');
    pass(stats, 'quality');
    pass(stats, 'speakers');
    stats.on('update', () => { this.ownState.report(); this.emit('stats'); }); // a telephone was turned: another size
    devices.on('change', () => this.emit('devices'));
    for (const name of ['picture', 'sound']) this.on(name, () => this.recordings.refresh());
    for (const name of ['state', 'ended']) this.recordings.on(name, () => this.ownState.setRecording(this.recordings.recording));
    local.on('filtered', () => this.recordings.refresh());
  }

  // ---- who we are ----

  get state() { return this.session.state; }
  get self() { return this.session.self; }
  /** -1 before the first login. */
  get selfId() { return this.session.self?.id ?? -1; }

  #signedIn() { return this.session.loggedIn ? this.session.self : null; }

  /** @param {number} id -1: ourselves @returns {any} null: not known (any more) */
  user(id) {
    if (id === -1 || id === this.selfId) return this.session.self;
    return this.room.members.get(id) ?? null;
  }

  isSelf(id) { return id === -1 || (this.session.self !== null && id === this.selfId); }

  #hello() {
    const { language, videoCodecs } = this.#platform;
    return {
      sdk: `parlor-web/${version}`, device: DEVICE_WEB, lang: String(language).slice(0, 16),
      video: videoNames(videoCodecs('receive')), p2p: this.direct.policy,
    };
  }

  // ---- what pages do ----

  /** Begins anew. @param {{ url: string, password?: string }} target */
  connect(target) {
    this.transfers.lost(Code.CLOSED_BY_SELF);
    this.#leaveMedia(true);
    this.room.forget();
    this.#forgetPeople();
    return this.session.connect(target);
  }

  login(name, password, app) { return this.session.login(name, password, app); }
  signIn(t, fields) { return this.session.signIn(t, fields); }
  enter(target) { return this.room.enter(target); }

  /** @param {number} [id] @param {{ keepDevices?: boolean }} [options] */
  leave(id = -1, { keepDevices = false } = {}) {
    if (id !== -1 && this.room.current && this.room.current.id !== id) return;
    if (this.room.current) this.#leaveMedia(!keepDevices);
    this.room.leave(id);
  }

  logout() {
    this.transfers.lost(Code.CLOSED_BY_SELF);
    this.#leaveMedia(true);
    this.room.forget();
    this.#forgetPeople();
    this.session.logout();
  }

  /** The end of this object. */
  close() {
    this.recordings.close();
    this.logout();
    this.life.close();
    this.devices.close();
    this.gauge.close();
    this.effects.close();
    this.sound.close();
    this.cameraPanel.close();
    this.files.clear();
    this.silence();
  }

  /**
   * Asks for somebody's picture or sound, or no longer. Remembered until the room is left, also for users who are not there yet.
   * @param {number} user @param {'audio' | 'video'} kind @param {boolean} on @param {number} [stream]
   */
  watch(user, kind, on, stream = 0) {
    if (user === 0 || this.isSelf(user)) return;
    if (!this.wanted.set({ user, kind, stream }, on)) return;
    this.direct.review();
    if (kind === 'video') this.viewing.watch(user, stream, on);
    this.#remoteChanged(user, kind, stream);
  }

  /** @param {number} user @param {'audio' | 'video'} kind @param {number} [stream] */
  watching(user, kind, stream = 0) { return this.wanted.has(user, kind, stream); }

  get watches() { return this.wanted.all; }

  /** How somebody's picture or sound comes to us now, directly or through the server. @param {number} user @param {'audio' | 'video'} kind @param {number} [stream] */
  remote(user, kind, stream = 0) { return this.direct.remote(user, kind, stream) ?? this.subscriber.remote(user, kind, stream); }

  /** Of a user: watched, open, and not hidden. @param {number} user */
  #wantedOf(user) {
    const owner = this.user(user);
    if (!this.privacy.allows(user)) return [];
    return this.wanted.all.filter((watch) => watch.user === user
      && (watch.kind === 'audio' ? watch.stream === 0 && owner?.mic === 1 : isOpen(owner, watch.stream) && !this.viewing.hides(user, watch.stream)));
  }

  /** What is to be seen of a user's camera now, if anything. @param {number} user @param {number} [stream] @returns {MediaStream | null} */
  picture(user, stream = 0) {
    if (this.isSelf(user)) return this.#ownPicture(stream);
    if (!this.watching(user, 'video', stream) || !isOpen(this.user(user), stream) || !this.privacy.allows(user)) return null;
    return this.remote(user, 'video', stream)?.media ?? null;
  }

  /** How loud a user speaks. @param {number} user @returns {number} 0 to 100 */
  level(user) {
    if (this.isSelf(user)) return this.local.track('microphone') ? this.sound.chain.level() ?? this.stats.of(this.selfId, 'audio').level : 0;
    if (!this.watching(user, 'audio') || this.user(user)?.mic !== 1 || !this.privacy.allows(user)) return 0;
    return remoteLevel(this.remote(user, 'audio')?.receiver ?? null) ?? this.stats.of(user, 'audio').level;
  }

  // ---- what happens ----

  #login(user, code, how) {
    this.queries.forget();
    if (user) {
      this.friends.forget(); // the server tells all of it again
      this.objects.loggedIn();
      this.services.forget();
      this.privacy.loggedIn(how.again);
      this.ownState.loggedIn();
      this.room.loggedIn();
    } else if (!this.session.loggedIn) { // else it was a second time, and changes nothing
      this.room.forget();
      this.recordings.left(false);
    }
    this.emit('login', user, code, how);
    if (user) { this.ownState.tellOpen(user); this.uploads.returned(); }
  }

  #moved() {
    this.publisher.moved();
    this.subscriber.moved();
  }

  #lost(code, { again }) {
    const inRoom = this.room.current !== null;
    this.transfers.lost(code);
    this.calls.forget();
    if (!again) this.friends.forget();
    this.objects.forget(); // the place is given up
    this.services.forget();
    const closing = !again || !this.#settings.keepDevices;
    if (closing) this.recordings.left(true); // else whoever is there again is recorded on
    this.#stopMedia();
    if (!again) this.wanted.forget();
    this.room.sessionLost(!again);
    if (closing) this.local.closeAll();
    this.emit('lost', code, { again });
    if (inRoom) this.emit('left');
  }

  #message(message) {
    switch (message.t) {
      case 'user_entered': case 'user_left': case 'user_state': this.room.handle(message); break;
      case 'text_received': if (this.room.current) this.chat.handle(message); break;
      case 'file_offered': case 'file_ended': case 'file_closed': this.transfers.handle(message); break;
      case 'sub_offer': this.subscriber.handle(message); break;
      case 'pub_codec': this.publisher.setCodec(message.video); break;
      case 'figures': case 'speakers': this.stats.handle(message); break;
      case 'demand': this.publisher.setDemand(message.stream, message.encodings, message.bitrate); break;
      case 'media_failed': (message.peer === 'pub' ? this.publisher : this.subscriber).serverFailed(); break;
      case 'p2p_start': case 'p2p_signalled': case 'p2p_stop': if (this.room.current) this.direct.handle(message); break;
      case 'recording': this.serverRecordings.told(message); break;
      case 'recorded': this.serverRecordings.recorded(message, (result) => this.uploads.recorded(result)); break;
      case 'record_uploading': this.uploads.told(message); break;
      case 'record_converting': this.uploads.converting(message); break;
      case 'draining': this.emit('draining', message.deadline_ms); break;
      default: // what nobody knows is of a newer server
        this.buffers.handle(message);
        this.privacy.handle(message);
        this.calls.handle(message);
        this.friends.handle(message);
        this.objects.handle(message);
        this.services.handle(message);
        break;
    }
  }

  #forgetPeople() {
    this.calls.forget();
    this.friends.forget();
    this.objects.forget();
    this.services.forget();
  }

  /** We may see and hear others than before. */
  #privacyChanged() {
    this.direct.review();
    for (const { user, kind, stream } of this.wanted.all) this.#remoteChanged(user, kind, stream);
  }

  #entered(current, count, terms) {
    this.publisher.start(terms);
    this.subscriber.start();
    this.stats.start();
    this.session.send('tell_figures', { on: true }); // an older server refuses: then there are ours alone
    this.wanted.entered();
    this.viewing.start();
    this.recordings.returned((user) => this.room.members.has(user));
    this.emit('entered', current, count);
  }

  #userLeft(id, code) {
    this.recordings.userLeft(id);
    this.trace.userLeft(id);
    this.emit('picture', id, -1);
    this.direct.userLeft(id);
    this.playback.remove(id);
    this.emit('userLeft', id, code);
  }

  #remoteChanged(user, kind, stream) {
    this.buffering.refresh();
    if (kind === 'video') { this.emit('picture', user, stream); return; }
    if (stream !== 0) return; // nobody plays a trace
    const media = this.watching(user, 'audio') && this.privacy.allows(user) ? this.remote(user, 'audio')?.media : null;
    if (media) this.playback.add(user, media); else this.playback.remove(user);
    this.emit('sound', user);
  }

  // ---- our own devices ----

  #localChanged(kind, stream) {
    if (kind === 'camera') this.emit('picture', this.selfId, stream); else this.emit('sound', this.selfId);
  }

  #ownPicture(stream) {
    const track = this.local.cameras.picture(stream);
    if (!track) { this.#ownPictures.delete(stream); return null; }
    let own = this.#ownPictures.get(stream);
    if (own?.track !== track) this.#ownPictures.set(stream, own = { track, media: this.#platform.createStream([track]) });
    return own.media;
  }

  /** Nobody looks at our page: it is in the background, or says so. */
  get away() { return this.viewing.away || this.#platform.document?.visibilityState === 'hidden'; }

  /** Nobody looks, or somebody does again: no picture is sent to us meanwhile, and the others are told. @param {boolean} away */
  setAway(away) {
    this.viewing.setAway(away);
    this.ownState.changed();
  }

  #leaveMedia(closeDevices) {
    this.recordings.left(closeDevices);
    this.#stopMedia();
    this.wanted.forget();
    if (closeDevices) this.ownState.quietly(() => this.local.closeAll());
  }

  #stopMedia() {
    this.serverRecordings.left();
    this.trace.left();
    this.privacy.left();
    this.viewing.stop();
    this.publisher.stop();
    this.transfers.onlyServer();
    this.direct.stop();
    this.subscriber.stop();
    this.stats.stop();
    this.playback.clear();
  }
}
