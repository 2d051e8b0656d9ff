/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A picture at once for those who come while its last key frame is young.
 *
 * A publisher is asked for a key frame at most once in key_pause_us, because each one costs
 * all who watch. Of sixteen people who enter together only the first would be served by it,
 * and the others would look at nothing for the rest of that time. They get what the cache
 * remembers instead: the key frame and what followed, as old as that pause at most, in the pacer's
 * turn. Receivers play it at once, since it is late.
 */
#include "media/internal.h"

/* As much as a fresh key frame of a large picture would be. */
enum { CATCH_UP_PACKETS_MAX = 128 };

bool pl_route_can_catch_up(const struct pl_route *r, pl_time_us now)
{
    const struct pl_encoding *e = &r->stream->encodings[r->encoding];
    return e->key_seq != 0 && e->repair && e->key_seq != r->caught_up &&
           now - e->key_at <= r->subscriber->media->config.key_pause_us;
}

static bool is_whole(const struct pl_encoding *e, uint64_t before)
{
    if (before <= e->key_seq || before - e->key_seq > CATCH_UP_PACKETS_MAX)
        return false;
    for (uint64_t seq = e->key_seq; seq < before; seq++) {
        if (!pl_cache_get(&e->repair->cache, seq))
            return false;
    }
    return true;
}

void pl_route_catch_up(struct pl_route *r, pl_time_us now, uint64_t before)
{
    const struct pl_encoding *e = &r->stream->encodings[r->encoding];
    struct pl_stream_packet p;
    if (!pl_route_can_catch_up(r, now) || !is_whole(e, before))
        return;
    r->caught_up = e->key_seq; /* what has to wait in the pacer is not queued twice */
    for (uint64_t seq = e->key_seq; seq < before; seq++) {
        if (pl_encoding_recall(e, seq, &p) && !pl_route_waits(r, now, &p))
            pl_route_send(r, now, &p);
    }
    r->subscriber->media->stats.caught_up++;
}
