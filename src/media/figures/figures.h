/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How well a stream goes: what is counted of it, and the mark from 0 to 5 that follows.
 *
 * Two ways are judged alike: up, from a publisher to us (for each encoding), and down, from us to
 * one subscriber. Counters only rise; a `pl_figures_past` remembers them and gives what happened
 * since the last look, so that who looks decides how often. Pure state, O(1), integers only.
 *
 * The mark is the rating R of the E-model (ITU-T G.107, in the simplified form of Cole and
 * Rosenbluth, 2001), for pictures with terms of our own in the same scale:
 *
 *     R    = 93.2 - Id - Ie - If - Il
 *     d    = rtt / 2 + 2 * jitter + 40 ms              the way, the jitter buffer, the codec
 *     Id   = 0.024 d + 0.11 max(0, d - 177.3)          conversation suffers from delay
 *     Ie   = 95 p / (p + b)                            p: per cent lost after repair;
 *                                                      b: 20 for sound (concealed), 4 for pictures
 *          + min(10, lost / 2)                         pictures: repaired in time, or not quite
 *     If   = 15 for each freeze, at most 45            pictures
 *     Il   = 12 for each layer held back, at most 24   pictures: for lack of bandwidth, not of size
 *
 *     R >= 85: 5   >= 75: 4   >= 65: 3   >= 50: 2   below: 1   nothing comes that should: 0
 */
#ifndef PL_MEDIA_FIGURES_H
#define PL_MEDIA_FIGURES_H

#include "base/time.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PL_QUALITY_MAX = 5,
    PL_QUALITY_UNKNOWN = 0xff, /* nothing to judge */
    PL_FIGURES_PPM = 1000000,
};

/* ---- frames and their gaps ---- */

struct pl_pulse {
    pl_time_us at;    /* the newest frame came; 0: none yet */
    uint32_t ts;      /* its timestamp */
    uint32_t mean_us; /* between frames, smoothed; 0: not yet known */
    uint32_t frames;
    uint32_t freezes; /* as seen from here: the receiver's buffer may have bridged one */
};

/*
 * A packet with the timestamp ts. A gap between two frames is a freeze when it is longer than three
 * usual ones and than a usual one and 150 ms (as freezeCount of webrtc-stats), and shorter than
 * PL_PULSE_OFF_US: after that the camera was off.
 */
#define PL_PULSE_OFF_US PL_SEC(5)
void pl_pulse_input(struct pl_pulse *p, pl_time_us now, uint32_t ts);

/* ---- what happened since the last look ---- */

struct pl_figures_count {
    uint64_t bytes;    /* of payloads */
    uint32_t expected; /* packets by their numbers; may fall: then the source has begun anew */
    int64_t lost;      /* of them; falls when late ones come */
    uint32_t repaired; /* sent again, as far as it came */
    uint32_t repeated; /* sent again to where only losses are told: as many of them are lost */
    uint32_t frames;
    uint32_t freezes;
};

struct pl_figures_past {
    pl_time_us at; /* 0: no look yet */
    struct pl_figures_count count;
};

struct pl_figures_delta {
    uint32_t bps;
    uint32_t fps;
    uint32_t lost_ppm; /* before repair, of the packets expected */
    uint32_t left_ppm; /* after it */
    uint32_t repaired;
    uint32_t freezes;
    uint32_t expected;
};

/* The first look remembers and gives zeros. Looks at the same time too. */
struct pl_figures_delta pl_figures_look(struct pl_figures_past *past, pl_time_us now,
                                        const struct pl_figures_count *count);

/* ---- the mark ---- */

struct pl_quality_input {
    bool picture;
    bool missing; /* nothing comes, and something should */
    uint32_t lost_ppm, left_ppm;
    uint32_t rtt_us, jitter_us; /* 0: not known */
    uint32_t freezes;
    uint32_t held_back; /* layers */
};

uint8_t pl_quality_mark(const struct pl_quality_input *in);

/* The worse one counts; unknown ones do not. */
static inline uint8_t pl_quality_worse(uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

/* ---- distributions, as Prometheus wants them ---- */

enum { PL_HISTOGRAM_BOUNDS = 6 };

struct pl_histogram {
    uint64_t le[PL_HISTOGRAM_BOUNDS]; /* observations not above each bound */
    uint64_t count;
    uint64_t sum;
};

/* bounds: PL_HISTOGRAM_BOUNDS ascending ones, always the same. */
void pl_histogram_add(struct pl_histogram *h, const uint32_t *bounds, uint32_t value);

extern const uint32_t pl_histogram_marks[PL_HISTOGRAM_BOUNDS];
extern const uint32_t pl_histogram_rtt_us[PL_HISTOGRAM_BOUNDS];
extern const uint32_t pl_histogram_loss_ppm[PL_HISTOGRAM_BOUNDS];

#endif
