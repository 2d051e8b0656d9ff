/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/recorder/file_name.h"

#include "base/utf8.h"
#include "proto/wire/constants_gen.h"

#include <jansson.h>
#include <stdio.h>
#include <strings.h>
#include <time.h>

static bool is_plain(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c != '\0' && strchr(" ._()@+=,~-", c) != NULL);
}

/* Bytes of the character at the front: text is valid UTF-8. */
static size_t character(struct pl_bytes text)
{
    size_t n = 1;
    while (n < text.len && (text.data[n] & 0xc0) == 0x80)
        n++;
    return n;
}

static void drop_ending(char *name)
{
    static const char *const endings[] = {".mp4", ".wmv", ".flv", ".mp3", ".webm", ".jpg", ".jpeg"};
    char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof(endings) / sizeof(endings[0]); i++) {
        if (strcasecmp(dot, endings[i]) == 0) {
            *dot = '\0';
            return;
        }
    }
}

void pl_recorder_clean_name(struct pl_bytes wished, char out[PL_RECORDER_WISH_BYTES + 1])
{
    size_t n = 0;
    out[0] = '\0';
    if (!pl_utf8_valid(wished))
        return;
    while (wished.len > 0) {
        size_t len = character(wished);
        if (n + len > PL_RECORDER_WISH_BYTES)
            break;
        if (len > 1)
            memcpy(out + n, wished.data, len);
        else
            out[n] = is_plain(wished.data[0]) ? (char)wished.data[0] : '_';
        /* Neither hidden nor "..", and nothing that a shell would take for a switch. */
        if (n == 0 && strchr(". -", out[0]))
            out[0] = '_';
        n += len;
        wished = pl_bytes_of(wished.data + len, wished.len - len);
    }
    while (n > 0 && (out[n - 1] == ' ' || out[n - 1] == '.'))
        n--;
    out[n] = '\0';
    drop_ending(out);
}

static void wished_name(struct pl_bytes text, char out[PL_RECORDER_WISH_BYTES + 1])
{
    json_t *json;
    const char *name;
    out[0] = '\0';
    if (text.len == 0)
        return;
    json = json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, NULL);
    name = json_string_value(json_object_get(json, "filename"));
    pl_recorder_clean_name(json ? pl_bytes_str(name ? name : "") : text, out);
    json_decref(json);
}

void pl_recorder_file_name(uint32_t record, const struct pl_record_wish *wish, int64_t at_ms,
                           char out[PL_RECORDER_FILE_MAX + 1])
{
    char name[PL_RECORDER_WISH_BYTES + 1] = "", day[16], stamp[20];
    time_t at = (time_t)(at_ms / 1000);
    struct tm tm;
    (void)gmtime_r(&at, &tm);
    (void)strftime(day, sizeof(day), "%Y-%m-%d/", &tm);
    (void)strftime(stamp, sizeof(stamp), "%Y%m%d%H%M%S", &tm);
    if (wish->undated)
        day[0] = '\0';
    if (wish->flags & PL_BRAC_RECORD_FLAGS_USERFILENAME)
        wished_name(wish->text, name);
    if (name[0])
        (void)snprintf(out, PL_RECORDER_FILE_MAX + 1, "%s%s", day, name);
    else
        (void)snprintf(out, PL_RECORDER_FILE_MAX + 1, "%s%d_%s_%u", day, wish->user, stamp, record);
}
