/* SPDX-License-Identifier: Apache-2.0 */
#include "media/figures/figures.h"

const uint32_t pl_histogram_marks[PL_HISTOGRAM_BOUNDS] = {0, 1, 2, 3, 4, 5};
const uint32_t pl_histogram_rtt_us[PL_HISTOGRAM_BOUNDS] = {20000,  50000,  100000,
                                                           200000, 400000, 800000};
const uint32_t pl_histogram_loss_ppm[PL_HISTOGRAM_BOUNDS] = {0, 5000, 10000, 20000, 50000, 100000};

/* ---- frames and their gaps ---- */

#define FREEZE_US PL_MS(150)

void pl_pulse_input(struct pl_pulse *p, pl_time_us now, uint32_t ts)
{
    pl_time_us gap = now - p->at;
    bool first = p->at == 0;
    if (!first && (int32_t)(ts - p->ts) <= 0)
        return; /* of the same frame, or of an older one */
    p->ts = ts;
    p->at = now;
    p->frames++;
    if (first || gap >= PL_PULSE_OFF_US)
        return;
    if (p->mean_us != 0 && gap > 3u * (pl_time_us)p->mean_us && gap > p->mean_us + FREEZE_US) {
        p->freezes++;
        return; /* no usual one */
    }
    p->mean_us = p->mean_us == 0 ? (uint32_t)gap : (uint32_t)((7u * p->mean_us + gap) / 8u);
}

/* ---- what happened since the last look ---- */

static uint32_t per_second(uint64_t n, pl_time_us elapsed)
{
    uint64_t rate = (n * 1000000u + elapsed / 2) / elapsed;
    return rate < UINT32_MAX ? (uint32_t)rate : UINT32_MAX;
}

static uint32_t ppm(uint64_t part, uint64_t whole)
{
    if (whole == 0)
        return 0;
    return part < whole ? (uint32_t)(part * PL_FIGURES_PPM / whole) : PL_FIGURES_PPM;
}

struct pl_figures_delta pl_figures_look(struct pl_figures_past *past, pl_time_us now,
                                        const struct pl_figures_count *count)
{
    struct pl_figures_count old = past->count;
    pl_time_us elapsed = now - past->at;
    struct pl_figures_delta d = {0};
    uint64_t lost, repaired;
    bool known = past->at != 0 && elapsed > 0;
    past->at = now;
    past->count = *count;
    if (!known)
        return d;
    d.freezes = count->freezes - old.freezes;
    d.fps = per_second((uint32_t)(count->frames - old.frames), elapsed);
    d.bps = count->bytes >= old.bytes ? per_second((count->bytes - old.bytes) * 8u, elapsed) : 0;
    if (count->expected < old.expected)
        return d; /* another source: its past is not ours */
    d.expected = count->expected - old.expected;
    d.repaired = count->repaired - old.repaired + count->repeated - old.repeated;
    lost = count->lost > old.lost ? (uint64_t)(count->lost - old.lost) : 0;
    d.lost_ppm = ppm(lost, d.expected);
    repaired =
        count->repaired - old.repaired +
        (uint64_t)(count->repeated - old.repeated) * (PL_FIGURES_PPM - d.lost_ppm) / PL_FIGURES_PPM;
    if (repaired > lost)
        repaired = lost;
    d.left_ppm = ppm(lost - repaired, d.expected);
    return d;
}

/* ---- the mark ---- */

/* All of R in thousandths. */
enum {
    R_BEST = 93200,
    CODEC_US = 40000,
    CONVERSATION_US = 177300,
    DELAY_MAX_US = 5000000,
    IE_WORST = 95000,
    SOUND_B_PPM = 200000, /* 20 per cent */
    PICTURE_B_PPM = 40000,
    REPAIR_MAX = 10000,
    FREEZE = 15000,
    FREEZES_MAX = 3,
    LAYER = 12000,
    LAYERS_MAX = 2,
};

static int64_t at_most(int64_t value, int64_t max)
{
    return value < max ? value : max;
}

static int64_t of_delay(const struct pl_quality_input *in)
{
    int64_t d =
        at_most((int64_t)in->rtt_us / 2 + 2 * (int64_t)in->jitter_us + CODEC_US, DELAY_MAX_US);
    int64_t late = d > CONVERSATION_US ? d - CONVERSATION_US : 0;
    return (24 * d + 110 * late) / 1000;
}

static int64_t of_loss(const struct pl_quality_input *in)
{
    int64_t p = in->left_ppm, b = in->picture ? PICTURE_B_PPM : SOUND_B_PPM;
    return IE_WORST * p / (p + b);
}

static int64_t of_picture(const struct pl_quality_input *in)
{
    if (!in->picture)
        return 0;
    return at_most((int64_t)in->lost_ppm / 20, REPAIR_MAX) +
           FREEZE * at_most(in->freezes, FREEZES_MAX) + LAYER * at_most(in->held_back, LAYERS_MAX);
}

uint8_t pl_quality_mark(const struct pl_quality_input *in)
{
    static const int64_t floors[PL_QUALITY_MAX] = {85000, 75000, 65000, 50000, INT64_MIN};
    int64_t r = R_BEST - of_delay(in) - of_loss(in) - of_picture(in);
    unsigned i = 0;
    if (in->missing)
        return 0;
    while (r < floors[i])
        i++;
    return (uint8_t)(PL_QUALITY_MAX - i);
}

/* ---- distributions ---- */

void pl_histogram_add(struct pl_histogram *h, const uint32_t *bounds, uint32_t value)
{
    for (unsigned i = 0; i < PL_HISTOGRAM_BOUNDS; i++)
        h->le[i] += value <= bounds[i];
    h->count++;
    h->sum += value;
}
