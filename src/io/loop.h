/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The control thread's event loop: a thin owner of one uv_loop, with timers, readable descriptors
 * and signals. Everything here belongs to the thread that runs the loop; other threads reach it
 * through a mailbox whose descriptor is watched.
 *
 * Order: create, add handles, run, destroy the handles, destroy the loop. A handle may be destroyed
 * at any time, also inside its own call-back; after the call its call-back is never called again.
 * Memory of a handle is given back by the loop a turn later.
 */
#ifndef PL_IO_LOOP_H
#define PL_IO_LOOP_H

#include "base/err.h"
#include "base/time.h"

#include <stdbool.h>

struct pl_loop;
struct pl_timer;
struct pl_watch;
struct pl_sigwatch;
struct uv_loop_s;

PL_MUST_CHECK enum pl_err pl_loop_create(struct pl_loop **out);
/* Every handle must have been destroyed (asserted). Accepts NULL. Runs the outstanding closings. */
void pl_loop_destroy(struct pl_loop *loop);

/* Runs until pl_loop_stop(), or until nothing is left that could happen. */
void pl_loop_run(struct pl_loop *loop);
/* Waits for at least one happening and handles what is due. False when nothing is left to wait for.
 */
bool pl_loop_turn(struct pl_loop *loop);
/* Makes pl_loop_run() return after the present turn. Loop thread only. */
void pl_loop_stop(struct pl_loop *loop);

/* For the rest of io/ alone. */
struct uv_loop_s *pl_loop_uv(struct pl_loop *loop);

/* A one-shot timer, not armed at first. NULL when out of memory. Borrows arg. */
struct pl_timer *pl_timer_create(struct pl_loop *loop, void (*fire)(void *arg), void *arg);
/* Arms or moves: fires once, at or up to a millisecond after `at` (pl_clock_now_us() time).
 * PL_TIME_NEVER disarms. */
void pl_timer_arm(struct pl_timer *timer, pl_time_us at);
void pl_timer_destroy(struct pl_timer *timer);

/* Calls ready whenever fd is readable (level-triggered). Borrows fd. NULL: no memory or a bad fd.
 */
struct pl_watch *pl_watch_create(struct pl_loop *loop, int fd, void (*ready)(void *arg), void *arg);
void pl_watch_destroy(struct pl_watch *watch);

/* Calls caught in the loop's thread for each arrival of signum. NULL: no memory or a bad signal. */
struct pl_sigwatch *pl_sigwatch_create(struct pl_loop *loop, int signum,
                                       void (*caught)(void *arg, int signum), void *arg);
void pl_sigwatch_destroy(struct pl_sigwatch *watch);

#endif
