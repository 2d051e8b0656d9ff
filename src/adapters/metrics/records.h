/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of recordings at the server, for the page. All 0 where there are none. */
#ifndef PL_METRICS_RECORDS_H
#define PL_METRICS_RECORDS_H

#include <stddef.h>
#include <stdint.h>

struct pl_metrics_records {
    size_t up;         /* 1: there is a recorder */
    size_t running;    /* recordings that it has */
    size_t sources;    /* streams that go to it */
    size_t waiting;    /* jobs for files: to be sealed, verified, erased */
    uint64_t restarts; /* these only rise: ends of the recorder that were not asked for */
    uint64_t stopped, limit, changed; /* recordings that have ended, by how */
    uint64_t disk_full, io, link, recovered, failed, empty, canceled;
    uint64_t never; /* did not begin: no recorder, no store, refused by it */
    uint64_t snapshots;
    uint64_t files, bytes, lost_us; /* finished and in the catalogue */
    uint64_t warn_loss, warn_slow, warn_disk, warn_undecodable;
    uint64_t sealed, encrypted, seal_failures;
    uint64_t plays, downloads, refused; /* by links */
    uint64_t verified, verified_changed;
    uint64_t deleted, expired, delete_failures;
};

#endif
