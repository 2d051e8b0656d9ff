/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/s3/s3_internal.h"
#include "base/hex.h"
#include "io/clock.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* ---- curl's calls ---- */

static size_t on_read(char *out, size_t size, size_t count, void *arg)
{
    struct pl_s3 *s = arg;
    size_t want = size * count;
    ssize_t n;
    if (want > s->left)
        want = (size_t)s->left;
    if (want == 0)
        return 0;
    if (s->text) {
        memcpy(out, s->text + s->at, want);
        n = (ssize_t)want;
    } else {
        n = pread(s->fd, out, want, (off_t)s->at);
    }
    if (n <= 0) { /* an error, or it has become shorter */
        s->read_errno = n < 0 ? errno : ENODATA;
        return CURL_READFUNC_ABORT;
    }
    s->at += (uint64_t)n;
    s->left -= (uint64_t)n;
    return (size_t)n;
}

static bool is_given(unsigned status)
{
    return status == 200 || status == 206 || status == 416;
}

/* The head, before the first byte, or when there was none. */
static bool begin_sink(struct pl_s3 *s)
{
    long status = 0;
    curl_off_t length = 0;
    if (s->begun)
        return true;
    (void)curl_easy_getinfo(s->curl, CURLINFO_RESPONSE_CODE, &status);
    (void)curl_easy_getinfo(s->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    s->head.status = status > 0 && status < 600 ? (unsigned)status : 0;
    s->head.bytes = length > 0 && status != 416 ? (uint64_t)length : 0;
    if (!is_given(s->head.status) || (length < 0 && s->head.status != 416))
        return false;
    s->begun = true;
    s->refused = !s->sink->head(s->sink->arg, &s->head);
    return !s->refused;
}

static size_t on_answer(char *data, size_t size, size_t count, void *arg)
{
    struct pl_s3 *s = arg;
    size_t n = size * count, room = ANSWER_MAX - s->answer_len;
    if (s->sink && begin_sink(s) && s->head.status != 416) {
        s->refused = !s->sink->bytes(s->sink->arg, data, n);
        return s->refused ? 0 : n;
    }
    if (s->refused)
        return 0;
    memcpy(s->answer + s->answer_len, data, n < room ? n : room);
    s->answer_len += n < room ? n : room;
    s->answer[s->answer_len] = '\0';
    return n;
}

/* The field's value, when the line is of that field and the value fits. */
static void take_field(const char *line, size_t n, const char *name, char *out, size_t size)
{
    size_t at = strlen(name), end = n;
    if (n < at || strncasecmp(line, name, at) != 0)
        return;
    while (at < end && line[at] == ' ')
        at++;
    while (end > at && (line[end - 1] == '\r' || line[end - 1] == '\n' || line[end - 1] == ' '))
        end--;
    if (end - at < size) {
        memcpy(out, line + at, end - at);
        out[end - at] = '\0';
    }
}

static size_t on_header(char *data, size_t size, size_t count, void *arg)
{
    struct pl_s3 *s = arg;
    size_t n = size * count;
    take_field(data, n, "etag:", s->etag, sizeof(s->etag));
    take_field(data, n, "etag:", s->head.etag, sizeof(s->head.etag));
    take_field(data, n, "content-range:", s->head.range, sizeof(s->head.range));
    take_field(data, n, "content-type:", s->head.type, sizeof(s->head.type));
    return n;
}

static int on_progress(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct pl_s3 *s = arg;
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    return s->stop && atomic_load(s->stop);
}

/* ---- a request ---- */

/* SHA-256 of a request's body; false: the file cannot be read. */
static bool hash_body(const struct pl_s3_request *r, char out[PL_SIGV4_HASH_MAX])
{
    EVP_MD_CTX *sum;
    unsigned char bytes[EVP_MAX_MD_SIZE];
    static const size_t piece = READ_BYTES;
    uint64_t at = r->at, left = r->bytes;
    char *buffer;
    bool ok;
    if (r->fd < 0) {
        pl_sigv4_hash(r->text ? pl_bytes_of(r->text, r->bytes) : pl_bytes_of("", 0), out);
        return true;
    }
    sum = EVP_MD_CTX_new();
    buffer = malloc(piece);
    ok = sum && buffer && EVP_DigestInit_ex(sum, EVP_sha256(), NULL) == 1;
    while (ok && left > 0) {
        ssize_t n = pread(r->fd, buffer, left < piece ? (size_t)left : piece, (off_t)at);
        ok = n > 0 && EVP_DigestUpdate(sum, buffer, (size_t)n) == 1;
        at += n > 0 ? (uint64_t)n : 0;
        left -= n > 0 ? (uint64_t)n : 0;
    }
    ok = ok && EVP_DigestFinal_ex(sum, bytes, NULL) == 1;
    if (ok)
        pl_hex_str(pl_bytes_of(bytes, PL_SIGV4_SUM_BYTES), out);
    EVP_MD_CTX_free(sum);
    free(buffer);
    return ok;
}

enum pl_err pl_s3_path(const struct pl_s3 *s, const char *key, char *out, size_t size)
{
    char plain[HOST_MAX + PL_S3_KEY_MAX + 4];
    int n = s->bucket_in_host ? snprintf(plain, sizeof(plain), "/%s", key)
                              : snprintf(plain, sizeof(plain), "/%s/%s", s->bucket, key);
    if (n < 0 || (size_t)n >= sizeof(plain))
        return PL_E_LIMIT;
    return pl_sigv4_encode(pl_bytes_of(plain, (size_t)n), true, out, size);
}

struct pl_sigv4_keys pl_s3_keys(const struct pl_s3 *s)
{
    return (struct pl_sigv4_keys){s->key_id, s->secret, s->region, "s3"};
}

static bool add_header(struct curl_slist **list, const char *name, const char *value)
{
    char line[PL_SIGV4_AUTH_MAX + 64];
    struct curl_slist *more;
    (void)snprintf(line, sizeof(line), "%s: %s", name, value);
    more = curl_slist_append(*list, line);
    if (more)
        *list = more;
    return more != NULL;
}

/* The headers of a request, signed. NULL: why says it. */
static struct curl_slist *make_headers(struct pl_s3 *s, const struct pl_s3_request *r,
                                       const char *path)
{
    char hash[PL_SIGV4_HASH_MAX], date[PL_SIGV4_DATE_MAX], auth[PL_SIGV4_AUTH_MAX];
    const struct pl_sigv4_header signed_headers[] = {
        {"host", s->host}, {"x-amz-content-sha256", hash}, {"x-amz-date", date}};
    struct pl_sigv4_request request = {.method = r->method,
                                       .path = path,
                                       .query = r->query,
                                       .headers = signed_headers,
                                       .header_count = 3,
                                       .payload = hash,
                                       .at_s = (int64_t)(pl_clock_wall_us() / 1000000u)};
    struct pl_sigv4_keys keys = pl_s3_keys(s);
    struct curl_slist *list = NULL;
    pl_sigv4_date(request.at_s, date);
    if (!hash_body(r, hash)) {
        s->read_errno = errno ? errno : ENODATA;
        return NULL;
    }
    if (pl_sigv4_authorize(&keys, &request, auth) || !add_header(&list, "Authorization", auth) ||
        !add_header(&list, "x-amz-content-sha256", hash) ||
        !add_header(&list, "x-amz-date", date) || !add_header(&list, "Expect", "") ||
        (r->type && !add_header(&list, "Content-Type", r->type)) ||
        (r->range && r->range[0] && !add_header(&list, "Range", r->range))) {
        curl_slist_free_all(list);
        return NULL;
    }
    return list;
}

static void set_options(struct pl_s3 *s, const struct pl_s3_request *r, const char *url,
                        struct curl_slist *headers)
{
    bool body = r->fd >= 0 || r->text;
    pl_time_us stall = s->stall ? s->stall : PL_SEC(STALL_S);
    curl_easy_reset(s->curl);
    (void)curl_easy_setopt(s->curl, CURLOPT_URL, url);
    (void)curl_easy_setopt(s->curl, CURLOPT_PATH_AS_IS, 1L);
    (void)curl_easy_setopt(s->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(s->curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(s->curl, CURLOPT_CUSTOMREQUEST, r->method);
    (void)curl_easy_setopt(s->curl, CURLOPT_HTTPHEADER, headers);
    (void)curl_easy_setopt(s->curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    (void)curl_easy_setopt(s->curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    (void)curl_easy_setopt(s->curl, CURLOPT_LOW_SPEED_TIME, (long)((stall + 999999) / 1000000));
    (void)curl_easy_setopt(s->curl, CURLOPT_WRITEFUNCTION, on_answer);
    (void)curl_easy_setopt(s->curl, CURLOPT_WRITEDATA, s);
    (void)curl_easy_setopt(s->curl, CURLOPT_HEADERFUNCTION, on_header);
    (void)curl_easy_setopt(s->curl, CURLOPT_HEADERDATA, s);
    (void)curl_easy_setopt(s->curl, CURLOPT_NOPROGRESS, 0L);
    (void)curl_easy_setopt(s->curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    (void)curl_easy_setopt(s->curl, CURLOPT_XFERINFODATA, s);
    if (s->ca_file)
        (void)curl_easy_setopt(s->curl, CURLOPT_CAINFO, s->ca_file);
    if (body || strcmp(r->method, "PUT") == 0) {
        (void)curl_easy_setopt(s->curl, CURLOPT_UPLOAD, 1L);
        (void)curl_easy_setopt(s->curl, CURLOPT_READFUNCTION, on_read);
        (void)curl_easy_setopt(s->curl, CURLOPT_READDATA, s);
        (void)curl_easy_setopt(s->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)r->bytes);
    } else if (strcmp(r->method, "HEAD") == 0) {
        (void)curl_easy_setopt(s->curl, CURLOPT_NOBODY, 1L);
    } else if (strcmp(r->method, "POST") == 0) { /* without a body */
        (void)curl_easy_setopt(s->curl, CURLOPT_POSTFIELDS, "");
        (void)curl_easy_setopt(s->curl, CURLOPT_POSTFIELDSIZE, 0L);
    }
}

bool pl_s3_tag(const char *answer, const char *tag, char *out, size_t size)
{
    char open[48], close[48];
    const char *from, *to;
    size_t n;
    (void)snprintf(open, sizeof(open), "<%s>", tag);
    (void)snprintf(close, sizeof(close), "</%s>", tag);
    from = strstr(answer, open);
    to = from ? strstr(from, close) : NULL;
    if (!to)
        return false;
    from += strlen(open);
    n = (size_t)(to - from) < size - 1 ? (size_t)(to - from) : size - 1;
    memcpy(out, from, n);
    out[n] = '\0';
    return true;
}

/* A status is said with the store's own word for it. */
static enum pl_s3_result judge(struct pl_s3 *s, long status)
{
    char code[64] = "";
    bool error = pl_s3_tag(s->answer, "Code", code, sizeof(code));
    if (status >= 200 && status < 300 && !(error && strstr(s->answer, "<Error>")))
        return PL_S3_OK;
    (void)snprintf(s->why, sizeof(s->why), "the store answers with status %ld%s%s", status,
                   code[0] ? " " : "", code);
    if (status == 404 && strcmp(code, "NoSuchBucket") != 0)
        return PL_S3_MISSING;
    if (status == 403 && strcmp(code, "RequestTimeTooSkewed") == 0)
        return PL_S3_LATER; /* one of the two clocks will be set */
    if ((status >= 300 && status < 500 && status != 408 && status != 429))
        return PL_S3_REFUSED;
    return PL_S3_LATER; /* also 200 with an error inside */
}

static enum pl_s3_result outcome(struct pl_s3 *s, CURLcode code)
{
    long status = 0;
    (void)curl_easy_getinfo(s->curl, CURLINFO_RESPONSE_CODE, &status);
    if (code == CURLE_OK && s->sink && is_given((unsigned)status) && begin_sink(s))
        return PL_S3_OK;
    if (code == CURLE_OK && !s->refused)
        return judge(s, status);
    if ((code == CURLE_ABORTED_BY_CALLBACK && s->read_errno == 0) || s->refused) {
        (void)snprintf(s->why, sizeof(s->why), "stopped");
        return PL_S3_STOPPED;
    }
    if (s->read_errno) {
        (void)snprintf(s->why, sizeof(s->why), "the file: %s", strerror(s->read_errno));
        return PL_S3_LOCAL;
    }
    (void)snprintf(s->why, sizeof(s->why), "%s", curl_easy_strerror(code));
    return code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL ? PL_S3_REFUSED
                                                                             : PL_S3_LATER;
}

enum pl_s3_result pl_s3_perform(struct pl_s3 *s, const struct pl_s3_request *r)
{
    char path[URL_MAX], url[URL_MAX + HOST_MAX + 2 * UPLOAD_ID_MAX];
    struct curl_slist *headers;
    enum pl_s3_result result;
    s->read_errno = 0;
    s->answer_len = 0;
    s->answer[0] = '\0';
    s->etag[0] = '\0';
    s->sink = r->sink;
    memset(&s->head, 0, sizeof(s->head));
    s->begun = s->refused = false;
    errno = 0;
    if (pl_s3_path(s, r->key, path, sizeof(path))) {
        (void)snprintf(s->why, sizeof(s->why), "the key is too long");
        return PL_S3_REFUSED;
    }
    headers = make_headers(s, r, path);
    if (!headers) {
        (void)snprintf(s->why, sizeof(s->why), "%s",
                       s->read_errno ? strerror(s->read_errno) : "no memory");
        return s->read_errno ? PL_S3_LOCAL : PL_S3_LATER;
    }
    (void)snprintf(url, sizeof(url), "%s%s%s%s", s->base, path, r->query[0] ? "?" : "", r->query);
    set_options(s, r, url, headers);
    s->fd = r->fd;
    s->text = r->text;
    s->at = r->at;
    s->left = r->bytes;
    result = outcome(s, curl_easy_perform(s->curl));
    curl_slist_free_all(headers);
    return result;
}
