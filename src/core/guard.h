/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much of anything one stranger may have: rates of messages, rates and failures of logins.
 *
 *   struct pl_bucket  one rate (messages of a session, tries of a room password)
 *   struct pl_flood   a bucket that also tells who goes on after having been refused
 *   struct pl_guard   what is remembered of addresses and of account names
 *
 * The tables of the guard are bounded; when one is full, the entry that was used longest ago is
 * forgotten. An IPv6 stranger owns at least a /64, so that is what counts as one address.
 */
#ifndef PL_CORE_GUARD_H
#define PL_CORE_GUARD_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/list.h"
#include "base/strmap.h"
#include "base/time.h"

/* ---- rates ---- */

/*
 * A token bucket kept as one time stamp (the generic cell rate algorithm): `paid_until` is when
 * the bucket will be full again. All zero is a full bucket.
 */
struct pl_bucket {
    pl_time_us paid_until;
};

/* One token each `cost_us`, at most `burst` saved up. */
struct pl_rate {
    pl_time_us cost_us;
    uint32_t burst;
};

/* Takes a token; false when there is none. */
bool pl_bucket_take(struct pl_bucket *b, struct pl_rate rate, pl_time_us now);

/*
 * Takes n tokens at once, all or none. One that is larger than what is left goes through all the
 * same, into debt, as long as there is any: so something larger than the burst is possible, if
 * rarely. n * cost_us must not overflow.
 */
bool pl_bucket_spend(struct pl_bucket *b, struct pl_rate rate, uint64_t n, pl_time_us now);

enum pl_verdict {
    PL_PASS,
    PL_REFUSE, /* over the rate: error 23 */
    PL_CUT,    /* and it goes on: closing 23 */
};

struct pl_flood_limits {
    struct pl_rate rate;
    uint32_t refusals; /* that many in one episode, or ... */
    pl_time_us for_us; /* ... an episode of that length */
};

/* All zero is a good start. An episode ends when for_us have gone by without a refusal. */
struct pl_flood {
    struct pl_bucket bucket;
    pl_time_us since; /* first refusal of the episode */
    pl_time_us last;  /* newest one; 0 = there has been none */
    uint32_t refused; /* in the episode */
};

enum pl_verdict pl_flood_message(struct pl_flood *f, const struct pl_flood_limits *limits,
                                 pl_time_us now);

/* ---- addresses and accounts ---- */

struct pl_guard_limits {
    size_t entries;        /* of each table, at least 1 */
    struct pl_rate logins; /* of one address */
    uint32_t failures;     /* within lock_us: locked */
    pl_time_us lock_us;
};

struct pl_guard_table {
    struct pl_strmap by_key; /* of struct pl_guard_entry (guard.c) */
    struct pl_list by_use;   /* longest unused first */
};

struct pl_guard {
    struct pl_guard_limits limits;
    struct pl_guard_table addresses;
    struct pl_guard_table accounts;
};

void pl_guard_init(struct pl_guard *g, const struct pl_guard_limits *limits,
                   const uint8_t seed[16]);
void pl_guard_finish(struct pl_guard *g);

/* May this address try to log in now? Takes a token. 0 or 203. */
int pl_guard_login(struct pl_guard *g, struct pl_bytes ip, pl_time_us now);

/* 0 or 203 (address), 0 or 202 (account). */
int pl_guard_address(struct pl_guard *g, struct pl_bytes ip, pl_time_us now);
int pl_guard_account(struct pl_guard *g, struct pl_bytes name, pl_time_us now);

/* A wrong password. True when this one has locked it. */
bool pl_guard_address_failed(struct pl_guard *g, struct pl_bytes ip, pl_time_us now);
bool pl_guard_account_failed(struct pl_guard *g, struct pl_bytes name, pl_time_us now);

/* The right password: the account's failures are forgotten. The address's are not: it may have
 * one account of its own and be guessing at others. */
void pl_guard_account_passed(struct pl_guard *g, struct pl_bytes name);

#endif
