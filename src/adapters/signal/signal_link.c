/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/signal/signal_internal.h"

#include "io/clock.h"

#include <assert.h>
#include <stdio.h>

void pl_client_report_closed(struct pl_client *c, uint16_t code, const char *why)
{
    struct pl_signal *s = c->signal;
    uint64_t link = c->link;
    if (!link)
        return;
    c->link = 0;
    (void)pl_idmap_remove(&s->links, link);
    s->handler.on_closed(s->arg, link, code, why);
}

/* Sends the control frames that are due. */
static void flush(struct pl_client *c)
{
    struct pl_bytes out;
    while (c->state == PL_CLIENT_LINK && pl_ws_conn_next_output(&c->ws, &out)) {
        if (pl_tcp_write(c->tcp, &out, 1) != PL_OK)
            c->state = PL_CLIENT_ENDING; /* on_closed will report why */
    }
}

static void arm(struct pl_client *c)
{
    pl_time_us at = pl_ws_conn_deadline(&c->ws);
    pl_client_arm(c, c->paused ? pl_time_min(at, c->resume_at) : at);
}

/* After anything that may have changed the link: output, deadline, end. */
static void settle(struct pl_client *c)
{
    flush(c);
    if (c->state != PL_CLIENT_LINK)
        return;
    if (pl_ws_conn_done(&c->ws))
        pl_client_end(c);
    else
        arm(c);
}

static void link_over(struct pl_client *c, const struct pl_ws_event *ev)
{
    char why[PL_WS_REASON_MAX + 1];
    (void)pl_bytes_to_str(ev->data, why, sizeof(why));
    if (!ev->by_peer)
        c->signal->stats.links_broken++;
    flush(c); /* the close frame leaves before anybody can act on the news */
    pl_client_report_closed(c, ev->code, why[0] ? why : "closed");
}

static void give(struct pl_client *c, const struct pl_ws_event *ev)
{
    struct pl_signal *s = c->signal;
    if (ev->kind == PL_WS_EVENT_CLOSED) {
        link_over(c, ev);
        return;
    }
    s->stats.bytes_in += ev->data.len;
    if (ev->kind == PL_WS_EVENT_TEXT) {
        s->stats.texts_in++;
        s->handler.on_text(s->arg, c->link, ev->data);
    } else {
        s->stats.binaries_in++;
        s->handler.on_binary(s->arg, c->link, ev->data);
    }
}

void pl_client_take_frames(struct pl_client *c, struct pl_buf in)
{
    enum pl_err err = PL_OK;
    while (in.len > 0 && c->state == PL_CLIENT_LINK && err == PL_OK) {
        struct pl_ws_event ev;
        size_t used;
        err = pl_ws_conn_input(&c->ws, pl_clock_now_us(), in, &used, &ev);
        in.data += used;
        in.len -= used;
        if (err == PL_OK)
            give(c, &ev);
    }
    if (c->state == PL_CLIENT_LINK)
        settle(c);
}

void pl_client_link_due(struct pl_client *c, pl_time_us now)
{
    struct pl_ws_event ev;
    if (c->paused && c->resume_at <= now) {
        c->paused = false;
        pl_tcp_resume(c->tcp); /* may hand over what the TLS session holds */
    }
    if (c->state == PL_CLIENT_LINK && pl_ws_conn_tick(&c->ws, now, &ev))
        give(c, &ev);
    settle(c);
}

struct pl_signal_peer pl_client_peer(const struct pl_client *c)
{
    const struct pl_http_request *q = &c->http.request;
    return (struct pl_signal_peer){
        .address = pl_tcp_peer(c->tcp),
        .user_agent = pl_http_field(q, "user-agent"),
        .origin = pl_http_field(q, "origin"),
        .query = q->query,
        .tls = pl_tcp_is_tls(c->tcp),
        .business = c->business,
    };
}

void pl_client_open_link(struct pl_client *c, const char *accept)
{
    struct pl_signal *s = c->signal;
    const struct pl_signal_peer peer = pl_client_peer(c);
    char head[256];
    struct pl_bytes part;
    int n = snprintf(head, sizeof(head),
                     "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                     "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n"
                     "Sec-WebSocket-Protocol: " PL_SIGNAL_SUBPROTOCOL "\r\n\r\n",
                     accept);
    assert(n > 0 && n < (int)sizeof(head));
    part = pl_bytes_of(head, (size_t)n);
    if (pl_idmap_put(&s->links, s->last_link + 1, c) != PL_OK) {
        pl_client_refuse(c, 503, "the server is full");
        return;
    }
    if (pl_tcp_write(c->tcp, &part, 1) != PL_OK) {
        (void)pl_idmap_remove(&s->links, s->last_link + 1);
        c->state = PL_CLIENT_ENDING;
        return;
    }
    c->link = ++s->last_link;
    c->state = PL_CLIENT_LINK;
    c->ws_begun = true;
    pl_ws_conn_init(&c->ws, &s->limits, pl_clock_now_us());
    s->stats.links_opened++;
    s->handler.on_open(s->arg, c->link, &peer);
    settle(c);
}

/* ---- what the upper part calls ---- */

static enum pl_err send_message(struct pl_signal *s, uint64_t link, enum pl_ws_opcode opcode,
                                struct pl_bytes data)
{
    struct pl_client *c = pl_idmap_get(&s->links, link);
    uint8_t head[PL_WS_HEAD_MAX];
    struct pl_bytes parts[2];
    enum pl_err err;
    if (!c)
        return PL_E_NOT_FOUND;
    if (c->state != PL_CLIENT_LINK || !pl_ws_conn_open(&c->ws))
        return PL_E_CLOSED;
    parts[0] = pl_bytes_of(head, pl_ws_frame_head(head, opcode, data.len));
    parts[1] = data;
    err = pl_tcp_write(c->tcp, parts, 2);
    if (err) {
        c->state = PL_CLIENT_ENDING; /* on_closed will report why */
        return err;
    }
    s->stats.messages_out++;
    s->stats.bytes_out += data.len;
    return PL_OK;
}

enum pl_err pl_signal_send_text(struct pl_signal *signal, uint64_t link, struct pl_bytes text)
{
    return send_message(signal, link, PL_WS_TEXT, text);
}

enum pl_err pl_signal_send_binary(struct pl_signal *signal, uint64_t link, struct pl_bytes data)
{
    return send_message(signal, link, PL_WS_BINARY, data);
}

void pl_signal_close(struct pl_signal *signal, uint64_t link, uint16_t code, const char *reason)
{
    struct pl_client *c = pl_idmap_get(&signal->links, link);
    if (!c || c->state != PL_CLIENT_LINK)
        return;
    pl_ws_conn_close(&c->ws, pl_clock_now_us(), code, pl_bytes_str(reason));
    flush(c);
    if (c->state == PL_CLIENT_LINK)
        arm(c);
}

void pl_signal_trust(struct pl_signal *signal, uint64_t link, size_t send_queue_bytes)
{
    struct pl_client *c = pl_idmap_get(&signal->links, link);
    if (!c || c->state != PL_CLIENT_LINK)
        return;
    c->ws.limits.frames_per_second = 0;
    pl_tcp_set_high_water(c->tcp, send_queue_bytes);
}

void pl_signal_pause(struct pl_signal *signal, uint64_t link, pl_time_us until)
{
    struct pl_client *c = pl_idmap_get(&signal->links, link);
    if (!c || c->state != PL_CLIENT_LINK)
        return;
    if (!c->paused)
        pl_tcp_pause(c->tcp);
    c->paused = true;
    c->resume_at = until;
    arm(c);
}
