/* SPDX-License-Identifier: Apache-2.0 */
/* The arena, and the adders, by which alone the lists of a model grow. */
#include "proto/sdp/sdp.h"
#include "proto/sdp/sdp_text.h"

#include <assert.h>
#include <stdalign.h>
#include <stdlib.h>

enum {
    BLOCK_BYTES = 8 * 1024,
    FIRST_ROOM = 4, /* items a list starts with; a power of two */
};

struct pl_sdp_block {
    struct pl_sdp_block *next;
    size_t size;
    size_t used;
    alignas(max_align_t) uint8_t data[];
};

void pl_sdp_init(struct pl_sdp *sdp)
{
    *sdp = (struct pl_sdp){0};
}

void pl_sdp_finish(struct pl_sdp *sdp)
{
    while (sdp->blocks) {
        struct pl_sdp_block *next = sdp->blocks->next;
        free(sdp->blocks);
        sdp->blocks = next;
    }
    pl_sdp_init(sdp);
}

static void *fail(struct pl_sdp *sdp, enum pl_err err)
{
    if (!sdp->err)
        sdp->err = err;
    return NULL;
}

static struct pl_sdp_block *add_block(struct pl_sdp *sdp, size_t min)
{
    size_t size = min > BLOCK_BYTES ? min : BLOCK_BYTES;
    struct pl_sdp_block *b;
    if (size > PL_SDP_MEMORY_MAX - sdp->memory_bytes)
        return fail(sdp, PL_E_LIMIT);
    b = malloc(sizeof(*b) + size);
    if (!b)
        return fail(sdp, PL_E_NOMEM);
    b->size = size;
    b->used = 0;
    b->next = sdp->blocks;
    sdp->blocks = b;
    sdp->memory_bytes += size;
    return b;
}

/* Zeroed, aligned for anything. */
static void *alloc(struct pl_sdp *sdp, size_t n)
{
    const size_t align = alignof(max_align_t);
    struct pl_sdp_block *b = sdp->blocks;
    void *p;
    if (n > PL_SDP_MEMORY_MAX)
        return fail(sdp, PL_E_LIMIT);
    n = (n + align - 1) & ~(align - 1);
    if (!b || b->size - b->used < n)
        b = add_block(sdp, n);
    if (!b)
        return NULL;
    p = b->data + b->used;
    b->used += n;
    memset(p, 0, n);
    return p;
}

/*
 * The list with a zeroed place after its `count` items; moved to twice the room when full. The room
 * follows from the count (the next power of two), which is why lists grow here only.
 */
static void *make_room(struct pl_sdp *sdp, void *items, size_t count, size_t size, size_t limit)
{
    size_t room = count == 0 ? FIRST_ROOM : count * 2;
    void *bigger;
    if (count >= limit)
        return fail(sdp, PL_E_LIMIT);
    if (count != 0 && (count < FIRST_ROOM || (count & (count - 1)) != 0))
        return items;
    bigger = alloc(sdp, room * size);
    if (bigger && count > 0)
        memcpy(bigger, items, count * size);
    return bigger;
}

struct pl_bytes pl_sdp_copy(struct pl_sdp *sdp, struct pl_bytes text)
{
    void *p;
    if (text.len == 0)
        return pl_bytes_of(NULL, 0);
    p = alloc(sdp, text.len);
    if (!p)
        return pl_bytes_of(NULL, 0);
    memcpy(p, text.data, text.len);
    return pl_bytes_of(p, text.len);
}

struct pl_sdp_group *pl_sdp_add_group(struct pl_sdp *sdp, struct pl_bytes semantics)
{
    struct pl_sdp_group *list =
        make_room(sdp, sdp->groups, sdp->group_count, sizeof(*list), PL_SDP_GROUPS_MAX);
    if (!list)
        return NULL;
    sdp->groups = list;
    list[sdp->group_count].semantics = semantics;
    return &list[sdp->group_count++];
}

void pl_sdp_add_group_mid(struct pl_sdp *sdp, struct pl_sdp_group *g, struct pl_bytes mid)
{
    struct pl_bytes *list =
        g ? make_room(sdp, g->mids, g->mid_count, sizeof(*list), PL_SDP_MEDIA_MAX) : NULL;
    if (!list)
        return;
    g->mids = list;
    list[g->mid_count++] = mid;
}

struct pl_sdp_media *pl_sdp_add_media(struct pl_sdp *sdp)
{
    struct pl_sdp_media **list = make_room(sdp, sdp->media, sdp->media_count,
                                           sizeof(struct pl_sdp_media *), PL_SDP_MEDIA_MAX);
    struct pl_sdp_media *m = list ? alloc(sdp, sizeof(*m)) : NULL;
    if (!m)
        return NULL;
    sdp->media = list;
    list[sdp->media_count++] = m;
    return m;
}

struct pl_sdp_candidate *pl_sdp_add_candidate(struct pl_sdp *sdp, struct pl_sdp_media *m)
{
    struct pl_sdp_candidate *list =
        make_room(sdp, m->candidates, m->candidate_count, sizeof(*list), PL_SDP_CANDIDATES_MAX);
    if (!list)
        return NULL;
    m->candidates = list;
    return &list[m->candidate_count++];
}

struct pl_sdp_codec *pl_sdp_add_codec(struct pl_sdp *sdp, struct pl_sdp_media *m)
{
    struct pl_sdp_codec *list =
        make_room(sdp, m->codecs, m->codec_count, sizeof(*list), PL_SDP_CODECS_MAX);
    if (!list)
        return NULL;
    m->codecs = list;
    list[m->codec_count].channels = 1;
    return &list[m->codec_count++];
}

static void add_param(struct pl_sdp *sdp, struct pl_sdp_param **items, size_t *count,
                      struct pl_sdp_param param)
{
    struct pl_sdp_param *list = make_room(sdp, *items, *count, sizeof(*list), PL_SDP_PARAMS_MAX);
    if (!list)
        return;
    *items = list;
    list[(*count)++] = param;
}

void pl_sdp_add_param(struct pl_sdp *sdp, struct pl_sdp_codec *c, struct pl_bytes key,
                      struct pl_bytes value)
{
    if (c)
        add_param(sdp, &c->params, &c->param_count, (struct pl_sdp_param){key, value});
}

void pl_sdp_add_rid_param(struct pl_sdp *sdp, struct pl_sdp_rid *r, struct pl_bytes key,
                          struct pl_bytes value)
{
    if (r)
        add_param(sdp, &r->params, &r->param_count, (struct pl_sdp_param){key, value});
}

static void add_feedback(struct pl_sdp *sdp, struct pl_sdp_feedback **items, size_t *count,
                         struct pl_sdp_feedback feedback)
{
    struct pl_sdp_feedback *list =
        make_room(sdp, *items, *count, sizeof(*list), PL_SDP_FEEDBACKS_MAX);
    if (!list)
        return;
    *items = list;
    list[(*count)++] = feedback;
}

void pl_sdp_add_feedback(struct pl_sdp *sdp, struct pl_sdp_codec *c, struct pl_bytes type,
                         struct pl_bytes param)
{
    if (c)
        add_feedback(sdp, &c->feedbacks, &c->feedback_count, (struct pl_sdp_feedback){type, param});
}

void pl_sdp_add_feedback_all(struct pl_sdp *sdp, struct pl_sdp_media *m, struct pl_bytes type,
                             struct pl_bytes param)
{
    add_feedback(sdp, &m->feedbacks, &m->feedback_count, (struct pl_sdp_feedback){type, param});
}

struct pl_sdp_extmap *pl_sdp_add_extmap(struct pl_sdp *sdp, struct pl_sdp_media *m)
{
    struct pl_sdp_extmap *list =
        make_room(sdp, m->extmaps, m->extmap_count, sizeof(*list), PL_SDP_EXTMAPS_MAX);
    if (!list)
        return NULL;
    m->extmaps = list;
    return &list[m->extmap_count++];
}

struct pl_sdp_msid *pl_sdp_add_msid(struct pl_sdp *sdp, struct pl_sdp_media *m)
{
    struct pl_sdp_msid *list =
        make_room(sdp, m->msids, m->msid_count, sizeof(*list), PL_SDP_MSIDS_MAX);
    if (!list)
        return NULL;
    m->msids = list;
    return &list[m->msid_count++];
}

struct pl_sdp_ssrc *pl_sdp_add_ssrc(struct pl_sdp *sdp, struct pl_sdp_media *m)
{
    struct pl_sdp_ssrc *list =
        make_room(sdp, m->ssrcs, m->ssrc_count, sizeof(*list), PL_SDP_SSRCS_MAX);
    if (!list)
        return NULL;
    m->ssrcs = list;
    return &list[m->ssrc_count++];
}

struct pl_sdp_ssrc_group *pl_sdp_add_ssrc_group(struct pl_sdp *sdp, struct pl_sdp_media *m,
                                                struct pl_bytes semantics)
{
    struct pl_sdp_ssrc_group *list =
        make_room(sdp, m->ssrc_groups, m->ssrc_group_count, sizeof(*list), PL_SDP_SSRC_GROUPS_MAX);
    if (!list)
        return NULL;
    m->ssrc_groups = list;
    list[m->ssrc_group_count].semantics = semantics;
    return &list[m->ssrc_group_count++];
}

void pl_sdp_add_ssrc_group_id(struct pl_sdp *sdp, struct pl_sdp_ssrc_group *g, uint32_t ssrc)
{
    uint32_t *list =
        g ? make_room(sdp, g->ssrcs, g->ssrc_count, sizeof(*list), PL_SDP_SSRC_GROUP_SIZE_MAX)
          : NULL;
    if (!list)
        return;
    g->ssrcs = list;
    list[g->ssrc_count++] = ssrc;
}

struct pl_sdp_rid *pl_sdp_add_rid(struct pl_sdp *sdp, struct pl_sdp_media *m)
{
    struct pl_sdp_rid *list = make_room(sdp, m->rids, m->rid_count, sizeof(*list), PL_SDP_RIDS_MAX);
    if (!list)
        return NULL;
    m->rids = list;
    return &list[m->rid_count++];
}

struct pl_sdp_layer *pl_sdp_add_layer(struct pl_sdp *sdp, struct pl_sdp_media *m,
                                      enum pl_sdp_direction direction)
{
    struct pl_sdp_simulcast *s = &m->simulcast;
    bool send = direction == PL_SDP_SENDONLY;
    struct pl_sdp_layer **items = send ? &s->send : &s->recv;
    size_t *count = send ? &s->send_count : &s->recv_count;
    struct pl_sdp_layer *list = make_room(sdp, *items, *count, sizeof(*list), PL_SDP_LAYERS_MAX);
    assert(send || direction == PL_SDP_RECVONLY);
    if (!list)
        return NULL;
    *items = list;
    return &list[(*count)++];
}
