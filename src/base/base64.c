/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base64.h"

#include <assert.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* 64: not a letter. */
static uint32_t value_of(uint8_t c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26u;
    if (c >= '0' && c <= '9')
        return c - '0' + 52u;
    if (c == '+')
        return 62;
    return c == '/' ? 63 : 64;
}

static size_t padding_of(struct pl_bytes text)
{
    size_t n = 0;
    while (n < 2 && n < text.len && text.data[text.len - 1 - n] == '=')
        n++;
    return n;
}

enum pl_err pl_base64_size(struct pl_bytes text, size_t *size)
{
    size_t padding = padding_of(text);
    size_t count = text.len - padding;
    if (text.len % 4 != 0)
        return PL_E_PROTO;
    for (size_t i = 0; i < count; i++) {
        if (value_of(text.data[i]) == 64)
            return PL_E_PROTO;
    }
    if ((padding == 1 && (value_of(text.data[count - 1]) & 3) != 0) ||
        (padding == 2 && (value_of(text.data[count - 1]) & 15) != 0))
        return PL_E_PROTO;
    *size = text.len / 4 * 3 - padding;
    return PL_OK;
}

void pl_base64_read(struct pl_bytes text, uint8_t *out)
{
    size_t count = text.len - padding_of(text);
    uint32_t bits = 0;
    size_t have = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t value = value_of(text.data[i]);
        assert(value < 64);
        bits = bits << 6 | value;
        have += 6;
        if (have >= 8) {
            have -= 8;
            *out++ = (uint8_t)(bits >> have);
        }
    }
}

static void write_group(const uint8_t *in, size_t n, uint8_t out[4])
{
    uint32_t bits =
        (uint32_t)in[0] << 16 | (n > 1 ? (uint32_t)in[1] << 8 : 0) | (n > 2 ? in[2] : 0);
    out[0] = (uint8_t)letters[bits >> 18];
    out[1] = (uint8_t)letters[bits >> 12 & 63];
    out[2] = n > 1 ? (uint8_t)letters[bits >> 6 & 63] : '=';
    out[3] = n > 2 ? (uint8_t)letters[bits & 63] : '=';
}

void pl_base64_write(struct pl_bytes bytes, uint8_t *out)
{
    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t left = bytes.len - i;
        write_group(bytes.data + i, left < 3 ? left : 3, out);
        out += 4;
    }
}
