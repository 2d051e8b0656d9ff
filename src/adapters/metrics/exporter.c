/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/metrics/exporter.h"

#include "adapters/metrics/process.h"

#include <stdlib.h>

enum {
    CONNECTIONS_MAX = 16, /* a few scrapers and their stale connections */
    PAGES_QUEUED_MAX = 4, /* for one that asks and does not read */
};

struct pl_metrics_exporter {
    struct pl_signal *signal;
    void (*gather)(void *arg, struct pl_metrics *out);
    void *arg;
    uint64_t start_us; /* of the process */
    size_t size;
    uint8_t text[];
};

static void answer(void *arg, const struct pl_http_request *request, struct pl_signal_answer *reply)
{
    struct pl_metrics_exporter *x = arg;
    struct pl_writer w = pl_writer_of(x->text, x->size);
    struct pl_metrics metrics = {.process = {.start_us = x->start_us}};
    (void)request;
    pl_process_read(&metrics.process);
    x->gather(x->arg, &metrics);
    if (pl_metrics_write(&metrics, &w)) {
        reply->status = 500; /* a scrape that fails is noticed; half a page is not */
        reply->body = pl_bytes_str("the page does not fit\n");
        return;
    }
    reply->content_type = PL_METRICS_CONTENT_TYPE;
    reply->body = pl_writer_done(&w);
}

/* A listener without links never calls these. */
static void no_open(void *arg, uint64_t link, const struct pl_signal_peer *peer)
{
    (void)arg, (void)link, (void)peer;
    abort();
}

static void no_message(void *arg, uint64_t link, struct pl_bytes message)
{
    (void)arg, (void)link, (void)message;
    abort();
}

static void no_close(void *arg, uint64_t link, uint16_t code, const char *why)
{
    (void)arg, (void)link, (void)code, (void)why;
    abort();
}

static enum pl_err listen_at(struct pl_metrics_exporter *x, struct pl_loop *loop,
                             const struct pl_addr *address)
{
    static const struct pl_signal_handler handler = {no_open, no_message, no_message, no_close,
                                                     NULL};
    struct pl_signal_config s = pl_signal_config_default();
    enum pl_err err;
    s.listen = *address;
    s.routes_only = true;
    s.max_page_connections = CONNECTIONS_MAX;
    s.send_queue_bytes = x->size * PAGES_QUEUED_MAX;
    err = pl_signal_start(&x->signal, loop, &s, &handler, NULL);
    if (!err)
        err = pl_signal_add_route(x->signal, "/metrics", answer, x);
    return err;
}

enum pl_err pl_metrics_exporter_start(struct pl_metrics_exporter **out, struct pl_loop *loop,
                                      const struct pl_metrics_exporter_config *config,
                                      void (*gather)(void *arg, struct pl_metrics *out), void *arg)
{
    size_t size = pl_metrics_text_max(config->worker_count);
    struct pl_metrics_exporter *x = calloc(1, sizeof(*x) + size);
    enum pl_err err;
    *out = NULL;
    if (!x)
        return PL_E_NOMEM;
    x->gather = gather;
    x->arg = arg;
    x->size = size;
    x->start_us = pl_process_start_us();
    err = listen_at(x, loop, &config->listen);
    if (err) {
        pl_metrics_exporter_stop(x);
        return err;
    }
    *out = x;
    return PL_OK;
}

void pl_metrics_exporter_stop(struct pl_metrics_exporter *x)
{
    if (!x)
        return;
    pl_signal_stop(x->signal);
    free(x);
}

struct pl_addr pl_metrics_exporter_local(const struct pl_metrics_exporter *x)
{
    return pl_signal_local(x->signal);
}
