/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/evidence/digest.h"

#include "base/hex.h"

#include <errno.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdlib.h>

enum { CHUNK = 1 << 16 };

uint64_t pl_digest_block_bytes(uint64_t bytes)
{
    uint64_t block = PL_DIGEST_BLOCK;
    while ((bytes + block - 1) / block > PL_DIGEST_BLOCKS_MAX)
        block *= 2;
    return block;
}

struct sums {
    EVP_MD_CTX *all, *block, *md5; /* md5 NULL: nobody asks */
    uint64_t in_block;
};

static bool begin(struct sums *s, bool md5)
{
    s->all = EVP_MD_CTX_new();
    s->block = EVP_MD_CTX_new();
    s->md5 = md5 ? EVP_MD_CTX_new() : NULL;
    if (!s->all || !s->block || EVP_DigestInit_ex(s->all, EVP_sha256(), NULL) != 1 ||
        EVP_DigestInit_ex(s->block, EVP_sha256(), NULL) != 1)
        return false;
    if (s->md5 && EVP_DigestInit_ex(s->md5, EVP_md5(), NULL) != 1) { /* the system forbids it */
        EVP_MD_CTX_free(s->md5);
        s->md5 = NULL;
    }
    return true;
}

static void end(struct sums *s)
{
    EVP_MD_CTX_free(s->all);
    EVP_MD_CTX_free(s->block);
    EVP_MD_CTX_free(s->md5);
}

static void close_block(struct sums *s, struct pl_digest *out)
{
    (void)EVP_DigestFinal_ex(s->block, out->blocks[out->count++], NULL);
    (void)EVP_DigestInit_ex(s->block, EVP_sha256(), NULL);
    s->in_block = 0;
}

/* Chunks never cross the end of a block: both are powers of two. */
static bool add(struct sums *s, struct pl_digest *out, const uint8_t *data, size_t len)
{
    bool ok = EVP_DigestUpdate(s->all, data, len) == 1 &&
              EVP_DigestUpdate(s->block, data, len) == 1 &&
              (!s->md5 || EVP_DigestUpdate(s->md5, data, len) == 1);
    s->in_block += len;
    if (s->in_block == out->block_bytes)
        close_block(s, out);
    return ok;
}

static enum pl_err read_all(const struct pl_blob *blob, struct sums *s, const atomic_bool *stop,
                            struct pl_digest *out)
{
    uint8_t *chunk = malloc(CHUNK);
    enum pl_err err = chunk ? PL_OK : PL_E_NOMEM;
    while (!err && out->bytes < blob->size) {
        uint64_t left = blob->size - out->bytes;
        size_t want = left < CHUNK ? (size_t)left : CHUNK;
        ssize_t n = blob->read(blob->arg, chunk, want, out->bytes);
        if (stop && atomic_load(stop))
            err = PL_E_CLOSED;
        else if (n != (ssize_t)want) {
            errno = n < 0 ? errno : ENODATA; /* it became shorter */
            err = PL_E_IO;
        } else if (!add(s, out, chunk, want))
            err = PL_E_CRYPTO;
        else
            out->bytes += want;
    }
    free(chunk);
    return err;
}

static void write_sums(struct sums *s, struct pl_digest *out)
{
    uint8_t sum[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (s->in_block > 0)
        close_block(s, out);
    (void)EVP_DigestFinal_ex(s->all, sum, &len);
    pl_hex_str(pl_bytes_of(sum, len), out->sha256);
    if (s->md5) {
        (void)EVP_DigestFinal_ex(s->md5, sum, &len);
        pl_hex_str(pl_bytes_of(sum, len), out->md5);
    }
}

enum pl_err pl_digest_blob(const struct pl_blob *blob, bool md5, uint64_t block_bytes,
                           const atomic_bool *stop, struct pl_digest *out)
{
    struct sums s = {0};
    enum pl_err err;
    size_t blocks;
    *out = (struct pl_digest){.block_bytes =
                                  block_bytes ? block_bytes : pl_digest_block_bytes(blob->size)};
    if (out->block_bytes < CHUNK || (out->block_bytes & (out->block_bytes - 1)) ||
        blob->size / out->block_bytes >= 4 * PL_DIGEST_BLOCKS_MAX)
        return PL_E_RANGE;
    blocks = (size_t)((blob->size + out->block_bytes - 1) / out->block_bytes);
    out->blocks = calloc(blocks + 1, sizeof(out->blocks[0]));
    if (!out->blocks)
        return PL_E_NOMEM;
    err = begin(&s, md5) ? read_all(blob, &s, stop, out) : PL_E_NOMEM;
    if (!err)
        write_sums(&s, out);
    end(&s);
    if (err)
        pl_digest_finish(out);
    return err;
}

void pl_digest_finish(struct pl_digest *digest)
{
    free(digest->blocks);
    digest->blocks = NULL;
    digest->count = 0;
}

void pl_digest_text(struct pl_bytes text, char sha256[2 * PL_DIGEST_BYTES + 1])
{
    uint8_t sum[SHA256_DIGEST_LENGTH];
    (void)SHA256(text.data, text.len, sum);
    pl_hex_str(pl_bytes_of(sum, sizeof(sum)), sha256);
}
