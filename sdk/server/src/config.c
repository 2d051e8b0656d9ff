/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "anychaterrorcode.h"
#include "anychatserversdk.h"

#include <errno.h>
#include <ini.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SERVER, SECRET, NAME, CA, ITEMS, TEXT_MAX = 1024 };

static const struct {
    uint32_t option;
    const char *variable, *key;
    size_t max; /* bytes of its text */
} items[ITEMS] = {
    [SERVER] = {BRAS_SO_LINK_SERVER, "PARLOR_SERVER", "server", PL_BRAS_HOST_MAX + 20},
    [SECRET] = {BRAS_SO_LINK_SECRET, "PARLOR_SECRET", "secret", 128},
    [NAME] = {BRAS_SO_LINK_NAME, "PARLOR_SERVER_NAME", "name", 64},
    [CA] = {BRAS_SO_LINK_CA, "PARLOR_SERVER_CA", "ca", TEXT_MAX - 1},
};

/* Set by BRAS_SetSDKOption, for the process. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char options[ITEMS][TEXT_MAX];

uint32_t pl_bras_config_option(uint32_t option, const char *text)
{
    for (int i = 0; i < ITEMS; i++) {
        if (items[i].option != option)
            continue;
        if (strlen(text) > items[i].max)
            return GV_ERR_FUNCOPTERROR;
        pthread_mutex_lock(&lock);
        (void)snprintf(options[i], TEXT_MAX, "%s", text);
        pthread_mutex_unlock(&lock);
        return GV_ERR_SUCCESS;
    }
    return GV_ERR_FUNCOPTERROR;
}

/* ---- the file ---- */

struct reading {
    char (*texts)[TEXT_MAX];
    const char *path;
    char *error;
};

static int take_line(void *arg, const char *section, const char *key, const char *value)
{
    struct reading *r = arg;
    (void)section; /* a file may have [sections]; they mean nothing */
    for (int i = 0; i < ITEMS; i++) {
        if (strcmp(key, items[i].key) != 0)
            continue;
        if (strlen(value) > items[i].max) {
            (void)snprintf(r->error, PL_BRAS_CONFIG_ERROR_MAX,
                           "%.200s: %s is longer than %zu bytes", r->path, key, items[i].max);
            return 0;
        }
        if (!r->texts[i][0]) /* options and environment come first */
            (void)snprintf(r->texts[i], TEXT_MAX, "%s", value);
        return 1;
    }
    (void)snprintf(r->error, PL_BRAS_CONFIG_ERROR_MAX,
                   "%.200s: \"%.100s\" means nothing here; known are server, secret, name, ca",
                   r->path, key);
    return 0;
}

static bool read_file(struct reading *r, bool named)
{
    FILE *f = fopen(r->path, "re");
    int line;
    if (!f) {
        if (!named && errno == ENOENT)
            return true;
        (void)snprintf(r->error, PL_BRAS_CONFIG_ERROR_MAX, "%.200s: %s", r->path, strerror(errno));
        return false;
    }
    line = ini_parse_file(f, take_line, r);
    (void)fclose(f);
    if (line != 0 && !r->error[0])
        (void)snprintf(r->error, PL_BRAS_CONFIG_ERROR_MAX, "%.200s:%d: not `key = value`", r->path,
                       line);
    return line == 0;
}

/* ---- the address ---- */

static bool is_port(const char *text)
{
    char *end;
    unsigned long n = strtoul(text, &end, 10);
    return text[0] >= '1' && text[0] <= '9' && *end == '\0' && n <= 65535;
}

bool pl_bras_config_server(struct pl_bras_config *c, const char *text)
{
    bool plain = strncmp(text, "ws://", 5) == 0, tls = strncmp(text, "wss://", 6) == 0;
    const char *host = text + (plain ? 5 : tls ? 6 : 0), *end, *port = "8906";
    if (*host == '[') {
        end = strchr(++host, ']');
        if (!end || (end[1] != '\0' && end[1] != ':'))
            return false;
        port = end[1] == ':' ? end + 2 : port;
    } else {
        end = host + strcspn(host, ":");
        port = *end == ':' ? end + 1 : port;
    }
    if (end == host || (size_t)(end - host) >= sizeof(c->host) || !is_port(port) ||
        strcspn(host, "/?#@ \t\"\\") < (size_t)(end - host))
        return false;
    c->tls = tls;
    (void)snprintf(c->host, sizeof(c->host), "%.*s", (int)(end - host), host);
    (void)snprintf(c->port, sizeof(c->port), "%s", port);
    return true;
}

/* ---- all of it ---- */

static bool read_texts(char texts[ITEMS][TEXT_MAX], char *error)
{
    const char *path = getenv("PARLOR_SERVER_INI");
    struct reading r = {texts, path ? path : "parlorserver.ini", error};
    pthread_mutex_lock(&lock);
    memcpy(texts, options, sizeof(options));
    pthread_mutex_unlock(&lock);
    for (int i = 0; i < ITEMS; i++) {
        const char *value = getenv(items[i].variable);
        if (!value || texts[i][0])
            continue;
        if (strlen(value) > items[i].max) {
            (void)snprintf(error, PL_BRAS_CONFIG_ERROR_MAX, "%s is longer than %zu bytes",
                           items[i].variable, items[i].max);
            return false;
        }
        (void)snprintf(texts[i], TEXT_MAX, "%s", value);
    }
    return read_file(&r, path != NULL);
}

bool pl_bras_config_read(struct pl_bras_config *c, char error[PL_BRAS_CONFIG_ERROR_MAX])
{
    char texts[ITEMS][TEXT_MAX] = {0};
    *c = (struct pl_bras_config){0};
    error[0] = '\0';
    if (!read_texts(texts, error))
        return false;
    if (!pl_bras_config_server(c, texts[SERVER][0] ? texts[SERVER] : "127.0.0.1")) {
        (void)snprintf(error, PL_BRAS_CONFIG_ERROR_MAX,
                       "server: \"%.200s\" is not [ws://|wss://]HOST[:PORT]", texts[SERVER]);
        return false;
    }
    memcpy(c->secret, texts[SECRET], sizeof(c->secret));
    memcpy(
        c->name, texts[NAME][0] ? texts[NAME] : program_invocation_short_name,
        strnlen(texts[NAME][0] ? texts[NAME] : program_invocation_short_name, sizeof(c->name) - 1));
    memcpy(c->ca, texts[CA], sizeof(c->ca));
    explicit_bzero(texts[SECRET], TEXT_MAX);
    return true;
}
