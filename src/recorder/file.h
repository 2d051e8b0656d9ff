/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file that FFmpeg writes through us, so that no error of the disk is lost: the first one is kept
 * and everything after it goes nowhere. `whole` is up to where the file makes sense: it is moved by
 * pl_file_mark after each fragment, and an ending by an error cuts the file there.
 */
#ifndef PL_RECORDER_FILE_H
#define PL_RECORDER_FILE_H

#include <libavformat/avio.h>
#include <stdbool.h>
#include <stdint.h>

struct pl_file {
    AVIOContext *io;
    int fd;
    int error; /* errno of the first failure; 0 */
    int64_t at, size, whole;
    int64_t synced;
};

/* 0, or errno. The file must not exist. */
int pl_file_open(struct pl_file *f, const char *path);
/* Everything that FFmpeg has written so far is a whole: to the kernel with it; `sync`: to the disk.
 */
void pl_file_mark(struct pl_file *f, bool sync);
/* After an error cuts off what is not whole. The error of all the file's life, 0: none. */
int pl_file_close(struct pl_file *f);

#endif
