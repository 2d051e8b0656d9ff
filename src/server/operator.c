/* SPDX-License-Identifier: Apache-2.0 */
#include "server/operator.h"

#include "adapters/admin/contacts.h"
#include "adapters/admin/feed.h"
#include "adapters/admin/office.h"
#include "adapters/admin/recordings.h"
#include "io/clock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pl_operator {
    struct pl_daemon_tools tools;
    struct pl_operator_parts parts;
    struct pl_admin *admin;
    struct pl_admin_feed *events; /* NULL: there is no feed */
    struct pl_admin_contacts *contacts;
    struct pl_admin_recordings *recordings; /* NULL: there are none */
    struct pl_admin_office *office;         /* NULL: nothing is kept */
    pl_time_us started;
    bool draining;
    char operator_token[PL_ADMIN_TOKEN_CHARS + 1];
    char viewer_token[PL_ADMIN_TOKEN_CHARS + 1];
};

/* ---- what it is asked ---- */

static const struct pl_core *port_core(void *arg)
{
    const struct pl_operator *o = arg;
    return pl_hub_core(o->parts.hub);
}

static void port_step(void *arg, struct pl_event *event)
{
    struct pl_operator *o = arg;
    pl_hub_event(o->parts.hub, event);
}

static void port_about(void *arg, struct pl_admin_about *out)
{
    const struct pl_operator *o = arg;
    struct pl_filter_stats filter;
    out->version = PL_VERSION;
    out->uptime_s = (pl_clock_now_us() - o->started) / PL_SEC(1);
    out->draining = o->draining;
    out->filter = pl_plugin_stats(o->parts.plugin, &filter);
    out->filter_up = out->filter && filter.up;
    out->filter_version = pl_plugin_version(o->parts.plugin);
}

static enum pl_err port_check_config(void *arg, struct pl_bytes text, char why[PL_ADMIN_WHY_MAX])
{
    struct pl_config *c = calloc(1, sizeof(*c));
    enum pl_err err;
    (void)arg;
    _Static_assert((int)PL_ADMIN_WHY_MAX == (int)PL_CONFIG_ERROR_MAX, "one size of errors");
    if (!c) {
        (void)snprintf(why, PL_ADMIN_WHY_MAX, "out of memory");
        return PL_E_NOMEM;
    }
    pl_config_init(c);
    err = pl_config_read_text(c, "settings", text, why);
    if (!err)
        err = pl_config_check(c, why);
    free(c);
    return err;
}

static void audit(struct pl_operator *o, const struct pl_admin_deed *deed)
{
    const struct pl_store_audit row = {.at_ms = (int64_t)(pl_clock_wall_us() / 1000u),
                                       .actor = pl_bytes_str(deed->actor),
                                       .verb = pl_bytes_str(deed->verb),
                                       .object = pl_bytes_str(deed->object),
                                       .detail = pl_bytes_str(deed->detail)};
    const struct pl_store_change c = {PL_STORE_APPEND, PL_STORE_AUDIT, &row, 0};
    struct pl_store *store = pl_keeper_store(o->parts.keeper);
    enum pl_err err =
        store ? pl_store_write(store, &c, 1, (struct pl_store_reply){NULL, NULL}, NULL) : PL_OK;
    if (err)
        pl_log_do(o->tools.log, PL_LOG_ERROR, "admin.unaudited",
                  pl_log_str("why", pl_err_name(err)));
}

/* What was refused is in the log only: else a viewer could fill the store. */
static void port_did(void *arg, const struct pl_admin_deed *deed)
{
    struct pl_operator *o = arg;
    pl_log_do(o->tools.log, deed->status == 200 ? PL_LOG_INFO : PL_LOG_WARN, "admin.did",
              pl_log_str("actor", deed->actor), pl_log_str("verb", deed->verb),
              pl_log_str("object", deed->object), pl_log_num("status", deed->status));
    if (deed->status == 200 && !deed->kept)
        audit(o, deed);
}

static void port_events(void *arg, const struct pl_admin_request *request, int64_t after,
                        int64_t limit, int64_t wait_s, struct pl_admin_reply *reply)
{
    struct pl_operator *o = arg;
    pl_admin_feed_events(o->events, request, after, limit, wait_s, reply);
}

static void port_gone(void *arg, uint64_t ticket)
{
    struct pl_operator *o = arg;
    if (o->events)
        pl_admin_feed_gone(o->events, ticket);
    pl_admin_places_gone(pl_counters_places(o->parts.counters), ticket);
}

static void port_drained(void *arg, uint64_t ticket)
{
    struct pl_operator *o = arg;
    pl_admin_feed_drained(o->events, ticket); /* streams are of the feed */
}

static int64_t wall_ms(void)
{
    return (int64_t)(pl_clock_wall_us() / 1000u);
}

static void port_contacts(void *arg, const struct pl_admin_request *request, bool report,
                          struct pl_admin_reply *reply)
{
    struct pl_operator *o = arg;
    pl_admin_contacts_do(o->contacts, report ? PL_CONTACTS_REPORT : PL_CONTACTS_LIST, wall_ms(),
                         request, reply);
}

static void port_recordings(void *arg, const struct pl_admin_request *request, int what, int64_t id,
                            struct pl_admin_reply *reply)
{
    struct pl_operator *o = arg;
    pl_admin_recordings_do(o->recordings, (enum pl_recordings_what)what, id, request, reply);
}

static bool port_application(void *arg, struct pl_bytes token, struct pl_bytes *application)
{
    const struct pl_operator *o = arg;
    return pl_applications_token(o->parts.applications, token, wall_ms(), application);
}

/* ---- the office ---- */

static void block(struct pl_operator *o, const struct pl_store_change *c)
{
    const struct pl_store_blocked *row = c->record;
    struct pl_event e = {.type = PL_EVENT_BLOCK};
    int64_t left_ms = row->until_ms - wall_ms();
    e.block.pattern = row->pattern;
    e.block.off = c->verb == PL_STORE_DELETE;
    if (row->until_ms)
        e.block.until = pl_clock_now_us() + (pl_time_us)(left_ms > 0 ? left_ms : 0) * 1000u;
    pl_hub_event(o->parts.hub, &e);
}

static void office_changed(void *arg, const struct pl_store_change *change)
{
    struct pl_operator *o = arg;
    if (change->table == PL_STORE_BLOCKED)
        block(o, change);
    else
        pl_applications_changed(o->parts.applications, change);
}

static bool office_configured(void *arg, struct pl_bytes application)
{
    const struct pl_operator *o = arg;
    return pl_applications_configured(o->parts.applications, application);
}

static const struct pl_key *office_signer(void *arg, struct pl_bytes application)
{
    const struct pl_operator *o = arg;
    return pl_applications_signer(o->parts.applications, application, wall_ms());
}

static enum pl_err start_recordings(struct pl_operator *o)
{
    struct pl_recordings_port port;
    if (!o->parts.records)
        return PL_OK;
    pl_records_port_for_operators(o->parts.records, &port);
    port.did = port_did;
    port.did_arg = o;
    o->recordings = pl_admin_recordings_create(pl_keeper_store(o->parts.keeper), &port);
    return o->recordings ? PL_OK : PL_E_NOMEM;
}

static enum pl_err start_office(struct pl_operator *o)
{
    enum pl_err err;
    const struct pl_office_port port = {office_changed, office_configured, office_signer, port_did,
                                        o};
    if (!o->parts.keeper)
        return PL_OK;
    o->contacts = pl_admin_contacts_create(pl_keeper_store(o->parts.keeper));
    if (!o->contacts)
        return PL_E_NOMEM;
    err = start_recordings(o);
    if (err)
        return err;
    return pl_admin_office_create(&o->office, o->tools.loop, pl_keeper_store(o->parts.keeper),
                                  &port);
}

static void on_news(void *arg)
{
    struct pl_operator *o = arg;
    pl_admin_feed_news(o->events);
}

/* ---- life ---- */

static enum pl_err get_token(struct pl_operator *o, const char *name,
                             char token[PL_ADMIN_TOKEN_CHARS + 1])
{
    char path[PL_CONFIG_PATH_MAX + 32];
    enum pl_err err;
    (void)snprintf(path, sizeof(path), "%s/%s", o->tools.config->server.data, name);
    err = pl_admin_token(path, token);
    if (err)
        pl_log_do(o->tools.log, PL_LOG_ERROR, "admin.failed_to_start", pl_log_str("file", path),
                  pl_log_str("why", err == PL_E_IO
                                        ? strerror(errno)
                                        : "it holds no token, or others may read it (chmod 600); "
                                          "remove it and a new one is made"));
    return err;
}

static void log_failure(struct pl_operator *o, enum pl_err err, const char *path)
{
    const char *why = err == PL_E_EXISTS  ? "in use"
                      : err == PL_E_RANGE ? "not an address of this machine"
                      : err == PL_E_IO    ? "cannot be made there"
                                          : pl_err_name(err);
    if (path)
        pl_log_do(o->tools.log, PL_LOG_ERROR, "admin.failed_to_start", pl_log_str("path", path),
                  pl_log_str("why", why));
    else
        pl_log_do(o->tools.log, PL_LOG_ERROR, "admin.failed_to_start",
                  pl_log_addr("address", &o->tools.config->admin.listen), pl_log_str("why", why));
}

static enum pl_err open_doors(struct pl_operator *o)
{
    const struct pl_config *c = o->tools.config;
    const struct pl_admin_port port = {.core = port_core,
                                       .step = port_step,
                                       .about = port_about,
                                       .check_config = port_check_config,
                                       .did = port_did,
                                       .arg = o,
                                       .events = o->events ? port_events : NULL,
                                       .application = o->office ? port_application : NULL,
                                       .office = o->office,
                                       .recordings = o->recordings ? port_recordings : NULL,
                                       .contacts = o->contacts ? port_contacts : NULL,
                                       .places = pl_counters_places(o->parts.counters),
                                       .gone = port_gone,
                                       .drained = port_drained};
    char path[PL_CONFIG_PATH_MAX + 32];
    struct pl_admin_config config = {.listen = c->admin.listen,
                                     .operator_token = o->operator_token,
                                     .viewer_token = o->viewer_token};
    bool at_path;
    enum pl_err err;
    (void)snprintf(path, sizeof(path), "%s/admin.sock", c->server.data);
    if (c->admin.socket)
        config.path = path;
    err = pl_admin_start(&o->admin, o->tools.loop, &config, &port, &at_path);
    if (err == PL_E_RANGE && at_path) {
        /* A deep data directory is no reason not to start. */
        pl_log_do(
            o->tools.log, PL_LOG_WARN, "admin.without_socket", pl_log_str("path", path),
            pl_log_str("why", "longer than the 107 bytes of a Unix socket; set admin.listen"));
        config.path = NULL;
        err = pl_admin_start(&o->admin, o->tools.loop, &config, &port, &at_path);
    }
    if (err) {
        log_failure(o, err, at_path ? path : NULL);
        return err;
    }
    config.listen = pl_admin_local(o->admin);
    if (config.listen.family != PL_ADDR_NONE)
        pl_log_do(o->tools.log, PL_LOG_INFO, "admin.listening",
                  pl_log_addr("address", &config.listen));
    return PL_OK;
}

enum pl_err pl_operator_start(struct pl_operator **out, const struct pl_daemon_tools *tools,
                              const struct pl_operator_parts *parts)
{
    struct pl_operator *o;
    enum pl_err err;
    *out = NULL;
    if (!tools->config->admin.socket && tools->config->admin.listen.family == PL_ADDR_NONE)
        return PL_OK;
    o = calloc(1, sizeof(*o));
    if (!o)
        return PL_E_NOMEM;
    o->tools = *tools;
    o->parts = *parts;
    o->started = pl_clock_now_us();
    err = get_token(o, "admin.token", o->operator_token);
    if (!err)
        err = get_token(o, "viewer.token", o->viewer_token);
    if (!err && parts->feed)
        err = pl_admin_feed_create(&o->events, tools->loop, pl_keeper_store(parts->keeper));
    if (!err)
        err = start_office(o);
    if (!err)
        err = open_doors(o);
    if (!err)
        pl_counters_attach(o->parts.counters, o->admin);
    if (!err && o->office)
        pl_admin_office_attach(o->office, o->admin);
    if (o->recordings)
        pl_admin_recordings_attach(o->recordings, o->admin);
    if (o->contacts)
        pl_admin_contacts_attach(o->contacts, o->admin);
    if (!err && o->events) {
        pl_admin_feed_attach(o->events, o->admin);
        pl_feed_watch(parts->feed, on_news, o);
    }
    if (err) {
        pl_operator_stop(o);
        return err;
    }
    *out = o;
    return PL_OK;
}

void pl_operator_stop(struct pl_operator *o)
{
    if (!o)
        return;
    pl_feed_watch(o->parts.feed, NULL, NULL);
    pl_counters_attach(o->parts.counters, NULL);
    pl_admin_stop(o->admin);
    pl_admin_feed_destroy(o->events);
    pl_admin_contacts_destroy(o->contacts);
    pl_admin_recordings_destroy(o->recordings);
    pl_admin_office_destroy(o->office);
    free(o);
}

void pl_operator_drain(struct pl_operator *o)
{
    if (o)
        o->draining = true;
}
