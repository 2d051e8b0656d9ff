/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the catalogue and of time lines. */
#include "adapters/recorder/internal.h"

#include "base/utf8.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(json_t *o, const char *name, int64_t value)
{
    if (value != 0)
        (void)json_object_set_new(o, name, json_integer(value));
}

static void put_text(json_t *o, const char *name, const char *text)
{
    if (text && *text)
        (void)json_object_set_new(o, name, json_string(text));
}

static void put_end(json_t *o, const struct pl_rec *rec)
{
    const struct pl_record_event *e = &rec->end;
    put(o, "code", rec->code);
    if (rec->state != PL_REC_FINISHED || e->file[0] == '\0')
        return;
    put_text(o, "how",
             e->type == PL_RECORD_EVENT_FINISHED ? pl_record_how_name(e->how) : "snapshot");
    put(o, "elapsed_ms", (int64_t)e->elapsed_ms);
    put(o, "started_ms", (int64_t)(e->started_us / 1000));
    put(o, "ended_ms", (int64_t)(e->ended_us / 1000));
    put(o, "lost_ms", e->lost_ms);
    put(o, "width", e->width);
    put(o, "height", e->height);
    put(o, "pictures", e->pictures);
    put(o, "picture_ms", e->picture_ms);
    put_text(o, "sha256", e->sha256);
    put_text(o, "md5", e->md5);
    put_text(o, "note", e->text);
}

/* ---- words ---- */

enum { WORDS_MAX = 8192 };

/* Letters a-z small: so it is asked for, too. */
static void append(struct pl_rec *rec, struct pl_bytes text)
{
    char *to = rec->words + rec->words_len;
    for (size_t i = 0; i < text.len; i++)
        to[i] =
            (char)(text.data[i] >= 'A' && text.data[i] <= 'Z' ? text.data[i] + 32 : text.data[i]);
    rec->words_len += text.len;
    rec->words[rec->words_len] = '\0';
}

/* What has no room is not found; a text is never cut, so that it stays UTF-8. */
void pl_rec_add_words(struct pl_rec *rec, int32_t user, struct pl_bytes text)
{
    char who[24] = "";
    size_t len;
    if (user)
        (void)snprintf(who, sizeof(who), " user:%d ", user);
    len = strlen(who) + text.len + 1;
    if ((user && rec->words && strstr(rec->words, who)) || (!user && text.len == 0) ||
        rec->words_len + len > WORDS_MAX || !pl_utf8_valid(text))
        return;
    if (!rec->words)
        rec->words = calloc(1, WORDS_MAX + 1);
    if (!rec->words)
        return;
    append(rec, pl_bytes_str(who));
    append(rec, text);
    append(rec, pl_bytes_str(" "));
}

/* ---- rows ---- */

/* NULL: out of memory. */
static char *body_of(const struct pl_rec *rec)
{
    json_t *o = json_object();
    char *text;
    put_text(o, "name", rec->name);
    put_text(o, "by", pl_record_by_name(rec->by));
    put(o, "by_user", rec->by_user);
    put(o, "flags", rec->wish.flags);
    put(o, "param", rec->wish.param);
    put_text(o, "text", rec->text);
    put(o, "type", rec->wish.file_type);
    if (rec->local) /* the server was not there when it began */
        put_text(o, "kind", "local");
    (void)json_object_set_new(o, "consent",
                              json_string(rec->local     ? "none"
                                          : rec->consent ? "asked"
                                                         : "notice"));
    put_end(o, rec);
    text = json_dumps(o, JSON_COMPACT);
    json_decref(o);
    return text;
}

static struct pl_store_record_line line_of(struct pl_recorder *r, struct pl_rec *rec,
                                           const char *kind, int32_t user, struct pl_bytes detail)
{
    return (struct pl_store_record_line){.recording = rec->id,
                                         .number = ++rec->lines,
                                         .at_ms = r->port.wall_ms(r->port.arg),
                                         .user = user,
                                         .kind = pl_bytes_str(kind),
                                         .detail = detail};
}

bool pl_rec_write_line(struct pl_recorder *r, struct pl_rec *rec, const char *kind, int32_t user,
                       struct pl_bytes detail)
{
    struct pl_store_record_line line = line_of(r, rec, kind, user, detail);
    const struct pl_store_change c = {PL_STORE_PUT, PL_STORE_RECORD_LINES, &line, 0};
    uint64_t ticket;
    return r->port.write(r->port.arg, &c, 1, &ticket);
}

/* When it has been kept long enough; 0: never. */
static int64_t until_of(const struct pl_recorder *r, const struct pl_rec *rec)
{
    const struct pl_recorder_defaults *d = &r->defaults;
    int64_t keep = rec->by == PL_RECORD_BY_RULE ? d->rule_keep_ms : d->keep_ms;
    for (size_t i = 0; i < d->room_count; i++) {
        if (rec->room < d->rooms[i].first || rec->room > d->rooms[i].last)
            continue;
        keep = d->rooms[i].keep_ms;
        break;
    }
    return keep ? r->port.wall_ms(r->port.arg) + keep : 0;
}

bool pl_rec_write(struct pl_recorder *r, struct pl_rec *rec, const char *state, const char *kind,
                  int32_t user, struct pl_bytes detail)
{
    char *body = body_of(rec);
    bool finished = rec->state == PL_REC_FINISHED;
    struct pl_store_recording row = {.id = rec->id,
                                     .at_ms = rec->at_ms,
                                     .user = rec->wish.user,
                                     .room = rec->room,
                                     .state = pl_bytes_str(state),
                                     .file = pl_bytes_str(finished ? rec->file : ""),
                                     .bytes = finished ? (int64_t)rec->end.bytes : 0,
                                     .body = pl_bytes_str(body ? body : ""),
                                     .words = pl_bytes_str(rec->words ? rec->words : ""),
                                     .until_ms = finished ? until_of(r, rec) : 0};
    struct pl_store_record_line line;
    struct pl_store_change changes[2] = {
        {rec->found ? PL_STORE_ADD : PL_STORE_PUT, PL_STORE_RECORDINGS, &row, 0},
        {PL_STORE_PUT, PL_STORE_RECORD_LINES, &line, 0}};
    bool ok = body != NULL;
    if (kind)
        line = line_of(r, rec, kind, user, detail);
    ok = ok && r->port.write(r->port.arg, changes, kind ? 2 : 1, &rec->ticket);
    free(body);
    return ok;
}

/* ---- from before the start ---- */

static int64_t number(const json_t *o, const char *name)
{
    return json_integer_value(json_object_get(o, name));
}

static struct pl_bytes text_of(const json_t *o, const char *name)
{
    const char *text = json_string_value(json_object_get(o, name));
    return text ? pl_bytes_str(text) : pl_bytes_of(NULL, 0);
}

static enum pl_record_by by_of(struct pl_bytes name)
{
    for (int by = PL_RECORD_BY_USER; by <= PL_RECORD_BY_RULE; by++) {
        if (pl_bytes_eq_str(name, pl_record_by_name((enum pl_record_by)by)))
            return (enum pl_record_by)by;
    }
    return PL_RECORD_BY_USER;
}

void pl_recorder_remember(struct pl_recorder *r, const struct pl_store_recording *row,
                          uint32_t lines)
{
    json_t *o = json_loadb((const char *)row->body.data, row->body.len, 0, NULL);
    struct pl_rec *rec =
        row->id > 0 && row->id <= INT32_MAX
            ? pl_rec_add(r, (uint32_t)row->id, text_of(o, "name"), text_of(o, "text"))
            : NULL;
    if (rec) {
        rec->of_before = true;
        rec->local = pl_bytes_eq_str(text_of(o, "kind"), "local");
        rec->state = rec->local ? PL_REC_LOCAL : PL_REC_LOST;
        rec->lost_at = r->port.now(r->port.arg) + PL_RECORDER_LOST_US;
        rec->lines = lines;
        pl_rec_add_words(rec, 0, row->words);
        rec->at_ms = row->at_ms;
        rec->room = (int32_t)row->room;
        rec->wish.user = (int32_t)row->user;
        rec->wish.flags = (uint32_t)number(o, "flags");
        rec->wish.param = number(o, "param");
        rec->wish.file_type = (int32_t)number(o, "type");
        rec->by = by_of(text_of(o, "by"));
        rec->by_user = (int32_t)number(o, "by_user");
        rec->consent = pl_bytes_eq(text_of(o, "consent"), pl_bytes_str("asked"));
    }
    json_decref(o);
}
