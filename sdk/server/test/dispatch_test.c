/* SPDX-License-Identifier: Apache-2.0 */
/* Which events may run beside each other, and which not. */
#include "pl_test.h"

#include "dispatch.h"

#include "io/clock.h"
#include "proto/wire/limits_gen.h"

#include <stdio.h>
#include <time.h>

struct play {
    struct pl_bras_dispatch d;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    char log[2000];
    int inside, most; /* at the same time */
    int hold;         /* so many events wait inside until they are let go */
    int left, ticks;
};

static void run(void *arg, const struct pl_bras_event *e)
{
    struct play *p = arg;
    char line[32];
    pthread_mutex_lock(&p->lock);
    p->inside++;
    p->most = p->inside > p->most ? p->inside : p->most;
    (void)snprintf(line, sizeof(line), "%s%u.%u ", e->kind == PL_BRAS_LINK ? "L" : "", e->user,
                   e->n[0]);
    strcat(p->log, line);
    pthread_cond_broadcast(&p->changed);
    while (p->hold > 0)
        pthread_cond_wait(&p->changed, &p->lock);
    p->inside--;
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->lock);
}

static void timer(void *arg)
{
    struct play *p = arg;
    pthread_mutex_lock(&p->lock);
    p->ticks++;
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->lock);
}

static void left(void *arg)
{
    struct play *p = arg;
    pthread_mutex_lock(&p->lock);
    p->left++;
    pthread_mutex_unlock(&p->lock);
}

static int setup(void **state)
{
    struct play *p = calloc(1, sizeof(*p));
    struct pl_bras_dispatch_handler handler = {run, timer, left, p};
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->changed, NULL);
    pl_bras_dispatch_init(&p->d, &handler);
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    struct play *p = *state;
    pl_bras_dispatch_stop(&p->d);
    assert_int_equal(p->left, p->d.count);
    pl_bras_dispatch_finish(&p->d);
    pthread_cond_destroy(&p->changed);
    pthread_mutex_destroy(&p->lock);
    free(p);
    return 0;
}

static bool push(struct play *p, enum pl_bras_event_kind kind, uint32_t user, uint32_t number)
{
    struct pl_bras_event like = {.kind = kind, .user = user, .n = {number}};
    return pl_bras_dispatch_push(&p->d, pl_bras_event_create(&like));
}

#define UNTIL(p, fact)                                                                             \
    do {                                                                                           \
        struct timespec at_;                                                                       \
        int late_ = 0;                                                                             \
        clock_gettime(CLOCK_REALTIME, &at_);                                                       \
        at_.tv_sec += 20;                                                                          \
        pthread_mutex_lock(&(p)->lock);                                                            \
        while (!(fact) && !late_)                                                                  \
            late_ = pthread_cond_timedwait(&(p)->changed, &(p)->lock, &at_);                       \
        pthread_mutex_unlock(&(p)->lock);                                                          \
        assert_int_equal(late_, 0);                                                                \
    } while (0)

static void let_go(struct play *p)
{
    pthread_mutex_lock(&p->lock);
    p->hold = 0;
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->lock);
}

static void one_thread_keeps_the_order(void **state)
{
    struct play *p = *state;
    for (uint32_t i = 0; i < 20; i++)
        assert_true(push(p, PL_BRAS_TEXT, 1 + i % 3, i));
    assert_ok(pl_bras_dispatch_start(&p->d, 1));
    UNTIL(p, strstr(p->log, "2.19"));
    assert_string_equal(p->log, "1.0 2.1 3.2 1.3 2.4 3.5 1.6 2.7 3.8 1.9 2.10 3.11 1.12 2.13 3.14 "
                                "1.15 2.16 3.17 1.18 2.19 ");
    assert_int_equal(p->most, 1);
}

static void several_threads_keep_the_order_of_each_user(void **state)
{
    struct play *p = *state;
    p->hold = 1;
    assert_true(push(p, PL_BRAS_TEXT, 1, 0));
    assert_true(push(p, PL_BRAS_TEXT, 1, 1));
    assert_true(push(p, PL_BRAS_TEXT, 2, 2));
    assert_true(push(p, PL_BRAS_TEXT, 0, 3)); /* of nobody: beside everything */
    assert_true(push(p, PL_BRAS_TEXT, 0, 4));
    assert_ok(pl_bras_dispatch_start(&p->d, 4));
    UNTIL(p, p->inside == 4);
    assert_null(strstr(p->log, "1.1"));
    let_go(p);
    UNTIL(p, strstr(p->log, "1.1"));
    assert_int_equal(p->most, 4);
}

static void a_link_runs_alone(void **state)
{
    struct play *p = *state;
    p->hold = 1;
    assert_true(push(p, PL_BRAS_TEXT, 1, 0));
    assert_true(push(p, PL_BRAS_TEXT, 2, 1));
    assert_true(push(p, PL_BRAS_LINK, 0, 2));
    assert_true(push(p, PL_BRAS_TEXT, 3, 3));
    assert_ok(pl_bras_dispatch_start(&p->d, 4));
    UNTIL(p, p->inside == 2);
    assert_null(strstr(p->log, "L"));
    assert_null(strstr(p->log, "3.3"));
    let_go(p);
    UNTIL(p, strstr(p->log, "3.3"));
    assert_true(strstr(p->log, "L0.2") < strstr(p->log, "3.3"));
}

static void a_question_too_old_is_dropped(void **state)
{
    struct play *p = *state;
    struct pl_bras_event like = {.kind = PL_BRAS_VERIFY, .ticket = 1, .answer_by = 1};
    assert_true(pl_bras_dispatch_push(&p->d, pl_bras_event_create(&like)));
    like.answer_by = pl_clock_now_us() + PL_SEC(1000);
    like.n[0] = 5;
    assert_true(pl_bras_dispatch_push(&p->d, pl_bras_event_create(&like)));
    assert_ok(pl_bras_dispatch_start(&p->d, 1));
    UNTIL(p, strstr(p->log, "0.5"));
    assert_string_equal(p->log, "0.5 ");
}

static void too_much_is_refused_but_never_a_link(void **state)
{
    struct play *p = *state;
    struct pl_bras_event big = {.kind = PL_BRAS_TEXT};
    unsigned n = 0;
    uint8_t *data = calloc(1, 1 << 20);
    big.s[0] = pl_bytes_of(data, 1 << 20);
    while (pl_bras_dispatch_push(&p->d, pl_bras_event_create(&big)))
        assert_true(++n < 1000);
    assert_true(n >= (PL_LIMIT_BRAS_EVENT_BYTES >> 20) - 1);
    assert_false(pl_bras_dispatch_has_room(&p->d));
    assert_true(push(p, PL_BRAS_LINK, 0, 0));
    free(data);
}

static void the_timer_ticks_and_stops(void **state)
{
    struct play *p = *state;
    assert_ok(pl_bras_dispatch_start(&p->d, 2));
    pl_bras_dispatch_timer(&p->d, 1); /* taken for the shortest there is */
    UNTIL(p, p->ticks >= 3);
    pl_bras_dispatch_timer(&p->d, 0);
    assert_true(push(p, PL_BRAS_TEXT, 1, 0));
    UNTIL(p, strstr(p->log, "1.0"));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(one_thread_keeps_the_order),
        TEST(several_threads_keep_the_order_of_each_user),
        TEST(a_link_runs_alone),
        TEST(a_question_too_old_is_dropped),
        TEST(too_much_is_refused_but_never_a_link),
        TEST(the_timer_ticks_and_stops),
    };
    return cmocka_run_group_tests_name("bras_dispatch", tests, NULL, NULL);
}
