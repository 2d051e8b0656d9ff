/* SPDX-License-Identifier: Apache-2.0 */
/* What is changed of a recording while it runs: its user string, the image over the picture. */
#include "adapters/recorder/internal.h"

#include <stdlib.h>
#include <string.h>

static bool replace(char **of, struct pl_bytes text)
{
    char *copy = malloc(text.len + 1);
    if (!copy)
        return false;
    if (text.len > 0)
        memcpy(copy, text.data, text.len);
    copy[text.len] = '\0';
    free(*of);
    *of = copy;
    return true;
}

/* The image that is wanted now. */
static void show_insert(struct pl_recorder *r, struct pl_rec *rec)
{
    struct pl_record_command *c = &r->command;
    bool known = rec->insert ? pl_rec_insert_alone(pl_bytes_str(rec->insert), c)
                             : pl_rec_insert(rec->wish.text, c);
    if (!known) {
        memset(c, 0, sizeof(*c)); /* none */
        c->type = PL_RECORD_CMD_INSERT;
    }
    c->id = rec->id;
    (void)r->port.send(r->port.arg, c);
}

void pl_rec_begin_insert(struct pl_recorder *r, struct pl_rec *rec)
{
    if (rec->insert || pl_rec_insert(rec->wish.text, &r->command))
        show_insert(r, rec);
}

static void show_look(struct pl_recorder *r, const struct pl_rec *rec)
{
    struct pl_record_command *c = &r->command;
    memset(c, 0, sizeof(*c));
    c->type = PL_RECORD_CMD_LAYOUT;
    c->id = rec->id;
    pl_rec_look(&r->defaults, rec->wish.text, &c->look);
    (void)r->port.send(r->port.arg, c);
}

bool pl_rec_change_text(struct pl_recorder *r, struct pl_rec *rec, int32_t user,
                        struct pl_bytes text)
{
    const char *state = rec->state == PL_REC_ASKED                                ? "asked"
                        : rec->state == PL_REC_WAITS || rec->state == PL_REC_SENT ? "running"
                                                                                  : NULL;
    if (!replace(&rec->text, text))
        return false;
    rec->wish.text = pl_bytes_str(rec->text);
    pl_rec_add_words(rec, 0, text);
    if (rec->state == PL_REC_SENT && !pl_rec_is_snapshot(rec)) {
        show_look(r, rec);
        if (!rec->insert)
            show_insert(r, rec);
    }
    /* Its row says so until it is written for the last time, with the new text. */
    return state ? pl_rec_write(r, rec, state, "text", user, text)
                 : pl_rec_write_line(r, rec, "text", user, text);
}

bool pl_rec_change_insert(struct pl_recorder *r, struct pl_rec *rec, int32_t user,
                          struct pl_bytes json)
{
    if (!replace(&rec->insert, json))
        return false;
    if (rec->state == PL_REC_SENT && !pl_rec_is_snapshot(rec))
        show_insert(r, rec);
    return pl_rec_write_line(r, rec, "insert", user, json);
}
