/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small WebRTC client: one peer connection, without socket, thread and clock. It does towards an
 * ICE-lite server what a browser does: offers or answers, checks and keeps consent, is the DTLS
 * client (the server, when its offer is answered with "active"), sends audio and video frames with
 * transport-wide numbers, repeats what it is asked for, reports what it receives. For tests,
 * simulations and the load generator.
 *
 * The bytes of its media are made up, but shaped like Opus, VP8 and H.264 as far as a forwarder
 * looks, and each payload ends with a stamp (who, which frame, which packet), so that a receiver
 * can tell what it got and that it arrived unharmed.
 *
 * Order of calls: create; add tracks and offer, or answer; then input whatever arrives, and tick
 * when the deadline has come. Datagrams and received packets leave through the port during these
 * calls. Nothing here judges the server: the owner looks at the counters and the packets.
 *
 * What no browser would do is possible where a test needs it: a fingerprint that is not the
 * certificate's, silence instead of consent, authentic packets of any content.
 */
#ifndef PL_LOAD_RTC_CLIENT_H
#define PL_LOAD_RTC_CLIENT_H

#include "base/addr.h"
#include "base/rng.h"
#include "base/time.h"
#include "media/sdp/codec.h"
#include "proto/dtls/dtls.h"
#include "proto/rtcp/report.h"
#include "proto/rtp/rtp.h"
#include "proto/srtp/srtp.h"

enum {
    PL_RTC_TRACKS_MAX = 80,
    PL_RTC_MID_MAX = 16,
    PL_RTC_PAYLOAD_MAX = 1200,
    PL_RTC_SENT_MAX = 256, /* packets remembered to be repeated; a power of two */
    PL_RTC_STAMP_BYTES = 24,
    PL_RTC_DATAGRAM_MAX = 1500,
};

struct pl_rtc_client;
struct pl_rtc_track;
struct pl_arrivals;

/* ---- payloads ---- */

struct pl_rtc_stamp {
    uint32_t origin; /* the sending track's tag */
    uint32_t frame;  /* counts up */
    uint8_t codec;   /* enum pl_codec */
    bool key;        /* of a key frame */
    uint8_t index;   /* packet within the frame */
    bool last;       /* packet of the frame */
    pl_time_us sent_us;
    uint8_t size;    /* of the picture: 0 640x360, 1 320x180, 2 640x360, 3 1280x720 */
    bool layered;    /* VP8: the descriptor says temporal layers, with what follows */
    uint8_t tid;     /* temporal layer, 0..2 */
    uint8_t sid;     /* spatial layer of VP9, 0..2; index and last count within it */
    uint8_t spatial; /* how many there are; not part of the stamp, but of a key frame's structure */
    bool sync;       /* depends on layer 0 only */
    /* Not part of the stamp: they stand in the descriptor, and a forwarder may change them. */
    uint16_t picture_id; /* 15 bits */
    uint8_t tl0picidx;
};

/* len: PL_RTC_STAMP_BYTES + 16 at least. The same stamp and length always make the same bytes. */
void pl_rtc_payload_write(const struct pl_rtc_stamp *stamp, uint8_t *dst, size_t len);
/* False: not one of ours. */
bool pl_rtc_stamp_read(struct pl_bytes payload, struct pl_rtc_stamp *stamp);
/* False: not one of ours, or a bit has changed. */
bool pl_rtc_payload_read(struct pl_bytes payload, struct pl_rtc_stamp *stamp);

/* ---- tracks: sections that send or receive ---- */

/* Frames that the client sends by itself. */
struct pl_rtc_camera {
    pl_time_us interval_us; /* 0: none, frames are sent by hand */
    unsigned packets;       /* of a delta frame */
    unsigned key_packets;   /* of a key frame; 0: three times as many */
    size_t payload_bytes;
    unsigned key_every; /* frames; 0: only when asked for */
};

/* Frames that were encoded beforehand, again and again: VP8 that begins with a key frame, or Opus.
 */
struct pl_rtc_film_frame {
    struct pl_bytes bytes;
    bool key;
};

struct pl_rtc_film {
    struct pl_rtc_film_frame *frames;
    size_t count;
    pl_time_us interval_us;
    uint8_t *bytes; /* the owner's: where they lie */
};

struct pl_rtc_counters {
    uint32_t packets, frames, keys;  /* sent */
    uint32_t nacked, repeated;       /* asked of us, and answered */
    uint32_t plis;                   /* key frames asked of us */
    uint32_t received, received_rtx; /* packets */
    uint32_t received_red;           /* of them packets with redundancy */
    uint32_t broken;                 /* payloads that are not what was sent */
    uint32_t nacks_sent;             /* packets that we asked for */
    uint32_t srs;                    /* sender reports received */
    uint32_t reports;                /* report blocks received */
};

struct pl_rtc_track {
    struct pl_rtc_client *client;
    char mid[PL_RTC_MID_MAX + 1];
    enum pl_media_kind kind;
    bool sends;
    bool live;    /* agreed: it may flow */
    bool stopped; /* set it, and offer: the section is inactive */
    uint32_t ssrc;
    uint32_t rtx_ssrc; /* 0: none */
    struct pl_rtc_counters count;

    /* Sending. */
    uint32_t tag;                 /* in the stamps */
    char rid[PL_RTC_MID_MAX + 1]; /* of a simulcast layer, else "" */
    bool is_layer;                /* in the section of the track with the same mid before it */
    uint8_t size;                 /* as in the stamps */
    uint8_t temporal;             /* layers, 1..3; 0: the descriptor says none */
    uint8_t spatial;              /* VP9: layers, 2 or 3, each of twice the size; else one */
    uint8_t tl0picidx, phase;     /* of the newest frame, in the pattern of layers */
    uint8_t ext_rid, ext_repaired;
    struct pl_rtc_camera camera;
    /* Not NULL: these frames instead of made-up ones. Borrowed; set it before the offer. Their
     * timestamps are steady, however late they are sent, so that sound and picture keep together.
     * The last packet of a picture has a stamp behind it, which decoders do not read. */
    const struct pl_rtc_film *film;
    enum pl_codec codec; /* agreed: the first of the answer */
    uint8_t pt, rtx_pt;  /* 0: none */
    uint8_t ext_mid, ext_twcc, ext_audio_level, ext_orientation;
    uint8_t audio_level; /* of its packets (RFC 6464, -dBov); 42 at first */
    bool mute;           /* the camera is off */
    bool key_wanted;
    uint16_t next_seq, rtx_seq;
    uint32_t ts_base;
    uint32_t frame;
    uint32_t octets;
    pl_time_us frame_at; /* next one of the camera */
    struct pl_rtc_sent *sent;
    struct pl_rtcp_report report; /* the newest about it */
    pl_time_us report_at, pli_at; /* when the newest came, 0: never */

    /* Receiving. */
    struct pl_rtc_receiver *receiver;
    struct pl_rtcp_sr sr; /* the newest of it */
    char cname[64];       /* that came with it */
};

/* A packet that came. Borrowed for the call. */
struct pl_rtc_packet {
    struct pl_rtc_track *track;
    const struct pl_rtp_view *view; /* of a retransmission: the original's, seq is the OSN */
    bool repaired;
    bool stamped;
    struct pl_rtc_stamp stamp; /* with stamped */
};

struct pl_rtc_port {
    void (*send)(struct pl_rtc_port *self, struct pl_bytes datagram);
    void (*packet)(struct pl_rtc_port *self, const struct pl_rtc_packet *packet); /* may be NULL */
};

/* ---- the client ---- */

struct pl_rtc_config {
    struct pl_rtc_port *port;               /* kept */
    struct pl_dtls_context *dtls;           /* kept */
    struct pl_dtls_fingerprint fingerprint; /* what our SDP says; its certificate's, or a lie */
    struct pl_srtp_crypto *crypto;          /* kept */
    struct pl_random *random;               /* kept */
    unsigned without_codecs;                /* bits 1 << enum pl_codec that it does not know */
    bool without_ssrcs;                     /* offers name none: found by mid */
    bool sim_groups;                        /* simulcast is offered by SSRC groups, not by rids */
    bool sends_red;                         /* offers RED before Opus, and sends so */
    bool takes_red;
    bool without_nacks;   /* asks for nothing */
    bool without_reports; /* neither sender nor receiver reports */
    bool without_repeats; /* answers no NACK */
    bool gives_feedback;  /* transport-wide, where it is offered */
    bool gives_remb;      /* takes goog-remb; the owner sends it */
    bool trusts_payloads; /* looks at the stamps only, for the sake of speed */
};

struct pl_rtc_stats {
    uint32_t feedbacks;         /* transport-wide */
    uint32_t feedback_received; /* packets that they say came */
    uint32_t feedback_lost;     /* and that they say did not */
    uint32_t receiver_reports;
    uint32_t unknown; /* authentic packets of no track of ours */
    uint32_t refused; /* datagrams that could not be unprotected or read */
    uint32_t feedbacks_sent;
    uint32_t padding; /* packets without payload on a retransmission stream */
    uint32_t checks, check_answers;
    uint32_t checks_answered;   /* the server's */
    pl_time_us feedback_at;     /* when the newest came */
    pl_time_us feedback_gap_us; /* the longest from a packet sent to a feedback behind it */
};

struct pl_rtc_client {
    struct pl_rtc_config config;
    struct pl_rtc_track *tracks[PL_RTC_TRACKS_MAX];
    size_t track_count;
    char ufrag[9], pwd[25];
    char remote_ufrag[257], remote_pwd[257];
    uint64_t sdp_id, sdp_version;
    uint64_t tie_breaker;
    struct pl_dtls_fingerprint remote_fingerprint;
    struct pl_addr remote_addr; /* the server's first candidate */
    bool described;             /* the server's description is known */
    bool reachable;             /* a check was answered */
    bool restarting;            /* pl_rtc_restart: the server has not answered it */
    bool silent;                /* set it: no checks any more */
    bool dtls_open, secure, failed;
    enum pl_srtp_profile profile; /* with secure */
    enum pl_err failure;
    struct pl_dtls dtls;
    struct pl_srtp_session in, out;
    uint8_t check_id[12]; /* of the newest check; the last four bytes count */
    pl_time_us check_at, report_at;
    pl_time_us film_at;      /* when films began; 0: not yet */
    pl_time_us untold_since; /* a packet with a transport-wide number, 0: none */
    uint16_t twcc_seq;
    uint32_t own_ssrc;
    pl_time_us arrived_at;        /* set before an input: when it came, if that is not now */
    struct pl_arrivals *arrivals; /* that feedback will tell of; NULL: none came */
    uint32_t arrivals_ssrc;       /* a packet's lately */
    struct pl_rtc_stats stats;
};

/* NULL: no memory. Copies the config. */
struct pl_rtc_client *pl_rtc_create(const struct pl_rtc_config *config);
/* NULL is harmless. Sends nothing. */
void pl_rtc_destroy(struct pl_rtc_client *c);

/* ---- descriptions (rtc_sdp.c) ---- */

/* A section that sends. NULL: a limit or no memory. Offer afterwards. */
struct pl_rtc_track *pl_rtc_add_track(struct pl_rtc_client *c, enum pl_media_kind kind,
                                      uint32_t tag, struct pl_rtc_camera camera);
/*
 * Another simulcast layer in the section of `first`, which then needs a rid as well (unless the
 * config says sim_groups). NULL: a limit or no memory. Offer afterwards.
 */
struct pl_rtc_track *pl_rtc_add_layer(struct pl_rtc_track *first, const char *rid, uint32_t tag,
                                      struct pl_rtc_camera camera);
/* Another source in the same section, as after replacing the track's encoder. Offer afterwards, or
 * not: the mid tells. */
void pl_rtc_renew_source(struct pl_rtc_track *t);

/* ICE restart: new credentials in the next offer. (An answer restarts when the server's offer
 * does.)
 */
void pl_rtc_restart(struct pl_rtc_client *c);

/* Writes an offer of all tracks. */
PL_MUST_CHECK enum pl_err pl_rtc_offer(struct pl_rtc_client *c, uint8_t *dst, size_t size,
                                       size_t *len);
/* The server's answer to it. */
PL_MUST_CHECK enum pl_err pl_rtc_take_answer(struct pl_rtc_client *c, pl_time_us now,
                                             struct pl_bytes sdp);
/* The server's offer: what it sends becomes tracks, and the answer is written. */
PL_MUST_CHECK enum pl_err pl_rtc_answer(struct pl_rtc_client *c, pl_time_us now,
                                        struct pl_bytes offer, uint8_t *dst, size_t size,
                                        size_t *len);

struct pl_rtc_track *pl_rtc_find_mid(const struct pl_rtc_client *c, const char *mid);
/* Media or retransmissions; of what the server said last. NULL: none. */
struct pl_rtc_track *pl_rtc_find_ssrc(const struct pl_rtc_client *c, uint32_t ssrc);

/* ---- packets and time (rtc_client.c) ---- */

/* Decrypts in place. */
void pl_rtc_input(struct pl_rtc_client *c, pl_time_us now, struct pl_buf datagram);
void pl_rtc_tick(struct pl_rtc_client *c, pl_time_us now);
pl_time_us pl_rtc_deadline(const struct pl_rtc_client *c);

/* A check at once, under the server's password or (pwd not NULL) any other. */
void pl_rtc_check(struct pl_rtc_client *c, pl_time_us now, const char *pwd);
/* Encrypts whatever is given; false: not connected. */
bool pl_rtc_send_rtp(struct pl_rtc_client *c, struct pl_bytes header, struct pl_bytes payload);
bool pl_rtc_send_rtcp(struct pl_rtc_client *c, struct pl_bytes compound);

/* ---- media (rtc_media.c) ---- */

/* One frame at once; false when nothing can be sent now. */
bool pl_rtc_send_frame(struct pl_rtc_track *t, pl_time_us now, bool key);
/* One packet with this payload. */
bool pl_rtc_send_packet(struct pl_rtc_track *t, pl_time_us now, struct pl_bytes payload,
                        bool marker);
/* Packets of this source that did not come by themselves, repaired or not; 0 of one that is sent.
 */
uint64_t pl_rtc_missing(const struct pl_rtc_track *t);
void pl_rtc_send_pli(struct pl_rtc_track *t);
void pl_rtc_send_nack(struct pl_rtc_track *t, const uint16_t *seqs, size_t count);

#endif
