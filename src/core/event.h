/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What happens to the domain: one tagged struct, the time inside it.
 *
 * A link is one WebSocket connection, named by an id that the shell chooses and never uses again. A
 * session is what survives a link; its id is chosen by the core (first session: 1) and known to the
 * media side.
 *
 * Every byte view in an event is borrowed until pl_core_step returns.
 */
#ifndef PL_CORE_EVENT_H
#define PL_CORE_EVENT_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/time.h"
#include "core/counter/contact.h"
#include "core/counter/setup.h"
#include "core/question.h"
#include "core/recording.h"

/* The same numbers as the wire's enums (checked when core is compiled). */
enum pl_core_kind {
    PL_CORE_AUDIO = 0,
    PL_CORE_VIDEO = 1,
};

enum pl_core_peer {
    PL_CORE_PUB = 0, /* the client offers: its camera and microphone */
    PL_CORE_SUB = 1, /* the server offers: what the client watches */
};

enum pl_core_codec {
    PL_CORE_H264 = 0,
    PL_CORE_VP8 = 1,
    PL_CORE_VP9 = 2,
    PL_CORE_AV1 = 3,
};

enum { PL_CORE_CODECS = 4 };

/* How a page shows a picture; zeroed but visible: not known. */
struct pl_core_view {
    uint16_t width, height; /* device pixels, 0..16384; 0: not known */
    bool visible;
};

/* One section of the server's offer, as the media side knows it. */
struct pl_core_sub_track {
    struct pl_bytes mid;    /* borrowed: a=mid */
    uint64_t publisher;     /* session whose media it carries */
    enum pl_core_kind kind; /* audio or video */
    uint8_t stream;         /* 0..15: which of the publisher's cameras */
};

enum pl_core_why {
    PL_CORE_WHY_BEST = 0,     /* the best there is */
    PL_CORE_WHY_SIZE = 1,     /* shown no larger */
    PL_CORE_WHY_ESTIMATE = 2, /* the way carries no more */
    PL_CORE_WHY_HIDDEN = 3,   /* cannot be seen */
};

enum {
    PL_CORE_QUALITY_UNKNOWN = 0xff,
    PL_CORE_FIGURES_MAX = 128, /* streams in one telling */
    PL_CORE_SPEAKERS_MAX = 5,
};

/* How well one stream goes: a publisher's own, or one that a session receives. */
struct pl_core_figure {
    uint64_t publisher; /* session */
    enum pl_core_kind kind;
    uint8_t stream;
    uint8_t encoding, encodings;
    bool paused;
    enum pl_core_why why;
    uint8_t quality, source; /* 0..5, or unknown: of this way, and from the publisher to us */
    uint16_t width, height;  /* of the picture; 0: unknown */
    uint16_t fps;
    uint32_t bps;
    uint16_t lost, left; /* packets before and after repair, 1/100 per cent */
    uint32_t repaired;   /* packets sent again */
    uint32_t rtt_ms, jitter_ms;
    uint32_t freezes; /* since it began */
};

/* What data between clients and the server are for; the first two as on the wire. */
enum pl_core_channel {
    PL_CORE_FILTER = 0,   /* SDK filter data */
    PL_CORE_BUSINESS = 1, /* business buffers (JSON) */
    PL_CORE_BUFFER = 2,   /* transparent buffers: to and from user 0 */
};

/* What somebody attached to the server takes of what clients say to it. */
struct pl_core_takers {
    bool data[3]; /* by channel */
    bool control; /* BRAC_UserInfoControl */
    bool file;    /* files and large buffers to user 0 */
};

enum pl_core_kept_kind {
    PL_CORE_KEPT_NAME = 1, /* `user` is the id of the name `text` */
    PL_CORE_KEPT_GROUP,    /* group `id` of `user` is called `text` */
    PL_CORE_KEPT_FRIEND,   /* `id` is a friend of `user`, in `group` */
    PL_CORE_KEPT_INFO,     /* info `id` of `user` is `text` */
    PL_CORE_KEPT_BLOCK,    /* addresses like `text` may not come in */
    PL_CORE_KEPT_CONTACT,  /* of the service counters: `contact`; effect: never gone. Event: only
                              those that seats speak of, before them */
    PL_CORE_KEPT_STRETCH,  /* `stretch`; effect only, never gone */
    PL_CORE_KEPT_SEAT,     /* `seat` of `user`; gone: there is no seat given */
    PL_CORE_KEPT_LAST,     /* event only: `place` is the highest id of contacts and stretches */
};

/* Something that survives a restart: PL_EFFECT_KEEP on its way to a store, PL_EVENT_KEPT back from
 * it. Kind, user and id say what it is, of a name or a block its text. */
struct pl_core_kept {
    enum pl_core_kept_kind kind;
    bool gone;    /* effect only */
    int32_t user; /* above 0: guests leave nothing but seats; of a block 0 */
    int32_t id;
    int32_t group;        /* 0: in none */
    int64_t place;        /* of groups and friends: lists are in the order of it; of a block: for
                             how long yet, in us, 0: for good */
    struct pl_bytes text; /* borrowed, as the next; effect: until the next step */
    union {
        const struct pl_contact *contact;
        const struct pl_stretch *stretch;
        const struct pl_counter_seat *seat;
    };
};

enum {
    PL_CORE_RANDOM_BYTES = 32, /* entropy that comes with a new link: the session's token */
};

enum pl_event_type {
    PL_EVENT_LINK_OPENED = 1, /* the WebSocket handshake has succeeded */
    PL_EVENT_LINK_TEXT,       /* one whole text message has arrived */
    PL_EVENT_LINK_BINARY,     /* one whole binary message has arrived */
    PL_EVENT_LINK_CLOSED,     /* the link is gone, whoever closed it */
    PL_EVENT_TICK,            /* pl_core_deadline() has come (earlier and more often is harmless) */
    PL_EVENT_DRAIN,           /* the server will stop at `deadline` */
    PL_EVENT_BLOCK,           /* addresses may not come in any more, or may again */
    PL_EVENT_REMOVE,          /* an operator removes a user: 211, and no coming back by itself */
    PL_EVENT_MEDIA_ANSWER,    /* reply to PL_EFFECT_MEDIA_OFFER */
    PL_EVENT_MEDIA_OFFER,     /* the media side offers to a subscriber */
    PL_EVENT_MEDIA_FAILED,    /* the media side has given up a peer connection */
    PL_EVENT_MEDIA_DEMAND,    /* which encodings of a publisher's picture anybody watches */
    PL_EVENT_MEDIA_FIGURES,   /* how well a session's streams go */
    PL_EVENT_MEDIA_SPEAKERS,  /* who speaks of those whom a session hears */
    PL_EVENT_TAKERS,          /* who is attached to the server takes other things than before */
    PL_EVENT_SERVER_DATA,     /* what is attached to the server sends data to clients */
    PL_EVENT_FILE_SEND,       /* a file or large buffer for a user, read as PL_EFFECT_STORE_... */
    PL_EVENT_STORED,          /* what has become of a file that the shell stores or reads */
    PL_EVENT_ANSWER,          /* reply to PL_EFFECT_ASK */
    PL_EVENT_CALL_FINISH,     /* what is attached to the server hangs up for a user */
    PL_EVENT_USER_CONTROL,    /* it says something of a user: BRAS_UserInfoControl */
    PL_EVENT_USER_INFO,       /* it sets a text of a user: BRAS_SetUserInfo */
    PL_EVENT_OBJECT_SET,      /* it sets a property: BRAS_ObjectSetValue */
    PL_EVENT_OBJECT_CONTROL,  /* it commands an object: BRAS_ObjectControl */
    PL_EVENT_RECORDER,        /* recordings: core/recording.h */
    PL_EVENT_RECORD_ASK,
    PL_EVENT_RECORD_TAG,
    PL_EVENT_RECORDED,
    PL_EVENT_UPLOADED, /* what has become of a recording that a page has uploaded */
    PL_EVENT_LIBRARY,  /* core/library.c: the answer to PL_EFFECT_LIBRARY, once for each */
    PL_EVENT_UNSAFE,   /* what is kept is not safe any more: the store is away; or it is */
    PL_EVENT_KEPT,     /* from the store, before the first link: as it was kept */
    PL_EVENT_PLACE,    /* an operator makes, changes or deletes an area, queue, profile */
    PL_EVENT_PAIR,     /* an operator keeps two people apart at the counters, or no more */
    PL_EVENT_WALL,     /* what the clock on the wall shows; see pl_counter_set_wall */
};

/* What the shell tells of a file, in the order of the effects that it answers. */
enum pl_stored {
    PL_STORED_OPENED, /* to PL_EFFECT_STORE_OPEN */
    PL_STORED_WROTE,  /* all below `offset` */
    PL_STORED_READ,   /* to PL_EFFECT_STORE_READ: `bytes` at `offset`, at least one */
    PL_STORED_KEPT,   /* to PL_EFFECT_STORE_KEEP, under `id` */
    PL_STORED_FAILED, /* it cannot be done (any more) because of `code`; the file is gone */
};

struct pl_event {
    enum pl_event_type type;
    pl_time_us now; /* never earlier than that of the event before */
    union {
        struct {
            uint64_t link;                        /* new id, never 0 */
            struct pl_bytes ip;                   /* borrowed: remote address as text, no port */
            uint8_t random[PL_CORE_RANDOM_BYTES]; /* unpredictable; used for at most one token */
        } link_opened;
        struct {
            uint64_t link;         /* unknown or already closed ids are ignored */
            struct pl_bytes bytes; /* borrowed: the JSON text; its size is limited by the shell */
        } link_text;
        struct {
            uint64_t link;
            struct pl_bytes bytes; /* borrowed: the frame; pieces of it may be in effects */
        } link_binary;
        struct {
            uint64_t link; /* unknown ids are ignored: after PL_EFFECT_CLOSE it need not be sent */
            bool going;    /* the user has left the page (WebSocket close 1001): no grace time */
        } link_closed;
        struct {
            pl_time_us deadline; /* when all sessions are closed with 212; a second one moves it */
        } drain;
        struct {
            struct pl_bytes pattern; /* "192.0.2.*" (core/block.h); what is none is ignored */
            bool off;                /* it may again: exactly this pattern */
            pl_time_us until;        /* 0: for good */
        } block;
        struct {
            int32_t user; /* users who are not signed in are ignored */
        } remove;
        struct {
            uint64_t session;    /* as in the offer; sessions that are gone are ignored */
            uint64_t request;    /* as in the offer; what is not waited for is ignored */
            enum pl_err err;     /* PL_OK, or why the offer is refused */
            struct pl_bytes sdp; /* borrowed: the answer when err is PL_OK; at most 65536 bytes */
        } media_answer;
        struct {
            uint64_t session;                       /* subscriber */
            uint32_t version;                       /* 1..2^31-1 */
            bool fresh;                             /* belongs to a new peer connection */
            struct pl_bytes sdp;                    /* borrowed: the offer; at most 262144 bytes */
            const struct pl_core_sub_track *tracks; /* borrowed: active sections */
            size_t track_count;                     /* at most 256 */
        } media_offer;
        struct {
            uint64_t session;
            enum pl_core_peer peer;
            struct pl_bytes detail; /* borrowed: why, in words for developers; cut to 128 bytes */
        } media_failed;
        struct {
            uint64_t session;   /* publisher; sessions that are gone are ignored */
            uint8_t stream;     /* 0..15 */
            uint8_t encodings;  /* bit 0: the lowest; 0: nobody watches */
            uint32_t limit_bps; /* more of it goes to nobody; 0: no limit */
        } media_demand;
        struct {
            uint64_t session;                /* that is told; sessions that are gone are ignored */
            uint8_t up, down;                /* marks 0..5, or unknown */
            uint32_t up_rtt_ms, down_rtt_ms; /* 0: unknown */
            uint32_t estimate_bps;           /* 0: unknown */
            const struct pl_core_figure *figures; /* borrowed */
            size_t figure_count;                  /* beyond PL_CORE_FIGURES_MAX: left out */
        } media_figures;
        struct {
            int32_t user; /* 0: everybody; who is not signed in is left out */
            int32_t room; /* only those in that room; 0: wherever they are */
            enum pl_core_channel channel;
            bool is_text;          /* bytes are UTF-8 */
            struct pl_bytes bytes; /* borrowed; at most 1024 of a buffer, else 16384 */
        } server_data;
        struct pl_core_takers takers;
        struct {
            uint32_t
                ref; /* not 0; comes back in PL_EFFECT_STORE_OPEN: without one there is no room */
            int32_t user; /* who is to have it; who is not signed in is ignored */
            int32_t task; /* positive */
            bool buffer;
            bool is_text;
            int64_t w;
            int64_t l;
            int64_t flags;
        } file_send;
        struct {
            uint64_t session;           /* that is told; sessions that are gone are ignored */
            const uint64_t *publishers; /* borrowed; the loudest first */
            size_t count;               /* beyond PL_CORE_SPEAKERS_MAX: left out */
        } media_speakers;
        struct {
            uint32_t transfer; /* those that are over are ignored */
            enum pl_stored what;
            uint64_t offset;
            struct pl_bytes bytes;
            struct pl_bytes id; /* of a kept file, at most 64 bytes */
            /* OPENED for reading: */
            uint64_t size;
            struct pl_bytes name; /* at most 1024 bytes */
            struct pl_bytes sum;  /* 64 digits */
            int code;             /* FAILED: GV_ERR number, never 0 */
            /* OPENED, of an upload; `offset`: so much of it is on the disk */
            uint32_t record;
            struct pl_bytes key;
        } stored;
        struct pl_ruling answer; /* tickets that are over are ignored */
        struct {
            int32_t user; /* either of the two; who is in no call is ignored */
            int code;     /* both are told; never below 0 */
            int32_t flags;
            int32_t param;
            struct pl_bytes text; /* borrowed: UTF-8, at most 4096 bytes */
        } call_finish;
        struct {
            int32_t user; /* may be one who is not signed in */
            int32_t code; /* BRAS_USERINFO_CTRLCODE_...; unknown ones are counted */
            int32_t w;
            int32_t l;
            struct pl_bytes text; /* borrowed: UTF-8, at most 128 bytes */
        } user_control;
        struct {
            int32_t user;
            int32_t info;         /* the application's own number */
            struct pl_bytes text; /* borrowed: UTF-8, at most 1024 bytes; empty: none any more */
        } user_info;
        struct {
            int32_t type; /* ANYCHAT_OBJECT_TYPE_...; what makes no sense is counted */
            int32_t id;
            int32_t info; /* 7 to 13 */
            bool is_text;
            int32_t number;
            struct pl_bytes text; /* borrowed: UTF-8, at most 1024 bytes */
        } object_set;
        struct {
            int32_t type;
            int32_t id;
            int32_t code;      /* ANYCHAT_..._CTRL_... */
            int32_t params[4]; /* CREATE of a queue: [0] its area. Entering, leaving: [0] the user,
                                  [1] his flags, or why */
        } object_control;
        struct {
            bool on;
        } unsafe; /* nobody may come to the service counters meanwhile */
        struct {
            bool up;
        } recorder;
        struct {
            bool on;
            enum pl_record_by by; /* not a user */
            uint32_t record;      /* to end: this one; 0: that of wish.user, of the same `by` */
            struct pl_record_wish wish; /* to end: flags with CANCEL */
        } record_ask;                   /* what may not be is ignored: pl_look_record tells */
        struct {
            enum pl_record_by by;
            int32_t user;
            struct pl_bytes text; /* at most 1024 bytes */
        } record_tag;             /* ignored where pl_look_record_tag would refuse it */
        struct {
            uint32_t record; /* those that are over are ignored */
            bool finished;   /* else: it has begun, and what follows is of no interest */
            int code;        /* 0: the file is whole */
            int32_t seconds;
            struct pl_bytes file; /* at most PL_CORE_RECORD_FILE_MAX; empty: there is none */
            struct pl_bytes url;  /* at most PL_CORE_RECORD_URL_MAX; empty: none */
            struct pl_bytes md5;  /* 32 digits, or empty */
        } recorded;
        struct {
            uint64_t session; /* that is told; sessions that are gone are ignored */
            uint32_t record;
            bool finished;   /* else: converted_ms of it are made */
            int64_t made_ms; /* ditto */
            int32_t user;    /* as asked for, as flags, param and text */
            uint32_t flags;
            int64_t param;
            struct pl_bytes text;
            int code; /* as in recorded, and so on */
            int32_t seconds;
            struct pl_bytes file, url, md5;
        } uploaded;
        struct {
            uint64_t session; /* as in the effect, with the next */
            int64_t re;
            int code;             /* 0: text is what is answered */
            struct pl_bytes text; /* JSON; beyond the message's limit it becomes 23 */
        } library;                /* of a session that is gone: ignored */
        struct pl_core_kept kept; /* groups before the friends that are in them */
        struct {
            enum pl_counter_kind kind;
            int32_t id;
            const struct pl_counter_setup *setup; /* borrowed; NULL: it is deleted */
            int *code; /* how it went (core/counter/setup.h); may be NULL */
        } place;
        struct {
            int32_t one, other;
            bool apart;
            int *code; /* as above */
        } pair;
        struct {
            int64_t local_us; /* since 1970-01-01 00:00 of local time */
        } wall;
    };
};

#endif
