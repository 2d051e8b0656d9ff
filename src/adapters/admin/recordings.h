/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The catalogue of recordings for operators. Requests come from api.h, answers go out later.
 *
 *   GET  /v1/recordings?before=ID&limit=N&user=N&room=N&party=N&state=S&from=MS&to=MS&search=TEXT
 *       {"recordings": [{"id", "at_ms", "user", "room", "state", "file", "bytes", "until_ms",
 *       "hold", and what the row's body says: "name", "by", "flags", "consent", "elapsed_ms",
 *       "sha256", "how" ...}], "next": ID}: the newest first. user: who was recorded; party: who is
 *       in it; from, to: when it was asked for (to itself not); search: words, all of which have to
 *       be in its names, user string or marks, in any case of a-z. So much of the catalogue is
 *       looked through at once that a page may be short, and "next" still says where to go on.
 *   GET  /v1/recordings/ID         {"recording": {..., "path"}, "lines": [{"n", "at_ms",
 *                                  "offset_ms", "kind", "user", "detail"}]}: store/timeline.h;
 *                                  path: of the file at the server's machine
 *   GET  /v1/recordings/ID/timeline  {"recording": ID, "lines": [...]}
 *   POST /v1/recordings/ID/link    body {"minutes": N} or none: {"url", "expires_ms"}
 *   POST /v1/recordings/ID/stop    of one that runs
 *   POST /v1/recordings/ID/delete  body {"why"} or none: its bytes go, its row and its time line
 *                                  stay, and say so. 409: it is held
 *   POST /v1/recordings/ID/hold    body {"on": true, "why"}: nothing deletes it until {"on": false}
 *   POST /v1/recordings/ID/keep    body {"until_ms": N, "why"}: it is deleted then; 0: never
 *   POST /v1/recordings/ID/tag     body {"offset_ms": N, "text"}: a mark on its time line
 *   POST /v1/recordings/ID/verify  {"ok", "signature", "key", "faults": [...]}: evidence/sealing.h
 *
 * "archive" of a recording that has a file (of the list and of one): {"state", "files", "done",
 * "here", "key", "bytes", "attempts", "error"}. state: "none" (no object store is set, or nothing
 * was brought there), "queued", "uploading", "done" (all `files` of it are there), "failed" (one
 * cannot be read here: error says why), "deleting". here: the server's machine has it, too. key: of
 * the recording's own file there. attempts, error: of the file that is under way or has failed;
 * the last ones, since the server's start.
 *
 * All of it is in the audit, lists too (the same list by the same role once a minute).
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
    PL_RECORDINGS_WHY_MAX = 200, /* bytes of a reason, a mark */
};

enum pl_recordings_what {
    PL_RECORDINGS_LIST = 1,
    PL_RECORDINGS_SHOW,
    PL_RECORDINGS_LINK,
    PL_RECORDINGS_STOP,
    PL_RECORDINGS_DELETE,
    PL_RECORDINGS_HOLD,
    PL_RECORDINGS_KEEP,
    PL_RECORDINGS_TAG,
    PL_RECORDINGS_VERIFY,
    PL_RECORDINGS_TIMELINE,
};

/* LINK, DELETE, HOLD, KEEP, TAG or VERIFY. Texts are borrowed and never NULL. */
struct pl_recordings_deed {
    enum pl_recordings_what what;
    int64_t id;
    const char *actor; /* for the audit, that the other side writes */
    const char *why;
    int64_t minutes;   /* LINK; 0: as the settings say */
    bool on;           /* HOLD */
    int64_t until_ms;  /* KEEP */
    int64_t offset_ms; /* TAG */
    const char *text;  /* TAG */
};

/* answer: taken; NULL when err. why: for people. PL_E_NOT_FOUND: no such recording; PL_E_STATE,
 * PL_E_EXISTS: not now; PL_E_RANGE: what was asked makes no sense. */
typedef void pl_recordings_done(void *arg, enum pl_err err, json_t *answer, const char *why);

/* Role: who has the files. All mandatory. */
struct pl_recordings_port {
    /* Path of this file at the server's machine; empty: too long. */
    void (*path)(void *arg, const char *file, char out[PL_RECORDINGS_TEXT_MAX]);
    /* Exactly one `done`, now or later, also when the server goes down. */
    void (*deed)(void *arg, const struct pl_recordings_deed *deed, pl_recordings_done *done,
                 void *done_arg);
    /* False: it does not run. */
    bool (*stop)(void *arg, uint32_t id);
    int64_t (*now_ms)(void *arg);
    void *arg;
    void (*did)(void *did_arg, const struct pl_admin_deed *deed);
    void *did_arg;
    /* The last three may be NULL. reply: takes answers instead of what is attached; also before
     * pl_admin_recordings_do has returned. pictures: adds "thumb" and "board", links that are good
     * for a short time, to a row that has such files ("pictures" is above 0). archived: makes
     * "archive" out of what the store says of a recording's files; NULL: there is no archive, the
     * store is not asked. */
    void (*reply)(void *arg, uint64_t ticket, struct pl_admin_reply *reply);
    void (*pictures)(void *arg, const char *file, json_t *row);
    json_t *(*archived)(void *arg, const struct pl_store_archived *rows, size_t count);
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
