/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/recorder/link.h"

#include "adapters/admin/http.h"
#include "base/hex.h"

#include <inttypes.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SIGNATURE_BYTES = 16,
    SIGNATURE_CHARS = 2 * SIGNATURE_BYTES,
    EXPIRES_CHARS_MAX = 12,
    SIGNED_MAX = PL_CORE_RECORD_URL_MAX,
};

struct pl_recorder_link {
    char key[PL_ADMIN_TOKEN_CHARS + 1];
};

enum pl_err pl_recorder_link_create(struct pl_recorder_link **out, const char *key)
{
    struct pl_recorder_link *link = calloc(1, sizeof(*link));
    enum pl_err err = link ? pl_admin_token(key, link->key) : PL_E_NOMEM;
    if (err) {
        free(link);
        return err;
    }
    *out = link;
    return PL_OK;
}

void pl_recorder_link_destroy(struct pl_recorder_link *link)
{
    free(link);
}

/* The path in a URL: what is no plain character is encoded. False: too long. */
static bool encode(const char *file, char out[PL_CORE_RECORD_URL_MAX])
{
    static const char plain[] =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._~()@+=,/";
    size_t n = 0;
    for (; *file; file++) {
        if (n + 4 > PL_CORE_RECORD_URL_MAX)
            return false;
        if (strchr(plain, *file))
            out[n++] = *file;
        else
            n += (size_t)snprintf(out + n, 4, "%%%02X", (unsigned)(unsigned char)*file);
    }
    out[n] = '\0';
    return true;
}

/* head: EXPIRES-NUMBER. Of the path as it is encoded, so that one file has one link. */
static bool sign(const struct pl_recorder_link *link, struct pl_bytes head, struct pl_bytes path,
                 char out[SIGNATURE_CHARS + 1])
{
    uint8_t mac[EVP_MAX_MD_SIZE];
    char text[SIGNED_MAX];
    unsigned len = 0;
    int n = snprintf(text, sizeof(text), "%.*s\n%.*s", (int)head.len, (const char *)head.data,
                     (int)path.len, (const char *)path.data);
    if (n < 0 || (size_t)n >= sizeof(text) ||
        !HMAC(EVP_sha256(), link->key, PL_ADMIN_TOKEN_CHARS, (const uint8_t *)text, (size_t)n, mac,
              &len))
        return false;
    pl_hex_str(pl_bytes_of(mac, SIGNATURE_BYTES), out);
    return true;
}

void pl_recorder_link_make(const struct pl_recorder_link *link, uint32_t recording,
                           const char *file, int64_t expires_s, char out[PL_CORE_RECORD_URL_MAX])
{
    char path[PL_CORE_RECORD_URL_MAX], head[48], signature[SIGNATURE_CHARS + 1];
    int n;
    out[0] = '\0';
    (void)snprintf(head, sizeof(head), "%" PRId64 "-%" PRIu32, expires_s, recording);
    if (!encode(file, path) || !sign(link, pl_bytes_str(head), pl_bytes_str(path), signature))
        return;
    n = snprintf(out, PL_CORE_RECORD_URL_MAX, PL_RECORDER_LINK_PREFIX "%s-%s/%s", head, signature,
                 path);
    if (n < 0 || n >= PL_CORE_RECORD_URL_MAX)
        out[0] = '\0';
}

/* At most 12 digits: the year 33658. */
static bool number_of(struct pl_bytes text, int64_t *out)
{
    *out = 0;
    if (text.len == 0 || text.len > EXPIRES_CHARS_MAX)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        *out = *out * 10 + (text.data[i] - '0');
    }
    return true;
}

/* Up to this sign, which is taken as well; false: it is not there. */
static bool part_of(struct pl_bytes *rest, uint8_t sign, struct pl_bytes *out)
{
    const uint8_t *at = rest->len > 0 ? memchr(rest->data, sign, rest->len) : NULL;
    if (!at)
        return false;
    *out = pl_bytes_of(rest->data, (size_t)(at - rest->data));
    *rest = pl_bytes_of(at + 1, rest->len - out->len - 1);
    return true;
}

enum pl_err pl_recorder_link_check(const struct pl_recorder_link *link, struct pl_bytes path,
                                   int64_t now_s, uint32_t *recording, struct pl_bytes *file)
{
    struct pl_bytes rest = path, expires, number, given, head;
    char signature[SIGNATURE_CHARS + 1];
    int64_t until, id;
    if (!part_of(&rest, '-', &expires) || !part_of(&rest, '-', &number) ||
        !part_of(&rest, '/', &given) || given.len != SIGNATURE_CHARS ||
        !number_of(expires, &until) || !number_of(number, &id) || id > UINT32_MAX)
        return PL_E_PROTO;
    head = pl_bytes_of(path.data, expires.len + 1 + number.len);
    if (!sign(link, head, rest, signature) || !pl_bytes_eq_secret(given, pl_bytes_str(signature)))
        return PL_E_PROTO;
    *recording = (uint32_t)id;
    *file = rest;
    return now_s <= until ? PL_OK : PL_E_CLOSED;
}
