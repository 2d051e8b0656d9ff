/* SPDX-License-Identifier: Apache-2.0 */
#include "media/downlink/allocate.h"

#include <assert.h>

enum { SCREEN_AREA = 1920 * 1080, SMALLEST_AREA = 16 * 16 };

/* ---- ladders ---- */

/* Is this layer large enough for how it is shown? Unknown sizes never are. */
static bool suffices(const struct pl_media_view *view, uint16_t height)
{
    return view->height > 0 && height > 0 &&
           (double)height >= PL_ALLOCATE_TOLERANCE * (double)view->height;
}

static void add_step(struct pl_allocate_picture *p, uint8_t encoding, uint8_t temporal,
                     uint32_t bps)
{
    /* Measured rates need not rise from step to step; without rising, a larger one is simply
     * better. */
    while (p->step_count > 0 && p->steps[p->step_count - 1].bps >= bps)
        p->step_count--;
    assert(p->step_count < PL_ALLOCATE_STEPS_MAX);
    p->steps[p->step_count++] = (struct pl_allocate_step){bps, encoding, temporal};
}

void pl_allocate_ladder(struct pl_allocate_picture *p, const struct pl_media_view *view,
                        const struct pl_allocate_layer *layers, size_t count)
{
    bool lowest = true;
    p->visible = view->visible;
    p->area = view->width > 0 && view->height > 0 ? (uint32_t)view->width * view->height
                                                  : (uint32_t)SCREEN_AREA;
    if (p->area < SMALLEST_AREA)
        p->area = SMALLEST_AREA;
    p->capped = false;
    p->step_count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct pl_allocate_layer *l = &layers[i];
        uint8_t top = (uint8_t)(l->temporal_count > 0 ? l->temporal_count - 1 : 0);
        if (!l->usable)
            continue;
        for (uint8_t t = lowest ? 0 : top; t <= top; t++)
            add_step(p, (uint8_t)i, t, l->bps[t]);
        lowest = false;
        if (!suffices(view, l->height))
            continue;
        for (size_t more = i + 1; more < count; more++)
            p->capped |= layers[more].usable;
        return;
    }
}

/* ---- dividing ---- */

static bool goes_before(const struct pl_allocate_picture *a, const struct pl_allocate_picture *b)
{
    return a->area > b->area;
}

/* What has to be there for its lowest step. */
static uint64_t least_of(const struct pl_allocate_picture *p, bool keep)
{
    uint64_t bps = p->steps[0].bps;
    keep = keep && p->memory->begun && !p->memory->paused;
    return keep ? (uint64_t)(PL_ALLOCATE_KEEP * (double)bps) : bps;
}

/* Lowest steps, the largest first; those who come later in the list stand back among equals. */
static uint64_t give_lowest(const struct pl_allocate_picture *p, size_t count, int8_t *steps,
                            uint64_t budget, bool keep)
{
    bool seen[PL_MEDIA_SUB_SECTIONS_MAX] = {false};
    for (size_t n = 0; n < count; n++) {
        size_t best = count;
        for (size_t i = 0; i < count; i++) {
            if (!seen[i] && (best == count || goes_before(&p[i], &p[best])))
                best = i;
        }
        seen[best] = true;
        steps[best] = PL_ALLOCATE_PAUSED;
        if (!p[best].visible || p[best].step_count == 0 || least_of(&p[best], keep) > budget)
            continue;
        budget -= budget > p[best].steps[0].bps ? p[best].steps[0].bps : budget;
        steps[best] = 0;
    }
    return budget;
}

static bool can_rise(const struct pl_allocate_picture *p, int8_t step)
{
    return step >= 0 && step + 1 < p->step_count;
}

/* Has a fewer bits for its size than b? */
static bool is_poorer(const struct pl_allocate_picture *a, int8_t step_a,
                      const struct pl_allocate_picture *b, int8_t step_b)
{
    return (uint64_t)a->steps[step_a].bps * b->area < (uint64_t)b->steps[step_b].bps * a->area;
}

static void raise(const struct pl_allocate_picture *p, size_t count, int8_t *steps, uint64_t budget)
{
    bool done[PL_MEDIA_SUB_SECTIONS_MAX] = {false};
    for (;;) {
        size_t best = count;
        uint32_t more;
        for (size_t i = 0; i < count; i++) {
            if (!done[i] && can_rise(&p[i], steps[i]) &&
                (best == count || is_poorer(&p[i], steps[i], &p[best], steps[best])))
                best = i;
        }
        if (best == count)
            return;
        more = p[best].steps[steps[best] + 1].bps - p[best].steps[steps[best]].bps;
        if (more > budget) {
            done[best] = true;
            continue;
        }
        budget -= more;
        steps[best]++;
    }
}

/* False: somebody did not get all that he may have. */
static bool divide(const struct pl_allocate_picture *p, size_t count, int8_t *steps, double target,
                   uint32_t audio_bps, bool keep)
{
    uint64_t budget = target > audio_bps ? (uint64_t)(target - audio_bps) : 0;
    bool all = true;
    raise(p, count, steps, give_lowest(p, count, steps, budget, keep));
    for (size_t i = 0; i < count; i++)
        all &= !p[i].visible || steps[i] + 1 == p[i].step_count;
    return all;
}

/* ---- deciding ---- */

/* Where on today's ladder the decision of before stands. */
static int8_t place(const struct pl_allocate_picture *p)
{
    const struct pl_allocate_memory *m = p->memory;
    int8_t at = 0;
    if (m->paused || p->step_count == 0)
        return PL_ALLOCATE_PAUSED;
    while (at + 1 < p->step_count) {
        const struct pl_allocate_step *next = &p->steps[at + 1];
        if (next->encoding > m->encoding ||
            (next->encoding == m->encoding && next->temporal > m->temporal))
            break;
        at++;
    }
    return at;
}

static void settle(struct pl_allocate_picture *p, int8_t step)
{
    struct pl_allocate_memory *m = p->memory;
    p->step = step;
    m->paused = step < 0;
    if (step < 0)
        return;
    m->encoding = p->steps[step].encoding;
    m->temporal = p->steps[step].temporal;
}

static void fall(struct pl_allocate_picture *p, pl_time_us now, int8_t step)
{
    struct pl_allocate_memory *m = p->memory;
    if (m->raised_at != 0 && now - m->raised_at < PL_ALLOCATE_SOON_US) {
        m->patience_us *= 2;
        if (m->patience_us > PL_ALLOCATE_PATIENCE_MAX_US)
            m->patience_us = PL_ALLOCATE_PATIENCE_MAX_US;
    }
    m->better_since = 0;
    settle(p, step);
}

static void rise(struct pl_allocate_picture *p, pl_time_us now, int8_t step, bool at_once)
{
    struct pl_allocate_memory *m = p->memory;
    if (m->better_since == 0)
        m->better_since = now;
    at_once = at_once && m->patience_us == PL_ALLOCATE_PATIENCE_US;
    /* A pause lasts no longer for having come again: a bad picture is better than none. */
    if (!at_once &&
        now - m->better_since < (p->step < 0 ? PL_ALLOCATE_PATIENCE_US : m->patience_us))
        return;
    m->better_since = 0;
    m->raised_at = now;
    settle(p, step);
}

/* What has held for long was no mistake. */
static void forgive(struct pl_allocate_memory *m, pl_time_us now)
{
    bool held = m->raised_at != 0 && now - m->raised_at > 2 * PL_ALLOCATE_PATIENCE_MAX_US;
    if (held || m->patience_us == 0)
        m->patience_us = PL_ALLOCATE_PATIENCE_US;
}

static enum pl_media_why why_of(const struct pl_allocate_picture *p)
{
    if (!p->visible)
        return PL_MEDIA_WHY_HIDDEN;
    if (p->step + 1 < p->step_count)
        return PL_MEDIA_WHY_ESTIMATE;
    return p->capped ? PL_MEDIA_WHY_SIZE : PL_MEDIA_WHY_BEST;
}

/* most: what fits just so; surely: what fits with head-room. */
static void decide(struct pl_allocate_picture *p, pl_time_us now, int8_t most, int8_t surely,
                   bool at_once)
{
    struct pl_allocate_memory *m = p->memory;
    if (surely > most)
        surely = most; /* another's rise may have taken it */
    forgive(m, now);
    p->step = place(p);
    if (!p->visible || !m->begun) {
        m->begun = p->visible && p->step_count > 0;
        m->better_since = 0;
        settle(p, p->visible ? most : PL_ALLOCATE_PAUSED);
    } else if (p->step > most) {
        fall(p, now, most);
    } else if (p->step < surely) {
        rise(p, now, surely, at_once);
    } else {
        m->better_since = 0;
    }
    p->why = why_of(p);
}

void pl_allocate(struct pl_allocate_picture *pictures, size_t count, pl_time_us now,
                 uint32_t target_bps, uint32_t audio_bps)
{
    int8_t most[PL_MEDIA_SUB_SECTIONS_MAX], surely[PL_MEDIA_SUB_SECTIONS_MAX];
    bool limited = target_bps != PL_ALLOCATE_UNLIMITED, at_once;
    double just = limited ? PL_ALLOCATE_SLACK * target_bps : 1e15;
    double safe = limited ? target_bps / PL_ALLOCATE_HEADROOM : 1e15;
    assert(count <= PL_MEDIA_SUB_SECTIONS_MAX);
    (void)divide(pictures, count, most, just, audio_bps, true);
    at_once = divide(pictures, count, surely, safe, audio_bps, false);
    for (size_t i = 0; i < count; i++) {
        if (!limited)
            pictures[i].memory->patience_us = 0; /* nothing can be too much */
        decide(&pictures[i], now, most[i], surely[i], at_once);
    }
}

uint64_t pl_allocate_wish(const struct pl_allocate_picture *pictures, size_t count,
                          uint32_t audio_bps)
{
    uint64_t bps = audio_bps;
    for (size_t i = 0; i < count; i++) {
        const struct pl_allocate_picture *p = &pictures[i];
        if (p->visible && p->step_count > 0)
            bps += p->steps[p->step_count - 1].bps;
    }
    return bps;
}

uint64_t pl_allocate_least(const struct pl_allocate_picture *pictures, size_t count,
                           uint32_t audio_bps)
{
    uint64_t bps = audio_bps;
    for (size_t i = 0; i < count; i++) {
        if (pictures[i].visible && pictures[i].step_count > 0)
            bps += pictures[i].steps[0].bps;
    }
    return bps;
}

uint64_t pl_allocate_spent(const struct pl_allocate_picture *pictures, size_t count,
                           uint32_t audio_bps)
{
    uint64_t bps = audio_bps;
    for (size_t i = 0; i < count; i++) {
        if (pictures[i].step >= 0)
            bps += pictures[i].steps[pictures[i].step].bps;
    }
    return bps;
}
