/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks passwords on threads of their own, a bounded number at a time: neither the memory nor the
 * processor can be had by guessing at many names at once.
 *
 *     pl_hasher_check(hasher, kept, password, done, arg, &job);
 *     ... on the loop's thread:   done(arg, PL_OK / PL_E_AUTH / PL_E_PROTO / PL_E_NOMEM)
 *
 * Memory: threads times what a hash takes (password.h). Limits: PL_HASHER_WAITING checks that wait.
 */
#ifndef PL_ADAPTERS_IDENTITY_HASHER_H
#define PL_ADAPTERS_IDENTITY_HASHER_H

#include "adapters/identity/password.h"
#include "io/loop.h"

enum {
    PL_HASHER_THREADS_MAX = 8,
    PL_HASHER_WAITING = 256,
};

struct pl_hasher;

typedef void (*pl_hasher_done)(void *arg, enum pl_err result);

/* threads: 1..PL_HASHER_THREADS_MAX. PL_E_NOMEM, PL_E_IO. Borrows loop. */
PL_MUST_CHECK enum pl_err pl_hasher_start(struct pl_hasher **out, struct pl_loop *loop,
                                          unsigned threads);
/* Waits for the checks under way; done is not called any more. Accepts NULL. */
void pl_hasher_stop(struct pl_hasher *hasher);

/*
 * Copies everything. kept empty: does the work of a check and says PL_E_AUTH. PL_E_LIMIT: too many
 * wait; PL_E_NOMEM. job (not NULL) is for pl_hasher_forget.
 */
PL_MUST_CHECK enum pl_err pl_hasher_check(struct pl_hasher *hasher, struct pl_bytes kept,
                                          struct pl_bytes password, pl_hasher_done done, void *arg,
                                          uint64_t *job);
/* text: "$argon2id$...", good until the call-back returns; NULL: it could not be made. */
typedef void (*pl_hasher_made)(void *arg, const char *text);

/* Makes what is kept of a password. Errors and job as above; PL_E_RANGE: an empty or long one. */
PL_MUST_CHECK enum pl_err pl_hasher_make(struct pl_hasher *hasher, struct pl_bytes password,
                                         pl_hasher_made made, void *arg, uint64_t *job);
/* done is not called for it any more; it may be over already. */
void pl_hasher_forget(struct pl_hasher *hasher, uint64_t job);

#endif
