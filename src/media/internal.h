/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The objects of the SFU and who holds whom. Private to src/media.
 *
 *     media ── session ─┬─ pub: peer ── publication (payload types, extension ids, arrivals)
 *                       ├─ sub: peer
 *                       ├─ streams: what it publishes, or what others wait for it to publish
 *                       └─ sections: what it receives; each holds a route
 *     stream ─┬─ encodings: its SSRCs (encoding.h)
 *             ├─ routes: one for each subscriber (route.h)
 *             └─ copies: once more, for the shell (copy.h)
 *
 * A peer dies in two steps: pl_peer_fail marks it, pl_media_reap destroys it when no caller up the
 * stack uses it any more.
 */
#ifndef PL_MEDIA_INTERNAL_H
#define PL_MEDIA_INTERNAL_H

#include "base/heap.h"
#include "base/idmap.h"
#include "base/list.h"
#include "base/strmap.h"
#include "media/downlink/allocate.h"
#include "media/downlink/downlink.h"
#include "media/figures/census.h"
#include "media/media.h"
#include "media/peer/budget.h"
#include "media/route/copy.h"
#include "media/route/route.h"
#include "media/source/arrivals.h"
#include "media/source/encoding.h"
#include "media/source/limit.h"
#include "media/voice/loudest.h"
#include "proto/dtls/dtls.h"
#include "proto/srtp/srtp.h"
#include "proto/stun/stun_server.h"

struct pl_media_session;
struct pl_stream;

/* ---- peer.c: one peer connection ---- */

struct pl_peer_path {
    struct pl_ice_path path; /* the key in media->paths */
    struct pl_peer *peer;
    struct pl_list in_peer;
};

/* What was negotiated for a publisher. A bundle has one space of payload types and extension ids.
 */
struct pl_publication {
    uint8_t codec_of_pt[128];   /* enum pl_codec */
    uint8_t opus_pt;            /* what the blocks of RED are */
    uint8_t rtx_apt_of_pt[128]; /* for retransmissions: the payload type they repeat; 0: is none */
    uint8_t ext_mid;            /* header extension ids, 0: not negotiated */
    uint8_t ext_twcc;
    uint8_t ext_audio_level;
    uint8_t ext_orientation;
    uint8_t ext_rid;
    uint8_t ext_repaired_rid;
    struct pl_idmap sources; /* SSRC -> struct pl_source */
    struct pl_arrivals arrivals;
    uint32_t twcc_ssrc; /* of a packet lately seen; feedback has to name one */
};

/* An SSRC of a publisher. */
struct pl_source {
    uint32_t ssrc;
    bool is_rtx;
    struct pl_encoding *encoding; /* borrowed */
};

struct pl_peer {
    struct pl_media *media;
    struct pl_media_session *session;
    enum pl_media_role role;
    struct pl_ice ice;
    struct pl_ice_credentials credentials; /* that our SDP says */
    /* In media->ufrags: the present one and, during an ICE restart, the one before. "": free. */
    char ufrags[2][PL_ICE_LOCAL_UFRAG_MAX + 1];
    struct pl_dtls dtls;
    bool dtls_open;
    bool secure; /* both SRTP sessions are there */
    struct pl_dtls_fingerprint fingerprints[PL_DTLS_FINGERPRINTS_MAX];
    size_t fingerprint_count;
    struct pl_srtp_session srtp_in;
    struct pl_srtp_session srtp_out;
    struct pl_list paths;
    struct pl_ice_path send_path;
    bool has_send_path;
    bool proven;                       /* the send path receives what we send (ice.h) */
    bool sends;                        /* pl_peer_can_send, when last looked at */
    bool handshake_strayed;            /* our side of it went over more than one path */
    struct pl_ice_path handshake_path; /* family 0: nothing was sent yet */
    uint32_t unproven_bytes;           /* of DTLS that may be sent before the end of it */
    uint8_t *remote;                   /* the client's ICE credentials, for `ice`; owned */
    uint32_t own_ssrc;                 /* under which we report */
    pl_time_us report_at;              /* next receiver reports; pub only */
    uint32_t rtt_us;                   /* last measured, 0: not yet */
    const char *failed;                /* why, NULL: it lives */
    struct pl_list in_failed;
    struct pl_list in_touched; /* the batch at hand brought packets of it */
    struct pl_heap_node deadline;
    struct pl_budget budget;            /* what comes on its paths, STUN apart */
    struct pl_tokens checks;            /* its own */
    struct pl_tokens false_checks;      /* that name it, from where nothing is proven */
    struct pl_publication *publication; /* pub only */
    struct pl_downlink *downlink;       /* sub only */
};

/*
 * STUN checks of one connection, a second and at once: a browser sends one in 50 ms for each of its
 * sockets at worst. False ones are those that name it without its password, from anywhere.
 */
static const struct pl_allowance pl_peer_checks = {200, 800};
static const struct pl_allowance pl_peer_false_checks = {100, 200};

/* NULL: that SSRC has one already, the publisher has too many, or memory is short. */
struct pl_source *pl_source_add(struct pl_publication *pub, uint32_t ssrc, bool is_rtx,
                                struct pl_encoding *encoding);

PL_MUST_CHECK enum pl_err pl_peer_create(struct pl_media_session *s, enum pl_media_role role,
                                         pl_time_us now, struct pl_peer **out);
void pl_peer_destroy(struct pl_peer *p);
/* detail: a literal. The peer is reaped later; until then it takes and sends nothing. */
void pl_peer_fail(struct pl_peer *p, const char *detail);

/* The other side's transport, from its SDP. PL_E_UNSUPPORTED: no usable fingerprint. */
PL_MUST_CHECK enum pl_err pl_peer_set_remote(struct pl_peer *p, pl_time_us now,
                                             struct pl_bytes ufrag, struct pl_bytes pwd,
                                             const struct pl_dtls_fingerprint *fingerprints,
                                             size_t count);
/*
 * ICE restart: new credentials for the next description. DTLS, SRTP and all streams stay; packets
 * take the old path until the client has nominated one with the new credentials.
 */
void pl_peer_restart_ice(struct pl_peer *p);

/* The same DTLS certificate as before? (Another one is another connection.) */
bool pl_peer_same_remote(const struct pl_peer *p, const struct pl_dtls_fingerprint *fingerprints,
                         size_t count);

/* What became of the check (pl_ice_input). */
enum pl_err pl_peer_input_stun(struct pl_peer *p, pl_time_us now, const struct pl_ice_path *from,
                               struct pl_bytes datagram);
/* The way is gone, a TCP connection for one; the client may come back on another for a while. */
void pl_peer_close_path(struct pl_peer *p, pl_time_us now, const struct pl_ice_path *path);
void pl_peer_input_dtls(struct pl_peer *p, pl_time_us now, struct pl_bytes datagram);
void pl_peer_tick(struct pl_peer *p, pl_time_us now);
/* There and back was measured: smoothed as TCP does (RFC 6298), and bounded. */
void pl_peer_rtt_sample(struct pl_peer *p, pl_time_us rtt_us);
/*
 * How long a question to this client takes to be answered, 0: not known. Its two connections go the
 * same way, so what one of them measured serves the other until it knows by itself.
 */
pl_time_us pl_peer_rtt(const struct pl_peer *p);
/* Arms the heap for the earliest thing this peer waits for. */
void pl_peer_rearm(struct pl_peer *p);

/* An RTCP compound goes out encrypted. */
void pl_peer_send_rtcp(struct pl_peer *p, struct pl_bytes compound);
/* False: nothing can be sent now (no path, no keys). */
static inline bool pl_peer_can_send(const struct pl_peer *p)
{
    return p && p->secure && p->proven && p->has_send_path && !p->failed;
}

/* ---- peer_ways.c: how a datagram finds its peer ---- */

/* Maps the ufrag of p->credentials. */
PL_MUST_CHECK enum pl_err pl_peer_map_ufrag(struct pl_peer *p);
/* Unmaps those that ICE does not accept any more. */
void pl_peer_unmap_dead_ufrags(struct pl_peer *p);
/* False: it belongs to another peer, or memory is short. */
bool pl_peer_map_path(struct pl_peer *p, const struct pl_ice_path *path);
void pl_peer_unmap_path(struct pl_peer *p, const struct pl_ice_path *path);
bool pl_peer_owns_path(const struct pl_peer *p, const struct pl_ice_path *path);
void pl_peer_unmap_all(struct pl_peer *p);

/* ---- stream.c: what a publisher sends ---- */

/* That less of a picture is watched is told after so long: people come back. */
#define PL_STREAM_DEMAND_HOLD_US PL_SEC(3)

/* An SSRC and that of its retransmissions, as an offer names them. */
struct pl_fid {
    uint32_t ssrc, rtx_ssrc;
};

/*
 * What can be chosen from, smallest first: what pl_route_target.encoding counts. These are the
 * encodings of simulcast, or the spatial layers of a scalable one.
 */
struct pl_layer_info {
    uint16_t width, height;              /* 0: not known yet */
    bool active;                         /* the publisher sends it now */
    uint8_t temporal_count;              /* 1..: layers of it that can be left out */
    uint32_t bps[PL_MEDIA_TEMPORAL_MAX]; /* measured; with the temporal layers up to this one */
    uint32_t fps[PL_MEDIA_TEMPORAL_MAX];
};

/* The same, kept for all who choose from it, with rates that a key frame does not shake. */
struct pl_stream_rates {
    pl_time_us at;
    uint8_t count;
    struct pl_layer_info layers[PL_MEDIA_ENCODINGS_MAX];
    uint32_t bps[PL_MEDIA_ENCODINGS_MAX][PL_MEDIA_TEMPORAL_MAX];
};

/* Up to PL_MEDIA_ENCODINGS_MAX encodings; without simulcast there is one. */
struct pl_stream {
    struct pl_media_session *publisher;
    enum pl_media_kind kind;
    uint8_t index;
    struct pl_list in_session;
    struct pl_list routes;
    struct pl_copy *copy;                  /* owned; the first of them, NULL: none */
    char mid[PL_MEDIA_MID_MAX + 1];        /* "": not published */
    uint8_t encoding_count;                /* 1.. */
    uint8_t order[PL_MEDIA_ENCODINGS_MAX]; /* ordinal -> index */
    struct pl_encoding encodings[PL_MEDIA_ENCODINGS_MAX];
    struct pl_fid fids[PL_MEDIA_ENCODINGS_MAX]; /* with rids: which is whose is not known yet */
    uint8_t fid_count;
    struct pl_tokens budget;      /* bits */
    struct pl_stream_rates rates; /* of allocation.c */
    /* When the routes have to choose anew; PL_TIME_NEVER: nothing has changed. */
    pl_time_us look_at;
    bool renewed;   /* by a source or a size: layers are to be allocated anew */
    uint8_t demand; /* what the publisher was told, bits by ordinal */
    struct pl_limit limit;
    pl_time_us demand_low; /* when it is told of less, PL_TIME_NEVER: no need */
    /* The batch at hand. */
    struct pl_list in_touched;
};

/* The stream of that kind and index; NULL: none. */
struct pl_stream *pl_stream_find(struct pl_media_session *s, enum pl_media_kind kind,
                                 uint8_t index);
/* The same, made when missing. NULL: no memory. */
struct pl_stream *pl_stream_of(struct pl_media_session *s, enum pl_media_kind kind, uint8_t index);
void pl_stream_destroy(struct pl_stream *s);
/* The publisher's connection is gone; the routes stay and wait. */
void pl_stream_unpublish(struct pl_stream *s);
/* The sizes or the number of its encodings have changed: which is the smallest, the next? */
void pl_stream_order(struct pl_stream *s);
/* A frame of one of several encodings came, or (at_once) the first packet of any. */
void pl_stream_watch(struct pl_stream *s, pl_time_us now, bool at_once);
/* Its routes or encodings have changed: they choose anew with the next tick. */
void pl_stream_changed(struct pl_stream *s);
/* Which encoding serves that target now: the highest that is sent and not above it, else the lowest
 * above, else what will be. */
struct pl_encoding *pl_stream_choose(struct pl_stream *s, unsigned ordinal);
/* What is due of its encodings. */
void pl_stream_tick(struct pl_stream *s, pl_time_us now);
pl_time_us pl_stream_deadline(const struct pl_stream *s);

/* The encoding of that ordinal; of PL_TARGET_HIGHEST or too high a one the highest. */
static inline struct pl_encoding *pl_stream_encoding(struct pl_stream *s, unsigned ordinal)
{
    return &s->encodings[s->order[ordinal < s->encoding_count ? ordinal : s->encoding_count - 1u]];
}

/* How many there are: 1..PL_MEDIA_ENCODINGS_MAX. */
unsigned pl_stream_level_count(const struct pl_stream *s);
/* Fills so many. */
size_t pl_stream_layers(const struct pl_stream *s, pl_time_us now,
                        struct pl_layer_info layers[PL_MEDIA_ENCODINGS_MAX]);

/* ---- source/limit.c: a single size that is too large ---- */

/* A subscriber's way does not carry it. */
void pl_stream_squeezed(struct pl_stream *s, pl_time_us now);
/* True: what the publisher is to be told has changed. */
bool pl_stream_look_at_limit(struct pl_stream *s, pl_time_us now);
bool pl_stream_is_limited(const struct pl_stream *s);

/* ---- publish.c: which SSRC is what ---- */

struct pl_sdp_media;
struct pl_sdp_rid;

/* Around the sections of an offer: streams that no section names any more are unpublished. */
void pl_publish_begin(struct pl_media_session *s);
void pl_publish_end(struct pl_media_session *s);
/* A section is this stream. PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_publish(struct pl_peer *p, const struct pl_sdp_media *o,
                                     enum pl_media_kind kind, uint8_t index);
/* The simulcast layers of a section that we take, in its order; 0: no simulcast by rids. */
size_t pl_publish_layers(const struct pl_sdp_media *o,
                         const struct pl_sdp_rid *rids[PL_MEDIA_ENCODINGS_MAX]);
/* An SSRC that the offer did not name says in its first packets where it belongs. NULL: nowhere. */
struct pl_source *pl_publish_learn(struct pl_peer *p, const struct pl_rtp_view *view);

/* ---- rtcp.c, feedback.c ---- */

void pl_media_input_rtcp(struct pl_peer *p, pl_time_us now, struct pl_bytes compound);
/* RR, TWCC or REMB of a subscriber. */
void pl_media_input_feedback(struct pl_peer *p, pl_time_us now,
                             const struct pl_rtcp_packet *packet);
/* What this client receives under that SSRC, media or retransmissions; NULL: nothing. */
struct pl_route *pl_route_of_ssrc(struct pl_peer *p, uint32_t ssrc);
/* Receiver reports and transport-wide feedback to a publisher, whatever is due. */
void pl_media_report(struct pl_peer *p, pl_time_us now);
pl_time_us pl_media_report_deadline(const struct pl_peer *p);

/* ---- allocation.c: who gets which layer ---- */

/* Decides anew for all pictures of a subscriber, from its downlink's target. */
void pl_media_allocate(struct pl_peer *p, pl_time_us now);
/* Something has changed that may matter for it: soon. */
void pl_media_reallocate(struct pl_media_session *s, pl_time_us now);

/* ---- waiting.c: turns towards a subscriber ---- */

/* True: the packet has to wait, and will be sent when its turn comes. */
bool pl_route_waits(struct pl_route *r, pl_time_us now, const struct pl_stream_packet *p);
bool pl_route_repair_waits(struct pl_route *r, pl_time_us now, uint16_t seq);
/* Sends what waits as far as the pace allows, and padding where a probe wants it. */
void pl_media_take_turns(struct pl_peer *p, pl_time_us now);
/* One packet, where everything is paused: without any nobody would ever tell that more fits. */
void pl_media_keep_measuring(struct pl_peer *p, pl_time_us now);
/* May padding be sent beside this route's packets? */
bool pl_media_can_pad(const struct pl_route *r);

/* ---- description.c: what both kinds of SDP have in common ---- */

struct pl_sdp;
struct pl_sdp_media;

/* Our side of the transport: ICE-lite, candidates, fingerprint, mux. */
void pl_describe_transport(struct pl_peer *p, struct pl_sdp *sdp, struct pl_sdp_media *m,
                           bool is_offer);
/*
 * A codec with its retransmissions and feedback (those always there, and more by bits), under the
 * given numbers; rtx_pt 0: none.
 */
enum { PL_DESCRIBE_TWCC = 1, PL_DESCRIBE_REMB = 2 };
void pl_describe_codec(struct pl_sdp *sdp, struct pl_sdp_media *m, enum pl_codec codec, uint8_t pt,
                       uint8_t rtx_pt, unsigned feedback);
/*
 * The client's side of a bundle, taken from its first section in use. PL_E_UNSUPPORTED: none, or
 * one that will not begin the DTLS handshake.
 */
PL_MUST_CHECK enum pl_err pl_describe_remote(const struct pl_sdp *sdp, struct pl_bytes *ufrag,
                                             struct pl_bytes *pwd,
                                             struct pl_dtls_fingerprint *fingerprints,
                                             size_t *count);
/* Our codec that this one of the client is; PL_CODEC_NONE: none of ours. */
enum pl_codec pl_describe_find(const struct pl_sdp_media *m, uint8_t pt);

#define PL_EXT_MID         "urn:ietf:params:rtp-hdrext:sdes:mid"
#define PL_EXT_TWCC        "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
#define PL_EXT_AUDIO_LEVEL "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
#define PL_EXT_ORIENTATION "urn:3gpp:video-orientation"
#define PL_EXT_RID         "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
#define PL_EXT_REPAIRED    "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"

/* ---- offer_pub.c, offer_sub.c: SDP ---- */

/* A section of our offer. A section without a route is inactive and may be used again. */
struct pl_section {
    enum pl_media_kind kind;
    struct pl_route *route;
    uint32_t offered_ssrc; /* of the route that the newest offer names here, 0: none */
};

struct pl_media_session {
    struct pl_media *media;
    uint64_t id;
    struct pl_peer *pub;
    struct pl_peer *sub;
    struct pl_list streams;
    struct pl_speakers speakers; /* whom it hears */
    bool told;                   /* the figures */
    bool was_told;               /* some, the last time */
    struct pl_loudest_told loudest;
    struct pl_section *sections; /* owned */
    unsigned section_count, section_room;
    uint32_t version;        /* of the newest offer */
    uint32_t sdp_id;         /* o= line */
    unsigned offered_count;  /* sections in it */
    bool waiting;            /* for the answer to it */
    bool changed;            /* since it was made */
    bool fresh;              /* the next offer is the first of its connection */
    bool restart_ice;        /* the next offer brings new ICE credentials */
    struct pl_list in_dirty; /* an offer is due */
};

/* Plans a new offer; it is made at the next tick, or when the outstanding one is answered. */
void pl_sub_changed(struct pl_media_session *s);
/* The same, with new ICE credentials in it. */
void pl_sub_restart_ice(struct pl_media_session *s);
void pl_sub_offer(struct pl_media_session *s, pl_time_us now);
void pl_sub_answer(struct pl_media_session *s, pl_time_us now, uint32_t version,
                   struct pl_bytes sdp);
/* The connection is gone: all sections are free, nothing is outstanding. */
void pl_sub_reset(struct pl_media_session *s);

/* Gives the outcome as an event. */
void pl_pub_offer(struct pl_media_session *s, pl_time_us now, uint64_t request, struct pl_bytes sdp,
                  const struct pl_media_pub_track *tracks, size_t track_count, enum pl_codec video);

/* ---- media.c ---- */

struct pl_media_queued {
    struct pl_list in_events;
    struct pl_media_event event;
    struct pl_media_sub_track *tracks; /* owned */
    struct pl_media_figure *figures;   /* owned */
    uint8_t *sdp;                      /* owned */
};

struct pl_media {
    struct pl_media_config config;
    struct pl_idmap sessions;
    struct pl_strmap paths;  /* validated paths -> struct pl_peer_path */
    struct pl_strmap ufrags; /* ours -> struct pl_peer */
    struct pl_idmap routes;  /* SSRC towards a subscriber -> struct pl_route */
    struct pl_heap deadlines;
    struct pl_stun_server stun;
    struct pl_list failed;              /* peers to reap */
    struct pl_list dirty;               /* sessions to offer to */
    struct pl_list touched;             /* streams with packets in the batch at hand */
    struct pl_list touched_peers;       /* whose deadlines it may have moved */
    struct pl_list events;              /* struct pl_media_queued */
    struct pl_media_queued *current;    /* given out by next_event */
    struct pl_budget_limits budgets[2]; /* of enum pl_media_role */
    struct pl_allowance stream_budget;  /* bits */
    struct pl_strangers *strangers;
    struct pl_media_stats stats;
    struct pl_census census;
    struct pl_loudest loudest;
    struct pl_stream_packet batch[PL_MEDIA_BATCH_MAX];
    size_t batch_count;
};

/* Copies sdp and tracks. False: no memory, the event is lost. */
bool pl_media_emit(struct pl_media *m, const struct pl_media_event *event);
/* Room for a datagram, and sending it to p's path. */
uint8_t *pl_media_reserve(struct pl_media *m);
void pl_media_commit(struct pl_media *m, size_t len, const struct pl_ice_path *to);
/* An SSRC that no route has; never 0. */
uint32_t pl_media_fresh_ssrc(struct pl_media *m);

#endif
