/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The middle of the server: carries what happens on links and media workers to the domain as
 * events, and what the domain wants done back to them as effects, in order. It decides nothing.
 *
 *     signal (links) ──▶ hub ──▶ core ──▶ hub ──▶ signal (send, close)
 *     media pool     ──▶                     ──▶ media pool (join, offer, link ...)
 *
 * What a media worker refuses comes back to the domain as an event, so that a client always hears
 * of it. All on the control thread.
 */
#ifndef PL_SERVER_HUB_H
#define PL_SERVER_HUB_H

#include "adapters/media/pool.h"
#include "adapters/signal/signal.h"
#include "core/core.h"

struct pl_hub;

/* Role: who writes the log. All mandatory, control thread. */
struct pl_hub_observer {
    /* A life-cycle fact of the domain. */
    void (*on_fact)(void *arg, const struct pl_fact *fact);
    /* A link began or ended below the domain. why: a word or two, "" on opening. */
    void (*on_link)(void *arg, uint64_t link, const char *ip, bool open, uint16_t code,
                    const char *why);
    /* A peer connection is up (detail NULL) or given up. */
    void (*on_media)(void *arg, uint64_t session, enum pl_media_role role, const char *detail);
    /* Memory is short; the process should end. */
    void (*on_fatal)(void *arg, const char *what);
};

struct pl_hub_config {
    struct pl_core_config core;
    struct pl_signal_config signal;
    struct pl_media_pool_config media;
};

enum pl_hub_part {
    PL_HUB_CORE,
    PL_HUB_SIGNAL,
    PL_HUB_MEDIA,
};

/* On failure *part says which part could not start, and *port the port that is taken, if one is. */
PL_MUST_CHECK enum pl_err pl_hub_start(struct pl_hub **out, struct pl_loop *loop,
                                       const struct pl_hub_config *config,
                                       const struct pl_hub_observer *observer, void *arg,
                                       enum pl_hub_part *part, uint16_t *port);
/* Ends links and workers at once. NULL is harmless. */
void pl_hub_stop(struct pl_hub *hub);

/* No new sessions; those that are there are told, and closed at the deadline. */
void pl_hub_drain(struct pl_hub *hub, pl_time_us deadline);

struct pl_signal *pl_hub_signal(struct pl_hub *hub);
struct pl_media_pool *pl_hub_media(struct pl_hub *hub);
/* How many sessions are left, for the end of a drain. */
size_t pl_hub_sessions(const struct pl_hub *hub);

#endif
