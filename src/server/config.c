/* SPDX-License-Identifier: Apache-2.0 */
#include "server/config_places.h"
#include "server/config_table.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <strings.h>

/* ---- values ---- */

static bool parse_number(const struct pl_setting *s, const char *value, uint32_t *out)
{
    char *end;
    unsigned long long v;
    if (value[0] < '0' || value[0] > '9')
        return false;
    errno = 0;
    v = strtoull(value, &end, 10);
    if (errno || *end || v < s->min || v > s->max)
        return false;
    *out = (uint32_t)v;
    return true;
}

static bool parse_choice(const struct pl_setting *s, const char *value, uint32_t *out)
{
    for (uint32_t i = 0; i < PL_SETTING_CHOICES_MAX && s->choices[i]; i++) {
        if (strcmp(value, s->choices[i]) == 0) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool parse_switch(const char *value, bool *out)
{
    *out = strcmp(value, "yes") == 0;
    return *out || strcmp(value, "no") == 0;
}

/* "[::1]:5" and "1.2.3.4:5" bring a port, "::1" and "1.2.3.4" do not. */
static bool has_port(const char *value)
{
    const char *close = strchr(value, ']'), *colon = strchr(value, ':');
    if (value[0] == '[')
        return close && close[1] == ':';
    return colon && colon == strrchr(value, ':');
}

static bool parse_address(const char *value, struct pl_addr *out, bool with_port)
{
    if (value[0] == '[' && !with_port)
        return false;
    return has_port(value) == with_port && pl_addr_parse(out, value) == PL_OK;
}

static bool is_host(const char *item)
{
    for (const char *p = item; *p; p++) {
        bool alnum = (*p >= '0' && *p <= '9') || ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z');
        if (!alnum && !strchr("-.:*", *p))
            return false;
    }
    return item[0] != '\0';
}

static bool is_origin(const char *item)
{
    const char *mark = strstr(item, "://");
    if (strcmp(item, "*") == 0)
        return true;
    return mark && mark > item && mark[3] && !strpbrk(mark + 3, "/?#@ \"'\\");
}

static bool is_codec(const char *item)
{
    return strcmp(item, "H264") == 0 || strcmp(item, "VP8") == 0 || strcmp(item, "VP9") == 0 ||
           strcmp(item, "AV1") == 0;
}

static bool is_pattern(const char *item)
{
    return strlen(item) <= 64 && item[strspn(item, "0123456789abcdefABCDEF.:*")] == '\0';
}

static bool is_text(const char *value, size_t size)
{
    for (const char *p = value; *p; p++) {
        if ((unsigned char)*p < ' ' || *p == 0x7f)
            return false;
    }
    return strlen(value) < size;
}

/* A number of at most `max`; gives what is behind it, NULL: it is none. */
static const char *read_digits(const char *at, uint32_t max, uint32_t *out)
{
    uint64_t value = 0;
    size_t n = strspn(at, "0123456789");
    if (n == 0 || n > 10)
        return NULL;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (uint64_t)(at[i] - '0');
    *out = (uint32_t)value;
    return value <= max ? at + n : NULL;
}

bool pl_config_keep_read(const char *item, struct pl_config_keep *out)
{
    const char *at = read_digits(item, INT32_MAX, &out->first);
    out->last = out->first;
    if (at && *at == '-')
        at = read_digits(at + 1, INT32_MAX, &out->last);
    if (!at || *at != ':' || out->last < out->first)
        return false;
    at = read_digits(at + 1, PL_CONFIG_KEEP_DAYS_MAX, &out->days);
    return at && *at == '\0';
}

static bool item_fits(const struct pl_setting *s, const char *item)
{
    struct pl_addr addr;
    if (s->type == PL_SETTING_IPS)
        return parse_address(item, &addr, false);
    if (s->type == PL_SETTING_CODECS)
        return is_codec(item);
    if (s->type == PL_SETTING_PATTERNS)
        return is_pattern(item);
    if (s->type == PL_SETTING_KEEPS)
        return pl_config_keep_read(item, &(struct pl_config_keep){0});
    if (s->type == PL_SETTING_NAMES)
        return strlen(item) <= PL_CONFIG_ROOM_NAME_MAX && is_text(item, PL_CONFIG_TEXT_MAX);
    return s->type == PL_SETTING_HOSTS ? is_host(item) : is_origin(item);
}

/* Its last item is there already. */
static bool repeats(const struct pl_config_list *list)
{
    for (uint32_t i = 0; i + 1 < list->count; i++) {
        if (strcmp(list->items[i], list->items[list->count - 1]) == 0)
            return true;
    }
    return false;
}

static bool parse_list(const struct pl_setting *s, const char *value, struct pl_config_list *list)
{
    bool names = s->type == PL_SETTING_NAMES, once = names || s->type == PL_SETTING_CODECS;
    while (*value) {
        size_t n, all;
        value += strspn(value, ", \t");
        all = n = strcspn(value, names ? "," : ", \t");
        while (n > 0 && (value[n - 1] == ' ' || value[n - 1] == '\t'))
            n--;
        if (n == 0)
            break;
        if (list->count == PL_CONFIG_LIST_MAX || n >= PL_CONFIG_TEXT_MAX)
            return false;
        (void)pl_bytes_to_str(pl_bytes_of(value, n), list->items[list->count], PL_CONFIG_TEXT_MAX);
        if (!item_fits(s, list->items[list->count]))
            return false;
        list->count++;
        if (once && repeats(list))
            return false;
        value += all;
    }
    return true;
}

/* Writes the member only when the value is allowed. */
static bool store(struct pl_config *c, const struct pl_setting *s, const char *value, bool append)
{
    void *at = (char *)c + s->offset;
    struct pl_addr addr = {.family = PL_ADDR_NONE};
    struct pl_config_list list = {.count = 0};
    switch (s->type) {
    case PL_SETTING_TEXT:
        if (!is_text(value, s->size))
            return false;
        strcpy(at, value);
        return true;
    case PL_SETTING_NUMBER:
        return parse_number(s, value, at);
    case PL_SETTING_SWITCH:
        return parse_switch(value, at);
    case PL_SETTING_CHOICE:
        return parse_choice(s, value, at);
    case PL_SETTING_ADDRESS:
    case PL_SETTING_IP:
        if ((value[0] || (s->type == PL_SETTING_ADDRESS && s->initial[0])) &&
            !parse_address(value, &addr, s->type == PL_SETTING_ADDRESS))
            return false;
        memcpy(at, &addr, sizeof(addr));
        return true;
    default:
        if (append)
            memcpy(&list, at, sizeof(list));
        if (!parse_list(s, value, &list))
            return false;
        memcpy(at, &list, sizeof(list));
        return true;
    }
}

void pl_config_init(struct pl_config *c)
{
    memset(c, 0, sizeof(*c));
    for (size_t i = 0; i < pl_settings_count; i++) {
        if (!store(c, &pl_settings[i], pl_settings[i].initial, false))
            abort(); /* the table contradicts itself; a test walks over it */
    }
}

enum pl_err pl_config_set(struct pl_config *c, const char *source, const char *section,
                          const char *key, const char *value, bool append,
                          char error[PL_CONFIG_ERROR_MAX])
{
    const struct pl_setting *s = pl_setting_find(section, key);
    char allowed[128];
    bool secret;
    if (!s) {
        (void)snprintf(error, PL_CONFIG_ERROR_MAX, "%s: there is no setting %.40s.%.40s", source,
                       section, key);
        return PL_E_NOT_FOUND;
    }
    if (store(c, s, value, append))
        return PL_OK;
    secret = (strstr(key, "password") || strstr(key, "secret") || strcmp(key, "connection") == 0) &&
             s->type == PL_SETTING_TEXT;
    (void)snprintf(error, PL_CONFIG_ERROR_MAX, "%s = '%.80s': must be %s", source,
                   secret ? "..." : value, pl_setting_allowed(s, allowed, sizeof(allowed)));
    return PL_E_RANGE;
}

static bool is_loopback_or_none(const struct pl_addr *a)
{
    static const uint8_t one[16] = {[15] = 1};
    return a->family == PL_ADDR_NONE || (a->family == PL_ADDR_IPV4 && a->ip[0] == 127) ||
           (a->family == PL_ADDR_IPV6 && memcmp(a->ip, one, sizeof(one)) == 0);
}

static const char *check_archive(const struct pl_config *c)
{
    const char *url = c->archive.endpoint;
    if (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0)
        return "archive.endpoint must be http:// or https://";
    if (!c->record.enabled)
        return "archive.endpoint needs record.enabled = yes";
    if (!c->archive.bucket[0] || !c->archive.key_id[0] || !c->archive.secret[0] ||
        !c->archive.region[0])
        return "archive.endpoint needs archive.bucket, archive.region, archive.key_id and "
               "archive.secret";
    if (c->archive.prefix[0] == '/' || strstr(c->archive.prefix, ".."))
        return "archive.prefix must not begin with / or hold ..";
    return NULL;
}

enum pl_err pl_config_check(const struct pl_config *c, char error[PL_CONFIG_ERROR_MAX])
{
    const char *fault = NULL;
    char places[PL_CONFIG_PLACE_FAULT_MAX];
    if (!c->tls.certificate[0] != !c->tls.key[0])
        fault = "tls.certificate and tls.key must be given together";
    else if (c->tls.certificate[0] && c->tls.self_signed)
        fault = "tls.self_signed = yes contradicts tls.certificate";
    else if (c->tls.self_signed && c->tls.hosts.count == 0)
        fault = "tls.self_signed = yes needs tls.hosts";
    else if (c->login.accounts != PL_CONFIG_ACCOUNTS_NO && c->store.backend == PL_CONFIG_STORE_NONE)
        fault = "login.accounts needs a store: store.backend must not be none";
    else if (c->signal.burst < c->signal.messages_per_second)
        fault = "signal.burst must not be less than signal.messages_per_second";
    else if (c->media.port > 0 && c->media.port + c->server.workers > 65536)
        fault = "media.port leaves no room for a port for each of server.workers";
    else if (c->upnp.url[0] && strncmp(c->upnp.url, "http://", 7) != 0)
        fault = "upnp.url must be http:// and an IPv4 address";
    else if (!is_loopback_or_none(&c->admin.listen))
        fault = "admin.listen must be a loopback address (127.0.0.1, [::1]): it is not encrypted. "
                "Reach it from elsewhere through SSH";
    else if (c->filter.min_version[0] && !isdigit((unsigned char)c->filter.min_version[0]))
        fault = "filter.min_version must be dotted numbers, as 2.1";
    else if (c->events.webhook[0] && strncmp(c->events.webhook, "http://", 7) != 0 &&
             strncmp(c->events.webhook, "https://", 8) != 0)
        fault = "events.webhook must be http:// or https://";
    else if (c->events.webhook[0] && strlen(c->events.webhook_secret) < 16)
        fault = "events.webhook needs events.webhook_secret, of at least 16 characters";
    else if (c->events.webhook[0] &&
             (c->events.keep == 0 || c->store.backend == PL_CONFIG_STORE_NONE))
        fault = "events.webhook needs a store and events.keep";
    else if (c->archive.endpoint[0])
        fault = check_archive(c);
    if (!fault)
        fault = pl_config_check_places(c, places);
    if (!fault)
        return PL_OK;
    (void)snprintf(error, PL_CONFIG_ERROR_MAX, "%s", fault);
    return PL_E_RANGE;
}

/* ---- the environment ---- */

/* "SERVER_MAX_SESSIONS" names a setting by section and key, "LISTEN" one of [server]. */
static const struct pl_setting *setting_of(const char *name, size_t len)
{
    for (size_t i = 0; i < pl_settings_count; i++) {
        const struct pl_setting *s = &pl_settings[i];
        char full[96];
        int n = snprintf(full, sizeof(full), "%s_%s", s->section, s->key);
        if ((size_t)n == len && strncasecmp(full, name, len) == 0)
            return s;
        if (strcmp(s->section, "server") == 0 && strlen(s->key) == len &&
            strncasecmp(s->key, name, len) == 0)
            return s;
    }
    return NULL;
}

enum pl_err pl_config_read_environment(struct pl_config *c, const char *const *environment,
                                       char error[PL_CONFIG_ERROR_MAX])
{
    for (; *environment; environment++) {
        const char *name = *environment, *equals = strchr(name, '=');
        size_t len = equals ? (size_t)(equals - name) : 0;
        const struct pl_setting *s;
        char source[96];
        enum pl_err err;
        if (len < 8 || strncmp(name, "PARLOR_", 7) != 0 || strncmp(name, "PARLOR_TEST_", 12) == 0 ||
            strncmp(name, "PARLOR_CONFIG=", 14) == 0)
            continue;
        (void)snprintf(source, sizeof(source), "environment %.*s", (int)(len < 70 ? len : 70),
                       name);
        s = setting_of(name + 7, len - 7);
        if (!s) {
            (void)snprintf(error, PL_CONFIG_ERROR_MAX,
                           "%s: no such setting; names are PARLOR_<SECTION>_<KEY>", source);
            return PL_E_RANGE;
        }
        err = pl_config_set(c, source, s->section, s->key, equals + 1, false, error);
        if (err)
            return err;
    }
    return PL_OK;
}
