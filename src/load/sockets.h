/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UDP sockets of the load generator: one connected socket for each peer connection, as browsers
 * have them, so that the server meets as many destinations as in life. All share one memory for
 * batches in and out.
 *
 * Arrival times are the kernel's (SO_TIMESTAMPNS): the time a datagram waits until this process
 * gets to read it does not count as the server's. UDP_GRO stays off: on loopback it would hand over
 * a segmenting server's runs unsegmented, which no network does.
 */
#ifndef PL_LOAD_SOCKETS_H
#define PL_LOAD_SOCKETS_H

#include "base/addr.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/time.h"

enum {
    PL_SOCKETS_BATCH = 64,
    PL_SOCKETS_DATAGRAM_BYTES = 2048,
};

struct pl_sockets;

struct pl_sockets_datagram {
    pl_time_us at; /* arrival, by pl_clock_now_us() */
    struct pl_buf data;
};

/* NULL: no memory. */
struct pl_sockets *pl_sockets_create(void);
void pl_sockets_destroy(struct pl_sockets *s);

/* Non-blocking, connected. PL_E_IO: see errno. */
PL_MUST_CHECK enum pl_err pl_sockets_open(int *fd, const struct pl_addr *to);

/* Up to PL_SOCKETS_BATCH datagrams, good until the next call; 0: none now. */
size_t pl_sockets_receive(struct pl_sockets *s, int fd, struct pl_sockets_datagram **batch);

/* Copies. Goes out with the next flush, or when a batch is full or another socket is used. */
void pl_sockets_send(struct pl_sockets *s, int fd, struct pl_bytes datagram);
void pl_sockets_flush(struct pl_sockets *s);
/* Datagrams that the kernel did not take: our own losses. */
uint64_t pl_sockets_unsent(const struct pl_sockets *s);

/* Datagrams that this socket has lost because its buffer was full. */
uint64_t pl_sockets_drops(int fd);

#endif
