/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nothing is said before it is safe: what goes to links behind rows that are being written waits
 * until they are (safe.h), link by link in its order. Other links do not wait.
 *
 *     pl_hold_behind(hold, n)            in a step: whatever is said from here on waits for n
 *     pl_hold_text(hold, link, text)     now or later
 *     pl_hold_go_on(hold)                the step is over
 *     pl_hold_release(hold, n)           n and all before are safe: it is said
 *
 * A link on which a session resumes waits for everything that waits: it would hear what another
 * link of that session has not been told yet.
 *
 * Limits: PL_HOLD_BYTES of all links together; beyond, everything goes out at once (counted).
 */
#ifndef PL_SERVER_HOLD_H
#define PL_SERVER_HOLD_H

#include "adapters/signal/signal.h"

enum { PL_HOLD_BYTES = 64 << 20 };

struct pl_hold;

/* Where it goes; all mandatory. */
struct pl_hold_port {
    void (*text)(void *arg, uint64_t link, struct pl_bytes text);
    void (*binary)(void *arg, uint64_t link, struct pl_bytes data);
    void (*close)(void *arg, uint64_t link, uint16_t code, const char *reason);
    void *arg;
};

/* NULL: memory is short. */
struct pl_hold *pl_hold_create(const struct pl_hold_port *port);
/* What waits is dropped. Accepts NULL. */
void pl_hold_destroy(struct pl_hold *h);

/* number 0: nothing to wait for. */
void pl_hold_behind(struct pl_hold *h, uint64_t number);
void pl_hold_go_on(struct pl_hold *h);
void pl_hold_release(struct pl_hold *h, uint64_t number);
/* Nobody waits any more (on), until that is over. */
void pl_hold_let_all(struct pl_hold *h, bool on);

void pl_hold_text(struct pl_hold *h, uint64_t link, struct pl_bytes text);
void pl_hold_binary(struct pl_hold *h, uint64_t link, struct pl_bytes data);
/* reason: static. */
void pl_hold_close(struct pl_hold *h, uint64_t link, uint16_t code, const char *reason);

/* It is to wait for everything that waits now. */
void pl_hold_again(struct pl_hold *h, uint64_t link);
void pl_hold_closed(struct pl_hold *h, uint64_t link);

struct pl_hold_stats {
    size_t words;     /* messages that wait */
    size_t bytes;     /* of them */
    size_t links;     /* that have to wait */
    uint64_t let_out; /* only rises: times that everything went out unsafe, for want of room */
};
void pl_hold_stats(const struct pl_hold *h, struct pl_hold_stats *out);

#endif
