/* SPDX-License-Identifier: Apache-2.0 */
#include "server/config_application.h"

#include <stdlib.h>
#include <string.h>

static enum pl_err no(char *why, size_t size, const char *text)
{
    (void)snprintf(why, size, "%s", text);
    return PL_E_RANGE;
}

static enum pl_err set_switch(bool *out, const char *key, const char *value, char *why, size_t size)
{
    if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0) {
        (void)snprintf(why, size, "%s: must be yes or no", key);
        return PL_E_RANGE;
    }
    *out = strcmp(value, "yes") == 0;
    return PL_OK;
}

/* "1000-1999" */
static enum pl_err set_users(struct pl_config_application *a, const char *value, char *why,
                             size_t size)
{
    static const char allowed[] = "users: must be two numbers as 1000-1999, from 1 to 2147483647";
    char *end;
    long first = strtol(value, &end, 10), last;
    if (end == value || *end != '-')
        return no(why, size, allowed);
    value = end + 1;
    last = strtol(value, &end, 10);
    if (end == value || *end || first < 1 || last < first || last > INT32_MAX)
        return no(why, size, allowed);
    a->first_user = (int32_t)first;
    a->last_user = (int32_t)last;
    return PL_OK;
}

static enum pl_err add_key(struct pl_config_application *a, const char *value, char *why,
                           size_t size)
{
    static const char allowed[] = "key: must be ALGORITHM FILE or ALGORITHM ID FILE, the algorithm "
                                  "one of rsa-md5, ed25519, es256, hs256";
    struct pl_config_key *k = &a->keys[a->key_count];
    char algorithm[PL_CONFIG_ALGORITHM_MAX + 1], second[PL_CONFIG_TEXT_MAX],
        path[PL_CONFIG_PATH_MAX];
    int n;
    if (a->key_count == PL_CONFIG_KEYS_MAX)
        return no(why, size, "key: there may be at most 8 of an application");
    n = sscanf(value, "%15s %127s %255[^\n]", algorithm, second, path);
    if (n < 2 || (strcmp(algorithm, "rsa-md5") != 0 && strcmp(algorithm, "ed25519") != 0 &&
                  strcmp(algorithm, "es256") != 0 && strcmp(algorithm, "hs256") != 0))
        return no(why, size, allowed);
    if (n == 3 && strlen(second) > PL_CONFIG_APPLICATION_MAX)
        return no(why, size, "key: an id has at most 64 bytes");
    *k = (struct pl_config_key){0};
    memcpy(k->algorithm, algorithm, sizeof(k->algorithm));
    if (n == 3)
        memcpy(k->id, second, strlen(second) + 1);
    memcpy(k->path, n == 3 ? path : second, strlen(n == 3 ? path : second) + 1);
    a->key_count++;
    return PL_OK;
}

enum pl_err pl_config_application_set(struct pl_config_application *a, const char *key,
                                      const char *value, char *why, size_t size)
{
    if (strcmp(key, "key") == 0)
        return add_key(a, value, why, size);
    if (strcmp(key, "users") == 0)
        return set_users(a, value, why, size);
    if (strcmp(key, "guests") == 0)
        return set_switch(&a->guests, key, value, why, size);
    if (strcmp(key, "locked") == 0)
        return set_switch(&a->locked, key, value, why, size);
    (void)snprintf(why, size, "%.40s: no such key; there are: key, users, guests, locked", key);
    return PL_E_RANGE;
}

void pl_config_application_docs(FILE *out)
{
    fprintf(out,
            "\n## [application ID]\n\n"
            "One section for each application that vouches for its users, by signatures\n"
            "(`BRAC_LoginEx`) or access tokens ([sign-in](sign-in.md)). ID has 1 to %d bytes, "
            "usually\na GUID; letter case does not matter. At most %d.\n\n"
            "| Key | Default | Allowed | Meaning | 说明 |\n| --- | --- | --- | --- | --- |\n"
            "| `key` | - | ALGORITHM FILE or ALGORITHM ID FILE, the algorithm one of rsa-md5, "
            "ed25519, es256, hs256; up to %d, given one a line | Public key (of hs256: the secret) "
            "with which its signatures and tokens are checked. | 校验其签名与令牌的公钥（hs256 "
            "为共享密钥）。 |\n"
            "| `users` | - | two numbers as 1000-1999 | User ids that it may name. Empty: any. | "
            "允许其指定的用户编号范围，留空则不限。 |\n"
            "| `guests` | `no` | yes or no | May `BRAC_LoginEx` without a signature come in as a "
            "guest? | 是否允许无签名的 `BRAC_LoginEx` 以游客身份登录。 |\n"
            "| `locked` | `no` | yes or no | Nobody comes in for it (223). | 停用该应用（223）。 "
            "|\n",
            PL_CONFIG_APPLICATION_MAX, PL_CONFIG_APPLICATIONS_MAX, PL_CONFIG_KEYS_MAX);
}
