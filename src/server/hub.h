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
#include "adapters/spool/spool.h"
#include "core/core.h"
#include "server/ask.h"
#include "server/feed.h"
#include "server/keeper.h"
#include "server/records.h"

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
    /* What the service counters acknowledge from now on may be lost, for the store is away; or that
     * is over. */
    void (*on_unsafe)(void *arg, bool unsafe);
    /* Memory is short; the process should end. */
    void (*on_fatal)(void *arg, const char *what);
};

struct pl_hub_config {
    struct pl_core_config core;
    struct pl_media_pool_config media;
    const char *spool; /* folder of kept files, used when core.file_store is on */
    struct pl_spool_limits spool_limits;
    struct pl_keeper *keeper;   /* borrowed; used when core.keep is on */
    struct pl_feed *feed;       /* borrowed; NULL: none */
    struct pl_records *records; /* borrowed; NULL: none */
};

/*
 * Borrows loop and signal. On failure *port is the UDP port that is taken, if one is (PL_E_EXISTS);
 * else as pl_media_pool_start, or PL_E_NOMEM.
 */
PL_MUST_CHECK enum pl_err pl_hub_start(struct pl_hub **out, struct pl_loop *loop,
                                       struct pl_signal *signal, const struct pl_hub_config *config,
                                       const struct pl_hub_observer *observer, void *arg,
                                       uint16_t *port);
/* Ends the workers at once. After the last link. NULL is harmless. */
void pl_hub_stop(struct pl_hub *hub);

/* No new sessions; those that are there are told, and closed at the deadline. */
void pl_hub_drain(struct pl_hub *hub, pl_time_us deadline);

/* What the front door tells; see adapters/signal/signal.h. */
void pl_hub_link_opened(struct pl_hub *hub, uint64_t link, const struct pl_signal_peer *peer);
void pl_hub_link_text(struct pl_hub *hub, uint64_t link, struct pl_bytes text);
void pl_hub_link_binary(struct pl_hub *hub, uint64_t link, struct pl_bytes data);
void pl_hub_link_closed(struct pl_hub *hub, uint64_t link, uint16_t code, const char *why);

/* Where those register who answer the domain's questions. */
struct pl_asker *pl_hub_asker(struct pl_hub *hub);
/* From the store, before the first link. */
void pl_hub_kept(struct pl_hub *hub, const struct pl_core_kept *kept);
/*
 * What takes part in the server besides clients. on_effect hears PL_EFFECT_NOTICE, _SERVER_DATA
 * and _OBJECT_EVENT, in order, in the middle of a step: it may send on links, but step nothing.
 */
struct pl_hub_listener {
    void (*on_effect)(void *arg, const struct pl_effect *effect);
    /* PL_EFFECT_STORE_...: is it of a transfer that this one takes or gives? Then it is carried out
     * by it alone. May be NULL. */
    bool (*on_store)(void *arg, const struct pl_effect *effect);
    void *arg;
};
enum { PL_HUB_LISTENERS_MAX = 4 };
/* Gives the listener's place, for pl_hub_take. Before the first link. Copies. */
unsigned pl_hub_listen(struct pl_hub *hub, const struct pl_hub_listener *listener);
/* What that listener takes of what clients say to the server, from now on; nothing at first. */
void pl_hub_take(struct pl_hub *hub, unsigned place, const struct pl_core_takers *takers);
/* An event of such a one; carried out before this returns. Never from inside on_effect. */
void pl_hub_event(struct pl_hub *hub, struct pl_event *event);
/* To a link that is not the domain's, also from inside on_effect: when what was kept before in this
 * step is safe. */
void pl_hub_say(struct pl_hub *hub, uint64_t link, struct pl_bytes text);
/* reason: static. */
void pl_hub_hang_up(struct pl_hub *hub, uint64_t link, uint16_t code, const char *reason);
/* What is said on that link from now on waits for everything that was kept so far: it may have been
 * its own wish, which is acknowledged when it is safe. */
void pl_hub_wait(struct pl_hub *hub, uint64_t link);
/* A link that is not the domain's has gone. */
void pl_hub_foreign_closed(struct pl_hub *hub, uint64_t link);
/* For reading (core/look.h), between steps. */
struct pl_core *pl_hub_core(struct pl_hub *hub);

struct pl_media_pool *pl_hub_media(struct pl_hub *hub);
void pl_hub_core_stats(const struct pl_hub *hub, struct pl_core_stats *out);
/* What waits until it is safe (hold.h). */
struct pl_hold_stats;
void pl_hub_hold_stats(const struct pl_hub *hub, struct pl_hold_stats *out);
/* How many sessions are left, for the end of a drain. */
size_t pl_hub_sessions(const struct pl_hub *hub);

#endif
