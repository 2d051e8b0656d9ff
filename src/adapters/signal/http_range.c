/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/signal/http_range.h"

enum { DIGITS_MAX = 18 };

/* Takes digits off the front. False: there are none, or too many. */
static bool take_number(struct pl_bytes *text, uint64_t *out)
{
    size_t n = 0;
    *out = 0;
    while (n < text->len && text->data[n] >= '0' && text->data[n] <= '9') {
        if (n == DIGITS_MAX)
            return false;
        *out = *out * 10 + (uint64_t)(text->data[n++] - '0');
    }
    *text = pl_bytes_of(text->data + n, text->len - n);
    return n > 0;
}

struct pl_http_range pl_http_range_read(struct pl_bytes field, uint64_t size)
{
    const struct pl_http_range whole = {PL_HTTP_RANGE_WHOLE, 0, size > 0 ? size - 1 : 0};
    const struct pl_http_range beyond = {PL_HTTP_RANGE_BEYOND, 0, 0};
    struct pl_http_range r = {PL_HTTP_RANGE_PART, 0, size - 1};
    bool from, to;
    if (!field.data || field.len < 6 || memcmp(field.data, "bytes=", 6) != 0)
        return whole;
    field = pl_bytes_of(field.data + 6, field.len - 6);
    from = take_number(&field, &r.first);
    if (field.len == 0 || field.data[0] != '-')
        return whole;
    field = pl_bytes_of(field.data + 1, field.len - 1);
    to = take_number(&field, &r.last);
    if (field.len > 0 || (!from && !to) || (from && to && r.last < r.first))
        return whole; /* several ranges, or nonsense */
    if (!from) {      /* the last so many bytes */
        if (r.last == 0 || size == 0)
            return beyond;
        r.first = r.last < size ? size - r.last : 0;
        r.last = size - 1;
        return r;
    }
    if (r.first >= size)
        return beyond;
    if (!to || r.last >= size)
        r.last = size - 1;
    return r;
}
