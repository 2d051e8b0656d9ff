/* SPDX-License-Identifier: Apache-2.0 */
/* Is a recording what it was? */
#include "adapters/evidence/sealing_internal.h"

#include "base/hex.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

enum { RANGES_MAX = 64, CHUNK = PL_CIPHER_CHUNK };

/* ---- one file against its sums ---- */

struct looking {
    const struct pl_blob *blob;
    const struct pl_digest *was;
    const atomic_bool *stop;
    json_t *ranges;
    bool damaged;
    EVP_MD_CTX *sum;
    uint8_t chunk[CHUNK];
};

/* First and last byte of what is not as it was; joined with the one before. */
static void add_range(struct looking *l, uint64_t first, uint64_t last)
{
    size_t n = json_array_size(l->ranges);
    json_t *before = n > 0 ? json_array_get(l->ranges, n - 1) : NULL;
    if (before && (uint64_t)json_integer_value(json_array_get(before, 1)) + 1 == first)
        (void)json_array_set_new(before, 1, json_integer((json_int_t)last));
    else if (n < RANGES_MAX)
        (void)json_array_append_new(l->ranges,
                                    json_pack("[I, I]", (json_int_t)first, (json_int_t)last));
}

/* PL_E_IO: it cannot be read, for another reason than that somebody has changed it. */
static enum pl_err look_at_block(struct looking *l, size_t i)
{
    uint64_t begin = i * l->was->block_bytes, end = begin + l->was->block_bytes;
    uint8_t now[EVP_MAX_MD_SIZE];
    bool whole = true;
    end = end < l->was->bytes ? end : l->was->bytes;
    if (end > l->blob->size)
        end = l->blob->size;
    (void)EVP_DigestInit_ex(l->sum, EVP_sha256(), NULL);
    for (uint64_t at = begin; at < end; at += CHUNK) {
        size_t want = end - at < CHUNK ? (size_t)(end - at) : CHUNK;
        ssize_t n = l->blob->read(l->blob->arg, l->chunk, want, at);
        if (n < 0 && errno != EBADMSG)
            return PL_E_IO;
        if (n != (ssize_t)want) {
            add_range(l, at, at + want - 1);
            l->damaged = l->damaged || n < 0;
            whole = false;
        }
        if (whole)
            (void)EVP_DigestUpdate(l->sum, l->chunk, want);
    }
    (void)EVP_DigestFinal_ex(l->sum, now, NULL);
    if (whole && end > begin && memcmp(now, l->was->blocks[i], PL_DIGEST_BYTES) != 0)
        add_range(l, begin, end - 1);
    return l->stop && atomic_load(l->stop) ? PL_E_CLOSED : PL_OK;
}

static enum pl_err look_at_all(struct looking *l)
{
    enum pl_err err = PL_OK;
    for (size_t i = 0; !err && i < l->was->count && i * l->was->block_bytes < l->blob->size; i++)
        err = look_at_block(l, i);
    return err;
}

static void add_fault(json_t *faults, const char *name, const char *fault, json_t *ranges)
{
    json_t *o = json_pack("{s:s, s:s}", "file", name, "fault", fault);
    if (o && json_array_size(ranges) > 0)
        (void)json_object_set(o, "ranges", ranges);
    (void)json_array_append_new(faults, o);
}

static const char *fault_of(enum pl_err err)
{
    return err == PL_E_NOT_FOUND || err == PL_E_CLOSED ? "missing"
           : err == PL_E_PROTO                         ? "damaged"
                                                       : "unreadable";
}

/* A last block that is shorter than it was is named as well as that the file is. */
static enum pl_err check_file(const struct pl_sealing *s, const char *name, const char *base,
                              const struct pl_digest *was, json_t *faults)
{
    struct looking *l = calloc(1, sizeof(*l));
    struct pl_blob blob = {0};
    enum pl_err err = l ? PL_OK : PL_E_NOMEM, opened;
    if (err)
        return err;
    opened = pl_sealing_open(s, name, &blob);
    *l = (struct looking){.blob = &blob,
                          .was = was,
                          .stop = s->stop,
                          .ranges = json_array(),
                          .sum = EVP_MD_CTX_new()};
    if (opened)
        add_fault(faults, base, fault_of(opened), NULL);
    else if (!l->sum || !l->ranges)
        err = PL_E_NOMEM;
    else
        err = look_at_all(l);
    if (err == PL_E_IO) {
        add_fault(faults, base, "unreadable", NULL);
        err = PL_OK;
    } else if (!opened && !err) {
        if (blob.size != was->bytes)
            add_fault(faults, base, blob.size < was->bytes ? "shorter" : "longer", l->ranges);
        else if (json_array_size(l->ranges) > 0)
            add_fault(faults, base, l->damaged ? "damaged" : "changed", l->ranges);
    }
    EVP_MD_CTX_free(l->sum);
    json_decref(l->ranges);
    free(l);
    pl_blob_close(&blob);
    return err;
}

/* ---- the manifest ---- */

static enum pl_err read_beside(const struct pl_sealing *s, const char *file,
                               enum pl_sealing_name which, char **text, size_t *len)
{
    char name[PL_SEALING_NAME];
    struct pl_blob blob;
    enum pl_err err;
    *text = NULL;
    *len = 0;
    pl_sealing_beside(file, which, name);
    err = pl_sealing_open(s, name, &blob);
    if (!err) {
        *len = (size_t)blob.size;
        err = pl_blob_text(&blob, PL_MANIFEST_BYTES_MAX, text);
        pl_blob_close(&blob);
    }
    return err;
}

static const char *judge_signature(const struct pl_sealing *s, const char *file,
                                   struct pl_bytes manifest, const json_t *recording)
{
    const char *by = json_string_value(json_object_get(recording, "signed_by"));
    char *signature;
    size_t len;
    bool good;
    if (read_beside(s, file, PL_SEALING_SIGNATURE, &signature, &len) != PL_OK)
        return "missing";
    good = pl_signer_verify(s->signer, manifest, pl_bytes_of(signature, len)) == PL_OK;
    free(signature);
    if (good)
        return "good";
    return by && strcmp(by, pl_signer_id(s->signer)) != 0 ? "other key" : "bad";
}

static enum pl_err check_files(const struct pl_sealing *s, const char *file,
                               const struct pl_manifest *m, json_t *faults)
{
    const char *slash = strrchr(file, '/');
    char name[PL_SEALING_NAME];
    enum pl_err err = PL_OK;
    for (size_t i = 0; !err && i < m->file_count; i++) {
        (void)snprintf(name, sizeof(name), "%.*s%s", slash ? (int)(slash + 1 - file) : 0, file,
                       m->files[i].name);
        err = check_file(s, name, m->files[i].name, &m->files[i].digest, faults);
    }
    return err;
}

static void check_manifest_itself(const char *name, struct pl_bytes text, const char *sha256,
                                  json_t *faults)
{
    char now[2 * PL_DIGEST_BYTES + 1];
    pl_digest_text(text, now);
    if (sha256 && strcmp(now, sha256) != 0)
        add_fault(faults, name, "not the one of the catalogue", NULL);
}

enum pl_err pl_sealing_verify(const struct pl_sealing *s, const char *file,
                              const char *manifest_sha256, json_t **report)
{
    json_t *faults = json_array();
    const char *signature = "missing", *why = "", *base;
    char name[PL_SEALING_NAME], *text = NULL;
    struct pl_manifest m = {0};
    enum pl_err err = PL_OK, found;
    size_t len;
    *report = NULL;
    pl_sealing_beside(file, PL_SEALING_MANIFEST, name);
    base = strrchr(name, '/') ? strrchr(name, '/') + 1 : name;
    found = read_beside(s, file, PL_SEALING_MANIFEST, &text, &len);
    if (found) {
        add_fault(faults, base, fault_of(found), NULL);
    } else {
        check_manifest_itself(base, pl_bytes_of(text, len), manifest_sha256, faults);
        if (pl_manifest_read(pl_bytes_of(text, len), &m, &why) != PL_OK)
            add_fault(faults, base, why, NULL);
        else
            err = check_files(s, file, &m, faults);
        signature = judge_signature(s, file, pl_bytes_of(text, len), m.recording);
    }
    if (!err)
        *report =
            json_pack("{s:b, s:s, s:s, s:O}", "ok",
                      json_array_size(faults) == 0 && strcmp(signature, "good") == 0, "signature",
                      signature, "key", pl_signer_id(s->signer), "faults", faults);
    pl_manifest_finish(&m);
    free(text);
    json_decref(faults);
    return err ? err : *report ? PL_OK : PL_E_NOMEM;
}
