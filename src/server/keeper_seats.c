/* SPDX-License-Identifier: Apache-2.0 */
#include "server/keeper_seats.h"

#include "adapters/store/rows.h"
#include "server/keeper.h"

#include <stdlib.h>

enum { SEATS_EACH = 256 };

/* Its views are made when it is given. */
struct row {
    struct pl_counter_seat seat;
    char secret[PL_KEEPER_SECRET_MAX];
    struct pl_counter_held *others; /* owned; NULL: none */
};

struct loading {
    struct pl_store_db *db;
    void (*give)(void *arg, const struct pl_core_kept *kept);
    void *arg;
    struct row *list;
    size_t count;
    size_t refused;
    bool short_of_memory;
    int64_t last;
};

static bool grow(struct loading *l)
{
    struct row *list;
    if (l->count % SEATS_EACH != 0)
        return true;
    list = realloc(l->list, (l->count + SEATS_EACH) * sizeof(*list));
    l->list = list ? list : l->list;
    return list;
}

static bool on_seat(void *arg, const void *record)
{
    struct loading *l = arg;
    struct pl_counter_held others[PL_CONTACT_OTHERS_MAX];
    const struct pl_store_seat *r = record;
    struct row row = {.others = NULL};
    l->last = r->user;
    if (!pl_rows_to_seat(r, &row.seat, others) || row.seat.secret.len > PL_KEEPER_SECRET_MAX) {
        l->refused++;
        return true;
    }
    if (row.seat.secret.len > 0)
        memcpy(row.secret, row.seat.secret.data, row.seat.secret.len);
    if (row.seat.other_count > 0)
        row.others = malloc(row.seat.other_count * sizeof(others[0]));
    l->short_of_memory = !grow(l) || (row.seat.other_count > 0 && !row.others);
    if (l->short_of_memory) {
        free(row.others);
        return false;
    }
    if (row.others)
        memcpy(row.others, others, row.seat.other_count * sizeof(others[0]));
    l->list[l->count++] = row;
    return true;
}

static bool on_contact(void *arg, const void *record)
{
    struct loading *l = arg;
    struct pl_contact contact;
    const struct pl_core_kept kept = {.kind = PL_CORE_KEPT_CONTACT, .contact = &contact};
    if (pl_rows_to_contact(record, &contact))
        l->give(l->arg, &kept);
    else
        l->refused++;
    return false;
}

/* id 0: there is none. */
static enum pl_err give_contact(struct loading *l, int64_t id)
{
    const struct pl_store_contact key = {.id = id};
    const struct pl_store_query q = {
        .table = PL_STORE_CONTACTS, .key = &key, .keys = 1, .limit = 1};
    return id ? pl_store_db_read(l->db, &q, on_contact, l) : PL_OK;
}

/* Its contacts first. */
static enum pl_err give_seat(struct loading *l, struct row *row)
{
    const struct pl_core_kept kept = {
        .kind = PL_CORE_KEPT_SEAT, .user = row->seat.user, .seat = &row->seat};
    enum pl_err err = give_contact(l, row->seat.contact);
    for (size_t i = 0; !err && i < row->seat.other_count; i++)
        err = give_contact(l, row->others[i].contact);
    row->seat.secret.data = (const uint8_t *)row->secret;
    row->seat.others = row->others;
    if (!err)
        l->give(l->arg, &kept);
    return err;
}

/* Ids of contacts and of stretches come first in their records. */
static bool on_last(void *arg, const void *record)
{
    memcpy(arg, record, sizeof(int64_t));
    return false;
}

static enum pl_err load_last(struct loading *l, enum pl_store_table table)
{
    struct pl_core_kept kept = {.kind = PL_CORE_KEPT_LAST};
    const struct pl_store_query q = {.table = table, .limit = 1, .newest = true};
    enum pl_err err = pl_store_db_read(l->db, &q, on_last, &kept.place);
    if (!err)
        l->give(l->arg, &kept);
    return err;
}

static enum pl_err read_all(struct loading *l)
{
    struct pl_store_seat after;
    struct pl_store_query q = {.table = PL_STORE_SEATS};
    enum pl_err err;
    size_t before;
    do {
        before = l->count + l->refused;
        err = pl_store_db_read(l->db, &q, on_seat, l);
        after = (struct pl_store_seat){.user = l->last};
        q.after = &after;
    } while (!err && l->count + l->refused - before == PL_STORE_ROWS_MAX);
    return l->short_of_memory ? PL_E_NOMEM : err;
}

enum pl_err pl_keeper_load_seats(struct pl_store_db *db,
                                 void (*give)(void *arg, const struct pl_core_kept *kept),
                                 void *arg, size_t *rows, size_t *refused)
{
    struct loading l = {.db = db, .give = give, .arg = arg};
    enum pl_err err = load_last(&l, PL_STORE_CONTACTS);
    if (!err)
        err = load_last(&l, PL_STORE_STRETCHES);
    if (!err)
        err = read_all(&l);
    for (size_t i = 0; !err && i < l.count; i++)
        err = give_seat(&l, &l.list[i]);
    for (size_t i = 0; i < l.count; i++)
        free(l.list[i].others);
    *rows += l.count;
    *refused += l.refused;
    free(l.list);
    return err;
}
