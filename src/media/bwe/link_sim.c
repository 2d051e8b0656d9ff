/* SPDX-License-Identifier: Apache-2.0 */
#include "media/bwe/link_sim.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define ONE_WAY_US  20000
#define FEEDBACK_US 50000
#define CROSS_BYTES 1000
#define SWELL_SLOPE 4
#define MS_OF(us)   ((unsigned)((us) / 1000))

static const struct sim_step *step_at(const struct sim *s)
{
    const struct sim_step *found = &s->config->steps[0];
    for (const struct sim_step *t = found; t < s->config->steps + SIM_STEPS_MAX; t++) {
        if (t->capacity_bps == 0 || t->from_ms > MS_OF(s->now))
            break;
        found = t;
    }
    return found;
}

static uint32_t free_bps(const struct sim *s)
{
    return step_at(s)->capacity_bps - step_at(s)->cross_bps;
}

/* False: the queue is full. */
static bool enqueue(struct sim *s, size_t bytes)
{
    double now = (double)s->now;
    if (s->link.busy_until_us < now)
        s->link.busy_until_us = now;
    if (s->link.busy_until_us - now > s->config->queue_ms * 1000.0)
        return false;
    s->link.busy_until_us += (double)bytes * 8e6 / step_at(s)->capacity_bps;
    return true;
}

static void cross_traffic(struct sim *s)
{
    uint32_t bps = step_at(s)->cross_bps;
    if (bps == 0) {
        s->link.cross_next_us = (double)s->now;
        return;
    }
    while (s->link.cross_next_us <= (double)s->now) {
        (void)enqueue(s, CROSS_BYTES);
        s->link.cross_next_us += CROSS_BYTES * 8e6 / bps;
    }
}

static double jitter_us(struct sim *s)
{
    if (s->config->jitter_ms > 0 && s->now >= s->link.spell_until) {
        s->link.jitter_us = (double)pl_prng_below(&s->prng, s->config->jitter_ms * 1000u);
        s->link.spell_until = s->now + PL_MS(s->config->spell_ms);
    }
    return s->link.jitter_us;
}

/* Queues that are not ours, as of a computer on which other programs run. */
static double swell_us(struct sim *s)
{
    const double most = s->config->swell_ms * 1000.0;
    double since = (double)(s->now - s->link.swell_from);
    if (s->config->swell_every_ms == 0)
        return 0;
    if (since >= 2 * SWELL_SLOPE * most && pl_prng_below(&s->prng, s->config->swell_every_ms) == 0)
        s->link.swell_from = s->now;
    if (since >= 2 * SWELL_SLOPE * most)
        return 0;
    return most - fabs(since - SWELL_SLOPE * most) / SWELL_SLOPE;
}

static void send(struct sim *s, size_t bytes)
{
    struct sim_packet *p = &s->flight[s->next_seq % SIM_FLIGHT];
    bool lost = pl_prng_below(&s->prng, 100) < s->config->loss_percent;
    double arrives;
    assert(s->next_seq - s->told < SIM_FLIGHT);
    pl_bwe_sent(&s->bwe, s->now, (uint16_t)s->next_seq, bytes);
    *p = (struct sim_packet){s->next_seq++, PL_TIME_NEVER};
    s->sent++;
    if (!enqueue(s, bytes)) {
        s->dropped++;
        return;
    }
    arrives = s->link.busy_until_us + ONE_WAY_US + jitter_us(s) + s->link.swell_us;
    if (arrives < s->link.last_arrival_us)
        arrives = s->link.last_arrival_us;
    s->link.last_arrival_us = arrives;
    if (!lost)
        p->arrives = (pl_time_us)arrives;
}

static void send_media(struct sim *s)
{
    while (s->next_media <= s->now) {
        uint32_t bps = pl_bwe_target_bps(&s->bwe);
        size_t bytes;
        if (s->config->fill_percent > 0)
            bps = bps / 100 * s->config->fill_percent;
        if (s->config->media_max_bps > 0 && bps > s->config->media_max_bps)
            bps = s->config->media_max_bps;
        bytes = bps < 400000 ? 600 : 1200;
        send(s, bytes);
        s->next_media += (pl_time_us)((double)bytes * 8e6 / bps);
    }
}

static void send_probe(struct sim *s)
{
    size_t due = pl_bwe_next_probe(&s->bwe, s->now);
    while (due > 0) {
        size_t bytes = due < PL_BWE_PROBE_PACKET ? due : PL_BWE_PROBE_PACKET;
        send(s, bytes);
        s->probe_bytes += bytes;
        due -= bytes;
    }
}

/* Which packets can a receiver speak of: up to the newest that came. */
static uint64_t heard_until(const struct sim *s)
{
    uint64_t end = s->told;
    for (uint64_t seq = s->told; seq < s->next_seq; seq++) {
        if (s->flight[seq % SIM_FLIGHT].arrives <= s->now - ONE_WAY_US)
            end = seq + 1;
    }
    return end;
}

/* As a receiver would have sent it ONE_WAY_US ago. */
static void feedback(struct sim *s)
{
    struct pl_twcc_status *statuses = s->statuses;
    struct pl_rtcp_twcc head = {.base_seq = (uint16_t)s->told};
    uint64_t end = heard_until(s);
    int64_t tick = 0;
    size_t n = 0;
    s->feedback_at += FEEDBACK_US;
    if (end == s->told)
        return;
    for (; s->told < end && n < SIM_STATUSES; s->told++) {
        const struct sim_packet *p = &s->flight[s->told % SIM_FLIGHT];
        struct pl_twcc_status *st = &statuses[n++];
        int64_t at = (int64_t)((p->arrives + PL_SEC(3600)) / PL_TWCC_TICK_US);
        *st = (struct pl_twcc_status){.seq = (uint16_t)p->seq};
        st->received = p->arrives != PL_TIME_NEVER;
        if (!st->received)
            continue;
        if (tick == 0) {
            head.reference_time = (int32_t)(at / 256);
            tick = at / 256 * 256;
        }
        st->delta_250us = (int16_t)(at - tick);
        tick = at;
    }
    if (pl_prng_below(&s->prng, 100) < s->config->feedback_loss_percent ||
        (s->config->silent_from_ms > 0 && MS_OF(s->now) >= s->config->silent_from_ms))
        return;
    head.status_count = (uint16_t)n;
    pl_bwe_feedback(&s->bwe, s->now, &head, statuses, n);
}

static void watch(struct sim *s)
{
    struct sim_row *row = &s->rows[s->now / PL_SEC(1)];
    uint32_t target = pl_bwe_target_bps(&s->bwe);
    double queue_us = s->link.busy_until_us - (double)s->now;
    row->target_bps = target;
    row->why = pl_bwe_why(&s->bwe);
    row->capacity_bps = free_bps(s);
    if (target > row->max_target_bps)
        row->max_target_bps = target;
    if (queue_us > row->queue_ms * 1000.0)
        row->queue_ms = (uint32_t)(queue_us / 1000);
    s->over_ms = target > 1.5 * free_bps(s) ? s->over_ms + 1 : 0;
    if (s->over_ms > s->over_ms_longest)
        s->over_ms_longest = s->over_ms;
}

void sim_run(struct sim *s, const struct sim_config *config, uint64_t seed)
{
    const pl_time_us end = PL_SEC(config->seconds);
    assert(config->seconds <= SIM_SECONDS_MAX);
    memset(s, 0, sizeof(*s));
    s->config = config;
    pl_prng_init(&s->prng, seed);
    pl_bwe_init(&s->bwe, &config->bwe);
    if (config->want_bps > 0)
        pl_bwe_want(&s->bwe, config->want_bps);
    s->next_seq = s->told = 65000; /* soon over the wrap */
    s->now = s->next_media = PL_MS(40);
    s->feedback_at = s->now + FEEDBACK_US;
    for (; s->now < end; s->now += PL_MS(1)) {
        cross_traffic(s);
        s->link.swell_us = swell_us(s);
        send_media(s);
        send_probe(s);
        if (s->now >= s->feedback_at)
            feedback(s);
        if (s->now >= pl_bwe_deadline(&s->bwe))
            pl_bwe_tick(&s->bwe, s->now);
        watch(s);
    }
    pl_bwe_finish(&s->bwe);
}

size_t sim_trace(const struct sim *s, char *dst, size_t size)
{
    size_t n = (size_t)snprintf(dst, size, "# %s\n# s   free kbit/s  target  queue ms  why\n",
                                s->config->name);
    for (unsigned i = 0; i < s->config->seconds && n < size; i++) {
        const struct sim_row *r = &s->rows[i];
        n += (size_t)snprintf(dst + n, size - n, "%3u  %11u  %6u  %8u  %s\n", i,
                              r->capacity_bps / 1000, r->target_bps / 1000, r->queue_ms,
                              pl_bwe_why_name(r->why));
    }
    assert(n < size);
    return n;
}
