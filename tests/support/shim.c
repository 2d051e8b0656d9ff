/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A preload for tests: another wall clock, and a disk that refuses. TEST_SHIM names a file of
 * two 64-bit numbers in the machine's order, which the test writes while programs run
 * (not PARLOR_...: parlord's children are not given what begins so):
 *
 *     seconds that the wall clock is ahead
 *     what parlor-recorder's disk does: 0 fine, 1 writing fails (EIO), 2 syncing fails (EIO)
 *
 * Programs are built with 64-bit offsets, so that pwrite is pwrite64.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FINE, NO_WRITE, NO_SYNC };

static volatile int64_t *said(void)
{
    static volatile int64_t *shared;
    const char *path = getenv("TEST_SHIM");
    int fd;
    if (shared || !path)
        return shared;
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        void *map = mmap(NULL, 2 * sizeof(int64_t), PROT_READ, MAP_SHARED, fd, 0);
        if (map != MAP_FAILED)
            shared = map;
        close(fd);
    }
    return shared;
}

static int64_t disk(int fd)
{
    struct stat st;
    return said() && strcmp(program_invocation_short_name, "parlor-recorder") == 0 &&
                   fstat(fd, &st) == 0 && S_ISREG(st.st_mode)
               ? said()[1]
               : FINE;
}

static void *next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

int clock_gettime(clockid_t clock, struct timespec *ts)
{
    static int (*real)(clockid_t, struct timespec *);
    int status;
    if (!real)
        *(void **)&real = next("clock_gettime");
    status = real(clock, ts);
    if (status == 0 && clock == CLOCK_REALTIME && said())
        ts->tv_sec += said()[0];
    return status;
}

ssize_t write(int fd, const void *bytes, size_t len)
{
    static ssize_t (*real)(int, const void *, size_t);
    if (!real)
        *(void **)&real = next("write");
    if (disk(fd) != NO_WRITE)
        return real(fd, bytes, len);
    errno = EIO;
    return -1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!real)
        *(void **)&real = next("pwrite64");
    if (disk(fd) != NO_WRITE)
        return real(fd, bytes, len, at);
    errno = EIO;
    return -1;
}

static int refuses_sync(int fd)
{
    if (disk(fd) != NO_SYNC)
        return 0;
    errno = EIO;
    return 1;
}

int fdatasync(int fd)
{
    static int (*real)(int);
    if (!real)
        *(void **)&real = next("fdatasync");
    return refuses_sync(fd) ? -1 : real(fd);
}

int fsync(int fd)
{
    static int (*real)(int);
    if (!real)
        *(void **)&real = next("fsync");
    return refuses_sync(fd) ? -1 : real(fd);
}
