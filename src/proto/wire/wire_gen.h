/* SPDX-License-Identifier: Apache-2.0 */
/* Generated from schema/: do not edit, run `make schema`. */
#ifndef PL_PROTO_WIRE_GEN_H
#define PL_PROTO_WIRE_GEN_H

#include "base/bytes.h"
#include "proto/wire/wire_desc.h"

#define PL_WIRE_PROTOCOL "parlor.v1"

/* Arena that every valid message of that side fits into. */
#define PL_WIRE_CLIENT_ARENA_BYTES 196609u
#define PL_WIRE_SERVER_ARENA_BYTES 2980793u

/* Why a picture comes as it does: it is the best there is, shown no larger, the way carries no more, it cannot be seen */
enum pl_wire_layer_why {
    PL_WIRE_LAYER_WHY_BEST,
    PL_WIRE_LAYER_WHY_SIZE,
    PL_WIRE_LAYER_WHY_ESTIMATE,
    PL_WIRE_LAYER_WHY_HIDDEN,
};

/* The word on the wire. */
const char *pl_wire_layer_why_name(enum pl_wire_layer_why value);

/* Kind of a media stream */
enum pl_wire_media_kind {
    PL_WIRE_MEDIA_KIND_AUDIO,
    PL_WIRE_MEDIA_KIND_VIDEO,
};

/* The word on the wire. */
const char *pl_wire_media_kind_name(enum pl_wire_media_kind value);

/* Which of the client's two peer connections */
enum pl_wire_peer {
    PL_WIRE_PEER_PUB,
    PL_WIRE_PEER_SUB,
};

/* The word on the wire. */
const char *pl_wire_peer_name(enum pl_wire_peer value);

/* Video codec in which a publisher sends */
enum pl_wire_video_codec {
    PL_WIRE_VIDEO_CODEC_H264,
    PL_WIRE_VIDEO_CODEC_VP8,
    PL_WIRE_VIDEO_CODEC_VP9,
    PL_WIRE_VIDEO_CODEC_AV1,
};

/* The word on the wire. */
const char *pl_wire_video_codec_name(enum pl_wire_video_codec value);

/* What data between a client and the server are for: the SDK filter, or the business server */
enum pl_wire_data_channel {
    PL_WIRE_DATA_CHANNEL_FILTER,
    PL_WIRE_DATA_CHANNEL_BUSINESS,
};

/* The word on the wire. */
const char *pl_wire_data_channel_name(enum pl_wire_data_channel value);

/* Which JSON command of a page a note carries (BRAC_SDKControl 95, 3), or the figures of a trace */
enum pl_wire_note_kind {
    PL_WIRE_NOTE_KIND_BUSINESS,
    PL_WIRE_NOTE_KIND_USER_BUFFER,
    PL_WIRE_NOTE_KIND_TRACE,
};

/* The word on the wire. */
const char *pl_wire_note_kind_name(enum pl_wire_note_kind value);

/* As what something takes part in the server */
enum pl_wire_attach_role {
    PL_WIRE_ATTACH_ROLE_BUSINESS,
};

/* The word on the wire. */
const char *pl_wire_attach_role_name(enum pl_wire_attach_role value);

/* What data between users and the server are for, small buffers included */
enum pl_wire_server_channel {
    PL_WIRE_SERVER_CHANNEL_FILTER,
    PL_WIRE_SERVER_CHANNEL_BUSINESS,
    PL_WIRE_SERVER_CHANNEL_BUFFER,
};

/* The word on the wire. */
const char *pl_wire_server_channel_name(enum pl_wire_server_channel value);

/* Who ended a transfer */
enum pl_wire_file_side {
    PL_WIRE_FILE_SIDE_SENDER,
    PL_WIRE_FILE_SIDE_RECEIVER,
    PL_WIRE_FILE_SIDE_SERVER,
};

/* The word on the wire. */
const char *pl_wire_file_side_name(enum pl_wire_file_side value);

/* State of a recording at the server: consent is asked for, it runs, it is over */
enum pl_wire_record_state {
    PL_WIRE_RECORD_STATE_ASKED,
    PL_WIRE_RECORD_STATE_RUNNING,
    PL_WIRE_RECORD_STATE_ENDED,
};

/* The word on the wire. */
const char *pl_wire_record_state_name(enum pl_wire_record_state value);

/* What somebody is in a service: whom it is for, who serves him, another agent who was asked in, and a supervisor whom nobody, the agent alone, or everybody hears */
enum pl_wire_service_role {
    PL_WIRE_SERVICE_ROLE_CLIENT,
    PL_WIRE_SERVICE_ROLE_AGENT,
    PL_WIRE_SERVICE_ROLE_GUEST,
    PL_WIRE_SERVICE_ROLE_LISTENER,
    PL_WIRE_SERVICE_ROLE_WHISPERER,
    PL_WIRE_SERVICE_ROLE_BARGER,
};

/* The word on the wire. */
const char *pl_wire_service_role_name(enum pl_wire_service_role value);

/* What is wanted of the catalogue of recordings */
enum pl_wire_library_verb {
    PL_WIRE_LIBRARY_VERB_LIST,
    PL_WIRE_LIBRARY_VERB_SHOW,
    PL_WIRE_LIBRARY_VERB_LINK,
    PL_WIRE_LIBRARY_VERB_VERIFY,
    PL_WIRE_LIBRARY_VERB_DELETE,
};

/* The word on the wire. */
const char *pl_wire_library_verb_name(enum pl_wire_library_verb value);

/* What one end says of the direct connection */
enum pl_wire_p2p_link {
    PL_WIRE_P2P_LINK_CONNECTED,
    PL_WIRE_P2P_LINK_FAILED,
};

/* The word on the wire. */
const char *pl_wire_p2p_link_name(enum pl_wire_p2p_link value);

/* Names are unique over both directions. */
enum pl_wire_type {
    PL_WIRE_NONE = 0,
    /* from the client */
    PL_WIRE_HELLO,
    PL_WIRE_RESUME,
    PL_WIRE_LOGIN,
    PL_WIRE_LOGIN_SIGNED,
    PL_WIRE_LOGIN_TOKEN,
    PL_WIRE_LOGOUT,
    PL_WIRE_ENTER,
    PL_WIRE_ENTER_NAME,
    PL_WIRE_LEAVE,
    PL_WIRE_TEXT,
    PL_WIRE_STATE,
    PL_WIRE_WATCH,
    PL_WIRE_VIEW,
    PL_WIRE_PUB_OFFER,
    PL_WIRE_SUB_ANSWER,
    PL_WIRE_TELL_FIGURES,
    PL_WIRE_MEDIA_RESTART,
    PL_WIRE_FILE_OFFER,
    PL_WIRE_FILE_GET,
    PL_WIRE_FILE_END,
    PL_WIRE_FILE_CLOSE,
    PL_WIRE_P2P_POLICY,
    PL_WIRE_P2P_CONNECT,
    PL_WIRE_P2P_SIGNAL,
    PL_WIRE_P2P_STATE,
    PL_WIRE_BUFFER,
    PL_WIRE_SERVER_DATA,
    PL_WIRE_NOTE,
    PL_WIRE_QUERY,
    PL_WIRE_CHAT_MODE,
    PL_WIRE_PRIVATE_REQUEST,
    PL_WIRE_PRIVATE_ANSWER,
    PL_WIRE_PRIVATE_EXIT,
    PL_WIRE_CALL_REQUEST,
    PL_WIRE_CALL_ANSWER,
    PL_WIRE_CALL_FINISH,
    PL_WIRE_USER_CONTROL,
    PL_WIRE_OBJECT_SET,
    PL_WIRE_OBJECT_CONTROL,
    PL_WIRE_SERVICE_HOLD,
    PL_WIRE_SERVICE_ASK,
    PL_WIRE_SERVICE_ANSWER,
    PL_WIRE_SERVICE_DROP,
    PL_WIRE_SERVICE_PASS,
    PL_WIRE_SERVICE_WATCH,
    PL_WIRE_SERVICE_NOTE,
    PL_WIRE_SERVICE_INTAKE,
    PL_WIRE_ATTACH,
    PL_WIRE_BS_TAKES,
    PL_WIRE_BS_LOGIN,
    PL_WIRE_BS_ALLOW,
    PL_WIRE_BS_SEND,
    PL_WIRE_BS_CONTROL,
    PL_WIRE_BS_SET_INFO,
    PL_WIRE_BS_GET_INFO,
    PL_WIRE_BS_USERS,
    PL_WIRE_BS_ROOMS,
    PL_WIRE_BS_QUERY,
    PL_WIRE_BS_CALL,
    PL_WIRE_BS_FILE_PUT,
    PL_WIRE_BS_FILE_DATA,
    PL_WIRE_BS_FILE_GOT,
    PL_WIRE_BS_FILE_CLOSE,
    PL_WIRE_BS_OBJECT,
    PL_WIRE_BS_OBJECT_SET,
    PL_WIRE_BS_OBJECT_GET,
    PL_WIRE_BS_OBJECT_IDS,
    PL_WIRE_BS_RECORD,
    PL_WIRE_BS_RECORD_TAG,
    PL_WIRE_RECORD,
    PL_WIRE_RECORD_CONSENT,
    PL_WIRE_RECORD_TAG,
    PL_WIRE_RECORD_CHANGE,
    PL_WIRE_RECORD_UPLOAD,
    PL_WIRE_LIBRARY,
    PL_WIRE_ACK,
    PL_WIRE_PING,
    /* from the server */
    PL_WIRE_WELCOME,
    PL_WIRE_RESUMED,
    PL_WIRE_PONG,
    PL_WIRE_DONE,
    PL_WIRE_ERROR,
    PL_WIRE_LOGGED_IN,
    PL_WIRE_ENTERED,
    PL_WIRE_PUB_ANSWER,
    PL_WIRE_USER_ENTERED,
    PL_WIRE_USER_LEFT,
    PL_WIRE_TEXT_RECEIVED,
    PL_WIRE_USER_STATE,
    PL_WIRE_SUB_OFFER,
    PL_WIRE_PUB_CODEC,
    PL_WIRE_DEMAND,
    PL_WIRE_FIGURES,
    PL_WIRE_SPEAKERS,
    PL_WIRE_MEDIA_FAILED,
    PL_WIRE_P2P_START,
    PL_WIRE_P2P_SIGNALLED,
    PL_WIRE_P2P_STOP,
    PL_WIRE_BUFFER_RECEIVED,
    PL_WIRE_SERVER_DATA_RECEIVED,
    PL_WIRE_NOTE_RECEIVED,
    PL_WIRE_ANSWER,
    PL_WIRE_CHAT_MODE_CHANGED,
    PL_WIRE_PRIVATE_REQUESTED,
    PL_WIRE_PRIVATE_ANSWERED,
    PL_WIRE_PRIVATE_ENDED,
    PL_WIRE_CALL_REQUESTED,
    PL_WIRE_CALL_ANSWERED,
    PL_WIRE_CALL_STARTED,
    PL_WIRE_CALL_FINISHED,
    PL_WIRE_FRIEND_DATA,
    PL_WIRE_FRIEND_STATUS,
    PL_WIRE_CALL_MOVED,
    PL_WIRE_SERVICE,
    PL_WIRE_SERVICE_DATA,
    PL_WIRE_SERVICE_OVER,
    PL_WIRE_SERVICE_ASKED,
    PL_WIRE_SERVICE_ANSWERED,
    PL_WIRE_SERVICE_WITHDRAWN,
    PL_WIRE_OBJECTS,
    PL_WIRE_FILE_OPENED,
    PL_WIRE_FILE_OFFERED,
    PL_WIRE_FILE_ENDED,
    PL_WIRE_FILE_CLOSED,
    PL_WIRE_ATTACHED,
    PL_WIRE_BS_ONLINE,
    PL_WIRE_BS_IDS,
    PL_WIRE_BS_TEXT,
    PL_WIRE_ASK_LOGIN,
    PL_WIRE_ASK_ENTER,
    PL_WIRE_ASK_CALL,
    PL_WIRE_ON_LOGIN,
    PL_WIRE_ON_LOGOUT,
    PL_WIRE_ON_ENTER,
    PL_WIRE_ON_LEAVE,
    PL_WIRE_ON_TEXT,
    PL_WIRE_ON_DATA,
    PL_WIRE_ASK_CONTROL,
    PL_WIRE_ON_CALL,
    PL_WIRE_BS_FILE_OPENED,
    PL_WIRE_ON_FILE_WANT,
    PL_WIRE_ON_FILE,
    PL_WIRE_ON_FILE_DATA,
    PL_WIRE_ON_FILE_END,
    PL_WIRE_ON_FILE_CLOSED,
    PL_WIRE_BS_OBJECT_VALUE,
    PL_WIRE_ON_OBJECT,
    PL_WIRE_ON_RECORD,
    PL_WIRE_LIBRARY_ANSWER,
    PL_WIRE_RECORDING,
    PL_WIRE_RECORD_UPLOADING,
    PL_WIRE_RECORD_CONVERTING,
    PL_WIRE_RECORDED,
    PL_WIRE_CLOSING,
    PL_WIRE_DRAINING,
    PL_WIRE_TYPE_COUNT,
};

/* What everybody may know of a user */
struct pl_wire_user {
    int32_t id;
    struct pl_bytes name;
    int32_t level;
    int32_t camera;
    int32_t mic;
    int32_t device;
    struct pl_bytes ip;
    bool has_streams;
    int32_t streams;
    bool has_screens;
    int32_t screens;
    bool has_width;
    int32_t width;
    bool has_height;
    int32_t height;
    bool has_recording;
    bool recording;
    bool has_away;
    bool away;
    bool has_chat_mode;
    int32_t chat_mode;
};

/* A group of friends */
struct pl_wire_friend_group {
    int32_t id;
    struct pl_bytes name;
};

/* One friend */
struct pl_wire_friend {
    int32_t user;
    int32_t group;
    bool online;
};

/* One property of an object of the service counters (BRAC_ObjectGetIntValue,
 * BRAC_ObjectGetStringValue)
 */
struct pl_wire_object_value {
    int32_t type;
    int32_t id;
    int32_t info;
    bool has_number;
    int32_t number;
    bool has_text;
    struct pl_bytes text;
};

/* One event of an object (OnAnyChatObjectEvent) */
struct pl_wire_object_event {
    int32_t type;
    int32_t id;
    int32_t event;
    bool has_p1;
    int32_t p1;
    bool has_p2;
    int32_t p2;
    bool has_p3;
    int32_t p3;
    bool has_p4;
    int32_t p4;
    bool has_text;
    struct pl_bytes text;
};

/* Which object */
struct pl_wire_object_ref {
    int32_t type;
    int32_t id;
};

/* Somebody who takes part in a service, besides its client and its agent */
struct pl_wire_service_party {
    int32_t user;
    enum pl_wire_service_role role;
    bool has_asked;
    bool asked;
};

/* One field of what a client's page sends along */
struct pl_wire_service_field {
    struct pl_bytes name;
    struct pl_bytes value;
};

/* A note of an agent */
struct pl_wire_service_remark {
    int32_t user;
    struct pl_bytes text;
};

/* One of the texts that belong to a user (BRAC_GetUserInfo) */
struct pl_wire_user_info {
    int32_t user;
    int32_t info;
    struct pl_bytes text;
};

/* What a business server knows of a user who is signed in */
struct pl_wire_bs_user {
    int32_t id;
    struct pl_bytes name;
    int32_t level;
    struct pl_bytes ip;
    int32_t room;
};

/* A number in a list */
struct pl_wire_bs_id {
    int32_t id;
};

/* What one media section of a publisher's offer is */
struct pl_wire_pub_track {
    struct pl_bytes mid;
    enum pl_wire_media_kind kind;
    int32_t stream;
};

/* What the server wants of those who publish in a room */
struct pl_wire_media_terms {
    bool simulcast;
    enum pl_wire_video_codec video;
};

/* How the page shows one picture that it watches */
struct pl_wire_stream_view {
    int32_t user;
    bool has_stream;
    int32_t stream;
    int32_t width;
    int32_t height;
    bool visible;
};

/* Whose media one section of the server's offer carries */
struct pl_wire_sub_track {
    struct pl_bytes mid;
    int32_t user;
    enum pl_wire_media_kind kind;
    int32_t stream;
};

/* Somebody who speaks */
struct pl_wire_speaker {
    int32_t user;
};

/* How well one stream goes. Of one's own: on the way to the server, each encoding; of others:
 * on the way from it
 */
struct pl_wire_stream_figures {
    int32_t user;
    enum pl_wire_media_kind kind;
    bool has_stream;
    int32_t stream;
    bool has_encoding;
    int32_t encoding;
    bool has_encodings;
    int32_t encodings;
    bool has_paused;
    bool paused;
    bool has_why;
    enum pl_wire_layer_why why;
    bool has_quality;
    int32_t quality;
    bool has_source;
    int32_t source;
    int32_t bps;
    bool has_fps;
    int32_t fps;
    bool has_width;
    int32_t width;
    bool has_height;
    int32_t height;
    bool has_lost;
    int32_t lost;
    bool has_left;
    int32_t left;
    bool has_repaired;
    int32_t repaired;
    bool has_rtt;
    int32_t rtt;
    bool has_jitter;
    int32_t jitter;
    bool has_freezes;
    int32_t freezes;
};

/* One stream of the other end of a direct connection */
struct pl_wire_p2p_track {
    enum pl_wire_media_kind kind;
    int32_t stream;
};

/* First message of a new session (BRAC_Connect). */
struct pl_wire_hello {
    struct pl_bytes sdk;
    bool has_password;
    struct pl_bytes password;
    bool has_device;
    int32_t device;
    bool has_lang;
    struct pl_bytes lang;
    bool has_video;
    const struct pl_bytes *video;
    size_t video_count;
    bool has_p2p;
    int32_t p2p;
    bool has_was;
    struct pl_bytes was;
};

/* First message of a new link that goes on with a session. */
struct pl_wire_resume {
    struct pl_bytes token;
    int64_t seq;
};

/* Signs in (BRAC_Login). An empty password asks to be a guest. The answer may take as long as
 * whoever is asked about it thinks; until it comes, everything else that needs a user hears
 * 208.
 */
struct pl_wire_login {
    struct pl_bytes name;
    bool has_password;
    struct pl_bytes password;
    bool has_app;
    struct pl_bytes app;
};

/* Signs in with the signature of an application (BRAC_LoginEx). Without a signature it asks to
 * be a guest of that application. As slow as login.
 */
struct pl_wire_login_signed {
    struct pl_bytes name;
    int32_t user;
    struct pl_bytes string_id;
    struct pl_bytes app;
    int64_t stamp;
    struct pl_bytes signature;
    bool has_param;
    struct pl_bytes param;
};

/* Signs in with an access token (JSON Web Token, RFC 7519) that an application has made. As
 * slow as login.
 */
struct pl_wire_login_token {
    struct pl_bytes token;
    struct pl_bytes name;
};

/* Enters a room by number (BRAC_EnterRoom). */
struct pl_wire_enter {
    int32_t room;
    bool has_password;
    struct pl_bytes password;
};

/* Enters a room by name (BRAC_EnterRoomEx); the server gives the number. */
struct pl_wire_enter_name {
    struct pl_bytes name;
    bool has_password;
    struct pl_bytes password;
};

/* Leaves the room (BRAC_LeaveRoom). -1 is the present one; another number than the present one
 * does nothing.
 */
struct pl_wire_leave {
    int32_t room;
};

/* Text message in the room (BRAC_SendTextMessage). */
struct pl_wire_text {
    int32_t to;
    bool secret;
    struct pl_bytes text;
};

/* Own camera and microphone state. */
struct pl_wire_state {
    int32_t camera;
    int32_t mic;
    bool has_streams;
    int32_t streams;
    bool has_screens;
    int32_t screens;
    bool has_width;
    int32_t width;
    bool has_height;
    int32_t height;
    bool has_recording;
    bool recording;
    bool has_away;
    bool away;
};

/* Asks for a user's audio or video, or no longer (BRAC_UserSpeakControl,
 * BRAC_UserCameraControl). Remembered until the room is left, also for users who are not there
 * yet.
 */
struct pl_wire_watch {
    int32_t user;
    enum pl_wire_media_kind kind;
    bool has_stream;
    int32_t stream;
    bool on;
};

/* At which size the page shows pictures that it watches, and whether they can be seen: only
 * what has changed. Kept with the watch; pictures that are not watched are ignored. Never told:
 * of full size and visible.
 */
struct pl_wire_view {
    const struct pl_wire_stream_view *views;
    size_t views_count;
};

/* Offer of the publishing peer connection. */
struct pl_wire_pub_offer {
    struct pl_bytes sdp;
    const struct pl_wire_pub_track *tracks;
    size_t tracks_count;
};

/* Answer to the server's offer of the same version. An older version is ignored. */
struct pl_wire_sub_answer {
    int32_t version;
    struct pl_bytes sdp;
};

/* Asks to be told how well the streams go that one publishes and watches, or no longer. Kept
 * until the session ends.
 */
struct pl_wire_tell_figures {
    bool on;
};

/* One of the client's peer connections has failed: the server forgets it and, for sub, offers
 * anew. With path, only its network path has: the connection stays, and the server offers sub
 * again with new ICE credentials (for pub the client does, without this message).
 */
struct pl_wire_media_restart {
    enum pl_wire_peer peer;
    bool has_path;
    bool path;
};

/* A file or large buffer for one user, in whatever room, or for the server (BRAC_TransFile,
 * BRAC_TransFileEx, BRAC_TransBufferEx). Its bytes follow in binary frames.
 */
struct pl_wire_file_offer {
    int32_t to;
    int32_t task;
    int64_t size;
    struct pl_bytes name;
    bool has_buffer;
    bool buffer;
    bool has_is_text;
    bool is_text;
    bool has_w;
    int64_t w;
    bool has_l;
    int64_t l;
    bool has_flags;
    int64_t flags;
    bool has_guid;
    struct pl_bytes guid;
    bool has_param;
    struct pl_bytes param;
};

/* A file that the server keeps is to be sent here. */
struct pl_wire_file_get {
    int32_t task;
    struct pl_bytes file;
};

/* The sender has read all of it. */
struct pl_wire_file_end {
    int64_t transfer;
    struct pl_bytes sha256;
    bool has_size;
    int64_t size;
};

/* The receiver has all of it and the sum is right (code 0), or either end gives it up. */
struct pl_wire_file_close {
    int64_t transfer;
    int32_t code;
};

/* Which direct connections this client takes part in (BRAC_SO_NETWORK_P2PPOLITIC). */
struct pl_wire_p2p_policy {
    int32_t policy;
};

/* Asks for a direct connection to a user of the room, or for none any more
 * (BRAC_SO_NETWORK_P2PCONNECT, BRAC_SO_NETWORK_P2PBREAK). Holds until the room is left.
 */
struct pl_wire_p2p_connect {
    int32_t user;
    bool on;
};

/* A description or candidates for the other end of the attempt; the server carries them unread.
 * Ignored when the attempt is over.
 */
struct pl_wire_p2p_signal {
    int32_t user;
    int32_t attempt;
    struct pl_bytes data;
};

/* How the attempt goes. The server does not forward to this client what is listed in tracks,
 * and forwards everything else that it watches. Ignored when the attempt is over.
 */
struct pl_wire_p2p_state {
    int32_t user;
    int32_t attempt;
    enum pl_wire_p2p_link link;
    const struct pl_wire_p2p_track *tracks;
    size_t tracks_count;
};

/* A small buffer for others (BRAC_TransBuffer): for everybody else in the room, for one user
 * wherever he is, or for the server.
 */
struct pl_wire_buffer {
    int32_t to;
    struct pl_bytes data;
    bool has_is_text;
    bool is_text;
};

/* Data for the server's SDK filter (BRAC_SendSDKFilterData) or the business server
 * (BRAC_SDKControl 100).
 */
struct pl_wire_server_data {
    enum pl_wire_data_channel channel;
    struct pl_bytes data;
    bool has_is_text;
    bool is_text;
};

/* A JSON command from page to page; goes where a buffer goes, but not to the server. */
struct pl_wire_note {
    int32_t to;
    enum pl_wire_note_kind kind;
    struct pl_bytes text;
};

/* Asks the server for one piece of information (BRAC_QueryInfoFromServer). */
struct pl_wire_query {
    int32_t info;
    struct pl_bytes input;
};

/* Own chat mode (BRAC_ChangeChatMode). In private mode one sees and hears only partners of
 * private chats. Kept until the session ends.
 */
struct pl_wire_chat_mode {
    int32_t mode;
};

/* Asks a user of the room for a private chat (BRAC_PrivateChatRequest). Answered by
 * private_answered, within a minute at the latest. If that user has asked already, both are in
 * it.
 */
struct pl_wire_private_request {
    int32_t user;
};

/* Answers a request (BRAC_PrivateChatEcho, BRAC_PrivateChatEchoEx). */
struct pl_wire_private_answer {
    int32_t user;
    int32_t request;
    int32_t code;
};

/* Ends the private chat with a user, or takes one's request back (BRAC_PrivateChatExit).
 * Without either it does nothing.
 */
struct pl_wire_private_exit {
    int32_t user;
};

/* Calls a user, in whatever room (BRAC_VideoCallControl 1). Answered by call_answered: 0 it
 * rings; or why not. Who calls the same user again while it rings changes nothing.
 */
struct pl_wire_call_request {
    int32_t user;
    int32_t flags;
    int32_t param;
    struct pl_bytes text;
};

/* Answers a call, or takes one's own back (BRAC_VideoCallControl 2). Without a call that rings
 * it does nothing; but who takes back a call that has just begun ends it.
 */
struct pl_wire_call_answer {
    int32_t user;
    int32_t code;
    int32_t flags;
    int32_t param;
    struct pl_bytes text;
};

/* Ends a call with a user, or its ringing (BRAC_VideoCallControl 4): both are told. Without one
 * it does nothing.
 */
struct pl_wire_call_finish {
    int32_t user;
    int32_t code;
    int32_t flags;
    int32_t param;
    struct pl_bytes text;
};

/* For whatever decides about users at the server (BRAC_UserInfoControl), and what that answers:
 * done, or its code; other users do not hear of it.
 */
struct pl_wire_user_control {
    int32_t user;
    int32_t code;
    bool has_w;
    int64_t w;
    bool has_l;
    int64_t l;
    bool has_text;
    struct pl_bytes text;
};

/* Sets a property of oneself at the service counters (BRAC_ObjectSetIntValue,
 * BRAC_ObjectSetStringValue): of the client user, or of the agent that one is. Number or text.
 */
struct pl_wire_object_set {
    int32_t type;
    int32_t object;
    int32_t info;
    bool has_number;
    int32_t number;
    bool has_text;
    struct pl_bytes text;
};

/* A command to an object of the service counters (BRAC_ObjectControl). What comes of it is told
 * by `objects`, refusals to enter or leave as well.
 */
struct pl_wire_object_control {
    int32_t type;
    int32_t object;
    int32_t code;
    bool has_p1;
    int32_t p1;
    bool has_p2;
    int32_t p2;
    bool has_p3;
    int32_t p3;
    bool has_p4;
    int32_t p4;
    bool has_text;
    struct pl_bytes text;
};

/* The serving agent puts his client on hold, or takes him back: on hold he sees and hears
 * nobody, and nobody him. Who takes part is told by `service`.
 */
struct pl_wire_service_hold {
    int32_t client;
    bool on;
};

/* The serving agent asks another agent of the area to take part, or to take the client over;
 * whoever takes part already has him at once. He is told by service_asked; what he answers
 * comes by service_answered.
 */
struct pl_wire_service_ask {
    int32_t client;
    int32_t user;
    enum pl_wire_service_role role;
    bool has_hold;
    bool hold;
    bool has_text;
    struct pl_bytes text;
};

/* Answers service_asked. Without a request nothing happens. */
struct pl_wire_service_answer {
    int32_t client;
    int32_t code;
};

/* Takes a request back, or puts somebody out (the serving agent); with one's own id: takes part
 * no more (guests, supervisors). Without anything to end nothing happens.
 */
struct pl_wire_service_drop {
    int32_t client;
    int32_t user;
};

/* The serving agent hands his client over to a queue of the area: at the place that he would
 * have, had he waited there since he came. His call and this service end.
 */
struct pl_wire_service_pass {
    int32_t client;
    int32_t queue;
    bool has_text;
    struct pl_bytes text;
};

/* A supervisor takes part in a service of his area: as listener nobody hears, sees or is told
 * of him, and he cannot publish; as whisperer the agent alone; as barger everybody; as agent he
 * takes the client over. Answered by `service`, with the room to enter.
 */
struct pl_wire_service_watch {
    int32_t client;
    enum pl_wire_service_role role;
};

/* A note of the serving agent or a guest. */
struct pl_wire_service_note {
    int32_t client;
    struct pl_bytes text;
};

/* What a client sends along, from the next service on: for those who serve him. Replaces what
 * he sent before.
 */
struct pl_wire_service_intake {
    const struct pl_wire_service_field *fields;
    size_t fields_count;
};

/* First message of a business server's link, instead of hello. */
struct pl_wire_attach {
    enum pl_wire_attach_role role;
    struct pl_bytes secret;
    struct pl_bytes name;
    struct pl_bytes sdk;
    const struct pl_bytes *takes;
    size_t takes_count;
    bool has_users;
    bool users;
};

/* From now on it answers and takes this. */
struct pl_wire_bs_takes {
    const struct pl_bytes *takes;
    size_t takes_count;
};

/* Answers ask_login (BRAS_VerifyUser_CallBack). Too late, or about nothing: ignored. */
struct pl_wire_bs_login {
    int64_t ticket;
    int32_t code;
    bool has_user;
    int32_t user;
    bool has_level;
    int32_t level;
    bool has_nick;
    struct pl_bytes nick;
};

/* Answers ask_enter, ask_call or ask_control (BRAS_PrepareEnterRoom_CallBack,
 * BRAS_OnVideoCallEvent_CallBack, BRAS_OnUserInfoControl_CallBack). Too late, or about nothing:
 * ignored.
 */
struct pl_wire_bs_allow {
    int64_t ticket;
    int32_t code;
};

/* Data for a user, a room or everybody (BRAS_SendBufToUser, BRAS_SendBufToRoom,
 * BRAS_TransBuffer). Who is not there is left out.
 */
struct pl_wire_bs_send {
    bool has_user;
    int32_t user;
    bool has_room;
    int32_t room;
    enum pl_wire_server_channel channel;
    struct pl_bytes data;
    bool has_is_text;
    bool is_text;
};

/* Says something of a user: removes him, tells him of his friends, makes friends and groups,
 * blocks addresses (BRAS_UserInfoControl).
 */
struct pl_wire_bs_control {
    int32_t user;
    int32_t code;
    bool has_w;
    int32_t w;
    bool has_l;
    int32_t l;
    bool has_text;
    struct pl_bytes text;
};

/* Sets one of a user's texts (BRAS_SetUserInfo); clients see it after control code 2. */
struct pl_wire_bs_set_info {
    int32_t user;
    int32_t info;
    struct pl_bytes text;
};

/* Reads one of a user's texts (BRAS_GetUserInfo). */
struct pl_wire_bs_get_info {
    int32_t user;
    int32_t info;
};

/* Who is in a room (BRAS_GetOnlineUsers). */
struct pl_wire_bs_users {
    int32_t room;
};

/* Asks for one piece of information (BRAS_QueryInfoFromServer). */
struct pl_wire_bs_query {
    int32_t info;
    struct pl_bytes input;
};

/* Acts on the call of a user (BRAS_VideoCallControl): both are told. Without a call it does
 * nothing.
 */
struct pl_wire_bs_call {
    int32_t event;
    int32_t user;
    int32_t code;
    bool has_flags;
    int32_t flags;
    bool has_param;
    int32_t param;
    bool has_text;
    struct pl_bytes text;
};

/* A file or large buffer for a user (BRAS_TransFile, BRAS_TransBufferEx). The server asks for
 * its pieces (on_file_want) as the user takes them, and keeps nothing.
 */
struct pl_wire_bs_file_put {
    int32_t user;
    int32_t task;
    int64_t size;
    struct pl_bytes sha256;
    struct pl_bytes name;
    bool has_buffer;
    bool buffer;
    bool has_is_text;
    bool is_text;
    bool has_w;
    int64_t w;
    bool has_l;
    int64_t l;
    bool has_flags;
    int64_t flags;
};

/* Answers on_file_want: exactly that many bytes from there. */
struct pl_wire_bs_file_data {
    int64_t transfer;
    int64_t offset;
    struct pl_bytes data;
};

/* Of on_file: it is taken (offset 0); of on_file_data: everything below offset is there. */
struct pl_wire_bs_file_got {
    int64_t transfer;
    int64_t offset;
};

/* Of on_file_end: all is there and the sum is right (code 0). With another code, at any time:
 * it is given up.
 */
struct pl_wire_bs_file_close {
    int64_t transfer;
    int32_t code;
};

/* A command to an object of the service counters (BRAS_ObjectControl): makes, deletes areas and
 * queues, and acts for people. What comes of it is told by on_object.
 */
struct pl_wire_bs_object {
    int32_t type;
    int32_t object;
    int32_t code;
    bool has_p1;
    int32_t p1;
    bool has_p2;
    int32_t p2;
    bool has_p3;
    int32_t p3;
    bool has_p4;
    int32_t p4;
};

/* Sets a property of an object (BRAS_ObjectSetValue): number or text. */
struct pl_wire_bs_object_set {
    int32_t type;
    int32_t object;
    int32_t info;
    bool has_number;
    int32_t number;
    bool has_text;
    struct pl_bytes text;
};

/* Reads a property of an object (BRAS_ObjectGetValue). */
struct pl_wire_bs_object_get {
    int32_t type;
    int32_t object;
    int32_t info;
};

/* Which objects of a type there are (BRAS_ObjectGetIdList). */
struct pl_wire_bs_object_ids {
    int32_t type;
};

/* Begins or ends a recording or snapshot of a user at the server (BRAS_StreamRecordCtrl,
 * BRAS_StreamRecordCtrlEx).
 */
struct pl_wire_bs_record {
    int32_t user;
    bool on;
    int64_t flags;
    int64_t param;
    bool has_text;
    struct pl_bytes text;
    bool has_server;
    int32_t server;
    bool has_file_type;
    int32_t file_type;
    bool has_width;
    int32_t width;
    bool has_height;
    int32_t height;
    bool has_video_bps;
    int32_t video_bps;
    bool has_audio_bps;
    int32_t audio_bps;
    bool has_clip;
    int32_t clip;
    bool has_undated;
    bool undated;
};

/* Puts a mark on the time line of a recording that a business server has begun
 * (BRAS_TransBuffer2RecordServer).
 */
struct pl_wire_bs_record_tag {
    int32_t user;
    struct pl_bytes text;
};

/* Begins or ends a recording of a member of one's room at the server, or takes a picture of him
 * (BRAC_StreamRecordCtrl, BRAC_StreamRecordCtrlEx, BRAC_SnapShot with the flag SERVER). The end
 * comes as recorded.
 */
struct pl_wire_record {
    int32_t user;
    bool on;
    int64_t flags;
    int64_t param;
    bool has_text;
    struct pl_bytes text;
    bool has_file_type;
    int32_t file_type;
    bool has_width;
    int32_t width;
    bool has_height;
    int32_t height;
    bool has_video_bps;
    int32_t video_bps;
    bool has_audio_bps;
    int32_t audio_bps;
    bool has_clip;
    int32_t clip;
    bool has_undated;
    bool undated;
};

/* Answer to a recording that asks for consent; also later, by who did not answer in time or
 * comes into the room. Taking it back leaves the recording.
 */
struct pl_wire_record_consent {
    int32_t record;
    bool yes;
};

/* Puts a mark on the time line of a recording that one has asked for (BRAC_SDKControl 71). */
struct pl_wire_record_tag {
    int32_t user;
    struct pl_bytes text;
};

/* Changes a recording that one has asked for while it runs: its user string (BRAC_SDKControl
 * 98), whose layout counts from then on, or the image over the picture (option 146).
 */
struct pl_wire_record_change {
    int32_t user;
    bool has_text;
    struct pl_bytes text;
    bool has_insert;
    struct pl_bytes insert;
};

/* A recording that the page makes itself is to be kept at the server: its pieces follow in
 * binary frames while it grows, as those of a file; record_uploading says from where. file_end,
 * with its size, ends it; it is then made into a file of the wanted type, and recorded tells of
 * it.
 */
struct pl_wire_record_upload {
    int32_t user;
    int64_t flags;
    int64_t param;
    bool has_text;
    struct pl_bytes text;
    bool has_file_type;
    int32_t file_type;
    bool has_width;
    int32_t width;
    bool has_height;
    int32_t height;
    bool has_video_bps;
    int32_t video_bps;
    bool has_audio_bps;
    int32_t audio_bps;
    bool has_clip;
    int32_t clip;
    bool has_undated;
    bool undated;
    bool has_key;
    struct pl_bytes key;
};

/* Finds, shows and deletes recordings at the server, whoever has asked for them; for the users
 * whom the settings name ([record] viewers, keepers).
 */
struct pl_wire_library {
    enum pl_wire_library_verb verb;
    bool has_record;
    int32_t record;
    bool has_before;
    int32_t before;
    bool has_limit;
    int32_t limit;
    bool has_user;
    int32_t user;
    bool has_room;
    int32_t room;
    bool has_from;
    int64_t from;
    bool has_to;
    int64_t to;
    bool has_minutes;
    int32_t minutes;
    bool has_text;
    struct pl_bytes text;
};

/* Everything up to seq has arrived; the server may forget it. Sent now and then, not for each
 * message.
 */
struct pl_wire_ack {
    int64_t seq;
};

/* The session is open. */
struct pl_wire_welcome {
    struct pl_bytes token;
    int32_t grace_ms;
    int32_t ping_ms;
    struct pl_bytes server;
    struct pl_bytes ip;
    bool has_records;
    bool records;
    bool has_record_uploads;
    bool record_uploads;
};

/* The session goes on; messages after the client's seq follow. */
struct pl_wire_resumed {
    int64_t last_id;
    bool has_ip;
    struct pl_bytes ip;
};

/* The request was refused; nothing changed. */
struct pl_wire_error {
    int32_t code;
    bool has_detail;
    struct pl_bytes detail;
    bool has_room;
    int32_t room;
};

/* Signed in. */
struct pl_wire_logged_in {
    struct pl_wire_user self;
};

/* Inside the room. members is complete: users not in it come with user_entered. */
struct pl_wire_entered {
    int32_t room;
    struct pl_bytes name;
    const struct pl_wire_user *members;
    size_t members_count;
    bool has_stun;
    const struct pl_bytes *stun;
    size_t stun_count;
    bool has_terms;
    struct pl_wire_media_terms terms;
};

/* Answer of the publishing peer connection. */
struct pl_wire_pub_answer {
    struct pl_bytes sdp;
};

/* A user has entered the room. */
struct pl_wire_user_entered {
    struct pl_wire_user user;
};

/* A user has left the room. */
struct pl_wire_user_left {
    int32_t user;
    int32_t code;
};

/* A text message. */
struct pl_wire_text_received {
    int32_t from;
    int32_t to;
    bool secret;
    struct pl_bytes text;
};

/* Camera and microphone of a user in the room, also one's own. */
struct pl_wire_user_state {
    int32_t user;
    int32_t camera;
    int32_t mic;
    bool has_streams;
    int32_t streams;
    bool has_screens;
    int32_t screens;
    bool has_width;
    int32_t width;
    bool has_height;
    int32_t height;
    bool has_recording;
    bool recording;
    bool has_away;
    bool away;
    bool has_ip;
    struct pl_bytes ip;
};

/* Offer of the receiving peer connection. Only the newest version counts. */
struct pl_wire_sub_offer {
    int32_t version;
    bool fresh;
    struct pl_bytes sdp;
    const struct pl_wire_sub_track *tracks;
    size_t tracks_count;
};

/* Somebody in the room cannot show the present codec (or everybody can show a better one):
 * offer again; the answer puts this codec first.
 */
struct pl_wire_pub_codec {
    enum pl_wire_video_codec video;
};

/* Which encodings of one's own picture anybody watches now. Those above the highest need not be
 * sent; 0: nobody watches. Never told: all.
 */
struct pl_wire_demand {
    int32_t stream;
    int32_t encodings;
    bool has_bitrate;
    int32_t bitrate;
};

/* How well one's streams go: each two seconds to those who asked, and once more when there is
 * nothing left to tell. A lost one is not sent again.
 */
struct pl_wire_figures {
    bool has_up;
    int32_t up;
    bool has_down;
    int32_t down;
    bool has_up_rtt;
    int32_t up_rtt;
    bool has_down_rtt;
    int32_t down_rtt;
    bool has_estimate;
    int32_t estimate;
    const struct pl_wire_stream_figures *streams;
    size_t streams_count;
};

/* Who speaks now, of those whose sound one receives: to those who asked by tell_figures, when
 * it changes, and again after a resume.
 */
struct pl_wire_speakers {
    const struct pl_wire_speaker *users;
    size_t users_count;
};

/* The server has given up a peer connection (no consent, wrong certificate): close it and, for
 * pub, offer anew.
 */
struct pl_wire_media_failed {
    enum pl_wire_peer peer;
    struct pl_bytes detail;
};

/* Try a direct connection to this user; media go on through the server meanwhile. */
struct pl_wire_p2p_start {
    int32_t user;
    int32_t attempt;
    bool offer;
};

/* p2p_signal of the other end. */
struct pl_wire_p2p_signalled {
    int32_t user;
    int32_t attempt;
    struct pl_bytes data;
};

/* The direct connection or the attempt is over: media come through the server again. Close it
 * when they are there.
 */
struct pl_wire_p2p_stop {
    int32_t user;
    int32_t attempt;
    int32_t code;
};

/* A small buffer of another user, or of the server. */
struct pl_wire_buffer_received {
    int32_t from;
    struct pl_bytes data;
    bool has_is_text;
    bool is_text;
};

/* Data of the server's SDK filter (OnAnyChatSDKFilterData) or of the business server. */
struct pl_wire_server_data_received {
    enum pl_wire_data_channel channel;
    struct pl_bytes data;
    bool has_is_text;
    bool is_text;
};

/* A JSON command of another page. */
struct pl_wire_note_received {
    int32_t from;
    enum pl_wire_note_kind kind;
    struct pl_bytes text;
};

/* Answer to query. */
struct pl_wire_answer {
    struct pl_bytes text;
    bool has_user;
    struct pl_wire_user user;
};

/* Chat mode of a user in the room, also one's own. */
struct pl_wire_chat_mode_changed {
    int32_t user;
    int32_t mode;
};

/* A user of the room asks for a private chat. */
struct pl_wire_private_requested {
    int32_t user;
    int32_t request;
};

/* What has become of one's request; once for each. */
struct pl_wire_private_answered {
    int32_t user;
    int32_t code;
};

/* The other one has ended a private chat, or a request is not to be answered any more. */
struct pl_wire_private_ended {
    int32_t user;
    int32_t code;
};

/* A user calls. */
struct pl_wire_call_requested {
    int32_t user;
    int32_t flags;
    int32_t param;
    struct pl_bytes text;
};

/* To the caller: it rings (0), or the call has come to nothing. To the called one: it rings no
 * more.
 */
struct pl_wire_call_answered {
    int32_t user;
    int32_t code;
    int32_t flags;
    int32_t param;
    struct pl_bytes text;
};

/* The call has begun: both go into its room, which lets nobody else in. */
struct pl_wire_call_started {
    int32_t user;
    int32_t flags;
    int32_t room;
    struct pl_bytes text;
};

/* The call is over; whoever ended it is told as well. */
struct pl_wire_call_finished {
    int32_t user;
    int32_t code;
    int32_t flags;
    int32_t param;
    struct pl_bytes text;
};

/* Groups, friends and what is told of users. It comes in parts: with the last one the page is
 * told.
 */
struct pl_wire_friend_data {
    bool reset;
    bool last;
    const struct pl_wire_friend_group *groups;
    size_t groups_count;
    const struct pl_wire_friend *friends;
    size_t friends_count;
    const struct pl_wire_user_info *infos;
    size_t infos_count;
};

/* A friend has come or gone. */
struct pl_wire_friend_status {
    int32_t user;
    bool online;
};

/* A call goes on with another user, in the same room: the client of a service was handed over.
 * Of the one before it is over, and a call with the other one has begun.
 */
struct pl_wire_call_moved {
    int32_t user;
    int32_t to;
    int32_t flags;
    int32_t room;
};

/* How a service is now, to everybody who takes part in it, whenever that has changed. */
struct pl_wire_service {
    int32_t client;
    int32_t agent;
    int32_t queue;
    int32_t room;
    bool held;
    enum pl_wire_service_role role;
    const struct pl_wire_service_party *parties;
    size_t parties_count;
    bool has_away;
    bool away;
};

/* What is known of a service: to its agent, guests and supervisors (not to its client), and to
 * who is asked; with the request, and whenever it has changed.
 */
struct pl_wire_service_data {
    int32_t client;
    const struct pl_wire_service_field *fields;
    size_t fields_count;
    const struct pl_wire_service_remark *notes;
    size_t notes_count;
};

/* One takes part in it no more. */
struct pl_wire_service_over {
    int32_t client;
    int32_t code;
};

/* An agent asks: come in, or take my client over. Its service_data has come before. */
struct pl_wire_service_asked {
    int32_t client;
    int32_t user;
    int32_t queue;
    enum pl_wire_service_role role;
    bool has_text;
    struct pl_bytes text;
};

/* What has become of a service_ask. */
struct pl_wire_service_answered {
    int32_t client;
    int32_t user;
    enum pl_wire_service_role role;
    int32_t code;
};

/* There is nothing to answer any more. */
struct pl_wire_service_withdrawn {
    int32_t client;
    int32_t code;
};

/* What has happened at the service counters. Read in this order: objects that are no more, new
 * values, then events; so every event finds the values that it is about.
 */
struct pl_wire_objects {
    const struct pl_wire_object_ref *gone;
    size_t gone_count;
    const struct pl_wire_object_value *values;
    size_t values_count;
    const struct pl_wire_object_event *events;
    size_t events_count;
};

/* The transfer has a number now; the receiver is told. */
struct pl_wire_file_opened {
    int64_t transfer;
};

/* A file or large buffer for this client; it comes once the client has granted it. Also before
 * the first piece of what was asked for by file_get.
 */
struct pl_wire_file_offered {
    int64_t transfer;
    int32_t from;
    int32_t task;
    int64_t size;
    struct pl_bytes name;
    bool has_buffer;
    bool buffer;
    bool has_is_text;
    bool is_text;
    bool has_w;
    int64_t w;
    bool has_l;
    int64_t l;
    bool has_flags;
    int64_t flags;
    bool has_guid;
    struct pl_bytes guid;
    bool has_param;
    struct pl_bytes param;
};

/* file_end of the sender. */
struct pl_wire_file_ended {
    int64_t transfer;
    struct pl_bytes sha256;
};

/* The transfer is over, by the other end or the server. */
struct pl_wire_file_closed {
    int64_t transfer;
    enum pl_wire_file_side by;
    int32_t code;
    bool has_file;
    struct pl_bytes file;
};

/* It takes part now. */
struct pl_wire_attached {
    struct pl_bytes server;
    int64_t link;
    int32_t limit_ms;
    int32_t users;
};

/* Who was signed in when it attached, in parts; what comes afterwards changes this. */
struct pl_wire_bs_online {
    bool last;
    const struct pl_wire_bs_user *users;
    size_t users_count;
};

/* Answer to bs_users and bs_rooms. */
struct pl_wire_bs_ids {
    const struct pl_wire_bs_id *ids;
    size_t ids_count;
};

/* Answer to bs_get_info and bs_query. */
struct pl_wire_bs_text {
    struct pl_bytes text;
};

/* May this user sign in, and as whom (BRAS_VerifyUser_CallBack)? Answer with bs_login. */
struct pl_wire_ask_login {
    int64_t ticket;
    struct pl_bytes name;
    struct pl_bytes password;
    struct pl_bytes ip;
};

/* May this user enter this room (BRAS_PrepareEnterRoom_CallBack)? Answer with bs_allow. */
struct pl_wire_ask_enter {
    int64_t ticket;
    int32_t user;
    int32_t room;
    struct pl_bytes name;
    struct pl_bytes password;
};

/* May this call ring (BRAS_OnVideoCallEvent_CallBack 1)? Answer with bs_allow. */
struct pl_wire_ask_call {
    int64_t ticket;
    int32_t from;
    int32_t to;
    int32_t flags;
    int32_t param;
    struct pl_bytes text;
};

/* A user has signed in (BRAS_OnUserLoginAction_CallBack). */
struct pl_wire_on_login {
    struct pl_wire_bs_user user;
};

/* A user has gone (BRAS_OnUserLogoutActionEx_CallBack); on_leave comes before it. */
struct pl_wire_on_logout {
    int32_t user;
    int32_t code;
};

/* A user has entered a room (BRAS_OnUserEnterRoomAction_CallBack). */
struct pl_wire_on_enter {
    int32_t user;
    int32_t room;
    struct pl_bytes name;
};

/* A user has left a room (BRAS_OnUserLeaveRoomAction_CallBack). */
struct pl_wire_on_leave {
    int32_t user;
    int32_t room;
    int32_t code;
};

/* Copy of a text message (BRAS_OnRecvUserTextMsg_CallBack); for whoever takes text. */
struct pl_wire_on_text {
    int32_t room;
    int32_t from;
    int32_t to;
    bool secret;
    struct pl_bytes text;
};

/* Data of a user for the server (BRAS_OnRecvUserFilterData_CallBack,
 * BRAS_OnTransBuffer_CallBack).
 */
struct pl_wire_on_data {
    int32_t user;
    enum pl_wire_server_channel channel;
    struct pl_bytes data;
    bool is_text;
};

/* BRAC_UserInfoControl of a user: what is he to be told (BRAS_OnUserInfoControl_CallBack)?
 * Answer with bs_allow.
 */
struct pl_wire_ask_control {
    int64_t ticket;
    int32_t from;
    int32_t user;
    int32_t code;
    int64_t w;
    int64_t l;
    struct pl_bytes text;
};

/* What becomes of a call (BRAS_OnVideoCallEvent_CallBack). A request comes as ask_call to one
 * of those who take call, as on_call to those who do not.
 */
struct pl_wire_on_call {
    int32_t event;
    int32_t from;
    int32_t to;
    int32_t code;
    int32_t flags;
    int32_t param;
    struct pl_bytes text;
};

/* Answer to bs_file_put; the receiver has been told. */
struct pl_wire_bs_file_opened {
    int64_t transfer;
};

/* The receiver of a bs_file_put can take so many bytes more: send them by bs_file_data. One at
 * a time for each transfer.
 */
struct pl_wire_on_file_want {
    int64_t transfer;
    int64_t offset;
    int32_t count;
};

/* A user sends the server a file or large buffer (BRAS_OnTransFile_CallBack,
 * BRAS_OnTransBufferEx_CallBack); for one that takes file. Its bytes come once bs_file_got has
 * said so.
 */
struct pl_wire_on_file {
    int64_t transfer;
    int32_t user;
    int32_t task;
    int64_t size;
    struct pl_bytes name;
    bool buffer;
    bool is_text;
    int64_t w;
    int64_t l;
};

/* The next piece of it, in order. At most 1 MiB comes before bs_file_got says how far one is. */
struct pl_wire_on_file_data {
    int64_t transfer;
    int64_t offset;
    struct pl_bytes data;
};

/* All of it has come: check the sum and answer with bs_file_close. */
struct pl_wire_on_file_end {
    int64_t transfer;
    struct pl_bytes sha256;
};

/* A transfer in either direction is over. */
struct pl_wire_on_file_closed {
    int64_t transfer;
    int32_t code;
};

/* Answer to bs_object_get. No number: there is no such object or property. No text: it is a
 * number, or empty.
 */
struct pl_wire_bs_object_value {
    bool has_number;
    int32_t number;
    bool has_text;
    struct pl_bytes text;
};

/* Something at the service counters (BRAS_ObjectEventNotify_CallBack). */
struct pl_wire_on_object {
    int32_t type;
    int32_t object;
    int32_t event;
    int32_t p1;
    int32_t p2;
    int32_t p3;
    int32_t p4;
    struct pl_bytes text;
};

/* A recording or snapshot at the server is finished (BRAS_OnServerRecordEx_CallBack). */
struct pl_wire_on_record {
    int32_t user;
    struct pl_bytes file;
    int32_t seconds;
    int64_t flags;
    int64_t param;
    struct pl_bytes text;
    int32_t server;
};

/* Answer to library. */
struct pl_wire_library_answer {
    struct pl_bytes text;
    bool keeper;
};

/* A recording at the server in one's room: told to everybody inside when it asks, begins and
 * ends, and to whoever comes in.
 */
struct pl_wire_recording {
    int32_t record;
    enum pl_wire_record_state state;
    int32_t user;
    int32_t by;
    int64_t flags;
    bool has_consent;
    bool consent;
};

/* The server takes the pieces of a recording of this page, from the first grant's offset on.
 * All below the offset of a grant is on its disk: neither a crash nor a new session loses it.
 */
struct pl_wire_record_uploading {
    int64_t transfer;
    int32_t record;
    struct pl_bytes key;
};

/* A recording that was uploaded is being made into a file of the wanted type. */
struct pl_wire_record_converting {
    int32_t record;
    int64_t ms;
};

/* A recording or snapshot at the server is finished (OnAnyChatRecordSnapShot, ...Ex, ...Ex2).
 * To the page that asked for it, or, when a business server did, to who was recorded, each with
 * the flag LOCALCB.
 */
struct pl_wire_recorded {
    int32_t record;
    int32_t user;
    int32_t code;
    struct pl_bytes file;
    struct pl_bytes url;
    int32_t seconds;
    int64_t flags;
    int64_t param;
    struct pl_bytes text;
    bool has_md5;
    struct pl_bytes md5;
};

/* The server ends the session; the link closes after this (OnAnyChatLinkClose). */
struct pl_wire_closing {
    int32_t code;
    bool reconnect;
};

/* The server will stop soon; links stay until it does. */
struct pl_wire_draining {
    int32_t deadline_ms;
};

struct pl_wire_msg {
    enum pl_wire_type type;
    int64_t id;  /* client, numbered: number of the request, from 1; else 0 */
    int64_t seq; /* server, numbered: place in the stream, from 1; else 0 */
    int64_t re;  /* server: the request that this answers; 0 when it answers none */
    union {
        struct pl_wire_hello hello;
        struct pl_wire_resume resume;
        struct pl_wire_login login;
        struct pl_wire_login_signed login_signed;
        struct pl_wire_login_token login_token;
        struct pl_wire_enter enter;
        struct pl_wire_enter_name enter_name;
        struct pl_wire_leave leave;
        struct pl_wire_text text;
        struct pl_wire_state state;
        struct pl_wire_watch watch;
        struct pl_wire_view view;
        struct pl_wire_pub_offer pub_offer;
        struct pl_wire_sub_answer sub_answer;
        struct pl_wire_tell_figures tell_figures;
        struct pl_wire_media_restart media_restart;
        struct pl_wire_file_offer file_offer;
        struct pl_wire_file_get file_get;
        struct pl_wire_file_end file_end;
        struct pl_wire_file_close file_close;
        struct pl_wire_p2p_policy p2p_policy;
        struct pl_wire_p2p_connect p2p_connect;
        struct pl_wire_p2p_signal p2p_signal;
        struct pl_wire_p2p_state p2p_state;
        struct pl_wire_buffer buffer;
        struct pl_wire_server_data server_data;
        struct pl_wire_note note;
        struct pl_wire_query query;
        struct pl_wire_chat_mode chat_mode;
        struct pl_wire_private_request private_request;
        struct pl_wire_private_answer private_answer;
        struct pl_wire_private_exit private_exit;
        struct pl_wire_call_request call_request;
        struct pl_wire_call_answer call_answer;
        struct pl_wire_call_finish call_finish;
        struct pl_wire_user_control user_control;
        struct pl_wire_object_set object_set;
        struct pl_wire_object_control object_control;
        struct pl_wire_service_hold service_hold;
        struct pl_wire_service_ask service_ask;
        struct pl_wire_service_answer service_answer;
        struct pl_wire_service_drop service_drop;
        struct pl_wire_service_pass service_pass;
        struct pl_wire_service_watch service_watch;
        struct pl_wire_service_note service_note;
        struct pl_wire_service_intake service_intake;
        struct pl_wire_attach attach;
        struct pl_wire_bs_takes bs_takes;
        struct pl_wire_bs_login bs_login;
        struct pl_wire_bs_allow bs_allow;
        struct pl_wire_bs_send bs_send;
        struct pl_wire_bs_control bs_control;
        struct pl_wire_bs_set_info bs_set_info;
        struct pl_wire_bs_get_info bs_get_info;
        struct pl_wire_bs_users bs_users;
        struct pl_wire_bs_query bs_query;
        struct pl_wire_bs_call bs_call;
        struct pl_wire_bs_file_put bs_file_put;
        struct pl_wire_bs_file_data bs_file_data;
        struct pl_wire_bs_file_got bs_file_got;
        struct pl_wire_bs_file_close bs_file_close;
        struct pl_wire_bs_object bs_object;
        struct pl_wire_bs_object_set bs_object_set;
        struct pl_wire_bs_object_get bs_object_get;
        struct pl_wire_bs_object_ids bs_object_ids;
        struct pl_wire_bs_record bs_record;
        struct pl_wire_bs_record_tag bs_record_tag;
        struct pl_wire_record record;
        struct pl_wire_record_consent record_consent;
        struct pl_wire_record_tag record_tag;
        struct pl_wire_record_change record_change;
        struct pl_wire_record_upload record_upload;
        struct pl_wire_library library;
        struct pl_wire_ack ack;
        struct pl_wire_welcome welcome;
        struct pl_wire_resumed resumed;
        struct pl_wire_error error;
        struct pl_wire_logged_in logged_in;
        struct pl_wire_entered entered;
        struct pl_wire_pub_answer pub_answer;
        struct pl_wire_user_entered user_entered;
        struct pl_wire_user_left user_left;
        struct pl_wire_text_received text_received;
        struct pl_wire_user_state user_state;
        struct pl_wire_sub_offer sub_offer;
        struct pl_wire_pub_codec pub_codec;
        struct pl_wire_demand demand;
        struct pl_wire_figures figures;
        struct pl_wire_speakers speakers;
        struct pl_wire_media_failed media_failed;
        struct pl_wire_p2p_start p2p_start;
        struct pl_wire_p2p_signalled p2p_signalled;
        struct pl_wire_p2p_stop p2p_stop;
        struct pl_wire_buffer_received buffer_received;
        struct pl_wire_server_data_received server_data_received;
        struct pl_wire_note_received note_received;
        struct pl_wire_answer answer;
        struct pl_wire_chat_mode_changed chat_mode_changed;
        struct pl_wire_private_requested private_requested;
        struct pl_wire_private_answered private_answered;
        struct pl_wire_private_ended private_ended;
        struct pl_wire_call_requested call_requested;
        struct pl_wire_call_answered call_answered;
        struct pl_wire_call_started call_started;
        struct pl_wire_call_finished call_finished;
        struct pl_wire_friend_data friend_data;
        struct pl_wire_friend_status friend_status;
        struct pl_wire_call_moved call_moved;
        struct pl_wire_service service;
        struct pl_wire_service_data service_data;
        struct pl_wire_service_over service_over;
        struct pl_wire_service_asked service_asked;
        struct pl_wire_service_answered service_answered;
        struct pl_wire_service_withdrawn service_withdrawn;
        struct pl_wire_objects objects;
        struct pl_wire_file_opened file_opened;
        struct pl_wire_file_offered file_offered;
        struct pl_wire_file_ended file_ended;
        struct pl_wire_file_closed file_closed;
        struct pl_wire_attached attached;
        struct pl_wire_bs_online bs_online;
        struct pl_wire_bs_ids bs_ids;
        struct pl_wire_bs_text bs_text;
        struct pl_wire_ask_login ask_login;
        struct pl_wire_ask_enter ask_enter;
        struct pl_wire_ask_call ask_call;
        struct pl_wire_on_login on_login;
        struct pl_wire_on_logout on_logout;
        struct pl_wire_on_enter on_enter;
        struct pl_wire_on_leave on_leave;
        struct pl_wire_on_text on_text;
        struct pl_wire_on_data on_data;
        struct pl_wire_ask_control ask_control;
        struct pl_wire_on_call on_call;
        struct pl_wire_bs_file_opened bs_file_opened;
        struct pl_wire_on_file_want on_file_want;
        struct pl_wire_on_file on_file;
        struct pl_wire_on_file_data on_file_data;
        struct pl_wire_on_file_end on_file_end;
        struct pl_wire_on_file_closed on_file_closed;
        struct pl_wire_bs_object_value bs_object_value;
        struct pl_wire_on_object on_object;
        struct pl_wire_on_record on_record;
        struct pl_wire_library_answer library_answer;
        struct pl_wire_recording recording;
        struct pl_wire_record_uploading record_uploading;
        struct pl_wire_record_converting record_converting;
        struct pl_wire_recorded recorded;
        struct pl_wire_closing closing;
        struct pl_wire_draining draining;
    } u;
};

extern const struct pl_wire_desc pl_wire_descs[PL_WIRE_TYPE_COUNT];

#endif
