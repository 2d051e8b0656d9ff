/* SPDX-License-Identifier: Apache-2.0 */
/* A message that waits to be sent, or for its answer. Private to session.c. */
#ifndef PL_BRAS_OUT_H
#define PL_BRAS_OUT_H

#include "base/list.h"
#include "proto/wire/wire.h"

struct pl_bras_ask;

/*
 * Its number is known only when it is sent, since each link counts anew; so the JSON is kept as
 * head, (number,) tail.
 */
struct pl_bras_out {
    struct pl_list node;
    enum pl_wire_type type;
    int64_t id; /* while on its way */
    struct pl_bras_ask *ask;
    bool again;
    size_t tail; /* where in text what follows the number begins; 0: it has none */
    size_t len;
    uint8_t text[];
};

enum { PL_BRAS_ID_CHARS = 20 };

/* *out NULL on failure: PL_E_NOMEM, PL_E_RANGE as pl_wire_write. */
PL_MUST_CHECK enum pl_err pl_bras_out_create(struct pl_bras_out **out, struct pl_wire_msg msg);

/* Writes it with this number to `text`, which has room for out->len + PL_BRAS_ID_CHARS. */
size_t pl_bras_out_write(const struct pl_bras_out *out, int64_t id, uint8_t *text);

#endif
