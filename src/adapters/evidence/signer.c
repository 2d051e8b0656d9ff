/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/evidence/signer.h"

#include "adapters/evidence/blob.h"
#include "adapters/evidence/digest.h"
#include "adapters/identity/key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PUBLIC_BEGIN "-----BEGIN PUBLIC KEY-----"
#define PUBLIC_END   "-----END PUBLIC KEY-----\n"

struct pl_signer {
    struct pl_key *key;
    char id[PL_SIGNER_ID_CHARS + 1];
    char public_text[PL_SIGNER_PEM_MAX];
};

/* Private and public half in one text; the private one may be missing. */
static enum pl_err read_text(struct pl_signer *s, const char *text)
{
    const char *begin = strstr(text, PUBLIC_BEGIN), *end = begin ? strstr(begin, PUBLIC_END) : NULL;
    char sum[2 * PL_DIGEST_BYTES + 1];
    enum pl_err err;
    size_t len;
    if (!end)
        return PL_E_RANGE;
    len = (size_t)(end - begin) + strlen(PUBLIC_END);
    if (len >= sizeof(s->public_text))
        return PL_E_RANGE;
    memcpy(s->public_text, begin, len);
    s->public_text[len] = '\0';
    err = pl_key_read(&s->key, PL_KEY_ED25519,
                      begin > text ? pl_bytes_of(text, (size_t)(begin - text))
                                   : pl_bytes_of(begin, len));
    pl_digest_text(pl_bytes_of(begin, len), sum);
    memcpy(s->id, sum, PL_SIGNER_ID_CHARS);
    return err == PL_E_NOMEM || !err ? err : PL_E_RANGE;
}

/* Half of one pair beside half of another would sign what nobody could verify. */
static enum pl_err prove(const struct pl_signer *s)
{
    struct pl_signer *other;
    uint8_t signature[PL_SIGNER_BYTES];
    enum pl_err err = pl_signer_of_public(&other, pl_bytes_str(s->public_text));
    if (err)
        return err;
    err = pl_signer_sign(s, pl_bytes_str(s->id), signature);
    if (!err)
        err =
            pl_signer_verify(other, pl_bytes_str(s->id), pl_bytes_of(signature, sizeof(signature)));
    pl_signer_destroy(other);
    return err ? PL_E_RANGE : PL_OK;
}

static enum pl_err make(const char *path)
{
    char *private_text = NULL, *public_text = NULL, text[2 * PL_SIGNER_PEM_MAX];
    char beside[4096];
    enum pl_err err = pl_key_generate(PL_KEY_ED25519, &private_text, &public_text);
    if (!err) {
        int n = snprintf(text, sizeof(text), "%s%s", private_text, public_text);
        (void)snprintf(beside, sizeof(beside), "%s.pub", path);
        err = pl_blob_write_file(path, pl_bytes_of(text, (size_t)n), 0600);
        if (!err)
            err = pl_blob_write_file(beside, pl_bytes_str(public_text), 0644);
    }
    if (private_text)
        explicit_bzero(private_text, strlen(private_text));
    explicit_bzero(text, sizeof(text));
    free(private_text);
    free(public_text);
    return err;
}

static enum pl_err read_file(struct pl_signer *s, const char *path)
{
    char *text = NULL;
    struct stat st;
    struct pl_blob blob;
    enum pl_err err;
    if (lstat(path, &st) != 0)
        return PL_E_IO;
    if (!S_ISREG(st.st_mode) || (st.st_mode & (S_IRWXG | S_IRWXO)))
        return PL_E_RANGE;
    err = pl_blob_open_file(path, &blob);
    if (err)
        return PL_E_IO;
    err = pl_blob_text(&blob, PL_SIGNER_PEM_MAX, &text);
    pl_blob_close(&blob);
    if (!err)
        err = read_text(s, text);
    else if (err == PL_E_LIMIT)
        err = PL_E_RANGE;
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
    return err;
}

enum pl_err pl_signer_open(struct pl_signer **out, const char *path)
{
    struct pl_signer *s = calloc(1, sizeof(*s));
    enum pl_err err = s ? PL_OK : PL_E_NOMEM;
    *out = NULL;
    if (!err && access(path, F_OK) != 0 && errno == ENOENT)
        err = make(path);
    if (!err)
        err = read_file(s, path);
    if (!err)
        err = prove(s);
    if (err)
        pl_signer_destroy(s);
    else
        *out = s;
    return err;
}

enum pl_err pl_signer_of_public(struct pl_signer **out, struct pl_bytes pem)
{
    struct pl_signer *s = calloc(1, sizeof(*s));
    char text[2 * PL_SIGNER_PEM_MAX];
    const char *begin;
    enum pl_err err = s ? PL_OK : PL_E_NOMEM;
    *out = NULL;
    if (!err && !pl_bytes_to_str(pem, text, sizeof(text)))
        err = PL_E_RANGE;
    begin = err ? NULL : strstr(text, PUBLIC_BEGIN);
    if (!err)
        err = begin ? read_text(s, begin) : PL_E_RANGE;
    if (err)
        pl_signer_destroy(s);
    else
        *out = s;
    return err;
}

void pl_signer_destroy(struct pl_signer *signer)
{
    if (!signer)
        return;
    pl_key_destroy(signer->key);
    free(signer);
}

const char *pl_signer_id(const struct pl_signer *signer)
{
    return signer->id;
}

const char *pl_signer_public(const struct pl_signer *signer)
{
    return signer->public_text;
}

enum pl_err pl_signer_sign(const struct pl_signer *signer, struct pl_bytes text,
                           uint8_t signature[PL_SIGNER_BYTES])
{
    uint8_t out[PL_KEY_SIGNATURE_MAX];
    size_t len;
    enum pl_err err = pl_key_sign(signer->key, text, out, &len);
    if (err)
        return err;
    if (len != PL_SIGNER_BYTES)
        return PL_E_CRYPTO;
    memcpy(signature, out, len);
    return PL_OK;
}

enum pl_err pl_signer_verify(const struct pl_signer *signer, struct pl_bytes text,
                             struct pl_bytes signature)
{
    return pl_key_verify(signer->key, text, signature);
}
