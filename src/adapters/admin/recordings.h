/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The catalogue of recordings for operators. Requests come from api.h, answers go out later.
 *
 *   GET  /v1/recordings?before=ID&limit=N&user=N
 *       {"recordings": [{"id", "at_ms", "user", "room", "state", "file", "bytes", and what the
 * row's body says: "name", "by", "flags", "consent", "elapsed_ms", "sha256", "how" ...}], "next":
 * ID} the newest first; of `user` alone the page may be short, and "next" still says where to go on
 *   GET  /v1/recordings/ID         {"recording": {..., "path"}, "lines": [{"at_ms", "kind", "user",
 *                                  "detail"}]}; path: of the file at the server's machine
 *   POST /v1/recordings/ID/link    body {"minutes": N} or none: {"url", "expires_ms"}
 *   POST /v1/recordings/ID/stop    of one that runs
 *   POST /v1/recordings/ID/delete  body {"why"} or none: the file's bytes go, the row and its time
 *                                  line stay, and say so
 *
 * Links and deletions are lines of the recording's time line, one transaction with the row, before
 * they are answered; and of the audit. A file is unlinked before its row says so: after a crash in
 * between it can be deleted once more.
 *
 * Limits: PL_RECORDINGS_ASKS_MAX at once (503), 1000 rows of one answer, 1000 lines of a recording.
 */
#ifndef PL_ADMIN_RECORDINGS_H
#define PL_ADMIN_RECORDINGS_H

#include "adapters/admin/http.h"
#include "adapters/store/store.h"

#include <jansson.h>

enum {
    PL_RECORDINGS_ASKS_MAX = 16,
    PL_RECORDINGS_TEXT_MAX = 4096,
};

enum pl_recordings_what {
    PL_RECORDINGS_LIST = 1,
    PL_RECORDINGS_SHOW,
    PL_RECORDINGS_LINK,
    PL_RECORDINGS_STOP,
    PL_RECORDINGS_DELETE,
};

/* Role: who has the files. All mandatory. */
struct pl_recordings_port {
    /* Path of this file at the server's machine; empty: too long. */
    void (*path)(void *arg, const char *file, char out[PL_RECORDINGS_TEXT_MAX]);
    /* A link for so many minutes (0: as the settings say), as a path of the front door. */
    void (*link)(void *arg, const char *file, int64_t minutes, char out[PL_RECORDINGS_TEXT_MAX],
                 int64_t *expires_ms);
    /* The file of this recording is no more when it returns PL_OK; also when there was none. What an
     * object store has of it goes as soon as that can be reached. */
    enum pl_err (*remove)(void *arg, int64_t id, const char *file);
    /* False: it does not run. */
    bool (*stop)(void *arg, uint32_t id);
    int64_t (*now_ms)(void *arg);
    void *arg;
    void (*did)(void *did_arg, const struct pl_admin_deed *deed);
    void *did_arg;
    /* The last two may be NULL. reply: takes answers instead of what is attached; also before
     * pl_admin_recordings_do has returned. pictures: adds "thumb" and "board", links that are good
     * for a short time, to a row that has such files ("pictures" is above 0). */
    void (*reply)(void *arg, uint64_t ticket, struct pl_admin_reply *reply);
    void (*pictures)(void *arg, const char *file, json_t *row);
};

struct pl_admin_recordings;

/* Borrows store. NULL: memory is short. */
struct pl_admin_recordings *pl_admin_recordings_create(struct pl_store *store,
                                                       const struct pl_recordings_port *port);
/* Before the store, after pl_admin_stop. Accepts NULL. */
void pl_admin_recordings_destroy(struct pl_admin_recordings *r);
/* Where answers go; after pl_admin_start. */
void pl_admin_recordings_attach(struct pl_admin_recordings *r, struct pl_admin *admin);

/* As a request of api.h: reply->status is PL_ADMIN_LATER, or it is answered at once. */
void pl_admin_recordings_do(struct pl_admin_recordings *r, enum pl_recordings_what what, int64_t id,
                            const struct pl_admin_request *request, struct pl_admin_reply *reply);

#endif
