/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How an answer follows from an offer (RFC 3264, 8829 5.3, 9143): each section of the offer gets
 * one section of the answer, in order, either accepted or rejected.
 *
 *     pl_sdp_answer_begin(&answer, id, version)
 *     for each section of the offer: pl_sdp_answer_accept(...) or pl_sdp_answer_reject(...)
 *     pl_sdp_answer_end(&answer, &offer)
 *     pl_sdp_write(&answer, ...)
 *
 * Leaves to others: which section to accept; the ICE credentials, candidates, fingerprints, msids
 * and ssrcs of our side, which the caller puts into the sections it was given; ice_lite.
 * All texts are copied: the offer may be finished before the answer is.
 */
#ifndef PL_PROTO_SDP_SDP_ANSWER_H
#define PL_PROTO_SDP_SDP_ANSWER_H

#include "proto/sdp/sdp_codec.h"

/* What our side can do with one section. Borrowed for the call. */
struct pl_sdp_wish {
    /* Codecs we take, their fmtp and rtcp-fb as we would say them; pt is not looked at. */
    const struct pl_sdp_codec *codecs;
    size_t codec_count;
    size_t codec_limit; /* at most so many (each with its rtx) are taken; 0: all that match */
    bool rtx;           /* take the retransmission codec of each codec taken, if offered */
    const char *const *extmaps; /* URIs of the header extensions we take */
    size_t extmap_count;
    enum pl_sdp_direction direction; /* ours, at most */
    enum pl_sdp_setup setup; /* our DTLS role when we are free to choose: ACTIVE or PASSIVE */
    bool simulcast;          /* take offered simulcast (send becomes recv, and with it the rids) */
    uint16_t sctp_port;      /* of a data channel section */
    uint64_t max_message_size_bytes;
};

/* Initialises *answer. */
void pl_sdp_answer_begin(struct pl_sdp *answer, uint64_t origin_id, uint64_t origin_version);

/*
 * Adds the section that accepts `offered`, a section of the offer. Taken over: kind, protocol, mid,
 * rtcp-mux, rtcp-rsize, extmap-allow-mixed, the offer's payload types and extmap ids. The codecs
 * are in the offer's order, their fmtp is the wish's (an H.264 profile-level-id is the offered
 * profile at the lower of both levels, or at our level where both allow asymmetry), their rtcp-fb
 * what both know. Directions are turned around.
 *
 * PL_E_NOT_FOUND: no codec in common; PL_E_UNSUPPORTED: the section was rejected by its offerer, or
 * has no rtcp-mux, or its protocol or DTLS role cannot be answered. Then nothing was added, and the
 * caller rejects. Else PL_E_LIMIT, PL_E_NOMEM.
 */
PL_MUST_CHECK enum pl_err pl_sdp_answer_accept(struct pl_sdp *answer,
                                               const struct pl_sdp_media *offered,
                                               const struct pl_sdp_wish *wish,
                                               struct pl_sdp_media **section);

/* Adds the section that rejects `offered`: port 0, its first format. */
PL_MUST_CHECK enum pl_err pl_sdp_answer_reject(struct pl_sdp *answer,
                                               const struct pl_sdp_media *offered);

/*
 * Checks that every section was answered (PL_E_STATE otherwise) and adds the offer's BUNDLE groups,
 * without the sections that were rejected.
 */
PL_MUST_CHECK enum pl_err pl_sdp_answer_end(struct pl_sdp *answer, const struct pl_sdp *offer);

/* ---- parts ---- */

/* What the other side sees: sendonly <-> recvonly. */
static inline enum pl_sdp_direction pl_sdp_direction_reverse(enum pl_sdp_direction d)
{
    return (enum pl_sdp_direction)((d & 1) << 1 | d >> 1);
}

/* The DTLS role that answers an offered one (RFC 8842 5.3); `free_choice` is for actpass. NONE
 * when there is none. */
enum pl_sdp_setup pl_sdp_setup_answer(enum pl_sdp_setup offered, enum pl_sdp_setup free_choice);

#endif
