/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The event feed brought to somebody's door: every event is posted to a URL, in order, until it is
 * taken.
 *
 *     POST <url>
 *     Content-Type: application/json
 *     Parlor-Signature: t=1790000000,v1=<hex of HMAC-SHA256(secret, "1790000000." + body)>
 *     {"events":[{"number":17,"at":1790000000000,"kind":"room.enter","user":5,"room":1}, ...]}
 *
 * 1..PL_WEBHOOK_EVENTS_MAX events at once, ascending. Any status 2xx takes them; anything else, or
 * no answer within ten seconds, brings the same again, after one second, two, four ... up to a
 * minute. How far it came is kept in the store: after a restart it goes on there. So each event
 * comes at least once and never after a later one; a receiver that remembers the last number that
 * it has handled handles each exactly once. One that was away until events.keep had passed misses
 * the oldest: the numbers say so.
 *
 * The receiver should refuse a `t` that is older than some minutes: so nobody can send it again.
 * Redirects are not followed; certificates are checked.
 *
 * A thread of its own with a connection of its own to the database.
 */
#ifndef PL_ADAPTERS_WEBHOOK_WEBHOOK_H
#define PL_ADAPTERS_WEBHOOK_WEBHOOK_H

#include "adapters/store/db.h"
#include "base/time.h"
#include "io/loop.h"

enum { PL_WEBHOOK_EVENTS_MAX = 100 };

struct pl_webhook;

struct pl_webhook_config {
    const struct pl_store_ops *ops;
    const char *where;
    const char *url;    /* http: or https: */
    const char *secret; /* not empty */
    pl_time_us pause;   /* after the first failure; 0: a second */
    pl_time_us timeout; /* of a post; 0: ten seconds */
    /* It cannot deliver (why; said once), or can again (NULL). Loop's thread. */
    void (*on_state)(void *arg, const char *why);
    void *arg;
};

/* Copies the strings. PL_E_IO: the store cannot be opened; PL_E_NOMEM, PL_E_LIMIT. */
PL_MUST_CHECK enum pl_err pl_webhook_start(struct pl_webhook **out, struct pl_loop *loop,
                                           const struct pl_webhook_config *config);
/* Ends what is under way, within about a second. Accepts NULL. */
void pl_webhook_stop(struct pl_webhook *hook);

/* There are new events. Loop's thread. NULL is harmless. */
void pl_webhook_wake(struct pl_webhook *hook);

/* The value of Parlor-Signature. */
enum { PL_WEBHOOK_SIGNATURE_MAX = 128 };
void pl_webhook_sign(const char *secret, int64_t at_s, struct pl_bytes body,
                     char out[PL_WEBHOOK_SIGNATURE_MAX]);

#endif
