/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The listener for Prometheus: plain HTTP with one page, /metrics, on an address of its own, so
 * that who may scrape is a matter of where it listens. Nothing else is there: no links, no files,
 * no health.
 *
 * Everything on the loop's thread. A scrape gathers anew; its cost is that of gather() and of
 * writing some kilobytes for each worker.
 */
#ifndef PL_METRICS_EXPORTER_H
#define PL_METRICS_EXPORTER_H

#include "adapters/metrics/metrics.h"

struct pl_metrics_exporter;

struct pl_metrics_exporter_config {
    struct pl_addr listen; /* port 0: ephemeral */
    size_t worker_count;   /* of the pages to come */
};

/*
 * gather() sets all of *out but process; what it points to must live until it is called again.
 * Errors as pl_signal_start().
 */
PL_MUST_CHECK enum pl_err
pl_metrics_exporter_start(struct pl_metrics_exporter **out, struct pl_loop *loop,
                          const struct pl_metrics_exporter_config *config,
                          void (*gather)(void *arg, struct pl_metrics *out), void *arg);
/* Drops connections. The loop must run a few turns more. Accepts NULL. */
void pl_metrics_exporter_stop(struct pl_metrics_exporter *exporter);

/* As bound. */
struct pl_addr pl_metrics_exporter_local(const struct pl_metrics_exporter *exporter);

#endif
