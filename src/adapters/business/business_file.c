/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files and large buffers between users and business servers: to the domain, a business server is a
 * store (PL_EFFECT_STORE_..., PL_EVENT_STORED), so that nothing of a file is kept here.
 *
 *   user ──▶ business server   OPEN on_file, bs_file_got 0; WRITE on_file_data, bs_file_got;
 *                              KEEP on_file_end, bs_file_close
 *   business server ──▶ user   bs_file_put; READ on_file_want, bs_file_data
 *   both                       DROP on_file_closed
 *
 * A business server that answers what it was not asked, or goes, ends the transfer; its user hears
 * why.
 */
#include "adapters/business/business_internal.h"

#include "base/base64.h"

#include <stdlib.h>

enum { SUM_CHARS = 64 };

/* ---- the list ---- */

static struct pl_bs_file *add(struct pl_business *b, struct pl_bs_link *link, uint32_t transfer,
                              bool put)
{
    struct pl_bs_file *file = calloc(1, sizeof(*file));
    if (!file || pl_idmap_put(&b->files, transfer, file) != PL_OK) {
        free(file);
        return NULL;
    }
    file->link = link;
    file->transfer = transfer;
    file->put = put;
    link->put_count += put ? 1 : 0;
    pl_list_add_tail(&link->files, &file->node);
    return file;
}

void pl_bs_file_free(struct pl_business *b, struct pl_bs_file *file)
{
    file->link->put_count -= file->put ? 1 : 0;
    pl_list_remove(&file->node);
    (void)pl_idmap_remove(&b->files, file->transfer);
    free(file);
}

static struct pl_event stored(uint32_t transfer, enum pl_stored what)
{
    struct pl_event e = {.type = PL_EVENT_STORED};
    e.stored.transfer = transfer;
    e.stored.what = what;
    return e;
}

/* The domain drops it then, and the business server hears of that. */
static void fail(struct pl_business *b, const struct pl_bs_file *file, int code)
{
    struct pl_event e = stored(file->transfer, PL_STORED_FAILED);
    e.stored.code = code;
    b->port.step(b->port.arg, &e);
}

void pl_bs_files_gone(struct pl_business *b, struct pl_bs_link *link)
{
    while (!pl_list_empty(&link->files)) {
        struct pl_bs_file *file = pl_container_of(link->files.next, struct pl_bs_file, node);
        struct pl_event e = stored(file->transfer, PL_STORED_FAILED);
        e.stored.code = PL_GV_ERR_SERVERSDK_FAIL;
        pl_bs_file_free(b, file);
        b->port.step(b->port.arg, &e);
    }
}

/* ---- what the domain wants ---- */

static bool open_file(struct pl_business *b, const struct pl_effect *e)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_ON_FILE};
    struct pl_wire_on_file *f = &msg.u.on_file;
    struct pl_bs_link *link;
    if (e->store.ref != 0) {
        b->put = b->putter && add(b, b->putter, e->store.transfer, true) ? e->store.transfer : 0;
        return b->put != 0;
    }
    link = e->store.size > 0 ? pl_bs_one_for(b, PL_BS_FILE, e->store.user) : NULL;
    if (!link || !add(b, link, e->store.transfer, false))
        return false;
    f->transfer = e->store.transfer;
    f->user = e->store.user;
    f->task = e->store.task;
    f->size = (int64_t)e->store.size;
    f->name = e->store.name;
    f->buffer = e->store.buffer;
    f->is_text = e->store.is_text;
    f->w = e->store.w;
    f->l = e->store.l;
    pl_bs_say(b, link, &msg);
    return true;
}

static void say_data(struct pl_business *b, struct pl_bs_file *file, const struct pl_effect *e)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_ON_FILE_DATA};
    struct pl_bytes bytes = e->store.data;
    pl_base64_write(bytes, b->data);
    msg.u.on_file_data.transfer = file->transfer;
    msg.u.on_file_data.offset = (int64_t)e->store.offset;
    msg.u.on_file_data.data = pl_bytes_of(b->data, PL_BASE64_CHARS(bytes.len));
    file->sent = e->store.offset + bytes.len;
    pl_bs_say(b, file->link, &msg);
}

static void say_want(struct pl_business *b, struct pl_bs_file *file, const struct pl_effect *e)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_ON_FILE_WANT};
    msg.u.on_file_want.transfer = file->transfer;
    msg.u.on_file_want.offset = (int64_t)e->store.offset;
    msg.u.on_file_want.count = (int32_t)e->store.count;
    file->offset = e->store.offset;
    file->count = e->store.count;
    pl_bs_say(b, file->link, &msg);
}

static void say_closed(struct pl_business *b, struct pl_bs_file *file, int code)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_ON_FILE_CLOSED};
    msg.u.on_file_closed.transfer = file->transfer;
    msg.u.on_file_closed.code = code;
    pl_bs_say(b, file->link, &msg);
    pl_bs_file_free(b, file);
}

bool pl_business_store(struct pl_business *b, const struct pl_effect *e)
{
    struct pl_wire_msg end = {.type = PL_WIRE_ON_FILE_END};
    struct pl_bs_file *file;
    if (e->type == PL_EFFECT_STORE_OPEN)
        return open_file(b, e);
    file = pl_idmap_get(&b->files, e->store.transfer);
    if (!file)
        return false;
    switch (e->type) {
    case PL_EFFECT_STORE_WRITE:
        say_data(b, file, e);
        break;
    case PL_EFFECT_STORE_READ:
        say_want(b, file, e);
        break;
    case PL_EFFECT_STORE_KEEP:
        end.u.on_file_end.transfer = file->transfer;
        end.u.on_file_end.sha256 = e->store.data;
        file->ended = true;
        pl_bs_say(b, file->link, &end);
        break;
    default:
        say_closed(b, file, e->store.code);
        break;
    }
    return true;
}

/* ---- what the business server says ---- */

static bool is_sum(struct pl_bytes text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!((text.data[i] >= '0' && text.data[i] <= '9') ||
              (text.data[i] >= 'a' && text.data[i] <= 'f')))
            return false;
    }
    return text.len == SUM_CHARS;
}

/* 0, or why not. */
static int check_put(const struct pl_business *b, const struct pl_bs_link *link,
                     const struct pl_wire_bs_file_put *p)
{
    struct pl_look_user user;
    if (b->config.file_bytes == 0)
        return PL_GV_ERR_FUNCNOTALLOW;
    if (!is_sum(p->sha256) || (p->buffer && p->size > PL_LIMIT_TRANS_BUFFER_EX_BYTES))
        return PL_GV_ERR_FUNCOPTERROR;
    if ((uint64_t)p->size > b->config.file_bytes)
        return PL_GV_ERR_TRANSFILE_TOOLARGE;
    if (!pl_look_user(b->port.core(b->port.arg), p->user, &user))
        return PL_GV_ERR_INVALID_USERID;
    return link->put_count < PL_BUSINESS_PUTS_MAX ? PL_GV_ERR_SUCCESS
                                                  : PL_GV_ERR_TRANSBUF_CREATEFAIL;
}

static void put(struct pl_business *b, struct pl_bs_link *link, const struct pl_wire_msg *msg)
{
    const struct pl_wire_bs_file_put *p = &msg->u.bs_file_put;
    struct pl_wire_msg reply = {.type = PL_WIRE_BS_FILE_OPENED, .re = msg->id};
    struct pl_event e = {.type = PL_EVENT_FILE_SEND};
    int code = check_put(b, link, p);
    if (!code) {
        e.file_send.ref = 1;
        e.file_send.user = p->user;
        e.file_send.task = p->task;
        e.file_send.buffer = p->buffer;
        e.file_send.is_text = p->is_text;
        e.file_send.w = p->w;
        e.file_send.l = p->l;
        e.file_send.flags = p->flags;
        b->putter = link;
        b->put = 0;
        b->port.step(b->port.arg, &e);
        b->putter = NULL;
        code = b->put ? PL_GV_ERR_SUCCESS : PL_GV_ERR_TRANSBUF_CREATEFAIL;
    }
    if (code) {
        pl_bs_error(b, link, msg->id, code, NULL);
        return;
    }
    reply.u.bs_file_opened.transfer = b->put;
    pl_bs_say(b, link, &reply);
    e = stored(b->put, PL_STORED_OPENED);
    e.stored.size = (uint64_t)p->size;
    e.stored.name = p->name;
    e.stored.sum = p->sha256;
    b->port.step(b->port.arg, &e);
}

static void data(struct pl_business *b, struct pl_bs_file *file,
                 const struct pl_wire_bs_file_data *d)
{
    struct pl_event e = stored(file->transfer, PL_STORED_READ);
    size_t size;
    if (!file->put || file->count == 0 || (uint64_t)d->offset != file->offset ||
        pl_base64_size(d->data, &size) != PL_OK || size != file->count) {
        fail(b, file, PL_GV_ERR_FUNCOPTERROR);
        return;
    }
    pl_base64_read(d->data, b->data);
    file->count = 0;
    e.stored.offset = file->offset;
    e.stored.bytes = pl_bytes_of(b->data, size);
    pl_bs_charge(b, file->link, 1 + size / 8192);
    b->port.step(b->port.arg, &e);
}

static void got(struct pl_business *b, struct pl_bs_file *file, uint64_t offset)
{
    struct pl_event e = stored(file->transfer, file->taken ? PL_STORED_WROTE : PL_STORED_OPENED);
    if (file->put || offset < file->got || offset > file->sent) {
        fail(b, file, PL_GV_ERR_FUNCOPTERROR);
        return;
    }
    file->taken = true;
    file->got = offset;
    e.stored.offset = offset;
    b->port.step(b->port.arg, &e);
}

static void close_file(struct pl_business *b, struct pl_bs_file *file, int code)
{
    struct pl_event e = stored(file->transfer, PL_STORED_KEPT);
    if (code != PL_GV_ERR_SUCCESS)
        fail(b, file, code);
    else if (file->put || !file->ended)
        fail(b, file, PL_GV_ERR_FUNCOPTERROR);
    else
        b->port.step(b->port.arg, &e);
}

/* One of this link; NULL: over, or never was. */
static struct pl_bs_file *find(const struct pl_business *b, const struct pl_bs_link *link,
                               int64_t transfer)
{
    struct pl_bs_file *file = pl_idmap_get(&b->files, (uint64_t)transfer);
    return file && file->link == link ? file : NULL;
}

void pl_bs_file_message(struct pl_business *b, struct pl_bs_link *link,
                        const struct pl_wire_msg *msg)
{
    struct pl_bs_file *file;
    switch (msg->type) {
    case PL_WIRE_BS_FILE_PUT:
        put(b, link, msg);
        break;
    case PL_WIRE_BS_FILE_DATA:
        file = find(b, link, msg->u.bs_file_data.transfer);
        if (file)
            data(b, file, &msg->u.bs_file_data);
        break;
    case PL_WIRE_BS_FILE_GOT:
        file = find(b, link, msg->u.bs_file_got.transfer);
        if (file)
            got(b, file, (uint64_t)msg->u.bs_file_got.offset);
        break;
    default:
        file = find(b, link, msg->u.bs_file_close.transfer);
        if (file)
            close_file(b, file, msg->u.bs_file_close.code);
        break;
    }
}
