/* SPDX-License-Identifier: Apache-2.0 */
#include "server/gateway.h"

#include "adapters/upnp/upnp.h"

#include <stdlib.h>

_Static_assert((int)PL_UPNP_PORTS_MAX > 2 * (int)PL_MEDIA_WORKERS_MAX, "all ports fit");

/* Where a worker can be reached through the router. */
struct reach {
    struct pl_addr udp, tcp; /* family NONE: not that way */
};

struct pl_gateway {
    struct pl_log *log;
    struct pl_media_pool *pool;
    struct pl_upnp *upnp;
    struct reach reach[PL_MEDIA_WORKERS_MAX];
};

/* ---- what became of it ---- */

static void tell_worker(struct pl_gateway *g, const struct pl_upnp_event *e)
{
    for (unsigned i = 0; i < pl_media_pool_workers(g->pool); i++) {
        struct reach *r = &g->reach[i];
        const struct pl_addr *now;
        if (pl_media_pool_address(g->pool, i, 0).port != e->port.port)
            continue;
        *(e->port.tcp ? &r->tcp : &r->udp) = e->external;
        now = r->udp.family != PL_ADDR_NONE ? &r->udp : &r->tcp;
        if (pl_media_pool_external(g->pool, i, now))
            pl_log_do(g->log, PL_LOG_WARN, "upnp.not_advertised", pl_log_num("worker", i),
                      pl_log_str("why", "the media worker is overloaded"));
    }
}

static void on_mapped(struct pl_gateway *g, const struct pl_upnp_event *e)
{
    pl_log_do(g->log, PL_LOG_INFO, "upnp.mapped", pl_log_num("port", e->port.port),
              pl_log_str("protocol", e->port.tcp ? "tcp" : "udp"),
              pl_log_addr("external", &e->external),
              pl_log_str("lease", e->permanent ? "permanent" : "limited"));
}

static void log_trouble(struct pl_gateway *g, const char *event, const struct pl_upnp_event *e)
{
    struct pl_log_field fields[6];
    size_t n = 0;
    if (e->port.port != 0) {
        fields[n++] = pl_log_num("port", e->port.port);
        fields[n++] = pl_log_str("protocol", e->port.tcp ? "tcp" : "udp");
    }
    if (e->external.family != PL_ADDR_NONE)
        fields[n++] = pl_log_addr("external", &e->external);
    if (e->code > 0)
        fields[n++] = pl_log_num("code", e->code);
    fields[n++] = pl_log_str("why", e->why);
    fields[n++] = pl_log_str("cure", e->cure);
    pl_log_write(g->log, PL_LOG_WARN, event, fields, n);
}

static void on_event(void *arg, const struct pl_upnp_event *e)
{
    struct pl_gateway *g = arg;
    switch (e->type) {
    case PL_UPNP_MAPPED:
        on_mapped(g, e);
        tell_worker(g, e);
        break;
    case PL_UPNP_LOST:
        log_trouble(g, "upnp.lost", e);
        tell_worker(g, e);
        break;
    case PL_UPNP_FAILED:
        log_trouble(g, "upnp.failed", e);
        break;
    }
}

/* ---- start and stop ---- */

static void add_port(struct pl_upnp_config *config, uint16_t port, bool tcp)
{
    config->ports[config->port_count++] = (struct pl_upnp_port){port, tcp};
}

static void choose_ports(struct pl_upnp_config *config, const struct pl_daemon_tools *tools,
                         const struct pl_media_pool *pool)
{
    for (unsigned i = 0; i < pl_media_pool_workers(pool); i++) {
        uint16_t port = pl_media_pool_address(pool, i, 0).port;
        add_port(config, port, false);
        if (tools->config->media.tcp)
            add_port(config, port, true);
    }
    if (tools->config->upnp.signalling)
        add_port(config, pl_signal_local(tools->signal).port, true);
}

void pl_gateway_start(struct pl_gateway **out, const struct pl_daemon_tools *tools,
                      struct pl_media_pool *pool)
{
    struct pl_upnp_config config = {.lease_s = tools->config->upnp.lease_seconds};
    struct pl_gateway *g;
    enum pl_err err = PL_E_NOMEM;
    *out = NULL;
    if (!tools->config->upnp.enabled)
        return;
    _Static_assert(sizeof(config.url) == sizeof(tools->config->upnp.url), "any URL fits");
    memcpy(config.url, tools->config->upnp.url, sizeof(config.url));
    choose_ports(&config, tools, pool);
    g = calloc(1, sizeof(*g));
    if (g) {
        g->log = tools->log;
        g->pool = pool;
        err = pl_upnp_start(&g->upnp, tools->loop, &config, on_event, g);
    }
    if (err) {
        pl_log_do(tools->log, PL_LOG_WARN, "upnp.failed", pl_log_str("why", pl_err_name(err)));
        free(g);
        return;
    }
    *out = g;
}

void pl_gateway_stop(struct pl_gateway *g)
{
    if (!g)
        return;
    pl_upnp_stop(g->upnp);
    free(g);
}
