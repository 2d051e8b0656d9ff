/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One user's sound on the recording's time line: 48 kHz, two channels, 16 bits. Pure.
 *
 * Frames are put with the moment at which they belong, as a number of samples since the recording
 * began. They follow each other without a seam: a small difference between where a frame should be
 * and where the one before has ended (the publisher's clock is not ours) is made up for by
 * stretching frames by at most 0.5 %, unheard. A difference above PL_VOICE_SEAM is a pause: the
 * frame is put where it belongs. A hole that a loss has left is filled with what went before,
 * repeated at its pitch and faded out over PL_VOICE_CONCEAL samples.
 *
 * Then blocks are mixed out, in order. What comes for a moment that was mixed already is dropped.
 * Holds PL_VOICE_RING samples ahead of what was mixed; more is dropped.
 */
#ifndef PL_RECORDER_VOICE_H
#define PL_RECORDER_VOICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PL_VOICE_RATE = 48000,
    PL_VOICE_RING = 3 * PL_VOICE_RATE,
    PL_VOICE_SEAM = 2880,      /* 60 ms */
    PL_VOICE_CONCEAL = 2880,   /* 60 ms */
    PL_VOICE_FRAME_MAX = 5760, /* 120 ms, the longest of Opus */
    PL_VOICE_HISTORY = 1920,
};

struct pl_voice {
    int16_t (*ring)[2]; /* by sample number, modulo */
    int64_t end;        /* behind the last frame */
    int64_t mixed;      /* everything before was given */
    bool placed;
    int16_t history[PL_VOICE_HISTORY][2]; /* the last samples before `end` */
    uint64_t concealed, stretched;        /* samples */
};

/* False: no memory. */
bool pl_voice_init(struct pl_voice *v);
void pl_voice_finish(struct pl_voice *v);

/* count: 1 .. PL_VOICE_FRAME_MAX; lost: packets are missing before this frame. */
void pl_voice_put(struct pl_voice *v, int64_t at, const int16_t (*samples)[2], size_t count,
                  bool lost);

/* Adds the samples from `at` on to the sums. `at` is not negative and never goes back. */
void pl_voice_mix(struct pl_voice *v, int64_t at, int32_t (*sum)[2], size_t count);

/*
 * Sums to samples. Loud sums are bent, not cut: up to half of the range nothing changes, above that
 * the curve gets flatter, so that several voices at once do not crackle.
 */
void pl_voice_bend(const int32_t (*sum)[2], int16_t (*out)[2], size_t count);

#endif
