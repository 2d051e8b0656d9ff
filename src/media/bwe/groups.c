/* SPDX-License-Identifier: Apache-2.0 */
#include "media/bwe/groups.h"

#include <string.h>

void pl_bwe_groups_init(struct pl_bwe_groups *g)
{
    memset(g, 0, sizeof(*g));
}

static bool belongs(const struct pl_bwe_group *g, int64_t sent, int64_t arrived)
{
    int64_t arrival_gap = arrived - g->last_arrived, sent_gap = sent - g->last_sent;
    if (sent - g->first_sent <= PL_BWE_BURST_US)
        return true;
    return arrival_gap >= 0 && arrival_gap <= PL_BWE_BURST_US && arrival_gap < sent_gap &&
           arrived - g->first_arrived <= PL_BWE_BURST_MAX_US;
}

static void extend(struct pl_bwe_group *g, int64_t sent, int64_t arrived)
{
    if (sent > g->last_sent)
        g->last_sent = sent;
    if (arrived > g->last_arrived)
        g->last_arrived = arrived;
    if (arrived < g->first_arrived)
        g->first_arrived = arrived;
}

/* The current group is complete: compare it with the one before. */
static enum pl_bwe_groups_result compare(const struct pl_bwe_groups *g,
                                         struct pl_bwe_variation *out)
{
    const struct pl_bwe_group *a = &g->previous, *b = &g->current;
    if (g->known < 2)
        return PL_BWE_GROUPS_NONE;
    out->sent_us = b->last_sent - a->last_sent;
    out->delay_us = (b->last_arrived - a->last_arrived) - out->sent_us;
    out->arrived_us = b->last_arrived;
    if (out->delay_us > PL_BWE_IMPLAUSIBLE_US || out->delay_us < -PL_BWE_IMPLAUSIBLE_US)
        return PL_BWE_GROUPS_RESTART;
    return PL_BWE_GROUPS_SAMPLE;
}

enum pl_bwe_groups_result pl_bwe_groups_input(struct pl_bwe_groups *g, int64_t sent,
                                              int64_t arrived, struct pl_bwe_variation *out)
{
    const struct pl_bwe_group fresh = {sent, sent, arrived, arrived};
    enum pl_bwe_groups_result result;
    if (g->known == 0) {
        g->current = fresh;
        g->known = 1;
        return PL_BWE_GROUPS_NONE;
    }
    if (sent < g->current.first_sent)
        return PL_BWE_GROUPS_NONE;
    if (belongs(&g->current, sent, arrived)) {
        extend(&g->current, sent, arrived);
        return PL_BWE_GROUPS_NONE;
    }
    result = compare(g, out);
    g->previous = g->current;
    g->current = fresh;
    g->known = result == PL_BWE_GROUPS_RESTART ? 1 : 2;
    return result;
}
