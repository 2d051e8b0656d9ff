/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which part of a file a request wants: the field Range (RFC 9110 section 14.2), as players of
 * recordings send it when somebody jumps. One range of bytes; whatever else it says is no reason to
 * refuse, but asks for the whole file (14.2: a server may ignore the field).
 */
#ifndef PL_SIGNAL_HTTP_RANGE_H
#define PL_SIGNAL_HTTP_RANGE_H

#include "base/bytes.h"

enum pl_http_range_kind {
    PL_HTTP_RANGE_WHOLE,  /* 200 */
    PL_HTTP_RANGE_PART,   /* 206: from first to last, both included */
    PL_HTTP_RANGE_BEYOND, /* 416: the file has no such bytes */
};

struct pl_http_range {
    enum pl_http_range_kind kind;
    uint64_t first, last; /* WHOLE: 0 and size - 1, of an empty file 0 and 0 */
};

/* field: data NULL when there is none. */
struct pl_http_range pl_http_range_read(struct pl_bytes field, uint64_t size);

#endif
