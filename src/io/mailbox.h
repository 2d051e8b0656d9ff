/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A bounded queue of values from many threads to one, with a wake-up: the only way threads of the
 * program talk, and the only place that locks.
 *
 * Values are copied in and out (fixed size, given at creation), in order for each producer. The
 * reader waits on pl_mailbox_fd(): it is readable while a wake-up is due, so it fits poll(2), epoll
 * and a pl_watch alike. Wake-ups are merged: one system call for the first value after the reader
 * has emptied the box, none for those that follow.
 *
 * A full box refuses (PL_E_LIMIT): the producer decides what that means - drop the fact, or end the
 * session. Nothing ever waits.
 */
#ifndef PL_IO_MAILBOX_H
#define PL_IO_MAILBOX_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct pl_mailbox;

/* NOMEM, or IO when the process has no descriptor left. */
PL_MUST_CHECK enum pl_err pl_mailbox_create(struct pl_mailbox **out, size_t value_bytes,
                                            size_t capacity);
/* No thread may push any more. Accepts NULL. Values still inside are forgotten. */
void pl_mailbox_destroy(struct pl_mailbox *box);

/* Any thread. Copies *value. PL_E_LIMIT when full. */
PL_MUST_CHECK enum pl_err pl_mailbox_push(struct pl_mailbox *box, const void *value);

/* Any thread. Wakes the reader without a value (to make it look at an atomic flag, say). */
void pl_mailbox_wake(struct pl_mailbox *box);

/*
 * Reader thread only: takes up to max values into dst; gives how many. 0 clears the wake-up. So the
 * reader loops `while ((n = pl_mailbox_take(box, dst, max)) > 0)`.
 */
size_t pl_mailbox_take(struct pl_mailbox *box, void *dst, size_t max);

/* Borrowed; to be polled for reading, never read. */
int pl_mailbox_fd(const struct pl_mailbox *box);

#endif
