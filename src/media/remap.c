/* SPDX-License-Identifier: Apache-2.0 */
#include "media/remap.h"

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
    }
    r->segments[r->segment_count++] = (struct pl_remap_segment){first_in, r->next_out};
}

void pl_remap_anchor(struct pl_remap *r, uint64_t in_seq, uint32_t in_ts, uint32_t elapsed)
{
    r->segment_count = 0;
    r->next_in = in_seq;
    r->last_ts += elapsed;
    r->ts_delta = r->last_ts - in_ts;
    add_segment(r, in_seq);
}

void pl_remap_detach(struct pl_remap *r)
{
    r->segment_count = 0;
}

enum pl_err pl_remap_map(struct pl_remap *r, uint64_t in_seq, uint32_t in_ts, uint16_t *out_seq,
                         uint32_t *out_ts)
{
    unsigned i = r->segment_count;
    uint64_t out;
    while (i > 0 && r->segments[i - 1].first_in > in_seq)
        i--;
    if (i == 0)
        return PL_E_IGNORED;
    out = r->segments[i - 1].first_out + (in_seq - r->segments[i - 1].first_in);
    /* The packet that was skipped would take the number of the one behind it. */
    if (i < r->segment_count && out >= r->segments[i].first_out)
        return PL_E_IGNORED;
    if (in_seq >= r->next_in) {
        r->next_in = in_seq + 1;
        r->next_out = out + 1;
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
    if (last->first_out == r->next_out)
        last->first_in =
            r->next_in; /* nothing went out since the last skip: one segment for both */
    else
        add_segment(r, r->next_in);
}

void pl_remap_skip(struct pl_remap *r, uint64_t in_seq)
{
    if (r->segment_count == 0 || in_seq < r->next_in)
        return;
    /* What is missing before it stays missing. */
    r->next_out += in_seq - r->next_in;
    close_up(r, in_seq + 1);
}

void pl_remap_skip_pause(struct pl_remap *r, uint64_t in_seq)
{
    if (r->segment_count == 0 || in_seq < r->next_in)
        return;
    close_up(r, in_seq + 1);
}

enum pl_err pl_remap_find(const struct pl_remap *r, uint16_t out_seq, uint64_t *in_seq)
{
    uint64_t newest = r->next_out - 1, out;
    unsigned i = r->segment_count;
    out = newest - (uint16_t)((uint16_t)newest - out_seq);
    while (i > 0 && r->segments[i - 1].first_out > out)
        i--;
    if (i == 0)
        return PL_E_NOT_FOUND;
    *in_seq = r->segments[i - 1].first_in + (out - r->segments[i - 1].first_out);
    return *in_seq < r->next_in ? PL_OK : PL_E_NOT_FOUND;
}
