/* SPDX-License-Identifier: Apache-2.0 */
#include "impair/link.h"

#include <assert.h>

#define MILLION 1000000u

/* Between the two halves of a duplicate. */
#define TWIN_US PL_MS(1)

struct pl_impair_settings pl_impair_settings_none(void)
{
    return (struct pl_impair_settings){
        .queue_us = PL_MS(200), .keep_order = true, .late_us = PL_MS(20)};
}

void pl_impair_link_init(struct pl_impair_link *link, uint64_t seed)
{
    *link = (struct pl_impair_link){.settings = pl_impair_settings_none()};
    pl_prng_init(&link->prng, seed);
    pl_list_init(&link->queue);
    pl_heap_init(&link->way);
}

void pl_impair_link_finish(struct pl_impair_link *link)
{
    pl_heap_finish(&link->way);
}

static bool chance(struct pl_impair_link *link, uint64_t ppm)
{
    return ppm > 0 && pl_prng_below(&link->prng, PL_IMPAIR_PPM) < ppm;
}

/* ---- loss ---- */

/*
 * With p = chance to become bad, r = 1/burst = chance to become good again, the share of the bad
 * state is p / (p + r); so p = r * loss / (1 - loss).
 */
static bool is_lost(struct pl_impair_link *link)
{
    const struct pl_impair_settings *s = &link->settings;
    uint64_t good;
    if (s->burst <= 1 || s->loss_ppm >= PL_IMPAIR_PPM || s->loss_ppm == 0) {
        link->bad = false;
        return chance(link, s->loss_ppm);
    }
    good = PL_IMPAIR_PPM - s->loss_ppm;
    if (link->bad)
        link->bad = !chance(link, PL_IMPAIR_PPM / s->burst);
    else
        link->bad = chance(link, (uint64_t)PL_IMPAIR_PPM * s->loss_ppm / good / s->burst);
    return link->bad;
}

/* ---- the queue ---- */

static uint64_t cost_bytes(const struct pl_impair_packet *p)
{
    return p->len + PL_IMPAIR_HEADER_BYTES;
}

static struct pl_impair_packet *head_of(const struct pl_impair_link *link)
{
    if (pl_list_empty(&link->queue))
        return NULL;
    return pl_container_of(link->queue.next, struct pl_impair_packet, in_queue);
}

static bool fits(const struct pl_impair_link *link, uint64_t bytes)
{
    const struct pl_impair_settings *s = &link->settings;
    uint64_t waiting = link->counters.waiting_bytes + bytes;
    /* The line itself always takes one. */
    if (s->rate_bps == 0 || link->counters.waiting == 0)
        return true;
    if (s->queue_bytes > 0 && waiting > s->queue_bytes)
        return false;
    return s->queue_us == 0 || waiting * 8 * MILLION / s->rate_bps <= s->queue_us;
}

static void begin_head(struct pl_impair_link *link, pl_time_us at)
{
    const struct pl_impair_packet *head = head_of(link);
    link->head_at = at;
    link->head_left = head ? cost_bytes(head) * 8 * MILLION : 0;
}

static pl_time_us head_done(const struct pl_impair_link *link)
{
    uint64_t rate = link->settings.rate_bps;
    if (pl_list_empty(&link->queue))
        return PL_TIME_NEVER;
    return rate == 0 ? link->head_at : link->head_at + (link->head_left + rate - 1) / rate;
}

/* ---- the way behind it ---- */

static pl_time_us draw_due(struct pl_impair_link *link, pl_time_us at)
{
    const struct pl_impair_settings *s = &link->settings;
    pl_time_us due;
    if (at >= link->spell_end) {
        link->jitter = s->jitter_us > 0 ? pl_prng_below(&link->prng, s->jitter_us + 1) : 0;
        link->spell_end = at + s->spell_us;
    }
    due = at + s->delay_us + link->jitter;
    if (s->keep_order && due < link->last_due)
        due = link->last_due;
    link->last_due = due;
    return due;
}

static void travel(struct pl_impair_link *link, struct pl_impair_packet *p, pl_time_us at)
{
    pl_time_us due = draw_due(link, at);
    p->twice = chance(link, link->settings.duplicate_ppm);
    if (chance(link, link->settings.reorder_ppm)) {
        due += link->settings.late_us;
        link->counters.late++;
    }
    /* Room was made when the packet came in. */
    if (pl_heap_arm(&link->way, &p->due, due))
        assert(false);
}

/* Whatever has left the queue by now goes on its way. */
static void serve(struct pl_impair_link *link, pl_time_us now)
{
    pl_time_us done;
    while ((done = head_done(link)) <= now) {
        struct pl_impair_packet *p = head_of(link);
        pl_list_remove(&p->in_queue);
        link->counters.waiting--;
        link->counters.waiting_bytes -= cost_bytes(p);
        travel(link, p, done);
        begin_head(link, done);
    }
}

/* ---- calls ---- */

void pl_impair_link_set(struct pl_impair_link *link, pl_time_us now,
                        const struct pl_impair_settings *settings)
{
    serve(link, now);
    if (head_of(link)) {
        uint64_t sent = (now - link->head_at) * link->settings.rate_bps;
        link->head_left = sent < link->head_left ? link->head_left - sent : 0;
        link->head_at = now;
    }
    link->settings = *settings;
    link->spell_end = 0;
}

enum pl_impair_fate pl_impair_link_input(struct pl_impair_link *link, pl_time_us now,
                                         struct pl_impair_packet *packet)
{
    struct pl_impair_counters *c = &link->counters;
    c->packets_in++;
    c->bytes_in += packet->len;
    if (is_lost(link)) {
        c->lost++;
        return PL_IMPAIR_LOST;
    }
    serve(link, now);
    packet->due = (struct pl_heap_node){0};
    /* Armed once here, so that there is room for it later. */
    if (!fits(link, cost_bytes(packet)) || pl_heap_arm(&link->way, &packet->due, PL_TIME_NEVER)) {
        c->overflowed++;
        return PL_IMPAIR_FULL;
    }
    pl_list_add_tail(&link->queue, &packet->in_queue);
    c->waiting++;
    c->waiting_bytes += cost_bytes(packet);
    if (c->waiting == 1)
        begin_head(link, now);
    return PL_IMPAIR_TAKEN;
}

struct pl_impair_packet *pl_impair_link_next_output(struct pl_impair_link *link, pl_time_us now,
                                                    bool *last)
{
    struct pl_heap_node *node;
    struct pl_impair_packet *p;
    assert(now != PL_TIME_NEVER);
    serve(link, now);
    node = pl_heap_pop_due(&link->way, now);
    if (!node)
        return NULL;
    p = pl_container_of(node, struct pl_impair_packet, due);
    link->counters.packets_out++;
    link->counters.bytes_out += p->len;
    *last = !p->twice;
    if (p->twice) {
        link->counters.duplicated++;
        p->twice = false;
        if (pl_heap_arm(&link->way, &p->due, p->due.at + TWIN_US))
            *last = true;
    }
    return p;
}

pl_time_us pl_impair_link_deadline(const struct pl_impair_link *link)
{
    return pl_time_min(head_done(link), pl_heap_deadline(&link->way));
}
