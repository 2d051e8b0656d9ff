/* SPDX-License-Identifier: Apache-2.0 */
/* The validated paths and the transactions seen: two small tables with a bound each. */
#include "proto/ice/ice_private.h"

static bool same_path(const struct pl_ice_path *a, const struct pl_ice_path *b)
{
    return memcmp(a, b, sizeof(*a)) == 0;
}

int pl_ice_path_find(const struct pl_ice *ice, const struct pl_ice_path *path)
{
    for (int i = 0; i < PL_ICE_SLOTS; i++) {
        if (pl_ice_slot_valid(&ice->slots[i]) && same_path(&ice->slots[i].path, path))
            return i;
    }
    return -1;
}

static void remove_path(struct pl_ice *ice, int index)
{
    struct pl_ice_slot *s = &ice->slots[index];
    /* A path that the caller has never heard of leaves without a word. */
    s->state = s->state == SLOT_NEW ? SLOT_FREE : SLOT_GONE;
    if (ice->ask.slot == index)
        pl_ice_ask_cancel(ice);
    if (ice->selected != index)
        return;
    ice->selected = -1;
    pl_ice_unpend(ice, PL_ICE_EVENT_CONNECTED);
    pl_ice_unpend(ice, PL_ICE_EVENT_SELECTED);
    pl_ice_pend(ice, PL_ICE_EVENT_LOST);
}

void pl_ice_close_path(struct pl_ice *ice, const struct pl_ice_path *path, pl_time_us until)
{
    int i = pl_ice_path_find(ice, path);
    bool selected = i >= 0 && i == ice->selected;
    if (i < 0)
        return;
    remove_path(ice, i);
    if (!selected)
        return;
    pl_ice_unpend(ice, PL_ICE_EVENT_LOST);
    ice->connect_by = until;
}

/* The valid path heard of longest ago, the selected one excepted, and the one that is asked. */
static int oldest_path(const struct pl_ice *ice)
{
    int oldest = -1;
    for (int i = 0; i < PL_ICE_SLOTS; i++) {
        if (!pl_ice_slot_valid(&ice->slots[i]) || i == ice->selected || i == ice->ask.slot)
            continue;
        if (oldest < 0 || ice->slots[i].seen_at < ice->slots[oldest].seen_at)
            oldest = i;
    }
    return oldest;
}

static int count_valid(const struct pl_ice *ice)
{
    int n = 0;
    for (int i = 0; i < PL_ICE_SLOTS; i++)
        n += pl_ice_slot_valid(&ice->slots[i]);
    return n;
}

/* There is always one that is not valid: there are more slots than valid paths. */
static int take_slot(const struct pl_ice *ice)
{
    int gone = -1;
    for (int i = 0; i < PL_ICE_SLOTS; i++) {
        if (ice->slots[i].state == SLOT_FREE)
            return i;
        if (ice->slots[i].state == SLOT_GONE)
            gone = i;
    }
    return gone;
}

/* Before the handshake nothing is proven, and nothing need be. */
static bool proven_at_birth(const struct pl_ice *ice, const struct pl_ice_path *path)
{
    if (path->local & PL_ICE_LOCAL_TCP)
        return true;
    for (int i = 0; i < PL_ICE_SLOTS; i++) {
        const struct pl_ice_slot *s = &ice->slots[i];
        if (pl_ice_slot_valid(s) && s->proven && pl_addr_eq(&s->path.remote, &path->remote))
            return true;
    }
    return false;
}

int pl_ice_path_touch(struct pl_ice *ice, pl_time_us now, const struct pl_ice_path *path)
{
    int i = pl_ice_path_find(ice, path);
    if (i < 0) {
        if (count_valid(ice) >= PL_ICE_PATHS_MAX) {
            remove_path(ice, oldest_path(ice));
            ice->stats.evictions++;
        }
        i = take_slot(ice);
        ice->slots[i] = (struct pl_ice_slot){
            .path = *path, .state = SLOT_NEW, .proven = proven_at_birth(ice, path)};
    }
    ice->slots[i].seen_at = now;
    return i;
}

void pl_ice_path_select(struct pl_ice *ice, int slot)
{
    if (ice->selected < 0) {
        pl_ice_unpend(ice, PL_ICE_EVENT_TIMEOUT);
        pl_ice_pend(ice, PL_ICE_EVENT_CONNECTED);
    } else if (ice->selected != slot && !(ice->pending & 1u << PL_ICE_EVENT_CONNECTED)) {
        pl_ice_pend(ice, PL_ICE_EVENT_SELECTED);
    }
    ice->selected = (int16_t)slot;
    ice->connect_by = PL_TIME_NEVER;
}

void pl_ice_path_expire(struct pl_ice *ice, pl_time_us now)
{
    for (int i = 0; i < PL_ICE_SLOTS; i++) {
        const struct pl_ice_slot *s = &ice->slots[i];
        if (pl_ice_slot_valid(s) && now >= pl_ice_after(s->seen_at, ice->consent_us))
            remove_path(ice, i);
    }
}

pl_time_us pl_ice_path_deadline(const struct pl_ice *ice)
{
    pl_time_us at = PL_TIME_NEVER;
    for (int i = 0; i < PL_ICE_SLOTS; i++) {
        const struct pl_ice_slot *s = &ice->slots[i];
        if (pl_ice_slot_valid(s))
            at = pl_time_min(at, pl_ice_after(s->seen_at, ice->consent_us));
    }
    return at;
}

/*
 * Ids are chosen by the authenticated peer, who gains nothing from a collision: it only makes us
 * refuse one check from a new address.
 */
static uint32_t tag_of(const uint8_t id[PL_STUN_ID_BYTES])
{
    return pl_ice_tag(pl_bytes_of(id, PL_STUN_ID_BYTES));
}

bool pl_ice_replay_seen(const struct pl_ice *ice, const uint8_t id[PL_STUN_ID_BYTES])
{
    uint32_t tag = tag_of(id);
    for (size_t i = 0; i < ice->replay_count; i++) {
        if (ice->replay[i] == tag)
            return true;
    }
    return false;
}

void pl_ice_replay_note(struct pl_ice *ice, const uint8_t id[PL_STUN_ID_BYTES])
{
    if (pl_ice_replay_seen(ice, id))
        return; /* a retransmission: would push out the others */
    ice->replay[ice->replay_next] = tag_of(id);
    ice->replay_next = (uint8_t)((ice->replay_next + 1) % PL_ICE_REPLAYS_MAX);
    if (ice->replay_count < PL_ICE_REPLAYS_MAX)
        ice->replay_count++;
}
