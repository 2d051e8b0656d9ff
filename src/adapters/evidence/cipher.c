/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/evidence/cipher.h"

#include "io/random.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <unistd.h>

#define MAGIC "PARLOR-SEALED-1\n"

enum { MAGIC_BYTES = 16, SALT_AT = 36, SALT_BYTES = 16, NONCE_BYTES = 12 };

static bool file_key(const uint8_t key[PL_CIPHER_KEY], const uint8_t head[PL_CIPHER_HEAD],
                     uint8_t out[PL_CIPHER_KEY])
{
    static const char label[] = "parlor sealed file 1";
    uint8_t text[sizeof(label) - 1 + SALT_BYTES];
    unsigned len = 0;
    memcpy(text, label, sizeof(label) - 1);
    memcpy(text + sizeof(label) - 1, head + SALT_AT, SALT_BYTES);
    return HMAC(EVP_sha256(), key, PL_CIPHER_KEY, text, sizeof(text), out, &len) &&
           len == PL_CIPHER_KEY;
}

static void nonce_of(uint64_t chunk, uint8_t nonce[NONCE_BYTES])
{
    memset(nonce, 0, NONCE_BYTES);
    pl_put_u64(nonce + NONCE_BYTES - 8, chunk);
}

/* ---- writing ---- */

struct writing {
    EVP_CIPHER_CTX *gcm;
    uint8_t key[PL_CIPHER_KEY];
    uint8_t head[PL_CIPHER_HEAD];
    uint8_t plain[PL_CIPHER_CHUNK];
    uint8_t sealed[PL_CIPHER_CHUNK + PL_CIPHER_TAG];
};

static void make_head(uint8_t head[PL_CIPHER_HEAD], uint64_t recording, uint64_t size)
{
    struct pl_random *random = pl_random_kernel();
    memset(head, 0, PL_CIPHER_HEAD);
    memcpy(head, MAGIC, MAGIC_BYTES);
    pl_put_u64(head + 16, recording);
    pl_put_u64(head + 24, size);
    pl_put_u32(head + 32, PL_CIPHER_CHUNK);
    random->fill(random, head + SALT_AT, SALT_BYTES);
}

static bool seal_chunk(struct writing *w, uint64_t chunk, size_t size)
{
    uint8_t nonce[NONCE_BYTES];
    int n = 0, rest = 0;
    nonce_of(chunk, nonce);
    return EVP_EncryptInit_ex(w->gcm, NULL, NULL, w->key, nonce) == 1 &&
           EVP_EncryptUpdate(w->gcm, NULL, &n, w->head, PL_CIPHER_HEAD) == 1 &&
           EVP_EncryptUpdate(w->gcm, w->sealed, &n, w->plain, (int)size) == 1 &&
           EVP_EncryptFinal_ex(w->gcm, w->sealed + n, &rest) == 1 && (size_t)n == size &&
           EVP_CIPHER_CTX_ctrl(w->gcm, EVP_CTRL_GCM_GET_TAG, PL_CIPHER_TAG, w->sealed + size) == 1;
}

static enum pl_err put(int fd, const uint8_t *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return PL_E_IO;
        bytes += n;
        len -= (size_t)n;
    }
    return PL_OK;
}

static enum pl_err write_chunks(struct writing *w, const struct pl_blob *plain, int fd,
                                const atomic_bool *stop)
{
    enum pl_err err = put(fd, w->head, PL_CIPHER_HEAD);
    for (uint64_t at = 0; !err && at < plain->size; at += PL_CIPHER_CHUNK) {
        uint64_t left = plain->size - at;
        size_t want = left < PL_CIPHER_CHUNK ? (size_t)left : PL_CIPHER_CHUNK;
        if (stop && atomic_load(stop))
            return PL_E_CLOSED;
        if (plain->read(plain->arg, w->plain, want, at) != (ssize_t)want)
            return PL_E_IO;
        if (!seal_chunk(w, at / PL_CIPHER_CHUNK, want))
            return PL_E_CRYPTO;
        err = put(fd, w->sealed, want + PL_CIPHER_TAG);
    }
    if (!err && fsync(fd) != 0)
        err = PL_E_IO;
    return err;
}

enum pl_err pl_cipher_write(const struct pl_blob *plain, const char *path, uint64_t recording,
                            const uint8_t key[PL_CIPHER_KEY], const atomic_bool *stop)
{
    struct writing *w = calloc(1, sizeof(*w));
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600), why;
    enum pl_err err = !w ? PL_E_NOMEM : fd < 0 ? PL_E_IO : PL_OK;
    if (!err) {
        make_head(w->head, recording, plain->size);
        w->gcm = EVP_CIPHER_CTX_new();
        if (!w->gcm || !file_key(key, w->head, w->key) ||
            EVP_EncryptInit_ex(w->gcm, EVP_aes_256_gcm(), NULL, NULL, NULL) != 1)
            err = PL_E_CRYPTO;
    }
    if (!err)
        err = write_chunks(w, plain, fd, stop);
    why = errno;
    if (fd >= 0 && close(fd) != 0 && !err) {
        why = errno;
        err = PL_E_IO;
    }
    if (err && fd >= 0)
        (void)unlink(path);
    if (w) {
        EVP_CIPHER_CTX_free(w->gcm);
        explicit_bzero(w, sizeof(*w));
    }
    free(w);
    errno = why;
    return err;
}

/* ---- reading ---- */

struct reading {
    struct pl_blob sealed;
    EVP_CIPHER_CTX *gcm;
    uint8_t key[PL_CIPHER_KEY];
    struct pl_cipher_head head;
    uint64_t chunk; /* that is in `plain`; UINT64_MAX: none */
    size_t in_chunk;
    uint8_t plain[PL_CIPHER_CHUNK];
    uint8_t from[PL_CIPHER_CHUNK + PL_CIPHER_TAG];
};

enum pl_err pl_cipher_look(const struct pl_blob *sealed, struct pl_cipher_head *out)
{
    uint64_t chunks;
    ssize_t n = sealed->read(sealed->arg, out->bytes, PL_CIPHER_HEAD, 0);
    if (n < 0)
        return PL_E_IO;
    if (n != PL_CIPHER_HEAD || memcmp(out->bytes, MAGIC, MAGIC_BYTES) != 0 ||
        pl_get_u32(out->bytes + 32) != PL_CIPHER_CHUNK)
        return PL_E_PROTO;
    out->recording = pl_get_u64(out->bytes + 16);
    out->size = pl_get_u64(out->bytes + 24);
    if (out->size > UINT64_MAX / 2)
        return PL_E_PROTO;
    chunks = (out->size + PL_CIPHER_CHUNK - 1) / PL_CIPHER_CHUNK;
    return sealed->size == PL_CIPHER_HEAD + out->size + chunks * PL_CIPHER_TAG ? PL_OK : PL_E_PROTO;
}

static bool open_chunk(struct reading *r, uint64_t chunk, size_t size)
{
    uint8_t nonce[NONCE_BYTES];
    int n = 0, rest = 0;
    nonce_of(chunk, nonce);
    return EVP_DecryptInit_ex(r->gcm, NULL, NULL, r->key, nonce) == 1 &&
           EVP_DecryptUpdate(r->gcm, NULL, &n, r->head.bytes, PL_CIPHER_HEAD) == 1 &&
           EVP_DecryptUpdate(r->gcm, r->plain, &n, r->from, (int)size) == 1 &&
           EVP_CIPHER_CTX_ctrl(r->gcm, EVP_CTRL_GCM_SET_TAG, PL_CIPHER_TAG, r->from + size) == 1 &&
           EVP_DecryptFinal_ex(r->gcm, r->plain + n, &rest) == 1;
}

/* The chunk is in r->plain afterwards; false: errno. */
static bool fetch(struct reading *r, uint64_t chunk)
{
    uint64_t at = chunk * PL_CIPHER_CHUNK, left = r->head.size - at;
    size_t size = left < PL_CIPHER_CHUNK ? (size_t)left : PL_CIPHER_CHUNK;
    ssize_t n;
    if (r->chunk == chunk)
        return true;
    r->chunk = UINT64_MAX;
    n = r->sealed.read(r->sealed.arg, r->from, size + PL_CIPHER_TAG,
                       PL_CIPHER_HEAD + chunk * (PL_CIPHER_CHUNK + PL_CIPHER_TAG));
    if (n < 0)
        return false;
    if ((size_t)n != size + PL_CIPHER_TAG || !open_chunk(r, chunk, size)) {
        memset(r->plain, 0, sizeof(r->plain)); /* nothing that is not proven leaves here */
        errno = EBADMSG;
        return false;
    }
    r->chunk = chunk;
    r->in_chunk = size;
    return true;
}

static ssize_t read_plain(void *arg, void *to, size_t size, uint64_t at)
{
    struct reading *r = arg;
    size_t done = 0;
    while (done < size && at < r->head.size) {
        size_t from = (size_t)(at % PL_CIPHER_CHUNK), n;
        if (!fetch(r, at / PL_CIPHER_CHUNK))
            return -1;
        n = r->in_chunk - from < size - done ? r->in_chunk - from : size - done;
        memcpy((uint8_t *)to + done, r->plain + from, n);
        done += n;
        at += n;
    }
    return (ssize_t)done;
}

static void close_reading(void *arg)
{
    struct reading *r = arg;
    pl_blob_close(&r->sealed);
    EVP_CIPHER_CTX_free(r->gcm);
    explicit_bzero(r, sizeof(*r));
    free(r);
}

enum pl_err pl_cipher_open(struct pl_blob *sealed, const struct pl_cipher_head *head,
                           const uint8_t key[PL_CIPHER_KEY], struct pl_blob *out)
{
    struct reading *r = calloc(1, sizeof(*r));
    *out = (struct pl_blob){0};
    if (!r) {
        pl_blob_close(sealed);
        return PL_E_NOMEM;
    }
    r->sealed = *sealed;
    *sealed = (struct pl_blob){0};
    r->head = *head;
    r->chunk = UINT64_MAX;
    r->gcm = EVP_CIPHER_CTX_new();
    if (!r->gcm || !file_key(key, head->bytes, r->key) ||
        EVP_DecryptInit_ex(r->gcm, EVP_aes_256_gcm(), NULL, NULL, NULL) != 1) {
        close_reading(r);
        return PL_E_CRYPTO;
    }
    *out = (struct pl_blob){head->size, r->sealed.changed_us, read_plain, close_reading, r};
    return PL_OK;
}
