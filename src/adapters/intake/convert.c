/* SPDX-License-Identifier: Apache-2.0 */
/* From all of an upload to the file of the wanted type, in the catalogue. */
#include "adapters/intake/internal.h"

#include "adapters/recorder/file_name.h"
#include "io/clock.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ATTEMPTS = 4, CLIP_MAX = 4 };

#define LATER_US PL_SEC(1)

/* ---- the converter is asked ---- */

static void fill_command(struct pl_intake *in, const struct pl_crate *crate)
{
    const struct pl_record_wish *w = &crate->wish;
    struct pl_record_command *c = &in->command;
    memset(c, 0, sizeof(*c));
    c->type = PL_RECORD_CMD_CONVERT;
    c->id = crate->id;
    (void)snprintf(c->input, sizeof(c->input), "%s/%u.raw", in->below, crate->id);
    pl_recorder_file_name(crate->id, w, crate->at_ms, c->file);
    c->file_type = (enum pl_record_type)w->file_type;
    c->flags = w->flags;
    c->width = (uint32_t)w->width & ~1u;
    c->height = (uint32_t)w->height & ~1u;
    c->fps = in->config.fps;
    c->video_bps = w->video_bps ? (uint32_t)w->video_bps : in->config.video_bps;
    c->audio_bps = w->audio_bps ? (uint32_t)w->audio_bps : in->config.audio_bps;
    c->clip = w->clip <= CLIP_MAX ? w->clip : 0;
}

static struct pl_upload *waiting(const struct pl_intake *in)
{
    pl_time_us now = pl_clock_now_us();
    struct pl_list *it;
    pl_list_for_each(it, &in->uploads)
    {
        struct pl_upload *u = pl_container_of(it, struct pl_upload, node);
        /* Jobs know its descriptor, which is closed then. */
        if (u->stage == PL_UPLOAD_WHOLE && u->jobs == 0 &&
            (u->due == PL_TIME_NEVER || u->due <= now))
            return u;
    }
    return NULL;
}

void pl_intake_next(struct pl_intake *in)
{
    struct pl_upload *u = in->running && !in->current ? waiting(in) : NULL;
    if (!u)
        return;
    fill_command(in, &u->crate);
    if (!in->port.convert(in->port.arg, &in->command))
        return; /* when it is there */
    in->current = u;
    u->stage = PL_UPLOAD_CONVERTING;
    u->due = pl_clock_now_us() + in->config.convert_us;
    if (u->fd >= 0)
        (void)close(u->fd);
    u->fd = -1;
    pl_intake_arm(in);
}

static void acknowledge(struct pl_intake *in, uint64_t id)
{
    memset(&in->command, 0, sizeof(in->command));
    in->command.type = PL_RECORD_CMD_ACK;
    in->command.id = id;
    (void)in->port.convert(in->port.arg, &in->command);
}

/* ---- how it ends ---- */

static void end(struct pl_intake *in, struct pl_upload *u)
{
    if (in->current == u)
        in->current = NULL;
    u->stage = PL_UPLOAD_ENDING;
    u->due = PL_TIME_NEVER;
    in->port.end(in->port.arg, u->crate.id, &in->event, false);
}

void pl_intake_give_up(struct pl_intake *in, struct pl_upload *u, enum pl_record_how how,
                       const char *why)
{
    memset(&in->event, 0, sizeof(in->event));
    in->event.type = PL_RECORD_EVENT_FINISHED;
    in->event.id = u->crate.id;
    in->event.how = how;
    (void)snprintf(in->event.text, sizeof(in->event.text), "%s", why);
    end(in, u);
}

/* Whether it may yet succeed; then it is tried again. */
static bool try_again(struct pl_intake *in, struct pl_upload *u, pl_time_us later)
{
    if (in->current == u)
        in->current = NULL;
    if (++u->attempts >= ATTEMPTS)
        return false;
    u->stage = PL_UPLOAD_WHOLE;
    u->due = pl_clock_now_us() + later;
    return true;
}

static void finished(struct pl_intake *in, struct pl_upload *u, const struct pl_record_event *e)
{
    bool disk = e->how == PL_RECORD_HOW_DISK_FULL || e->how == PL_RECORD_HOW_IO;
    if (!e->file[0] && (e->how == PL_RECORD_HOW_LINK || e->how == PL_RECORD_HOW_RECOVERED)) {
        /* Broken off by the end of a converter before. Until this is acknowledged a new one is
         * refused. */
        acknowledge(in, e->id);
        if (u->stage == PL_UPLOAD_WHOLE)
            u->due = PL_TIME_NEVER;
        return;
    }
    if (!e->file[0] && disk && try_again(in, u, LATER_US)) {
        acknowledge(in, e->id);
        return;
    }
    in->event = *e;
    if (e->file[0])
        (void)snprintf(in->event.file, sizeof(in->event.file), "%.40s%.*s", in->prefix,
                       PL_RECORD_FILE_MAX - 40, e->file);
    if (e->file[0] && u->crate.incomplete) {
        in->event.how = PL_RECORD_HOW_LINK;
        (void)snprintf(in->event.text, sizeof(in->event.text),
                       "its page went away and did not come back: the end is missing");
    }
    /* When it was made, for want of a better moment, is when it began to come. */
    in->event.started_us = (uint64_t)u->crate.at_ms * 1000u;
    in->event.ended_us = in->event.started_us + e->elapsed_ms * 1000u;
    end(in, u);
}

void pl_intake_over(struct pl_intake *in, uint32_t id, bool kept, int code, const char *file,
                    int32_t seconds, const char *md5)
{
    struct pl_upload *u = in ? pl_intake_find(in, id) : NULL;
    if (!u || u->stage != PL_UPLOAD_ENDING)
        return; /* cancelled */
    if (!kept) {
        u->stage = PL_UPLOAD_WHOLE; /* a new converter tells it again */
        u->due = pl_clock_now_us() + LATER_US;
        in->port.kill(in->port.arg);
        pl_intake_arm(in);
        return;
    }
    u->stage = PL_UPLOAD_OVER;
    u->failed = file[0] == '\0';
    u->crate.state = PL_CRATE_OVER;
    u->crate.code = code;
    u->crate.seconds = seconds;
    (void)snprintf(u->crate.file, sizeof(u->crate.file), "%s", file);
    (void)snprintf(u->crate.md5, sizeof(u->crate.md5), "%s", md5);
    u->due = pl_clock_now_us() + in->config.wait_us;
    in->stats.converted += u->failed ? 0 : 1;
    in->stats.failed += u->failed ? 1 : 0;
    in->stats.incomplete += u->crate.incomplete ? 1 : 0;
    acknowledge(in, id);
    pl_intake_note(in, u);
    pl_intake_tell_end(in, u);
    pl_intake_next(in);
    pl_intake_arm(in);
}

void pl_intake_tell_end(struct pl_intake *in, const struct pl_upload *u)
{
    struct pl_event e = {.type = PL_EVENT_UPLOADED};
    char url[PL_CORE_RECORD_URL_MAX] = "";
    if (u->crate.file[0])
        in->port.link(in->port.arg, u->crate.id, u->crate.file, url);
    e.uploaded.session = u->session;
    e.uploaded.record = u->crate.id;
    e.uploaded.finished = true;
    e.uploaded.user = u->crate.wish.user;
    e.uploaded.flags = u->crate.wish.flags;
    e.uploaded.param = u->crate.wish.param;
    e.uploaded.text = pl_bytes_str(u->crate.text);
    e.uploaded.code = u->crate.code;
    e.uploaded.seconds = u->crate.seconds;
    e.uploaded.file = pl_bytes_str(u->crate.file);
    e.uploaded.url = pl_bytes_str(url);
    e.uploaded.md5 = pl_bytes_str(u->crate.md5);
    in->port.step(in->port.arg, &e);
}

/* ---- what the converter says ---- */

static void progress(struct pl_intake *in, const struct pl_record_event *told)
{
    struct pl_event e = {.type = PL_EVENT_UPLOADED};
    if (!in->current || in->current->crate.id != told->id)
        return;
    e.uploaded.session = in->current->session;
    e.uploaded.record = in->current->crate.id;
    e.uploaded.made_ms = (int64_t)told->elapsed_ms;
    in->port.step(in->port.arg, &e);
}

void pl_intake_converter(struct pl_intake *in, const struct pl_record_event *e)
{
    struct pl_upload *u = e->id <= INT32_MAX ? pl_intake_find(in, (uint32_t)e->id) : NULL;
    switch (e->type) {
    case PL_RECORD_EVENT_READY:
        in->up = true;
        memset(&in->command, 0, sizeof(in->command));
        in->command.type = PL_RECORD_CMD_RECOVER;
        (void)in->port.convert(in->port.arg, &in->command);
        pl_intake_next(in);
        break;
    case PL_RECORD_EVENT_PROGRESS:
        progress(in, e);
        break;
    case PL_RECORD_EVENT_REFUSED:
        if (u && u == in->current &&
            (e->code != PL_RECORD_CODE_CREATE || !try_again(in, u, LATER_US)))
            pl_intake_give_up(in, u, PL_RECORD_HOW_FAILED, e->text);
        break;
    case PL_RECORD_EVENT_FINISHED:
        if (u && (u->stage == PL_UPLOAD_CONVERTING || u->stage == PL_UPLOAD_WHOLE))
            finished(in, u, e);
        else if (!u || u->stage != PL_UPLOAD_ENDING)
            acknowledge(in, e->id);
        break;
    default:
        break;
    }
    pl_intake_next(in);
    pl_intake_arm(in);
}

void pl_intake_converter_gone(struct pl_intake *in)
{
    struct pl_upload *u = in->current;
    in->up = false;
    if (u && !try_again(in, u, 0))
        pl_intake_give_up(in, u, PL_RECORD_HOW_FAILED, "the converter has died of it");
    pl_intake_arm(in);
}

/* ---- time ---- */

void pl_intake_due(struct pl_intake *in, struct pl_upload *u)
{
    u->due = PL_TIME_NEVER; /* WHOLE: it may be tried again */
    if (u->stage == PL_UPLOAD_OVER) {
        pl_intake_forget(in, u);
    } else if (u->stage == PL_UPLOAD_RECEIVING && u->crate.size == 0) {
        pl_intake_give_up(in, u, PL_RECORD_HOW_EMPTY, "nothing of it has come");
    } else if (u->stage == PL_UPLOAD_RECEIVING) {
        u->crate.state = PL_CRATE_WHOLE;
        u->crate.incomplete = true;
        u->stage = PL_UPLOAD_WHOLE;
        in->port.line(in->port.arg, u->crate.id, "incomplete", "");
        pl_intake_note(in, u);
    } else if (u->stage == PL_UPLOAD_CONVERTING) {
        u->attempts = ATTEMPTS;
        in->port.warn(in->port.arg, u->crate.id, "conversion", "it takes too long");
        in->port.kill(in->port.arg);
    }
}
