/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-8 (RFC 3629) checked piece by piece: overlong forms, surrogates and code points above
 * U+10FFFF are refused with the byte that makes them so, wherever the pieces are cut.
 */
#ifndef PL_BASE_UTF8_H
#define PL_BASE_UTF8_H

#include "base/bytes.h"

/* All zero: at the start of a character. */
struct pl_utf8 {
    uint8_t want; /* continuation bytes that must follow */
    uint8_t low;  /* bounds for the next one */
    uint8_t high;
};

/* False: not UTF-8, for good. */
bool pl_utf8_feed(struct pl_utf8 *u, struct pl_bytes piece);

/* No character is left unfinished. */
static inline bool pl_utf8_complete(const struct pl_utf8 *u)
{
    return u->want == 0;
}

static inline bool pl_utf8_valid(struct pl_bytes text)
{
    struct pl_utf8 u = {0, 0, 0};
    return pl_utf8_feed(&u, text) && pl_utf8_complete(&u);
}

#endif
