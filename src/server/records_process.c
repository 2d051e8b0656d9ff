/* SPDX-License-Identifier: Apache-2.0 */
/* The process parlor-recorder: where it is, how it is started, what it says. */
#include "server/records_internal.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define STOP_US PL_SEC(10)

static void on_event(void *arg, const struct pl_record_event *e)
{
    struct pl_records *r = arg;
    if (e->type == PL_RECORD_EVENT_READY) {
        pl_recorder_tap_aim(r->tap, e->port, e->cookie);
        pl_log_do(r->tools.log, PL_LOG_INFO, "recorder.ready",
                  pl_log_num("pid", pl_recorder_process_pid(r->process)),
                  pl_log_num("recovered", e->recovered));
    }
    pl_recorder_event(r->recorder, e);
    pl_records_arm(r);
}

static void on_end(void *arg, const char *how, pl_time_us pause_us)
{
    struct pl_records *r = arg;
    pl_recorder_tap_aim(r->tap, 0, 0);
    pl_log_do(r->tools.log, PL_LOG_ERROR, "recorder.ended", pl_log_str("how", how),
              pl_log_num("again_in_ms", (int64_t)(pause_us / 1000)));
    pl_recorder_gone(r->recorder);
    pl_records_arm(r);
}

/* Beside parlord, unless the settings name another. */
static void find_program(struct pl_records *r)
{
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
    char *slash;
    if (r->tools.config->record.recorder[0] || n <= 0) {
        (void)snprintf(r->program, sizeof(r->program), "%s", r->tools.config->record.recorder);
        return;
    }
    self[n] = '\0';
    slash = strrchr(self, '/');
    *slash = '\0';
    (void)snprintf(r->program, sizeof(r->program), "%.*s/parlor-recorder",
                   (int)sizeof(r->program) - 32, self);
    if (access(r->program, X_OK) != 0) /* in a tree that was not installed */
        (void)snprintf(r->program, sizeof(r->program), "%.*s/../recorder/parlor-recorder",
                       (int)sizeof(r->program) - 64, self);
}

void pl_records_args(struct pl_records *r, const char *folder, const char *args[PL_RECORDS_ARGS])
{
    size_t n = 0;
    (void)snprintf(r->reserve, sizeof(r->reserve), "%u", r->tools.config->record.free_mbyte);
    (void)snprintf(r->nice, sizeof(r->nice), "%u", r->tools.config->record.nice);
    args[n++] = "--root";
    args[n++] = folder;
    args[n++] = "--reserve-mb";
    args[n++] = r->reserve;
    args[n++] = "--nice";
    args[n++] = r->nice;
    if (r->tools.config->record.images[0]) {
        args[n++] = "--images";
        args[n++] = r->tools.config->record.images;
    }
    args[n] = NULL;
}

enum pl_err pl_records_run(struct pl_records *r, struct pl_hub *hub, struct pl_feed *feed)
{
    static const struct pl_recorder_process_handler handler = {on_event, on_end};
    const char *args[PL_RECORDS_ARGS];
    struct pl_recorder_process_config config = {.args = args, .stop_us = STOP_US};
    if (!r)
        return PL_OK;
    r->feed = feed;
    find_program(r);
    pl_records_args(r, r->folder, args);
    config.program = r->program;
    r->hub = hub;
    pl_records_intake_run(r->intake);
    r->library = pl_records_library_create(r);
    if (!r->library)
        return PL_E_NOMEM;
    pl_log_do(r->tools.log, PL_LOG_INFO, "record.start", pl_log_str("folder", r->folder),
              pl_log_str("program", r->program));
    return pl_recorder_process_start(&r->process, r->tools.loop, &config, &handler, r);
}
