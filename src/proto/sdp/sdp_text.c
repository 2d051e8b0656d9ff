/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/sdp/sdp_text.h"

static bool is_alnum(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : c;
}

static bool contains(struct pl_bytes s, char c)
{
    return s.len > 0 && memchr(s.data, c, s.len);
}

/* All bytes are alphanumeric or one of `more`. */
static bool consists_of(struct pl_bytes s, const char *more)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!is_alnum(s.data[i]) && (s.data[i] == '\0' || !strchr(more, s.data[i])))
            return false;
    }
    return true;
}

bool pl_sdp_is_text(struct pl_bytes s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.data[i] < 0x20 || s.data[i] == 0x7f)
            return false;
    }
    return true;
}

bool pl_sdp_is_word(struct pl_bytes s)
{
    return s.len > 0 && pl_sdp_is_text(s) && !contains(s, ' ');
}

bool pl_sdp_is_token(struct pl_bytes s)
{
    return s.len > 0 && consists_of(s, "!#$%&'*+-.^_`{|}~");
}

bool pl_sdp_is_ice(struct pl_bytes s, size_t min, size_t max)
{
    return s.len >= min && s.len <= max && consists_of(s, "+/");
}

bool pl_sdp_is_rid(struct pl_bytes s)
{
    return s.len > 0 && consists_of(s, "-_");
}

bool pl_sdp_is_host(struct pl_bytes s)
{
    return s.len > 0 && s.len <= 255 && consists_of(s, "-._");
}

bool pl_sdp_is_param_value(struct pl_bytes s)
{
    return pl_sdp_is_text(s) && !contains(s, ';') && pl_sdp_trim(s).len == s.len;
}

bool pl_sdp_is_param_key(struct pl_bytes s)
{
    return s.len > 0 && pl_sdp_is_param_value(s) && !contains(s, '=');
}

bool pl_sdp_eq_nocase(struct pl_bytes a, struct pl_bytes b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (lower(a.data[i]) != lower(b.data[i]))
            return false;
    }
    return true;
}

struct pl_bytes pl_sdp_cut(struct pl_bytes *rest, char sep)
{
    const uint8_t *at = rest->len > 0 ? memchr(rest->data, sep, rest->len) : NULL;
    size_t n = at ? (size_t)(at - rest->data) : rest->len;
    struct pl_bytes part = pl_bytes_of(rest->data, n);
    if (at)
        *rest = pl_bytes_of(at + 1, rest->len - n - 1);
    else
        *rest = pl_bytes_of(NULL, 0);
    return part;
}

bool pl_sdp_number(struct pl_bytes s, uint64_t max, uint64_t *value)
{
    uint64_t v = 0;
    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        uint64_t digit = (uint64_t)s.data[i] - '0';
        if (digit > 9 || digit > max || v > (max - digit) / 10)
            return false;
        v = v * 10 + digit;
    }
    *value = v;
    return true;
}

struct pl_bytes pl_sdp_trim(struct pl_bytes s)
{
    while (s.len > 0 && s.data[0] == ' ')
        s = pl_bytes_of(s.data + 1, s.len - 1);
    while (s.len > 0 && s.data[s.len - 1] == ' ')
        s.len--;
    return s;
}
