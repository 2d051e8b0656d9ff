/* SPDX-License-Identifier: Apache-2.0 */
/* Any text is read or refused; what is read keeps its limits; none passes with a key it was not
 * made with. */
#include "adapters/identity/jwt.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char secret[] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    static struct pl_key *key;
    struct pl_jwt jwt;
    if (!key && pl_key_read(&key, PL_KEY_HS256, pl_bytes_str(secret)) != PL_OK)
        abort();
    if (pl_jwt_read(pl_bytes_of(data, size), &jwt) != PL_OK)
        return 0;
    assert(jwt.room_count <= PL_JWT_ROOMS_MAX && jwt.expires > 0 && jwt.user != -1);
    assert(jwt.user != 0 || jwt.sub[0]);
    assert(jwt.algorithm == PL_KEY_HS256 || jwt.algorithm == PL_KEY_ES256);
    assert(pl_jwt_verify(pl_bytes_of(data, size), &jwt, key) == PL_E_AUTH);
    return 0;
}
