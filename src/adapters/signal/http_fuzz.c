/* SPDX-License-Identifier: Apache-2.0 */
/* Heads one after the other. What is accepted must lie inside the head, and be the same whether it
 * came at once or byte by byte: else a proxy before us could see other requests than we do. */
#include "adapters/signal/ws_upgrade.h"

#include <assert.h>

static void check_inside(const struct pl_http_reader *r, struct pl_bytes b)
{
    if (b.len > 0 && !pl_bytes_eq_str(b, "/"))
        assert(b.data >= r->head && b.data + b.len <= r->head + r->len);
}

static void check_request(const struct pl_http_reader *r)
{
    const struct pl_http_request *q = &r->request;
    assert(q->method == PL_HTTP_OTHER || (q->path.len > 0 && q->path.data[0] == '/'));
    assert(q->field_count <= PL_HTTP_FIELDS_MAX);
    check_inside(r, q->path);
    check_inside(r, q->query);
    for (size_t i = 0; i < q->field_count; i++) {
        check_inside(r, q->fields[i].name);
        check_inside(r, q->fields[i].value);
    }
}

/* A number that stands for all that was read. */
static size_t read_all(const uint8_t *data, size_t size, size_t step)
{
    struct pl_http_reader r;
    size_t sum = 1;
    pl_http_reader_init(&r);
    for (size_t at = 0; at < size;) {
        size_t n = size - at < step ? size - at : step, used;
        enum pl_err err = pl_http_reader_input(&r, pl_bytes_of(data + at, n), &used);
        at += used;
        if (err == PL_E_AGAIN)
            continue;
        if (err) {
            assert(r.status >= 400);
            sum = sum * 31 + r.status;
            break;
        }
        check_request(&r);
        sum = sum * 31 + r.request.path.len * 7 + r.request.field_count + at * 131;
        pl_http_reader_next(&r);
    }
    pl_http_reader_finish(&r);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    assert(read_all(data, size, SIZE_MAX) == read_all(data, size, 1));
    return 0;
}
