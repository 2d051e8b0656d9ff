/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One recording, or one snapshot: a thread of its own, so that none waits for another. The engine
 * hands it packets and commands through a bounded queue; it tells its events to the engine. When
 * it has told FINISHED, IMAGE or REFUSED, it has ended and is waited for (pl_task_join).
 *
 * The file is delay_us behind the world: so long late packets are waited for.
 */
#ifndef PL_RECORDER_TASK_H
#define PL_RECORDER_TASK_H

#include "recorder/input.h"

#include <stdatomic.h>

enum {
    PL_TASK_QUEUE = 8192, /* packets; more are dropped and counted */
};

/* A datagram that several recordings use. */
struct pl_shared_packet {
    atomic_int users;
    size_t len;
    uint8_t bytes[];
};
void pl_shared_packet_release(struct pl_shared_packet *p);

/* What all recordings of a process have in common; borrowed. emit: from any thread. */
struct pl_task_shared {
    const char *root;   /* folder of files */
    const char *images; /* folder of images; "" */
    const char *const *fonts;
    size_t font_count;
    int64_t delay_us;       /* from 0.3 s on; half a second is what networks need */
    int nice;               /* of their threads, added to the process's: 0..19 */
    uint64_t reserve_bytes; /* when less is free, recordings end */
    void (*emit)(struct pl_task_shared *self, const struct pl_record_event *e);
    _Atomic int64_t stamp_offset; /* our monotonic clock - the stamps' */
    _Atomic int64_t wall_offset;  /* wall clock - the stamps' */
};

struct pl_task;

/*
 * command: START or SNAPSHOT, copied; file: as it was decided, journal and folders are made.
 * infos: of command->sources, in that order. NULL: no memory, no thread.
 */
struct pl_task *pl_task_start(struct pl_task_shared *shared,
                              const struct pl_record_command *command,
                              const struct pl_source_info *infos, size_t count);

uint64_t pl_task_id(const struct pl_task *t);
/* Of which its file is made: without folder of the recorder and ending. Never changes. */
const char *pl_task_file(const struct pl_task *t);
bool pl_task_has_ended(const struct pl_task *t);
/* Waits for its thread, and frees it. */
void pl_task_join(struct pl_task *t);

/* Takes one more use of the packet, or counts it as dropped. */
void pl_task_packet(struct pl_task *t, struct pl_shared_packet *p);

/* JOIN (info), PART, MUTE, LAYOUT, INSERT, STOP, CANCEL; QUIT: parlord went away. */
void pl_task_say(struct pl_task *t, const struct pl_record_command *c,
                 const struct pl_source_info *info);

#endif
