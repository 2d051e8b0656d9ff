/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/table.h"

#include <string.h>

enum { COLUMNS_MAX = 16, CELL_MAX = 160 };

/* Names are what strangers chose: nothing of them may reach the terminal as a command. */
static void put_safe(char cell[CELL_MAX], const char *text)
{
    size_t n = 0;
    for (; *text && n + 1 < CELL_MAX; text++) {
        unsigned char c = (unsigned char)*text;
        /* C1 controls are 0xc2 0x80..0x9f in UTF-8 */
        if (c == 0xc2 && (unsigned char)text[1] >= 0x80 && (unsigned char)text[1] < 0xa0) {
            cell[n++] = '?';
            text++;
            continue;
        }
        cell[n++] = c < 0x20 || c == 0x7f ? '?' : (char)c;
    }
    cell[n] = '\0';
}

static const char *cell_of(const json_t *value, char cell[CELL_MAX])
{
    switch (json_typeof(value)) {
    case JSON_STRING:
        put_safe(cell, json_string_value(value));
        break;
    case JSON_INTEGER:
        (void)snprintf(cell, CELL_MAX, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        break;
    case JSON_TRUE:
        return "yes";
    case JSON_FALSE:
        return "no";
    default:
        (void)snprintf(cell, CELL_MAX, "-");
        break;
    }
    return cell;
}

/* Columns of a terminal, near enough: what is not ASCII and begins a character in three bytes or
 * more takes two. */
static int width_of(const char *text)
{
    int n = 0;
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        n += c < 0x80 || (c & 0xe0) == 0xc0 ? 1 : (c & 0xe0) == 0xe0 ? 2 : 0;
    }
    return n;
}

static void print_padded(FILE *out, const char *text, int width, int last)
{
    fputs(text, out);
    for (int i = width_of(text); !last && i < width + 2; i++)
        fputc(' ', out);
    if (last)
        fputc('\n', out);
}

void pl_ctl_print_list(FILE *out, const json_t *list)
{
    const char *names[COLUMNS_MAX];
    int widths[COLUMNS_MAX], columns = 0;
    char room[CELL_MAX];
    json_t *first = json_array_get(list, 0), *row, *value;
    const char *name;
    size_t i;
    json_object_foreach(first, name, value)
    {
        if (columns < COLUMNS_MAX) {
            names[columns] = name;
            widths[columns++] = width_of(name);
        }
    }
    json_array_foreach(list, i, row)
    {
        for (int c = 0; c < columns; c++) {
            int width = width_of(cell_of(json_object_get(row, names[c]), room));
            widths[c] = width > widths[c] ? width : widths[c];
        }
    }
    for (int c = 0; c < columns; c++)
        print_padded(out, names[c], widths[c], c == columns - 1);
    json_array_foreach(list, i, row)
    {
        for (int c = 0; c < columns; c++)
            print_padded(out, cell_of(json_object_get(row, names[c]), room), widths[c],
                         c == columns - 1);
    }
}

void pl_ctl_print_object(FILE *out, const json_t *object)
{
    char room[CELL_MAX];
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)object, name, value)
    {
        if (json_is_array(value))
            continue;
        if (json_is_object(value)) {
            fprintf(out, "%s:\n", name);
            pl_ctl_print_object(out, value);
            continue;
        }
        fprintf(out, "%-14s %s\n", name, cell_of(value, room));
    }
    json_object_foreach((json_t *)object, name, value)
    {
        if (json_is_array(value))
            pl_ctl_print_list(out, value);
    }
}

/* ---- CSV ---- */

static void print_cell(FILE *out, const json_t *value)
{
    const char *text = json_string_value(value);
    if (json_is_integer(value))
        fprintf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else if (json_is_boolean(value))
        fputs(json_is_true(value) ? "1" : "0", out);
    if (!text)
        return;
    fputs(text[0] && strchr("=+-@\t\r", text[0]) ? "\"'" : "\"", out);
    for (; *text; text++)
        fprintf(out, *text == '"' ? "\"\"" : "%c", *text);
    fputc('"', out);
}

void pl_ctl_print_csv(FILE *out, const json_t *list)
{
    json_t *first = json_array_get(list, 0), *row, *value;
    const char *name, *end = "";
    size_t i;
    json_object_foreach(first, name, value)
    {
        fprintf(out, "%s%s", end, name);
        end = ",";
    }
    fputs(first ? "\r\n" : "", out);
    json_array_foreach(list, i, row)
    {
        end = "";
        json_object_foreach(first, name, value)
        {
            fputs(end, out);
            print_cell(out, json_object_get(row, name));
            end = ",";
        }
        fputs("\r\n", out);
    }
}
