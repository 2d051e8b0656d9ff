/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One SSRC of a publisher's picture or sound, with its retransmissions: order, losses, key frames,
 * figures, and the memory to repair from. A stream has one, or with simulcast up to
 * PL_MEDIA_ENCODINGS_MAX of the same picture in different sizes. Private to src/media.
 *
 * All of an encoding begins anew with another SSRC; `generation` counts that, so that whoever
 * remembers numbers of it (a route) knows that they mean nothing any more.
 */
#ifndef PL_MEDIA_ENCODING_H
#define PL_MEDIA_ENCODING_H

#include "media/figures/census.h"
#include "media/media.h"
#include "media/source/cache.h"
#include "media/source/loss.h"
#include "media/source/meter.h"
#include "media/voice/speakers.h"
#include "proto/rtcp/report.h"
#include "proto/rtcp/source_stats.h"
#include "proto/rtp/rtp.h"
#include "proto/rtp/seq.h"

struct pl_stream;

/* What only video needs: the memory to repair from, and the list of what is missing. */
struct pl_encoding_repair {
    struct pl_cache cache;
    struct pl_loss loss;
};

struct pl_encoding {
    struct pl_stream *stream;
    uint8_t index;   /* in the stream; stays */
    uint8_t ordinal; /* 0: the smallest of the stream; may change as sizes are seen */
    char rid[PL_MEDIA_RID_MAX + 1]; /* what the offer calls it, "": nothing */
    uint32_t ssrc;                  /* 0: not known yet */
    uint32_t rtx_ssrc;
    uint32_t generation; /* counts up with each new SSRC */
    uint8_t codec;       /* of the newest packet */
    struct pl_seq_unwrapper seqs;
    struct pl_rtcp_source_stats stats;
    struct pl_encoding_repair *repair; /* video only; NULL until the first packet */
    struct pl_meter meter;
    uint8_t temporal_count; /* temporal layers seen so far, 1.. */
    uint8_t spatial_count;  /* and spatial ones, 1..PL_MEDIA_ENCODINGS_MAX */
    uint32_t frame_ts;      /* timestamp of the newest frame */
    pl_time_us last_at;     /* the newest packet; 0: none yet */
    uint16_t width, height;
    struct pl_voice voice; /* of sound */
    struct pl_stream_figures figures;
    bool has_sr;
    uint64_t sr_ntp;
    uint32_t sr_ts;
    pl_time_us sr_at;
    /* Key frames: asked for at most once in pl_media_config.key_pause_us. */
    bool key_wanted;
    pl_time_us key_asked_at; /* 0: never */
    /* The newest key frame: its first packet, 0: none yet. */
    uint64_t key_seq;
    uint32_t key_ts;
    pl_time_us key_at;
};

/* Silent for so long while others of its stream are not, it counts as gone. */
#define PL_ENCODING_SILENT_US PL_MS(600)

/* A packet between unprotecting and forwarding. The views borrow the datagram. */
struct pl_stream_packet {
    struct pl_stream *stream;
    uint64_t seq;
    uint32_t ts;
    uint32_t generation; /* of the encoding: its source may change within a batch */
    struct pl_bytes payload;
    struct pl_bytes primary; /* of RED: the newest block, for who does not take the others */
    uint8_t *bytes;   /* the same: its picture numbers are written anew for each subscriber */
    uint8_t encoding; /* index */
    uint8_t codec;
    uint8_t orientation; /* 0xff: none */
    uint8_t audio_level; /* RFC 6464 byte, see has_audio_level */
    bool has_audio_level;
    bool silent; /* sound that is not to be forwarded */
    bool marker;
    bool key_start;
    bool layered; /* with the two below: see pl_codec_frame */
    bool sync;
    bool switch_up;
    bool layer_start, layer_end;
    uint8_t temporal, spatial;
    struct pl_codec_numbers numbers;
};

void pl_encoding_init(struct pl_encoding *e, struct pl_stream *stream, uint8_t index);
void pl_encoding_finish(struct pl_encoding *e);

/* A new SSRC sends it from now on; subscribers go on without a jump. 0: nobody. */
void pl_encoding_set_source(struct pl_encoding *e, uint32_t ssrc, uint32_t rtx_ssrc);

/*
 * An authentic packet of this encoding. False: it is not to be forwarded (a duplicate, an unknown
 * payload type).
 */
bool pl_encoding_input(struct pl_encoding *e, pl_time_us now, const struct pl_rtp_view *view,
                       bool repaired, struct pl_stream_packet *out);
void pl_encoding_input_sr(struct pl_encoding *e, pl_time_us now, const struct pl_rtcp_sr *sr);

/* The same packet once more, as far as it is remembered; borrowed until the next input. False: it
 * is not. */
bool pl_encoding_recall(const struct pl_encoding *e, uint64_t seq, struct pl_stream_packet *out);

/* Somebody needs a key frame. Asks at once when the last question is old enough, else later. */
void pl_encoding_want_key(struct pl_encoding *e, pl_time_us now);

/* What is due: retransmission requests, a key frame request. */
void pl_encoding_tick(struct pl_encoding *e, pl_time_us now);
pl_time_us pl_encoding_deadline(const struct pl_encoding *e);

/* Does the publisher send it? False as well when it is silent while others of its stream are not.
 */
bool pl_encoding_active(const struct pl_encoding *e);

#endif
