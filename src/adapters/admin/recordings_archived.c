/* SPDX-License-Identifier: Apache-2.0 */
/* What the object store has of recordings: one look-up by index for each of an answer's, one after
 * the other, so that others come in between. */
#include "adapters/admin/recordings_internal.h"

enum { FILES_MAX = 64 }; /* that are looked at of one recording */

static void look_up(struct pl_recordings_ask *a);

static void on_files(void *arg, const struct pl_store_answer *answer)
{
    struct pl_recordings_ask *a = arg;
    json_t *row = json_array_get(a->rows, a->row++);
    if (answer->err) {
        pl_recordings_no_store(a);
        return;
    }
    (void)json_object_set_new(row, "archive",
                              a->all->port.archived(a->all->port.arg, answer->rows, answer->count));
    look_up(a);
}

/* Of the next one that has a file. */
static void look_up(struct pl_recordings_ask *a)
{
    struct pl_store_filter of_it = {PL_STORE_IS, "recording", 0, {NULL, 0}};
    const struct pl_store_query q = {
        .table = PL_STORE_ARCHIVED, .limit = FILES_MAX, .filters = &of_it, .filter_count = 1};
    for (; a->row < json_array_size(a->rows); a->row++) {
        json_t *row = json_array_get(a->rows, a->row);
        if (json_string_length(json_object_get(row, "file")) == 0)
            continue;
        of_it.number = json_integer_value(json_object_get(row, "id"));
        if (a->all->port.archived) {
            if (pl_store_read(a->all->store, &q, (struct pl_store_reply){on_files, a}, NULL))
                pl_recordings_no_store(a);
            return;
        }
        (void)json_object_set_new(row, "archive", json_pack("{s:s}", "state", "none"));
    }
    a->told(a);
}

void pl_recordings_archived(struct pl_recordings_ask *a, json_t *rows,
                            void (*told)(struct pl_recordings_ask *a))
{
    a->rows = rows;
    a->row = 0;
    a->told = told;
    look_up(a);
}
