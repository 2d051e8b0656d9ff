/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files of the client. */
#ifndef PL_LOAD_RTC_INTERNAL_H
#define PL_LOAD_RTC_INTERNAL_H

#include "load/rtc_client.h"

#include "media/source/arrivals.h"
#include "media/source/loss.h"
#include "proto/rtcp/source_stats.h"
#include "proto/rtp/seq.h"

struct pl_rtc_receiver {
    struct pl_seq_unwrapper seqs;
    struct pl_loss loss;
    struct pl_rtcp_source_stats stats;
    bool decodes; /* a key frame came */
    pl_time_us pli_at;
};

static inline uint32_t pl_rtc_clock(const struct pl_rtc_track *t)
{
    return t->kind == PL_MEDIA_AUDIO ? 48000 : 90000;
}

static inline uint32_t pl_rtc_ts_at(const struct pl_rtc_track *t, pl_time_us now)
{
    return t->ts_base + (uint32_t)(now / 1000000u * pl_rtc_clock(t) +
                                   now % 1000000u * pl_rtc_clock(t) / 1000000u);
}

/* Harmless when it is open. A server that takes the active part may begin before our own check is
 * answered: then at once, as PL_DTLS_SERVER. */
void pl_rtc_open_dtls(struct pl_rtc_client *c, pl_time_us now, enum pl_dtls_role role);
/* NULL: a limit or no memory. */
struct pl_rtc_track *pl_rtc_new_track(struct pl_rtc_client *c, enum pl_media_kind kind);

/* Sends what of the film is due; the connection is secure. */
void pl_rtc_roll_film(struct pl_rtc_track *t, pl_time_us now);
/* The stamp alone, PL_RTC_STAMP_BYTES. */
void pl_rtc_stamp_write(struct pl_writer *w, const struct pl_rtc_stamp *stamp);

/* Packets in, already decrypted. */
void pl_rtc_media_input(struct pl_rtc_client *c, pl_time_us now, struct pl_bytes packet);
void pl_rtc_control_input(struct pl_rtc_client *c, pl_time_us now, struct pl_bytes compound);
void pl_rtc_media_tick(struct pl_rtc_client *c, pl_time_us now);
pl_time_us pl_rtc_media_deadline(const struct pl_rtc_client *c);
/* Sender and receiver reports, all at once. */
void pl_rtc_report(struct pl_rtc_client *c, pl_time_us now);
/* Transport-wide feedback about what came. */
void pl_rtc_note_arrival(struct pl_rtc_track *t, pl_time_us now, const struct pl_rtp_view *view);
void pl_rtc_feed_back(struct pl_rtc_client *c);
/* A packet of this stream is asked for. */
void pl_rtc_repeat(struct pl_rtc_track *t, pl_time_us now, uint16_t seq);
/* Makes the memory of what was sent, or of what is missing. */
PL_MUST_CHECK enum pl_err pl_rtc_track_open(struct pl_rtc_track *t);
void pl_rtc_track_close(struct pl_rtc_track *t);

#endif
