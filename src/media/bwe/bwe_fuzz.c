/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dice for a sender, a clock and a receiver that says anything. Whatever it says, the target stays
 * within its bounds, every number stays finite, and a deadline that has been served lies ahead.
 */
#include "base/bytes.h"
#include "media/bwe/bwe.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STATUSES = 300, MIN_BPS = 30000, MAX_BPS = 8000000, PADS_MAX = 1000 };

struct world {
    struct pl_bwe bwe;
    pl_time_us now;
    uint16_t seq;
    int32_t reference;
};

static void check(bool fact)
{
    if (!fact)
        abort();
}

static void send_some(struct world *w, struct pl_reader *dice)
{
    uint8_t how = pl_read_u8(dice);
    size_t bytes = pl_read_u8(dice) * 8u;
    w->seq = (uint16_t)(w->seq + (how >> 6)); /* may skip, or repeat the last */
    for (unsigned i = 0; i < (how & 31u); i++) {
        pl_bwe_sent(&w->bwe, w->now, w->seq++, bytes);
        w->now += how & 32 ? 700 : 7000;
    }
}

/* From honest with noise to anything. */
static void tell(struct world *w, struct pl_reader *dice)
{
    static struct pl_twcc_status statuses[STATUSES];
    struct pl_rtcp_twcc head = {0};
    uint8_t how = pl_read_u8(dice), back = pl_read_u8(dice);
    size_t count = pl_read_u8(dice);
    head.base_seq = how & 1 ? pl_read_u16(dice) : (uint16_t)(w->seq - back);
    w->reference = (int32_t)(w->now / PL_TWCC_REFERENCE_US) & 0x7fffff;
    if (how & 2)
        w->reference = (int32_t)pl_read_u24(dice) - (1 << 23);
    head.reference_time = w->reference;
    for (size_t i = 0; i < count; i++) {
        uint8_t die = pl_read_u8(dice);
        statuses[i].seq = (uint16_t)(head.base_seq + i);
        statuses[i].received = (die & 7) != 0;
        statuses[i].delta_250us = (int16_t)(how & 4 ? (int16_t)(die << 8) : die >> 3);
    }
    pl_bwe_feedback(&w->bwe, w->now, &head, statuses, count);
}

static void pad(struct world *w)
{
    size_t due;
    pl_bwe_tick(&w->bwe, w->now);
    due = pl_bwe_next_probe(&w->bwe, w->now);
    for (int i = 0; i < PADS_MAX && due > 0; i++) {
        size_t bytes = due < PL_BWE_PROBE_PACKET ? due : PL_BWE_PROBE_PACKET;
        pl_bwe_sent(&w->bwe, w->now, w->seq++, bytes);
        w->now += 300;
        due = pl_bwe_next_probe(&w->bwe, w->now);
    }
    check(due == 0);
    pl_bwe_tick(&w->bwe, w->now); /* padding took time, and something else may have become due */
    check(pl_bwe_deadline(&w->bwe) > w->now); /* or the worker would spin */
}

static void look(const struct world *w)
{
    const struct pl_bwe *b = &w->bwe;
    check(pl_bwe_target_bps(b) >= MIN_BPS && pl_bwe_target_bps(b) <= MAX_BPS);
    check(b->aimd.bps >= MIN_BPS && b->aimd.bps <= MAX_BPS);
    check(b->loss.bps >= MIN_BPS && b->loss.bps <= MAX_BPS);
    check(b->detector.threshold_ms >= PL_BWE_THRESHOLD_MIN_MS &&
          b->detector.threshold_ms <= PL_BWE_THRESHOLD_MAX_MS);
    check(b->trend.smooth_ms - b->trend.smooth_ms == 0); /* neither infinite nor a NaN */
    check(b->rtt_us <= PL_SEC(3));
    check(pl_bwe_why_name(pl_bwe_why(b))[0] != '?');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct world w;
    struct pl_reader dice = pl_reader_of(pl_bytes_of(data, size));
    w = (struct world){.now = pl_read_u32(&dice), .seq = pl_read_u16(&dice)};
    pl_bwe_init(&w.bwe, &(struct pl_bwe_config){300000, MIN_BPS, MAX_BPS});
    while (pl_reader_left(&dice) > 0) {
        uint8_t roll = pl_read_u8(&dice);
        switch (roll % 6) {
        case 0:
        case 1:
            send_some(&w, &dice);
            break;
        case 2:
        case 3:
            tell(&w, &dice);
            break;
        case 4:
            w.now += (pl_time_us)pl_read_u16(&dice) * (roll & 64 ? 2000 : 20);
            if (roll & 128)
                pl_bwe_want(&w.bwe, pl_read_u32(&dice));
            break;
        default:
            pl_bwe_report(&w.bwe, w.now, pl_read_u8(&dice), pl_read_u32(&dice));
            break;
        }
        if (roll & 32)
            pad(&w);
        look(&w);
    }
    pl_bwe_finish(&w.bwe);
    return 0;
}
