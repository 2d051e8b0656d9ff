/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The media workers as the control thread sees them: one thread, one UDP port, one SFU
 * (media/media.h) each.
 *
 * A room lives on one worker, chosen when its first member joins: the one with the fewest sessions.
 * Calls travel to the worker through a bounded mailbox and never wait; what happens there comes
 * back through another mailbox as events on the control thread, in order for each session.
 *
 * It leaves to others: every decision (the domain), SDP texts beyond carrying them, metrics format.
 */
#ifndef PL_ADAPTERS_MEDIA_POOL_H
#define PL_ADAPTERS_MEDIA_POOL_H

#include "io/loop.h"
#include "media/media.h"
#include "proto/srtp/srtp.h"

enum {
    PL_MEDIA_WORKERS_MAX = 64,
};

struct pl_media_pool;
struct pl_dtls_cert;

struct pl_media_pool_config {
    unsigned workers;    /* 1..PL_MEDIA_WORKERS_MAX */
    struct pl_addr bind; /* port of the first worker, the others follow; 0: ephemeral */
    struct pl_addr
        advertise[PL_MEDIA_ADDRESSES_MAX]; /* what clients are told; ports are filled in */
    size_t advertise_count;                /* 0: the bound address, or those of the interfaces */
    bool tcp;                              /* ICE over TCP, on the same port numbers */
    size_t tcp_per_address; /* connections of one address to one worker; 0: not limited */
    enum pl_srtp_crypto_kind crypto;
    const struct pl_dtls_cert *cert; /* borrowed for life; one for all workers */
    size_t max_sessions;             /* of one worker */
    bool realtime;                   /* before ordinary threads, where this process may */
    unsigned loudest;                /* as in struct pl_media_config */
    uint8_t silence;
    pl_time_us key_pause_us;
    struct pl_media_limits limits;
    struct pl_media_copies *copies; /* kept; called by all workers, each on its thread; NULL: off */
    pl_time_us copy_key_us;
};

/* Role: who hears of what happened. Control thread; views are good until it returns. */
struct pl_media_pool_handler {
    void (*on_event)(void *arg, const struct pl_media_event *event);
};

/*
 * Opens the ports and starts the threads. PL_E_EXISTS: a port is taken (`failed_port` says which);
 * PL_E_UNSUPPORTED: no such SRTP back-end here; PL_E_RANGE: nothing to advertise; PL_E_IO,
 * PL_E_NOMEM, PL_E_CRYPTO.
 */
PL_MUST_CHECK enum pl_err pl_media_pool_start(struct pl_media_pool **out, struct pl_loop *loop,
                                              const struct pl_media_pool_config *config,
                                              const struct pl_media_pool_handler *handler,
                                              void *arg, uint16_t *failed_port);
/* Ends the threads; no event comes any more. NULL is harmless. */
void pl_media_pool_stop(struct pl_media_pool *pool);

/* For the log of the start. */
unsigned pl_media_pool_workers(const struct pl_media_pool *pool);
struct pl_addr pl_media_pool_address(const struct pl_media_pool *pool, unsigned worker,
                                     size_t index);
const char *pl_media_pool_crypto(const struct pl_media_pool *pool);
/* All workers got what `realtime` wished for. */
bool pl_media_pool_is_realtime(const struct pl_media_pool *pool);

/*
 * The commands of media/media.h; views are copied. PL_E_NOT_FOUND: the session has not joined.
 * PL_E_LIMIT: the worker's mailbox is full (it has hung, or is hopelessly late). PL_E_NOMEM.
 */
PL_MUST_CHECK enum pl_err pl_media_pool_join(struct pl_media_pool *pool, uint64_t session,
                                             int32_t room);
/* Never refused: a full mailbox is waited for, since a lost leave would leak a session. */
void pl_media_pool_leave(struct pl_media_pool *pool, uint64_t session);
PL_MUST_CHECK enum pl_err pl_media_pool_offer(struct pl_media_pool *pool, uint64_t session,
                                              uint64_t request, struct pl_bytes sdp,
                                              const struct pl_media_pub_track *tracks,
                                              size_t track_count, enum pl_codec video);
PL_MUST_CHECK enum pl_err pl_media_pool_answer(struct pl_media_pool *pool, uint64_t session,
                                               uint32_t version, struct pl_bytes sdp);
PL_MUST_CHECK enum pl_err pl_media_pool_restart(struct pl_media_pool *pool, uint64_t session,
                                                enum pl_media_role role);
PL_MUST_CHECK enum pl_err pl_media_pool_restart_ice(struct pl_media_pool *pool, uint64_t session);
PL_MUST_CHECK enum pl_err pl_media_pool_link(struct pl_media_pool *pool, uint64_t subscriber,
                                             uint64_t publisher, enum pl_media_kind kind,
                                             uint8_t stream, bool on);
PL_MUST_CHECK enum pl_err pl_media_pool_view(struct pl_media_pool *pool, uint64_t subscriber,
                                             uint64_t publisher, uint8_t stream,
                                             const struct pl_media_view *view);

/*
 * The session is signed in from this address; the STUN service of the first worker answers it. A
 * second call moves it, leaving ends it.
 */
PL_MUST_CHECK enum pl_err pl_media_pool_allow(struct pl_media_pool *pool, uint64_t session,
                                              const struct pl_addr *address);

/*
 * Clients may reach this worker at one more address (a port that a router maps to it): said in
 * offers and answers from now on, in place of the one of the call before. Family NONE: no longer.
 */
PL_MUST_CHECK enum pl_err pl_media_pool_external(struct pl_media_pool *pool, unsigned worker,
                                                 const struct pl_addr *address);

PL_MUST_CHECK enum pl_err pl_media_pool_figures(struct pl_media_pool *pool, uint64_t session,
                                                bool on);

PL_MUST_CHECK enum pl_err pl_media_pool_copy(struct pl_media_pool *pool, uint64_t session,
                                             enum pl_media_kind kind, uint8_t stream, uint32_t tag,
                                             bool on);

PL_MUST_CHECK enum pl_err pl_media_pool_copy_key(struct pl_media_pool *pool, uint64_t session,
                                                 uint8_t stream);

/* A copy of one worker's counters, at most about a second old. */
void pl_media_pool_stats(const struct pl_media_pool *pool, unsigned worker,
                         struct pl_media_stats *out);

#endif
