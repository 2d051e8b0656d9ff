/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page for Prometheus: counters in, text out (text exposition format 0.0.4). Pure: who asks and
 * where the numbers come from is exporter.h's.
 *
 * One table for each source of numbers (metrics.c); a line of it is one number with its name, type,
 * labels and help. Base units: seconds, bytes; what only rises ends in _total. Everything of a
 * media worker carries the label worker="0", "1" ...
 *
 * Names are a promise to those who have alarms on them: lines are added, not renamed.
 */
#ifndef PL_METRICS_METRICS_H
#define PL_METRICS_METRICS_H

#include "adapters/business/business.h"
#include "adapters/filter/filter.h"
#include "adapters/intake/intake.h"
#include "adapters/metrics/records.h"
#include "adapters/s3/archive.h"
#include "adapters/signal/signal.h"
#include "adapters/store/store.h"
#include "base/bytes.h"
#include "core/core.h"
#include "media/media.h"

#define PL_METRICS_CONTENT_TYPE "text/plain; version=0.0.4; charset=utf-8"

/* A number of pl_metrics_process that could not be learnt: its family is left out. */
#define PL_METRICS_UNKNOWN UINT64_MAX

/* The names are those that all client libraries of Prometheus use for a process. */
struct pl_metrics_process {
    uint64_t start_us; /* since 1970-01-01 UTC */
    uint64_t cpu_us;   /* of all threads, in user and kernel */
    uint64_t resident_bytes;
    uint64_t virtual_bytes;
    uint64_t open_fds;
    uint64_t max_fds;
};

/* What is said only when it is safe (server/safe.h, hold.h). */
struct pl_metrics_safe {
    uint64_t waiting; /* writes */
    uint64_t waiting_bytes;
    uint64_t oldest_us;
    uint64_t written; /* these three only rise */
    uint64_t again;
    uint64_t lost;
    uint64_t unsafe; /* 1: nobody waits for them */
    uint64_t held;   /* messages */
    uint64_t held_bytes;
    uint64_t held_links;
    uint64_t let_out; /* only rises */
};

struct pl_metrics {
    const char *version; /* of parlord; any text */
    const char *srtp;    /* the back-end in use; any text */
    struct pl_metrics_process process;
    struct pl_core_stats core;
    struct pl_store_stats store;       /* all 0 where there is none */
    struct pl_metrics_safe safe;       /* the same */
    struct pl_signal_stats signal;     /* of the public front door */
    struct pl_business_stats business; /* zeroed where there are no business servers */
    struct pl_filter_stats filter;     /* zeroed where there is no plug-in */
    struct pl_archive_stats archive;   /* all 0 where there is none */
    struct pl_intake_stats uploads;    /* ditto */
    struct pl_metrics_records records;
    const struct pl_media_stats *workers; /* borrowed */
    size_t worker_count;
};

/* Room enough for every page with so many workers (and version and srtp of up to 64 bytes). */
size_t pl_metrics_text_max(size_t worker_count);

/*
 * Writes the whole page. PL_E_SPACE: it does not fit; what was written must not be served, since
 * a page that ends early reads as series that have ended.
 */
PL_MUST_CHECK enum pl_err pl_metrics_write(const struct pl_metrics *metrics, struct pl_writer *w);

#endif
