/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests and benchmarks: publishers that never were. Makes pictures and sound, encodes them
 * beforehand, and sends them as a media worker's tap does, at their time, stamped with the time at
 * which they should have been sent, so that a loaded machine changes nothing.
 *
 * Every picture is of the publisher's grey, with its number in binary along the top (16 squares,
 * most significant first, white is 1), and white altogether for 80 ms at each full second, when its
 * sound beeps for 80 ms. The publishers' own clocks are hours apart; sender reports tell of them.
 *
 *     record_feed --port N --cookie HEX --seconds S [--loss PERMILLE] [--copies N] [--moving 1]
 *                 PUBLISHER...
 *     PUBLISHER: video source,codec,WxH,fps,grey,kbit/s,audio source,beep in Hz,ppm,delay in
 * ms[,codec,WxH] source 0: none; the second codec and size: from the middle on; ppm: how fast its
 * clock is
 *     --copies N: everything is sent N times, source numbers 1000 apart
 *     --moving 1: texture that moves and a camera's noise instead of grey, so that decoding and
 * encoding cost what they cost
 *
 * Prints "start STAMP" before the first packet: the moment of picture 0, and of the first beep.
 */
#include "base/rng.h"
#include "io/clock.h"
#include "proto/record/tap.h"
#include "proto/rtcp/ntp.h"
#include "proto/rtcp/report.h"
#include "proto/rtp/rtp.h"

#include <arpa/inet.h>
#include <libavcodec/avcodec.h>
#include <libavutil/channel_layout.h>
#include <libavutil/log.h>
#include <libavutil/opt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PUBLISHERS_MAX = 32, PAYLOAD = 1100, FLASH_US = 80000, SOUND_FRAME = 960, LEAD_US = 400000 };

struct packet {
    uint64_t at; /* us since the start */
    struct pl_tap tap;
    size_t len;
    uint8_t bytes[PAYLOAD + 64];
};

struct publisher {
    unsigned video, fps, grey, kbps, audio, hertz, delay_ms;
    int ppm;
    char codecs[2][8];
    int sizes[2][2];
    uint16_t seq[2];
    uint32_t ts[2];
};

struct feed {
    struct packet *packets;
    size_t count, size;
    unsigned seconds, loss, copies, moving;
    uint64_t cookie;
    uint16_t port;
    struct pl_prng random;
};

static void die(const char *why)
{
    fprintf(stderr, "record_feed: %s\n", why);
    exit(1);
}

/* ---- packets ---- */

static struct packet *add(struct feed *f, const struct publisher *p, bool video, uint64_t at)
{
    struct packet *k;
    if (f->count == f->size) {
        f->size = f->size * 2 + 1024;
        f->packets = realloc(f->packets, f->size * sizeof(*f->packets));
        if (!f->packets)
            die("no memory");
    }
    k = &f->packets[f->count++];
    memset(k, 0, sizeof(*k));
    k->at = at + p->delay_ms * 1000u;
    k->tap.cookie = f->cookie;
    k->tap.source = video ? p->video : p->audio;
    return k;
}

static uint32_t ts_at(const struct publisher *p, bool video, uint64_t at)
{
    uint64_t own = at + (uint64_t)((int64_t)at * p->ppm / 1000000);
    return p->ts[video] + (uint32_t)(own * (video ? 90000u : 48000u) / 1000000u);
}

static void add_rtp(struct feed *f, struct publisher *p, bool video, uint64_t at,
                    enum pl_tap_codec codec, const uint8_t *head, size_t head_len,
                    struct pl_bytes payload, bool marker)
{
    struct packet *k = add(f, p, video, at);
    struct pl_writer w = pl_writer_of(k->bytes, sizeof(k->bytes));
    struct pl_rtp_header h = {.pt = video ? 96 : 111,
                              .seq = p->seq[video]++,
                              .ts = ts_at(p, video, at),
                              .ssrc = video ? p->video : p->audio,
                              .marker = marker};
    k->tap.codec = codec;
    pl_rtp_write_header(&w, &h);
    pl_write_bytes(&w, pl_bytes_of(head, head_len));
    pl_write_bytes(&w, payload);
    k->len = w.pos;
    if (!pl_writer_ok(&w))
        die("a packet is too long");
    if (f->loss && pl_prng_below(&f->random, 1000) < f->loss)
        f->count--;
}

static void add_report(struct feed *f, const struct publisher *p, bool video, uint64_t at)
{
    struct packet *k = add(f, p, video, at);
    struct pl_writer w = pl_writer_of(k->bytes, sizeof(k->bytes));
    uint64_t own = at + (uint64_t)((int64_t)at * p->ppm / 1000000);
    struct pl_rtcp_sr sr = {
        .ssrc = video ? p->video : p->audio,
        .ntp = pl_ntp_from_wall_us(1700000000000000u + p->hertz * 3600000000u + own),
        .rtp_ts = ts_at(p, video, at)};
    k->tap.report = true;
    pl_rtcp_write_sr(&w, &sr);
    k->len = w.pos;
}

/* ---- payloads ---- */

static void add_pieces(struct feed *f, struct publisher *p, uint64_t at, enum pl_tap_codec codec,
                       struct pl_bytes frame, bool key)
{
    for (size_t from = 0; from < frame.len; from += PAYLOAD) {
        size_t len = frame.len - from < PAYLOAD ? frame.len - from : PAYLOAD;
        bool last = from + len == frame.len;
        uint8_t head = codec == PL_TAP_CODEC_VP8
                           ? (from == 0 ? 0x10 : 0)
                           : (uint8_t)((key ? 0 : 0x40) | (from == 0 ? 8 : 0) | (last ? 4 : 0));
        add_rtp(f, p, true, at, codec, &head, 1, pl_bytes_of(frame.data + from, len), last);
    }
}

static void add_nal(struct feed *f, struct publisher *p, uint64_t at, struct pl_bytes nal,
                    bool last)
{
    if (nal.len <= PAYLOAD) {
        add_rtp(f, p, true, at, PL_TAP_CODEC_H264, NULL, 0, nal, last);
        return;
    }
    for (size_t from = 1; from < nal.len; from += PAYLOAD) {
        size_t len = nal.len - from < PAYLOAD ? nal.len - from : PAYLOAD;
        bool end = from + len == nal.len;
        uint8_t head[2] = {
            (uint8_t)((nal.data[0] & 0xe0) | 28),
            (uint8_t)((nal.data[0] & 31) | (from == 1 ? 0x80 : 0) | (end ? 0x40 : 0))};
        add_rtp(f, p, true, at, PL_TAP_CODEC_H264, head, 2, pl_bytes_of(nal.data + from, len),
                end && last);
    }
}

static size_t next_start(struct pl_bytes b, size_t at)
{
    for (; at + 3 <= b.len; at++) {
        if (b.data[at] == 0 && b.data[at + 1] == 0 && b.data[at + 2] == 1)
            return at;
    }
    return b.len;
}

static void add_nals(struct feed *f, struct publisher *p, uint64_t at, struct pl_bytes frame)
{
    size_t from = next_start(frame, 0);
    while (from < frame.len) {
        size_t begin = from + 3, end = next_start(frame, begin), stop = end;
        while (stop > begin && frame.data[stop - 1] == 0)
            stop--;
        add_nal(f, p, at, pl_bytes_of(frame.data + begin, stop - begin), end == frame.len);
        from = end;
    }
}

/* ---- pictures and sound ---- */

static AVCodecContext *open_video(const struct publisher *p, int half)
{
    bool h264 = strcmp(p->codecs[half], "h264") == 0, vp9 = strcmp(p->codecs[half], "vp9") == 0;
    const AVCodec *codec = avcodec_find_encoder_by_name(h264  ? "libx264"
                                                        : vp9 ? "libvpx-vp9"
                                                              : "libvpx");
    AVCodecContext *c = codec ? avcodec_alloc_context3(codec) : NULL;
    if (!c)
        die("an encoder is missing");
    c->width = p->sizes[half][0];
    c->height = p->sizes[half][1];
    c->pix_fmt = AV_PIX_FMT_YUV420P;
    c->time_base = (AVRational){1, (int)p->fps};
    c->gop_size = (int)p->fps;
    c->max_b_frames = 0;
    c->bit_rate = p->kbps * 1000;
    c->thread_count = 1;
    if (h264) {
        av_opt_set(c->priv_data, "preset", "ultrafast", 0);
        av_opt_set(c->priv_data, "tune", "zerolatency", 0);
        av_opt_set(c->priv_data, "profile", "baseline", 0);
    } else {
        av_opt_set(c->priv_data, "deadline", "realtime", 0);
        av_opt_set_int(c->priv_data, "cpu-used", 8, 0);
        av_opt_set_int(c->priv_data, "lag-in-frames", 0, 0);
    }
    if (avcodec_open2(c, codec, NULL) < 0)
        die("an encoder does not open");
    return c;
}

static int waves[256];

/* Waves that wander, with some noise over them. */
static void move(AVFrame *f, unsigned grey, unsigned number)
{
    uint32_t x = number * 2654435761u + grey;
    for (int row = 0; row < f->height; row++) {
        uint8_t *luma = f->data[0] + (ptrdiff_t)row * f->linesize[0];
        double slow = 30 * sin((row + 2.0 * number) / 23);
        for (int i = 0; i < f->width; i++) {
            x = x * 1664525u + 1013904223u;
            luma[i] = (uint8_t)(grey + slow +
                                waves[(unsigned)(i + 3 * (int)number + row / 3) & 255] + (x >> 30));
        }
    }
}

static void draw(AVFrame *f, unsigned grey, unsigned number, uint64_t at, bool moving)
{
    int square = f->width / 16;
    bool flash = at % 1000000u < FLASH_US;
    for (int y = 0; y < f->height; y++)
        memset(f->data[0] + (ptrdiff_t)y * f->linesize[0], flash ? 235 : (int)grey,
               (size_t)f->width);
    if (moving && !flash)
        move(f, grey, number);
    for (int y = 0; y < f->height / 2; y++) {
        memset(f->data[1] + (ptrdiff_t)y * f->linesize[1], 128, (size_t)f->width / 2);
        memset(f->data[2] + (ptrdiff_t)y * f->linesize[2], 128, (size_t)f->width / 2);
    }
    for (int bit = 0; bit < 16; bit++) {
        for (int y = 0; y < square; y++)
            memset(f->data[0] + (ptrdiff_t)y * f->linesize[0] + bit * square,
                   number >> (15 - bit) & 1 ? 235 : 16, (size_t)square);
    }
}

static void film(struct feed *f, struct publisher *p, int half, unsigned from, unsigned to)
{
    AVCodecContext *c = open_video(p, half);
    AVFrame *frame = av_frame_alloc();
    AVPacket *k = av_packet_alloc();
    frame->format = AV_PIX_FMT_YUV420P;
    frame->width = c->width;
    frame->height = c->height;
    if (!k || av_frame_get_buffer(frame, 0) < 0)
        die("no memory");
    for (unsigned n = from; n < to; n++) {
        uint64_t at = (uint64_t)n * 1000000u / p->fps;
        if (av_frame_make_writable(frame) < 0)
            die("no memory");
        draw(frame, p->grey, n, at, f->moving != 0);
        frame->pts = n;
        if (avcodec_send_frame(c, frame) < 0 || avcodec_receive_packet(c, k) < 0)
            die("an encoder keeps a picture");
        if (c->codec_id == AV_CODEC_ID_H264)
            add_nals(f, p, at, pl_bytes_of(k->data, (size_t)k->size));
        else
            add_pieces(f, p, at,
                       c->codec_id == AV_CODEC_ID_VP9 ? PL_TAP_CODEC_VP9 : PL_TAP_CODEC_VP8,
                       pl_bytes_of(k->data, (size_t)k->size), (k->flags & AV_PKT_FLAG_KEY) != 0);
        av_packet_unref(k);
    }
    av_packet_free(&k);
    av_frame_free(&frame);
    avcodec_free_context(&c);
}

static void speak(struct feed *f, struct publisher *p)
{
    const AVCodec *codec = avcodec_find_encoder_by_name("libopus");
    AVCodecContext *c = avcodec_alloc_context3(codec);
    AVFrame *frame = av_frame_alloc();
    AVPacket *k = av_packet_alloc();
    uint64_t n = 0;
    c->sample_rate = 48000;
    c->sample_fmt = AV_SAMPLE_FMT_S16;
    c->bit_rate = 32000;
    av_channel_layout_default(&c->ch_layout, 1);
    av_opt_set(c->priv_data, "application", "lowdelay", 0);
    if (avcodec_open2(c, codec, NULL) < 0)
        die("no Opus");
    frame->format = AV_SAMPLE_FMT_S16;
    frame->nb_samples = SOUND_FRAME;
    frame->sample_rate = 48000;
    av_channel_layout_default(&frame->ch_layout, 1);
    if (!k || av_frame_get_buffer(frame, 0) < 0)
        die("no memory");
    for (uint64_t at = 0; at < f->seconds * 1000000u; at += 20000) {
        if (av_frame_make_writable(frame) < 0)
            die("no memory");
        for (int i = 0; i < SOUND_FRAME; i++, n++) {
            uint64_t us = n * 1000000u / 48000u % 1000000u;
            double v = us < FLASH_US ? 12000 * sin(2 * M_PI * p->hertz * (double)n / 48000) : 0;
            ((int16_t *)(void *)frame->data[0])[i] = (int16_t)v;
        }
        frame->pts = (int64_t)n - SOUND_FRAME;
        if (avcodec_send_frame(c, frame) < 0)
            die("Opus refuses");
        while (avcodec_receive_packet(c, k) >= 0) {
            /* What the encoder looks ahead (pts below 0 at first) is its delay. */
            int64_t us = k->pts * 1000000 / 48000;
            if (us >= 0)
                add_rtp(f, p, false, (uint64_t)us, PL_TAP_CODEC_OPUS, NULL, 0,
                        pl_bytes_of(k->data, (size_t)k->size), false);
            av_packet_unref(k);
        }
    }
    av_packet_free(&k);
    av_frame_free(&frame);
    avcodec_free_context(&c);
}

static void make(struct feed *f, struct publisher *p)
{
    unsigned pictures = f->seconds * p->fps, middle = p->codecs[1][0] ? pictures / 2 : pictures;
    for (int video = 0; video < 2; video++) {
        p->seq[video] = (uint16_t)pl_prng_next(&f->random);
        p->ts[video] = (uint32_t)pl_prng_next(&f->random);
    }
    if (p->audio)
        speak(f, p);
    if (p->video) {
        film(f, p, 0, 0, middle);
        if (middle < pictures)
            film(f, p, 1, middle, pictures);
    }
    for (uint64_t at = 100000; at < f->seconds * 1000000u; at += 1000000) {
        if (p->video)
            add_report(f, p, true, at);
        if (p->audio)
            add_report(f, p, false, at);
    }
}

/* ---- sending ---- */

static int by_time(const void *a, const void *b)
{
    const struct packet *x = a, *y = b;
    return x->at < y->at ? -1 : x->at > y->at ? 1 : x < y ? -1 : 1;
}

static void send_copies(const struct feed *f, int fd, struct packet *k, uint64_t start)
{
    uint8_t bytes[PL_TAP_DATAGRAM_MAX];
    for (unsigned n = 0; n < f->copies; n++) {
        struct pl_tap tap = k->tap;
        tap.source += n * 1000;
        tap.stamp_us = start + k->at;
        pl_tap_write_head(bytes, &tap);
        memcpy(bytes + PL_TAP_HEAD_BYTES, k->bytes, k->len);
        if (send(fd, bytes, PL_TAP_HEAD_BYTES + k->len, 0) < 0)
            return; /* the recorder is gone: so be it */
    }
}

static void send_all(struct feed *f)
{
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(f->port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    uint64_t start = pl_clock_now_us() + LEAD_US;
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0)
        die("no socket");
    printf("start %llu\n", (unsigned long long)start);
    fflush(stdout);
    for (size_t i = 0; i < f->count; i++) {
        uint64_t at = start + f->packets[i].at;
        struct timespec ts = {.tv_sec = (time_t)(at / 1000000),
                              .tv_nsec = (long)(at % 1000000) * 1000};
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL) != 0)
            ;
        send_copies(f, fd, &f->packets[i], start);
    }
    close(fd);
}

static void read_publisher(struct publisher *p, const char *text)
{
    int n =
        sscanf(text, "%u,%7[^,],%dx%d,%u,%u,%u,%u,%u,%d,%u,%7[^,],%dx%d", &p->video, p->codecs[0],
               &p->sizes[0][0], &p->sizes[0][1], &p->fps, &p->grey, &p->kbps, &p->audio, &p->hertz,
               &p->ppm, &p->delay_ms, p->codecs[1], &p->sizes[1][0], &p->sizes[1][1]);
    if (n != 11 && n != 14)
        die("a publisher is not understood");
}

int main(int argc, char **argv)
{
    static struct publisher publishers[PUBLISHERS_MAX];
    static struct feed f = {.seconds = 5, .copies = 1};
    int count = 0;
    av_log_set_level(AV_LOG_FATAL);
    pl_prng_init(&f.random, 7);
    for (int i = 0; i < 256; i++)
        waves[i] = (int)(20 * sin(i * M_PI / 32));
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (strncmp(argv[i], "--", 2) != 0) {
            if (count == PUBLISHERS_MAX)
                die("too many publishers");
            read_publisher(&publishers[count++], argv[i]);
            continue;
        }
        i++;
        if (strcmp(argv[i - 1], "--port") == 0)
            f.port = (uint16_t)atoi(value);
        else if (strcmp(argv[i - 1], "--cookie") == 0)
            f.cookie = strtoull(value, NULL, 16);
        else if (strcmp(argv[i - 1], "--seconds") == 0)
            f.seconds = (unsigned)atoi(value);
        else if (strcmp(argv[i - 1], "--loss") == 0)
            f.loss = (unsigned)atoi(value);
        else if (strcmp(argv[i - 1], "--copies") == 0)
            f.copies = (unsigned)atoi(value);
        else if (strcmp(argv[i - 1], "--moving") == 0)
            f.moving = (unsigned)atoi(value);
        else
            die("an option is not understood");
    }
    for (int i = 0; i < count; i++)
        make(&f, &publishers[i]);
    qsort(f.packets, f.count, sizeof(*f.packets), by_time);
    send_all(&f);
    free(f.packets);
    return 0;
}
