/* SPDX-License-Identifier: Apache-2.0 */
#include "media/route/remap.h"

#include "proto/rtp/seq.h"

#include <string.h>

void pl_remap_init(struct pl_remap *r, uint16_t seq, uint32_t ts)
{
    memset(r, 0, sizeof(*r));
    r->next_out = 0x10000u + seq; /* a circle above 0, so that looking back never goes below it */
    r->last_ts = ts;
}

static void add_segment(struct pl_remap *r, uint64_t first_in)
{
    if (r->segment_count == PL_REMAP_SEGMENTS) {
        memmove(r->segments, r->segments + 1, sizeof(r->segments) - sizeof(r->segments[0]));
        r->segment_count--;
        if (r->anchored_at > 0)
            r->anchored_at--;
    }
    r->segments[r->segment_count++] = (struct pl_remap_segment){first_in, (uint32_t)r->next_out,
                                                                r->ts_delta, r->shift, r->source};
}

void pl_remap_anchor(struct pl_remap *r, uint8_t source, uint64_t in_seq, uint32_t in_ts,
                     uint32_t elapsed)
{
    r->anchored = true;
    r->anchored_at = r->segment_count;
    r->source = source;
    r->next_in = in_seq;
    r->last_ts += elapsed;
    r->ts_delta = r->last_ts - in_ts;
    add_segment(r, in_seq);
}

void pl_remap_detach(struct pl_remap *r)
{
    r->anchored = false;
}

/* The segment that holds a number of the present source; its index + 1, 0: none. */
static unsigned segment_of(const struct pl_remap *r, uint64_t in_seq)
{
    unsigned i = r->segment_count;
    if (!r->anchored)
        return 0;
    while (i > r->anchored_at && r->segments[i - 1].first_in > in_seq)
        i--;
    return i > r->anchored_at ? i : 0;
}

enum pl_err pl_remap_map(struct pl_remap *r, uint64_t in_seq, uint32_t in_ts, uint16_t *out_seq,
                         uint32_t *out_ts)
{
    unsigned i = segment_of(r, in_seq);
    uint64_t ahead;
    uint32_t out;
    if (i == 0)
        return PL_E_IGNORED;
    ahead = in_seq - r->segments[i - 1].first_in;
    out = r->segments[i - 1].first_out + (uint32_t)ahead;
    /* The packet that was skipped would take the number of the one behind it. */
    if (i < r->segment_count &&
        ahead >= (uint32_t)(r->segments[i].first_out - r->segments[i - 1].first_out))
        return PL_E_IGNORED;
    if (in_seq >= r->next_in) {
        r->next_out += in_seq + 1 - r->next_in;
        r->next_in = in_seq + 1;
    }
    *out_seq = (uint16_t)out;
    *out_ts = pl_remap_ts(r, in_ts);
    if (pl_ts_newer(*out_ts, r->last_ts))
        r->last_ts = *out_ts;
    return PL_OK;
}

/* `next_in` is what is forwarded next, if anything. */
static void close_up(struct pl_remap *r, uint64_t next_in)
{
    struct pl_remap_segment *last;
    r->next_in = next_in;
    last = &r->segments[r->segment_count - 1];
    if (last->first_out == (uint32_t)r->next_out) {
        last->first_in = next_in; /* nothing went out since the last skip: one segment for both */
        last->shift = r->shift;
    } else {
        add_segment(r, next_in);
    }
}

void pl_remap_skip(struct pl_remap *r, uint64_t in_seq)
{
    if (!r->anchored || in_seq < r->next_in)
        return;
    /* What is missing before it stays missing. */
    r->next_out += in_seq - r->next_in;
    close_up(r, in_seq + 1);
}

void pl_remap_skip_pause(struct pl_remap *r, uint64_t in_seq)
{
    if (!r->anchored || in_seq < r->next_in)
        return;
    close_up(r, in_seq + 1);
}

struct pl_remap_shift pl_remap_shift_of(const struct pl_remap *r, uint64_t in_seq)
{
    unsigned i = segment_of(r, in_seq);
    return i > 0 ? r->segments[i - 1].shift : r->shift;
}

enum pl_err pl_remap_find(const struct pl_remap *r, uint16_t out_seq, struct pl_remap_origin *out)
{
    uint16_t back = (uint16_t)((uint16_t)(r->next_out - 1) - out_seq);
    uint32_t number = (uint32_t)r->next_out - 1 - back;
    unsigned i = r->segment_count;
    const struct pl_remap_segment *s;
    while (i > 0 && (int32_t)(r->segments[i - 1].first_out - number) > 0)
        i--;
    if (i == 0)
        return PL_E_NOT_FOUND;
    s = &r->segments[i - 1];
    *out = (struct pl_remap_origin){s->first_in + (uint32_t)(number - s->first_out), s->ts_delta,
                                    s->shift, s->source};
    if (i > r->anchored_at && r->anchored && out->in_seq >= r->next_in)
        return PL_E_NOT_FOUND;
    return PL_OK;
}
