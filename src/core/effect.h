/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the domain wants done: plain data, in the order in which it has to be done.
 *
 * The list and every byte view in it belong to the core and stay valid until the next
 * pl_core_step or pl_core_destroy; who needs them longer copies them.
 */
#ifndef PL_CORE_EFFECT_H
#define PL_CORE_EFFECT_H

#include "core/event.h"
#include "core/notice.h"
#include "core/recording.h"
#include "proto/wire/wire.h"

/* One section of a publisher's offer, as the client describes it; checked for ranges only. */
struct pl_core_pub_track {
    struct pl_bytes mid;    /* owned by the core: a=mid */
    enum pl_core_kind kind; /* what the client says; the SDP decides */
    uint8_t stream;         /* 0..15 */
};

/* Life-cycle facts, one for each line of the log; see core/trace.h for their text. */
enum pl_fact_kind {
    PL_FACT_LINK_REFUSED = 1, /* link.refused: code 104 (too many) or 100 (said no hello in time) */
    PL_FACT_SESSION_OPEN,     /* session.open */
    PL_FACT_SESSION_REFUSED,  /* session.refused: hello or resume refused with code */
    PL_FACT_SESSION_LOST,     /* session.lost: the link broke, grace begins */
    PL_FACT_SESSION_RESUME,   /* session.resume */
    PL_FACT_SESSION_END,      /* session.end: code 0 logout, 101 lost, 209, 211, 212, 21, 23 */
    PL_FACT_USER_LOGIN,       /* user.login */
    PL_FACT_USER_REFUSED,     /* user.refused: login refused with code */
    PL_FACT_ROOM_OPEN,        /* room.open: first member */
    PL_FACT_ROOM_ENTER,       /* room.enter */
    PL_FACT_ROOM_REFUSED,     /* room.refused: enter refused with code */
    PL_FACT_ROOM_LEAVE,       /* room.leave: code as in user_left */
    PL_FACT_ROOM_CODEC,       /* room.codec: code 0 H264, 1 VP8, 2 VP9, 3 AV1 */
    PL_FACT_ROOM_CLOSE,       /* room.close: last member gone */
    PL_FACT_P2P_START,        /* p2p.start: session is told to offer to `user` */
    PL_FACT_P2P_UP,           /* p2p.up: both ends have it */
    PL_FACT_P2P_STOP,         /* p2p.stop: code as in p2p_stop */
    PL_FACT_FILE_OPEN,        /* file.open: session sends to `user`, 0: to or from the server */
    PL_FACT_FILE_CLOSE,       /* file.close: code 0 received, else why not */
    PL_FACT_CALL_RING,        /* call.ring: session calls `user` */
    PL_FACT_CALL_FAIL,        /* call.fail: it has not come to talking, because of code */
    PL_FACT_CALL_START,       /* call.start: the two may enter room */
    PL_FACT_CALL_END,         /* call.end: code as in call_finished */
    PL_FACT_RECORD_ASK,       /* record.ask: a recording of user was asked for */
    PL_FACT_RECORD_START,     /* record.start: who has to has agreed */
    PL_FACT_RECORD_END,       /* record.end: the file is whole */
    PL_FACT_RECORD_FAIL,      /* record.fail: it is not, or there is none, because of code */
    PL_FACT_GUARD_LOCK, /* guard.lock: code 202 the account tried by session, 203 address of link */
    PL_FACT_GUARD_CLOSE, /* guard.close: code 23 flooding, 21 nonsense */
    PL_FACT_DRAIN,       /* server.drain */
};

/* Ids and numbers only: no names, no addresses, no secrets, no bodies. 0 = does not apply. */
struct pl_fact {
    enum pl_fact_kind kind;
    uint64_t link;
    uint64_t session;
    int32_t user;
    int32_t room;
    int code; /* GV_ERR number, or as said at the kind */
};

/* WebSocket close codes (RFC 6455 section 7.4.1 and the IANA registry) used in PL_EFFECT_CLOSE. */
enum {
    PL_CLOSE_NORMAL = 1000,   /* logout, or signed in elsewhere */
    PL_CLOSE_GOING = 1001,    /* the server stops */
    PL_CLOSE_POLICY = 1008,   /* flooding or nonsense */
    PL_CLOSE_OVERLOAD = 1013, /* too many links; try again later */
    PL_CLOSE_REPLACED = 4001, /* another link has resumed the session */
};

enum {
    PL_CORE_IP_MAX = 64, /* as in schema/messages.json */
};

/* Where somebody is signed in from, as text without a port; empty when not known. */
struct pl_core_ip {
    char text[PL_CORE_IP_MAX + 1];
};

enum pl_effect_type {
    PL_EFFECT_SEND = 1,         /* one text message down a link */
    PL_EFFECT_SEND_DATA,        /* one binary message down a link */
    PL_EFFECT_CLOSE,            /* close a link after what was sent; the core knows it no more */
    PL_EFFECT_MEDIA_JOIN,       /* the session may publish and subscribe from now on */
    PL_EFFECT_MEDIA_MOVED,      /* a session in a room has come back from another address */
    PL_EFFECT_MEDIA_LEAVE,      /* forget both peer connections and all links of the session */
    PL_EFFECT_MEDIA_OFFER,      /* answer with PL_EVENT_MEDIA_ANSWER */
    PL_EFFECT_MEDIA_SUB_ANSWER, /* the client's answer to PL_EVENT_MEDIA_OFFER of that version */
    PL_EFFECT_MEDIA_RESTART, /* the client's peer connection has failed: forget it; sub: offer anew
                              */
    PL_EFFECT_MEDIA_LINK,    /* start or stop forwarding one stream */
    PL_EFFECT_MEDIA_VIEW,    /* how the subscriber's page shows a linked picture */
    PL_EFFECT_MEDIA_FIGURES, /* tell the session how well its streams go, or no longer */
    PL_EFFECT_MEDIA_COPY,    /* copy sound and picture of a session that has just joined */
    PL_EFFECT_MEDIA_CODEC,   /* a publisher's preferred video codec has changed */
    PL_EFFECT_RECORD_OPEN,   /* a recording was asked for; this and the next four: recording.h */
    PL_EFFECT_RECORD_LINE,   /* something happens to it, for its time line */
    PL_EFFECT_RECORD_START,  /* it may be written */
    PL_EFFECT_RECORD_PARTY,  /* what of a session belongs in it */
    PL_EFFECT_RECORD_STOP,   /* it is over */
    PL_EFFECT_LIBRARY,       /* somebody wants to know of recordings; answer: PL_EVENT_LIBRARY */
    PL_EFFECT_SERVER_DATA,   /* a client has sent data to what is attached to the server */
    PL_EFFECT_STORE_OPEN,    /* a file to be written, or (size 0) read */
    PL_EFFECT_STORE_WRITE,   /* the next piece of it */
    PL_EFFECT_STORE_KEEP,    /* all is there: check the sum and keep it */
    PL_EFFECT_STORE_READ,    /* give a piece of it; one at a time for each transfer */
    PL_EFFECT_STORE_DROP,    /* close it, and remove what is not kept; the last of a transfer */
    PL_EFFECT_UPLOAD_OPEN,   /* a recording of a page to be written; then as a file */
    PL_EFFECT_ASK,           /* may this login, entry, call go on? Answer with PL_EVENT_ANSWER */
    PL_EFFECT_ASK_OVER,      /* nobody waits for that answer any more */
    PL_EFFECT_BLOCKED,       /* a business server has blocked addresses, or let them in again */
    PL_EFFECT_OBJECT_EVENT,  /* something at the service counters, for what is attached */
    PL_EFFECT_NOTICE,        /* what a user does, for what takes part (core/notice.h) */
    PL_EFFECT_KEEP,          /* something that is to survive a restart has changed */
    PL_EFFECT_FACT,          /* a line for the log */
};

struct pl_effect {
    enum pl_effect_type type;
    union {
        struct {
            uint64_t link;
            bool again;            /* SEND: what was said on another link may follow: it has to wait
                                      for what is not safe yet (PL_EFFECT_KEEP) */
            struct pl_bytes bytes; /* serialised JSON text, or the frame of SEND_DATA: that may lie
                                      in the event, so it is to be used before the event's owner
                                      goes on */
        } send;
        struct {
            uint64_t link;
            uint16_t code;      /* PL_CLOSE_... */
            const char *reason; /* static, ASCII, at most 123 bytes; never NULL */
        } close;
        struct {
            uint64_t session; /* with the next, for the answer */
            int64_t re;
            int32_t user;
            struct pl_bytes name;
            struct pl_wire_library ask; /* `delete` only by who may */
        } library;
        struct {
            uint64_t session;
            int32_t room;
            struct pl_core_ip ip; /* of its link */
        } media_join;
        struct {
            uint64_t session;
            uint32_t number; /* of the user in pl_core_config.copied; one session at a time */
        } media_copy;        /* ends with MEDIA_LEAVE */
        struct {
            uint64_t session;
            struct pl_core_ip ip; /* of its new link */
        } media_moved;
        struct {
            uint64_t session; /* all its MEDIA_LINKs have been switched off before */
        } media_leave;
        struct {
            uint64_t session;
            uint64_t request;                       /* comes back in PL_EVENT_MEDIA_ANSWER */
            struct pl_bytes sdp;                    /* the client's text, unchecked */
            const struct pl_core_pub_track *tracks; /* what the sections are */
            size_t track_count;                     /* at most 17 */
            enum pl_core_codec codec;               /* video codec to put first in the answer */
        } media_offer;
        struct {
            uint64_t session;
            uint32_t version;    /* always that of the newest PL_EVENT_MEDIA_OFFER */
            struct pl_bytes sdp; /* the client's text, unchecked */
        } media_sub_answer;
        struct {
            uint64_t session;
            enum pl_core_peer peer;
            bool path; /* sub only: it stays, and is offered again with new ICE credentials */
        } media_restart;
        struct {
            uint64_t subscriber; /* session that wants to see or hear */
            uint64_t publisher;  /* session to be seen or heard; both are in the same room */
            enum pl_core_kind kind;
            uint8_t stream;
            bool on; /* never twice the same for the same four values above */
        } media_link;
        struct {
            uint64_t subscriber; /* a MEDIA_LINK of video is on between the two */
            uint64_t publisher;
            uint8_t stream;
            struct pl_core_view view; /* never twice the same while the link is on */
        } media_view;
        struct {
            uint64_t session; /* has joined; that begins with not being told */
            bool on;
        } media_figures;
        struct {
            uint64_t session; /* a publisher of video; its client is told to offer again */
            enum pl_core_codec codec;
        } media_codec;
        struct {
            uint32_t record; /* the next number; never used again in this process */
            enum pl_record_by by;
            int32_t by_user; /* 0: no user */
            int32_t room;
            bool consent; /* who is in it is asked; else told */
            struct pl_record_wish wish;
            struct pl_bytes name; /* of who is recorded */
        } record_open;
        struct {
            uint32_t record;
            enum pl_record_line line;
            int32_t user; /* 0: no user */
            struct pl_bytes text;
        } record_line;
        struct {
            uint32_t record;
        } record_start;
        struct {
            uint32_t record;
            uint64_t session;
            int32_t user;
            bool main; /* whom the recording is of */
            bool in;   /* false: nothing of it any more */
            bool mic;
            uint16_t streams, screens; /* cameras, a bit each; those that show a screen */
            struct pl_bytes name;
        } record_party;
        struct {
            uint32_t record;
            int code;    /* why, when it was not wanted so */
            bool cancel; /* nothing of it is to stay */
        } record_stop;
        struct {
            uint64_t session;
            int32_t user;
            enum pl_core_channel channel;
            bool is_text;
            struct pl_bytes bytes; /* at most 1024 of a buffer, else 16384 */
        } server_data;
        struct {
            uint32_t transfer;
            int32_t user;         /* OPEN: whose it is */
            uint64_t size;        /* OPEN: 0: it is read */
            uint64_t offset;      /* WRITE, READ */
            size_t count;         /* READ: bytes wanted */
            struct pl_bytes name; /* OPEN: as the sender calls it: never a path. Read: the id */
            struct pl_bytes data; /* WRITE: as `send.bytes`. KEEP: its sum, 64 digits */
            uint32_t
                ref; /* OPEN to read: of PL_EVENT_FILE_SEND; 0: the name is the id of a kept one */
            int32_t task; /* OPEN to write: what the sender says besides, as in file_offer */
            bool buffer;
            bool is_text;
            int64_t w;
            int64_t l;
            int code;    /* DROP: as its ends were told */
            bool upload; /* of PL_EFFECT_UPLOAD_OPEN */
            bool left;   /* DROP of an upload: its session has gone, somebody may go on with it */
        } store;
        struct {
            uint32_t transfer;
            uint64_t session;
            uint32_t record;            /* the number of a new one */
            struct pl_bytes key;        /* not empty: goes on with that, all below is not used */
            int32_t by_user, room;      /* room 0: none */
            struct pl_record_wish wish; /* user: who is seen or heard in it */
            struct pl_bytes name;       /* of that user */
        } upload_open;
        struct pl_question ask;
        struct {
            uint32_t ticket;
        } ask_over;
        struct {
            struct pl_bytes pattern;
            bool off;
        } blocked; /* to be remembered, where that is wanted; not for PL_EVENT_BLOCK */
        struct {
            int32_t type; /* ANYCHAT_OBJECT_TYPE_... */
            int32_t id;
            int32_t event; /* ANYCHAT_..._EVENT_..., or 605: a rating */
            int32_t params[4];
            struct pl_bytes text; /* at most 1024 bytes */
        } object_event;
        struct pl_notice notice;
        struct pl_core_kept keep; /* `gone`: it is not to be kept any more */
        struct pl_fact fact;
    };
};

/* A view of the core's list. */
struct pl_effects {
    const struct pl_effect *items;
    size_t count;
};

#endif
