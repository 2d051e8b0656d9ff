/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the SFU hands media to parlor-recorder: one datagram of UDP for one RTP packet or one RTCP
 * compound, with this head before it. Pure. All recordings share one port of the recorder, which
 * its READY event tells; a stream is tapped once, however many recordings use it.
 *
 *      0                   1                   2                   3
 *     |  'P'          |  'R'          | version 1     | flags         |
 *     |  codec        |  0 (three bytes)                              |
 *     |  source: the number that the SOURCE command gave              |
 *     |  cookie: of the READY event (64 bits)                         |
 *     |  stamp: microseconds (64 bits)                                |
 *     |  RTP packet or RTCP compound, unencrypted                     |
 *
 * flags: bit 0: RTCP; bits 1-2: quarter turns clockwise until the picture is upright (3GPP TS
 * 26.114 7.4.5); bit 3: mirrored. 0 where the SFU does not know.
 *
 * The stamp. For every packet: the monotonic clock of the SFU's machine (io/clock.h,
 * pl_clock_now_us: CLOCK_MONOTONIC), read when the batch that had the packet was taken from the
 * network: the `now` that pl_media_input was given. All sources of one SFU have that one clock, so
 * it is what lines up different users; its jitter is the network's, and the recorder takes the
 * least delay of each source for the truth. Within one user, sound and picture are lined up by the
 * publisher's sender reports, forwarded as they are (route/copy.h: the publisher's NTP clock, the
 * copy's RTP clock), which the recorder trusts for differences alone, never for the time of day.
 * An RTCP datagram is stamped when it is sent.
 *
 * The time of day of a stamp comes from the HELLO command's pair (stamp, wall).
 *
 * A datagram with another cookie, version or an unknown source is counted and dropped. Loss is not
 * repaired: the recorder conceals it, and asks for key frames on the control link.
 */
#ifndef PL_PROTO_RECORD_TAP_H
#define PL_PROTO_RECORD_TAP_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/time.h"

enum {
    PL_TAP_HEAD_BYTES = 28,
    PL_TAP_VERSION = 1,
    PL_TAP_DATAGRAM_MAX = 2048, /* head included */
};

/* Numbers on the wire. */
enum pl_tap_codec {
    PL_TAP_CODEC_NONE = 0, /* RTCP */
    PL_TAP_CODEC_OPUS = 1,
    PL_TAP_CODEC_H264 = 2,
    PL_TAP_CODEC_VP8 = 3,
    PL_TAP_CODEC_VP9 = 4,
    PL_TAP_CODEC_AV1 = 5,
};

struct pl_tap {
    uint64_t cookie;
    pl_time_us stamp_us;
    uint32_t source;
    enum pl_tap_codec codec;
    uint8_t quarter_turns; /* 0..3, clockwise */
    bool mirrored;
    bool report;            /* RTCP */
    struct pl_bytes packet; /* read: borrowed, never empty. Not used by write. */
};

/* Writes the head, PL_TAP_HEAD_BYTES: the packet goes behind it, by a second iovec. */
void pl_tap_write_head(uint8_t head[PL_TAP_HEAD_BYTES], const struct pl_tap *tap);

/* PL_E_PROTO: too short, no head of ours, an unknown codec. PL_E_UNSUPPORTED: another version. */
PL_MUST_CHECK enum pl_err pl_tap_read(struct pl_bytes datagram, struct pl_tap *out);

#endif
