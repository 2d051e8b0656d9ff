/* SPDX-License-Identifier: Apache-2.0 */
/* What goes out to a subscriber once more: because it asked, or to learn whether more would fit. */
#include "media/internal.h"

#include "proto/rtp/rtx.h"

enum { RTX_PER_SECOND = 500 /* retransmissions to one subscriber of one stream */ };

static bool take_token(struct pl_route *r, pl_time_us now)
{
    uint64_t earned = (now - r->rtx_refill_at) * RTX_PER_SECOND / 1000000u;
    if (earned > 0) {
        r->rtx_tokens = earned + r->rtx_tokens > PL_ROUTE_RTX_BURST
                            ? PL_ROUTE_RTX_BURST
                            : r->rtx_tokens + (uint32_t)earned;
        r->rtx_refill_at = now;
    }
    if (r->rtx_tokens == 0)
        return false;
    r->rtx_tokens--;
    return true;
}

/* What went out under that number, if it is remembered; also of an encoding that was left since. */
static const struct pl_cache_packet *find_sent(const struct pl_route *r, uint16_t seq,
                                               struct pl_remap_origin *from)
{
    const struct pl_encoding *e;
    const struct pl_cache_packet *c;
    if (!r->on || pl_remap_find(&r->remap, seq, from))
        return NULL;
    e = &r->stream->encodings[from->source & 3];
    if (!e->repair || from->source != pl_route_source(e->index, e->generation))
        return NULL;
    c = pl_cache_get(&e->repair->cache, from->in_seq);
    return c && (r->codecs & 1u << c->codec) && !pl_route_left_out(r, c->ts) ? c : NULL;
}

static bool send_rtx(struct pl_route *r, pl_time_us now, uint16_t osn,
                     const struct pl_remap_origin *from, const struct pl_cache_packet *c)
{
    struct pl_rtp_header h = {.pt = pl_codec_info((enum pl_codec)c->codec)->rtx_pt,
                              .seq = r->rtx_seq,
                              .ts = c->ts + from->ts_delta,
                              .ssrc = r->rtx_ssrc,
                              .marker = c->marker};
    uint8_t payload[PL_RTX_OSN_BYTES + PL_CACHE_PAYLOAD_MAX];
    struct pl_codec_frame f;
    pl_put_u16(payload, osn);
    memcpy(payload + PL_RTX_OSN_BYTES, c->payload, c->len);
    f = pl_route_renumber_again(from, (enum pl_codec)c->codec, payload + PL_RTX_OSN_BYTES, c->len);
    h.marker |= pl_route_ends_picture(r, f.layer_end, f.spatial);
    if (!pl_route_emit(r, now, &h, c->orientation, NULL,
                       pl_bytes_of(payload, PL_RTX_OSN_BYTES + (size_t)c->len)))
        return false;
    r->rtx_seq++;
    return true;
}

bool pl_route_send_repair(struct pl_route *r, pl_time_us now, uint16_t seq)
{
    struct pl_remap_origin from;
    const struct pl_cache_packet *c = find_sent(r, seq, &from);
    if (!c || !send_rtx(r, now, seq, &from, c))
        return false;
    r->figures.repaired++;
    r->subscriber->media->stats.rtx_out++;
    return true;
}

bool pl_route_repeat(struct pl_route *r, pl_time_us now, uint16_t seq, size_t most)
{
    struct pl_remap_origin from;
    const struct pl_cache_packet *c = find_sent(r, seq, &from);
    return c && c->len > 0 && c->len <= most && send_rtx(r, now, seq, &from, c);
}

bool pl_route_send_padding(struct pl_route *r, pl_time_us now, size_t most)
{
    uint8_t bytes[PL_RTP_PADDING_MAX];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    struct pl_rtp_header h = {
        .seq = r->rtx_seq, .ts = r->remap.last_ts, .ssrc = r->rtx_ssrc, .padding = true};
    for (int codec = PL_CODEC_NONE + 1; codec < PL_CODEC_COUNT && h.pt == 0; codec++) {
        if (r->codecs & 1u << codec)
            h.pt = pl_codec_info((enum pl_codec)codec)->rtx_pt;
    }
    if (h.pt == 0)
        return false;
    pl_rtp_write_padding(&w, (uint8_t)(most < PL_RTP_PADDING_MAX ? most : PL_RTP_PADDING_MAX));
    if (!pl_route_emit(r, now, &h, 0xff, NULL, pl_writer_done(&w)))
        return false;
    r->rtx_seq++;
    return true;
}

void pl_route_repair(struct pl_route *r, pl_time_us now, const uint16_t *seqs, size_t count)
{
    struct pl_remap_origin from;
    if (!pl_peer_can_send(r->subscriber->sub))
        return;
    for (size_t i = 0; i < count; i++) {
        if (!find_sent(r, seqs[i], &from))
            continue;
        if (!take_token(r, now))
            return;
        if (!pl_route_repair_waits(r, now, seqs[i]))
            (void)pl_route_send_repair(r, now, seqs[i]);
    }
}
