/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A UDP socket that moves datagrams in batches: one system call for up to PL_UDP_BATCH datagrams in
 * (recvmmsg) and out (sendmmsg), and, where the kernel can, one entry for a whole run of datagrams
 * to one peer (UDP_SEGMENT: same length, the last may be shorter). Both memories are allocated at
 * open; nothing is allocated afterwards.
 *
 * One thread owns it. Receive: pl_udp_receive() gives views into the receive arena, which are good
 * until the next receive and may be changed in place. Send: reserve room in the send arena, write
 * the datagram there (encrypt straight into it), commit its length and path; flush when the batch
 * is done. A full arena flushes by itself.
 *
 *     if (pl_udp_receive(udp, &batch, &n) == PL_OK)
 *         for (i = 0; i < n; i++) handle(batch[i].path, batch[i].data);
 *     p = pl_udp_reserve(udp, 1500); len = protect(p, ...); pl_udp_commit(udp, len, &path);
 *     pl_udp_flush(udp);
 *
 * A path is a pair of addresses: where the datagram comes from or goes to, and which of our own
 * addresses it arrived at or leaves from - so an answer leaves a multi-homed machine by the address
 * that was asked. When bound to "::" the socket takes IPv4 as well; paths then carry plain IPv4.
 *
 * What the kernel does not take is lost, as datagrams are: counted in pl_udp_stats, never repeated.
 * It leaves to others: any judgement of content, pacing, per-peer limits.
 */
#ifndef PL_IO_UDP_BATCH_H
#define PL_IO_UDP_BATCH_H

#include "base/addr.h"
#include "base/bytes.h"
#include "base/err.h"

enum {
    PL_UDP_BATCH = 64,            /* datagrams a system call */
    PL_UDP_DATAGRAM_BYTES = 2048, /* longest datagram in or out */
};

struct pl_udp;

struct pl_udp_path {
    struct pl_addr peer;
    struct pl_addr local; /* port is ours always; family PL_ADDR_NONE on sending: kernel's choice */
};

struct pl_udp_datagram {
    struct pl_udp_path path;
    struct pl_buf data;
};

struct pl_udp_options {
    struct pl_addr bind;   /* "0.0.0.0", "::" (both families) or one address; port 0: ephemeral */
    size_t buffer_bytes;   /* wanted for each of SO_RCVBUF, SO_SNDBUF; 0: 4 MiB; may get less */
    bool without_segments; /* do not use UDP_SEGMENT even if the kernel has it */
};

struct pl_udp_stats {
    uint64_t received, received_bytes;
    uint64_t receive_calls;
    uint64_t too_long; /* longer than PL_UDP_DATAGRAM_BYTES: dropped */
    uint64_t sent, sent_bytes;
    uint64_t send_calls;
    uint64_t segment_runs; /* entries that carried more than one datagram */
    uint64_t send_full;    /* lost: the kernel's buffer was full */
    uint64_t send_refused; /* lost: no route, not permitted, too big */
};

/* PL_E_RANGE: bad bind address. PL_E_EXISTS: address in use. PL_E_IO: anything else (see errno). */
PL_MUST_CHECK enum pl_err pl_udp_open(struct pl_udp **out, const struct pl_udp_options *options);
/* Accepts NULL. Datagrams not flushed are forgotten. */
void pl_udp_close(struct pl_udp *udp);

/* Borrowed, non-blocking; for poll(2) and the like. */
int pl_udp_fd(const struct pl_udp *udp);
/* As bound, with the real port. */
struct pl_addr pl_udp_local(const struct pl_udp *udp);
bool pl_udp_has_segments(const struct pl_udp *udp);
const struct pl_udp_stats *pl_udp_stats_of(const struct pl_udp *udp);

/*
 * Gives up to PL_UDP_BATCH datagrams. PL_E_AGAIN: none now. When a call gives PL_UDP_BATCH there
 * may be more. PL_E_IO: the socket is broken for good.
 */
PL_MUST_CHECK enum pl_err pl_udp_receive(struct pl_udp *udp, struct pl_udp_datagram **batch,
                                         size_t *count);

/* Room for one datagram of up to max_len <= PL_UDP_DATAGRAM_BYTES bytes. Never NULL. Only the last
 * reservation counts: reserving again without a commit gives the same room. */
uint8_t *pl_udp_reserve(struct pl_udp *udp, size_t max_len);
/* Puts the first len bytes of the reserved room in the batch. len may be 0 < len <= max_len. */
void pl_udp_commit(struct pl_udp *udp, size_t len, const struct pl_udp_path *path);
/* Sends what was committed. Harmless when there is nothing. */
void pl_udp_flush(struct pl_udp *udp);

#endif
