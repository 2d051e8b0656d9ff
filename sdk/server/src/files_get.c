/* SPDX-License-Identifier: Apache-2.0 */
/* Files and buffers from users. */
#include "anychaterrorcode.h"
#include "files_internal.h"
#include "log.h"

#include "base/base64.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FILE_BYTES ((uint64_t)PL_LIMIT_BRAS_FILES_MIB << 20)

/* What comes from a user. */
struct get {
    struct pl_list node;
    uint32_t transfer, user, task, w, l;
    uint64_t size, got;
    int fd;                    /* of a file; -1: a buffer */
    uint8_t *data;             /* of a buffer */
    struct pl_bras_hold *hold; /* its room */
    EVP_MD_CTX *sum;
    char name[1025];
};

/* ---- room for what comes ---- */

static void free_hold(struct pl_bras_files *f, struct pl_bras_hold *hold)
{
    pl_list_remove(&hold->node);
    *(hold->path[0] ? &f->disk : &f->memory) -= hold->bytes;
    if (hold->path[0])
        (void)unlink(hold->path);
    free(hold);
}

/* Gives back what nobody looks at any more: buffers whose call-back is over; the oldest of such
 * files as long as `need` bytes do not fit. */
static void make_room(struct pl_bras_files *f, uint64_t need)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &f->holds)
    {
        struct pl_bras_hold *hold = pl_container_of(it, struct pl_bras_hold, node);
        if (atomic_load(&hold->over) && (!hold->path[0] || f->disk + need > FILE_BYTES))
            free_hold(f, hold);
    }
}

static bool make_folder(struct pl_bras_files *f)
{
    const char *tmp = getenv("TMPDIR");
    if (f->folder[0])
        return true;
    if ((size_t)snprintf(f->folder, sizeof(f->folder), "%s/parlorserver-XXXXXX",
                         tmp && tmp[0] ? tmp : "/tmp") < sizeof(f->folder) &&
        mkdtemp(f->folder))
        return true;
    pl_bras_warn("no folder for files in %s: %s", f->folder, strerror(errno));
    f->folder[0] = '\0';
    return false;
}

static struct pl_bras_hold *take_room(struct pl_bras_files *f, uint64_t bytes, bool is_file)
{
    uint64_t *used = is_file ? &f->disk : &f->memory;
    uint64_t limit = is_file ? FILE_BYTES : PL_LIMIT_BRAS_BUFFER_BYTES;
    struct pl_bras_hold *hold;
    make_room(f, is_file ? bytes : 0);
    if (bytes > limit || *used > limit - bytes || (is_file && !make_folder(f)))
        return NULL;
    hold = calloc(1, sizeof(*hold));
    if (!hold)
        return NULL;
    hold->bytes = bytes;
    if (is_file)
        (void)snprintf(hold->path, sizeof(hold->path), "%s/%u", f->folder, ++f->last);
    pl_list_add_tail(&f->holds, &hold->node);
    *used += bytes;
    return hold;
}

/* ---- from users ---- */

/* keep: it has become an event, which has the data and the room now. */
static void remove_get(struct pl_bras_files *f, struct get *g, bool keep)
{
    pl_list_remove(&g->node);
    f->get_count--;
    if (g->fd >= 0)
        close(g->fd);
    EVP_MD_CTX_free(g->sum);
    if (!keep) {
        free(g->data);
        free_hold(f, g->hold);
    }
    free(g);
}

static struct get *find_get(struct pl_bras_files *f, int64_t transfer)
{
    struct pl_list *it;
    pl_list_for_each(it, &f->gets)
    {
        struct get *g = pl_container_of(it, struct get, node);
        if (g->transfer == transfer)
            return g;
    }
    return NULL;
}

static struct get *get_create(struct pl_bras_files *f, const struct pl_wire_on_file *m)
{
    struct pl_bras_hold *hold = take_room(f, (uint64_t)m->size, !m->buffer);
    struct get *g = hold ? calloc(1, sizeof(*g)) : NULL;
    if (hold && !g)
        free_hold(f, hold);
    if (!g)
        return NULL;
    *g = (struct get){.transfer = (uint32_t)m->transfer,
                      .user = (uint32_t)m->user,
                      .task = (uint32_t)m->task,
                      .w = (uint32_t)m->w,
                      .l = (uint32_t)m->l,
                      .size = (uint64_t)m->size,
                      .fd = -1,
                      .hold = hold,
                      .sum = pl_bras_sum_begin()};
    (void)pl_bytes_to_str(m->name, g->name, sizeof(g->name));
    pl_list_add_tail(&f->gets, &g->node);
    f->get_count++;
    if (m->buffer)
        g->data = malloc(g->size + 1);
    else
        g->fd = open(hold->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (g->sum && (g->data || g->fd >= 0))
        return g;
    remove_get(f, g, false);
    return NULL;
}

static void confirm(struct pl_bras_session *s, struct get *g)
{
    pl_bras_session_say_now(s, &(struct pl_wire_msg){.type = PL_WIRE_BS_FILE_GOT,
                                                     .u.bs_file_got = {.transfer = g->transfer,
                                                                       .offset = (int64_t)g->got}});
}

void pl_bras_get_begin(struct pl_bras_session *s, const struct pl_wire_on_file *m)
{
    struct pl_bras_files *f = &s->files;
    struct get *g = NULL;
    if (m->buffer && m->size > PL_LIMIT_TRANS_BUFFER_EX_BYTES) {
        pl_bras_files_say_close(s, (uint32_t)m->transfer, GV_ERR_TRANSFILE_TOOLARGE);
        return;
    }
    if (f->get_count < PL_LIMIT_BRAS_FILES && !find_get(f, m->transfer))
        g = get_create(f, m);
    if (g)
        confirm(s, g);
    else
        pl_bras_files_say_close(s, (uint32_t)m->transfer, GV_ERR_NOENOUGHRESOURCE);
}

static bool write_piece(struct get *g, const uint8_t *piece, size_t len)
{
    if (len > g->size - g->got || EVP_DigestUpdate(g->sum, piece, len) != 1)
        return false;
    if (g->data)
        memcpy(g->data + g->got, piece, len);
    else if (write(g->fd, piece, len) != (ssize_t)len)
        return false;
    g->got += len;
    return true;
}

void pl_bras_get_data(struct pl_bras_session *s, const struct pl_wire_on_file_data *m)
{
    struct get *g = find_get(&s->files, m->transfer);
    size_t len;
    if (!g)
        return; /* given up */
    if ((uint64_t)m->offset != g->got || pl_base64_size(m->data, &len))
        len = SIZE_MAX;
    else
        pl_base64_read(m->data, s->text);
    if (len == SIZE_MAX || !write_piece(g, s->text, len)) {
        pl_bras_log("a file of %d is given up at %llu", (int)g->user, (unsigned long long)g->got);
        pl_bras_files_say_close(s, g->transfer, GV_ERR_TRANSBUF_CREATEFAIL);
        remove_get(&s->files, g, false);
    } else {
        confirm(s, g); /* each: the sender measures its way by it */
    }
}

static struct pl_bras_event event_of(const struct get *g)
{
    struct pl_bras_event e = {.user = g->user, .owned = g->data, .hold = g->hold};
    if (g->data) {
        g->data[g->size] = '\0';
        e.kind = PL_BRAS_BUFFER_EX;
        e.n[0] = g->user;
        e.n[1] = (uint32_t)g->size;
        e.n[2] = g->w;
        e.n[3] = g->l;
        e.n[4] = g->task;
        return e;
    }
    e.kind = PL_BRAS_FILE;
    e.n[0] = g->user;
    e.n[1] = g->size < UINT32_MAX ? (uint32_t)g->size : UINT32_MAX;
    e.n[2] = g->w;
    e.n[3] = g->l;
    e.n[4] = g->task;
    e.s[0] = pl_bytes_str(g->name);
    e.s[1] = pl_bytes_str(g->hold->path);
    return e;
}

void pl_bras_get_end(struct pl_bras_session *s, const struct pl_wire_on_file_end *m)
{
    struct get *g = find_get(&s->files, m->transfer);
    char sum[PL_BRAS_SUM_CHARS];
    struct pl_bras_event e;
    if (!g)
        return;
    if (g->got != g->size || !pl_bras_sum_end(g->sum, sum) || !pl_bytes_eq_str(m->sha256, sum)) {
        pl_bras_files_say_close(s, g->transfer, GV_ERR_TRANSBUF_CREATEFAIL);
        remove_get(&s->files, g, false);
        return;
    }
    e = event_of(g);
    pl_bras_files_say_close(s, g->transfer, GV_ERR_SUCCESS);
    pl_bras_session_tell(s, &e);
    remove_get(&s->files, g, true);
}

bool pl_bras_get_closed(struct pl_bras_files *f, uint32_t transfer)
{
    struct get *g = find_get(f, transfer);
    if (g)
        remove_get(f, g, false);
    return g != NULL;
}

void pl_bras_gets_drop(struct pl_bras_files *f)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &f->gets)
    {
        remove_get(f, pl_container_of(it, struct get, node), false);
    }
}

void pl_bras_holds_drop(struct pl_bras_files *f)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &f->holds)
    {
        free_hold(f, pl_container_of(it, struct pl_bras_hold, node));
    }
}
