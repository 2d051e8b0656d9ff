/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests linked with -Wl,--wrap of malloc, calloc and realloc: what the linker calls. Each test
 * defines the __wrap ones; the __real ones are the C library's.
 */
#ifndef PL_MEDIA_MEDIA_WRAP_H
#define PL_MEDIA_MEDIA_WRAP_H

#include <stddef.h>

void *__real_calloc(size_t n, size_t size);
void *__real_malloc(size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *p, size_t size);

#endif
