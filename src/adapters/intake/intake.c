/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/intake/internal.h"

#include "io/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- what is in it ---- */

struct pl_upload *pl_intake_add(struct pl_intake *in)
{
    struct pl_upload *u = calloc(1, sizeof(*u));
    if (!u)
        return NULL;
    u->fd = -1;
    u->due = PL_TIME_NEVER;
    pl_list_add_tail(&in->uploads, &u->node);
    in->count++;
    return u;
}

struct pl_upload *pl_intake_find(const struct pl_intake *in, uint32_t id)
{
    struct pl_list *it;
    pl_list_for_each(it, &in->uploads)
    {
        struct pl_upload *u = pl_container_of(it, struct pl_upload, node);
        if (u->crate.id == id && u->stage != PL_UPLOAD_GONE)
            return u;
    }
    return NULL;
}

bool pl_intake_has(const struct pl_intake *in, uint32_t id)
{
    return in && pl_intake_find(in, id) != NULL;
}

uint32_t pl_intake_last(const struct pl_intake *in)
{
    const struct pl_list *it;
    uint32_t last = 0;
    pl_list_for_each(it, &in->uploads)
    {
        uint32_t id = pl_container_of(it, struct pl_upload, node)->crate.id;
        last = id > last ? id : last;
    }
    return last;
}

void pl_intake_free(struct pl_intake *in, struct pl_upload *u)
{
    if (u->fd >= 0)
        (void)close(u->fd);
    pl_list_remove(&u->node);
    in->count--;
    free(u);
}

void pl_intake_forget(struct pl_intake *in, struct pl_upload *u)
{
    u->stage = PL_UPLOAD_GONE;
    u->transfer = 0;
    u->due = PL_TIME_NEVER;
    if (pl_intake_do(in, pl_intake_job(in, u, PL_JOB_REMOVE, pl_bytes_of(NULL, 0))) != PL_OK &&
        u->jobs == 0)
        pl_intake_free(in, u); /* the next start finds it again */
}

/* ---- time ---- */

void pl_intake_arm(struct pl_intake *in)
{
    pl_time_us at = PL_TIME_NEVER;
    const struct pl_list *it;
    pl_list_for_each(it, &in->uploads) at =
        pl_time_min(at, pl_container_of(it, struct pl_upload, node)->due);
    pl_timer_arm(in->timer, at);
}

static void on_timer(void *arg)
{
    struct pl_intake *in = arg;
    pl_time_us now = pl_clock_now_us();
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &in->uploads)
    {
        struct pl_upload *u = pl_container_of(it, struct pl_upload, node);
        if (u->due <= now)
            pl_intake_due(in, u);
    }
    pl_intake_next(in);
    pl_intake_arm(in);
}

/* ---- life ---- */

static void found(void *arg, const struct pl_crate *crate)
{
    struct pl_intake *in = arg;
    struct pl_upload *u = in->count < PL_LIMIT_RECORD_UPLOADS_KEPT ? pl_intake_add(in) : NULL;
    if (!u)
        return;
    u->crate = *crate;
    u->crate.wish.text = pl_bytes_str(u->crate.text);
    u->taken = crate->size;
    u->due = pl_clock_now_us() + in->config.wait_us;
    u->stage = crate->state == PL_CRATE_RECEIVING ? PL_UPLOAD_RECEIVING
               : crate->state == PL_CRATE_WHOLE   ? PL_UPLOAD_WHOLE
                                                  : PL_UPLOAD_OVER;
    if (u->stage == PL_UPLOAD_WHOLE)
        u->due = PL_TIME_NEVER;
}

enum pl_err pl_intake_start(struct pl_intake **out, struct pl_loop *loop,
                            const struct pl_intake_config *config,
                            const struct pl_intake_port *port)
{
    struct pl_intake *in = calloc(1, sizeof(*in));
    enum pl_err err;
    *out = NULL;
    if (!in)
        return PL_E_NOMEM;
    in->loop = loop;
    in->config = *config;
    in->port = *port;
    pl_list_init(&in->uploads);
    (void)snprintf(in->below, sizeof(in->below), "%s", config->below);
    (void)snprintf(in->prefix, sizeof(in->prefix), "%s", config->prefix);
    in->folder = pl_crate_open_folder(config->folder);
    err = in->folder >= 0 ? pl_file_worker_start(&in->worker, loop) : PL_E_IO;
    in->timer = pl_timer_create(loop, on_timer, in);
    if (!err && !in->timer)
        err = PL_E_NOMEM;
    if (err) {
        pl_intake_stop(in);
        return err;
    }
    pl_crate_list(in->folder, found, in);
    *out = in;
    return PL_OK;
}

/* The catalogue may not know of what came just before the last end. */
void pl_intake_run(struct pl_intake *in)
{
    struct pl_list *it;
    in->running = true;
    pl_list_for_each(it, &in->uploads)
    {
        struct pl_upload *u = pl_container_of(it, struct pl_upload, node);
        if (u->stage != PL_UPLOAD_OVER)
            in->port.open(in->port.arg, &u->crate, true);
    }
    pl_intake_next(in);
    pl_intake_arm(in);
}

void pl_intake_stop(struct pl_intake *in)
{
    struct pl_list *it, *tmp;
    if (!in)
        return;
    in->running = false;
    pl_file_worker_stop(in->worker);
    if (in->timer)
        pl_timer_destroy(in->timer);
    pl_list_for_each_safe(it, tmp, &in->uploads)
    {
        pl_intake_free(in, pl_container_of(it, struct pl_upload, node));
    }
    if (in->folder >= 0)
        (void)close(in->folder);
    free(in);
}

void pl_intake_get_stats(const struct pl_intake *in, struct pl_intake_stats *out)
{
    const struct pl_list *it;
    memset(out, 0, sizeof(*out));
    if (!in)
        return;
    *out = in->stats;
    pl_list_for_each(it, &in->uploads)
    {
        enum pl_upload_stage stage = pl_container_of(it, struct pl_upload, node)->stage;
        out->receiving += stage == PL_UPLOAD_RECEIVING;
        out->waiting += stage == PL_UPLOAD_WHOLE || stage == PL_UPLOAD_CONVERTING;
    }
}
