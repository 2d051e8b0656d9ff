/* SPDX-License-Identifier: Apache-2.0 */
/* The listener for Prometheus on loopback: one page, nothing else. */
#include "pl_test.h"

#include "adapters/metrics/exporter.h"
#include "adapters/metrics/process.h"
#include "io/clock.h"
#include "io/test_client.h"

#include <fcntl.h>

struct world {
    struct pl_loop *loop;
    struct pl_metrics_exporter *exporter;
    struct pl_media_stats workers[64];
    size_t worker_count;
    uint64_t scrapes;
};

static void gather(void *arg, struct pl_metrics *out)
{
    struct world *w = arg;
    out->version = "1.2.3";
    out->srtp = "evp";
    out->core.users = 42;
    out->signal.requests = ++w->scrapes;
    out->workers = w->workers;
    out->worker_count = w->worker_count;
}

static int begin(void **state)
{
    struct world *w = calloc(1, sizeof(*w));
    struct pl_metrics_exporter_config config = {pl_addr_ipv4(127, 0, 0, 1, 0), 1};
    alarm(60);
    w->worker_count = 1;
    assert_ok(pl_loop_create(&w->loop));
    assert_ok(pl_metrics_exporter_start(&w->exporter, w->loop, &config, gather, w));
    *state = w;
    return 0;
}

static int end(void **state)
{
    struct world *w = *state;
    pl_metrics_exporter_stop(w->exporter);
    pl_loop_destroy(w->loop);
    free(w);
    return 0;
}

/* The whole answer to one request on a connection of its own. */
static const char *ask(struct world *w, const char *line, const char *fields)
{
    static char answer[65536];
    char request[1024];
    struct test_client *t = test_client_open(w->loop, pl_metrics_exporter_local(w->exporter));
    (void)snprintf(request, sizeof(request), "%s HTTP/1.1\r\nHost: h\r\n%s\r\n", line, fields);
    test_client_say(t, request);
    test_client_expect_closed(t);
    assert_true(t->len < sizeof(answer));
    memcpy(answer, t->got, t->len + 1);
    test_client_close(t);
    return answer;
}

#define CLOSE "Connection: close\r\n"
#define UPGRADE                                                                                    \
    "Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"            \
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: parlor.v1\r\n"

static void a_scrape_brings_fresh_numbers(void **state)
{
    struct world *w = *state;
    const char *answer = ask(w, "GET /metrics", CLOSE);
    assert_memory_equal(answer, "HTTP/1.1 200 OK\r\n", 17);
    assert_non_null(
        strstr(answer, "\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
    assert_non_null(strstr(answer, "\r\nCache-Control: no-store\r\n"));
    assert_non_null(strstr(answer, "\nparlor_core_users 42\n"));
    assert_non_null(strstr(answer, "\nparlor_signal_http_requests_total 1\n"));
    assert_non_null(strstr(answer, "\nparlor_media_streams{worker=\"0\"} 0\n"));
    assert_non_null(strstr(answer, "\nprocess_open_fds "));
    answer = ask(w, "GET /metrics?name[]=x", CLOSE);
    assert_non_null(strstr(answer, "\nparlor_signal_http_requests_total 2\n"));
}

static void head_brings_the_length_alone(void **state)
{
    struct world *w = *state;
    const char *answer = ask(w, "HEAD /metrics", CLOSE);
    assert_memory_equal(answer, "HTTP/1.1 200 OK\r\n", 17);
    assert_string_equal(strstr(answer, "\r\n\r\n"), "\r\n\r\n");
    assert_null(strstr(answer, "Content-Length: 0\r\n"));
}

static void nothing_else_is_there(void **state)
{
    static const char *const lines[] = {
        "GET /",        "GET /metrics/",     "GET /metrics.txt", "GET /healthz",
        "GET /readyz",  "GET /parlor",       "GET /demos/room/", "GET /sdk/",
        "GET /Metrics", "GET /metrics%2f..", "GET //metrics",    "HEAD /",
    };
    struct world *w = *state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
        assert_memory_equal(ask(w, lines[i], CLOSE), "HTTP/1.1 404 ", 13);
    assert_memory_equal(ask(w, "POST /metrics", CLOSE), "HTTP/1.1 405 ", 13);
    assert_memory_equal(ask(w, "GET /metrics", "Content-Length: 5\r\n"), "HTTP/1.1 413 ", 13);
    assert_int_equal(w->scrapes, 0);
}

static void upgrades_are_refused(void **state)
{
    struct world *w = *state;
    assert_memory_equal(ask(w, "GET /", UPGRADE), "HTTP/1.1 404 ", 13);
    assert_memory_equal(ask(w, "GET /parlor", UPGRADE), "HTTP/1.1 404 ", 13);
    /* RFC 9110 section 7.8: a server may ignore the wish */
    assert_memory_equal(ask(w, "GET /metrics", UPGRADE), "HTTP/1.1 200 ", 13);
}

static void connections_are_few(void **state)
{
    struct world *w = *state;
    struct test_client *held[17];
    for (size_t i = 0; i < 16; i++) {
        held[i] = test_client_open(w->loop, pl_metrics_exporter_local(w->exporter));
        test_client_say(held[i], "GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n");
        test_client_expect(held[i], "parlor_media_sent_pli_total{");
    }
    held[16] = test_client_open(w->loop, pl_metrics_exporter_local(w->exporter));
    test_client_expect_closed(held[16]);
    assert_int_equal(held[16]->len, 0);
    test_client_close(held[16]);
    for (size_t i = 0; i < 16; i++)
        test_client_close(held[i]);
}

static void a_page_that_does_not_fit_is_a_failed_scrape(void **state)
{
    struct world *w = *state;
    const char *answer;
    w->worker_count = 64;
    answer = ask(w, "GET /metrics", CLOSE);
    assert_memory_equal(answer, "HTTP/1.1 500 ", 13);
    assert_null(strstr(answer, "parlor_"));
}

static void a_taken_port_is_told(void **state)
{
    struct world *w = *state;
    struct pl_metrics_exporter_config config = {pl_metrics_exporter_local(w->exporter), 1};
    struct pl_metrics_exporter *second = (struct pl_metrics_exporter *)w;
    assert_err(PL_E_EXISTS, pl_metrics_exporter_start(&second, w->loop, &config, gather, w));
    assert_null(second);
}

static void the_kernel_tells_about_us(void **state)
{
    struct pl_metrics_process before = {0}, after = {0};
    uint64_t wall = pl_clock_wall_us(), start = pl_process_start_us();
    int fds[3];
    (void)state;
    assert_true(start < wall + 20000); /* a tick of inexactness, and one for good measure */
    assert_true(start > wall - 600u * 1000000u);
    pl_process_read(&before);
    assert_in_range(before.open_fds, 3, 100);
    assert_in_range(before.resident_bytes, 100 * 1000, before.virtual_bytes);
    assert_int_not_equal(before.max_fds, 0);
    for (size_t i = 0; i < 3; i++)
        fds[i] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    do
        pl_process_read(&after);
    while (after.cpu_us == before.cpu_us);
    assert_int_equal(after.open_fds, before.open_fds + 3);
    assert_true(after.cpu_us > before.cpu_us);
    assert_int_equal(after.start_us, 0);
    for (size_t i = 0; i < 3; i++)
        close(fds[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CASE(f) cmocka_unit_test_setup_teardown(f, begin, end)
        CASE(a_scrape_brings_fresh_numbers), CASE(head_brings_the_length_alone),
        CASE(nothing_else_is_there),         CASE(upgrades_are_refused),
        CASE(connections_are_few),           CASE(a_page_that_does_not_fit_is_a_failed_scrape),
        CASE(a_taken_port_is_told),          cmocka_unit_test(the_kernel_tells_about_us),
    };
    return cmocka_run_group_tests_name("metrics_exporter", tests, NULL, NULL);
}
