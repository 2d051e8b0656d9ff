/* SPDX-License-Identifier: Apache-2.0 */
/* What recordings.c (requests and deeds) and recordings_list.c (lists, time lines) share. */
#ifndef PL_ADMIN_RECORDINGS_INTERNAL_H
#define PL_ADMIN_RECORDINGS_INTERNAL_H

#include "adapters/admin/recordings.h"
#include "base/list.h"

enum {
    PL_RECORDINGS_ACTOR_MAX = 192,
    PL_RECORDINGS_SEARCH_MAX = 200, /* bytes */
    PL_RECORDINGS_WORDS_MAX = 4,    /* of a search */
    PL_RECORDINGS_SPAN = 20000,     /* rows that are looked through by one read */
    PL_RECORDINGS_SPANS = 25,       /* by one request */
};

struct pl_admin_recordings {
    struct pl_store *store;
    struct pl_admin *admin;
    struct pl_recordings_port port;
    struct pl_list asks;
    size_t count;
    char last_list[512]; /* that was written in the audit, */
    int64_t last_list_ms;
};

/* One request on its way. */
struct pl_recordings_ask {
    struct pl_list node;
    struct pl_admin_recordings *all; /* NULL: it is gone; a deed is still on its way */
    bool doing;                      /* a deed */
    uint64_t ticket;
    enum pl_recordings_what what;
    enum pl_role role;
    int64_t id; /* of a list: before it */
    int64_t limit;
    int64_t user, room, party, from, to; /* of a list; 0: any */
    char state[16];
    char search[PL_RECORDINGS_SEARCH_MAX + 1];
    char *words[PL_RECORDINGS_WORDS_MAX]; /* in search */
    size_t word_count;
    int64_t floor; /* rows below it have not been looked at */
    int spans;
    int64_t minutes, until_ms, offset_ms;
    bool on;
    char actor[PL_RECORDINGS_ACTOR_MAX];
    char why[PL_RECORDINGS_WHY_MAX + 1];
    char text[PL_RECORDINGS_WHY_MAX + 1];
    json_t *answer; /* so far */

    /* recordings_archived.c */
    json_t *one;  /* owned; SHOW: an array of the recording */
    json_t *rows; /* borrowed; NULL: none */
    size_t row;
    void (*told)(struct pl_recordings_ask *a);
};

/* The end of it. */
void pl_recordings_give(struct pl_recordings_ask *a);
void pl_recordings_refuse(struct pl_recordings_ask *a, uint16_t status, const char *error,
                          const char *cure);
void pl_recordings_no_store(struct pl_recordings_ask *a);

/* ---- recordings_list.c ---- */

/* NULL: fine; else what is wrong with the query. */
const char *pl_recordings_read_query(struct pl_recordings_ask *a, struct pl_bytes query);
void pl_recordings_list(struct pl_recordings_ask *a);
/* SHOW, TIMELINE. */
void pl_recordings_show(struct pl_recordings_ask *a);

/* ---- recordings_archived.c ---- */

/* Adds "archive" to each of these objects, an array that stays as long as the answer; then calls
 * `told`, or refuses. */
void pl_recordings_archived(struct pl_recordings_ask *a, json_t *rows,
                            void (*told)(struct pl_recordings_ask *a));

#endif
