/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An event loop for links that we open: epoll with microsecond deadlines. Thousands of sockets that
 * are readable in bursts is all it has to serve, so it is less than io/loop.h and cheaper.
 *
 * A descriptor's object must stay in memory until the loop is closed, also after its removal:
 * events that were already fetched still look at it. One thread.
 */
#ifndef PL_DIAL_POLL_H
#define PL_DIAL_POLL_H

#include "base/err.h"
#include "base/time.h"

#include <stdint.h>

struct pl_poll {
    int epoll;
};

struct pl_poll_fd {
    int fd; /* -1: none */
    void (*ready)(struct pl_poll_fd *self, uint32_t events);
};

PL_MUST_CHECK enum pl_err pl_poll_open(struct pl_poll *p);
void pl_poll_close(struct pl_poll *p);

/* events: EPOLLIN and the like. PL_E_IO: the kernel has no room. */
PL_MUST_CHECK enum pl_err pl_poll_add(struct pl_poll *p, struct pl_poll_fd *fd, uint32_t events);
void pl_poll_change(struct pl_poll *p, struct pl_poll_fd *fd, uint32_t events);
/* Closes the descriptor as well. Harmless when there is none. */
void pl_poll_remove(struct pl_poll *p, struct pl_poll_fd *fd);

/* Waits for something until `at`, calls what is ready, once for each descriptor. */
void pl_poll_wait(struct pl_poll *p, pl_time_us at);

#endif
