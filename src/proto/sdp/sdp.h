/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Session descriptions: the offers and answers of WebRTC browsers as a model.
 *
 * Parse once, work on the model, print once; nobody edits SDP text. Reads and writes what a WebRTC
 * session needs: RFC 8866 (SDP), 8829 (JSEP), 9143 (BUNDLE, was 8843), 8839 and 8840 (ICE), 8842
 * and 8122 (DTLS), 5761 and 8858 (rtcp-mux), 8285 (extmap), 4585 and 5104 (rtcp-fb), 5506
 * (rtcp-rsize), 4588 (rtx), 8853 and 8851 (simulcast, rid), 8830 (msid), 5576 (ssrc), 8841 (data
 * channels).
 *
 * Leaves to others: which codec fits which (sdp_codec.h), how an answer follows from an offer
 * (sdp_answer.h), trickling, and every decision about a session.
 *
 * Order of calls: pl_sdp_read() or pl_sdp_init(), then anything, then pl_sdp_finish(). The object
 * owns an arena; all that hangs on it lives there and dies in pl_sdp_finish().
 *
 * Rules of reading:
 *   - Unknown lines and attributes are skipped; a known one that is malformed ends the reading with
 *     PL_E_PROTO, its line number and a reason for the log. Too much of anything is PL_E_LIMIT.
 *   - Lines end in CR LF or LF, the last one may lack it. NUL and other control bytes are refused.
 *   - What was said once for the session (ICE, DTLS, direction, extmap) is inherited: it is found
 * in each media section, unless the section says otherwise.
 *   - Mentions of a payload type that its m= line does not list are skipped, as are candidates,
 *     fingerprints and ids of kinds unknown to us where the RFCs ask for that.
 *
 * Rules of writing: canonical order, CR LF, everything media-level except groups and ice-lite. What
 * was written is always readable, and reading it gives an equal model. A text with a control byte,
 * or a token with a blank, is refused with PL_E_RANGE, so a name chosen by a stranger cannot
 * smuggle in a line.
 *
 * Zero is always "not said", so a struct cleared to zero is an empty description.
 * Cost: linear in the text; memory about five times the text, at most PL_SDP_MEMORY_MAX.
 */
#ifndef PL_PROTO_SDP_SDP_H
#define PL_PROTO_SDP_SDP_H

#include "base/addr.h"
#include "base/bytes.h"
#include "base/err.h"

/* Limits. Each list of a media section has its own; a longer one is PL_E_LIMIT. */
enum {
    PL_SDP_TEXT_MAX = 192 * 1024, /* bytes of a whole description */
    PL_SDP_LINE_MAX = 8 * 1024,   /* bytes of a line without its end */
    PL_SDP_LINES_MAX = 8 * 1024,
    PL_SDP_MEMORY_MAX = 4 * 1024 * 1024,
    PL_SDP_MEDIA_MAX = 128,
    PL_SDP_GROUPS_MAX = 8,
    PL_SDP_MID_MAX = 32, /* bytes */
    PL_SDP_CODECS_MAX = 128,
    PL_SDP_PARAMS_MAX = 32, /* of one fmtp or rid */
    PL_SDP_FEEDBACKS_MAX = 32,
    PL_SDP_FINGERPRINTS_MAX = 8,
    PL_SDP_CANDIDATES_MAX = 20, /* further ones are dropped without an error */
    PL_SDP_EXTMAPS_MAX = 32,
    PL_SDP_MSIDS_MAX = 8,
    PL_SDP_SSRCS_MAX = 64,
    PL_SDP_SSRC_GROUPS_MAX = 32,
    PL_SDP_SSRC_GROUP_SIZE_MAX = 16,
    PL_SDP_RIDS_MAX = 16,
    PL_SDP_LAYERS_MAX = 16, /* simulcast streams with their alternatives, a direction */
};

/* Of max_message_size_bytes. */
#define PL_SDP_ANY_SIZE UINT64_MAX

enum pl_sdp_kind {
    PL_SDP_OTHER = 0, /* see kind_name */
    PL_SDP_AUDIO,
    PL_SDP_VIDEO,
    PL_SDP_APPLICATION,
};

/* Bits: 1 = send, 2 = receive. */
enum pl_sdp_direction {
    PL_SDP_INACTIVE = 0,
    PL_SDP_SENDONLY = 1,
    PL_SDP_RECVONLY = 2,
    PL_SDP_SENDRECV = 3,
};

/* RFC 8842. */
enum pl_sdp_setup {
    PL_SDP_SETUP_NONE = 0,
    PL_SDP_SETUP_ACTPASS,
    PL_SDP_SETUP_ACTIVE,  /* sends the ClientHello */
    PL_SDP_SETUP_PASSIVE, /* waits for it */
    PL_SDP_SETUP_HOLDCONN,
};

enum pl_sdp_hash {
    PL_SDP_HASH_NONE = 0,
    PL_SDP_SHA1,
    PL_SDP_SHA224,
    PL_SDP_SHA256,
    PL_SDP_SHA384,
    PL_SDP_SHA512,
};

struct pl_sdp_fingerprint {
    enum pl_sdp_hash hash;
    uint8_t len; /* follows from hash */
    uint8_t bytes[64];
};

/* Bits of pl_sdp_ice.options. */
enum pl_sdp_ice_option {
    PL_SDP_ICE_TRICKLE = 1, /* RFC 8840 */
    PL_SDP_ICE2 = 2,        /* RFC 8445 */
    PL_SDP_ICE_RENOMINATION = 4,
};

enum pl_sdp_candidate_type {
    PL_SDP_HOST = 1,
    PL_SDP_SRFLX,
    PL_SDP_PRFLX,
    PL_SDP_RELAY,
};

enum pl_sdp_tcp_type {
    PL_SDP_UDP = 0, /* not TCP at all */
    PL_SDP_TCP_ACTIVE,
    PL_SDP_TCP_PASSIVE,
    PL_SDP_TCP_SO,
};

/* RFC 8839 5.1, RFC 6544. */
struct pl_sdp_candidate {
    struct pl_bytes foundation;
    uint16_t component;
    enum pl_sdp_tcp_type tcp;
    uint32_t priority;
    struct pl_addr addr;  /* port always; family PL_ADDR_NONE when host is a name */
    struct pl_bytes host; /* a name (mDNS "x.local"), else empty */
    enum pl_sdp_candidate_type type;
    struct pl_addr related; /* raddr and rport; family PL_ADDR_NONE: none */
    struct pl_bytes ufrag;  /* trickled ones of today's browsers say it; may be empty */
};

/* key or key=value; an item without '=' (RED's "111/111") is a key with an empty value. */
struct pl_sdp_param {
    struct pl_bytes key;
    struct pl_bytes value;
};

/* "nack pli" is type "nack", param "pli"; plain "nack" has an empty param. */
struct pl_sdp_feedback {
    struct pl_bytes type;
    struct pl_bytes param;
};

struct pl_sdp_codec {
    uint8_t pt;
    uint8_t channels;     /* 1 when not said */
    uint32_t clock;       /* Hz */
    struct pl_bytes name; /* empty: no rtpmap given and none known for this number */
    struct pl_sdp_param *params;
    size_t param_count;
    struct pl_sdp_feedback *feedbacks;
    size_t feedback_count;
};

/* RFC 8285. */
struct pl_sdp_extmap {
    uint16_t id; /* 1..255, or 4096..4351: offered, number to be chosen by the answerer */
    bool has_direction;
    enum pl_sdp_direction direction; /* with has_direction */
    struct pl_bytes uri;
    struct pl_bytes attributes; /* usually empty */
};

/* RFC 8830. stream "-": in no stream. track may be empty. */
struct pl_sdp_msid {
    struct pl_bytes stream;
    struct pl_bytes track;
};

/* RFC 5576. Has a cname or a msid or both. */
struct pl_sdp_ssrc {
    uint32_t id;
    struct pl_bytes cname;
    struct pl_sdp_msid msid; /* stream empty: not said */
};

struct pl_sdp_ssrc_group {
    struct pl_bytes semantics; /* "FID": media and its rtx; "SIM" */
    uint32_t *ssrcs;
    size_t ssrc_count;
};

/* RFC 8851. Restrictions are "pt=96,97", "max-width=1280" ... */
struct pl_sdp_rid {
    struct pl_bytes id;
    enum pl_sdp_direction direction; /* PL_SDP_SENDONLY or PL_SDP_RECVONLY */
    struct pl_sdp_param *params;
    size_t param_count;
};

/* One stream of a=simulcast, in order of preference, or an alternative to the one before it. */
struct pl_sdp_layer {
    struct pl_bytes rid;
    bool paused;
    bool alternative;
};

struct pl_sdp_simulcast {
    struct pl_sdp_layer *send;
    size_t send_count;
    struct pl_sdp_layer *recv;
    size_t recv_count;
};

struct pl_sdp_ice {
    struct pl_bytes ufrag; /* 4..256 bytes, or empty */
    struct pl_bytes pwd;   /* 22..256 bytes, or empty */
    unsigned options;      /* enum pl_sdp_ice_option */
};

struct pl_sdp_dtls {
    struct pl_sdp_fingerprint fingerprints[PL_SDP_FINGERPRINTS_MAX];
    size_t fingerprint_count;
    enum pl_sdp_setup setup;
    struct pl_bytes tls_id; /* usually empty */
};

/* One m= section. */
struct pl_sdp_media {
    enum pl_sdp_kind kind;
    struct pl_bytes kind_name; /* with PL_SDP_OTHER: "text", "image" ...; else empty */
    uint16_t port;             /* 0: rejected, unless bundle_only */
    struct pl_bytes proto;     /* "UDP/TLS/RTP/SAVPF", "UDP/DTLS/SCTP" */
    struct pl_bytes formats;   /* not RTP: the rest of the m= line, "webrtc-datachannel" */
    struct pl_bytes mid;       /* may be empty; unique */
    enum pl_sdp_direction direction;
    bool bundle_only;
    bool rtcp_mux;
    bool rtcp_mux_only;
    bool rtcp_rsize;
    bool extmap_allow_mixed;
    bool end_of_candidates;
    struct pl_sdp_ice ice;
    struct pl_sdp_dtls dtls;
    struct pl_sdp_candidate *candidates;
    size_t candidate_count;
    struct pl_sdp_codec *codecs; /* in the order of the m= line: most wanted first */
    size_t codec_count;
    struct pl_sdp_feedback *feedbacks; /* of all codecs ("a=rtcp-fb:*") */
    size_t feedback_count;
    struct pl_sdp_extmap *extmaps;
    size_t extmap_count;
    struct pl_sdp_msid *msids;
    size_t msid_count;
    struct pl_sdp_ssrc *ssrcs;
    size_t ssrc_count;
    struct pl_sdp_ssrc_group *ssrc_groups;
    size_t ssrc_group_count;
    struct pl_sdp_rid *rids;
    size_t rid_count;
    struct pl_sdp_simulcast simulcast;
    uint32_t bandwidth_kbps; /* b=AS, 0: not said */
    uint32_t bandwidth_bps;  /* b=TIAS, 0: not said */
    uint16_t ptime_ms;
    uint16_t maxptime_ms;
    uint16_t sctp_port;              /* RFC 8841 */
    uint64_t max_message_size_bytes; /* PL_SDP_ANY_SIZE: "0" on the wire, no limit */
};

/* RFC 5888: "BUNDLE" or "LS" and the mids. */
struct pl_sdp_group {
    struct pl_bytes semantics;
    struct pl_bytes *mids;
    size_t mid_count;
};

struct pl_sdp_block; /* of the arena */

struct pl_sdp {
    struct pl_bytes origin_user; /* empty is written as "-" */
    uint64_t origin_id;
    uint64_t origin_version;
    bool ice_lite;
    struct pl_sdp_group *groups;
    size_t group_count;
    struct pl_sdp_media **media; /* the sections keep their places in memory */
    size_t media_count;

    enum pl_err err; /* the first failure of an adder below; pl_sdp_write gives it */
    struct pl_sdp_block *blocks;
    size_t memory_bytes;
};

/* Where and why reading stopped. reason is a literal, fit for a log. */
struct pl_sdp_error {
    unsigned line; /* 1-based; 0: the text as a whole */
    const char *reason;
};

/* ---- read and write ---- */

/*
 * Initialises *sdp and reads the text, which is copied: it need not outlive the call. PL_E_PROTO,
 * PL_E_LIMIT or PL_E_NOMEM; then *sdp is empty and `error` (may be NULL) says more.
 * pl_sdp_finish() is right in every case.
 */
PL_MUST_CHECK enum pl_err pl_sdp_read(struct pl_sdp *sdp, struct pl_bytes text,
                                      struct pl_sdp_error *error);

/*
 * Prints into dst and gives the length (no NUL is added). PL_E_SPACE when dst is too small,
 * PL_E_LIMIT when the text would break the limits of reading, PL_E_RANGE when the model holds what
 * SDP cannot say (control bytes, a codec number above 127 ...), or the sticky sdp->err.
 */
PL_MUST_CHECK enum pl_err pl_sdp_write(const struct pl_sdp *sdp, uint8_t *dst, size_t size,
                                       size_t *len);

/*
 * One candidate, as trickled: "candidate:..." or the same after "a=". The texts in *out borrow from
 * `text`. PL_E_IGNORED: well-formed, but of a transport, type or address that we do not know.
 */
PL_MUST_CHECK enum pl_err pl_sdp_candidate_read(struct pl_sdp_candidate *out, struct pl_bytes text);

/* "candidate:...", without "a=" and line end. PL_E_SPACE, PL_E_RANGE as above. */
PL_MUST_CHECK enum pl_err pl_sdp_candidate_write(const struct pl_sdp_candidate *c, uint8_t *dst,
                                                 size_t size, size_t *len);

/* ---- build ---- */

/*
 * Texts in a model must live as long as it: literals do, others are copied with pl_sdp_copy().
 * Adders give a zeroed item, or NULL at a limit or without memory; sdp->err then says which and
 * stays, so that a straight list of copies needs one check at the end. Lists grow through adders
 * only; an adder may move the list it adds to (pointers to earlier codecs die, those to sections do
 * not).
 */
void pl_sdp_init(struct pl_sdp *sdp);
void pl_sdp_finish(struct pl_sdp *sdp); /* harmless twice */

struct pl_bytes pl_sdp_copy(struct pl_sdp *sdp, struct pl_bytes text);

struct pl_sdp_group *pl_sdp_add_group(struct pl_sdp *sdp, struct pl_bytes semantics);
void pl_sdp_add_group_mid(struct pl_sdp *sdp, struct pl_sdp_group *g, struct pl_bytes mid);
struct pl_sdp_media *pl_sdp_add_media(struct pl_sdp *sdp);
struct pl_sdp_candidate *pl_sdp_add_candidate(struct pl_sdp *sdp, struct pl_sdp_media *m);
struct pl_sdp_codec *pl_sdp_add_codec(struct pl_sdp *sdp, struct pl_sdp_media *m);
void pl_sdp_add_param(struct pl_sdp *sdp, struct pl_sdp_codec *c, struct pl_bytes key,
                      struct pl_bytes value);
void pl_sdp_add_feedback(struct pl_sdp *sdp, struct pl_sdp_codec *c, struct pl_bytes type,
                         struct pl_bytes param);
void pl_sdp_add_feedback_all(struct pl_sdp *sdp, struct pl_sdp_media *m, struct pl_bytes type,
                             struct pl_bytes param);
struct pl_sdp_extmap *pl_sdp_add_extmap(struct pl_sdp *sdp, struct pl_sdp_media *m);
struct pl_sdp_msid *pl_sdp_add_msid(struct pl_sdp *sdp, struct pl_sdp_media *m);
struct pl_sdp_ssrc *pl_sdp_add_ssrc(struct pl_sdp *sdp, struct pl_sdp_media *m);
struct pl_sdp_ssrc_group *pl_sdp_add_ssrc_group(struct pl_sdp *sdp, struct pl_sdp_media *m,
                                                struct pl_bytes semantics);
void pl_sdp_add_ssrc_group_id(struct pl_sdp *sdp, struct pl_sdp_ssrc_group *g, uint32_t ssrc);
struct pl_sdp_rid *pl_sdp_add_rid(struct pl_sdp *sdp, struct pl_sdp_media *m);
void pl_sdp_add_rid_param(struct pl_sdp *sdp, struct pl_sdp_rid *r, struct pl_bytes key,
                          struct pl_bytes value);
/* direction: PL_SDP_SENDONLY or PL_SDP_RECVONLY, the list to add to. */
struct pl_sdp_layer *pl_sdp_add_layer(struct pl_sdp *sdp, struct pl_sdp_media *m,
                                      enum pl_sdp_direction direction);

/* ---- ask ---- */

static inline bool pl_sdp_media_rejected(const struct pl_sdp_media *m)
{
    return m->port == 0 && !m->bundle_only;
}

/* True for "RTP/AVP" and all its relatives: the section has codecs instead of formats. */
bool pl_sdp_media_is_rtp(const struct pl_sdp_media *m);

/* NULL when no section has that mid. */
struct pl_sdp_media *pl_sdp_find_media(const struct pl_sdp *sdp, struct pl_bytes mid);

/* The BUNDLE group that holds this section, NULL when none. */
const struct pl_sdp_group *pl_sdp_bundle_of(const struct pl_sdp *sdp, const struct pl_sdp_media *m);

/*
 * The section whose ICE and DTLS this one uses: the first of its bundle (RFC 9143 7.1.2), itself
 * when it is in none.
 */
const struct pl_sdp_media *pl_sdp_transport_of(const struct pl_sdp *sdp,
                                               const struct pl_sdp_media *m);

const struct pl_sdp_codec *pl_sdp_find_pt(const struct pl_sdp_media *m, uint8_t pt);
const struct pl_sdp_extmap *pl_sdp_find_extmap(const struct pl_sdp_media *m, const char *uri);
const struct pl_sdp_rid *pl_sdp_find_rid(const struct pl_sdp_media *m, struct pl_bytes id);

/* The value of an fmtp key (letter case does not matter); false when absent. */
bool pl_sdp_param_get(const struct pl_sdp_codec *c, const char *key, struct pl_bytes *value);

/* The same as a decimal number; `otherwise` when absent or not a number of 32 bits. */
uint32_t pl_sdp_param_uint(const struct pl_sdp_codec *c, const char *key, uint32_t otherwise);

/* Feedback for this codec, said for it or for all: ("nack", "pli"), ("nack", ""). */
bool pl_sdp_has_feedback(const struct pl_sdp_media *m, const struct pl_sdp_codec *c,
                         const char *type, const char *param);

#endif
