/* SPDX-License-Identifier: Apache-2.0 */
/* Files and buffers to users. */
#include "anychaterrorcode.h"
#include "files_internal.h"

#include "base/base64.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- to users: what the program gives ---- */

void pl_bras_put_free(struct pl_bras_put *put)
{
    if (!put)
        return;
    if (put->fd >= 0)
        close(put->fd);
    free(put->data);
    free(put);
}

static struct pl_bras_put *put_create(void)
{
    struct pl_bras_put *put = calloc(1, sizeof(*put));
    if (!put)
        return NULL;
    put->fd = -1;
    pl_list_init(&put->node);
    return put;
}

static uint32_t sum_file(struct pl_bras_put *put)
{
    EVP_MD_CTX *sum = pl_bras_sum_begin();
    uint8_t *piece = malloc(PL_BRAS_PIECE_BYTES);
    uint32_t code = sum && piece ? GV_ERR_SUCCESS : GV_ERR_MEMORYFAIL;
    ssize_t n = 1;
    while (code == GV_ERR_SUCCESS && n > 0) {
        n = read(put->fd, piece, PL_BRAS_PIECE_BYTES);
        if (n < 0 || (n > 0 && EVP_DigestUpdate(sum, piece, (size_t)n) != 1))
            code = GV_ERR_TRANSFILE_READFAIL;
        put->size += n > 0 ? (uint64_t)n : 0;
    }
    if (code == GV_ERR_SUCCESS && put->size == 0)
        code = GV_ERR_TRANSFILE_ZEROLEN;
    if (code == GV_ERR_SUCCESS && !pl_bras_sum_end(sum, put->sum))
        code = GV_ERR_MEMORYFAIL;
    EVP_MD_CTX_free(sum);
    free(piece);
    return code;
}

struct pl_bras_put *pl_bras_put_file(const char *path, uint32_t *code)
{
    struct pl_bras_put *put = put_create();
    struct stat what;
    *code = GV_ERR_MEMORYFAIL;
    if (!put)
        return NULL;
    *code = GV_ERR_TRANSFILE_OPENFAIL;
    put->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe must not hold us up */
    if (put->fd >= 0 && fstat(put->fd, &what) == 0 && S_ISREG(what.st_mode))
        *code = sum_file(put);
    if (*code == GV_ERR_SUCCESS)
        return put;
    pl_bras_put_free(put);
    return NULL;
}

struct pl_bras_put *pl_bras_put_buffer(const void *data, size_t len, uint32_t *code)
{
    struct pl_bras_put *put = put_create();
    uint8_t sum[PL_BRAS_SUM_BYTES];
    *code = GV_ERR_MEMORYFAIL;
    if (put)
        put->data = malloc(len);
    if (put && put->data && EVP_Digest(data, len, sum, NULL, EVP_sha256(), NULL) == 1) {
        memcpy(put->data, data, len);
        put->size = len;
        pl_bras_sum_hex(sum, put->sum);
        *code = GV_ERR_SUCCESS;
        return put;
    }
    pl_bras_put_free(put);
    return NULL;
}

/* ---- to users: on the link ---- */

bool pl_bras_files_add(struct pl_bras_files *f, struct pl_bras_put *put)
{
    if (f->put_count >= PL_LIMIT_BRAS_FILES) {
        pl_bras_put_free(put);
        return false;
    }
    pl_list_add_tail(&f->puts, &put->node);
    f->put_count++;
    return true;
}

static void remove_put(struct pl_bras_files *f, struct pl_bras_put *put)
{
    pl_list_remove(&put->node);
    f->put_count--;
    pl_bras_put_free(put);
}

static struct pl_bras_put *find_put(struct pl_bras_files *f, uint32_t task, uint32_t transfer)
{
    struct pl_list *it;
    pl_list_for_each(it, &f->puts)
    {
        struct pl_bras_put *put = pl_container_of(it, struct pl_bras_put, node);
        if (task != 0 ? put->task == task : put->transfer == transfer)
            return put;
    }
    return NULL;
}

void pl_bras_files_drop(struct pl_bras_files *f, uint32_t task)
{
    struct pl_bras_put *put = find_put(f, task, 0);
    if (put)
        remove_put(f, put);
}

static bool read_piece(const struct pl_bras_put *put, uint64_t offset, size_t count, uint8_t *to)
{
    if (count > PL_BRAS_PIECE_BYTES || offset > put->size || put->size - offset < count)
        return false;
    if (put->data)
        memcpy(to, put->data + offset, count);
    return put->data || pread(put->fd, to, count, (off_t)offset) == (ssize_t)count;
}

void pl_bras_put_want(struct pl_bras_session *s, const struct pl_wire_on_file_want *m)
{
    struct pl_bras_put *put = find_put(&s->files, 0, (uint32_t)m->transfer);
    size_t count = (size_t)m->count, chars = PL_BASE64_CHARS(count);
    uint8_t *piece = s->text, *letters = s->text + PL_BRAS_PIECE_BYTES;
    if (!put)
        return; /* given up */
    if (!read_piece(put, (uint64_t)m->offset, count, piece)) {
        pl_bras_files_say_close(s, put->transfer, GV_ERR_TRANSFILE_READFAIL);
        remove_put(&s->files, put);
        return;
    }
    pl_base64_write(pl_bytes_of(piece, count), letters);
    pl_bras_session_say_now(s, &(struct pl_wire_msg){.type = PL_WIRE_BS_FILE_DATA,
                                                     .u.bs_file_data = {
                                                         .transfer = m->transfer,
                                                         .offset = m->offset,
                                                         .data = pl_bytes_of(letters, chars),
                                                     }});
}

bool pl_bras_put_closed(struct pl_bras_files *f, uint32_t transfer)
{
    struct pl_bras_put *put = find_put(f, 0, transfer);
    if (put)
        remove_put(f, put);
    return put != NULL;
}

void pl_bras_puts_drop(struct pl_bras_files *f)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &f->puts)
    {
        remove_put(f, pl_container_of(it, struct pl_bras_put, node));
    }
}

void pl_bras_files_opened(struct pl_bras_files *f, uint32_t task, uint32_t transfer)
{
    struct pl_bras_put *put = find_put(f, task, 0);
    if (put)
        put->transfer = transfer;
}
