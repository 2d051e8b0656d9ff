/* SPDX-License-Identifier: Apache-2.0 */
/* Recordings that pages have made: rows as all others have them. */
#include "adapters/recorder/internal.h"

#include "proto/wire/errors_gen.h"

#include <stdio.h>

static struct pl_rec *find(struct pl_recorder *r, uint32_t id)
{
    struct pl_rec *rec = pl_idmap_get(&r->by_id, id);
    return rec && rec->local && rec->state == PL_REC_LOCAL ? rec : NULL;
}

void pl_recorder_local_open(struct pl_recorder *r, const struct pl_recorder_local *what, bool again)
{
    struct pl_rec *rec = pl_idmap_get(&r->by_id, what->id);
    if (rec && again)
        return; /* remembered */
    rec = rec ? NULL : pl_rec_add(r, what->id, what->name, what->wish->text);
    if (!rec) {
        r->port.warn(r->port.arg, what->id, "not in the catalogue", "no memory");
        return;
    }
    rec->local = true;
    rec->state = PL_REC_LOCAL;
    rec->wish = *what->wish;
    rec->wish.text = pl_bytes_str(rec->text);
    rec->by_user = what->by_user;
    rec->room = what->room;
    rec->at_ms = what->at_ms;
    pl_rec_add_words(rec, rec->wish.user, what->name);
    pl_rec_add_words(rec, 0, rec->wish.text);
    if (!pl_rec_write(r, rec, "uploading", "upload", what->by_user, pl_bytes_of(NULL, 0)))
        r->port.warn(r->port.arg, what->id, "not in the catalogue", "the store fails");
    rec->ticket = 0;
}

void pl_recorder_local_line(struct pl_recorder *r, uint32_t id, const char *kind, int32_t user,
                            const char *detail)
{
    struct pl_rec *rec = find(r, id);
    if (rec && !pl_rec_write_line(r, rec, kind, user, pl_bytes_str(detail)))
        r->port.warn(r->port.arg, id, "not in the catalogue", "the store fails");
}

void pl_recorder_local_end(struct pl_recorder *r, uint32_t id, const struct pl_record_event *end,
                           bool cancelled)
{
    struct pl_rec *rec = find(r, id);
    if (!rec) {
        r->port.warn(r->port.arg, id, "not in the catalogue", "nobody knows of it");
        return;
    }
    rec->cancel = cancelled;
    pl_rec_finish(r, rec, end);
}

void pl_recorder_local_check(struct pl_recorder *r, bool (*known)(void *arg, uint32_t id),
                             void *arg)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &r->recs)
    {
        struct pl_rec *rec = pl_container_of(it, struct pl_rec, in_recorder);
        if (rec->local && rec->state == PL_REC_LOCAL && !known(arg, rec->id))
            pl_rec_fail(r, rec, PL_GV_ERR_RECORD_CREATEFAIL);
    }
}
