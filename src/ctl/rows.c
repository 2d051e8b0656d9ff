/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/rows.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    bool (*row)(void *arg, const struct pl_ctl_row *row, char why[PL_CTL_ROWS_WHY_MAX]);
    void *arg;
    char *why;
};

const char *pl_ctl_row_value(const struct pl_ctl_row *row, const char *name)
{
    for (size_t i = 0; i < row->count; i++) {
        if (strcmp(row->names[i], name) == 0)
            return row->values[i];
    }
    return NULL;
}

bool pl_ctl_row_number(const struct pl_ctl_row *row, const char *name, int64_t min, int64_t max,
                       int64_t otherwise, int64_t *out)
{
    const char *text = pl_ctl_row_value(row, name);
    char *end;
    *out = otherwise;
    if (!text || !text[0])
        return true;
    if (!strchr("-0123456789", text[0]))
        return false;
    *out = strtoll(text, &end, 10);
    return *end == '\0' && *out >= min && *out <= max;
}

/* ---- CSV ---- */

/* One field, without its quotes, in place; *at is behind what ends it. False: a quote is open. */
static bool take_field(char **at, const char *end, char **field, bool *last)
{
    char *from = *at, *to = from;
    bool quoted = from < end && *from == '"';
    *field = from;
    if (quoted)
        from++;
    for (;; from++) {
        if (from == end) {
            if (quoted)
                return false;
            break;
        }
        if (quoted && *from == '"' && from + 1 < end && from[1] == '"')
            from++;
        else if (quoted && *from == '"') {
            quoted = false;
            continue;
        } else if (!quoted && (*from == ',' || *from == '\n' || *from == '\r'))
            break;
        *to++ = *from;
    }
    *last = from == end || *from != ',';
    if (from < end && *from == '\r' && from + 1 < end && from[1] == '\n')
        from++;
    *at = from < end ? from + 1 : from;
    *to = '\0'; /* the buffer has room for one more byte */
    return true;
}

static enum pl_err take_row(char **at, const char *end, const char **fields, size_t *count)
{
    bool last = false;
    *count = 0;
    while (!last) {
        char *field;
        if (*count == PL_CTL_COLUMNS_MAX || !take_field(at, end, &field, &last))
            return PL_E_PROTO;
        fields[(*count)++] = field;
    }
    return PL_OK;
}

static enum pl_err read_csv(const struct reader *r, char *at, const char *end)
{
    struct pl_ctl_row row = {.number = 0};
    size_t columns;
    if (take_row(&at, end, row.names, &row.count) != PL_OK) {
        snprintf(r->why, PL_CTL_ROWS_WHY_MAX, "the first line has no names of columns");
        return PL_E_PROTO;
    }
    columns = row.count;
    while (at < end) {
        if (*at == '\n' || *at == '\r') {
            at++;
            continue;
        }
        row.number++;
        if (take_row(&at, end, row.values, &row.count) != PL_OK || row.count != columns) {
            snprintf(r->why, PL_CTL_ROWS_WHY_MAX,
                     "row %zu has not the %zu columns of the first line, or a quote is open",
                     row.number, columns);
            return PL_E_PROTO;
        }
        if (!r->row(r->arg, &row, r->why))
            return PL_E_RANGE;
    }
    return PL_OK;
}

/* ---- JSON ---- */

static bool give_object(const struct reader *r, json_t *object, size_t number)
{
    static const size_t digits = 24;
    char *numbers = malloc(PL_CTL_COLUMNS_MAX * digits);
    struct pl_ctl_row row = {.number = number};
    const char *name;
    json_t *value;
    bool fine = numbers != NULL;
    json_object_foreach(object, name, value)
    {
        char *text = numbers + row.count * digits;
        if (row.count == PL_CTL_COLUMNS_MAX || !numbers)
            break;
        row.names[row.count] = name;
        row.values[row.count++] = json_is_string(value)    ? json_string_value(value)
                                  : json_is_integer(value) ? text
                                  : json_is_true(value)    ? "1"
                                                           : "";
        if (json_is_integer(value))
            snprintf(text, digits, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    }
    fine = fine && r->row(r->arg, &row, r->why);
    free(numbers);
    return fine;
}

static enum pl_err read_json(const struct reader *r, const char *text, size_t len)
{
    json_error_t bad;
    json_t *all = json_loadb(text, len, JSON_REJECT_DUPLICATES, &bad), *list = all, *row, *value;
    const char *name;
    enum pl_err err = PL_OK;
    size_t i;
    json_object_foreach(all, name, value)
    {
        if (json_is_array(value))
            list = value;
    }
    if (!json_is_array(list)) {
        snprintf(r->why, PL_CTL_ROWS_WHY_MAX, "%.120s", all ? "there is no list in it" : bad.text);
        err = PL_E_PROTO;
    }
    json_array_foreach(list, i, row)
    {
        if (!err && !json_is_object(row)) {
            snprintf(r->why, PL_CTL_ROWS_WHY_MAX, "element %zu is no object", i + 1);
            err = PL_E_PROTO;
        }
        if (!err && !give_object(r, row, i + 1))
            err = PL_E_RANGE;
    }
    json_decref(all);
    return err;
}

enum pl_err pl_ctl_rows(char *text, size_t len,
                        bool (*row)(void *arg, const struct pl_ctl_row *row,
                                    char why[PL_CTL_ROWS_WHY_MAX]),
                        void *arg, char why[PL_CTL_ROWS_WHY_MAX])
{
    const struct reader r = {row, arg, why};
    why[0] = '\0';
    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        len -= 3;
    }
    if (memchr(text, '\0', len)) {
        snprintf(why, PL_CTL_ROWS_WHY_MAX, "it is no text");
        return PL_E_PROTO;
    }
    return len > 0 && (text[0] == '[' || text[0] == '{') ? read_json(&r, text, len)
                                                         : read_csv(&r, text, text + len);
}
