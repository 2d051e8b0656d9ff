/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who gets what of one subscriber's bandwidth: for each picture a step of its ladder, or a pause.
 *
 *   1. Sound comes first: what it takes is not for pictures.
 *   2. A picture that the page does not show is paused.
 *   3. Every other one gets its lowest step, the largest on the page first; what does not fit is
 *      paused. Who has it keeps it while PL_ALLOCATE_KEEP of it fits: the estimate of one who
 *      gets little dips low, and a pause costs a key frame.
 *   4. What is left raises them step by step, always the one with the fewest bits for its size.
 *   5. No step larger than the page shows (PL_ALLOCATE_TOLERANCE): the ladder ends there.
 *   6. Down at once. Up only when PL_ALLOCATE_HEADROOM more than needed has been there for
 *      PL_ALLOCATE_PATIENCE_US; twice as long, up to PL_ALLOCATE_PATIENCE_MAX_US, each time that a
 *      rise had to be taken back soon. At once where everybody fits with room to spare and nothing
 * had to be taken back lately, and for a picture that has just come.
 *
 * A ladder's steps rise in bits: the temporal layers of the smallest encoding, then the whole of
 * each larger one. Pure functions over what the caller keeps; no sizes, no clock, no memory of
 * their own. Cost: O(pictures x steps x pictures).
 */
#ifndef PL_MEDIA_ALLOCATE_H
#define PL_MEDIA_ALLOCATE_H

#include "base/time.h"
#include "media/media.h"

#define PL_ALLOCATE_HEADROOM        1.15
#define PL_ALLOCATE_SLACK           1.05 /* so much above the estimate is not yet too much */
#define PL_ALLOCATE_KEEP            0.5  /* the lowest step stays while so much of it fits */
#define PL_ALLOCATE_TOLERANCE       0.75 /* a picture of that part of the shown height is enough */
#define PL_ALLOCATE_PATIENCE_US     PL_SEC(1)
#define PL_ALLOCATE_PATIENCE_MAX_US PL_SEC(8)
#define PL_ALLOCATE_SOON_US         PL_SEC(5)
#define PL_ALLOCATE_UNLIMITED       UINT32_MAX
/* What probing should prove, in parts of what is wished: room for key frames and for rising. */
#define PL_ALLOCATE_WANT 1.5

enum {
    PL_ALLOCATE_STEPS_MAX = PL_MEDIA_TEMPORAL_MAX + PL_MEDIA_ENCODINGS_MAX - 1,
    PL_ALLOCATE_PAUSED = -1,
};

/* A layer that a publisher sends, smallest first. */
struct pl_allocate_layer {
    uint16_t height; /* 0: not known */
    bool usable;     /* is sent, or would be if somebody asked */
    uint8_t temporal_count;
    uint32_t bps[PL_MEDIA_TEMPORAL_MAX]; /* with the temporal layers up to this one */
};

struct pl_allocate_step {
    uint32_t bps;
    uint8_t encoding; /* ordinal */
    uint8_t temporal;
};

/* What lasts between two decisions about one picture; zeros at first. */
struct pl_allocate_memory {
    bool begun;
    bool paused;
    uint8_t encoding, temporal; /* of the step in force: ladders change, layers keep their names */
    pl_time_us better_since;    /* more has fitted since; 0: it does not */
    pl_time_us raised_at;       /* 0: never */
    pl_time_us patience_us;     /* 0: PL_ALLOCATE_PATIENCE_US */
};

struct pl_allocate_picture {
    bool visible;
    uint32_t area; /* on the page */
    bool capped;   /* the ladder ends before the largest: more is not shown */
    uint8_t step_count;
    struct pl_allocate_step steps[PL_ALLOCATE_STEPS_MAX];
    struct pl_allocate_memory *memory; /* borrowed */
    int8_t step;                       /* decided: of the ladder, or PL_ALLOCATE_PAUSED */
    enum pl_media_why why;             /* decided */
};

/* Fills steps, area, visible and capped. What is of unknown size counts as filling a screen. */
void pl_allocate_ladder(struct pl_allocate_picture *p, const struct pl_media_view *view,
                        const struct pl_allocate_layer *layers, size_t count);

/*
 * Decides. target_bps: all that may be sent, or PL_ALLOCATE_UNLIMITED; audio_bps: what sound takes
 * of it.
 */
void pl_allocate(struct pl_allocate_picture *pictures, size_t count, pl_time_us now,
                 uint32_t target_bps, uint32_t audio_bps);

/* All that would be sent if there were no limit. */
uint64_t pl_allocate_wish(const struct pl_allocate_picture *pictures, size_t count,
                          uint32_t audio_bps);
/* What gives everybody who is seen his lowest step. */
uint64_t pl_allocate_least(const struct pl_allocate_picture *pictures, size_t count,
                           uint32_t audio_bps);
/* All that the decision sends. */
uint64_t pl_allocate_spent(const struct pl_allocate_picture *pictures, size_t count,
                           uint32_t audio_bps);

#endif
