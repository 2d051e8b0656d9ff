/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recordings as the server's shell carries them out: what the domain wants (core/recording.h)
 * becomes rows of the catalogue and commands to parlor-recorder; what that says becomes rows and
 * events of the domain. No socket, no clock, no file: ports bring all of it, so that its tests run
 * it against a recorder of their own.
 *
 *     domain  ──effects──▶  recorder.c  ──rows──▶ store     (all safe) ──commands──▶
 * parlor-recorder ◀──events───              ◀──────── written                ◀──events───
 *
 * Nothing is written before the lines of the time line that lead to it are safe: START waits for
 * the store, and when the store fails there is no recording (721). A finished file is told to the
 * domain, and acknowledged to the recorder, when its row is safe; so it is told again after a crash
 * of either.
 *
 * Streams become *sources* of the recorder when a recording first needs them; each is tapped once,
 * however many recordings it is in.
 *
 * When the recorder ends, its recordings go on at the next one, in the same files, and say how much
 * is missing between; what was stopped meanwhile is finished by it. Who has not been heard of for
 * PL_RECORDER_LOST_US has failed.
 *
 * Limits: those of the domain; PL_RECORD_SOURCES_MAX streams in a recording.
 */
#ifndef PL_RECORDER_RECORDER_H
#define PL_RECORDER_RECORDER_H

#include "adapters/recorder/file_name.h"
#include "adapters/store/db.h"
#include "core/core.h"
#include "proto/record/control.h"

#define PL_RECORDER_LOST_US PL_SEC(60)

struct pl_recorder;

enum { PL_RECORDER_KEEP_ROOMS = 16 };

/* How long recordings of these rooms are kept, whoever has begun them; 0: for good. */
struct pl_recorder_keep {
    int32_t first, last;
    int64_t keep_ms;
};

/* What is not said in a wish; 0: the recorder's own choice. */
struct pl_recorder_defaults {
    uint32_t width, height, fps, video_bps, audio_bps;
    uint32_t max_seconds;
    uint64_t max_bytes;
    bool names, clock;
    int64_t keep_ms,
        rule_keep_ms; /* how long recordings, those of the rule, are kept; 0: for good */
    struct pl_recorder_keep rooms[PL_RECORDER_KEEP_ROOMS]; /* goes before; the first that fits */
    size_t room_count;
};

/* All mandatory. */
struct pl_recorder_port {
    /* False: there is none. */
    bool (*send)(void *arg, const struct pl_record_command *command);
    /* A stream to the recorder under this number, or no longer. */
    void (*tap)(void *arg, uint64_t session, enum pl_core_kind kind, uint8_t stream,
                uint32_t source, bool on);
    void (*key)(void *arg, uint64_t session, uint8_t stream);
    /* Carried out before it returns; never from inside pl_recorder_effect. */
    void (*step)(void *arg, struct pl_event *event);
    /* To the store, answered by pl_recorder_written with the ticket. False: refused. */
    bool (*write)(void *arg, const struct pl_store_change *changes, size_t count, uint64_t *ticket);
    /* Path of a file at our front door, for a time; empty: none. */
    void (*link)(void *arg, uint32_t record, const char *file, char out[PL_CORE_RECORD_URL_MAX]);
    /* Its file is whole, and in the catalogue. */
    void (*kept)(void *arg, uint32_t record, const char *file, uint64_t bytes);
    pl_time_us (*now)(void *arg);
    int64_t (*wall_ms)(void *arg);
    /* The last row of one that a page has made is written, or (not kept) cannot be. May be NULL
     * where there are none. */
    void (*local_over)(void *arg, uint32_t record, bool kept, int code, const char *file,
                       const struct pl_record_event *end);
    /* For the operator: what is wrong with a recording, or (record 0) with the recorder. */
    void (*warn)(void *arg, uint32_t record, const char *what, const char *text);
    void *arg;
};

/* NULL: out of memory. Copies. */
struct pl_recorder *pl_recorder_create(const struct pl_recorder_defaults *defaults,
                                       const struct pl_recorder_port *port);
/* NULL is harmless. */
void pl_recorder_destroy(struct pl_recorder *r);

/* A row of the catalogue that is not over, from the time before the start. */
void pl_recorder_remember(struct pl_recorder *r, const struct pl_store_recording *row,
                          uint32_t lines);

/* PL_EFFECT_RECORD_...; in the middle of a step. */
void pl_recorder_effect(struct pl_recorder *r, const struct pl_effect *e);
/* The recorder says; READY among them. */
void pl_recorder_event(struct pl_recorder *r, const struct pl_record_event *e);
/* It has ended. */
void pl_recorder_gone(struct pl_recorder *r);
void pl_recorder_written(struct pl_recorder *r, uint64_t ticket, enum pl_err err);

/* ---- recordings that pages make and upload: only their rows are here ---- */

struct pl_recorder_local {
    uint32_t id;
    int32_t by_user, room; /* who uploads it, from which room (0: none) */
    const struct pl_record_wish *wish;
    struct pl_bytes name; /* of wish->user */
    int64_t at_ms;
};
/* `again`: its row may be there, from before the start (pl_recorder_remember). */
void pl_recorder_local_open(struct pl_recorder *r, const struct pl_recorder_local *what,
                            bool again);
void pl_recorder_local_line(struct pl_recorder *r, uint32_t id, const char *kind, int32_t user,
                            const char *detail);
/* port.local_over answers, unless it was cancelled. */
void pl_recorder_local_end(struct pl_recorder *r, uint32_t id, const struct pl_record_event *end,
                           bool cancelled);
/* Those of before the start that `known` does not know have failed. */
void pl_recorder_local_check(struct pl_recorder *r, bool (*known)(void *arg, uint32_t id),
                             void *arg);

/* When pl_recorder_tick is to be called; PL_TIME_NEVER: not. Changes with every call. */
pl_time_us pl_recorder_deadline(const struct pl_recorder *r);
void pl_recorder_tick(struct pl_recorder *r);

/* Of a row's body: the members that others ask for (0 or "" : absent). */
struct pl_recorder_about {
    int64_t elapsed_ms, keep_until_ms;
    char sha256[65], md5[33];
};

/* Nothing is recorded, and nothing is on its way into the catalogue. */
bool pl_recorder_is_idle(const struct pl_recorder *r);

struct pl_recorder_stats {
    size_t running;                /* recordings that the recorder has */
    size_t sources;                /* streams that are tapped */
    uint64_t files;                /* these only rise: finished and in the catalogue, */
    uint64_t bytes;                /* of them, */
    uint64_t lost_ms;              /* missing at their ends, at most, */
    uint64_t hows[PL_RECORD_HOWS]; /* how recordings ended, snapshots aside, */
    uint64_t snapshots;
    uint64_t failed;      /* that never had a file, for another reason than that nobody agreed, */
    uint64_t warnings[4]; /* of the recorder: loss, slow, disk low, undecodable, */
    uint64_t ends;        /* of the recorder's process, that were not asked for */
    bool up;
};
void pl_recorder_get_stats(const struct pl_recorder *r, struct pl_recorder_stats *out);

#endif
