/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is signed in and in which room, as the server has told: what BRAS_GetOnlineUsers and
 * BRAS_GetRoomIdList answer without asking anybody. Kept over a lost link, so that it can be told
 * afterwards who has gone meanwhile.
 *
 * Limit: PL_LIMIT_BRAS_USERS; who comes beyond is told of and not counted. Cost: O(1) a change.
 */
#ifndef PL_BRAS_PRESENCE_H
#define PL_BRAS_PRESENCE_H

#include "base/idmap.h"
#include "base/list.h"

#include <stdbool.h>

struct pl_bras_user {
    struct pl_list node; /* in the order in which this link has spoken of them first */
    int32_t id;
    int32_t room;  /* 0: none */
    uint32_t seen; /* the link that has spoken of him last */
};

struct pl_bras_room {
    struct pl_list node;
    int32_t id;
    uint32_t members;
};

struct pl_bras_presence {
    struct pl_idmap users; /* of struct pl_bras_user */
    struct pl_idmap rooms; /* of struct pl_bras_room, each with somebody inside */
    struct pl_list user_list, room_list;
};

void pl_bras_presence_init(struct pl_bras_presence *p);
void pl_bras_presence_finish(struct pl_bras_presence *p);

/* He is there, or still there; room 0: in none. */
void pl_bras_presence_put(struct pl_bras_presence *p, int32_t user, int32_t room, uint32_t seen);
void pl_bras_presence_drop(struct pl_bras_presence *p, int32_t user);
/* NULL: not there. */
const struct pl_bras_user *pl_bras_presence_find(const struct pl_bras_presence *p, int32_t user);
/* Somebody of whom this link has not spoken; NULL: nobody. */
const struct pl_bras_user *pl_bras_presence_stale(const struct pl_bras_presence *p, uint32_t seen);

/* Writes up to *count ids to `ids` (NULL: none), *count becomes how many were written; NULL: how
 * many there are. room -1: everybody. */
void pl_bras_presence_users(const struct pl_bras_presence *p, int32_t room, uint32_t *ids,
                            uint32_t *count);
void pl_bras_presence_rooms(const struct pl_bras_presence *p, uint32_t *ids, uint32_t *count);

#endif
