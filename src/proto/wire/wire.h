/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The control messages of the browser link (subprotocol parlor.v1): JSON text <-> structs.
 *
 * The messages, their fields and limits are declared in schema/messages.json; wire_gen.h has a
 * struct for each. This codec checks everything that can be checked without state: JSON syntax
 * (RFC 8259), size, depth, number of values, duplicate keys, the type and range of every field,
 * UTF-8. It leaves to the caller: whether the message is allowed now (pl_wire_desc()->needs),
 * whether ids and seqs are in order, rights, rates.
 *
 * Both directions can be read and written by either side, since simulated clients and the load
 * generator speak the client's part.
 *
 * Envelope: a client's message is {"t":NAME,"id":N,...}, N = 1, 2, 3 ... ; a server's message is
 * {"t":NAME,"seq":N,"re":ID,...}. `id` and `seq` are there exactly when pl_wire_desc()->numbered
 * (a client's `id` that is not asked for is ignored), `re` when the message answers a request.
 * Unknown fields are ignored, so that a newer peer can add some; an unknown field still counts
 * toward the limits on size, depth and values.
 *
 * U+0000 is refused in every string, so that no C string further on ends early.
 */
#ifndef PL_PROTO_WIRE_H
#define PL_PROTO_WIRE_H

#include "base/bytes.h"
#include "base/err.h"
#include "proto/wire/limits_gen.h"
#include "proto/wire/wire_gen.h"

/* Longest text that is read at all, and the number of values in it, by who sends it. */
#define PL_WIRE_CLIENT_MAX_BYTES  ((size_t)PL_LIMIT_CLIENT_MESSAGE_BYTES)
#define PL_WIRE_SERVER_MAX_BYTES  ((size_t)PL_LIMIT_SERVER_MESSAGE_BYTES)
#define PL_WIRE_CLIENT_MAX_VALUES ((size_t)PL_LIMIT_CLIENT_MESSAGE_VALUES)
#define PL_WIRE_SERVER_MAX_VALUES ((size_t)PL_LIMIT_SERVER_MESSAGE_VALUES)

/* Objects and lists inside one another. */
#define PL_WIRE_MAX_DEPTH ((size_t)PL_LIMIT_MESSAGE_DEPTH)

/* Integers above this are not exact in JavaScript. */
#define PL_WIRE_MAX_INT INT64_C(9007199254740991)

/*
 * Where a message that was read keeps its strings and lists: a block of the caller's, used again
 * for each message. PL_WIRE_CLIENT_ARENA_BYTES (wire_gen.h) is enough for every valid message of
 * a client, PL_WIRE_SERVER_ARENA_BYTES for every valid message of a server. A smaller block is
 * allowed: a message that does not fit gives PL_E_LIMIT.
 */
struct pl_wire_arena {
    uint8_t *data; /* aligned as malloc does */
    size_t size;
    size_t used;
};

static inline struct pl_wire_arena pl_wire_arena_of(void *block, size_t size)
{
    return (struct pl_wire_arena){(uint8_t *)block, size, 0};
}

/* What was wrong, for the `detail` of an error message and for logs. Static texts; never the
 * peer's own words. */
struct pl_wire_problem {
    const char *text;   /* "too long"; NULL when nothing was wrong */
    const char *field;  /* "mid"; NULL when it is not about one field */
    const char *within; /* "tracks" when field lies inside an object or list, else NULL */
    int index;          /* place in that list, -1 when it is not a list */
};

/* Longest text of pl_wire_problem_print, with its NUL. */
#define PL_WIRE_PROBLEM_TEXT_MAX 160

/* "tracks[3].mid: too long". Returns text. */
const char *pl_wire_problem_print(const struct pl_wire_problem *why,
                                  char text[PL_WIRE_PROBLEM_TEXT_MAX]);

/* The table row of a message; type must be a real one (not NONE, below COUNT). */
const struct pl_wire_desc *pl_wire_desc(enum pl_wire_type type);

/* PL_WIRE_NONE when that direction has no such message. */
enum pl_wire_type pl_wire_type_of(enum pl_wire_dir dir, struct pl_bytes name);

/* The word of an enum value, e.g. pl_wire_media_kind_name(PL_WIRE_MEDIA_KIND_AUDIO) is "audio":
 * generated for each enum in wire_gen.h. */

/*
 * Reads one message. Empties the arena first; *out borrows from the arena until the next read and
 * never from `json`. Strings in *out are followed by a NUL that their length does not count.
 * Optional fields that are absent (or null) have has_<name> = false and are zero.
 *
 *   PL_OK             *out is complete and valid.
 *   PL_E_PROTO        not a JSON object, too deep, too many values, a duplicate key, no usable
 *                     "t", or no usable "id" where one is due.
 *   PL_E_LIMIT        longer than the direction allows, or the arena is too small.
 *   PL_E_UNSUPPORTED  no such message.
 *   PL_E_RANGE        a field is missing, of the wrong type or out of range; out->type is set.
 *   PL_E_NOMEM        the allocator refused.
 *
 * After a failure out->id is the number of the request when it could be read, so that an error can
 * be addressed to it, else 0; the union is zero. `why` may be NULL.
 * Cost: one pass to find limits, one jansson tree (at most two nodes for each value
 * allowed, freed before return), one walk.
 */
PL_MUST_CHECK enum pl_err pl_wire_read(enum pl_wire_dir dir, struct pl_bytes json,
                                       struct pl_wire_arena *arena, struct pl_wire_msg *out,
                                       struct pl_wire_problem *why);

/*
 * Writes a message as compact JSON, fields in the schema's order: the same struct gives the same
 * bytes. Everything but printable ASCII's quote and backslash, control characters, U+007F, U+2028
 * and U+2029 goes out as it is (UTF-8). No allocation.
 *
 *   PL_OK       appended to w.
 *   PL_E_SPACE  does not fit; w has failed.
 *   PL_E_RANGE  a field breaks the schema (too long, out of range, not UTF-8, holds U+0000, no id,
 *               no seq where one is due): nothing that a peer would refuse leaves. w has not
 * failed. In both error cases w->pos is where it was before.
 */
PL_MUST_CHECK enum pl_err pl_wire_write(const struct pl_wire_msg *msg, struct pl_writer *w);

/* How many bytes pl_wire_write would append. PL_E_RANGE as there. */
PL_MUST_CHECK enum pl_err pl_wire_measure(const struct pl_wire_msg *msg, size_t *bytes);

#endif
