/* SPDX-License-Identifier: Apache-2.0 */
/* A peer connection of a simulated client: between the client's core and its socket. */
#include "load/peer.h"

#include "io/clock.h"
#include "io/random.h"

#include <stdlib.h>
#include <sys/epoll.h>

enum { BATCHES_AT_ONCE = 8 }; /* then the others have their turn */

static void on_send(struct pl_rtc_port *port, struct pl_bytes datagram)
{
    struct pl_load_conn *c = pl_container_of(port, struct pl_load_conn, port);
    if (c->fd.fd < 0)
        return; /* between two networks */
    if (c->way)
        pl_load_way_input(c->way, pl_clock_now_us(), true, datagram);
    else
        pl_sockets_send(c->peer->load->sockets, c->fd.fd, datagram);
}

static void on_packet(struct pl_rtc_port *port, const struct pl_rtc_packet *packet)
{
    struct pl_load_conn *c = pl_container_of(port, struct pl_load_conn, port);
    struct pl_load *load = c->peer->load;
    pl_time_us delay;
    if (packet->track->kind == PL_MEDIA_AUDIO || (packet->stamped && packet->stamp.key))
        pl_load_peer_joined(c->peer, load->arrival);
    if (c->moved_at != 0 && load->arrival > c->moved_at) {
        pl_histogram_add(&load->result.back, load->arrival - c->moved_at);
        c->moved_at = 0;
    }
    if (!load->measuring || packet->repaired)
        return;
    load->result.received++;
    if (!packet->stamped || packet->stamp.sent_us > load->arrival)
        return;
    delay = load->arrival - packet->stamp.sent_us;
    pl_histogram_add(&load->result.delay, delay);
    if (delay < c->delay_min)
        c->delay_min = delay;
}

/* ---- over a bad network ---- */

/* What has come through by now. */
static void travel(struct pl_load_conn *c, pl_time_us now)
{
    struct pl_load *load = c->peer->load;
    uint8_t bytes[PL_SOCKETS_DATAGRAM_BYTES];
    size_t len;
    bool up;
    while (c->way && pl_load_way_next_output(c->way, now, bytes, &len, &up)) {
        if (up) {
            pl_sockets_send(load->sockets, c->fd.fd, pl_bytes_of(bytes, len));
        } else {
            load->arrival = c->rtc->arrived_at = now;
            pl_rtc_input(c->rtc, now, (struct pl_buf){bytes, len});
        }
    }
}

static void end_way(struct pl_load_conn *c)
{
    if (c->way)
        pl_load_way_finish(c->way);
    free(c->way);
    c->way = NULL;
}

/* Whom it hits is decided once, by the seed. */
static enum pl_err begin_way(struct pl_load_conn *c)
{
    const struct pl_load_peer *p = c->peer;
    uint64_t seed = (uint64_t)p->load->options->seed << 32 | p->number * 2 | (c == &p->sub);
    end_way(c);
    if (!p->impaired)
        return PL_OK;
    c->way = malloc(sizeof(*c->way));
    if (!c->way)
        return PL_E_NOMEM;
    pl_load_way_init(c->way, seed, &p->shape->up, &p->shape->down);
    return PL_OK;
}

static pl_time_us deadline(const struct pl_load_conn *c)
{
    pl_time_us at = pl_rtc_deadline(c->rtc);
    return c->way ? pl_time_min(at, pl_load_way_deadline(c->way)) : at;
}

/* ---- input and time ---- */

/* After everything that may have changed its mind. */
static void settle(struct pl_load_conn *c, pl_time_us now)
{
    struct pl_load *load = c->peer->load;
    travel(c, now);
    pl_sockets_flush(load->sockets);
    if (c->rtc->failed) {
        pl_load_peer_fail(c->peer, "DTLS failed");
        return;
    }
    if (c->rtc->secure && c == &c->peer->pub && !load->backend->tells_connected)
        pl_load_peer_connected(c->peer, now);
    if (pl_heap_arm(&load->conn_timers, &c->timer, deadline(c)))
        pl_load_peer_fail(c->peer, "out of memory");
}

static void on_ready(struct pl_poll_fd *fd, uint32_t events)
{
    struct pl_load_conn *c = pl_container_of(fd, struct pl_load_conn, fd);
    struct pl_load *load = c->peer->load;
    struct pl_sockets_datagram *batch;
    size_t n = PL_SOCKETS_BATCH;
    (void)events; /* an error (a port that is closed) is a datagram that did not come */
    for (int round = 0; round < BATCHES_AT_ONCE && n == PL_SOCKETS_BATCH; round++) {
        n = pl_sockets_receive(load->sockets, fd->fd, &batch);
        for (size_t i = 0; i < n; i++) {
            /* Our own slowness to read is not the network's. */
            load->arrival = c->rtc->arrived_at = batch[i].at;
            c->bytes += batch[i].data.len;
            if (c->way)
                pl_load_way_input(c->way, pl_clock_now_us(), false,
                                  pl_bytes_of(batch[i].data.data, batch[i].data.len));
            else
                pl_rtc_input(c->rtc, pl_clock_now_us(), batch[i].data);
        }
    }
    settle(c, pl_clock_now_us());
}

void pl_load_conn_init(struct pl_load_conn *c, struct pl_load_peer *peer)
{
    *c = (struct pl_load_conn){.fd = {-1, on_ready},
                               .port = {.send = on_send, .packet = on_packet},
                               .peer = peer,
                               .delay_min = PL_TIME_NEVER};
}

enum pl_err pl_load_conn_open(struct pl_load_conn *c)
{
    struct pl_load *load = c->peer->load;
    const struct pl_load_shape *shape = c->peer->shape;
    const struct pl_rtc_config config = {.port = &c->port,
                                         .dtls = load->dtls,
                                         .fingerprint = *pl_dtls_cert_fingerprint(load->cert),
                                         .crypto = load->crypto,
                                         .random = pl_random_kernel(),
                                         .without_codecs = 1u << PL_CODEC_H264,
                                         .gives_feedback = shape->feedback,
                                         .without_nacks = !shape->nacks,
                                         .without_reports = !shape->reports,
                                         .trusts_payloads = true};
    pl_load_conn_finish(c);
    c->moved_at = 0;
    c->rtc = pl_rtc_create(&config);
    return c->rtc ? begin_way(c) : PL_E_NOMEM;
}

static void close_socket(struct pl_load_conn *c)
{
    uint64_t drops = pl_sockets_drops(c->fd.fd);
    if (drops > c->drops_before)
        c->peer->load->ended.drops += drops - c->drops_before;
    c->drops_before = 0;
    pl_poll_remove(&c->peer->load->poll, &c->fd);
}

void pl_load_conn_move(struct pl_load_conn *c, pl_time_us now)
{
    if (!c->rtc || c->fd.fd < 0)
        return;
    close_socket(c);
    if (c == &c->peer->sub)
        c->moved_at = now;
}

static bool add_track(struct pl_load_conn *c, enum pl_media_kind kind, uint32_t tag,
                      struct pl_rtc_camera camera, const struct pl_rtc_film *film)
{
    struct pl_rtc_track *t = pl_rtc_add_track(c->rtc, kind, tag, camera);
    if (t)
        t->film = film;
    return t != NULL;
}

enum pl_err pl_load_conn_publish(struct pl_load_conn *c)
{
    const struct pl_load_shape *shape = c->peer->shape;
    struct pl_load_films films = c->peer->load->films;
    uint32_t tag = c->peer->number * 2;
    if (shape->audio.packets > 0 && !add_track(c, PL_MEDIA_AUDIO, tag, shape->audio, films.sound))
        return PL_E_NOMEM;
    if (shape->video.packets > 0 &&
        !add_track(c, PL_MEDIA_VIDEO, tag + 1, shape->video, films.pictures))
        return PL_E_NOMEM;
    return PL_OK;
}

enum pl_err pl_load_conn_connect(struct pl_load_conn *c, pl_time_us now)
{
    struct pl_load *load = c->peer->load;
    if (c->fd.fd < 0) {
        if (pl_sockets_open(&c->fd.fd, &c->rtc->remote_addr) ||
            pl_poll_add(&load->poll, &c->fd, EPOLLIN))
            return PL_E_IO;
    }
    pl_load_conn_tick(c, now);
    return PL_OK;
}

void pl_load_conn_tick(struct pl_load_conn *c, pl_time_us now)
{
    pl_rtc_tick(c->rtc, now);
    settle(c, now);
}

void pl_load_conn_sum(const struct pl_load_conn *c, struct pl_load_sums *s)
{
    if (!c->rtc)
        return;
    s->auth_failures += c->rtc->stats.refused;
    s->unknown += c->rtc->stats.unknown;
    s->bytes += c->bytes;
    if (c->rtc->secure)
        s->profiles |= 1u << c->rtc->profile;
    for (size_t i = 0; i < c->rtc->track_count; i++) {
        const struct pl_rtc_track *t = c->rtc->tracks[i];
        s->sent += t->count.packets;
        s->keys += t->count.keys;
        s->repaired += t->count.received_rtx;
        s->missing += pl_rtc_missing(t);
    }
}

void pl_load_conn_finish(struct pl_load_conn *c)
{
    struct pl_load *load = c->peer->load;
    pl_load_conn_sum(c, &load->ended);
    c->bytes = 0;
    pl_heap_disarm(&load->conn_timers, &c->timer);
    close_socket(c);
    end_way(c);
    pl_rtc_destroy(c->rtc);
    c->rtc = NULL;
}
