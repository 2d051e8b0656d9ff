/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/intake/crate.h"

#include "adapters/evidence/digest.h"

#include <jansson.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_CHARS = 32, NOTE_MAX = 64 * 1024 };

static const char *path_of(char path[PATH_CHARS], uint32_t id, const char *ending)
{
    (void)snprintf(path, PATH_CHARS, "%u%s", id, ending);
    return path;
}

static enum pl_err error_of(int number)
{
    return number == ENOSPC || number == EDQUOT || number == EFBIG ? PL_E_LIMIT : PL_E_IO;
}

int pl_crate_open_folder(const char *path)
{
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return -1;
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* ---- bytes ---- */

int pl_crate_open(int folder, uint32_t id)
{
    char path[PATH_CHARS];
    return openat(folder, path_of(path, id, ".raw"), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC,
                  0600);
}

static enum pl_err write_all(int fd, uint64_t at, struct pl_bytes rest)
{
    while (rest.len > 0) {
        ssize_t n = pwrite(fd, rest.data, rest.len, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 ? PL_E_LIMIT : error_of(errno);
        rest = pl_bytes_of(rest.data + n, rest.len - (size_t)n);
        at += (uint64_t)n;
    }
    return PL_OK;
}

enum pl_err pl_crate_append(int fd, uint64_t offset, struct pl_bytes bytes)
{
    off_t end = lseek(fd, 0, SEEK_END);
    enum pl_err err;
    if (end < 0)
        return PL_E_IO;
    if ((uint64_t)end != offset)
        return PL_E_RANGE;
    err = write_all(fd, offset, bytes);
    if (!err && fdatasync(fd) != 0)
        err = error_of(errno);
    if (err && ftruncate(fd, end) != 0)
        err = PL_E_IO;
    return err;
}

enum pl_err pl_crate_check(int fd, const char *sha256, const atomic_bool *stop)
{
    struct pl_digest digest = {0};
    struct pl_blob blob;
    enum pl_err err = pl_blob_of_fd(dup(fd), &blob);
    if (err)
        return err;
    err = pl_digest_blob(&blob, false, 0, stop, &digest);
    if (!err && strcmp(digest.sha256, sha256) != 0)
        err = PL_E_PROTO;
    pl_digest_finish(&digest);
    pl_blob_close(&blob);
    return err;
}

void pl_crate_remove(int folder, uint32_t id, bool note)
{
    char path[PATH_CHARS];
    (void)unlinkat(folder, path_of(path, id, ".raw"), 0);
    if (note)
        (void)unlinkat(folder, path_of(path, id, ".note"), 0);
    (void)fsync(folder);
}

/* ---- notes ---- */

static json_t *wish_of(const struct pl_crate *c)
{
    const struct pl_record_wish *w = &c->wish;
    return json_pack("{s:i, s:I, s:I, s:s, s:i, s:i, s:i, s:i, s:i, s:i, s:b}", "user", w->user,
                     "flags", (json_int_t)w->flags, "param", (json_int_t)w->param, "text", c->text,
                     "type", w->file_type, "width", w->width, "height", w->height, "video_bps",
                     w->video_bps, "audio_bps", w->audio_bps, "clip", w->clip, "undated",
                     w->undated);
}

static char *text_of(const struct pl_crate *c)
{
    json_t *o = json_pack("{s:I, s:s, s:i, s:I, s:i, s:i, s:s, s:b, s:i, s:i, s:s, s:s, s:o}", "id",
                          (json_int_t)c->id, "key", c->key, "state", (int)c->state, "at_ms",
                          (json_int_t)c->at_ms, "by_user", c->by_user, "room", c->room, "name",
                          c->name, "incomplete", c->incomplete, "code", c->code, "seconds",
                          c->seconds, "file", c->file, "md5", c->md5, "wish", wish_of(c));
    char *text = o ? json_dumps(o, JSON_COMPACT) : NULL;
    json_decref(o);
    return text;
}

enum pl_err pl_crate_note(int folder, const struct pl_crate *crate)
{
    char path[PATH_CHARS], fresh[PATH_CHARS];
    char *text = text_of(crate);
    enum pl_err err;
    int fd;
    if (!text)
        return PL_E_NOMEM;
    fd = openat(folder, path_of(fresh, crate->id, ".new"),
                O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    err = fd < 0 ? error_of(errno) : write_all(fd, 0, pl_bytes_str(text));
    free(text);
    if (!err && fsync(fd) != 0)
        err = error_of(errno);
    if (fd >= 0)
        (void)close(fd);
    if (!err && renameat(folder, fresh, folder, path_of(path, crate->id, ".note")) != 0)
        err = error_of(errno);
    if (!err && fsync(folder) != 0)
        err = PL_E_IO;
    return err;
}

static bool take_text(const json_t *o, const char *name, char *out, size_t size)
{
    const char *text = json_string_value(json_object_get(o, name));
    return text && snprintf(out, size, "%s", text) < (int)size;
}

static int64_t number(const json_t *o, const char *name)
{
    return json_integer_value(json_object_get(o, name));
}

static bool read_wish(const json_t *o, struct pl_crate *out)
{
    struct pl_record_wish *w = &out->wish;
    w->user = (int32_t)number(o, "user");
    w->flags = (uint32_t)number(o, "flags");
    w->param = number(o, "param");
    w->file_type = (int32_t)number(o, "type");
    w->width = (int32_t)number(o, "width");
    w->height = (int32_t)number(o, "height");
    w->video_bps = (int32_t)number(o, "video_bps");
    w->audio_bps = (int32_t)number(o, "audio_bps");
    w->clip = (int32_t)number(o, "clip");
    w->undated = json_is_true(json_object_get(o, "undated"));
    return take_text(o, "text", out->text, sizeof(out->text));
}

static bool read_note(const json_t *o, struct pl_crate *out)
{
    int64_t id = number(o, "id"), state = number(o, "state");
    out->id = (uint32_t)id;
    out->state = (enum pl_crate_state)state;
    out->at_ms = number(o, "at_ms");
    out->by_user = (int32_t)number(o, "by_user");
    out->room = (int32_t)number(o, "room");
    out->incomplete = json_is_true(json_object_get(o, "incomplete"));
    out->code = (int)number(o, "code");
    out->seconds = (int32_t)number(o, "seconds");
    return id > 0 && id <= INT32_MAX && state >= 0 && state <= PL_CRATE_OVER &&
           take_text(o, "key", out->key, sizeof(out->key)) &&
           strlen(out->key) == PL_CRATE_KEY_CHARS &&
           take_text(o, "name", out->name, sizeof(out->name)) &&
           take_text(o, "file", out->file, sizeof(out->file)) &&
           take_text(o, "md5", out->md5, sizeof(out->md5)) &&
           read_wish(json_object_get(o, "wish"), out);
}

static bool load(int folder, const char *name, struct pl_crate *out)
{
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    char path[PATH_CHARS];
    struct stat st;
    json_t *o;
    bool ok;
    if (fd < 0)
        return false;
    o = fstat(fd, &st) == 0 && st.st_size <= NOTE_MAX ? json_loadfd(fd, 0, NULL) : NULL;
    (void)close(fd);
    memset(out, 0, sizeof(*out));
    ok = json_is_object(o) && read_note(o, out);
    json_decref(o);
    if (ok && fstatat(folder, path_of(path, out->id, ".raw"), &st, AT_SYMLINK_NOFOLLOW) == 0)
        out->size = (uint64_t)st.st_size;
    return ok;
}

void pl_crate_list(int folder, void (*each)(void *arg, const struct pl_crate *crate), void *arg)
{
    struct pl_crate *crate = malloc(sizeof(*crate));
    int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = copy >= 0 ? fdopendir(copy) : NULL;
    const struct dirent *d;
    while (crate && dir && (d = readdir(dir))) {
        const char *ending = strrchr(d->d_name, '.');
        if (ending && strcmp(ending, ".note") == 0 && load(folder, d->d_name, crate))
            each(arg, crate);
    }
    if (dir)
        (void)closedir(dir);
    else if (copy >= 0)
        (void)close(copy);
    free(crate);
}
