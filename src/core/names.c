/* SPDX-License-Identifier: Apache-2.0 */
#include "core/names.h"

#include <stdlib.h>

static struct pl_bytes bytes_of(const struct pl_name *name)
{
    return pl_bytes_of(name->text, name->len);
}

static void forget(struct pl_names *n, struct pl_name *name)
{
    pl_strmap_remove(&n->by_name, bytes_of(name));
    pl_list_remove(&name->offline);
    pl_list_remove(&name->news);
    pl_list_add_tail(&n->forgotten, &name->news);
}

void pl_names_seen(struct pl_names *n)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &n->fresh)
    {
        pl_list_remove(it);
    }
    pl_list_for_each_safe(it, tmp, &n->forgotten)
    {
        pl_list_remove(it);
        free(pl_container_of(it, struct pl_name, news));
    }
}

void pl_names_init(struct pl_names *n, size_t limit, int32_t first_id, const uint8_t seed[16])
{
    pl_strmap_init(&n->by_name, limit, seed);
    pl_list_init(&n->offline);
    pl_list_init(&n->fresh);
    pl_list_init(&n->forgotten);
    n->last_id = first_id - 1;
}

void pl_names_finish(struct pl_names *n)
{
    size_t i;
    pl_names_seen(n);
    for (i = 0; n->by_name.slots && i <= n->by_name.mask; i++)
        free(n->by_name.slots[i].value);
    pl_strmap_finish(&n->by_name);
}

/* Without an id. */
static enum pl_err make(struct pl_names *n, struct pl_bytes text, struct pl_name **out)
{
    struct pl_name *name = malloc(sizeof(*name) + text.len);
    enum pl_err err;
    if (!name)
        return PL_E_NOMEM;
    pl_list_init(&name->offline);
    pl_list_init(&name->news);
    name->len = text.len;
    memcpy(name->text, text.data, text.len);
    err = pl_strmap_put(&n->by_name, bytes_of(name), name);
    if (err)
        free(name);
    else
        *out = name;
    return err;
}

static struct pl_name *add(struct pl_names *n, struct pl_bytes text)
{
    struct pl_name *name;
    if (n->last_id == INT32_MAX)
        return NULL;
    if (n->by_name.count >= n->by_name.limit) {
        if (pl_list_empty(&n->offline))
            return NULL;
        forget(n, pl_container_of(n->offline.next, struct pl_name, offline));
    }
    if (make(n, text, &name) != PL_OK)
        return NULL;
    name->id = ++n->last_id;
    pl_list_add_tail(&n->fresh, &name->news);
    return name;
}

enum pl_err pl_names_learn(struct pl_names *n, struct pl_bytes text, int32_t id)
{
    struct pl_name *name;
    enum pl_err err = id > 0 ? make(n, text, &name) : PL_E_RANGE;
    if (id > n->last_id)
        n->last_id = id; /* also when there is no place for it: it is taken */
    if (err)
        return err;
    name->id = id;
    pl_list_add_tail(&n->offline, &name->offline);
    return PL_OK;
}

struct pl_name *pl_names_use(struct pl_names *n, struct pl_bytes text)
{
    struct pl_name *name = pl_strmap_get(&n->by_name, text);
    if (!name)
        return add(n, text);
    pl_list_remove(&name->offline);
    return name;
}

void pl_names_release(struct pl_names *n, struct pl_name *name)
{
    pl_list_remove(&name->offline);
    pl_list_add_tail(&n->offline, &name->offline);
}
