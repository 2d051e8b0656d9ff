/* SPDX-License-Identifier: Apache-2.0 */
#include "out.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static const char id_mark[] = "\"id\":1";

enum pl_err pl_bras_out_create(struct pl_bras_out **out, struct pl_wire_msg msg)
{
    bool numbered = pl_wire_desc(msg.type)->numbered;
    struct pl_bras_out *o;
    struct pl_writer w;
    size_t bytes = 0;
    enum pl_err err;
    *out = NULL;
    msg.id = numbered ? 1 : 0;
    err = pl_wire_measure(&msg, &bytes);
    if (err)
        return err;
    o = calloc(1, sizeof(*o) + bytes);
    if (!o)
        return PL_E_NOMEM;
    w = pl_writer_of(o->text, bytes);
    err = pl_wire_write(&msg, &w);
    if (err) {
        free(o);
        return err;
    }
    pl_list_init(&o->node);
    o->type = msg.type;
    o->len = bytes;
    if (numbered) {
        /* The envelope is first, and names of messages hold no such thing. */
        const uint8_t *at = memmem(o->text, bytes, id_mark, sizeof(id_mark) - 1);
        assert(at);
        o->tail = (size_t)(at - o->text) + sizeof(id_mark) - 1;
    }
    *out = o;
    return PL_OK;
}

size_t pl_bras_out_write(const struct pl_bras_out *out, int64_t id, uint8_t *text)
{
    size_t head = out->tail - 1, at;
    if (out->tail == 0) {
        memcpy(text, out->text, out->len);
        return out->len;
    }
    memcpy(text, out->text, head);
    at = head + (size_t)snprintf((char *)text + head, PL_BRAS_ID_CHARS, "%lld", (long long)id);
    memcpy(text + at, out->text + out->tail, out->len - out->tail);
    return at + out->len - out->tail;
}
