/* SPDX-License-Identifier: Apache-2.0 */
#include "server/records_internal.h"

#include "adapters/intake/intake.h"
#include "server/hub.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define DAY_MS INT64_C(86400000)

/* ---- what adapters/recorder needs ---- */

static bool port_send(void *arg, const struct pl_record_command *c)
{
    struct pl_records *r = arg;
    return r->process && pl_recorder_process_send(r->process, c);
}

static enum pl_media_kind kind_of(enum pl_core_kind kind)
{
    return kind == PL_CORE_VIDEO ? PL_MEDIA_VIDEO : PL_MEDIA_AUDIO;
}

/* Who has left is tapped no more already. */
static void port_tap(void *arg, uint64_t session, enum pl_core_kind kind, uint8_t stream,
                     uint32_t source, bool on)
{
    struct pl_records *r = arg;
    enum pl_err err = pl_media_pool_copy(pl_hub_media(r->hub), session, kind_of(kind), stream,
                                         PL_MEDIA_COPY_ASKS | source, on);
    if (err && err != PL_E_NOT_FOUND)
        pl_log_do(r->tools.log, PL_LOG_ERROR, "record.tap", pl_log_num("session", (int64_t)session),
                  pl_log_str("why", pl_err_name(err)));
}

static void port_key(void *arg, uint64_t session, uint8_t stream)
{
    struct pl_records *r = arg;
    enum pl_err err = pl_media_pool_copy_key(pl_hub_media(r->hub), session, stream);
    (void)err; /* it asks again */
}

void pl_records_arm(struct pl_records *r)
{
    pl_timer_arm(r->timer, pl_recorder_deadline(r->recorder));
}

static void port_step(void *arg, struct pl_event *event)
{
    struct pl_records *r = arg;
    pl_hub_event(r->hub, event);
}

static void on_written(void *arg, const struct pl_store_answer *a)
{
    struct pl_records *r = arg;
    if (a->err && a->err != PL_E_EXISTS) /* told again, and there already */
        pl_log_do(r->tools.log, PL_LOG_ERROR, "record.not_kept",
                  pl_log_str("why", pl_err_name(a->err)));
    pl_recorder_written(r->recorder, a->ticket, a->err);
    pl_records_arm(r);
}

static bool port_write(void *arg, const struct pl_store_change *changes, size_t count,
                       uint64_t *ticket)
{
    struct pl_records *r = arg;
    enum pl_err err = pl_store_write(pl_keeper_store(r->keeper), changes, count,
                                     (struct pl_store_reply){on_written, r}, ticket);
    if (err)
        pl_log_do(r->tools.log, PL_LOG_ERROR, "record.not_kept",
                  pl_log_str("why", pl_err_name(err)));
    return err == PL_OK;
}

static void port_link(void *arg, uint32_t record, const char *file,
                      char out[PL_CORE_RECORD_URL_MAX])
{
    int64_t expires_ms;
    pl_records_make_link(arg, record, file, 0, out, &expires_ms);
}

static void port_kept(void *arg, uint32_t record, const char *file, uint64_t bytes)
{
    struct pl_records *r = arg;
    (void)file;
    (void)bytes;
    /* The object store gets it when it is sealed. */
    pl_records_evidence_kept(r->evidence, record);
}

static void port_local_over(void *arg, uint32_t record, bool kept, int code, const char *file,
                            const struct pl_record_event *end)
{
    struct pl_records *r = arg;
    pl_records_intake_over(r->intake, record, kept, code, file, end);
}

static pl_time_us port_now(void *arg)
{
    (void)arg;
    return pl_clock_now_us();
}

static int64_t port_wall_ms(void *arg)
{
    (void)arg;
    return pl_records_wall_ms();
}

static void port_warn(void *arg, uint32_t record, const char *what, const char *text)
{
    struct pl_records *r = arg;
    pl_log_do(r->tools.log, PL_LOG_WARN, "record.warning", pl_log_num("record", record),
              pl_log_str("what", what), pl_log_str("why", text));
}

/* ---- life ---- */

static enum pl_err refuse(struct pl_records *r, enum pl_err err, const char *why)
{
    pl_log_do(r->tools.log, PL_LOG_ERROR, "record.failed_to_start", pl_log_str("why", why));
    pl_records_stop(r);
    return err;
}

static bool make_folder(struct pl_records *r)
{
    const struct pl_config *c = r->tools.config;
    if (c->record.directory[0])
        (void)snprintf(r->folder, sizeof(r->folder), "%s", c->record.directory);
    else
        (void)snprintf(r->folder, sizeof(r->folder), "%.*s/recordings", (int)sizeof(r->folder) - 16,
                       c->server.data);
    return mkdir(r->folder, 0700) == 0 || errno == EEXIST;
}

/* What is in the list was looked at when it was read. */
static void fill_keep(const struct pl_config_list *list, struct pl_recorder_defaults *d)
{
    for (uint32_t i = 0; i < list->count && d->room_count < PL_RECORDER_KEEP_ROOMS; i++) {
        struct pl_config_keep k;
        if (pl_config_keep_read(list->items[i], &k))
            d->rooms[d->room_count++] = (struct pl_recorder_keep){
                .first = (int32_t)k.first, .last = (int32_t)k.last, .keep_ms = k.days * DAY_MS};
    }
}

static struct pl_recorder_defaults defaults_of(const struct pl_config *c)
{
    struct pl_recorder_defaults d = {
        .width = c->record.width,
        .height = c->record.height,
        .fps = c->record.fps,
        .video_bps = c->record.video_kbit * 1000u,
        .audio_bps = c->record.audio_kbit * 1000u,
        .max_seconds = c->record.max_minutes * 60u,
        .max_bytes = (uint64_t)c->record.max_mbyte << 20,
        .names = c->record.names,
        .clock = c->record.clock,
        .keep_ms = c->record.keep_days * DAY_MS,
        .rule_keep_ms =
            (c->record.rule_keep_days ? c->record.rule_keep_days : c->record.keep_days) * DAY_MS,
    };
    fill_keep(&c->record.keep_rooms, &d);
    return d;
}

static void on_timer(void *arg)
{
    struct pl_records *r = arg;
    pl_recorder_tick(r->recorder);
    pl_records_arm(r);
}

enum pl_err pl_records_start(struct pl_records **out, const struct pl_daemon_tools *tools,
                             struct pl_keeper *keeper, struct pl_media_copies *others)
{
    struct pl_recorder_defaults defaults = defaults_of(tools->config);
    struct pl_recorder_port port = {.send = port_send,
                                    .tap = port_tap,
                                    .key = port_key,
                                    .step = port_step,
                                    .write = port_write,
                                    .link = port_link,
                                    .kept = port_kept,
                                    .local_over = port_local_over,
                                    .now = port_now,
                                    .wall_ms = port_wall_ms,
                                    .warn = port_warn};
    char key[PL_CONFIG_PATH_MAX + 32];
    struct pl_records *r;
    enum pl_err err;
    *out = NULL;
    if (!tools->config->record.enabled)
        return PL_OK;
    r = calloc(1, sizeof(*r));
    if (!r)
        return PL_E_NOMEM;
    r->tools = *tools;
    r->keeper = keeper;
    r->first = 1;
    port.arg = r;
    if (!keeper)
        return refuse(r, PL_E_STATE, "recordings need the store: set store.backend");
    if (!make_folder(r))
        return refuse(r, PL_E_IO, strerror(errno));
    (void)snprintf(key, sizeof(key), "%s/record.key", tools->config->server.data);
    err = pl_recorder_link_create(&r->links, key);
    if (err)
        return refuse(r, err, "record.key cannot be read or made; it has to be mode 600");
    err = pl_recorder_tap_open(&r->tap, others);
    if (err)
        return refuse(r, err, pl_err_name(err));
    r->recorder = pl_recorder_create(&defaults, &port);
    r->timer = pl_timer_create(tools->loop, on_timer, r);
    err = pl_records_open_vault(r);
    if (err)
        return refuse(r, err, "the folder of recordings cannot be opened");
    err = r->recorder && r->timer ? pl_records_load(r) : PL_E_NOMEM;
    if (err)
        return refuse(r, err, "the catalogue cannot be read");
    err = pl_records_archive_start(&r->archive, r);
    if (err)
        return refuse(r, err, "the archive cannot be used: see [archive]");
    err = pl_records_evidence_start(&r->evidence, r);
    if (err)
        return refuse(r, err, "the keys of recordings cannot be used");
    err = pl_records_intake_start(&r->intake, r);
    if (err)
        return refuse(r, err, "the folder of uploads cannot be used");
    if (pl_records_intake_last(r->intake) >= r->first)
        r->first = pl_records_intake_last(r->intake) + 1;
    pl_records_arm(r);
    *out = r;
    return PL_OK;
}

struct pl_media_copies *pl_records_port(struct pl_records *r, struct pl_media_copies *others)
{
    return r ? pl_recorder_tap_port(r->tap) : others;
}

static void fill_names(const struct pl_config_list *list, struct pl_bytes *room,
                       const struct pl_bytes **out, size_t *count)
{
    for (uint32_t i = 0; i < list->count; i++)
        room[i] = pl_bytes_str(list->items[i]);
    *out = room;
    *count = list->count;
}

void pl_records_core_config(struct pl_records *r, struct pl_core_config *core)
{
    const struct pl_config *c = r ? r->tools.config : NULL;
    if (!r)
        return;
    core->records = true;
    fill_names(&c->record.viewers, r->viewers, &core->library_viewers, &core->library_viewer_count);
    fill_names(&c->record.keepers, r->keepers, &core->library_keepers, &core->library_keeper_count);
    core->record_clients = (enum pl_core_record_clients)c->record.clients;
    core->record_uploads = (enum pl_core_record_clients)c->record.uploads;
    core->record_upload_bytes = (uint64_t)c->record.upload_mbyte << 20;
    core->record_consent = c->record.consent;
    core->record_consent_us = PL_SEC(c->record.consent_seconds);
    core->record_rule = (enum pl_core_record_rule)c->record.rule;
    core->record_rule_flags = c->record.rule_flags;
    core->first_record = r->first;
    core->max_records = c->record.max_at_once;
}

void pl_records_stop(struct pl_records *r)
{
    if (!r)
        return;
    pl_recorder_process_stop(r->process);
    pl_records_intake_stop(r->intake);
    pl_records_archive_stop(r->archive);
    pl_records_library_destroy(r->library);
    if (r->keeper)
        pl_store_forget(pl_keeper_store(r->keeper), r);
    pl_records_evidence_stop(r->evidence);
    if (r->timer)
        pl_timer_destroy(r->timer);
    pl_recorder_destroy(r->recorder);
    pl_recorder_tap_close(r->tap);
    pl_recorder_link_destroy(r->links);
    free(r);
}

void pl_records_effect(struct pl_records *r, const struct pl_effect *e)
{
    if (!r)
        return;
    if (e->type == PL_EFFECT_LIBRARY) {
        pl_records_library_ask(r->library, e);
        return;
    }
    pl_recorder_effect(r->recorder, e);
    pl_records_arm(r);
}

enum pl_err pl_records_upload(struct pl_records *r, const struct pl_effect *e)
{
    struct pl_intake *in = r ? pl_records_intake_of(r->intake) : NULL;
    enum pl_err err = in ? pl_intake_effect(in, e) : PL_E_STATE;
    if (r)
        pl_records_arm(r);
    return err;
}

size_t pl_records_busy(struct pl_records *r, bool nobody_left)
{
    struct pl_recorder_stats stats;
    if (!r)
        return 0;
    pl_recorder_get_stats(r->recorder, &stats);
    if (stats.running > 0 || !nobody_left)
        return stats.running;
    if (!pl_recorder_is_idle(r->recorder))
        return 1; /* a last row is on its way */
    return !r->process || pl_recorder_process_quit(r->process) ? 0 : 1;
}

void pl_records_stats(const struct pl_records *r, struct pl_recorder_stats *out)
{
    memset(out, 0, sizeof(*out));
    if (r)
        pl_recorder_get_stats(r->recorder, out);
}

void pl_records_upload_numbers(const struct pl_records *r, struct pl_intake_stats *out)
{
    const struct pl_intake *in = r ? pl_records_intake_of(r->intake) : NULL;
    memset(out, 0, sizeof(*out));
    if (in)
        pl_intake_get_stats(in, out);
}

void pl_records_archive_numbers(const struct pl_records *r, struct pl_archive_stats *out)
{
    memset(out, 0, sizeof(*out));
    if (r)
        pl_records_archive_get_stats(r->archive, out);
}
