/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

/* The table of RFC 3629 section 4: the first byte fixes how many follow and bounds the second. */
static bool begin(struct pl_utf8 *u, uint8_t b)
{
    u->low = 0x80;
    u->high = 0xbf;
    if (b >= 0xc2 && b <= 0xdf) {
        u->want = 1;
    } else if (b >= 0xe0 && b <= 0xef) {
        u->want = 2;
        if (b == 0xe0)
            u->low = 0xa0; /* shorter forms exist */
        if (b == 0xed)
            u->high = 0x9f; /* surrogates */
    } else if (b >= 0xf0 && b <= 0xf4) {
        u->want = 3;
        if (b == 0xf0)
            u->low = 0x90;
        if (b == 0xf4)
            u->high = 0x8f; /* above U+10FFFF */
    } else {
        return b < 0x80;
    }
    return true;
}

bool pl_utf8_feed(struct pl_utf8 *u, struct pl_bytes piece)
{
    for (size_t i = 0; i < piece.len; i++) {
        uint8_t b = piece.data[i];
        if (u->want == 0) {
            if (b >= 0x80 && !begin(u, b))
                return false;
        } else {
            if (b < u->low || b > u->high)
                return false;
            u->want--;
            u->low = 0x80;
            u->high = 0xbf;
        }
    }
    return true;
}
