/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who speaks, told to those who asked for figures (PL_MEDIA_EVENT_SPEAKERS). Private to src/media.
 *
 * Of the voices that a session listens to, those that have said something (more than a click,
 * PL_SPEAKERS_ENTRY_US) within PL_SPEAKERS_KEEP_US; the loudest comes first and stays there until
 * another is louder by PL_SPEAKERS_MARGIN, the rest are in the order of their ids, so that a list
 * changes when somebody begins, ends or takes over, and not with each word. Publishers who write no
 * levels, and a server that knows no silence, tell nothing.
 *
 * A session is looked at each PL_LOUDEST_US, a quarter of all at a time, while anybody speaks.
 * Cost: O(sections) in that time, nothing per packet.
 */
#ifndef PL_MEDIA_LOUDEST_H
#define PL_MEDIA_LOUDEST_H

#include "media/media.h"

#define PL_LOUDEST_US      PL_MS(400)
#define PL_LOUDEST_STEP_US PL_MS(100)

/* Of a session. */
struct pl_loudest_told {
    bool again; /* tell it even if nothing has changed */
    uint8_t count;
    uint64_t publishers[PL_MEDIA_SPEAKERS_TOLD];
};

struct pl_loudest {
    pl_time_us at; /* next step; PL_TIME_NEVER: all are silent, and that was told */
    pl_time_us heard_at;
    pl_time_us began_at; /* of the round */
    size_t cursor;       /* in the table of sessions */
};

/* Somebody says something, or a session has asked. */
static inline void pl_loudest_stir(struct pl_loudest *l, pl_time_us now)
{
    l->heard_at = now;
    if (l->at == PL_TIME_NEVER)
        l->at = now + PL_LOUDEST_STEP_US;
}

void pl_loudest_tick(struct pl_media *m, pl_time_us now);

#endif
