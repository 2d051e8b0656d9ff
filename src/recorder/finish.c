/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/finish.h"

#include "base/hex.h"

#include <errno.h>
#include <fcntl.h>
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, STREAMS_MAX = 4, HASH_BLOCK = 1 << 16 };

static const char *const formats[PL_RECORD_TYPES] = {"mp4", "asf", "flv", "mp3", "webm"};

/* ---- checksums ---- */

static int hash_fd(int fd, EVP_MD_CTX *sha, EVP_MD_CTX *md5, struct pl_finished *out)
{
    static _Thread_local uint8_t block[HASH_BLOCK];
    ssize_t n;
    out->bytes = 0;
    while ((n = read(fd, block, sizeof(block))) > 0) {
        out->bytes += (uint64_t)n;
        EVP_DigestUpdate(sha, block, (size_t)n);
        if (md5)
            EVP_DigestUpdate(md5, block, (size_t)n);
    }
    return n < 0 ? errno : 0;
}

int pl_finish_hash(const char *path, bool md5, struct pl_finished *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC), error;
    EVP_MD_CTX *sha = EVP_MD_CTX_new(), *second = md5 ? EVP_MD_CTX_new() : NULL;
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned len;
    if (fd < 0) {
        error = errno;
        goto out;
    }
    error = ENOMEM;
    if (!sha || !EVP_DigestInit_ex(sha, EVP_sha256(), NULL))
        goto out;
    if (second && !EVP_DigestInit_ex(second, EVP_md5(), NULL)) { /* forbidden by the system */
        EVP_MD_CTX_free(second);
        second = NULL;
    }
    error = hash_fd(fd, sha, second, out);
    if (error)
        goto out;
    EVP_DigestFinal_ex(sha, digest, &len);
    pl_hex_str(pl_bytes_of(digest, len), out->sha256);
    if (second) {
        EVP_DigestFinal_ex(second, digest, &len);
        pl_hex_str(pl_bytes_of(digest, len), out->md5);
    }
out:
    EVP_MD_CTX_free(sha);
    EVP_MD_CTX_free(second);
    if (fd >= 0)
        close(fd);
    return error;
}

/* ---- packets ---- */

struct copier {
    AVFormatContext *in, *out; /* out NULL: only measured */
    int64_t last_dts[STREAMS_MAX];
    int64_t begin_us, end_us;
};

static bool open_output(struct copier *c, const char *path, enum pl_record_type type)
{
    AVDictionary *options = NULL;
    int failed;
    if (avformat_alloc_output_context2(&c->out, NULL, formats[type], path) < 0)
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
    if (avio_open(&c->out->pb, path, AVIO_FLAG_WRITE) < 0)
        return false;
    if (type == PL_RECORD_MP4)
        av_dict_set(&options, "movflags", "faststart", 0);
    failed = avformat_write_header(c->out, &options);
    av_dict_free(&options);
    return failed >= 0;
}

static void measure(struct copier *c, const AVPacket *p, AVRational unit)
{
    int64_t at = av_rescale_q(p->pts, unit, AV_TIME_BASE_Q);
    int64_t end = at + av_rescale_q(p->duration, unit, AV_TIME_BASE_Q);
    if (c->begin_us == INT64_MAX || at < c->begin_us)
        c->begin_us = at;
    c->end_us = end > c->end_us ? end : c->end_us;
}

/* False: the output refused it. */
static bool pass_on(struct copier *c, AVPacket *p)
{
    AVStream *from = c->in->streams[p->stream_index], *to;
    int64_t *last = &c->last_dts[p->stream_index];
    /* The last packet of a file that was cut is not whole. */
    if (p->flags & AV_PKT_FLAG_CORRUPT || p->pts == AV_NOPTS_VALUE)
        return true;
    measure(c, p, from->time_base);
    if (!c->out)
        return true;
    to = c->out->streams[p->stream_index];
    av_packet_rescale_ts(p, from->time_base, to->time_base);
    if (p->dts <= *last) {
        p->dts = *last + 1;
        p->pts = p->pts < p->dts ? p->dts : p->pts;
    }
    *last = p->dts;
    p->pos = -1;
    return av_interleaved_write_frame(c->out, p) >= 0;
}

static bool copy_all(struct copier *c)
{
    AVPacket *p = av_packet_alloc();
    bool ok = p != NULL;
    while (ok && av_read_frame(c->in, p) >= 0) {
        ok = pass_on(c, p);
        av_packet_unref(p);
    }
    av_packet_free(&p);
    return ok;
}

static bool close_output(struct copier *c, bool ok)
{
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

static bool open_input(struct copier *c, const char *path, enum pl_record_type type)
{
    if (avformat_open_input(&c->in, path, av_find_input_format(formats[type]), NULL) < 0)
        return false;
    if (avformat_find_stream_info(c->in, NULL) < 0 || c->in->nb_streams == 0 ||
        c->in->nb_streams > STREAMS_MAX) {
        avformat_close_input(&c->in);
        return false;
    }
    c->begin_us = INT64_MAX;
    c->end_us = 0;
    for (unsigned i = 0; i < STREAMS_MAX; i++)
        c->last_dts[i] = INT64_MIN;
    return true;
}

static void describe(const struct copier *c, struct pl_finished *out)
{
    for (unsigned i = 0; i < c->in->nb_streams; i++) {
        const AVCodecParameters *p = c->in->streams[i]->codecpar;
        if (p->codec_type == AVMEDIA_TYPE_VIDEO) {
            out->width = (uint32_t)p->width;
            out->height = (uint32_t)p->height;
        }
    }
    if (c->begin_us != INT64_MAX)
        out->elapsed_ms = (uint64_t)(c->end_us - c->begin_us) / 1000u;
}

/* ---- files ---- */

static bool has_room(const char *path)
{
    struct statvfs disk;
    struct stat st;
    if (stat(path, &st) != 0 || statvfs(path, &disk) != 0)
        return false;
    return (uint64_t)disk.f_bavail * disk.f_frsize > (uint64_t)st.st_size + 262144u;
}

static int sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC), error = 0;
    if (fd < 0)
        return errno;
    if (fsync(fd) != 0)
        error = errno;
    close(fd);
    return error;
}

static void sync_folder(const char *path)
{
    char folder[PATH_BYTES];
    char *slash;
    snprintf(folder, sizeof(folder), "%s", path);
    slash = strrchr(folder, '/');
    if (slash && slash != folder) {
        *slash = '\0';
        (void)sync_path(folder, O_RDONLY | O_DIRECTORY);
    }
}

/* A new file beside the part; false: there is none. */
static bool make_anew(struct copier *c, const char *path, enum pl_record_type type)
{
    bool ok = open_output(c, path, type) && copy_all(c);
    ok = close_output(c, ok) && sync_path(path, O_RDONLY) == 0;
    if (!ok)
        unlink(path);
    return ok;
}

int pl_finish_file(const char *part, const char *final, enum pl_record_type type, bool md5,
                   struct pl_finished *out)
{
    char made[PATH_BYTES];
    struct copier c = {0};
    bool anew = false;
    memset(out, 0, sizeof(*out));
    snprintf(made, sizeof(made), "%s.new", final);
    if (!open_input(&c, part, type))
        return access(part, R_OK) == 0 ? EINVAL : errno;
    if (has_room(part))
        anew = make_anew(&c, made, type);
    if (!anew) {
        avformat_close_input(&c.in);
        if (!open_input(&c, part, type))
            return EINVAL;
        copy_all(&c);
    }
    describe(&c, out);
    avformat_close_input(&c.in);
    if (rename(anew ? made : part, final) != 0)
        return errno;
    if (anew && strcmp(part, final) != 0)
        unlink(part);
    sync_folder(final);
    return pl_finish_hash(final, md5, out);
}
