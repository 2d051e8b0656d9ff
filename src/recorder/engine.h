/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What parlord commands, carried out: the table of sources, the recordings that use them. One
 * thread owns it (the loop of main.c); recordings have threads of their own and tell their events
 * through the shared port.
 *
 * Limits: PL_ENGINE_SOURCES sources, PL_ENGINE_TASKS recordings and snapshots at once.
 */
#ifndef PL_RECORDER_ENGINE_H
#define PL_RECORDER_ENGINE_H

#include "base/idmap.h"
#include "recorder/task.h"

enum { PL_ENGINE_SOURCES = 8192, PL_ENGINE_TASKS = 1024 };

struct pl_engine {
    struct pl_task_shared *shared;
    struct pl_idmap sources; /* struct pl_source by number */
    struct pl_idmap tasks;   /* struct pl_task by id */
    uint64_t unknown;        /* packets of no source */
};

void pl_engine_init(struct pl_engine *e, struct pl_task_shared *shared);
/* All recordings must have ended. */
void pl_engine_finish(struct pl_engine *e);

/* All commands but HELLO, ACK, PING, QUIT, which are the link's. Refusals are told as events. */
void pl_engine_command(struct pl_engine *e, const struct pl_record_command *c);

/* A datagram with the right cookie; copied once for all that use it. */
void pl_engine_packet(struct pl_engine *e, uint32_t source, struct pl_bytes datagram);

/* Waits for threads that have ended; call it about every second. */
void pl_engine_tidy(struct pl_engine *e);

/* Ends all recordings. link_lost: how link, else how stopped. Snapshots are given up. */
void pl_engine_stop_all(struct pl_engine *e, bool link_lost);
static inline bool pl_engine_is_idle(const struct pl_engine *e)
{
    return e->tasks.count == 0;
}

#endif
