/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One media worker: a thread that owns a UDP port and an SFU. Private to this folder.
 *
 * The thread waits for datagrams, commands and the SFU's next deadline, and does nothing else. What
 * it shares with the control thread are two mailboxes of values; a value may own one block of
 * memory, which goes along with it.
 */
#ifndef PL_ADAPTERS_MEDIA_WORKER_H
#define PL_ADAPTERS_MEDIA_WORKER_H

#include "adapters/media/ice_tcp.h"
#include "adapters/media/pool.h"
#include "io/mailbox.h"
#include "io/thread.h"
#include "io/udp_batch.h"

enum pl_worker_command_type {
    PL_WORKER_STOP,
    PL_WORKER_JOIN,
    PL_WORKER_LEAVE,
    PL_WORKER_OFFER,
    PL_WORKER_ANSWER,
    PL_WORKER_RESTART,
    PL_WORKER_RESTART_ICE,
    PL_WORKER_LINK,
    PL_WORKER_VIEW,
    PL_WORKER_FIGURES,
    PL_WORKER_COPY,
    PL_WORKER_COPY_KEY,
    PL_WORKER_STUN_ALLOW,
    PL_WORKER_EXTERNAL,
};

struct pl_worker_track {
    char mid[PL_MEDIA_MID_MAX + 1];
    enum pl_media_kind kind;
    uint8_t stream;
};

/* What a command owns: tracks and the text behind them. Freed by who takes the command. */
struct pl_worker_text {
    size_t track_count;
    struct pl_worker_track tracks[PL_MEDIA_PUB_SECTIONS_MAX];
    size_t len;
    uint8_t bytes[];
};

struct pl_worker_command {
    enum pl_worker_command_type type;
    uint64_t session;
    uint64_t publisher;
    uint64_t request;
    uint32_t version; /* of an ANSWER; the tag of a COPY */
    enum pl_codec video;
    enum pl_media_role role;
    enum pl_media_kind kind;
    uint8_t stream;
    bool on;
    struct pl_media_view view;
    struct pl_addr address;      /* STUN_ALLOW; EXTERNAL: family NONE takes it away */
    struct pl_worker_text *text; /* OFFER, ANSWER; else NULL */
};

/*
 * What came back. Owns block: figures, tracks, then SDP, and the event's views point into it; or,
 * with is_stats, a struct pl_media_stats of the worker, and there is no event.
 */
struct pl_worker_event {
    struct pl_media_event event;
    void *block;
    unsigned worker;
    bool is_stats;
};

struct pl_worker {
    unsigned index;
    struct pl_thread thread;
    struct pl_udp *udp;
    struct pl_ice_tcp *tcp; /* NULL: off */
    struct pl_media *media;
    struct pl_srtp_crypto *crypto;
    struct pl_dtls_context *dtls;
    struct pl_mailbox *commands;
    struct pl_mailbox *events; /* of the pool, shared by all workers */
    struct pl_media_sink sink;
    uint8_t *reserved;                                /* by the sink, last */
    struct pl_addr addresses[PL_MEDIA_ADDRESSES_MAX]; /* unchanged once the thread runs */
    size_t address_count;
    /* Our own addresses by tag - 1: what a path's `local` means. Tag 0: the kernel's choice. */
    struct pl_addr locals[16];
    unsigned local_count;
    bool started;
    bool realtime; /* its thread goes before ordinary ones */
    bool stopping;
    size_t sessions;             /* control thread's count, for placing rooms */
    struct pl_media_stats stats; /* the control thread's copy */
};

PL_MUST_CHECK enum pl_err pl_worker_start(struct pl_worker *w,
                                          const struct pl_media_pool_config *config,
                                          struct pl_mailbox *events);
/* Ends the thread and frees what pl_worker_start made. Harmless on a zeroed worker. */
void pl_worker_stop(struct pl_worker *w);

#endif
