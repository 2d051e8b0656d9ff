/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/admin/sheet.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pl_sheet {
    bool csv;
    FILE *out;
    char *text;
    size_t len;
    FILE *names; /* of the first row */
    char *names_text;
    size_t names_len;
    size_t rows, cells;
    int64_t next;
};

struct pl_sheet *pl_sheet_begin(const char *name, bool csv)
{
    struct pl_sheet *s = calloc(1, sizeof(*s));
    if (!s)
        return NULL;
    s->csv = csv;
    s->out = open_memstream(&s->text, &s->len);
    s->names = open_memstream(&s->names_text, &s->names_len);
    if (s->out && !csv)
        fprintf(s->out, "{\"%s\":[", name);
    return s;
}

static bool works(const struct pl_sheet *s)
{
    return s && s->out && s->names;
}

void pl_sheet_row(struct pl_sheet *s)
{
    if (!works(s))
        return;
    if (s->csv)
        fputs(s->rows ? "\r\n" : "", s->out);
    else
        fputs(s->rows ? "},{" : "{", s->out);
    s->rows++;
    s->cells = 0;
}

/* Before a value. */
static void cell(struct pl_sheet *s, const char *column)
{
    if (s->rows == 1)
        fprintf(s->names, "%s%s", s->cells ? "," : "", column);
    fputs(s->cells++ ? "," : "", s->out);
    if (!s->csv)
        fprintf(s->out, "\"%s\":", column);
}

void pl_sheet_number(struct pl_sheet *s, const char *column, int64_t value)
{
    if (!works(s))
        return;
    cell(s, column);
    fprintf(s->out, "%" PRId64, value);
}

void pl_sheet_maybe(struct pl_sheet *s, const char *column, int64_t value, bool known)
{
    if (!works(s))
        return;
    cell(s, column);
    if (known)
        fprintf(s->out, "%" PRId64, value);
    else if (!s->csv)
        fputs("null", s->out);
}

static void csv_text(FILE *out, struct pl_bytes value)
{
    fputc('"', out);
    if (value.len > 0 && memchr("=+-@\t\r", value.data[0], 6))
        fputc('\'', out);
    for (size_t i = 0; i < value.len; i++) {
        if (value.data[i] == '"')
            fputc('"', out);
        fputc(value.data[i], out);
    }
    fputc('"', out);
}

static void json_text(FILE *out, struct pl_bytes value)
{
    fputc('"', out);
    for (size_t i = 0; i < value.len; i++) {
        uint8_t c = value.data[i];
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7f)
            fprintf(out, "\\u%04x", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

void pl_sheet_text(struct pl_sheet *s, const char *column, struct pl_bytes value)
{
    if (!works(s))
        return;
    cell(s, column);
    if (s->csv)
        csv_text(s->out, value);
    else
        json_text(s->out, value);
}

void pl_sheet_next(struct pl_sheet *s, int64_t next)
{
    if (s)
        s->next = next;
}

static char *joined(struct pl_sheet *s, size_t *len)
{
    char *all = malloc(s->names_len + 2 + s->len + 3);
    *len = 0;
    if (!all)
        return NULL;
    if (s->rows > 0) {
        memcpy(all, s->names_text, s->names_len);
        memcpy(all + s->names_len, "\r\n", 2);
        memcpy(all + s->names_len + 2, s->text, s->len);
        memcpy(all + s->names_len + 2 + s->len, "\r\n", 2);
        *len = s->names_len + s->len + 4;
    }
    all[*len] = '\0';
    return all;
}

char *pl_sheet_end(struct pl_sheet *s, size_t *len)
{
    char *all = NULL;
    bool fine = works(s);
    *len = 0;
    if (!s)
        return NULL;
    if (fine && !s->csv)
        fputs(s->rows ? "}]" : "]", s->out);
    if (fine && !s->csv && s->next)
        fprintf(s->out, ",\"next\":%" PRId64, s->next);
    if (fine && !s->csv)
        fputc('}', s->out);
    fine = (!s->out || fclose(s->out) == 0) && fine;
    fine = (!s->names || fclose(s->names) == 0) && fine;
    if (fine && s->csv) {
        all = joined(s, len);
    } else if (fine) {
        all = s->text;
        *len = s->len;
        s->text = NULL;
    }
    free(s->text);
    free(s->names_text);
    free(s);
    return all;
}
