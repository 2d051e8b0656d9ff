/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: a TCP client on the server's own loop, so that one thread plays both sides. What
 * arrives is gathered in `got`; expect_...() turn the loop until the fact is there. A fact that
 * never comes is stopped by alarm(2), not by a sleep.
 */
#ifndef PL_IO_TEST_CLIENT_H
#define PL_IO_TEST_CLIENT_H

#include "io/loop.h"
#include "io/sockaddr.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

struct test_client {
    struct pl_loop *loop;
    struct pl_watch *watch;
    int fd;
    bool closed; /* by the server */
    bool reset;
    uint8_t got[1 << 20];
    size_t len;
};

static inline void test_client_readable(void *arg)
{
    struct test_client *t = arg;
    ssize_t n = recv(t->fd, t->got + t->len, sizeof(t->got) - 1 - t->len, MSG_DONTWAIT);
    if (n > 0) {
        t->len += (size_t)n;
        t->got[t->len] = '\0';
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        t->closed = true;
        t->reset = n < 0;
        pl_watch_destroy(t->watch);
        t->watch = NULL;
    }
}

static inline struct test_client *test_client_open(struct pl_loop *loop, struct pl_addr to)
{
    struct test_client *t = calloc(1, sizeof(*t));
    struct sockaddr_storage name = {0};
    bool ipv6 = to.family == PL_ADDR_IPV6;
    socklen_t len = pl_sockaddr_write(&name, &to, ipv6);
    alarm(60);
    assert_non_null(t);
    t->loop = loop;
    t->fd = socket(ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(t->fd >= 0);
    assert_int_equal(connect(t->fd, (struct sockaddr *)&name, len), 0); /* the backlog takes it */
    t->watch = pl_watch_create(loop, t->fd, test_client_readable, t);
    assert_non_null(t->watch);
    return t;
}

static inline void test_client_close(struct test_client *t)
{
    pl_watch_destroy(t->watch);
    close(t->fd);
    free(t);
}

/* All of it; the loop turns while the line is full. */
static inline void test_client_send(struct test_client *t, const void *data, size_t len)
{
    const uint8_t *p = data;
    while (len > 0 && !t->closed) {
        ssize_t n = send(t->fd, p, len, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n > 0) {
            p += n;
            len -= (size_t)n;
        } else if (errno == EAGAIN) {
            (void)pl_loop_turn(t->loop);
        } else {
            return; /* the server has closed: the test will see it */
        }
    }
}

static inline void test_client_say(struct test_client *t, const char *text)
{
    test_client_send(t, text, strlen(text));
}

static inline void test_client_expect(struct test_client *t, const char *text)
{
    while (!memmem(t->got, t->len, text, strlen(text))) {
        if (t->closed)
            fail_msg("closed before '%s' came; got '%s'", text, (char *)t->got);
        assert_true(pl_loop_turn(t->loop));
    }
}

static inline void test_client_expect_bytes(struct test_client *t, size_t len)
{
    while (t->len < len && !t->closed)
        assert_true(pl_loop_turn(t->loop));
    assert_true(t->len >= len);
}

static inline void test_client_expect_closed(struct test_client *t)
{
    while (!t->closed)
        assert_true(pl_loop_turn(t->loop));
}

static inline void test_client_forget(struct test_client *t)
{
    t->len = 0;
    t->got[0] = '\0';
}

#endif
