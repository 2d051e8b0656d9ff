/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/store/chain.h"

#include "base/hex.h"

#include <inttypes.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SUM_BYTES = 32 };

/* ---- the sum ---- */

static int add_text(EVP_MD_CTX *sum, struct pl_bytes text)
{
    char head[24];
    int n = snprintf(head, sizeof(head), "%zu:", text.len);
    return EVP_DigestUpdate(sum, head, (size_t)n) &&
           EVP_DigestUpdate(sum, text.data ? text.data : (const uint8_t *)"", text.len) &&
           EVP_DigestUpdate(sum, "\n", 1);
}

static int add_line(EVP_MD_CTX *sum, struct pl_bytes before, const struct pl_store_audit *line)
{
    char numbers[64];
    int n = snprintf(numbers, sizeof(numbers), "\n%" PRId64 "\n%" PRId64 "\n", line->number,
                     line->at_ms);
    return EVP_DigestUpdate(sum, before.data ? before.data : (const uint8_t *)"", before.len) &&
           EVP_DigestUpdate(sum, numbers, (size_t)n) && add_text(sum, line->actor) &&
           add_text(sum, line->verb) && add_text(sum, line->object) && add_text(sum, line->detail);
}

enum pl_err pl_store_chain(struct pl_bytes before, const struct pl_store_audit *line,
                           char out[PL_STORE_CHAIN_CHARS + 1])
{
    uint8_t bytes[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    EVP_MD_CTX *sum = EVP_MD_CTX_new();
    int fine = sum && EVP_DigestInit_ex(sum, EVP_sha256(), NULL) && add_line(sum, before, line) &&
               EVP_DigestFinal_ex(sum, bytes, &n) && n == SUM_BYTES;
    EVP_MD_CTX_free(sum);
    out[0] = '\0';
    if (!fine)
        return PL_E_NOMEM;
    pl_hex_str(pl_bytes_of(bytes, SUM_BYTES), out);
    return PL_OK;
}

/* ---- checking ---- */

void pl_store_chain_check_begin(struct pl_store_chain_check *c)
{
    memset(c, 0, sizeof(*c));
}

static bool wrong(struct pl_store_chain_check *c, int64_t number, const char *why)
{
    c->wrong = number;
    (void)snprintf(c->why, sizeof(c->why), "%s", why);
    return false;
}

static struct pl_bytes keep_text(char **at, struct pl_bytes text)
{
    struct pl_bytes kept = pl_bytes_of(*at, text.len);
    if (text.len > 0)
        memcpy(*at, text.data, text.len);
    *at += text.len;
    return kept;
}

/* A copy that waits for the line before it. */
static bool keep(struct pl_store_chain_check *c, const struct pl_store_audit *line)
{
    size_t size = line->actor.len + line->verb.len + line->object.len + line->detail.len +
                  line->chain.len + 1;
    char *at = malloc(size);
    free(c->texts);
    c->texts = at;
    if (!at)
        return wrong(c, line->number, "out of memory");
    c->waiting = *line;
    c->waiting.actor = keep_text(&at, line->actor);
    c->waiting.verb = keep_text(&at, line->verb);
    c->waiting.object = keep_text(&at, line->object);
    c->waiting.detail = keep_text(&at, line->detail);
    c->waiting.chain = keep_text(&at, line->chain);
    return true;
}

/* Does the waiting line fit behind this sum? */
static bool fits(struct pl_store_chain_check *c, struct pl_bytes before)
{
    char sum[PL_STORE_CHAIN_CHARS + 1];
    if (c->waiting.chain.len == 0) {
        c->unchained++;
        return before.len == 0 ||
               wrong(c, c->waiting.number, "it has no sum, the one before it has one");
    }
    if (pl_store_chain(before, &c->waiting, sum))
        return wrong(c, c->waiting.number, "out of memory");
    return pl_bytes_eq_str(c->waiting.chain, sum) ||
           wrong(c, c->waiting.number, "its sum does not fit: it, or the one before, was changed");
}

/* "up to 17" and the sum of line 17. */
static void note_trim(struct pl_store_chain_check *c, const struct pl_store_audit *line)
{
    char object[32];
    long long number = 0;
    if (c->trimmed || !pl_bytes_eq_str(line->actor, PL_STORE_CHAIN_TRIMMER) ||
        !pl_bytes_eq_str(line->verb, PL_STORE_CHAIN_TRIM) ||
        !pl_bytes_to_str(line->object, object, sizeof(object)) ||
        sscanf(object, "up to %lld", &number) != 1)
        return;
    c->trimmed = number;
    (void)pl_bytes_to_str(line->detail, c->trimmed_sum, sizeof(c->trimmed_sum));
}

bool pl_store_chain_check_line(struct pl_store_chain_check *c, const struct pl_store_audit *line)
{
    if (c->wrong)
        return false;
    if (c->lines == 0) {
        c->newest = line->number;
        (void)pl_bytes_to_str(line->chain, c->head, sizeof(c->head));
    } else if (line->number != c->waiting.number - 1) {
        return wrong(c, c->waiting.number, "the line before it is missing");
    } else if (!fits(c, line->chain)) {
        return false;
    }
    c->lines++;
    c->oldest = line->number;
    note_trim(c, line);
    return keep(c, line);
}

static bool oldest_fits(struct pl_store_chain_check *c)
{
    if (c->lines == 0 || c->oldest == 1)
        return c->lines == 0 || fits(c, pl_bytes_of(NULL, 0));
    if (c->trimmed != c->oldest - 1)
        return wrong(c, c->oldest,
                     "the lines before it are missing, and no line says that they "
                     "were trimmed");
    return fits(c, pl_bytes_str(c->trimmed_sum));
}

bool pl_store_chain_check_end(struct pl_store_chain_check *c)
{
    bool fine = !c->wrong && oldest_fits(c);
    free(c->texts);
    c->texts = NULL;
    return fine;
}
