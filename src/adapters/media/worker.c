/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/media/worker.h"

#include "base/list.h"
#include "io/clock.h"
#include "io/random.h"
#include "proto/dtls/dtls.h"

#include <assert.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    COMMANDS_MAX = 8192,
    COMMANDS_AT_ONCE = 64,
    LOCALS_MAX = (int)(sizeof(((struct pl_worker *)0)->locals) / sizeof(struct pl_addr)),
    /* Batches between two looks at the commands: media never starves a join for long. */
    BATCHES_AT_ONCE = 16,
    TCP_QUEUE_BYTES = 256 * 1024, /* a second of 2 Mbit/s */
    PORT_TRIES = 16,
};

_Static_assert((int)PL_UDP_BATCH <= (int)PL_MEDIA_BATCH_MAX, "a batch fits");

/* ---- the sink: encrypted straight into the socket's send memory ---- */

static uint8_t *sink_reserve(struct pl_media_sink *self, size_t max_len)
{
    struct pl_worker *w = pl_container_of(self, struct pl_worker, sink);
    w->reserved = pl_udp_reserve(w->udp, max_len);
    return w->reserved;
}

static void sink_commit(struct pl_media_sink *self, size_t len, const struct pl_ice_path *to)
{
    struct pl_worker *w = pl_container_of(self, struct pl_worker, sink);
    struct pl_udp_path path = {.peer = to->remote};
    if (to->local & PL_ICE_TCP_TAG) {
        /* What was reserved is given to nobody: TCP has queues of its own. */
        pl_ice_tcp_send(w->tcp, to->local, pl_bytes_of(w->reserved, len));
        return;
    }
    if (to->local > 0 && to->local <= w->local_count)
        path.local = w->locals[to->local - 1];
    pl_udp_commit(w->udp, len, &path);
}

/* An answer leaves by the address that was asked; the SFU knows addresses of ours as small numbers.
 */
static uint32_t local_tag(struct pl_worker *w, const struct pl_addr *local)
{
    for (unsigned i = 0; i < w->local_count; i++) {
        if (pl_addr_eq(&w->locals[i], local))
            return i + 1;
    }
    if (w->local_count == LOCALS_MAX)
        return 0;
    w->locals[w->local_count++] = *local;
    return w->local_count;
}

/* ---- clients over TCP ---- */

static bool tcp_awaits(void *arg, struct pl_bytes first)
{
    struct pl_worker *w = arg;
    return pl_media_awaits(w->media, first);
}

static void tcp_input(void *arg, const struct pl_media_datagram *batch, size_t count)
{
    struct pl_worker *w = arg;
    pl_media_input(w->media, pl_clock_now_us(), batch, count);
}

static void tcp_closed(void *arg, const struct pl_ice_path *path)
{
    struct pl_worker *w = arg;
    pl_media_close_path(w->media, pl_clock_now_us(), path);
}

/* ---- commands ---- */

static void run_offer(struct pl_worker *w, pl_time_us now, const struct pl_worker_command *c)
{
    struct pl_media_pub_track tracks[PL_MEDIA_PUB_SECTIONS_MAX];
    for (size_t i = 0; i < c->text->track_count; i++) {
        const struct pl_worker_track *t = &c->text->tracks[i];
        tracks[i] = (struct pl_media_pub_track){pl_bytes_str(t->mid), t->kind, t->stream};
    }
    pl_media_offer(w->media, now, c->session, c->request, pl_bytes_of(c->text->bytes, c->text->len),
                   tracks, c->text->track_count, c->video);
}

static void run_join(struct pl_worker *w, uint64_t session)
{
    struct pl_worker_event failed = {.event = {.type = PL_MEDIA_EVENT_FAILED,
                                               .session = session,
                                               .role = PL_MEDIA_PUB,
                                               .detail = "no room on the media worker"}};
    if (pl_media_join(w->media, session) && pl_mailbox_push(w->events, &failed))
        return; /* the control thread is gone or hung; nobody is left to tell */
}

/* The external address comes last: who reaches us without the router's help shall. */
static void set_external(struct pl_worker *w, const struct pl_addr *external)
{
    struct pl_addr all[PL_MEDIA_ADDRESSES_MAX + 1];
    size_t n = w->address_count;
    memcpy(all, w->addresses, n * sizeof(all[0]));
    if (external->family != PL_ADDR_NONE) {
        for (size_t i = 0; i < n; i++) {
            if (pl_addr_eq(&all[i], external))
                return;
        }
        n = n < PL_MEDIA_ADDRESSES_MAX ? n + 1 : n; /* rather than the last one that we know of */
        all[n - 1] = *external;
    }
    pl_media_set_addresses(w->media, all, n);
}

static void run(struct pl_worker *w, pl_time_us now, struct pl_worker_command *c)
{
    switch (c->type) {
    case PL_WORKER_STOP:
        w->stopping = true;
        break;
    case PL_WORKER_JOIN:
        run_join(w, c->session);
        break;
    case PL_WORKER_LEAVE:
        pl_media_leave(w->media, now, c->session);
        break;
    case PL_WORKER_OFFER:
        run_offer(w, now, c);
        break;
    case PL_WORKER_ANSWER:
        pl_media_answer(w->media, now, c->session, c->version,
                        pl_bytes_of(c->text->bytes, c->text->len));
        break;
    case PL_WORKER_RESTART:
        pl_media_restart(w->media, now, c->session, c->role);
        break;
    case PL_WORKER_RESTART_ICE:
        pl_media_restart_ice(w->media, now, c->session);
        break;
    case PL_WORKER_LINK:
        pl_media_link(w->media, now, c->session, c->publisher, c->kind, c->stream, c->on);
        break;
    case PL_WORKER_VIEW:
        pl_media_view(w->media, now, c->session, c->publisher, c->stream, &c->view);
        break;
    case PL_WORKER_FIGURES:
        pl_media_figures(w->media, now, c->session, c->on);
        break;
    case PL_WORKER_COPY:
        pl_media_copy(w->media, now, c->session, c->kind, c->stream, c->version, c->on);
        break;
    case PL_WORKER_COPY_KEY:
        pl_media_copy_key(w->media, now, c->session, c->stream);
        break;
    case PL_WORKER_STUN_ALLOW:
        pl_media_stun_allow(w->media, &c->address, c->on);
        break;
    case PL_WORKER_EXTERNAL:
        set_external(w, &c->address);
        break;
    }
    free(c->text);
    c->text = NULL;
}

static void run_commands(struct pl_worker *w, pl_time_us now)
{
    struct pl_worker_command commands[COMMANDS_AT_ONCE];
    size_t n;
    while ((n = pl_mailbox_take(w->commands, commands, COMMANDS_AT_ONCE)) > 0) {
        for (size_t i = 0; i < n; i++)
            run(w, now, &commands[i]);
    }
}

/* ---- events ---- */

/* Figures, tracks, then SDP: what has to be aligned comes first. */
static enum pl_err pack(const struct pl_media_event *e, struct pl_worker_event *out)
{
    size_t figures = e->figure_count * sizeof(*e->figures);
    size_t tracks = e->track_count * sizeof(*e->tracks);
    uint8_t *block;
    *out = (struct pl_worker_event){.event = *e};
    if (figures + tracks + e->sdp.len == 0)
        return PL_OK;
    block = malloc(figures + tracks + e->sdp.len);
    if (!block)
        return PL_E_NOMEM;
    if (figures > 0)
        memcpy(block, e->figures, figures);
    if (tracks > 0)
        memcpy(block + figures, e->tracks, tracks);
    if (e->sdp.len > 0)
        memcpy(block + figures + tracks, e->sdp.data, e->sdp.len);
    out->block = block;
    out->event.figures = (const struct pl_media_figure *)(void *)block;
    out->event.tracks = (const struct pl_media_sub_track *)(void *)(block + figures);
    out->event.sdp = pl_bytes_of(block + figures + tracks, e->sdp.len);
    return PL_OK;
}

static void give_events(struct pl_worker *w)
{
    struct pl_media_event e;
    struct pl_worker_event packed;
    while (pl_media_next_event(w->media, &e) == PL_OK) {
        if (pack(&e, &packed) == PL_OK && pl_mailbox_push(w->events, &packed))
            free(packed.block); /* the control thread hangs; the session's client will try again */
    }
}

/* ---- the loop ---- */

static void receive(struct pl_worker *w)
{
    struct pl_media_datagram batch[PL_UDP_BATCH];
    struct pl_udp_datagram *from;
    size_t n;
    for (int round = 0; round < BATCHES_AT_ONCE; round++) {
        if (pl_udp_receive(w->udp, &from, &n))
            return;
        for (size_t i = 0; i < n; i++) {
            batch[i].path =
                (struct pl_ice_path){from[i].path.peer, local_tag(w, &from[i].path.local)};
            batch[i].data = from[i].data;
        }
        pl_media_input(w->media, pl_clock_now_us(), batch, n);
        if (n < PL_UDP_BATCH)
            return;
    }
}

static void add_tcp_stats(struct pl_media_stats *to, const struct pl_ice_tcp_stats *from)
{
    to->tcp_open = from->open;
    to->tcp_accepted = from->accepted;
    to->tcp_refused = from->refused;
    to->tcp_strange = from->strange;
    to->tcp_slow = from->slow;
    to->tcp_dropped = from->dropped;
}

static void give_stats(struct pl_worker *w)
{
    struct pl_worker_event e = {.worker = w->index, .is_stats = true};
    struct pl_media_stats *copy = malloc(sizeof(*copy));
    if (!copy)
        return;
    *copy = *pl_media_stats(w->media);
    if (w->tcp)
        add_tcp_stats(copy, pl_ice_tcp_stats_of(w->tcp));
    e.block = copy;
    if (pl_mailbox_push(w->events, &e))
        free(copy);
}

/* What there is to do, besides what is due; bits. */
enum { WORK_UDP = 1, WORK_COMMANDS = 2, WORK_TCP = 4 };

static unsigned wait_for_work(struct pl_worker *w, pl_time_us now)
{
    struct pollfd fds[3] = {{pl_udp_fd(w->udp), POLLIN, 0},
                            {pl_mailbox_fd(w->commands), POLLIN, 0},
                            {w->tcp ? pl_ice_tcp_fd(w->tcp) : -1, POLLIN, 0}};
    pl_time_us at = pl_time_min(pl_media_deadline(w->media), now + PL_SEC(1));
    pl_time_us wait = at > now ? at - now : 0;
    struct timespec ts = {(time_t)(wait / 1000000u), (long)(wait % 1000000u) * 1000};
    unsigned work = 0;
    if (ppoll(fds, 3, &ts, NULL) < 0)
        return WORK_UDP | WORK_COMMANDS | WORK_TCP; /* a signal: look at all of them */
    for (unsigned i = 0; i < 3; i++)
        work |= fds[i].revents != 0 ? 1u << i : 0;
    return work;
}

static void worker_run(void *arg)
{
    struct pl_worker *w = arg;
    pl_time_us stats_at = 0;
    while (!w->stopping) {
        pl_time_us now = pl_clock_now_us();
        unsigned work = wait_for_work(w, now);
        if (work & WORK_COMMANDS)
            run_commands(w, pl_clock_now_us());
        if (work & WORK_UDP)
            receive(w);
        if (w->tcp)
            pl_ice_tcp_run(w->tcp, pl_clock_now_us(), work & WORK_TCP);
        now = pl_clock_now_us();
        pl_media_tick(w->media, now);
        pl_udp_flush(w->udp);
        if (w->tcp)
            pl_ice_tcp_flush(w->tcp, now);
        give_events(w);
        if (now >= stats_at) {
            give_stats(w);
            stats_at = now + PL_SEC(1);
        }
    }
}

/* ---- start and stop ---- */

static enum pl_err open_media(struct pl_worker *w, const struct pl_media_pool_config *config)
{
    struct pl_media_config media = {.random = pl_random_kernel(),
                                    .sink = &w->sink,
                                    .max_sessions = config->max_sessions,
                                    .loudest = config->loudest,
                                    .silence = config->silence,
                                    .key_pause_us = config->key_pause_us,
                                    .limits = config->limits,
                                    .copies = config->copies,
                                    .copy_key_us = config->copy_key_us};
    enum pl_err err = pl_srtp_crypto_create(config->crypto, &w->crypto);
    if (!err)
        err = pl_dtls_context_create(config->cert, NULL, &w->dtls);
    if (err)
        return err;
    media.dtls = w->dtls;
    media.crypto = w->crypto;
    media.fingerprint = *pl_dtls_cert_fingerprint(config->cert);
    memcpy(media.addresses, w->addresses, sizeof(media.addresses));
    media.address_count = w->address_count;
    media.tcp = w->tcp != NULL;
    return pl_media_create(&media, &w->media);
}

static void take_addresses(struct pl_worker *w, const struct pl_media_pool_config *config)
{
    uint16_t port = pl_udp_local(w->udp).port;
    w->address_count = config->advertise_count;
    for (size_t i = 0; i < w->address_count; i++) {
        w->addresses[i] = config->advertise[i];
        w->addresses[i].port = port;
    }
}

static enum pl_err open_tcp(struct pl_worker *w, const struct pl_media_pool_config *config)
{
    struct pl_ice_tcp_options options = {.bind = pl_udp_local(w->udp),
                                         .max_connections = 2 * config->max_sessions + 64,
                                         .max_per_address = config->tcp_per_address,
                                         .queue_bytes = TCP_QUEUE_BYTES,
                                         .first_us = PL_SEC(5),
                                         .idle_us = PL_SEC(40),
                                         .stall_us = PL_SEC(10)};
    struct pl_ice_tcp_user user = {tcp_awaits, tcp_input, tcp_closed, w};
    return pl_ice_tcp_open(&w->tcp, &options, &user);
}

/* TCP has UDP's number. One that the kernel chose may be taken there: then another. */
static enum pl_err open_ports(struct pl_worker *w, const struct pl_media_pool_config *config)
{
    struct pl_udp_options options = {.bind = config->bind};
    enum pl_err err;
    if (options.bind.port != 0)
        options.bind.port = (uint16_t)(options.bind.port + w->index);
    for (int tries = 0;; tries++) {
        err = pl_udp_open(&w->udp, &options);
        if (!err && config->tcp)
            err = open_tcp(w, config);
        if (err != PL_E_EXISTS || options.bind.port != 0 || tries == PORT_TRIES)
            return err;
        pl_udp_close(w->udp);
        w->udp = NULL;
    }
}

enum pl_err pl_worker_start(struct pl_worker *w, const struct pl_media_pool_config *config,
                            struct pl_mailbox *events)
{
    char name[16];
    enum pl_err err;
    w->events = events;
    w->sink = (struct pl_media_sink){sink_reserve, sink_commit};
    err = open_ports(w, config);
    if (!err)
        err = pl_mailbox_create(&w->commands, sizeof(struct pl_worker_command), COMMANDS_MAX);
    if (err)
        return err;
    take_addresses(w, config);
    err = open_media(w, config);
    if (err)
        return err;
    snprintf(name, sizeof(name), "media-%u", w->index);
    err = pl_thread_start(&w->thread, name, worker_run, w);
    w->started = err == PL_OK;
    w->realtime = w->started && config->realtime && pl_thread_realtime(&w->thread);
    return err;
}

static void free_commands(struct pl_worker *w)
{
    struct pl_worker_command c;
    while (w->commands && pl_mailbox_take(w->commands, &c, 1) > 0)
        free(c.text);
}

void pl_worker_stop(struct pl_worker *w)
{
    struct pl_worker_command stop = {.type = PL_WORKER_STOP};
    if (w->started) {
        while (pl_mailbox_push(w->commands, &stop))
            sched_yield(); /* it is reading them */
        pl_thread_join(&w->thread);
    }
    free_commands(w);
    pl_media_destroy(w->media);
    pl_dtls_context_destroy(w->dtls);
    pl_srtp_crypto_destroy(w->crypto);
    pl_mailbox_destroy(w->commands);
    pl_ice_tcp_close(w->tcp);
    pl_udp_close(w->udp);
    *w = (struct pl_worker){0};
}
