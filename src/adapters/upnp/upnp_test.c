/* SPDX-License-Identifier: Apache-2.0 */
/* A real thread and real sockets, against a gateway of the test's own (fake_igd.h); no multicast.
 */
#include "pl_test.h"

#include "adapters/upnp/igd.h"
#include "adapters/upnp/upnp.h"
#include "fake_igd.h"

#include <stdio.h>

enum {
    EVENTS_MAX = 64,
    LONG = 3600,
};

struct world {
    struct fake_igd fake;
    struct pl_loop *loop;
    struct pl_upnp_config config;
    struct pl_upnp *upnp;
    struct pl_upnp_event events[EVENTS_MAX];
    size_t count, seen;
};

static void on_event(void *arg, const struct pl_upnp_event *e)
{
    struct world *w = arg;
    assert_true(w->count < EVENTS_MAX);
    w->events[w->count++] = *e;
}

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof(*w));
    assert_non_null(w);
    fake_igd_start(&w->fake);
    assert_ok(pl_loop_create(&w->loop));
    w->config = (struct pl_upnp_config){.lease_s = LONG,
                                        .ports = {{8910, false}, {8910, true}},
                                        .port_count = 2,
                                        .check_us = PL_MS(10),
                                        .retry_us = PL_MS(10)};
    (void)snprintf(w->config.url, sizeof(w->config.url), "%s", w->fake.url);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    pl_upnp_stop(w->upnp);
    pl_loop_destroy(w->loop);
    fake_igd_stop(&w->fake);
    free(w);
    return 0;
}

static void start(struct world *w)
{
    assert_ok(pl_upnp_start(&w->upnp, w->loop, &w->config, on_event, w));
}

static void stop(struct world *w)
{
    pl_upnp_stop(w->upnp);
    w->upnp = NULL;
}

/* The next event; the time-out of the whole program is the only one. */
static const struct pl_upnp_event *next(struct world *w)
{
    while (w->seen == w->count)
        assert_true(pl_loop_turn(w->loop));
    return &w->events[w->seen++];
}

static void expect_mapped(struct world *w, bool tcp, uint8_t last)
{
    const struct pl_upnp_event *e = next(w);
    struct pl_addr at = pl_addr_ipv4(203, 0, 113, last, 8910);
    assert_int_equal(e->type, PL_UPNP_MAPPED);
    assert_int_equal(e->port.tcp, tcp);
    assert_true(pl_addr_eq(&e->external, &at));
}

static void expect_trouble(struct world *w, enum pl_upnp_event_type type, uint16_t port, int code)
{
    const struct pl_upnp_event *e = next(w);
    assert_int_equal(e->type, type);
    assert_int_equal(e->port.port, port);
    assert_int_equal(e->code, code);
    assert_non_null(e->why);
    assert_non_null(e->cure);
}

static void maps_and_takes_away(void **state)
{
    struct world *w = *state;
    start(w);
    expect_mapped(w, false, 7);
    expect_mapped(w, true, 7);
    assert_int_equal(fake_igd_mapping(&w->fake, false, 8910).lease, LONG);
    assert_int_equal(fake_igd_mapping(&w->fake, true, 8910).lease, LONG);
    stop(w);
    assert_int_equal(fake_igd_count(&w->fake), 0);
    assert_int_equal(w->count, 2);
}

static void renews_at_half_of_the_lease(void **state)
{
    struct world *w = *state;
    w->config.lease_s = 2;
    start(w);
    fake_igd_wait(&w->fake, false, 8910, 2);
    fake_igd_wait(&w->fake, true, 8910, 2);
    expect_mapped(w, false, 7);
    expect_mapped(w, true, 7);
    stop(w);
    assert_int_equal(w->count, 2); /* a renewal is no news */
}

static void permanent_where_there_are_no_leases(void **state)
{
    struct world *w = *state;
    pthread_mutex_lock(&w->fake.lock);
    w->fake.permanent_only = true;
    pthread_mutex_unlock(&w->fake.lock);
    start(w);
    assert_true(next(w)->permanent);
    assert_true(next(w)->permanent);
    assert_int_equal(fake_igd_mapping(&w->fake, false, 8910).port, 8910);
    assert_int_equal(fake_igd_mapping(&w->fake, false, 8910).lease, 0);
    stop(w);
    assert_int_equal(fake_igd_count(&w->fake), 0);
}

static void goes_without_a_port_that_is_taken(void **state)
{
    struct world *w = *state;
    w->config.ports[1] = (struct pl_upnp_port){8911, false};
    w->config.lease_s = 2;
    pthread_mutex_lock(&w->fake.lock);
    w->fake.conflict = 8911;
    pthread_mutex_unlock(&w->fake.lock);
    start(w);
    expect_mapped(w, false, 7);
    expect_trouble(w, PL_UPNP_FAILED, 8911, PL_UPNP_CONFLICT);
    fake_igd_wait(&w->fake, false, 8910, 2);
    stop(w);
    assert_int_equal(w->count, 2); /* told once, though tried again */
}

static void follows_the_external_address(void **state)
{
    struct world *w = *state;
    start(w);
    expect_mapped(w, false, 7);
    expect_mapped(w, true, 7);
    fake_igd_external(&w->fake, "203.0.113.8");
    expect_mapped(w, false, 8);
    expect_mapped(w, true, 8);
    assert_int_equal(fake_igd_mapping(&w->fake, false, 8910).times, 2);
}

static void maps_anew_when_the_connection_began_anew(void **state)
{
    struct world *w = *state;
    start(w);
    fake_igd_wait(&w->fake, true, 8910, 1);
    pthread_mutex_lock(&w->fake.lock);
    w->fake.uptime = 1;
    pthread_mutex_unlock(&w->fake.lock);
    fake_igd_wait(&w->fake, true, 8910, 2);
}

static void a_dead_device_is_tried_again(void **state)
{
    struct world *w = *state;
    start(w);
    expect_mapped(w, false, 7);
    expect_mapped(w, true, 7);
    fake_igd_behave(&w->fake, FAKE_DEAD);
    expect_trouble(w, PL_UPNP_FAILED, 0, PL_UPNP_SILENT);
    expect_trouble(w, PL_UPNP_LOST, 8910, PL_UPNP_SILENT);
    expect_trouble(w, PL_UPNP_LOST, 8910, PL_UPNP_SILENT);
    fake_igd_behave(&w->fake, FAKE_WELL);
    expect_mapped(w, false, 7);
    expect_mapped(w, true, 7);
    stop(w);
    assert_int_equal(fake_igd_count(&w->fake), 0);
}

static void a_router_behind_nat_is_no_use(void **state)
{
    struct world *w = *state;
    const struct pl_upnp_event *e;
    fake_igd_external(&w->fake, "100.72.3.4");
    start(w);
    e = next(w);
    assert_int_equal(e->type, PL_UPNP_FAILED);
    assert_int_equal(e->code, PL_UPNP_BEHIND);
    assert_int_equal(e->external.ip[0], 100);
    stop(w);
    assert_int_equal(fake_igd_count(&w->fake), 0);
}

static void not_connected(void **state)
{
    static const char *const empty[] = {"", "0.0.0.0"};
    struct world *w = *state;
    for (size_t i = 0; i < 2; i++) {
        fake_igd_external(&w->fake, empty[i]);
        start(w);
        expect_trouble(w, PL_UPNP_FAILED, 0, PL_UPNP_OFFLINE);
        stop(w);
    }
    fake_igd_external(&w->fake, "203.0.113.7");
    pthread_mutex_lock(&w->fake.lock);
    w->fake.status = "Disconnected";
    pthread_mutex_unlock(&w->fake.lock);
    start(w);
    expect_trouble(w, PL_UPNP_FAILED, 0, PL_UPNP_OFFLINE);
}

static void what_it_says_is_read_with_care(void **state)
{
    static const struct {
        enum fake_manner manner;
        int code;
    } cases[] = {{FAKE_GARBAGE, PL_UPNP_GARBAGE}, {FAKE_NONSENSE, PL_UPNP_GARBAGE},
                 {FAKE_ENDLESS, PL_UPNP_GARBAGE}, {FAKE_FOREIGN, PL_UPNP_GARBAGE},
                 {FAKE_SMUGGLE, PL_UPNP_GARBAGE}, {FAKE_DEAD, PL_UPNP_SILENT}};
    static const char *const addresses[] = {"203.0.113.7:80", "2001:db8::1", "router", "203.0.113",
                                            "203.0.113.7 203.0.113.8"};
    struct world *w = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        fake_igd_behave(&w->fake, cases[i].manner);
        start(w);
        expect_trouble(w, PL_UPNP_FAILED, 0, cases[i].code);
        stop(w);
    }
    fake_igd_behave(&w->fake, FAKE_WELL);
    for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
        fake_igd_external(&w->fake, addresses[i]);
        start(w);
        expect_trouble(w, PL_UPNP_FAILED, 0, PL_UPNP_GARBAGE);
        stop(w);
    }
    assert_int_equal(fake_igd_count(&w->fake), 0);
}

/* The garbage comes after the mapping: it is lost, and the end is orderly. */
static void turns_bad_later(void **state)
{
    struct world *w = *state;
    start(w);
    expect_mapped(w, false, 7);
    expect_mapped(w, true, 7);
    fake_igd_behave(&w->fake, FAKE_ENDLESS);
    expect_trouble(w, PL_UPNP_FAILED, 0, PL_UPNP_GARBAGE);
    expect_trouble(w, PL_UPNP_LOST, 8910, PL_UPNP_GARBAGE);
}

/* What waits for an answer is cut short, and the time of the stop is there for taking away. */
static void a_mute_device_does_not_hold_up_the_stop(void **state)
{
    struct world *w = *state;
    start(w);
    expect_mapped(w, false, 7);
    expect_mapped(w, true, 7);
    fake_igd_behave(&w->fake, FAKE_MUTE);
    fake_igd_wait_mute(&w->fake);
    fake_igd_behave(&w->fake, FAKE_WELL);
    stop(w);
    assert_int_equal(fake_igd_count(&w->fake), 0);
}

static void urls(void **state)
{
    static const char *const wrong[] = {"",
                                        "http://",
                                        "https://192.0.2.1/",
                                        "http://router/a",
                                        "http://[::1]/a",
                                        "http://192.0.2.1/a b",
                                        "http://192.0.2.1/\r\nX: y",
                                        "http://192.0.2.1:99999/",
                                        "ftp://192.0.2.1/",
                                        "192.0.2.1/root.xml"};
    struct pl_upnp_url url;
    struct pl_addr want = pl_addr_ipv4(192, 0, 2, 1, 5000);
    (void)state;
    assert_ok(pl_upnp_url_parse(&url, "http://192.0.2.1:5000/root.xml?a=1"));
    assert_true(pl_addr_eq(&url.addr, &want));
    assert_string_equal(url.path, "/root.xml?a=1");
    assert_ok(pl_upnp_url_parse(&url, "http://192.0.2.1"));
    assert_int_equal(url.addr.port, 80);
    assert_string_equal(url.path, "/");
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_err(PL_E_RANGE, pl_upnp_url_parse(&url, wrong[i]));
}

static void public_addresses(void **state)
{
    static const char *const yes[] = {"8.8.8.8",        "100.63.255.255", "100.128.0.0",
                                      "172.15.255.255", "172.32.0.0",     "192.167.255.255",
                                      "223.255.255.255"};
    static const char *const no[] = {"0.1.2.3",     "10.0.0.1",    "100.64.0.0", "100.127.255.255",
                                     "127.0.0.1",   "169.254.9.9", "172.16.0.0", "172.31.255.255",
                                     "192.168.1.1", "192.0.0.8",   "224.0.0.1",  "255.255.255.255",
                                     "2001:db8::1"};
    struct pl_addr a;
    (void)state;
    for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
        assert_ok(pl_addr_parse(&a, yes[i]));
        assert_true(pl_igd_is_public(&a));
    }
    for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
        assert_ok(pl_addr_parse(&a, no[i]));
        assert_false(pl_igd_is_public(&a));
    }
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(maps_and_takes_away),
        CASE(renews_at_half_of_the_lease),
        CASE(permanent_where_there_are_no_leases),
        CASE(goes_without_a_port_that_is_taken),
        CASE(follows_the_external_address),
        CASE(maps_anew_when_the_connection_began_anew),
        CASE(a_dead_device_is_tried_again),
        CASE(a_router_behind_nat_is_no_use),
        CASE(not_connected),
        CASE(what_it_says_is_read_with_care),
        CASE(turns_bad_later),
        CASE(a_mute_device_does_not_hold_up_the_stop),
        cmocka_unit_test(urls),
        cmocka_unit_test(public_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
