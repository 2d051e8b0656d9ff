/* SPDX-License-Identifier: Apache-2.0 */
/* A task that makes a file of another type from one that is there. */
#include "recorder/convert.h"
#include "recorder/finish.h"
#include "recorder/journal.h"
#include "recorder/pieces.h"
#include "recorder/task_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_MS = 86400000, FPS = 25, MARK_MS = 1000 };

static bool wants(const struct pl_record_command *c, uint32_t flag)
{
    uint32_t both = PL_RECORD_VIDEO | PL_RECORD_AUDIO;
    return (c->flags & both) == 0 || (c->flags & flag) != 0;
}

/* NULL, or why not. */
static const char *open_both(struct pl_task *t, struct pl_convert *in)
{
    const struct pl_record_command *c = &t->film.command;
    char path[PL_FILM_PATH], final[PL_FILM_PATH], part[PL_FILM_PATH];
    struct pl_sink_config config = {
        .path = part, .type = c->file_type, .video_bps = c->video_bps, .audio_bps = c->audio_bps};
    const char *why;
    snprintf(path, sizeof(path), "%s/%s", t->shared->root, c->input);
    pl_film_paths(t->shared, c->file, c->file_type, final, part);
    why = pl_convert_open(in, path, wants(c, PL_RECORD_VIDEO) && c->file_type != PL_RECORD_MP3,
                          wants(c, PL_RECORD_AUDIO), c->width, c->height, c->fps ? c->fps : FPS);
    if (why)
        return why;
    pl_convert_describe(in, &config);
    t->film.type = c->file_type;
    t->film.error = pl_sink_open(&t->film.sink, &config);
    t->film.begun = !t->film.error;
    return t->film.error ? strerror(t->film.error) : NULL;
}

/* Every second of it. */
static void mark(struct pl_task *t)
{
    struct pl_record_event e = {.type = PL_RECORD_EVENT_PROGRESS};
    pl_sink_mark(&t->film.sink, false);
    pl_task_look_at_disk(t);
    e.bytes = (uint64_t)t->film.sink.file.size;
    e.elapsed_ms = (uint64_t)(t->film.sink.end_us / 1000);
    pl_task_emit(t, &e);
}

/* NULL: all of it, or as much as is allowed. */
static const char *run(struct pl_task *t, struct pl_convert *in)
{
    uint32_t max_ms = t->film.command.max_ms ? t->film.command.max_ms : MAX_MS;
    int64_t marked = 0;
    while (pl_convert_step(in, &t->film.sink)) {
        int64_t ms = t->film.sink.end_us / 1000;
        if (ms >= marked + MARK_MS) {
            marked = ms;
            mark(t);
        }
        pl_task_listen(t);
        if (t->stopping)
            return "given up";
        if (t->film.error || pl_sink_error(&t->film.sink))
            return "the disk refuses it";
        if (ms >= max_ms) {
            t->how = PL_RECORD_HOW_LIMIT;
            return NULL;
        }
    }
    t->how = PL_RECORD_HOW_STOPPED;
    return NULL;
}

static enum pl_record_how how_of(const struct pl_task *t, int error)
{
    if (t->stopping && (t->how == PL_RECORD_HOW_CANCELED || t->how == PL_RECORD_HOW_LINK))
        return t->how;
    return error == ENOSPC || error == EDQUOT ? PL_RECORD_HOW_DISK_FULL
           : error && error != EINVAL         ? PL_RECORD_HOW_IO
                                              : PL_RECORD_HOW_FAILED;
}

/* Whole, or not at all. */
static void end(struct pl_task *t, const char *why, bool cut)
{
    const struct pl_record_command *c = &t->film.command;
    struct pl_record_event e = {.type = PL_RECORD_EVENT_FINISHED, .id = c->id, .how = t->how};
    char final[PL_FILM_PATH], part[PL_FILM_PATH];
    struct pl_finished f;
    int error = t->film.error, closed = t->film.begun ? pl_sink_close(&t->film.sink) : 0;
    error = error ? error : closed;
    pl_film_paths(t->shared, c->file, c->file_type, final, part);
    if (!why && !error)
        error = pl_finish_file(part, final, c->file_type, (c->flags & PL_RECORD_FILE_MD5) != 0,
                               false, &f);
    if (why || error) {
        e.how = how_of(t, error);
        snprintf(e.text, sizeof(e.text), "%s", why ? why : strerror(error));
        pl_pieces_remove(part);
    } else {
        snprintf(e.file, sizeof(e.file), "%s.%s", c->file, pl_record_type_name(c->file_type));
        snprintf(e.text, sizeof(e.text), "%s", cut ? "what it was made of ends in the middle" : "");
        pl_finish_tell(&f, &e);
    }
    (void)pl_journal_end(t->shared->root, &e);
    pl_task_emit(t, &e);
}

void *pl_task_convert(void *arg)
{
    struct pl_task *t = arg;
    struct pl_convert in;
    struct pl_record_event e = {.type = PL_RECORD_EVENT_STARTED};
    const char *why = open_both(t, &in);
    if (!why) {
        snprintf(e.file, sizeof(e.file), "%s.%s", t->film.command.file,
                 pl_record_type_name(t->film.command.file_type));
        pl_task_emit(t, &e);
        why = run(t, &in);
    }
    end(t, why, in.cut);
    pl_convert_close(&in);
    atomic_store(&t->ended, true);
    return NULL;
}
