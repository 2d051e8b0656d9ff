/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/finish.h"

#include "recorder/copier.h"
#include "recorder/pieces.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, MARGIN_BYTES = 262144, HEAD_BYTES = 4096 };

struct pieces {
    const char *part;
    int64_t offsets[PL_PIECES_MAX];
    size_t count;
    size_t joined; /* of them: these are in the new file */
};

/* ---- files ---- */

static int sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC), error = 0;
    if (fd < 0)
        return errno;
    if (fsync(fd) != 0)
        error = errno;
    close(fd);
    return error;
}

static void sync_folder(const char *path)
{
    char folder[PATH_BYTES];
    char *slash;
    snprintf(folder, sizeof(folder), "%s", path);
    slash = strrchr(folder, '/');
    if (slash && slash != folder) {
        *slash = '\0';
        (void)sync_path(folder, O_RDONLY | O_DIRECTORY);
    }
}

static bool has_room(const struct pieces *p, const char *folder_of)
{
    struct statvfs disk;
    uint64_t bytes = MARGIN_BYTES;
    for (size_t i = 0; i < p->count; i++) {
        char path[PL_PIECE_PATH];
        struct stat st;
        pl_piece_path(path, p->part, p->offsets[i]);
        if (stat(path, &st) != 0)
            return false;
        bytes += (uint64_t)st.st_size;
    }
    return statvfs(folder_of, &disk) == 0 && (uint64_t)disk.f_bavail * disk.f_frsize > bytes;
}

/* "…/NAME.mp4" to "…/NAME". */
static void drop_ending(const char *final, char base[PATH_BYTES])
{
    char *dot;
    snprintf(base, PATH_BYTES, "%s", final);
    dot = strrchr(base, '.');
    if (dot && !strchr(dot, '/'))
        *dot = '\0';
}

static void tell_pictures(const struct pl_copier *c, const char *final, struct pl_finished *out)
{
    char base[PATH_BYTES];
    drop_ending(final, base);
    if (!pl_board_write(&c->board, base))
        return;
    out->pictures = (uint32_t)c->board.count;
    out->picture_ms = (uint32_t)(c->board.step_us / 1000);
}

/* No more than the head of a file. */
static bool is_small(const char *part, int64_t offset)
{
    char path[PL_PIECE_PATH];
    struct stat st;
    pl_piece_path(path, part, offset);
    return stat(path, &st) == 0 && st.st_size <= HEAD_BYTES;
}

static bool drop_empty(const char *part, int64_t offset)
{
    char path[PL_PIECE_PATH];
    pl_piece_path(path, part, offset);
    return is_small(part, offset) && unlink(path) == 0;
}

/* How many of the pieces, from the first on, could be read and joined. */
static size_t copy_pieces(struct pl_copier *c, const struct pieces *p)
{
    size_t i = 0;
    for (; i < p->count; i++) {
        char path[PL_PIECE_PATH];
        pl_piece_path(path, p->part, p->offsets[i]);
        if (!pl_copier_add(c, path, p->offsets[i],
                           i + 1 < p->count ? p->offsets[i + 1] : INT64_MAX))
            break;
    }
    return i;
}

/* A new file beside the pieces; false: there is none. */
static bool make_anew(struct pieces *p, const char *made, const char *final,
                      enum pl_record_type type, struct pl_finished *out)
{
    struct pl_copier c;
    bool ok;
    pl_copier_init(&c, type, made);
    p->joined = copy_pieces(&c, p);
    ok = p->joined > 0 && pl_copier_end(&c, out) && sync_path(made, O_RDONLY) == 0 &&
         (out->elapsed_ms > 0 || !is_small(p->part, p->offsets[0]));
    if (ok)
        tell_pictures(&c, final, out);
    else
        unlink(made);
    pl_copier_finish(&c);
    return ok;
}

/* What grew is the file: it is only looked at. False: it cannot be read. */
static bool take_as_it_is(struct pieces *p, const char *final, enum pl_record_type type,
                          struct pl_finished *out)
{
    struct pl_copier c;
    char path[PL_PIECE_PATH];
    bool ok;
    pl_piece_path(path, p->part, p->offsets[0]);
    pl_copier_init(&c, type, NULL);
    ok = pl_copier_add(&c, path, 0, INT64_MAX);
    (void)pl_copier_end(&c, out);
    ok = ok && (out->elapsed_ms > 0 || !is_small(p->part, p->offsets[0]));
    if (ok)
        tell_pictures(&c, final, out);
    pl_copier_finish(&c);
    p->joined = 1;
    return ok;
}

/* Pieces that are in the file go; the others become files of their own. */
static void settle(const struct pieces *p, const char *final, bool anew, struct pl_finished *out)
{
    char base[PATH_BYTES], path[PL_PIECE_PATH], own[PL_PIECE_PATH + 64];
    const char *ending = strrchr(final, '.');
    drop_ending(final, base);
    for (size_t i = 0; i < p->count; i++) {
        pl_piece_path(path, p->part, p->offsets[i]);
        if (i < p->joined) {
            if (anew && strcmp(path, final) != 0)
                unlink(path);
            continue;
        }
        snprintf(own, sizeof(own), "%s.part%zu%s", base, i + 1, ending ? ending : "");
        out->apart += rename(path, own) == 0;
    }
}

/* False: the first of the pieces cannot be read. */
static bool make_one(struct pieces *p, const char *final, enum pl_record_type type, bool *anew,
                     struct pl_finished *out)
{
    char made[PATH_BYTES], first[PL_PIECE_PATH];
    pl_piece_path(first, p->part, p->offsets[0]);
    snprintf(made, sizeof(made), "%s.new", final);
    *anew = has_room(p, first) && make_anew(p, made, final, type, out);
    return (*anew || take_as_it_is(p, final, type, out)) &&
           rename(*anew ? made : first, final) == 0;
}

int pl_finish_file(const char *part, const char *final, enum pl_record_type type, bool md5,
                   bool several, struct pl_finished *out)
{
    struct pieces p = {.part = part, .count = 1};
    size_t unread = 0;
    bool anew = false, ok = false;
    memset(out, 0, sizeof(*out));
    if (several)
        p.count = pl_pieces_find(part, p.offsets);
    errno = 0;
    /* What cannot be read stays behind, unless there is nothing in it: the process was killed
     * before the first mark. */
    while (p.count > 0 && !(ok = make_one(&p, final, type, &anew, out))) {
        unread += !drop_empty(part, p.offsets[0]);
        memmove(p.offsets, p.offsets + 1, --p.count * sizeof(p.offsets[0]));
    }
    if (!ok)
        return unread == 0 ? ENODATA : access(part, R_OK) == 0 ? EINVAL : ENOENT;
    settle(&p, final, anew, out);
    sync_folder(final);
    return pl_finish_hash(final, md5, out);
}

void pl_finish_size(const char *path, enum pl_record_type type, uint32_t *width, uint32_t *height)
{
    struct pl_copier c;
    pl_copier_init(&c, type, NULL);
    if (pl_copier_add(&c, path, 0, INT64_MIN) && c.width > 0) {
        *width = c.width;
        *height = c.height;
    }
    pl_copier_finish(&c);
}

void pl_finish_tell(const struct pl_finished *f, struct pl_record_event *e)
{
    e->bytes = f->bytes;
    e->elapsed_ms = f->elapsed_ms;
    e->width = f->width;
    e->height = f->height;
    e->pictures = f->pictures;
    e->picture_ms = f->picture_ms;
    memcpy(e->sha256, f->sha256, sizeof(e->sha256));
    memcpy(e->md5, f->md5, sizeof(e->md5));
}
