/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/recorder/internal.h"

#include "proto/wire/errors_gen.h"

#include <stdlib.h>
#include <string.h>

enum { RECS_MAX = 65536, SOURCES_MAX = 65536, GAPS_MAX = 100 };

static const struct pl_bytes nothing = {NULL, 0};

/* ---- life ---- */

struct pl_recorder *pl_recorder_create(const struct pl_recorder_defaults *defaults,
                                       const struct pl_recorder_port *port)
{
    struct pl_recorder *r = calloc(1, sizeof(*r));
    if (!r)
        return NULL;
    r->defaults = *defaults;
    r->port = *port;
    pl_list_init(&r->recs);
    pl_idmap_init(&r->by_id, RECS_MAX);
    pl_idmap_init(&r->sources, SOURCES_MAX);
    return r;
}

void pl_rec_free(struct pl_recorder *r, struct pl_rec *rec)
{
    pl_list_remove(&rec->in_recorder);
    pl_idmap_remove(&r->by_id, rec->id);
    free(rec->text);
    free(rec->insert);
    free(rec->name);
    free(rec->words);
    free(rec);
}

void pl_recorder_destroy(struct pl_recorder *r)
{
    struct pl_list *it, *tmp;
    size_t cursor = 0;
    void *source;
    if (!r)
        return;
    pl_list_for_each_safe(it, tmp, &r->recs)
    {
        pl_rec_free(r, pl_container_of(it, struct pl_rec, in_recorder));
    }
    while ((source = pl_idmap_next(&r->sources, &cursor)))
        free(source);
    pl_idmap_finish(&r->by_id);
    pl_idmap_finish(&r->sources);
    free(r);
}

static char *copy_text(struct pl_bytes text)
{
    char *copy = malloc(text.len + 1);
    if (copy) {
        if (text.len > 0)
            memcpy(copy, text.data, text.len);
        copy[text.len] = '\0';
    }
    return copy;
}

struct pl_rec *pl_rec_add(struct pl_recorder *r, uint32_t id, struct pl_bytes name,
                          struct pl_bytes text)
{
    struct pl_rec *rec = calloc(1, sizeof(*rec));
    if (!rec)
        return NULL;
    rec->id = id;
    rec->name = copy_text(name);
    rec->text = copy_text(text);
    if (!rec->name || !rec->text || pl_idmap_put(&r->by_id, id, rec) != PL_OK) {
        free(rec->name);
        free(rec->text);
        free(rec);
        return NULL;
    }
    pl_list_add_tail(&r->recs, &rec->in_recorder);
    rec->at_ms = r->port.wall_ms(r->port.arg);
    rec->by = PL_RECORD_BY_USER;
    return rec;
}

/* ---- what the store says ---- */

static struct pl_rec *waits_for(struct pl_recorder *r, uint64_t ticket)
{
    struct pl_list *it;
    pl_list_for_each(it, &r->recs)
    {
        struct pl_rec *rec = pl_container_of(it, struct pl_rec, in_recorder);
        if (rec->ticket == ticket && (rec->state == PL_REC_WAITS || rec->state == PL_REC_FINISHED))
            return rec;
    }
    return NULL;
}

/* Whatever it was: who has not begun does not. */
static void distrust(struct pl_recorder *r)
{
    struct pl_list *it;
    pl_list_for_each(it, &r->recs)
    {
        struct pl_rec *rec = pl_container_of(it, struct pl_rec, in_recorder);
        if (rec->state == PL_REC_ASKED || rec->state == PL_REC_WAITS)
            rec->unsafe = true;
    }
}

void pl_recorder_written(struct pl_recorder *r, uint64_t ticket, enum pl_err err)
{
    struct pl_rec *rec = waits_for(r, ticket);
    if (rec && rec->found && err == PL_E_EXISTS) {
        pl_rec_known(r, rec);
        return;
    }
    if (err)
        distrust(r);
    if (!rec)
        return;
    if (rec->state == PL_REC_FINISHED)
        pl_rec_over(r, rec, err == PL_OK);
    else if (rec->unsafe)
        pl_rec_fail(r, rec, PL_GV_ERR_RECORD_CREATEFAIL);
    else if (rec->stop || !pl_rec_send_start(r, rec))
        pl_rec_fail(r, rec, rec->stop ? PL_GV_ERR_RECORD_WAITINFO : PL_GV_ERR_RECORD_CREATEFAIL);
}

/* ---- what the recorder says ---- */

static void ready(struct pl_recorder *r)
{
    struct pl_event e = {.type = PL_EVENT_RECORDER, .recorder = {true}};
    r->up = true;
    pl_rec_introduce(r);
    pl_rec_go_on(r);
    r->port.step(r->port.arg, &e);
}

void pl_recorder_gone(struct pl_recorder *r)
{
    struct pl_event e = {.type = PL_EVENT_RECORDER, .recorder = {false}};
    struct pl_list *it;
    r->stats.ends++;
    if (!r->up)
        return;
    r->up = false;
    pl_list_for_each(it, &r->recs)
    {
        struct pl_rec *rec = pl_container_of(it, struct pl_rec, in_recorder);
        if (rec->state != PL_REC_SENT)
            continue;
        pl_rec_lose(r, rec);
        if (!pl_rec_write_line(r, rec, "interrupted", 0, nothing))
            r->port.warn(r->port.arg, rec->id, "not in the catalogue", "the store fails");
    }
    r->port.step(r->port.arg, &e);
}

static void key(struct pl_recorder *r, uint32_t number)
{
    const struct pl_rec_source *s = pl_idmap_get(&r->sources, number);
    if (s && s->kind == PL_CORE_VIDEO)
        r->port.key(r->port.arg, s->session, s->stream);
}

static void begun(struct pl_recorder *r, struct pl_rec *rec)
{
    struct pl_event e = {.type = PL_EVENT_RECORDED, .recorded = {.record = rec->id}};
    rec->begun = true;
    r->port.step(r->port.arg, &e);
}

/* Of which nobody knows: the store was lost, or never written. It is a file nevertheless. */
static void found(struct pl_recorder *r, const struct pl_record_event *e)
{
    struct pl_rec *rec =
        e->id > 0 && e->id <= INT32_MAX ? pl_rec_add(r, (uint32_t)e->id, nothing, nothing) : NULL;
    if (!rec)
        return;
    rec->of_before = true;
    rec->found = true;
    pl_rec_finish(r, rec, e);
}

static void refused(struct pl_recorder *r, struct pl_rec *rec, const struct pl_record_event *e)
{
    r->port.warn(r->port.arg, (uint32_t)e->id, "refused", e->text);
    if (!rec || rec->state != PL_REC_SENT)
        return;
    if (rec->resumed) /* what there is of it is finished */
        pl_rec_lose(r, rec);
    else if (!rec->begun)
        pl_rec_fail(r, rec, (int)e->code);
}

/* What is missing in the file is on its time line, so far as there is room. */
static void warned(struct pl_recorder *r, struct pl_rec *rec, const struct pl_record_event *e)
{
    if (e->code >= PL_RECORD_CODE_LOSS && e->code <= PL_RECORD_CODE_UNDECODABLE)
        r->stats.warnings[e->code - PL_RECORD_CODE_LOSS]++;
    if (e->code != PL_RECORD_CODE_LOSS)
        r->port.warn(r->port.arg, (uint32_t)e->id, "warning", e->text);
    if (rec && rec->state == PL_REC_SENT && e->code != PL_RECORD_CODE_DISK_LOW &&
        rec->gaps < GAPS_MAX) {
        rec->gaps++;
        (void)pl_rec_write_line(r, rec, "gap", 0, pl_bytes_str(e->text));
    }
}

void pl_recorder_event(struct pl_recorder *r, const struct pl_record_event *e)
{
    struct pl_rec *rec = e->id <= INT32_MAX ? pl_idmap_get(&r->by_id, e->id) : NULL;
    switch (e->type) {
    case PL_RECORD_EVENT_READY:
        ready(r);
        break;
    case PL_RECORD_EVENT_KEY:
        key(r, e->source);
        break;
    case PL_RECORD_EVENT_STARTED:
        if (rec && rec->state == PL_REC_SENT)
            begun(r, rec);
        break;
    case PL_RECORD_EVENT_FINISHED:
    case PL_RECORD_EVENT_IMAGE:
        if (rec)
            pl_rec_finish(r, rec, e);
        else
            found(r, e);
        break;
    case PL_RECORD_EVENT_REFUSED:
        refused(r, rec, e);
        break;
    case PL_RECORD_EVENT_WARN:
        warned(r, rec, e);
        break;
    case PL_RECORD_EVENT_FIRST:
        if (rec)
            pl_rec_first(r, rec, e);
        break;
    case PL_RECORD_EVENT_PROGRESS:
        if (rec)
            rec->told_ms = e->elapsed_ms;
        break;
    default: /* PONG */
        break;
    }
}

/* ---- time ---- */

static pl_time_us due_at(const struct pl_rec *rec)
{
    return rec->state == PL_REC_FAILED ? 0
           : rec->state == PL_REC_LOST ? rec->lost_at
                                       : PL_TIME_NEVER;
}

pl_time_us pl_recorder_deadline(const struct pl_recorder *r)
{
    pl_time_us at = PL_TIME_NEVER;
    const struct pl_list *it;
    pl_list_for_each(it, &r->recs) at =
        pl_time_min(at, due_at(pl_container_of(it, struct pl_rec, in_recorder)));
    return at;
}

void pl_recorder_tick(struct pl_recorder *r)
{
    pl_time_us now = r->port.now(r->port.arg);
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &r->recs)
    {
        struct pl_rec *rec = pl_container_of(it, struct pl_rec, in_recorder);
        if (due_at(rec) <= now)
            pl_rec_fail(r, rec, rec->code ? rec->code : PL_GV_ERR_RECORD_CREATEFAIL);
    }
}

void pl_recorder_get_stats(const struct pl_recorder *r, struct pl_recorder_stats *out)
{
    const struct pl_list *it;
    *out = r->stats;
    out->up = r->up;
    out->sources = r->sources.count;
    pl_list_for_each(it, &r->recs) out->running +=
        pl_container_of(it, struct pl_rec, in_recorder)->state == PL_REC_SENT;
}

bool pl_recorder_is_idle(const struct pl_recorder *r)
{
    const struct pl_list *it;
    pl_list_for_each(it, &r->recs)
    {
        enum pl_rec_state state = pl_container_of(it, struct pl_rec, in_recorder)->state;
        if (state == PL_REC_WAITS || state == PL_REC_SENT || state == PL_REC_FINISHED)
            return false;
    }
    return true;
}
