/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/board.h"

#include "recorder/image.h"

#include <libavutil/imgutils.h>
#include <libswscale/swscale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, PIXELS_MAX = 4096 * 4096, QUALITY = 75, TALLEST = 4 };

void pl_board_open(struct pl_board *b, const AVCodecParameters *video)
{
    const AVCodec *codec = avcodec_find_decoder(video->codec_id);
    memset(b, 0, sizeof(*b));
    b->step_us = PL_BOARD_STEP_US;
    b->frame = av_frame_alloc();
    b->decoder = codec && b->frame ? avcodec_alloc_context3(codec) : NULL;
    if (!b->decoder)
        return;
    b->decoder->thread_count = 1;
    b->decoder->max_pixels = PIXELS_MAX;
    if (avcodec_parameters_to_context(b->decoder, video) < 0 ||
        avcodec_open2(b->decoder, codec, NULL) < 0)
        avcodec_free_context(&b->decoder);
}

void pl_board_close(struct pl_board *b)
{
    for (size_t i = 0; i < b->count; i++)
        av_frame_free(&b->tiles[i]);
    av_frame_free(&b->thumb);
    av_frame_free(&b->frame);
    avcodec_free_context(&b->decoder);
    b->count = 0;
}

/* ---- one picture ---- */

static void blacken(AVFrame *f)
{
    for (int plane = 0; plane < 3; plane++) {
        for (int y = 0; y < f->height >> (plane > 0); y++)
            memset(f->data[plane] + (ptrdiff_t)y * f->linesize[plane], plane ? 128 : 16,
                   (size_t)(f->width >> (plane > 0)));
    }
}

/* The whole picture in its own shape, with bars. NULL: no memory, or no form that is known. */
static AVFrame *shrink(const AVFrame *f, int w, int h)
{
    AVFrame *out = pl_image_new(AV_PIX_FMT_YUV420P, w, h);
    struct pl_rect from, to;
    struct SwsContext *sws;
    uint8_t *data[4] = {NULL};
    if (!out)
        return NULL;
    pl_place_clip(PL_RECORD_CLIP_SHRINK, (struct pl_rect){0, 0, w, h}, f->width, f->height, &from,
                  &to);
    sws = sws_getContext(f->width, f->height, f->format, to.w, to.h, AV_PIX_FMT_YUV420P, SWS_AREA,
                         NULL, NULL, NULL);
    if (!sws) {
        av_frame_free(&out);
        return NULL;
    }
    blacken(out);
    for (int plane = 0; plane < 3; plane++)
        data[plane] = out->data[plane] + (ptrdiff_t)(to.y >> (plane > 0)) * out->linesize[plane] +
                      (to.x >> (plane > 0));
    sws_scale(sws, (const uint8_t *const *)f->data, f->linesize, 0, f->height, data, out->linesize);
    sws_freeContext(sws);
    return out;
}

/* The height that goes with a width: even, and no tower. */
static int height_for(const AVFrame *f, int width)
{
    int h = (int)((int64_t)width * f->height / f->width) & ~1;
    return h < 2 ? 2 : h > TALLEST * width ? TALLEST * width : h;
}

/* How far brightness is spread: dark cells and plain walls have little. */
static uint64_t how_much(const AVFrame *f)
{
    uint64_t sum = 0, squares = 0, count = (uint64_t)f->width * (uint64_t)f->height;
    for (int y = 0; y < f->height; y++) {
        const uint8_t *row = f->data[0] + (ptrdiff_t)y * f->linesize[0];
        for (int x = 0; x < f->width; x++) {
            sum += row[x];
            squares += (uint64_t)row[x] * row[x];
        }
    }
    return squares - sum * sum / count;
}

/* A key frame needs no other to be decoded. NULL: it is none. */
static AVFrame *decode(struct pl_board *b, const AVPacket *key)
{
    bool ok = avcodec_send_packet(b->decoder, key) >= 0 &&
              avcodec_send_packet(b->decoder, NULL) >= 0 &&
              avcodec_receive_frame(b->decoder, b->frame) >= 0;
    avcodec_flush_buffers(b->decoder);
    return ok && b->frame->width > 0 && b->frame->height > 0 ? b->frame : NULL;
}

/* ---- the board ---- */

static void halve(struct pl_board *b)
{
    size_t kept = 0;
    for (size_t i = 0; i < b->count; i++) {
        if (i % 2 == 0)
            b->tiles[kept++] = b->tiles[i];
        else
            av_frame_free(&b->tiles[i]);
    }
    b->count = kept;
    b->step_us *= 2;
}

static void consider(struct pl_board *b, const AVFrame *f, const AVFrame *tile)
{
    uint64_t much = how_much(tile);
    AVFrame *thumb;
    if (b->thumb && much <= b->best)
        return;
    thumb = shrink(f, PL_THUMB_WIDTH, height_for(f, PL_THUMB_WIDTH));
    if (!thumb)
        return;
    av_frame_free(&b->thumb);
    b->thumb = thumb;
    b->best = much;
}

void pl_board_take(struct pl_board *b, const AVPacket *key, int64_t at_us)
{
    AVFrame *f, *tile;
    size_t place;
    if (!b->decoder || at_us < 0)
        return;
    while (at_us / b->step_us >= PL_BOARD_PICTURES)
        halve(b);
    place = (size_t)(at_us / b->step_us);
    if (place < b->count)
        return;
    f = decode(b, key);
    tile = f ? shrink(f, PL_BOARD_WIDTH,
                      b->count > 0 ? b->tiles[0]->height : height_for(f, PL_BOARD_WIDTH))
             : NULL;
    if (!tile)
        return;
    consider(b, f, tile);
    /* Key frames may be far apart: what was seen until then. */
    while (b->count > 0 && b->count < place) {
        AVFrame *same = av_frame_clone(b->tiles[b->count - 1]);
        if (!same)
            break;
        b->tiles[b->count++] = same;
    }
    b->tiles[b->count++] = tile;
}

static void lay(AVFrame *board, const AVFrame *tile, int x, int y)
{
    for (int plane = 0; plane < 3; plane++) {
        int shift = plane > 0;
        av_image_copy_plane(board->data[plane] + (ptrdiff_t)(y >> shift) * board->linesize[plane] +
                                (x >> shift),
                            board->linesize[plane], tile->data[plane], tile->linesize[plane],
                            tile->width >> shift, tile->height >> shift);
    }
}

static AVFrame *assemble(const struct pl_board *b)
{
    int height = b->tiles[0]->height, count = (int)b->count;
    int columns = count < PL_BOARD_COLUMNS ? count : PL_BOARD_COLUMNS;
    int rows = (count + PL_BOARD_COLUMNS - 1) / PL_BOARD_COLUMNS;
    AVFrame *board = pl_image_new(AV_PIX_FMT_YUV420P, columns * PL_BOARD_WIDTH, rows * height);
    if (!board)
        return NULL;
    blacken(board);
    for (int i = 0; i < count; i++)
        lay(board, b->tiles[i], i % PL_BOARD_COLUMNS * PL_BOARD_WIDTH,
            i / PL_BOARD_COLUMNS * height);
    return board;
}

bool pl_board_write(const struct pl_board *b, const char *base)
{
    char thumb[PATH_BYTES], path[PATH_BYTES];
    AVFrame *board = b->count > 0 && b->thumb ? assemble(b) : NULL;
    bool ok;
    if (!board)
        return false;
    (void)snprintf(thumb, sizeof(thumb), "%s.thumb.jpg", base);
    (void)snprintf(path, sizeof(path), "%s.board.jpg", base);
    ok = pl_image_save(b->thumb, QUALITY, thumb) == 0;
    if (ok && pl_image_save(board, QUALITY, path) != 0) {
        (void)unlink(thumb);
        ok = false;
    }
    av_frame_free(&board);
    return ok;
}
