/* SPDX-License-Identifier: Apache-2.0 */
#include "media/tests/media_film.h"

#include "proto/rtp/seq.h"

#include <stdlib.h>

struct pl_stream *film_picture(struct kit_client *c)
{
    struct pl_media_session *s = pl_idmap_get(&c->kit->m->sessions, c->id);
    return pl_stream_find(s, PL_MEDIA_VIDEO, 0);
}

struct pl_route *film_route(struct kit_client *sub, struct kit_client *pub)
{
    return pl_route_find(pl_idmap_get(&sub->kit->m->sessions, sub->id), film_picture(pub));
}

void film_aim(struct kit_client *sub, struct kit_client *pub, uint8_t encoding, uint8_t temporal)
{
    struct pl_media_session *s = pl_idmap_get(&sub->kit->m->sessions, sub->id);
    s->sub->downlink->look_at = sub->kit->now + PL_SEC(1000);
    pl_route_set_target(film_route(sub, pub), sub->kit->now,
                        (struct pl_route_target){encoding, temporal}, PL_MEDIA_WHY_ESTIMATE);
}

int film_by_seq(const void *x, const void *y)
{
    const struct kit_packet *a = x, *b = y;
    return pl_seq_diff(a->seq, b->seq);
}

void film_watch(struct kit_client *c, struct film *film)
{
    memset(film, 0, sizeof(*film));
    qsort(c->log, c->log_count, sizeof(c->log[0]), film_by_seq);
    for (size_t i = 0; i < c->log_count; i++) {
        const struct kit_packet *p = &c->log[i];
        struct film_frame *f = film->count > 0 ? &film->frames[film->count - 1] : NULL;
        if (i > 0 && p->seq == p[-1].seq)
            continue; /* repeated */
        film->holes += i > 0 ? (unsigned)pl_seq_diff(p->seq, p[-1].seq) - 1 : 0;
        assert_true(p->stamped);
        if (!f || f->ts != p->ts) {
            assert_true(film->count < FILM_FRAMES_MAX);
            f = &film->frames[film->count++];
            *f = (struct film_frame){.origin = p->stamp.origin,
                                     .ts = p->ts,
                                     .picture = p->stamp.picture_id,
                                     .tl0 = p->stamp.tl0picidx,
                                     .tid = p->stamp.tid,
                                     .key = p->stamp.key,
                                     .at = p->at};
        }
        assert_int_equal(f->origin, p->stamp.origin);
        assert_int_equal(f->picture, p->stamp.picture_id);
        f->packets++;
        f->last |= p->marker;
    }
}

struct kit *film_begin(uint64_t seed, uint8_t temporal, struct kit_client **a,
                       struct kit_client **b)
{
    struct kit *kit = kit_create(seed);
    *a = kit_join(kit);
    *b = kit_join(kit);
    kit_publish_layers(*a, false, temporal);
    kit_link(*b, *a, KIT_VIDEO, true);
    kit_run(kit, PL_SEC(2));
    return kit;
}
