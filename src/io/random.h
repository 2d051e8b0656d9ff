/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel's randomness behind the port of base/rng.h. Safe from every thread; blocks only until
 * the kernel's pool has been seeded once after boot. A kernel that refuses is not survivable: the
 * process stops.
 */
#ifndef PL_IO_RANDOM_H
#define PL_IO_RANDOM_H

#include "base/rng.h"

/* Borrowed for the life of the process; has no state. */
struct pl_random *pl_random_kernel(void);

#endif
