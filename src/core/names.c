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
    free(name);
}

void pl_names_init(struct pl_names *n, size_t limit, int32_t first_id, const uint8_t seed[16])
{
    pl_strmap_init(&n->by_name, limit, seed);
    pl_list_init(&n->offline);
    n->last_id = first_id - 1;
}

void pl_names_finish(struct pl_names *n)
{
    size_t i;
    for (i = 0; n->by_name.slots && i <= n->by_name.mask; i++)
        free(n->by_name.slots[i].value);
    pl_strmap_finish(&n->by_name);
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
    name = malloc(sizeof(*name) + text.len);
    if (!name)
        return NULL;
    pl_list_init(&name->offline);
    name->len = text.len;
    memcpy(name->text, text.data, text.len);
    if (pl_strmap_put(&n->by_name, bytes_of(name), name) != PL_OK) {
        free(name);
        return NULL;
    }
    name->id = ++n->last_id;
    return name;
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
