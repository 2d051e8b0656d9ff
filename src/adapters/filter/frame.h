/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the server and the host of a plug-in (host.h) say to each other: one frame is one packet of
 * a SOCK_SEQPACKET pair. Every frame has the same fields; what they mean depends on its type.
 * Pure: bytes in, struct out, struct in, bytes out.
 *
 *   to the host    ticket  user  other  room  number       a          b
 *   LOGIN          x                                       name       password
 *   ENTER          x       x            x                  room name  password
 *   USER_IN                x                  level        name       address
 *                          other: the handle
 *   USER_OUT               x
 *   ROOM_IN, _OUT          x            x
 *   DATA                   x                               the data
 *   TEXT                   from  to     x     1 secret     the text
 *
 *   from the host
 *   READY                                                  version
 *   FAILED                                                 why
 *   DONE                                                   (ticket: the number of what is done)
 *   LOGIN_ANSWER   x       x     level        code         nickname
 *   ENTER_ANSWER   x                          code
 *   SEND                   x     handle                    the data
 *   LOST                                      1            (the plug-in sent what is too long)
 *
 * Each call to the host is answered with DONE, in order, an answer before it. `a` and `b` are
 * followed by a NUL on the wire, so that the host can hand them to C as they are.
 */
#ifndef PL_FILTER_FRAME_H
#define PL_FILTER_FRAME_H

#include "base/bytes.h"
#include "base/err.h"

enum {
    PL_FILTER_TEXT_MAX = 32768, /* of `a` and of `b` */
    PL_FILTER_HEAD_BYTES = 26,
    PL_FILTER_FRAME_MAX = PL_FILTER_HEAD_BYTES + 2 * (PL_FILTER_TEXT_MAX + 1),
    PL_FILTER_DATA_MAX = 16384, /* of one piece of filter data */
    PL_FILTER_NAME_MAX = 128,   /* names, passwords, nicknames */
    PL_FILTER_VERSION_MAX = 64, /* with its NUL, as the next */
    PL_FILTER_WHY_MAX = 512,
};

enum pl_filter_frame_type {
    PL_FILTER_LOGIN = 1,
    PL_FILTER_ENTER,
    PL_FILTER_USER_IN,
    PL_FILTER_USER_OUT,
    PL_FILTER_ROOM_IN,
    PL_FILTER_ROOM_OUT,
    PL_FILTER_DATA,
    PL_FILTER_TEXT,
    PL_FILTER_LAST_CALL = PL_FILTER_TEXT,
    PL_FILTER_READY,
    PL_FILTER_FAILED,
    PL_FILTER_DONE,
    PL_FILTER_LOGIN_ANSWER,
    PL_FILTER_ENTER_ANSWER,
    PL_FILTER_SEND,
    PL_FILTER_LOST,
    PL_FILTER_LAST = PL_FILTER_LOST,
};

struct pl_filter_frame {
    enum pl_filter_frame_type type;
    uint32_t ticket;
    uint32_t user;
    uint32_t other;
    uint32_t room;
    uint32_t number;
    struct pl_bytes a, b; /* read: followed by a NUL */
};

/* Bytes that it takes. */
size_t pl_filter_frame_size(const struct pl_filter_frame *f);
/* PL_E_LIMIT: a text is too long; PL_E_SPACE: w is too small. */
PL_MUST_CHECK enum pl_err pl_filter_frame_write(const struct pl_filter_frame *f,
                                                struct pl_writer *w);
/* The texts borrow `in`. PL_E_PROTO: nothing that write() makes. */
PL_MUST_CHECK enum pl_err pl_filter_frame_read(struct pl_filter_frame *f, struct pl_bytes in);

#endif
