/* SPDX-License-Identifier: Apache-2.0 */
#include "core/counter/recount.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

void recount_begin(struct recount *r, const struct pl_counter_config *config)
{
    const struct pl_book_config book = {.max_contacts = 4096, .epoch_ms = config->epoch_ms};
    *r = (struct recount){.book = pl_book_create(&book),
                          .epoch_ms = config->epoch_ms,
                          .ageing_ms = (int64_t)(config->ageing_us / 1000)};
    r->rows = calloc(RECOUNT_ROWS, sizeof(*r->rows));
    r->stretches = calloc(RECOUNT_ROWS, sizeof(*r->stretches));
    assert(r->book && r->rows && r->stretches);
}

void recount_end(struct recount *r)
{
    pl_book_destroy(r->book);
    free(r->rows);
    free(r->stretches);
}

static int64_t wall_ms(const struct recount *r, pl_time_us now)
{
    return r->epoch_ms + (int64_t)(now / 1000);
}

static bool is_open(const struct recount_row *row)
{
    return row->c.outcome == PL_CONTACT_OPEN;
}

static bool waits(const struct recount_row *row)
{
    return is_open(row) && row->c.agent == 0;
}

static bool is_served(const struct recount_row *row)
{
    return is_open(row) && row->c.agent != 0;
}

/* ---- rows ---- */

static struct recount_row *row_of(struct recount *r, int64_t id)
{
    for (size_t i = r->row_count; i > 0; i--) {
        if (r->rows[i - 1].c.id == id)
            return &r->rows[i - 1];
    }
    assert(r->row_count < RECOUNT_ROWS);
    assert(r->row_count == 0 || r->rows[r->row_count - 1].c.id < id); /* in order, none twice */
    r->rows[r->row_count].c = (struct pl_contact){.id = id};
    return &r->rows[r->row_count++];
}

/* What the step from one state of a row to the next says of the agent who had him. */
static void count_service(struct recount *r, struct recount_row *row, const struct pl_contact *is,
                          int64_t now_ms)
{
    const struct pl_contact *was = &row->c;
    struct recount_agent *a = &r->people[was->agent ? was->agent : is->agent];
    int64_t from_ms = was->agent ? was->offered_ms : is->offered_ms;
    bool handed = is->transfers > was->transfers, missed = is->misses > was->misses;
    bool ended = is->outcome != PL_CONTACT_OPEN && is->agent != 0;
    assert(is->transfers - was->transfers + is->misses - was->misses <= 1);
    if (row->counted && was->agent == is->agent)
        return; /* nobody has taken him on: that ended it, and now the row says so */
    row->counted = handed || missed;
    if (handed || (ended && !missed && is->outcome == PL_CONTACT_SERVED)) {
        a->served++;
        a->busy_ms += now_ms - from_ms;
    } else if (missed || (ended && is->outcome == PL_CONTACT_FAILED)) {
        a->failed++;
    }
}

static void read_row(struct recount *r, const struct pl_contact *c, int64_t now_ms)
{
    struct recount_row *row = row_of(r, c->id);
    assert(row->c.outcome == PL_CONTACT_OPEN); /* what has ended stays as it is */
    assert((c->outcome == PL_CONTACT_OPEN) == (c->ended_ms == 0));
    count_service(r, row, c, now_ms);
    if (c->agent != row->c.agent || c->offered_ms != row->c.offered_ms)
        row->gone = false;
    row->passed = c->transfers > 0;
    row->c = *c;
    for (size_t i = 0; i < PL_CONTACT_TEXTS; i++)
        row->c.texts[i] = pl_bytes_of(NULL, 0); /* borrowed */
}

static void read_stretch(struct recount *r, const struct pl_stretch *s)
{
    struct recount_agent *a = &r->people[s->agent];
    size_t i = r->stretch_count;
    while (i > 0 && r->stretches[i - 1].id != s->id)
        i--;
    if (i > 0) {
        assert(r->stretches[i - 1].to_ms == 0 && s->to_ms >= s->from_ms); /* its end */
        r->stretches[i - 1] = *s;
    } else {
        assert(r->stretch_count < RECOUNT_ROWS);
        r->stretches[r->stretch_count++] = *s;
    }
    if (s->to_ms == 0) {
        a->stretch = s->id;
        a->status = s->status;
        a->serves = s->client;
    } else if (a->stretch == s->id) {
        a->stretch = 0;
        a->status = PL_COUNTER_CLOSED;
        a->serves = 0;
    }
}

static void drain(struct recount *r, int64_t now_ms)
{
    const struct pl_contact *c;
    const struct pl_stretch *s;
    while ((c = pl_book_next_contact(r->book)))
        read_row(r, c, now_ms);
    while ((s = pl_book_next_stretch(r->book)))
        read_stretch(r, s);
    assert(!pl_book_broken(r->book));
    while (r->open_from < r->row_count && !is_open(&r->rows[r->open_from]))
        r->open_from++;
}

/* ---- facts ---- */

/* What he is served for goes on without him. */
static void leave_behind(struct recount *r, int32_t user)
{
    for (size_t i = r->open_from; i < r->row_count; i++) {
        if (r->rows[i].c.client == user && is_served(&r->rows[i]))
            r->rows[i].gone = true;
    }
}

static int32_t promise_of(const struct pl_counter *e, const struct pl_counter_person *p)
{
    struct pl_counter_why why;
    if (!p || !p->queue)
        return 0;
    if (!pl_counter_why(e, p, &why) || why.estimate_us == PL_TIME_NEVER)
        return PL_CONTACT_NO_PROMISE;
    return (int32_t)(why.estimate_us / PL_SEC(1));
}

void recount_fact(struct recount *r, const struct pl_counter *e, pl_time_us now,
                  const struct pl_counter_fact *f)
{
    const struct pl_counter_person *p = pl_counter_person_of(e, f->user);
    struct pl_book_more more = {.priority = p ? p->label.priority : 0,
                                .promised_s = promise_of(e, p)};
    struct recount_agent *a = &r->people[f->user];
    pl_book_fact(r->book, now, f, &more);
    drain(r, wall_ms(r, now));
    if (f->kind == PL_COUNTER_ENTERED_AREA) {
        int64_t stretch = a->stretch;
        *a = (struct recount_agent){.area = f->area,
                                    .agent = p && p->label.flags & PL_COUNTER_AGENT,
                                    .stretch = stretch,
                                    .status = a->status};
        if (a->agent)
            leave_behind(r, f->user); /* who was to be called back comes as an agent */
    } else if (f->kind == PL_COUNTER_LEFT_AREA) {
        a->area = 0;
        leave_behind(r, f->user);
    } else if (f->kind == PL_COUNTER_ENTERED_QUEUE && f->code == PL_COUNTER_ENTRY_NEW) {
        leave_behind(r, f->user);
    }
}

/* ---- the board ---- */

static void equal_at(struct recount *r, int64_t shown, int64_t counted, const char *what, int line)
{
    if (shown != counted) {
        (void)fprintf(stderr, "line %d: %s is %" PRId64 ", by the rows %" PRId64 "\n", line, what,
                      shown, counted);
        abort();
    }
    r->compared++;
}
#define equal(r, shown, counted) equal_at(r, shown, counted, #shown, __LINE__)

static void check_area(struct recount *r, const struct pl_counter_area *area)
{
    const struct pl_counter_queue *q = NULL;
    uint32_t agents = 0, guests = 0, waiting = 0, starting = 0, unsure = 0, queues = 0;
    uint32_t by_status[PL_COUNTER_STATUSES] = {0};
    for (int32_t user = 1; user < RECOUNT_PEOPLE; user++) {
        const struct recount_agent *a = &r->people[user];
        if (a->area != area->id)
            continue;
        agents += a->agent ? 1 : 0;
        guests += a->agent ? 0 : 1;
        by_status[a->status] += a->agent ? 1 : 0;
    }
    for (size_t i = r->open_from; i < r->row_count; i++) {
        const struct recount_row *row = &r->rows[i];
        if (row->c.area != area->id || !is_open(row))
            continue;
        waiting += waits(row) ? 1 : 0;
        guests -= waits(row) && r->people[row->c.client].area == area->id ? 1 : 0;
        starting += is_served(row) && !row->gone && row->c.answered_ms == 0 ? 1 : 0;
        unsure += is_served(row) && !row->gone && row->passed ? 1 : 0;
    }
    while ((q = pl_counter_next_queue(area, q)))
        queues++;
    equal(r, area->agent_count, agents);                                          /* 401 */
    equal(r, pl_counter_guests(area), guests);                                    /* 402 */
    equal(r, area->waiting, waiting);                                             /* 403 */
    equal(r, area->queue_count, queues);                                          /* 404 */
    equal(r, area->by_status[PL_COUNTER_WAITING], by_status[PL_COUNTER_WAITING]); /* 406 */
    equal(r, area->by_status[PL_COUNTER_WORKING], by_status[PL_COUNTER_WORKING]); /* 409 */
    equal(r, area->by_status[PL_COUNTER_PAUSED], by_status[PL_COUNTER_PAUSED]);   /* 410 */
    assert(area->starting >= starting && area->starting <= starting + unsure);    /* 408 */
    r->compared++;
}

/* Whose turn is first: by priority with its ageing, then who came first. */
static bool before(const struct recount_row *x, const struct recount_row *y, int64_t ageing_ms)
{
    int64_t a = -x->c.priority, b = -y->c.priority;
    if (ageing_ms) {
        a = x->c.entered_ms + a * ageing_ms;
        b = y->c.entered_ms + b * ageing_ms;
    }
    return a != b ? a < b : x->c.id < y->c.id;
}

/* 501 to 504, 508, 510, 511. */
static void check_queue(struct recount *r, const struct pl_counter_queue *q, pl_time_us now)
{
    const struct recount_row *line[RECOUNT_PEOPLE];
    size_t n = 0;
    const struct pl_rank_node *node = pl_rank_first(&q->tickets);
    for (size_t i = r->open_from; i < r->row_count; i++) {
        size_t at;
        if (!waits(&r->rows[i]) || r->rows[i].c.last_queue != q->id)
            continue;
        assert(n < RECOUNT_PEOPLE);
        for (at = n++; at > 0 && before(&r->rows[i], line[at - 1], r->ageing_ms); at--)
            line[at] = line[at - 1];
        line[at] = &r->rows[i];
    }
    equal(r, (int64_t)pl_rank_count(&q->tickets), (int64_t)n);
    for (size_t i = 0; i < n; i++, node = pl_rank_next(node)) {
        const struct pl_counter_person *p = pl_container_of((struct pl_rank_node *)(uintptr_t)node,
                                                            struct pl_counter_person, ticket);
        equal(r, p->user, line[i]->c.client);
        equal(r, pl_counter_before(p), (int64_t)i);
        equal(r, wall_ms(r, p->since), line[i]->c.entered_ms);
        equal(r, (int64_t)((now - p->since) / PL_SEC(1)),
              (wall_ms(r, now) - line[i]->c.entered_ms) / 1000);
    }
}

/* 601 to 605, 608; 606 is of the client of 602. */
static void check_agent(struct recount *r, const struct pl_counter_agent *a)
{
    int32_t user = a->person->user;
    const struct recount_agent *seen = &r->people[user];
    const struct pl_counter_service *s = pl_counter_service_of(a);
    uint32_t load = 0;
    int64_t first_ms = INT64_MAX;
    bool his = a->client == 0;
    for (size_t i = r->open_from; i < r->row_count; i++) {
        const struct pl_contact *c = &r->rows[i].c;
        if (!is_served(&r->rows[i]) || c->agent != user)
            continue;
        load++;
        first_ms = c->offered_ms < first_ms ? c->offered_ms : first_ms;
        his = his || (c->client == a->client && c->offered_ms == wall_ms(r, s->begun));
    }
    assert(seen->area == a->person->area->id && his);
    equal(r, a->status, seen->status);
    equal(r, a->load, load);
    equal(r, s ? wall_ms(r, s->begun) : INT64_MAX, first_ms);
    equal(r, (int64_t)(a->busy / 1000), seen->busy_ms);
    equal(r, a->served_count, seen->served);
    equal(r, a->failed_count, seen->failed);
}

void recount_check(struct recount *r, const struct pl_counter *e, pl_time_us now)
{
    const struct pl_counter_area *area = NULL;
    pl_book_settle(r->book, now);
    drain(r, wall_ms(r, now));
    while ((area = pl_counter_next_area(e, area))) {
        const struct pl_counter_queue *q = NULL;
        const struct pl_counter_person *p = NULL;
        check_area(r, area);
        while ((q = pl_counter_next_queue(area, q)))
            check_queue(r, q, now);
        while ((p = pl_counter_next_person(area, p))) {
            if (p->agent)
                check_agent(r, p->agent);
        }
    }
}

/* ---- reports ---- */

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
    equal(r, row->entered, x.entered);
    equal(r, row->answered, x.answered);
    equal(r, row->abandoned, x.abandoned);
    equal(r, row->failed, x.failed);
    equal(r, row->open, x.open);
    equal(r, row->answered_in, x.answered_in);
    equal(r, row->abandoned_in, x.abandoned_in);
    equal(r, row->answer_sum_ms, x.answer_sum_ms);
    equal(r, row->handled, x.handled);
    equal(r, row->handle_sum_ms, x.handle_sum_ms);
    equal(r, row->oldest_ms, x.oldest_ms);
    equal(r, row->longest_ms, x.longest_ms);
    equal(r, row->missed, x.missed);
    equal(r, row->transferred, x.transferred);
    equal(r, row->overflowed, x.overflowed);
    equal(r, row->estimated, x.estimated);
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
    equal(r, row->waiting_ms, row->queue ? 0 : in[PL_COUNTER_WAITING]);
    equal(r, row->working_ms, row->queue ? 0 : in[PL_COUNTER_WORKING]);
    equal(r, row->paused_ms, row->queue ? 0 : in[PL_COUNTER_PAUSED]);
    on = row->queue ? 0 : in[PL_COUNTER_WORKING] + in[PL_COUNTER_WAITING];
    assert(pl_report_occupancy(row) == (on ? (1000 * in[PL_COUNTER_WORKING] + on / 2) / on : -1));
}

void recount_reports(struct recount *r, pl_time_us now, int64_t interval_ms, int64_t offset_ms,
                     int64_t answer_ms)
{
    const struct pl_report_config config = {.from_ms = r->rows[0].c.entered_ms,
                                            .to_ms = wall_ms(r, now) + 1,
                                            .interval_ms = interval_ms,
                                            .offset_ms = offset_ms,
                                            .now_ms = wall_ms(r, now),
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
        equal(r, row->error_p50_s, error_at(r, &config, row, 50, false));
        equal(r, row->error_p90_s, error_at(r, &config, row, 90, false));
        equal(r, row->error_p90_abs_s, error_at(r, &config, row, 90, true));
    }
    assert(!pl_report_full(report) && areas == r->row_count && queues == r->row_count);
    pl_report_destroy(report);
}
