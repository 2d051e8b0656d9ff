/* SPDX-License-Identifier: Apache-2.0 */
/* The sequence parameter set, read bit by bit as far as the picture size (H.264 7.3.2.1.1). */
#include "proto/rtp/h264.h"

enum {
    NAL_TYPE_MASK = 0x1f,
    SIDE_MAX = 16384,
    MB_SIDE = 16,
    SPS_ID_MAX = 31,
    POC_CYCLE_MAX = 255,
    EMULATION_BYTE = 3, /* stands behind two zero bytes and is not part of the content */
};

struct bits {
    struct pl_reader r;
    uint8_t byte;
    uint8_t left;  /* bits of `byte` not read yet */
    uint8_t zeros; /* zero bytes just before the next one */
};

static void next_byte(struct bits *b)
{
    b->byte = pl_read_u8(&b->r);
    if (b->zeros >= 2 && b->byte == EMULATION_BYTE) {
        b->zeros = 0;
        b->byte = pl_read_u8(&b->r);
    }
    b->zeros = b->byte == 0 ? (uint8_t)(b->zeros < 2 ? b->zeros + 1 : 2) : 0;
    b->left = 8;
}

static uint32_t bit(struct bits *b)
{
    if (b->left == 0)
        next_byte(b);
    b->left--;
    return (b->byte >> b->left) & 1u;
}

static uint32_t bits_u(struct bits *b, unsigned n)
{
    uint32_t v = 0;
    while (n-- > 0)
        v = v << 1 | bit(b);
    return v;
}

/* Exp-Golomb (9.1). The reader gives zeros after its end, so the count of zeros is bounded here. */
static uint32_t bits_ue(struct bits *b)
{
    unsigned zeros = 0;
    while (bit(b) == 0) {
        if (++zeros > 31) {
            b->r.failed = true;
            return 0;
        }
    }
    return (uint32_t)((UINT64_C(1) << zeros) - 1 + bits_u(b, zeros));
}

static int32_t bits_se(struct bits *b)
{
    uint32_t k = bits_ue(b);
    return (k & 1) ? (int32_t)(k / 2 + 1) : -(int32_t)(k / 2);
}

static bool fine(const struct bits *b)
{
    return pl_reader_ok(&b->r);
}

static bool is_high_profile(uint8_t idc)
{
    static const uint8_t high[] = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135};
    return memchr(high, idc, sizeof(high)) != NULL;
}

/* 7.3.2.1.1.1; only the length of the list matters here. A zero scale ends what is transmitted. */
static void skip_scaling_list(struct bits *b, unsigned size)
{
    uint32_t last = 8;
    for (unsigned i = 0; i < size && last != 0 && fine(b); i++)
        last = (last + (uint32_t)bits_se(b)) & 0xff;
}

/* Gives ChromaArrayType, 0..3; 4 when it is out of range. */
static uint32_t read_high_profile(struct bits *b)
{
    uint32_t chroma = bits_ue(b);
    uint32_t array_type = chroma;
    if (chroma > 3)
        return 4;
    if (chroma == 3 && bit(b)) /* separate colour planes: each is coded as if monochrome */
        array_type = 0;
    (void)bits_ue(b); /* bit depths */
    (void)bits_ue(b);
    (void)bit(b); /* lossless bypass */
    if (bit(b)) {
        for (unsigned i = 0; i < (chroma == 3 ? 12u : 8u) && fine(b); i++) {
            if (bit(b))
                skip_scaling_list(b, i < 6 ? 16 : 64);
        }
    }
    return array_type;
}

static bool skip_picture_order(struct bits *b)
{
    uint32_t type = bits_ue(b);
    uint32_t cycle;
    if (type == 0) {
        (void)bits_ue(b);
        return true;
    }
    if (type == 2)
        return true;
    if (type != 1)
        return false;
    (void)bit(b);
    (void)bits_se(b);
    (void)bits_se(b);
    cycle = bits_ue(b);
    if (cycle > POC_CYCLE_MAX)
        return false;
    while (cycle-- > 0)
        (void)bits_se(b);
    return true;
}

/* One side of the picture after cropping; 0 when that leaves nothing or too much. */
static uint32_t cropped(uint64_t side, uint64_t unit, uint32_t before, uint32_t after)
{
    uint64_t cut = unit * ((uint64_t)before + after);
    return side > cut && side - cut <= SIDE_MAX ? (uint32_t)(side - cut) : 0;
}

static bool read_size(struct bits *b, uint32_t array_type, struct pl_h264_sps *out)
{
    uint64_t width = MB_SIDE * ((uint64_t)bits_ue(b) + 1);
    uint64_t height = MB_SIDE * ((uint64_t)bits_ue(b) + 1);
    uint32_t fields = bit(b) ? 1 : 2; /* map units are macroblock pairs unless frame_mbs_only */
    uint32_t crop[4] = {0, 0, 0, 0};  /* left, right, top, bottom */
    uint64_t unit_x = array_type == 1 || array_type == 2 ? 2 : 1;
    uint64_t unit_y = (array_type == 1 ? 2u : 1u) * fields;

    if (fields == 2)
        (void)bit(b);
    (void)bit(b); /* direct_8x8_inference */
    if (bit(b)) {
        for (int i = 0; i < 4; i++)
            crop[i] = bits_ue(b);
    }
    out->width = cropped(width, unit_x, crop[0], crop[1]);
    out->height = cropped(height * fields, unit_y, crop[2], crop[3]);
    return out->width > 0 && out->height > 0;
}

static bool read_sps(struct bits *b, struct pl_h264_sps *out)
{
    uint32_t array_type = 1; /* 4:2:0, all that the lower profiles know */
    uint32_t id;
    out->profile_idc = (uint8_t)bits_u(b, 8);
    out->constraints = (uint8_t)bits_u(b, 8);
    out->level_idc = (uint8_t)bits_u(b, 8);
    id = bits_ue(b);
    if (id > SPS_ID_MAX)
        return false;
    out->id = (uint8_t)id;
    if (is_high_profile(out->profile_idc))
        array_type = read_high_profile(b);
    if (array_type > 3)
        return false;
    (void)bits_ue(b); /* log2_max_frame_num */
    if (!skip_picture_order(b))
        return false;
    (void)bits_ue(b); /* max_num_ref_frames */
    (void)bit(b);     /* gaps allowed */
    return read_size(b, array_type, out) && fine(b);
}

enum pl_err pl_h264_read_sps(struct pl_bytes nal, struct pl_h264_sps *out)
{
    struct bits b = {.r = pl_reader_of(nal)};
    *out = (struct pl_h264_sps){0};
    if ((bits_u(&b, 8) & NAL_TYPE_MASK) == PL_H264_NAL_SPS && read_sps(&b, out))
        return PL_OK;
    *out = (struct pl_h264_sps){0};
    return PL_E_PROTO;
}
