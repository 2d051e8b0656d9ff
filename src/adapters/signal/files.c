/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/signal/files.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PATH_BYTES = 1024 };

enum pl_err pl_files_open_root(int *root, const char *directory)
{
    *root = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return *root < 0 ? PL_E_NOT_FOUND : PL_OK;
}

const char *pl_files_type(const char *name)
{
    static const struct {
        const char *ending, *type;
    } types[] = {
        /* No encoding: what is said here overrides what a page says of itself, and old pages are
         * in GB2312. Modules are in UTF-8 whatever is said. */
        {"html", "text/html"},
        {"js", "text/javascript"},
        {"mjs", "text/javascript"},
        {"css", "text/css"},
        {"json", "application/json"},
        {"map", "application/json"},
        {"webmanifest", "application/manifest+json"},
        {"txt", "text/plain; charset=utf-8"},
        {"md", "text/plain; charset=utf-8"},
        {"ts", "text/plain; charset=utf-8"},
        {"svg", "image/svg+xml"},
        {"png", "image/png"},
        {"jpg", "image/jpeg"},
        {"jpeg", "image/jpeg"},
        {"gif", "image/gif"},
        {"webp", "image/webp"},
        {"ico", "image/x-icon"},
        {"wasm", "application/wasm"},
        {"mp3", "audio/mpeg"},
        {"wav", "audio/wav"},
        {"ogg", "audio/ogg"},
        {"mp4", "video/mp4"},
        {"flv", "video/x-flv"},
        {"wmv", "video/x-ms-wmv"},
        {"webm", "video/webm"},
        {"woff2", "font/woff2"},
    };
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof(types) / sizeof(types[0]); i++) {
        if (strcasecmp(dot + 1, types[i].ending) == 0)
            return types[i].type;
    }
    return "application/octet-stream";
}

static int hex_of(uint8_t b)
{
    if (b >= '0' && b <= '9')
        return b - '0';
    b |= 0x20;
    return b >= 'a' && b <= 'f' ? b - 'a' + 10 : -1;
}

/* Decodes once. An encoded '/' or NUL would name something else than it seems: refused. */
static enum pl_err decode(struct pl_bytes path, char out[PATH_BYTES])
{
    size_t n = 0;
    for (size_t i = 0; i < path.len; i++) {
        uint8_t b = path.data[i];
        if (b == '%') {
            int high = path.len - i > 2 ? hex_of(path.data[i + 1]) : -1;
            int low = high >= 0 ? hex_of(path.data[i + 2]) : -1;
            if (low < 0)
                return PL_E_PROTO;
            b = (uint8_t)(high << 4 | low);
            i += 2;
            if (b == '/')
                return PL_E_PROTO;
        }
        if (b < ' ' || b == 0x7f || b == '\\')
            return PL_E_PROTO;
        if (n + sizeof("index.html") >= PATH_BYTES)
            return PL_E_NOT_FOUND;
        out[n++] = (char)b;
    }
    out[n] = '\0';
    if (n == 0 || out[n - 1] == '/')
        strcpy(out + n, "index.html"); /* room was kept above */
    return PL_OK;
}

/* Every part has a name, and none that begins with '.': neither "..", nor ".git". */
static bool parts_are_plain(const char *path)
{
    for (const char *part = path;; part++) {
        if (*part == '/' || *part == '\0' || *part == '.')
            return false;
        part = strchr(part, '/');
        if (!part)
            return true;
    }
}

static int open_beneath(int root, const char *path)
{
    struct open_how how = {
        .flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
    };
    return (int)syscall(SYS_openat2, root, path, &how, sizeof(how));
}

static int open_by_steps(int root, char *path)
{
    int dir = root, next;
    for (char *part = path;;) {
        char *slash = strchr(part, '/');
        int flags = O_CLOEXEC | O_NOFOLLOW | (slash ? O_PATH | O_DIRECTORY : O_RDONLY | O_NONBLOCK);
        if (slash)
            *slash = '\0';
        next = openat(dir, part, flags | O_NOCTTY);
        if (slash)
            *slash = '/';
        if (dir != root)
            close(dir);
        if (next < 0 || !slash)
            return next;
        dir = next;
        part = slash + 1;
    }
}

static enum pl_err describe(struct pl_file *file, const char *path)
{
    struct stat st = {0};
    if (fstat(file->fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(file->fd);
        file->fd = -1;
        return S_ISDIR(st.st_mode) ? PL_E_STATE : PL_E_NOT_FOUND;
    }
    file->size = (uint64_t)st.st_size;
    file->type = pl_files_type(path);
    (void)snprintf(file->etag, sizeof(file->etag), "\"%llx-%llx\"",
                   (unsigned long long)st.st_mtim.tv_sec * 1000000000ull +
                       (unsigned long long)st.st_mtim.tv_nsec,
                   (unsigned long long)st.st_size);
    return PL_OK;
}

static enum pl_err find(int root, struct pl_bytes path, struct pl_file *file, bool by_steps)
{
    char plain[PATH_BYTES];
    enum pl_err err = decode(path, plain);
    *file = (struct pl_file){.fd = -1};
    if (err)
        return err;
    if (!parts_are_plain(plain))
        return PL_E_NOT_FOUND;
    if (!by_steps)
        file->fd = open_beneath(root, plain);
    /* No openat2 before Linux 5.6; some container rules answer EPERM for calls they do not know. */
    if (by_steps || (file->fd < 0 && (errno == ENOSYS || errno == EPERM)))
        file->fd = open_by_steps(root, plain);
    return file->fd < 0 ? PL_E_NOT_FOUND : describe(file, plain);
}

enum pl_err pl_files_find(int root, struct pl_bytes path, struct pl_file *file)
{
    return find(root, path, file, false);
}

enum pl_err pl_files_find_by_steps(int root, struct pl_bytes path, struct pl_file *file)
{
    return find(root, path, file, true);
}

void pl_file_close(struct pl_file *file)
{
    if (file->read)
        file->close(file->arg);
    else if (file->fd >= 0)
        (void)close(file->fd);
    *file = (struct pl_file){.fd = -1};
}

ssize_t pl_file_read(const struct pl_file *file, void *to, size_t size, uint64_t at)
{
    return file->read ? file->read(file->arg, to, size, at) : pread(file->fd, to, size, (off_t)at);
}

bool pl_files_etag_listed(struct pl_bytes list, const char *etag)
{
    if (pl_bytes_eq_str(list, "*"))
        return true;
    /* A tag holds no quote, so its quoted form cannot occur inside another. */
    return list.len > 0 && memmem(list.data, list.len, etag, strlen(etag)) != NULL;
}
