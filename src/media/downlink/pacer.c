/* SPDX-License-Identifier: Apache-2.0 */
#include "media/downlink/pacer.h"

#include <stdlib.h>
#include <string.h>

static const uint16_t largest[PL_PACER_CLASSES] = {PL_PACER_REPAIRS, PL_PACER_PICTURES};

void pl_pacer_init(struct pl_pacer *p)
{
    memset(p, 0, sizeof(*p));
    p->bps = PL_PACER_UNLIMITED;
}

void pl_pacer_finish(struct pl_pacer *p)
{
    for (int c = 0; c < PL_PACER_CLASSES; c++) {
        free(p->rings[c].entries);
        p->rings[c] = (struct pl_pacer_ring){0};
    }
}

/* ---- the bucket ---- */

static void run_out(struct pl_pacer *p, pl_time_us now)
{
    if (now <= p->at)
        return;
    p->level_bytes -= (double)(now - p->at) * (double)p->bps / 8e6;
    if (p->level_bytes < 0)
        p->level_bytes = 0;
    p->at = now;
}

void pl_pacer_set_pace(struct pl_pacer *p, pl_time_us now, uint32_t bps)
{
    double burst = (double)bps * (double)PL_PACER_BURST_US / 8e6;
    run_out(p, now);
    p->bps = bps;
    p->burst_bytes = burst > PL_PACER_BURST_MIN ? (uint32_t)burst : PL_PACER_BURST_MIN;
}

static bool is_full(struct pl_pacer *p, pl_time_us now)
{
    if (p->bps == PL_PACER_UNLIMITED)
        return false;
    run_out(p, now);
    return p->level_bytes >= p->burst_bytes;
}

bool pl_pacer_holds(struct pl_pacer *p, pl_time_us now, enum pl_pacer_class c)
{
    if (p->rings[PL_PACER_REPAIR].count > 0 ||
        (c == PL_PACER_PICTURE && p->rings[PL_PACER_PICTURE].count > 0))
        return true;
    return is_full(p, now);
}

void pl_pacer_sent(struct pl_pacer *p, pl_time_us now, size_t bytes)
{
    if (p->bps == PL_PACER_UNLIMITED)
        return;
    run_out(p, now);
    p->level_bytes += (double)bytes;
    /* Sound alone may be more than the pace: pictures then wait, but not for what it once took. */
    if (p->level_bytes > PL_PACER_DEBT * (double)p->burst_bytes)
        p->level_bytes = PL_PACER_DEBT * (double)p->burst_bytes;
}

/* ---- the rings ---- */

static struct pl_pacer_entry *entry_at(struct pl_pacer_ring *r, uint16_t i)
{
    return &r->entries[(r->first + i) & (r->size - 1)];
}

/* Twice as large, up to the largest. False: it is that already, or there is no memory. */
static bool grow(struct pl_pacer_ring *r, uint16_t most)
{
    uint16_t size = r->size > 0 ? (uint16_t)(2 * r->size) : PL_PACER_RING_MIN;
    struct pl_pacer_entry *entries;
    if (r->size >= most)
        return false;
    entries = malloc(size * sizeof(*entries));
    if (!entries)
        return false;
    for (uint16_t i = 0; i < r->count; i++)
        entries[i] = *entry_at(r, i);
    free(r->entries);
    *r = (struct pl_pacer_ring){.entries = entries, .count = r->count, .size = size};
    return true;
}

static bool is_old(const struct pl_pacer_entry *e, pl_time_us now)
{
    return (uint32_t)((uint32_t)(now / 1000) - e->at_ms) > PL_PACER_AGE_US / 1000;
}

bool pl_pacer_queue(struct pl_pacer *p, pl_time_us now, enum pl_pacer_class c,
                    const struct pl_pacer_entry *entry)
{
    struct pl_pacer_ring *r = &p->rings[c];
    struct pl_pacer_entry *e;
    if (r->count == r->size && !grow(r, largest[c]))
        return false;
    e = entry_at(r, r->count++);
    *e = *entry;
    e->at_ms = (uint32_t)(now / 1000);
    return true;
}

bool pl_pacer_take(struct pl_pacer *p, pl_time_us now, enum pl_pacer_class c,
                   struct pl_pacer_entry *out)
{
    struct pl_pacer_ring *r = &p->rings[c];
    while (r->count > 0) {
        *out = *entry_at(r, 0);
        r->first = (uint16_t)((r->first + 1) & (r->size - 1));
        r->count--;
        p->emptied_at = now;
        if (out->ssrc != 0)
            return true;
    }
    return false;
}

bool pl_pacer_take_old(struct pl_pacer *p, pl_time_us now, enum pl_pacer_class c,
                       struct pl_pacer_entry *out)
{
    struct pl_pacer_ring *r = &p->rings[c];
    while (r->count > 0 && is_old(entry_at(r, 0), now)) {
        if (pl_pacer_take(p, now, c, out))
            return true;
    }
    return false;
}

bool pl_pacer_next(struct pl_pacer *p, pl_time_us now, enum pl_pacer_class *c,
                   struct pl_pacer_entry *out)
{
    if (pl_pacer_empty(p) || is_full(p, now))
        return false;
    *c = PL_PACER_REPAIR;
    if (pl_pacer_take(p, now, *c, out))
        return true;
    *c = PL_PACER_PICTURE;
    return pl_pacer_take(p, now, *c, out);
}

size_t pl_pacer_forget(struct pl_pacer *p, uint32_t ssrc)
{
    struct pl_pacer_ring *r = &p->rings[PL_PACER_PICTURE];
    size_t n = 0;
    for (uint16_t i = 0; i < r->count; i++) {
        struct pl_pacer_entry *e = entry_at(r, i);
        if (e->ssrc != ssrc)
            continue;
        e->ssrc = 0;
        n++;
    }
    return n;
}

pl_time_us pl_pacer_deadline(const struct pl_pacer *p)
{
    double above = p->level_bytes - (double)p->burst_bytes;
    if (pl_pacer_empty(p))
        return PL_TIME_NEVER;
    if (above < 0 || p->bps == PL_PACER_UNLIMITED)
        return p->at;
    return p->at + 1 + (pl_time_us)(above * 8e6 / (double)p->bps);
}

void pl_pacer_tidy(struct pl_pacer *p, pl_time_us now)
{
    if (pl_pacer_empty(p) && now - p->emptied_at > PL_PACER_KEEP_US)
        pl_pacer_finish(p);
}
