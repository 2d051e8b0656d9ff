/* SPDX-License-Identifier: Apache-2.0 */
/* The client's tracks: what sends or receives, found by mid or SSRC. */
#include "load/rtc_internal.h"

#include <stdio.h>
#include <stdlib.h>

struct pl_rtc_track *pl_rtc_new_track(struct pl_rtc_client *c, enum pl_media_kind kind)
{
    struct pl_rtc_track *t;
    if (c->track_count == PL_RTC_TRACKS_MAX)
        return NULL;
    t = calloc(1, sizeof(*t));
    if (!t)
        return NULL;
    t->client = c;
    t->kind = kind;
    c->tracks[c->track_count++] = t;
    return t;
}

void pl_rtc_renew_source(struct pl_rtc_track *t)
{
    struct pl_random *random = t->client->config.random;
    t->ssrc = pl_random_u32(random) | 1;
    t->rtx_ssrc = t->kind == PL_MEDIA_VIDEO ? pl_random_u32(random) | 1 : 0;
    t->next_seq = (uint16_t)pl_random_u32(random);
    t->rtx_seq = (uint16_t)pl_random_u32(random);
    t->ts_base = pl_random_u32(random);
    t->octets = 0;
    t->key_wanted = true; /* an encoder begins with a key frame */
    pl_rtc_track_close(t);
}

struct pl_rtc_track *pl_rtc_add_track(struct pl_rtc_client *c, enum pl_media_kind kind,
                                      uint32_t tag, struct pl_rtc_camera camera)
{
    struct pl_rtc_track *t = pl_rtc_new_track(c, kind);
    if (!t)
        return NULL;
    snprintf(t->mid, sizeof(t->mid), "%zu", c->track_count - 1);
    t->sends = true;
    t->tag = tag;
    t->camera = camera;
    t->audio_level = 42;
    pl_rtc_renew_source(t);
    return t;
}

struct pl_rtc_track *pl_rtc_add_layer(struct pl_rtc_track *first, const char *rid, uint32_t tag,
                                      struct pl_rtc_camera camera)
{
    struct pl_rtc_track *t = pl_rtc_add_track(first->client, first->kind, tag, camera);
    if (!t)
        return NULL;
    memcpy(t->mid, first->mid, sizeof(t->mid));
    snprintf(t->rid, sizeof(t->rid), "%s", rid);
    t->is_layer = true;
    return t;
}

struct pl_rtc_track *pl_rtc_find_mid(const struct pl_rtc_client *c, const char *mid)
{
    for (size_t i = 0; i < c->track_count; i++) {
        if (strcmp(c->tracks[i]->mid, mid) == 0)
            return c->tracks[i];
    }
    return NULL;
}

struct pl_rtc_track *pl_rtc_find_ssrc(const struct pl_rtc_client *c, uint32_t ssrc)
{
    for (size_t i = 0; i < c->track_count; i++) {
        struct pl_rtc_track *t = c->tracks[i];
        if (ssrc != 0 && (t->ssrc == ssrc || t->rtx_ssrc == ssrc))
            return t;
    }
    return NULL;
}
