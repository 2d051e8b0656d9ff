/* SPDX-License-Identifier: Apache-2.0 */
/* What records_evidence.c (life), records_seal.c, records_delete.c, records_deed.c (what operators
 * want) and records_visit.c (links) share. */
#ifndef PL_SERVER_RECORDS_EVIDENCE_INTERNAL_H
#define PL_SERVER_RECORDS_EVIDENCE_INTERNAL_H

#include "base/addr.h"
#include "base/list.h"
#include "server/records_evidence.h"
#include "server/records_internal.h"

enum { PL_VISITS = 64, PL_RECORD_FILE_NAME_MAX = 1024 };

/* Who has come by a link lately: not every part that a player asks for is a line of the audit. */
struct pl_record_visit {
    int64_t id;
    struct pl_addr peer; /* its port does not count */
    bool download;
    pl_time_us until;
};

struct pl_records_evidence {
    struct pl_records *r;
    struct pl_store *store;
    struct pl_signer *signer;
    struct pl_record_keys *keys; /* NULL: nothing was ever encrypted */
    struct pl_file_worker *worker;
    struct pl_shelf *shelf;
    struct pl_timer *clock;
    struct pl_list reads; /* tasks that wait for the store */
    struct pl_list deletions;
    struct pl_record_visit visits[PL_VISITS];
    size_t next_visit;
    struct pl_sealing sealing; /* the worker's, too: it does not change */
    struct pl_evidence_stats stats;
};

/* ---- records_delete.c ---- */

/* What has been kept long enough, and what was not brought to its end. */
void pl_records_delete_due(struct pl_records_evidence *e);
/* Those that wait for the store. */
void pl_records_delete_forget(struct pl_records_evidence *e);
/* done may be NULL. */
void pl_records_delete(struct pl_records_evidence *e, const struct pl_recordings_deed *deed,
                       pl_recordings_done *done, void *done_arg);

/* ---- records_seal.c ---- */

/* All that are over and not sealed. */
void pl_records_seal_rest(struct pl_records_evidence *e);
void pl_records_seal_forget(struct pl_records_evidence *e);

/* ---- records_evidence.c ---- */

/* All files of a recording that are here go to the object store. */
void pl_records_archive_all(struct pl_records_evidence *e, int64_t id, const char *file);

/* A line of the audit alone. */
void pl_records_audit(struct pl_records_evidence *e, const char *actor, const char *verb,
                      int64_t id, const char *detail);

#endif
