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

int64_t recount_wall_ms(const struct recount *r, pl_time_us now)
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
    drain(r, recount_wall_ms(r, now));
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

void recount_equal(struct recount *r, int64_t shown, int64_t counted, const char *what, int line)
{
    if (shown != counted) {
        (void)fprintf(stderr, "line %d: %s is %" PRId64 ", by the rows %" PRId64 "\n", line, what,
                      shown, counted);
        abort();
    }
    r->compared++;
}

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
    recount_same(r, area->agent_count, agents);                                          /* 401 */
    recount_same(r, pl_counter_guests(area), guests);                                    /* 402 */
    recount_same(r, area->waiting, waiting);                                             /* 403 */
    recount_same(r, area->queue_count, queues);                                          /* 404 */
    recount_same(r, area->by_status[PL_COUNTER_WAITING], by_status[PL_COUNTER_WAITING]); /* 406 */
    recount_same(r, area->by_status[PL_COUNTER_WORKING], by_status[PL_COUNTER_WORKING]); /* 409 */
    recount_same(r, area->by_status[PL_COUNTER_PAUSED], by_status[PL_COUNTER_PAUSED]);   /* 410 */
    assert(area->starting >= starting && area->starting <= starting + unsure);           /* 408 */
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
    recount_same(r, (int64_t)pl_rank_count(&q->tickets), (int64_t)n);
    for (size_t i = 0; i < n; i++, node = pl_rank_next(node)) {
        const struct pl_counter_person *p = pl_container_of((struct pl_rank_node *)(uintptr_t)node,
                                                            struct pl_counter_person, ticket);
        recount_same(r, p->user, line[i]->c.client);
        recount_same(r, pl_counter_before(p), (int64_t)i);
        recount_same(r, recount_wall_ms(r, p->since), line[i]->c.entered_ms);
        recount_same(r, (int64_t)((now - p->since) / PL_SEC(1)),
                     (recount_wall_ms(r, now) - line[i]->c.entered_ms) / 1000);
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
        his = his || (c->client == a->client && c->offered_ms == recount_wall_ms(r, s->begun));
    }
    assert(seen->area == a->person->area->id && his);
    recount_same(r, a->status, seen->status);
    recount_same(r, a->load, load);
    recount_same(r, s ? recount_wall_ms(r, s->begun) : INT64_MAX, first_ms);
    recount_same(r, (int64_t)(a->busy / 1000), seen->busy_ms);
    recount_same(r, a->served_count, seen->served);
    recount_same(r, a->failed_count, seen->failed);
}

void recount_check(struct recount *r, const struct pl_counter *e, pl_time_us now)
{
    const struct pl_counter_area *area = NULL;
    pl_book_settle(r->book, now);
    drain(r, recount_wall_ms(r, now));
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
