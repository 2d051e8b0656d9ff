/* SPDX-License-Identifier: Apache-2.0 */
#include "load/film.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    IVF_HEAD = 32,
    IVF_FRAME_HEAD = 12,
    OGG_HEAD = 27,
    OPUS_HEADERS = 2,
    OPUS_FRAME_US = 20000,
    RATE_MAX = 1000,
};

static uint32_t little(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static bool add(struct pl_rtc_film *f, const uint8_t *bytes, size_t len, bool key)
{
    if ((f->count & (f->count + 1)) == 0) {
        size_t room = f->count * 2 + 2;
        struct pl_rtc_film_frame *frames = realloc(f->frames, room * sizeof(*frames));
        if (!frames)
            return false;
        f->frames = frames;
    }
    f->frames[f->count++] = (struct pl_rtc_film_frame){pl_bytes_of(bytes, len), key};
    return true;
}

/* Of RFC 6386 9.1 only whether it is a key frame. */
static bool parse_ivf(struct pl_rtc_film *f, const uint8_t *p, size_t len)
{
    uint32_t rate, scale;
    if (len < IVF_HEAD || memcmp(p, "DKIF", 4) != 0 || memcmp(p + 8, "VP80", 4) != 0)
        return false;
    rate = little(p + 16);
    scale = little(p + 20);
    if (rate == 0 || scale == 0 || rate / scale > RATE_MAX || rate / scale == 0)
        return false;
    f->interval_us = (pl_time_us)scale * 1000000u / rate;
    for (size_t at = IVF_HEAD; at + IVF_FRAME_HEAD < len;) {
        size_t size = little(p + at);
        const uint8_t *frame = p + at + IVF_FRAME_HEAD;
        if (size == 0 || size > len - at - IVF_FRAME_HEAD || !add(f, frame, size, !(*frame & 1)))
            return false;
        at += IVF_FRAME_HEAD + size;
    }
    return f->count > 0 && f->frames[0].key;
}

/* One page. Packets that go on in the next page are not for us: those of 20 ms are small. */
static bool parse_page(struct pl_rtc_film *f, const uint8_t *page, size_t segments, size_t rest,
                       unsigned *headers)
{
    const uint8_t *lacing = page + OGG_HEAD, *data = lacing + segments;
    size_t packet = 0;
    for (size_t i = 0; i < segments; i++) {
        packet += lacing[i];
        if (lacing[i] == 255)
            continue;
        if (packet > rest)
            return false;
        if (*headers < OPUS_HEADERS)
            ++*headers;
        else if (packet > 0 && !add(f, data, packet, true))
            return false;
        data += packet;
        rest -= packet;
        packet = 0;
    }
    return packet == 0;
}

static bool parse_ogg(struct pl_rtc_film *f, const uint8_t *p, size_t len)
{
    unsigned headers = 0;
    f->interval_us = OPUS_FRAME_US;
    for (size_t at = 0; at < len;) {
        size_t segments, body = 0;
        if (len - at < OGG_HEAD || memcmp(p + at, "OggS", 4) != 0)
            return false;
        segments = p[at + OGG_HEAD - 1];
        if (len - at - OGG_HEAD < segments)
            return false;
        for (size_t i = 0; i < segments; i++)
            body += p[at + OGG_HEAD + i];
        if (len - at - OGG_HEAD - segments < body ||
            !parse_page(f, p + at, segments, body, &headers))
            return false;
        at += OGG_HEAD + segments + body;
    }
    return f->count > 0;
}

bool pl_load_film_parse(struct pl_rtc_film *film, enum pl_media_kind kind, uint8_t *bytes,
                        size_t len)
{
    bool ok;
    *film = (struct pl_rtc_film){.bytes = bytes};
    ok = kind == PL_MEDIA_VIDEO ? parse_ivf(film, bytes, len) : parse_ogg(film, bytes, len);
    if (!ok)
        pl_load_film_finish(film);
    return ok;
}

bool pl_load_film_read(struct pl_rtc_film *film, enum pl_media_kind kind, const char *path,
                       char error[PL_LOAD_FILM_ERROR_MAX])
{
    FILE *f = fopen(path, "re");
    uint8_t *bytes = NULL;
    long len = -1;
    bool ok = false;
    if (f && fseek(f, 0, SEEK_END) == 0)
        len = ftell(f);
    if (len > 0 && len <= PL_LOAD_FILM_BYTES_MAX && fseek(f, 0, SEEK_SET) == 0)
        bytes = malloc((size_t)len);
    if (bytes && fread(bytes, 1, (size_t)len, f) == (size_t)len)
        ok = pl_load_film_parse(film, kind, bytes, (size_t)len);
    else
        free(bytes);
    if (!ok)
        snprintf(error, PL_LOAD_FILM_ERROR_MAX, "%.80s: %s", path,
                 f ? kind == PL_MEDIA_VIDEO ? "no IVF file with VP8 that begins with a key frame"
                                            : "no Ogg file with Opus in small packets"
                   : strerror(errno));
    if (f)
        fclose(f);
    return ok;
}

void pl_load_film_finish(struct pl_rtc_film *film)
{
    free(film->frames);
    free(film->bytes);
    *film = (struct pl_rtc_film){0};
}
