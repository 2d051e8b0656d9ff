/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which encoding and which layers of a stream a route sends: on the way to its target, one key
 * frame or layer switch at a time, with numbers that go on as if nothing had happened.
 */
#include "media/internal.h"

/* A report so old, or two clocks so far apart, say nothing of now. */
#define REPORT_AGE_US PL_SEC(60)
#define APART_MAX_US  PL_SEC(2)

static struct pl_encoding *encoding_at(const struct pl_route *r, unsigned index)
{
    return &r->stream->encodings[index];
}

static bool flows(const struct pl_route *r)
{
    return r->on && r->answered && !r->paused;
}

void pl_route_want_key(struct pl_route *r, pl_time_us now)
{
    pl_encoding_want_key(encoding_at(r, r->encoding), now);
    if (r->wanted != r->encoding)
        pl_encoding_want_key(encoding_at(r, r->wanted), now);
}

void pl_route_aim(struct pl_route *r, pl_time_us now)
{
    uint8_t wanted = pl_stream_choose(r->stream, r->target.encoding)->index;
    bool other = wanted != r->wanted;
    r->wanted = wanted;
    if (r->encoding >= r->stream->encoding_count)
        pl_remap_detach(&r->remap);
    if (!pl_remap_anchored(&r->remap))
        r->encoding = wanted;
    if (other && flows(r) && (wanted != r->encoding || !pl_remap_anchored(&r->remap)))
        pl_encoding_want_key(encoding_at(r, wanted), now);
}

void pl_route_set_target(struct pl_route *r, pl_time_us now, struct pl_route_target target,
                         enum pl_media_why why)
{
    bool other = target.encoding != r->target.encoding, was_paused = r->paused;
    r->target = target;
    r->why = why;
    if (!other)
        return;
    r->paused = target.encoding == PL_TARGET_PAUSED;
    if (r->paused != was_paused)
        r->figures.pulse.at = 0; /* a pause is no freeze */
    if (r->paused)
        pl_remap_detach(&r->remap); /* what comes after the pause is anchored anew */
    else
        pl_route_aim(r, now);
    if (was_paused && flows(r))
        pl_route_want_key(r, now);
    pl_stream_changed(r->stream); /* its publisher may have to send more, or less */
}

/* ---- numbers ---- */

static bool newer_picture(uint16_t a, uint16_t b)
{
    return a != b && ((a - b) & 0x7fff) < 0x4000;
}

/* The numbers of this packet towards the subscriber; noted as the newest if they are. */
static struct pl_remap_shift shifted(const struct pl_codec_numbers *n, struct pl_remap_shift by)
{
    return (struct pl_remap_shift){(uint16_t)((n->picture + by.picture) & 0x7fff),
                                   (uint8_t)(n->tl0 + by.tl0)};
}

void pl_route_renumber(struct pl_route *r, const struct pl_stream_packet *p)
{
    struct pl_route_layers *l = &r->layers;
    struct pl_remap_shift out;
    if (p->numbers.picture_at == 0 && p->numbers.tl0_at == 0)
        return;
    out = shifted(&p->numbers, pl_remap_shift_of(&r->remap, p->seq));
    if (!l->numbered || newer_picture(out.picture, l->newest.picture))
        l->newest = out;
    l->numbered = true;
    pl_codec_renumber(p->bytes, &p->numbers, out.picture, out.tl0);
}

void pl_route_restore(const struct pl_stream_packet *p)
{
    pl_codec_renumber(p->bytes, &p->numbers, p->numbers.picture, p->numbers.tl0);
}

struct pl_codec_frame pl_route_renumber_again(const struct pl_remap_origin *from,
                                              enum pl_codec codec, uint8_t *payload, size_t len)
{
    struct pl_codec_frame f = pl_codec_look(codec, pl_bytes_of(payload, len));
    struct pl_remap_shift out = shifted(&f.numbers, from->shift);
    pl_codec_renumber(payload, &f.numbers, out.picture, out.tl0);
    return f;
}

/* The source is another one: its numbers go on behind the newest that went out. */
static void shift_to(struct pl_route *r, const struct pl_codec_numbers *n)
{
    const struct pl_remap_shift *newest = &r->layers.newest;
    r->remap.shift = (struct pl_remap_shift){0, 0};
    if (r->layers.numbered && n->picture_at != 0)
        r->remap.shift.picture = (uint16_t)(newest->picture + 1u - n->picture);
    if (r->layers.numbered && n->tl0_at != 0)
        r->remap.shift.tl0 = (uint8_t)(newest->tl0 + 1u - n->tl0);
}

/* ---- time ---- */

static bool is_fresh(const struct pl_encoding *e, pl_time_us now)
{
    return e->has_sr && now - e->sr_at < REPORT_AGE_US;
}

/*
 * How many ticks after the newest timestamp out this packet was taken, by the sender reports of
 * both encodings, which name their moments on one clock (RFC 3550 6.4.1). False: not to be told.
 */
static bool reported_ticks(const struct pl_route *r, pl_time_us now,
                           const struct pl_stream_packet *p, uint32_t clock, int64_t *ticks)
{
    const struct pl_encoding *from = encoding_at(r, r->remap.source & 3); /* the last one sent */
    const struct pl_encoding *to = encoding_at(r, p->encoding);
    int64_t apart; /* of the two reports, in 1/65536 s */
    if (from == to || r->generation != from->generation || !is_fresh(from, now) ||
        !is_fresh(to, now))
        return false;
    apart = (int64_t)(to->sr_ntp - from->sr_ntp) / 65536;
    if (apart > 60 * 65536 || apart < -60 * 65536)
        return false;
    /* The packet on the old encoding's clock, then on the subscriber's. */
    *ticks = (int32_t)(from->sr_ts + (uint32_t)(apart * clock / 65536) + (p->ts - to->sr_ts) +
                       r->remap.ts_delta - r->remap.last_ts);
    return true;
}

static uint32_t elapsed_ticks(const struct pl_route *r, pl_time_us now,
                              const struct pl_stream_packet *p)
{
    uint32_t clock = pl_codec_info((enum pl_codec)p->codec)->clock;
    int64_t arrived = r->last_at == 0 ? 0 : (int64_t)((now - r->last_at) * clock / 1000000u);
    int64_t most = (int64_t)(APART_MAX_US * clock / 1000000u), ticks;
    if (reported_ticks(r, now, p, clock, &ticks) && ticks - arrived < most &&
        arrived - ticks < most)
        arrived = ticks;
    /* At least one tick, or two frames would carry one timestamp. */
    return arrived > 0 ? (uint32_t)arrived : 1;
}

/* ---- switching ---- */

/* With one encoding the target speaks of its spatial layers. */
static uint8_t spatial_limit(const struct pl_route *r)
{
    const struct pl_encoding *e = encoding_at(r, r->encoding);
    if (r->stream->encoding_count > 1 || r->target.encoding >= e->spatial_count)
        return PL_TARGET_HIGHEST;
    return r->target.encoding;
}

uint8_t pl_route_source(uint8_t encoding, uint32_t generation)
{
    return (uint8_t)(generation << 2 | encoding);
}

void pl_route_anchor(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *p)
{
    uint32_t elapsed = elapsed_ticks(r, now, p);
    shift_to(r, &p->numbers);
    pl_remap_anchor(&r->remap, pl_route_source(p->encoding, p->generation), p->seq, p->ts, elapsed);
    r->encoding = p->encoding;
    r->generation = p->generation;
    r->layers.temporal = r->target.temporal;
    r->layers.spatial = spatial_limit(r);
    r->layers.frame_ts = p->ts;
}

bool pl_route_take_over(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *p)
{
    if (p->encoding != r->wanted || !(r->codecs & 1u << p->codec) || p->payload.len == 0)
        return false;
    if (!p->key_start) {
        pl_encoding_want_key(encoding_at(r, p->encoding), now);
        return false;
    }
    if (r->last_at != 0)
        r->subscriber->media->stats.layer_switches++;
    pl_remap_detach(&r->remap); /* anchored anew by this packet, when its turn comes */
    r->encoding = p->encoding;
    return true;
}

/* ---- temporal layers ---- */

static bool was_left_out(const struct pl_route_layers *l, uint32_t ts)
{
    for (unsigned i = 0; i < l->left_count; i++) {
        if (l->left[i] == ts)
            return true;
    }
    return false;
}

static void leave_out(struct pl_route *r, const struct pl_stream_packet *p)
{
    struct pl_route_layers *l = &r->layers;
    if (l->left_count < PL_ROUTE_LEFT_MAX)
        l->left_count++;
    memmove(l->left + 1, l->left, (l->left_count - 1u) * sizeof(l->left[0]));
    l->left[0] = p->ts;
    if (p->numbers.closes_up && p->numbers.picture_at != 0)
        r->remap.shift.picture--;
}

/* Up where the stream allows it, else one layer at a time; down at once, with a whole frame. */
static void step_temporal(struct pl_route *r, const struct pl_stream_packet *p)
{
    struct pl_route_layers *l = &r->layers;
    uint8_t limit = r->target.temporal;
    if (p->key_start || limit < l->temporal)
        l->temporal = limit;
    else if (p->switch_up && p->temporal <= l->temporal)
        l->temporal = limit;
    else if (p->sync && p->temporal <= limit && p->temporal == l->temporal + 1)
        l->temporal = p->temporal;
}

/* Up at a key frame only: above, a picture may need one of its own layer that was left out. */
static void step_spatial(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *p)
{
    struct pl_route_layers *l = &r->layers;
    uint8_t limit = spatial_limit(r);
    bool up = limit > l->spatial && l->spatial + 1 < encoding_at(r, r->encoding)->spatial_count;
    if (p->key_start || limit < l->spatial) {
        r->subscriber->media->stats.layer_switches += up || limit < l->spatial;
        l->spatial = limit;
    } else if (up) {
        pl_encoding_want_key(encoding_at(r, r->encoding), now);
    }
}

bool pl_route_has_layer(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *p)
{
    struct pl_route_layers *l = &r->layers;
    if (p->ts != l->frame_ts && !pl_ts_newer(p->ts, l->frame_ts)) /* late: as the rest of it */
        return p->temporal <= l->temporal && p->spatial <= l->spatial && !was_left_out(l, p->ts);
    if (p->ts != l->frame_ts) {
        l->frame_ts = p->ts;
        step_temporal(r, p);
        step_spatial(r, now, p);
        if (p->temporal > l->temporal)
            leave_out(r, p);
    }
    return p->temporal <= l->temporal && p->spatial <= l->spatial;
}

bool pl_route_ends_picture(const struct pl_route *r, bool layer_end, uint8_t spatial)
{
    return layer_end && spatial == r->layers.spatial;
}

bool pl_route_left_out(const struct pl_route *r, uint32_t ts)
{
    return was_left_out(&r->layers, ts);
}
