/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/voice.h"

#include <stdlib.h>
#include <string.h>

enum {
    STRETCH_DIVISOR = 200, /* at most 0.5 % */
    CORRECT_SHARE = 16,    /* a frame makes up for this part of the difference */
    LAG_MIN = 120,         /* 400 Hz */
    LAG_MAX = 960,         /* 50 Hz */
    MATCH = 480,           /* samples that are compared */
    FADE_IN = 120,
    KNEE = 16384,
};

bool pl_voice_init(struct pl_voice *v)
{
    memset(v, 0, sizeof(*v));
    v->ring = calloc(PL_VOICE_RING, sizeof(*v->ring));
    return v->ring != NULL;
}

void pl_voice_finish(struct pl_voice *v)
{
    free(v->ring);
    v->ring = NULL;
}

static void remember(struct pl_voice *v, const int16_t (*samples)[2], size_t count)
{
    size_t keep = count < PL_VOICE_HISTORY ? PL_VOICE_HISTORY - count : 0;
    size_t take = PL_VOICE_HISTORY - keep;
    memmove(v->history, v->history + (PL_VOICE_HISTORY - keep), keep * sizeof(*v->history));
    memcpy(v->history + keep, samples + (count - take), take * sizeof(*v->history));
}

/* Writes behind the end; what is mixed already or too far ahead goes nowhere. */
static void write(struct pl_voice *v, const int16_t (*samples)[2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int64_t n = v->end + (int64_t)i;
        if (n < v->mixed || n >= v->mixed + PL_VOICE_RING)
            continue;
        memcpy(v->ring[n % PL_VOICE_RING], samples[i], sizeof(samples[i]));
    }
    remember(v, samples, count);
    v->end += (int64_t)count;
}

/* ---- concealment ---- */

static int32_t mono(const struct pl_voice *v, size_t i)
{
    return (v->history[i][0] + v->history[i][1]) / 2;
}

/* The lag at which the last sound is most like itself. Every fourth sample tells. */
static size_t find_pitch(const struct pl_voice *v)
{
    size_t best = LAG_MAX;
    double best_score = 0;
    for (size_t lag = LAG_MIN; lag <= LAG_MAX; lag += 2) {
        double product = 0, energy = 1;
        for (size_t i = PL_VOICE_HISTORY - MATCH; i < PL_VOICE_HISTORY; i += 4) {
            double was = mono(v, i - lag);
            product += mono(v, i) * was;
            energy += was * was;
        }
        if (product > 0 && product * product / energy > best_score) {
            best_score = product * product / energy;
            best = lag;
        }
    }
    return best;
}

static void conceal(struct pl_voice *v, size_t count)
{
    static const size_t from = PL_VOICE_HISTORY;
    int16_t filled[PL_VOICE_CONCEAL][2];
    size_t lag = find_pitch(v);
    if (count > PL_VOICE_CONCEAL)
        count = PL_VOICE_CONCEAL;
    for (size_t i = 0; i < count; i++) {
        int32_t gain = (int32_t)(PL_VOICE_CONCEAL - i);
        for (unsigned c = 0; c < 2; c++)
            filled[i][c] = (int16_t)(v->history[from - lag + i % lag][c] * gain / PL_VOICE_CONCEAL);
    }
    v->concealed += count;
    write(v, (const int16_t(*)[2])filled, count);
}

/* ---- frames ---- */

/* Other lengths of the same sound: linear interpolation, for a few samples in a thousand. */
static void stretch(const int16_t (*in)[2], size_t count, int16_t (*out)[2], size_t want)
{
    for (size_t i = 0; i < want; i++) {
        uint64_t at = (uint64_t)i * (count - 1) * 65536u / (want - 1);
        size_t k = (size_t)(at >> 16);
        int32_t part = (int32_t)(at & 0xffff);
        size_t next = k + 1 < count ? k + 1 : k;
        for (unsigned c = 0; c < 2; c++)
            out[i][c] =
                (int16_t)(in[k][c] + (int32_t)((int64_t)(in[next][c] - in[k][c]) * part / 65536));
    }
}

static void follow_on(struct pl_voice *v, int64_t away, const int16_t (*samples)[2], size_t count)
{
    int16_t other[PL_VOICE_FRAME_MAX + PL_VOICE_FRAME_MAX / STRETCH_DIVISOR + 1][2];
    int64_t most = (int64_t)count / STRETCH_DIVISOR, more = away / CORRECT_SHARE;
    more = more > most ? most : more < -most ? -most : more;
    if (more == 0 || count < STRETCH_DIVISOR) {
        write(v, samples, count);
        return;
    }
    v->stretched += (uint64_t)(more < 0 ? -more : more);
    stretch(samples, count, other, (size_t)((int64_t)count + more));
    write(v, (const int16_t(*)[2])other, (size_t)((int64_t)count + more));
}

/* Silence up to the moment, and the frame with a soft beginning. */
static void begin_anew(struct pl_voice *v, int64_t at, const int16_t (*samples)[2], size_t count)
{
    int16_t soft[PL_VOICE_FRAME_MAX][2];
    memcpy(soft, samples, count * sizeof(*soft));
    for (size_t i = 0; i < FADE_IN && i < count; i++) {
        soft[i][0] = (int16_t)(soft[i][0] * (int32_t)i / FADE_IN);
        soft[i][1] = (int16_t)(soft[i][1] * (int32_t)i / FADE_IN);
    }
    v->end = at;
    v->placed = true;
    write(v, (const int16_t(*)[2])soft, count);
}

void pl_voice_put(struct pl_voice *v, int64_t at, const int16_t (*samples)[2], size_t count,
                  bool lost)
{
    int64_t away = at - v->end;
    if (v->placed && lost && away > 0) {
        conceal(v, (size_t)(away > PL_VOICE_CONCEAL ? PL_VOICE_CONCEAL : away));
        away = at - v->end;
    }
    if (!v->placed || away > PL_VOICE_SEAM || away < -PL_VOICE_SEAM)
        begin_anew(v, at, samples, count);
    else
        follow_on(v, away, samples, count);
}

/* ---- the mix ---- */

void pl_voice_mix(struct pl_voice *v, int64_t at, int32_t (*sum)[2], size_t count)
{
    if (at > v->mixed && at - v->mixed >= PL_VOICE_RING)
        memset(v->ring, 0, PL_VOICE_RING * sizeof(*v->ring));
    for (size_t i = 0; i < count; i++) {
        int16_t *s = v->ring[(at + (int64_t)i) % PL_VOICE_RING];
        sum[i][0] += s[0];
        sum[i][1] += s[1];
        s[0] = s[1] = 0;
    }
    v->mixed = at + (int64_t)count;
}

static int16_t bend(int32_t v)
{
    int64_t over = (v < 0 ? -(int64_t)v : v) - KNEE, range = 32767 - KNEE;
    int64_t bent;
    if (over <= 0)
        return (int16_t)v;
    bent = KNEE + over * range / (over + range);
    return (int16_t)(v < 0 ? -bent : bent);
}

void pl_voice_bend(const int32_t (*sum)[2], int16_t (*out)[2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        out[i][0] = bend(sum[i][0]);
        out[i][1] = bend(sum[i][1]);
    }
}
