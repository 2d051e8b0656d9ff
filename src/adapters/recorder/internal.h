/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this folder share: recorder.c (life of recordings, and what the store and the
 * recorder say), wishes.c (what the domain wants), end.c (how they end), sources.c (streams of
 * them), catalogue.c (rows), look.c (layouts). */
#ifndef PL_RECORDER_INTERNAL_H
#define PL_RECORDER_INTERNAL_H

#include "adapters/recorder/recorder.h"
#include "base/idmap.h"
#include "base/list.h"

enum pl_rec_state {
    PL_REC_ASKED,    /* its rows are written */
    PL_REC_WAITS,    /* the store has to say that they are safe */
    PL_REC_SENT,     /* the recorder has been told to write */
    PL_REC_LOST,     /* the recorder has ended; the next one may know of it */
    PL_REC_FAILED,   /* to be told to the domain in the next tick */
    PL_REC_FINISHED, /* its last row is on its way */
    PL_REC_LOCAL,    /* a page makes it; the recorder has nothing to do with it */
};

struct pl_rec_source {
    uint32_t number;
    uint64_t session;
    int32_t user;
    enum pl_core_kind kind;
    uint8_t stream;
    unsigned users;
    char name[PL_RECORD_NAME_MAX + 1];
};

/* A stream in a recording. */
struct pl_rec_use {
    struct pl_rec_source *source;
    bool muted;
};

struct pl_rec {
    struct pl_list in_recorder;
    uint32_t id;
    enum pl_rec_state state;
    enum pl_record_by by;
    int32_t by_user;
    int32_t room;
    bool consent;
    bool stop, cancel; /* asked for */
    bool unsafe;       /* something of it could not be written to the store */
    bool begun;        /* there is a file */
    bool of_before;    /* the domain does not know it */
    bool local;        /* made by a page, and uploaded */
    bool found;        /* nor do we: its row is written only where there is none */
    int code;          /* FAILED, FINISHED: for the domain */
    pl_time_us lost_at;
    bool resumed;        /* the recorder has ended in the middle of it; it went on */
    uint64_t begin_us;   /* the stamp of its beginning, as told; 0: none came */
    uint64_t told_ms;    /* what of it is written, as told */
    uint32_t missing_ms; /* in its middle */
    uint64_t ticket;     /* of the write that is waited for; 0: none */
    uint32_t lines;
    int64_t at_ms;
    struct pl_record_wish wish; /* its text is owned */
    char *text;
    char *insert; /* the image over the picture, when it was changed; NULL: as `text` says */
    char *name;
    char *words; /* of its row; NULL: none so far */
    size_t words_len;
    uint32_t gaps;                           /* written on the time line */
    char file[PL_RECORD_EVENT_FILE_MAX + 1]; /* as planned; FINISHED: as it is */
    struct pl_record_event end;              /* FINISHED */
    struct pl_rec_use uses[PL_RECORD_SOURCES_MAX];
    size_t use_count;
};

struct pl_recorder {
    struct pl_recorder_defaults defaults;
    struct pl_recorder_port port;
    bool up;
    struct pl_list recs;
    struct pl_idmap by_id;
    struct pl_idmap sources; /* by number */
    uint32_t next_source;
    struct pl_recorder_stats stats;
    struct pl_record_command command; /* large: scratch */
};

static inline bool pl_rec_is_snapshot(const struct pl_rec *rec)
{
    return (rec->wish.flags & PL_RECORD_SNAPSHOT) != 0;
}

/* ---- recorder.c ---- */

/* NULL: no memory, or no place. Copies. */
struct pl_rec *pl_rec_add(struct pl_recorder *r, uint32_t id, struct pl_bytes name,
                          struct pl_bytes text);
void pl_rec_free(struct pl_recorder *r, struct pl_rec *rec);

/* ---- wishes.c ---- */

/* False: it cannot be begun. */
bool pl_rec_send_start(struct pl_recorder *r, struct pl_rec *rec);

/* ---- change.c ---- */

/* After its start was sent: the image that it begins with, if any. */
void pl_rec_begin_insert(struct pl_recorder *r, struct pl_rec *rec);
/* From now on this is its user string, its layout too. Written. False: the store refuses, or no
 * memory. */
bool pl_rec_change_text(struct pl_recorder *r, struct pl_rec *rec, int32_t user,
                        struct pl_bytes text);
/* From now on this image, or none, as pl_rec_insert_alone reads it. */
bool pl_rec_change_insert(struct pl_recorder *r, struct pl_rec *rec, int32_t user,
                          struct pl_bytes json);

/* ---- end.c ---- */

/* There is no file, and will be none. */
void pl_rec_fail(struct pl_recorder *r, struct pl_rec *rec, int code);
/* The recorder has finished it. */
void pl_rec_finish(struct pl_recorder *r, struct pl_rec *rec, const struct pl_record_event *e);
/* It was in the catalogue already, and told again: nothing is to be changed. */
void pl_rec_known(struct pl_recorder *r, struct pl_rec *rec);
/* The last row is written, or cannot be (not kept: then the recorder tells it again, some day). */
void pl_rec_over(struct pl_recorder *r, struct pl_rec *rec, bool kept);

/* ---- resume.c ---- */

/* The recorder has ended; the next one may go on with it, or at least know of it. */
void pl_rec_lose(struct pl_recorder *r, struct pl_rec *rec);
/* To a recorder that is new: these go on, all others it may finish. */
void pl_rec_go_on(struct pl_recorder *r);
/* FIRST. */
void pl_rec_first(struct pl_recorder *r, struct pl_rec *rec, const struct pl_record_event *e);

/* ---- sources.c ---- */

void pl_rec_party(struct pl_recorder *r, struct pl_rec *rec, const struct pl_effect *e);
/* Lets go of all of them. */
void pl_rec_release(struct pl_recorder *r, struct pl_rec *rec);
/* Tells a recorder that is new of all sources. */
void pl_rec_introduce(struct pl_recorder *r);
/* The first source of that kind of the user whom it is of; NULL: none. */
const struct pl_rec_source *pl_rec_main(const struct pl_rec *rec, enum pl_core_kind kind);

/* ---- catalogue.c ---- */

/* Writes the row as it is now, and, when kind is not NULL, a line; rec->ticket is that of it.
 * False: the store refuses. */
bool pl_rec_write(struct pl_recorder *r, struct pl_rec *rec, const char *state, const char *kind,
                  int32_t user, struct pl_bytes detail);
/* One more to find it by: a user who is in it (0: none), and a text. */
void pl_rec_add_words(struct pl_rec *rec, int32_t user, struct pl_bytes text);
/* A line alone. */
bool pl_rec_write_line(struct pl_recorder *r, struct pl_rec *rec, const char *kind, int32_t user,
                       struct pl_bytes detail);

/* ---- look.c ---- */

/* The image that the user string wants over the picture, as INSERT without an id. False: none. */
bool pl_rec_insert(struct pl_bytes text, struct pl_record_command *out);
/* The same of its value alone, as `insert` of the message record_change; without image: none any
 * more. False: it makes no sense. */
bool pl_rec_insert_alone(struct pl_bytes json, struct pl_record_command *out);
/* What the user string says of the picture; what makes no sense in it is left out. */
void pl_rec_look(const struct pl_recorder_defaults *defaults, struct pl_bytes text,
                 struct pl_record_look *out);

#endif
