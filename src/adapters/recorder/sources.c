/* SPDX-License-Identifier: Apache-2.0 */
/* Streams in recordings: tapped, named to the recorder, taken in and out. */
#include "adapters/recorder/internal.h"

#include "media/media.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STREAMS = 16 };

static struct pl_record_command *fresh(struct pl_recorder *r, enum pl_record_command_type type)
{
    memset(&r->command, 0, sizeof(r->command));
    r->command.type = type;
    return &r->command;
}

/* ---- sources ---- */

static struct pl_rec_source *find_source(const struct pl_recorder *r, uint64_t session,
                                         enum pl_core_kind kind, uint8_t stream)
{
    size_t cursor = 0;
    struct pl_rec_source *s;
    while ((s = pl_idmap_next(&r->sources, &cursor))) {
        if (s->session == session && s->kind == kind && s->stream == stream)
            return s;
    }
    return NULL;
}

static void introduce(struct pl_recorder *r, const struct pl_rec_source *s)
{
    struct pl_record_command *c = fresh(r, PL_RECORD_CMD_SOURCE);
    c->source = s->number;
    c->user = (uint32_t)s->user;
    c->kind = s->kind == PL_CORE_VIDEO ? PL_RECORD_KIND_VIDEO : PL_RECORD_KIND_AUDIO;
    c->stream = s->stream;
    (void)snprintf(c->name, sizeof(c->name), "%s", s->name);
    (void)r->port.send(r->port.arg, c);
}

static struct pl_rec_source *take_source(struct pl_recorder *r, const struct pl_effect *e,
                                         enum pl_core_kind kind, uint8_t stream)
{
    uint64_t session = e->record_party.session;
    struct pl_rec_source *s = find_source(r, session, kind, stream);
    if (s) {
        s->users++;
        return s;
    }
    s = calloc(1, sizeof(*s));
    if (!s)
        return NULL;
    do
        r->next_source = r->next_source % (PL_MEDIA_COPY_ASKS - 1) + 1;
    while (pl_idmap_get(&r->sources, r->next_source));
    *s = (struct pl_rec_source){.number = r->next_source,
                                .session = session,
                                .user = e->record_party.user,
                                .kind = kind,
                                .stream = stream,
                                .users = 1};
    (void)pl_bytes_to_str(e->record_party.name, s->name, sizeof(s->name));
    if (pl_idmap_put(&r->sources, s->number, s) != PL_OK) {
        free(s);
        return NULL;
    }
    introduce(r, s);
    r->port.tap(r->port.arg, session, kind, stream, s->number, true);
    return s;
}

static void drop_source(struct pl_recorder *r, struct pl_rec_source *s)
{
    struct pl_record_command *c;
    if (--s->users > 0)
        return;
    r->port.tap(r->port.arg, s->session, s->kind, s->stream, s->number, false);
    c = fresh(r, PL_RECORD_CMD_FORGET);
    c->source = s->number;
    (void)r->port.send(r->port.arg, c);
    pl_idmap_remove(&r->sources, s->number);
    free(s);
}

/* ---- in a recording ---- */

static void say(struct pl_recorder *r, const struct pl_rec *rec, enum pl_record_command_type type,
                const struct pl_rec_source *s)
{
    struct pl_record_command *c;
    if (rec->state != PL_REC_SENT || pl_rec_is_snapshot(rec))
        return; /* START will say it */
    c = fresh(r, type);
    c->id = rec->id;
    c->source = s->number;
    (void)r->port.send(r->port.arg, c);
}

static struct pl_rec_use *find_use(struct pl_rec *rec, uint64_t session, enum pl_core_kind kind,
                                   uint8_t stream)
{
    for (size_t i = 0; i < rec->use_count; i++) {
        const struct pl_rec_source *s = rec->uses[i].source;
        if (s->session == session && s->kind == kind && s->stream == stream)
            return &rec->uses[i];
    }
    return NULL;
}

static void take(struct pl_recorder *r, struct pl_rec *rec, const struct pl_effect *e,
                 enum pl_core_kind kind, uint8_t stream)
{
    struct pl_rec_source *s;
    if (rec->use_count == PL_RECORD_SOURCES_MAX)
        return;
    s = take_source(r, e, kind, stream);
    if (!s)
        return;
    rec->uses[rec->use_count++] = (struct pl_rec_use){s, false};
    say(r, rec, PL_RECORD_CMD_JOIN, s);
}

static void leave(struct pl_recorder *r, struct pl_rec *rec, size_t i)
{
    struct pl_rec_source *s = rec->uses[i].source;
    say(r, rec, PL_RECORD_CMD_PART, s);
    rec->use_count--;
    memmove(&rec->uses[i], &rec->uses[i + 1], (rec->use_count - i) * sizeof(rec->uses[0]));
    drop_source(r, s);
}

/* Its device is off: black, or silence, in its place. One word for all recordings it is in. */
static void mute(struct pl_recorder *r, struct pl_rec_use *use, bool on)
{
    struct pl_record_command *c;
    if (use->muted == on)
        return;
    use->muted = on;
    c = fresh(r, PL_RECORD_CMD_MUTE);
    c->source = use->source->number;
    c->on = on;
    (void)r->port.send(r->port.arg, c);
}

static bool wants(const struct pl_effect *e, const struct pl_rec_source *s)
{
    return s->kind == PL_CORE_AUDIO ? e->record_party.mic
                                    : (e->record_party.streams >> s->stream & 1u) != 0;
}

/* What is closed stays as a black or silent place; a camera that another takes the place of goes.
 */
static void settle(struct pl_recorder *r, struct pl_rec *rec, const struct pl_effect *e)
{
    for (size_t i = rec->use_count; i-- > 0;) {
        struct pl_rec_use *use = &rec->uses[i];
        const struct pl_rec_source *s = use->source;
        if (s->session != e->record_party.session)
            continue;
        if (!e->record_party.in ||
            (s->kind == PL_CORE_VIDEO && !wants(e, s) && e->record_party.streams != 0))
            leave(r, rec, i);
        else
            mute(r, use, !wants(e, s));
    }
}

void pl_rec_party(struct pl_recorder *r, struct pl_rec *rec, const struct pl_effect *e)
{
    uint64_t session = e->record_party.session;
    settle(r, rec, e);
    if (!e->record_party.in)
        return;
    for (uint8_t stream = 0; stream < STREAMS; stream++) {
        if ((e->record_party.streams >> stream & 1u) &&
            !find_use(rec, session, PL_CORE_VIDEO, stream))
            take(r, rec, e, PL_CORE_VIDEO, stream);
    }
    if (e->record_party.mic && !find_use(rec, session, PL_CORE_AUDIO, 0))
        take(r, rec, e, PL_CORE_AUDIO, 0);
}

void pl_rec_introduce(struct pl_recorder *r)
{
    size_t cursor = 0;
    const struct pl_rec_source *s;
    while ((s = pl_idmap_next(&r->sources, &cursor)))
        introduce(r, s);
}

void pl_rec_release(struct pl_recorder *r, struct pl_rec *rec)
{
    while (rec->use_count > 0)
        leave(r, rec, rec->use_count - 1);
}

const struct pl_rec_source *pl_rec_main(const struct pl_rec *rec, enum pl_core_kind kind)
{
    for (size_t i = 0; i < rec->use_count; i++) {
        if (rec->uses[i].source->kind == kind)
            return rec->uses[i].source;
    }
    return NULL;
}
