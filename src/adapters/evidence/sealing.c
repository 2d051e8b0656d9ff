/* SPDX-License-Identifier: Apache-2.0 */
/* Names of a recording's files; opening and erasing them. */
#include "adapters/evidence/sealing.h"

#include "adapters/evidence/sealing_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

bool pl_sealing_stays_inside(const char *file)
{
    size_t len = strlen(file);
    return len > 0 && len < PL_SEALING_NAME && file[0] != '/' && strcmp(file, "..") != 0 &&
           strncmp(file, "../", 3) != 0 && !strstr(file, "/../") &&
           (len < 3 || strcmp(file + len - 3, "/..") != 0);
}

bool pl_sealing_path(const struct pl_sealing *s, const char *file, const char *ending,
                     char out[PL_SEALING_PATH])
{
    int n = snprintf(out, PL_SEALING_PATH, "%s/%s%s", s->folder, file, ending);
    return n > 0 && n < PL_SEALING_PATH;
}

void pl_sealing_beside(const char *file, enum pl_sealing_name which, char out[PL_SEALING_NAME])
{
    static const char *const endings[PL_SEALING_NAMES] = {
        "", ".thumb.jpg", ".board.jpg", ".timeline.json", ".manifest.json", ".manifest.sig"};
    const char *slash = strrchr(file, '/'), *dot = strrchr(file, '.');
    bool of_base = which == PL_SEALING_THUMB || which == PL_SEALING_BOARD;
    size_t len = of_base && dot && (!slash || dot > slash) ? (size_t)(dot - file) : strlen(file);
    (void)snprintf(out, PL_SEALING_NAME, "%.*s%s", (int)len, file, endings[which]);
}

void pl_sealing_name(const char *file, unsigned which, char out[PL_SEALING_FILE_MAX])
{
    _Static_assert((int)PL_SEALING_FILES == (int)PL_SEALING_NAMES, "all of them");
    pl_sealing_beside(file, (enum pl_sealing_name)which, out);
}

/* ---- opening ---- */

static enum pl_err open_sealed(const struct pl_sealing *s, struct pl_blob *blob,
                               struct pl_blob *out)
{
    struct pl_cipher_head head;
    uint8_t key[PL_CIPHER_KEY];
    enum pl_err err = pl_cipher_look(blob, &head);
    if (!err)
        err = s->keys ? pl_record_keys_get(s->keys, head.recording, key) : PL_E_AUTH;
    if (err) {
        pl_blob_close(blob);
        return err == PL_E_NOT_FOUND ? PL_E_CLOSED : err;
    }
    err = pl_cipher_open(blob, &head, key, out);
    explicit_bzero(key, sizeof(key));
    return err;
}

enum pl_err pl_sealing_open(const struct pl_sealing *s, const char *file, struct pl_blob *out)
{
    char path[PL_SEALING_PATH];
    struct pl_blob blob;
    enum pl_err err;
    *out = (struct pl_blob){0};
    if (!pl_sealing_stays_inside(file) || !pl_sealing_path(s, file, PL_SEALED, path))
        return PL_E_NOT_FOUND;
    err = pl_blob_open_file(path, &blob);
    if (!err)
        return open_sealed(s, &blob, out);
    if (err != PL_E_NOT_FOUND)
        return err;
    if (!pl_sealing_path(s, file, "", path))
        return PL_E_NOT_FOUND;
    return pl_blob_open_file(path, out);
}

/* ---- erasing ---- */

/* Emptied first: its blocks are free at once, whoever has it open. */
static enum pl_err erase_one(const char *path)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    enum pl_err err = PL_OK;
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? PL_OK : PL_E_IO;
    if (ftruncate(fd, 0) != 0 || fsync(fd) != 0)
        err = PL_E_IO;
    (void)close(fd);
    if (!err && unlink(path) != 0)
        err = PL_E_IO;
    return err;
}

enum pl_err pl_sealing_drop(const char *path)
{
    enum pl_err err = erase_one(path);
    return err ? err : pl_blob_sync_folder(path);
}

enum pl_err pl_sealing_erase(const struct pl_sealing *s, uint64_t id, const char *file,
                             char why[PL_SEALING_WHY_MAX])
{
    static const char *const endings[] = {"",      PL_SEALED,      ".sealed.new", ".tmp",
                                          ".part", ".part.sealed", ".new"};
    char path[PL_SEALING_PATH], name[PL_SEALING_NAME];
    enum pl_err err = PL_OK, all = PL_OK;
    why[0] = '\0';
    if (!pl_sealing_stays_inside(file)) {
        (void)snprintf(why, PL_SEALING_WHY_MAX, "its name leads out of the folder");
        return PL_E_RANGE;
    }
    if (s->keys && (err = pl_record_keys_destroy(s->keys, id)) != PL_OK) {
        (void)snprintf(why, PL_SEALING_WHY_MAX, "its key: %s", strerror(errno));
        return err;
    }
    for (int which = 0; which < PL_SEALING_NAMES; which++) {
        pl_sealing_beside(file, (enum pl_sealing_name)which, name);
        for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
            if (!pl_sealing_path(s, name, endings[i], path))
                continue;
            err = erase_one(path);
            if (err && !all)
                (void)snprintf(why, PL_SEALING_WHY_MAX, "%.180s: %s", name, strerror(errno));
            all = all ? all : err;
        }
    }
    if (!all && pl_sealing_path(s, file, "", path) && access(s->folder, F_OK) == 0) {
        err = pl_blob_sync_folder(path);
        if (err && errno != ENOENT) { /* without the day's folder there is nothing in it */
            (void)snprintf(why, PL_SEALING_WHY_MAX, "its folder: %s", strerror(errno));
            all = err;
        }
    }
    return all;
}
