/* SPDX-License-Identifier: Apache-2.0 */
/* How recordings end: told to the catalogue, the recorder and the domain. */
#include "adapters/recorder/internal.h"

#include "proto/wire/errors_gen.h"

#include <stdio.h>
#include <string.h>

enum { DETAIL_MAX = 256 };

/* What the domain is told of how it ended. */
static int code_of(const struct pl_rec *rec, const struct pl_record_event *e)
{
    if (e->type == PL_RECORD_EVENT_IMAGE)
        return PL_GV_ERR_SUCCESS;
    switch (e->how) {
    case PL_RECORD_HOW_STOPPED:
    case PL_RECORD_HOW_CANCELED:
    case PL_RECORD_HOW_LIMIT:
        return PL_GV_ERR_SUCCESS;
    case PL_RECORD_HOW_EMPTY:
        return rec->code ? rec->code : PL_GV_ERR_RECORD_WAITINFO;
    default:
        return PL_GV_ERR_RECORD_CREATEFAIL;
    }
}

static const char *state_of(const struct pl_rec *rec)
{
    if (rec->cancel)
        return "cancelled";
    if (rec->state == PL_REC_FINISHED && rec->file[0])
        return rec->code || rec->end.lost_ms ? "incomplete" : "ended";
    return "failed";
}

static void tell_domain(struct pl_recorder *r, struct pl_rec *rec)
{
    struct pl_event e = {.type = PL_EVENT_RECORDED};
    char url[PL_CORE_RECORD_URL_MAX] = "";
    bool file = rec->state == PL_REC_FINISHED && rec->file[0] && !rec->cancel;
    e.recorded.record = rec->id;
    e.recorded.finished = true;
    e.recorded.code = rec->code;
    e.recorded.seconds = (int32_t)((rec->end.elapsed_ms + 500) / 1000);
    if (file) {
        r->port.link(r->port.arg, rec->id, rec->file, url);
        e.recorded.file = pl_bytes_str(rec->file);
        e.recorded.url = pl_bytes_str(url);
        e.recorded.md5 = pl_bytes_str(rec->end.md5);
    }
    if (!rec->of_before && !rec->local)
        r->port.step(r->port.arg, &e);
}

static void acknowledge(struct pl_recorder *r, const struct pl_rec *rec)
{
    memset(&r->command, 0, sizeof(r->command));
    r->command.type = PL_RECORD_CMD_ACK;
    r->command.id = rec->id;
    (void)r->port.send(r->port.arg, &r->command);
}

void pl_rec_known(struct pl_recorder *r, struct pl_rec *rec)
{
    acknowledge(r, rec);
    pl_rec_free(r, rec);
}

/* One that is not kept stays: its end is told again. */
static void tell_local(struct pl_recorder *r, struct pl_rec *rec, bool kept)
{
    const struct pl_record_event end = rec->end;
    char file[PL_RECORD_EVENT_FILE_MAX + 1];
    uint32_t id = rec->id;
    int code = rec->code;
    (void)snprintf(file, sizeof(file), "%s", rec->state == PL_REC_FINISHED ? rec->file : "");
    if (kept)
        pl_rec_free(r, rec);
    else
        rec->state = PL_REC_LOCAL;
    r->port.local_over(r->port.arg, id, kept, code, file, &end);
}

void pl_rec_over(struct pl_recorder *r, struct pl_rec *rec, bool kept)
{
    if (!kept)
        r->port.warn(r->port.arg, rec->id, "not in the catalogue", "the store fails");
    else if (rec->end.type == PL_RECORD_EVENT_FINISHED && rec->state == PL_REC_FINISHED &&
             !rec->local)
        acknowledge(r, rec);
    if (kept && rec->state == PL_REC_FINISHED && rec->file[0]) {
        r->stats.files++;
        r->stats.bytes += rec->end.bytes;
        r->stats.lost_ms += rec->end.lost_ms;
        r->port.kept(r->port.arg, rec->id, rec->file, rec->end.bytes);
    }
    tell_domain(r, rec);
    if (rec->local && !rec->cancel && r->port.local_over)
        tell_local(r, rec, kept);
    else
        pl_rec_free(r, rec);
}

void pl_rec_fail(struct pl_recorder *r, struct pl_rec *rec, int code)
{
    bool asked;
    pl_rec_release(r, rec);
    r->stats.failed++;
    rec->state = PL_REC_FAILED;
    rec->code = code;
    asked = pl_rec_write(r, rec, state_of(rec), NULL, 0, pl_bytes_of(NULL, 0));
    pl_rec_over(r, rec, asked);
}

void pl_rec_finish(struct pl_recorder *r, struct pl_rec *rec, const struct pl_record_event *e)
{
    char detail[DETAIL_MAX];
    pl_rec_release(r, rec);
    if (rec->state == PL_REC_FINISHED)
        return; /* told again while its row is on its way */
    rec->state = PL_REC_FINISHED;
    rec->end = *e;
    rec->end.lost_ms += rec->missing_ms;
    if (e->type == PL_RECORD_EVENT_IMAGE)
        r->stats.snapshots++;
    else
        r->stats.hows[e->how]++;
    rec->code = code_of(rec, e);
    (void)snprintf(rec->file, sizeof(rec->file), "%s", e->file);
    (void)snprintf(detail, sizeof(detail), "%s bytes=%llu ms=%llu lost_ms=%u sha256=%s",
                   e->type == PL_RECORD_EVENT_IMAGE ? "snapshot" : pl_record_how_name(e->how),
                   (unsigned long long)e->bytes, (unsigned long long)e->elapsed_ms,
                   rec->end.lost_ms, e->sha256);
    if (rec->code)
        r->port.warn(r->port.arg, rec->id, pl_record_how_name(e->how), e->text);
    if (!pl_rec_write(r, rec, state_of(rec), "file", 0, pl_bytes_str(detail)))
        pl_rec_over(r, rec, false);
}
