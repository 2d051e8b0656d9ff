/* SPDX-License-Identifier: Apache-2.0 */
/* What the SRTP benchmarks share: clocks, the median, a line about the machine. */
#ifndef PL_BENCH_SRTP_BENCH_H
#define PL_BENCH_SRTP_BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

static inline double clock_ns(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static inline int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts the values. */
static inline double median(double *values, size_t n)
{
    qsort(values, n, sizeof(*values), compare_doubles);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/* Ends the program when a benchmark cannot be trusted any more. */
static inline void must(int ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "bench: %s failed\n", what);
        exit(1);
    }
}

static inline void print_host(const char *program)
{
    char line[256], model[200] = "unknown processor", date[32];
    double load = 0;
    FILE *f = fopen("/proc/cpuinfo", "r");
    time_t now = time(NULL);
    struct tm utc;
    struct utsname u;

    while (f && fgets(line, sizeof(line), f)) {
        if (sscanf(line, "model name : %199[^\n]", model) == 1)
            break;
    }
    if (f)
        fclose(f);
    uname(&u);
    gmtime_r(&now, &utc);
    strftime(date, sizeof(date), "%Y-%m-%d", &utc);
    if (getloadavg(&load, 1) != 1)
        load = -1;
    printf("%s, %s %s, %s, `%s`, load average at the start %.2f\n\n", model, u.sysname, u.release,
           date, program, load);
    fflush(stdout);
}

#endif
