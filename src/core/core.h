/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The domain as one function: an event goes in, effects come out.
 *
 *     pl_core_config_init(&config);             then set what differs
 *     core = pl_core_create(&config);
 *     for each thing that happens:
 *         pl_core_step(core, &event, &effects);   carry out the effects in their order
 *     PL_EVENT_TICK when pl_core_deadline(core) has come
 *     pl_core_destroy(core);
 *
 * Sessions, users, rooms, chat, who sees whom, limits: all of what users can notice is decided
 * here. Left to others: sockets and WebSocket frames (size limits included), media packets and SDP,
 * storage, the clock, random bytes. The table from message to handler is core/dispatch.c.
 *
 * Promises, proved by the unit tests and by sim/:
 *   - a session that resumes within the grace time has lost no message and sees none twice;
 *   - each request id is handled once and answered once (ack has no answer);
 *   - `entered` lists exactly the others; after it user_entered and user_left keep the list exact;
 *   - a member who disappears, however it happens, is seen leaving once;
 *   - a MEDIA_LINK is on exactly while watcher and publisher are in one room, the watcher has
 * asked, the publisher's device is open, and the watcher does not get it over a direct connection.
 *
 * Numbering: requests of a session carry ids that count up; an id not above the last handled one is
 * a repetition and is dropped (its answer is in the outbox); gaps are accepted. hello takes part in
 * that numbering, resume (whose id is the client's next one), ack and ping do not. An error on a
 * link that has no session is numbered as the client expects it next: from 1, after a refused
 * resume from the resume's seq + 1.
 *
 * Limits: every table has one in the configuration. Memory is at most max_sessions times
 * (outbox_bytes + watches + about 1 KiB) plus the tables of names and addresses.
 * Cost: a message O(1); what is told to a room O(members); a change of state O(members x watches).
 *
 * Errors of pl_core_step: PL_OK, or PL_E_NOMEM, after which the core takes no further event:
 * effects may be missing, so the process should stop. Nothing a client sends is an error here.
 * A broken promise of the shell (time going back, a link id used twice) is an assert.
 */
#ifndef PL_CORE_CORE_H
#define PL_CORE_CORE_H

#include "core/counter/setup.h"
#include "core/effect.h"
#include "core/event.h"

/* Settings of one room; the room is named by number, or by name when number is 0. */
struct pl_core_room_config {
    int32_t number;           /* 1..2^31-1, or 0 */
    struct pl_bytes name;     /* used when number is 0 */
    struct pl_bytes password; /* empty: none */
    uint32_t max_users;       /* 0: room_max_users */
};

/* A user name that belongs to somebody: logging in under it takes this password. */
struct pl_core_account {
    struct pl_bytes name;
    struct pl_bytes password;
};

enum pl_core_password_policy {
    PL_CORE_PASSWORD_IGNORE = 0, /* only configured rooms have passwords */
    PL_CORE_PASSWORD_CREATOR,    /* else that of the first member, while the room lives */
};

enum pl_core_login_policy {
    PL_CORE_LOGIN_ACCEPT = 0, /* any password will do for a name that is no account */
    PL_CORE_LOGIN_REFUSE,     /* 206: nobody there to check it */
};

enum {
    PL_CORE_P2P_USERS_MAX = 16,
};

/* Direct connections between two users. */
enum pl_core_p2p {
    PL_CORE_P2P_OFF = 0, /* never */
    PL_CORE_P2P_ASKED,   /* when one of the two asks for it */
    PL_CORE_P2P_ON,      /* also by itself, where both leave it to the server */
};

/* Are cameras to be sent in several sizes at once? */
enum pl_core_simulcast {
    PL_CORE_SIMULCAST_OFF = 0,
    PL_CORE_SIMULCAST_ON,
    PL_CORE_SIMULCAST_AUTO, /* in rooms for more than two */
};

/* What becomes of data that clients send to the server (SDK filter data and the like). */
enum pl_core_server_data {
    PL_CORE_DATA_REFUSE = 0, /* 206: nobody takes it */
    PL_CORE_DATA_IGNORE,     /* accepted and dropped */
    PL_CORE_DATA_ECHO,       /* back to the sender: for trying out pages */
    PL_CORE_DATA_ATTACHED,   /* PL_EFFECT_SERVER_DATA, whether or not PL_EVENT_TAKERS says so */
};

/* Who is whose friend. */
enum pl_core_friends {
    PL_CORE_FRIENDS_GIVEN = 0, /* what is attached to the server says it */
    PL_CORE_FRIENDS_EVERYBODY, /* everybody who is signed in is everybody's */
    PL_CORE_FRIENDS_KEPT, /* as GIVEN, and that stays when users sign out, with `keep` for good */
};

/* Who may be an agent, or a manager, at the service counters. */
enum pl_core_agents {
    PL_CORE_AGENTS_ANYBODY = 0, /* whoever says so, as in the documented interface */
    PL_CORE_AGENTS_NAMED,       /* not guests */
    PL_CORE_AGENTS_GIVEN,       /* whom what is attached to the server makes one */
};

/* Which clients may have recordings made at the server. */
enum pl_core_record_clients {
    PL_CORE_RECORD_NOBODY = 0, /* none: what is attached, operators and the rule */
    PL_CORE_RECORD_SELF,       /* of themselves */
    PL_CORE_RECORD_ROOM,       /* of members of their room */
};

/* Recordings that begin by themselves, when both are in the room of a call. */
enum pl_core_record_rule {
    PL_CORE_RECORD_RULE_NONE = 0,
    PL_CORE_RECORD_RULE_SERVED, /* of an agent with the client whom he serves */
    PL_CORE_RECORD_RULE_CALLS,  /* of every call */
};

/* An area or a queue of the service counters; more may come from what is attached to the server. */
struct pl_core_place {
    int32_t id; /* 1 and above, once among areas, or among queues */
    const struct pl_counter_setup *setup;
};

/* All views and arrays are borrowed until pl_core_destroy. */
struct pl_core_skilled {
    int32_t user;
    const struct pl_counter_profile *profile;
};

struct pl_core_config {
    struct pl_bytes server_version;  /* said in welcome; at most 64 bytes */
    struct pl_bytes server_password; /* empty: none (BRAC_SetServerAuthPass) */
    bool guests;                     /* logins without password; else 204 */
    enum pl_core_login_policy login_policy;
    const struct pl_core_account *accounts;
    size_t account_count;
    /* Who else is asked (core/question.h). Who answers LOGIN may give ids; those that the domain
     * gives by itself then begin at 100000001, clear of them. */
    struct pl_ask_rule ask[PL_ASK_KINDS];
    bool low_ids;    /* LOGIN is asked about, but nobody who is asked gives ids: ours begin at 1 */
    bool ask_guests; /* LOGIN: also of those who come without password, to no application */
    bool keep_first; /* who signs in where the same user is signed in already hears 201; else the
                        older one hears 209 */
    const struct pl_bytes *blocked; /* patterns of addresses that may not come in (block.h) */
    size_t blocked_count;

    const struct pl_core_room_config *rooms;
    size_t room_count;
    enum pl_core_password_policy password_policy;
    uint32_t room_max_users; /* of a room without its own setting; 1..10000 */

    enum pl_core_codec video_codecs[PL_CORE_CODECS]; /* best first; VP8 is what remains */
    size_t video_codec_count;
    enum pl_core_simulcast simulcast;

    uint32_t max_links;    /* beyond: closed with 1013 */
    uint32_t max_sessions; /* beyond: 104 */
    uint32_t max_rooms;    /* beyond: 23 */
    uint32_t max_names; /* names with an id; beyond, the longest unused offline one is forgotten */
    uint32_t max_watches;   /* of one session; beyond: 23 */
    uint32_t max_addresses; /* the guard's memory; beyond, the longest unused one is forgotten */

    uint32_t messages_per_second; /* of one session; beyond: 23 */
    uint32_t messages_burst;
    uint32_t flood_refusals;    /* so many refusals in a row ... */
    pl_time_us flood_us;        /* ... or refusals for so long end the session: closing(23) */
    uint32_t bad_messages;      /* so many unreadable messages end it: closing(21) */
    uint32_t logins_per_minute; /* of one address; beyond: 203 */
    uint32_t login_failures;    /* so many within lock_us lock the address (203) or account (202) */
    pl_time_us lock_us;

    pl_time_us hello_us; /* a link without a session is closed after this */
    pl_time_us grace_us; /* a lost link keeps the seat for this long; at most one hour */
    uint32_t ping_ms;    /* told to clients; 1000..600000 */

    uint32_t outbox_messages; /* kept for a resume, per session */
    size_t outbox_bytes;

    enum pl_core_p2p p2p;
    uint32_t p2p_max_room_users; /* larger rooms have none; 2..PL_CORE_P2P_USERS_MAX */
    const struct pl_bytes *stun; /* stun: URLs told on entering a room */
    size_t stun_count;           /* at most 8 */

    enum pl_core_server_data server_data; /* while PL_EVENT_TAKERS names nobody who takes it */
    bool notices;                         /* PL_EFFECT_NOTICE */
    struct pl_bytes
        greeting;      /* SDK filter data for each user after login; at most 1024; empty: none */
    bool private_chat; /* else 403 for every request */
    pl_time_us call_ring_us; /* then 100105 */
    enum pl_core_friends friends;
    struct pl_bytes friend_groups[2]; /* EVERYBODY: names of the groups of named users and guests;
                                         at most 128 bytes */
    uint32_t max_friendships;         /* beyond, they are not made, and counted */
    bool keep;                        /* the shell carries out PL_EFFECT_KEEP */

    const struct pl_core_place *areas;
    size_t area_count;
    const struct pl_core_place *queues; /* of those areas */
    size_t queue_count;
    const struct pl_core_skilled *skilled; /* what agents can do, whether they are there or not */
    size_t skilled_count;
    enum pl_core_agents agents;
    bool page_priority;        /* a client's priority is what his page says; else 20, and 10 */
    bool object_events;        /* PL_EFFECT_OBJECT_EVENT */
    pl_time_us ageing_us;      /* counter/counter.h; 0: off */
    pl_time_us service_ask_us; /* how long another agent has to answer (service.h) */
    const struct pl_bytes *supervisors; /* named users who may listen to services, and so on */
    size_t supervisor_count;
    pl_time_us return_us; /* for so long places at the service counters wait for those who had them:
                             of clients who sign in anew, and with `keep` of all after the start */
    int64_t epoch_ms;     /* what the wall's clock said at time 0 */

    bool records; /* the shell carries out PL_EFFECT_RECORD_...; else 20 */
    enum pl_core_record_clients record_clients;
    enum pl_core_record_clients record_uploads; /* whose recordings pages may upload */
    uint64_t record_upload_bytes;               /* the largest of them */
    bool record_consent;          /* who is to be recorded is asked first; else told */
    pl_time_us record_consent_us; /* silence for so long is no */
    pl_time_us record_picture_us; /* a snapshot waits so long for its picture, then 722 */
    enum pl_core_record_rule record_rule;
    uint32_t record_rule_flags; /* BRAC_RECORD_FLAGS_... */
    uint32_t first_record;      /* the number of the first recording; above those that are kept */
    uint32_t max_records;       /* at once; beyond: 23 */

    /* Named users who may find, play and verify all recordings; and who may delete them as well. */
    const struct pl_bytes *library_viewers, *library_keepers;
    size_t library_viewer_count, library_keeper_count;

    uint64_t file_bytes;    /* of one file or large buffer; 0: there are none. Beyond: 712 */
    bool file_store;        /* the shell carries out PL_EFFECT_STORE_... */
    uint32_t max_transfers; /* beyond: 700 */

    uint64_t guests_denied; /* bits 1 << enum pl_right_id (core/rights.h) that guests may not: 20 */
    /* Named users whose sound and first picture are copied, by number, to what the shell has for it
     * (PL_EFFECT_MEDIA_COPY); they have no direct connections. */
    const struct pl_bytes *copied;
    size_t copied_count;

    bool expose_ip;        /* tell users each other's address */
    uint8_t hash_seed[16]; /* unpredictable; any fixed value in tests */
};

/* Every limit at its shipped default, no passwords, guests allowed, hash_seed zero. */
void pl_core_config_init(struct pl_core_config *config);

struct pl_core;

/* NULL when memory is short. Borrows what config points at; the struct itself is copied. */
struct pl_core *pl_core_create(const struct pl_core_config *config);
/* Accepts NULL. No effects: links that are still open are the shell's to close. */
void pl_core_destroy(struct pl_core *core);

/* Handles one event; *out is a view valid until the next step or destroy. */
PL_MUST_CHECK enum pl_err pl_core_step(struct pl_core *core, const struct pl_event *event,
                                       struct pl_effects *out);

/* When a PL_EVENT_TICK is due; PL_TIME_NEVER when nothing waits. */
pl_time_us pl_core_deadline(const struct pl_core *core);

/* For metrics and for the simulation's bounds. */
struct pl_core_stats {
    size_t links;
    size_t sessions; /* detached ones included */
    size_t detached; /* sessions without a link, in their grace time */
    size_t users;    /* logged in */
    size_t rooms;
    size_t names;
    size_t addresses;
    size_t outbox_messages;
    size_t outbox_bytes;
    size_t direct;            /* pairs with a direct connection that is up at both ends */
    uint64_t direct_attempts; /* these two only rise */
    uint64_t direct_failures; /* not up in time, or lost */
    size_t private_chats;
    size_t transfers;
    uint64_t transfers_started; /* these only rise */
    uint64_t transfers_failed;  /* given up, by whomever */
    uint64_t transfer_bytes;    /* passed on, or given to the shell */
    uint64_t transfer_drops;    /* pieces that a slow receiver or a lost link cost */
    size_t calls;               /* that have begun and not ended */
    uint64_t calls_started;     /* these only rise */
    uint64_t calls_failed;      /* have not come to talking */
    size_t blocked;             /* patterns of addresses */
    uint64_t turned_away;       /* links from them; only rises */
    size_t asks;                /* questions to others that are open */
    uint64_t asked;             /* these two only rise */
    uint64_t asks_late;         /* not answered in time */
    uint64_t friends_refused;   /* what the directory has no room for, or makes no sense in it */
    size_t friendships;
    size_t waiting;           /* in queues of the service counters */
    size_t agents;            /* in their areas */
    size_t services;          /* agents who are WORKING */
    uint64_t tickets;         /* these only rise: entered queues, */
    uint64_t tickets_matched; /* matched with an agent, */
    uint64_t tickets_left;    /* left before */
    size_t records;           /* asked for, not over */
    uint64_t records_asked;   /* these two only rise */
    uint64_t records_failed;  /* never begun, or not whole */
    uint64_t objects_refused; /* what was attached said and made no sense */
};
void pl_core_stats(const struct pl_core *core, struct pl_core_stats *out);

/* A property of an object of the service counters (ANYCHAT_OBJECT_TYPE_..., ..._INFO_...) as it is
 * now: number or text (borrowed until the next step). False: there is none. Agents' 603 is how many
 * seconds ago. */
bool pl_core_object_value(struct pl_core *core, int32_t type, int32_t id, int32_t info,
                          int32_t *number, struct pl_bytes *text);
/* Ids of all objects of a type, at most max of them; gives how many there are. */
size_t pl_core_object_ids(const struct pl_core *core, int32_t type, int32_t *ids, size_t max);

/* Asserts every internal invariant; O(everything). For tests, the simulation and fuzzing. */
void pl_core_check(const struct pl_core *core);

#endif
