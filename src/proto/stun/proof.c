/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/stun/proof.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

/* Four bits a step: 64 bytes of table instead of 1 kB, for messages of about 100 bytes. */
uint32_t pl_stun_crc32(struct pl_bytes data)
{
    static const uint32_t step[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
        0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < data.len; i++) {
        crc ^= data.data[i];
        crc = crc >> 4 ^ step[crc & 15];
        crc = crc >> 4 ^ step[crc & 15];
    }
    return ~crc;
}

bool pl_stun_hmac_sha1(struct pl_bytes key, struct pl_bytes data, uint8_t out[PL_STUN_HMAC_BYTES])
{
    unsigned int len = 0;
    /* A NULL key would mean "the key of last time" to OpenSSL. */
    const void *key_data = key.len > 0 ? (const void *)key.data : "";
    if (key.len > INT_MAX)
        return false;
    return HMAC(EVP_sha1(), key_data, (int)key.len, data.data, data.len, out, &len) != NULL &&
           len == PL_STUN_HMAC_BYTES;
}
