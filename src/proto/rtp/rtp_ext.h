/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RTP header extensions (RFC 8285) and the values WebRTC puts into them.
 *
 * Ids are negotiated by SDP for each connection; 0 means "not negotiated" everywhere in this file:
 * finding id 0 finds nothing, adding with id 0 adds nothing. So a forwarder adds its whole list
 * without asking which of them a subscriber wants.
 *
 * Reading walks the elements of a view (rtp.h); a malformed element ends the walk, and those before
 * it stay valid (RFC 8285 section 4.2). Writing collects elements in a set that lives on the stack,
 * then pl_rtp_write_header puts them out: in the one-byte form when all have id 1..14 and 1..16
 * bytes, else in the two-byte form, which the peer must have allowed (a=extmap-allow-mixed).
 *
 * Every typed value is a pair: pl_rtp_<value>_read(bytes, &out), false when the length is wrong,
 * and pl_rtp_exts_add_<value>(set, id, value).
 */
#ifndef PL_PROTO_RTP_RTP_EXT_H
#define PL_PROTO_RTP_RTP_EXT_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/time.h"

struct pl_rtp_view;

enum {
    PL_RTP_EXT_ONE_BYTE = 0xBEDE, /* profile of the one-byte form */
    PL_RTP_EXT_TWO_BYTE = 0x1000, /* profile of the two-byte form; its low 4 bits are "appbits" */
    PL_RTP_EXTS_MAX = 16,         /* elements in a set */
    PL_RTP_EXT_SMALL = 4,         /* values up to this size are kept inside the set */
};

/* ---- reading ---- */

struct pl_rtp_ext_iter {
    struct pl_reader r;
    uint8_t head_bytes; /* 1 or 2: the form; 0: neither, nothing to find */
};

/* Borrows the packet behind the view. */
struct pl_rtp_ext_iter pl_rtp_ext_begin(const struct pl_rtp_view *view);

/* False at the end. A value of the two-byte form may be empty. */
bool pl_rtp_ext_next(struct pl_rtp_ext_iter *it, uint8_t *id, struct pl_bytes *value);

/*
 * The first element with this id. The value points into the packet, so whoever owns the packet can
 * also find the place of a value to be filled in late (the transport-wide sequence number, the send
 * time): offset = value.data - packet.data.
 */
bool pl_rtp_ext_find(const struct pl_rtp_view *view, uint8_t id, struct pl_bytes *value);

/* ---- writing ---- */

struct pl_rtp_ext {
    const uint8_t *data; /* borrowed; NULL: the value is in `small` */
    uint8_t id;
    uint8_t len;
    uint8_t small[PL_RTP_EXT_SMALL];
};

/* May be copied. Zero-initialise or call pl_rtp_exts_init. */
struct pl_rtp_ext_set {
    struct pl_rtp_ext items[PL_RTP_EXTS_MAX];
    uint8_t count;
};

static inline void pl_rtp_exts_init(struct pl_rtp_ext_set *set)
{
    set->count = 0;
}

/*
 * Adds a value, at most 255 bytes; longer than PL_RTP_EXT_SMALL it is borrowed until the header is
 * written. For the strings (MID, RID: RFC 8843, 8852; never empty) and what is passed through
 * (dependency descriptor). PL_E_RANGE: too long; PL_E_LIMIT: the set is full.
 */
PL_MUST_CHECK enum pl_err pl_rtp_exts_add(struct pl_rtp_ext_set *set, uint8_t id,
                                          struct pl_bytes value);

/* Size of the extension block with its 4-byte head and padding; 0 for an empty set. */
size_t pl_rtp_exts_size(const struct pl_rtp_ext_set *set);

/* Writes the block; all or nothing. Used by pl_rtp_write_header. */
void pl_rtp_write_exts(struct pl_writer *w, const struct pl_rtp_ext_set *set);

/* ---- typed values ---- */
/* The `add` functions assert that the set has room: the caller knows its own list. */

/* RFC 6464. level: 0 loudest .. 127 silence, in -dBov. */
struct pl_rtp_audio_level {
    uint8_t level;
    bool voice;
};
bool pl_rtp_audio_level_read(struct pl_bytes value, struct pl_rtp_audio_level *out);
void pl_rtp_exts_add_audio_level(struct pl_rtp_ext_set *set, uint8_t id,
                                 struct pl_rtp_audio_level v);

/* draft-holmer-rmcat-transport-wide-cc-extensions-01 section 2. */
bool pl_rtp_twcc_seq_read(struct pl_bytes value, uint16_t *out);
void pl_rtp_exts_add_twcc_seq(struct pl_rtp_ext_set *set, uint8_t id, uint16_t seq);

/*
 * abs-send-time: 24 bits, seconds as 6.18 fixed point, wraps every 64 s. The value is any clock
 * that the sender keeps to; only differences mean something.
 */
bool pl_rtp_abs_send_time_read(struct pl_bytes value, uint32_t *out);
void pl_rtp_exts_add_abs_send_time(struct pl_rtp_ext_set *set, uint8_t id, uint32_t v);
uint32_t pl_rtp_abs_send_time_from_us(pl_time_us t); /* rounded to the nearest 3.8 us */
uint32_t pl_rtp_abs_send_time_to_us(uint32_t v);     /* 0 .. 63,999,996 */

/* MID, RID and repaired RID: the bytes are the text. Empty or longer than 255 is refused. */
bool pl_rtp_text_read(struct pl_bytes value, struct pl_bytes *out);

/* Coordination of video orientation, 3GPP TS 26.114 section 7.4.5. */
struct pl_rtp_video_orientation {
    uint16_t rotation_degrees; /* 0, 90, 180, 270: turn the picture clockwise by this */
    bool flip;                 /* mirrored horizontally */
    bool back_camera;
};
bool pl_rtp_video_orientation_read(struct pl_bytes value, struct pl_rtp_video_orientation *out);
void pl_rtp_exts_add_video_orientation(struct pl_rtp_ext_set *set, uint8_t id,
                                       struct pl_rtp_video_orientation v);

/* playout-delay: 12 + 12 bits in units of 10 ms; larger values are cut to 40,950 ms. */
struct pl_rtp_playout_delay {
    uint16_t min_ms;
    uint16_t max_ms;
};
bool pl_rtp_playout_delay_read(struct pl_bytes value, struct pl_rtp_playout_delay *out);
void pl_rtp_exts_add_playout_delay(struct pl_rtp_ext_set *set, uint8_t id,
                                   struct pl_rtp_playout_delay v);

#endif
