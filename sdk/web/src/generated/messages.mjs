// SPDX-License-Identifier: Apache-2.0
// Generated from schema/: do not edit, run `make schema`.

/** @typedef {{ id: number, name: string, level: number, camera: number, mic: number, device: number, ip: string, streams?: number, screens?: number, width?: number, height?: number, recording?: boolean, away?: boolean, chat_mode?: number }} User */
/** @typedef {{ id: number, name: string }} FriendGroup */
/** @typedef {{ user: number, group: number, online: boolean }} Friend */
/** @typedef {{ type: number, id: number, info: number, number?: number, text?: string }} ObjectValue */
/** @typedef {{ type: number, id: number, event: number, p1?: number, p2?: number, p3?: number, p4?: number, text?: string }} ObjectEvent */
/** @typedef {{ type: number, id: number }} ObjectRef */
/** @typedef {{ user: number, role: 'client' | 'agent' | 'guest' | 'listener' | 'whisperer' | 'barger', asked?: boolean }} ServiceParty */
/** @typedef {{ name: string, value: string }} ServiceField */
/** @typedef {{ user: number, text: string }} ServiceRemark */
/** @typedef {{ user: number, info: number, text: string }} UserInfo */
/** @typedef {{ mid: string, kind: 'audio' | 'video', stream: number }} PubTrack */
/** @typedef {{ simulcast: boolean, video: 'H264' | 'VP8' | 'VP9' | 'AV1' }} MediaTerms */
/** @typedef {{ user: number, stream?: number, width: number, height: number, visible: boolean }} StreamView */
/** @typedef {{ mid: string, user: number, kind: 'audio' | 'video', stream: number }} SubTrack */
/** @typedef {{ user: number }} Speaker */
/** @typedef {{ user: number, kind: 'audio' | 'video', stream?: number, encoding?: number, encodings?: number, paused?: boolean, why?: 'best' | 'size' | 'estimate' | 'hidden', quality?: number, source?: number, bps: number, fps?: number, width?: number, height?: number, lost?: number, left?: number, repaired?: number, rtt?: number, jitter?: number, freezes?: number }} StreamFigures */
/** @typedef {{ kind: 'audio' | 'video', stream: number }} P2pTrack */
/** @typedef {{ t: 'hello', id: number, sdk: string, password?: string, device?: number, lang?: string, video?: string[], p2p?: number, was?: string }} HelloMessage */
/** @typedef {{ t: 'resume', id: number, token: string, seq: number }} ResumeMessage */
/** @typedef {{ t: 'login', id: number, name: string, password?: string, app?: string }} LoginMessage */
/** @typedef {{ t: 'login_signed', id: number, name: string, user: number, string_id: string, app: string, stamp: number, signature: string, param?: string }} LoginSignedMessage */
/** @typedef {{ t: 'login_token', id: number, token: string, name: string }} LoginTokenMessage */
/** @typedef {{ t: 'logout', id: number }} LogoutMessage */
/** @typedef {{ t: 'enter', id: number, room: number, password?: string }} EnterMessage */
/** @typedef {{ t: 'enter_name', id: number, name: string, password?: string }} EnterNameMessage */
/** @typedef {{ t: 'leave', id: number, room: number }} LeaveMessage */
/** @typedef {{ t: 'text', id: number, to: number, secret: boolean, text: string }} TextMessage */
/** @typedef {{ t: 'state', id: number, camera: number, mic: number, streams?: number, screens?: number, width?: number, height?: number, recording?: boolean, away?: boolean }} StateMessage */
/** @typedef {{ t: 'watch', id: number, user: number, kind: 'audio' | 'video', stream?: number, on: boolean }} WatchMessage */
/** @typedef {{ t: 'view', id: number, views: StreamView[] }} ViewMessage */
/** @typedef {{ t: 'pub_offer', id: number, sdp: string, tracks: PubTrack[] }} PubOfferMessage */
/** @typedef {{ t: 'sub_answer', id: number, version: number, sdp: string }} SubAnswerMessage */
/** @typedef {{ t: 'tell_figures', id: number, on: boolean }} TellFiguresMessage */
/** @typedef {{ t: 'media_restart', id: number, peer: 'pub' | 'sub', path?: boolean }} MediaRestartMessage */
/** @typedef {{ t: 'file_offer', id: number, to: number, task: number, size: number, name: string, buffer?: boolean, is_text?: boolean, w?: number, l?: number, flags?: number, guid?: string, param?: string }} FileOfferMessage */
/** @typedef {{ t: 'file_get', id: number, task: number, file: string }} FileGetMessage */
/** @typedef {{ t: 'file_end', id: number, transfer: number, sha256: string, size?: number }} FileEndMessage */
/** @typedef {{ t: 'file_close', id: number, transfer: number, code: number }} FileCloseMessage */
/** @typedef {{ t: 'p2p_policy', id: number, policy: number }} P2pPolicyMessage */
/** @typedef {{ t: 'p2p_connect', id: number, user: number, on: boolean }} P2pConnectMessage */
/** @typedef {{ t: 'p2p_signal', id: number, user: number, attempt: number, data: string }} P2pSignalMessage */
/** @typedef {{ t: 'p2p_state', id: number, user: number, attempt: number, link: 'connected' | 'failed', tracks: P2pTrack[] }} P2pStateMessage */
/** @typedef {{ t: 'buffer', id: number, to: number, data: string, is_text?: boolean }} BufferMessage */
/** @typedef {{ t: 'server_data', id: number, channel: 'filter' | 'business', data: string, is_text?: boolean }} ServerDataMessage */
/** @typedef {{ t: 'note', id: number, to: number, kind: 'business' | 'user_buffer' | 'trace', text: string }} NoteMessage */
/** @typedef {{ t: 'query', id: number, info: number, input: string }} QueryMessage */
/** @typedef {{ t: 'chat_mode', id: number, mode: number }} ChatModeMessage */
/** @typedef {{ t: 'private_request', id: number, user: number }} PrivateRequestMessage */
/** @typedef {{ t: 'private_answer', id: number, user: number, request: number, code: number }} PrivateAnswerMessage */
/** @typedef {{ t: 'private_exit', id: number, user: number }} PrivateExitMessage */
/** @typedef {{ t: 'call_request', id: number, user: number, flags: number, param: number, text: string }} CallRequestMessage */
/** @typedef {{ t: 'call_answer', id: number, user: number, code: number, flags: number, param: number, text: string }} CallAnswerMessage */
/** @typedef {{ t: 'call_finish', id: number, user: number, code: number, flags: number, param: number, text: string }} CallFinishMessage */
/** @typedef {{ t: 'user_control', id: number, user: number, code: number, w?: number, l?: number, text?: string }} UserControlMessage */
/** @typedef {{ t: 'object_set', id: number, type: number, object: number, info: number, number?: number, text?: string }} ObjectSetMessage */
/** @typedef {{ t: 'object_control', id: number, type: number, object: number, code: number, p1?: number, p2?: number, p3?: number, p4?: number, text?: string }} ObjectControlMessage */
/** @typedef {{ t: 'service_hold', id: number, client: number, on: boolean }} ServiceHoldMessage */
/** @typedef {{ t: 'service_ask', id: number, client: number, user: number, role: 'client' | 'agent' | 'guest' | 'listener' | 'whisperer' | 'barger', hold?: boolean, text?: string }} ServiceAskMessage */
/** @typedef {{ t: 'service_answer', id: number, client: number, code: number }} ServiceAnswerMessage */
/** @typedef {{ t: 'service_drop', id: number, client: number, user: number }} ServiceDropMessage */
/** @typedef {{ t: 'service_pass', id: number, client: number, queue: number, text?: string }} ServicePassMessage */
/** @typedef {{ t: 'service_watch', id: number, client: number, role: 'client' | 'agent' | 'guest' | 'listener' | 'whisperer' | 'barger' }} ServiceWatchMessage */
/** @typedef {{ t: 'service_note', id: number, client: number, text: string }} ServiceNoteMessage */
/** @typedef {{ t: 'service_intake', id: number, fields: ServiceField[] }} ServiceIntakeMessage */
/** @typedef {{ t: 'record', id: number, user: number, on: boolean, flags: number, param: number, text?: string, file_type?: number, width?: number, height?: number, video_bps?: number, audio_bps?: number, clip?: number, undated?: boolean }} RecordMessage */
/** @typedef {{ t: 'record_consent', id: number, record: number, yes: boolean }} RecordConsentMessage */
/** @typedef {{ t: 'record_tag', id: number, user: number, text: string }} RecordTagMessage */
/** @typedef {{ t: 'record_change', id: number, user: number, text?: string, insert?: string }} RecordChangeMessage */
/** @typedef {{ t: 'record_upload', id: number, user: number, flags: number, param: number, text?: string, file_type?: number, width?: number, height?: number, video_bps?: number, audio_bps?: number, clip?: number, undated?: boolean, key?: string }} RecordUploadMessage */
/** @typedef {{ t: 'library', id: number, verb: 'list' | 'show' | 'link' | 'verify' | 'delete', record?: number, before?: number, limit?: number, user?: number, room?: number, from?: number, to?: number, minutes?: number, text?: string }} LibraryMessage */
/** @typedef {{ t: 'ack', seq: number }} AckMessage */
/** @typedef {{ t: 'ping' }} PingMessage */
/** @typedef {{ t: 'welcome', re?: number, token: string, grace_ms: number, ping_ms: number, server: string, ip: string, records?: boolean, record_uploads?: boolean }} WelcomeMessage */
/** @typedef {{ t: 'resumed', re?: number, last_id: number, ip?: string }} ResumedMessage */
/** @typedef {{ t: 'pong', re?: number }} PongMessage */
/** @typedef {{ t: 'done', seq: number, re?: number }} DoneMessage */
/** @typedef {{ t: 'error', seq: number, re?: number, code: number, detail?: string, room?: number }} ErrorMessage */
/** @typedef {{ t: 'logged_in', seq: number, re?: number, self: User }} LoggedInMessage */
/** @typedef {{ t: 'entered', seq: number, re?: number, room: number, name: string, members: User[], stun?: string[], terms?: MediaTerms }} EnteredMessage */
/** @typedef {{ t: 'pub_answer', seq: number, re?: number, sdp: string }} PubAnswerMessage */
/** @typedef {{ t: 'user_entered', seq: number, re?: number, user: User }} UserEnteredMessage */
/** @typedef {{ t: 'user_left', seq: number, re?: number, user: number, code: number }} UserLeftMessage */
/** @typedef {{ t: 'text_received', seq: number, re?: number, from: number, to: number, secret: boolean, text: string }} TextReceivedMessage */
/** @typedef {{ t: 'user_state', seq: number, re?: number, user: number, camera: number, mic: number, streams?: number, screens?: number, width?: number, height?: number, recording?: boolean, away?: boolean, ip?: string }} UserStateMessage */
/** @typedef {{ t: 'sub_offer', seq: number, re?: number, version: number, fresh: boolean, sdp: string, tracks: SubTrack[] }} SubOfferMessage */
/** @typedef {{ t: 'pub_codec', seq: number, re?: number, video: 'H264' | 'VP8' | 'VP9' | 'AV1' }} PubCodecMessage */
/** @typedef {{ t: 'demand', seq: number, re?: number, stream: number, encodings: number, bitrate?: number }} DemandMessage */
/** @typedef {{ t: 'figures', re?: number, up?: number, down?: number, up_rtt?: number, down_rtt?: number, estimate?: number, streams: StreamFigures[] }} FiguresMessage */
/** @typedef {{ t: 'speakers', re?: number, users: Speaker[] }} SpeakersMessage */
/** @typedef {{ t: 'media_failed', seq: number, re?: number, peer: 'pub' | 'sub', detail: string }} MediaFailedMessage */
/** @typedef {{ t: 'p2p_start', seq: number, re?: number, user: number, attempt: number, offer: boolean }} P2pStartMessage */
/** @typedef {{ t: 'p2p_signalled', seq: number, re?: number, user: number, attempt: number, data: string }} P2pSignalledMessage */
/** @typedef {{ t: 'p2p_stop', seq: number, re?: number, user: number, attempt: number, code: number }} P2pStopMessage */
/** @typedef {{ t: 'buffer_received', seq: number, re?: number, from: number, data: string, is_text?: boolean }} BufferReceivedMessage */
/** @typedef {{ t: 'server_data_received', seq: number, re?: number, channel: 'filter' | 'business', data: string, is_text?: boolean }} ServerDataReceivedMessage */
/** @typedef {{ t: 'note_received', seq: number, re?: number, from: number, kind: 'business' | 'user_buffer' | 'trace', text: string }} NoteReceivedMessage */
/** @typedef {{ t: 'answer', seq: number, re?: number, text: string, user?: User }} AnswerMessage */
/** @typedef {{ t: 'chat_mode_changed', seq: number, re?: number, user: number, mode: number }} ChatModeChangedMessage */
/** @typedef {{ t: 'private_requested', seq: number, re?: number, user: number, request: number }} PrivateRequestedMessage */
/** @typedef {{ t: 'private_answered', seq: number, re?: number, user: number, code: number }} PrivateAnsweredMessage */
/** @typedef {{ t: 'private_ended', seq: number, re?: number, user: number, code: number }} PrivateEndedMessage */
/** @typedef {{ t: 'call_requested', seq: number, re?: number, user: number, flags: number, param: number, text: string }} CallRequestedMessage */
/** @typedef {{ t: 'call_answered', seq: number, re?: number, user: number, code: number, flags: number, param: number, text: string }} CallAnsweredMessage */
/** @typedef {{ t: 'call_started', seq: number, re?: number, user: number, flags: number, room: number, text: string }} CallStartedMessage */
/** @typedef {{ t: 'call_finished', seq: number, re?: number, user: number, code: number, flags: number, param: number, text: string }} CallFinishedMessage */
/** @typedef {{ t: 'friend_data', seq: number, re?: number, reset: boolean, last: boolean, groups: FriendGroup[], friends: Friend[], infos: UserInfo[] }} FriendDataMessage */
/** @typedef {{ t: 'friend_status', seq: number, re?: number, user: number, online: boolean }} FriendStatusMessage */
/** @typedef {{ t: 'call_moved', seq: number, re?: number, user: number, to: number, flags: number, room: number }} CallMovedMessage */
/** @typedef {{ t: 'service', seq: number, re?: number, client: number, agent: number, queue: number, room: number, held: boolean, role: 'client' | 'agent' | 'guest' | 'listener' | 'whisperer' | 'barger', parties: ServiceParty[], away?: boolean }} ServiceMessage */
/** @typedef {{ t: 'service_data', seq: number, re?: number, client: number, fields: ServiceField[], notes: ServiceRemark[] }} ServiceDataMessage */
/** @typedef {{ t: 'service_over', seq: number, re?: number, client: number, code: number }} ServiceOverMessage */
/** @typedef {{ t: 'service_asked', seq: number, re?: number, client: number, user: number, queue: number, role: 'client' | 'agent' | 'guest' | 'listener' | 'whisperer' | 'barger', text?: string }} ServiceAskedMessage */
/** @typedef {{ t: 'service_answered', seq: number, re?: number, client: number, user: number, role: 'client' | 'agent' | 'guest' | 'listener' | 'whisperer' | 'barger', code: number }} ServiceAnsweredMessage */
/** @typedef {{ t: 'service_withdrawn', seq: number, re?: number, client: number, code: number }} ServiceWithdrawnMessage */
/** @typedef {{ t: 'objects', seq: number, re?: number, gone: ObjectRef[], values: ObjectValue[], events: ObjectEvent[] }} ObjectsMessage */
/** @typedef {{ t: 'file_opened', seq: number, re?: number, transfer: number }} FileOpenedMessage */
/** @typedef {{ t: 'file_offered', seq: number, re?: number, transfer: number, from: number, task: number, size: number, name: string, buffer?: boolean, is_text?: boolean, w?: number, l?: number, flags?: number, guid?: string, param?: string }} FileOfferedMessage */
/** @typedef {{ t: 'file_ended', seq: number, re?: number, transfer: number, sha256: string }} FileEndedMessage */
/** @typedef {{ t: 'file_closed', seq: number, re?: number, transfer: number, by: 'sender' | 'receiver' | 'server', code: number, file?: string }} FileClosedMessage */
/** @typedef {{ t: 'library_answer', seq: number, re?: number, text: string, keeper: boolean }} LibraryAnswerMessage */
/** @typedef {{ t: 'recording', seq: number, re?: number, record: number, state: 'asked' | 'running' | 'ended', user: number, by: number, flags: number, consent?: boolean }} RecordingMessage */
/** @typedef {{ t: 'record_uploading', seq: number, re?: number, transfer: number, record: number, key: string }} RecordUploadingMessage */
/** @typedef {{ t: 'record_converting', re?: number, record: number, ms: number }} RecordConvertingMessage */
/** @typedef {{ t: 'recorded', seq: number, re?: number, record: number, user: number, code: number, file: string, url: string, seconds: number, flags: number, param: number, text: string, md5?: string }} RecordedMessage */
/** @typedef {{ t: 'closing', seq: number, re?: number, code: number, reconnect: boolean }} ClosingMessage */
/** @typedef {{ t: 'draining', seq: number, re?: number, deadline_ms: number }} DrainingMessage */

export const protocol = 'parlor.v1';

export const enums = {
  layer_why: ['best', 'size', 'estimate', 'hidden'],
  media_kind: ['audio', 'video'],
  peer: ['pub', 'sub'],
  video_codec: ['H264', 'VP8', 'VP9', 'AV1'],
  data_channel: ['filter', 'business'],
  note_kind: ['business', 'user_buffer', 'trace'],
  file_side: ['sender', 'receiver', 'server'],
  record_state: ['asked', 'running', 'ended'],
  service_role: ['client', 'agent', 'guest', 'listener', 'whisperer', 'barger'],
  library_verb: ['list', 'show', 'link', 'verify', 'delete'],
  p2p_link: ['connected', 'failed'],
};

export const objects = {
  user: {
    id: { type: 'int', min: -2147483648, max: 2147483647 },
    name: { type: 'string', max_bytes: 128 },
    level: { type: 'int', min: -2147483648, max: 2147483647 },
    camera: { type: 'int', min: 0, max: 2 },
    mic: { type: 'int', min: 0, max: 1 },
    device: { type: 'int', min: 0, max: 255 },
    ip: { type: 'string', max_bytes: 64 },
    streams: { type: 'int', optional: true, min: 0, max: 65535 },
    screens: { type: 'int', optional: true, min: 0, max: 65535 },
    width: { type: 'int', optional: true, min: 1, max: 16384 },
    height: { type: 'int', optional: true, min: 1, max: 16384 },
    recording: { type: 'bool', optional: true },
    away: { type: 'bool', optional: true },
    chat_mode: { type: 'int', optional: true, min: 0, max: 1 },
  },
  friend_group: {
    id: { type: 'int', min: -2147483648, max: 2147483647 },
    name: { type: 'string', max_bytes: 128 },
  },
  friend: {
    user: { type: 'int', min: -2147483648, max: 2147483647 },
    group: { type: 'int', min: -2147483648, max: 2147483647 },
    online: { type: 'bool' },
  },
  object_value: {
    type: { type: 'int', min: 0, max: 255 },
    id: { type: 'int', min: -2147483648, max: 2147483647 },
    info: { type: 'int', min: 0, max: 65535 },
    number: { type: 'int', optional: true, min: -2147483648, max: 2147483647 },
    text: { type: 'string', optional: true, max_bytes: 1024 },
  },
  object_event: {
    type: { type: 'int', min: 0, max: 255 },
    id: { type: 'int', min: -2147483648, max: 2147483647 },
    event: { type: 'int', min: 0, max: 65535 },
    p1: { type: 'int', optional: true, min: -2147483648, max: 2147483647 },
    p2: { type: 'int', optional: true, min: -2147483648, max: 2147483647 },
    p3: { type: 'int', optional: true, min: -2147483648, max: 2147483647 },
    p4: { type: 'int', optional: true, min: -2147483648, max: 2147483647 },
    text: { type: 'string', optional: true, max_bytes: 1024 },
  },
  object_ref: {
    type: { type: 'int', min: 0, max: 255 },
    id: { type: 'int', min: -2147483648, max: 2147483647 },
  },
  service_party: {
    user: { type: 'int', min: -2147483648, max: 2147483647 },
    role: { type: 'enum', enum: 'service_role' },
    asked: { type: 'bool', optional: true },
  },
  service_field: {
    name: { type: 'string', max_bytes: 64 },
    value: { type: 'string', max_bytes: 512 },
  },
  service_remark: {
    user: { type: 'int', min: -2147483648, max: 2147483647 },
    text: { type: 'string', max_bytes: 1024 },
  },
  user_info: {
    user: { type: 'int', min: -2147483648, max: 2147483647 },
    info: { type: 'int', min: -2147483648, max: 2147483647 },
    text: { type: 'string', max_bytes: 1024 },
  },
  pub_track: {
    mid: { type: 'string', max_bytes: 16 },
    kind: { type: 'enum', enum: 'media_kind' },
    stream: { type: 'int', min: 0, max: 15 },
  },
  media_terms: {
    simulcast: { type: 'bool' },
    video: { type: 'enum', enum: 'video_codec' },
  },
  stream_view: {
    user: { type: 'int', min: -2147483648, max: 2147483647 },
    stream: { type: 'int', optional: true, min: 0, max: 15 },
    width: { type: 'int', min: 0, max: 16384 },
    height: { type: 'int', min: 0, max: 16384 },
    visible: { type: 'bool' },
  },
  sub_track: {
    mid: { type: 'string', max_bytes: 16 },
    user: { type: 'int', min: -2147483648, max: 2147483647 },
    kind: { type: 'enum', enum: 'media_kind' },
    stream: { type: 'int', min: 0, max: 15 },
  },
  speaker: {
    user: { type: 'int', min: -2147483648, max: 2147483647 },
  },
  stream_figures: {
    user: { type: 'int', min: -2147483648, max: 2147483647 },
    kind: { type: 'enum', enum: 'media_kind' },
    stream: { type: 'int', optional: true, min: 0, max: 15 },
    encoding: { type: 'int', optional: true, min: 0, max: 7 },
    encodings: { type: 'int', optional: true, min: 0, max: 8 },
    paused: { type: 'bool', optional: true },
    why: { type: 'enum', optional: true, enum: 'layer_why' },
    quality: { type: 'int', optional: true, min: 0, max: 5 },
    source: { type: 'int', optional: true, min: 0, max: 5 },
    bps: { type: 'int', min: 0, max: 2147483647 },
    fps: { type: 'int', optional: true, min: 0, max: 65535 },
    width: { type: 'int', optional: true, min: 0, max: 65535 },
    height: { type: 'int', optional: true, min: 0, max: 65535 },
    lost: { type: 'int', optional: true, min: 0, max: 10000 },
    left: { type: 'int', optional: true, min: 0, max: 10000 },
    repaired: { type: 'int', optional: true, min: 0, max: 2147483647 },
    rtt: { type: 'int', optional: true, min: 0, max: 2147483647 },
    jitter: { type: 'int', optional: true, min: 0, max: 2147483647 },
    freezes: { type: 'int', optional: true, min: 0, max: 2147483647 },
  },
  p2p_track: {
    kind: { type: 'enum', enum: 'media_kind' },
    stream: { type: 'int', min: 0, max: 15 },
  },
};

/** What the client sends. */
export const client = {
  hello: {
    needs: 'link',
    reply: 'welcome',
    numbered: true,
    fields: {
      sdk: { type: 'string', max_bytes: 64 },
      password: { type: 'string', optional: true, secret: true, max_bytes: 128 },
      device: { type: 'int', optional: true, min: 0, max: 255 },
      lang: { type: 'string', optional: true, max_bytes: 16 },
      video: { type: 'strings', optional: true, max_bytes: 16, max_count: 8 },
      p2p: { type: 'int', optional: true, min: 0, max: 3 },
      was: { type: 'string', optional: true, secret: true, max_bytes: 64 },
    },
  },
  resume: {
    needs: 'link',
    reply: 'resumed',
    numbered: true,
    fields: {
      token: { type: 'string', secret: true, max_bytes: 64 },
      seq: { type: 'int', min: 0, max: 9007199254740991 },
    },
  },
  login: {
    needs: 'session',
    reply: 'logged_in',
    numbered: true,
    fields: {
      name: { type: 'string', max_bytes: 128 },
      password: { type: 'string', optional: true, secret: true, max_bytes: 128 },
      app: { type: 'string', optional: true, max_bytes: 64 },
    },
  },
  login_signed: {
    needs: 'session',
    reply: 'logged_in',
    numbered: true,
    fields: {
      name: { type: 'string', max_bytes: 128 },
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      string_id: { type: 'string', max_bytes: 256 },
      app: { type: 'string', max_bytes: 64 },
      stamp: { type: 'int', min: 0, max: 9007199254740991 },
      signature: { type: 'string', secret: true, max_bytes: 2048 },
      param: { type: 'string', optional: true, max_bytes: 1024 },
    },
  },
  login_token: {
    needs: 'session',
    reply: 'logged_in',
    numbered: true,
    fields: {
      token: { type: 'string', secret: true, max_bytes: 8192 },
      name: { type: 'string', max_bytes: 128 },
    },
  },
  logout: {
    needs: 'session',
    reply: 'done',
    numbered: true,
    fields: {},
  },
  enter: {
    needs: 'user',
    reply: 'entered',
    numbered: true,
    fields: {
      room: { type: 'int', min: 1, max: 2147483647 },
      password: { type: 'string', optional: true, secret: true, max_bytes: 128 },
    },
  },
  enter_name: {
    needs: 'user',
    reply: 'entered',
    numbered: true,
    fields: {
      name: { type: 'string', max_bytes: 128 },
      password: { type: 'string', optional: true, secret: true, max_bytes: 128 },
    },
  },
  leave: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      room: { type: 'int', min: -1, max: 2147483647 },
    },
  },
  text: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      to: { type: 'int', min: -2147483648, max: 2147483647 },
      secret: { type: 'bool' },
      text: { type: 'string', max_bytes: 32768 },
    },
  },
  state: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      camera: { type: 'int', min: 0, max: 2 },
      mic: { type: 'int', min: 0, max: 1 },
      streams: { type: 'int', optional: true, min: 0, max: 65535 },
      screens: { type: 'int', optional: true, min: 0, max: 65535 },
      width: { type: 'int', optional: true, min: 1, max: 16384 },
      height: { type: 'int', optional: true, min: 1, max: 16384 },
      recording: { type: 'bool', optional: true },
      away: { type: 'bool', optional: true },
    },
  },
  watch: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      kind: { type: 'enum', enum: 'media_kind' },
      stream: { type: 'int', optional: true, min: 0, max: 15 },
      on: { type: 'bool' },
    },
  },
  view: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      views: { type: 'list', max_count: 64, object: 'stream_view' },
    },
  },
  pub_offer: {
    needs: 'user',
    reply: 'pub_answer',
    numbered: true,
    fields: {
      sdp: { type: 'string', max_bytes: 65536 },
      tracks: { type: 'list', max_count: 17, object: 'pub_track' },
    },
  },
  sub_answer: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      version: { type: 'int', min: 1, max: 2147483647 },
      sdp: { type: 'string', max_bytes: 196608 },
    },
  },
  tell_figures: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      on: { type: 'bool' },
    },
  },
  media_restart: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      peer: { type: 'enum', enum: 'peer' },
      path: { type: 'bool', optional: true },
    },
  },
  file_offer: {
    needs: 'user',
    reply: 'file_opened',
    numbered: true,
    fields: {
      to: { type: 'int', min: -2147483648, max: 2147483647 },
      task: { type: 'int', min: 1, max: 2147483647 },
      size: { type: 'int', min: 1, max: 9007199254740991 },
      name: { type: 'string', max_bytes: 1024 },
      buffer: { type: 'bool', optional: true },
      is_text: { type: 'bool', optional: true },
      w: { type: 'int', optional: true, min: -2147483648, max: 4294967295 },
      l: { type: 'int', optional: true, min: -2147483648, max: 4294967295 },
      flags: { type: 'int', optional: true, min: -2147483648, max: 4294967295 },
      guid: { type: 'string', optional: true, max_bytes: 64 },
      param: { type: 'string', optional: true, max_bytes: 4096 },
    },
  },
  file_get: {
    needs: 'user',
    reply: 'file_opened',
    numbered: true,
    fields: {
      task: { type: 'int', min: 1, max: 2147483647 },
      file: { type: 'string', secret: true, max_bytes: 64 },
    },
  },
  file_end: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      transfer: { type: 'int', min: 1, max: 4294967295 },
      sha256: { type: 'string', max_bytes: 64 },
      size: { type: 'int', optional: true, min: 1, max: 9007199254740991 },
    },
  },
  file_close: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      transfer: { type: 'int', min: 1, max: 4294967295 },
      code: { type: 'int', min: 0, max: 2147483647 },
    },
  },
  p2p_policy: {
    needs: 'session',
    reply: 'done',
    numbered: true,
    fields: {
      policy: { type: 'int', min: 0, max: 3 },
    },
  },
  p2p_connect: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      on: { type: 'bool' },
    },
  },
  p2p_signal: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      attempt: { type: 'int', min: 1, max: 2147483647 },
      data: { type: 'string', max_bytes: 32768 },
    },
  },
  p2p_state: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      attempt: { type: 'int', min: 1, max: 2147483647 },
      link: { type: 'enum', enum: 'p2p_link' },
      tracks: { type: 'list', max_count: 17, object: 'p2p_track' },
    },
  },
  buffer: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      to: { type: 'int', min: -2147483648, max: 2147483647 },
      data: { type: 'string', max_bytes: 1368 },
      is_text: { type: 'bool', optional: true },
    },
  },
  server_data: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      channel: { type: 'enum', enum: 'data_channel' },
      data: { type: 'string', max_bytes: 21848 },
      is_text: { type: 'bool', optional: true },
    },
  },
  note: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      to: { type: 'int', min: -2147483648, max: 2147483647 },
      kind: { type: 'enum', enum: 'note_kind' },
      text: { type: 'string', max_bytes: 8192 },
    },
  },
  query: {
    needs: 'user',
    reply: 'answer',
    numbered: true,
    fields: {
      info: { type: 'int', min: 0, max: 65535 },
      input: { type: 'string', max_bytes: 256 },
    },
  },
  chat_mode: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      mode: { type: 'int', min: 0, max: 1 },
    },
  },
  private_request: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
    },
  },
  private_answer: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      request: { type: 'int', min: 1, max: 2147483647 },
      code: { type: 'int', min: 0, max: 2147483647 },
    },
  },
  private_exit: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
    },
  },
  call_request: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      flags: { type: 'int', min: -2147483648, max: 2147483647 },
      param: { type: 'int', min: -2147483648, max: 2147483647 },
      text: { type: 'string', max_bytes: 4096 },
    },
  },
  call_answer: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      code: { type: 'int', min: 0, max: 2147483647 },
      flags: { type: 'int', min: -2147483648, max: 2147483647 },
      param: { type: 'int', min: -2147483648, max: 2147483647 },
      text: { type: 'string', max_bytes: 4096 },
    },
  },
  call_finish: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      code: { type: 'int', min: 0, max: 2147483647 },
      flags: { type: 'int', min: -2147483648, max: 2147483647 },
      param: { type: 'int', min: -2147483648, max: 2147483647 },
      text: { type: 'string', max_bytes: 4096 },
    },
  },
  user_control: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      code: { type: 'int', min: 100, max: 2147483647 },
      w: { type: 'int', optional: true, min: -2147483648, max: 4294967295 },
      l: { type: 'int', optional: true, min: -2147483648, max: 4294967295 },
      text: { type: 'string', optional: true, max_bytes: 4096 },
    },
  },
  object_set: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      type: { type: 'int', min: 0, max: 255 },
      object: { type: 'int', min: -2147483648, max: 2147483647 },
      info: { type: 'int', min: 0, max: 65535 },
      number: { type: 'int', optional: true, min: -2147483648, max: 2147483647 },
      text: { type: 'string', optional: true, max_bytes: 1024 },
    },
  },
  object_control: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      type: { type: 'int', min: 0, max: 255 },
      object: { type: 'int', min: -2147483648, max: 2147483647 },
      code: { type: 'int', min: 0, max: 65535 },
      p1: { type: 'int', optional: true, min: -2147483648, max: 2147483647 },
      p2: { type: 'int', optional: true, min: -2147483648, max: 2147483647 },
      p3: { type: 'int', optional: true, min: -2147483648, max: 2147483647 },
      p4: { type: 'int', optional: true, min: -2147483648, max: 2147483647 },
      text: { type: 'string', optional: true, max_bytes: 1024 },
    },
  },
  service_hold: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      client: { type: 'int', min: -2147483648, max: 2147483647 },
      on: { type: 'bool' },
    },
  },
  service_ask: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      client: { type: 'int', min: -2147483648, max: 2147483647 },
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      role: { type: 'enum', enum: 'service_role' },
      hold: { type: 'bool', optional: true },
      text: { type: 'string', optional: true, max_bytes: 1024 },
    },
  },
  service_answer: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      client: { type: 'int', min: -2147483648, max: 2147483647 },
      code: { type: 'int', min: 0, max: 2147483647 },
    },
  },
  service_drop: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      client: { type: 'int', min: -2147483648, max: 2147483647 },
      user: { type: 'int', min: -2147483648, max: 2147483647 },
    },
  },
  service_pass: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      client: { type: 'int', min: -2147483648, max: 2147483647 },
      queue: { type: 'int', min: -2147483648, max: 2147483647 },
      text: { type: 'string', optional: true, max_bytes: 1024 },
    },
  },
  service_watch: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      client: { type: 'int', min: -2147483648, max: 2147483647 },
      role: { type: 'enum', enum: 'service_role' },
    },
  },
  service_note: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      client: { type: 'int', min: -2147483648, max: 2147483647 },
      text: { type: 'string', max_bytes: 1024 },
    },
  },
  service_intake: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      fields: { type: 'list', max_count: 32, object: 'service_field' },
    },
  },
  record: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      on: { type: 'bool' },
      flags: { type: 'int', min: -2147483648, max: 4294967295 },
      param: { type: 'int', min: -2147483648, max: 4294967295 },
      text: { type: 'string', optional: true, max_bytes: 4096 },
      file_type: { type: 'int', optional: true, min: 0, max: 4 },
      width: { type: 'int', optional: true, min: 0, max: 4096 },
      height: { type: 'int', optional: true, min: 0, max: 4096 },
      video_bps: { type: 'int', optional: true, min: 0, max: 100000000 },
      audio_bps: { type: 'int', optional: true, min: 0, max: 510000 },
      clip: { type: 'int', optional: true, min: 0, max: 5 },
      undated: { type: 'bool', optional: true },
    },
  },
  record_consent: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      record: { type: 'int', min: 1, max: 2147483647 },
      yes: { type: 'bool' },
    },
  },
  record_tag: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      text: { type: 'string', max_bytes: 1024 },
    },
  },
  record_change: {
    needs: 'user',
    reply: 'done',
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      text: { type: 'string', optional: true, max_bytes: 4096 },
      insert: { type: 'string', optional: true, max_bytes: 512 },
    },
  },
  record_upload: {
    needs: 'user',
    reply: 'file_opened',
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      flags: { type: 'int', min: -2147483648, max: 4294967295 },
      param: { type: 'int', min: -2147483648, max: 4294967295 },
      text: { type: 'string', optional: true, max_bytes: 4096 },
      file_type: { type: 'int', optional: true, min: 0, max: 4 },
      width: { type: 'int', optional: true, min: 0, max: 4096 },
      height: { type: 'int', optional: true, min: 0, max: 4096 },
      video_bps: { type: 'int', optional: true, min: 0, max: 100000000 },
      audio_bps: { type: 'int', optional: true, min: 0, max: 510000 },
      clip: { type: 'int', optional: true, min: 0, max: 5 },
      undated: { type: 'bool', optional: true },
      key: { type: 'string', optional: true, secret: true, max_bytes: 64 },
    },
  },
  library: {
    needs: 'user',
    reply: 'library_answer',
    numbered: true,
    fields: {
      verb: { type: 'enum', enum: 'library_verb' },
      record: { type: 'int', optional: true, min: 1, max: 2147483647 },
      before: { type: 'int', optional: true, min: 0, max: 2147483647 },
      limit: { type: 'int', optional: true, min: 1, max: 50 },
      user: { type: 'int', optional: true, min: -2147483648, max: 2147483647 },
      room: { type: 'int', optional: true, min: -2147483648, max: 2147483647 },
      from: { type: 'int', optional: true, min: 0, max: 9007199254740991 },
      to: { type: 'int', optional: true, min: 0, max: 9007199254740991 },
      minutes: { type: 'int', optional: true, min: 1, max: 525600 },
      text: { type: 'string', optional: true, max_bytes: 200 },
    },
  },
  ack: {
    needs: 'session',
    reply: null,
    numbered: false,
    fields: {
      seq: { type: 'int', min: 0, max: 9007199254740991 },
    },
  },
  ping: {
    needs: 'session',
    reply: 'pong',
    numbered: false,
    fields: {},
  },
};

/** What the server sends. */
export const server = {
  welcome: {
    numbered: false,
    fields: {
      token: { type: 'string', secret: true, max_bytes: 64 },
      grace_ms: { type: 'int', min: 0, max: 3600000 },
      ping_ms: { type: 'int', min: 1000, max: 600000 },
      server: { type: 'string', max_bytes: 64 },
      ip: { type: 'string', max_bytes: 64 },
      records: { type: 'bool', optional: true },
      record_uploads: { type: 'bool', optional: true },
    },
  },
  resumed: {
    numbered: false,
    fields: {
      last_id: { type: 'int', min: 0, max: 9007199254740991 },
      ip: { type: 'string', optional: true, max_bytes: 64 },
    },
  },
  pong: {
    numbered: false,
    fields: {},
  },
  done: {
    numbered: true,
    fields: {},
  },
  error: {
    numbered: true,
    fields: {
      code: { type: 'int', min: 1, max: 2147483647 },
      detail: { type: 'string', optional: true, max_bytes: 256 },
      room: { type: 'int', optional: true, min: -1, max: 2147483647 },
    },
  },
  logged_in: {
    numbered: true,
    fields: {
      self: { type: 'object', object: 'user' },
    },
  },
  entered: {
    numbered: true,
    fields: {
      room: { type: 'int', min: 1, max: 2147483647 },
      name: { type: 'string', max_bytes: 128 },
      members: { type: 'list', max_count: 10000, object: 'user' },
      stun: { type: 'strings', optional: true, max_bytes: 64, max_count: 8 },
      terms: { type: 'object', optional: true, object: 'media_terms' },
    },
  },
  pub_answer: {
    numbered: true,
    fields: {
      sdp: { type: 'string', max_bytes: 65536 },
    },
  },
  user_entered: {
    numbered: true,
    fields: {
      user: { type: 'object', object: 'user' },
    },
  },
  user_left: {
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      code: { type: 'int', min: 0, max: 2147483647 },
    },
  },
  text_received: {
    numbered: true,
    fields: {
      from: { type: 'int', min: -2147483648, max: 2147483647 },
      to: { type: 'int', min: -2147483648, max: 2147483647 },
      secret: { type: 'bool' },
      text: { type: 'string', max_bytes: 32768 },
    },
  },
  user_state: {
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      camera: { type: 'int', min: 0, max: 2 },
      mic: { type: 'int', min: 0, max: 1 },
      streams: { type: 'int', optional: true, min: 0, max: 65535 },
      screens: { type: 'int', optional: true, min: 0, max: 65535 },
      width: { type: 'int', optional: true, min: 1, max: 16384 },
      height: { type: 'int', optional: true, min: 1, max: 16384 },
      recording: { type: 'bool', optional: true },
      away: { type: 'bool', optional: true },
      ip: { type: 'string', optional: true, max_bytes: 64 },
    },
  },
  sub_offer: {
    numbered: true,
    fields: {
      version: { type: 'int', min: 1, max: 2147483647 },
      fresh: { type: 'bool' },
      sdp: { type: 'string', max_bytes: 196608 },
      tracks: { type: 'list', max_count: 256, object: 'sub_track' },
    },
  },
  pub_codec: {
    numbered: true,
    fields: {
      video: { type: 'enum', enum: 'video_codec' },
    },
  },
  demand: {
    numbered: true,
    fields: {
      stream: { type: 'int', min: 0, max: 15 },
      encodings: { type: 'int', min: 0, max: 255 },
      bitrate: { type: 'int', optional: true, min: 1, max: 2147483647 },
    },
  },
  figures: {
    numbered: false,
    fields: {
      up: { type: 'int', optional: true, min: 0, max: 5 },
      down: { type: 'int', optional: true, min: 0, max: 5 },
      up_rtt: { type: 'int', optional: true, min: 0, max: 2147483647 },
      down_rtt: { type: 'int', optional: true, min: 0, max: 2147483647 },
      estimate: { type: 'int', optional: true, min: 0, max: 2147483647 },
      streams: { type: 'list', max_count: 128, object: 'stream_figures' },
    },
  },
  speakers: {
    numbered: false,
    fields: {
      users: { type: 'list', max_count: 5, object: 'speaker' },
    },
  },
  media_failed: {
    numbered: true,
    fields: {
      peer: { type: 'enum', enum: 'peer' },
      detail: { type: 'string', max_bytes: 128 },
    },
  },
  p2p_start: {
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      attempt: { type: 'int', min: 1, max: 2147483647 },
      offer: { type: 'bool' },
    },
  },
  p2p_signalled: {
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      attempt: { type: 'int', min: 1, max: 2147483647 },
      data: { type: 'string', max_bytes: 32768 },
    },
  },
  p2p_stop: {
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      attempt: { type: 'int', min: 1, max: 2147483647 },
      code: { type: 'int', min: 0, max: 2147483647 },
    },
  },
  buffer_received: {
    numbered: true,
    fields: {
      from: { type: 'int', min: -2147483648, max: 2147483647 },
      data: { type: 'string', max_bytes: 1368 },
      is_text: { type: 'bool', optional: true },
    },
  },
  server_data_received: {
    numbered: true,
    fields: {
      channel: { type: 'enum', enum: 'data_channel' },
      data: { type: 'string', max_bytes: 21848 },
      is_text: { type: 'bool', optional: true },
    },
  },
  note_received: {
    numbered: true,
    fields: {
      from: { type: 'int', min: -2147483648, max: 2147483647 },
      kind: { type: 'enum', enum: 'note_kind' },
      text: { type: 'string', max_bytes: 8192 },
    },
  },
  answer: {
    numbered: true,
    fields: {
      text: { type: 'string', max_bytes: 256 },
      user: { type: 'object', optional: true, object: 'user' },
    },
  },
  chat_mode_changed: {
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      mode: { type: 'int', min: 0, max: 1 },
    },
  },
  private_requested: {
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      request: { type: 'int', min: 1, max: 2147483647 },
    },
  },
  private_answered: {
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      code: { type: 'int', min: 0, max: 2147483647 },
    },
  },
  private_ended: {
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      code: { type: 'int', min: 0, max: 2147483647 },
    },
  },
  call_requested: {
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      flags: { type: 'int', min: -2147483648, max: 2147483647 },
      param: { type: 'int', min: -2147483648, max: 2147483647 },
      text: { type: 'string', max_bytes: 4096 },
    },
  },
  call_answered: {
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      code: { type: 'int', min: 0, max: 2147483647 },
      flags: { type: 'int', min: -2147483648, max: 2147483647 },
      param: { type: 'int', min: -2147483648, max: 2147483647 },
      text: { type: 'string', max_bytes: 4096 },
    },
  },
  call_started: {
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      flags: { type: 'int', min: -2147483648, max: 2147483647 },
      room: { type: 'int', min: 1, max: 2147483647 },
      text: { type: 'string', max_bytes: 4096 },
    },
  },
  call_finished: {
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      code: { type: 'int', min: 0, max: 2147483647 },
      flags: { type: 'int', min: -2147483648, max: 2147483647 },
      param: { type: 'int', min: -2147483648, max: 2147483647 },
      text: { type: 'string', max_bytes: 4096 },
    },
  },
  friend_data: {
    numbered: true,
    fields: {
      reset: { type: 'bool' },
      last: { type: 'bool' },
      groups: { type: 'list', max_count: 64, object: 'friend_group' },
      friends: { type: 'list', max_count: 128, object: 'friend' },
      infos: { type: 'list', max_count: 128, object: 'user_info' },
    },
  },
  friend_status: {
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      online: { type: 'bool' },
    },
  },
  call_moved: {
    numbered: true,
    fields: {
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      to: { type: 'int', min: -2147483648, max: 2147483647 },
      flags: { type: 'int', min: -2147483648, max: 2147483647 },
      room: { type: 'int', min: 1, max: 2147483647 },
    },
  },
  service: {
    numbered: true,
    fields: {
      client: { type: 'int', min: -2147483648, max: 2147483647 },
      agent: { type: 'int', min: -2147483648, max: 2147483647 },
      queue: { type: 'int', min: -2147483648, max: 2147483647 },
      room: { type: 'int', min: 0, max: 2147483647 },
      held: { type: 'bool' },
      role: { type: 'enum', enum: 'service_role' },
      parties: { type: 'list', max_count: 8, object: 'service_party' },
      away: { type: 'bool', optional: true },
    },
  },
  service_data: {
    numbered: true,
    fields: {
      client: { type: 'int', min: -2147483648, max: 2147483647 },
      fields: { type: 'list', max_count: 32, object: 'service_field' },
      notes: { type: 'list', max_count: 16, object: 'service_remark' },
    },
  },
  service_over: {
    numbered: true,
    fields: {
      client: { type: 'int', min: -2147483648, max: 2147483647 },
      code: { type: 'int', min: 0, max: 2147483647 },
    },
  },
  service_asked: {
    numbered: true,
    fields: {
      client: { type: 'int', min: -2147483648, max: 2147483647 },
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      queue: { type: 'int', min: -2147483648, max: 2147483647 },
      role: { type: 'enum', enum: 'service_role' },
      text: { type: 'string', optional: true, max_bytes: 1024 },
    },
  },
  service_answered: {
    numbered: true,
    fields: {
      client: { type: 'int', min: -2147483648, max: 2147483647 },
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      role: { type: 'enum', enum: 'service_role' },
      code: { type: 'int', min: 0, max: 2147483647 },
    },
  },
  service_withdrawn: {
    numbered: true,
    fields: {
      client: { type: 'int', min: -2147483648, max: 2147483647 },
      code: { type: 'int', min: 0, max: 2147483647 },
    },
  },
  objects: {
    numbered: true,
    fields: {
      gone: { type: 'list', max_count: 256, object: 'object_ref' },
      values: { type: 'list', max_count: 512, object: 'object_value' },
      events: { type: 'list', max_count: 256, object: 'object_event' },
    },
  },
  file_opened: {
    numbered: true,
    fields: {
      transfer: { type: 'int', min: 1, max: 4294967295 },
    },
  },
  file_offered: {
    numbered: true,
    fields: {
      transfer: { type: 'int', min: 1, max: 4294967295 },
      from: { type: 'int', min: -2147483648, max: 2147483647 },
      task: { type: 'int', min: 1, max: 2147483647 },
      size: { type: 'int', min: 1, max: 9007199254740991 },
      name: { type: 'string', max_bytes: 1024 },
      buffer: { type: 'bool', optional: true },
      is_text: { type: 'bool', optional: true },
      w: { type: 'int', optional: true, min: -2147483648, max: 4294967295 },
      l: { type: 'int', optional: true, min: -2147483648, max: 4294967295 },
      flags: { type: 'int', optional: true, min: -2147483648, max: 4294967295 },
      guid: { type: 'string', optional: true, max_bytes: 64 },
      param: { type: 'string', optional: true, max_bytes: 4096 },
    },
  },
  file_ended: {
    numbered: true,
    fields: {
      transfer: { type: 'int', min: 1, max: 4294967295 },
      sha256: { type: 'string', max_bytes: 64 },
    },
  },
  file_closed: {
    numbered: true,
    fields: {
      transfer: { type: 'int', min: 1, max: 4294967295 },
      by: { type: 'enum', enum: 'file_side' },
      code: { type: 'int', min: 0, max: 2147483647 },
      file: { type: 'string', optional: true, secret: true, max_bytes: 64 },
    },
  },
  library_answer: {
    numbered: true,
    fields: {
      text: { type: 'string', max_bytes: 524288 },
      keeper: { type: 'bool' },
    },
  },
  recording: {
    numbered: true,
    fields: {
      record: { type: 'int', min: 1, max: 2147483647 },
      state: { type: 'enum', enum: 'record_state' },
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      by: { type: 'int', min: -2147483648, max: 2147483647 },
      flags: { type: 'int', min: -2147483648, max: 4294967295 },
      consent: { type: 'bool', optional: true },
    },
  },
  record_uploading: {
    numbered: true,
    fields: {
      transfer: { type: 'int', min: 1, max: 4294967295 },
      record: { type: 'int', min: 1, max: 2147483647 },
      key: { type: 'string', secret: true, max_bytes: 64 },
    },
  },
  record_converting: {
    numbered: false,
    fields: {
      record: { type: 'int', min: 1, max: 2147483647 },
      ms: { type: 'int', min: 0, max: 9007199254740991 },
    },
  },
  recorded: {
    numbered: true,
    fields: {
      record: { type: 'int', min: 1, max: 2147483647 },
      user: { type: 'int', min: -2147483648, max: 2147483647 },
      code: { type: 'int', min: 0, max: 2147483647 },
      file: { type: 'string', max_bytes: 1024 },
      url: { type: 'string', max_bytes: 2048 },
      seconds: { type: 'int', min: 0, max: 2147483647 },
      flags: { type: 'int', min: -2147483648, max: 4294967295 },
      param: { type: 'int', min: -2147483648, max: 4294967295 },
      text: { type: 'string', max_bytes: 4096 },
      md5: { type: 'string', optional: true, max_bytes: 32 },
    },
  },
  closing: {
    numbered: true,
    fields: {
      code: { type: 'int', min: 1, max: 2147483647 },
      reconnect: { type: 'bool' },
    },
  },
  draining: {
    numbered: true,
    fields: {
      deadline_ms: { type: 'int', min: 0, max: 3600000 },
    },
  },
};
