/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files below a directory, found by the path of a URL, and never one outside it: the path is
 * decoded once, names that begin with '.' do not exist, and the kernel resolves what is left
 * beneath the directory (openat2 with RESOLVE_BENEATH, so a symbolic link that leads out is not
 * followed; where the kernel has no openat2, no symbolic link is followed at all).
 */
#ifndef PL_SIGNAL_FILES_H
#define PL_SIGNAL_FILES_H

#include "base/bytes.h"
#include "base/err.h"

#include <sys/types.h>

enum { PL_FILES_ETAG_MAX = 48 };

struct pl_file {
    int fd; /* -1: `read` gives its bytes */
    /* NULL: it is the descriptor's. As pread(2). */
    ssize_t (*read)(void *arg, void *to, size_t size, uint64_t at);
    void (*close)(void *arg);
    void *arg;
    bool download; /* to be kept under its name, not shown */
    uint64_t size;
    const char *type;             /* Content-Type, from the name's ending */
    char etag[PL_FILES_ETAG_MAX]; /* with its quotes; changes with size and time of change */
};

/* Opens a directory to serve from; PL_E_NOT_FOUND. Close the descriptor with close(2). */
PL_MUST_CHECK enum pl_err pl_files_open_root(int *root, const char *directory);

/*
 * path: what follows the root's prefix in the URL, percent-encoded; "" or a trailing '/' means
 * index.html there. PL_OK: file is open. PL_E_STATE: it is a directory, the URL wants a '/' at its
 * end. PL_E_NOT_FOUND. PL_E_PROTO: badly encoded (400).
 */
PL_MUST_CHECK enum pl_err pl_files_find(int root, struct pl_bytes path, struct pl_file *file);

/* The same without openat2; for tests. */
PL_MUST_CHECK enum pl_err pl_files_find_by_steps(int root, struct pl_bytes path,
                                                 struct pl_file *file);

/* Harmless for one that is closed (fd -1, read NULL). */
void pl_file_close(struct pl_file *file);
ssize_t pl_file_read(const struct pl_file *file, void *to, size_t size, uint64_t at);

/* Content-Type of a name, by its ending. */
const char *pl_files_type(const char *name);

/* Does an If-None-Match field (a list, or "*") name this tag? Weak comparison, RFC 9110 13.1.2. */
bool pl_files_etag_listed(struct pl_bytes list, const char *etag);

#endif
