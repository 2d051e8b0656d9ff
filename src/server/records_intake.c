/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recordings that pages upload (adapters/intake): their folder, and the process that converts them.
 * That is parlor-recorder as well, but another one, of the folder "local" below the recordings'
 * and started when it is first needed: what strangers send never comes near the one that records.
 */
#include "server/records_internal.h"

#include "adapters/intake/intake.h"
#include "server/hub.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define STOP_US PL_SEC(2)
#define LOCAL   "local"

/* What a conversion may have of the machine's memory: many pictures of 4096 x 4096. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MEMORY_BYTES RLIM_INFINITY /* they map all there is */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define MEMORY_BYTES RLIM_INFINITY
#endif
#endif
#ifndef MEMORY_BYTES
#define MEMORY_BYTES (UINT64_C(3) << 30)
#endif

struct pl_records_intake {
    struct pl_records *r;
    struct pl_intake *intake;
    struct pl_recorder_process *process; /* NULL: not needed so far */
    bool up;
    char folder[PL_CONFIG_PATH_MAX + 16];
};

/* ---- the converter ---- */

static void on_event(void *arg, const struct pl_record_event *e)
{
    struct pl_records_intake *i = arg;
    if (e->type == PL_RECORD_EVENT_READY) {
        const struct rlimit memory = {MEMORY_BYTES, MEMORY_BYTES};
        i->up = true;
        (void)prlimit(pl_recorder_process_pid(i->process), RLIMIT_AS, &memory, NULL);
        pl_log_do(i->r->tools.log, PL_LOG_INFO, "converter.ready",
                  pl_log_num("pid", pl_recorder_process_pid(i->process)));
    }
    pl_intake_converter(i->intake, e);
    pl_records_arm(i->r);
}

static void on_end(void *arg, const char *how, pl_time_us pause_us)
{
    struct pl_records_intake *i = arg;
    i->up = false;
    pl_log_do(i->r->tools.log, PL_LOG_WARN, "converter.ended", pl_log_str("how", how),
              pl_log_num("again_in_ms", (int64_t)(pause_us / 1000)));
    pl_intake_converter_gone(i->intake);
    pl_records_arm(i->r);
}

static void start_converter(struct pl_records_intake *i)
{
    static const struct pl_recorder_process_handler handler = {on_event, on_end};
    const char *args[PL_RECORDS_ARGS];
    struct pl_recorder_process_config config = {
        .args = args, .stop_us = STOP_US, .program = i->r->program};
    enum pl_err err;
    pl_records_args(i->r, i->folder, args);
    err = pl_recorder_process_start(&i->process, i->r->tools.loop, &config, &handler, i);
    if (err)
        pl_log_do(i->r->tools.log, PL_LOG_ERROR, "converter.failed_to_start",
                  pl_log_str("why", pl_err_name(err)));
}

static bool port_convert(void *arg, const struct pl_record_command *c)
{
    struct pl_records_intake *i = arg;
    if (!i->process)
        start_converter(i);
    return i->up && pl_recorder_process_send(i->process, c);
}

/* on_end follows. */
static void port_kill(void *arg)
{
    const struct pl_records_intake *i = arg;
    int pid = pl_recorder_process_pid(i->process);
    if (pid > 0)
        (void)kill(pid, SIGKILL);
}

/* ---- the catalogue ---- */

static void port_open(void *arg, const struct pl_crate *crate, bool again)
{
    struct pl_records_intake *i = arg;
    const struct pl_recorder_local what = {.id = crate->id,
                                           .by_user = crate->by_user,
                                           .room = crate->room,
                                           .wish = &crate->wish,
                                           .name = pl_bytes_str(crate->name),
                                           .at_ms = crate->at_ms};
    pl_recorder_local_open(i->r->recorder, &what, again);
}

static void port_line(void *arg, uint32_t id, const char *kind, const char *detail)
{
    struct pl_records_intake *i = arg;
    pl_recorder_local_line(i->r->recorder, id, kind, 0, detail);
}

static void port_end(void *arg, uint32_t id, const struct pl_record_event *e, bool cancelled)
{
    struct pl_records_intake *i = arg;
    pl_recorder_local_end(i->r->recorder, id, e, cancelled);
    pl_records_arm(i->r);
}

void pl_records_intake_over(struct pl_records_intake *i, uint32_t record, bool kept, int code,
                            const char *file, const struct pl_record_event *end)
{
    if (i)
        pl_intake_over(i->intake, record, kept, code, file,
                       (int32_t)((end->elapsed_ms + 500) / 1000), end->md5);
}

/* ---- the domain ---- */

static void port_step(void *arg, struct pl_event *event)
{
    const struct pl_records_intake *i = arg;
    pl_hub_event(i->r->hub, event);
}

static void port_link(void *arg, uint32_t id, const char *file, char out[PL_CORE_RECORD_URL_MAX])
{
    const struct pl_records_intake *i = arg;
    int64_t expires_ms;
    pl_records_make_link(i->r, id, file, 0, out, &expires_ms);
}

static void port_warn(void *arg, uint32_t id, const char *what, const char *why)
{
    const struct pl_records_intake *i = arg;
    pl_log_do(i->r->tools.log, PL_LOG_WARN, "record.upload", pl_log_num("record", id),
              pl_log_str("what", what), pl_log_str("why", why));
}

/* ---- life ---- */

static enum pl_err start(struct pl_records_intake *i)
{
    const struct pl_config *c = i->r->tools.config;
    char uploads[PL_CONFIG_PATH_MAX + 32];
    const struct pl_intake_config config = {.folder = uploads,
                                            .below = "uploads",
                                            .prefix = LOCAL "/",
                                            .total_bytes = (uint64_t)c->record.uploads_mbyte << 20,
                                            .user_bytes = (uint64_t)c->record.upload_user_mbyte
                                                          << 20,
                                            .wait_us = PL_SEC(60) * c->record.upload_minutes,
                                            .convert_us = PL_SEC(60) * c->record.convert_minutes,
                                            .fps = c->record.fps,
                                            .video_bps = c->record.video_kbit * 1000u,
                                            .audio_bps = c->record.audio_kbit * 1000u};
    const struct pl_intake_port port = {.step = port_step,
                                        .convert = port_convert,
                                        .kill = port_kill,
                                        .open = port_open,
                                        .line = port_line,
                                        .end = port_end,
                                        .link = port_link,
                                        .warn = port_warn,
                                        .arg = i};
    (void)snprintf(i->folder, sizeof(i->folder), "%.*s/" LOCAL, PL_CONFIG_PATH_MAX, i->r->folder);
    (void)snprintf(uploads, sizeof(uploads), "%s/uploads", i->folder);
    if (mkdir(i->folder, 0700) != 0 && errno != EEXIST)
        return PL_E_IO;
    return pl_intake_start(&i->intake, i->r->tools.loop, &config, &port);
}

/* What was uploaded before pages might no more is converted all the same. */
enum pl_err pl_records_intake_start(struct pl_records_intake **out, struct pl_records *r)
{
    struct pl_records_intake *i;
    char folder[PL_CONFIG_PATH_MAX + 16];
    struct stat st;
    enum pl_err err;
    *out = NULL;
    (void)snprintf(folder, sizeof(folder), "%.*s/" LOCAL, PL_CONFIG_PATH_MAX, r->folder);
    if (r->tools.config->record.uploads == PL_CORE_RECORD_NOBODY && stat(folder, &st) != 0)
        return PL_OK;
    i = calloc(1, sizeof(*i));
    if (!i)
        return PL_E_NOMEM;
    i->r = r;
    err = start(i);
    if (err)
        free(i);
    else
        *out = i;
    return err;
}

static bool is_known(void *arg, uint32_t id)
{
    return pl_intake_has(arg, id);
}

void pl_records_intake_run(struct pl_records_intake *i)
{
    if (!i)
        return;
    pl_recorder_local_check(i->r->recorder, is_known, i->intake);
    pl_intake_run(i->intake);
}

void pl_records_intake_stop(struct pl_records_intake *i)
{
    if (!i)
        return;
    pl_recorder_process_stop(i->process);
    pl_intake_stop(i->intake);
    free(i);
}

uint32_t pl_records_intake_last(const struct pl_records_intake *i)
{
    return i ? pl_intake_last(i->intake) : 0;
}

struct pl_intake *pl_records_intake_of(const struct pl_records_intake *i)
{
    return i ? i->intake : NULL;
}
