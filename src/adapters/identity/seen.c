/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/identity/seen.h"

#include "base/list.h"

#include <stdlib.h>
#include <string.h>

struct entry {
    struct pl_heap_node node;
    uint8_t digest[PL_SEEN_DIGEST];
};

void pl_seen_init(struct pl_seen *seen, size_t limit, const uint8_t seed[16])
{
    pl_strmap_init(&seen->by_digest, limit, seed);
    pl_heap_init(&seen->by_end);
    seen->dropped = 0;
}

/* The first to end, if it ends by then. */
static bool forget_one(struct pl_seen *seen, pl_time_us by)
{
    struct pl_heap_node *node = pl_heap_pop_due(&seen->by_end, by);
    struct entry *e;
    if (!node)
        return false;
    e = pl_container_of(node, struct entry, node);
    pl_strmap_remove(&seen->by_digest, pl_bytes_of(e->digest, PL_SEEN_DIGEST));
    free(e);
    return true;
}

void pl_seen_finish(struct pl_seen *seen)
{
    while (forget_one(seen, PL_TIME_NEVER))
        continue;
    pl_strmap_finish(&seen->by_digest);
    pl_heap_finish(&seen->by_end);
}

enum pl_err pl_seen_use(struct pl_seen *seen, const uint8_t digest[PL_SEEN_DIGEST], pl_time_us now,
                        pl_time_us until)
{
    struct entry *e;
    while (forget_one(seen, now))
        continue;
    if (pl_strmap_get(&seen->by_digest, pl_bytes_of(digest, PL_SEEN_DIGEST)))
        return PL_E_REPLAY;
    if (seen->by_digest.count >= seen->by_digest.limit &&
        forget_one(seen, pl_heap_deadline(&seen->by_end)))
        seen->dropped++;
    e = calloc(1, sizeof(*e));
    if (!e)
        return PL_E_NOMEM;
    memcpy(e->digest, digest, PL_SEEN_DIGEST);
    if (pl_heap_arm(&seen->by_end, &e->node, until) == PL_OK) {
        if (pl_strmap_put(&seen->by_digest, pl_bytes_of(e->digest, PL_SEEN_DIGEST), e) == PL_OK)
            return PL_OK;
        pl_heap_disarm(&seen->by_end, &e->node);
    }
    free(e);
    return PL_E_NOMEM;
}
