/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/pieces.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DIGITS = 12 };

void pl_piece_path(char out[PL_PIECE_PATH], const char *part, int64_t offset_us)
{
    if (offset_us == 0)
        snprintf(out, PL_PIECE_PATH, "%s", part);
    else
        snprintf(out, PL_PIECE_PATH, "%s-%0*" PRId64, part, DIGITS, offset_us);
}

/* Of "NAME.part-000012345000"; 0: no piece of this name. */
static int64_t offset_of(const char *entry, const char *base)
{
    size_t len = strlen(base);
    const char *digits = entry + len + 1;
    if (strncmp(entry, base, len) != 0 || entry[len] != '-' ||
        strspn(digits, "0123456789") != strlen(digits) || strlen(digits) < DIGITS)
        return 0;
    return strtoll(digits, NULL, 10);
}

static int by_offset(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

size_t pl_pieces_find(const char *part, int64_t offsets[PL_PIECES_MAX])
{
    char folder[PL_PIECE_PATH];
    char *slash;
    const struct dirent *entry;
    size_t count = 0;
    DIR *d;
    if (access(part, F_OK) == 0)
        offsets[count++] = 0;
    snprintf(folder, sizeof(folder), "%s", part);
    slash = strrchr(folder, '/');
    if (!slash)
        return count;
    *slash = '\0';
    d = opendir(folder);
    while (d && (entry = readdir(d)) && count < PL_PIECES_MAX) {
        int64_t offset = offset_of(entry->d_name, slash + 1);
        if (offset > 0)
            offsets[count++] = offset;
    }
    if (d)
        closedir(d);
    qsort(offsets, count, sizeof(*offsets), by_offset);
    return count;
}

void pl_pieces_remove(const char *part)
{
    int64_t offsets[PL_PIECES_MAX];
    size_t count = pl_pieces_find(part, offsets);
    for (size_t i = 0; i < count; i++) {
        char path[PL_PIECE_PATH];
        pl_piece_path(path, part, offsets[i]);
        (void)unlink(path);
    }
}
