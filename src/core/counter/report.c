/* SPDX-License-Identifier: Apache-2.0 */
#include "core/counter/report.h"

#include "base/idmap.h"
#include "core/counter/counter.h"

#include <assert.h>
#include <stdlib.h>

/* One contact's error, in the row that it belongs to. */
struct error {
    size_t row;
    int32_t s;
};

struct slot {
    struct pl_report_row row;
    size_t order; /* of creation */
};

struct pl_report {
    struct pl_report_config config;
    struct pl_idmap index; /* of struct slot */
    struct slot **slots;
    size_t count, capacity;
    struct error *errors;
    size_t error_count, error_capacity;
    bool full;
    bool done;
};

struct pl_report *pl_report_create(const struct pl_report_config *config)
{
    struct pl_report *r = calloc(1, sizeof(*r));
    if (!r)
        return NULL;
    r->config = *config;
    if (r->config.interval_ms <= 0)
        r->config.interval_ms = INT64_MAX;
    pl_idmap_init(&r->index, config->rows_max);
    return r;
}

void pl_report_destroy(struct pl_report *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->count; i++)
        free(r->slots[i]);
    free(r->slots);
    free(r->errors);
    pl_idmap_finish(&r->index);
    free(r);
}

bool pl_report_full(const struct pl_report *r)
{
    return r->full;
}

/* ---- rows ---- */

/* The start of the interval that has this moment in it. */
static int64_t start_of(const struct pl_report *r, int64_t ms)
{
    int64_t n;
    if (r->config.interval_ms == INT64_MAX)
        return r->config.from_ms;
    n = (ms - r->config.offset_ms) / r->config.interval_ms;
    return n * r->config.interval_ms + r->config.offset_ms;
}

static bool grow(struct pl_report *r)
{
    size_t capacity = r->capacity ? 2 * r->capacity : 64;
    struct slot **slots;
    if (r->count < r->capacity)
        return true;
    slots = realloc(r->slots, capacity * sizeof(struct slot *));
    if (!slots)
        return false;
    r->slots = slots;
    r->capacity = capacity;
    return true;
}

/* queue 0: of the area. NULL: no room for one more. */
static struct slot *slot_of(struct pl_report *r, int64_t ms, int32_t area, int32_t queue)
{
    int64_t from = start_of(r, ms);
    uint64_t number =
        r->config.interval_ms == INT64_MAX
            ? 0
            : (uint64_t)((from - start_of(r, r->config.from_ms)) / r->config.interval_ms);
    uint64_t key = number << 32 | (queue ? (uint32_t)queue : (uint32_t)area | UINT32_C(1) << 31);
    struct slot *slot = pl_idmap_get(&r->index, key);
    if (slot || r->full)
        return slot;
    slot = calloc(1, sizeof(*slot));
    if (!slot || !grow(r) || pl_idmap_put(&r->index, key, slot) != PL_OK) {
        free(slot);
        r->full = true;
        return NULL;
    }
    slot->row.from_ms = from;
    slot->row.area = area;
    slot->row.queue = queue;
    slot->order = r->count;
    r->slots[r->count++] = slot;
    return slot;
}

/* ---- contacts ---- */

static int64_t longer(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static void add_error(struct pl_report *r, struct slot *slot, const struct pl_contact *c)
{
    int64_t real_s = (c->offered_ms - c->entered_ms + 500) / 1000;
    if (c->promised_s < 0 || c->offered_ms == 0 || c->offers != 1)
        return; /* of several matches nobody knows when the first was */
    if (r->error_count == r->error_capacity) {
        size_t capacity = r->error_capacity ? 2 * r->error_capacity : 256;
        struct error *errors = capacity <= 2 * r->config.contacts_max + 256
                                   ? realloc(r->errors, capacity * sizeof(*errors))
                                   : NULL;
        if (!errors) {
            r->full = true;
            return;
        }
        r->errors = errors;
        r->error_capacity = capacity;
    }
    r->errors[r->error_count++] = (struct error){slot->order, (int32_t)(c->promised_s - real_s)};
    slot->row.estimated++;
}

static void add_answered(struct pl_report *r, struct pl_report_row *row, const struct pl_contact *c)
{
    int64_t wait = c->answered_ms - c->entered_ms;
    row->answered++;
    row->answered_in += wait <= r->config.answer_ms ? 1 : 0;
    row->answer_sum_ms += wait;
    row->longest_ms = longer(row->longest_ms, wait);
    if (c->outcome == PL_CONTACT_OPEN)
        return;
    row->handled++;
    row->handle_sum_ms += c->ended_ms - c->answered_ms;
}

static void add_unanswered(struct pl_report *r, struct pl_report_row *row,
                           const struct pl_contact *c)
{
    int64_t wait = c->ended_ms - c->entered_ms;
    row->longest_ms = longer(row->longest_ms, wait);
    if (c->outcome == PL_CONTACT_LEFT || c->outcome == PL_CONTACT_LOST) {
        row->abandoned++;
        row->abandoned_in += wait <= r->config.answer_ms ? 1 : 0;
    } else {
        row->failed++;
    }
}

static void add_contact(struct pl_report *r, struct slot *slot, const struct pl_contact *c)
{
    struct pl_report_row *row;
    if (!slot)
        return;
    row = &slot->row;
    row->entered++;
    row->missed += (uint32_t)c->misses;
    row->transferred += (uint32_t)c->transfers;
    row->overflowed += (uint32_t)c->overflows;
    if (c->score != PL_CONTACT_NO_SCORE) {
        row->rated++;
        row->score_sum += c->score;
    }
    if (c->answered_ms) {
        add_answered(r, row, c);
    } else if (c->outcome != PL_CONTACT_OPEN) {
        add_unanswered(r, row, c);
    } else {
        row->open++;
        row->oldest_ms = longer(row->oldest_ms, r->config.now_ms - c->entered_ms);
    }
    add_error(r, slot, c);
}

void pl_report_contact(struct pl_report *r, const struct pl_contact *c)
{
    assert(!r->done);
    if (c->entered_ms < r->config.from_ms || c->entered_ms >= r->config.to_ms)
        return;
    add_contact(r, slot_of(r, c->entered_ms, c->area, 0), c);
    add_contact(r, slot_of(r, c->entered_ms, c->area, c->queue), c);
}

/* ---- agents ---- */

void pl_report_stretch(struct pl_report *r, const struct pl_stretch *s)
{
    int64_t end = s->to_ms ? s->to_ms : r->config.now_ms;
    int64_t at = longer(s->from_ms, r->config.from_ms);
    assert(!r->done);
    end = end < r->config.to_ms ? end : r->config.to_ms;
    while (at < end) {
        struct slot *slot = slot_of(r, at, s->area, 0);
        int64_t start = start_of(r, at);
        int64_t next = r->config.interval_ms < end - start ? start + r->config.interval_ms : end;
        if (!slot)
            return;
        if (s->status == PL_COUNTER_WAITING)
            slot->row.waiting_ms += next - at;
        else if (s->status == PL_COUNTER_WORKING)
            slot->row.working_ms += next - at;
        else if (s->status == PL_COUNTER_PAUSED)
            slot->row.paused_ms += next - at;
        at = next;
    }
}

/* ---- the result ---- */

static int by_row(const void *a, const void *b)
{
    const struct error *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->s > y->s) - (x->s < y->s);
}

static int by_number(const void *a, const void *b)
{
    const int32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Of n sorted ones, that which p of 100 are not above (nearest rank). */
static size_t rank(size_t n, size_t p)
{
    return (n * p + 99) / 100 - 1;
}

static void set_errors(struct pl_report_row *row, const struct error *errors, size_t n)
{
    int32_t *sizes = malloc(n * sizeof(*sizes));
    row->error_p50_s = errors[rank(n, 50)].s;
    row->error_p90_s = errors[rank(n, 90)].s;
    if (!sizes)
        return;
    for (size_t i = 0; i < n; i++)
        sizes[i] = errors[i].s < 0 ? -errors[i].s : errors[i].s;
    qsort(sizes, n, sizeof(*sizes), by_number);
    row->error_p90_abs_s = sizes[rank(n, 90)];
    free(sizes);
}

static int by_place(const void *a, const void *b)
{
    const struct pl_report_row *x = &(*(struct slot *const *)a)->row;
    const struct pl_report_row *y = &(*(struct slot *const *)b)->row;
    if (x->from_ms != y->from_ms)
        return x->from_ms < y->from_ms ? -1 : 1;
    if (x->area != y->area)
        return x->area < y->area ? -1 : 1;
    return (x->queue > y->queue) - (x->queue < y->queue);
}

static void finish(struct pl_report *r)
{
    size_t from = 0;
    r->done = true;
    if (r->error_count > 0)
        qsort(r->errors, r->error_count, sizeof(*r->errors), by_row);
    for (size_t i = 1; i <= r->error_count; i++) {
        if (i < r->error_count && r->errors[i].row == r->errors[from].row)
            continue;
        set_errors(&r->slots[r->errors[from].row]->row, &r->errors[from], i - from);
        from = i;
    }
    if (r->count > 0)
        qsort(r->slots, r->count, sizeof(struct slot *), by_place);
    for (size_t i = 0; i < r->count; i++)
        r->slots[i]->order = i;
}

const struct pl_report_row *pl_report_next(struct pl_report *r, const struct pl_report_row *row)
{
    size_t i = row ? pl_container_of(row, const struct slot, row)->order + 1 : 0;
    if (!r->done)
        finish(r);
    return i < r->count ? &r->slots[i]->row : NULL;
}

static int32_t share(int64_t part, int64_t all)
{
    return all > 0 ? (int32_t)((part * 1000 + all / 2) / all) : -1;
}

int32_t pl_report_service_level(const struct pl_report_row *row)
{
    return share(row->answered_in, (int64_t)row->answered + row->abandoned - row->abandoned_in);
}

int32_t pl_report_occupancy(const struct pl_report_row *row)
{
    return share(row->working_ms, row->working_ms + row->waiting_ms);
}
