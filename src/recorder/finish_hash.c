/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/finish.h"

#include "base/hex.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

enum { HASH_BLOCK = 1 << 16 };

static int hash_fd(int fd, EVP_MD_CTX *sha, EVP_MD_CTX *md5, struct pl_finished *out)
{
    static _Thread_local uint8_t block[HASH_BLOCK];
    ssize_t n;
    out->bytes = 0;
    while ((n = read(fd, block, sizeof(block))) > 0) {
        out->bytes += (uint64_t)n;
        EVP_DigestUpdate(sha, block, (size_t)n);
        if (md5)
            EVP_DigestUpdate(md5, block, (size_t)n);
    }
    return n < 0 ? errno : 0;
}

int pl_finish_hash(const char *path, bool md5, struct pl_finished *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC), error;
    EVP_MD_CTX *sha = EVP_MD_CTX_new(), *second = md5 ? EVP_MD_CTX_new() : NULL;
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned len;
    if (fd < 0) {
        error = errno;
        goto out;
    }
    error = ENOMEM;
    if (!sha || !EVP_DigestInit_ex(sha, EVP_sha256(), NULL))
        goto out;
    if (second && !EVP_DigestInit_ex(second, EVP_md5(), NULL)) { /* forbidden by the system */
        EVP_MD_CTX_free(second);
        second = NULL;
    }
    error = hash_fd(fd, sha, second, out);
    if (error)
        goto out;
    EVP_DigestFinal_ex(sha, digest, &len);
    pl_hex_str(pl_bytes_of(digest, len), out->sha256);
    if (second) {
        EVP_DigestFinal_ex(second, digest, &len);
        pl_hex_str(pl_bytes_of(digest, len), out->md5);
    }
out:
    EVP_MD_CTX_free(sha);
    EVP_MD_CTX_free(second);
    if (fd >= 0)
        close(fd);
    return error;
}
