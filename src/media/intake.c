/* SPDX-License-Identifier: Apache-2.0 */
/* Whose datagram it is, what is in it, and the batch: from the socket to the routes. */
#include "media/internal.h"

#include "proto/rtp/rtp_ext.h"
#include "proto/rtp/rtx.h"
#include "proto/stun/stun.h"

#include <assert.h>

/* Not of an SSRC that the stream had before: its numbers mean nothing any more. */
static bool is_current(const struct pl_source *source)
{
    const struct pl_encoding *e = source->encoding;
    return source->ssrc == (source->is_rtx ? e->rtx_ssrc : e->ssrc);
}

static bool unwrap_rtx(struct pl_peer *p, const struct pl_source *source, struct pl_rtp_view *view)
{
    uint8_t apt = p->publication->rtx_apt_of_pt[view->pt];
    if (apt == 0 || source->encoding->ssrc == 0)
        return false;
    p->media->stats.rtx_in++;
    return pl_rtx_unwrap(view, apt, source->encoding->ssrc, view) == PL_OK;
}

static void note_arrival(struct pl_peer *p, pl_time_us now, const struct pl_rtp_view *view)
{
    struct pl_publication *pub = p->publication;
    struct pl_bytes value;
    uint16_t seq;
    if (!view->has_ext || !pl_rtp_ext_find(view, pub->ext_twcc, &value) ||
        !pl_rtp_twcc_seq_read(value, &seq))
        return;
    pub->twcc_ssrc = view->ssrc;
    pl_arrivals_input(&pub->arrivals, now, seq);
}

/* A stream that sends too much: its sender learns of it as of any loss. */
static bool is_over_budget(struct pl_media *m, pl_time_us now, const struct pl_source *source,
                           size_t bytes)
{
    if (!source ||
        pl_tokens_take(&source->encoding->stream->budget, now, m->stream_budget, 8 * bytes))
        return false;
    m->stats.dropped_stream_budget++;
    return true;
}

/* bytes: of the datagram. */
static void take_packet(struct pl_peer *p, pl_time_us now, struct pl_rtp_view *view, size_t bytes)
{
    struct pl_media *m = p->media;
    struct pl_source *source;
    struct pl_stream_packet *packet = &m->batch[m->batch_count];
    bool repaired;
    source = pl_idmap_get(&p->publication->sources, view->ssrc);
    if (!source)
        source = pl_publish_learn(p, view);
    if (is_over_budget(m, now, source, bytes))
        return;
    note_arrival(p, now, view);
    if (pl_list_empty(&p->in_touched))
        pl_list_add_tail(&m->touched_peers, &p->in_touched);
    if (!source || !is_current(source)) {
        m->stats.dropped_unknown_ssrc++;
        return;
    }
    repaired = source->is_rtx;
    if (repaired && !unwrap_rtx(p, source, view))
        return;
    if (!pl_encoding_input(source->encoding, now, view, repaired, packet))
        return;
    m->stats.rtp_in++;
    m->batch_count++;
    if (pl_list_empty(&packet->stream->in_touched))
        pl_list_add_tail(&m->touched, &packet->stream->in_touched);
}

static void count_srtp(struct pl_media *m, enum pl_err err)
{
    if (err == PL_E_AUTH)
        m->stats.dropped_auth++;
    else if (err == PL_E_REPLAY)
        m->stats.dropped_replay++;
    else if (err == PL_E_LIMIT)
        m->stats.dropped_unknown_ssrc++; /* one too many of them */
    else
        m->stats.dropped_malformed++;
}

/* What comes before the keys cannot be told from what is forged. */
static bool has_keys(struct pl_peer *p)
{
    if (!p->secure)
        p->media->stats.dropped_auth++;
    return p->secure;
}

static void input_rtp(struct pl_peer *p, pl_time_us now, struct pl_buf data)
{
    struct pl_rtp_view view;
    size_t len = data.len;
    enum pl_err err;
    if (!has_keys(p))
        return;
    if (!p->publication) { /* who only receives sends none */
        p->media->stats.dropped_unknown_ssrc++;
        return;
    }
    err = pl_srtp_unprotect_rtp(&p->srtp_in, data.data, &len);
    if (!err)
        err = pl_rtp_read(pl_bytes_of(data.data, len), &view);
    if (err)
        count_srtp(p->media, err);
    else
        take_packet(p, now, &view, data.len);
}

static void input_rtcp(struct pl_peer *p, pl_time_us now, struct pl_buf data)
{
    size_t len = data.len;
    enum pl_err err;
    if (!has_keys(p))
        return;
    err = pl_srtp_unprotect_rtcp(&p->srtp_in, data.data, &len);
    if (err)
        count_srtp(p->media, err);
    else
        pl_media_input_rtcp(p, now, pl_bytes_of(data.data, len));
}

static struct pl_peer *peer_of_path(struct pl_media *m, const struct pl_ice_path *path)
{
    struct pl_peer_path *entry = pl_strmap_get(&m->paths, pl_bytes_of(path, sizeof(*path)));
    return entry && !entry->peer->failed ? entry->peer : NULL;
}

/* A question without credentials: the client looks for its own address. */
static void answer_question(struct pl_media *m, pl_time_us now, const struct pl_ice_path *from,
                            struct pl_bytes question)
{
    struct pl_buf room = {pl_media_reserve(m), PL_MEDIA_DATAGRAM_MAX};
    size_t len;
    enum pl_err err = pl_stun_server_answer(&m->stun, now, &from->remote, question, room, &len);
    m->stats.stun_answered = m->stun.stats.answered;
    m->stats.stun_refused = m->stun.stats.refused;
    if (err == PL_OK)
        pl_media_commit(m, len, from);
    else if (err != PL_E_LIMIT)
        m->stats.dropped_ufrag++;
}

/* An HMAC is work: each connection pays for its own checks, and who is unproven for his failures.
 */
static bool may_check(struct pl_media *m, pl_time_us now, struct pl_peer *p,
                      const struct pl_ice_path *from)
{
    if (!pl_tokens_has(&p->checks, now, pl_peer_checks, 1))
        return false;
    if (peer_of_path(m, from) == p)
        return true;
    return pl_tokens_has(&p->false_checks, now, pl_peer_false_checks, 1) &&
           pl_strangers_may(m->strangers, now, &from->remote);
}

static void charge_check(struct pl_media *m, pl_time_us now, struct pl_peer *p,
                         const struct pl_ice_path *from, enum pl_err outcome)
{
    if (outcome == PL_OK || peer_of_path(m, from) == p) {
        (void)pl_tokens_take(&p->checks, now, pl_peer_checks, 1);
        return;
    }
    (void)pl_tokens_take(&p->false_checks, now, pl_peer_false_checks, 1);
    pl_strangers_failed(m->strangers, now, &from->remote);
}

static void input_stun(struct pl_media *m, pl_time_us now, const struct pl_media_datagram *d)
{
    struct pl_bytes bytes = pl_bytes_of(d->data.data, d->data.len);
    struct pl_bytes ufrag = pl_stun_peek_local_ufrag(bytes);
    bool is_answer = pl_stun_is_success(bytes); /* to a check of ours, maybe: names nobody */
    struct pl_peer *p = NULL;
    if (is_answer)
        p = peer_of_path(m, &d->path);
    else if (ufrag.len > 0)
        p = pl_strmap_get(&m->ufrags, ufrag);
    m->stats.stun_in++;
    if (!p && ufrag.len == 0 && !is_answer)
        answer_question(m, now, &d->path, bytes);
    else if (!p)
        m->stats.dropped_ufrag++;
    else if (!may_check(m, now, p, &d->path))
        m->stats.dropped_checks++;
    else
        charge_check(m, now, p, &d->path, pl_peer_input_stun(p, now, &d->path, bytes));
}

/* RFC 7983: the first byte tells. Only STUN is looked at from an address that has proved nothing.
 */
static void input_one(struct pl_media *m, pl_time_us now, const struct pl_media_datagram *d)
{
    struct pl_bytes bytes = pl_bytes_of(d->data.data, d->data.len);
    struct pl_peer *p;
    m->stats.datagrams_in++;
    m->stats.bytes_in += d->data.len;
    if (pl_stun_is(bytes)) {
        input_stun(m, now, d);
        return;
    }
    p = peer_of_path(m, &d->path);
    if (!p)
        m->stats.dropped_stranger++;
    else if (!pl_budget_take(&p->budget, now, &m->budgets[p->role], bytes.len))
        m->stats.dropped_budget++;
    else if (pl_rtp_is_rtp(bytes))
        input_rtp(p, now, d->data);
    else if (pl_rtp_is_rtcp(bytes))
        input_rtcp(p, now, d->data);
    else if (bytes.len > 0 && bytes.data[0] >= 20 && bytes.data[0] <= 63)
        pl_peer_input_dtls(p, now, bytes);
    else
        m->stats.dropped_malformed++;
}

bool pl_media_awaits(const struct pl_media *m, struct pl_bytes check)
{
    struct pl_bytes ufrag = pl_stun_peek_local_ufrag(check);
    return ufrag.len > 0 && pl_strmap_get(&m->ufrags, ufrag) != NULL;
}

void pl_media_close_path(struct pl_media *m, pl_time_us now, const struct pl_ice_path *path)
{
    struct pl_peer *p = peer_of_path(m, path);
    if (p)
        pl_peer_close_path(p, now, path);
}

bool pl_media_may_drop(struct pl_bytes datagram)
{
    if (datagram.len < 2 || !pl_rtp_is_rtp(datagram))
        return false;
    for (int codec = PL_CODEC_NONE + 1; codec < PL_CODEC_COUNT; codec++) {
        const struct pl_codec_info *info = pl_codec_info((enum pl_codec)codec);
        if (info->kind == PL_MEDIA_AUDIO && info->pt == (datagram.data[1] & 127))
            return false;
    }
    return true;
}

/*
 * Subscriber by subscriber, not packet by packet: what goes to one address leaves in a run, which
 * the kernel takes as one (UDP_SEGMENT), and one subscriber's keys stay in the processor's cache.
 */
static void forward_stream(struct pl_media *m, pl_time_us now, struct pl_stream *s)
{
    struct pl_list *it;
    pl_list_for_each(it, &s->routes)
    {
        struct pl_route *r = pl_container_of(it, struct pl_route, in_stream);
        for (size_t i = 0; i < m->batch_count; i++) {
            if (m->batch[i].stream == s)
                pl_route_forward(r, now, &m->batch[i]);
        }
    }
    for (struct pl_copy *c = s->copy; c; c = c->next) {
        for (size_t i = 0; i < m->batch_count; i++) {
            if (m->batch[i].stream == s)
                pl_copy_forward(c, now, &m->batch[i]);
        }
    }
}

void pl_media_input(struct pl_media *m, pl_time_us now, const struct pl_media_datagram *batch,
                    size_t count)
{
    assert(count <= PL_MEDIA_BATCH_MAX);
    m->batch_count = 0;
    for (size_t i = 0; i < count; i++)
        input_one(m, now, &batch[i]);
    while (!pl_list_empty(&m->touched)) {
        struct pl_stream *s = pl_container_of(m->touched.next, struct pl_stream, in_touched);
        pl_list_remove(&s->in_touched);
        forward_stream(m, now, s);
    }
    while (!pl_list_empty(&m->touched_peers)) {
        struct pl_peer *p = pl_container_of(m->touched_peers.next, struct pl_peer, in_touched);
        pl_list_remove(&p->in_touched);
        pl_peer_rearm(p);
    }
}
