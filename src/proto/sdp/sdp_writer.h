/* SPDX-License-Identifier: Apache-2.0 */
/* Inside sdp only: the printer's pen. All failures stick; pl_sdp_write() looks at the end. */
#ifndef PL_PROTO_SDP_SDP_WRITER_H
#define PL_PROTO_SDP_SDP_WRITER_H

#include "proto/sdp/sdp.h"

struct pl_sdp_writer {
    struct pl_writer out;
    size_t line_start;
    unsigned lines;
    bool too_long;  /* a line or their number breaks the limits of reading */
    bool unsayable; /* the model holds what SDP cannot say */
};

void pl_sdp_put(struct pl_sdp_writer *w, const char *literal);
void pl_sdp_putf(struct pl_sdp_writer *w, const char *format, ...) PL_PRINTF(2, 3);
/* Each refuses what its class (sdp_text.h) does not hold. */
void pl_sdp_put_text(struct pl_sdp_writer *w, struct pl_bytes s);
void pl_sdp_put_word(struct pl_sdp_writer *w, struct pl_bytes s);
void pl_sdp_put_token(struct pl_sdp_writer *w, struct pl_bytes s);
void pl_sdp_end_line(struct pl_sdp_writer *w);

void pl_sdp_put_candidate(struct pl_sdp_writer *w, const struct pl_sdp_candidate *c);
/* The lines of codecs, header extensions, streams and layers. */
void pl_sdp_put_rtp(struct pl_sdp_writer *w, const struct pl_sdp_media *m);

#endif
