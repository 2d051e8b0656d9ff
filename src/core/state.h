/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the core remembers: the four nouns and how they hold each other. Private to src/core.
 *
 *   core ── owns ──▶ links     by id              a WebSocket
 *        ── owns ──▶ sessions  by id, by token    what survives a link; logged in or not
 *        ── owns ──▶ rooms     by number, by name live as long as they have members
 *
 *   link ◀── at most one ──▶ session ── at most one ──▶ room ── list ──▶ member sessions
 *   session ── at most one ──▶ pair ── two ──▶ sessions (p2p.h)
 *   session ── list ──▶ ties ── two ──▶ sessions (private.h)
 *   session ── at most one ──▶ call ── one or two ──▶ sessions (call.h)
 *   core ── owns ──▶ services by client's user id ── know ──▶ user ids (service.h)
 *   core ── owns ──▶ counter ── knows ──▶ user ids (counter/counter.h, object.h)
 *
 * Who may end whom: a session is ended by pl_session_end() alone, which takes it out of its room
 * and its maps, closes its link and frees it. Where a session turns out to be past saving in the
 * middle of a walk over a room (pl_session_send to a full outbox), it is only marked
 * (pl_session_doom) and ended when the step's handler has returned.
 */
#ifndef PL_CORE_STATE_H
#define PL_CORE_STATE_H

#include "base/heap.h"
#include "base/idmap.h"
#include "base/list.h"
#include "base/strmap.h"
#include "core/block.h"
#include "core/codes.h"
#include "core/core.h"
#include "core/directory.h"
#include "core/guard.h"
#include "core/names.h"
#include "core/outbox.h"
#include "proto/wire/wire.h"

enum {
    PL_TOKEN_CHARS = 2 * PL_CORE_RANDOM_BYTES,
    PL_NAME_MAX = PL_LIMIT_NAME_BYTES, /* a room's password is no longer */
    PL_IP_MAX = PL_CORE_IP_MAX,
    PL_ROOM_USERS_MAX = PL_LIMIT_ROOM_MEMBERS,
    PL_FIRST_OWN_ROOM = 100000001, /* numbers of rooms entered by name: clear of the pages' own */
    PL_FIRST_OWN_USER = 100000001, /* ids that we give where others give some as well */
    PL_OFFERS_MAX = 4,             /* publishing offers of one session waiting for the media side */
    PL_BARE_MESSAGES_MAX = 10,     /* messages on a link that has no session */
};

enum pl_timer_kind {
    PL_TIMER_HELLO,    /* in a link: it has no session yet */
    PL_TIMER_GRACE,    /* in a session: it has no link any more */
    PL_TIMER_DRAIN,    /* in the core */
    PL_TIMER_P2P,      /* in a pair */
    PL_TIMER_FAREWELL, /* in a farewell (farewell.h) */
    PL_TIMER_TIE,      /* in a tie: a request for a private chat */
    PL_TIMER_CALL,     /* in a call that rings */
    PL_TIMER_ASK,      /* in a question that is open (ask.h) */
    PL_TIMER_RECORD,   /* in a recording */
    PL_TIMER_COUNTER,  /* in the core: something is due at the service counters */
    PL_TIMER_SERVICE,  /* in a part of a service that was asked for (service.h) */
    PL_TIMER_PLACES,   /* in the core: who has not come back by now has lost his place (ticket.h) */
};

struct pl_timer {
    struct pl_heap_node node;
    enum pl_timer_kind kind;
};

struct pl_link {
    uint64_t id;
    struct pl_session *session; /* NULL: bare */
    struct pl_timer timer;      /* armed while bare */
    int64_t seq;                /* of errors while bare */
    uint32_t messages;          /* while bare */
    size_t ip_len;
    uint8_t ip[PL_IP_MAX];
    uint8_t random[PL_CORE_RANDOM_BYTES];
};

/* A wish to see or hear somebody, kept until the watcher leaves the room. */
struct pl_watch {
    int32_t user;
    enum pl_core_kind kind;
    uint8_t stream;
    bool viewed;              /* the page has told how it shows the picture: view */
    struct pl_core_view view; /* of video */
    uint64_t publisher;       /* session to be forwarded; 0: none */
    bool direct;              /* comes over the direct connection, so its MEDIA_LINK is off */
};

struct pl_pair;         /* p2p.h */
struct pl_call;         /* call.h */
struct pl_login;        /* login.h */
struct pl_entry;        /* room.h */
struct pl_service_part; /* service.h */
struct pl_service_data; /* service.h */

/* What a member of a room is to the others (seat.h). */
enum pl_seat {
    PL_SEAT_OPEN = 0,
    PL_SEAT_LISTENER,
    PL_SEAT_WHISPERER,
    PL_SEAT_SHUT,
};

/* One question to others (ask.h); all zero is closed. */
struct pl_ask {
    uint32_t ticket; /* 0: closed */
    enum pl_ask_kind kind;
    struct pl_timer timer; /* armed while open */
};

/* What a login is bound to, by who has allowed it. */
struct pl_bond {
    pl_time_us until;  /* no resume after that; 0: no end */
    size_t room_count; /* 0: any room */
    int32_t rooms[PL_ASK_ROOMS_MAX];
    size_t string_id_len;
    uint8_t string_id[];
};

struct pl_session {
    uint64_t id;
    struct pl_list in_core; /* by age */
    struct pl_list in_room; /* by entry */
    struct pl_list doomed;  /* in core->doomed while waiting to be ended */
    int doom_code;
    struct pl_link *link;  /* NULL: detached */
    struct pl_timer grace; /* armed while detached */
    struct pl_outbox outbox;
    int64_t last_id; /* highest request handled */
    struct pl_flood flood;
    struct pl_bucket room_tries; /* wrong room passwords */
    struct pl_bucket views;      /* messages about how pictures are shown */
    struct pl_bucket carried;    /* what others receive of it: carry.h */
    struct pl_bucket queries;
    struct pl_bucket requests; /* for private chats */
    struct pl_bucket calls;    /* that it makes */
    struct pl_bucket controls; /* of users */
    struct pl_bucket object_requests;
    struct pl_bucket record_requests;
    uint32_t bad_messages;

    int32_t user;         /* 0: not logged in */
    struct pl_name *name; /* whose id is ours to give; NULL: a guest, or the id was given */
    size_t nick_len;
    size_t ip_len;
    int32_t device;
    int32_t camera;
    int32_t mic;
    bool tells_streams; /* it says which of its cameras are open */
    uint16_t streams;   /* open cameras, a bit for each; all while it does not say */
    uint16_t screens;   /* those of them that show a screen */
    uint16_t width;     /* of the picture of its first open camera; 0: not known */
    uint16_t height;
    bool recording;
    bool away;
    bool copied;    /* copy.h */
    uint8_t codecs; /* that it can show: bits 1 << enum pl_core_codec */

    struct pl_room *room; /* NULL: in none */
    enum pl_seat seat;    /* these three while in one: seat.h */
    int32_t seat_only;
    bool held;
    struct pl_watch *watches;
    size_t watch_count;
    size_t watch_capacity;
    bool figures;                  /* wants to be told of its streams */
    bool publishes_video;          /* its newest pub_offer has a video section */
    int64_t offers[PL_OFFERS_MAX]; /* request ids waiting for PL_EVENT_MEDIA_ANSWER */
    size_t offer_count;
    uint32_t sub_version; /* of the newest PL_EVENT_MEDIA_OFFER in this room; 0: none */

    struct pl_list sends; /* of struct pl_transfer (transfer.h), by age */
    struct pl_list receives;
    uint32_t send_count;
    uint32_t receive_count;
    uint64_t bulk_flying; /* bytes passed on that it has not acknowledged */

    int32_t p2p_policy;     /* as in p2p_policy */
    int32_t p2p_asked;      /* user to whom it wants a direct connection; 0: nobody */
    int32_t p2p_refused;    /* user to whom it wants none; 0: nobody */
    uint32_t p2p_forbidden; /* how many need its media to pass the server */
    struct pl_pair *pair;   /* NULL: none */

    int32_t chat_mode;   /* 1: sees and hears only partners of private chats */
    struct pl_list ties; /* of struct pl_tie_end (private.h) */
    uint32_t tie_count;

    struct pl_call *call; /* NULL: none */

    struct pl_login *login;      /* that others are asked about; NULL: none */
    struct pl_entry *entry;      /* likewise: the room that it is about to enter */
    struct pl_list control_asks; /* what it has said of users: control.c */
    uint32_t control_count;
    struct pl_bond *bond; /* NULL: bound to nothing */
    int32_t level;

    uint32_t records;              /* that it has asked for and are not over */
    struct pl_service_part *part;  /* in a service of others; NULL: in none */
    struct pl_service_data *along; /* of a client, for the next service; NULL: nothing. Owned */
    int32_t was_guest;             /* may sign in as this one; 0: as a new one */
    bool supervises;               /* what is attached to the server has made it a manager */

    bool knows_areas;    /* it has synchronised them */
    bool objects_missed; /* it was not told what everybody in its area was: object.h */

    uint8_t token[PL_TOKEN_CHARS];
    uint8_t nick[PL_NAME_MAX];
    uint8_t ip[PL_IP_MAX];
};

struct pl_room {
    int32_t number;
    size_t name_len; /* 0: entered by number only */
    struct pl_list members;
    uint32_t member_count;
    uint32_t max_users;
    int32_t only[2];                  /* of a call: users who may enter; 0: everybody */
    uint32_t without[PL_CORE_CODECS]; /* members who cannot show it */
    uint32_t publishers;              /* members who publish video */
    struct pl_list records;           /* of struct pl_record (record.h) that are not stopping */
    uint32_t pairs;                   /* of members */
    enum pl_core_codec codec;
    size_t password_len; /* 0: none */
    uint8_t name[PL_NAME_MAX];
    uint8_t password[PL_NAME_MAX];
};

struct pl_core {
    struct pl_core_config config;
    struct pl_guard guard;
    struct pl_flood_limits flood;
    struct pl_names names;
    struct pl_blocks blocks;
    uint64_t turned_away;
    struct pl_heap timers;
    pl_time_us now; /* of the step in progress */

    struct pl_idmap links;
    struct pl_idmap sessions;
    struct pl_strmap tokens;  /* of sessions */
    struct pl_idmap users;    /* user id -> session */
    struct pl_list by_age;    /* sessions, so that walks over all have an order */
    struct pl_list doomed;    /* sessions to end when the handler has returned */
    struct pl_list farewells; /* oldest first; see farewell.h */
    struct pl_strmap farewells_by_token;
    struct pl_idmap rooms;
    struct pl_strmap rooms_by_name;
    struct pl_idmap room_configs; /* by number */
    struct pl_strmap room_configs_by_name;
    struct pl_strmap accounts;
    uint64_t next_session;
    struct pl_idmap transfers; /* transfer.h */
    uint32_t next_transfer;    /* the last one given */
    int32_t next_guest;
    int32_t next_room;
    int32_t next_attempt; /* of a direct connection */
    int32_t next_request; /* for a private chat */
    size_t private_chats;
    struct pl_idmap call_rooms; /* room number -> call that has begun */
    struct pl_idmap asks;       /* ticket -> struct pl_ask */
    uint32_t next_ticket;
    uint64_t asked; /* these two only rise */
    uint64_t asks_late;
    uint64_t calls_started;
    uint64_t calls_failed;
    struct pl_directory directory;
    struct pl_core_takers takers;
    uint64_t friends_refused;
    struct pl_counter *counter; /* object.h */
    struct pl_idmap services;   /* client's user id -> service (service.h) */
    struct pl_timer counter_timer;
    struct pl_idmap records; /* record.h */
    struct pl_list records_by_age;
    uint32_t next_record;
    bool recorder_up;
    uint32_t library_open;  /* requests that the shell has not answered */
    uint64_t records_asked; /* these two only rise */
    uint64_t records_failed;
    int32_t object_leaver;  /* user who is just ending; 0: nobody */
    struct pl_book *book;   /* ticket.h, as the next five */
    struct pl_idmap places; /* user -> struct pl_place (ticket_place.h) */
    struct pl_strmap places_by_secret;
    uint64_t places_stamp;   /* of the newest look at all of them */
    bool unsafe;             /* nobody may come: PL_EVENT_UNSAFE */
    struct pl_timer returns; /* armed while a place waits for who had it */
    uint64_t objects_refused;
    uint64_t p2p_attempts;
    uint64_t p2p_failures;
    uint64_t transfers_started;
    uint64_t transfers_failed;
    uint64_t transfer_bytes;
    uint64_t transfer_drops;

    bool draining;
    bool stopping; /* everybody goes at once: nobody needs to be told of the others */
    struct pl_timer drain;

    /* of the step in progress */
    struct pl_effect *effects;
    size_t effect_count;
    size_t effect_capacity;
    struct pl_list dead; /* frames that effects may point into */
    bool out_of_memory;  /* for good: see core.h */

    uint8_t *text; /* where messages are serialised */
    size_t text_size;
    struct pl_wire_arena arena; /* where messages are read */
    struct pl_core_pub_track tracks[PL_LIMIT_PUBLISH_TRACKS];
};

static inline struct pl_bytes pl_session_nick(const struct pl_session *s)
{
    return pl_bytes_of(s->nick, s->nick_len);
}

static inline struct pl_bytes pl_link_ip(const struct pl_link *link)
{
    return pl_bytes_of(link->ip, link->ip_len);
}

/* A member of a room's list. */
static inline struct pl_session *pl_member_of(struct pl_list *node)
{
    return pl_container_of(node, struct pl_session, in_room);
}

#endif
