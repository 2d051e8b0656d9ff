/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The book of the service counters: makes contacts and stretches (contact.h) of the engine's facts.
 *
 *     book = pl_book_create(&config);
 *     after a verb of the engine: pl_book_fact() for each fact, in order, then pl_book_settle()
 *     while ((c = pl_book_next_contact(book))) keep it;      each that has changed, once
 *     while ((s = pl_book_next_stretch(book))) keep it;
 *     pl_book_gone() when a client can say nothing more of his contacts
 *     pl_book_destroy(book);
 *
 * It knows nothing but facts: when the engine learns new rules that lead to the same facts, their
 * contacts are right. After a restart it is told what was open (pl_book_learn), and ids above which
 * its own begin.
 *
 * When a contact begins: ENTERED_QUEUE (NEW). When it ends, and how (its outcome):
 *   FINISHED served                 SERVED     FINISHED failed                          FAILED
 *   LEFT_QUEUE 0                    LEFT       LEFT_QUEUE 101 (link lost)               LOST
 *   LEFT_QUEUE, any other code      REMOVED    FINISHED missed, and not put back        FAILED
 * Handed on to another agent or queue it goes on.
 *
 * Limits: max_contacts in memory (open ones, and of each client the last), beyond which contacts
 * are not written, and counted; texts of PL_CONTACT_TEXT_MAX (INTAKE, NOTES: PL_CONTACT_LONG_MAX)
 * bytes, longer ones are cut. Cost: O(1) for each fact, but for O(contacts of the client) of which
 * there are rarely two.
 */
#ifndef PL_CORE_COUNTER_BOOK_H
#define PL_CORE_COUNTER_BOOK_H

#include "core/counter/contact.h"
#include "core/counter/counter.h"

struct pl_book;

struct pl_book_config {
    size_t max_contacts;
    int64_t epoch_ms; /* what the wall's clock said at time 0 */
};

/* What facts do not say. */
struct pl_book_more {
    struct pl_bytes client; /* names */
    struct pl_bytes agent;
    int32_t priority;   /* of the client */
    int32_t promised_s; /* what he was told; PL_CONTACT_NO_PROMISE */
};

/* NULL when memory is short. */
struct pl_book *pl_book_create(const struct pl_book_config *config);
/* Accepts NULL. */
void pl_book_destroy(struct pl_book *b);
/* Memory ran short once: rows are missing. */
bool pl_book_broken(const struct pl_book *b);

void pl_book_fact(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *fact,
                  const struct pl_book_more *more);
/* All facts of the verb have been said. */
void pl_book_settle(struct pl_book *b, pl_time_us now);

/* What has changed since it was asked for last; NULL: nothing more. Valid until the next call of
 * anything here. */
const struct pl_contact *pl_book_next_contact(struct pl_book *b);
const struct pl_stretch *pl_book_next_stretch(struct pl_book *b);

/* A text of the newest contact of this client: intake, notes. 9: there is none; 21: too long. */
int pl_book_write(struct pl_book *b, int32_t client, enum pl_contact_text what,
                  struct pl_bytes text);
/* His rating of the newest contact that this agent served. 9; 21. */
int pl_book_rate(struct pl_book *b, int32_t client, int32_t agent, int32_t score,
                 struct pl_bytes remark);
/* He has gone: what he says later is of no contact that has ended. */
void pl_book_gone(struct pl_book *b, int32_t client);

/* His newest contact, open or not; NULL: there is none. */
const struct pl_contact *pl_book_of(const struct pl_book *b, int32_t client);
/* The one that this agent serves now; NULL: there is none. */
const struct pl_contact *pl_book_served(struct pl_book *b, int32_t client, int32_t agent);
/* Id of the stretch that goes on; 0: none. */
int64_t pl_book_stretch_of(const struct pl_book *b, int32_t agent);

/* ---- after a restart ---- */

/* It was written; it may be open or not. PL_E_LIMIT, PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_book_learn(struct pl_book *b, const struct pl_contact *c);
/* The time to come back is over: services that were learnt, and of which `goes_on` knows nothing,
 * end now. */
void pl_book_end_rest(struct pl_book *b, pl_time_us now,
                      bool (*goes_on)(void *arg, const struct pl_contact *c), void *arg);
/* This stretch went on when the server ended: it ends now. */
void pl_book_cut_stretch(struct pl_book *b, pl_time_us now, const struct pl_stretch *s);
/* Ids that are used already end here. */
void pl_book_ids_above(struct pl_book *b, int64_t id);

struct pl_book_stats {
    size_t contacts;    /* in memory */
    uint64_t unwritten; /* for want of room */
};
void pl_book_stats(const struct pl_book *b, struct pl_book_stats *out);

#endif
