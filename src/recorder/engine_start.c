/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/engine_internal.h"

#include "recorder/film.h"
#include "recorder/journal.h"
#include "recorder/pieces.h"
#include "recorder/place.h"
#include "recorder/recover.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAMES_TRIED = 1000 };

/* errno of what hinders; makes the folders above the file. */
static int make_folders(const char *root, const char *file)
{
    char path[PL_FILM_PATH];
    size_t base = strlen(root) + 1;
    snprintf(path, sizeof(path), "%s/%s", root, file);
    for (char *p = path + base; (p = strchr(p, '/')); p++) {
        *p = '\0';
        if (mkdir(path, 0750) != 0 && errno != EEXIST)
            return errno;
        *p = '/';
    }
    return 0;
}

static bool is_there(const struct pl_engine *e, const char *file, const char *ending)
{
    char path[PL_FILM_PATH];
    snprintf(path, sizeof(path), "%s/%s%s", e->shared->root, file, ending);
    return access(path, F_OK) == 0;
}

static bool ends_with(const char *text, const char *ending)
{
    size_t len = strlen(text), n = strlen(ending);
    return len >= n && strcmp(text + len - n, ending) == 0;
}

/* One that runs has its name before it has a file: that begins with its first media. */
static bool is_running(const struct pl_engine *e, const char *file)
{
    size_t cursor = 0;
    const struct pl_task *t;
    while ((t = pl_idmap_next(&e->tasks, &cursor))) {
        if (strcmp(pl_task_file(t), file) == 0)
            return true;
    }
    return false;
}

static bool is_taken(const struct pl_engine *e, const char *file, bool still)
{
    char final[PL_FILM_PATH], part[PL_FILM_PATH];
    if (is_running(e, file))
        return true;
    if (still) /* those names are of pictures that recordings make */
        return is_there(e, file, ".jpg") || ends_with(file, ".thumb") || ends_with(file, ".board");
    for (int type = 0; type < PL_RECORD_TYPES; type++) {
        pl_film_paths(e->shared, file, (enum pl_record_type)type, final, part);
        if (access(final, F_OK) == 0 || access(part, F_OK) == 0)
            return true;
    }
    return is_there(e, file, ".thumb.jpg") || is_there(e, file, ".board.jpg");
}

/* Nobody else's file is overwritten. */
static bool choose_name(const struct pl_engine *e, struct pl_record_command *c, bool still)
{
    char base[PL_RECORD_FILE_MAX + 1];
    memcpy(base, c->file, sizeof(base));
    for (int n = 2; n < NAMES_TRIED && is_taken(e, c->file, still); n++)
        snprintf(c->file, sizeof(c->file), "%.*s-%d", PL_RECORD_FILE_MAX - 8, base, n);
    return !is_taken(e, c->file, still);
}

static size_t gather(struct pl_engine *e, const struct pl_record_command *c,
                     struct pl_source_info *infos)
{
    size_t count = 0;
    for (size_t i = 0; i < c->source_count; i++) {
        const struct pl_source *s = pl_idmap_get(&e->sources, c->sources[i]);
        if (!s)
            return SIZE_MAX;
        infos[count++] = s->info;
    }
    return count;
}

/* 0, or errno. The name as it will be, and the journal. */
static int prepare_file(struct pl_engine *e, struct pl_record_command *c, bool still)
{
    int error = make_folders(e->shared->root, c->file);
    if (!error && !choose_name(e, c, still))
        error = EEXIST;
    if (!error && !still)
        error = pl_journal_begin(e->shared->root, c);
    return error;
}

/*
 * One that a killed recorder has left. Its name is that of the journal; what parlord never heard of
 * (less than half a second) makes way. False: it is over already, or in too many pieces.
 */
static bool take_up(struct pl_engine *e, struct pl_record_command *c)
{
    static struct pl_record_command begun;
    char final[PL_FILM_PATH], part[PL_FILM_PATH];
    int64_t offsets[PL_PIECES_MAX];
    enum pl_record_type type;
    if (!pl_journal_find(e->shared->root, c->id, &begun))
        return false;
    memcpy(c->file, begun.file, sizeof(c->file));
    if (!pl_recover_find(e->shared, c->file, &type)) {
        c->begin_us = 0;
        return true;
    }
    pl_film_paths(e->shared, c->file, type, final, part);
    if (c->begin_us == 0)
        pl_pieces_remove(part);
    return pl_pieces_find(part, offsets) < PL_PIECES_MAX;
}

static void launch(struct pl_engine *e, const struct pl_record_command *c,
                   const struct pl_source_info *infos, size_t count)
{
    struct pl_task *t = pl_task_start(e->shared, c, infos, count);
    if (!t || pl_idmap_put(&e->tasks, c->id, t)) {
        struct pl_record_command cancel = {.type = PL_RECORD_CMD_CANCEL};
        pl_engine_refuse(e, c->id, PL_RECORD_CODE_LIMIT, "too many recordings, or no memory");
        if (t) {
            pl_task_say(t, &cancel, NULL);
            pl_task_join(t);
        }
        pl_journal_forget(e->shared->root, c->id);
        return;
    }
    for (size_t i = 0; i < count; i++)
        (void)pl_engine_attach(pl_idmap_get(&e->sources, infos[i].source), t);
}

void pl_engine_start(struct pl_engine *e, const struct pl_record_command *asked)
{
    static struct pl_source_info infos[PL_RECORD_SOURCES_MAX];
    static struct pl_record_command c;
    bool still = asked->type == PL_RECORD_CMD_SNAPSHOT;
    size_t count;
    int error;
    c = *asked;
    if (still) {
        c.sources[0] = c.source;
        c.source_count = 1;
    }
    if (!pl_place_is_safe(c.file)) {
        pl_engine_refuse(e, c.id, PL_RECORD_CODE_BAD,
                         "file: not a path below the folder of recordings");
        return;
    }
    if (c.type == PL_RECORD_CMD_CONVERT && !pl_place_is_safe(c.input)) {
        pl_engine_refuse(e, c.id, PL_RECORD_CODE_BAD,
                         "input: not a path below the folder of recordings");
        return;
    }
    count = gather(e, &c, infos);
    if (count == SIZE_MAX) {
        pl_engine_refuse(e, c.id, PL_RECORD_CODE_NO_INFO, "sources: one of them is not known");
        return;
    }
    if (c.resume && !still) {
        if (take_up(e, &c))
            launch(e, &c, infos, count);
        else
            pl_engine_refuse(e, c.id, PL_RECORD_CODE_NO_TASK, "there is nothing to go on with");
        return;
    }
    error = prepare_file(e, &c, still);
    if (error) {
        char text[PL_RECORD_TEXT_MAX];
        snprintf(text, sizeof(text), "the file cannot be made: %s", strerror(error));
        pl_engine_refuse(e, c.id, PL_RECORD_CODE_CREATE, text);
        return;
    }
    launch(e, &c, infos, count);
}
