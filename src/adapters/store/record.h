/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is kept, as plain records: the same in every back-end. Each table has one struct; its first
 * members are its key, in the order of the key.
 *
 * Times are milliseconds since 1970 (UTC). Texts are UTF-8 without NUL, at most
 * PL_STORE_TEXT_MAX bytes. Switches are 0 or 1. In records that are given to the store all views
 * are borrowed for the call; in answers they are good until the call-back returns.
 */
#ifndef PL_ADAPTERS_STORE_RECORD_H
#define PL_ADAPTERS_STORE_RECORD_H

#include "base/bytes.h"

enum pl_store_table {
    PL_STORE_NAMES = 1,
    PL_STORE_ACCOUNTS,
    PL_STORE_APPLICATIONS,
    PL_STORE_KEYS,
    PL_STORE_GROUPS,
    PL_STORE_FRIENDS,
    PL_STORE_INFOS,
    PL_STORE_BLOCKED,
    PL_STORE_AUDIT,  /* a log: append */
    PL_STORE_EVENTS, /* a log: append */
    PL_STORE_CURSORS,
    PL_STORE_CONTACTS,
    PL_STORE_STRETCHES,
    PL_STORE_SEATS,
    PL_STORE_RECORDINGS,
    PL_STORE_RECORD_LINES,
    PL_STORE_PLACES,
    PL_STORE_ARCHIVED,
    PL_STORE_COUNTERS, /* the store's own, for reading */
    PL_STORE_TABLES_END,
};

enum {
    PL_STORE_TEXT_MAX = 65536,
};

/* The id that a named user has for good. */
struct pl_store_name {
    struct pl_bytes name; /* key; lower and upper case differ, as in logins */
    int64_t user;         /* positive; no two names have the same (PL_E_EXISTS) */
    int64_t seen_ms;      /* of the last login */
};

/* A name that belongs to somebody who knows the password. Its user id is that of PL_STORE_NAMES. */
struct pl_store_account {
    struct pl_bytes name;     /* key */
    struct pl_bytes password; /* its hash, as "$argon2id$..."; empty: no login by password */
    int64_t disabled;
    int64_t made_ms;
    int64_t changed_ms; /* of the password */
};

/* An application (manual: application id, a GUID), to which keys belong. */
struct pl_store_application {
    struct pl_bytes id; /* key; as pages say it */
    struct pl_bytes name;
    int64_t disabled;
    int64_t made_ms;
    int64_t guests;     /* LoginEx without signature makes a guest */
    int64_t first_user; /* ids that it may name, with the next; both 0: any */
    int64_t last_user;
};

/* A key that signs logins or tokens of an application. */
struct pl_store_key {
    struct pl_bytes application; /* key, with the next; "" is the server itself */
    struct pl_bytes id;
    struct pl_bytes algorithm; /* fixed: identity/key.h, or "service" */
    struct pl_bytes material;  /* PEM, base64 of a shared secret, or SHA-256 of a token (hex) */
    int64_t disabled;
    int64_t made_ms;
    int64_t expires_ms; /* 0: never */
};

struct pl_store_group {
    int64_t owner; /* user; key, with the next */
    int64_t id;
    struct pl_bytes name;
    int64_t place; /* lists are in this order */
};

struct pl_store_friend {
    int64_t owner; /* user; key, with the next */
    int64_t friend;
    int64_t group; /* 0: in none */
    int64_t place; /* lists are in this order */
};

struct pl_store_info {
    int64_t user; /* key, with the next */
    int64_t id;
    struct pl_bytes text;
};

/* Addresses that may not sign in. */
struct pl_store_blocked {
    struct pl_bytes pattern; /* key; an address, "192.168.1.*", ... : the reader's */
    struct pl_bytes why;
    int64_t until_ms; /* 0: for good */
    int64_t made_ms;
};

/* Who has done what to whom: operators' doings. */
struct pl_store_audit {
    int64_t number; /* key; given by the store */
    int64_t at_ms;
    struct pl_bytes actor;
    struct pl_bytes verb;
    struct pl_bytes object;
    struct pl_bytes detail;
    struct pl_bytes chain; /* given by the store (chain.h); empty: older than the chain */
};

/* One line of the feed. */
struct pl_store_event {
    int64_t number; /* key; given by the store: 1, 2, 3 ... without a gap */
    int64_t at_ms;
    struct pl_bytes kind; /* "login", "room.enter", ... */
    struct pl_bytes body; /* a JSON object */
};

/* How far a reader of the feed has come. */
struct pl_store_cursor {
    struct pl_bytes name; /* key; of the reader */
    int64_t number;       /* of the last event that it has handled */
};

/* Service counters: one stay of a client; see core/counter/contact.h for what each means. */
struct pl_store_contact {
    int64_t id; /* key; in the order of entered_ms */
    int64_t client;
    int64_t area;
    int64_t queue;
    int64_t last_queue;
    int64_t agent;
    int64_t priority;
    int64_t outcome;
    int64_t code;
    int64_t entered_ms;
    int64_t offered_ms;
    int64_t answered_ms;
    int64_t ended_ms;
    int64_t offers;
    int64_t misses;
    int64_t overflows;
    int64_t transfers;
    int64_t promised_s;
    int64_t score;
    struct pl_bytes client_name;
    struct pl_bytes agent_name;
    struct pl_bytes intake;
    struct pl_bytes notes;
    struct pl_bytes remark;
};

/* The time that an agent has spent in one status. */
struct pl_store_stretch {
    int64_t id; /* key; in the order of from_ms */
    int64_t agent;
    int64_t area;
    int64_t status;
    int64_t client;
    int64_t from_ms;
    int64_t to_ms; /* 0: it goes on */
};

/* The place of who waits, is served, or is an agent in an area: gone when he is. */
struct pl_store_seat {
    int64_t user; /* key */
    int64_t area;
    int64_t queue;   /* waits in it; 0: in none */
    int64_t contact; /* of a client, its newest; of an agent, that he serves; 0: none */
    int64_t ticket;  /* order in the queue, with the next */
    int64_t serial;
    int64_t since_ms;     /* in the queue; of an agent: in his status */
    int64_t last_agent;   /* of a client */
    int64_t agent;        /* 1: he is one, and what follows is his */
    int64_t status;       /* of a client: 1: he is to be called back */
    int64_t client;       /* whom he serves; 0: nobody */
    int64_t client_queue; /* that he came from */
    int64_t talking;
    int64_t begun_ms;
    int64_t waited_ms;
    int64_t served;
    int64_t failed;
    int64_t misses;
    int64_t busy_ms;
    int64_t until_ms;       /* of a wrap-up; 0: there is none */
    int64_t stretch;        /* that goes on */
    struct pl_bytes secret; /* of a guest: half of his session's token; proves nothing else */
    struct pl_bytes others; /* services of an agent beside the oldest: rows.h */
};

/* The last number of a log. */
struct pl_store_counter {
    struct pl_bytes name; /* key; "parlor_events", "parlor_audit" */
    int64_t value;        /* 0: nothing has been appended yet */
};

/* A recording or snapshot at the server, whatever became of it. */
struct pl_store_recording {
    int64_t id;    /* key */
    int64_t at_ms; /* when it was asked for */
    int64_t user;  /* who was recorded */
    int64_t room;
    struct pl_bytes state; /* "asked", "running", "ended", "failed", "refused", "cancelled",
                              "deleted" */
    struct pl_bytes file;  /* below the folder of recordings; empty: there is none (any more) */
    int64_t bytes;
    struct pl_bytes body; /* a JSON object: the rest */
    /* To find it: names, user string and marks, letters a-z small; " user:7 " for each who is in
     * it. */
    struct pl_bytes words;
    int64_t until_ms; /* it is deleted then; 0: kept */
    int64_t hold;     /* 1: by law, it is not deleted, whoever wants it */
};

/* What happened to one, in its order. */
struct pl_store_record_line {
    int64_t recording; /* key, with the next */
    int64_t number;    /* 1, 2, 3 ... */
    int64_t at_ms;
    int64_t user;         /* 0: nobody */
    struct pl_bytes kind; /* core/recording.h; "file", "access", "deleted", "archive" */
    struct pl_bytes detail;
};

/* What operators have set at the service counters: see adapters/admin/places.h. */
struct pl_store_place {
    int64_t kind; /* key, with the next two: enum pl_counter_kind, or 4: a pair */
    int64_t id;
    int64_t other;        /* of a pair; else 0 */
    struct pl_bytes text; /* JSON: the settings; null: deleted */
};

/* A file of a recording on its way to the object store, or there ([archive]). */
struct pl_store_archived {
    struct pl_bytes file;  /* key; below the folder of recordings, and of the store's prefix */
    int64_t recording;     /* that it belongs to */
    struct pl_bytes state; /* "uploading"; "both"; "remote": no copy is here any more; "deleting";
                              "failed": it cannot be read here */
    int64_t at_ms;         /* since when it is in this state */
    int64_t bytes;
    int64_t attempts;      /* that this state took */
    struct pl_bytes error; /* the last, in words; empty: none */
};

/* Room for any of them. */
union pl_store_record {
    struct pl_store_name name;
    struct pl_store_account account;
    struct pl_store_application application;
    struct pl_store_key key;
    struct pl_store_group group;
    struct pl_store_friend friend;
    struct pl_store_info info;
    struct pl_store_blocked blocked;
    struct pl_store_audit audit;
    struct pl_store_event event;
    struct pl_store_cursor cursor;
    struct pl_store_recording recording;
    struct pl_store_record_line record_line;
    struct pl_store_contact contact;
    struct pl_store_stretch stretch;
    struct pl_store_seat seat;
    struct pl_store_place place;
    struct pl_store_archived archived;
    struct pl_store_counter counter;
};

#endif
