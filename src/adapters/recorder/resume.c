/* SPDX-License-Identifier: Apache-2.0 */
/* The recorder has ended: its recordings go on at the next one, in the same files. */
#include "adapters/recorder/internal.h"

#include <stdio.h>
#include <string.h>

enum { DETAIL_MAX = 64 };

void pl_rec_lose(struct pl_recorder *r, struct pl_rec *rec)
{
    rec->state = PL_REC_LOST;
    rec->lost_at = r->port.now(r->port.arg) + PL_RECORDER_LOST_US;
}

/* What was stopped meanwhile the recorder finishes by itself; what was cancelled has to go. */
static bool goes_on(const struct pl_rec *rec)
{
    return rec->state == PL_REC_LOST && !rec->of_before && !pl_rec_is_snapshot(rec) &&
           (!rec->stop || rec->cancel);
}

/* A recorder that is new knows of no device that is off. */
static void tell_muted(struct pl_recorder *r, const struct pl_rec *rec)
{
    for (size_t i = 0; i < rec->use_count; i++) {
        if (!rec->uses[i].muted)
            continue;
        memset(&r->command, 0, sizeof(r->command));
        r->command.type = PL_RECORD_CMD_MUTE;
        r->command.source = rec->uses[i].source->number;
        r->command.on = true;
        (void)r->port.send(r->port.arg, &r->command);
    }
}

static void go_on(struct pl_recorder *r, struct pl_rec *rec)
{
    tell_muted(r, rec);
    rec->resumed = true;
    if (!pl_rec_send_start(r, rec)) {
        pl_rec_lose(r, rec);
        return;
    }
    if (!rec->cancel)
        return;
    memset(&r->command, 0, sizeof(r->command));
    r->command.type = PL_RECORD_CMD_CANCEL;
    r->command.id = rec->id;
    (void)r->port.send(r->port.arg, &r->command);
}

void pl_rec_go_on(struct pl_recorder *r)
{
    struct pl_list *it;
    pl_list_for_each(it, &r->recs)
    {
        struct pl_rec *rec = pl_container_of(it, struct pl_rec, in_recorder);
        if (goes_on(rec))
            go_on(r, rec);
    }
    memset(&r->command, 0, sizeof(r->command));
    r->command.type = PL_RECORD_CMD_RECOVER;
    (void)r->port.send(r->port.arg, &r->command);
}

void pl_rec_first(struct pl_recorder *r, struct pl_rec *rec, const struct pl_record_event *e)
{
    char detail[DETAIL_MAX];
    if (rec->begin_us == 0)
        rec->begin_us = e->stamp_us;
    if (!rec->resumed)
        return;
    rec->missing_ms += e->lost_ms;
    (void)snprintf(detail, sizeof(detail), "lost_ms=%u", e->lost_ms);
    if (!pl_rec_write_line(r, rec, "resumed", 0, pl_bytes_str(detail)))
        r->port.warn(r->port.arg, rec->id, "not in the catalogue", "the store fails");
    r->port.warn(r->port.arg, rec->id, "resumed", detail);
}
