/* SPDX-License-Identifier: Apache-2.0 */
/* Recordings for the page of metrics. */
#include "server/records_internal.h"

#include <string.h>

static void fill_recorder(const struct pl_recorder_stats *s, struct pl_metrics_records *out)
{
    out->up = s->up;
    out->running = s->running;
    out->sources = s->sources;
    out->restarts = s->ends;
    out->stopped = s->hows[PL_RECORD_HOW_STOPPED];
    out->limit = s->hows[PL_RECORD_HOW_LIMIT];
    out->changed = s->hows[PL_RECORD_HOW_CHANGED];
    out->disk_full = s->hows[PL_RECORD_HOW_DISK_FULL];
    out->io = s->hows[PL_RECORD_HOW_IO];
    out->link = s->hows[PL_RECORD_HOW_LINK];
    out->recovered = s->hows[PL_RECORD_HOW_RECOVERED];
    out->failed = s->hows[PL_RECORD_HOW_FAILED];
    out->empty = s->hows[PL_RECORD_HOW_EMPTY];
    out->canceled = s->hows[PL_RECORD_HOW_CANCELED];
    out->never = s->failed;
    out->snapshots = s->snapshots;
    out->files = s->files;
    out->bytes = s->bytes;
    out->lost_us = s->lost_ms * 1000;
    out->warn_loss = s->warnings[0];
    out->warn_slow = s->warnings[1];
    out->warn_disk = s->warnings[2];
    out->warn_undecodable = s->warnings[3];
}

void pl_records_numbers(const struct pl_records *r, struct pl_metrics_records *out)
{
    struct pl_recorder_stats recorder;
    struct pl_evidence_stats e;
    memset(out, 0, sizeof(*out));
    if (!r)
        return;
    pl_recorder_get_stats(r->recorder, &recorder);
    fill_recorder(&recorder, out);
    pl_records_evidence_get_stats(r->evidence, &e);
    out->waiting = e.waiting;
    out->sealed = e.sealed;
    out->encrypted = e.encrypted;
    out->seal_failures = e.seal_failures;
    out->plays = e.plays;
    out->downloads = e.downloads;
    out->refused = e.refused;
    out->verified = e.verified;
    out->verified_changed = e.changed;
    out->deleted = e.deleted;
    out->expired = e.expired;
    out->delete_failures = e.delete_failures;
}
