/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of people who need not be there: what agents can do, and who is kept apart. */
#include "core/counter/counter_state.h"

#include <stdlib.h>

struct known {
    struct pl_counter_skills skills;
    struct pl_counter_queues queues;
    uint32_t capacity; /* 0: nothing was said */
    uint32_t pair_count;
    int32_t pairs[PL_COUNTER_PAIRS_MAX];
};

void pl_counter_free_known(struct pl_counter *e)
{
    size_t cursor = 0;
    struct known *k;
    while ((k = pl_idmap_next(&e->known, &cursor)))
        free(k);
    pl_idmap_finish(&e->known);
}

static struct known *find(const struct pl_counter *e, int32_t user)
{
    return e->known.count ? pl_idmap_get(&e->known, (uint32_t)user) : NULL;
}

/* Finds or makes; NULL: no room for one more. */
static struct known *meet(struct pl_counter *e, int32_t user)
{
    struct known *k = find(e, user);
    if (k)
        return k;
    k = calloc(1, sizeof(*k));
    if (k && pl_idmap_put(&e->known, (uint32_t)user, k) != PL_OK) {
        free(k);
        return NULL;
    }
    return k;
}

static void drop_if_empty(struct pl_counter *e, int32_t user)
{
    struct known *k = find(e, user);
    if (!k || k->pair_count > 0 || k->skills.count > 0 || k->queues.count > 0 || k->capacity > 1)
        return;
    pl_idmap_remove(&e->known, (uint32_t)user);
    free(k);
}

/* ---- profiles ---- */

bool pl_counter_skills_are_sound(const struct pl_counter_skills *skills)
{
    if (skills->count > PL_COUNTER_SKILLS_MAX)
        return false;
    for (uint32_t i = 0; i < skills->count; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (skills->list[i].id == skills->list[k].id)
                return false;
        }
    }
    return true;
}

static bool queues_are_sound(const struct pl_counter_queues *queues)
{
    if (queues->count > PL_COUNTER_QUEUES_MAX)
        return false;
    for (uint32_t i = 0; i < queues->count; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (queues->list[i] == queues->list[k])
                return false;
        }
    }
    return true;
}

void pl_counter_profile_of(const struct pl_counter *e, int32_t user, struct pl_counter_profile *out)
{
    const struct known *k = find(e, user);
    *out = (struct pl_counter_profile){.capacity = 1};
    if (!k)
        return;
    out->skills = k->skills;
    out->queues = k->queues;
    out->capacity = k->capacity ? k->capacity : 1;
}

static int take_up(struct pl_counter *e, pl_time_us now, struct pl_counter_agent *a,
                   const struct pl_counter_profile *profile)
{
    a->skills = profile->skills;
    a->queues = profile->queues;
    a->capacity = profile->capacity;
    if (!pl_counter_regroup(e, now, a))
        e->broken = true;
    if (pl_counter_has_room(a))
        pl_counter_loosen(e, a);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}

int pl_counter_set_profile(struct pl_counter *e, pl_time_us now, int32_t user,
                           const struct pl_counter_profile *profile)
{
    struct pl_counter_person *p = pl_counter_find(e, user);
    struct known *k;
    if (user == 0 || profile->capacity < 1 || profile->capacity > PL_COUNTER_CAPACITY_MAX ||
        !pl_counter_skills_are_sound(&profile->skills) || !queues_are_sound(&profile->queues))
        return PL_GV_ERR_FUNCOPTERROR;
    k = meet(e, user);
    if (!k)
        return PL_GV_ERR_NOENOUGHRESOURCE;
    k->skills = profile->skills;
    k->queues = profile->queues;
    k->capacity = profile->capacity;
    drop_if_empty(e, user);
    return p && p->agent ? take_up(e, now, p->agent, profile) : PL_GV_ERR_SUCCESS;
}

/* ---- pairs ---- */

static bool holds(const struct known *k, int32_t other)
{
    for (uint32_t i = 0; k && i < k->pair_count; i++) {
        if (k->pairs[i] == other)
            return true;
    }
    return false;
}

bool pl_counter_is_blocked(const struct pl_counter *e, int32_t one, int32_t other)
{
    return holds(find(e, one), other);
}

bool pl_counter_has_pairs(const struct pl_counter *e, int32_t user)
{
    const struct known *k = find(e, user);
    return k && k->pair_count > 0;
}

uint32_t pl_counter_apart_from(const struct pl_counter *e, int32_t user, const int32_t **out)
{
    const struct known *k = find(e, user);
    *out = k ? k->pairs : NULL;
    return k ? k->pair_count : 0;
}

static void part(struct pl_counter *e, int32_t one, int32_t other)
{
    struct known *k = find(e, one);
    for (uint32_t i = 0; k && i < k->pair_count; i++) {
        if (k->pairs[i] == other)
            k->pairs[i--] = k->pairs[--k->pair_count];
    }
    drop_if_empty(e, one);
}

/* An offer or a place that the change is about is looked at anew. */
static void reconsider(struct pl_counter *e, pl_time_us now, int32_t user)
{
    struct pl_counter_person *p = pl_counter_find(e, user);
    if (p && p->queue) {
        pl_counter_unring(e, p);
        pl_counter_place(e, now, p);
    }
    if (p && p->agent) {
        if (p->agent->offer)
            pl_counter_unoffer(e, p->agent, 0);
        pl_counter_look_for_work(e, now, p->agent);
    }
}

int pl_counter_block_pair(struct pl_counter *e, pl_time_us now, int32_t one, int32_t other,
                          bool blocked)
{
    struct known *a, *b;
    if (one == 0 || other == 0 || one == other)
        return PL_GV_ERR_FUNCOPTERROR;
    if (pl_counter_is_blocked(e, one, other) == blocked)
        return PL_GV_ERR_SUCCESS;
    if (blocked) {
        a = meet(e, one);
        b = meet(e, other);
        if (!a || !b || a->pair_count == PL_COUNTER_PAIRS_MAX ||
            b->pair_count == PL_COUNTER_PAIRS_MAX) {
            drop_if_empty(e, one);
            drop_if_empty(e, other);
            return PL_GV_ERR_NOENOUGHRESOURCE;
        }
        a->pairs[a->pair_count++] = other;
        b->pairs[b->pair_count++] = one;
    } else {
        part(e, one, other);
        part(e, other, one);
    }
    reconsider(e, now, one);
    reconsider(e, now, other);
    pl_counter_tell(e, now);
    return PL_GV_ERR_SUCCESS;
}
