/* SPDX-License-Identifier: Apache-2.0 */
/* The figures of reports, row by row of what is kept, without any cleverness. */
#include "core/counter/recount.h"

#include <assert.h>

static bool in_row(const struct recount *r, const struct pl_report_config *config,
                   const struct pl_report_row *row, int64_t ms)
{
    (void)r;
    return ms >= row->from_ms && ms >= config->from_ms && ms < config->to_ms &&
           (config->interval_ms == 0 || ms < row->from_ms + config->interval_ms);
}

static bool of_row(const struct recount *r, const struct pl_report_config *config,
                   const struct pl_report_row *row, const struct pl_contact *c)
{
    return c->area == row->area && (row->queue == 0 || c->queue == row->queue) &&
           in_row(r, config, row, c->entered_ms);
}

/* The definitions of docs/figures.md, word for word. */
static void check_report(struct recount *r, const struct pl_report_config *config,
                         const struct pl_report_row *row)
{
    struct pl_report_row x = {0};
    int64_t level;
    for (size_t i = 0; i < r->row_count; i++) {
        const struct pl_contact *c = &r->rows[i].c;
        bool answered = c->answered_ms != 0, open = c->outcome == PL_CONTACT_OPEN;
        bool left = c->outcome == PL_CONTACT_LEFT || c->outcome == PL_CONTACT_LOST;
        int64_t wait = (answered ? c->answered_ms : open ? config->now_ms : c->ended_ms);
        wait -= c->entered_ms;
        if (!of_row(r, config, row, c))
            continue;
        x.entered++;
        x.answered += answered ? 1 : 0;
        x.abandoned += !answered && left ? 1 : 0;
        x.failed += !answered && !open && !left ? 1 : 0;
        x.open += !answered && open ? 1 : 0;
        x.answered_in += answered && wait <= config->answer_ms ? 1 : 0;
        x.abandoned_in += !answered && left && wait <= config->answer_ms ? 1 : 0;
        x.answer_sum_ms += answered ? wait : 0;
        x.handled += answered && !open ? 1 : 0;
        x.handle_sum_ms += answered && !open ? c->ended_ms - c->answered_ms : 0;
        if (!answered && open)
            x.oldest_ms = wait > x.oldest_ms ? wait : x.oldest_ms;
        else
            x.longest_ms = wait > x.longest_ms ? wait : x.longest_ms;
        x.missed += (uint32_t)c->misses;
        x.transferred += (uint32_t)c->transfers;
        x.overflowed += (uint32_t)c->overflows;
        x.estimated += c->promised_s >= 0 && c->offered_ms != 0 && c->offers == 1 ? 1 : 0;
    }
    recount_same(r, row->entered, x.entered);
    recount_same(r, row->answered, x.answered);
    recount_same(r, row->abandoned, x.abandoned);
    recount_same(r, row->failed, x.failed);
    recount_same(r, row->open, x.open);
    recount_same(r, row->answered_in, x.answered_in);
    recount_same(r, row->abandoned_in, x.abandoned_in);
    recount_same(r, row->answer_sum_ms, x.answer_sum_ms);
    recount_same(r, row->handled, x.handled);
    recount_same(r, row->handle_sum_ms, x.handle_sum_ms);
    recount_same(r, row->oldest_ms, x.oldest_ms);
    recount_same(r, row->longest_ms, x.longest_ms);
    recount_same(r, row->missed, x.missed);
    recount_same(r, row->transferred, x.transferred);
    recount_same(r, row->overflowed, x.overflowed);
    recount_same(r, row->estimated, x.estimated);
    level = (int64_t)x.answered + x.abandoned - x.abandoned_in;
    assert(pl_report_service_level(row) ==
           (level ? (1000 * (int64_t)x.answered_in + level / 2) / level : -1));
}

/* The least error that so many of a hundred are not above. */
static int32_t error_at(const struct recount *r, const struct pl_report_config *config,
                        const struct pl_report_row *row, unsigned percent, bool size)
{
    int32_t best = INT32_MAX;
    for (size_t i = 0; i < r->row_count; i++) {
        const struct pl_contact *c = &r->rows[i].c;
        uint64_t all = 0, below = 0;
        int32_t error = 0;
        for (size_t k = 0; k <= r->row_count; k++) {
            const struct pl_contact *d = k == 0 ? c : &r->rows[k - 1].c;
            int32_t other = d->promised_s - (int32_t)((d->offered_ms - d->entered_ms + 500) / 1000);
            bool counts = of_row(r, config, row, d) && d->promised_s >= 0 && d->offered_ms != 0 &&
                          d->offers == 1;
            other = size && other < 0 ? -other : other;
            if (k == 0 && !counts)
                break;
            error = k == 0 ? other : error;
            all += k > 0 && counts ? 1 : 0;
            below += k > 0 && counts && other <= error ? 1 : 0;
        }
        if (all > 0 && below * 100 >= percent * all && error < best)
            best = error;
    }
    return best;
}

/* Time of agents in a row: that of each stretch that lies in it. */
static void check_time(struct recount *r, const struct pl_report_config *config,
                       const struct pl_report_row *row)
{
    int64_t in[PL_COUNTER_STATUSES] = {0}, on;
    int64_t from = row->from_ms > config->from_ms ? row->from_ms : config->from_ms;
    int64_t to = config->interval_ms ? row->from_ms + config->interval_ms : config->to_ms;
    to = to < config->to_ms ? to : config->to_ms;
    for (size_t i = 0; i < r->stretch_count; i++) {
        const struct pl_stretch *s = &r->stretches[i];
        int64_t begin = s->from_ms > from ? s->from_ms : from;
        int64_t end = s->to_ms ? s->to_ms : config->now_ms;
        end = end < to ? end : to;
        if (s->area == row->area && end > begin)
            in[s->status] += end - begin;
    }
    recount_same(r, row->waiting_ms, row->queue ? 0 : in[PL_COUNTER_WAITING]);
    recount_same(r, row->working_ms, row->queue ? 0 : in[PL_COUNTER_WORKING]);
    recount_same(r, row->paused_ms, row->queue ? 0 : in[PL_COUNTER_PAUSED]);
    on = row->queue ? 0 : in[PL_COUNTER_WORKING] + in[PL_COUNTER_WAITING];
    assert(pl_report_occupancy(row) == (on ? (1000 * in[PL_COUNTER_WORKING] + on / 2) / on : -1));
}

void recount_reports(struct recount *r, pl_time_us now, int64_t interval_ms, int64_t offset_ms,
                     int64_t answer_ms)
{
    const struct pl_report_config config = {.from_ms = r->rows[0].c.entered_ms,
                                            .to_ms = recount_wall_ms(r, now) + 1,
                                            .interval_ms = interval_ms,
                                            .offset_ms = offset_ms,
                                            .now_ms = recount_wall_ms(r, now),
                                            .answer_ms = answer_ms,
                                            .rows_max = 10000,
                                            .contacts_max = RECOUNT_ROWS};
    struct pl_report *report = pl_report_create(&config);
    const struct pl_report_row *row = NULL;
    uint64_t areas = 0, queues = 0, n = 0;
    assert(report);
    for (size_t i = 0; i < r->row_count; i++)
        pl_report_contact(report, &r->rows[i].c);
    for (size_t i = 0; i < r->stretch_count; i++)
        pl_report_stretch(report, &r->stretches[i]);
    while ((row = pl_report_next(report, row))) {
        check_report(r, &config, row);
        check_time(r, &config, row);
        areas += row->queue ? 0 : row->entered;
        queues += row->queue ? row->entered : 0;
        if (row->estimated == 0 || n++ >= 3)
            continue; /* this count has no cleverness at all: three are enough */
        recount_same(r, row->error_p50_s, error_at(r, &config, row, 50, false));
        recount_same(r, row->error_p90_s, error_at(r, &config, row, 90, false));
        recount_same(r, row->error_p90_abs_s, error_at(r, &config, row, 90, true));
    }
    assert(!pl_report_full(report) && areas == r->row_count && queues == r->row_count);
    pl_report_destroy(report);
}
