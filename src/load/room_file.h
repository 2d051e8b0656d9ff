/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run as a file:
 *
 *     [run]                  ; keys of the command line: seconds, join-rate, joining, warm-up,
 *     seconds = 60           ; first-room, seed
 *     [rooms lectures]       ; a section for each kind of room, with the keys of shape.h
 *     rooms = 2
 *     subscribers = 100
 *     [rooms meetings]
 *     publishers = 8
 *     subscribers = 0
 *     mesh = yes
 *     leave = 60
 *
 * ";" begins a comment, "#" too at the beginning of a line. Each section begins with what the
 * command line said before the file.
 */
#ifndef PL_LOAD_ROOM_FILE_H
#define PL_LOAD_ROOM_FILE_H

#include "load/options.h"

/* Reads into o->shapes and the rest. On failure error holds one line with the place. PL_E_IO: not
 * readable; PL_E_RANGE: a mistake in it. */
PL_MUST_CHECK enum pl_err pl_load_room_file_read(struct pl_load_options *o, const char *path,
                                                 char error[PL_LOAD_ERROR_MAX]);

/* The same with a text in memory; `name` for the error. */
PL_MUST_CHECK enum pl_err pl_load_room_text_read(struct pl_load_options *o, const char *name,
                                                 const char *text, char error[PL_LOAD_ERROR_MAX]);

#endif
