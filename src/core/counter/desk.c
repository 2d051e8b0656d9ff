/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "core/counter/desk.h"

#include <stdio.h>

static void add(struct desk *d, const char *format, ...) PL_PRINTF(2, 3);

static void add(struct desk *d, const char *format, ...)
{
    va_list ap;
    int n;
    va_start(ap, format);
    n = vsnprintf(d->trace + d->used, DESK_TRACE - d->used, format, ap);
    va_end(ap);
    assert_true(n > 0 && d->used + (size_t)n < DESK_TRACE);
    d->used += (size_t)n;
}

void desk_fact(struct desk *d, const struct pl_counter_fact *f)
{
    static const char *const ends[] = {"served", "failed", "missed", "handed on"};
    switch (f->kind) {
    case PL_COUNTER_ENTERED_AREA:
        add(d, "%d > area %d\n", f->user, f->area);
        break;
    case PL_COUNTER_LEFT_AREA:
        add(d, "%d < area %d %d\n", f->user, f->area, f->code);
        break;
    case PL_COUNTER_ENTERED_QUEUE:
        add(d, "%d > queue %d%s\n", f->user, f->queue,
            f->code == PL_COUNTER_ENTRY_PUT_BACK   ? " again"
            : f->code == PL_COUNTER_ENTRY_RETURNED ? " back"
                                                   : "");
        break;
    case PL_COUNTER_LEFT_QUEUE:
        add(d, "%d < queue %d %d\n", f->user, f->queue, f->code);
        break;
    case PL_COUNTER_MATCHED:
        add(d, "%d serves %d of %d\n", f->other, f->user, f->queue);
        break;
    case PL_COUNTER_FINISHED:
        add(d, "%d finished %d of %d %s\n", f->other, f->user, f->queue, ends[f->code]);
        break;
    case PL_COUNTER_TAKEN:
        add(d, "%d takes %d of %d\n", f->other, f->user, f->queue);
        break;
    case PL_COUNTER_STATUS:
        add(d, "%d is %d\n", f->user, f->code);
        break;
    case PL_COUNTER_QUEUE_CHANGED:
        if (d->numbers)
            add(d, "queue %d\n", f->queue);
        break;
    case PL_COUNTER_AREA_CHANGED:
        if (d->numbers)
            add(d, "area %d\n", f->area);
        break;
    case PL_COUNTER_QUEUE_DELETED:
        add(d, "no queue %d\n", f->queue);
        break;
    case PL_COUNTER_TALKING: /* who lets them talk knows */
        break;
    case PL_COUNTER_AREA_DELETED:
        add(d, "no area %d\n", f->area);
        break;
    case PL_COUNTER_OFFERED:
        add(d, "%d rings %d\n", f->user, f->other);
        break;
    case PL_COUNTER_OFFER_ENDED:
        add(d, "%d rings %d no more%s\n", f->user, f->other, f->code ? ", missed" : "");
        break;
    case PL_COUNTER_CALL_BACK:
        add(d, "%d %s queue %d\n", f->user, f->code ? "to be called back," : "waits again,",
            f->queue);
        break;
    }
}

int desk_done(struct desk *d, int code)
{
    const struct pl_counter_fact *fact;
    pl_counter_check(d->e);
    while ((fact = pl_counter_next_fact(d->e)))
        desk_fact(d, fact);
    return code;
}

int desk_number(struct desk *d, int32_t type, int32_t id, enum pl_counter_number what,
                int32_t value)
{
    bool changed;
    return desk_done(d, pl_counter_set_number(d->e, d->now, type, id, what, value, &changed));
}

void desk_put_queue(struct desk *d, int32_t id, int32_t attribute, int32_t priority)
{
    assert_int_equal(desk_done(d, pl_counter_put_queue(d->e, d->now, id, 1)), 0);
    assert_int_equal(desk_number(d, QUEUE, id, PL_COUNTER_NUMBER_ATTRIBUTE, attribute), 0);
    assert_int_equal(desk_number(d, QUEUE, id, PL_COUNTER_NUMBER_PRIORITY, priority), 0);
}

void desk_again(struct desk *d)
{
    pl_counter_destroy(d->e);
    d->e = pl_counter_create(&d->config);
    assert_non_null(d->e);
    assert_int_equal(desk_done(d, pl_counter_put_area(d->e, d->now, 1)), 0);
    desk_put_queue(d, 101, 1, 0);
    desk_put_queue(d, 102, 1, 10);
    desk_put_queue(d, 103, 2, 0);
    desk_skip(d);
}

int desk_setup(void **state)
{
    struct desk *d = calloc(1, sizeof(*d));
    assert_non_null(d);
    pl_counter_config_init(&d->config);
    d->now = PL_SEC(1000);
    desk_again(d);
    *state = d;
    return 0;
}

int desk_teardown(void **state)
{
    struct desk *d = *state;
    pl_counter_destroy(d->e);
    free(d);
    return 0;
}

struct pl_counter_rules desk_rules(const struct desk *d, int32_t queue)
{
    return pl_counter_queue_of(d->e, queue)->rules;
}

void desk_wait(struct desk *d, pl_time_us us)
{
    pl_time_us end = d->now + us;
    while (pl_counter_deadline(d->e) <= end) {
        d->now = pl_counter_deadline(d->e);
        pl_counter_tick(d->e, d->now);
        (void)desk_done(d, 0);
    }
    d->now = end;
}

void desk_client(struct desk *d, int32_t user, int32_t priority)
{
    assert_int_equal(desk_number(d, CLIENT, user, PL_COUNTER_NUMBER_PRIORITY, priority), 0);
    assert_int_equal(desk_done(d, pl_counter_enter_area(d->e, d->now, user, 1)), 0);
}

void desk_agent(struct desk *d, int32_t user, int32_t attribute, bool automatic)
{
    int32_t flags = PL_COUNTER_AGENT | (automatic ? PL_COUNTER_AUTOMATIC : 0);
    assert_int_equal(desk_number(d, CLIENT, user, PL_COUNTER_NUMBER_FLAGS, flags), 0);
    assert_int_equal(desk_number(d, CLIENT, user, PL_COUNTER_NUMBER_ATTRIBUTE, attribute), 0);
    assert_int_equal(desk_done(d, pl_counter_enter_area(d->e, d->now, user, 1)), 0);
}

int desk_queue(struct desk *d, int32_t user, int32_t queue)
{
    return desk_done(d, pl_counter_enter_queue(d->e, d->now, user, queue));
}

int desk_status(struct desk *d, int32_t agent, int32_t status)
{
    return desk_done(d, pl_counter_status(d->e, d->now, agent, status));
}

int desk_request(struct desk *d, int32_t agent)
{
    return desk_done(d, pl_counter_request(d->e, d->now, agent));
}

int desk_finish(struct desk *d, int32_t agent)
{
    return desk_done(d, pl_counter_finish(d->e, d->now, agent));
}

void desk_talk(struct desk *d, int32_t agent, int32_t client)
{
    pl_counter_talk(d->e, d->now, agent, client);
    (void)desk_done(d, 0);
}

void desk_expect_at(struct desk *d, const char *expected, const char *file, int line)
{
    if (strcmp(d->trace, expected) != 0) {
        print_error("%s:%d: expected\n%s--- but there is\n%s---\n", file, line, expected, d->trace);
        fail();
    }
    desk_skip(d);
}

void desk_skip(struct desk *d)
{
    d->used = 0;
    d->trace[0] = '\0';
}
