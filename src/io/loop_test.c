/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "io/addr_quota.h"
#include "io/clock.h"
#include "io/loop.h"
#include "io/mailbox.h"
#include "io/random.h"
#include "io/thread.h"

#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

static struct pl_loop *loop_of(void **state)
{
    return *state;
}

static int start_loop(void **state)
{
    struct pl_loop *loop;
    alarm(60);
    if (pl_loop_create(&loop) != PL_OK)
        return -1;
    *state = loop;
    return 0;
}

static int end_loop(void **state)
{
    pl_loop_destroy(*state);
    return 0;
}

/* ---- clock and randomness ---- */

static void clocks_go_forward(void **state)
{
    pl_time_us a = pl_clock_now_us(), b = pl_clock_now_us();
    (void)state;
    assert_true(b >= a);
    assert_true(pl_clock_wall_us() > 1700000000ull * 1000000ull);
}

static void random_fills_every_byte(void **state)
{
    struct pl_random *r = pl_random_kernel();
    uint8_t ever[1000] = {0};
    (void)state;
    for (int round = 0; round < 32; round++) {
        uint8_t b[1002] = {0};
        r->fill(r, b + 1, 1000);
        assert_int_equal(b[0] | b[1001], 0);
        for (size_t i = 0; i < 1000; i++)
            ever[i] |= b[i + 1];
    }
    for (size_t i = 0; i < 1000; i++)
        assert_int_not_equal(ever[i], 0); /* by chance once in 2^256 */
    r->fill(r, NULL, 0);
}

/* ---- timers ---- */

struct firing {
    struct pl_timer *timer;
    pl_time_us want, at;
    int order;
    int *next;
};

static void fired(void *arg)
{
    struct firing *f = arg;
    f->at = pl_clock_now_us();
    f->order = ++*f->next;
}

static void timers_fire_in_order_and_never_early(void **state)
{
    static const pl_time_us after[] = {3000, 0, 7001, 1};
    static const int order[] = {3, 1, 4, 2};
    struct firing f[4];
    int next = 0;
    for (int i = 0; i < 4; i++) {
        f[i] = (struct firing){.want = pl_clock_now_us() + after[i], .next = &next};
        f[i].timer = pl_timer_create(loop_of(state), fired, &f[i]);
        pl_timer_arm(f[i].timer, f[i].want);
    }
    pl_loop_run(loop_of(state));
    for (int i = 0; i < 4; i++) {
        assert_int_equal(f[i].order, order[i]);
        assert_true(f[i].at >= f[i].want);
        pl_timer_destroy(f[i].timer);
    }
}

static void a_disarmed_timer_never_fires(void **state)
{
    int next = 0;
    struct firing f = {.next = &next};
    f.timer = pl_timer_create(loop_of(state), fired, &f);
    pl_timer_arm(f.timer, pl_clock_now_us() + 1000);
    pl_timer_arm(f.timer, PL_TIME_NEVER);
    pl_loop_run(loop_of(state)); /* returns: nothing is left that could happen */
    assert_int_equal(next, 0);
    pl_timer_destroy(f.timer);
}

static void destroy_self(void *arg)
{
    struct firing *f = arg;
    ++*f->next;
    pl_timer_destroy(f->timer);
}

static void a_timer_may_be_destroyed_while_it_fires(void **state)
{
    int next = 0;
    struct firing f = {.next = &next};
    f.timer = pl_timer_create(loop_of(state), destroy_self, &f);
    pl_timer_arm(f.timer, 0);
    pl_loop_run(loop_of(state));
    assert_int_equal(next, 1);
}

static void caught(void *arg, int signum)
{
    *(int *)arg = signum;
}

static void signals_arrive_on_the_loop(void **state)
{
    int got = 0;
    struct pl_sigwatch *w = pl_sigwatch_create(loop_of(state), SIGUSR1, caught, &got);
    assert_int_equal(raise(SIGUSR1), 0);
    assert_int_equal(got, 0); /* not before the loop turns */
    while (!got)
        assert_true(pl_loop_turn(loop_of(state)));
    assert_int_equal(got, SIGUSR1);
    pl_sigwatch_destroy(w);
    assert_null(pl_sigwatch_create(loop_of(state), 9999, caught, &got));
}

/* ---- mailboxes ---- */

static bool readable(int fd)
{
    struct pollfd p = {fd, POLLIN, 0};
    return poll(&p, 1, 0) == 1;
}

static void mailbox_wakes_once_and_refuses_when_full(void **state)
{
    struct pl_mailbox *box;
    int v, got[8];
    (void)state;
    assert_ok(pl_mailbox_create(&box, sizeof(int), 3));
    assert_false(readable(pl_mailbox_fd(box)));
    for (v = 1; v <= 3; v++)
        assert_ok(pl_mailbox_push(box, &v));
    assert_err(PL_E_LIMIT, pl_mailbox_push(box, &v));
    assert_true(readable(pl_mailbox_fd(box)));
    assert_int_equal(pl_mailbox_take(box, got, 2), 2);
    assert_int_equal(got[1], 2);
    assert_true(readable(pl_mailbox_fd(box))); /* one is left: still awake */
    assert_ok(pl_mailbox_push(box, &v));       /* wraps around */
    assert_int_equal(pl_mailbox_take(box, got, 8), 2);
    assert_int_equal(got[0], 3);
    assert_int_equal(got[1], 4);
    assert_int_equal(pl_mailbox_take(box, got, 8), 0);
    assert_false(readable(pl_mailbox_fd(box)));
    pl_mailbox_wake(box);
    pl_mailbox_wake(box);
    assert_true(readable(pl_mailbox_fd(box)));
    assert_int_equal(pl_mailbox_take(box, got, 8), 0);
    assert_false(readable(pl_mailbox_fd(box)));
    pl_mailbox_destroy(box);
}

enum { PRODUCERS = 4, EACH = 20000 };

struct producer {
    struct pl_thread thread;
    struct pl_mailbox *box;
    uint32_t id;
};

struct letter {
    uint32_t producer, number;
};

static void produce(void *arg)
{
    struct producer *p = arg;
    struct letter l = {p->id, 0};
    while (l.number < EACH) {
        if (pl_mailbox_push(p->box, &l) == PL_OK)
            l.number++;
        else
            (void)sched_yield();
    }
}

struct consumer {
    struct pl_loop *loop;
    struct pl_mailbox *box;
    uint32_t next[PRODUCERS];
    uint32_t total;
};

static void consume(void *arg)
{
    struct consumer *c = arg;
    struct letter l[16];
    size_t n;
    while ((n = pl_mailbox_take(c->box, l, 16)) > 0) {
        for (size_t i = 0; i < n; i++)
            assert_int_equal(l[i].number, c->next[l[i].producer]++);
        c->total += (uint32_t)n;
    }
    if (c->total == PRODUCERS * EACH)
        pl_loop_stop(c->loop);
}

static void mailbox_keeps_each_producers_order_and_loses_nothing(void **state)
{
    struct consumer c = {.loop = loop_of(state)};
    struct producer p[PRODUCERS];
    struct pl_watch *w;
    assert_ok(pl_mailbox_create(&c.box, sizeof(struct letter), 64));
    w = pl_watch_create(c.loop, pl_mailbox_fd(c.box), consume, &c);
    for (uint32_t i = 0; i < PRODUCERS; i++) {
        p[i] = (struct producer){.box = c.box, .id = i};
        assert_ok(pl_thread_start(&p[i].thread, "producer", produce, &p[i]));
    }
    pl_loop_run(c.loop);
    for (int i = 0; i < PRODUCERS; i++) {
        pl_thread_join(&p[i].thread);
        assert_int_equal(c.next[i], EACH);
    }
    pl_watch_destroy(w);
    pl_mailbox_destroy(c.box);
}

/* ---- threads ---- */

struct seen {
    struct pl_thread thread;
    char name[16];
    bool term_blocked;
};

static void look(void *arg)
{
    struct seen *s = arg;
    sigset_t mask;
    (void)pthread_getname_np(pthread_self(), s->name, sizeof(s->name));
    (void)pthread_sigmask(SIG_BLOCK, NULL, &mask);
    s->term_blocked = sigismember(&mask, SIGTERM) == 1;
}

struct wait {
    struct pl_thread thread;
    pthread_mutex_t lock;
};

static void wait_for_lock(void *arg)
{
    struct wait *w = arg;
    (void)pthread_mutex_lock(&w->lock);
    (void)pthread_mutex_unlock(&w->lock);
}

static void threads_have_names_and_take_no_signals(void **state)
{
    struct seen s;
    sigset_t mask;
    (void)state;
    assert_ok(pl_thread_start(&s.thread, "a-very-long-name-indeed", look, &s));
    pl_thread_join(&s.thread);
    assert_string_equal(s.name, "a-very-long-nam");
    assert_true(s.term_blocked);
    (void)pthread_sigmask(SIG_BLOCK, NULL, &mask);
    assert_int_equal(sigismember(&mask, SIGTERM), 0); /* ours is as it was */
    assert_true(pl_thread_cores() >= 1);
}

static void urgent_where_the_system_allows_it(void **state)
{
    struct wait w = {0};
    struct sched_param param;
    int policy;
    bool got;
    (void)state;
    (void)pthread_mutex_init(&w.lock, NULL);
    (void)pthread_mutex_lock(&w.lock);
    assert_ok(pl_thread_start(&w.thread, "urgent", wait_for_lock, &w));
    got = pl_thread_realtime(&w.thread);
    assert_int_equal(pthread_getschedparam(w.thread.id, &policy, &param), 0);
    assert_int_equal(policy, got ? SCHED_RR : SCHED_OTHER);
    (void)pthread_mutex_unlock(&w.lock);
    pl_thread_join(&w.thread);
    (void)pthread_mutex_destroy(&w.lock);
}

/* ---- quotas ---- */

static void quota_counts_a_v4_address_and_a_v6_64(void **state)
{
    struct pl_addr a = pl_addr_ipv4(10, 0, 0, 1, 1), b = pl_addr_ipv4(10, 0, 0, 1, 2);
    struct pl_addr c, d, e;
    struct pl_addr_quota q;
    (void)state;
    assert_ok(pl_addr_parse(&c, "[2001:db8::1]:1"));
    assert_ok(pl_addr_parse(&d, "[2001:db8::ffff:2]:1"));
    assert_ok(pl_addr_parse(&e, "[2001:db8:0:1::1]:1"));
    pl_addr_quota_init(&q, 3, 2);
    assert_ok(pl_addr_quota_take(&q, &a));
    assert_ok(pl_addr_quota_take(&q, &b));
    assert_err(PL_E_LIMIT, pl_addr_quota_take(&q, &a));
    assert_ok(pl_addr_quota_take(&q, &c));
    assert_ok(pl_addr_quota_take(&q, &d));
    assert_err(PL_E_LIMIT, pl_addr_quota_take(&q, &d));
    assert_ok(pl_addr_quota_take(&q, &e));
    pl_addr_quota_release(&q, &b);
    assert_ok(pl_addr_quota_take(&q, &a));
    pl_addr_quota_release(&q, &a);
    pl_addr_quota_release(&q, &a);
    pl_addr_quota_release(&q, &c);
    pl_addr_quota_release(&q, &d);
    pl_addr_quota_release(&q, &e);
    pl_addr_quota_finish(&q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clocks_go_forward),
        cmocka_unit_test(random_fills_every_byte),
        cmocka_unit_test_setup_teardown(timers_fire_in_order_and_never_early, start_loop, end_loop),
        cmocka_unit_test_setup_teardown(a_disarmed_timer_never_fires, start_loop, end_loop),
        cmocka_unit_test_setup_teardown(a_timer_may_be_destroyed_while_it_fires, start_loop,
                                        end_loop),
        cmocka_unit_test_setup_teardown(signals_arrive_on_the_loop, start_loop, end_loop),
        cmocka_unit_test(mailbox_wakes_once_and_refuses_when_full),
        cmocka_unit_test_setup_teardown(mailbox_keeps_each_producers_order_and_loses_nothing,
                                        start_loop, end_loop),
        cmocka_unit_test(threads_have_names_and_take_no_signals),
        cmocka_unit_test(urgent_where_the_system_allows_it),
        cmocka_unit_test(quota_counts_a_v4_address_and_a_v6_64),
    };
    return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
