/* SPDX-License-Identifier: Apache-2.0 */
/* Test support: random valid messages of every type, and deep equality, both by the tables. */
#ifndef PL_PROTO_WIRE_RANDOM_H
#define PL_PROTO_WIRE_RANDOM_H

#include "base/rng.h"
#include "proto/wire/wire.h"

/* Fills *out with a valid message of that type. Strings and lists come from the arena, which must
 * be large enough (PL_WIRE_SERVER_ARENA_BYTES is); ends the process when it is not. One string or
 * list in eight is as long as the schema allows. */
void pl_wire_random(struct pl_prng *rng, enum pl_wire_type type, struct pl_wire_arena *arena,
                    struct pl_wire_msg *out);

bool pl_wire_same(const struct pl_wire_msg *a, const struct pl_wire_msg *b);

#endif
