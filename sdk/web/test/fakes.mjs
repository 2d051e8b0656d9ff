// SPDX-License-Identifier: Apache-2.0
// A clock, a network, a server, peer connections and devices that do as the test says.

/** Lets everything that waits for promises run. */
export const settle = async () => { for (let i = 0; i < 30; i++) await null; };

export class FakeClock {
  time = 1000;
  #timers = [];
  #order = 0;

  now = () => this.time;

  after = (ms, call) => {
    const timer = { at: this.time + Math.max(0, ms), order: this.#order++, call };
    this.#timers.push(timer);
    return () => { this.#timers = this.#timers.filter((other) => other !== timer); };
  };

  get count() { return this.#timers.length; }

  /** Time passes; what is due is called in its order. */
  async pass(ms) {
    const end = this.time + ms;
    for (;;) {
      await settle();
      const due = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.time = Math.max(this.time, due.at);
      due.call();
    }
    this.time = end;
    await settle();
  }
}

export class FakeSocket {
  readyState = 0;
  sent = [];
  constructor(url, protocol) { this.url = url; this.protocol = protocol; }

  open() { this.readyState = 1; this.onopen?.({}); }
  receive(message) { this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) }); }
  /** Pieces of files that were sent. @type {Uint8Array[]} */
  frames = [];
  send(text) {
    if (typeof text !== 'string') { this.frames.push(text); return; }
    this.sent.push(JSON.parse(text));
    this.onsend?.(JSON.parse(text));
  }
  close(code) { this.readyState = 3; this.closed = code ?? 1005; this.ontaken?.(); }
  /** The line breaks. */
  cut() { if (this.readyState === 3) return; this.readyState = 3; this.onclose?.({}); }
}

/**
 * The server's side of docs/protocol.md: numbering, the outbox, resume. Handlers of requests are given by the test:
 * (session, request) => reply without t/seq/re, or an array [t, fields].
 */
export class FakeServer {
  sockets = [];
  sessions = new Map();
  hellos = [];
  handled = []; // every other request that was handled, in order
  grace_ms = 30000;
  ping_ms = 20000;
  refuse = 0; // code for hello
  movedTo = ''; // the address from which clients come back, when it is another
  farewell = 101; // code for resume, when the session is no more
  reachable = true;
  /** Lets the test break the link silently: (direction, message) => true loses it, and all that follows that way. */
  lose = () => false;
  answers = {};

  open = (url, protocol) => {
    const socket = new FakeSocket(url, protocol);
    this.sockets.push(socket);
    socket.onsend = (message) => {
      socket.deafUp ||= this.lose('up', message);
      if (!socket.deafUp) this.#take(socket, message);
    };
    queueMicrotask(() => { if (socket.readyState === 0 && this.reachable) socket.open(); else socket.cut(); });
    return socket;
  };

  get socket() { return this.sockets.at(-1); }
  get session() { return [...this.sessions.values()].at(-1); }
  /** Requests of a kind that were handled. */
  of(t) { return this.handled.filter((request) => request.t === t); }

  #down(socket, message) {
    if (socket?.readyState !== 1) return;
    socket.deafDown ||= this.lose('down', message);
    if (!socket.deafDown) queueMicrotask(() => { if (socket.readyState === 1) socket.receive(message); });
  }

  #take(socket, message) {
    if (message.t === 'hello') this.#hello(socket, message);
    else if (message.t === 'resume') this.#resume(socket, message);
    else if (socket.session?.socket === socket) this.#request(socket.session, message);
  }

  #hello(socket, hello) {
    const { id } = hello;
    this.hellos.push(hello);
    if (this.refuse) { this.#down(socket, { t: 'error', seq: 1, re: id, code: this.refuse }); return; }
    const token = `token${this.sessions.size + 1}`;
    const session = { token, socket, seq: 0, last_id: id, outbox: [], acked: 0, over: false };
    this.sessions.set(token, session);
    socket.session = session;
    this.#down(socket, { t: 'welcome', re: id, token, grace_ms: this.grace_ms, ping_ms: this.ping_ms, server: 'fake', ip: '192.0.2.1' });
  }

  #resume(socket, { id, token, seq }) {
    const session = this.sessions.get(token);
    if (!session || session.over) { this.#down(socket, { t: 'error', seq: seq + 1, re: id, code: this.farewell }); return; }
    session.socket = socket;
    socket.session = session;
    session.outbox = session.outbox.filter((message) => message.seq > seq);
    this.#down(socket, { t: 'resumed', re: id, last_id: session.last_id, ...this.movedTo ? { ip: this.movedTo } : {} });
    for (const message of session.outbox) this.#down(socket, message);
  }

  #request(session, message) {
    if (message.t === 'ping') { this.#down(session.socket, { t: 'pong' }); return; }
    if (message.t === 'ack') {
      session.acked = message.seq;
      session.outbox = session.outbox.filter(({ seq }) => seq > message.seq);
      return;
    }
    if (message.id <= session.last_id) return;
    session.last_id = message.id;
    this.handled.push(message);
    const answer = this.answers[message.t]?.(message, session) ?? ['done', {}];
    if (answer !== 'later') this.send(answer[0], { re: message.id, ...answer[1] }, session);
    if (message.t === 'logout') session.over = true;
  }

  /** To the client, numbered, kept until it is acknowledged. */
  send(t, fields = {}, session = this.session) {
    const message = { t, seq: ++session.seq, ...fields };
    session.outbox.push(message);
    this.#down(session.socket, message);
  }
}

export const user = (id, more = {}) => ({ id, name: `user${id}`, level: 0, camera: 0, mic: 0, device: 4, ip: '', ...more });

/** A server that lets everybody in. */
export function friendlyServer({ self = user(7), members = [] } = {}) {
  const server = new FakeServer();
  server.answers = {
    login: () => ['logged_in', { self: { ...self } }],
    login_signed: () => ['logged_in', { self: { ...self } }],
    login_token: () => ['logged_in', { self: { ...self } }],
    enter: ({ room }) => ['entered', { room, name: '', members: structuredClone(members) }],
    enter_name: ({ name }) => ['entered', { room: 100000001, name, members: structuredClone(members) }],
    pub_offer: ({ id }) => ['pub_answer', { sdp: `answer to ${id}` }],
    state: ({ t, id, ...state }, session) => {
      if (session.inRoom) queueMicrotask(() => server.send('user_state', { user: self.id, ...state }, session));
      return ['done', {}];
    },
  };
  return server;
}

// ---- layout ----

/** Elements of dom.mjs have no layout: as if all were the same. */
const boxOf = (element) => element.box ?? { width: 320, height: 240 };

/** What a Sight of platform.mjs is made of: observers that tell what the test says, as late as real ones. */
export class FakeSight {
  #ratio = 1;
  #ratioCalls = new Set();
  /** @type {Set<any>} */
  #observers = new Set();

  constructor() {
    const sight = this;
    const observer = (initial) => class {
      elements = new Set();
      constructor(call) { this.call = call; this.kind = initial; sight.#observers.add(this); }
      observe(element) { this.elements.add(element); if (initial(element)) this.tell(element); }
      unobserve(element) { this.elements.delete(element); }
      disconnect() { this.elements.clear(); sight.#observers.delete(this); }
      tell(element) {
        queueMicrotask(() => {
          if (this.elements.has(element)) this.call([{ target: element, contentRect: boxOf(element), isIntersecting: element.onScreen ?? true }]);
        });
      }
    };
    this.ResizeObserver = observer((element) => boxOf(element).width > 0); // real ones say nothing of what is 0 x 0 from the start
    this.IntersectionObserver = observer(() => true);
    this.fit = (element) => element.fit ?? 'contain';
    this.pixelRatio = () => this.#ratio;
    this.onPixelRatio = (call) => { this.#ratioCalls.add(call); return () => this.#ratioCalls.delete(call); };
  }

  get observed() { return [...this.#observers].reduce((sum, { elements }) => sum + elements.size, 0); }
  get ratioListeners() { return this.#ratioCalls.size; }
  ratio(ratio) { this.#ratio = ratio; for (const call of this.#ratioCalls) call(); }

  /** A <video> of that size. */
  element(ownerDocument, width, height) {
    const tell = (what) => { for (const observer of this.#observers) if (observer instanceof what) observer.tell(element); };
    const element = Object.assign(new EventTarget(), {
      ownerDocument, box: { width, height }, onScreen: true, fit: 'contain', videoWidth: 0, videoHeight: 0,
      size: (w, h) => { element.box = { width: w, height: h }; tell(this.ResizeObserver); },
      place: (onScreen) => { element.onScreen = onScreen; tell(this.IntersectionObserver); },
      natural: (w, h) => { Object.assign(element, { videoWidth: w, videoHeight: h }); element.dispatchEvent(new Event('resize')); },
    });
    return element;
  }
}

// ---- media ----

let tracks = 0;
export class FakeTrack {
  constructor(kind, label = '', id = `track${++tracks}`) { this.kind = kind; this.label = label; this.id = id; this.settings = {}; }
  readyState = 'live';
  stop() { this.readyState = 'ended'; }
  end() { this.readyState = 'ended'; this.onended?.({}); }
  getSettings() { return this.settings; }
  /** What it was asked for while it was open. @type {any[]} */
  applied = [];
  /** Throws, for one that cannot. */
  judge = () => {};
  async applyConstraints(constraints) {
    this.applied.push(constraints);
    this.judge(constraints);
    for (const name of ['width', 'height', 'frameRate']) if (constraints[name]) this.settings = { ...this.settings, [name]: constraints[name].ideal };
  }
}

export class FakeStream {
  constructor(list) { this.list = list; }
  getTracks() { return this.list; }
  getAudioTracks() { return this.list.filter(({ kind }) => kind === 'audio'); }
  getVideoTracks() { return this.list.filter(({ kind }) => kind === 'video'); }
  addTrack(track) { this.list = [...this.list, track]; }
  removeTrack(track) { this.list = this.list.filter((other) => other !== track); }
}

export class FakePeer {
  connectionState = 'new';
  transceivers = [];
  closed = false;
  remote = [];
  stats = new Map();
  constructor(log) { this.log = log; this.offers = 0; }

  createDataChannel(label, options) { return this.channel = { label, options, readyState: 'connecting', send() { throw new Error('not open'); } }; }

  addTransceiver(kindOrTrack, { direction, sendEncodings }) {
    const track = typeof kindOrTrack === 'string' ? new FakeTrack(kindOrTrack) : kindOrTrack;
    if (sendEncodings && this.refuses?.(sendEncodings)) throw refusal('OperationError');
    const peer = this;
    const encodings = structuredClone(sendEncodings ?? [{}]).map((encoding) => ({ active: true, ...encoding }));
    const transceiver = {
      mid: null, direction, codecs: null,
      sender: {
        track, replaced: [],
        async replaceTrack(next) { this.track = next; this.replaced.push(next); },
        parameters: { transactionId: 0, encodings }, set: 0,
        getParameters() { return structuredClone(this.parameters); },
        /** As browsers have it: of what was read before another change nothing is taken. */
        async setParameters(parameters) {
          if (peer.refuses) throw refusal('InvalidModificationError');
          if (parameters.transactionId !== this.parameters.transactionId) throw refusal('InvalidStateError');
          await null;
          this.set++;
          this.parameters = { ...structuredClone(parameters), transactionId: parameters.transactionId + 1 };
        },
      },
      receiver: { track: new FakeTrack(track.kind) },
      setCodecPreferences(list) { this.codecs = list.map(({ mimeType }) => mimeType); },
    };
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers() { return this.transceivers; }
  #alive() { if (this.closed) throw Object.assign(new Error('closed'), { name: 'InvalidStateError' }); }
  async createOffer() { this.#alive(); return { type: 'offer', sdp: `offer ${++this.offers}` }; }
  async createAnswer() { this.#alive(); return { type: 'answer', sdp: `answer to ${this.remote.at(-1).sdp}` }; }

  /** As browsers have it: what is under way when the connection is closed is never settled. */
  async #work() {
    this.#alive();
    await null;
    if (this.closed) await new Promise(() => {});
  }

  async setLocalDescription(description) {
    await this.#work();
    this.localDescription = description;
    this.transceivers.forEach((transceiver, index) => { transceiver.mid ??= String(index); });
  }

  async setRemoteDescription(description) {
    await this.#work();
    if (this.breakNext) { this.breakNext = false; throw new Error('bad sdp'); }
    this.remote.push(description);
    if (description.type === 'offer') // "... a v v": one letter a section
      for (const [index, letter] of [...description.sdp.split(' ').at(-1)].entries())
        this.transceivers[index] ??= { mid: String(index), receiver: { track: new FakeTrack(letter === 'a' ? 'audio' : 'video') } };
  }

  async getStats() { return this.stats; }
  restarts = 0;
  restartIce() { this.#alive(); this.restarts++; }
  change(state, ice = state) { this.connectionState = state; this.iceConnectionState = ice; this.onconnectionstatechange?.(); }
  close() { this.closed = true; this.connectionState = 'closed'; }
}

export class FakeDevices extends EventTarget {
  list = [
    { kind: 'videoinput', deviceId: '', label: '' },
    { kind: 'audioinput', deviceId: '', label: '' },
  ];
  asked = [];
  /** constraints => throws, or nothing */
  judge = () => {};
  /** Set to a promise to make it take its time. */
  delay = null;

  async enumerateDevices() { return this.list; }

  async getUserMedia(constraints) {
    this.asked.push(constraints);
    if (this.delay) await this.delay;
    this.judge(constraints);
    return new FakeStream(Object.keys(constraints).map((kind) => new FakeTrack(kind, `fake ${kind}`)));
  }

  /** What getDisplayMedia was asked for. */
  screens = [];
  async getDisplayMedia(constraints) {
    this.screens.push(constraints);
    this.judge(constraints);
    return new FakeStream([new FakeTrack('video', 'screen')]);
  }
  changed() { this.dispatchEvent(new Event('devicechange')); }
}

export const refusal = (name) => Object.assign(new Error(name), { name });

const codecs = [
  { mimeType: 'video/VP8', clockRate: 90000 },
  { mimeType: 'video/rtx', clockRate: 90000 },
  { mimeType: 'video/H264', clockRate: 90000, sdpFmtpLine: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f' },
  { mimeType: 'video/H264', clockRate: 90000, sdpFmtpLine: 'level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f' },
  { mimeType: 'video/VP9', clockRate: 90000 },
];

let urls = 0;
/** A whole browser. `world.peers` are the peer connections made, `world.clock` its time. */
export function fakeWorld({ server = friendlyServer(), devices = new FakeDevices(), document = null, sight = null } = {}) {
  const clock = new FakeClock();
  const world = { clock, server, devices, peers: [], warnings: [], log: [], saved: [], online: null, page: null, slept_ms: 0 };
  world.platform = {
    clock: { now: clock.now, after: clock.after },
    random: () => 0.5,
    openSocket: server.open,
    createPeer: () => { const peer = new FakePeer(); world.peers.push(peer); return peer; },
    createStream: (list) => new FakeStream(list),
    mediaDevices: devices,
    videoCodecs: () => codecs,
    audioCodecs: () => ['opus', 'red', 'PCMU'].map((name) => ({ mimeType: `audio/${name}`, clockRate: 48000 })),
    simulcast: () => true,
    devicesAhead: () => null,
    permission: async () => null,
    createAudioContext: null,
    createWorklet: () => { throw new Error('no worklets'); },
    canChooseSpeaker: true,
    asset: (name) => `https://h/sdk/${name}`,
    fetchBytes: async () => new ArrayBuffer(8),
    createUrl: () => `blob:https://desk.example/${++urls}`,
    revokeUrl() {},
    saveAs: (url, name) => world.saved.push([url, name]),
    recording: { createRecorder: null }, // see record_fakes.mjs
    document,
    sight,
    language: 'en',
    onNetwork: (call) => { world.online = call; return () => { world.online = null; }; },
    onPage: (call) => { world.page = call; return () => { world.page = null; }; },
    storage: null,
    fetchBlob: async () => { throw new TypeError('no such blob'); },
    wall: () => clock.time + world.slept_ms,
    warn: (text) => world.warnings.push(text),
    info: (text) => world.log.push(text),
  };
  return world;
}
