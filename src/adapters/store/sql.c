/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/store/sql.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

struct text {
    char *out;
    size_t len;
    char placeholder;
    unsigned next; /* placeholder */
};

static struct text begin(char *out, char placeholder)
{
    return (struct text){out, 0, placeholder, 1};
}

PL_PRINTF(2, 3) static void add(struct text *t, const char *format, ...)
{
    va_list args;
    int n;
    va_start(args, format);
    n = vsnprintf(t->out + t->len, PL_STORE_SQL_MAX - t->len, format, args);
    va_end(args);
    assert(n >= 0 && (size_t)n < PL_STORE_SQL_MAX - t->len); /* the shapes are ours */
    t->len += (size_t)n;
}

/* "a", "b" */
static void add_columns(struct text *t, const struct pl_store_shape *shape, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        add(t, "%s\"%s\"", i ? ", " : "", shape->columns[i].name);
}

/* ?1, ?2 */
static void add_places(struct text *t, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        add(t, "%s%c%u", i ? ", " : "", t->placeholder, t->next++);
}

static void add_equals(struct text *t, const struct pl_store_shape *shape, unsigned keys)
{
    for (unsigned i = 0; i < keys; i++)
        add(t, "%s\"%s\" = %c%u", i ? " AND " : " WHERE ", shape->columns[i].name, t->placeholder,
            t->next++);
}

void pl_store_sql_put(const struct pl_store_shape *shape, char placeholder, bool new_only,
                      char out[PL_STORE_SQL_MAX])
{
    struct text t = begin(out, placeholder);
    add(&t, "INSERT INTO %s (", shape->table);
    add_columns(&t, shape, shape->count);
    add(&t, ") VALUES (");
    add_places(&t, shape->count);
    add(&t, ")");
    if (new_only)
        return;
    add(&t, " ON CONFLICT (");
    add_columns(&t, shape, shape->keys);
    add(&t, ") DO UPDATE SET ");
    for (unsigned i = shape->keys; i < shape->count; i++)
        add(&t, "%s\"%s\" = excluded.\"%s\"", i > shape->keys ? ", " : "", shape->columns[i].name,
            shape->columns[i].name);
}

void pl_store_sql_delete(const struct pl_store_shape *shape, char placeholder, unsigned keys,
                         bool up_to, char out[PL_STORE_SQL_MAX])
{
    struct text t = begin(out, placeholder);
    add(&t, "DELETE FROM %s", shape->table);
    if (up_to)
        add(&t, " WHERE \"%s\" <= %c1", shape->columns[0].name, placeholder);
    else
        add_equals(&t, shape, keys);
}

static void add_filters(struct text *t, const struct pl_store_query *query, bool first)
{
    static const char *const signs[] = {[PL_STORE_IS] = "=",
                                        [PL_STORE_LESS] = "<",
                                        [PL_STORE_AT_LEAST] = ">=",
                                        [PL_STORE_HAS] = "LIKE"};
    for (unsigned i = 0; i < query->filter_count; i++) {
        const struct pl_store_filter *f = &query->filters[i];
        add(t, "%s\"%s\" %s %c%u%s", first && i == 0 ? " WHERE " : " AND ", f->column,
            signs[f->kind], t->placeholder, t->next, f->kind == PL_STORE_HAS ? " ESCAPE '!'" : "");
        t->next++;
    }
}

void pl_store_sql_select(const struct pl_store_shape *shape, char placeholder,
                         const struct pl_store_query *query, char out[PL_STORE_SQL_MAX])
{
    unsigned keys = query->keys;
    bool after = query->after != NULL, newest = query->newest;
    struct text t = begin(out, placeholder);
    add(&t, "SELECT ");
    add_columns(&t, shape, shape->count);
    add(&t, " FROM %s", shape->table);
    add_equals(&t, shape, keys);
    if (after) {
        add(&t, "%s(", keys ? " AND " : " WHERE ");
        add_columns(&t, shape, shape->keys);
        add(&t, newest ? ") < (" : ") > (");
        add_places(&t, shape->keys);
        add(&t, ")");
    }
    add_filters(&t, query, keys == 0 && !after);
    add(&t, " ORDER BY ");
    for (unsigned i = 0; i < shape->keys; i++)
        add(&t, "%s\"%s\"%s", i ? ", " : "", shape->columns[i].name, newest ? " DESC" : "");
    add(&t, " LIMIT %c%u", placeholder, t.next);
}
