/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PL_PROTO_WIRE_INTERNAL_H
#define PL_PROTO_WIRE_INTERNAL_H

#include "proto/wire/wire.h"

#include <jansson.h>

/*
 * Parses a text within the limits of its direction. Gives a tree that the caller releases with
 * json_decref; its root is an object or a list. PL_E_PROTO, PL_E_LIMIT or PL_E_NOMEM set *why to a
 * static text; *out is then NULL.
 */
PL_MUST_CHECK enum pl_err pl_wire_parse(enum pl_wire_dir dir, struct pl_bytes json, json_t **out,
                                        const char **why);

#endif
