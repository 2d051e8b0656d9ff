/* SPDX-License-Identifier: Apache-2.0 */
/* How a datagram finds its peer: our ufrags in the checks of ICE, then the paths that passed one.
 */
#include "media/internal.h"

#include <assert.h>
#include <stdlib.h>

/* ---- by which ufrags it is found ---- */

static void unmap_ufrag(struct pl_peer *p, char *ufrag)
{
    if (ufrag[0] != '\0')
        pl_strmap_remove(&p->media->ufrags, pl_bytes_str(ufrag));
    ufrag[0] = '\0';
}

/* Those that ICE does not accept any more. */
void pl_peer_unmap_dead_ufrags(struct pl_peer *p)
{
    for (size_t i = 0; i < 2; i++) {
        if (!pl_ice_knows_ufrag(&p->ice, pl_bytes_str(p->ufrags[i])))
            unmap_ufrag(p, p->ufrags[i]);
    }
}

/* The present credentials'; there is a place since ICE keeps one old generation at most. */
enum pl_err pl_peer_map_ufrag(struct pl_peer *p)
{
    char *place = p->ufrags[p->ufrags[0][0] != '\0'];
    enum pl_err err;
    assert(place[0] == '\0');
    memcpy(place, p->credentials.ufrag, sizeof(p->ufrags[0]));
    err = pl_strmap_put(&p->media->ufrags, pl_bytes_str(place), p);
    if (err)
        place[0] = '\0'; /* what stands there belongs to another */
    return err;
}

/* ---- by which paths ---- */

static void forget_path(struct pl_peer *p, struct pl_peer_path *entry)
{
    pl_strmap_remove(&p->media->paths, pl_bytes_of(&entry->path, sizeof(entry->path)));
    pl_list_remove(&entry->in_peer);
    free(entry);
}

bool pl_peer_map_path(struct pl_peer *p, const struct pl_ice_path *path)
{
    struct pl_peer_path *entry;
    entry = pl_strmap_get(&p->media->paths, pl_bytes_of(path, sizeof(*path)));
    if (entry)
        return entry->peer == p;
    entry = calloc(1, sizeof(*entry));
    if (!entry)
        return false;
    entry->path = *path;
    entry->peer = p;
    if (pl_strmap_put(&p->media->paths, pl_bytes_of(&entry->path, sizeof(entry->path)), entry)) {
        free(entry);
        return false;
    }
    pl_list_add_tail(&p->paths, &entry->in_peer);
    return true;
}

void pl_peer_unmap_path(struct pl_peer *p, const struct pl_ice_path *path)
{
    struct pl_peer_path *entry = pl_strmap_get(&p->media->paths, pl_bytes_of(path, sizeof(*path)));
    if (entry && entry->peer == p)
        forget_path(p, entry);
}

bool pl_peer_owns_path(const struct pl_peer *p, const struct pl_ice_path *path)
{
    const struct pl_peer_path *entry =
        pl_strmap_get(&p->media->paths, pl_bytes_of(path, sizeof(*path)));
    return entry && entry->peer == p;
}

void pl_peer_unmap_all(struct pl_peer *p)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &p->paths)
        forget_path(p, pl_container_of(it, struct pl_peer_path, in_peer));
    unmap_ufrag(p, p->ufrags[0]);
    unmap_ufrag(p, p->ufrags[1]);
}
