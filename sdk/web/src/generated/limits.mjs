// SPDX-License-Identifier: Apache-2.0
// Generated from schema/: do not edit, run `make schema`.

export const limits = {
  client_message_bytes: 262144, // byte: Longest message of a client
  server_message_bytes: 8388608, // byte: Longest message of the server that a client reads
  message_depth: 8, // level: Objects and lists inside one another
  client_message_values: 1024, // count: Values in one message of a client
  server_message_values: 200000, // count: Values in one message of the server
  name_bytes: 128, // byte: Login name, nickname, room name (UTF-8)
  password_bytes: 128, // byte: Any password
  text_bytes: 32768, // byte: Text message (UTF-8)
  client_sdp_bytes: 65536, // byte: SDP of a client
  server_sdp_bytes: 196608, // byte: SDP of the server
  recordings: 8, // count: Recordings of one page at once
  record_parties: 16, // count: Users in one recording at the server
  server_recordings: 8, // count: Recordings and snapshots at the server that one page has asked for at once
  server_recordings_per_minute: 60, // 1/min: Such requests a minute of one session, lasting; 16 at once
  record_uploads: 4, // count: Recordings that one session uploads at once
  record_uploads_kept: 1024, // count: Recordings of pages that are being uploaded, wait to be converted, or have been for less than record.upload_minutes
  record_tags: 1000, // count: Marks on the time line of one recording
  snapshots: 16, // count: Snapshots of one page that are being taken at once
  library_requests: 16, // count: Requests to the catalogue of recordings that wait for the store at once, of all pages; more are refused with 23
  recording_memory_bytes: 268435456, // byte: A recording where the browser grants no private file system (private windows)
  publish_tracks: 17, // count: Media sections in a publishing offer: 16 cameras and a microphone
  subscribe_tracks: 256, // count: Media sections that one client can receive
  views: 64, // count: Pictures in one message about how they are shown
  views_per_second: 20, // 1/s: Such messages a second of one session, lasting; 60 at once
  stream_index: 15, // index: Highest stream index of a user (counted from 0)
  room_members: 10000, // count: Users in one room that the protocol can name
  messages_per_second: 100, // 1/s: Messages a second of one session, lasting
  messages_burst: 200, // count: Messages at once of one session
  logins_per_minute: 20, // 1/min: Sign-ins a minute from one address
  failed_logins: 5, // count: Failed sign-ins until account or address are locked
  login_lock_ms: 300000, // ms: How long they stay locked (202, 203)
  blocked_addresses: 4096, // count: Patterns of addresses that may not connect (113)
  trans_buffer_bytes: 1024, // byte: BRAC_TransBuffer
  trans_buffer_ex_bytes: 67108864, // byte: BRAC_TransBufferEx
  server_data_bytes: 16384, // byte: BRAC_SendSDKFilterData and what comes back
  note_bytes: 8192, // byte: JSON command from page to page (BRAC_SDKControl 95, 3)
  query_bytes: 256, // byte: Input of BRAC_QueryInfoFromServer
  queries_per_second: 10, // 1/s: Such queries a second of one session, lasting; 50 at once
  carried_bytes_per_second: 4194304, // byte/s: What the server sends to others on behalf of one session, lasting: the bytes of texts, buffers and notes, times the receivers; 32 MiB at once
  private_ties: 16, // count: Private chats and requests for them of one user
  private_requests_per_minute: 30, // 1/min: Requests for private chats a minute of one session, lasting; 16 at once
  private_request_ms: 60000, // ms: How long a request for a private chat waits for its answer (431)
  call_text_bytes: 4096, // byte: Text that goes with a call (BRAC_VideoCallControl)
  calls_per_minute: 30, // 1/min: Calls a minute of one session, lasting; 16 at once
  call_ring_ms: 60000, // ms: How long a call rings (100105)
  user_control_bytes: 4096, // byte: Text of BRAC_UserInfoControl
  user_controls_per_second: 10, // 1/s: BRAC_UserInfoControl of one session a second, lasting; 50 at once
  friends: 1000, // count: Friends of one user
  friend_groups: 64, // count: Groups of friends of one user
  friend_part: 128, // count: Friends, or texts of users, in one message
  user_infos: 32, // count: Texts that belong to one user (BRAS_SetUserInfo)
  user_info_bytes: 1024, // byte: One of them
  object_text_bytes: 1024, // byte: Name, description or tag of an object of the service counters
  object_requests_per_second: 20, // 1/s: BRAC_ObjectControl and BRAC_ObjectSetValue of one session a second, lasting; 60 at once
  object_values: 512, // count: Values in one message about objects
  object_events: 256, // count: Events, or objects that are gone, in one of them
  object_areas: 1000, // count: Service areas
  object_queues: 256, // count: Queues of one area; 10,000 in all
  object_crowd: 200, // count: People in an area up to whom everybody hears at once of everybody who comes, goes and queues. In larger areas only agents and managers hear of each, numbers are told every people times 1 ms, and where there are more than 200 agents each hears of himself alone, managers of all
  service_parts: 8, // count: Who takes part in one service besides client and agent, requests that are open included
  service_fields: 32, // count: Fields that a client's page sends along
  service_notes: 16, // count: Notes of agents on one service, those of the agents before included
  service_note_bytes: 1024, // byte: One of them
  service_ask_ms: 30000, // ms: How long another agent has to answer when he is asked in, or to take a client over (100105)
  business_links: 16, // count: Business servers at once
  business_questions: 4096, // count: Questions to one business server that it has not answered; beyond it others are asked, or the client hears 23
  business_answer_ms: 10000, // ms: How long a question waits for its answer (207)
  business_work_per_second: 10000, // 1/s: What one business server may make the server do a second, lasting, in messages; one that is carried to many users, or lists many, counts as several. Above it the server reads no faster, and what costs much is refused (23)
  business_queue_bytes: 67108864, // byte: What one business server may leave unread; then its link is closed
  business_bad_messages: 10, // count: Messages of one business server that are not of this protocol; one more ends its link (21)
  trans_tasks: 64, // count: Buffers and files under way at once, of one session in each direction
  file_chunk_bytes: 65536, // byte: One piece of a file or a large buffer
  file_sends: 64, // count: Transfers that one session sends at once
  file_receives: 64, // count: Transfers that one session receives at once
  file_window_bytes: 2097152, // byte: Pieces on their way to one receiver that it has not acknowledged, shared by its transfers
  remote_candidates: 20, // count: ICE candidates taken from one description
  page_files: 4096, // count: Files that one page holds: recordings, snapshots, what was received
  option_length: 65536, // code unit: Value of an SDK option
  stream_plays: 16, // count: Media files that a page plays at once (BRAC_StreamPlayInit)
  bras_users: 1048576, // count: Users whose presence the server SDK keeps
  bras_events: 1048576, // count: Call-backs of a business server that wait
  bras_event_bytes: 134217728, // byte: Bytes of them
  bras_calls: 262144, // count: Calls of a business server that wait to be sent
  bras_call_bytes: 67108864, // byte: Bytes of them
  bras_unanswered: 256, // count: Calls of a business server without the server's answer at a time
  bras_ask_ms: 10000, // ms: How long a question of a business server waits for the server
  bras_room_ms: 5000, // ms: How long a call of a business server waits for room
  bras_drain_ms: 1000, // ms: How long BRAS_Release lets go out what has been said
  bras_files: 64, // count: Files and large buffers under way at a business server, in each direction
  bras_buffer_bytes: 268435456, // byte: Large buffers that come to a business server or wait for its call-back
  bras_files_mib: 4096, // MiB: Files that the server SDK keeps in its temporary folder
};
