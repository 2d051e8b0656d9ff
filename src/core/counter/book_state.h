/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the book share. Private to src/core/counter. */
#ifndef PL_CORE_COUNTER_BOOK_STATE_H
#define PL_CORE_COUNTER_BOOK_STATE_H

#include "base/idmap.h"
#include "core/codes.h"
#include "core/counter/book.h"

/* One contact in memory. */
struct pl_book_entry {
    struct pl_list in_client; /* newest first; open ones, and the last that ended */
    struct pl_list changed;
    struct pl_contact c;
    bool waits;  /* in a queue */
    bool limbo;  /* missed or handed on, and nobody has said where to */
    bool learnt; /* it is of the time before a restart */
    bool dead;   /* to be freed when it has been given */
};

struct pl_book_client {
    struct pl_list entries;
    bool gone; /* what has ended of him is forgotten at once */
};

/* An agent's time in one status. */
struct pl_book_agent {
    struct pl_stretch s;
};

/* A stretch on its way to the store. */
struct pl_book_line {
    struct pl_list node;
    struct pl_stretch s;
};

struct pl_book {
    struct pl_book_config config;
    struct pl_idmap clients; /* by (uint32_t)user */
    struct pl_idmap agents;
    struct pl_list changed; /* entries */
    struct pl_list lines;
    struct pl_book_entry *given; /* freed with the next call */
    struct pl_book_line *line;
    struct pl_book_entry *limbo; /* of this verb; there is one at most */
    size_t count;
    uint64_t unwritten;
    int64_t last_id;
    bool broken;
};

static inline int64_t pl_book_wall_ms(const struct pl_book *b, pl_time_us now)
{
    return b->config.epoch_ms + (int64_t)(now / 1000);
}

static inline bool pl_book_is_open(const struct pl_book_entry *e)
{
    return e->c.outcome == PL_CONTACT_OPEN;
}

static inline size_t pl_book_text_max(enum pl_contact_text what)
{
    return what == PL_CONTACT_INTAKE || what == PL_CONTACT_NOTES ? PL_CONTACT_LONG_MAX
                                                                 : PL_CONTACT_TEXT_MAX;
}

/* ---- entries (book_entry.c) ---- */

int64_t pl_book_next_id(struct pl_book *b, int64_t ms);
/* It is to be given (again). */
void pl_book_changed(struct pl_book *b, struct pl_book_entry *e);
void pl_book_free_entry(struct pl_book *b, struct pl_book_entry *e);
/* NULL: there is none, or memory is short. */
struct pl_book_client *pl_book_client_of(struct pl_book *b, int32_t user, bool make);
/* The open one that waits (agent 0), or that this agent serves. */
struct pl_book_entry *pl_book_find(struct pl_book *b, int32_t user, int32_t agent);
void pl_book_set_text(struct pl_book *b, struct pl_book_entry *e, enum pl_contact_text what,
                      struct pl_bytes from);
/* The newest of this client. NULL: no room. */
struct pl_book_entry *pl_book_add(struct pl_book *b, int32_t user);
/* Of those that have ended only the newest is remembered: `but`. */
void pl_book_forget_old(struct pl_book *b, int32_t user, const struct pl_book_entry *but);
void pl_book_end(struct pl_book *b, pl_time_us now, struct pl_book_entry *e,
                 enum pl_contact_outcome outcome, int32_t code);

/* ---- stretches (book_stretch.c) ---- */

void pl_book_begin_stretch(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f);
void pl_book_end_stretch(struct pl_book *b, pl_time_us now, int32_t user);

#endif
