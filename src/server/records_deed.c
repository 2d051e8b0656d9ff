/* SPDX-License-Identifier: Apache-2.0 */
/* What operators do with recordings that are over: links, holds, times, marks, verifying. */
#include "server/records_evidence_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct deed {
    struct pl_records_evidence *e;
    enum pl_recordings_what what;
    int64_t id, minutes, until_ms, offset_ms;
    bool on;
    char actor[PL_SHELF_ACTOR_MAX];
    char why[PL_RECORDINGS_WHY_MAX + 1];
    char text[PL_RECORDINGS_WHY_MAX + 1];
    char file[PL_RECORD_FILE_NAME_MAX];
    char manifest[65]; /* as the catalogue has it; empty: it has none */
    char detail[PL_SHELF_DETAIL_MAX];
    char *words;
    json_t *answer;
    const char *trouble; /* why it was not done; static */
    enum pl_err err;
    pl_recordings_done *done;
    void *done_arg;
};

static void end(struct deed *d, enum pl_err err)
{
    const char *why = !err                    ? ""
                      : d->trouble            ? d->trouble
                      : err == PL_E_NOT_FOUND ? "no such recording"
                      : err == PL_E_CLOSED    ? "the server goes down"
                                              : "the store cannot be written";
    json_t *answer = err ? NULL : d->answer ? d->answer : json_pack("{s:b}", "ok", 1);
    if (err)
        json_decref(d->answer);
    d->done(d->done_arg, err, answer, why);
    free(d->words);
    free(d);
}

static enum pl_err no(struct deed *d, enum pl_err err, const char *why)
{
    d->trouble = why;
    return err;
}

static bool has_file(struct deed *d, const struct pl_store_recording *row)
{
    return row->file.len > 0 && !pl_bytes_eq_str(row->state, "deleting") &&
           pl_bytes_to_str(row->file, d->file, sizeof(d->file));
}

/* ---- each ---- */

static enum pl_err edit_link(struct deed *d, struct pl_shelf_change *self)
{
    char url[PL_CORE_RECORD_URL_MAX];
    int64_t expires_ms;
    pl_records_make_link(d->e->r, (uint32_t)d->id, d->file, d->minutes, url, &expires_ms);
    json_decref(d->answer); /* of an attempt before */
    d->answer = json_pack("{s:s, s:I}", "url", url, "expires_ms", (json_int_t)expires_ms);
    (void)snprintf(d->detail, sizeof(d->detail), "link by %s until %" PRId64, d->actor, expires_ms);
    (void)snprintf(d->why, sizeof(d->why), "until %" PRId64, expires_ms);
    self->kind = "access";
    self->verb = "recording: link";
    return d->answer ? PL_OK : PL_E_NOMEM;
}

static enum pl_err edit_hold(struct deed *d, struct pl_store_recording *row,
                             struct pl_shelf_change *self)
{
    row->hold = d->on;
    (void)snprintf(d->detail, sizeof(d->detail), "by %s %s", d->actor, d->why);
    self->kind = d->on ? "hold" : "release";
    self->verb = d->on ? "recording: hold" : "recording: release";
    return PL_OK;
}

static enum pl_err edit_keep(struct deed *d, struct pl_store_recording *row,
                             struct pl_shelf_change *self)
{
    row->until_ms = d->until_ms;
    (void)snprintf(d->detail, sizeof(d->detail), "until %" PRId64 " by %s %s", d->until_ms,
                   d->actor, d->why);
    self->kind = "keep";
    self->verb = "recording: keep";
    return PL_OK;
}

/* So that it is found by it: as pl_rec_add_words. */
static enum pl_err add_words(struct deed *d, struct pl_store_recording *row)
{
    size_t len = strlen(d->text);
    if (row->words.len + len + 2 > PL_STORE_TEXT_MAX / 2)
        return PL_OK; /* it has a place on the time line, no more */
    free(d->words);   /* of an attempt before */
    d->words = malloc(row->words.len + len + 2);
    if (!d->words)
        return PL_E_NOMEM;
    if (row->words.len > 0)
        memcpy(d->words, row->words.data, row->words.len);
    for (size_t i = 0; i < len; i++) {
        char c = d->text[i];
        d->words[row->words.len + i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    d->words[row->words.len + len] = ' ';
    row->words = pl_bytes_of(d->words, row->words.len + len + 1);
    return PL_OK;
}

static enum pl_err edit_tag(struct deed *d, struct pl_store_recording *row, const json_t *body,
                            struct pl_shelf_change *self)
{
    int64_t started = json_integer_value(json_object_get(body, "started_ms"));
    int64_t elapsed = json_integer_value(json_object_get(body, "elapsed_ms"));
    if (d->offset_ms < 0 || d->offset_ms > elapsed || started == 0)
        return no(d, PL_E_RANGE, "offset_ms lies outside the recording");
    (void)snprintf(d->detail, sizeof(d->detail), "%s", d->text);
    (void)snprintf(d->why, sizeof(d->why), "at %" PRId64 " ms", d->offset_ms);
    self->kind = "tag";
    self->at_ms = started + d->offset_ms;
    self->verb = "recording: tag";
    return add_words(d, row);
}

static enum pl_err edit(void *arg, struct pl_store_recording *row, json_t *body,
                        struct pl_shelf_change *self)
{
    struct deed *d = arg;
    const char *manifest = json_string_value(json_object_get(body, "manifest"));
    if (!has_file(d, row))
        return no(d, PL_E_STATE, "there is no file");
    switch (d->what) {
    case PL_RECORDINGS_LINK:
        return edit_link(d, self);
    case PL_RECORDINGS_HOLD:
        return edit_hold(d, row, self);
    case PL_RECORDINGS_KEEP:
        return edit_keep(d, row, self);
    case PL_RECORDINGS_TAG:
        return edit_tag(d, row, body, self);
    default: /* VERIFY: what it is to be */
        if (!manifest)
            return no(d, PL_E_STATE, "it is not sealed yet");
        (void)snprintf(d->manifest, sizeof(d->manifest), "%s", manifest);
        return PL_E_IGNORED; /* nothing is to be written */
    }
}

/* ---- verifying ---- */

static void work(void *arg)
{
    struct deed *d = arg;
    d->err = pl_sealing_verify(&d->e->sealing, d->file, d->manifest, &d->answer);
}

static void on_worked(void *arg, bool ran)
{
    struct deed *d = arg;
    bool ok = json_is_true(json_object_get(d->answer, "ok"));
    if (ran && !d->err) {
        d->e->stats.verified += ok;
        d->e->stats.changed += !ok;
        if (!ok)
            pl_log_do(d->e->r->tools.log, PL_LOG_ERROR, "record.changed",
                      pl_log_num("record", d->id), pl_log_str("file", d->file));
        pl_records_audit(d->e, d->actor, "recording: verify", d->id,
                         ok ? "as it was recorded" : "changed");
    }
    end(d, ran ? d->err : PL_E_CLOSED);
}

static void on_shelved(void *arg, enum pl_err err)
{
    struct deed *d = arg;
    const struct pl_file_worker_job job = {work, on_worked, d};
    if (d->what == PL_RECORDINGS_VERIFY && err == PL_E_IGNORED) {
        err = pl_file_worker_do(d->e->worker, &job);
        if (!err)
            return;
    }
    if (!err && ((d->what == PL_RECORDINGS_KEEP && d->until_ms) ||
                 (d->what == PL_RECORDINGS_HOLD && !d->on))) /* its time may be over */
        pl_timer_arm(d->e->clock, pl_clock_now_us());
    end(d, err);
}

void pl_records_evidence_deed(struct pl_records_evidence *e, const struct pl_recordings_deed *deed,
                              pl_recordings_done *done, void *done_arg)
{
    struct deed *d;
    enum pl_err err;
    if (deed->what == PL_RECORDINGS_DELETE) {
        pl_records_delete(e, deed, done, done_arg);
        return;
    }
    d = calloc(1, sizeof(*d));
    if (!d) {
        done(done_arg, PL_E_NOMEM, NULL, "memory is short");
        return;
    }
    *d = (struct deed){.e = e,
                       .what = deed->what,
                       .id = deed->id,
                       .minutes = deed->minutes,
                       .until_ms = deed->until_ms,
                       .offset_ms = deed->offset_ms,
                       .on = deed->on,
                       .done = done,
                       .done_arg = done_arg};
    (void)snprintf(d->actor, sizeof(d->actor), "%s", deed->actor);
    (void)snprintf(d->why, sizeof(d->why), "%s", deed->why);
    (void)snprintf(d->text, sizeof(d->text), "%s", deed->text);
    err = pl_shelf_do(e->shelf, &(struct pl_shelf_change){.id = d->id,
                                                          .edit = edit,
                                                          .detail = d->detail,
                                                          .actor = d->actor,
                                                          .why = d->why,
                                                          .done = on_shelved,
                                                          .arg = d});
    if (err)
        end(d, err);
}
