/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The audit's chain: each line carries the SHA-256 of its own fields and of the sum of the line
 * before it, so that a line that was changed, put in or taken out no longer fits to the next one.
 *
 *     chain = SHA-256 of   sum of the line before, as it stands there (of the first line: nothing)
 *                          "\n" number "\n" at_ms "\n"
 *                          and for actor, verb, object, detail each: length in bytes ":" text "\n"
 *
 * Numbers and lengths are decimal. Whoever may write the whole database can make a new chain from
 * the changed line on: it shows when somebody else has noted the sum of a later line. parlord
 * writes it into its log for that (audit.head).
 *
 * Old lines are trimmed from the beginning. The line that tells of it ("audit: trim", by "server")
 * has the number and the sum of the last one that was taken away, which the first remaining one
 * has to fit to.
 *
 * Pure. Cost: one hash of the line.
 */
#ifndef PL_ADAPTERS_STORE_CHAIN_H
#define PL_ADAPTERS_STORE_CHAIN_H

#include "adapters/store/record.h"
#include "base/err.h"

enum { PL_STORE_CHAIN_CHARS = 64 };

/* Who trims, and what it is called in the audit. */
#define PL_STORE_CHAIN_TRIMMER "server"
#define PL_STORE_CHAIN_TRIM    "audit: trim"

/* The sum of this line behind one with that sum. line->chain is not looked at. PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_store_chain(struct pl_bytes before, const struct pl_store_audit *line,
                                         char out[PL_STORE_CHAIN_CHARS + 1]);

/* ---- checking, from the newest line to the oldest ---- */

enum { PL_STORE_CHAIN_WHY_MAX = 160 };

struct pl_store_chain_check {
    int64_t newest, oldest; /* numbers; 0: none yet */
    uint64_t lines;
    uint64_t unchained;                  /* of them, older than the chain */
    char head[PL_STORE_CHAIN_CHARS + 1]; /* of the newest */
    int64_t wrong;                       /* the line that does not fit; 0: all do so far */
    char why[PL_STORE_CHAIN_WHY_MAX];    /* it does not */
    /* the line that waits for the one before it */
    char *texts;
    struct pl_store_audit waiting;
    int64_t trimmed; /* the newest trim that was seen; 0: none */
    char trimmed_sum[PL_STORE_CHAIN_CHARS + 1];
};

/* Zeroed; `end` gives back what it has taken. */
void pl_store_chain_check_begin(struct pl_store_chain_check *c);
/* The next older line; borrowed for the call. False: this, or the one before, is wrong; go no
 * further. PL_E_NOMEM counts as wrong. */
bool pl_store_chain_check_line(struct pl_store_chain_check *c, const struct pl_store_audit *line);
/* There are no more. True: all fit. */
bool pl_store_chain_check_end(struct pl_store_chain_check *c);

#endif
