/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/record.h"

#include "base/hex.h"
#include "ctl/table.h"

#include <inttypes.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 16, HEX_CHARS = 2 * 32 };

/* ---- lists ---- */

static json_t *columns(const json_t *list, const char *const *names, size_t count)
{
    json_t *all = json_array();
    size_t i;
    const json_t *row;
    json_array_foreach(list, i, row)
    {
        json_t *one = json_object();
        for (size_t k = 0; k < count; k++) {
            json_t *value = json_object_get(row, names[k]);
            (void)json_object_set_new(one, names[k], value ? json_incref(value) : json_string(""));
        }
        (void)json_array_append_new(all, one);
    }
    return all;
}

static int list_all(struct ctl *ctl, const char *before)
{
    static const char *const names[] = {"id",    "at_ms", "user",       "name", "room",
                                        "state", "bytes", "elapsed_ms", "file"};
    char target[96];
    json_t *answer, *some;
    int result;
    (void)snprintf(target, sizeof(target), "/v1/recordings?before=%.20s", before ? before : "0");
    answer = pl_ctl_request(ctl, "GET", target, pl_bytes_str(""), &result);
    if (!answer)
        return result;
    some = ctl->json ? json_incref(json_object_get(answer, "recordings"))
                     : columns(json_object_get(answer, "recordings"), names,
                               sizeof(names) / sizeof(names[0]));
    pl_ctl_print_rows(ctl, some, "recordings");
    if (!ctl->json && json_object_get(answer, "next"))
        printf("older ones: parlorctl record list %" JSON_INTEGER_FORMAT "\n",
               json_integer_value(json_object_get(answer, "next")));
    json_decref(some);
    json_decref(answer);
    return result;
}

/* NULL: it has been said why. */
static json_t *one(struct ctl *ctl, const char *id, int *result)
{
    char target[64];
    (void)snprintf(target, sizeof(target), "/v1/recordings/%.20s", id);
    return pl_ctl_request(ctl, "GET", target, pl_bytes_str(""), result);
}

static int show_one(struct ctl *ctl, const char *id)
{
    int result;
    json_t *answer = one(ctl, id, &result);
    if (!answer)
        return result;
    if (ctl->json)
        pl_ctl_print_json(answer);
    else
        pl_ctl_print_object(stdout, json_object_get(answer, "recording"));
    if (!ctl->json)
        pl_ctl_print_rows(ctl, json_object_get(answer, "lines"), "time line");
    json_decref(answer);
    return result;
}

/* ---- is it what it was? ---- */

/* False: it cannot be read. */
static bool sum_of(const char *path, char hex[HEX_CHARS + 1])
{
    uint8_t chunk[CHUNK], sum[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    size_t n;
    EVP_MD_CTX *hash = EVP_MD_CTX_new();
    FILE *f = fopen(path, "rb");
    bool ok = hash && f && EVP_DigestInit_ex(hash, EVP_sha256(), NULL) == 1;
    while (ok && (n = fread(chunk, 1, sizeof(chunk), f)) > 0)
        ok = EVP_DigestUpdate(hash, chunk, n) == 1;
    ok = ok && !ferror(f) && EVP_DigestFinal_ex(hash, sum, &len) == 1;
    if (ok)
        pl_hex_str(pl_bytes_of(sum, len), hex);
    if (f)
        (void)fclose(f);
    EVP_MD_CTX_free(hash);
    return ok;
}

/* 0: the file is the one that was recorded. */
static int judge(const json_t *recording)
{
    const char *path = json_string_value(json_object_get(recording, "path"));
    const char *sha256 = json_string_value(json_object_get(recording, "sha256"));
    char hex[HEX_CHARS + 1];
    if (!path || !path[0] || !sha256) {
        fprintf(stderr, "there is no file: its state is %s\n",
                json_string_value(json_object_get(recording, "state")));
        return EXIT_REFUSED;
    }
    if (!sum_of(path, hex)) {
        perror(path);
        return EXIT_REFUSED;
    }
    if (strcmp(hex, sha256) != 0) {
        fprintf(stderr, "%s: CHANGED since it was recorded\n  SHA-256 %s\n  it was  %s\n", path,
                hex, sha256);
        return EXIT_REFUSED;
    }
    printf("%s: as it was recorded (SHA-256 %s)\n", path, hex);
    return EXIT_SUCCESS;
}

static int verify(struct ctl *ctl, const char *id)
{
    int result;
    json_t *answer = one(ctl, id, &result);
    if (!answer)
        return result;
    result = judge(json_object_get(answer, "recording"));
    json_decref(answer);
    return result;
}

/* ---- changes ---- */

static int post(struct ctl *ctl, const char *id, const char *verb)
{
    char target[80];
    (void)snprintf(target, sizeof(target), "/v1/recordings/%.20s/%s", id, verb);
    return pl_ctl_show(ctl, "POST", target, pl_bytes_str(""));
}

int pl_ctl_record(struct ctl *ctl, char **arguments)
{
    const char *verb = arguments[0], *id = arguments[1];
    if (strcmp(verb, "list") == 0)
        return list_all(ctl, id);
    if (!id)
        return pl_ctl_usage("which recording? ", "give its number");
    if (strcmp(verb, "show") == 0)
        return show_one(ctl, id);
    if (strcmp(verb, "verify") == 0)
        return verify(ctl, id);
    if (strcmp(verb, "link") == 0 || strcmp(verb, "stop") == 0 || strcmp(verb, "delete") == 0)
        return post(ctl, id, verb);
    return pl_ctl_usage("no such command of record: ", verb);
}
