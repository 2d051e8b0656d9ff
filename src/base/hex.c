/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hex.h"

void pl_hex_write(struct pl_bytes bytes, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < bytes.len; i++) {
        out[2 * i] = digits[bytes.data[i] >> 4];
        out[2 * i + 1] = digits[bytes.data[i] & 15];
    }
}

void pl_hex_str(struct pl_bytes bytes, char *out)
{
    pl_hex_write(bytes, out);
    out[2 * bytes.len] = '\0';
}
