/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/image.h"

#include <errno.h>
#include <fcntl.h>
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/imgutils.h>
#include <libswscale/swscale.h>
#include <stdio.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

AVFrame *pl_image_new(int format, int w, int h)
{
    AVFrame *f = av_frame_alloc();
    if (!f)
        return NULL;
    f->format = format;
    f->width = w;
    f->height = h;
    if (av_frame_get_buffer(f, 0) < 0)
        av_frame_free(&f);
    return f;
}

static AVFrame *convert(const AVFrame *in, int format, int w, int h)
{
    AVFrame *out = pl_image_new(format, w, h);
    struct SwsContext *sws = out ? sws_getContext(in->width, in->height, in->format, w, h, format,
                                                  SWS_BICUBIC, NULL, NULL, NULL)
                                 : NULL;
    if (!sws) {
        av_frame_free(&out);
        return NULL;
    }
    sws_scale(sws, (const uint8_t *const *)in->data, in->linesize, 0, in->height, out->data,
              out->linesize);
    sws_freeContext(sws);
    return out;
}

/* ---- in ---- */

static AVFrame *decode_first(AVFormatContext *file)
{
    const AVCodecParameters *p = file->nb_streams > 0 ? file->streams[0]->codecpar : NULL;
    const AVCodec *codec = p ? avcodec_find_decoder(p->codec_id) : NULL;
    AVCodecContext *c = codec ? avcodec_alloc_context3(codec) : NULL;
    AVPacket *packet = av_packet_alloc();
    AVFrame *frame = av_frame_alloc();
    bool ok = false;
    if (c && packet && frame && avcodec_parameters_to_context(c, p) >= 0) {
        c->max_pixels = PL_IMAGE_PIXELS_MAX;
        c->thread_count = 1;
        ok = avcodec_open2(c, codec, NULL) == 0 && av_read_frame(file, packet) >= 0 &&
             avcodec_send_packet(c, packet) >= 0 && avcodec_send_packet(c, NULL) >= 0 &&
             avcodec_receive_frame(c, frame) >= 0;
    }
    av_packet_free(&packet);
    avcodec_free_context(&c);
    if (!ok)
        av_frame_free(&frame);
    return frame;
}

AVFrame *pl_image_load(const char *path, int w, int h)
{
    AVFormatContext *file = NULL;
    AVFrame *read, *out;
    if (avformat_open_input(&file, path, NULL, NULL) < 0)
        return NULL;
    read = decode_first(file);
    avformat_close_input(&file);
    if (!read)
        return NULL;
    if (w == 0)
        w = read->width;
    if (h == 0)
        h = (int)((int64_t)w * read->height / read->width);
    w = w < 2 ? 2 : w & ~1;
    h = h < 2 ? 2 : h & ~1;
    out = (int64_t)w * h <= PL_IMAGE_PIXELS_MAX ? convert(read, AV_PIX_FMT_YUVA420P, w, h) : NULL;
    av_frame_free(&read);
    return out;
}

/* ---- over a picture ---- */

static uint8_t over(uint8_t below, uint8_t above, uint8_t alpha)
{
    return (uint8_t)((below * (255 - alpha) + above * alpha + 127) / 255);
}

void pl_image_blend(AVFrame *picture, const AVFrame *image, int x, int y)
{
    int w = picture->width - x < image->width ? picture->width - x : image->width;
    int h = picture->height - y < image->height ? picture->height - y : image->height;
    for (int plane = 0; plane < 3; plane++) {
        int shift = plane > 0;
        for (int row = 0; row < h >> shift; row++) {
            uint8_t *to = picture->data[plane] +
                          (ptrdiff_t)((y >> shift) + row) * picture->linesize[plane] + (x >> shift);
            const uint8_t *from = image->data[plane] + (ptrdiff_t)row * image->linesize[plane];
            const uint8_t *alpha = image->data[3] + (ptrdiff_t)(row << shift) * image->linesize[3];
            for (int i = 0; i < w >> shift; i++)
                to[i] = over(to[i], from[i], alpha[i << shift]);
        }
    }
}

/* ---- turned ---- */

static void turn_plane(const AVFrame *in, AVFrame *out, int plane, unsigned turns, bool mirrored)
{
    int w = plane ? out->width / 2 : out->width, h = plane ? out->height / 2 : out->height;
    int in_w = plane ? in->width / 2 : in->width, in_h = plane ? in->height / 2 : in->height;
    for (int y = 0; y < h; y++) {
        uint8_t *to = out->data[plane] + (ptrdiff_t)y * out->linesize[plane];
        for (int x = 0; x < w; x++) {
            int sx = mirrored ? w - 1 - x : x, from_x, from_y;
            from_x = turns == 0 ? sx : turns == 1 ? y : turns == 2 ? in_w - 1 - sx : in_w - 1 - y;
            from_y = turns == 0 ? y : turns == 1 ? in_h - 1 - sx : turns == 2 ? in_h - 1 - y : sx;
            to[x] = in->data[plane][(ptrdiff_t)from_y * in->linesize[plane] + from_x];
        }
    }
}

AVFrame *pl_image_turn(const AVFrame *picture, unsigned turns, bool mirrored)
{
    bool swap = turns % 2 == 1;
    int w = picture->width & ~1, h = picture->height & ~1;
    AVFrame *out = picture->format == AV_PIX_FMT_YUV420P || picture->format == AV_PIX_FMT_YUVJ420P
                       ? pl_image_new(picture->format, swap ? h : w, swap ? w : h)
                       : NULL;
    AVFrame even = *picture;
    if (!out)
        return NULL;
    even.width = w;
    even.height = h;
    for (int plane = 0; plane < 3; plane++)
        turn_plane(&even, out, plane, turns, mirrored);
    return out;
}

/* ---- out ---- */

/* quality: 1 .. 100. The bytes are av_free's; NULL: no. Any 8 bit format. */
static uint8_t *encode_jpeg(const AVFrame *picture, unsigned quality, size_t *len)
{
    const AVCodec *codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
    AVCodecContext *c = codec ? avcodec_alloc_context3(codec) : NULL;
    AVFrame *frame = convert(picture, AV_PIX_FMT_YUVJ420P, picture->width, picture->height);
    AVPacket *packet = av_packet_alloc();
    uint8_t *bytes = NULL;
    if (c && frame && packet) {
        c->width = frame->width;
        c->height = frame->height;
        c->pix_fmt = AV_PIX_FMT_YUVJ420P;
        c->time_base = (AVRational){1, 25};
        c->flags |= AV_CODEC_FLAG_QSCALE;
        /* 100 is FFmpeg's 2, 1 its 31. */
        c->global_quality = frame->quality = FF_QP2LAMBDA * (int)(2 + (100 - quality) * 29 / 99);
        if (avcodec_open2(c, codec, NULL) == 0 && avcodec_send_frame(c, frame) == 0 &&
            avcodec_receive_packet(c, packet) == 0)
            bytes = av_memdup(packet->data, (size_t)packet->size);
        *len = bytes ? (size_t)packet->size : 0;
    }
    av_packet_free(&packet);
    av_frame_free(&frame);
    avcodec_free_context(&c);
    return bytes;
}

static int write_whole(const char *path, const uint8_t *bytes, size_t len)
{
    char made[PATH_BYTES];
    int fd, error = 0;
    ssize_t n;
    snprintf(made, sizeof(made), "%s.new", path);
    fd = open(made, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
    if (fd < 0)
        return errno;
    n = write(fd, bytes, len);
    if (n != (ssize_t)len)
        error = n < 0 ? errno : ENOSPC;
    else if (fsync(fd) != 0)
        error = errno;
    close(fd);
    if (!error && rename(made, path) != 0)
        error = errno;
    if (error)
        unlink(made);
    return error;
}

int pl_image_save(const AVFrame *picture, unsigned quality, const char *path)
{
    size_t len = 0;
    uint8_t *bytes = encode_jpeg(picture, quality, &len);
    int error = bytes ? write_whole(path, bytes, len) : EINVAL;
    av_free(bytes);
    return error;
}
