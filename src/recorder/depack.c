/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/depack.h"

#include "proto/record/tap.h"
#include "proto/rtp/h264.h"
#include "proto/rtp/vp8.h"
#include "proto/rtp/vp9.h"

#include <stdlib.h>

static const uint8_t start_code[4] = {0, 0, 0, 1};

void pl_depack_init(struct pl_depack *d)
{
    memset(d, 0, sizeof(*d));
    d->wants_key = true;
}

void pl_depack_finish(struct pl_depack *d)
{
    free(d->build[0].bytes);
    free(d->build[1].bytes);
    pl_depack_init(d);
}

/* ---- the frame that is being built ---- */

static void append(struct pl_depack_build *b, struct pl_bytes piece)
{
    if (b->len + piece.len > PL_FRAME_MAX) {
        b->damaged = true;
        return;
    }
    if (b->len + piece.len > b->size) {
        size_t size = (b->len + piece.len) * 2 + 4096;
        uint8_t *bytes = realloc(b->bytes, size);
        if (!bytes) {
            b->damaged = true;
            return;
        }
        b->bytes = bytes;
        b->size = size;
    }
    if (piece.len > 0)
        memcpy(b->bytes + b->len, piece.data, piece.len);
    b->len += piece.len;
}

static void begin(struct pl_depack *d, const struct pl_jitter_packet *p)
{
    struct pl_depack_build *b = &d->build[d->at];
    uint8_t *bytes = b->bytes;
    size_t size = b->size;
    *b = (struct pl_depack_build){.bytes = bytes,
                                  .size = size,
                                  .ts = p->ts,
                                  .codec = p->codec,
                                  .turns = p->turns,
                                  .open = true};
}

/* Annex B of VP9's bitstream document: the sizes of the layers' frames behind them. */
static void write_superframe(struct pl_depack_build *b)
{
    uint8_t index[2 + 4 * PL_DEPACK_LAYERS_MAX], head = (uint8_t)(0xd8 | (b->layers - 1));
    size_t at = 0, from = 0;
    index[at++] = head;
    for (size_t i = 0; i < b->layers; i++) {
        uint32_t size = (uint32_t)(b->layer_ends[i] - from);
        for (unsigned k = 0; k < 4; k++)
            index[at++] = (uint8_t)(size >> 8 * k);
        from = b->layer_ends[i];
    }
    index[at++] = head;
    append(b, pl_bytes_of(index, at));
}

static void end(struct pl_depack *d)
{
    struct pl_depack_build *b = &d->build[d->at];
    if (!b->open)
        return;
    b->open = false;
    if (b->codec == PL_TAP_CODEC_VP9 && b->layers > 1)
        write_superframe(b);
    if (b->damaged || b->len == 0 || (d->wants_key && !b->key)) {
        d->wants_key = d->wants_key || b->len > 0;
        d->dropped++;
        return;
    }
    d->wants_key = false;
    d->frames++;
    d->ready[d->at] = true;
    d->at ^= 1u;
}

/* ---- the codecs ---- */

static bool put_vp8(struct pl_depack *d, struct pl_depack_build *b, struct pl_bytes payload)
{
    struct pl_vp8_view v;
    if (pl_vp8_read(payload, &v) || (b->len == 0 && !v.frame_start))
        return false;
    if (v.frame_start && v.key_frame) {
        b->key = true;
        d->width = v.width ? v.width : d->width;
        d->height = v.height ? v.height : d->height;
    }
    append(b, v.frame);
    return true;
}

static bool put_vp9(struct pl_depack *d, struct pl_depack_build *b, struct pl_bytes payload)
{
    struct pl_vp9_view v;
    if (pl_vp9_read(payload, &v) || (b->len == 0 && !v.layer_start))
        return false;
    b->key = b->key || v.key_frame;
    if (v.width) {
        d->width = v.width;
        d->height = v.height;
    }
    append(b, v.frame);
    if (v.layer_end && b->layers < PL_DEPACK_LAYERS_MAX)
        b->layer_ends[b->layers++] = b->len;
    return true;
}

static void keep_parameters(struct pl_depack *d, struct pl_bytes nal, bool sps)
{
    struct pl_h264_sps view;
    if (sps) {
        d->parameters_len = 0;
        if (!pl_h264_read_sps(nal, &view)) {
            d->width = (uint16_t)view.width;
            d->height = (uint16_t)view.height;
        }
    }
    if (d->parameters_len + 4 + nal.len > sizeof(d->parameters))
        return;
    memcpy(d->parameters + d->parameters_len, start_code, 4);
    memcpy(d->parameters + d->parameters_len + 4, nal.data, nal.len);
    d->parameters_len += 4 + nal.len;
}

/* A NAL unit begins: its first bytes, or all of it. */
static void put_nal(struct pl_depack *d, struct pl_depack_build *b, struct pl_bytes nal, bool whole)
{
    unsigned type = nal.data[0] & 31u;
    if (whole && (type == PL_H264_NAL_SPS || type == PL_H264_NAL_PPS)) {
        keep_parameters(d, nal, type == PL_H264_NAL_SPS);
        b->has_sps = b->has_sps || type == PL_H264_NAL_SPS;
    }
    if (type == PL_H264_NAL_IDR && !b->key) {
        if (!b->has_sps)
            append(b, pl_bytes_of(d->parameters, d->parameters_len));
        b->key = d->parameters_len > 0;
    }
    append(b, pl_bytes_of(start_code, 4));
    append(b, nal);
}

static bool put_fragment(struct pl_depack *d, struct pl_depack_build *b, struct pl_bytes payload)
{
    uint8_t head;
    if (payload.len < 3)
        return false;
    head = (uint8_t)((payload.data[0] & 0xe0u) | (payload.data[1] & 31u));
    if (payload.data[1] & 0x80u)
        put_nal(d, b, pl_bytes_of(&head, 1), false);
    else if (b->len == 0)
        return false;
    append(b, pl_bytes_of(payload.data + 2, payload.len - 2));
    return true;
}

static bool put_h264(struct pl_depack *d, struct pl_depack_build *b, struct pl_bytes payload)
{
    unsigned type = payload.len > 0 ? payload.data[0] & 31u : 0;
    struct pl_reader r;
    if (type == PL_H264_NAL_FU_A)
        return put_fragment(d, b, payload);
    if (type >= 1 && type < PL_H264_NAL_STAP_A) {
        put_nal(d, b, payload, true);
        return true;
    }
    if (type != PL_H264_NAL_STAP_A)
        return false;
    r = pl_reader_of(pl_bytes_of(payload.data + 1, payload.len - 1));
    while (pl_reader_left(&r) > 0) {
        struct pl_bytes nal = pl_read_bytes(&r, pl_read_u16(&r));
        if (!pl_reader_ok(&r) || nal.len == 0)
            return false;
        put_nal(d, b, nal, true);
    }
    return true;
}

static bool put_payload(struct pl_depack *d, struct pl_depack_build *b, uint8_t codec,
                        struct pl_bytes payload)
{
    switch (codec) {
    case PL_TAP_CODEC_VP8:
        return put_vp8(d, b, payload);
    case PL_TAP_CODEC_VP9:
        return put_vp9(d, b, payload);
    case PL_TAP_CODEC_H264:
        return put_h264(d, b, payload);
    default:
        return false;
    }
}

void pl_depack_put(struct pl_depack *d, const struct pl_jitter_packet *p)
{
    struct pl_depack_build *b = &d->build[d->at];
    bool lost = p->lost > 0 || p->restarted;
    if (b->open && (b->ts != p->ts || b->codec != p->codec)) {
        b->damaged = b->damaged || lost;
        end(d);
        b = &d->build[d->at];
    }
    if (lost)
        d->wants_key = true;
    if (!b->open) {
        d->ready[d->at] = false;
        begin(d, p);
    } else if (lost) {
        b->damaged = true;
    }
    if (p->payload.len > 0 && !put_payload(d, b, p->codec, p->payload))
        b->damaged = true;
    if (p->marker)
        end(d);
}

bool pl_depack_next(struct pl_depack *d, struct pl_frame *out)
{
    /* The one at `at` is the older of the two when both are ready. */
    for (unsigned i = 0; i < 2; i++) {
        unsigned k = d->at ^ i;
        const struct pl_depack_build *b = &d->build[k];
        if (!d->ready[k])
            continue;
        d->ready[k] = false;
        *out = (struct pl_frame){.data = pl_bytes_of(b->bytes, b->len),
                                 .ts = b->ts,
                                 .codec = b->codec,
                                 .turns = b->turns,
                                 .key = b->key,
                                 .width = d->width,
                                 .height = d->height};
        return true;
    }
    return false;
}
