// SPDX-License-Identifier: Apache-2.0
// parlor-web: rooms, video, audio and text over WebRTC.

/** What everybody may know of a user. */
export interface User {
  /** Positive for named users, below -1 for guests. */
  readonly id: number;
  readonly name: string;
  readonly level: number;
  /** 0 none, 1 closed, 2 open. */
  readonly camera: 0 | 1 | 2;
  /** 0 closed, 1 open. */
  readonly mic: 0 | 1;
  /** Open cameras and screens, a bit for each stream index, and which of them are screens; absent: not said. See Room.pictures(). */
  readonly streams?: number;
  readonly screens?: number;
  /** Kind of device; 4 is the web. */
  readonly device: number;
  /** As the server sees it; "" when it keeps that private. */
  readonly ip: string;
  /** Size of the picture of the first open camera, as its owner captures it; what we are sent may be smaller. Undefined: not known. */
  readonly width?: number;
  readonly height?: number;
  /** Records what its page shows. */
  readonly recording?: boolean;
  /** Its page is in the background, or has called {@link Parlor.setAway}: nobody looks. */
  readonly away?: boolean;
}

/** closed: no session. reconnecting: it was lost; the SDK is getting it back by itself. */
export type ConnectionState = 'closed' | 'connecting' | 'connected' | 'reconnecting';
/** none: no such device. */
export type DeviceState = 'none' | 'closed' | 'opening' | 'open';
/** off: not watched. closed: the user's device is closed. connecting: it is on its way. */
export type MediaState = 'off' | 'closed' | 'connecting' | 'live' | 'failed';
/** Between two users, without the server. */
export type DirectState = 'none' | 'tcp' | 'udp';
/** server: as the server decides. page: only when one of the two pages asks. onDemand: as the server decides, and only while media move. */
export type DirectPolicy = 'never' | 'server' | 'page' | 'onDemand';
export type MediaKind = 'audio' | 'video';

export interface ErrorTexts {
  text: string;
  cause: string;
  cure: string;
}

/** Every error of the SDK and the server. */
export class ParlorError extends Error {
  constructor(code: number, detail?: string, more?: { cause?: unknown; reason?: string });
  /** A GV_ERR number, see docs/reference/errors.md. */
  readonly code: number;
  /** What exactly, for developers. */
  readonly detail: string;
  /** Of a device that cannot be opened (code 22), else "". */
  readonly reason: '' | 'permission' | 'missing' | 'busy' | 'ended' | 'screen';
  /** What caused it, for example the browser's exception. */
  readonly origin: unknown;
  /** For people: Chinese for "zh...", else English. */
  texts(language?: string): ErrorTexts;
}

/** The texts of a code. */
export function describeError(code: number, language?: string): ErrorTexts;
export const version: string;

/**
 * browser, permission (of camera and microphone), camera, microphone, speaker, signalling (the link to the server), path (do sound and picture
 * get through, by UDP or TCP), quality (round trip, loss, jitter), bandwidth.
 */
export type TestStepName = 'browser' | 'permission' | 'camera' | 'microphone' | 'speaker' | 'signalling' | 'path' | 'quality' | 'bandwidth';

export interface TestStep {
  readonly name: TestStepName;
  /** warning: it works, but not well. skipped: something before it failed, or the test was stopped. */
  readonly state: 'waiting' | 'running' | 'passed' | 'warning' | 'failed' | 'skipped';
  /** 0 to 1. */
  readonly progress: number;
  /** What is wrong, for programs: 'camera.dark', 'path.tcp' ...; "" when nothing is. */
  readonly problem: string;
  /** What was measured: rates in bit/s, times in ms, losses in percent. */
  readonly figures: Readonly<Record<string, string | number | boolean>>;
  /** While it runs: the camera's picture, the microphone's level (0 to 100), is the browser asking the user? */
  readonly live: { stream?: MediaStream | null; level?: number | null; device?: string; asking?: boolean; roundTrip_ms?: number; up?: number; down?: number };
  /** For people, in Chinese for "zh...", else in English; cause and cure are "" when nothing is wrong. */
  texts(language?: string): ErrorTexts & { title: string };
}

export interface TestResult {
  /** limited: a call is possible, but something is missing or bad. */
  readonly verdict: 'good' | 'limited' | 'bad';
  readonly steps: readonly TestStep[];
  readonly at: Date;
  readonly duration_ms: number;
  readonly url: string;
  readonly cancelled: boolean;
  step(name: TestStepName): TestStep | undefined;
  /** All of it to be read, or sent to whoever helps. */
  report(language?: string): string;
  /** The same for programs. */
  toJSON(): object;
}

export interface TestOptions {
  /** As in ParlorOptions. */
  url?: string;
  password?: string;
  /** What the two guests are called who meet for the test. */
  name?: string;
  /** A room for it, by number; unless given, one by a name that nobody can guess. */
  room?: number;
  /** Only these, and what they need. */
  steps?: readonly TestStepName[];
  /** Ids of the devices to test; unless given, the browser's choice. */
  camera?: string;
  microphone?: string;
  speaker?: string;
  /** How long quality is measured; default 8. */
  seconds?: number;
  /** Something of a step has changed; while it runs, several times a second. */
  onStep?(step: TestStep, all: readonly TestStep[]): void;
  /** Asks the user whether the tones were heard; 'again' plays them once more. Without it nobody is asked. */
  confirmSound?(): Promise<boolean | 'again'>;
  /** Stops the test; it resolves with what there is. */
  signal?: AbortSignal;
}

/**
 * The test before a call: what works, what does not, why, and what to do. Takes about 20 seconds; never rejects for what it finds. The server has
 * to admit guests: two of them meet in a room of their own and send a test picture up and down. Nothing of camera and microphone leaves
 * the computer.
 *
 * ```js
 * const result = await testCall({ onStep: (step) => show(step.texts()) });
 * if (result.verdict !== 'good') console.log(result.report());
 * ```
 */
export function testCall(options?: TestOptions): Promise<TestResult>;

export interface VideoSettings {
  /** Pixels; the browser takes what comes nearest. */
  width: number;
  height: number;
  /** Pictures a second. */
  fps: number;
  /**
   * Highest rate in bit/s; 0: the browser's choice. Where the server wants cameras in several sizes, that of the largest; the
   * smaller ones add about a third.
   */
  bitrate: number;
  /** 1 to 5, while `bitrate` is 0: half, three quarters, (3) the browser's choice, one and a half, two and a half times a usual rate. */
  quality: number;
  /** Pictures from one key frame to the next, where the browser makes them when told (Chromium does); 0: one when somebody needs it. */
  gop: number;
  /** 1 to 5: what gives way when computer or network cannot keep up. 1, 2: sharpness; 4, 5: motion; 3: the browser's choice. */
  preset: number;
  /** When the camera has no such size: its own instead of the nearest. Default false. */
  strictSize: boolean;
  /** Where camera and browser can; '': as it is. */
  focus: '' | 'auto' | 'manual';
  /** Which side of a phone, while no camera is chosen. */
  facing: '' | 'user' | 'environment';
}

/** Behind whoever sits there. Needs the folder parlor-segmenter beside the SDK, WebGL, and script-src 'wasm-unsafe-eval' where the page has a policy. */
export type Background =
  /** 2 to 60, default 12. */
  | { kind: 'blur'; strength?: number }
  /** Of this site, or of one that allows it (CORS). */
  | { kind: 'image'; url: string }
  | { kind: 'color'; color: `#${string}` };

/** What is done to our picture before others, and we ourselves, see it. In this order: background, rotate, flip, mirror, fit, colours, time. */
export interface Effects {
  /** Clockwise. */
  rotate: 0 | 90 | 180 | 270;
  /** Left to right, for the others too. For our own eyes alone: `mirror` of attach(). */
  mirror: boolean;
  /** Upside down. */
  flip: boolean;
  /** How a picture of another shape comes into the size of setVideo(); '': it keeps its own. */
  fit: '' | 'cover' | 'contain' | 'fill';
  /** Date and time in the picture. */
  timestamp: boolean;
  /** null: the room as it is. Until it is known who is where, the whole picture is blurred. */
  background: Background | null;
  /** 0 to 2, 1: as it is; where the browser can. */
  brightness: number;
  contrast: number;
  saturation: number;
}

/**
 * What the microphone captures. What makes speech clear spoils music: in the other modes echo cancellation, noise suppression, gain
 * control and `dtx` are off, whatever their settings say, and the sound is stereo.
 */
export type AudioMode = 'speech' | 'music' | 'karaoke' | 'line';

export interface AudioSettings {
  echoCancellation: boolean;
  /** By the browser. */
  noiseSuppression: boolean;
  autoGainControl: boolean;
  /**
   * Noise suppression by RNNoise, a small neural network, instead of the browser's: also of keyboards and dogs, for 10 ms of delay.
   * Loaded (about 125 kB) when the microphone is first open with it; when it cannot be had, event `error` says why and the
   * browser's goes on. Default false.
   */
  denoise: boolean;
  /** 12 dB louder, and peaks held down. Default false. */
  boost: boolean;
  /** Default 'speech'. */
  mode: AudioMode;
  /** Next to nothing is sent while nobody speaks. Default false. */
  dtx: boolean;
  /** Sound is sent twice over, where browser and server can: it survives most losses, at twice the rate. Taken up when the microphone is next published. Default false. */
  red: boolean;
  /** null: as the mode has it, the default. */
  stereo: boolean | null;
  /** Highest rate in bit/s; 0: the browser's choice (about 32,000 for speech), the default. */
  bitrate: number;
}

/** What is really done to the microphone's sound; null: the browser does not tell. */
export interface AudioProcessing {
  readonly echoCancellation: boolean | null;
  /** The browser's; off while RNNoise works. */
  readonly noiseSuppression: boolean | null;
  readonly autoGainControl: boolean | null;
  readonly channels: number | null;
  readonly sampleRate: number | null;
  /** RNNoise is at work. */
  readonly denoise: boolean;
}

export interface ParlorOptions {
  /** ws:// or wss:// address of the link; unless given, /parlor of the server that the page comes from. */
  url?: string;
  /** Server password, when it has one. */
  password?: string;
  /** After the grace time, connect, sign in and enter again by itself. Default true. */
  autoReconnect?: boolean;
  video?: Partial<VideoSettings>;
  audio?: Partial<AudioSettings>;
  /** BCP 47; unless given, the browser's. Generic device names follow it. */
  language?: string;
  /** In which direct connections to take part; default 'server'. */
  direct?: DirectPolicy;
  /**
   * Where the files are that are loaded when their feature is first used (parlor-denoise.js, parlor-segmenter ...), when they do not lie beside
   * parlor.mjs, for example after bundling. Ends with '/'.
   */
  assets?: string;
  /** Parts of the browser to replace; for tests. */
  platform?: object;
}

/** Takes the listener away again. */
export type Off = () => void;

export interface Text {
  from: number;
  /** -1: everybody. */
  to: number;
  secret: boolean;
  text: string;
}

export interface RoomEvents {
  userEntered(user: User): void;
  /** code: 0 of own will, 101 link lost, 209 signed in elsewhere, 211 removed. */
  userLeft(user: User, code: number): void;
  /** Camera or microphone of a user changed, our own too. */
  userState(user: User): void;
  text(message: Text): void;
  /** `media()` of this user may give something else now. */
  media(userId: number): void;
  /** Five times a second: user id -> 0 to 100, ourselves included. */
  speaking(levels: Map<number, number>): void;
  /**
   * Who speaks, of those whose sound we receive through the server: up to five, the loudest first; on change. By the server, which
   * knows the voices that it does not forward, too.
   */
  speakers(userIds: readonly number[]): void;
  /** A direct connection to a user is there, or no longer. Pictures and sounds change over by themselves. */
  direct(userId: number, state: DirectState): void;
  /** The session had been lost for good and is back; userEntered and userLeft have told the differences. */
  restored(): void;
  /** The last event. null: left of own will. */
  ended(error: ParlorError | null): void;
}

export interface Room {
  readonly id: number;
  /** "" when it was entered by number only. */
  readonly name: string;
  /** The others; complete from the start. */
  readonly users: readonly User[];
  /** As the event last told. */
  readonly speakers: readonly number[];
  readonly isOver: boolean;
  user(id: number): User | null;
  /** Text to everybody, or to one; `secret`: nobody else sees it. Resolves when the server has accepted it. */
  say(text: string, options?: { to?: number; secret?: boolean }): Promise<void>;
  /** How it stands with a user's picture or sound. */
  media(userId: number, kind: MediaKind, stream?: number): MediaState;
  /** The pictures of a user (-1: our own) that there are now, cameras and screens. */
  pictures(userId: number): Picture[];
  direct(userId: number): DirectState;
  /** Asks for a direct connection to a user, or (false) for none until the room is left; event `direct` tells what comes of it. */
  connectDirectly(userId: number, on?: boolean): void;
  on<K extends keyof RoomEvents>(name: K, listener: RoomEvents[K]): Off;
  once<K extends keyof RoomEvents>(name: K, listener: RoomEvents[K]): Off;
  off<K extends keyof RoomEvents>(name: K, listener: RoomEvents[K]): void;
}

export interface Picture {
  /** For watch(), attach() and the like. */
  stream: number;
  screen: boolean;
}

export interface Device {
  /** "" before the user has given permission. */
  readonly id: string;
  /** Unique; "Camera 1" and so on before the user has given permission. */
  readonly name: string;
}

/** unknown: the browser does not tell before one asks. */
export type DevicePermission = 'granted' | 'denied' | 'prompt' | 'unknown';

export interface DeviceControl {
  readonly state: DeviceState;
  readonly isOpen: boolean;
  readonly permission: DevicePermission;
  readonly devices: readonly Device[];
  /** The one in use, or that will be used. */
  readonly device: Device | null;
  /** Asks the user if need be. Rejects with code 22 (and a reason) or 1010000. Open already: resolves. */
  open(options?: { stream?: number }): Promise<void>;
  close(options?: { stream?: number }): void;
  stateOf(stream: number): DeviceState;
  /**
   * By name or id, null: whichever the browser takes. When it is open the new one takes over without a gap; when the new one
   * cannot be had (event `error`) the present one goes on. The choice holds also while the device is not there.
   */
  select(nameOrId: string | null): Promise<void>;
  /** It was opened, closed or replaced; the list or the permission is another. */
  on(name: 'change', listener: () => void): Off;
  off(name: 'change', listener: () => void): void;
}

/** Something that a camera lets one adjust. */
export interface Adjustment {
  /**
   * As in MediaTrackSettings: 'zoom', 'brightness', 'focusMode', 'torch' ...; 'frameRate', and 'size' ('640x480'), which every
   * camera has.
   */
  readonly name: string;
  readonly kind: 'range' | 'choice' | 'switch';
  readonly value: number | string | boolean;
  /** Of ranges. */
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** Of choices. */
  readonly options?: readonly string[];
}

export interface CameraControl extends DeviceControl {
  /** What the open camera lets this browser adjust; none while it is closed. */
  adjustments(options?: { stream?: number }): Adjustment[];
  /**
   * Takes effect at once, and again when this camera is opened the next time. Resolves with what it is now. Rejects with 21 (not of
   * this camera, or out of its range) or 22 (closed, or it refuses).
   */
  adjust(name: string, value: number | string | boolean, options?: { stream?: number }): Promise<number | string | boolean>;
  /** As the camera was when it was first opened; size and rate stay. */
  resetAdjustments(options?: { stream?: number }): Promise<void>;
  /** A dialog with all of that, in the language of the page's user; it follows the camera. */
  showPanel(options?: { stream?: number; title?: string }): void;
  closePanel(): void;
}

export interface MicrophoneControl extends DeviceControl {
  /** 0 to 1, of what the others hear. */
  volume: number;
  /** How loud we speak, 0 to 100. */
  readonly level: number;
  /** What it is to be; changed by Parlor.setAudio(). */
  readonly settings: Readonly<AudioSettings>;
  /** What it is; null while it is closed. */
  readonly processing: AudioProcessing | null;
}

export interface PrivateChatEvents {
  /** A user of the room asks for a private chat; answer with accept() or refuse() within a minute. */
  requested(userId: number): void;
  /** He cannot be answered any more: code 435 taken back, 431 too late, 401 has left the room. */
  withdrawn(userId: number, error: ParlorError | null): void;
  /** A private chat has begun, by whoever's request. */
  began(userId: number): void;
  /** The other one has ended it; null: of own will, code 401: has left the room. */
  ended(userId: number, error: ParlorError | null): void;
  /** A user's chat mode changed, our own too. */
  mode(userId: number, mode: ChatMode): void;
}

/** public: one sees and hears whom one watches. private: of those, only the partners of private chats. Texts are not touched. */
export type ChatMode = 'public' | 'private';

/** Private chats with users of the room. All of them end when the room is left. */
export interface PrivateChatControl {
  readonly partners: readonly number[];
  /** Users who wait for our answer. */
  readonly requests: readonly number[];
  /**
   * Resolves when it has begun. Rejects with 402 (refused) or another code of the other one, 401 (has left the room), 403
   * (oneself, or not allowed here), 421 (there is one), 431 (no answer within a minute), 432 (has too many), 6 (taken back).
   */
  request(userId: number): Promise<void>;
  /** Rejects with 420 when that user does not wait (any more). */
  accept(userId: number): Promise<void>;
  refuse(userId: number, options?: { code?: number }): Promise<void>;
  /** Ends a private chat, or takes a request back; does nothing without either. */
  leave(userId: number): void;
  /** Our own; back to public with every login. Setting it throws 208 while nobody is signed in. */
  mode: ChatMode;
  modeOf(userId: number): ChatMode;
  on<K extends keyof PrivateChatEvents>(name: K, listener: PrivateChatEvents[K]): Off;
  off<K extends keyof PrivateChatEvents>(name: K, listener: PrivateChatEvents[K]): void;
}

export interface CallWords {
  /** BRAC_VIDEOCALL_FLAGS_...; 0: sound and picture. */
  flags?: number;
  /** A number and a text (at most 4,096 bytes) of the page's own. */
  param?: number;
  text?: string;
}

export interface CallEvents {
  /** It rings at the one who is called. */
  ringing(): void;
  /** Both have said yes; enter the room, nobody else can. */
  started(room: number): void;
  /** The call goes on with another agent, in the same room; `user` says who he is now. */
  moved(user: number): void;
  /**
   * null: hung up. 100101 the caller gave up, 100102 not signed in, 100103 busy, 100104 refused, 100105 no answer, 100106 the other one
   * (or we) lost the connection for good, or what the other side or the server says.
   */
  ended(error: ParlorError | null): void;
}

/** One call, from its request to its end. It goes on when the room is left, and over a link that comes back. */
export interface Call {
  /** The other one. */
  readonly user: number;
  readonly outgoing: boolean;
  /** calling: ours, before it rings. */
  readonly state: 'calling' | 'ringing' | 'talking' | 'ended';
  /** Of the request. */
  readonly flags: number;
  readonly param: number;
  readonly text: string;
  /** null: it has not started. */
  readonly room: number | null;
  /** The number of the room; rejects with what `ended` says, and 100101 when it was hung up before. */
  readonly started: Promise<number>;
  /** Takes a call that comes in; one that was handed over to us is taken already. Rejects with 100107 when there is nothing to take. */
  accept(words?: { text?: string }): Promise<number>;
  /** Refuses it (100104), takes it back (100101), or hangs up (0). Does nothing when it has ended. */
  end(how?: { code?: number; text?: string; param?: number }): void;
  on<K extends keyof CallEvents>(name: K, listener: CallEvents[K]): Off;
  off<K extends keyof CallEvents>(name: K, listener: CallEvents[K]): void;
}

export interface FriendEvents {
  /** Once for each friend who is there after signing in; then when one comes or goes. */
  online(userId: number): void;
  offline(userId: number): void;
  /** The lists are as the server has them. */
  changed(): void;
}

/** Friends, as the server (or what is attached to it) has them. Empty while nobody is signed in. */
export interface FriendControl {
  readonly list: readonly { id: number; online: boolean; group: number }[];
  readonly groups: readonly { id: number; name: string; members: readonly number[] }[];
  isOnline(userId: number): boolean;
  /** What the application says of a user (-1: ourselves) under this number; "": nothing. */
  info(userId: number, number: number): string;
  /**
   * For what decides about users at the server; codes below 100 are reserved. Rejects with 20, 21, 23, 206 (nothing is attached) or 208.
   */
  control(userId: number, code: number, more?: { w?: number; l?: number; text?: string }): Promise<void>;
  on<K extends keyof FriendEvents>(name: K, listener: FriendEvents[K]): Off;
  off<K extends keyof FriendEvents>(name: K, listener: FriendEvents[K]): void;
}

/** A service area (branch office) of the service counters. */
export interface CounterArea {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  /** Agents inside, and how many of them are free, serve somebody, have a pause. */
  readonly agents: number;
  readonly idle: number;
  readonly working: number;
  readonly paused: number;
  /** Clients inside who wait in no queue. */
  readonly guests: number;
  /** Clients in all its queues. */
  readonly waiting: number;
}

export interface CounterQueue {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  /** How many wait. */
  readonly length: number;
  readonly priority: number;
  /** Bits: an agent whose attribute shares one serves it; 0: everybody does. */
  readonly attribute: number;
  /** The application's own number. */
  readonly tag: number;
  /** Why the client who comes first still waits, as of the queue's last change. Told to agents and managers; null: nobody waits, or we are neither. */
  readonly first: CounterFirst | null;
}

export interface CounterAgent {
  readonly id: number;
  readonly name: string;
  readonly status: 'closed' | 'waiting' | 'working' | 'paused';
  /** What he said with his last setStatus(), as 'lunch'; "": nothing. */
  readonly reason: string;
  /** Bits of the queues that he serves; -1: all. */
  readonly attribute: number;
  /** Queues that he serves by attributes, skills and names; null: not told. */
  readonly queues: readonly number[] | null;
  /** Whom he serves; null: nobody. */
  readonly client: number | null;
  /** Services that came to a call and were finished, others, and the seconds of the former; since he entered. */
  readonly served: number;
  readonly failed: number;
  readonly busy_s: number;
}

/** By the number that operators have given it. */
export interface CounterSkill {
  readonly skill: number;
  readonly level: number;
}

/** Why somebody waits. */
export interface CounterWhy {
  /** Agents in the area who serve this queue, and how many of them are free for it, serve somebody, have a pause. */
  readonly agents: { readonly serving: number; readonly idle: number; readonly working: number; readonly paused: number; /** Of those, kept apart from him. */ readonly apart: number };
  /** The queue is closed by its hours; who waits already is still served. */
  readonly closed: boolean;
  /** The queue that takes him over when he has waited so many more seconds. Null: he stays in this one. */
  readonly overflow: { readonly queue: number; readonly in_s: number } | null;
  /** Skills that the queue wants and nobody in the area has at that level. */
  readonly missing: readonly CounterSkill[];
  /** Agents at whom he rings just now (`ring-all`). */
  readonly rings: number;
  /** He may go and keep his place, see callBack(); or does so. */
  readonly mayCallBack: boolean;
  /**
   * Seconds until he is served, from now: what services of this queue have taken lately, for each of those before him and himself, shared
   * by the agents who are free or at work. Null: nobody can say yet.
   */
  readonly estimate_s: number | null;
  /** How far such estimates of this queue were off lately. Null: nobody who was told one has been served yet. */
  readonly estimateError: CounterEstimateError | null;
}

/** Of the newest clients (64 at most) who were told an estimate and had to wait: promised minus real. */
export interface CounterEstimateError {
  readonly count: number;
  /** Half of them are not above it; above 0: it took less time than was said. */
  readonly p50_s: number;
  readonly p90_s: number;
  /** Nine of ten were not off by more, either way. */
  readonly p90_abs_s: number;
}

/** Of the client who comes first in a queue. */
export interface CounterFirst extends CounterWhy {
  /**
   * What keeps him from us, whatever we do just now; null: we are no agent, a manager alone. `bar`: `queue` we do not serve it, `skills` we
   * lack what stands in `lacks` (`any`: one of it is enough), `apart` the two of us are kept apart; null: nothing does.
   */
  readonly you: { readonly bar: 'queue' | 'skills' | 'apart' | null; readonly lacks: readonly CounterSkill[]; readonly any: boolean } | null;
}

export interface CounterPlace extends CounterWhy {
  readonly queue: CounterQueue;
  /** Clients who come before us. */
  readonly before: number;
  readonly waited_s: number;
  /** We are called back: the place is kept while we are away, see callBack(). */
  readonly callBack: boolean;
}

/** What somebody is in a service. A whisperer is heard by the agent alone, a listener by nobody; to the others they are not there. */
export type CounterRole = 'client' | 'agent' | 'guest' | 'listener' | 'whisperer' | 'barger';

/** A client with the agent who serves him, and whoever else takes part. A picture of the moment: `service` brings the next one. */
export interface CounterService {
  readonly client: number;
  /** Who serves him now. */
  readonly agent: number;
  /** Where he came from. */
  readonly queue: number;
  /** Where they talk; null: no call has begun, or it is over. */
  readonly room: number | null;
  /** The client is on hold: he sees and hears nobody, and nobody him. */
  readonly held: boolean;
  /** What we are in it. */
  readonly role: CounterRole;
  /**
   * The client is not signed in: he is to be called back (callBack()), for example by the number that his page has sent along. `serve()`
   * says that he has been reached, so that the service counts as served. Not told to clients: false.
   */
  readonly away: boolean;
  /** The others, as far as we may know of them. `asked`: has not answered yet. */
  readonly parties: readonly { readonly user: number; readonly role: CounterRole; readonly asked: boolean }[];
  /** What the client's page has sent along, in its order. Not told to clients. */
  readonly intake: Readonly<Record<string, string>>;
  /** What agents have noted. Not told to clients. */
  readonly notes: readonly { readonly user: number; readonly text: string }[];
}

/** A client of a queue that rings at all of its agents (`ring-all`): the first who serves him has him. */
export interface CounterOffer {
  readonly client: number;
  readonly queue: number;
}

/** Another agent asks us: to take part, or (`role` agent) to take the client over. */
export interface CounterRequest {
  /** Who asks. */
  readonly user: number;
  readonly client: number;
  readonly queue: number;
  readonly role: 'guest' | 'agent';
  readonly text: string;
  readonly intake: Readonly<Record<string, string>>;
  readonly notes: readonly { readonly user: number; readonly text: string }[];
  /** False: answered, withdrawn, or late. */
  readonly open: boolean;
  /** Resolves with the room to enter. Rejects with 100107: there is nothing to answer any more. */
  accept(): Promise<number>;
  /** 100104, or a code of the page's own. */
  refuse(code?: number): void;
}

export interface CounterEvents {
  /** A service in which we take part has begun or changed: who takes part, hold, intake, notes. */
  service(service: CounterService): void;
  /** We take part no more. null: it is over; 100101 we were put out, or the client was handed over to somebody else. */
  serviceOver(client: number, error: ParlorError | null): void;
  asked(request: CounterRequest): void;
  /** A request that nobody waits for any more: 100101 taken back, 100105 late, 100106 the service is over. */
  withdrawn(request: CounterRequest, error: ParlorError): void;
  /** Any number, place or status has changed. */
  changed(): void;
  /** Our queue, or our place in it, has changed. */
  place(place: CounterPlace): void;
  /**
   * An agent and a client are brought together: to both of them, and to the other agents. The agent calls the client; of an automatic
   * agent the client calls.
   */
  served(service: { agent: number; client: number; queue: number }): void;
  /** To the client of an automatic agent, after `served`: it is for him to call that agent now. */
  ready(service: { agent: number; client: number; queue: number }): void;
  /** Somebody else waits in a queue of our area, or no longer. Where there are very many people agents and managers alone are told. */
  queued(change: { queue: number; user: number; waits: boolean }): void;
  /** A client rings at us, and at other agents: serve(offer.client) takes him. Another status says no. */
  offered(offer: CounterOffer): void;
  /** He does not any more: somebody has him (with `served` where it is ourselves), nobody took him in time, or he has gone. */
  offerEnded(offer: CounterOffer): void;
  status(agent: CounterAgent): void;
  /** next() has found nobody. */
  nobody(): void;
  /** We are out of the area; 0: by our own will. */
  left(code: number): void;
}

/** Service counters: clients wait in the queues of an area for its agents (manual 5.8). */
export interface CounterControl {
  /** Where we are; null: in no area. */
  readonly area: CounterArea | null;
  /** The queues of our area. */
  readonly queues: readonly CounterQueue[];
  /** Of agents and managers: the agents of their area; of clients: who serves them. */
  readonly agents: readonly CounterAgent[];
  /** Our place in a queue; null: we wait in none. */
  readonly place: CounterPlace | null;
  /**
   * Says who we are, before entering an area. A client's priority (larger first) is 10 when nothing is said; an agent's attribute says
   * which queues he serves, -1 (and nothing said): all. `automatic`: clients come by themselves while `waiting`. Rejects with 20 where
   * the server decides about that. A supervisor is a manager who can serve clients himself, too: that is what takeOver() needs.
   */
  register(who?: { role?: 'client' | 'agent' | 'manager' | 'supervisor'; automatic?: boolean; priority?: number; attribute?: number; name?: string }): Promise<void>;
  areas(): Promise<readonly { id: number; name: string; description: string }[]>;
  /** Rejects with 9 (no such area) or 100201 (in one already). */
  enter(area: number): Promise<CounterArea>;
  leave(): Promise<void>;
  /** Waits in a queue. Rejects with 750 (no such queue), 100202 (in one already), 23 (full). Null: served at once. */
  join(queue: number, options?: { intake?: Readonly<Record<string, string>> }): Promise<CounterPlace | null>;
  quit(): Promise<void>;
  /**
   * Our place is kept while we are away, signed out too, and we are called when it is our turn; `false` takes it back. `place.callBack`
   * says so. Of users: guests cannot be known again. Rejects with 20: the queue does not do so, or we are a guest; 23: enough are called
   * back already; 750: we wait in no queue.
   */
  callBack(on?: boolean): Promise<void>;
  /** What we think of the agent who serves us, or was the last to. Rejects with 228: he is not. */
  rate(agent: number, score: number, comment?: string): Promise<void>;
  /** Of agents. In a service it counts from its end on. */
  setStatus(status: 'closed' | 'waiting' | 'working' | 'paused', how?: {
    /** A word for supervisors and other agents (the STRINGTAG of the object): at most 1,024 bytes, kept until another is given. */
    reason?: string;
  }): Promise<void>;
  /** The next client, told by `served`, or by `nobody`. Rejects with 16 in a service. */
  next(): Promise<void>;
  /** Of agents of queues that ring at all: who rings at us now. */
  readonly offers: readonly CounterOffer[];
  /** This client, out of a queue that we serve, or one who rings at us. Rejects with 205: he waits in none (another agent was faster). */
  serve(user: number): Promise<void>;
  /** The service is over. Does nothing without one. */
  finish(): Promise<void>;

  /** In which we take part: as client, agent, guest, or supervisor. */
  readonly services: readonly CounterService[];
  /** The first of them; null: none. */
  readonly service: CounterService | null;
  /** Requests of other agents that are open. */
  readonly requests: readonly CounterRequest[];

  /**
   * What the serving agent does. `client` may be left out: the only one. All of it needs a call that has begun (else 100107), and rejects
   * with 20 for who does not serve this client, 228 where the other one is no agent of the area.
   */
  hold(on?: boolean, client?: number): Promise<void>;
  /**
   * Asks another agent to take part, with the client on hold meanwhile; the hold ends when he goes, or with hold(false): then they are
   * three. Resolves when he has come; rejects with what he answers (100104), 100102 he is not there, 100103 he is busy, 100105 no answer in
   * time, 100101 taken back.
   */
  consult(agent: number, options?: { text?: string; client?: number }): Promise<void>;
  /** The same, without hold: a conference. */
  invite(agent: number, options?: { text?: string; client?: number }): Promise<void>;
  /**
   * Hands the client over, in the room where he is. Another agent is asked, with the client on hold; whoever takes part already (consult)
   * has him at once. Rejects as consult() does, and then he is ours as before. A queue takes him at the place that he would have, had he
   * waited there since he came; rejects with 750, 23 (full), and nothing has changed.
   */
  transfer(to: { agent: number } | { queue: number }, options?: { text?: string; client?: number }): Promise<void>;
  /** Takes a request back, or puts somebody out. */
  drop(user: number, client?: number): Promise<void>;
  /** At most 1,024 bytes; of the serving agent and of guests. Rejects with 23: too many. */
  note(text: string, client?: number): Promise<void>;
  /** Guests and supervisors: takes part no more. */
  depart(client?: number): Promise<void>;

  /**
   * Of clients: goes to the agents who serve us, from the next queue on that we enter. At most 32 fields, names of 64 and values of 512
   * bytes.
   */
  setIntake(fields: Readonly<Record<string, string>>): Promise<void>;

  /**
   * Of supervisors (in the settings of the server, or by a business server), for services in their area. Resolves with the room to enter;
   * what was another of these before becomes this one, in the same room. Rejects with 20 for everybody else, 100107 no call has begun.
   * listen: nobody hears, sees, or is told of us, and we cannot publish. whisper: the agent alone. barge: everybody.
   */
  listen(client: number): Promise<number>;
  whisper(client: number): Promise<number>;
  barge(client: number): Promise<number>;
  /** Becomes the client's agent; the one before is told. Rejects with 228: no agent, see register(), 100103: we serve another. */
  takeOver(client: number): Promise<number>;
  on<K extends keyof CounterEvents>(name: K, listener: CounterEvents[K]): Off;
  off<K extends keyof CounterEvents>(name: K, listener: CounterEvents[K]): void;
}

/** A string, or bytes. */
export type Payload = string | ArrayBuffer | ArrayBufferView | readonly number[];

export interface BufferOptions {
  /** -1: everybody else in the room; 0: the server; else a user. */
  to?: number;
  /** Two numbers of the application's, 32 bits each; with them a buffer goes the way of large ones, whatever its size. */
  w?: number;
  l?: number;
  /** Of a large one: how much of it has arrived, 0 to 1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

export interface BufferMessage {
  /** 0: the server. */
  from: number;
  /** A string when a string was sent. */
  data: string | Uint8Array;
  /** As the sender said; 0 unless he did. */
  w: number;
  l: number;
}

export interface ServerData {
  /** filter: the SDK filter. business: the business server. */
  channel: 'filter' | 'business';
  data: string | Uint8Array;
}

export interface SpeakerControl {
  readonly devices: readonly Device[];
  readonly device: Device | null;
  /** This browser lets pages choose one. */
  readonly canSelect: boolean;
  /** 0 to 1. */
  volume: number;
  /** Nothing is heard of the others; the volume stays as it is. */
  muted: boolean;
  /** By name or id, null: the browser's choice. Rejects with code 22 or 32. */
  select(nameOrId: string | null): Promise<void>;
  /** Shows the browser's own list, where there is one (Firefox); call it from a click. Rejects with code 22 or 32. */
  ask(): Promise<Device | null>;
  on(name: 'change', listener: () => void): Off;
  off(name: 'change', listener: () => void): void;
}

/** A device went away while it was in use. */
export interface DeviceLoss {
  readonly kind: 'camera' | 'microphone' | 'speaker';
  /** Of cameras: which stream. */
  readonly stream: number;
  readonly name: string;
  /** The name of what serves now instead; null: there was none, it is closed. */
  readonly replacement: string | null;
}

export interface ScreenWish {
  /** Its index among our pictures. Default 15. */
  stream?: number;
  /** Default 15. */
  fps?: number;
  /** false: without the mouse pointer. */
  cursor?: boolean;
  /** What the browser offers first. */
  surface?: 'monitor' | 'window' | 'browser';
}

/** Sharing the desktop, a window or a tab. */
export interface ScreenControl {
  readonly state: 'closed' | 'opening' | 'open';
  readonly isOpen: boolean;
  readonly stream: number;
  /** Call it from a click; the user chooses. Rejects with code 22, reason 'screen', when nothing was chosen, and with 1010000 where the browser cannot. */
  open(options?: ScreenWish): Promise<void>;
  close(): void;
  on(name: 'change', listener: () => void): Off;
  /** The user has stopped sharing with the browser's own button. */
  on(name: 'ended', listener: () => void): Off;
  off(name: 'change' | 'ended', listener: () => void): void;
}

export interface MediaFigures {
  /** Of a sound: 2 where it may come in stereo. */
  channels: number;
  width: number;
  height: number;
  fps: number;
  /** bit/s */
  bitrate: number;
  /** Percent of the last second's packets, before repair. */
  loss: number;
  /** Percent that no repair brought back, as the server sees it. */
  lossLeft: number;
  codec: string;
  /** Of its way; 0: not known (yet). */
  roundTrip_ms: number;
  jitter_ms: number;
  /** Packets sent again within the last two seconds. */
  repaired: number;
  /** Times that the picture stood still, since it began. */
  freezes: number;
  /** Which of the publisher's sizes is sent, 0 the smallest; and how many there are. */
  encoding: number;
  encodings: number;
  /** The server does not send it now. */
  paused: boolean;
  /**
   * best: there is nothing better. size: the page shows it no larger. estimate: the network carries no more. hidden: the page
   * does not show it. '': not known.
   */
  why: '' | 'best' | 'size' | 'estimate' | 'hidden';
  /** From 0 (nothing comes) to 5, of the way between this page and the server; null: nothing to judge. */
  quality: Mark | null;
  /** The same of the way from the publisher to the server. */
  source: Mark | null;
}

/** 5 excellent, 4 good, 3 fair, 2 poor, 1 bad, 0 nothing comes that should. */
export type Mark = 0 | 1 | 2 | 3 | 4 | 5;

export interface QualityMarks {
  /** Of a user: from him to the server. Of ourselves: what we send. null: nothing to judge. */
  up: Mark | null;
  /** Of a user: what we receive of him. Of ourselves: all that we receive. */
  down: Mark | null;
}

/** How many of the packets of a trace arrive: counted by each page from the first one that it gets, new each second. Nothing of it is sent again. */
export interface TraceFigures {
  /** Whose packets; 0: there is no trace. */
  readonly source: number;
  readonly sent: number;
  /** That the server has got. */
  readonly server: number;
  /** That this page has got; 0 at the source. */
  readonly received: number;
  /** Half of the round trips, from the source to here; -1: not known. */
  readonly delay_ms: number;
}

/** auto: as the page shows it. high: full size. low: the smallest there is. off: no picture; sound goes on. */
export type Quality = 'auto' | 'high' | 'low' | 'off';

export interface PictureWish {
  /** Lines at most; 0: no picture. */
  maxHeight?: number;
  /** Lines at least, while it can be seen; Infinity: all there are. */
  minHeight?: number;
  /** Also while it cannot be seen, then in full size: for pages that draw or record it. */
  always?: boolean;
}

/** A file of this page: it lives until it is removed, the Parlor is closed, or the page goes away. */
export interface StoredFile {
  /** Its address with folder and name behind the '#': good for src and href, and tells what it is called. */
  readonly path: string;
  readonly url: string;
  /** Without folder. */
  readonly name: string;
  readonly blob: Blob;
  /** Bytes. */
  readonly size: number;
  /** Of its content: 'video/mp4', 'image/jpeg' ... */
  readonly type: string;
  /** Has the browser store it where the user wants it. */
  save(name?: string): void;
}

export interface Snapshot extends StoredFile {
  readonly userId: number;
  readonly width: number;
  readonly height: number;
}

export interface RecordedFile extends Snapshot {
  readonly duration_ms: number;
  /** 32 digits; "" unless asked for. */
  readonly md5: string;
}

/** cover: cut to the shape. contain: whole, with edges. fill: out of shape. */
export type Fit = 'cover' | 'contain' | 'fill';

export interface PicturesOptions {
  /** Which camera. Default 0. */
  stream?: number;
  /** Every open camera of the user in one picture. Default false. */
  allStreams?: boolean;
  /** The pictures of the others that are watched as well, and one's own: small ones over the picture, or side by side. Default false. */
  others?: boolean | 'overlay' | 'abreast';
  /** Pixels; unless given, as large as the picture comes (side by side: as two of them). */
  width?: number;
  height?: number;
  /** How pictures of another shape go into their place. Default 'contain'. */
  fit?: Fit;
  /** What the file is to be called; made harmless, and its ending does not count. Unless given, by user and time. */
  name?: string;
  /** A folder a day in `path`. Default true. */
  folders?: boolean;
}

export interface SnapshotOptions extends PicturesOptions {
  /** Default 'image/jpeg'; what a browser cannot write becomes PNG. */
  type?: 'image/jpeg' | 'image/png' | 'image/webp';
  /** 0 to 1; default 0.92. */
  quality?: number;
}

export interface RecordOptions extends PicturesOptions {
  /** Default true. */
  video?: boolean;
  audio?: boolean;
  /** The sound of the others that are watched, and one's own; 'stereo': who is recorded on the left, all others on the right. Default as `others`. */
  otherSounds?: boolean | 'stereo';
  /** Pictures a second, at most 60. Default 25. */
  fps?: number;
  /** bit/s; unless given, the browser's choice. */
  videoBitrate?: number;
  audioBitrate?: number;
  /** Where the browser can. Default: MP4 with H.264 where it can be, else WebM. */
  container?: 'mp4' | 'webm';
  /** The picture and the sound of one user just as they come. Saves work; ends when the camera is closed or the connection is made anew. Default false. */
  direct?: boolean;
  /** Compute a checksum. Default false. */
  md5?: boolean;
  /**
   * To the server as well, while it grows; there it becomes a file of that type (default 'mp4') among its recordings. A lost link, a lost session and a crash
   * of the server are survived as long as the page is there. The settings say who may (record.uploads); who may not records here alone, and `uploaded` says why.
   */
  upload?: boolean | { type?: 'mp4' | 'wmv' | 'flv' | 'mp3' | 'webm' };
}

/** A recording on its way to the server. */
export interface RecordUpload {
  readonly state: 'opening' | 'sending' | 'converting' | 'done' | 'failed' | 'cancelled';
  /** Number of the recording at the server; 0: not known yet. */
  readonly record: number;
  /** Bytes so far, and those of them that are on the server's disk. */
  readonly size: number;
  readonly there: number;
  /** Of `converting`: so much of the file is made. */
  readonly made_ms: number;
  /** Nothing stays of it at the server; the recording goes on. */
  cancel(): void;
  on(name: 'progress', listener: (upload: RecordUpload) => void): Off;
}

export interface RecordingEvents {
  /** Once, of one that is uploaded. Both: the server's file is not whole. Neither: cancelled. */
  uploaded(file: ServerFile | null, error: ParlorError | null): void;
  state(state: Recording['state']): void;
  /** What has been recorded since the last one, about a second: for pages that send it away meanwhile. */
  piece(piece: Blob): void;
  /** Once. Both: recorded until it failed. Neither: cancelled. */
  ended(file: RecordedFile | null, error: ParlorError | null): void;
}

export interface Recording {
  /** waiting: for a device that is being opened, or a picture on its way. */
  readonly state: 'waiting' | 'recording' | 'finishing' | 'done' | 'failed' | 'cancelled';
  readonly userId: number;
  readonly duration_ms: number;
  /** Bytes so far. */
  readonly size: number;
  /** On its way to the server; null: it is not asked for, or has not begun. */
  readonly upload: RecordUpload | null;
  /** Of the end, whoever brings it about: stop(), the user leaves, we leave. Rejects with 721, 722 or (cancelled) 6. */
  readonly file: Promise<RecordedFile>;
  stop(): Promise<RecordedFile>;
  /** Nothing stays of it. */
  cancel(): void;
  on<K extends keyof RecordingEvents>(name: K, listener: RecordingEvents[K]): Off;
  once<K extends keyof RecordingEvents>(name: K, listener: RecordingEvents[K]): Off;
  off<K extends keyof RecordingEvents>(name: K, listener: RecordingEvents[K]): void;
}

/** What an application has signed for a user, and the signature. */
export interface SignedClaim {
  /** Application id. */
  app: string;
  /** Nickname; default: the string id. */
  name?: string;
  /** User id; default: -1, the server gives one. */
  user?: number;
  /** Needed where there is no `user`. */
  stringId?: string;
  /** Seconds since 1970, as signed. */
  stamp: number;
  /** As the signing tool gave it; empty: as a guest of the application. */
  signature: string;
  /** For the application. */
  param?: string;
}

export interface ParlorEvents {
  state(state: ConnectionState): void;
  /** Signed in (also again, after a lost session), or refused. */
  login(user: User | null, error: ParlorError | null): void;
  /** The session is lost; `again`: the SDK is making a new one. */
  lost(error: ParlorError, how: { again: boolean }): void;
  /** Something of the media failed; the SDK goes on trying where that makes sense. */
  error(error: ParlorError): void;
  /** Cameras, microphones or loudspeakers came, went or got their names. */
  devices(): void;
  /** A device in use was unplugged; what serves now stands beside it. One that was chosen is taken again when it comes back. */
  deviceLost(loss: DeviceLoss): void;
  /** A chosen device is back, and in use again. */
  deviceFound(kind: 'camera' | 'microphone' | 'speaker', name: string): void;
  /** The browser holds sound back until the user touches the page; see resumePlayback(). */
  playbackBlocked(blocked: boolean): void;
  /** A user (or we ourselves) became better or worse connected. */
  quality(userId: number, marks: QualityMarks): void;
  /** The figures of a trace are others, or it began or ended. */
  trace(figures: TraceFigures): void;
  /** The server will stop within so many milliseconds. */
  draining(deadline_ms: number): void;
  /** A user calls; take it with accept(), refuse it with end(). It is ringing until one of the two gives up or a minute is over. */
  call(call: Call): void;
  /** A small buffer of another user, in whichever room he is, or of the server. */
  buffer(message: BufferMessage): void;
  /** Data of what is attached to the server. */
  serverData(message: ServerData): void;
}

/** preparing: the other end has granted nothing yet. failed: see `error`. */
export type TransferState = 'preparing' | 'running' | 'done' | 'cancelled' | 'failed';

/** What has arrived whole: its SHA-256 is that of the sender. */
export interface ReceivedFile {
  /** 0: the server. */
  readonly from: number;
  /** Harmless, whatever the sender called it: no folders, no control characters. */
  readonly name: string;
  readonly size: number;
  /** Large ones lie on disk, not in memory. */
  readonly blob: Blob;
  /** For <img>, <video> and downloads; until release(), or the page ends. */
  readonly url: string;
  /** Text of the sender. */
  readonly param: string;
  /** It is not needed any more: gives back its place. */
  release(): void;
}

export interface FileTransfer {
  readonly id: number;
  /** The other end; 0: the server. */
  readonly user: number;
  readonly outgoing: boolean;
  readonly name: string;
  readonly size: number;
  /** That the receiver has. */
  readonly bytes: number;
  /** 0 to 1. */
  readonly progress: number;
  /** bit/s of the last two seconds. */
  readonly bitrate: number;
  readonly state: TransferState;
  readonly error: ParlorError | null;
  /** Of an upload that the server keeps: who knows it may have the file by download(). "" until it is done. */
  readonly fileId: string;
  /** The file, or null of one that was sent. Rejects with 6 when it was cancelled, else with what went wrong. */
  readonly done: Promise<ReceivedFile | null>;
  /** By either end, at any time. */
  cancel(): void;
  on(name: 'progress', listener: (transfer: FileTransfer) => void): Off;
  off(name: 'progress', listener: (transfer: FileTransfer) => void): void;
}

export interface FileEvents {
  /** Somebody sends a file; cancel() refuses it. */
  incoming(transfer: FileTransfer): void;
  received(file: ReceivedFile): void;
}

/**
 * Files of any size to one user, in whatever room, or to the server, and from both. They go directly where a direct connection is up,
 * else through the server, take what the line has to spare, and go on after a lost link.
 *
 * ```js
 * const transfer = parlor.files.send(user.id, input.files[0], { signal: controller.signal });
 * transfer.on('progress', ({ progress }) => { bar.value = progress; });
 * await transfer.done;
 * parlor.files.on('received', ({ name, url }) => { link.href = url; link.download = name; });
 * ```
 */
export interface FileControl {
  /** Throws 21, 208, 700 (64 at once), 711 (empty), 712 (larger than maxSize); `done` rejects with what the server or the receiver says. */
  send(to: number | 'server', file: Blob, options?: { name?: string; param?: string; signal?: AbortSignal }): FileTransfer;
  /** A file that the server keeps. */
  download(fileId: string, options?: { signal?: AbortSignal }): FileTransfer;
  /** Ceiling of all that we send, bit/s; 0: none. */
  maxBitrate: number;
  /** Larger files are neither sent nor taken, bytes. Default: no limit but the server's. */
  maxSize: number;
  /** Do files to and from this user go directly now? */
  isDirect(userId: number): boolean;
  on<K extends keyof FileEvents>(name: K, listener: FileEvents[K]): Off;
  off<K extends keyof FileEvents>(name: K, listener: FileEvents[K]): void;
}

/** A recording at the server, of our room, that is not over. */
export interface ServerRecording {
  readonly id: number;
  readonly state: 'asked' | 'running' | 'ended';
  readonly userId: number;
  /** Who asked for it; 0: the server. */
  readonly by: number;
  /** BRAC_RECORD_FLAGS_... */
  readonly flags: number;
  /** Our consent is asked for and not given: nothing of us is recorded. */
  readonly consent: boolean;
}

/** A file at the server. */
export interface ServerFile {
  readonly id: number;
  readonly userId: number;
  /** Folder and name at the server. */
  readonly file: string;
  /** Its address, good for whoever has it, for a time. */
  readonly url: string;
  readonly seconds: number;
  /** '' unless it was asked for. */
  readonly md5: string;
  readonly snapshot: boolean;
}

export interface ServerRecordOptions {
  video?: boolean;
  audio?: boolean;
  /** The pictures of the others in the room: small over the picture, or side by side. */
  others?: 'overlay' | 'abreast' | false;
  /** Their sound; 'stereo': who is recorded on the left, all others on the right. Default as `others`. */
  otherSounds?: boolean | 'stereo';
  /** Every open camera. */
  allStreams?: boolean;
  /** As it comes, without encoding it anew. */
  direct?: boolean;
  type?: 'mp4' | 'webm' | 'wmv' | 'flv' | 'mp3';
  layout?: 'single' | 'overlay' | 'abreast' | 'grid' | 'presenter' | 'pip';
  width?: number;
  height?: number;
  /** bit/s */
  videoBitrate?: number;
  audioBitrate?: number;
  /** Of the file, without ending. */
  name?: string;
  title?: string;
  names?: boolean;
  clock?: boolean;
  md5?: boolean;
}

/** One that this page has begun. */
export interface OwnServerRecording {
  readonly userId: number;
  /** Rejects when it failed; the error's `file` is what there is of it. */
  readonly ended: Promise<ServerFile>;
  stop(): Promise<ServerFile>;
  /** Nothing of it stays. */
  cancel(): Promise<void>;
  /** A mark on its time line. */
  tag(text: string): Promise<void>;
  /**
   * What it looks like from now on; what is not named stays. image: one of the server's `record.images` over the picture, null: none any
   * more. Rejects with 23 (too many changes and marks) or 720 (it has ended).
   */
  change(what: ServerRecordChange): Promise<void>;
}

export interface ServerRecordChange {
  layout?: ServerRecordOptions['layout'];
  title?: string;
  names?: boolean;
  clock?: boolean;
  /** In parts of 1; without h in its own shape. */
  image?: { image: string; x: number; y: number; w: number; h?: number } | null;
}

export interface ServerRecordingEvents {
  /** A recording of our room asks for consent, begins or ends, whoever has asked for it: for a notice on the page. */
  changed(recording: ServerRecording): void;
  /** Our consent is asked for: answer by consent(). */
  consent(recording: ServerRecording): void;
  /** One that this page has asked for, or (asked for by a business server) one of ourselves. */
  finished(file: ServerFile): void;
  failed(error: ParlorError, file: ServerFile): void;
}

/** Recordings and snapshots at the server (manual 5.5.10, 5.5.11 with the flag SERVER). */
export interface ServerRecordingControl {
  /** Whether this server makes recordings; known after connect(). */
  readonly available: boolean;
  /** Of our room, whoever has asked for them. */
  readonly running: ServerRecording[];
  isRecorded(userId?: number): boolean;
  /** Rejects with 20 (not allowed), 23, 205, 721 (no recorder, or it runs already) or 722 (not in our room). */
  start(userId?: number, options?: ServerRecordOptions): Promise<OwnServerRecording>;
  /** A JPEG in the size that the server receives. Rejects with the same, 722 also when no picture comes. */
  snapshot(userId?: number, options?: { name?: string }): Promise<ServerFile>;
  consent(id: number, yes: boolean): Promise<void>;
  on<K extends keyof ServerRecordingEvents>(name: K, listener: ServerRecordingEvents[K]): Off;
  off<K extends keyof ServerRecordingEvents>(name: K, listener: ServerRecordingEvents[K]): void;
}

/** A recording or snapshot in the server's catalogue, whatever became of it. */
export interface RecordingEntry {
  readonly id: number;
  /** When it was asked for. */
  readonly at: Date;
  /** incomplete: there is a file, and something is missing in it. */
  readonly state: 'asked' | 'running' | 'ended' | 'incomplete' | 'failed' | 'refused' | 'cancelled' | 'deleted';
  /** Who was recorded, and his name then. */
  readonly userId: number;
  readonly name: string;
  readonly room: number;
  /** Who asked for it. */
  readonly by: '' | 'user' | 'server' | 'operator' | 'rule';
  readonly byUserId: number;
  readonly type: 'mp4' | 'wmv' | 'flv' | 'mp3' | 'webm' | 'jpg' | '';
  readonly snapshot: boolean;
  /** Folder and name at the server; '': there is no file (any more). */
  readonly file: string;
  readonly bytes: number;
  /** Length of what is in the file. */
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  readonly started: Date | null;
  readonly ended: Date | null;
  /** Everybody was asked, or told. */
  readonly consent: 'asked' | 'notice' | '';
  /** How it ended: `stopped`, `limit`, `changed`, `disk_full`, `io`, `recovered`, `link`, `failed`, `snapshot` ... */
  readonly how: string;
  /** What may be missing at its end. */
  readonly lostSeconds: number;
  /** Why there is no file; 0: there is one. */
  readonly code: number;
  readonly note: string;
  /** The text of the page or business server that asked for it. */
  readonly text: string;
  readonly param: number;
  readonly sha256: string;
  readonly md5: string;
  /** It is deleted then; null: kept. */
  readonly keepUntil: Date | null;
  /** By law: it cannot be deleted. */
  readonly held: boolean;
  readonly encrypted: boolean;
  /** An address that is good for a short time; '': there is no picture. */
  readonly thumbnail: string;
  /** Pictures of the whole length in one, `columns` in a row, each `width` wide, one for each `every` seconds; the last stands for the rest. */
  readonly board: { readonly url: string; readonly pictures: number; readonly every: number; readonly columns: number; readonly width: number } | null;
}

/** Something that happened to a recording. */
export interface RecordingLine {
  readonly at: Date;
  /** Since the first moment of the file; negative: before it. null: there is no file. */
  readonly seconds: number | null;
  /**
   * `asked`, `notice`, `consent`, `refusal`, `silence`, `start`, `joined`, `devices` (or `muted`, `unmuted`, `camera_on`, `camera_off`, `screen_on`,
   * `screen_off`), `left`, `tag`, `stop`, `file`, `access`, `deleted`
   */
  readonly kind: string;
  /** 0: nobody */
  readonly userId: number;
  /** As far as the time line has said it. */
  readonly name: string;
  readonly text: string;
  /** Of `joined` and `devices`: what is open. cameras, screens: a bit for each stream. */
  readonly devices: { readonly microphone: boolean; readonly cameras: number; readonly screens: number; readonly name: string } | null;
}

/** All that is said has to fit; times are a Date or milliseconds since 1970. */
export interface RecordingSearch {
  /** In names, texts and marks; at most 200 bytes. */
  text?: string;
  userId?: number;
  room?: number;
  from?: Date | number;
  to?: Date | number;
  /** Older than this one: `next` of the page before. */
  before?: number;
  /** 1 to 50, default 20. */
  limit?: number;
}

/**
 * The catalogue of recordings at the server, whoever has asked for them; for users whom the server's settings name (`[record] viewers`,
 * `keepers`). Each access is a line of the recording's time line, and of the audit. Everything rejects with 20 (not one of them), 21, 23 (too
 * many at once) or 208; what is about one recording with 720 where there is none, or no file.
 *
 * ```js
 * const { recordings, next } = await parlor.recordings.find({ text: 'loan', from: new Date(2026, 10, 1) });
 * video.src = (await parlor.recordings.link(recordings[0].id, { minutes: 60 })).url;
 * ```
 */
export interface RecordingLibrary {
  /** The newest first. `next`: `before` of the next page; 0: there is none. A page may be short, or empty, and still have a next one. */
  find(search?: RecordingSearch): Promise<{ readonly recordings: RecordingEntry[]; readonly next: number; readonly mayDelete: boolean }>;
  show(id: number): Promise<{ readonly recording: RecordingEntry; readonly timeLine: RecordingLine[]; readonly mayDelete: boolean }>;
  /** The file's address, good for whoever has it until it expires (then it answers 403), in parts, too. Without minutes: as the settings say. */
  link(id: number, options?: { minutes?: number }): Promise<{ readonly url: string; readonly expires: Date }>;
  /** Is it what it was when it ended? Rejects with 20 where the server cannot tell. ranges: first and last byte of what may have changed. */
  verify(id: number): Promise<{ readonly ok: boolean; readonly signature: string; readonly key: string; readonly faults: { readonly file: string; readonly fault: string; readonly ranges: [number, number][] }[] }>;
  /** Its bytes go; what is known of it, and its time line, stay. For keepers. */
  delete(id: number, options?: { /** For the audit. */ why?: string }): Promise<void>;
}

/**
 * One session with a server.
 *
 * ```js
 * const parlor = new Parlor();
 * await parlor.connect();
 * await parlor.login('ann');
 * const room = await parlor.enter(1);
 * const show = (user) => {
 *   parlor.watch(user.id);
 *   parlor.attach(user.id, addVideoElement(user));
 * };
 * room.users.forEach(show);
 * room.on('userEntered', show);
 * await Promise.all([parlor.camera.open(), parlor.microphone.open()]);
 * ```
 *
 * Listeners that are added right after an `await` miss nothing.
 */
export class Parlor {
  constructor(options?: ParlorOptions);

  readonly state: ConnectionState;
  /** From the first login on. */
  readonly self: User | null;
  readonly room: Room | null;
  readonly language: string;
  readonly server: { version: string; ip: string } | null;

  /** Begins a session; one that there was is ended. Rejects with 100, 102, 104, 110, 113, 115 or 120. */
  connect(): Promise<void>;
  /** An empty password asks to be a guest. May be called before connect() has resolved. Rejects with 200 to 229. */
  login(name: string, password?: string, options?: { /** Application to sign in to. */ app?: string }): Promise<User>;
  /**
   * With the signature of an application (docs/sign-in.md). A signature is good once and for some minutes, so give a function that
   * fetches one: it is asked again when a lost session is made anew. Rejects with 200 to 229, 100300, 100303.
   */
  loginSigned(claim: SignedClaim | (() => SignedClaim | Promise<SignedClaim>)): Promise<User>;
  /**
   * With an access token (JWT) that your server has made (docs/sign-in.md), or a function that fetches one: it is asked again when a
   * lost session is made anew. `name` is the nickname where the token has none. Rejects as loginSigned.
   */
  loginToken(token: string | (() => string | Promise<string>), options?: { name?: string }): Promise<User>;
  /** By number or by name. Rejects with 300 to 308. */
  enter(room: number | string, options?: { password?: string }): Promise<Room>;
  /** Leaves the room and closes camera and microphone, unless they are to be kept for the next room. */
  leave(options?: { keepDevices?: boolean }): void;
  /** Ends the session. connect() begins another. */
  logout(): void;
  /** The end of this object. */
  close(): void;

  readonly camera: CameraControl;
  readonly microphone: MicrophoneControl;
  readonly speaker: SpeakerControl;
  readonly screen: ScreenControl;
  /** Of all cameras, or of one alone, which then goes before. Takes effect at once, without opening the camera again where the browser can. */
  setVideo(settings: Partial<VideoSettings>, options?: { stream?: number }): Promise<void>;
  /** As they were set. */
  video(stream?: number): VideoSettings;
  /**
   * What is not said stays as it is; of all cameras, or of one alone. Rejects with 21, or with 32 where the browser cannot; then
   * nothing has changed. Screens are left as they are.
   */
  setEffects(effects: Partial<Effects>, options?: { stream?: number }): Promise<void>;
  effects(stream?: number): Effects;
  /**
   * Takes effect at once when the microphone is open, without a gap. Resolves with what the browser made of it, null while it is
   * closed; what could not be had goes to event `error`.
   */
  setAudio(settings: Partial<AudioSettings>): Promise<AudioProcessing | null>;

  /** Asks for a user's picture and sound; remembered until the room is left, also for users who are not there yet. */
  watch(userId: number, what?: { video?: boolean; audio?: boolean; stream?: number }): void;
  unwatch(userId: number, what?: { video?: boolean; audio?: boolean; stream?: number }): void;
  /** Shows a user (-1: ourselves) in this element, whenever there is something to show. Sound plays by itself. mirror: left to right, here only. */
  attach(userId: number, element: HTMLVideoElement, options?: { stream?: number; mirror?: boolean }): Off;
  detach(element: HTMLVideoElement): void;

  /**
   * Nobody looks at this page (`true`), or somebody does again: no picture is sent to us meanwhile, sound goes on, and the others
   * see it in {@link User.away}. A page that the browser hides need not say so. The classic interface has SDK option 25.
   * @example
   * lockScreen.onclick = () => parlor.setAway(true);
   */
  setAway(away: boolean): void;

  /**
   * How good a picture is to be; null as user: of everybody of whom nothing else was said, null as wish: nothing else is said
   * any more. Unless told, a picture is as large as the page shows it and paused while it cannot be seen.
   */
  prefer(userId: number | null, wish: Quality | PictureWish | null, options?: { stream?: number }): void;

  /**
   * How long what arrives is held back before it is played, in ms (0 to 4000): more lets packets that are sent again come in time. null: as
   * the browser thinks best. A wish: browsers without the control ignore it.
   */
  setDelay(ms: number | null): void;

  readonly privateChat: PrivateChatControl;
  readonly serverRecording: ServerRecordingControl;
  /** Finds, plays, verifies and deletes recordings, also of others. */
  readonly recordings: RecordingLibrary;
  readonly friends: FriendControl;
  readonly counter: CounterControl;

  /**
   * Calls a user, wherever he is. Throws 21 (text too long), 100103 (there is a call already), 205 (oneself) or 208; whatever comes of it
   * is told by the call: `ringing`, then `started` with a room for the two, or `ended`.
   */
  call(userId: number, words?: CallWords): Call;
  /** The call that there is, of whichever direction; null: none. */
  readonly currentCall: Call | null;
  readonly files: FileControl;

  /**
   * A buffer for everybody else in the room (-1, or no `to`), for one user wherever he is, or for the server (0). Up to 1,024
   * bytes it resolves when the server has accepted it; more, up to 64 MiB, for one user only, when he has it. Rejects with 3, 21,
   * 23, 205, 206 or 208, and a large one with 6 when either end cancelled it, 700 when too many are under way, 712 when the
   * server takes none so large.
   */
  sendBuffer(data: Payload, options?: BufferOptions): Promise<void>;
  /** At most 16,384 bytes for what is attached to the server. Rejects with 21, 23, 206 (nothing is attached) or 208. */
  sendToServer(data: Payload, options?: { channel?: 'filter' | 'business' }): Promise<void>;
  /** Asks the server (ANYCHAT_SERVERQUERY_...; see docs/sdk-control.md). "": not known. Rejects with 21, 23 or 208. */
  query(info: number, input?: string | number): Promise<string>;

  /**
   * Records, in the browser, ourselves (-1) or a user that is watched. Goes on while cameras are closed and opened and the
   * network fails; ends with a file when the user leaves, or we do. It grows on disk, or (private windows) in memory up to 256 MiB.
   * Throws 721 (this browser cannot, or too many at once) or 722 (nothing of the user is there or on its way).
   *
   * ```js
   * const recording = parlor.record(-1, { others: 'abreast', otherSounds: true });
   * stopButton.onclick = async () => (await recording.stop()).save();
   * ```
   */
  record(userId?: number, options?: RecordOptions): Recording;
  /** What a user's camera shows now, in the size in which it comes. Rejects with 722 when there is no picture. */
  snapshot(userId?: number, options?: SnapshotOptions): Promise<Snapshot>;

  /** In which direct connections to take part from now on. */
  setDirect(policy: DirectPolicy): void;

  readonly playbackBlocked: boolean;
  /** Plays what the browser held back; call it from a click. */
  resumePlayback(): Promise<void>;

  /** How loud a user (-1: ourselves) speaks, 0 to 100. */
  level(userId: number): number;
  /** Figures of the last second. */
  stats(userId: number, options?: { stream?: number }): { video: MediaFigures; audio: MediaFigures; roundTrip_ms: number };

  /**
   * Sends packets that nobody needs, so that everybody in the room (and the server) can count how many arrive: 50 a second, at this rate (6,000
   * to 510,000 bit/s; default 64,000). Needs a touch of the page before, as all Web Audio does. Throws 3 (in no room), 20 (another user's is
   * under way) or 32 (no Web Audio).
   */
  startTrace(options?: { bitrate?: number }): void;
  stopTrace(): void;
  readonly trace: TraceFigures;

  /** The worst marks of a user's streams, -1: of our own. See the event `quality`. */
  quality(userId?: number): QualityMarks;

  on<K extends keyof ParlorEvents>(name: K, listener: ParlorEvents[K]): Off;
  once<K extends keyof ParlorEvents>(name: K, listener: ParlorEvents[K]): Off;
  off<K extends keyof ParlorEvents>(name: K, listener: ParlorEvents[K]): void;
}
