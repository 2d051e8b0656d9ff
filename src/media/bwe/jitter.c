/* SPDX-License-Identifier: Apache-2.0 */
#include "media/bwe/jitter.h"

#include <string.h>

#define NEAR_PEAK_US   2000 /* as late as the peak, but for the grain of the feedback */
#define PEAK_FORGET_US 100000
#define WINDOW_MAX_US  1500000
#define DELAY_LIMIT_US 30000000 /* beyond it a clock has jumped */
#define SLOT_EMPTY     INT32_MAX

void pl_bwe_jitter_init(struct pl_bwe_jitter *j)
{
    memset(j, 0, sizeof(*j));
}

static int32_t lesser(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t greater(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static void start(struct pl_bwe_jitter *j, const struct pl_bwe_arrival *a)
{
    pl_bwe_jitter_init(j);
    j->started = true;
    j->zero_us = a->arrived_us - a->sent_us;
    j->slot = a->arrived_us / PL_BWE_JITTER_SLOT_US;
    j->span_from_us = j->peak_until_us = a->arrived_us;
    j->peak_sent_us = a->sent_us;
    for (size_t i = 0; i < PL_BWE_JITTER_SLOTS; i++)
        j->slots_us[i] = SLOT_EMPTY;
}

static void next_span(struct pl_bwe_jitter *j, int32_t delay, int64_t arrived)
{
    j->span_from_us = arrived;
    j->least_us[0] = j->least_us[1];
    j->fall_us[0] = j->fall_us[1];
    j->least_us[1] = delay;
    j->fall_us[1] = 0;
}

static int32_t *slot_at(struct pl_bwe_jitter *j, int64_t slot)
{
    return &j->slots_us[(uint64_t)slot % PL_BWE_JITTER_SLOTS];
}

static void fill_slot(struct pl_bwe_jitter *j, int32_t delay, int64_t arrived)
{
    int64_t slot = arrived / PL_BWE_JITTER_SLOT_US;
    if (slot <= j->slot - PL_BWE_JITTER_SLOTS)
        return;
    for (int64_t n = 0; n < slot - j->slot && n < PL_BWE_JITTER_SLOTS; n++)
        *slot_at(j, slot - n) = SLOT_EMPTY;
    if (slot > j->slot)
        j->slot = slot;
    *slot_at(j, slot) = lesser(*slot_at(j, slot), delay);
}

static void begin_peak(struct pl_bwe_jitter *j, int32_t delay, const struct pl_bwe_arrival *a)
{
    j->peak_us = delay;
    j->peak_sent_us = a->sent_us;
    j->peak_until_us = a->arrived_us;
    j->bytes = 0;
}

/* In a pause of ours any queue empties: only what falls while we send as ever counts. */
static bool sent_as_ever(const struct pl_bwe_jitter *j, const struct pl_bwe_arrival *a)
{
    double us = (double)(a->sent_us - j->peak_sent_us), r_hat = pl_bwe_rate_bps(a->rate);
    return r_hat > 0 && (double)j->bytes * 8e6 >= PL_BWE_JITTER_BUSY * r_hat * us;
}

static void watch_falls(struct pl_bwe_jitter *j, int32_t delay, const struct pl_bwe_arrival *a)
{
    int64_t since = a->arrived_us - j->peak_until_us;
    int32_t fall = j->peak_us - delay;
    j->bytes += a->bytes;
    if (fall < NEAR_PEAK_US)
        begin_peak(j, greater(j->peak_us, delay), a);
    else if (since > fall / PL_BWE_JITTER_STEEP && since > PEAK_FORGET_US)
        begin_peak(j, delay, a);
    else if (since <= fall / PL_BWE_JITTER_STEEP && fall >= PL_BWE_JITTER_FROM_US &&
             sent_as_ever(j, a))
        j->fall_us[1] = greater(j->fall_us[1], fall);
}

void pl_bwe_jitter_input(struct pl_bwe_jitter *j, const struct pl_bwe_arrival *a)
{
    int64_t off = a->arrived_us - a->sent_us - j->zero_us;
    int32_t delay;
    if (!j->started || off > DELAY_LIMIT_US || off < -DELAY_LIMIT_US) {
        start(j, a);
        off = 0;
    }
    delay = (int32_t)off;
    if (a->arrived_us - j->span_from_us > PL_BWE_JITTER_SPAN_US)
        next_span(j, delay, a->arrived_us);
    j->least_us[0] = lesser(j->least_us[0], delay);
    j->least_us[1] = lesser(j->least_us[1], delay);
    fill_slot(j, delay, a->arrived_us);
    watch_falls(j, delay, a);
}

int32_t pl_bwe_jitter_us(const struct pl_bwe_jitter *j)
{
    return greater(j->fall_us[0], j->fall_us[1]);
}

int32_t pl_bwe_jitter_standing_us(const struct pl_bwe_jitter *j)
{
    int64_t window = (int64_t)PL_BWE_JITTER_WINDOW * pl_bwe_jitter_us(j), slots;
    int32_t least = SLOT_EMPTY;
    if (window > WINDOW_MAX_US)
        window = WINDOW_MAX_US;
    slots = (window + PL_BWE_JITTER_SLOT_US - 1) / PL_BWE_JITTER_SLOT_US;
    for (int64_t n = 0; n <= slots && n < PL_BWE_JITTER_SLOTS; n++)
        least = lesser(least, j->slots_us[(uint64_t)(j->slot - n) % PL_BWE_JITTER_SLOTS]);
    return least == SLOT_EMPTY ? 0 : least - lesser(j->least_us[0], j->least_us[1]);
}

enum pl_bwe_signal pl_bwe_jitter_filter(const struct pl_bwe_jitter *j, enum pl_bwe_signal signal)
{
    int32_t jitter = pl_bwe_jitter_us(j);
    if (signal == PL_BWE_NORMAL || jitter == 0)
        return signal;
    return pl_bwe_jitter_standing_us(j) > jitter ? signal : PL_BWE_NORMAL;
}
