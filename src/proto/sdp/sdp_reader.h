/* SPDX-License-Identifier: Apache-2.0 */
/* Inside sdp only: the state of one reading, and what its files call of each other. */
#ifndef PL_PROTO_SDP_SDP_READER_H
#define PL_PROTO_SDP_SDP_READER_H

#include "proto/sdp/sdp.h"

/* What the present section (or the session) has said itself, so that it is not said twice. */
enum pl_sdp_said {
    PL_SDP_SAID_MID = 1 << 0,
    PL_SDP_SAID_DIRECTION = 1 << 1,
    PL_SDP_SAID_UFRAG = 1 << 2,
    PL_SDP_SAID_PWD = 1 << 3,
    PL_SDP_SAID_FINGERPRINT = 1 << 4,
    PL_SDP_SAID_SETUP = 1 << 5,
    PL_SDP_SAID_TLS_ID = 1 << 6,
    PL_SDP_SAID_SIMULCAST = 1 << 7,
};

struct pl_sdp_reader {
    struct pl_sdp *sdp;
    struct pl_sdp_media session; /* what was said for all sections: they begin as a copy of it */
    struct pl_sdp_media *m;      /* the present section, or &session */
    unsigned said;               /* enum pl_sdp_said */
    bool has_origin;
    uint8_t ext_own[4352 / 8]; /* extmap ids that the section itself has said */
    struct pl_sdp_error error;
};

/* Gives PL_E_PROTO and notes why. */
enum pl_err pl_sdp_bad(struct pl_sdp_reader *r, const char *reason);

/* An adder has failed: gives its outcome. */
enum pl_err pl_sdp_full(struct pl_sdp_reader *r);

/* False when it was said before in this section. */
bool pl_sdp_say(struct pl_sdp_reader *r, enum pl_sdp_said what);

/* "a=name:value"; value is empty for "a=name". */
enum pl_err pl_sdp_read_attribute(struct pl_sdp_reader *r, struct pl_bytes name,
                                  struct pl_bytes value);

/* sdp_candidate.c: what follows "candidate:". */
enum pl_err pl_sdp_read_candidate(struct pl_sdp_candidate *out, struct pl_bytes value);

/* sdp_attr_rtp.c */
enum pl_err pl_sdp_read_rtpmap(struct pl_sdp_reader *r, struct pl_bytes value);
enum pl_err pl_sdp_read_fmtp(struct pl_sdp_reader *r, struct pl_bytes value);
enum pl_err pl_sdp_read_rtcp_fb(struct pl_sdp_reader *r, struct pl_bytes value);
enum pl_err pl_sdp_read_extmap(struct pl_sdp_reader *r, struct pl_bytes value);
enum pl_err pl_sdp_read_msid(struct pl_sdp_reader *r, struct pl_bytes value);
enum pl_err pl_sdp_read_ssrc(struct pl_sdp_reader *r, struct pl_bytes value);
enum pl_err pl_sdp_read_ssrc_group(struct pl_sdp_reader *r, struct pl_bytes value);
enum pl_err pl_sdp_read_rid(struct pl_sdp_reader *r, struct pl_bytes value);
enum pl_err pl_sdp_read_simulcast(struct pl_sdp_reader *r, struct pl_bytes value);

/*
 * What no single line can tell: numbers and names used twice. NULL when all is well, else a reason.
 * Reader and writer both ask.
 */
const char *pl_sdp_check_media(const struct pl_sdp *sdp, const struct pl_sdp_media *m);
const char *pl_sdp_check_groups(const struct pl_sdp *sdp);

/* Names shared by reading and writing; index = the enum, NULL at PL_SDP_HASH_NONE etc. */
extern const char *const pl_sdp_setup_names[PL_SDP_SETUP_HOLDCONN + 1];
extern const char *const pl_sdp_direction_names[PL_SDP_SENDRECV + 1];
extern const struct pl_sdp_hash_info {
    const char *name;
    uint8_t len;
} pl_sdp_hashes[PL_SDP_SHA512 + 1];

#endif
