/* SPDX-License-Identifier: Apache-2.0 */
/* Equality of two models, member by member: for tests and fuzzing, which must not trust the
 * printer. */
#ifndef PL_PROTO_SDP_SDP_EQ_H
#define PL_PROTO_SDP_SDP_EQ_H

#include "proto/sdp/sdp.h"

/* NULL when equal, else the name of what differs first. */
const char *pl_sdp_difference(const struct pl_sdp *a, const struct pl_sdp *b);

#endif
