/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/evidence/blob.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

static int fd_of(void *arg)
{
    return (int)(intptr_t)arg;
}

static ssize_t read_file(void *arg, void *to, size_t size, uint64_t at)
{
    size_t done = 0;
    while (done < size) {
        ssize_t n = pread(fd_of(arg), (char *)to + done, size - done, (off_t)(at + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        done += (size_t)n;
    }
    return (ssize_t)done;
}

static void close_file(void *arg)
{
    (void)close(fd_of(arg));
}

enum pl_err pl_blob_of_fd(int fd, struct pl_blob *out)
{
    struct stat st = {0};
    *out = (struct pl_blob){0};
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        (void)close(fd);
        return PL_E_NOT_FOUND;
    }
    *out = (struct pl_blob){
        .size = (uint64_t)st.st_size,
        .changed_us = (int64_t)st.st_mtim.tv_sec * 1000000 + st.st_mtim.tv_nsec / 1000,
        .read = read_file,
        .close = close_file,
        .arg = (void *)(intptr_t)fd,
    };
    return PL_OK;
}

enum pl_err pl_blob_open_file(const char *path, struct pl_blob *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    *out = (struct pl_blob){0};
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? PL_E_NOT_FOUND : PL_E_IO;
    return pl_blob_of_fd(fd, out);
}

void pl_blob_close(struct pl_blob *blob)
{
    if (blob->close)
        blob->close(blob->arg);
    *blob = (struct pl_blob){0};
}

enum pl_err pl_blob_text(const struct pl_blob *blob, size_t max, char **out)
{
    char *text;
    *out = NULL;
    if (blob->size > max)
        return PL_E_LIMIT;
    text = malloc((size_t)blob->size + 1);
    if (!text)
        return PL_E_NOMEM;
    if (blob->read(blob->arg, text, (size_t)blob->size, 0) != (ssize_t)blob->size) {
        free(text);
        return PL_E_IO;
    }
    text[blob->size] = '\0';
    *out = text;
    return PL_OK;
}

enum pl_err pl_blob_sync_folder(const char *path)
{
    char folder[PATH_BYTES], *slash;
    enum pl_err err = PL_E_IO;
    int fd;
    if (snprintf(folder, sizeof(folder), "%s", path) >= (int)sizeof(folder))
        return PL_E_RANGE;
    slash = strrchr(folder, '/');
    if (!slash)
        (void)snprintf(folder, sizeof(folder), ".");
    else if (slash == folder)
        slash[1] = '\0';
    else
        *slash = '\0';
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return PL_E_IO;
    if (fsync(fd) == 0)
        err = PL_OK;
    (void)close(fd);
    return err;
}

static bool write_all(int fd, struct pl_bytes bytes)
{
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.data, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes = pl_bytes_of(bytes.data + n, bytes.len - (size_t)n);
    }
    return fsync(fd) == 0;
}

/* Under another name first: who looks finds the old one, or the whole new one. */
enum pl_err pl_blob_write_file(const char *path, struct pl_bytes bytes, unsigned mode)
{
    char fresh[PATH_BYTES];
    int fd;
    bool ok;
    if (snprintf(fresh, sizeof(fresh), "%s.tmp", path) >= (int)sizeof(fresh))
        return PL_E_RANGE;
    fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0)
        return PL_E_IO;
    ok = write_all(fd, bytes);
    ok = close(fd) == 0 && ok;
    if (!ok || rename(fresh, path) != 0) {
        int why = errno;
        (void)unlink(fresh);
        errno = why;
        return PL_E_IO;
    }
    return pl_blob_sync_folder(path);
}
