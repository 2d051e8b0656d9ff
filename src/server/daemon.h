/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The life of the process around whatever is served: loop, TLS, front door, signals.
 *
 *   SIGTERM, SIGINT   drain: /readyz says 503, the inside is told (it takes no new sessions, but
 *                     lost ones may resume); the process ends
 *                     when the inside has nothing left to finish, after server.drain_seconds at
 *                     the latest. A second one ends it at once. Exit status 0 both times.
 *   SIGHUP            the certificate is read again; one that cannot be used is logged, the old
 *                     one stays.
 */
#ifndef PL_SERVER_DAEMON_H
#define PL_SERVER_DAEMON_H

#include "adapters/signal/signal.h"
#include "server/config.h"
#include "server/log.h"

/* What the inside gets to work with; borrowed until its stop(). */
struct pl_daemon_tools {
    struct pl_loop *loop;
    struct pl_signal *signal;
    const struct pl_config *config;
    struct pl_log *log;
};

/* Role: what lives behind the front door. All mandatory; control thread. */
struct pl_inside {
    void *arg; /* also of links */
    struct pl_signal_handler links;
    /* Before the first link. The log tells why when it fails. */
    enum pl_err (*start)(void *arg, const struct pl_daemon_tools *tools);
    /* Tell clients and begin to end. */
    void (*drain)(void *arg);
    /* What is left to finish; asked while draining. 0: the process may end. */
    size_t (*busy)(void *arg);
    /* After the last link; also after a start() that failed. */
    void (*stop)(void *arg);
};

/* Gives the exit status. */
int pl_daemon_run(const struct pl_config *config, struct pl_log *log,
                  const struct pl_inside *inside);

#endif
