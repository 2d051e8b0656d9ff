/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recordings as evidence in parlord: sealed when they have ended (adapters/evidence/sealing.h),
 * kept for their time, held, deleted for good, and every access to them in the audit.
 *
 * A recording is sealed once its row is safe, and again at the next start when that did not work.
 * Deletion: the row says "deleting" first, then the bytes go, then the row says "deleted"; what a
 * crash leaves in between is gone on with at the next start. Who is held is not deleted.
 *
 * Loop's thread; files are the worker's.
 */
#ifndef PL_SERVER_RECORDS_EVIDENCE_H
#define PL_SERVER_RECORDS_EVIDENCE_H

#include "adapters/admin/recordings.h"
#include "adapters/evidence/file_worker.h"
#include "adapters/evidence/sealing.h"
#include "adapters/evidence/shelf.h"
#include "server/records.h"

struct pl_records_evidence;

struct pl_evidence_stats {
    uint64_t sealed, encrypted; /* these only rise */
    uint64_t seal_failures;
    uint64_t deleted, expired; /* by somebody; by the clock */
    uint64_t delete_failures;
    uint64_t plays, downloads, refused; /* requests by links */
    uint64_t verified, changed;         /* found as they were; not so */
    size_t waiting;                     /* jobs for files */
};

/* Opens keys and worker. The log says why it fails. */
PL_MUST_CHECK enum pl_err pl_records_evidence_start(struct pl_records_evidence **out,
                                                    struct pl_records *r);
/* Accepts NULL. */
void pl_records_evidence_stop(struct pl_records_evidence *e);
void pl_records_evidence_get_stats(const struct pl_records_evidence *e,
                                   struct pl_evidence_stats *out);

/* Keys of what is encrypted; NULL: nothing ever was. Any thread, until pl_records_evidence_stop;
 * accepts NULL. */
const struct pl_record_keys *pl_records_evidence_keys(const struct pl_records_evidence *e);

/* Its row is safe: seal it. */
void pl_records_evidence_kept(struct pl_records_evidence *e, int64_t id);

/* What operators want: port.deed of admin/recordings.h. */
void pl_records_evidence_deed(struct pl_records_evidence *e, const struct pl_recordings_deed *deed,
                              pl_recordings_done *done, void *done_arg);

/* Somebody comes with a link that is good (refused false), or not. */
void pl_records_evidence_visit(struct pl_records_evidence *e, int64_t id,
                               const struct pl_signal_visit *visit, struct pl_bytes file,
                               bool refused);
/* pl_signal_vault.open: where the file is encrypted. */
PL_MUST_CHECK enum pl_err pl_records_evidence_open(struct pl_records_evidence *e, int directory,
                                                   struct pl_bytes file, struct pl_file *out);

#endif
