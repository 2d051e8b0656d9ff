/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ICE over TCP (RFC 6544, passive) for one worker: a listener and its connections, each a stream of
 * datagrams (RFC 4571). For clients whose network lets no UDP through. Private to this folder.
 *
 * A connection is a path of the SFU: its peer's address, and a tag in `local` that no UDP path has.
 *
 * What strangers can do is bounded: so many connections, so many of one address; the first frame
 * has to be an ICE check for somebody here, within first_us; a frame longer than a datagram, or
 * silence of idle_us, ends it. What a slow reader can do as well: queue_bytes wait for it, and
 * beyond half of that what may be dropped is (video: the SFU repairs, and hears of the congestion);
 * when the rest does not fit, or nothing has been taken for stall_us, the connection is closed.
 *
 * One thread. Its descriptor is for poll(2); pl_ice_tcp_run does what there is to do.
 */
#ifndef PL_ADAPTERS_MEDIA_ICE_TCP_H
#define PL_ADAPTERS_MEDIA_ICE_TCP_H

#include "base/addr.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/time.h"
#include "media/media.h"

#define PL_ICE_TCP_TAG PL_ICE_LOCAL_TCP /* set in `local` of every path of ours, of no other */

struct pl_ice_tcp;

struct pl_ice_tcp_options {
    struct pl_addr bind; /* "::": both families */
    size_t max_connections;
    size_t max_per_address;
    size_t queue_bytes; /* to one connection; at least 64 KiB (assert) */
    pl_time_us first_us, idle_us, stall_us;
};

/* All mandatory. Called from pl_ice_tcp_run; may send. */
struct pl_ice_tcp_user {
    bool (*awaits)(void *arg, struct pl_bytes first);
    void (*input)(void *arg, const struct pl_media_datagram *batch, size_t count);
    void (*closed)(void *arg, const struct pl_ice_path *path);
    void *arg;
};

struct pl_ice_tcp_stats {
    uint64_t open; /* now */
    uint64_t accepted;
    uint64_t refused; /* over a limit */
    uint64_t strange; /* hung up on: no check for anybody here in time, or no frames at all */
    uint64_t slow;    /* hung up on: did not read */
    uint64_t dropped; /* datagrams left out for slow readers */
};

/* PL_E_EXISTS: the port is taken. PL_E_RANGE: not an address of this machine. PL_E_IO, PL_E_NOMEM.
 */
PL_MUST_CHECK enum pl_err pl_ice_tcp_open(struct pl_ice_tcp **out,
                                          const struct pl_ice_tcp_options *options,
                                          const struct pl_ice_tcp_user *user);
/* Accepts NULL. Closes everything, without a word to the user. */
void pl_ice_tcp_close(struct pl_ice_tcp *t);

/* Readable when there is something to do. */
int pl_ice_tcp_fd(const struct pl_ice_tcp *t);
struct pl_addr pl_ice_tcp_local(const struct pl_ice_tcp *t);
const struct pl_ice_tcp_stats *pl_ice_tcp_stats_of(const struct pl_ice_tcp *t);

/* readable: what was said of pl_ice_tcp_fd; then it accepts, reads and writes what waits. Hangs up
 * on whom time has run out for (looked at once a second, so call it that often, readable or not;
 * without, it costs no system call). */
void pl_ice_tcp_run(struct pl_ice_tcp *t, pl_time_us now, bool readable);

/* Puts a datagram in the queue of the connection with this tag; one that is gone swallows it. */
void pl_ice_tcp_send(struct pl_ice_tcp *t, uint32_t tag, struct pl_bytes datagram);
/* Gives the queues to the kernel. */
void pl_ice_tcp_flush(struct pl_ice_tcp *t, pl_time_us now);

#endif
