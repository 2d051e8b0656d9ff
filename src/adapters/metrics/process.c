/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/metrics/process.h"

#include "io/clock.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    TEXT_MAX = 1024,     /* of a file of /proc */
    STAT_STARTTIME = 22, /* proc(5): counted from 1; the command's name is the second */
};

/* The beginning of a small file, with a NUL. False when it cannot be read. */
static bool read_text(const char *path, char text[TEXT_MAX])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n;
    if (fd < 0)
        return false;
    n = read(fd, text, TEXT_MAX - 1);
    (void)close(fd);
    text[n > 0 ? n : 0] = '\0';
    return n > 0;
}

/* Ticks from the start of the machine to ours. The name in brackets may hold blanks and brackets.
 */
static bool read_start_ticks(uint64_t *ticks)
{
    char text[TEXT_MAX];
    const char *at = read_text("/proc/self/stat", text) ? strrchr(text, ')') : NULL;
    for (int field = 2; at && field < STAT_STARTTIME; field++)
        at = strchr(at + 1, ' ');
    return at && sscanf(at, " %" SCNu64, ticks) == 1;
}

uint64_t pl_process_start_us(void)
{
    struct timespec up;
    uint64_t ticks, up_us, age_us;
    long hz = sysconf(_SC_CLK_TCK);
    if (hz <= 0 || !read_start_ticks(&ticks) || clock_gettime(CLOCK_BOOTTIME, &up) != 0)
        return PL_METRICS_UNKNOWN;
    up_us = (uint64_t)up.tv_sec * 1000000u + (uint64_t)up.tv_nsec / 1000u;
    age_us = up_us - ticks * 1000000u / (uint64_t)hz;
    /* In a time namespace the two may not fit together; then we are as old as this call. */
    return pl_clock_wall_us() - (age_us < up_us ? age_us : 0);
}

static uint64_t cpu_us(void)
{
    struct rusage r;
    if (getrusage(RUSAGE_SELF, &r) != 0)
        return PL_METRICS_UNKNOWN;
    return (uint64_t)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1000000u +
           (uint64_t)(r.ru_utime.tv_usec + r.ru_stime.tv_usec);
}

static void read_memory(struct pl_metrics_process *out)
{
    char text[TEXT_MAX];
    uint64_t all, resident;
    long page = sysconf(_SC_PAGESIZE);
    out->virtual_bytes = out->resident_bytes = PL_METRICS_UNKNOWN;
    if (page <= 0 || !read_text("/proc/self/statm", text) ||
        sscanf(text, "%" SCNu64 " %" SCNu64, &all, &resident) != 2)
        return;
    out->virtual_bytes = all * (uint64_t)page;
    out->resident_bytes = resident * (uint64_t)page;
}

/* Linux 6.2 and later know the number; before, they are counted. */
static uint64_t open_fds(void)
{
    struct stat st;
    uint64_t n = 0;
    DIR *dir;
    if (stat("/proc/self/fd", &st) == 0 && st.st_size > 0)
        return (uint64_t)st.st_size;
    dir = opendir("/proc/self/fd");
    if (!dir)
        return PL_METRICS_UNKNOWN;
    for (const struct dirent *e; (e = readdir(dir));)
        n += e->d_name[0] != '.';
    (void)closedir(dir);
    return n > 0 ? n - 1 : 0; /* without the one we looked through */
}

static uint64_t max_fds(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY)
        return PL_METRICS_UNKNOWN;
    return files.rlim_cur;
}

void pl_process_read(struct pl_metrics_process *out)
{
    out->cpu_us = cpu_us();
    read_memory(out);
    out->open_fds = open_fds();
    out->max_fds = max_fds();
}
