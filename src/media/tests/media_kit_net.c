/* SPDX-License-Identifier: Apache-2.0 */
/* The kit's network and clock, and the log of what came. */
#include "media/tests/media_kit_net.h"

#include "proto/rtp/rtp_ext.h"

enum { KIT_HEADERS = 28 }; /* IP and UDP, as a link counts */

struct kit_flight {
    pl_time_us at;
    uint64_t order; /* of sending: first in, first out at one time */
    bool to_sfu;
    struct pl_ice_path path; /* the client's side */
    size_t len;
    uint8_t bytes[PL_RTC_DATAGRAM_MAX];
};

static struct kit *kit_of_sink(struct pl_media_sink *sink)
{
    return (struct kit *)(void *)((char *)sink - offsetof(struct kit, sink));
}

void kit_enter(struct kit *kit, bool inside)
{
    kit->inside = inside;
    if (kit->around)
        kit->around(inside);
}

static struct kit_port *find_port(struct kit *kit, const struct pl_ice_path *path)
{
    for (unsigned i = 0; i < kit->client_count; i++) {
        struct kit_client *c = &kit->clients[i];
        if (c->pub && memcmp(&c->pub_port.path, path, sizeof(*path)) == 0)
            return &c->pub_port;
        if (c->sub && memcmp(&c->sub_port.path, path, sizeof(*path)) == 0)
            return &c->sub_port;
    }
    return NULL;
}

/* ---- sending ---- */

/* False: the queue is full. *wait: how long until it has left. */
static bool enter_pipe(struct kit_pipe *pipe, pl_time_us now, size_t bytes, pl_time_us *wait)
{
    double at = (double)now, waits;
    if (pipe->free_at < at)
        pipe->free_at = at;
    waits = pipe->free_at - at;
    if (waits > (double)pipe->queue_us) {
        pipe->dropped++;
        return false;
    }
    pipe->free_at += (double)(bytes + KIT_HEADERS) * 8e6 / pipe->bps;
    *wait = (pl_time_us)(pipe->free_at - at);
    if (*wait > pipe->longest)
        pipe->longest = *wait;
    return true;
}

/* As Wi-Fi holds packets back, and then delivers all of them at once, in order. */
static pl_time_us hold_back(struct kit *kit, struct kit_pipe *pipe, pl_time_us wait)
{
    pl_time_us due;
    if (pipe->jitter_us == 0)
        return wait;
    if (kit->now >= pipe->spell_end) {
        pipe->held = pl_prng_below(&kit->prng, pipe->jitter_us);
        pipe->spell_end = kit->now + pipe->jitter_us;
    }
    due = kit->now + wait + pipe->held;
    if (due < pipe->last_due)
        due = pipe->last_due;
    pipe->last_due = due;
    return due - kit->now;
}

static void launch(struct kit *kit, const struct kit_flight *template, pl_time_us wait)
{
    struct kit_flight *f;
    if (kit->flight_count == kit->flight_size) {
        kit->flight_size = kit->flight_size ? 2 * kit->flight_size : 256;
        kit->flights = realloc(kit->flights, kit->flight_size * sizeof(struct kit_flight *));
        assert_non_null(kit->flights);
    }
    f = malloc(sizeof(*f));
    assert_non_null(f);
    *f = *template;
    f->order = kit->order++;
    f->at = kit->now + kit->delay_us + wait;
    if (pl_prng_below(&kit->prng, 100) < kit->late)
        f->at += 1 + pl_prng_below(&kit->prng, PL_MS(60));
    kit->flights[kit->flight_count++] = f;
}

static void post(struct kit *kit, const struct kit_port *port, bool to_sfu, struct pl_bytes bytes)
{
    struct kit_flight f = {.to_sfu = to_sfu, .path = port->path, .len = bytes.len};
    struct kit_pipe *pipe = &port->owner->pipe;
    pl_time_us wait = 0;
    assert_true(bytes.len > 0 && bytes.len <= sizeof(f.bytes));
    memcpy(f.bytes, bytes.data, bytes.len);
    if (kit->filter && !kit->filter(kit, port, to_sfu, (struct pl_buf){f.bytes, f.len})) {
        kit->filtered++;
        return;
    }
    if (pl_prng_below(&kit->prng, 100) < kit->loss)
        return;
    if (!to_sfu && port->role == PL_MEDIA_SUB && pipe->bps > 0) {
        if (!enter_pipe(pipe, kit->now, bytes.len, &wait))
            return;
        wait = hold_back(kit, pipe, wait);
    }
    launch(kit, &f, wait);
    if (pl_prng_below(&kit->prng, 100) < kit->duplicate)
        launch(kit, &f, wait);
}

static void client_sends(struct pl_rtc_port *base, struct pl_bytes datagram)
{
    struct kit_port *port = (struct kit_port *)(void *)base;
    post(port->owner->kit, port, true, datagram);
}

static uint8_t *sfu_reserves(struct pl_media_sink *sink, size_t max_len)
{
    struct kit *kit = kit_of_sink(sink);
    assert_true(max_len <= sizeof(kit->room));
    return kit->room;
}

static void sfu_commits(struct pl_media_sink *sink, size_t len, const struct pl_ice_path *to)
{
    struct kit *kit = kit_of_sink(sink);
    struct kit_port *port = find_port(kit, to);
    bool inside = kit->inside;
    assert_true(len > 0 && len <= sizeof(kit->room));
    kit_enter(kit, false);
    if (port)
        post(kit, port, false, pl_bytes_of(kit->room, len));
    else if (kit->stray)
        kit->stray(kit, to, pl_bytes_of(kit->room, len));
    kit_enter(kit, inside);
}

/* ---- the log ---- */

static uint8_t ext_byte(const struct pl_rtp_view *view, uint8_t id)
{
    struct pl_bytes value;
    if (!view->has_ext || !pl_rtp_ext_find(view, id, &value) || value.len != 1)
        return 0xff;
    return value.data[0];
}

static void note_packet(struct pl_rtc_port *base, const struct pl_rtc_packet *p)
{
    struct kit_client *c = ((struct kit_port *)(void *)base)->owner;
    if (c->log_count == c->log_size) {
        c->log_size = c->log_size ? 2 * c->log_size : 1024;
        c->log = realloc(c->log, c->log_size * sizeof(*c->log));
        assert_non_null(c->log);
    }
    c->log[c->log_count++] =
        (struct kit_packet){.at = c->kit->now,
                            .ssrc = p->track->ssrc,
                            .ts = p->view->ts,
                            .seq = p->view->seq,
                            .pt = p->view->pt,
                            .orientation = ext_byte(p->view, p->track->ext_orientation),
                            .audio_level = ext_byte(p->view, p->track->ext_audio_level),
                            .marker = p->view->marker,
                            .repaired = p->repaired,
                            .stamped = p->stamped,
                            .stamp = p->stamp};
}

void kit_forget(struct kit_client *c)
{
    c->log_count = 0;
}

size_t kit_count(const struct kit_client *c, const struct pl_rtc_track *t)
{
    size_t n = 0;
    for (size_t i = 0; i < c->log_count; i++)
        n += c->log[i].ssrc == t->ssrc;
    return n;
}

void kit_expect_whole(const struct kit_client *c, const struct pl_rtc_track *t, uint32_t origin,
                      size_t least)
{
    static uint8_t seen[65536];
    const struct kit_packet *first = NULL;
    uint16_t span = 0;
    size_t n = 0;
    memset(seen, 0, sizeof(seen));
    for (size_t i = 0; i < c->log_count; i++) {
        const struct kit_packet *p = &c->log[i];
        if (p->ssrc != t->ssrc)
            continue;
        first = first ? first : p;
        assert_true(p->stamped);
        assert_int_equal(p->stamp.origin, origin);
        if (!seen[p->seq])
            n++;
        seen[p->seq] = 1;
        assert_true((uint16_t)(p->seq - first->seq) < 0x8000);
        if ((uint16_t)(p->seq - first->seq) >= span)
            span = (uint16_t)(p->seq - first->seq + 1);
    }
    assert_true(n >= least);
    if (n == 0)
        return;
    assert_int_equal(n, span);
    if (t->kind == PL_MEDIA_VIDEO)
        assert_true(first->stamp.key && first->stamp.index == 0);
}

/* ---- time ---- */

void kit_net_init(struct kit *kit)
{
    kit->sink = (struct pl_media_sink){sfu_reserves, sfu_commits};
}

void kit_net_finish(struct kit *kit)
{
    while (kit->flight_count > 0)
        free(kit->flights[--kit->flight_count]);
    free(kit->flights);
}

struct pl_rtc_port *kit_net_port(struct kit_client *c, enum pl_media_role role)
{
    struct kit_port *port = role == PL_MEDIA_PUB ? &c->pub_port : &c->sub_port;
    uint16_t number = c->kit->next_port++;
    *port = (struct kit_port){.base = {client_sends, note_packet}, .owner = c, .role = role};
    port->path = (struct pl_ice_path){.remote = pl_addr_ipv4(10, 0, 0, 1, number), .local = 1};
    return &port->base;
}

static struct kit_flight *take_due(struct kit *kit)
{
    size_t best = kit->flight_count;
    struct kit_flight *f;
    for (size_t i = 0; i < kit->flight_count; i++) {
        const struct kit_flight *a = kit->flights[i];
        if (a->at <= kit->now &&
            (best == kit->flight_count || a->at < kit->flights[best]->at ||
             (a->at == kit->flights[best]->at && a->order < kit->flights[best]->order)))
            best = i;
    }
    if (best == kit->flight_count)
        return NULL;
    f = kit->flights[best];
    kit->flights[best] = kit->flights[--kit->flight_count];
    return f;
}

static void flush(struct kit *kit, struct kit_flight **batch, size_t *count)
{
    struct pl_media_datagram datagrams[PL_MEDIA_BATCH_MAX];
    for (size_t i = 0; i < *count; i++)
        datagrams[i] = (struct pl_media_datagram){batch[i]->path, {batch[i]->bytes, batch[i]->len}};
    kit_enter(kit, true);
    if (*count > 0)
        pl_media_input(kit->m, kit->now, datagrams, *count);
    kit_enter(kit, false);
    for (size_t i = 0; i < *count; i++)
        free(batch[i]);
    *count = 0;
}

static void deliver_to_client(struct kit *kit, struct kit_flight *f)
{
    struct kit_port *port = find_port(kit, &f->path);
    struct pl_rtc_client *rtc = NULL;
    if (port)
        rtc = port->role == PL_MEDIA_PUB ? port->owner->pub : port->owner->sub;
    if (rtc)
        pl_rtc_input(rtc, kit->now, (struct pl_buf){f->bytes, f->len});
    free(f);
}

static void deliver(struct kit *kit)
{
    struct kit_flight *batch[PL_MEDIA_BATCH_MAX], *f;
    size_t count = 0;
    while ((f = take_due(kit))) {
        if (!f->to_sfu) {
            deliver_to_client(kit, f);
            continue;
        }
        batch[count++] = f;
        if (count == PL_MEDIA_BATCH_MAX)
            flush(kit, batch, &count);
    }
    flush(kit, batch, &count);
}

/* The contract: after tick and drain nothing is due any more. */
static void settle(struct kit *kit)
{
    for (int rounds = 0; rounds < 16; rounds++) {
        kit_enter(kit, true);
        pl_media_tick(kit->m, kit->now);
        kit_enter(kit, false);
        kit_drain_events(kit);
        if (pl_media_deadline(kit->m) > kit->now)
            return;
    }
    fail_msg("the SFU never comes to rest");
}

static void tick_clients(struct kit *kit)
{
    for (unsigned i = 0; i < kit->client_count; i++) {
        if (kit->clients[i].pub && pl_rtc_deadline(kit->clients[i].pub) <= kit->now)
            pl_rtc_tick(kit->clients[i].pub, kit->now);
        if (kit->clients[i].sub && pl_rtc_deadline(kit->clients[i].sub) <= kit->now)
            pl_rtc_tick(kit->clients[i].sub, kit->now);
    }
}

static pl_time_us next_time(const struct kit *kit)
{
    pl_time_us at = pl_media_deadline(kit->m);
    for (size_t i = 0; i < kit->flight_count; i++)
        at = pl_time_min(at, kit->flights[i]->at);
    for (unsigned i = 0; i < kit->client_count; i++) {
        if (kit->clients[i].pub)
            at = pl_time_min(at, pl_rtc_deadline(kit->clients[i].pub));
        if (kit->clients[i].sub)
            at = pl_time_min(at, pl_rtc_deadline(kit->clients[i].sub));
    }
    return at;
}

void kit_run(struct kit *kit, pl_time_us duration)
{
    pl_time_us end = kit->now + duration, last = 0;
    unsigned still = 0;
    while (kit->now < end) {
        pl_time_us at;
        settle(kit);
        tick_clients(kit);
        deliver(kit);
        settle(kit);
        at = next_time(kit);
        if (at > end)
            at = end;
        if (at > kit->now)
            kit->now = at;
        still = kit->now == last ? still + 1 : 0;
        last = kit->now;
        assert_true(still < 1000); /* somebody's deadline does not move */
    }
}

void kit_inject(struct kit *kit, const struct pl_ice_path *path, struct pl_bytes datagram)
{
    uint8_t bytes[2048];
    struct pl_media_datagram d = {.path = *path, .data = {bytes, datagram.len}};
    assert_true(datagram.len <= sizeof(bytes));
    if (datagram.len > 0)
        memcpy(bytes, datagram.data, datagram.len);
    pl_media_input(kit->m, kit->now, &d, 1);
}
