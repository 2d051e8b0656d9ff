/* SPDX-License-Identifier: Apache-2.0 */
/* What the domain wants of recordings: asked for, begun, marked, ended. */
#include "adapters/recorder/internal.h"

#include "proto/wire/errors_gen.h"

#include <string.h>

enum { CLIP_MAX = 4 };

static const struct pl_bytes nothing = {NULL, 0};

static void open_it(struct pl_recorder *r, const struct pl_effect *e)
{
    struct pl_rec *rec =
        pl_rec_add(r, e->record_open.record, e->record_open.name, e->record_open.wish.text);
    if (!rec)
        return; /* START will not find it */
    rec->wish = e->record_open.wish;
    rec->wish.text = pl_bytes_str(rec->text);
    rec->by = e->record_open.by;
    rec->by_user = e->record_open.by_user;
    rec->room = e->record_open.room;
    rec->consent = e->record_open.consent;
    pl_rec_add_words(rec, rec->wish.user, pl_bytes_str(rec->name));
    pl_rec_add_words(rec, 0, rec->wish.text);
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
    c->resume = rec->resumed;
    c->begin_us = rec->begin_us;
    c->from_ms = rec->told_ms;
}

bool pl_rec_send_start(struct pl_recorder *r, struct pl_rec *rec)
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
    if (!pl_rec_is_snapshot(rec))
        pl_rec_begin_insert(r, rec);
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
        pl_rec_free(r, rec);
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

static bool line(struct pl_recorder *r, struct pl_rec *rec, enum pl_record_line line, int32_t user,
                 struct pl_bytes text)
{
    switch (line) {
    case PL_RECORD_LINE_TEXT:
        return pl_rec_change_text(r, rec, user, text);
    case PL_RECORD_LINE_INSERT:
        return pl_rec_change_insert(r, rec, user, text);
    case PL_RECORD_LINE_TAG:
        pl_rec_add_words(rec, 0, text);
        break;
    default:
        break;
    }
    return pl_rec_write_line(r, rec, pl_record_line_name(line), user, text);
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
        if (!line(r, rec, e->record_line.line, e->record_line.user, e->record_line.text))
            rec->unsafe = true;
        break;
    case PL_EFFECT_RECORD_PARTY:
        if (e->record_party.in)
            pl_rec_add_words(rec, e->record_party.user, e->record_party.name);
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
