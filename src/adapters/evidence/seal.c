/* SPDX-License-Identifier: Apache-2.0 */
/* A recording has ended: time line, sums, manifest, signature, encryption. */
#include "adapters/evidence/sealing_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TIMELINE_VERSION = 1 };

struct work {
    const struct pl_sealing *s;
    uint64_t id;
    const char *file;
    bool md5, encrypt;
    char *why;
};

static enum pl_err say(const struct work *w, enum pl_err err, const char *what)
{
    if (err)
        (void)snprintf(w->why, PL_SEALING_WHY_MAX, "%.180s: %.60s", what,
                       err == PL_E_IO ? strerror(errno) : pl_err_name(err));
    return err;
}

static const char *base_of(const char *file)
{
    const char *slash = strrchr(file, '/');
    return slash ? slash + 1 : file;
}

static enum pl_err write_beside(const struct work *w, enum pl_sealing_name which,
                                struct pl_bytes bytes)
{
    char name[PL_SEALING_NAME], path[PL_SEALING_PATH], sealed[PL_SEALING_PATH];
    pl_sealing_beside(w->file, which, name);
    if (!pl_sealing_path(w->s, name, "", path) || !pl_sealing_path(w->s, name, PL_SEALED, sealed))
        return say(w, PL_E_RANGE, name);
    (void)unlink(sealed); /* of an attempt that was killed: it would count */
    return say(w, pl_blob_write_file(path, bytes, 0600), name);
}

static enum pl_err write_timeline(const struct work *w, const json_t *recording, json_t *timeline)
{
    json_t *o = json_pack("{s:i, s:I, s:O}", "parlor_timeline", TIMELINE_VERSION, "recording",
                          (json_int_t)w->id, "lines", timeline);
    static const char *const members[] = {"started_ms", "elapsed_ms"};
    enum pl_err err = PL_E_NOMEM;
    char *text = NULL;
    for (size_t i = 0; o && i < sizeof(members) / sizeof(members[0]); i++) {
        json_t *value = json_object_get(recording, members[i]);
        if (value)
            (void)json_object_set(o, members[i], value);
    }
    if (o)
        text = json_dumps(o, JSON_INDENT(1));
    if (text)
        err = write_beside(w, PL_SEALING_TIMELINE, pl_bytes_str(text));
    free(text);
    json_decref(o);
    return err;
}

/* ---- manifest ---- */

/* What is not there is no part of it, but the file itself. */
static enum pl_err add_file(const struct work *w, enum pl_sealing_name which, struct pl_manifest *m)
{
    struct pl_manifest_file *f = &m->files[m->file_count];
    char name[PL_SEALING_NAME];
    struct pl_blob blob;
    enum pl_err err;
    pl_sealing_beside(w->file, which, name);
    err = pl_sealing_open(w->s, name, &blob);
    if (err == PL_E_NOT_FOUND && which != PL_SEALING_FILE)
        return PL_OK;
    if (!err) {
        (void)snprintf(f->name, sizeof(f->name), "%.*s", PL_MANIFEST_NAME_MAX, base_of(name));
        err = pl_digest_blob(&blob, which == PL_SEALING_FILE && w->md5, 0, w->s->stop, &f->digest);
        pl_blob_close(&blob);
    }
    m->file_count += !err;
    return say(w, err, name);
}

static enum pl_err write_manifest(const struct work *w, const json_t *recording,
                                  struct pl_sealed *out)
{
    struct pl_manifest m = {.recording = json_deep_copy(recording)};
    uint8_t signature[PL_SIGNER_BYTES];
    const char *told = json_string_value(json_object_get(recording, "sha256"));
    enum pl_err err = m.recording ? PL_OK : PL_E_NOMEM;
    char *text = NULL;
    for (int which = PL_SEALING_FILE; !err && which <= PL_SEALING_TIMELINE; which++)
        err = add_file(w, (enum pl_sealing_name)which, &m);
    if (!err) {
        (void)json_object_set_new(m.recording, "signed_by",
                                  json_string(pl_signer_id(w->s->signer)));
        text = pl_manifest_write(&m);
        err = text ? PL_OK : PL_E_NOMEM;
    }
    if (!err) {
        memcpy(out->sha256, m.files[0].digest.sha256, sizeof(out->sha256));
        out->bytes = m.files[0].digest.bytes;
        out->other = told && strcmp(told, out->sha256) != 0;
        pl_digest_text(pl_bytes_str(text), out->manifest);
        err = say(w, pl_signer_sign(w->s->signer, pl_bytes_str(text), signature), "the signature");
    }
    if (!err)
        err = write_beside(w, PL_SEALING_MANIFEST, pl_bytes_str(text));
    if (!err)
        err = write_beside(w, PL_SEALING_SIGNATURE, pl_bytes_of(signature, sizeof(signature)));
    free(text);
    pl_manifest_finish(&m);
    return err;
}

/* ---- encryption ---- */

/* Whole under the name that counts before the plain one goes. */
static enum pl_err encrypt_one(const struct work *w, const uint8_t key[PL_CIPHER_KEY],
                               const char *name)
{
    char plain[PL_SEALING_PATH], fresh[PL_SEALING_PATH], sealed[PL_SEALING_PATH];
    struct pl_blob blob;
    enum pl_err err;
    if (!pl_sealing_path(w->s, name, "", plain) ||
        !pl_sealing_path(w->s, name, PL_SEALED ".new", fresh) ||
        !pl_sealing_path(w->s, name, PL_SEALED, sealed))
        return PL_E_RANGE;
    err = pl_blob_open_file(plain, &blob);
    if (err)
        return err == PL_E_NOT_FOUND ? PL_OK : err;
    err = pl_cipher_write(&blob, fresh, w->id, key, w->s->stop);
    pl_blob_close(&blob);
    if (!err && rename(fresh, sealed) != 0)
        err = PL_E_IO;
    if (!err)
        err = pl_blob_sync_folder(sealed);
    if (!err && unlink(plain) != 0) /* not emptied: somebody may be playing it */
        err = PL_E_IO;
    return err ? err : pl_blob_sync_folder(sealed);
}

static enum pl_err encrypt_all(const struct work *w)
{
    uint8_t key[PL_CIPHER_KEY];
    char name[PL_SEALING_NAME];
    enum pl_err err = say(w, pl_record_keys_take(w->s->keys, w->id, key), "its key");
    /* The file itself last: as long as it is plain, all is done again. */
    for (int which = PL_SEALING_NAMES - 1; !err && which >= 0; which--) {
        pl_sealing_beside(w->file, (enum pl_sealing_name)which, name);
        err = say(w, encrypt_one(w, key, name), name);
    }
    explicit_bzero(key, sizeof(key));
    return err;
}

/* ---- all of it ---- */

/* Done before, but for what the catalogue knows of it: what is encrypted stays as it is. */
static bool is_sealed(const struct work *w, struct pl_sealed *out)
{
    char plain[PL_SEALING_PATH], sealed[PL_SEALING_PATH], name[PL_SEALING_NAME], *text = NULL;
    struct pl_manifest m = {0};
    struct pl_blob blob;
    const char *why;
    if (!pl_sealing_path(w->s, w->file, "", plain) ||
        !pl_sealing_path(w->s, w->file, PL_SEALED, sealed) || access(sealed, F_OK) != 0)
        return false;
    pl_sealing_beside(w->file, PL_SEALING_MANIFEST, name);
    if (pl_sealing_open(w->s, name, &blob) != PL_OK)
        return false;
    if (pl_blob_text(&blob, PL_MANIFEST_BYTES_MAX, &text) == PL_OK &&
        pl_manifest_read(pl_bytes_str(text), &m, &why) == PL_OK) {
        memcpy(out->sha256, m.files[0].digest.sha256, sizeof(out->sha256));
        out->bytes = m.files[0].digest.bytes;
        out->encrypted = true;
        pl_digest_text(pl_bytes_str(text), out->manifest);
        pl_manifest_finish(&m);
        (void)unlink(plain); /* killed in between */
    }
    pl_blob_close(&blob);
    free(text);
    return out->encrypted;
}

/* Of one that was deleted, or is on another machine, nothing is made. */
static enum pl_err is_there(const struct work *w)
{
    struct pl_blob blob;
    enum pl_err err = pl_sealing_open(w->s, w->file, &blob);
    pl_blob_close(&blob);
    return err;
}

enum pl_err pl_sealing_seal(const struct pl_sealing *s, uint64_t id, const char *file,
                            json_t *recording, json_t *timeline, bool md5, bool encrypt,
                            struct pl_sealed *out, char why[PL_SEALING_WHY_MAX])
{
    const struct work w = {s, id, file, md5, encrypt, why};
    enum pl_err err;
    *out = (struct pl_sealed){0};
    why[0] = '\0';
    if (!pl_sealing_stays_inside(file))
        return say(&w, PL_E_RANGE, "its name");
    if (is_sealed(&w, out))
        return PL_OK;
    err = say(&w, is_there(&w), "the file");
    if (!err)
        err = write_timeline(&w, recording, timeline);
    if (!err)
        err = write_manifest(&w, recording, out);
    if (!err && encrypt)
        err = encrypt_all(&w);
    out->encrypted = !err && encrypt;
    return err;
}
