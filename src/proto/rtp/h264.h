/* SPDX-License-Identifier: Apache-2.0 */
/*
 * H.264 in RTP (RFC 6184), as much as a forwarder needs: does a packet start a picture that can be
 * decoded by somebody who just came in, and how large is it.
 *
 * Understood: single NAL units, STAP-A (section 5.7.1) and FU-A (5.8); the other aggregations are
 * not negotiable in WebRTC (packetization-mode 0 and 1) and give PL_E_UNSUPPORTED.
 */
#ifndef PL_PROTO_RTP_H264_H
#define PL_PROTO_RTP_H264_H

#include "base/bytes.h"
#include "base/err.h"

enum pl_h264_nal {
    PL_H264_NAL_SLICE = 1,
    PL_H264_NAL_IDR = 5,
    PL_H264_NAL_SEI = 6,
    PL_H264_NAL_SPS = 7,
    PL_H264_NAL_PPS = 8,
    PL_H264_NAL_AUD = 9,
    PL_H264_NAL_STAP_A = 24,
    PL_H264_NAL_FU_A = 28,
};

/* What one RTP payload contains. */
struct pl_h264_view {
    struct pl_bytes sps; /* whole SPS NAL unit when there is one (not when fragmented); borrowed */
    uint8_t nal_type;    /* of the first NAL unit; for FU-A of the fragmented one */
    bool nal_start;      /* false: the middle or end of a fragmented NAL unit */
    bool has_sps;
    bool has_pps;
    bool has_idr; /* begins an IDR slice (for FU-A: its first fragment) */
    /*
     * Start of a picture to switch to: an SPS or an IDR slice begins here. Encoders in browsers
     * send SPS, PPS and IDR under one timestamp; the packet that comes first of these counts, so
     * test "key_frame and a new timestamp".
     */
    bool key_frame;
};

/* PL_E_PROTO: empty, cut short, or an aggregate whose sizes do not add up. */
PL_MUST_CHECK enum pl_err pl_h264_read(struct pl_bytes payload, struct pl_h264_view *out);

struct pl_h264_sps {
    uint32_t width; /* luma samples after cropping, 1..16384 */
    uint32_t height;
    uint8_t profile_idc;
    uint8_t constraints; /* the six flags and two zero bits, as in profile-level-id */
    uint8_t level_idc;
    uint8_t id;
};

/*
 * Reads an SPS NAL unit (ITU-T H.264 7.3.2.1.1) up to its cropping; emulation prevention bytes are
 * skipped on the way. PL_E_PROTO: not an SPS, cut short, or a size out of range.
 */
PL_MUST_CHECK enum pl_err pl_h264_read_sps(struct pl_bytes nal, struct pl_h264_sps *out);

#endif
