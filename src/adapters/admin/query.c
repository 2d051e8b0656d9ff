/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/admin/query.h"

#include <stdlib.h>

bool pl_admin_number(struct pl_bytes s, int64_t *out)
{
    char digits[24], *end;
    if (s.len == 0 || !pl_bytes_to_str(s, digits, sizeof(digits)) ||
        (digits[0] != '-' && (digits[0] < '0' || digits[0] > '9')))
        return false;
    *out = strtoll(digits, &end, 10);
    return *end == '\0';
}

/* False: it is not there. */
static bool find(struct pl_bytes query, const char *name, struct pl_bytes *value)
{
    struct pl_reader r = pl_reader_of(query);
    size_t name_len = strlen(name);
    while (pl_reader_left(&r) > 0) {
        const uint8_t *from = r.data + r.pos;
        const uint8_t *amp = memchr(from, '&', pl_reader_left(&r));
        size_t len = amp ? (size_t)(amp - from) : pl_reader_left(&r);
        struct pl_bytes pair = pl_read_bytes(&r, len);
        pl_read_skip(&r, amp ? 1 : 0);
        if (len > name_len && pair.data[name_len] == '=' &&
            memcmp(pair.data, name, name_len) == 0) {
            *value = pl_bytes_of(pair.data + name_len + 1, len - name_len - 1);
            return true;
        }
    }
    return false;
}

bool pl_admin_query_number(struct pl_bytes query, const char *name, int64_t otherwise, int64_t *out)
{
    struct pl_bytes value;
    *out = otherwise;
    return !find(query, name, &value) || pl_admin_number(value, out);
}

static int digit(uint8_t c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

bool pl_admin_query_text(struct pl_bytes query, const char *name, char *out, size_t size)
{
    struct pl_bytes v = {NULL, 0};
    size_t n = 0;
    out[0] = '\0';
    if (!find(query, name, &v))
        return true;
    for (size_t i = 0; i < v.len; i++) {
        int c = v.data[i];
        if (c == '%') {
            if (i + 2 >= v.len || digit(v.data[i + 1]) < 0 || digit(v.data[i + 2]) < 0)
                return false;
            c = 16 * digit(v.data[i + 1]) + digit(v.data[i + 2]);
            i += 2;
        } else if (c == '+') {
            c = ' ';
        }
        if (c == 0 || n + 1 >= size)
            return false;
        out[n++] = (char)c;
    }
    out[n] = '\0';
    return true;
}
