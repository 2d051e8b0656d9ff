/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/evidence/keys.h"

#include "adapters/admin/http.h"
#include "io/random.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC "PLRKEY1\n"

enum {
    FOLDER_MAX = 4096,
    MAGIC_BYTES = 8,
    NONCE_BYTES = 12,
    FILE_BYTES = MAGIC_BYTES + NONCE_BYTES + PL_CIPHER_KEY + PL_CIPHER_TAG,
};

struct pl_record_keys {
    uint8_t master[PL_CIPHER_KEY];
    char folder[FOLDER_MAX];
};

static void unhex(const char *digits, uint8_t out[PL_CIPHER_KEY])
{
    for (size_t i = 0; i < PL_CIPHER_KEY; i++) {
        char pair[3] = {digits[2 * i], digits[2 * i + 1], '\0'};
        out[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
}

enum pl_err pl_record_keys_open(struct pl_record_keys **out, const char *master, bool make,
                                const char *folder)
{
    struct pl_record_keys *k = calloc(1, sizeof(*k));
    char digits[PL_ADMIN_TOKEN_CHARS + 1];
    enum pl_err err = k ? PL_OK : PL_E_NOMEM;
    _Static_assert((int)PL_ADMIN_TOKEN_CHARS == 2 * (int)PL_CIPHER_KEY, "a key in digits");
    *out = NULL;
    if (!err && !make && access(master, F_OK) != 0)
        err = errno == ENOENT ? PL_E_NOT_FOUND : PL_E_IO;
    if (!err)
        err = pl_admin_token(master, digits);
    if (!err) {
        unhex(digits, k->master);
        explicit_bzero(digits, sizeof(digits));
        if (snprintf(k->folder, sizeof(k->folder), "%s", folder) >= FOLDER_MAX - 32)
            err = PL_E_RANGE;
        else if (mkdir(folder, 0700) != 0 && errno != EEXIST)
            err = PL_E_IO;
    }
    if (err)
        pl_record_keys_close(k);
    else
        *out = k;
    return err;
}

void pl_record_keys_close(struct pl_record_keys *keys)
{
    if (!keys)
        return;
    explicit_bzero(keys, sizeof(*keys));
    free(keys);
}

static void path_of(const struct pl_record_keys *k, uint64_t recording, char out[FOLDER_MAX])
{
    (void)snprintf(out, FOLDER_MAX, "%.*s/%" PRIu64 ".key", FOLDER_MAX - 32, k->folder, recording);
}

/* Both ways; the recording's number is bound to it. */
static bool wrap(const struct pl_record_keys *k, uint64_t recording, uint8_t file[FILE_BYTES],
                 uint8_t key[PL_CIPHER_KEY], bool on)
{
    EVP_CIPHER_CTX *gcm = EVP_CIPHER_CTX_new();
    uint8_t *nonce = file + MAGIC_BYTES, *body = nonce + NONCE_BYTES, *tag = body + PL_CIPHER_KEY;
    uint8_t number[8];
    int n = 0, rest = 0;
    bool ok;
    pl_put_u64(number, recording);
    ok = gcm && EVP_CipherInit_ex(gcm, EVP_aes_256_gcm(), NULL, k->master, nonce, on) == 1 &&
         EVP_CipherUpdate(gcm, NULL, &n, number, sizeof(number)) == 1 &&
         EVP_CipherUpdate(gcm, on ? body : key, &n, on ? key : body, PL_CIPHER_KEY) == 1;
    if (ok && !on)
        ok = EVP_CIPHER_CTX_ctrl(gcm, EVP_CTRL_GCM_SET_TAG, PL_CIPHER_TAG, tag) == 1;
    ok = ok && EVP_CipherFinal_ex(gcm, (on ? body : key) + n, &rest) == 1;
    if (ok && on)
        ok = EVP_CIPHER_CTX_ctrl(gcm, EVP_CTRL_GCM_GET_TAG, PL_CIPHER_TAG, tag) == 1;
    EVP_CIPHER_CTX_free(gcm);
    return ok;
}

enum pl_err pl_record_keys_get(const struct pl_record_keys *keys, uint64_t recording,
                               uint8_t key[PL_CIPHER_KEY])
{
    char path[FOLDER_MAX];
    uint8_t file[FILE_BYTES];
    struct pl_blob blob;
    enum pl_err err;
    path_of(keys, recording, path);
    err = pl_blob_open_file(path, &blob);
    if (err)
        return err;
    if (blob.size != FILE_BYTES)
        err = PL_E_AUTH;
    else if (blob.read(blob.arg, file, sizeof(file), 0) != FILE_BYTES)
        err = PL_E_IO;
    else if (memcmp(file, MAGIC, MAGIC_BYTES) != 0 || !wrap(keys, recording, file, key, false))
        err = PL_E_AUTH;
    pl_blob_close(&blob);
    if (err)
        memset(key, 0, PL_CIPHER_KEY);
    return err;
}

enum pl_err pl_record_keys_take(const struct pl_record_keys *keys, uint64_t recording,
                                uint8_t key[PL_CIPHER_KEY])
{
    struct pl_random *random = pl_random_kernel();
    char path[FOLDER_MAX];
    uint8_t file[FILE_BYTES] = MAGIC;
    enum pl_err err = pl_record_keys_get(keys, recording, key);
    if (err != PL_E_NOT_FOUND)
        return err;
    random->fill(random, key, PL_CIPHER_KEY);
    random->fill(random, file + MAGIC_BYTES, NONCE_BYTES);
    if (!wrap(keys, recording, file, key, true))
        return PL_E_CRYPTO;
    path_of(keys, recording, path);
    return pl_blob_write_file(path, pl_bytes_of(file, sizeof(file)), 0600);
}

enum pl_err pl_record_keys_destroy(const struct pl_record_keys *keys, uint64_t recording)
{
    static const uint8_t zeros[FILE_BYTES];
    char path[FOLDER_MAX];
    int fd;
    path_of(keys, recording, path);
    fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return errno == ENOENT ? PL_OK : PL_E_IO;
    /* On disks that copy on write the old bytes may stay for a while: they are worth nothing
     * without the master key. */
    (void)!write(fd, zeros, sizeof(zeros));
    (void)fsync(fd);
    (void)close(fd);
    if (unlink(path) != 0)
        return PL_E_IO;
    return pl_blob_sync_folder(path);
}
