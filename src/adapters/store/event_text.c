/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/store/event_text.h"

#include <inttypes.h>

int pl_store_event_text(const struct pl_store_event *e, char *out, size_t size)
{
    /* The body is an object of ours: its members come behind those of the event. */
    struct pl_bytes rest =
        e->body.len > 2 ? pl_bytes_of(e->body.data + 1, e->body.len - 1) : pl_bytes_str("}");
    return snprintf(out, size, "{\"number\":%" PRId64 ",\"at\":%" PRId64 ",\"kind\":\"%.*s\"%s%.*s",
                    e->number, e->at_ms, (int)e->kind.len, (const char *)e->kind.data,
                    rest.len > 1 ? "," : "", (int)rest.len, (const char *)rest.data);
}
