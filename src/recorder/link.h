/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The control link of the recorder: lines in, lines out, over one stream that never blocks the
 * loop. Events may be told from any thread; what does not fit is left out, but never a FINISHED,
 * which waits in the journal for the next HELLO.
 */
#ifndef PL_RECORDER_LINK_H
#define PL_RECORDER_LINK_H

#include "proto/record/control.h"

#include <pthread.h>

enum {
    PL_LINK_OUT_MAX = 8 << 20,  /* bytes of events that wait */
    PL_LINK_SOFT_MAX = 4 << 20, /* above it only FINISHED, REFUSED and IMAGE are taken */
};

struct pl_link {
    int fd;   /* -1: none */
    int wake; /* eventfd: another thread has told something */
    uint8_t in[PL_RECORD_LINE_MAX];
    size_t in_len;
    pthread_mutex_t lock;
    uint8_t *out;
    size_t out_len, out_size;
    bool greeted; /* HELLO was accepted: events are told from then on */
};

bool pl_link_init(struct pl_link *l);
void pl_link_finish(struct pl_link *l);

/* A new peer; takes the descriptor. */
void pl_link_open(struct pl_link *l, int fd);
void pl_link_close(struct pl_link *l);

/* The loop is to look around; from any thread. */
void pl_link_wake(struct pl_link *l);

/* From any thread. Before the greeting nothing is told. */
void pl_link_tell(struct pl_link *l, const struct pl_record_event *e);

/*
 * Reads what is there and gives every whole line. False: the link has ended, or the peer talks
 * nonsense.
 */
bool pl_link_read(struct pl_link *l, bool (*line)(void *context, struct pl_bytes line),
                  void *context);
/* Writes what goes; false: the link has ended. */
bool pl_link_write(struct pl_link *l);
bool pl_link_has_output(struct pl_link *l);

#endif
