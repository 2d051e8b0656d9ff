/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/signal/ws_upgrade.h"

#include <openssl/evp.h>

static const char KEY_GUID[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; /* RFC 6455 section 1.3 */

enum { KEY_LEN = 24 }; /* base64 of 16 bytes */

bool pl_ws_upgrade_wanted(const struct pl_http_request *request)
{
    return pl_http_field_has(request, "upgrade", "websocket");
}

static bool key_is_sane(struct pl_bytes key)
{
    if (key.len != KEY_LEN || key.data[22] != '=' || key.data[23] != '=')
        return false;
    for (size_t i = 0; i < 22; i++) {
        uint8_t b = key.data[i];
        bool alnum = (b >= '0' && b <= '9') || ((b | 0x20) >= 'a' && (b | 0x20) <= 'z');
        if (!alnum && b != '+' && b != '/')
            return false;
    }
    return true;
}

static bool write_accept(struct pl_bytes key, char accept[PL_WS_ACCEPT_MAX])
{
    uint8_t both[KEY_LEN + sizeof(KEY_GUID) - 1];
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    memcpy(both, key.data, KEY_LEN);
    memcpy(both + KEY_LEN, KEY_GUID, sizeof(KEY_GUID) - 1);
    if (EVP_Digest(both, sizeof(both), digest, &len, EVP_sha1(), NULL) != 1 || len != 20)
        return false;
    (void)EVP_EncodeBlock((unsigned char *)accept, digest, (int)len);
    return true;
}

/* "https://host:port" -> "host:port". */
static struct pl_bytes authority_of(struct pl_bytes origin)
{
    const uint8_t *mark = origin.len ? memmem(origin.data, origin.len, "://", 3) : NULL;
    size_t skip;
    if (!mark)
        return pl_bytes_of(NULL, 0);
    skip = (size_t)(mark - origin.data) + 3;
    return pl_bytes_of(origin.data + skip, origin.len - skip);
}

static bool origin_admitted(const struct pl_http_request *request,
                            const struct pl_ws_upgrade_rules *rules)
{
    struct pl_bytes origin = pl_http_field(request, "origin");
    if (pl_http_field_count(request, "origin") > 1)
        return false;
    if (!origin.data)
        return true;
    if (rules->no_pages)
        return false;
    if (rules->origin_count == 0)
        return !rules->tls ||
               (request->host.len > 0 && pl_http_same(authority_of(origin), request->host));
    for (size_t i = 0; i < rules->origin_count; i++) {
        if (strcmp(rules->origins[i], "*") == 0 ||
            pl_http_same(origin, pl_bytes_str(rules->origins[i])))
            return true;
    }
    return false;
}

uint16_t pl_ws_upgrade_judge(const struct pl_http_request *request,
                             const struct pl_ws_upgrade_rules *rules, char accept[PL_WS_ACCEPT_MAX],
                             const char **why)
{
    struct pl_bytes key = pl_http_field(request, "sec-websocket-key");
    struct pl_bytes version = pl_http_field(request, "sec-websocket-version");
    *why = "this address speaks WebSocket: send an Upgrade";
    if (request->method != PL_HTTP_GET)
        return 405;
    if (!pl_ws_upgrade_wanted(request))
        return 426;
    *why = "an upgrade needs HTTP/1.1 and Connection: Upgrade";
    if (!request->version_1_1 || !pl_http_field_has(request, "connection", "upgrade"))
        return 400;
    *why = "Sec-WebSocket-Version must be 13";
    if (pl_http_field_count(request, "sec-websocket-version") != 1 ||
        !pl_bytes_eq_str(version, "13"))
        return version.data ? 426 : 400;
    *why = "Sec-WebSocket-Key must be 16 bytes in base64, once";
    if (pl_http_field_count(request, "sec-websocket-key") != 1 || !key_is_sane(key))
        return 400;
    *why = "this origin is not admitted here";
    if (!origin_admitted(request, rules))
        return 403;
    *why = "the subprotocol of this server was not offered";
    if (!pl_http_field_has(request, "sec-websocket-protocol", rules->subprotocol))
        return 400;
    *why = "";
    return write_accept(key, accept) ? 101 : 500;
}
