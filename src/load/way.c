/* SPDX-License-Identifier: Apache-2.0 */
#include "load/way.h"

#include <stdlib.h>

struct packet {
    struct pl_impair_packet link;
    struct pl_list held;
    size_t len;
    uint8_t data[];
};

void pl_load_way_init(struct pl_load_way *w, uint64_t seed, const struct pl_impair_settings *up,
                      const struct pl_impair_settings *down)
{
    w->count = 0;
    pl_list_init(&w->packets);
    pl_impair_link_init(&w->up, seed);
    pl_impair_link_init(&w->down, seed ^ 0x9e3779b97f4a7c15u);
    pl_impair_link_set(&w->up, 0, up);
    pl_impair_link_set(&w->down, 0, down);
}

static void forget(struct pl_load_way *w, struct packet *p)
{
    pl_list_remove(&p->held);
    w->count--;
    free(p);
}

void pl_load_way_finish(struct pl_load_way *w)
{
    pl_impair_link_finish(&w->up);
    pl_impair_link_finish(&w->down);
    while (!pl_list_empty(&w->packets))
        forget(w, pl_container_of(w->packets.next, struct packet, held));
}

void pl_load_way_input(struct pl_load_way *w, pl_time_us now, bool up, struct pl_bytes datagram)
{
    struct packet *p =
        w->count < PL_LOAD_WAY_PACKETS_MAX ? malloc(sizeof(*p) + datagram.len) : NULL;
    if (!p)
        return;
    p->len = p->link.len = datagram.len;
    if (datagram.len > 0)
        memcpy(p->data, datagram.data, datagram.len);
    if (pl_impair_link_input(up ? &w->up : &w->down, now, &p->link) != PL_IMPAIR_TAKEN) {
        free(p);
        return;
    }
    pl_list_add_tail(&w->packets, &p->held);
    w->count++;
}

bool pl_load_way_next_output(struct pl_load_way *w, pl_time_us now, uint8_t *dst, size_t *len,
                             bool *up)
{
    bool last;
    struct pl_impair_packet *found = pl_impair_link_next_output(&w->up, now, &last);
    struct packet *p;
    *up = found != NULL;
    if (!found)
        found = pl_impair_link_next_output(&w->down, now, &last);
    if (!found)
        return false;
    p = pl_container_of(found, struct packet, link);
    *len = p->len;
    memcpy(dst, p->data, p->len);
    if (last)
        forget(w, p);
    return true;
}

pl_time_us pl_load_way_deadline(const struct pl_load_way *w)
{
    return pl_time_min(pl_impair_link_deadline(&w->up), pl_impair_link_deadline(&w->down));
}
