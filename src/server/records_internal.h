/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of recordings in parlord share: records.c (life, and what adapters/recorder
 * needs), records_process.c (parlor-recorder), records_catalogue.c (rows at the start),
 * records_play.c (links and playing), records_operator.c (what operators do with files),
 * records_library.c (what pages of viewers and keepers ask), records_archive.c (the object
 * store). */
#ifndef PL_SERVER_RECORDS_INTERNAL_H
#define PL_SERVER_RECORDS_INTERNAL_H

#include "adapters/recorder/link.h"
#include "adapters/recorder/process.h"
#include "adapters/recorder/tap.h"
#include "io/clock.h"
#include "server/records.h"
#include "server/records_evidence.h"

struct pl_records {
    struct pl_daemon_tools tools;
    struct pl_keeper *keeper;
    struct pl_hub *hub;   /* NULL before it runs */
    struct pl_feed *feed; /* NULL: none */
    struct pl_recorder_tap *tap;
    struct pl_recorder *recorder;
    struct pl_recorder_process *process;
    struct pl_timer *timer;
    struct pl_recorder_link *links;
    struct pl_records_library *library;
    struct pl_bytes viewers[PL_CONFIG_LIST_MAX], keepers[PL_CONFIG_LIST_MAX];
    struct pl_records_archive *archive; /* NULL: none */
    struct pl_records_evidence *evidence;
    struct pl_records_intake *intake; /* of what pages upload; NULL: they may not */
    uint32_t first;
    char folder[PL_CONFIG_PATH_MAX];
    char program[PL_CONFIG_PATH_MAX];
    char reserve[16], nice[16]; /* as arguments */
};

static inline int64_t pl_records_wall_ms(void)
{
    return (int64_t)(pl_clock_wall_us() / 1000u);
}

/* After every call of the recorder's: its deadline may be another. */
void pl_records_arm(struct pl_records *r);

/* ---- records_catalogue.c ---- */

/* What was not over at the last end, and which number is free. */
PL_MUST_CHECK enum pl_err pl_records_load(struct pl_records *r);

/* ---- records_process.c ---- */

/* The arguments of a recorder of that folder; what they point to stays r's. NULL-terminated. */
enum { PL_RECORDS_ARGS = 12 };
void pl_records_args(struct pl_records *r, const char *folder, const char *args[PL_RECORDS_ARGS]);

/* ---- records_intake.c ---- */

struct pl_records_intake;

/* *out stays NULL when pages may not upload. After the catalogue is read. */
PL_MUST_CHECK enum pl_err pl_records_intake_start(struct pl_records_intake **out,
                                                  struct pl_records *r);
/* The hub is there. */
void pl_records_intake_run(struct pl_records_intake *i);
/* NULL is harmless, as below. */
void pl_records_intake_stop(struct pl_records_intake *i);
uint32_t pl_records_intake_last(const struct pl_records_intake *i);
void pl_records_intake_over(struct pl_records_intake *i, uint32_t record, bool kept, int code,
                            const char *file, const struct pl_record_event *end);
struct pl_intake *pl_records_intake_of(const struct pl_records_intake *i);

/* ---- records_library.c ---- */

struct pl_records_library;

/* r: with its hub. NULL: memory is short. */
struct pl_records_library *pl_records_library_create(struct pl_records *r);
/* NULL is harmless. */
void pl_records_library_destroy(struct pl_records_library *library);
/* PL_EFFECT_LIBRARY; in the middle of a step. Answered by PL_EVENT_LIBRARY, in a later one. */
void pl_records_library_ask(struct pl_records_library *library, const struct pl_effect *e);

/* ---- records_archive.c; NULL is harmless in all of them ---- */

/* *out stays NULL without [archive]. Looks for what was on its way, and for recordings that the
 * archive does not know of yet. */
PL_MUST_CHECK enum pl_err pl_records_archive_start(struct pl_records_archive **out,
                                                   struct pl_records *r);
void pl_records_archive_stop(struct pl_records_archive *a);
/* A file that the catalogue has. */
void pl_records_archive_add(struct pl_records_archive *a, int64_t recording, const char *file,
                            uint64_t bytes);
/* It is to be deleted in the store as well; before it is deleted here. */
void pl_records_archive_remove(struct pl_records_archive *a, int64_t recording, const char *file);
/* Where a file is that is not here: pl_signal_vault.away. */
bool pl_records_archive_find(struct pl_records_archive *a, struct pl_signal_away *away);
/* {"state", "key", "attempts", ...} (admin/recordings.h) of these rows of a recording. brief: what
 * is for pages only. */
json_t *pl_records_archive_tell(struct pl_records_archive *a, const struct pl_store_archived *rows,
                                size_t count, bool brief);
void pl_records_archive_get_stats(const struct pl_records_archive *a, struct pl_archive_stats *out);

/* ---- records_play.c ---- */

/* A path of the front door; minutes 0: as the settings say. Empty: the name is too long. */
void pl_records_make_link(const struct pl_records *r, uint32_t recording, const char *file,
                          int64_t minutes, char out[PL_CORE_RECORD_URL_MAX], int64_t *expires_ms);
/* From now on the front door serves what links lead to. */
PL_MUST_CHECK enum pl_err pl_records_open_vault(struct pl_records *r);

#endif
