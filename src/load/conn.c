/* SPDX-License-Identifier: Apache-2.0 */
/* A peer connection of a simulated client: between the client's core and its socket. */
#include "load/peer.h"

#include "io/clock.h"
#include "io/random.h"

#include <sys/epoll.h>

enum { BATCHES_AT_ONCE = 8 }; /* then the others have their turn */

static void on_send(struct pl_rtc_port *port, struct pl_bytes datagram)
{
    struct pl_load_conn *c = pl_container_of(port, struct pl_load_conn, port);
    pl_sockets_send(c->peer->load->sockets, c->fd.fd, datagram);
}

static void on_packet(struct pl_rtc_port *port, const struct pl_rtc_packet *packet)
{
    struct pl_load_conn *c = pl_container_of(port, struct pl_load_conn, port);
    struct pl_load *load = c->peer->load;
    if (packet->track->kind == PL_MEDIA_AUDIO || (packet->stamped && packet->stamp.key))
        pl_load_peer_joined(c->peer, load->arrival);
    if (!load->measuring || packet->repaired)
        return;
    load->result.received++;
    if (packet->stamped && packet->stamp.sent_us <= load->arrival)
        pl_histogram_add(&load->result.delay, load->arrival - packet->stamp.sent_us);
}

/* After everything that may have changed its mind. */
static void settle(struct pl_load_conn *c, pl_time_us now)
{
    struct pl_load *load = c->peer->load;
    pl_sockets_flush(load->sockets);
    if (c->rtc->failed) {
        pl_load_peer_fail(c->peer, "DTLS failed");
        return;
    }
    if (c->rtc->secure && c == &c->peer->pub && !load->backend->tells_connected)
        pl_load_peer_connected(c->peer, now);
    if (pl_heap_arm(&load->conn_timers, &c->timer, pl_rtc_deadline(c->rtc)))
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
            load->arrival = batch[i].at;
            c->bytes += batch[i].data.len;
            pl_rtc_input(c->rtc, pl_clock_now_us(), batch[i].data);
        }
    }
    settle(c, pl_clock_now_us());
}

void pl_load_conn_init(struct pl_load_conn *c, struct pl_load_peer *peer)
{
    *c = (struct pl_load_conn){
        .fd = {-1, on_ready}, .port = {.send = on_send, .packet = on_packet}, .peer = peer};
}

enum pl_err pl_load_conn_open(struct pl_load_conn *c)
{
    struct pl_load *load = c->peer->load;
    const struct pl_rtc_config config = {.port = &c->port,
                                         .dtls = load->dtls,
                                         .fingerprint = *pl_dtls_cert_fingerprint(load->cert),
                                         .crypto = load->crypto,
                                         .random = pl_random_kernel(),
                                         .without_codecs = 1u << PL_CODEC_H264,
                                         .trusts_payloads = true};
    pl_load_conn_finish(c);
    c->rtc = pl_rtc_create(&config);
    return c->rtc ? PL_OK : PL_E_NOMEM;
}

enum pl_err pl_load_conn_publish(struct pl_load_conn *c)
{
    const struct pl_load_options *o = c->peer->load->options;
    const struct pl_rtc_camera microphone = {
        .interval_us = PL_MS(20), .packets = 1, .payload_bytes = PL_LOAD_AUDIO_BYTES};
    uint32_t tag = c->peer->number * 2;
    if (o->audio && !pl_rtc_add_track(c->rtc, PL_MEDIA_AUDIO, tag, microphone))
        return PL_E_NOMEM;
    if (pl_load_has_video(o) && !pl_rtc_add_track(c->rtc, PL_MEDIA_VIDEO, tag + 1, o->video))
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
    pl_poll_remove(&load->poll, &c->fd);
    pl_rtc_destroy(c->rtc);
    c->rtc = NULL;
}
