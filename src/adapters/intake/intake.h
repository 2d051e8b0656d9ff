/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recordings that pages make and upload (core/transfer_upload.c), from their first piece to the
 * file of the wanted type:
 *
 *   receiving ──▶ whole ──▶ converting ──▶ ending (its row is written) ──▶ over
 *       └── its page has gone for wait_us: what has come is all of it, and it is incomplete
 *
 * A piece is told to be there when it is on the disk, so that no crash takes it back; after a start
 * everything goes on where it was. What came is never played or kept as it came: a child process
 * (parlor-recorder of a folder of its own) makes it anew, one at a time; when it dies of one again
 * and again, or the time is over, that one has failed, and its bytes stay until wait_us are over.
 *
 * Who knows its key may go on with an upload, from whichever session; the one before is told 6.
 * Failures of transfers: 23 no room (limits, or the disk), 713 the disk, 715 another sum, 716 no
 * such key.
 *
 * All on the loop's thread; the disk is waited for by a thread of its own. Nothing calls back from
 * inside pl_intake_effect. Cost: O(uploads) for each piece.
 */
#ifndef PL_INTAKE_INTAKE_H
#define PL_INTAKE_INTAKE_H

#include "adapters/intake/crate.h"
#include "base/time.h"
#include "core/core.h"
#include "io/loop.h"
#include "proto/record/control.h"

struct pl_intake;

struct pl_intake_config {
    const char *folder;    /* made; borrowed for the start */
    const char *below;     /* where the converter finds it: "uploads" of its own folder */
    const char *prefix;    /* of the converter's files, in the catalogue: "local/" */
    uint64_t total_bytes;  /* not converted yet, */
    uint64_t user_bytes;   /* of one user */
    pl_time_us wait_us;    /* for a page that has gone; and how long the end is remembered */
    pl_time_us convert_us; /* for one conversion */
    uint32_t fps, video_bps, audio_bps; /* where nothing is asked for; 0: the converter's choice */
};

struct pl_intake_port {
    /* PL_EVENT_STORED, PL_EVENT_UPLOADED without their time. */
    void (*step)(void *arg, struct pl_event *event);
    /* False: there is no converter yet, and one is started: pl_intake_converter follows. */
    bool (*convert)(void *arg, const struct pl_record_command *command);
    /* It hangs, or has to tell everything again. */
    void (*kill)(void *arg);
    /* The catalogue. `again`: it may be there already. */
    void (*open)(void *arg, const struct pl_crate *crate, bool again);
    void (*line)(void *arg, uint32_t id, const char *kind, const char *detail);
    /* pl_intake_over answers. */
    void (*end)(void *arg, uint32_t id, const struct pl_record_event *finished, bool cancelled);
    void (*link)(void *arg, uint32_t id, const char *file, char out[PL_CORE_RECORD_URL_MAX]);
    void (*warn)(void *arg, uint32_t id, const char *what, const char *why);
    void *arg;
};

struct pl_intake_stats {
    size_t receiving, waiting; /* waiting: to be converted, or being so */
    uint64_t bytes;            /* these only rise: received, */
    uint64_t converted, failed, incomplete;
};

/* What is left of before is there when it returns. PL_E_IO (errno), PL_E_NOMEM. Borrows loop. */
PL_MUST_CHECK enum pl_err pl_intake_start(struct pl_intake **out, struct pl_loop *loop,
                                          const struct pl_intake_config *config,
                                          const struct pl_intake_port *port);
/* From now on its port may be called. */
void pl_intake_run(struct pl_intake *in);
/* NULL is harmless. */
void pl_intake_stop(struct pl_intake *in);
/* The highest number that one of them has; 0: there is none. */
uint32_t pl_intake_last(const struct pl_intake *in);
bool pl_intake_has(const struct pl_intake *in, uint32_t id);

/* PL_EFFECT_UPLOAD_OPEN, and PL_EFFECT_STORE_... of uploads. Not PL_OK: the transfer is to be
 * failed. */
PL_MUST_CHECK enum pl_err pl_intake_effect(struct pl_intake *in, const struct pl_effect *e);

/* What the converter says; READY among them. */
void pl_intake_converter(struct pl_intake *in, const struct pl_record_event *e);
void pl_intake_converter_gone(struct pl_intake *in);
/* Its last row is written, or (not kept) cannot be. file: as in the catalogue; "" : none. */
void pl_intake_over(struct pl_intake *in, uint32_t id, bool kept, int code, const char *file,
                    int32_t seconds, const char *md5);

void pl_intake_get_stats(const struct pl_intake *in, struct pl_intake_stats *out);

#endif
