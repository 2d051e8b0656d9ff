/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, FINISHED_SLOT = 8192 };

static void path_of(char *out, const char *root, uint64_t id)
{
    snprintf(out, PATH_BYTES, "%s/.journal/%" PRIu64, root, id);
}

static int write_at(int fd, const void *bytes, size_t len, off_t at)
{
    ssize_t n = pwrite(fd, bytes, len, at);
    if (n < 0)
        return errno;
    if ((size_t)n != len)
        return ENOSPC;
    return fdatasync(fd) != 0 ? errno : 0;
}

/* The finished slot comes first, for it has a fixed size; zeros until it is used. */
int pl_journal_begin(const char *root, const struct pl_record_command *start)
{
    char path[PATH_BYTES];
    uint8_t *bytes = calloc(1, FINISHED_SLOT + PL_RECORD_LINE_MAX);
    struct pl_writer w;
    int fd, error;
    if (!bytes)
        return ENOMEM;
    w = pl_writer_of(bytes + FINISHED_SLOT, PL_RECORD_LINE_MAX);
    pl_record_write_command(&w, start);
    snprintf(path, sizeof(path), "%s/.journal", root);
    if (mkdir(path, 0750) != 0 && errno != EEXIST) {
        error = errno;
        goto out;
    }
    path_of(path, root, start->id);
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (fd < 0) {
        error = errno;
        goto out;
    }
    error = pl_writer_ok(&w) ? write_at(fd, bytes, FINISHED_SLOT + w.pos, 0) : EINVAL;
    close(fd);
    if (error)
        unlink(path);
out:
    free(bytes);
    return error;
}

int pl_journal_end(const char *root, const struct pl_record_event *finished)
{
    char path[PATH_BYTES];
    uint8_t bytes[FINISHED_SLOT];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    int fd, error;
    pl_record_write_event(&w, finished);
    if (!pl_writer_ok(&w))
        return EINVAL;
    path_of(path, root, finished->id);
    fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    error = write_at(fd, bytes, w.pos, 0);
    close(fd);
    return error;
}

void pl_journal_forget(const char *root, uint64_t id)
{
    char path[PATH_BYTES];
    path_of(path, root, id);
    unlink(path);
}

/* ---- reading ---- */

static struct pl_bytes line_in(const uint8_t *bytes, size_t len)
{
    const uint8_t *end = len > 0 ? memchr(bytes, '\n', len) : NULL;
    return pl_bytes_of(bytes, end ? (size_t)(end - bytes) : 0);
}

static size_t read_file(const char *path, uint8_t *bytes, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, bytes, size) : -1;
    if (fd >= 0)
        close(fd);
    return n < 0 ? 0 : (size_t)n;
}

struct reading {
    uint8_t bytes[FINISHED_SLOT + PL_RECORD_LINE_MAX];
    struct pl_record_command start;
    struct pl_record_event finished;
};

/* False: it was killed before it began; no media was written. */
static bool read_entry(const char *path, struct reading *r, bool *ended)
{
    const char *why;
    size_t len = read_file(path, r->bytes, sizeof(r->bytes));
    if (len <= FINISHED_SLOT ||
        pl_record_read_command(line_in(r->bytes + FINISHED_SLOT, len - FINISHED_SLOT), &r->start,
                               &why))
        return false;
    *ended = !pl_record_read_event(line_in(r->bytes, FINISHED_SLOT), &r->finished, &why);
    return true;
}

bool pl_journal_find(const char *root, uint64_t id, struct pl_record_command *start)
{
    char path[PATH_BYTES];
    struct reading *r = malloc(sizeof(*r));
    bool ended, found;
    path_of(path, root, id);
    found = r && read_entry(path, r, &ended) && !ended;
    if (found)
        *start = r->start;
    free(r);
    return found;
}

void pl_journal_read(const char *root,
                     void (*each)(void *context, const struct pl_record_command *start,
                                  const struct pl_record_event *finished),
                     void *context)
{
    char path[PATH_BYTES];
    struct reading *r = malloc(sizeof(*r));
    const struct dirent *entry;
    DIR *folder;
    snprintf(path, sizeof(path), "%s/.journal", root);
    folder = opendir(path);
    for (int count = 0; r && folder && (entry = readdir(folder)) && count < PL_JOURNAL_MAX;) {
        bool ended;
        if (entry->d_name[0] < '0' || entry->d_name[0] > '9')
            continue;
        path_of(path, root, strtoull(entry->d_name, NULL, 10));
        if (!read_entry(path, r, &ended))
            continue;
        each(context, &r->start, ended ? &r->finished : NULL);
        count++;
    }
    if (folder)
        closedir(folder);
    free(r);
}
