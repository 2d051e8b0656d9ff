/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/recorder/internal.h"

#include "proto/wire/errors_gen.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RECS_MAX = 65536, SOURCES_MAX = 65536, DETAIL_MAX = 256, CLIP_MAX = 4 };

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

static void free_rec(struct pl_recorder *r, struct pl_rec *rec)
{
    pl_list_remove(&rec->in_recorder);
    pl_idmap_remove(&r->by_id, rec->id);
    free(rec->text);
    free(rec->name);
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
        free_rec(r, pl_container_of(it, struct pl_rec, in_recorder));
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

/* NULL: no memory, or no place. */
static struct pl_rec *add(struct pl_recorder *r, uint32_t id, struct pl_bytes name,
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

/* ---- its end ---- */

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
        return rec->code ? "incomplete" : "ended";
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
    if (!rec->of_before)
        r->port.step(r->port.arg, &e);
}

static void acknowledge(struct pl_recorder *r, const struct pl_rec *rec)
{
    memset(&r->command, 0, sizeof(r->command));
    r->command.type = PL_RECORD_CMD_ACK;
    r->command.id = rec->id;
    (void)r->port.send(r->port.arg, &r->command);
}

/* The last row is written, or cannot be: then the recorder tells it again, some day. */
static void over(struct pl_recorder *r, struct pl_rec *rec, bool kept)
{
    if (!kept)
        r->port.warn(r->port.arg, rec->id, "not in the catalogue", "the store fails");
    else if (rec->end.type == PL_RECORD_EVENT_FINISHED && rec->state == PL_REC_FINISHED)
        acknowledge(r, rec);
    if (kept && rec->state == PL_REC_FINISHED && rec->file[0]) {
        r->stats.files++;
        r->stats.bytes += rec->end.bytes;
        r->stats.lost_ms += rec->end.lost_ms;
    }
    tell_domain(r, rec);
    free_rec(r, rec);
}

/* There is no file, and will be none. */
static void fail(struct pl_recorder *r, struct pl_rec *rec, int code)
{
    bool asked;
    pl_rec_release(r, rec);
    rec->state = PL_REC_FAILED;
    rec->code = code;
    asked = pl_rec_write(r, rec, state_of(rec), NULL, 0, nothing);
    over(r, rec, asked);
}

static void finish(struct pl_recorder *r, struct pl_rec *rec, const struct pl_record_event *e)
{
    char detail[DETAIL_MAX];
    pl_rec_release(r, rec);
    if (rec->state == PL_REC_FINISHED)
        return; /* told again while its row is on its way */
    rec->state = PL_REC_FINISHED;
    rec->end = *e;
    rec->code = code_of(rec, e);
    (void)snprintf(rec->file, sizeof(rec->file), "%s", e->file);
    (void)snprintf(detail, sizeof(detail), "%s bytes=%llu ms=%llu lost_ms=%u sha256=%s",
                   e->type == PL_RECORD_EVENT_IMAGE ? "snapshot" : pl_record_how_name(e->how),
                   (unsigned long long)e->bytes, (unsigned long long)e->elapsed_ms, e->lost_ms,
                   e->sha256);
    if (rec->code)
        r->port.warn(r->port.arg, rec->id, pl_record_how_name(e->how), e->text);
    if (!pl_rec_write(r, rec, state_of(rec), "file", 0, pl_bytes_str(detail)))
        over(r, rec, false);
}

/* ---- what the domain wants ---- */

static void open_it(struct pl_recorder *r, const struct pl_effect *e)
{
    struct pl_rec *rec =
        add(r, e->record_open.record, e->record_open.name, e->record_open.wish.text);
    if (!rec)
        return; /* START will not find it */
    rec->wish = e->record_open.wish;
    rec->wish.text = pl_bytes_str(rec->text);
    rec->by = e->record_open.by;
    rec->by_user = e->record_open.by_user;
    rec->room = e->record_open.room;
    rec->consent = e->record_open.consent;
    pl_recorder_file_name(rec->id, &rec->wish, rec->at_ms, rec->file);
    rec->unsafe = !pl_rec_write(r, rec, "asked", NULL, 0, nothing);
    rec->ticket = 0;
}

static void fill_start(struct pl_recorder *r, const struct pl_rec *rec)
{
    const struct pl_recorder_defaults *d = &r->defaults;
    struct pl_record_command *c = &r->command;
    const struct pl_record_wish *w = &rec->wish;
    c->type = PL_RECORD_CMD_START;
    c->user = (uint32_t)w->user;
    c->flags = w->flags;
    c->file_type = (enum pl_record_type)w->file_type;
    c->width = (uint32_t)(w->width ? w->width : (int32_t)d->width) & ~1u;
    c->height = (uint32_t)(w->height ? w->height : (int32_t)d->height) & ~1u;
    c->fps = d->fps;
    c->video_bps = w->video_bps ? (uint32_t)w->video_bps : d->video_bps;
    c->audio_bps = w->audio_bps ? (uint32_t)w->audio_bps : d->audio_bps;
    c->clip = w->clip <= CLIP_MAX ? w->clip : 0;
    c->max_ms = d->max_seconds * 1000u;
    c->max_bytes = d->max_bytes;
    for (size_t i = 0; i < rec->use_count; i++)
        c->sources[c->source_count++] = rec->uses[i].source->number;
    pl_rec_look(d, rec->wish.text, &c->look);
}

/* False: it cannot be begun. */
static bool send_start(struct pl_recorder *r, struct pl_rec *rec)
{
    struct pl_record_command *c = &r->command;
    memset(c, 0, sizeof(*c));
    if (pl_rec_is_snapshot(rec)) {
        const struct pl_rec_source *s = pl_rec_main(rec, PL_CORE_VIDEO);
        if (!s)
            return false;
        c->type = PL_RECORD_CMD_SNAPSHOT;
        c->source = s->number;
    } else {
        fill_start(r, rec);
    }
    c->id = rec->id;
    (void)pl_bytes_to_str(pl_bytes_str(rec->file), c->file, sizeof(c->file)); /* planned: it fits */
    if (!r->port.send(r->port.arg, c))
        return false;
    rec->state = PL_REC_SENT;
    return true;
}

static void start(struct pl_recorder *r, struct pl_rec *rec)
{
    rec->state = PL_REC_WAITS;
    if (rec->unsafe || !pl_rec_write(r, rec, "running", NULL, 0, nothing)) {
        rec->state = PL_REC_FAILED;
        rec->code = PL_GV_ERR_RECORD_CREATEFAIL;
    }
}

static void stop(struct pl_recorder *r, struct pl_rec *rec, const struct pl_effect *e)
{
    rec->stop = true;
    rec->cancel = e->record_stop.cancel;
    if (rec->state == PL_REC_ASKED) {
        rec->code = e->record_stop.code;
        (void)pl_rec_write(r, rec, rec->code ? "refused" : "cancelled", NULL, 0, nothing);
        free_rec(r, rec);
        return;
    }
    if (rec->state == PL_REC_SENT && pl_rec_is_snapshot(rec)) {
        rec->state = PL_REC_FAILED; /* no picture has come in time */
        rec->code = e->record_stop.code ? e->record_stop.code : PL_GV_ERR_RECORD_WAITINFO;
        return;
    }
    if (rec->state != PL_REC_SENT)
        return;
    memset(&r->command, 0, sizeof(r->command));
    r->command.type = rec->cancel ? PL_RECORD_CMD_CANCEL : PL_RECORD_CMD_STOP;
    r->command.id = rec->id;
    (void)r->port.send(r->port.arg, &r->command);
}

void pl_recorder_effect(struct pl_recorder *r, const struct pl_effect *e)
{
    struct pl_rec *rec;
    if (e->type == PL_EFFECT_RECORD_OPEN) {
        open_it(r, e);
        return;
    }
    rec = pl_idmap_get(&r->by_id, e->type == PL_EFFECT_RECORD_LINE    ? e->record_line.record
                                  : e->type == PL_EFFECT_RECORD_PARTY ? e->record_party.record
                                  : e->type == PL_EFFECT_RECORD_START ? e->record_start.record
                                                                      : e->record_stop.record);
    if (!rec)
        return; /* no memory for it: the domain gives it up in time */
    switch (e->type) {
    case PL_EFFECT_RECORD_LINE:
        if (!pl_rec_write_line(r, rec, pl_record_line_name(e->record_line.line),
                               e->record_line.user, e->record_line.text))
            rec->unsafe = true;
        break;
    case PL_EFFECT_RECORD_PARTY:
        if (rec->state != PL_REC_FINISHED && rec->state != PL_REC_FAILED)
            pl_rec_party(r, rec, e);
        break;
    case PL_EFFECT_RECORD_START:
        start(r, rec);
        break;
    default:
        stop(r, rec, e);
        break;
    }
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
    if (err)
        distrust(r);
    if (!rec)
        return;
    if (rec->state == PL_REC_FINISHED)
        over(r, rec, err == PL_OK);
    else if (rec->unsafe)
        fail(r, rec, PL_GV_ERR_RECORD_CREATEFAIL);
    else if (rec->stop || !send_start(r, rec))
        fail(r, rec, rec->stop ? PL_GV_ERR_RECORD_WAITINFO : PL_GV_ERR_RECORD_CREATEFAIL);
}

/* ---- what the recorder says ---- */

static void ready(struct pl_recorder *r)
{
    struct pl_event e = {.type = PL_EVENT_RECORDER, .recorder = {true}};
    r->up = true;
    pl_rec_introduce(r);
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
        rec->state = PL_REC_LOST;
        rec->lost_at = r->port.now(r->port.arg) + PL_RECORDER_LOST_US;
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
        e->id > 0 && e->id <= INT32_MAX ? add(r, (uint32_t)e->id, nothing, nothing) : NULL;
    if (!rec)
        return;
    rec->of_before = true;
    finish(r, rec, e);
}

static void refused(struct pl_recorder *r, struct pl_rec *rec, const struct pl_record_event *e)
{
    r->port.warn(r->port.arg, (uint32_t)e->id, "refused", e->text);
    if (rec && rec->state == PL_REC_SENT && !rec->begun)
        fail(r, rec, (int)e->code);
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
            finish(r, rec, e);
        else
            found(r, e);
        break;
    case PL_RECORD_EVENT_REFUSED:
        refused(r, rec, e);
        break;
    case PL_RECORD_EVENT_WARN:
        if (e->code != PL_RECORD_CODE_LOSS)
            r->port.warn(r->port.arg, (uint32_t)e->id, "warning", e->text);
        break;
    default: /* FIRST, PROGRESS, PONG */
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
            fail(r, rec, rec->code ? rec->code : PL_GV_ERR_RECORD_CREATEFAIL);
    }
}

/* ---- from before the start ---- */

static int64_t number(const json_t *o, const char *name)
{
    return json_integer_value(json_object_get(o, name));
}

static struct pl_bytes text_of(const json_t *o, const char *name)
{
    const char *text = json_string_value(json_object_get(o, name));
    return text ? pl_bytes_str(text) : nothing;
}

void pl_recorder_remember(struct pl_recorder *r, const struct pl_store_recording *row,
                          uint32_t lines)
{
    json_t *o = json_loadb((const char *)row->body.data, row->body.len, 0, NULL);
    struct pl_rec *rec = row->id > 0 && row->id <= INT32_MAX
                             ? add(r, (uint32_t)row->id, text_of(o, "name"), text_of(o, "text"))
                             : NULL;
    if (rec) {
        rec->of_before = true;
        rec->state = PL_REC_LOST;
        rec->lost_at = r->port.now(r->port.arg) + PL_RECORDER_LOST_US;
        rec->lines = lines;
        rec->at_ms = row->at_ms;
        rec->room = (int32_t)row->room;
        rec->wish.user = (int32_t)row->user;
        rec->wish.flags = (uint32_t)number(o, "flags");
        rec->wish.param = number(o, "param");
        rec->wish.file_type = (int32_t)number(o, "type");
        rec->by_user = (int32_t)number(o, "by_user");
        rec->consent = pl_bytes_eq(text_of(o, "consent"), pl_bytes_str("asked"));
    }
    json_decref(o);
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
