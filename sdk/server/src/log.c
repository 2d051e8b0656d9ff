/* SPDX-License-Identifier: Apache-2.0 */
#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void __attribute__((format(printf, 1, 0))) write_line(const char *format, va_list ap)
{
    char line[512];
    int n = snprintf(line, sizeof(line), "parlorserver: ");
    (void)vsnprintf(line + n, sizeof(line) - (size_t)n - 1, format, ap);
    strcat(line, "\n");
    (void)fputs(line, stderr); /* one call: lines of threads stay whole */
}

void pl_bras_warn(const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    write_line(format, ap);
    va_end(ap);
}

void pl_bras_log(const char *format, ...)
{
    const char *wanted = getenv("PARLOR_SERVER_LOG");
    va_list ap;
    if (!wanted || !wanted[0] || strcmp(wanted, "0") == 0)
        return;
    va_start(ap, format);
    write_line(format, ap);
    va_end(ap);
}
