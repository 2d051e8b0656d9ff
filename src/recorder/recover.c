/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/recover.h"

#include "recorder/film.h"
#include "recorder/finish.h"
#include "recorder/journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct left {
    struct pl_record_command *starts;
    size_t count, size;
};

static void keep(void *context, const struct pl_record_command *start,
                 const struct pl_record_event *finished)
{
    struct left *left = context;
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

/* Its type may differ from the asked one where a stream was copied. */
static bool find_part(struct pl_task_shared *shared, const struct pl_record_command *start,
                      enum pl_record_type *type, char *final, char *part, bool *done)
{
    for (int i = 0; i < PL_RECORD_TYPES; i++) {
        *type = (enum pl_record_type)i;
        pl_film_paths(shared, start->file, *type, final, part);
        *done = access(part, F_OK) != 0;
        /* Killed between the name and the journal: the part is gone, the file is there. */
        if (!*done || access(final, F_OK) == 0)
            return true;
    }
    return false;
}

static void fill(struct pl_record_event *e, const struct pl_finished *f)
{
    e->bytes = f->bytes;
    e->elapsed_ms = f->elapsed_ms;
    e->width = f->width;
    e->height = f->height;
    memcpy(e->sha256, f->sha256, sizeof(e->sha256));
    memcpy(e->md5, f->md5, sizeof(e->md5));
}

static void recover(struct pl_task_shared *shared, const struct pl_record_command *start)
{
    struct pl_record_event e = {.type = PL_RECORD_EVENT_FINISHED,
                                .id = start->id,
                                .how = PL_RECORD_HOW_EMPTY,
                                .text = "the recorder was killed before any media came"};
    char final[PL_FILM_PATH], part[PL_FILM_PATH];
    struct pl_finished f = {0};
    enum pl_record_type type;
    bool done, md5 = (start->flags & PL_RECORD_FILE_MD5) != 0;
    struct stat st = {0};
    if (find_part(shared, start, &type, final, part, &done)) {
        int error;
        (void)stat(done ? final : part, &st);
        error = pl_finish_file(done ? final : part, final, type, md5, &f);
        e.how = error ? PL_RECORD_HOW_FAILED : PL_RECORD_HOW_RECOVERED;
        fill(&e, &f);
        e.lost_ms = PL_RECOVER_LOST_MS;
        e.ended_us = (uint64_t)st.st_mtim.tv_sec * 1000000u + (uint64_t)st.st_mtim.tv_nsec / 1000u;
        e.started_us = e.ended_us - e.elapsed_ms * 1000u;
        snprintf(e.file, sizeof(e.file), "%s.%s%s", start->file, pl_record_type_name(type),
                 error ? ".part" : "");
        snprintf(e.text, sizeof(e.text), "%s",
                 error ? "the recorder was killed; what it has left cannot be read"
                       : "the recorder was killed");
    }
    if (pl_journal_end(shared->root, &e) == 0)
        shared->emit(shared, &e);
}

unsigned pl_recover_all(struct pl_task_shared *shared)
{
    struct left left = {0};
    unsigned count;
    pl_journal_read(shared->root, keep, &left);
    for (size_t i = 0; i < left.count; i++)
        recover(shared, &left.starts[i]);
    count = (unsigned)left.count;
    free(left.starts);
    return count;
}
