/* SPDX-License-Identifier: Apache-2.0 */
/* Real workers with real threads and ports; the SFU itself has tests of its own in src/media. */
#include "pl_test.h"

#include "adapters/media/pool.h"
#include "proto/dtls/dtls_cert.h"

enum { EVENTS_MAX = 512 };

struct world {
    struct pl_loop *loop;
    struct pl_dtls_cert *cert;
    struct pl_media_pool_config config;
    struct pl_media_pool *pool;
    struct pl_media_event events[EVENTS_MAX]; /* without their views */
    size_t event_count;
};

static void on_event(void *arg, const struct pl_media_event *event)
{
    struct world *w = arg;
    assert_true(w->event_count < EVENTS_MAX);
    w->events[w->event_count++] = *event;
}

static const struct pl_media_pool_handler handler = {on_event};

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof(*w));
    assert_non_null(w);
    assert_ok(pl_loop_create(&w->loop));
    assert_ok(pl_dtls_cert_create(1700000000, 30, &w->cert));
    w->config = (struct pl_media_pool_config){.workers = 2,
                                              .bind = pl_addr_ipv4(127, 0, 0, 1, 0),
                                              .crypto = PL_SRTP_CRYPTO_EVP,
                                              .cert = w->cert,
                                              .max_sessions = 64};
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    pl_media_pool_stop(w->pool);
    pl_loop_destroy(w->loop);
    pl_dtls_cert_destroy(w->cert);
    free(w);
    return 0;
}

static void start(struct world *w)
{
    uint16_t port;
    assert_ok(pl_media_pool_start(&w->pool, w->loop, &w->config, &handler, w, &port));
}

static void wait_for_events(struct world *w, size_t count)
{
    while (w->event_count < count)
        assert_true(pl_loop_turn(w->loop));
}

static enum pl_err offer(struct world *w, uint64_t session, uint64_t request, const char *sdp)
{
    const struct pl_media_pub_track track = {pl_bytes_str("0"), PL_MEDIA_AUDIO, 0};
    return pl_media_pool_offer(w->pool, session, request, pl_bytes_str(sdp), &track, 1,
                               PL_CODEC_VP8);
}

static void each_worker_has_a_port_of_its_own(void **state)
{
    struct world *w = *state;
    struct pl_addr a, b;
    start(w);
    assert_int_equal(pl_media_pool_workers(w->pool), 2);
    a = pl_media_pool_address(w->pool, 0, 0);
    b = pl_media_pool_address(w->pool, 1, 0);
    assert_int_equal(a.ip[0], 127);
    assert_int_not_equal(a.port, 0);
    assert_int_not_equal(a.port, b.port);
    assert_int_equal(pl_media_pool_address(w->pool, 0, 1).family, PL_ADDR_NONE);
    assert_string_equal(pl_media_pool_crypto(w->pool), "evp");
}

static void a_port_that_is_taken_is_named(void **state)
{
    struct world *w = *state;
    struct pl_media_pool *second;
    uint16_t port = 0;
    start(w);
    w->config.bind.port = pl_media_pool_address(w->pool, 0, 0).port;
    w->config.workers = 1;
    assert_err(PL_E_EXISTS, pl_media_pool_start(&second, w->loop, &w->config, &handler, w, &port));
    assert_int_equal(port, w->config.bind.port);
}

static void answers_come_back_in_order(void **state)
{
    struct world *w = *state;
    start(w);
    assert_ok(pl_media_pool_join(w->pool, 1, 5));
    for (uint64_t request = 1; request <= 100; request++)
        assert_ok(offer(w, 1, request, "nonsense"));
    wait_for_events(w, 100);
    for (size_t i = 0; i < 100; i++) {
        assert_int_equal(w->events[i].type, PL_MEDIA_EVENT_ANSWER);
        assert_int_equal(w->events[i].request, i + 1);
        assert_int_equal(w->events[i].err, PL_E_PROTO);
    }
}

static void a_room_lives_on_one_worker_and_rooms_are_spread(void **state)
{
    struct world *w = *state;
    struct pl_media_stats first, second;
    start(w);
    for (uint64_t session = 1; session <= 8; session++)
        assert_ok(pl_media_pool_join(w->pool, session, session <= 4 ? 10 : 20));
    /* Of one room: links between all of them are accepted (an assert in pool.c would stop us). */
    for (uint64_t session = 2; session <= 4; session++)
        assert_ok(pl_media_pool_link(w->pool, session, 1, PL_MEDIA_VIDEO, 0, true));
    assert_ok(pl_media_pool_view(w->pool, 2, 1, 0, &(struct pl_media_view){640, 360, true}));
    assert_int_equal(pl_media_pool_view(w->pool, 99, 1, 0, &(struct pl_media_view){0}),
                     PL_E_NOT_FOUND);
    wait_for_events(w, 3); /* the offers to the three */
    do {
        assert_true(pl_loop_turn(w->loop));
        pl_media_pool_stats(w->pool, 0, &first);
        pl_media_pool_stats(w->pool, 1, &second);
    } while (first.sessions + second.sessions < 8);
    assert_int_equal(first.sessions, 4);
    assert_int_equal(second.sessions, 4);
}

static void who_has_not_joined_is_not_found(void **state)
{
    struct world *w = *state;
    start(w);
    assert_err(PL_E_NOT_FOUND, offer(w, 7, 1, "x"));
    assert_err(PL_E_NOT_FOUND, pl_media_pool_restart(w->pool, 7, PL_MEDIA_SUB));
    assert_err(PL_E_NOT_FOUND, pl_media_pool_answer(w->pool, 7, 1, pl_bytes_str("x")));
    pl_media_pool_leave(w->pool, 7);
    assert_ok(pl_media_pool_join(w->pool, 7, 1));
    assert_err(PL_E_EXISTS, pl_media_pool_join(w->pool, 7, 1));
    pl_media_pool_leave(w->pool, 7);
    assert_err(PL_E_NOT_FOUND, offer(w, 7, 1, "x"));
}

static void stopping_forgets_what_is_under_way(void **state)
{
    struct world *w = *state;
    start(w);
    for (uint64_t session = 1; session <= 20; session++) {
        assert_ok(pl_media_pool_join(w->pool, session, (int32_t)session));
        for (uint64_t request = 1; request <= 50; request++)
            assert_ok(offer(w, session, request, "nonsense"));
    }
    pl_media_pool_stop(w->pool);
    w->pool = NULL;
    assert_int_equal(w->event_count, 0); /* the loop did not turn, so nobody was told */
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(each_worker_has_a_port_of_its_own),
        CASE(a_port_that_is_taken_is_named),
        CASE(answers_come_back_in_order),
        CASE(a_room_lives_on_one_worker_and_rooms_are_spread),
        CASE(who_has_not_joined_is_not_found),
        CASE(stopping_forgets_what_is_under_way),
    };
    return cmocka_run_group_tests_name("media_pool", tests, NULL, NULL);
}
