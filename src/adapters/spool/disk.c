/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/spool/disk.h"

#include "base/hex.h"
#include "base/list.h"
#include "io/random.h"

#include <openssl/evp.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PATH_CHARS = PL_SPOOL_ID_CHARS + 16,
    ABOUT_MAGIC = 0x504c4631, /* "PLF1" */
    ABOUT_HEAD = 4 + 8 + 8 + PL_SPOOL_SUM_CHARS + 2,
};

/* One that is kept, or being written. */
struct entry {
    struct pl_list node; /* by age */
    char id[PL_SPOOL_ID_CHARS + 1];
    int32_t user; /* 0: of an earlier run */
    uint64_t size;
    uint64_t wall_us;
    bool kept;
};

struct pl_spool_disk {
    int folder;
    struct pl_spool_limits limits;
    struct pl_list entries;
    struct pl_spool_usage usage;
    uint32_t open_files;
};

/* What is said of a file. */
struct about {
    uint64_t size, wall_us;
    uint8_t sum[PL_SPOOL_SUM_CHARS];
    size_t name_len;
    uint8_t name[PL_SPOOL_NAME_MAX];
};

struct pl_spool_file {
    struct pl_spool_disk *disk;
    struct entry *entry; /* NULL: it is read */
    int fd;
    uint64_t written;
    EVP_MD_CTX *digest;
    char id[PL_SPOOL_ID_CHARS + 1];
    struct about about;
};

static const char *path_of(char path[PATH_CHARS], const char *id, const char *ending)
{
    (void)snprintf(path, PATH_CHARS, "%s%s", id, ending);
    return path;
}

/* Exactly an id of ours: nothing else ever becomes a path. */
static bool is_id(struct pl_bytes text)
{
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
    }
    return text.len == PL_SPOOL_ID_CHARS;
}

static enum pl_err error_of(int number)
{
    return number == ENOSPC || number == EDQUOT || number == EFBIG ? PL_E_LIMIT : PL_E_IO;
}

/* ---- entries ---- */

static struct entry *add_entry(struct pl_spool_disk *disk, const char *id, uint64_t size,
                               uint64_t wall_us)
{
    struct entry *e = calloc(1, sizeof(*e));
    if (!e)
        return NULL;
    memcpy(e->id, id, PL_SPOOL_ID_CHARS);
    e->size = size;
    e->wall_us = wall_us;
    pl_list_add_tail(&disk->entries, &e->node);
    disk->usage.files++;
    disk->usage.bytes += size;
    return e;
}

static void forget_entry(struct pl_spool_disk *disk, struct entry *e)
{
    disk->usage.files--;
    disk->usage.bytes -= e->size;
    pl_list_remove(&e->node);
    free(e);
}

static void remove_entry(struct pl_spool_disk *disk, struct entry *e)
{
    char path[PATH_CHARS];
    (void)unlinkat(disk->folder, path_of(path, e->id, e->kept ? "" : ".part"), 0);
    (void)unlinkat(disk->folder, path_of(path, e->id, ".about"), 0);
    forget_entry(disk, e);
}

static void expire(struct pl_spool_disk *disk, uint64_t wall_us)
{
    struct pl_list *it, *tmp;
    if (disk->limits.keep_us == 0)
        return;
    pl_list_for_each_safe(it, tmp, &disk->entries)
    {
        struct entry *e = pl_container_of(it, struct entry, node);
        if (e->kept && e->wall_us + disk->limits.keep_us < wall_us)
            remove_entry(disk, e);
    }
}

static bool fits(const struct pl_spool_disk *disk, int32_t user, uint64_t size)
{
    const struct pl_spool_limits *l = &disk->limits;
    uint64_t own = 0;
    struct pl_list *it;
    pl_list_for_each(it, &disk->entries)
    {
        const struct entry *e = pl_container_of(it, struct entry, node);
        own += e->user == user ? e->size : 0;
    }
    return disk->open_files < l->open_files && size <= l->total_bytes &&
           disk->usage.bytes <= l->total_bytes - size && size <= l->user_bytes &&
           own <= l->user_bytes - size;
}

/* ---- what is said of a file ---- */

static enum pl_err write_all(int fd, struct pl_bytes data, uint64_t offset)
{
    while (data.len > 0) {
        ssize_t n = pwrite(fd, data.data, data.len, (off_t)offset);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 ? PL_E_LIMIT : error_of(errno);
        data = pl_bytes_of(data.data + n, data.len - (size_t)n);
        offset += (uint64_t)n;
    }
    return PL_OK;
}

static enum pl_err write_about(const struct pl_spool_file *f)
{
    char path[PATH_CHARS];
    uint8_t bytes[ABOUT_HEAD + PL_SPOOL_NAME_MAX];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    enum pl_err err;
    int fd = openat(f->disk->folder, path_of(path, f->id, ".about"),
                    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return error_of(errno);
    pl_write_u32(&w, ABOUT_MAGIC);
    pl_write_u64(&w, f->about.size);
    pl_write_u64(&w, f->about.wall_us);
    pl_write_bytes(&w, pl_bytes_of(f->about.sum, PL_SPOOL_SUM_CHARS));
    pl_write_u16(&w, (uint16_t)f->about.name_len);
    pl_write_bytes(&w, pl_bytes_of(f->about.name, f->about.name_len));
    err = write_all(fd, pl_writer_done(&w), 0);
    if (!err && fsync(fd) != 0)
        err = error_of(errno);
    (void)close(fd);
    return err;
}

/* False: there is none, or it is none of ours. */
static bool read_about(int folder, const char *id, struct about *out)
{
    char path[PATH_CHARS];
    uint8_t bytes[ABOUT_HEAD + PL_SPOOL_NAME_MAX];
    struct pl_reader r;
    struct pl_bytes sum, name;
    ssize_t n;
    int fd = openat(folder, path_of(path, id, ".about"), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return false;
    n = pread(fd, bytes, sizeof(bytes), 0);
    (void)close(fd);
    r = pl_reader_of(pl_bytes_of(bytes, n > 0 ? (size_t)n : 0));
    if (pl_read_u32(&r) != ABOUT_MAGIC)
        return false;
    out->size = pl_read_u64(&r);
    out->wall_us = pl_read_u64(&r);
    sum = pl_read_bytes(&r, PL_SPOOL_SUM_CHARS);
    out->name_len = pl_read_u16(&r);
    name = pl_read_bytes(&r, out->name_len);
    if (!pl_reader_ok(&r) || out->name_len > PL_SPOOL_NAME_MAX || out->size == 0)
        return false;
    memcpy(out->sum, sum.data, PL_SPOOL_SUM_CHARS);
    if (name.len > 0)
        memcpy(out->name, name.data, name.len);
    return true;
}

/* ---- the folder ---- */

/* Counts what is kept; removes halves. */
static enum pl_err take_stock(struct pl_spool_disk *disk)
{
    int copy = dup(disk->folder);
    DIR *dir = copy >= 0 ? fdopendir(copy) : NULL;
    const struct dirent *d;
    enum pl_err err = PL_OK;
    if (!dir) {
        if (copy >= 0)
            (void)close(copy);
        return PL_E_IO;
    }
    while (!err && (d = readdir(dir))) {
        struct about about;
        struct pl_bytes name = pl_bytes_str(d->d_name);
        struct pl_bytes id = pl_bytes_of(name.data, PL_SPOOL_ID_CHARS);
        struct entry *e;
        if (name.len < PL_SPOOL_ID_CHARS || !is_id(id))
            continue; /* somebody else's */
        if (strcmp(d->d_name + PL_SPOOL_ID_CHARS, ".part") == 0) {
            (void)unlinkat(disk->folder, d->d_name, 0);
        } else if (name.len == PL_SPOOL_ID_CHARS && read_about(disk->folder, d->d_name, &about)) {
            e = add_entry(disk, d->d_name, about.size, about.wall_us);
            if (e)
                e->kept = true;
            err = e ? PL_OK : PL_E_NOMEM;
        }
    }
    (void)closedir(dir);
    return err;
}

enum pl_err pl_spool_disk_open(struct pl_spool_disk **out, const char *folder,
                               const struct pl_spool_limits *limits, uint64_t wall_us)
{
    struct pl_spool_disk *disk = calloc(1, sizeof(*disk));
    enum pl_err err;
    *out = NULL;
    if (!disk)
        return PL_E_NOMEM;
    disk->limits = *limits;
    pl_list_init(&disk->entries);
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        free(disk);
        return PL_E_IO;
    }
    disk->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    err = disk->folder >= 0 ? take_stock(disk) : PL_E_IO;
    if (err) {
        pl_spool_disk_close(disk);
        return err;
    }
    expire(disk, wall_us);
    *out = disk;
    return PL_OK;
}

void pl_spool_disk_close(struct pl_spool_disk *disk)
{
    struct pl_list *it, *tmp;
    if (!disk)
        return;
    pl_list_for_each_safe(it, tmp, &disk->entries)
    {
        forget_entry(disk, pl_container_of(it, struct entry, node));
    }
    if (disk->folder >= 0)
        (void)close(disk->folder);
    free(disk);
}

struct pl_spool_usage pl_spool_disk_usage(const struct pl_spool_disk *disk)
{
    return disk->usage;
}

/* ---- writing ---- */

static struct pl_spool_file *new_file(struct pl_spool_disk *disk, const char *id)
{
    struct pl_spool_file *f = calloc(1, sizeof(*f));
    if (!f)
        return NULL;
    f->disk = disk;
    f->fd = -1;
    memcpy(f->id, id, PL_SPOOL_ID_CHARS);
    disk->open_files++;
    return f;
}

static enum pl_err begin_file(struct pl_spool_file *f, int32_t user)
{
    char path[PATH_CHARS];
    f->digest = EVP_MD_CTX_new();
    f->entry = add_entry(f->disk, f->id, f->about.size, f->about.wall_us);
    if (!f->digest || !f->entry || EVP_DigestInit_ex(f->digest, EVP_sha256(), NULL) != 1)
        return PL_E_NOMEM;
    f->entry->user = user;
    f->fd = openat(f->disk->folder, path_of(path, f->id, ".part"),
                   O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    return f->fd >= 0 ? PL_OK : error_of(errno);
}

enum pl_err pl_spool_disk_create(struct pl_spool_disk *disk, int32_t user, uint64_t size,
                                 struct pl_bytes name, uint64_t wall_us, struct pl_spool_file **out)
{
    struct pl_random *random = pl_random_kernel();
    uint8_t bytes[PL_SPOOL_ID_CHARS / 2];
    char id[PL_SPOOL_ID_CHARS];
    struct pl_spool_file *f;
    enum pl_err err;
    *out = NULL;
    expire(disk, wall_us);
    if (!fits(disk, user, size))
        return PL_E_LIMIT;
    random->fill(random, bytes, sizeof(bytes));
    pl_hex_write(pl_bytes_of(bytes, sizeof(bytes)), id);
    f = new_file(disk, id);
    if (!f)
        return PL_E_NOMEM;
    f->about.size = size;
    f->about.wall_us = wall_us;
    f->about.name_len = name.len < PL_SPOOL_NAME_MAX ? name.len : PL_SPOOL_NAME_MAX;
    if (f->about.name_len > 0)
        memcpy(f->about.name, name.data, f->about.name_len);
    err = begin_file(f, user);
    if (err) {
        pl_spool_file_drop(f);
        return err;
    }
    *out = f;
    return PL_OK;
}

enum pl_err pl_spool_file_write(struct pl_spool_file *f, uint64_t offset, struct pl_bytes bytes)
{
    enum pl_err err;
    if (!f->entry || f->entry->kept || offset != f->written ||
        bytes.len > f->about.size - f->written)
        return PL_E_RANGE;
    err = write_all(f->fd, bytes, offset);
    if (!err && EVP_DigestUpdate(f->digest, bytes.data, bytes.len) != 1)
        err = PL_E_NOMEM;
    if (!err)
        f->written += bytes.len;
    return err;
}

static enum pl_err check_sum(struct pl_spool_file *f, struct pl_bytes wanted)
{
    uint8_t sum[EVP_MAX_MD_SIZE];
    char text[2 * EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (f->written != f->about.size || EVP_DigestFinal_ex(f->digest, sum, &n) != 1)
        return PL_E_PROTO;
    pl_hex_write(pl_bytes_of(sum, n), text);
    memcpy(f->about.sum, text, PL_SPOOL_SUM_CHARS);
    return pl_bytes_eq(pl_bytes_of(text, PL_SPOOL_SUM_CHARS), wanted) ? PL_OK : PL_E_PROTO;
}

enum pl_err pl_spool_file_keep(struct pl_spool_file *f, struct pl_bytes sum,
                               char id[PL_SPOOL_ID_CHARS + 1])
{
    char part[PATH_CHARS], whole[PATH_CHARS];
    enum pl_err err;
    if (!f->entry || f->entry->kept)
        return PL_E_STATE;
    err = check_sum(f, sum);
    if (!err && fsync(f->fd) != 0)
        err = error_of(errno);
    if (!err)
        err = write_about(f);
    if (!err && renameat(f->disk->folder, path_of(part, f->id, ".part"), f->disk->folder,
                         path_of(whole, f->id, "")) != 0)
        err = error_of(errno);
    if (err)
        return err;
    f->entry->kept = true;
    (void)fsync(f->disk->folder);
    memcpy(id, f->id, sizeof(f->id));
    return PL_OK;
}

/* ---- reading ---- */

enum pl_err pl_spool_disk_find(struct pl_spool_disk *disk, struct pl_bytes id, uint64_t wall_us,
                               struct pl_spool_file **out)
{
    struct pl_spool_file *f;
    struct stat st;
    *out = NULL;
    expire(disk, wall_us);
    if (!is_id(id))
        return PL_E_NOT_FOUND;
    if (disk->open_files >= disk->limits.open_files)
        return PL_E_LIMIT;
    f = new_file(disk, (const char *)id.data);
    if (!f)
        return PL_E_NOMEM;
    if (read_about(disk->folder, f->id, &f->about))
        f->fd = openat(disk->folder, f->id, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (f->fd < 0 || fstat(f->fd, &st) != 0 || (uint64_t)st.st_size != f->about.size) {
        pl_spool_file_drop(f);
        return PL_E_NOT_FOUND;
    }
    *out = f;
    return PL_OK;
}

uint64_t pl_spool_file_size(const struct pl_spool_file *f)
{
    return f->about.size;
}

struct pl_bytes pl_spool_file_name(const struct pl_spool_file *f)
{
    return pl_bytes_of(f->about.name, f->about.name_len);
}

struct pl_bytes pl_spool_file_sum(const struct pl_spool_file *f)
{
    return pl_bytes_of(f->about.sum, PL_SPOOL_SUM_CHARS);
}

enum pl_err pl_spool_file_read(struct pl_spool_file *f, uint64_t offset, struct pl_buf out)
{
    while (out.len > 0) {
        ssize_t n = pread(f->fd, out.data, out.len, (off_t)offset);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return PL_E_IO;
        out.data += n;
        out.len -= (size_t)n;
        offset += (uint64_t)n;
    }
    return PL_OK;
}

void pl_spool_file_drop(struct pl_spool_file *f)
{
    if (!f)
        return;
    if (f->fd >= 0)
        (void)close(f->fd);
    if (f->entry && !f->entry->kept)
        remove_entry(f->disk, f->entry);
    EVP_MD_CTX_free(f->digest);
    f->disk->open_files--;
    free(f);
}
