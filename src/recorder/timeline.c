/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/timeline.h"

#include <string.h>

void pl_least_put(struct pl_least *l, pl_time_us now, int64_t value)
{
    uint64_t second = now / 1000000u + 1;
    unsigned i = (unsigned)(second % PL_TIMELINE_BUCKETS);
    if (l->seconds[i] != second || value < l->values[i])
        l->values[i] = value;
    l->seconds[i] = second;
}

int64_t pl_least_get(const struct pl_least *l)
{
    uint64_t newest = 0;
    int64_t least = 0;
    bool any = false;
    for (unsigned i = 0; i < PL_TIMELINE_BUCKETS; i++)
        newest = l->seconds[i] > newest ? l->seconds[i] : newest;
    for (unsigned i = 0; i < PL_TIMELINE_BUCKETS; i++) {
        if (l->seconds[i] == 0 || l->seconds[i] + PL_TIMELINE_BUCKETS <= newest)
            continue;
        if (!any || l->values[i] < least)
            least = l->values[i];
        any = true;
    }
    return least;
}

void pl_timeline_init(struct pl_timeline *t, struct pl_timeline_group *group, uint32_t rate)
{
    memset(t, 0, sizeof(*t));
    t->group = group;
    t->rate = rate;
}

void pl_timeline_restart(struct pl_timeline *t)
{
    pl_timeline_init(t, t->group, t->rate);
}

static int64_t us_of(const struct pl_timeline *t, uint64_t ts)
{
    return (int64_t)(ts / t->rate * 1000000u + ts % t->rate * 1000000u / t->rate);
}

static int64_t wanted_offset(const struct pl_timeline *t)
{
    if (t->reported)
        return t->report_offset + pl_least_get(&t->group->delays);
    return pl_least_get(&t->own);
}

/* passed: media time since it was last asked. */
static void follow(struct pl_timeline *t, int64_t passed)
{
    int64_t ppm =
        t->followed_us < PL_TIMELINE_EAGER_US ? PL_TIMELINE_EAGER_PPM : PL_TIMELINE_SLEW_PPM;
    int64_t to = wanted_offset(t), step = passed * ppm / 1000000;
    int64_t difference = to - t->offset;
    if (!t->placed || difference > PL_TIMELINE_JUMP_US || difference < -PL_TIMELINE_JUMP_US) {
        t->offset = to;
        t->placed = true;
        return;
    }
    t->followed_us += passed;
    t->offset += difference > step ? step : difference < -step ? -step : difference;
}

void pl_timeline_packet(struct pl_timeline *t, pl_time_us stamp, uint32_t ts)
{
    int64_t us = us_of(t, pl_ts_unwrap(&t->unwrap, ts));
    int64_t passed = t->newest_us > 0 ? us - (int64_t)t->newest_us : 0;
    pl_least_put(&t->own, stamp, (int64_t)stamp - us);
    if (t->reported)
        pl_least_put(&t->group->delays, stamp, (int64_t)stamp - us - t->report_offset);
    if (passed >= 0) {
        t->newest_us = (uint64_t)us;
        follow(t, passed);
    }
}

void pl_timeline_report(struct pl_timeline *t, uint64_t wall_us, uint32_t ts)
{
    if (!t->placed) /* nothing to be near to */
        return;
    t->report_offset = (int64_t)wall_us - us_of(t, pl_ts_unwrap_peek(&t->unwrap, ts));
    if (!t->reported) {
        t->reported = true;
        t->placed = false; /* better than what was taken for the truth so far: at once */
        pl_least_put(&t->group->delays, t->newest_us + (uint64_t)t->offset,
                     pl_least_get(&t->own) - t->report_offset);
    }
}

int64_t pl_timeline_moment(const struct pl_timeline *t, uint32_t ts)
{
    return us_of(t, pl_ts_unwrap_peek(&t->unwrap, ts)) + t->offset;
}
