/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recordings in parlord ([record]): ties adapters/recorder (what becomes of the domain's wishes),
 * its process and the tap of media to the hub, the store and the log; and gives links to files that
 * are signed and expire.
 *
 * The folder of recordings is parlor-recorder's alone to write; here files are only read and
 * deleted. Order: start, hub with pl_records_core_config and pl_records_port, run, ..., the hub
 * stops, stop.
 */
#ifndef PL_SERVER_RECORDS_H
#define PL_SERVER_RECORDS_H

#include "adapters/intake/intake.h"
#include "adapters/metrics/records.h"
#include "adapters/recorder/recorder.h"
#include "adapters/s3/archive.h"
#include "media/media.h"
#include "server/daemon.h"
#include "server/keeper.h"

struct pl_records;
struct pl_feed;
struct pl_hub;
struct pl_recordings_port;

/*
 * *out stays NULL when record.enabled is off. Reads the catalogue: what was not over at the last
 * end, and which number is free. others: where copies that are not for the recorder go; may be
 * NULL. The log says why it fails (no store; a folder or key that cannot be made).
 */
PL_MUST_CHECK enum pl_err pl_records_start(struct pl_records **out,
                                           const struct pl_daemon_tools *tools,
                                           struct pl_keeper *keeper,
                                           struct pl_media_copies *others);
/* Gives what others gave at the start when records is NULL. */
struct pl_media_copies *pl_records_port(struct pl_records *records, struct pl_media_copies *others);
/* What core borrows is records' until its stop. */
void pl_records_core_config(struct pl_records *records, struct pl_core_config *core);
/* Starts the recorder. feed: NULL, or told what becomes of files in the object store. */
PL_MUST_CHECK enum pl_err pl_records_run(struct pl_records *records, struct pl_hub *hub,
                                         struct pl_feed *feed);
/* Waits for the recorder to finish its files, ten seconds at most. NULL is harmless. */
void pl_records_stop(struct pl_records *records);

/* PL_EFFECT_RECORD_..., PL_EFFECT_LIBRARY; in the middle of a step. */
void pl_records_effect(struct pl_records *records, const struct pl_effect *e);
/* PL_EFFECT_UPLOAD_OPEN, and PL_EFFECT_STORE_... of uploads. Not PL_OK: the transfer is to be
 * failed. */
PL_MUST_CHECK enum pl_err pl_records_upload(struct pl_records *records, const struct pl_effect *e);
/*
 * Recordings that are not in the catalogue with their end yet. nobody_left: there will be no
 * others; the recorder is then asked to end, and counts until it has. 0 for NULL.
 */
size_t pl_records_busy(struct pl_records *records, bool nobody_left);
void pl_records_stats(const struct pl_records *records, struct pl_recorder_stats *out);

void pl_records_archive_numbers(const struct pl_records *records, struct pl_archive_stats *out);
/* Of what pages upload; all 0 where they may not. */
void pl_records_upload_numbers(const struct pl_records *records, struct pl_intake_stats *out);

/* All 0 for NULL. */
void pl_records_numbers(const struct pl_records *records, struct pl_metrics_records *out);

/* What operators need of it (admin/recordings.h), but for `did`; arg is records. */
void pl_records_port_for_operators(struct pl_records *records, struct pl_recordings_port *out);

#endif
