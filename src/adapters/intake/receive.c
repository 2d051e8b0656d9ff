/* SPDX-License-Identifier: Apache-2.0 */
/* Uploads that begin, grow, stop and go on. */
#include "adapters/intake/internal.h"

#include "base/hex.h"
#include "io/clock.h"
#include "io/random.h"
#include "proto/wire/errors_gen.h"

#include <stdio.h>
#include <string.h>

static const struct pl_bytes nothing = {NULL, 0};

static int code_of(enum pl_err err)
{
    return err == PL_E_PROTO                        ? PL_GV_ERR_TRANSFILE_FAILED
           : err == PL_E_LIMIT || err == PL_E_NOMEM ? PL_GV_ERR_NOENOUGHRESOURCE
                                                    : PL_GV_ERR_TRANSFILE_READFAIL;
}

static struct pl_upload *sent_by(const struct pl_intake *in, uint32_t transfer)
{
    struct pl_list *it;
    pl_list_for_each(it, &in->uploads)
    {
        struct pl_upload *u = pl_container_of(it, struct pl_upload, node);
        if (u->transfer == transfer)
            return u;
    }
    return NULL;
}

/* Somebody may go on with it, for some time. */
static void detach(struct pl_intake *in, struct pl_upload *u)
{
    u->transfer = 0;
    if (u->stage == PL_UPLOAD_RECEIVING)
        u->due = pl_clock_now_us() + in->config.wait_us;
}

void pl_intake_tell(struct pl_intake *in, uint32_t transfer, enum pl_stored what, uint64_t offset,
                    const struct pl_upload *u)
{
    struct pl_event e = {.type = PL_EVENT_STORED};
    e.stored.transfer = transfer;
    e.stored.what = what;
    e.stored.offset = offset;
    if (u) {
        e.stored.record = u->crate.id;
        e.stored.key = pl_bytes_str(u->crate.key);
    }
    in->port.step(in->port.arg, &e);
}

void pl_intake_fail(struct pl_intake *in, uint32_t transfer, int code)
{
    struct pl_event e = {.type = PL_EVENT_STORED};
    struct pl_upload *u = transfer ? sent_by(in, transfer) : NULL;
    if (u)
        detach(in, u);
    e.stored.transfer = transfer;
    e.stored.what = PL_STORED_FAILED;
    e.stored.code = code;
    if (transfer)
        in->port.step(in->port.arg, &e);
}

static enum pl_err refuse(struct pl_intake *in, uint32_t transfer, int code)
{
    struct pl_intake_job *job = pl_intake_job(in, NULL, PL_JOB_REFUSE, nothing);
    if (job) {
        job->transfer = transfer;
        job->code = code;
    }
    return pl_intake_do(in, job);
}

/* ---- room ---- */

static bool has_room(const struct pl_intake *in, int32_t user, size_t more)
{
    uint64_t all = more, own = more;
    const struct pl_list *it;
    pl_list_for_each(it, &in->uploads)
    {
        const struct pl_upload *u = pl_container_of(it, struct pl_upload, node);
        if (u->stage == PL_UPLOAD_OVER && !u->failed)
            continue;
        all += u->taken;
        own += u->crate.by_user == user ? u->taken : 0;
    }
    return all <= in->config.total_bytes && own <= in->config.user_bytes;
}

/* ---- beginning, and going on ---- */

static void make_key(char key[PL_CRATE_KEY_CHARS + 1])
{
    struct pl_random *random = pl_random_kernel();
    uint8_t bytes[PL_CRATE_KEY_CHARS / 2];
    random->fill(random, bytes, sizeof(bytes));
    pl_hex_str(pl_bytes_of(bytes, sizeof(bytes)), key);
}

/* A text that is too long, or has a NUL in it, ends there. */
static void fill(char *to, size_t size, struct pl_bytes text)
{
    size_t n = text.len < size - 1 ? text.len : size - 1;
    if (n > 0)
        memcpy(to, text.data, n);
    to[n] = '\0';
}

static void describe(struct pl_crate *c, const struct pl_effect *e)
{
    c->id = e->upload_open.record;
    make_key(c->key);
    c->at_ms = (int64_t)(pl_clock_wall_us() / 1000u);
    c->by_user = e->upload_open.by_user;
    c->room = e->upload_open.room;
    c->wish = e->upload_open.wish;
    fill(c->text, sizeof(c->text), e->upload_open.wish.text);
    c->wish.text = pl_bytes_str(c->text);
    fill(c->name, sizeof(c->name), e->upload_open.name);
}

static enum pl_err begin(struct pl_intake *in, const struct pl_effect *e)
{
    struct pl_upload *u;
    enum pl_err err;
    if (in->count >= PL_LIMIT_RECORD_UPLOADS_KEPT || !has_room(in, e->upload_open.by_user, 1))
        return PL_E_LIMIT;
    u = pl_intake_add(in);
    if (!u)
        return PL_E_NOMEM;
    describe(&u->crate, e);
    u->transfer = e->upload_open.transfer;
    u->session = e->upload_open.session;
    err = pl_intake_do(in, pl_intake_job(in, u, PL_JOB_CREATE, nothing));
    if (err)
        pl_intake_free(in, u);
    return err;
}

static struct pl_upload *with_key(const struct pl_intake *in, struct pl_bytes key)
{
    struct pl_list *it;
    pl_list_for_each(it, &in->uploads)
    {
        struct pl_upload *u = pl_container_of(it, struct pl_upload, node);
        if (u->stage != PL_UPLOAD_NEW && u->stage != PL_UPLOAD_GONE &&
            pl_bytes_eq_str(key, u->crate.key))
            return u;
    }
    return NULL;
}

/* What is on its way to the disk is there before the answer. */
static enum pl_err go_on(struct pl_intake *in, const struct pl_effect *e)
{
    struct pl_upload *u = with_key(in, e->upload_open.key);
    struct pl_intake_job *job;
    uint32_t before;
    enum pl_err err;
    if (!u)
        return refuse(in, e->upload_open.transfer, PL_GV_ERR_TRANSFILE_NOTASK);
    before = u->transfer;
    u->transfer = e->upload_open.transfer;
    job = pl_intake_job(in, u, PL_JOB_RESUME, nothing);
    if (job)
        job->other = before;
    err = pl_intake_do(in, job);
    if (err) {
        u->transfer = before;
        return err;
    }
    u->session = e->upload_open.session;
    if (u->stage == PL_UPLOAD_RECEIVING)
        u->due = PL_TIME_NEVER;
    return PL_OK;
}

/* ---- pieces, and the end ---- */

static enum pl_err take(struct pl_intake *in, struct pl_upload *u, const struct pl_effect *e)
{
    struct pl_intake_job *job;
    enum pl_err err;
    if (u->stage != PL_UPLOAD_RECEIVING)
        return refuse(in, u->transfer, PL_GV_ERR_TRANSFILE_FAILED); /* it has ended already */
    if (!has_room(in, u->crate.by_user, e->store.data.len))
        return refuse(in, u->transfer, PL_GV_ERR_NOENOUGHRESOURCE);
    job = pl_intake_job(in, u, PL_JOB_WRITE, e->store.data);
    if (job)
        job->offset = e->store.offset;
    err = pl_intake_do(in, job);
    if (!err)
        u->taken += e->store.data.len;
    return err;
}

static enum pl_err keep(struct pl_intake *in, struct pl_upload *u, const struct pl_effect *e)
{
    bool known = u->stage != PL_UPLOAD_RECEIVING;
    struct pl_intake_job *job;
    job = pl_intake_job(in, u, known ? PL_JOB_RESUME : PL_JOB_KEEP, nothing);
    if (job && known)
        job->code = 1; /* it was told before: that is all */
    if (job && !known) {
        job->note->state = PL_CRATE_WHOLE;
        fill(job->sum, sizeof(job->sum), e->store.data);
    }
    return pl_intake_do(in, job);
}

static void cancel(struct pl_intake *in, struct pl_upload *u)
{
    memset(&in->event, 0, sizeof(in->event));
    in->event.type = PL_RECORD_EVENT_FINISHED;
    in->event.id = u->crate.id;
    in->event.how = PL_RECORD_HOW_CANCELED;
    if (u->stage != PL_UPLOAD_NEW)
        in->port.end(in->port.arg, u->crate.id, &in->event, true);
    pl_intake_forget(in, u);
}

static void drop(struct pl_intake *in, struct pl_upload *u, const struct pl_effect *e)
{
    if (u->stage == PL_UPLOAD_NEW || (u->stage == PL_UPLOAD_RECEIVING && !e->store.left))
        cancel(in, u); /* nobody has its key, or its page does not want it */
    else
        detach(in, u);
}

enum pl_err pl_intake_effect(struct pl_intake *in, const struct pl_effect *e)
{
    enum pl_err err = PL_OK;
    struct pl_upload *u;
    if (e->type == PL_EFFECT_UPLOAD_OPEN)
        return e->upload_open.key.len > 0 ? go_on(in, e) : begin(in, e);
    u = sent_by(in, e->store.transfer);
    if (!u)
        return PL_OK; /* it has failed, and was told */
    if (e->type == PL_EFFECT_STORE_WRITE)
        err = take(in, u, e);
    else if (e->type == PL_EFFECT_STORE_KEEP)
        err = keep(in, u, e);
    else if (e->type == PL_EFFECT_STORE_DROP)
        drop(in, u, e);
    if (err)
        detach(in, u);
    pl_intake_arm(in);
    return err;
}

/* ---- what the disk says ---- */

static void created(struct pl_intake *in, struct pl_upload *u, const struct pl_intake_job *job)
{
    if (job->err) {
        pl_intake_fail(in, job->transfer, code_of(job->err));
        pl_intake_forget(in, u);
        return;
    }
    u->stage = PL_UPLOAD_RECEIVING;
    in->port.open(in->port.arg, &u->crate, false);
    pl_intake_tell(in, job->transfer, PL_STORED_OPENED, 0, u);
}

static void resumed(struct pl_intake *in, struct pl_upload *u, const struct pl_intake_job *job)
{
    struct pl_event e = {.type = PL_EVENT_STORED};
    e.stored.transfer = job->other;
    e.stored.what = PL_STORED_FAILED;
    e.stored.code = PL_GV_ERR_CANCEL;
    if (job->other)
        in->port.step(in->port.arg, &e);
    if (u->transfer != job->transfer || u->stage == PL_UPLOAD_GONE)
        return; /* meanwhile */
    if (job->err) {
        pl_intake_fail(in, job->transfer, code_of(job->err));
        return;
    }
    if (job->code == 0) {
        pl_intake_tell(in, job->transfer, PL_STORED_OPENED, u->crate.size, u);
        return;
    }
    u->transfer = 0;
    pl_intake_tell(in, job->transfer, PL_STORED_KEPT, 0, u);
    if (u->stage == PL_UPLOAD_OVER)
        pl_intake_tell_end(in, u);
}

static void wrote(struct pl_intake *in, struct pl_upload *u, const struct pl_intake_job *job)
{
    if (job->err) {
        u->taken = u->crate.size;
        if (u->transfer == job->transfer)
            pl_intake_fail(in, job->transfer, code_of(job->err));
        return;
    }
    u->crate.size = job->offset + job->len;
    in->stats.bytes += job->len;
    if (u->transfer == job->transfer)
        pl_intake_tell(in, job->transfer, PL_STORED_WROTE, u->crate.size, NULL);
}

static void kept(struct pl_intake *in, struct pl_upload *u, const struct pl_intake_job *job)
{
    char detail[128];
    if (job->err) {
        if (u->transfer == job->transfer)
            pl_intake_fail(in, job->transfer, code_of(job->err));
        if (job->err == PL_E_PROTO)
            pl_intake_give_up(in, u, PL_RECORD_HOW_FAILED,
                              "what came is not what was sent: another SHA-256");
        return;
    }
    u->crate.state = PL_CRATE_WHOLE;
    u->stage = PL_UPLOAD_WHOLE;
    u->due = PL_TIME_NEVER;
    (void)snprintf(detail, sizeof(detail), "bytes=%llu sha256=%s",
                   (unsigned long long)u->crate.size, job->sum);
    in->port.line(in->port.arg, u->crate.id, "received", detail);
    if (u->transfer != job->transfer)
        return;
    u->transfer = 0;
    pl_intake_tell(in, job->transfer, PL_STORED_KEPT, 0, u);
}

void pl_intake_done(struct pl_intake_job *job, bool ran)
{
    struct pl_intake *in = job->in;
    struct pl_upload *u = job->upload;
    if (!ran)
        return;
    if (job->type == PL_JOB_REFUSE) {
        pl_intake_fail(in, job->transfer, job->code);
        return;
    }
    if (job->err && job->type != PL_JOB_REMOVE)
        in->port.warn(in->port.arg, u->crate.id, "upload", pl_err_name(job->err));
    if (u->stage == PL_UPLOAD_GONE)
        return;
    switch (job->type) {
    case PL_JOB_CREATE:
        created(in, u, job);
        break;
    case PL_JOB_RESUME:
        resumed(in, u, job);
        break;
    case PL_JOB_WRITE:
        wrote(in, u, job);
        break;
    case PL_JOB_KEEP:
        kept(in, u, job);
        break;
    default:
        break;
    }
}
