/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Playing what lies in the object store encrypted, and is not here any more: the range that is
 * wanted becomes a range of whole chunks (evidence/cipher.h), each is decrypted as it arrives and
 * passed on once its tag is proven. Two requests to the store: for the head, which says how long
 * the file is, and for the chunks. On the thread of a fetch.
 */
#include "adapters/evidence/cipher.h"
#include "adapters/evidence/keys.h"
#include "adapters/signal/files.h"
#include "adapters/signal/http_range.h"
#include "server/records_archive.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEALED_CHUNK = PL_CIPHER_CHUNK + PL_CIPHER_TAG };

struct unseal {
    const struct pl_s3_sink *sink;
    struct pl_s3_head head; /* for the reader */
    struct pl_cipher_head cipher;
    struct pl_blob plain; /* reads what is in the window */
    struct pl_http_range range;
    uint64_t at;       /* of the plain bytes: the next for the reader */
    uint64_t total;    /* bytes of the object */
    size_t have, want; /* bytes in the window; when it is a chunk */
    uint64_t from;     /* the window's place in the object */
    bool told, broken; /* the reader has a head; what came is not what was encrypted */
    uint8_t window[SEALED_CHUNK];
    uint8_t out[PL_CIPHER_CHUNK];
};

/* ---- the head of the object ---- */

static bool on_first_head(void *arg, const struct pl_s3_head *head)
{
    struct unseal *u = arg;
    const char *slash = strchr(head->range, '/');
    char *end = NULL;
    u->head = *head;
    u->total = slash ? strtoull(slash + 1, &end, 10) : 0;
    u->broken = head->status != 206 || head->bytes != PL_CIPHER_HEAD || !end || *end;
    return !u->broken;
}

/* Into the window; more than a window is not asked for, and not taken. */
static bool gather(struct unseal *u, const void *data, size_t size)
{
    u->broken = u->broken || size > sizeof(u->window) - u->have;
    if (u->broken)
        return false;
    memcpy(u->window + u->have, data, size);
    u->have += size;
    return true;
}

static bool on_first_bytes(void *arg, const void *data, size_t size)
{
    return gather(arg, data, size);
}

static ssize_t read_window(void *arg, void *to, size_t size, uint64_t at)
{
    const struct unseal *u = arg;
    if (at < u->from || at - u->from > u->have)
        return 0;
    if (size > u->have - (at - u->from))
        size = u->have - (size_t)(at - u->from);
    memcpy(to, u->window + (at - u->from), size);
    return (ssize_t)size;
}

static void close_window(void *arg)
{
    (void)arg;
}

static enum pl_s3_result open_cipher(struct unseal *u, const struct pl_record_keys *keys)
{
    struct pl_blob sealed = {u->total, 0, read_window, close_window, u};
    uint8_t key[PL_CIPHER_KEY];
    enum pl_err err = u->have == PL_CIPHER_HEAD ? pl_cipher_look(&sealed, &u->cipher) : PL_E_PROTO;
    if (!err)
        err = pl_record_keys_get(keys, u->cipher.recording, key);
    if (err)
        return err == PL_E_NOT_FOUND ? PL_S3_MISSING : PL_S3_LOCAL; /* deleted for good */
    err = pl_cipher_open(&sealed, &u->cipher, key, &u->plain);
    explicit_bzero(key, sizeof(key));
    return err ? PL_S3_LOCAL : PL_S3_OK;
}

/* ---- what the reader gets ---- */

static void fill_head(struct unseal *u, const char *key, const char *range)
{
    const uint64_t size = u->cipher.size;
    const struct pl_http_range r =
        pl_http_range_read(range[0] ? pl_bytes_str(range) : pl_bytes_of(NULL, 0), size);
    u->range = r;
    (void)snprintf(u->head.type, sizeof(u->head.type), "%s", pl_files_type(key));
    u->head.range[0] = '\0';
    u->head.status = r.kind == PL_HTTP_RANGE_WHOLE ? 200 : r.kind == PL_HTTP_RANGE_PART ? 206 : 416;
    u->head.bytes = r.kind == PL_HTTP_RANGE_BEYOND || size == 0 ? 0 : r.last - r.first + 1;
    if (r.kind == PL_HTTP_RANGE_PART)
        (void)snprintf(u->head.range, sizeof(u->head.range),
                       "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64, r.first, r.last, size);
    else if (r.kind == PL_HTTP_RANGE_BEYOND)
        (void)snprintf(u->head.range, sizeof(u->head.range), "bytes */%" PRIu64, size);
}

static bool tell_head(struct unseal *u)
{
    bool first = !u->told;
    u->told = true;
    return !first || u->sink->head(u->sink->arg, &u->head);
}

/* The next chunk, which is not there yet. */
static void expect(struct unseal *u, uint64_t chunk)
{
    uint64_t left = u->cipher.size - chunk * PL_CIPHER_CHUNK;
    u->from = PL_CIPHER_HEAD + chunk * SEALED_CHUNK;
    u->have = 0;
    u->want = (left < PL_CIPHER_CHUNK ? (size_t)left : PL_CIPHER_CHUNK) + PL_CIPHER_TAG;
}

/* The window holds a chunk: what is wanted of it goes on. False: no more. */
static bool pass_chunk(struct unseal *u)
{
    uint64_t chunk = u->at / PL_CIPHER_CHUNK, end = (chunk + 1) * PL_CIPHER_CHUNK;
    uint64_t until = u->range.last + 1 < end ? u->range.last + 1 : end;
    size_t n = (size_t)(until - u->at);
    u->broken = u->plain.read(u->plain.arg, u->out, n, u->at) != (ssize_t)n;
    if (u->broken || !tell_head(u) || !u->sink->bytes(u->sink->arg, u->out, n))
        return false;
    u->at = until;
    if (u->at <= u->range.last)
        expect(u, chunk + 1);
    else
        u->want = 0;
    return true;
}

static bool on_chunks_head(void *arg, const struct pl_s3_head *head)
{
    struct unseal *u = arg;
    u->broken = head->status != 206;
    return !u->broken;
}

static bool on_chunks(void *arg, const void *data, size_t size)
{
    struct unseal *u = arg;
    const uint8_t *from = data;
    while (size > 0) {
        size_t n = u->want - u->have < size ? u->want - u->have : size;
        if (n == 0 || !gather(u, from, n))
            return false; /* it sends more than it was asked for */
        from += n;
        size -= n;
        if (u->have == u->want && !pass_chunk(u))
            return false;
    }
    return true;
}

static enum pl_s3_result pass_chunks(struct unseal *u, struct pl_s3 *s3, const char *sealed)
{
    const struct pl_s3_sink sink = {on_chunks_head, on_chunks, u};
    char range[PL_FETCH_RANGE_MAX];
    uint64_t last = u->range.last / PL_CIPHER_CHUNK;
    enum pl_s3_result result;
    u->at = u->range.first;
    expect(u, last);
    (void)snprintf(range, sizeof(range), "bytes=%" PRIu64 "-%" PRIu64,
                   PL_CIPHER_HEAD + u->at / PL_CIPHER_CHUNK * SEALED_CHUNK, u->from + u->want - 1);
    expect(u, u->at / PL_CIPHER_CHUNK);
    result = pl_s3_get(s3, sealed, range, &sink);
    if (u->broken)
        return PL_S3_LOCAL;
    return result == PL_S3_OK && u->want > 0 ? PL_S3_LATER : result;
}

static enum pl_s3_result run(struct unseal *u, const struct pl_record_keys *keys, struct pl_s3 *s3,
                             const char *key, const char *range)
{
    const struct pl_s3_sink first = {on_first_head, on_first_bytes, u};
    char sealed[PL_S3_KEY_MAX + 1], begin[32];
    enum pl_s3_result result;
    if (snprintf(sealed, sizeof(sealed), "%s.sealed", key) >= (int)sizeof(sealed))
        return PL_S3_MISSING;
    (void)snprintf(begin, sizeof(begin), "bytes=0-%d", PL_CIPHER_HEAD - 1);
    result = pl_s3_get(s3, sealed, begin, &first);
    if (u->broken)
        return PL_S3_LOCAL;
    if (!result)
        result = open_cipher(u, keys);
    if (result)
        return result;
    fill_head(u, key, range);
    if (u->head.bytes == 0 || !u->sink->bytes)
        return tell_head(u) ? PL_S3_OK : PL_S3_STOPPED;
    return pass_chunks(u, s3, sealed);
}

enum pl_s3_result pl_archive_unseal(void *arg, struct pl_s3 *s3, const char *key, const char *range,
                                    const struct pl_s3_sink *sink)
{
    const struct pl_records *r = arg;
    const struct pl_record_keys *keys = pl_records_evidence_keys(r->evidence);
    struct unseal *u = keys ? calloc(1, sizeof(*u)) : NULL;
    enum pl_s3_result result;
    if (!u)
        return keys ? PL_S3_LOCAL : PL_S3_MISSING;
    u->sink = sink;
    result = run(u, keys, s3, key, range);
    pl_blob_close(&u->plain);
    explicit_bzero(u, sizeof(*u));
    free(u);
    return result;
}
