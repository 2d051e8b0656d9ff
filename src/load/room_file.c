/* SPDX-License-Identifier: Apache-2.0 */
#include "load/room_file.h"

#include <errno.h>
#include <ini.h>
#include <stdlib.h>

enum { FILE_BYTES_MAX = 65536 };

struct reading {
    struct pl_load_options *o;
    const struct pl_load_shape base; /* what sections begin with */
    char section[INI_MAX_LINE];
    char *error;
    const char *name;
    bool failed;
};

static bool fail(struct reading *r, const char *section, const char *key, const char *value,
                 const char *wanted)
{
    if (!r->failed)
        snprintf(r->error, PL_LOAD_ERROR_MAX, "%s: [%.40s] %.40s = %.60s: %s", r->name, section,
                 key, value, wanted);
    r->failed = true;
    return false;
}

/* A section of rooms has begun. */
static bool begin_shape(struct reading *r, const char *section)
{
    const char *name = section + strlen("rooms");
    struct pl_load_shape *s = &r->o->shapes[r->o->shape_count];
    name += strspn(name, " ");
    if (r->o->shape_count == PL_LOAD_SHAPES_MAX)
        return fail(r, section, "", "", "too many sections");
    for (size_t i = 0; i < r->o->shape_count; i++) {
        if (strcmp(r->o->shapes[i].name, name) == 0)
            return fail(r, section, "", "", "there is a section of this name already");
    }
    *s = r->base;
    if (!pl_bytes_to_str(pl_bytes_str(*name ? name : "rooms"), s->name, sizeof(s->name)))
        return fail(r, section, "", "", "the name is too long");
    r->o->shape_count++;
    return true;
}

static int on_pair(void *user, const char *section, const char *key, const char *value)
{
    struct reading *r = user;
    char wanted[120] = "sections are [run] and [rooms NAME]";
    bool is_rooms = strncmp(section, "rooms", 5) == 0 && (section[5] == ' ' || section[5] == '\0');
    if (r->failed)
        return 0;
    if (strcmp(section, "run") == 0)
        return pl_load_run_set(r->o, key, value, wanted, sizeof(wanted)) ||
               fail(r, section, key, value, wanted);
    if (!is_rooms)
        return fail(r, section, key, value, wanted);
    if (strcmp(section, r->section) != 0) {
        snprintf(r->section, sizeof(r->section), "%s", section);
        if (!begin_shape(r, section))
            return 0;
    }
    return pl_load_shape_set(&r->o->shapes[r->o->shape_count - 1], key, value, wanted,
                             sizeof(wanted)) ||
           fail(r, section, key, value, wanted);
}

enum pl_err pl_load_room_text_read(struct pl_load_options *o, const char *name, const char *text,
                                   char error[PL_LOAD_ERROR_MAX])
{
    struct reading r = {.o = o, .base = o->shapes[0], .error = error, .name = name};
    int line;
    o->shape_count = 0;
    line = ini_parse_string(text, on_pair, &r);
    if (!r.failed && line != 0) {
        snprintf(error, PL_LOAD_ERROR_MAX, "%s:%d: neither [section] nor key = value", name, line);
        r.failed = true;
    }
    if (!r.failed && o->shape_count == 0) {
        snprintf(error, PL_LOAD_ERROR_MAX, "%s: no [rooms NAME] section with a key", name);
        r.failed = true;
    }
    return r.failed ? PL_E_RANGE : PL_OK;
}

enum pl_err pl_load_room_file_read(struct pl_load_options *o, const char *path,
                                   char error[PL_LOAD_ERROR_MAX])
{
    FILE *f = fopen(path, "re");
    char *text = f ? calloc(1, FILE_BYTES_MAX + 1) : NULL;
    enum pl_err err = PL_E_IO;
    size_t len = 0;
    snprintf(error, PL_LOAD_ERROR_MAX, "%s: %s", path, f ? "out of memory" : strerror(errno));
    if (text) {
        len = fread(text, 1, FILE_BYTES_MAX + 1, f);
        if (ferror(f))
            snprintf(error, PL_LOAD_ERROR_MAX, "%s: cannot be read", path);
        else if (len > FILE_BYTES_MAX || strlen(text) < len)
            snprintf(error, PL_LOAD_ERROR_MAX, "%s: is no file of rooms", path);
        else
            err = pl_load_room_text_read(o, path, text, error);
    }
    free(text);
    if (f)
        fclose(f);
    return err;
}
