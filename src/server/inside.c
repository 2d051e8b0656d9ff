/* SPDX-License-Identifier: Apache-2.0 */
#include "server/inside.h"

#include "adapters/metrics/exporter.h"
#include "adapters/multicast/multicast.h"
#include "io/clock.h"
#include "proto/dtls/dtls_cert.h"
#include "server/audit.h"
#include "server/counters.h"
#include "server/desk.h"
#include "server/gateway.h"
#include "server/hold.h"
#include "server/hub.h"
#include "server/identity.h"
#include "server/keeper.h"
#include "server/operator.h"
#include "server/plugin.h"
#include "server/records.h"
#include "server/safe.h"
#include "server/wall.h"
#include "server/wiring.h"

#include <stdlib.h>

enum {
    CERT_DAYS = 365, /* of DTLS, made anew at each start */
};

struct pl_parlor {
    struct pl_daemon_tools tools;
    struct pl_wiring wiring;
    struct pl_dtls_cert *cert;
    struct pl_multicast *multicast; /* NULL: off */
    struct pl_keeper *keeper;       /* NULL: nothing is kept */
    struct pl_audit *audit;         /* NULL likewise */
    struct pl_feed *feed;           /* NULL: none */
    struct pl_records *records;     /* NULL: off */
    struct pl_hub *hub;
    struct pl_identity *identity;
    struct pl_desk *desk;       /* NULL: no business servers */
    struct pl_plugin *plugin;   /* NULL: none */
    struct pl_operator *office; /* NULL: off */
    struct pl_wall *wall;
    struct pl_counters *counters;
    struct pl_gateway *gateway;                              /* NULL: off */
    struct pl_metrics_exporter *exporter;                    /* NULL: off */
    struct pl_media_stats media_stats[PL_MEDIA_WORKERS_MAX]; /* of the last scrape */
};

static void on_open(void *arg, uint64_t link, const struct pl_signal_peer *peer)
{
    struct pl_parlor *p = arg;
    if (!pl_desk_link_opened(p->desk, link, peer))
        pl_hub_link_opened(p->hub, link, peer);
}

static void on_text(void *arg, uint64_t link, struct pl_bytes text)
{
    struct pl_parlor *p = arg;
    if (!pl_desk_link_text(p->desk, link, text))
        pl_hub_link_text(p->hub, link, text);
}

static void on_binary(void *arg, uint64_t link, struct pl_bytes data)
{
    struct pl_parlor *p = arg;
    if (!pl_desk_link_binary(p->desk, link))
        pl_hub_link_binary(p->hub, link, data);
}

static void on_closed(void *arg, uint64_t link, uint16_t code, const char *why)
{
    struct pl_parlor *p = arg;
    if (p->hub && !pl_desk_link_closed(p->desk, link))
        pl_hub_link_closed(p->hub, link, code, why);
}

static void on_foreign(void *arg, const struct pl_signal_peer *peer)
{
    struct pl_parlor *p = arg;
    pl_log_do(p->tools.log, PL_LOG_WARN, "link.foreign", pl_log_text("origin", peer->origin),
              pl_log_addr("address", &peer->address),
              pl_log_str("why", peer->business ? "pages have no business there"
                                               : "not one of http.origins"));
}

static void log_failure(struct pl_parlor *p, enum pl_err err, uint16_t port)
{
    const char *why = err == PL_E_EXISTS        ? "the media port is in use"
                      : err == PL_E_UNSUPPORTED ? "media.srtp_backend is not available here"
                      : err == PL_E_IO          ? "a socket, or files.directory, cannot be opened"
                      : err == PL_E_RANGE       ? "media.bind is not an address of this machine"
                                                : pl_err_name(err);
    pl_log_do(p->tools.log, PL_LOG_ERROR, "media.failed_to_start", pl_log_num("port", port),
              pl_log_str("why", why));
}

/* ---- metrics ---- */

static void gather_safe(const struct pl_parlor *p, struct pl_metrics *out)
{
    struct pl_safe_stats safe;
    struct pl_hold_stats hold;
    pl_store_get_stats(pl_keeper_store(p->keeper), &out->store);
    pl_safe_stats(pl_keeper_safe(p->keeper), &safe);
    pl_hub_hold_stats(p->hub, &hold);
    out->safe = (struct pl_metrics_safe){.waiting = safe.waiting,
                                         .waiting_bytes = safe.waiting_bytes,
                                         .oldest_us = safe.oldest_us,
                                         .written = safe.written,
                                         .again = safe.again,
                                         .lost = safe.lost,
                                         .unsafe = safe.unsafe,
                                         .held = hold.words,
                                         .held_bytes = hold.bytes,
                                         .held_links = hold.links,
                                         .let_out = hold.let_out};
}

static void gather(void *arg, struct pl_metrics *out)
{
    struct pl_parlor *p = arg;
    const struct pl_media_pool *media = pl_hub_media(p->hub);
    out->version = PL_VERSION;
    out->srtp = pl_media_pool_crypto(media);
    pl_hub_core_stats(p->hub, &out->core);
    pl_signal_get_stats(p->tools.signal, &out->signal);
    pl_desk_stats(p->desk, &out->business);
    (void)pl_plugin_stats(p->plugin, &out->filter);
    pl_records_archive_numbers(p->records, &out->archive);
    pl_records_upload_numbers(p->records, &out->uploads);
    pl_records_numbers(p->records, &out->records);
    if (p->keeper)
        gather_safe(p, out);
    out->worker_count = pl_media_pool_workers(media);
    out->workers = p->media_stats;
    for (unsigned i = 0; i < out->worker_count; i++)
        pl_media_pool_stats(media, i, &p->media_stats[i]);
}

static enum pl_err start_metrics(struct pl_parlor *p)
{
    struct pl_metrics_exporter_config config = {p->tools.config->metrics.listen,
                                                pl_media_pool_workers(pl_hub_media(p->hub))};
    enum pl_err err;
    if (config.listen.family == PL_ADDR_NONE)
        return PL_OK;
    err = pl_metrics_exporter_start(&p->exporter, p->tools.loop, &config, gather, p);
    if (err) {
        pl_log_do(p->tools.log, PL_LOG_ERROR, "metrics.failed_to_start",
                  pl_log_addr("address", &config.listen),
                  pl_log_str("why", err == PL_E_EXISTS  ? "address in use"
                                    : err == PL_E_RANGE ? "not an address of this machine"
                                                        : pl_err_name(err)));
        return err;
    }
    config.listen = pl_metrics_exporter_local(p->exporter);
    pl_log_do(p->tools.log, PL_LOG_INFO, "metrics.listening",
              pl_log_addr("address", &config.listen));
    return PL_OK;
}

/* ---- multicast ---- */

static enum pl_err start_multicast(struct pl_parlor *p)
{
    const struct pl_config *c = p->tools.config;
    struct pl_multicast_config config = {c->multicast.group, c->multicast.interface,
                                         c->multicast.ttl};
    enum pl_err err;
    if (config.group.family == PL_ADDR_NONE)
        return PL_OK;
    err = pl_multicast_open(&p->multicast, &config);
    if (err)
        pl_log_do(p->tools.log, PL_LOG_ERROR, "multicast.failed_to_start",
                  pl_log_addr("group", &config.group),
                  pl_log_str("why", err == PL_E_RANGE
                                        ? "multicast.interface is not an address of this machine"
                                        : pl_err_name(err)));
    else
        pl_log_do(p->tools.log, PL_LOG_INFO, "multicast.start", pl_log_addr("group", &config.group),
                  pl_log_num("users", c->multicast.users.count));
    return err;
}

/* ---- life ---- */

static void give_kept(void *arg, const struct pl_core_kept *kept)
{
    pl_hub_kept(arg, kept);
}

/* The store, and the hub with what was kept. */
static enum pl_err start_hub(struct pl_parlor *p, struct pl_hub_config *config, uint16_t *port)
{
    enum pl_err err;
    config->core.keep = p->keeper != NULL;
    config->core.low_ids = !pl_identity_gives_ids(p->identity, p->tools.config);
    config->keeper = p->keeper;
    config->feed = p->feed;
    config->records = p->records;
    pl_records_core_config(p->records, &config->core);
    err = pl_hub_start(&p->hub, p->tools.loop, p->tools.signal, config, &pl_wiring_observer,
                       p->tools.log, port);
    if (err) {
        log_failure(p, err, *port);
        return err;
    }
    return p->keeper ? pl_keeper_load(p->keeper, give_kept, p->hub) : PL_OK;
}

static enum pl_err start_office(struct pl_parlor *p)
{
    const struct pl_operator_parts parts = {.hub = p->hub,
                                            .plugin = p->plugin,
                                            .keeper = p->keeper,
                                            .feed = p->feed,
                                            .counters = p->counters,
                                            .records = p->records,
                                            .applications = pl_identity_applications(p->identity)};
    return pl_operator_start(&p->office, &p->tools, &parts);
}

static enum pl_err start(void *arg, const struct pl_daemon_tools *tools)
{
    struct pl_parlor *p = arg;
    struct pl_hub_config config;
    char error[PL_CONFIG_ERROR_MAX];
    uint16_t port;
    enum pl_err err;
    p->tools = *tools;
    err = pl_dtls_cert_create((int64_t)(pl_clock_wall_us() / 1000000u), CERT_DAYS, &p->cert);
    if (err) {
        log_failure(p, err, 0);
        return err;
    }
    err = pl_wiring_hub_config(&p->wiring, tools->config, p->cert, &config, error);
    if (err) {
        pl_log_do(tools->log, PL_LOG_ERROR, "config.wrong", pl_log_str("why", error));
        return err;
    }
    err = pl_identity_create(&p->identity, tools->config, error);
    if (err) {
        pl_log_do(tools->log, PL_LOG_ERROR, "config.wrong",
                  pl_log_str("why", error[0] ? error : pl_err_name(err)));
        return err;
    }
    err = start_multicast(p);
    config.media.copies = p->multicast ? pl_multicast_port(p->multicast) : NULL;
    if (!err)
        err = pl_keeper_start(&p->keeper, tools);
    if (!err)
        err = pl_audit_start(&p->audit, tools, p->keeper);
    if (!err)
        err = pl_identity_load(p->identity, p->keeper, tools->config, tools->log);
    if (!err)
        err = pl_records_start(&p->records, tools, p->keeper, config.media.copies);
    config.media.copies = pl_records_port(p->records, config.media.copies);
    if (!err)
        err = pl_feed_start(&p->feed, tools, p->keeper);
    if (!err)
        err = start_hub(p, &config, &port);
    if (err)
        return err;
    err = pl_identity_register(p->identity, pl_hub_asker(p->hub), tools->loop,
                               p->keeper ? pl_keeper_store(p->keeper) : NULL);
    if (err) {
        pl_log_do(tools->log, PL_LOG_ERROR, "login.failed_to_start",
                  pl_log_str("why", pl_err_name(err)));
        return err;
    }
    err = pl_wall_start(&p->wall, tools->loop, p->hub);
    if (!err)
        err = pl_counters_start(&p->counters, tools->log, p->hub, p->keeper);
    if (!err)
        err = pl_desk_start(&p->desk, tools, p->hub);
    if (!err)
        err = pl_plugin_start(&p->plugin, tools, p->hub);
    if (!err)
        err = pl_records_run(p->records, p->hub, p->feed);
    if (!err)
        err = start_office(p);
    if (err)
        return err;
    pl_wiring_log_start(tools->log, tools->config, p->hub);
    pl_gateway_start(&p->gateway, tools, pl_hub_media(p->hub));
    return start_metrics(p);
}

static void drain(void *arg)
{
    struct pl_parlor *p = arg;
    /* The domain closes its sessions a little before the daemon ends, so that the last words get
     * out. */
    pl_time_us grace = PL_SEC(p->tools.config->server.drain_seconds);
    pl_time_us margin = pl_time_min(PL_MS(500), grace / 4);
    pl_desk_drain(p->desk, grace);
    pl_operator_drain(p->office);
    pl_hub_drain(p->hub, pl_clock_now_us() + grace - margin);
}

static size_t busy(void *arg)
{
    struct pl_parlor *p = arg;
    struct pl_signal_stats stats;
    if (pl_hub_sessions(p->hub) == 0)
        pl_desk_end(p->desk); /* what users did last has been told */
    pl_signal_get_stats(p->tools.signal, &stats);
    /* Links whose closing handshake is under way count as well. */
    return pl_hub_sessions(p->hub) + stats.links_open +
           pl_records_busy(p->records, pl_hub_sessions(p->hub) == 0);
}

static void stop(void *arg)
{
    struct pl_parlor *p = arg;
    pl_metrics_exporter_stop(p->exporter); /* it asks the hub */
    p->exporter = NULL;
    pl_gateway_stop(p->gateway); /* it tells the workers */
    p->gateway = NULL;
    pl_operator_stop(p->office); /* it asks the hub and the plug-in */
    p->office = NULL;
    pl_counters_stop(p->counters);
    p->counters = NULL;
    pl_wall_stop(p->wall);
    p->wall = NULL;
    pl_plugin_stop(p->plugin);
    p->plugin = NULL;
    pl_desk_stop(p->desk);
    p->desk = NULL;
    pl_hub_stop(p->hub);
    p->hub = NULL;
    pl_records_stop(p->records); /* the workers sent by it */
    p->records = NULL;
    pl_identity_destroy(p->identity);
    p->identity = NULL;
    pl_multicast_close(p->multicast); /* the workers send by it */
    p->multicast = NULL;
    pl_feed_stop(p->feed);
    p->feed = NULL;
    pl_audit_stop(p->audit);
    p->audit = NULL;
    pl_keeper_stop(p->keeper); /* the last writes of the hub wait in it */
    p->keeper = NULL;
    pl_dtls_cert_destroy(p->cert);
    p->cert = NULL;
}

struct pl_parlor *pl_parlor_create(void)
{
    return calloc(1, sizeof(struct pl_parlor));
}

void pl_parlor_destroy(struct pl_parlor *parlor)
{
    free(parlor);
}

struct pl_inside pl_parlor_inside(struct pl_parlor *parlor)
{
    return (struct pl_inside){.arg = parlor,
                              .links = {on_open, on_text, on_binary, on_closed, on_foreign},
                              .start = start,
                              .drain = drain,
                              .busy = busy,
                              .stop = stop};
}
