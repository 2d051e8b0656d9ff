/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/task_internal.h"

#include "recorder/finish.h"
#include "recorder/journal.h"
#include "recorder/pieces.h"
#include "recorder/recover.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* Media was written, by this process or by one before it. */
static bool has_file(const struct pl_task *t)
{
    return t->film.begun || (t->film.command.resume && t->film.command.begin_us);
}

static enum pl_record_how how_of(const struct pl_task *t, int error)
{
    if (t->how == PL_RECORD_HOW_CANCELED)
        return PL_RECORD_HOW_CANCELED;
    if (error == ENOSPC || error == EDQUOT)
        return PL_RECORD_HOW_DISK_FULL;
    if (error == EINVAL)
        return PL_RECORD_HOW_FAILED;
    if (error)
        return PL_RECORD_HOW_IO;
    if (t->film.changed)
        return PL_RECORD_HOW_CHANGED;
    return t->how;
}

static void describe(struct pl_task *t, struct pl_record_event *e, int error)
{
    int64_t wall = atomic_load(&t->shared->wall_offset), end = t->film.begin + t->film.sink.end_us;
    int64_t start = t->film.begun ? pl_film_start(&t->film) : (int64_t)t->film.command.begin_us;
    e->how = how_of(t, error);
    if (error)
        snprintf(e->text, sizeof(e->text), "%s: %s",
                 error == EINVAL ? "FFmpeg refuses it" : "the disk refuses it", strerror(error));
    if (!has_file(t) && !error && e->how != PL_RECORD_HOW_CANCELED)
        e->how = PL_RECORD_HOW_EMPTY;
    if (!has_file(t))
        return;
    if (!t->film.begun)
        end = start + (int64_t)t->film.command.from_ms * 1000;
    e->started_us = (uint64_t)(start + wall);
    e->ended_us = (uint64_t)(end + wall);
}

static void finish_file(struct pl_task *t, struct pl_record_event *e)
{
    char final[PL_FILM_PATH], part[PL_FILM_PATH];
    enum pl_record_type type = t->film.type;
    const struct pl_record_command *c = &t->film.command;
    struct pl_finished f;
    int error;
    if (!t->film.begun && !pl_recover_find(t->shared, c->file, &type))
        return;
    pl_film_paths(t->shared, c->file, type, final, part);
    if (e->how == PL_RECORD_HOW_CANCELED) {
        pl_pieces_remove(part);
        return;
    }
    error = pl_finish_file(part, final, type, (c->flags & PL_RECORD_FILE_MD5) != 0, c->resume, &f);
    if (error == ENODATA) {
        e->how = e->how == PL_RECORD_HOW_STOPPED ? PL_RECORD_HOW_EMPTY : e->how;
        return;
    }
    snprintf(e->file, sizeof(e->file), "%s.%s%s", c->file, pl_record_type_name(type),
             error ? ".part" : "");
    if (error) {
        e->how = PL_RECORD_HOW_FAILED;
        snprintf(e->text, sizeof(e->text), "the file cannot be finished: %s", strerror(error));
        return;
    }
    pl_finish_tell(&f, e);
    if (f.apart)
        snprintf(e->text, sizeof(e->text), "%u pieces of it are files of their own", f.apart);
}

void pl_task_end(struct pl_task *t)
{
    struct pl_record_event e = {.type = PL_RECORD_EVENT_FINISHED, .id = t->film.command.id};
    int error = t->film.error, closed = 0;
    if (t->film.begun)
        closed = pl_sink_close(&t->film.sink);
    describe(t, &e, error ? error : closed);
    if (has_file(t))
        finish_file(t, &e);
    error = pl_journal_end(t->shared->root, &e);
    if (error && e.text[0] == '\0')
        snprintf(e.text, sizeof(e.text), "the journal cannot be written: %s", strerror(error));
    pl_task_emit(t, &e);
}
