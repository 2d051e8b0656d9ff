/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/s3/s3_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum pl_s3_result pl_s3_put(struct pl_s3 *s, const char *file, const char *key,
                            const char *content_type)
{
    struct stat st;
    enum pl_s3_result result;
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        (void)snprintf(s->why, sizeof(s->why), "the file: %s",
                       fd < 0 ? strerror(errno) : "it is none");
        if (fd >= 0)
            (void)close(fd);
        return PL_S3_LOCAL;
    }
    if ((uint64_t)st.st_size > s->part_bytes) {
        result = pl_s3_put_parts(s, fd, &st, key, content_type);
    } else {
        struct pl_s3_request r = {"PUT", key,  "",  content_type, fd, 0, (uint64_t)st.st_size,
                                  NULL,  NULL, NULL};
        result = pl_s3_perform(s, &r);
        if (result == PL_S3_MISSING)
            result = PL_S3_REFUSED; /* of a put: the bucket */
    }
    (void)close(fd);
    return result;
}

enum pl_s3_result pl_s3_size(struct pl_s3 *s, const char *key, uint64_t *bytes)
{
    struct pl_s3_request r = {"HEAD", key, "", NULL, -1, 0, 0, NULL, NULL, NULL};
    enum pl_s3_result result = pl_s3_perform(s, &r);
    curl_off_t length = -1;
    *bytes = 0;
    if (result)
        return result;
    (void)curl_easy_getinfo(s->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    if (length < 0) {
        (void)snprintf(s->why, sizeof(s->why), "the store tells no length");
        return PL_S3_LATER;
    }
    *bytes = (uint64_t)length;
    return PL_S3_OK;
}

enum pl_s3_result pl_s3_delete(struct pl_s3 *s, const char *key)
{
    struct pl_s3_request r = {"DELETE", key, "", NULL, -1, 0, 0, NULL, NULL, NULL};
    return pl_s3_perform(s, &r);
}

enum pl_s3_result pl_s3_get(struct pl_s3 *s, const char *key, const char *range,
                            const struct pl_s3_sink *sink)
{
    struct pl_s3_request r = {
        sink->bytes ? "GET" : "HEAD", key, "", NULL, -1, 0, 0, NULL, range, sink};
    return pl_s3_perform(s, &r);
}

const char *pl_s3_why(const struct pl_s3 *s)
{
    return s->why;
}

enum pl_err pl_s3_link(const struct pl_s3 *s, const char *key, int64_t at_s, unsigned expires_s,
                       char out[PL_S3_LINK_MAX])
{
    char path[URL_MAX], query[PL_S3_LINK_MAX];
    const struct pl_sigv4_header headers[] = {{"host", s->host}};
    struct pl_sigv4_request request = {.method = "GET",
                                       .path = path,
                                       .query = "",
                                       .headers = headers,
                                       .header_count = 1,
                                       .payload = "UNSIGNED-PAYLOAD",
                                       .at_s = at_s};
    struct pl_sigv4_keys keys = pl_s3_keys(s);
    enum pl_err err = pl_s3_path(s, key, path, sizeof(path));
    int n;
    if (!err)
        err = pl_sigv4_presign(&keys, &request, expires_s, query, sizeof(query));
    if (err)
        return err;
    n = snprintf(out, PL_S3_LINK_MAX, "%s%s?%s", s->base, path, query);
    return n < 0 || n >= PL_S3_LINK_MAX ? PL_E_LIMIT : PL_OK;
}

/* ---- begin and end ---- */

/* Scheme and host, with the bucket in front of the host where it belongs there. */
static enum pl_err make_base(struct pl_s3 *s)
{
    const char *host = strstr(s->endpoint, "://");
    size_t scheme, len;
    int n;
    if (!host)
        return PL_E_LIMIT;
    host += 3;
    scheme = (size_t)(host - s->endpoint);
    len = strcspn(host, "/");
    n = snprintf(s->host, sizeof(s->host), "%s%s%.*s", s->bucket_in_host ? s->bucket : "",
                 s->bucket_in_host ? "." : "", (int)len, host);
    if (n < 0 || (size_t)n >= sizeof(s->host))
        return PL_E_LIMIT;
    n = snprintf(s->base, sizeof(s->base), "%.*s%s", (int)scheme, s->endpoint, s->host);
    return n < 0 || (size_t)n >= sizeof(s->base) ? PL_E_LIMIT : PL_OK;
}

static enum pl_err copy(char **to, const char *from)
{
    if (!from)
        return PL_OK;
    if (strlen(from) > TEXT_MAX)
        return PL_E_LIMIT;
    *to = strdup(from);
    return *to ? PL_OK : PL_E_NOMEM;
}

static enum pl_err copy_all(struct pl_s3 *s, const struct pl_s3_config *c)
{
    enum pl_err err = copy(&s->endpoint, c->endpoint);
    if (!err)
        err = copy(&s->bucket, c->bucket);
    if (!err)
        err = copy(&s->region, c->region);
    if (!err)
        err = copy(&s->key_id, c->key_id);
    if (!err)
        err = copy(&s->secret, c->secret);
    if (!err)
        err = copy(&s->ca_file, c->ca_file);
    return err ? err : make_base(s);
}

enum pl_err pl_s3_open(struct pl_s3 **out, const struct pl_s3_config *config)
{
    struct pl_s3 *s = calloc(1, sizeof(*s));
    enum pl_err err;
    *out = NULL;
    if (!s)
        return PL_E_NOMEM;
    s->bucket_in_host = config->bucket_in_host;
    s->stall = config->stall;
    s->part_bytes = config->part_bytes ? config->part_bytes : PART_BYTES;
    s->stop = config->stop;
    s->curl = curl_easy_init();
    err = s->curl ? copy_all(s, config) : PL_E_NOMEM;
    if (err) {
        pl_s3_close(s);
        return err;
    }
    *out = s;
    return PL_OK;
}

void pl_s3_close(struct pl_s3 *s)
{
    if (!s)
        return;
    curl_easy_cleanup(s->curl);
    free(s->upload.etags);
    free(s->endpoint);
    free(s->bucket);
    free(s->region);
    free(s->key_id);
    free(s->secret);
    free(s->ca_file);
    free(s);
}
