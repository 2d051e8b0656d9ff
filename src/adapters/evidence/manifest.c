/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/evidence/manifest.h"

#include "base/hex.h"

#include <stdio.h>
#include <stdlib.h>

enum { VERSION = 1, HEX = 2 * PL_DIGEST_BYTES };

/* ---- writing ---- */

static json_t *blocks_json(const struct pl_digest *d)
{
    json_t *list = json_array();
    char hex[HEX + 1];
    for (size_t i = 0; i < d->count; i++) {
        pl_hex_str(pl_bytes_of(d->blocks[i], PL_DIGEST_BYTES), hex);
        (void)json_array_append_new(list, json_string(hex));
    }
    return list;
}

static json_t *file_json(const struct pl_manifest_file *f)
{
    json_t *o = json_pack("{s:s, s:I, s:s, s:I, s:o}", "name", f->name, "bytes",
                          (json_int_t)f->digest.bytes, "sha256", f->digest.sha256, "block_bytes",
                          (json_int_t)f->digest.block_bytes, "blocks", blocks_json(&f->digest));
    if (o && f->digest.md5[0])
        (void)json_object_set_new(o, "md5", json_string(f->digest.md5));
    return o;
}

char *pl_manifest_write(const struct pl_manifest *manifest)
{
    json_t *files = json_array(), *o;
    char *text;
    for (size_t i = 0; i < manifest->file_count; i++)
        (void)json_array_append_new(files, file_json(&manifest->files[i]));
    o = json_pack("{s:i, s:O, s:o}", "parlor_manifest", VERSION, "recording", manifest->recording,
                  "files", files);
    text = o ? json_dumps(o, JSON_INDENT(1) | JSON_SORT_KEYS) : NULL;
    json_decref(o);
    return text;
}

/* ---- reading ---- */

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_sum(const json_t *value, uint8_t out[PL_DIGEST_BYTES])
{
    const char *text = json_string_value(value);
    if (!text || json_string_length(value) != HEX)
        return false;
    for (size_t i = 0; i < PL_DIGEST_BYTES; i++) {
        int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

/* One that stays in the folder. */
static bool read_name(const json_t *value, char out[PL_MANIFEST_NAME_MAX + 1])
{
    const char *text = json_string_value(value);
    size_t len = text ? json_string_length(value) : 0;
    if (len == 0 || len > PL_MANIFEST_NAME_MAX || strlen(text) != len || text[0] == '.' ||
        strchr(text, '/'))
        return false;
    memcpy(out, text, len + 1);
    return true;
}

static const char *read_blocks(const json_t *list, struct pl_digest *d)
{
    size_t want = (size_t)((d->bytes + d->block_bytes - 1) / d->block_bytes);
    if (json_array_size(list) != want)
        return "blocks are not as many as its bytes want";
    d->blocks = calloc(want + 1, sizeof(d->blocks[0]));
    if (!d->blocks)
        return "no memory";
    for (d->count = 0; d->count < want; d->count++) {
        if (!read_sum(json_array_get(list, d->count), d->blocks[d->count]))
            return "a block's sum is none";
    }
    return NULL;
}

static const char *read_file(const json_t *o, struct pl_manifest_file *f)
{
    struct pl_digest *d = &f->digest;
    json_int_t bytes = json_integer_value(json_object_get(o, "bytes"));
    json_int_t block = json_integer_value(json_object_get(o, "block_bytes"));
    const char *md5 = json_string_value(json_object_get(o, "md5"));
    uint8_t sum[PL_DIGEST_BYTES];
    if (!read_name(json_object_get(o, "name"), f->name))
        return "a file has no name that could be one";
    if (!json_is_integer(json_object_get(o, "bytes")) || bytes < 0 || bytes > INT64_MAX / 4)
        return "a file's bytes are no such number";
    if (block < PL_DIGEST_BLOCK || block > (json_int_t)1 << 50 || (block & (block - 1)) ||
        bytes / block >= PL_DIGEST_BLOCKS_MAX)
        return "a file's block_bytes are no such number";
    if (!read_sum(json_object_get(o, "sha256"), sum))
        return "a file's sha256 is none";
    d->bytes = (uint64_t)bytes;
    d->block_bytes = (uint64_t)block;
    pl_hex_str(pl_bytes_of(sum, sizeof(sum)), d->sha256);
    if (md5)
        (void)snprintf(d->md5, sizeof(d->md5), "%s", md5);
    return read_blocks(json_object_get(o, "blocks"), d);
}

static const char *read_all(json_t *o, struct pl_manifest *out)
{
    const json_t *files = json_object_get(o, "files");
    json_t *recording = json_object_get(o, "recording");
    if (json_integer_value(json_object_get(o, "parlor_manifest")) != VERSION)
        return "it is no manifest of this version";
    if (!json_is_object(recording))
        return "it says nothing of the recording";
    if (json_array_size(files) == 0 || json_array_size(files) > PL_MANIFEST_FILES_MAX)
        return "it names no files, or too many";
    out->recording = json_incref(recording);
    for (size_t i = 0; i < json_array_size(files); i++) {
        const char *why = read_file(json_array_get(files, i), &out->files[i]);
        out->file_count = i + 1; /* a part of it may have been made */
        if (why)
            return why;
    }
    return NULL;
}

enum pl_err pl_manifest_read(struct pl_bytes text, struct pl_manifest *out, const char **why)
{
    json_t *o;
    memset(out, 0, sizeof(*out));
    *why = "it is too long";
    if (text.len > PL_MANIFEST_BYTES_MAX)
        return PL_E_LIMIT;
    o = json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, NULL);
    *why = json_is_object(o) ? read_all(o, out) : "it is no JSON object";
    json_decref(o);
    if (!*why)
        return PL_OK;
    pl_manifest_finish(out);
    return PL_E_PROTO;
}

void pl_manifest_finish(struct pl_manifest *manifest)
{
    for (size_t i = 0; i < manifest->file_count; i++)
        pl_digest_finish(&manifest->files[i].digest);
    json_decref(manifest->recording);
    memset(manifest, 0, sizeof(*manifest));
}
