/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes as dice: what the domain commands, what clients and strangers send. The handshakes, which
 * have a target of their own, are passed over: both sides get the same keys by hand, so that a run
 * takes microseconds and the dice reach what only an authentic peer can say.
 */
#include "load/rtc_client.h"
#include "media/internal.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SEATS = 3, SDP_BYTES = 192 * 1024, STEPS_MAX = 200 };

struct end {
    struct pl_rtc_port port;
    struct world *world;
    struct pl_rtc_client *rtc;
    struct pl_ice_path path;
};

struct seat {
    struct end ends[2]; /* by enum pl_media_role */
    uint32_t version;   /* of the offer that waits for an answer, 0: none */
    uint8_t *offer;
    size_t offer_len;
    bool joined;
};

struct world {
    struct pl_media *m;
    struct pl_media_sink sink;
    struct pl_random_seeded random;
    struct seat seats[SEATS];
    struct pl_reader dice;
    pl_time_us now;
    uint16_t ports;
    uint8_t room[PL_MEDIA_DATAGRAM_MAX];
};

/* Made once: they hold no state of a run. */
static struct pl_dtls_cert *cert;
static struct pl_dtls_context *dtls;
static struct pl_srtp_crypto *crypto;
static uint8_t text[SDP_BYTES];

static uint8_t *reserve(struct pl_media_sink *sink, size_t max_len)
{
    struct world *w = pl_container_of(sink, struct world, sink);
    assert(max_len <= sizeof(w->room));
    return w->room;
}

/* What the SFU sends is read by nobody: clients say what the dice make them say. */
static void commit(struct pl_media_sink *sink, size_t len, const struct pl_ice_path *to)
{
    (void)sink;
    assert(len > 0 && len <= PL_MEDIA_DATAGRAM_MAX && to->remote.family != PL_ADDR_NONE);
}

static void input(struct world *w, const struct pl_ice_path *path, struct pl_bytes bytes)
{
    uint8_t copy[PL_RTC_DATAGRAM_MAX];
    struct pl_media_datagram d = {.path = *path, .data = {copy, bytes.len}};
    assert(bytes.len <= sizeof(copy));
    if (bytes.len > 0)
        memcpy(copy, bytes.data, bytes.len);
    pl_media_input(w->m, w->now, &d, 1);
}

static void client_sends(struct pl_rtc_port *port, struct pl_bytes datagram)
{
    struct end *e = pl_container_of(port, struct end, port);
    input(e->world, &e->path, datagram);
}

/* ---- connections ---- */

static void open_end(struct world *w, unsigned seat, enum pl_media_role role)
{
    struct end *e = &w->seats[seat].ends[role];
    pl_rtc_destroy(e->rtc);
    *e = (struct end){.port = {client_sends, NULL}, .world = w};
    e->path = (struct pl_ice_path){.remote = pl_addr_ipv4(10, 0, 0, 1, ++w->ports)};
    e->rtc = pl_rtc_create(&(struct pl_rtc_config){.port = &e->port,
                                                   .dtls = dtls,
                                                   .fingerprint = *pl_dtls_cert_fingerprint(cert),
                                                   .crypto = crypto,
                                                   .random = &w->random.base,
                                                   .gives_feedback = seat != 1,
                                                   .gives_remb = seat == 1});
    assert(e->rtc);
}

/* A check, then keys on both sides as if DTLS had made them. */
static void connect_end(struct world *w, unsigned seat, enum pl_media_role role)
{
    static const struct pl_srtp_keys up = {{1}, {2}}, down = {{3}, {4}};
    const enum pl_srtp_profile profile = PL_SRTP_AEAD_AES_128_GCM;
    struct end *e = &w->seats[seat].ends[role];
    struct pl_media_session *s = pl_idmap_get(&w->m->sessions, seat + 1);
    struct pl_peer *p = !s ? NULL : role == PL_MEDIA_PUB ? s->pub : s->sub;
    if (!p || !e->rtc || !e->rtc->described)
        return;
    pl_rtc_check(e->rtc, w->now, NULL);
    if (p->secure || p->failed || !p->dtls_open || e->rtc->secure)
        return;
    if (pl_srtp_session_init(&p->srtp_in, crypto, profile, &up, PL_SRTP_RECEIVE, 16) ||
        pl_srtp_session_init(&p->srtp_out, crypto, profile, &down, PL_SRTP_SEND, 64) ||
        pl_srtp_session_init(&e->rtc->out, crypto, profile, &up, PL_SRTP_SEND, 4096) ||
        pl_srtp_session_init(&e->rtc->in, crypto, profile, &down, PL_SRTP_RECEIVE, 64))
        abort();
    p->secure = e->rtc->secure = true;
    if (role == PL_MEDIA_PUB)
        p->report_at = w->now + PL_SEC(1);
    pl_peer_rearm(p);
    pl_ice_secured(&p->ice, w->now, &e->path);
    pl_rtc_check(e->rtc, w->now, NULL); /* upon which it notices that it may send */
}

/* Some bytes of a description may become others. */
static struct pl_bytes spoil(struct world *w, size_t len)
{
    uint8_t changes = pl_read_u8(&w->dice);
    for (uint8_t i = 0; i < (changes & 0x80 ? changes & 3 : 0) && len > 0; i++) {
        size_t at = pl_read_u16(&w->dice) % len;
        text[at] = pl_read_u8(&w->dice);
    }
    return pl_bytes_of(text, len);
}

/* Simulcast by rids or by SSRC groups, temporal and spatial layers. */
static void add_layers(struct pl_rtc_client *c, uint8_t how)
{
    static const char *const rids[] = {"q", "h", "f"};
    struct pl_rtc_track *first = c->tracks[1];
    first->temporal = (uint8_t)(how >> 2 & 3);
    first->spatial = (uint8_t)(1 + (how >> 6));
    c->config.sim_groups = how & 128;
    c->config.sends_red = how & 32;
    for (unsigned i = 1; i < 3 && how & 8; i++) {
        struct pl_rtc_track *t = pl_rtc_add_layer(first, rids[i], 90 + i, first->camera);
        assert(t);
        memcpy(first->rid, rids[0], 2);
        t->temporal = first->temporal;
        t->size = (uint8_t)(1 + i);
    }
}

static void offer(struct world *w, unsigned seat)
{
    const struct pl_rtc_camera camera = {.packets = 2};
    static const enum pl_codec codecs[4] = {PL_CODEC_H264, PL_CODEC_VP8, PL_CODEC_VP9,
                                            PL_CODEC_AV1};
    struct end *e = &w->seats[seat].ends[PL_MEDIA_PUB];
    uint8_t how = pl_read_u8(&w->dice);
    struct pl_media_pub_track tracks[2] = {
        {pl_bytes_str("0"), PL_MEDIA_AUDIO, 0},
        {pl_bytes_str("1"), PL_MEDIA_VIDEO, how >> 7},
    };
    size_t len;
    if (!e->rtc || how & 1) {
        open_end(w, seat, PL_MEDIA_PUB);
        if (!pl_rtc_add_track(e->rtc, PL_MEDIA_AUDIO, seat * 2, camera) ||
            !pl_rtc_add_track(e->rtc, PL_MEDIA_VIDEO, seat * 2 + 1, camera))
            abort();
        add_layers(e->rtc, how);
        pl_media_restart(w->m, w->now, seat + 1, PL_MEDIA_PUB);
    } else if (how & 2) {
        pl_rtc_renew_source(e->rtc->tracks[how >> 2 & 1]);
    }
    if (pl_rtc_offer(e->rtc, text, sizeof(text), &len) == PL_OK)
        pl_media_offer(w->m, w->now, seat + 1, 1, spoil(w, len), tracks, 2, codecs[how >> 4 & 3]);
}

static void answer(struct world *w, unsigned seat)
{
    struct seat *s = &w->seats[seat];
    size_t len;
    if (s->version == 0 || !s->ends[PL_MEDIA_SUB].rtc ||
        pl_rtc_answer(s->ends[PL_MEDIA_SUB].rtc, w->now, pl_bytes_of(s->offer, s->offer_len), text,
                      sizeof(text), &len))
        return;
    pl_media_answer(w->m, w->now, seat + 1, s->version, spoil(w, len));
    s->version = 0;
}

static void take_event(struct world *w, const struct pl_media_event *e)
{
    struct seat *s = &w->seats[e->session - 1];
    if (e->type == PL_MEDIA_EVENT_ANSWER && !e->err && s->ends[PL_MEDIA_PUB].rtc) {
        (void)pl_rtc_take_answer(s->ends[PL_MEDIA_PUB].rtc, w->now, e->sdp);
    } else if (e->type == PL_MEDIA_EVENT_OFFER) {
        if (e->fresh)
            open_end(w, (unsigned)e->session - 1, PL_MEDIA_SUB);
        free(s->offer);
        s->offer = malloc(e->sdp.len);
        assert(s->offer);
        memcpy(s->offer, e->sdp.data, e->sdp.len);
        s->offer_len = e->sdp.len;
        s->version = e->version;
    }
}

/* ---- packets ---- */

static void send_rtp(struct world *w, struct pl_rtc_client *c)
{
    const struct pl_rtc_track *t = c->track_count > 0 ? c->tracks[0] : NULL;
    uint8_t which = pl_read_u8(&w->dice), header[64];
    struct pl_bytes head, payload;
    if (t && c->track_count > 1 && which & 1)
        t = c->tracks[1];
    head = pl_read_bytes(&w->dice, 12 + (size_t)(which >> 2 & 3) * 4);
    payload = pl_read_bytes(&w->dice, pl_read_u8(&w->dice));
    if (!head.data || !t)
        return;
    memcpy(header, head.data, head.len);
    header[0] = (uint8_t)(0x80 | (header[0] & 0x20) | (head.len > 12 ? 0x10 : 0));
    header[1] = which & 16 ? t->rtx_pt : which & 32 ? t->pt : header[1] & 0x7f;
    if (head.len > 12)
        pl_put_u16(header + 14, (uint16_t)(head.len / 4 - 4));
    if (which & 64)
        pl_put_u32(header + 8, which & 16 ? t->rtx_ssrc : t->ssrc);
    pl_rtc_send_rtp(c, pl_bytes_of(header, head.len), payload);
}

/* Feedback about packets that were really sent, as far as the dice let it. */
static void aim_feedback(struct world *w, unsigned seat, uint8_t *bytes, size_t len)
{
    const struct pl_media_session *s = pl_idmap_get(&w->m->sessions, seat + 1);
    if (len >= 16 && s && s->sub && s->sub->downlink)
        pl_put_u16(bytes + 12, (uint16_t)(s->sub->downlink->seq - (bytes[12] & 63)));
}

/* Control packets that name something of the receiver's or the sender's. */
static void send_rtcp(struct world *w, unsigned seat, struct pl_rtc_client *c)
{
    uint8_t kind = pl_read_u8(&w->dice), bytes[256 + 12];
    struct pl_bytes body = pl_read_bytes(&w->dice, (size_t)(pl_read_u8(&w->dice) & 63) * 4);
    uint32_t ssrc = c->track_count > 0 ? c->tracks[kind % c->track_count]->ssrc : 1;
    struct pl_writer out = pl_writer_of(bytes, sizeof(bytes));
    pl_write_u8(&out, (uint8_t)(0x80 | (kind & 31)));
    pl_write_u8(&out, (uint8_t)(200 + (kind >> 5)));
    pl_write_u16(&out, (uint16_t)(2 + body.len / 4));
    pl_write_u32(&out, ssrc);
    pl_write_u32(&out, ssrc);
    pl_write_bytes(&out, body);
    if (kind == ((PL_RTCP_RTPFB - 200) << 5 | PL_RTCP_FMT_TWCC))
        aim_feedback(w, seat, bytes, out.pos);
    pl_rtc_send_rtcp(c, pl_writer_done(&out));
}

static void send_frame(struct world *w, struct pl_rtc_client *c)
{
    uint8_t which = pl_read_u8(&w->dice);
    struct pl_rtc_track *t;
    if (c->track_count == 0)
        return;
    t = c->tracks[which % c->track_count];                    /* any layer of it */
    t->next_seq = (uint16_t)(t->next_seq + (which >> 2 & 3)); /* some are lost */
    if (t->sends)
        pl_rtc_send_frame(t, w->now, which & 64);
}

/* From a's address, with b's password. */
static void forge_check(struct world *w, struct end *a, const struct end *b)
{
    struct pl_ice_path own = a->path;
    if (b->rtc)
        a->path = b->path;
    if (a->rtc && a->rtc->described)
        pl_rtc_check(a->rtc, w->now, NULL);
    a->path = own;
}

static void send_raw(struct world *w, const struct end *e)
{
    const struct pl_ice_path stranger = {.remote = pl_addr_ipv4(203, 0, 113, 1, 7)};
    uint8_t how = pl_read_u8(&w->dice);
    input(w, how & 1 || !e->rtc ? &stranger : &e->path,
          pl_read_bytes(&w->dice, pl_read_u8(&w->dice)));
}

static void send_something(struct world *w, uint8_t roll, unsigned seat, unsigned other)
{
    struct end *e = &w->seats[seat].ends[roll >> 7];
    switch (roll % 5) {
    case 0:
        send_raw(w, e);
        break;
    case 1:
        forge_check(w, e, &w->seats[other].ends[roll >> 6 & 1]);
        break;
    case 2:
        if (e->rtc)
            send_rtp(w, e->rtc);
        break;
    case 3:
        if (e->rtc)
            send_rtcp(w, seat, e->rtc);
        break;
    default:
        if (e->rtc)
            send_frame(w, e->rtc);
        break;
    }
}

/* ---- the run ---- */

/* How it is shown, and what is allocated to it. */
static void choose(struct world *w, uint8_t roll, unsigned seat, unsigned other)
{
    struct pl_media_session *sub = pl_idmap_get(&w->m->sessions, seat + 1);
    struct pl_media_session *pub = pl_idmap_get(&w->m->sessions, other + 1);
    struct pl_stream *s = sub && pub ? pl_stream_find(pub, PL_MEDIA_VIDEO, 0) : NULL;
    struct pl_route *r = s ? pl_route_find(sub, s) : NULL;
    uint8_t what = pl_read_u8(&w->dice);
    if (roll & 128)
        pl_media_view(
            w->m, w->now, seat + 1, other + 1, 0,
            &(struct pl_media_view){(uint16_t)(what * 8), (uint16_t)(what * 5), what & 1});
    else if (r)
        pl_route_set_target(
            r, w->now, (struct pl_route_target){what & 64 ? what | 0xf0 : what & 7, what >> 3 & 7},
            PL_MEDIA_WHY_ESTIMATE);
}

static void step(struct world *w)
{
    uint8_t roll = pl_read_u8(&w->dice), who = pl_read_u8(&w->dice);
    unsigned seat = who % SEATS, other = (who >> 4) % SEATS;
    switch (roll % 16) {
    case 0:
        if (w->seats[seat].joined)
            pl_media_leave(w->m, w->now, seat + 1);
        else if (pl_media_join(w->m, seat + 1))
            abort();
        w->seats[seat].joined = !w->seats[seat].joined;
        w->seats[seat].version = 0;
        break;
    case 1:
        offer(w, seat);
        pl_media_figures(w->m, w->now, seat + 1, roll & 64);
        break;
    case 2:
    case 3:
        pl_media_link(w->m, w->now, seat + 1, other + 1, (enum pl_media_kind)(who >> 3 & 1),
                      roll >> 7, !(who & 4) || roll & 64);
        break;
    case 4:
        answer(w, seat);
        break;
    case 5:
        pl_media_restart(w->m, w->now, seat + 1, (enum pl_media_role)(roll >> 7));
        break;
    case 6:
    case 7:
        connect_end(w, seat, (enum pl_media_role)(roll >> 7));
        break;
    case 8:
        w->now += (pl_time_us)pl_read_u16(&w->dice) * (roll & 128 ? 200 : 10);
        break;
    case 9:
        choose(w, roll, seat, other);
        break;
    default:
        send_something(w, roll, seat, other);
        break;
    }
}

static void settle(struct world *w)
{
    const struct pl_media_stats *s = pl_media_stats(w->m);
    struct pl_media_event e;
    pl_media_tick(w->m, w->now);
    while (pl_media_next_event(w->m, &e) == PL_OK)
        take_event(w, &e);
    pl_media_tick(w->m, w->now);
    assert(pl_media_deadline(w->m) > w->now); /* or the worker would spin */
    assert(s->peers <= 2 * s->sessions && s->sessions <= SEATS);
    assert(s->streams <= s->sessions * 4);
}

static void begin(struct world *w)
{
    struct pl_media_config config = {.max_sessions = SEATS,
                                     .address_count = 1,
                                     .random = &w->random.base,
                                     .sink = &w->sink,
                                     .loudest = 1,
                                     .silence = 75};
    if (!cert &&
        (pl_dtls_cert_create(1800000000, 30, &cert) || pl_dtls_context_create(cert, NULL, &dtls) ||
         pl_srtp_crypto_create(PL_SRTP_CRYPTO_AUTO, &crypto)))
        abort();
    pl_random_seeded_init(&w->random, 1);
    w->sink = (struct pl_media_sink){reserve, commit};
    w->now = PL_SEC(1000);
    config.dtls = dtls;
    config.fingerprint = *pl_dtls_cert_fingerprint(cert);
    config.crypto = crypto;
    config.addresses[0] = pl_addr_ipv4(192, 0, 2, 1, 8906);
    if (pl_media_create(&config, &w->m))
        abort();
}

/* Two that see each other, so that the dice need not find the way there. */
static void furnish(struct world *w)
{
    for (unsigned i = 0; i < 2; i++) {
        if (pl_media_join(w->m, i + 1))
            abort();
        w->seats[i].joined = true;
        offer(w, i);
    }
    for (uint8_t kind = 0; kind < 2; kind++) {
        pl_media_link(w->m, w->now, 1, 2, (enum pl_media_kind)kind, 0, true);
        pl_media_link(w->m, w->now, 2, 1, (enum pl_media_kind)kind, 0, true);
    }
    settle(w);
    for (unsigned i = 0; i < 2; i++) {
        answer(w, i);
        connect_end(w, i, PL_MEDIA_PUB);
        connect_end(w, i, PL_MEDIA_SUB);
    }
    settle(w);
    assert(pl_media_stats(w->m)->peers == 4);
    for (unsigned i = 0; i < 2; i++) {
        const struct pl_media_session *s = pl_idmap_get(&w->m->sessions, i + 1);
        assert(pl_peer_can_send(s->pub) && pl_peer_can_send(s->sub));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct world w;
    memset(&w, 0, sizeof(w));
    begin(&w);
    furnish(&w); /* the dice are empty: nothing is spoilt */
    w.dice = pl_reader_of(pl_bytes_of(data, size));
    for (int i = 0; i < STEPS_MAX && pl_reader_left(&w.dice) > 0; i++) {
        step(&w);
        settle(&w);
    }
    for (unsigned i = 0; i < SEATS; i++) {
        pl_media_leave(w.m, w.now, i + 1);
        pl_rtc_destroy(w.seats[i].ends[0].rtc);
        pl_rtc_destroy(w.seats[i].ends[1].rtc);
        free(w.seats[i].offer);
    }
    assert(pl_media_stats(w.m)->peers == 0 && pl_media_stats(w.m)->streams == 0);
    pl_media_destroy(w.m);
    return 0;
}
