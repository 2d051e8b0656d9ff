/* SPDX-License-Identifier: Apache-2.0 */
/* Multipart upload. */
#include "adapters/s3/s3_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void forget_upload(struct pl_s3_upload *u)
{
    u->id[0] = '\0';
    u->parts = 0;
}

static bool same_file(const struct pl_s3_upload *u, const char *key, const struct stat *st)
{
    return u->id[0] && strcmp(u->key, key) == 0 && u->bytes == (uint64_t)st->st_size &&
           u->changed.tv_sec == st->st_mtim.tv_sec && u->changed.tv_nsec == st->st_mtim.tv_nsec;
}

static bool make_room(struct pl_s3_upload *u, size_t parts)
{
    char(*more)[ETAG_MAX];
    if (u->capacity >= parts)
        return true;
    more = realloc(u->etags, parts * sizeof(*more));
    if (!more)
        return false;
    u->etags = more;
    u->capacity = parts;
    return true;
}

static size_t parts_of(const struct pl_s3_upload *u)
{
    return (size_t)((u->bytes + u->part_bytes - 1) / u->part_bytes);
}

static enum pl_s3_result begin_upload(struct pl_s3 *s, const char *key, const struct stat *st,
                                      const char *type)
{
    struct pl_s3_upload *u = &s->upload;
    struct pl_s3_request r = {"POST", key, "uploads=", type, -1, 0, 0, NULL, NULL, NULL};
    uint64_t least = ((uint64_t)st->st_size + PL_S3_PARTS_MAX - 1) / PL_S3_PARTS_MAX;
    char id[UPLOAD_ID_MAX / 3];
    enum pl_s3_result result;
    forget_upload(u);
    result = pl_s3_perform(s, &r);
    if (result)
        return result;
    if (!pl_s3_tag(s->answer, "UploadId", id, sizeof(id)) ||
        pl_sigv4_encode(pl_bytes_str(id), false, u->id, sizeof(u->id))) {
        (void)snprintf(s->why, sizeof(s->why), "the store names no upload");
        return PL_S3_LATER;
    }
    (void)snprintf(u->key, sizeof(u->key), "%s", key);
    u->bytes = (uint64_t)st->st_size;
    u->changed = st->st_mtim;
    u->part_bytes = s->part_bytes > least ? s->part_bytes : least;
    return PL_S3_OK;
}

static enum pl_s3_result put_part(struct pl_s3 *s, int fd)
{
    struct pl_s3_upload *u = &s->upload;
    char query[UPLOAD_ID_MAX + 64];
    uint64_t at = u->parts * u->part_bytes, left = u->bytes - at;
    struct pl_s3_request r = {
        "PUT", u->key, query, NULL, fd, at, left < u->part_bytes ? left : u->part_bytes,
        NULL,  NULL,   NULL};
    enum pl_s3_result result;
    (void)snprintf(query, sizeof(query), "partNumber=%zu&uploadId=%s", u->parts + 1, u->id);
    result = pl_s3_perform(s, &r);
    if (result)
        return result;
    if (!s->etag[0]) {
        (void)snprintf(s->why, sizeof(s->why), "the store gives a part no tag");
        return PL_S3_LATER;
    }
    memcpy(u->etags[u->parts], s->etag, ETAG_MAX);
    u->parts++;
    return PL_S3_OK;
}

static enum pl_s3_result finish_upload(struct pl_s3 *s)
{
    struct pl_s3_upload *u = &s->upload;
    char query[UPLOAD_ID_MAX + 16];
    size_t size = 128 + u->parts * (ETAG_MAX + 64), len;
    char *body = malloc(size);
    struct pl_s3_request r = {"POST", u->key, query, "application/xml", -1, 0, 0, body, NULL, NULL};
    enum pl_s3_result result;
    if (!body)
        return PL_S3_LATER;
    (void)snprintf(query, sizeof(query), "uploadId=%s", u->id);
    len = (size_t)snprintf(body, size, "<CompleteMultipartUpload>");
    for (size_t i = 0; i < u->parts; i++)
        len += (size_t)snprintf(body + len, size - len,
                                "<Part><PartNumber>%zu</PartNumber><ETag>%s</ETag></Part>", i + 1,
                                u->etags[i]);
    len += (size_t)snprintf(body + len, size - len, "</CompleteMultipartUpload>");
    r.bytes = len;
    result = pl_s3_perform(s, &r);
    free(body);
    return result;
}

enum pl_s3_result pl_s3_put_parts(struct pl_s3 *s, int fd, const struct stat *st, const char *key,
                                  const char *type)
{
    struct pl_s3_upload *u = &s->upload;
    enum pl_s3_result result = PL_S3_OK;
    if (!same_file(u, key, st))
        result = begin_upload(s, key, st, type);
    if (!result && !make_room(u, parts_of(u)))
        result = PL_S3_LATER;
    while (!result && u->parts < parts_of(u))
        result = put_part(s, fd);
    if (!result)
        result = finish_upload(s);
    if (result == PL_S3_MISSING) { /* the store has ended it meanwhile */
        forget_upload(u);
        return PL_S3_LATER;
    }
    if (result != PL_S3_LATER && result != PL_S3_STOPPED)
        forget_upload(u);
    return result;
}
