/* SPDX-License-Identifier: Apache-2.0 */
#include "load/probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 2048 };

static FILE *open_of(unsigned pid, const char *what)
{
    char path[64];
    if (pid == 0)
        snprintf(path, sizeof(path), "/proc/self/%s", what);
    else
        snprintf(path, sizeof(path), "/proc/%u/%s", pid, what);
    return fopen(path, "re");
}

/* The name in brackets may hold anything; what follows it does not. */
static uint64_t cpu_of(const char *line)
{
    unsigned long long user, system;
    const char *end = strrchr(line, ')');
    if (!end || sscanf(end + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", &user,
                       &system) != 2)
        return 0;
    return (user + system) * 1000000u / (unsigned long long)sysconf(_SC_CLK_TCK);
}

/* The same with nanoseconds in it; 0 when the kernel does not tell. */
static uint64_t exact_cpu_of(unsigned pid)
{
    clockid_t clock;
    struct timespec ts;
    if (clock_getcpuclockid((pid_t)pid, &clock) != 0 || clock_gettime(clock, &ts) != 0)
        return 0;
    return (uint64_t)ts.tv_sec * 1000000u + (uint64_t)ts.tv_nsec / 1000u;
}

bool pl_probe_process(unsigned pid, struct pl_probe *out)
{
    char line[LINE_MAX_BYTES];
    unsigned long long kib;
    FILE *f = open_of(pid, "stat");
    *out = (struct pl_probe){0};
    if (!f)
        return false;
    out->cpu_us = exact_cpu_of(pid);
    if (fgets(line, sizeof(line), f) && out->cpu_us == 0)
        out->cpu_us = cpu_of(line);
    fclose(f);
    f = open_of(pid, "status");
    if (!f)
        return false;
    while (fgets(line, sizeof(line), f)) {
        if (sscanf(line, "VmRSS: %llu kB", &kib) == 1)
            out->rss_kib = kib;
    }
    fclose(f);
    return true;
}

/* "cpu user nice system idle iowait irq softirq steal ...", the sum of all, in ticks. */
uint64_t pl_probe_machine_us(void)
{
    unsigned long long user, nice, system, irq, softirq, steal, busy = 0;
    FILE *f = fopen("/proc/stat", "re");
    if (!f)
        return 0;
    if (fscanf(f, "cpu %llu %llu %llu %*u %*u %llu %llu %llu", &user, &nice, &system, &irq,
               &softirq, &steal) == 6)
        busy = user + nice + system + irq + softirq + steal;
    fclose(f);
    return busy * 1000000u / (unsigned long long)sysconf(_SC_CLK_TCK);
}

/* "Udp: names..." and then "Udp: numbers...", in the same order. */
uint64_t pl_probe_udp_drops(void)
{
    char names[LINE_MAX_BYTES], numbers[LINE_MAX_BYTES];
    uint64_t drops = 0;
    FILE *f = fopen("/proc/net/snmp", "re");
    if (!f)
        return 0;
    while (fgets(names, sizeof(names), f) && fgets(numbers, sizeof(numbers), f)) {
        char *name_at = names, *number_at = numbers, *name, *number;
        if (strncmp(names, "Udp:", 4) != 0)
            continue;
        do {
            name = strsep(&name_at, " \n");
            number = strsep(&number_at, " \n");
            if (name && number && strcmp(name, "RcvbufErrors") == 0)
                drops = strtoull(number, NULL, 10);
        } while (name && number);
    }
    fclose(f);
    return drops;
}
