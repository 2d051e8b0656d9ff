// SPDX-License-Identifier: Apache-2.0
// Generated from schema/: do not edit, run `make schema`.

/** What everybody may know of a user */
export interface User {
  /** User id: positive for named users, below -1 for guests, never 0 or -1; -2147483648 to 2147483647 */
  id: number;
  /** Nickname, else the login name; at most 128 bytes of UTF-8 */
  name: string;
  /** User level; -2147483648 to 2147483647 */
  level: number;
  /** 0 none, 1 closed, 2 open; 0 to 2 */
  camera: number;
  /** 0 closed, 1 open; 0 to 1 */
  mic: number;
  /** Kind of device; 4 is the web (manual 3.4); 0 to 255 */
  device: number;
  /** Internet address as the server sees it; empty when the server keeps it private; at most 64 bytes of UTF-8 */
  ip: string;
  /** Cameras that are open, a bit for each stream index; absent: any may be; 0 to 65535 */
  streams?: number;
  /** Which of them show a screen; absent: none; 0 to 65535 */
  screens?: number;
  /** Width of the picture of its first open camera; absent: not known; 1 to 16384 */
  width?: number;
  /** Height of it; 1 to 16384 */
  height?: number;
  /** It records what its page shows */
  recording?: boolean;
  /** Its page is in the background, or says that nobody looks (SDK option 25) */
  away?: boolean;
  /** 0 or absent: public; 1: private, sees and hears only partners of private chats; 0 to 1 */
  chat_mode?: number;
}

/** A group of friends */
export interface FriendGroup {
  /** Number of the group; -2147483648 to 2147483647 */
  id: number;
  /** Its name; at most 128 bytes of UTF-8 */
  name: string;
}

/** One friend */
export interface Friend {
  /** User id; -2147483648 to 2147483647 */
  user: number;
  /** Group that he is in; 0: in none; -2147483648 to 2147483647 */
  group: number;
  /** Is signed in */
  online: boolean;
}

/** One property of an object of the service counters (BRAC_ObjectGetIntValue, BRAC_ObjectGetStringValue) */
export interface ObjectValue {
  /** ANYCHAT_OBJECT_TYPE_...; 0 to 255 */
  type: number;
  /** Object id; of agents and client users their user id; -2147483648 to 2147483647 */
  id: number;
  /** Property: ANYCHAT_..._INFO_...; of 503 and 603 the value is how many seconds ago that was; 0 to 65535 */
  info: number;
  /** Its value, of numbers; -2147483648 to 2147483647 */
  number?: number;
  /** Its value, of texts; at most 1024 bytes of UTF-8 */
  text?: string;
}

/** One event of an object (OnAnyChatObjectEvent) */
export interface ObjectEvent {
  /** ANYCHAT_OBJECT_TYPE_...; 0 to 255 */
  type: number;
  /** Object id; -1: all of the type; -2147483648 to 2147483647 */
  id: number;
  /** ANYCHAT_..._EVENT_...; 0 to 65535 */
  event: number;
  /** dwParam1; absent: 0, as the next three; -2147483648 to 2147483647 */
  p1?: number;
  /** dwParam2; -2147483648 to 2147483647 */
  p2?: number;
  /** dwParam3; -2147483648 to 2147483647 */
  p3?: number;
  /** dwParam4; -2147483648 to 2147483647 */
  p4?: number;
  /** strParam; absent: empty; at most 1024 bytes of UTF-8 */
  text?: string;
}

/** Which object */
export interface ObjectRef {
  /** ANYCHAT_OBJECT_TYPE_...; 0 to 255 */
  type: number;
  /** Object id; -2147483648 to 2147483647 */
  id: number;
}

/** Somebody who takes part in a service, besides its client and its agent */
export interface ServiceParty {
  /** User id; -2147483648 to 2147483647 */
  user: number;
  /** What he is; `agent`: he was asked to take the client over */
  role: 'client' | 'agent' | 'guest' | 'listener' | 'whisperer' | 'barger';
  /** He has not answered yet */
  asked?: boolean;
}

/** One field of what a client's page sends along */
export interface ServiceField {
  /** Its name; at most 64 bytes of UTF-8 */
  name: string;
  /** What was filled in; at most 512 bytes of UTF-8 */
  value: string;
}

/** A note of an agent */
export interface ServiceRemark {
  /** Whose it is; -2147483648 to 2147483647 */
  user: number;
  /** The note; at most 1024 bytes of UTF-8 */
  text: string;
}

/** One of the texts that belong to a user (BRAC_GetUserInfo) */
export interface UserInfo {
  /** User id; -2147483648 to 2147483647 */
  user: number;
  /** The application's own number of it; -2147483648 to 2147483647 */
  info: number;
  /** Empty: there is none any more; at most 1024 bytes of UTF-8 */
  text: string;
}

/** What one media section of a publisher's offer is */
export interface PubTrack {
  /** The section's a=mid; at most 16 bytes of UTF-8 */
  mid: string;
  /** Kind */
  kind: 'audio' | 'video';
  /** Stream index: the camera's place in BRAC_EnumDevices(1); 0 to 15 */
  stream: number;
}

/** What the server wants of those who publish in a room */
export interface MediaTerms {
  /** Send cameras in several sizes at once */
  simulcast: boolean;
  /** Codec to send now */
  video: 'H264' | 'VP8' | 'VP9' | 'AV1';
}

/** How the page shows one picture that it watches */
export interface StreamView {
  /** Publisher; -2147483648 to 2147483647 */
  user: number;
  /** Stream index; 0 to 15 */
  stream?: number;
  /** Width in device pixels; 0: not known; 0 to 16384 */
  width: number;
  /** Height in device pixels; 0: not known; 0 to 16384 */
  height: number;
  /** It can be seen; else it may be paused */
  visible: boolean;
}

/** Whose media one section of the server's offer carries */
export interface SubTrack {
  /** The section's a=mid; at most 16 bytes of UTF-8 */
  mid: string;
  /** Publisher; -2147483648 to 2147483647 */
  user: number;
  /** Kind */
  kind: 'audio' | 'video';
  /** Stream index; 0 to 15 */
  stream: number;
}

/** Somebody who speaks */
export interface Speaker {
  /** Who; -2147483648 to 2147483647 */
  user: number;
}

/** How well one stream goes. Of one's own: on the way to the server, each encoding; of others: on the way from it */
export interface StreamFigures {
  /** Publisher; -2147483648 to 2147483647 */
  user: number;
  /** Kind */
  kind: 'audio' | 'video';
  /** Stream index; absent: 0; 0 to 15 */
  stream?: number;
  /** 0, or absent: the smallest that the publisher sends; of others: the one that is sent on; 0 to 7 */
  encoding?: number;
  /** Encodings that the publisher sends now; 0 to 8 */
  encodings?: number;
  /** Not sent on */
  paused?: boolean;
  /** Why this encoding, or none */
  why?: 'best' | 'size' | 'estimate' | 'hidden';
  /** Mark of this way; absent: nothing to judge; 0 to 5 */
  quality?: number;
  /** Mark of the publisher's way to the server; absent: unknown; 0 to 5 */
  source?: number;
  /** Bits a second; 0 to 2147483647 */
  bps: number;
  /** Frames a second; 0 to 65535 */
  fps?: number;
  /** Width of the picture; 0 to 65535 */
  width?: number;
  /** Height of the picture; 0 to 65535 */
  height?: number;
  /** Packets lost before repair, in 1/100 per cent; absent: 0; 0 to 10000 */
  lost?: number;
  /** Packets lost for good, in 1/100 per cent; absent: 0; 0 to 10000 */
  left?: number;
  /** Packets sent again in this period; absent: 0; 0 to 2147483647 */
  repaired?: number;
  /** Round trip of this way, ms; absent: unknown; 0 to 2147483647 */
  rtt?: number;
  /** Jitter, ms; 0 to 2147483647 */
  jitter?: number;
  /** Gaps between frames since the stream began, as seen from the server; absent: 0; 0 to 2147483647 */
  freezes?: number;
}

/** One stream of the other end of a direct connection */
export interface P2pTrack {
  /** Kind */
  kind: 'audio' | 'video';
  /** Stream index; 0 to 15 */
  stream: number;
}

/** First message of a new session (BRAC_Connect). */
export interface HelloMessage {
  /** Name of the message */
  t: 'hello';
  /** Number of the request, from 1 */
  id: number;
  /** Name and version of the client's software; at most 64 bytes of UTF-8 */
  sdk: string;
  /** Server password (BRAC_SetServerAuthPass); ignored when the server has none; at most 128 bytes of UTF-8 */
  password?: string;
  /** Kind of device; 0 to 255 */
  device?: number;
  /** Language of the page (BCP 47); at most 16 bytes of UTF-8 */
  lang?: string;
  /** Video codecs that this client can show; at most 16 bytes of UTF-8; at most 8 entries */
  video?: string[];
  /** Policy for direct connections, as in p2p_policy; without it the client knows none; 0 to 3 */
  p2p?: number;
  /** Token of the session that this client had and could not resume: a guest who had a place at the service counters when the server ended signs in as the same guest; at most 64 bytes of UTF-8 */
  was?: string;
}

/** First message of a new link that goes on with a session. */
export interface ResumeMessage {
  /** Name of the message */
  t: 'resume';
  /** Number of the request, from 1 */
  id: number;
  /** Token of the welcome message; at most 64 bytes of UTF-8 */
  token: string;
  /** Last seq received; 0 to 9007199254740991 */
  seq: number;
}

/** Signs in (BRAC_Login). An empty password asks to be a guest. The answer may take as long as whoever is asked about it thinks; until it comes, everything else that needs a user hears 208. */
export interface LoginMessage {
  /** Name of the message */
  t: 'login';
  /** Number of the request, from 1 */
  id: number;
  /** User name; at most 128 bytes of UTF-8 */
  name: string;
  /** Password; at most 128 bytes of UTF-8 */
  password?: string;
  /** Application id (SDK option 300); at most 64 bytes of UTF-8 */
  app?: string;
}

/** Signs in with the signature of an application (BRAC_LoginEx). Without a signature it asks to be a guest of that application. As slow as login. */
export interface LoginSignedMessage {
  /** Name of the message */
  t: 'login_signed';
  /** Number of the request, from 1 */
  id: number;
  /** Nickname; empty: the string id; at most 128 bytes of UTF-8 */
  name: string;
  /** User id that was signed; -1: none, the server gives one; -2147483648 to 2147483647 */
  user: number;
  /** String id that was signed; empty: none; at most 256 bytes of UTF-8 */
  string_id: string;
  /** Application id; at most 64 bytes of UTF-8 */
  app: string;
  /** Time stamp that was signed, in seconds; 0 to 9007199254740991 */
  stamp: number;
  /** The signature, as the signing tool gives it; empty: none; at most 2048 bytes of UTF-8 */
  signature: string;
  /** lpStrParam, for the application; at most 1024 bytes of UTF-8 */
  param?: string;
}

/** Signs in with an access token (JSON Web Token, RFC 7519) that an application has made. As slow as login. */
export interface LoginTokenMessage {
  /** Name of the message */
  t: 'login_token';
  /** Number of the request, from 1 */
  id: number;
  /** The token in its compact form; at most 8192 bytes of UTF-8 */
  token: string;
  /** Nickname, unless the token has one; may be empty; at most 128 bytes of UTF-8 */
  name: string;
}

/** Leaves the system (BRAC_Logout). The session ends; the link is closed by the server. */
export interface LogoutMessage {
  /** Name of the message */
  t: 'logout';
  /** Number of the request, from 1 */
  id: number;
}

/** Enters a room by number (BRAC_EnterRoom). */
export interface EnterMessage {
  /** Name of the message */
  t: 'enter';
  /** Number of the request, from 1 */
  id: number;
  /** Room number; 1 to 2147483647 */
  room: number;
  /** Room password; at most 128 bytes of UTF-8 */
  password?: string;
}

/** Enters a room by name (BRAC_EnterRoomEx); the server gives the number. */
export interface EnterNameMessage {
  /** Name of the message */
  t: 'enter_name';
  /** Number of the request, from 1 */
  id: number;
  /** Room name; at most 128 bytes of UTF-8 */
  name: string;
  /** Room password; at most 128 bytes of UTF-8 */
  password?: string;
}

/** Leaves the room (BRAC_LeaveRoom). -1 is the present one; another number than the present one does nothing. */
export interface LeaveMessage {
  /** Name of the message */
  t: 'leave';
  /** Number of the request, from 1 */
  id: number;
  /** Room number or -1; -1 to 2147483647 */
  room: number;
}

/** Text message in the room (BRAC_SendTextMessage). */
export interface TextMessage {
  /** Name of the message */
  t: 'text';
  /** Number of the request, from 1 */
  id: number;
  /** -1 (or 0) everybody in the room, else a user; -2147483648 to 2147483647 */
  to: number;
  /** Only the target receives it */
  secret: boolean;
  /** The text, any Unicode, not interpreted; at most 32768 bytes of UTF-8 */
  text: string;
}

/** Own camera and microphone state. */
export interface StateMessage {
  /** Name of the message */
  t: 'state';
  /** Number of the request, from 1 */
  id: number;
  /** 0 none, 1 closed, 2 open; 0 to 2 */
  camera: number;
  /** 0 closed, 1 open; 0 to 1 */
  mic: number;
  /** Cameras that are open, a bit for each stream index; absent: any may be; 0 to 65535 */
  streams?: number;
  /** Which of them show a screen; absent: none; 0 to 65535 */
  screens?: number;
  /** Width of the picture of its first open camera; absent: not known; 1 to 16384 */
  width?: number;
  /** Height of it; 1 to 16384 */
  height?: number;
  /** It records what its page shows */
  recording?: boolean;
  /** Its page is in the background, or says that nobody looks (SDK option 25) */
  away?: boolean;
}

/** Asks for a user's audio or video, or no longer (BRAC_UserSpeakControl, BRAC_UserCameraControl). Remembered until the room is left, also for users who are not there yet. */
export interface WatchMessage {
  /** Name of the message */
  t: 'watch';
  /** Number of the request, from 1 */
  id: number;
  /** Publisher; -2147483648 to 2147483647 */
  user: number;
  /** Kind */
  kind: 'audio' | 'video';
  /** Stream index; 0 to 15 */
  stream?: number;
  /** Wanted or not */
  on: boolean;
}

/** At which size the page shows pictures that it watches, and whether they can be seen: only what has changed. Kept with the watch; pictures that are not watched are ignored. Never told: of full size and visible. */
export interface ViewMessage {
  /** Name of the message */
  t: 'view';
  /** Number of the request, from 1 */
  id: number;
  /** The pictures; at most 64 entries */
  views: StreamView[];
}

/** Offer of the publishing peer connection. */
export interface PubOfferMessage {
  /** Name of the message */
  t: 'pub_offer';
  /** Number of the request, from 1 */
  id: number;
  /** SDP offer; at most 65536 bytes of UTF-8 */
  sdp: string;
  /** What the sections are; at most 17 entries */
  tracks: PubTrack[];
}

/** Answer to the server's offer of the same version. An older version is ignored. */
export interface SubAnswerMessage {
  /** Name of the message */
  t: 'sub_answer';
  /** Number of the request, from 1 */
  id: number;
  /** Version of the offer; 1 to 2147483647 */
  version: number;
  /** SDP answer; at most 196608 bytes of UTF-8 */
  sdp: string;
}

/** Asks to be told how well the streams go that one publishes and watches, or no longer. Kept until the session ends. */
export interface TellFiguresMessage {
  /** Name of the message */
  t: 'tell_figures';
  /** Number of the request, from 1 */
  id: number;
  /** Wanted or not */
  on: boolean;
}

/** One of the client's peer connections has failed: the server forgets it and, for sub, offers anew. With path, only its network path has: the connection stays, and the server offers sub again with new ICE credentials (for pub the client does, without this message). */
export interface MediaRestartMessage {
  /** Name of the message */
  t: 'media_restart';
  /** Number of the request, from 1 */
  id: number;
  /** Which one */
  peer: 'pub' | 'sub';
  /** Find a new network path, keep everything else */
  path?: boolean;
}

/** A file or large buffer for one user, in whatever room, or for the server (BRAC_TransFile, BRAC_TransFileEx, BRAC_TransBufferEx). Its bytes follow in binary frames. */
export interface FileOfferMessage {
  /** Name of the message */
  t: 'file_offer';
  /** Number of the request, from 1 */
  id: number;
  /** User, or 0: the server; -2147483648 to 2147483647 */
  to: number;
  /** The sender's own number of it; 1 to 2147483647 */
  task: number;
  /** Bytes; 1 to 9007199254740991 */
  size: number;
  /** Name of the file as the sender has it: nothing that a path may be made of; at most 1024 bytes of UTF-8 */
  name: string;
  /** It is a buffer (BRAC_TransBufferEx) */
  buffer?: boolean;
  /** The bytes of the buffer are the UTF-8 form of a string */
  is_text?: boolean;
  /** wParam; absent: 0; -2147483648 to 4294967295 */
  w?: number;
  /** lParam; absent: 0; -2147483648 to 4294967295 */
  l?: number;
  /** dwFlags; absent: 0; -2147483648 to 4294967295 */
  flags?: number;
  /** Name that the sender has for it (BRAC_TransFileEx); at most 64 bytes of UTF-8 */
  guid?: string;
  /** Text of the sender (BRAC_TransFileEx); at most 4096 bytes of UTF-8 */
  param?: string;
}

/** A file that the server keeps is to be sent here. */
export interface FileGetMessage {
  /** Name of the message */
  t: 'file_get';
  /** Number of the request, from 1 */
  id: number;
  /** The receiver's own number of it; 1 to 2147483647 */
  task: number;
  /** Its id, as file_closed of the upload told it: who knows it may have the file; at most 64 bytes of UTF-8 */
  file: string;
}

/** The sender has read all of it. */
export interface FileEndMessage {
  /** Name of the message */
  t: 'file_end';
  /** Number of the request, from 1 */
  id: number;
  /** Number given by the server; 1 to 4294967295 */
  transfer: number;
  /** SHA-256 of the whole, 64 hexadecimal digits; at most 64 bytes of UTF-8 */
  sha256: string;
  /** Of record_upload, and there mandatory: how many bytes it has in all; 1 to 9007199254740991 */
  size?: number;
}

/** The receiver has all of it and the sum is right (code 0), or either end gives it up. */
export interface FileCloseMessage {
  /** Name of the message */
  t: 'file_close';
  /** Number of the request, from 1 */
  id: number;
  /** Number given by the server; 1 to 4294967295 */
  transfer: number;
  /** 0: received. Else why not, 6: cancelled; 0 to 2147483647 */
  code: number;
}

/** Which direct connections this client takes part in (BRAC_SO_NETWORK_P2PPOLITIC). */
export interface P2pPolicyMessage {
  /** Name of the message */
  t: 'p2p_policy';
  /** Number of the request, from 1 */
  id: number;
  /** 0 none, 1 as the server decides, 2 as the application asks, 3 only while media moves; 0 to 3 */
  policy: number;
}

/** Asks for a direct connection to a user of the room, or for none any more (BRAC_SO_NETWORK_P2PCONNECT, BRAC_SO_NETWORK_P2PBREAK). Holds until the room is left. */
export interface P2pConnectMessage {
  /** Name of the message */
  t: 'p2p_connect';
  /** Number of the request, from 1 */
  id: number;
  /** The other end; -2147483648 to 2147483647 */
  user: number;
  /** Wanted or not */
  on: boolean;
}

/** A description or candidates for the other end of the attempt; the server carries them unread. Ignored when the attempt is over. */
export interface P2pSignalMessage {
  /** Name of the message */
  t: 'p2p_signal';
  /** Number of the request, from 1 */
  id: number;
  /** The other end; -2147483648 to 2147483647 */
  user: number;
  /** As in p2p_start; 1 to 2147483647 */
  attempt: number;
  /** Between the two clients; at most 32768 bytes of UTF-8 */
  data: string;
}

/** How the attempt goes. The server does not forward to this client what is listed in tracks, and forwards everything else that it watches. Ignored when the attempt is over. */
export interface P2pStateMessage {
  /** Name of the message */
  t: 'p2p_state';
  /** Number of the request, from 1 */
  id: number;
  /** The other end; -2147483648 to 2147483647 */
  user: number;
  /** As in p2p_start; 1 to 2147483647 */
  attempt: number;
  /** connected: it is up. failed: it is not, or no longer */
  link: 'connected' | 'failed';
  /** Complete list of the other end's streams that arrive directly; empty when failed; at most 17 entries */
  tracks: P2pTrack[];
}

/** A small buffer for others (BRAC_TransBuffer): for everybody else in the room, for one user wherever he is, or for the server. */
export interface BufferMessage {
  /** Name of the message */
  t: 'buffer';
  /** Number of the request, from 1 */
  id: number;
  /** -1 everybody else in the room, 0 the server, else a user, in whichever room or in none; -2147483648 to 2147483647 */
  to: number;
  /** At most 1024 bytes, base64 (RFC 4648 section 4, padded); at most 1368 bytes of UTF-8 */
  data: string;
  /** The bytes are the UTF-8 form of a string */
  is_text?: boolean;
}

/** Data for the server's SDK filter (BRAC_SendSDKFilterData) or the business server (BRAC_SDKControl 100). */
export interface ServerDataMessage {
  /** Name of the message */
  t: 'server_data';
  /** Number of the request, from 1 */
  id: number;
  /** What they are for */
  channel: 'filter' | 'business';
  /** At most 16384 bytes, base64; at most 21848 bytes of UTF-8 */
  data: string;
  /** As in buffer */
  is_text?: boolean;
}

/** A JSON command from page to page; goes where a buffer goes, but not to the server. */
export interface NoteMessage {
  /** Name of the message */
  t: 'note';
  /** Number of the request, from 1 */
  id: number;
  /** -1 everybody else in the room, else a user; -2147483648 to 2147483647 */
  to: number;
  /** Which command */
  kind: 'business' | 'user_buffer' | 'trace';
  /** JSON, not interpreted; at most 8192 bytes of UTF-8 */
  text: string;
}

/** Asks the server for one piece of information (BRAC_QueryInfoFromServer). */
export interface QueryMessage {
  /** Name of the message */
  t: 'query';
  /** Number of the request, from 1 */
  id: number;
  /** ANYCHAT_SERVERQUERY_...; an unknown one has an empty answer; 0 to 65535 */
  info: number;
  /** A user id or name as text; at most 256 bytes of UTF-8 */
  input: string;
}

/** Own chat mode (BRAC_ChangeChatMode). In private mode one sees and hears only partners of private chats. Kept until the session ends. */
export interface ChatModeMessage {
  /** Name of the message */
  t: 'chat_mode';
  /** Number of the request, from 1 */
  id: number;
  /** 0 public, 1 private; 0 to 1 */
  mode: number;
}

/** Asks a user of the room for a private chat (BRAC_PrivateChatRequest). Answered by private_answered, within a minute at the latest. If that user has asked already, both are in it. */
export interface PrivateRequestMessage {
  /** Name of the message */
  t: 'private_request';
  /** Number of the request, from 1 */
  id: number;
  /** Who is asked; -2147483648 to 2147483647 */
  user: number;
}

/** Answers a request (BRAC_PrivateChatEcho, BRAC_PrivateChatEchoEx). */
export interface PrivateAnswerMessage {
  /** Name of the message */
  t: 'private_answer';
  /** Number of the request, from 1 */
  id: number;
  /** Who has asked; -2147483648 to 2147483647 */
  user: number;
  /** As in private_requested; 1 to 2147483647 */
  request: number;
  /** 0: yes; 402: no; another code: no, for that reason; 0 to 2147483647 */
  code: number;
}

/** Ends the private chat with a user, or takes one's request back (BRAC_PrivateChatExit). Without either it does nothing. */
export interface PrivateExitMessage {
  /** Name of the message */
  t: 'private_exit';
  /** Number of the request, from 1 */
  id: number;
  /** The other one; -2147483648 to 2147483647 */
  user: number;
}

/** Calls a user, in whatever room (BRAC_VideoCallControl 1). Answered by call_answered: 0 it rings; or why not. Who calls the same user again while it rings changes nothing. */
export interface CallRequestMessage {
  /** Name of the message */
  t: 'call_request';
  /** Number of the request, from 1 */
  id: number;
  /** Who is called; -2147483648 to 2147483647 */
  user: number;
  /** BRAC_VIDEOCALL_FLAGS_...; passed on as it is; -2147483648 to 2147483647 */
  flags: number;
  /** The page's own number; passed on as it is; -2147483648 to 2147483647 */
  param: number;
  /** The page's own text; passed on as it is; at most 4096 bytes of UTF-8 */
  text: string;
}

/** Answers a call, or takes one's own back (BRAC_VideoCallControl 2). Without a call that rings it does nothing; but who takes back a call that has just begun ends it. */
export interface CallAnswerMessage {
  /** Name of the message */
  t: 'call_answer';
  /** Number of the request, from 1 */
  id: number;
  /** The other one; -2147483648 to 2147483647 */
  user: number;
  /** Of the called one: 0 yes, else why not (100104). Of the caller: 100101 taken back; 0 to 2147483647 */
  code: number;
  /** BRAC_VIDEOCALL_FLAGS_...; passed on as it is; -2147483648 to 2147483647 */
  flags: number;
  /** The page's own number; passed on as it is; -2147483648 to 2147483647 */
  param: number;
  /** The page's own text; passed on as it is; at most 4096 bytes of UTF-8 */
  text: string;
}

/** Ends a call with a user, or its ringing (BRAC_VideoCallControl 4): both are told. Without one it does nothing. */
export interface CallFinishMessage {
  /** Name of the message */
  t: 'call_finish';
  /** Number of the request, from 1 */
  id: number;
  /** The other one; -2147483648 to 2147483647 */
  user: number;
  /** Passed on as it is; 0 to 2147483647 */
  code: number;
  /** BRAC_VIDEOCALL_FLAGS_...; passed on as it is; -2147483648 to 2147483647 */
  flags: number;
  /** The page's own number; passed on as it is; -2147483648 to 2147483647 */
  param: number;
  /** The page's own text; passed on as it is; at most 4096 bytes of UTF-8 */
  text: string;
}

/** For whatever decides about users at the server (BRAC_UserInfoControl), and what that answers: done, or its code; other users do not hear of it. */
export interface UserControlMessage {
  /** Name of the message */
  t: 'user_control';
  /** Number of the request, from 1 */
  id: number;
  /** Whom it is about; -2147483648 to 2147483647 */
  user: number;
  /** The application's own code; those below 100 are reserved (manual 5.6.7); 100 to 2147483647 */
  code: number;
  /** wParam; absent: 0; -2147483648 to 4294967295 */
  w?: number;
  /** lParam; absent: 0; -2147483648 to 4294967295 */
  l?: number;
  /** Absent: empty; at most 4096 bytes of UTF-8 */
  text?: string;
}

/** Sets a property of oneself at the service counters (BRAC_ObjectSetIntValue, BRAC_ObjectSetStringValue): of the client user, or of the agent that one is. Number or text. */
export interface ObjectSetMessage {
  /** Name of the message */
  t: 'object_set';
  /** Number of the request, from 1 */
  id: number;
  /** ANYCHAT_OBJECT_TYPE_...; 0 to 255 */
  type: number;
  /** One's own user id; -2147483648 to 2147483647 */
  object: number;
  /** Property: 7 to 13 (manual 3.6.2.1). 7, the flags, counts from the next area on that is entered; 0 to 65535 */
  info: number;
  /** Of numbers; -2147483648 to 2147483647 */
  number?: number;
  /** Of texts; at most 1024 bytes of UTF-8 */
  text?: string;
}

/** A command to an object of the service counters (BRAC_ObjectControl). What comes of it is told by `objects`, refusals to enter or leave as well. */
export interface ObjectControlMessage {
  /** Name of the message */
  t: 'object_control';
  /** Number of the request, from 1 */
  id: number;
  /** ANYCHAT_OBJECT_TYPE_...; 0 to 255 */
  type: number;
  /** Object id; -1: all of the type, or the one that one is in; -2147483648 to 2147483647 */
  object: number;
  /** ANYCHAT_..._CTRL_...; 0 to 65535 */
  code: number;
  /** dwParam1; absent: 0, as the next three; -2147483648 to 2147483647 */
  p1?: number;
  /** dwParam2; -2147483648 to 2147483647 */
  p2?: number;
  /** dwParam3; -2147483648 to 2147483647 */
  p3?: number;
  /** dwParam4; -2147483648 to 2147483647 */
  p4?: number;
  /** strParam; absent: empty; at most 1024 bytes of UTF-8 */
  text?: string;
}

/** The serving agent puts his client on hold, or takes him back: on hold he sees and hears nobody, and nobody him. Who takes part is told by `service`. */
export interface ServiceHoldMessage {
  /** Name of the message */
  t: 'service_hold';
  /** Number of the request, from 1 */
  id: number;
  /** User id of the client; -2147483648 to 2147483647 */
  client: number;
  /** On hold */
  on: boolean;
}

/** The serving agent asks another agent of the area to take part, or to take the client over; whoever takes part already has him at once. He is told by service_asked; what he answers comes by service_answered. */
export interface ServiceAskMessage {
  /** Name of the message */
  t: 'service_ask';
  /** Number of the request, from 1 */
  id: number;
  /** User id of the client; -2147483648 to 2147483647 */
  client: number;
  /** Whom; -2147483648 to 2147483647 */
  user: number;
  /** guest, or agent */
  role: 'client' | 'agent' | 'guest' | 'listener' | 'whisperer' | 'barger';
  /** The client is on hold from now on, until it comes to nothing or he whom it is about goes */
  hold?: boolean;
  /** For him; at most 1024 bytes of UTF-8 */
  text?: string;
}

/** Answers service_asked. Without a request nothing happens. */
export interface ServiceAnswerMessage {
  /** Name of the message */
  t: 'service_answer';
  /** Number of the request, from 1 */
  id: number;
  /** User id of the client; -2147483648 to 2147483647 */
  client: number;
  /** 0: yes; else why not; 0 to 2147483647 */
  code: number;
}

/** Takes a request back, or puts somebody out (the serving agent); with one's own id: takes part no more (guests, supervisors). Without anything to end nothing happens. */
export interface ServiceDropMessage {
  /** Name of the message */
  t: 'service_drop';
  /** Number of the request, from 1 */
  id: number;
  /** User id of the client; -2147483648 to 2147483647 */
  client: number;
  /** Whom; -2147483648 to 2147483647 */
  user: number;
}

/** The serving agent hands his client over to a queue of the area: at the place that he would have, had he waited there since he came. His call and this service end. */
export interface ServicePassMessage {
  /** Name of the message */
  t: 'service_pass';
  /** Number of the request, from 1 */
  id: number;
  /** User id of the client; -2147483648 to 2147483647 */
  client: number;
  /** Which; -2147483648 to 2147483647 */
  queue: number;
  /** A note for who serves him next; at most 1024 bytes of UTF-8 */
  text?: string;
}

/** A supervisor takes part in a service of his area: as listener nobody hears, sees or is told of him, and he cannot publish; as whisperer the agent alone; as barger everybody; as agent he takes the client over. Answered by `service`, with the room to enter. */
export interface ServiceWatchMessage {
  /** Name of the message */
  t: 'service_watch';
  /** Number of the request, from 1 */
  id: number;
  /** User id of the client; -2147483648 to 2147483647 */
  client: number;
  /** listener, whisperer, barger, or agent */
  role: 'client' | 'agent' | 'guest' | 'listener' | 'whisperer' | 'barger';
}

/** A note of the serving agent or a guest. */
export interface ServiceNoteMessage {
  /** Name of the message */
  t: 'service_note';
  /** Number of the request, from 1 */
  id: number;
  /** User id of the client; -2147483648 to 2147483647 */
  client: number;
  /** The note; at most 1024 bytes of UTF-8 */
  text: string;
}

/** What a client sends along, from the next service on: for those who serve him. Replaces what he sent before. */
export interface ServiceIntakeMessage {
  /** Name of the message */
  t: 'service_intake';
  /** Number of the request, from 1 */
  id: number;
  /** In the order in which they are shown; at most 32 entries */
  fields: ServiceField[];
}

/** Begins or ends a recording of a member of one's room at the server, or takes a picture of him (BRAC_StreamRecordCtrl, BRAC_StreamRecordCtrlEx, BRAC_SnapShot with the flag SERVER). The end comes as recorded. */
export interface RecordMessage {
  /** Name of the message */
  t: 'record';
  /** Number of the request, from 1 */
  id: number;
  /** Who is recorded; -1: oneself; -2147483648 to 2147483647 */
  user: number;
  /** Begin or end */
  on: boolean;
  /** BRAC_RECORD_FLAGS_...; without VIDEO and AUDIO: both; -2147483648 to 4294967295 */
  flags: number;
  /** The page's own number; comes back in recorded; -2147483648 to 4294967295 */
  param: number;
  /** The page's own text; comes back in recorded. JSON with filename names the file (flag USERFILENAME), with recordlayout lays the pictures out; at most 4096 bytes of UTF-8 */
  text?: string;
  /** 0 or absent MP4, 1 WMV, 2 FLV, 3 MP3, 4 WebM; 0 to 4 */
  file_type?: number;
  /** Of the picture; 0 or absent: as it comes, or as the server has it for several; 0 to 4096 */
  width?: number;
  /** Of the picture; 0 to 4096 */
  height?: number;
  /** Bit rate of the picture; 0 or absent: the server's choice; 0 to 100000000 */
  video_bps?: number;
  /** Bit rate of the sound; 0 or absent: the server's choice; 0 to 510000 */
  audio_bps?: number;
  /** ANYCHAT_VIDEOCLIPMODE_...; absent: 0; 0 to 5 */
  clip?: number;
  /** Files are not sorted into folders of days */
  undated?: boolean;
}

/** Answer to a recording that asks for consent; also later, by who did not answer in time or comes into the room. Taking it back leaves the recording. */
export interface RecordConsentMessage {
  /** Name of the message */
  t: 'record_consent';
  /** Number of the request, from 1 */
  id: number;
  /** As in recording; 1 to 2147483647 */
  record: number;
  /** May be recorded */
  yes: boolean;
}

/** Puts a mark on the time line of a recording that one has asked for (BRAC_SDKControl 71). */
export interface RecordTagMessage {
  /** Name of the message */
  t: 'record_tag';
  /** Number of the request, from 1 */
  id: number;
  /** Who is recorded; -1: oneself; -2147483648 to 2147483647 */
  user: number;
  /** What the mark says; at most 1024 bytes of UTF-8 */
  text: string;
}

/** Changes a recording that one has asked for while it runs: its user string (BRAC_SDKControl 98), whose layout counts from then on, or the image over the picture (option 146). */
export interface RecordChangeMessage {
  /** Name of the message */
  t: 'record_change';
  /** Number of the request, from 1 */
  id: number;
  /** Who is recorded; -1: oneself; -2147483648 to 2147483647 */
  user: number;
  /** In place of the text of record; comes back in recorded; at most 4096 bytes of UTF-8 */
  text?: string;
  /** JSON, as insertimage in text: {image, x, y, w, h}; without image: none any more; at most 512 bytes of UTF-8 */
  insert?: string;
}

/** A recording that the page makes itself is to be kept at the server: its pieces follow in binary frames while it grows, as those of a file; record_uploading says from where. file_end, with its size, ends it; it is then made into a file of the wanted type, and recorded tells of it. */
export interface RecordUploadMessage {
  /** Name of the message */
  t: 'record_upload';
  /** Number of the request, from 1 */
  id: number;
  /** Who is seen or heard in it; -1: oneself; -2147483648 to 2147483647 */
  user: number;
  /** BRAC_RECORD_FLAGS_...; without VIDEO and AUDIO: both; -2147483648 to 4294967295 */
  flags: number;
  /** The page's own number; comes back in recorded; -2147483648 to 4294967295 */
  param: number;
  /** The page's own text; comes back in recorded. With the flag USERFILENAME it names the file, as in record; at most 4096 bytes of UTF-8 */
  text?: string;
  /** What it is made into: 0 or absent MP4, 1 WMV, 2 FLV, 3 MP3, 4 WebM; 0 to 4 */
  file_type?: number;
  /** Of the picture; 0 or absent: as it comes; 0 to 4096 */
  width?: number;
  /** Of the picture; 0 to 4096 */
  height?: number;
  /** Bit rate of the picture; 0 or absent: the server's choice; 0 to 100000000 */
  video_bps?: number;
  /** Bit rate of the sound; 0 or absent: the server's choice; 0 to 510000 */
  audio_bps?: number;
  /** ANYCHAT_VIDEOCLIPMODE_...; absent: 0; 0 to 5 */
  clip?: number;
  /** Files are not sorted into folders of days */
  undated?: boolean;
  /** Goes on with the one that record_uploading gave this key; all of the above stays as it was said first; at most 64 bytes of UTF-8 */
  key?: string;
}

/** Finds, shows and deletes recordings at the server, whoever has asked for them; for the users whom the settings name ([record] viewers, keepers). */
export interface LibraryMessage {
  /** Name of the message */
  t: 'library';
  /** Number of the request, from 1 */
  id: number;
  /** list: the newest first; show: one of them with its time line; link: addresses of its file for a time; verify: is it what it was; delete: its bytes go, row and time line stay */
  verb: 'list' | 'show' | 'link' | 'verify' | 'delete';
  /** Which; absent with list; 1 to 2147483647 */
  record?: number;
  /** list: older than this one; absent: from the newest; 0 to 2147483647 */
  before?: number;
  /** list: so many at most; absent: 20; 1 to 50 */
  limit?: number;
  /** list: of this user; -2147483648 to 2147483647 */
  user?: number;
  /** list: made in this room; -2147483648 to 2147483647 */
  room?: number;
  /** list: asked for at that time (ms since 1970) or later; 0 to 9007199254740991 */
  from?: number;
  /** list: before that time; 0 to 9007199254740991 */
  to?: number;
  /** link: good for so long; absent: as the settings say; 1 to 525600 */
  minutes?: number;
  /** list: names, texts and marks that have this in them; delete: why; at most 200 bytes of UTF-8 */
  text?: string;
}

/** Everything up to seq has arrived; the server may forget it. Sent now and then, not for each message. */
export interface AckMessage {
  /** Name of the message */
  t: 'ack';
  /** Last seq received; 0 to 9007199254740991 */
  seq: number;
}

/** Is the link alive? (Pages cannot see WebSocket pings.) */
export interface PingMessage {
  /** Name of the message */
  t: 'ping';
}

/** Everything that the client sends; `t` tells which. */
export type ClientMessage =
  | HelloMessage
  | ResumeMessage
  | LoginMessage
  | LoginSignedMessage
  | LoginTokenMessage
  | LogoutMessage
  | EnterMessage
  | EnterNameMessage
  | LeaveMessage
  | TextMessage
  | StateMessage
  | WatchMessage
  | ViewMessage
  | PubOfferMessage
  | SubAnswerMessage
  | TellFiguresMessage
  | MediaRestartMessage
  | FileOfferMessage
  | FileGetMessage
  | FileEndMessage
  | FileCloseMessage
  | P2pPolicyMessage
  | P2pConnectMessage
  | P2pSignalMessage
  | P2pStateMessage
  | BufferMessage
  | ServerDataMessage
  | NoteMessage
  | QueryMessage
  | ChatModeMessage
  | PrivateRequestMessage
  | PrivateAnswerMessage
  | PrivateExitMessage
  | CallRequestMessage
  | CallAnswerMessage
  | CallFinishMessage
  | UserControlMessage
  | ObjectSetMessage
  | ObjectControlMessage
  | ServiceHoldMessage
  | ServiceAskMessage
  | ServiceAnswerMessage
  | ServiceDropMessage
  | ServicePassMessage
  | ServiceWatchMessage
  | ServiceNoteMessage
  | ServiceIntakeMessage
  | RecordMessage
  | RecordConsentMessage
  | RecordTagMessage
  | RecordChangeMessage
  | RecordUploadMessage
  | LibraryMessage
  | AckMessage
  | PingMessage;

/** The session is open. */
export interface WelcomeMessage {
  /** Name of the message */
  t: 'welcome';
  /** The request that this answers */
  re?: number;
  /** Token to resume with; at most 64 bytes of UTF-8 */
  token: string;
  /** How long a lost link keeps the seat; 0 to 3600000 */
  grace_ms: number;
  /** How often the client should ping; 1000 to 600000 */
  ping_ms: number;
  /** Server version; at most 64 bytes of UTF-8 */
  server: string;
  /** The client's address as the server sees it; at most 64 bytes of UTF-8 */
  ip: string;
  /** Recordings at the server can be asked for */
  records?: boolean;
  /** Recordings of pages can be uploaded (record_upload) */
  record_uploads?: boolean;
}

/** The session goes on; messages after the client's seq follow. */
export interface ResumedMessage {
  /** Name of the message */
  t: 'resumed';
  /** The request that this answers */
  re?: number;
  /** Last id handled: the client sends again what comes after it; 0 to 9007199254740991 */
  last_id: number;
  /** The client's address, when it is another than before; at most 64 bytes of UTF-8 */
  ip?: string;
}

/** Answer to ping. */
export interface PongMessage {
  /** Name of the message */
  t: 'pong';
  /** The request that this answers */
  re?: number;
}

/** The request was carried out. */
export interface DoneMessage {
  /** Name of the message */
  t: 'done';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
}

/** The request was refused; nothing changed. */
export interface ErrorMessage {
  /** Name of the message */
  t: 'error';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** GV_ERR number; 1 to 2147483647 */
  code: number;
  /** What exactly, for developers; at most 256 bytes of UTF-8 */
  detail?: string;
  /** Room number the request was about, when it was about one; -1 to 2147483647 */
  room?: number;
}

/** Signed in. */
export interface LoggedInMessage {
  /** Name of the message */
  t: 'logged_in';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** The user */
  self: User;
}

/** Inside the room. members is complete: users not in it come with user_entered. */
export interface EnteredMessage {
  /** Name of the message */
  t: 'entered';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Room number; 1 to 2147483647 */
  room: number;
  /** Room name, empty when entered by number only; at most 128 bytes of UTF-8 */
  name: string;
  /** The others; at most 10000 entries */
  members: User[];
  /** STUN service of this server (stun: URLs), answered while in the room, for finding one's own address; at most 64 bytes of UTF-8; at most 8 entries */
  stun?: string[];
  /** How to publish; absent: one size, H264 */
  terms?: MediaTerms;
}

/** Answer of the publishing peer connection. */
export interface PubAnswerMessage {
  /** Name of the message */
  t: 'pub_answer';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** SDP answer; at most 65536 bytes of UTF-8 */
  sdp: string;
}

/** A user has entered the room. */
export interface UserEnteredMessage {
  /** Name of the message */
  t: 'user_entered';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** The user */
  user: User;
}

/** A user has left the room. */
export interface UserLeftMessage {
  /** Name of the message */
  t: 'user_left';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** The user; -2147483648 to 2147483647 */
  user: number;
  /** Why: 0 of own will, 101 link lost, 209 replaced, 211 removed; 0 to 2147483647 */
  code: number;
}

/** A text message. */
export interface TextReceivedMessage {
  /** Name of the message */
  t: 'text_received';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Sender; -2147483648 to 2147483647 */
  from: number;
  /** -1 everybody, else the target; -2147483648 to 2147483647 */
  to: number;
  /** Only the target received it */
  secret: boolean;
  /** The text; at most 32768 bytes of UTF-8 */
  text: string;
}

/** Camera and microphone of a user in the room, also one's own. */
export interface UserStateMessage {
  /** Name of the message */
  t: 'user_state';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** The user; -2147483648 to 2147483647 */
  user: number;
  /** 0 none, 1 closed, 2 open; 0 to 2 */
  camera: number;
  /** 0 closed, 1 open; 0 to 1 */
  mic: number;
  /** Cameras that are open, a bit for each stream index; absent: any may be; 0 to 65535 */
  streams?: number;
  /** Which of them show a screen; absent: none; 0 to 65535 */
  screens?: number;
  /** Width of the picture of its first open camera; absent: not known; 1 to 16384 */
  width?: number;
  /** Height of it; 1 to 16384 */
  height?: number;
  /** It records what its page shows */
  recording?: boolean;
  /** Its page is in the background, or says that nobody looks (SDK option 25) */
  away?: boolean;
  /** Its address, when it is another and addresses are told; at most 64 bytes of UTF-8 */
  ip?: string;
}

/** Offer of the receiving peer connection. Only the newest version counts. */
export interface SubOfferMessage {
  /** Name of the message */
  t: 'sub_offer';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Counts up within one peer connection; 1 to 2147483647 */
  version: number;
  /** Belongs to a new peer connection: drop the old one */
  fresh: boolean;
  /** SDP offer; at most 196608 bytes of UTF-8 */
  sdp: string;
  /** Whose media the sections carry; sections not listed are inactive; at most 256 entries */
  tracks: SubTrack[];
}

/** Somebody in the room cannot show the present codec (or everybody can show a better one): offer again; the answer puts this codec first. */
export interface PubCodecMessage {
  /** Name of the message */
  t: 'pub_codec';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Codec to send */
  video: 'H264' | 'VP8' | 'VP9' | 'AV1';
}

/** Which encodings of one's own picture anybody watches now. Those above the highest need not be sent; 0: nobody watches. Never told: all. */
export interface DemandMessage {
  /** Name of the message */
  t: 'demand';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Stream index; 0 to 15 */
  stream: number;
  /** A bit for each encoding, the lowest is 1; 0 to 255 */
  encodings: number;
  /** Of a picture with one encoding: bits a second that at least one watcher's way carries; more would go to nobody. Absent: no limit; 1 to 2147483647 */
  bitrate?: number;
}

/** How well one's streams go: each two seconds to those who asked, and once more when there is nothing left to tell. A lost one is not sent again. */
export interface FiguresMessage {
  /** Name of the message */
  t: 'figures';
  /** The request that this answers */
  re?: number;
  /** Worst mark of what one publishes; absent: nothing to judge; 0 to 5 */
  up?: number;
  /** Worst mark of what one receives; absent: nothing to judge; 0 to 5 */
  down?: number;
  /** Round trip of the publishing connection, ms; absent: unknown; 0 to 2147483647 */
  up_rtt?: number;
  /** Round trip of the receiving connection, ms; absent: unknown; 0 to 2147483647 */
  down_rtt?: number;
  /** Bits a second that the way to this client is thought to carry; absent: unknown; 0 to 2147483647 */
  estimate?: number;
  /** The streams; at most 128 entries */
  streams: StreamFigures[];
}

/** Who speaks now, of those whose sound one receives: to those who asked by tell_figures, when it changes, and again after a resume. */
export interface SpeakersMessage {
  /** Name of the message */
  t: 'speakers';
  /** The request that this answers */
  re?: number;
  /** The loudest first; empty: nobody; at most 5 entries */
  users: Speaker[];
}

/** The server has given up a peer connection (no consent, wrong certificate): close it and, for pub, offer anew. */
export interface MediaFailedMessage {
  /** Name of the message */
  t: 'media_failed';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Which one */
  peer: 'pub' | 'sub';
  /** Why; at most 128 bytes of UTF-8 */
  detail: string;
}

/** Try a direct connection to this user; media go on through the server meanwhile. */
export interface P2pStartMessage {
  /** Name of the message */
  t: 'p2p_start';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** The other end; -2147483648 to 2147483647 */
  user: number;
  /** Number of this attempt; 1 to 2147483647 */
  attempt: number;
  /** This end makes the offer */
  offer: boolean;
}

/** p2p_signal of the other end. */
export interface P2pSignalledMessage {
  /** Name of the message */
  t: 'p2p_signalled';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** The other end; -2147483648 to 2147483647 */
  user: number;
  /** As in p2p_start; 1 to 2147483647 */
  attempt: number;
  /** Between the two clients; at most 32768 bytes of UTF-8 */
  data: string;
}

/** The direct connection or the attempt is over: media come through the server again. Close it when they are there. */
export interface P2pStopMessage {
  /** Name of the message */
  t: 'p2p_stop';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** The other end; -2147483648 to 2147483647 */
  user: number;
  /** As in p2p_start; 1 to 2147483647 */
  attempt: number;
  /** Why: 0 no longer allowed or wanted, 100 not up in time, 101 one end has lost it; 0 to 2147483647 */
  code: number;
}

/** A small buffer of another user, or of the server. */
export interface BufferReceivedMessage {
  /** Name of the message */
  t: 'buffer_received';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Sender; 0 the server; -2147483648 to 2147483647 */
  from: number;
  /** Base64; at most 1368 bytes of UTF-8 */
  data: string;
  /** The bytes are the UTF-8 form of a string */
  is_text?: boolean;
}

/** Data of the server's SDK filter (OnAnyChatSDKFilterData) or of the business server. */
export interface ServerDataReceivedMessage {
  /** Name of the message */
  t: 'server_data_received';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Who speaks */
  channel: 'filter' | 'business';
  /** Base64; at most 21848 bytes of UTF-8 */
  data: string;
  /** As in buffer_received */
  is_text?: boolean;
}

/** A JSON command of another page. */
export interface NoteReceivedMessage {
  /** Name of the message */
  t: 'note_received';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Sender; -2147483648 to 2147483647 */
  from: number;
  /** Which command */
  kind: 'business' | 'user_buffer' | 'trace';
  /** JSON, as it was sent; at most 8192 bytes of UTF-8 */
  text: string;
}

/** Answer to query. */
export interface AnswerMessage {
  /** Name of the message */
  t: 'answer';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Empty: not known, or nobody is meant to know; at most 256 bytes of UTF-8 */
  text: string;
  /** What everybody may know of the user who was asked about (info 6) */
  user?: User;
}

/** Chat mode of a user in the room, also one's own. */
export interface ChatModeChangedMessage {
  /** Name of the message */
  t: 'chat_mode_changed';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** The user; -2147483648 to 2147483647 */
  user: number;
  /** 0 public, 1 private; 0 to 1 */
  mode: number;
}

/** A user of the room asks for a private chat. */
export interface PrivateRequestedMessage {
  /** Name of the message */
  t: 'private_requested';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Who asks; -2147483648 to 2147483647 */
  user: number;
  /** Number to answer with; 1 to 2147483647 */
  request: number;
}

/** What has become of one's request; once for each. */
export interface PrivateAnsweredMessage {
  /** Name of the message */
  t: 'private_answered';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Who was asked; -2147483648 to 2147483647 */
  user: number;
  /** 0: the private chat begins. 402 no, 401 has left the room, 431 no answer in time; else the code of the answer; 0 to 2147483647 */
  code: number;
}

/** The other one has ended a private chat, or a request is not to be answered any more. */
export interface PrivateEndedMessage {
  /** Name of the message */
  t: 'private_ended';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** The other one; -2147483648 to 2147483647 */
  user: number;
  /** 0: has left the private chat. 401 has left the room; of a request: 435 taken back, 431 too late; 0 to 2147483647 */
  code: number;
}

/** A user calls. */
export interface CallRequestedMessage {
  /** Name of the message */
  t: 'call_requested';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Who calls; -2147483648 to 2147483647 */
  user: number;
  /** BRAC_VIDEOCALL_FLAGS_...; passed on as it is; -2147483648 to 2147483647 */
  flags: number;
  /** The page's own number; passed on as it is; -2147483648 to 2147483647 */
  param: number;
  /** The page's own text; passed on as it is; at most 4096 bytes of UTF-8 */
  text: string;
}

/** To the caller: it rings (0), or the call has come to nothing. To the called one: it rings no more. */
export interface CallAnsweredMessage {
  /** Name of the message */
  t: 'call_answered';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** The other one; -2147483648 to 2147483647 */
  user: number;
  /** 0 it rings; 100101 taken back, 100102 not signed in, 100103 busy, 100104 refused, 100105 not answered in time, 100106 the other one has gone; else what the other one or the business server says; 0 to 2147483647 */
  code: number;
  /** BRAC_VIDEOCALL_FLAGS_...; passed on as it is; -2147483648 to 2147483647 */
  flags: number;
  /** The page's own number; passed on as it is; -2147483648 to 2147483647 */
  param: number;
  /** The page's own text; passed on as it is; at most 4096 bytes of UTF-8 */
  text: string;
}

/** The call has begun: both go into its room, which lets nobody else in. */
export interface CallStartedMessage {
  /** Name of the message */
  t: 'call_started';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** The other one; -2147483648 to 2147483647 */
  user: number;
  /** BRAC_VIDEOCALL_FLAGS_...; passed on as it is; -2147483648 to 2147483647 */
  flags: number;
  /** Room of the call; 1 to 2147483647 */
  room: number;
  /** The page's own text; passed on as it is; at most 4096 bytes of UTF-8 */
  text: string;
}

/** The call is over; whoever ended it is told as well. */
export interface CallFinishedMessage {
  /** Name of the message */
  t: 'call_finished';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** The other one; -2147483648 to 2147483647 */
  user: number;
  /** What who ended it says; 100106 the other one has gone; 0 to 2147483647 */
  code: number;
  /** BRAC_VIDEOCALL_FLAGS_...; passed on as it is; -2147483648 to 2147483647 */
  flags: number;
  /** The page's own number; passed on as it is; -2147483648 to 2147483647 */
  param: number;
  /** The page's own text; passed on as it is; at most 4096 bytes of UTF-8 */
  text: string;
}

/** Groups, friends and what is told of users. It comes in parts: with the last one the page is told. */
export interface FriendDataMessage {
  /** Name of the message */
  t: 'friend_data';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** All that was known before is void */
  reset: boolean;
  /** All is there */
  last: boolean;
  /** Groups, in their order; at most 64 entries */
  groups: FriendGroup[];
  /** Friends; one that is known is replaced; at most 128 entries */
  friends: Friend[];
  /** What is told of users; at most 128 entries */
  infos: UserInfo[];
}

/** A friend has come or gone. */
export interface FriendStatusMessage {
  /** Name of the message */
  t: 'friend_status';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** The friend; -2147483648 to 2147483647 */
  user: number;
  /** Is signed in */
  online: boolean;
}

/** A call goes on with another user, in the same room: the client of a service was handed over. Of the one before it is over, and a call with the other one has begun. */
export interface CallMovedMessage {
  /** Name of the message */
  t: 'call_moved';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Who it was; -2147483648 to 2147483647 */
  user: number;
  /** Who it is now; -2147483648 to 2147483647 */
  to: number;
  /** Of the call; -2147483648 to 2147483647 */
  flags: number;
  /** Its room; 1 to 2147483647 */
  room: number;
}

/** How a service is now, to everybody who takes part in it, whenever that has changed. */
export interface ServiceMessage {
  /** Name of the message */
  t: 'service';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** User id of the client; -2147483648 to 2147483647 */
  client: number;
  /** Who serves him; -2147483648 to 2147483647 */
  agent: number;
  /** Where he came from; -2147483648 to 2147483647 */
  queue: number;
  /** Where they talk; 0: no call has begun, or it is over; 0 to 2147483647 */
  room: number;
  /** The client is on hold */
  held: boolean;
  /** What one is oneself */
  role: 'client' | 'agent' | 'guest' | 'listener' | 'whisperer' | 'barger';
  /** The others, as far as one may know of them; at most 8 entries */
  parties: ServiceParty[];
  /** The client is not signed in: he is to be called back; absent: he is there. Not told to clients */
  away?: boolean;
}

/** What is known of a service: to its agent, guests and supervisors (not to its client), and to who is asked; with the request, and whenever it has changed. */
export interface ServiceDataMessage {
  /** Name of the message */
  t: 'service_data';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** User id of the client; -2147483648 to 2147483647 */
  client: number;
  /** Of the client; at most 32 entries */
  fields: ServiceField[];
  /** Of agents; at most 16 entries */
  notes: ServiceRemark[];
}

/** One takes part in it no more. */
export interface ServiceOverMessage {
  /** Name of the message */
  t: 'service_over';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** User id of the client; -2147483648 to 2147483647 */
  client: number;
  /** 0: it is over; 100101: one was put out, or the client was handed over; 0 to 2147483647 */
  code: number;
}

/** An agent asks: come in, or take my client over. Its service_data has come before. */
export interface ServiceAskedMessage {
  /** Name of the message */
  t: 'service_asked';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** User id of the client; -2147483648 to 2147483647 */
  client: number;
  /** Who asks; -2147483648 to 2147483647 */
  user: number;
  /** Where the client came from; -2147483648 to 2147483647 */
  queue: number;
  /** guest, or agent */
  role: 'client' | 'agent' | 'guest' | 'listener' | 'whisperer' | 'barger';
  /** His words; absent: none; at most 1024 bytes of UTF-8 */
  text?: string;
}

/** What has become of a service_ask. */
export interface ServiceAnsweredMessage {
  /** Name of the message */
  t: 'service_answered';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** User id of the client; -2147483648 to 2147483647 */
  client: number;
  /** Who was asked; -2147483648 to 2147483647 */
  user: number;
  /** As what */
  role: 'client' | 'agent' | 'guest' | 'listener' | 'whisperer' | 'barger';
  /** 0: he is there; else his answer, 100105 late, 100106 gone; 0 to 2147483647 */
  code: number;
}

/** There is nothing to answer any more. */
export interface ServiceWithdrawnMessage {
  /** Name of the message */
  t: 'service_withdrawn';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** User id of the client; -2147483648 to 2147483647 */
  client: number;
  /** 100101 taken back, 100105 late, 100106 the service is over; 0 to 2147483647 */
  code: number;
}

/** What has happened at the service counters. Read in this order: objects that are no more, new values, then events; so every event finds the values that it is about. */
export interface ObjectsMessage {
  /** Name of the message */
  t: 'objects';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Objects that are no more, or no more one's business; at most 256 entries */
  gone: ObjectRef[];
  /** New values; at most 512 entries */
  values: ObjectValue[];
  /** Events, in their order; at most 256 entries */
  events: ObjectEvent[];
}

/** The transfer has a number now; the receiver is told. */
export interface FileOpenedMessage {
  /** Name of the message */
  t: 'file_opened';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Number given by the server; 1 to 4294967295 */
  transfer: number;
}

/** A file or large buffer for this client; it comes once the client has granted it. Also before the first piece of what was asked for by file_get. */
export interface FileOfferedMessage {
  /** Name of the message */
  t: 'file_offered';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Number given by the server; 1 to 4294967295 */
  transfer: number;
  /** Sender, 0: the server; -2147483648 to 2147483647 */
  from: number;
  /** As in file_offer or file_get; 1 to 2147483647 */
  task: number;
  /** Bytes; 1 to 9007199254740991 */
  size: number;
  /** Name of the file as the sender has it: nothing that a path may be made of; at most 1024 bytes of UTF-8 */
  name: string;
  /** It is a buffer (BRAC_TransBufferEx) */
  buffer?: boolean;
  /** The bytes of the buffer are the UTF-8 form of a string */
  is_text?: boolean;
  /** wParam; absent: 0; -2147483648 to 4294967295 */
  w?: number;
  /** lParam; absent: 0; -2147483648 to 4294967295 */
  l?: number;
  /** dwFlags; absent: 0; -2147483648 to 4294967295 */
  flags?: number;
  /** Name that the sender has for it (BRAC_TransFileEx); at most 64 bytes of UTF-8 */
  guid?: string;
  /** Text of the sender (BRAC_TransFileEx); at most 4096 bytes of UTF-8 */
  param?: string;
}

/** file_end of the sender. */
export interface FileEndedMessage {
  /** Name of the message */
  t: 'file_ended';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Number given by the server; 1 to 4294967295 */
  transfer: number;
  /** SHA-256 of the whole; at most 64 bytes of UTF-8 */
  sha256: string;
}

/** The transfer is over, by the other end or the server. */
export interface FileClosedMessage {
  /** Name of the message */
  t: 'file_closed';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Number given by the server; 1 to 4294967295 */
  transfer: number;
  /** Who ended it */
  by: 'sender' | 'receiver' | 'server';
  /** 0: received and whole. Else why not; 0 to 2147483647 */
  code: number;
  /** Id of an upload that the server keeps; at most 64 bytes of UTF-8 */
  file?: string;
}

/** Answer to library. */
export interface LibraryAnswerMessage {
  /** Name of the message */
  t: 'library_answer';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** JSON, as the operator's interface has it (docs/admin.md, /v1/recordings); at most 524288 bytes of UTF-8 */
  text: string;
  /** One may delete as well */
  keeper: boolean;
}

/** A recording at the server in one's room: told to everybody inside when it asks, begins and ends, and to whoever comes in. */
export interface RecordingMessage {
  /** Name of the message */
  t: 'recording';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Number of the recording; 1 to 2147483647 */
  record: number;
  /** State */
  state: 'asked' | 'running' | 'ended';
  /** Who is recorded; -2147483648 to 2147483647 */
  user: number;
  /** User who asked for it; 0: the server; -2147483648 to 2147483647 */
  by: number;
  /** BRAC_RECORD_FLAGS_...; -2147483648 to 4294967295 */
  flags: number;
  /** One's own consent is asked for: answer by record_consent. Not before it are one's picture and sound recorded */
  consent?: boolean;
}

/** The server takes the pieces of a recording of this page, from the first grant's offset on. All below the offset of a grant is on its disk: neither a crash nor a new session loses it. */
export interface RecordUploadingMessage {
  /** Name of the message */
  t: 'record_uploading';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** As in file_opened; 1 to 4294967295 */
  transfer: number;
  /** Number of the recording; 1 to 2147483647 */
  record: number;
  /** Who has it may go on with the upload, also in another session; at most 64 bytes of UTF-8 */
  key: string;
}

/** A recording that was uploaded is being made into a file of the wanted type. */
export interface RecordConvertingMessage {
  /** Name of the message */
  t: 'record_converting';
  /** The request that this answers */
  re?: number;
  /** Number of the recording; 1 to 2147483647 */
  record: number;
  /** So much of it is made; 0 to 9007199254740991 */
  ms: number;
}

/** A recording or snapshot at the server is finished (OnAnyChatRecordSnapShot, ...Ex, ...Ex2). To the page that asked for it, or, when a business server did, to who was recorded, each with the flag LOCALCB. */
export interface RecordedMessage {
  /** Name of the message */
  t: 'recorded';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** Number of the recording; 1 to 2147483647 */
  record: number;
  /** Who was recorded; -2147483648 to 2147483647 */
  user: number;
  /** 0, or why it failed or is not complete; 0 to 2147483647 */
  code: number;
  /** Name of the file at the server; empty: there is none; at most 1024 bytes of UTF-8 */
  file: string;
  /** Path of it at this server, for whoever has it and for a time; empty: none; at most 2048 bytes of UTF-8 */
  url: string;
  /** How long it is; 0 to 2147483647 */
  seconds: number;
  /** As in record; of a snapshot with 0x400; -2147483648 to 4294967295 */
  flags: number;
  /** As in record; -2147483648 to 4294967295 */
  param: number;
  /** As in record; at most 4096 bytes of UTF-8 */
  text: string;
  /** MD5 of the file, where it was asked for; at most 32 bytes of UTF-8 */
  md5?: string;
}

/** The server ends the session; the link closes after this (OnAnyChatLinkClose). */
export interface ClosingMessage {
  /** Name of the message */
  t: 'closing';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** GV_ERR number: 209 signed in elsewhere, 211 removed, 212 server restarts, 23 went on flooding; 1 to 2147483647 */
  code: number;
  /** The client may connect again by itself */
  reconnect: boolean;
}

/** The server will stop soon; links stay until it does. */
export interface DrainingMessage {
  /** Name of the message */
  t: 'draining';
  /** Place in the stream, from 1 */
  seq: number;
  /** The request that this answers */
  re?: number;
  /** How soon; 0 to 3600000 */
  deadline_ms: number;
}

/** Everything that the server sends; `t` tells which. */
export type ServerMessage =
  | WelcomeMessage
  | ResumedMessage
  | PongMessage
  | DoneMessage
  | ErrorMessage
  | LoggedInMessage
  | EnteredMessage
  | PubAnswerMessage
  | UserEnteredMessage
  | UserLeftMessage
  | TextReceivedMessage
  | UserStateMessage
  | SubOfferMessage
  | PubCodecMessage
  | DemandMessage
  | FiguresMessage
  | SpeakersMessage
  | MediaFailedMessage
  | P2pStartMessage
  | P2pSignalledMessage
  | P2pStopMessage
  | BufferReceivedMessage
  | ServerDataReceivedMessage
  | NoteReceivedMessage
  | AnswerMessage
  | ChatModeChangedMessage
  | PrivateRequestedMessage
  | PrivateAnsweredMessage
  | PrivateEndedMessage
  | CallRequestedMessage
  | CallAnsweredMessage
  | CallStartedMessage
  | CallFinishedMessage
  | FriendDataMessage
  | FriendStatusMessage
  | CallMovedMessage
  | ServiceMessage
  | ServiceDataMessage
  | ServiceOverMessage
  | ServiceAskedMessage
  | ServiceAnsweredMessage
  | ServiceWithdrawnMessage
  | ObjectsMessage
  | FileOpenedMessage
  | FileOfferedMessage
  | FileEndedMessage
  | FileClosedMessage
  | LibraryAnswerMessage
  | RecordingMessage
  | RecordUploadingMessage
  | RecordConvertingMessage
  | RecordedMessage
  | ClosingMessage
  | DrainingMessage;
