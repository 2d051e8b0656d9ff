/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SFU: what one media worker does, without its socket, thread and clock. Packets in, packets
 * out, next deadline.
 *
 * It keeps, for each session that is in a room, up to two peer connections (ICE-lite, DTLS server,
 * SRTP): `pub`, whose offer comes from the client, and `sub`, which the SFU offers as soon as there
 * is something to see or hear. A publisher's stream is forwarded to a session when it was linked to
 * it: numbers rewritten (remap.h), losses repaired on both sides (loss.h, cache.h), key frames
 * asked for seldom, sender reports translated.
 *
 * It leaves to others: who may see whom (the domain decides and links), rooms, users, signalling
 * transport. Sessions are opaque 64-bit ids.
 *
 * Order of calls: commands and input change the state; then pl_media_tick(), then drain
 * pl_media_next_event() until PL_E_AGAIN; then wait until pl_media_deadline() or the next input.
 * Datagrams to send leave through the sink during any of these calls. One owner thread.
 *
 * What strangers can fill is bounded: peers by config, SSRCs a peer, sections a peer, paths a peer,
 * RTX a second, bits, packets and checks a peer (budget.h). A datagram that is not STUN is dropped
 * unread unless it comes on a path that has passed an ICE integrity check.
 */
#ifndef PL_MEDIA_MEDIA_H
#define PL_MEDIA_MEDIA_H

#include "base/addr.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/rng.h"
#include "base/time.h"
#include "media/figures/figures.h"
#include "media/sdp/codec.h"
#include "proto/dtls/dtls_cert.h"
#include "proto/ice/ice.h"

struct pl_dtls_context;
struct pl_srtp_crypto;
struct pl_media;

enum {
    PL_MEDIA_BATCH_MAX = 64,      /* datagrams in one pl_media_input */
    PL_MEDIA_DATAGRAM_MAX = 1500, /* longest datagram that the sink will be asked for */
    PL_MEDIA_ADDRESSES_MAX = 8,
    PL_MEDIA_MID_MAX = 16,
    PL_MEDIA_RID_MAX = 16,
    PL_MEDIA_PUB_SECTIONS_MAX = 17, /* one microphone, sixteen cameras */
    PL_MEDIA_SUB_SECTIONS_MAX = 64, /* pictures and sounds that one client receives */
    PL_MEDIA_ENCODINGS_MAX = 3,     /* of one picture, by simulcast or as scalable layers */
    PL_MEDIA_SPEAKERS_TOLD = 5,     /* voices named in one event */
    PL_MEDIA_TEMPORAL_MAX = 4,      /* temporal layers of an encoding */
};

enum pl_media_role {
    PL_MEDIA_PUB,
    PL_MEDIA_SUB,
};

/* How a page shows a picture that it receives. */
struct pl_media_view {
    uint16_t width, height; /* device pixels; 0: unknown */
    bool visible;
};

/* Why a subscriber gets the layer of a picture that it gets, or none. */
enum pl_media_why {
    PL_MEDIA_WHY_BEST,     /* the highest there is */
    PL_MEDIA_WHY_SIZE,     /* shown no larger than this */
    PL_MEDIA_WHY_ESTIMATE, /* the subscriber's way carries no more */
    PL_MEDIA_WHY_HIDDEN,   /* not visible: paused */
    PL_MEDIA_WHY_COUNT,
};

/*
 * Port: where datagrams go. Mandatory; called on the owner's thread. The SFU encrypts straight into
 * the room that reserve gives (never NULL, good until commit or the next reserve); a reserve
 * without a commit sends nothing.
 */
struct pl_media_sink {
    uint8_t *(*reserve)(struct pl_media_sink *self, size_t max_len);
    void (*commit)(struct pl_media_sink *self, size_t len, const struct pl_ice_path *to);
};

enum {
    PL_MEDIA_COPIES_MAX = 4, /* of one stream, each with its tag */
    /* In a tag: whoever takes the copy asks for key frames when it needs them
     * (pl_media_copy_key); else they come again and again, for whoever begins to listen. */
    PL_MEDIA_COPY_ASKS = 0x40000000,
};

/* One datagram of a copy. */
struct pl_media_copied {
    uint32_t tag; /* as in pl_media_copy */
    enum pl_media_kind kind;
    bool report;              /* an RTCP compound, else an RTP packet */
    enum pl_codec codec;      /* of RTP; a picture's or the sound's */
    pl_time_us now;           /* of the step that sends it: for RTP, when it came */
    struct pl_bytes datagram; /* borrowed */
};

/* Port: where copies of streams go, unencrypted (pl_media_copy). Called on the owner's thread.
 * False: it went nowhere. */
struct pl_media_copies {
    bool (*packet)(struct pl_media_copies *self, const struct pl_media_copied *copied);
};

/*
 * What one client may bring; 0: without limit. What is above is dropped and counted, before it is
 * decrypted where that can be. A sub connection, which brings only reports, gets an eighth.
 */
struct pl_media_limits {
    uint32_t peer_kbps;   /* of a connection: everything but STUN */
    uint32_t peer_pps;    /* the same in packets a second */
    uint32_t stream_kbps; /* of a stream, all its encodings and repairs together */
};

struct pl_media_config {
    struct pl_random *random;               /* kept */
    struct pl_media_sink *sink;             /* kept */
    struct pl_dtls_context *dtls;           /* kept */
    struct pl_dtls_fingerprint fingerprint; /* of its certificate: what our SDP says */
    struct pl_srtp_crypto *crypto;          /* kept */
    /* Where clients reach this worker: address and port of the host candidates, best first. */
    struct pl_addr addresses[PL_MEDIA_ADDRESSES_MAX];
    size_t address_count;
    bool tcp; /* the same ports take ICE over TCP (RFC 6544, passive) */
    size_t max_sessions;
    /* Each encoding is asked for key frames at most once in this time. 0: half a second. */
    pl_time_us key_pause_us;
    /* Sound (speakers.h). */
    unsigned loudest; /* voices that a session is sent at once, up to PL_SPEAKERS_MAX; 0: all */
    uint8_t silence;  /* the RFC 6464 level from which on a packet is silence; 0: never */
    struct pl_media_limits limits;
    struct pl_media_copies *copies; /* kept; NULL: no stream is ever copied */
    pl_time_us copy_key_us;         /* how often a copied picture begins anew for newcomers */
};

/* What the domain told: what a section of a publisher's offer is. */
struct pl_media_pub_track {
    struct pl_bytes mid; /* at most PL_MEDIA_MID_MAX bytes */
    enum pl_media_kind kind;
    uint8_t stream; /* 0..15 */
};

struct pl_media_sub_track {
    char mid[PL_MEDIA_MID_MAX + 1];
    uint64_t publisher; /* session */
    enum pl_media_kind kind;
    uint8_t stream;
};

/* How well one stream goes; the worst is told of a period of two seconds. figures.h has the rules.
 */
struct pl_media_figure {
    uint64_t publisher; /* session; the one that is told: its own, on the way to us */
    enum pl_media_kind kind;
    uint8_t stream;
    uint8_t encoding;  /* 0: the smallest that the publisher sends; down: the one that is sent on */
    uint8_t encodings; /* that it sends now */
    bool paused;
    enum pl_media_why why;
    uint8_t quality;        /* 0..5, of this way; PL_QUALITY_UNKNOWN */
    uint8_t source;         /* the same of the way from the publisher to us */
    uint16_t width, height; /* 0: not known */
    uint16_t fps;
    uint32_t bps;
    uint32_t lost_ppm, left_ppm; /* packets, before and after repair */
    uint32_t repaired;           /* packets sent again */
    uint32_t rtt_us, jitter_us;  /* 0: not known */
    uint32_t freezes;            /* since it began, as seen from here */
};

/* How well one session is connected. */
struct pl_media_way {
    uint8_t up, down;                /* the worst mark of its streams; PL_QUALITY_UNKNOWN: none */
    uint32_t up_rtt_us, down_rtt_us; /* 0: not known */
    uint32_t estimate_bps;           /* what can be sent down; 0: not known */
};

enum pl_media_event_type {
    PL_MEDIA_EVENT_ANSWER,    /* to a pl_media_offer: err, and sdp when it is PL_OK, else detail */
    PL_MEDIA_EVENT_OFFER,     /* of the sub connection: version, fresh, sdp, tracks */
    PL_MEDIA_EVENT_CONNECTED, /* role: ICE and DTLS are done */
    PL_MEDIA_EVENT_FAILED,    /* role: given up and forgotten; detail */
    /*
     * Which encodings of the session's picture `stream` anybody watches now: `encodings`, bit 0 the
     * smallest; 0: nobody, the publisher may stop encoding. Said when it changes; what is watched
     * less is said only after some seconds. `limit_bps`: more of a picture that has one size only
     * goes to nobody, since no watcher's way carries it; 0: no such limit.
     */
    PL_MEDIA_EVENT_DEMAND,
    PL_MEDIA_EVENT_FIGURES, /* way, figures; each two seconds, to a session that asked */
    /* speakers: who speaks of those whom it hears, the loudest first; on change, to the same. */
    PL_MEDIA_EVENT_SPEAKERS,
};

/* Views are good until the next call of pl_media_next_event. */
struct pl_media_event {
    enum pl_media_event_type type;
    uint64_t session;
    enum pl_media_role role;
    uint64_t request; /* of the offer that is answered */
    enum pl_err err;
    const char *detail; /* a literal, fit for logs and clients */
    uint32_t version;
    bool fresh; /* the offer belongs to a new peer connection */
    struct pl_bytes sdp;
    const struct pl_media_sub_track *tracks;
    size_t track_count;
    struct pl_media_way way;
    const struct pl_media_figure *figures;
    size_t figure_count;
    uint8_t stream;     /* of a DEMAND */
    uint8_t encodings;  /* of a DEMAND: bit mask */
    uint32_t limit_bps; /* of a DEMAND */
    uint8_t speaker_count;
    uint64_t speakers[PL_MEDIA_SPEAKERS_TOLD]; /* sessions */
};

/* One direction; each stream and each connection is counted once in two seconds. */
struct pl_media_way_stats {
    struct pl_histogram marks;    /* of streams */
    struct pl_histogram loss_ppm; /* of streams, before repair */
    struct pl_histogram rtt_us;   /* of connections */
};

/* Counters of a worker; they only rise, except the first three. */
struct pl_media_stats {
    uint64_t sessions, peers, streams; /* now */
    uint64_t datagrams_in, datagrams_out;
    uint64_t bytes_in, bytes_out;
    uint64_t stun_in;
    uint64_t dropped_stranger;  /* not STUN, and not from a validated path */
    uint64_t dropped_ufrag;     /* STUN for nobody we know */
    uint64_t dropped_malformed; /* neither STUN nor DTLS nor RTP, or unreadable inside */
    uint64_t dropped_auth;      /* SRTP tag, or an ICE integrity, does not fit */
    uint64_t dropped_replay;
    uint64_t dropped_unknown_ssrc;
    uint64_t dropped_budget;        /* of a connection */
    uint64_t dropped_stream_budget; /* of a stream: authentic, and too much */
    /* Addresses that clients nominated later on, asked whether they receive; answers and silence.
     */
    uint64_t paths_asked, paths_proven, paths_unproven;
    uint64_t dropped_checks; /* STUN unread: too many checks, or too many that failed */
    uint64_t rtp_in, rtp_out;
    uint64_t silent;    /* sound packets in that were silence */
    uint64_t outspoken; /* sound packets not forwarded to a listener, others being louder */
    uint64_t speaking;  /* now; voices that are not silent */
    uint64_t paused[PL_MEDIA_WHY_COUNT];   /* now; pictures not sent to a subscriber */
    uint64_t switched[PL_MEDIA_WHY_COUNT]; /* what a subscriber is to get has changed: layer, pause,
                                              reason; by the new reason */
    struct pl_media_way_stats up, down;
    uint64_t rtx_in, rtx_out;
    uint64_t nack_in, nack_out; /* packets asked for */
    uint64_t pli_in, pli_out;
    uint64_t feedback_in; /* transport-wide, of subscribers */
    /* Ways over TCP; counted by the worker, not by the SFU. */
    uint64_t tcp_open; /* now */
    uint64_t tcp_accepted, tcp_refused, tcp_strange, tcp_slow;
    uint64_t tcp_dropped;                 /* datagrams left out for slow readers */
    uint64_t stun_answered, stun_refused; /* Binding requests of the STUN service */
    uint64_t paced;          /* packets that waited for their turn towards a subscriber */
    uint64_t dropped_late;   /* and those that waited in vain */
    uint64_t padding_out;    /* packets sent to learn whether more would fit */
    uint64_t caught_up;      /* newcomers who got the last key frame from the cache */
    uint64_t layer_switches; /* a subscriber goes on with another encoding */
    uint64_t layer_left_out; /* packets of layers that a subscriber does not get */
    uint64_t copied;         /* packets that went out through the port of copies */
    uint64_t dropped_copies; /* and those that it did not take */
};

/* PL_E_NOMEM. Copies the config. */
PL_MUST_CHECK enum pl_err pl_media_create(const struct pl_media_config *config,
                                          struct pl_media **out);
/* NULL is harmless. Sends nothing. */
void pl_media_destroy(struct pl_media *m);

/* ---- commands ---- */

/*
 * Other addresses than those of the config, for offers and answers from now on; connections that
 * exist stay as they are. 1..PL_MEDIA_ADDRESSES_MAX.
 */
void pl_media_set_addresses(struct pl_media *m, const struct pl_addr *addresses, size_t count);

/* The session may publish and receive from now on. PL_E_EXISTS, PL_E_LIMIT, PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_media_join(struct pl_media *m, uint64_t session);

/* Ends both peer connections and all that others received of it. Harmless when it is not there. */
void pl_media_leave(struct pl_media *m, pl_time_us now, uint64_t session);

/*
 * The client's offer for pub; borrowed. Always answered by one PL_MEDIA_EVENT_ANSWER with the same
 * request: PL_E_PROTO (unreadable), PL_E_UNSUPPORTED (no common codec, no DTLS fingerprint ...),
 * PL_E_LIMIT, PL_E_NOT_FOUND (no such session). video: the codec to put first.
 */
void pl_media_offer(struct pl_media *m, pl_time_us now, uint64_t session, uint64_t request,
                    struct pl_bytes sdp, const struct pl_media_pub_track *tracks,
                    size_t track_count, enum pl_codec video);

/*
 * The client's answer to our offer. Another version than the newest is ignored. An unreadable
 * answer ends the sub connection (PL_MEDIA_EVENT_FAILED).
 */
void pl_media_answer(struct pl_media *m, pl_time_us now, uint64_t session, uint32_t version,
                     struct pl_bytes sdp);

/* Forgets a peer connection; a sub one is offered anew at once if there is something to receive. */
void pl_media_restart(struct pl_media *m, pl_time_us now, uint64_t session,
                      enum pl_media_role role);

/*
 * The client's network has changed: its sub connection is offered again with new ICE credentials
 * and keeps everything else. (For pub the client's own offer says it, by new credentials.) Ignored
 * when there is no such connection.
 */
void pl_media_restart_ice(struct pl_media *m, pl_time_us now, uint64_t session);

/*
 * Forward (or no longer) a stream of the publisher to the subscriber. May come before it is
 * published. Switching off pauses: the section stays, so that switching on again needs no
 * negotiation. Unknown sessions: ignored.
 */
void pl_media_link(struct pl_media *m, pl_time_us now, uint64_t subscriber, uint64_t publisher,
                   enum pl_media_kind kind, uint8_t stream, bool on);

/*
 * How the subscriber's page shows the publisher's picture: what is not visible is paused, what is
 * small needs no large layer. Until it is told, a picture counts as visible and of unknown size.
 * Unknown sessions and streams that are not linked: ignored.
 */
void pl_media_view(struct pl_media *m, pl_time_us now, uint64_t subscriber, uint64_t publisher,
                   uint8_t stream, const struct pl_media_view *view);

/*
 * Give (or no longer) everything of this stream to the port of copies, under the caller's tag, as
 * route/copy.h has it. May come before it is published; ends with the session. Unknown sessions, no
 * port, or more than PL_MEDIA_COPIES_MAX tags: ignored.
 */
void pl_media_copy(struct pl_media *m, pl_time_us now, uint64_t session, enum pl_media_kind kind,
                   uint8_t stream, uint32_t tag, bool on);
/* Whoever takes copies of this picture needs a key frame. Unknown ones: ignored. */
void pl_media_copy_key(struct pl_media *m, pl_time_us now, uint64_t session, uint8_t stream);

/*
 * Somebody is signed in from this address (or no longer): the STUN service tells him the address
 * that he asks from (proto/stun/stun_server.h). Counted; at most max_sessions addresses.
 */
void pl_media_stun_allow(struct pl_media *m, const struct pl_addr *address, bool on);

/*
 * Tell this session how well its streams go (PL_MEDIA_EVENT_FIGURES) and who speaks
 * (PL_MEDIA_EVENT_SPEAKERS), or no longer. Once more: tell it again who speaks.
 */
void pl_media_figures(struct pl_media *m, pl_time_us now, uint64_t session, bool on);

/* ---- packets and time ---- */

struct pl_media_datagram {
    struct pl_ice_path path;
    struct pl_buf data; /* decrypted in place */
};

/* Up to PL_MEDIA_BATCH_MAX datagrams in order of arrival; borrowed until the call returns. */
void pl_media_input(struct pl_media *m, pl_time_us now, const struct pl_media_datagram *batch,
                    size_t count);

/*
 * For ways that begin and end (TCP connections). Is this a check for somebody here (its proof is
 * not looked at)? Everything else may be hung up on. And: this way has ended.
 */
bool pl_media_awaits(const struct pl_media *m, struct pl_bytes check);
void pl_media_close_path(struct pl_media *m, pl_time_us now, const struct pl_ice_path *path);
/* May this datagram of ours be left out when a way is congested? Video may; sound, reports, checks
 * and handshakes may not. */
bool pl_media_may_drop(struct pl_bytes datagram);

void pl_media_tick(struct pl_media *m, pl_time_us now);
pl_time_us pl_media_deadline(const struct pl_media *m);

/* PL_E_AGAIN when there is none. */
PL_MUST_CHECK enum pl_err pl_media_next_event(struct pl_media *m, struct pl_media_event *out);

const struct pl_media_stats *pl_media_stats(const struct pl_media *m);

#endif
