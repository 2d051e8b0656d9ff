/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/recover.h"

#include "recorder/budget.h"
#include "recorder/film.h"
#include "recorder/finish.h"
#include "recorder/journal.h"
#include "recorder/pieces.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void keep(void *context, const struct pl_record_command *start,
                 const struct pl_record_event *finished)
{
    struct pl_left *left = context;
    if (finished)
        return;
    if (left->count == left->size) {
        size_t size = left->size * 2 + 16;
        struct pl_record_command *starts = realloc(left->starts, size * sizeof(*starts));
        if (!starts)
            return; /* the next start will find it */
        left->starts = starts;
        left->size = size;
    }
    left->starts[left->count++] = *start;
}

void pl_recover_list(const struct pl_task_shared *shared, struct pl_left *left)
{
    memset(left, 0, sizeof(*left));
    pl_journal_read(shared->root, keep, left);
}

void pl_recover_free(struct pl_left *left)
{
    free(left->starts);
    memset(left, 0, sizeof(*left));
}

bool pl_recover_find(const struct pl_task_shared *shared, const char *file,
                     enum pl_record_type *type)
{
    for (int i = 0; i < PL_RECORD_TYPES; i++) {
        char final[PL_FILM_PATH], part[PL_FILM_PATH];
        int64_t offsets[PL_PIECES_MAX];
        *type = (enum pl_record_type)i;
        pl_film_paths(shared, file, *type, final, part);
        if (pl_pieces_find(part, offsets) > 0)
            return true;
    }
    return false;
}

/* Killed between the name and the journal: the part is gone, the file is there. */
static bool find_done(const struct pl_task_shared *shared, const char *file,
                      enum pl_record_type *type)
{
    for (int i = 0; i < PL_RECORD_TYPES; i++) {
        char final[PL_FILM_PATH], part[PL_FILM_PATH];
        *type = (enum pl_record_type)i;
        pl_film_paths(shared, file, *type, final, part);
        if (access(part, F_OK) != 0 && access(final, F_OK) == 0)
            return true;
    }
    return false;
}

/* The latest of its pieces, microseconds since 1970. */
static uint64_t last_written(const char *part)
{
    int64_t offsets[PL_PIECES_MAX];
    size_t count = pl_pieces_find(part, offsets);
    char path[PL_PIECE_PATH];
    struct stat st = {0};
    pl_piece_path(path, part, count > 0 ? offsets[count - 1] : 0);
    (void)stat(path, &st);
    return (uint64_t)st.st_mtim.tv_sec * 1000000u + (uint64_t)st.st_mtim.tv_nsec / 1000u;
}

/* Half of it is of no use, and what it was made of is still there. */
static void give_up_conversion(struct pl_task_shared *shared, const struct pl_record_command *start)
{
    struct pl_record_event e = {.type = PL_RECORD_EVENT_FINISHED,
                                .id = start->id,
                                .how = PL_RECORD_HOW_RECOVERED,
                                .text = "the recorder was killed in the middle of it: ask again"};
    char final[PL_FILM_PATH], part[PL_FILM_PATH];
    pl_film_paths(shared, start->file, start->file_type, final, part);
    pl_pieces_remove(part);
    if (pl_journal_end(shared->root, &e) == 0)
        shared->emit(shared, &e);
}

void pl_recover_one(struct pl_task_shared *shared, const struct pl_record_command *start)
{
    struct pl_record_event e = {.type = PL_RECORD_EVENT_FINISHED,
                                .id = start->id,
                                .how = PL_RECORD_HOW_EMPTY,
                                .text = "the recorder was killed before any media came"};
    char final[PL_FILM_PATH], part[PL_FILM_PATH];
    struct pl_finished f = {0};
    enum pl_record_type type;
    bool done = find_done(shared, start->file, &type);
    if (!done && start->type == PL_RECORD_CMD_CONVERT) {
        give_up_conversion(shared, start);
        return;
    }
    if (done || pl_recover_find(shared, start->file, &type)) {
        int error;
        pl_film_paths(shared, start->file, type, final, part);
        e.ended_us = last_written(done ? final : part);
        if (!done) /* what was written last had been said so long before */
            e.ended_us -= (uint64_t)shared->delay_us;
        error = pl_finish_file(done ? final : part, final, type,
                               (start->flags & PL_RECORD_FILE_MD5) != 0, !done, &f);
        if (error == ENODATA)
            goto told;
        e.how = error ? PL_RECORD_HOW_FAILED : PL_RECORD_HOW_RECOVERED;
        pl_finish_tell(&f, &e);
        if (done)
            pl_pieces_remove(part); /* they are in it */
        e.lost_ms = pl_budget_lost_ms(shared->delay_us);
        e.started_us = e.ended_us - e.elapsed_ms * 1000u;
        snprintf(e.file, sizeof(e.file), "%s.%s%s", start->file, pl_record_type_name(type),
                 error ? ".part" : "");
        snprintf(e.text, sizeof(e.text), "%s",
                 error ? "the recorder was killed; what it has left cannot be read"
                       : "the recorder was killed");
    }
told:
    if (pl_journal_end(shared->root, &e) == 0)
        shared->emit(shared, &e);
}
