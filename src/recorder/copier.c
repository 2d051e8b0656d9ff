/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/copier.h"

#include <string.h>

static const char *const formats[PL_RECORD_TYPES] = {"mp4", "asf", "flv", "mp3", "webm"};

void pl_copier_init(struct pl_copier *c, enum pl_record_type type, const char *path)
{
    memset(c, 0, sizeof(*c));
    c->type = type;
    c->path = path;
    c->begin_us = INT64_MAX;
    for (unsigned i = 0; i < PL_COPIER_STREAMS; i++)
        c->last_dts[i] = INT64_MIN;
}

/* ---- output ---- */

static bool open_output(struct pl_copier *c)
{
    AVDictionary *options = NULL;
    int failed;
    if (avformat_alloc_output_context2(&c->out, NULL, formats[c->type], c->path) < 0)
        return false;
    for (unsigned i = 0; i < c->in->nb_streams; i++) {
        AVStream *s = avformat_new_stream(c->out, NULL);
        if (!s || avcodec_parameters_copy(s->codecpar, c->in->streams[i]->codecpar) < 0)
            return false;
        s->codecpar->codec_tag = 0;
        s->time_base = c->in->streams[i]->time_base;
        s->avg_frame_rate = c->in->streams[i]->avg_frame_rate;
    }
    c->out->strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL;
    if (avio_open(&c->out->pb, c->path, AVIO_FLAG_WRITE) < 0)
        return false;
    if (c->type == PL_RECORD_MP4)
        av_dict_set(&options, "movflags", "faststart", 0);
    failed = avformat_write_header(c->out, &options);
    av_dict_free(&options);
    return failed >= 0;
}

static bool close_output(struct pl_copier *c)
{
    bool ok = !c->failed;
    if (!c->out)
        return false;
    if (ok)
        ok = av_write_trailer(c->out) >= 0;
    if (c->out->pb && avio_closep(&c->out->pb) < 0)
        ok = false;
    avformat_free_context(c->out);
    c->out = NULL;
    return ok;
}

/* ---- input ---- */

static bool open_input(struct pl_copier *c, const char *path)
{
    if (avformat_open_input(&c->in, path, av_find_input_format(formats[c->type]), NULL) < 0)
        return false;
    if (avformat_find_stream_info(c->in, NULL) >= 0 && c->in->nb_streams > 0 &&
        c->in->nb_streams <= PL_COPIER_STREAMS)
        return true;
    avformat_close_input(&c->in);
    return false;
}

static bool same_stream(const AVCodecParameters *a, const AVCodecParameters *b)
{
    return a->codec_type == b->codec_type && a->codec_id == b->codec_id;
}

/* Which stream of the output each one goes on with. False: one of them with none. */
static bool map_streams(struct pl_copier *c)
{
    for (unsigned i = 0; c->out && i < c->in->nb_streams; i++) {
        c->map[i] = -1;
        for (unsigned k = 0; k < c->out->nb_streams; k++) {
            if (same_stream(c->in->streams[i]->codecpar, c->out->streams[k]->codecpar))
                c->map[i] = (int)k;
        }
        if (c->map[i] < 0)
            return false;
    }
    return true;
}

/* The first input makes the output, and is what the pictures are taken for. */
static bool open_first(struct pl_copier *c)
{
    for (unsigned i = 0; i < c->in->nb_streams; i++) {
        const AVCodecParameters *p = c->in->streams[i]->codecpar;
        c->map[i] = (int)i;
        if (p->codec_type != AVMEDIA_TYPE_VIDEO || c->width > 0)
            continue;
        c->width = (uint32_t)p->width;
        c->height = (uint32_t)p->height;
        pl_board_open(&c->board, p);
    }
    if (c->path && !open_output(c))
        c->failed = true;
    return !c->failed;
}

/* ---- packets ---- */

static void measure(struct pl_copier *c, const AVPacket *p, int64_t at, AVRational unit)
{
    int64_t end = at + av_rescale_q(p->duration, unit, AV_TIME_BASE_Q);
    if (at < c->begin_us)
        c->begin_us = at;
    c->end_us = end > c->end_us ? end : c->end_us;
}

static void write_packet(struct pl_copier *c, AVPacket *p, AVRational unit)
{
    int index = c->map[p->stream_index];
    AVRational to = c->out->streams[index]->time_base;
    int64_t *last = &c->last_dts[index], shift = av_rescale_q(c->shift_us, AV_TIME_BASE_Q, to);
    av_packet_rescale_ts(p, unit, to);
    p->pts += shift;
    p->dts = p->dts == AV_NOPTS_VALUE ? p->pts : p->dts + shift;
    if (p->dts <= *last) {
        p->dts = *last + 1;
        p->pts = p->pts < p->dts ? p->dts : p->pts;
    }
    *last = p->dts;
    p->stream_index = index;
    p->pos = -1;
    if (av_interleaved_write_frame(c->out, p) < 0)
        c->failed = true;
}

static void pass_on(struct pl_copier *c, AVPacket *p)
{
    const AVStream *from = c->in->streams[p->stream_index];
    int64_t at;
    /* The last packet of a file that was cut is not whole. */
    if (p->flags & AV_PKT_FLAG_CORRUPT || p->pts == AV_NOPTS_VALUE)
        return;
    at = av_rescale_q(p->pts, from->time_base, AV_TIME_BASE_Q) + c->shift_us;
    if (at >= c->until_us)
        return;
    measure(c, p, at, from->time_base);
    if (from->codecpar->codec_type == AVMEDIA_TYPE_VIDEO && p->flags & AV_PKT_FLAG_KEY)
        pl_board_take(&c->board, p, at - c->begin_us);
    if (c->out)
        write_packet(c, p, from->time_base);
}

static void copy_input(struct pl_copier *c, AVPacket *p)
{
    while (!c->failed && av_read_frame(c->in, p) >= 0) {
        pass_on(c, p);
        av_packet_unref(p);
    }
}

bool pl_copier_add(struct pl_copier *c, const char *path, int64_t offset_us, int64_t until_us)
{
    AVPacket *p = av_packet_alloc();
    bool first = c->inputs == 0, ok;
    if (!p || !open_input(c, path)) {
        av_packet_free(&p);
        return false;
    }
    ok = first ? open_first(c) : map_streams(c);
    if (ok) {
        int64_t start = c->in->start_time == AV_NOPTS_VALUE ? 0 : c->in->start_time;
        /* A first file keeps its times: they are what players expect of it. */
        c->base_us = first ? offset_us : c->base_us;
        c->shift_us = first ? 0 : offset_us - c->base_us - start;
        c->until_us = until_us == INT64_MAX ? until_us : until_us - c->base_us;
        c->inputs++;
        if (until_us > offset_us)
            copy_input(c, p);
    }
    avformat_close_input(&c->in);
    av_packet_free(&p);
    return ok && !c->failed;
}

/* ---- the end ---- */

bool pl_copier_end(struct pl_copier *c, struct pl_finished *out)
{
    out->width = c->width;
    out->height = c->height;
    if (c->begin_us != INT64_MAX)
        out->elapsed_ms = (uint64_t)(c->end_us - c->begin_us) / 1000u;
    return close_output(c);
}

void pl_copier_finish(struct pl_copier *c)
{
    c->failed = true;
    (void)close_output(c);
    pl_board_close(&c->board);
}
