/* SPDX-License-Identifier: Apache-2.0 */
#include "server/config_application.h"
#include "server/config_places.h"
#include "server/config_table.h"

#include <errno.h>
#include <ini.h>
#include <stdarg.h>
#include <stdlib.h>
#include <strings.h>

enum { SETTINGS_MAX = 256, WHERE_MAX = 440 };

/* What the handler of inih needs to know. */
struct reading {
    struct pl_config *config;
    const char *name; /* of the file */
    struct pl_bytes rest;
    unsigned line;           /* the one that was given out last */
    bool seen[SETTINGS_MAX]; /* settings given in this file */
    bool failed;
    unsigned failed_line;
    char *error;
};

static int PL_PRINTF(2, 3) fail(struct reading *r, const char *format, ...)
{
    va_list ap;
    int n;
    if (r->failed)
        return 0; /* the first fault is the one to mend */
    r->failed = true;
    r->failed_line = r->line;
    n = snprintf(r->error, PL_CONFIG_ERROR_MAX, "%.200s:%u: ", r->name, r->line);
    va_start(ap, format);
    (void)vsnprintf(r->error + n, PL_CONFIG_ERROR_MAX - (size_t)n, format, ap);
    va_end(ap);
    return 0;
}

/* fgets() over memory. inih cuts lines that do not fit its buffer without a word; we refuse them.
 */
static char *next_line(char *dst, int size, void *arg)
{
    struct reading *r = arg;
    const uint8_t *end;
    size_t len;
    if (r->rest.len == 0 || r->failed)
        return NULL;
    r->line++;
    end = memchr(r->rest.data, '\n', r->rest.len);
    len = end ? (size_t)(end - r->rest.data) + 1 : r->rest.len;
    if (len + 2 > (size_t)size || memchr(r->rest.data, '\0', len)) {
        (void)fail(r, "a line holds at most %d bytes of text", size - 3);
        return NULL;
    }
    memcpy(dst, r->rest.data, len);
    dst[len] = '\0';
    r->rest = pl_bytes_of(r->rest.data + len, r->rest.len - len);
    return dst;
}

/* ---- [room NAME] ---- */

static struct pl_config_room *room_of(struct reading *r, const char *name)
{
    struct pl_config *c = r->config;
    for (uint32_t i = 0; i < c->rooms.count; i++) {
        if (strcmp(c->rooms.list[i].name, name) == 0)
            return &c->rooms.list[i];
    }
    if (c->rooms.count == PL_CONFIG_ROOMS_MAX) {
        (void)fail(r, "[room %s]: there may be at most %d rooms", name, PL_CONFIG_ROOMS_MAX);
        return NULL;
    }
    c->rooms.list[c->rooms.count] = (struct pl_config_room){.max_users = 0};
    (void)pl_bytes_to_str(pl_bytes_str(name), c->rooms.list[c->rooms.count].name,
                          PL_CONFIG_ROOM_NAME_MAX + 1);
    return &c->rooms.list[c->rooms.count++];
}

static int set_room(struct reading *r, const char *section, const char *key, const char *value)
{
    const char *name = section + strlen("room ");
    struct pl_config_room *room;
    name += strspn(name, " \t");
    if (!name[0] || strlen(name) > PL_CONFIG_ROOM_NAME_MAX)
        return fail(r, "[%s]: a room's name has 1 to %d bytes", section, PL_CONFIG_ROOM_NAME_MAX);
    room = room_of(r, name);
    if (!room)
        return 0;
    if (strcmp(key, "password") == 0) {
        if (strlen(value) >= sizeof(room->password))
            return fail(r, "[%s] password: must be at most %zu bytes", section,
                        sizeof(room->password) - 1);
        strcpy(room->password, value);
        return 1;
    }
    if (strcmp(key, "max_users") == 0) {
        char *end;
        unsigned long v = strtoul(value, &end, 10);
        if (value[0] < '0' || value[0] > '9' || *end || v < 1 || v > 10000)
            return fail(r, "[%s] max_users = '%.80s': must be a whole number from 1 to 10000",
                        section, value);
        room->max_users = (uint32_t)v;
        return 1;
    }
    return fail(r, "[%s] %s: no such key; there are: password, max_users", section, key);
}

/* ---- [user NAME] ---- */

static int set_user(struct reading *r, const char *section, const char *key, const char *value)
{
    struct pl_config *c = r->config;
    struct pl_config_user *user = &c->login.users[c->login.user_count];
    const char *name = section + strlen("user ");
    name += strspn(name, " \t");
    if (!name[0] || strlen(name) > PL_CONFIG_ROOM_NAME_MAX)
        return fail(r, "[%s]: a user's name has 1 to %d bytes", section, PL_CONFIG_ROOM_NAME_MAX);
    if (strcmp(key, "password") != 0)
        return fail(r, "[%s] %s: no such key; there is: password", section, key);
    if (!value[0] || strlen(value) >= sizeof(user->password))
        return fail(r, "[%s] password: must have 1 to %zu bytes", section,
                    sizeof(user->password) - 1);
    for (uint32_t i = 0; i < c->login.user_count; i++) {
        if (strcmp(c->login.users[i].name, name) == 0)
            return fail(r, "[%s] password: given twice", section);
    }
    if (c->login.user_count == PL_CONFIG_USERS_MAX)
        return fail(r, "[user %s]: there may be at most %d users", name, PL_CONFIG_USERS_MAX);
    (void)pl_bytes_to_str(pl_bytes_str(name), user->name, sizeof(user->name));
    (void)pl_bytes_to_str(pl_bytes_str(value), user->password, sizeof(user->password));
    c->login.user_count++;
    return 1;
}

/* ---- [application ID] ---- */

static struct pl_config_application *application_of(struct reading *r, const char *id)
{
    struct pl_config *c = r->config;
    for (uint32_t i = 0; i < c->login.application_count; i++) {
        if (strcasecmp(c->login.applications[i].id, id) == 0)
            return &c->login.applications[i];
    }
    if (c->login.application_count == PL_CONFIG_APPLICATIONS_MAX) {
        (void)fail(r, "[application %s]: there may be at most %d applications", id,
                   PL_CONFIG_APPLICATIONS_MAX);
        return NULL;
    }
    c->login.applications[c->login.application_count] = (struct pl_config_application){0};
    (void)pl_bytes_to_str(pl_bytes_str(id), c->login.applications[c->login.application_count].id,
                          PL_CONFIG_APPLICATION_MAX + 1);
    return &c->login.applications[c->login.application_count++];
}

static int set_application(struct reading *r, const char *section, const char *key,
                           const char *value)
{
    const char *id = section + strlen("application ");
    struct pl_config_application *a;
    char why[200];
    id += strspn(id, " \t");
    if (!id[0] || strlen(id) > PL_CONFIG_APPLICATION_MAX)
        return fail(r, "[%s]: an application's id has 1 to %d bytes", section,
                    PL_CONFIG_APPLICATION_MAX);
    a = application_of(r, id);
    if (!a)
        return 0;
    if (pl_config_application_set(a, key, value, why, sizeof(why)) != PL_OK)
        return fail(r, "[%s] %s", section, why);
    return 1;
}

/* ---- the rest ---- */

static int unknown_key(struct reading *r, const char *section, const char *key)
{
    char list[400] = "";
    size_t n = 0;
    for (size_t i = 0; i < pl_settings_count; i++) {
        if (strcmp(pl_settings[i].section, section) == 0)
            n += (size_t)snprintf(list + n, sizeof(list) - n, "%s%s", n ? ", " : "",
                                  pl_settings[i].key);
    }
    if (n > 0)
        return fail(r, "[%s] %.40s: no such key; there are: %s", section, key, list);
    for (size_t i = 0; i < pl_settings_count; i++) {
        if (i == 0 || strcmp(pl_settings[i].section, pl_settings[i - 1].section) != 0)
            n += (size_t)snprintf(list + n, sizeof(list) - n, "[%s], ", pl_settings[i].section);
    }
    if (section[0] == '\0')
        return fail(r,
                    "%.40s: stands before any section; there are: %s[room NAME], [user NAME], "
                    "[application ID], [area ID], [queue ID], [agent ID]",
                    key, list);
    return fail(r,
                "[%.40s]: no such section; there are: %s[room NAME], [user NAME], "
                "[application ID], [area ID], [queue ID], [agent ID]",
                section, list);
}

static int found(void *user, const char *section, const char *key, const char *value)
{
    struct reading *r = user;
    const struct pl_setting *s;
    char where[WHERE_MAX];
    size_t index;
    if (r->failed)
        return 0;
    if (strncmp(section, "room ", 5) == 0)
        return set_room(r, section, key, value);
    if (strncmp(section, "user ", 5) == 0)
        return set_user(r, section, key, value);
    if (strncmp(section, "application ", 12) == 0)
        return set_application(r, section, key, value);
    if (pl_config_is_place(section))
        return pl_config_set_place(r->config, section, key, value, where) ? 1
                                                                          : fail(r, "%s", where);
    s = pl_setting_find(section, key);
    if (!s)
        return unknown_key(r, section, key);
    index = (size_t)(s - pl_settings);
    /* inih gives an indented line as a further value of the key above it. */
    if (r->seen[index] && !pl_setting_is_list(s))
        return fail(r, "[%s] %s: given twice (an indented line continues the one above it)",
                    section, key);
    (void)snprintf(where, sizeof(where), "%.200s:%u: [%s] %s", r->name, r->line, section, key);
    if (pl_config_set(r->config, where, section, key, value, r->seen[index], r->error) != PL_OK) {
        r->failed = true;
        r->failed_line = r->line;
        return 0;
    }
    r->seen[index] = true;
    return 1;
}

enum pl_err pl_config_read_text(struct pl_config *c, const char *name, struct pl_bytes text,
                                char error[PL_CONFIG_ERROR_MAX])
{
    struct reading r = {.config = c, .name = name, .rest = text, .error = error};
    int bad_line;
    _Static_assert(SETTINGS_MAX >= 64, "room for a mark for each setting");
    bad_line = ini_parse_stream(next_line, &r, found, &r);
    /* inih goes on behind a line it cannot read; the earlier of both faults is the one to tell. */
    if (bad_line > 0 && (!r.failed || (unsigned)bad_line < r.failed_line)) {
        r.line = (unsigned)bad_line;
        r.failed = false;
    }
    if (bad_line != 0)
        (void)fail(&r, "neither 'key = value', nor a [section], nor a comment");
    return r.failed ? PL_E_RANGE : PL_OK;
}

enum pl_err pl_config_read_file(struct pl_config *c, const char *path,
                                char error[PL_CONFIG_ERROR_MAX])
{
    FILE *f = fopen(path, "re");
    uint8_t *text = f ? malloc(PL_CONFIG_FILE_MAX) : NULL;
    size_t len = text ? fread(text, 1, PL_CONFIG_FILE_MAX, f) : 0;
    enum pl_err err = PL_E_IO;
    if (!text || ferror(f))
        (void)snprintf(error, PL_CONFIG_ERROR_MAX, "%.200s: %s", path, strerror(errno));
    else if (len == PL_CONFIG_FILE_MAX)
        (void)snprintf(error, PL_CONFIG_ERROR_MAX, "%.200s: too big", path);
    else
        err = pl_config_read_text(c, path, pl_bytes_of(text, len), error);
    free(text);
    if (f)
        fclose(f);
    return err;
}
