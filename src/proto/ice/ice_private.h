/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this folder share. */
#ifndef PL_PROTO_ICE_ICE_PRIVATE_H
#define PL_PROTO_ICE_ICE_PRIVATE_H

#include "proto/ice/ice.h"

/* A path's life in its slot: FREE -> NEW -> LIVE -> GONE -> FREE; the two in the middle are valid.
 */
enum slot_state {
    SLOT_FREE = 0,
    SLOT_NEW,  /* valid, PATH_ADDED not drained yet */
    SLOT_LIVE, /* valid, the caller knows it */
    SLOT_GONE, /* not valid any more, PATH_REMOVED not drained yet */
};

static inline bool pl_ice_slot_valid(const struct pl_ice_slot *s)
{
    return s->state == SLOT_NEW || s->state == SLOT_LIVE;
}

/* Time + span without wrapping. */
static inline pl_time_us pl_ice_after(pl_time_us t, pl_time_us span)
{
    return t > PL_TIME_NEVER - span ? PL_TIME_NEVER : t + span;
}

static inline void pl_ice_pend(struct pl_ice *ice, enum pl_ice_event_type type)
{
    ice->pending = (uint16_t)(ice->pending | 1u << type);
}

static inline void pl_ice_unpend(struct pl_ice *ice, enum pl_ice_event_type type)
{
    ice->pending = (uint16_t)(ice->pending & ~(1u << type));
}

/* 32 bits of a text or transaction id that is no secret; FNV-1a. */
static inline uint32_t pl_ice_tag(struct pl_bytes b)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < b.len; i++)
        h = (h ^ b.data[i]) * 16777619u;
    return h;
}

/* The slot of a valid path, -1 when there is none. */
int pl_ice_path_find(const struct pl_ice *ice, const struct pl_ice_path *path);

/* An authentic request came on this path: makes it valid or keeps it so. Returns its slot. */
int pl_ice_path_touch(struct pl_ice *ice, pl_time_us now, const struct pl_ice_path *path);

/* Removes the paths that have been silent for too long. */
void pl_ice_path_expire(struct pl_ice *ice, pl_time_us now);

/* When the next path will have been silent for too long. */
pl_time_us pl_ice_path_deadline(const struct pl_ice *ice);

/* Makes a valid slot the selected one. */
void pl_ice_path_select(struct pl_ice *ice, int slot);

/* ---- ice_proof.c ---- */

static inline void pl_ice_ask_cancel(struct pl_ice *ice)
{
    ice->ask.slot = -1;
    ice->ask.due = false;
    ice->ask.at = PL_TIME_NEVER;
}

/* The peer nominated this unproven slot. */
void pl_ice_ask(struct pl_ice *ice, pl_time_us now, int slot);
/* The peer's password is not known any more, or has come. */
void pl_ice_ask_wait(struct pl_ice *ice);
void pl_ice_ask_known(struct pl_ice *ice, pl_time_us now);
void pl_ice_ask_tick(struct pl_ice *ice, pl_time_us now);
/* A success, from there: PL_OK when it is the proof. */
enum pl_err pl_ice_ask_answered(struct pl_ice *ice, pl_time_us now, const struct pl_ice_path *from,
                                const struct pl_stun_view *answer);
/* The check that is due. */
void pl_ice_ask_write(struct pl_ice *ice, struct pl_writer *w);

/* True when the transaction is among the last PL_ICE_REPLAYS_MAX that were noted. */
bool pl_ice_replay_seen(const struct pl_ice *ice, const uint8_t id[PL_STUN_ID_BYTES]);
void pl_ice_replay_note(struct pl_ice *ice, const uint8_t id[PL_STUN_ID_BYTES]);

#endif
