/* SPDX-License-Identifier: Apache-2.0 */
/* What came of a day, or was said of it. */
#include "route/replay_state.h"

#include <stdlib.h>

static int by_size(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The smallest with at least that share at or below it; 0: none. */
static int64_t share(int64_t *list, size_t count, unsigned percent)
{
    size_t rank = (count * percent + 99) / 100;
    return count ? list[rank ? rank - 1 : 0] : 0;
}

struct sums {
    int64_t *waits, *errors;
    size_t wait_count, error_count;
    int64_t bias;
};

static void add_wait(const struct pl_replay *r, struct pl_replay_figures *out, struct sums *s,
                     pl_time_us waited, pl_time_us service)
{
    out->served++;
    out->in_target += waited <= r->config.target_us ? 1 : 0;
    out->waited += waited;
    out->served_us += service;
    s->waits[s->wait_count++] = (int64_t)waited;
}

static void add_replayed(const struct pl_replay *r, const struct contact *c,
                         struct pl_replay_figures *out, struct sums *s)
{
    int64_t error;
    out->abandoned += c->stage == ABANDONED ? 1 : 0;
    out->refused += c->stage == REFUSED ? 1 : 0;
    if (c->stage != SERVED)
        return;
    add_wait(r, out, s, c->waited, c->service);
    if (c->promised == PL_TIME_NEVER)
        return;
    error = (int64_t)c->promised - (int64_t)c->waited;
    s->bias += error;
    s->errors[s->error_count++] = error < 0 ? -error : error;
}

static void add_recorded(const struct pl_replay *r, const struct contact *c,
                         struct pl_replay_figures *out, struct sums *s)
{
    if (c->said.waited_ms >= 0)
        add_wait(r, out, s, (pl_time_us)c->said.waited_ms * 1000u, c->service);
    else if (c->said.left_after_ms >= 0)
        out->abandoned++;
    else
        out->refused++;
}

static void sum_up(struct pl_replay *r, int32_t queue, bool recorded, struct pl_replay_figures *out)
{
    struct sums s = {.bias = 0};
    *out = (struct pl_replay_figures){.contacts = 0};
    s.waits = calloc(r->contact_count + 1, sizeof(*s.waits));
    s.errors = calloc(r->contact_count + 1, sizeof(*s.errors));
    for (size_t i = 0; s.waits && s.errors && i < r->contact_count; i++) {
        const struct contact *c = &r->contacts[i];
        if (queue && c->said.queue != queue)
            continue;
        out->contacts++;
        if (recorded)
            add_recorded(r, c, out, &s);
        else
            add_replayed(r, c, out, &s);
    }
    if (s.waits && s.errors) {
        qsort(s.waits, s.wait_count, sizeof(*s.waits), by_size);
        qsort(s.errors, s.error_count, sizeof(*s.errors), by_size);
        out->waited_p50 = (pl_time_us)share(s.waits, s.wait_count, 50);
        out->waited_p90 = (pl_time_us)share(s.waits, s.wait_count, 90);
        out->waited_max = (pl_time_us)share(s.waits, s.wait_count, 100);
        out->estimates = s.error_count;
        out->error_p50 = share(s.errors, s.error_count, 50);
        out->error_p90 = share(s.errors, s.error_count, 90);
        out->bias = s.error_count ? s.bias / (int64_t)s.error_count : 0;
    }
    free(s.waits);
    free(s.errors);
}

void pl_replay_figures(struct pl_replay *r, int32_t queue, struct pl_replay_figures *out)
{
    sum_up(r, queue, false, out);
    if (queue)
        return;
    out->on_duty = r->on_duty;
    out->busy = r->busy;
}

void pl_replay_recorded(struct pl_replay *r, int32_t queue, struct pl_replay_figures *out)
{
    sum_up(r, queue, true, out);
}
