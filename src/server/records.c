/* SPDX-License-Identifier: Apache-2.0 */
#include "server/records.h"

#include "adapters/admin/recordings.h"
#include "adapters/recorder/link.h"
#include "adapters/recorder/process.h"
#include "adapters/recorder/tap.h"
#include "core/look.h"
#include "io/clock.h"
#include "server/hub.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    OLD_ROWS = 4096, /* looked at for what was not over */
};

#define STOP_US PL_SEC(10)

struct pl_records {
    struct pl_daemon_tools tools;
    struct pl_keeper *keeper;
    struct pl_hub *hub; /* NULL before it runs */
    struct pl_recorder_tap *tap;
    struct pl_recorder *recorder;
    struct pl_recorder_process *process;
    struct pl_timer *timer;
    struct pl_recorder_link *links;
    uint32_t first;
    uint64_t opened, refused; /* links; these only rise */
    char folder[PL_CONFIG_PATH_MAX];
    char program[PL_CONFIG_PATH_MAX];
};

static int64_t wall_ms(void)
{
    return (int64_t)(pl_clock_wall_us() / 1000u);
}

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

static void arm(struct pl_records *r)
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
    if (a->err)
        pl_log_do(r->tools.log, PL_LOG_ERROR, "record.not_kept",
                  pl_log_str("why", pl_err_name(a->err)));
    pl_recorder_written(r->recorder, a->ticket, a->err);
    arm(r);
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
    struct pl_records *r = arg;
    (void)record;
    pl_recorder_link_make(
        r->links, file, wall_ms() / 1000 + r->tools.config->record.link_minutes * INT64_C(60), out);
}

static pl_time_us port_now(void *arg)
{
    (void)arg;
    return pl_clock_now_us();
}

static int64_t port_wall_ms(void *arg)
{
    (void)arg;
    return wall_ms();
}

static void port_warn(void *arg, uint32_t record, const char *what, const char *text)
{
    struct pl_records *r = arg;
    pl_log_do(r->tools.log, PL_LOG_WARN, "record.warning", pl_log_num("record", record),
              pl_log_str("what", what), pl_log_str("why", text));
}

/* ---- the process ---- */

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
    arm(r);
}

static void on_end(void *arg, const char *how, pl_time_us pause_us)
{
    struct pl_records *r = arg;
    pl_recorder_tap_aim(r->tap, 0, 0);
    pl_log_do(r->tools.log, PL_LOG_ERROR, "recorder.ended", pl_log_str("how", how),
              pl_log_num("again_in_ms", (int64_t)(pause_us / 1000)));
    pl_recorder_gone(r->recorder);
    arm(r);
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

enum pl_err pl_records_run(struct pl_records *r, struct pl_hub *hub)
{
    static const struct pl_recorder_process_handler handler = {on_event, on_end};
    char reserve[32];
    const char *args[] = {"--root", NULL, "--reserve-mb", reserve, NULL};
    struct pl_recorder_process_config config = {.args = args, .stop_us = STOP_US};
    if (!r)
        return PL_OK;
    find_program(r);
    args[1] = r->folder;
    (void)snprintf(reserve, sizeof(reserve), "%u", r->tools.config->record.free_mbyte);
    config.program = r->program;
    r->hub = hub;
    pl_log_do(r->tools.log, PL_LOG_INFO, "record.start", pl_log_str("folder", r->folder),
              pl_log_str("program", r->program));
    return pl_recorder_process_start(&r->process, r->tools.loop, &config, &handler, r);
}

/* ---- the catalogue at the start ---- */

struct loading {
    struct pl_records *r;
    struct pl_store_db *db;
    enum pl_err err;
    int64_t last;
    size_t rows;
    uint32_t lines;
};

static bool on_line(void *arg, const void *record)
{
    struct loading *l = arg;
    const struct pl_store_record_line *line = record;
    l->lines = line->number > 0 && line->number < UINT32_MAX ? (uint32_t)line->number : 0;
    return false;
}

static bool is_over(struct pl_bytes state)
{
    return !pl_bytes_eq(state, pl_bytes_str("asked")) &&
           !pl_bytes_eq(state, pl_bytes_str("running"));
}

static bool on_row(void *arg, const void *record)
{
    struct loading *l = arg;
    const struct pl_store_recording *row = record;
    const struct pl_store_record_line key = {.recording = row->id};
    const struct pl_store_query q = {
        .table = PL_STORE_RECORD_LINES, .key = &key, .keys = 1, .limit = 1, .newest = true};
    if (l->rows++ == 0 && row->id > 0 && row->id < INT32_MAX)
        l->r->first = (uint32_t)row->id + 1;
    l->last = row->id;
    if (is_over(row->state))
        return true;
    l->lines = 0;
    l->err = pl_store_db_read(l->db, &q, on_line, l);
    if (!l->err)
        pl_recorder_remember(l->r->recorder, row, l->lines);
    return !l->err;
}

static enum pl_err load(struct pl_records *r)
{
    struct loading l = {.r = r};
    char error[PL_STORE_ERROR_MAX];
    struct pl_store_recording after = {0};
    struct pl_store_query q = {.table = PL_STORE_RECORDINGS, .newest = true};
    size_t before;
    l.err = pl_store_db_open(&l.db, pl_keeper_ops(r->keeper), pl_keeper_where(r->keeper), error);
    if (l.err)
        return l.err;
    do {
        enum pl_err err;
        before = l.rows;
        err = pl_store_db_read(l.db, &q, on_row, &l);
        l.err = l.err ? l.err : err;
        after.id = l.last;
        q.after = &after;
    } while (!l.err && l.rows - before == PL_STORE_ROWS_MAX && l.rows < OLD_ROWS);
    pl_store_db_close(l.db);
    return l.err;
}

/* ---- links ---- */

static uint16_t find_file(void *arg, struct pl_bytes rest, struct pl_bytes *file)
{
    struct pl_records *r = arg;
    enum pl_err err = pl_recorder_link_check(r->links, rest, wall_ms() / 1000, file);
    r->opened += err == PL_OK;
    r->refused += err != PL_OK;
    return err == PL_OK ? 200 : 403;
}

static enum pl_err open_vault(struct pl_records *r)
{
    struct pl_signal_vault vault = {PL_RECORDER_LINK_PREFIX, r->folder, find_file, r};
    return pl_signal_set_vault(r->tools.signal, &vault);
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

static struct pl_recorder_defaults defaults_of(const struct pl_config *c)
{
    return (struct pl_recorder_defaults){
        .width = c->record.width,
        .height = c->record.height,
        .fps = c->record.fps,
        .video_bps = c->record.video_kbit * 1000u,
        .audio_bps = c->record.audio_kbit * 1000u,
        .max_seconds = c->record.max_minutes * 60u,
        .names = c->record.names,
        .clock = c->record.clock,
    };
}

static void on_timer(void *arg)
{
    struct pl_records *r = arg;
    pl_recorder_tick(r->recorder);
    arm(r);
}

enum pl_err pl_records_start(struct pl_records **out, const struct pl_daemon_tools *tools,
                             struct pl_keeper *keeper, struct pl_media_copies *others)
{
    struct pl_recorder_defaults defaults = defaults_of(tools->config);
    struct pl_recorder_port port = {port_send, port_tap, port_key,     port_step, port_write,
                                    port_link, port_now, port_wall_ms, port_warn, NULL};
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
    err = open_vault(r);
    if (err)
        return refuse(r, err, "the folder of recordings cannot be opened");
    err = r->recorder && r->timer ? load(r) : PL_E_NOMEM;
    if (err)
        return refuse(r, err, "the catalogue cannot be read");
    arm(r);
    *out = r;
    return PL_OK;
}

struct pl_media_copies *pl_records_port(struct pl_records *r, struct pl_media_copies *others)
{
    return r ? pl_recorder_tap_port(r->tap) : others;
}

void pl_records_core_config(const struct pl_records *r, struct pl_core_config *core)
{
    const struct pl_config *c = r ? r->tools.config : NULL;
    if (!r)
        return;
    core->records = true;
    core->record_clients = (enum pl_core_record_clients)c->record.clients;
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
    if (r->keeper)
        pl_store_forget(pl_keeper_store(r->keeper), r);
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
    pl_recorder_effect(r->recorder, e);
    arm(r);
}

size_t pl_records_busy(const struct pl_records *r)
{
    struct pl_recorder_stats stats;
    if (!r)
        return 0;
    pl_recorder_get_stats(r->recorder, &stats);
    return stats.running;
}

void pl_records_stats(const struct pl_records *r, struct pl_recorder_stats *out)
{
    memset(out, 0, sizeof(*out));
    if (r)
        pl_recorder_get_stats(r->recorder, out);
}

/* ---- operators ---- */

static void operator_path(void *arg, const char *file, char out[PL_RECORDINGS_TEXT_MAX])
{
    const struct pl_records *r = arg;
    char folder[PATH_MAX];
    if (!realpath(r->folder, folder) ||
        snprintf(out, PL_RECORDINGS_TEXT_MAX, "%s/%s", folder, file) >= PL_RECORDINGS_TEXT_MAX)
        out[0] = '\0';
}

static void operator_link(void *arg, const char *file, int64_t minutes,
                          char out[PL_RECORDINGS_TEXT_MAX], int64_t *expires_ms)
{
    const struct pl_records *r = arg;
    int64_t seconds = 60 * (minutes ? minutes : r->tools.config->record.link_minutes);
    int64_t expires_s = wall_ms() / 1000 + seconds;
    _Static_assert((int)PL_RECORDINGS_TEXT_MAX >= (int)PL_CORE_RECORD_URL_MAX, "room for a link");
    pl_recorder_link_make(r->links, file, expires_s, out);
    *expires_ms = expires_s * 1000;
}

/* Names of the catalogue are the recorder's; should one lead out of the folder, it is left. */
static bool stays_inside(const char *file)
{
    return file[0] != '/' && strcmp(file, "..") != 0 && strncmp(file, "../", 3) != 0 &&
           !strstr(file, "/../");
}

/* The folder's entry is safe on the disk as well: else a power cut could bring the file back. */
static enum pl_err operator_remove(void *arg, const char *file)
{
    const struct pl_records *r = arg;
    char path[PL_RECORDINGS_TEXT_MAX], *slash;
    int folder;
    bool gone;
    if (!stays_inside(file) ||
        snprintf(path, sizeof(path), "%s/%s", r->folder, file) >= (int)sizeof(path))
        return PL_E_RANGE;
    gone = unlink(path) == 0 || errno == ENOENT;
    slash = strrchr(path, '/');
    *slash = '\0';
    folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        gone = gone && fsync(folder) == 0;
        (void)close(folder);
    }
    if (!gone)
        pl_log_do(r->tools.log, PL_LOG_ERROR, "record.not_deleted", pl_log_str("file", file),
                  pl_log_str("why", strerror(errno)));
    return gone ? PL_OK : PL_E_IO;
}

static bool operator_stop(void *arg, uint32_t id)
{
    struct pl_records *r = arg;
    struct pl_event e = {.type = PL_EVENT_RECORD_ASK, .record_ask = {.record = id}};
    if (!pl_look_recording(pl_hub_core(r->hub), id))
        return false;
    pl_hub_event(r->hub, &e);
    return true;
}

static int64_t operator_now_ms(void *arg)
{
    (void)arg;
    return wall_ms();
}

void pl_records_port_for_operators(struct pl_records *records, struct pl_recordings_port *out)
{
    *out = (struct pl_recordings_port){.path = operator_path,
                                       .link = operator_link,
                                       .remove = operator_remove,
                                       .stop = operator_stop,
                                       .now_ms = operator_now_ms,
                                       .arg = records};
}
