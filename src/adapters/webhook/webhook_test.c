/* SPDX-License-Identifier: Apache-2.0 */
/* Events at a door that takes them, refuses them, hangs, or is not there. */
#include "pl_test.h"

#include "adapters/store/event_text.h"
#include "adapters/webhook/webhook.h"
#include "io/thread.h"

#include <arpa/inet.h>
#include <ftw.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECRET "0123456789abcdef"

enum { POSTS_MAX = 64, POST_MAX = 65536 };

/* ---- the door ---- */

struct door {
    int listener, stop_fds[2];
    uint16_t port;
    struct pl_thread thread;
    pthread_mutex_t lock;
    pthread_cond_t came;
    int statuses[POSTS_MAX]; /* of the answers in their order; 0: none, it hangs; then 200 */
    size_t count;
    char *posts[POSTS_MAX]; /* head and body */
};

/* One whole request into text; false: it ended before. */
static bool read_post(int fd, int stop, char *text)
{
    size_t len = 0, want = 0;
    while (want == 0 || len < want) {
        struct pollfd fds[2] = {{.fd = fd, .events = POLLIN}, {.fd = stop, .events = POLLIN}};
        const char *end, *length;
        ssize_t n;
        (void)poll(fds, 2, -1);
        if (fds[1].revents)
            return false;
        n = read(fd, text + len, POST_MAX - 1 - len);
        if (n <= 0)
            return false;
        len += (size_t)n;
        text[len] = '\0';
        end = strstr(text, "\r\n\r\n");
        length = strstr(text, "Content-Length: ");
        if (end && length)
            want = (size_t)(end - text) + 4 + strtoul(length + 16, NULL, 10);
    }
    return true;
}

static int keep_post(struct door *d, const char *text)
{
    int status;
    pthread_mutex_lock(&d->lock);
    assert_true(d->count < POSTS_MAX);
    status = d->statuses[d->count];
    d->posts[d->count++] = strdup(text);
    pthread_cond_broadcast(&d->came);
    pthread_mutex_unlock(&d->lock);
    return status;
}

static void serve(struct door *d, int fd)
{
    static char text[POST_MAX];
    while (read_post(fd, d->stop_fds[0], text)) {
        int status = keep_post(d, text);
        char answer[128];
        int n = snprintf(answer, sizeof(answer), "HTTP/1.1 %d X\r\nContent-Length: 0\r\n%s\r\n",
                         status, status == 302 ? "Location: http://127.0.0.1:1/\r\n" : "");
        if (status > 0 && write(fd, answer, (size_t)n) != n)
            break;
    }
}

static void run_door(void *arg)
{
    struct door *d = arg;
    struct pollfd fds[2] = {{.fd = d->listener, .events = POLLIN},
                            {.fd = d->stop_fds[0], .events = POLLIN}};
    for (;;) {
        int fd;
        (void)poll(fds, 2, -1);
        if (fds[1].revents)
            return;
        fd = accept(d->listener, NULL, NULL);
        if (fd < 0)
            continue;
        serve(d, fd);
        close(fd);
    }
}

static void open_door(struct door *d)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(address);
    pthread_mutex_init(&d->lock, NULL);
    pthread_cond_init(&d->came, NULL);
    for (size_t i = 0; i < POSTS_MAX; i++)
        d->statuses[i] = 200;
    d->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(0, bind(d->listener, (struct sockaddr *)&address, sizeof(address)));
    assert_int_equal(0, listen(d->listener, 8));
    assert_int_equal(0, getsockname(d->listener, (struct sockaddr *)&address, &len));
    d->port = ntohs(address.sin_port);
    assert_int_equal(0, pipe(d->stop_fds));
    assert_ok(pl_thread_start(&d->thread, "door", run_door, d));
}

static void close_door(struct door *d)
{
    close(d->stop_fds[1]);
    pl_thread_join(&d->thread);
    close(d->stop_fds[0]);
    close(d->listener);
    for (size_t i = 0; i < d->count; i++)
        free(d->posts[i]);
}

static const char *wait_post(struct door *d, size_t index)
{
    const char *post;
    pthread_mutex_lock(&d->lock);
    while (d->count <= index)
        pthread_cond_wait(&d->came, &d->lock);
    post = d->posts[index];
    pthread_mutex_unlock(&d->lock);
    return post;
}

static size_t posts(struct door *d)
{
    size_t n;
    pthread_mutex_lock(&d->lock);
    n = d->count;
    pthread_mutex_unlock(&d->lock);
    return n;
}

/* ---- fixture ---- */

struct fixture {
    char folder[64], where[128], url[64];
    struct door door;
    struct pl_loop *loop;
    struct pl_store_db *db;
    struct pl_webhook *hook;
    unsigned failures, repairs;
    char why[256];
};

static void on_state(void *arg, const char *why)
{
    struct fixture *f = arg;
    if (why) {
        f->failures++;
        (void)snprintf(f->why, sizeof(f->why), "%s", why);
    } else {
        f->repairs++;
    }
}

static void start(struct fixture *f)
{
    struct pl_webhook_config config = {.ops = pl_store_sqlite(),
                                       .where = f->where,
                                       .url = f->url,
                                       .secret = SECRET,
                                       .pause = PL_MS(10),
                                       .on_state = on_state,
                                       .arg = f};
    assert_ok(pl_webhook_start(&f->hook, f->loop, &config));
}

static void stop(struct fixture *f)
{
    pl_webhook_stop(f->hook);
    f->hook = NULL;
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    char error[PL_STORE_ERROR_MAX];
    *state = f;
    (void)snprintf(f->folder, sizeof(f->folder), "/tmp/pl-hook-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    (void)snprintf(f->where, sizeof(f->where), "%s/parlor.db", f->folder);
    open_door(&f->door);
    (void)snprintf(f->url, sizeof(f->url), "http://127.0.0.1:%u/events", f->door.port);
    assert_ok(pl_loop_create(&f->loop));
    assert_ok(pl_store_db_open(&f->db, pl_store_sqlite(), f->where, error));
    return 0;
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    pl_webhook_stop(f->hook);
    close_door(&f->door);
    pl_loop_destroy(f->loop);
    pl_store_db_close(f->db);
    (void)nftw(f->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(f);
    return 0;
}

static void append(struct fixture *f, int count)
{
    struct pl_store_event e = {0, 5, pl_bytes_str("room.enter"), pl_bytes_str("{\"user\":3}")};
    struct pl_store_change c = {PL_STORE_APPEND, PL_STORE_EVENTS, &e, 0};
    for (int i = 0; i < count; i++)
        assert_ok(pl_store_db_write(f->db, &c, 1, NULL));
    pl_webhook_wake(f->hook);
}

static void wait_state(struct fixture *f, unsigned failures, unsigned repairs)
{
    while (f->failures < failures || f->repairs < repairs)
        assert_true(pl_loop_turn(f->loop));
}

static const char *body_of(const char *post)
{
    const char *end = strstr(post, "\r\n\r\n");
    assert_non_null(end);
    return end + 4;
}

/* First and last number in a post. */
static void assert_range(const char *post, long first, long last)
{
    const char *at = strstr(body_of(post), "\"number\":"), *next = at;
    assert_non_null(at);
    assert_int_equal(first, strtol(at + 9, NULL, 10));
    for (; next; next = strstr(next + 1, "\"number\":"))
        at = next;
    assert_int_equal(last, strtol(at + 9, NULL, 10));
}

/* ---- cases ---- */

static void events_are_posted_signed(void **state)
{
    struct fixture *f = *state;
    char expected[PL_WEBHOOK_SIGNATURE_MAX];
    const char *post, *field;
    append(f, 2);
    start(f);
    post = wait_post(&f->door, 0);
    assert_int_equal(0, strncmp(post, "POST /events HTTP/1.1\r\n", 23));
    assert_non_null(strstr(post, "\r\nContent-Type: application/json\r\n"));
    assert_string_equal(body_of(post),
                        "{\"events\":["
                        "{\"number\":1,\"at\":5,\"kind\":\"room.enter\",\"user\":3},"
                        "{\"number\":2,\"at\":5,\"kind\":\"room.enter\",\"user\":3}]}");
    field = strstr(post, "\r\nParlor-Signature: t=");
    assert_non_null(field);
    pl_webhook_sign(SECRET, strtoll(field + 22, NULL, 10), pl_bytes_str(body_of(post)), expected);
    assert_int_equal(0, strncmp(field + 20, expected, strlen(expected)));
    append(f, 1); /* and what comes later */
    assert_range(wait_post(&f->door, 1), 3, 3);
}

/* HMAC-SHA256 with the key of 16 bytes over "1790000000.{}": made with openssl dgst. */
static void the_signature_is_what_is_said(void **state)
{
    char out[PL_WEBHOOK_SIGNATURE_MAX];
    (void)state;
    pl_webhook_sign(SECRET, 1790000000, pl_bytes_str("{}"), out);
    assert_string_equal(
        out, "t=1790000000,v1=3d02334942fff50e279f641c1b104ff5f49380d94ff307bb92b1e03f5aee6ff0");
}

static void what_is_refused_comes_again(void **state)
{
    struct fixture *f = *state;
    f->door.statuses[0] = 500;
    f->door.statuses[1] = 302; /* redirects are not followed */
    append(f, 1);
    start(f);
    for (size_t i = 0; i < 3; i++)
        assert_range(wait_post(&f->door, i), 1, 1);
    wait_state(f, 1, 1);
    assert_int_equal(1, f->failures); /* said once */
    assert_string_equal("it answers with status 500", f->why);
    append(f, 1);
    assert_range(wait_post(&f->door, 3), 2, 2);
}

static void many_come_in_parts_and_in_order(void **state)
{
    struct fixture *f = *state;
    append(f, 250);
    start(f);
    assert_range(wait_post(&f->door, 0), 1, 100);
    assert_range(wait_post(&f->door, 1), 101, 200);
    assert_range(wait_post(&f->door, 2), 201, 250);
}

static void a_restart_goes_on_where_it_was(void **state)
{
    struct fixture *f = *state;
    append(f, 3);
    start(f);
    assert_range(wait_post(&f->door, 0), 1, 3);
    append(f, 1);
    assert_range(wait_post(&f->door, 1), 4, 4); /* so the first were noted as taken */
    stop(f);
    append(f, 2);
    start(f);
    /* The end may have come before the last was noted: it may come again, nothing is left out. */
    (void)wait_post(&f->door, 2);
    assert_true(strstr(body_of(wait_post(&f->door, 2)), "\"number\":5") != NULL);
    assert_true(strstr(body_of(wait_post(&f->door, 2)), "\"number\":6") != NULL);
    assert_true(strstr(body_of(wait_post(&f->door, 2)), "\"number\":3") == NULL);
}

static void a_stop_does_not_wait_for_a_door_that_hangs(void **state)
{
    struct fixture *f = *state;
    f->door.statuses[0] = 0;
    append(f, 1);
    start(f);
    (void)wait_post(&f->door, 0);
    stop(f); /* a test that waits for the ten seconds of the post shows in the times */
    assert_int_equal(1, posts(&f->door));
}

static void nobody_at_the_door(void **state)
{
    struct fixture *f = *state;
    (void)snprintf(f->url, sizeof(f->url), "http://127.0.0.1:1/");
    append(f, 1);
    start(f);
    wait_state(f, 1, 0);
    assert_true(f->why[0] != '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(events_are_posted_signed, set_up, tear_down),
        cmocka_unit_test(the_signature_is_what_is_said),
        cmocka_unit_test_setup_teardown(what_is_refused_comes_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_come_in_parts_and_in_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_restart_goes_on_where_it_was, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_stop_does_not_wait_for_a_door_that_hangs, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(nobody_at_the_door, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
