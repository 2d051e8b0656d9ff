/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "core/told.h"

#include <stdio.h>

static struct told_value *place(struct told *t, unsigned link, int type, int id, int info)
{
    struct told_value *v = t->values[link];
    for (size_t i = 0; i < t->count[link]; i++, v++) {
        if (v->type == type && v->id == id && v->info == info)
            return v;
    }
    assert_true(t->count[link] < TOLD_VALUES);
    t->count[link]++;
    *v = (struct told_value){.type = type, .id = id, .info = info};
    return v;
}

/* The text of a JSON string whose quote is at `from`. */
static void unquote(const char *from, char out[TOLD_TEXT])
{
    size_t n = 0;
    for (const char *c = from + 1; *c != '"'; c++) {
        assert_true(*c && n < TOLD_TEXT - 1);
        out[n++] = *c == '\\' ? *++c : *c;
    }
    out[n] = '\0';
}

void told_message(struct told *t, unsigned link, pl_time_us now, struct pl_bytes json)
{
    char *text = malloc(json.len + 1);
    assert_non_null(text);
    memcpy(text, json.data, json.len);
    text[json.len] = '\0';
    for (const char *c = text; link < TOLD_LINKS && (c = strstr(c, "{\"type\":")); c++) {
        int type, id, info, used = 0, number;
        struct told_value *v;
        if (sscanf(c, "{\"type\":%d,\"id\":%d,\"info\":%d,%n", &type, &id, &info, &used) != 3)
            continue; /* an event, or a text that looks like one of these */
        v = place(t, link, type, id, info);
        v->at = now;
        if (sscanf(c + used, "\"number\":%d", &number) == 1)
            v->number = number;
        else if (strncmp(c + used, "\"text\":", 7) == 0)
            unquote(c + used + 7, v->text);
    }
    free(text);
}

const struct told_value *told_of(const struct told *t, unsigned link, int type, int id, int info)
{
    const struct told_value *v = t->values[link];
    for (size_t i = 0; i < t->count[link]; i++, v++) {
        if (v->type == type && v->id == id && v->info == info)
            return v;
    }
    return NULL;
}
