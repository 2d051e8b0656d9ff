/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One list of outcomes for the whole program. 0 is success, everything else is negative.
 *
 * Four families, kept apart:
 *   - a caller's bug is not an outcome: it is an assert, kept in release builds;
 *   - a peer's nonsense is PL_E_IGNORED or PL_E_PROTO: counted and dropped, never logged a packet;
 *   - a limit or a lack of memory is PL_E_LIMIT or PL_E_NOMEM;
 *   - the outside world (sockets, files) is PL_E_IO and occurs in the shell only.
 *
 * What a page sees are the manual's GV_ERR numbers (generated from schema/), never these.
 */
#ifndef PL_BASE_ERR_H
#define PL_BASE_ERR_H

enum pl_err {
    PL_OK = 0,
    PL_E_IGNORED = -1,      /* well-formed or not, it is not for us: drop it and count it */
    PL_E_PROTO = -2,        /* the peer broke the protocol */
    PL_E_AUTH = -3,         /* an authentication tag, password or certificate does not fit */
    PL_E_REPLAY = -4,       /* seen before, or too old to tell */
    PL_E_AGAIN = -5,        /* nothing to give now; ask again after the next input or deadline */
    PL_E_LIMIT = -6,        /* a limit given at construction is reached */
    PL_E_NOMEM = -7,        /* the allocator refused */
    PL_E_NOT_FOUND = -8,    /* no such id */
    PL_E_EXISTS = -9,       /* that id is taken */
    PL_E_RANGE = -10,       /* a value lies outside what is allowed */
    PL_E_SPACE = -11,       /* the destination given is too small */
    PL_E_UNSUPPORTED = -12, /* understood, but not offered by this build or peer */
    PL_E_STATE = -13,       /* not possible in the present state */
    PL_E_CRYPTO = -14,      /* the cryptographic library failed */
    PL_E_IO = -15,          /* the outside world failed (shell only) */
    PL_E_CLOSED = -16,      /* the other side has ended it */
};

/* The callee's outcome must be looked at. */
#define PL_MUST_CHECK __attribute__((warn_unused_result))

/* printf-like arguments; fmt and first are 1-based positions. */
#define PL_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))

/* A short lower-case name ("limit"), for logs and test output. Never NULL. */
const char *pl_err_name(enum pl_err err);

#endif
