/* SPDX-License-Identifier: Apache-2.0 */
/* An inside that takes links, says nothing and closes them on drain: for tests of the daemon. */
#ifndef PL_SERVER_INSIDE_STUB_H
#define PL_SERVER_INSIDE_STUB_H

#include "server/daemon.h"

/* One per process. */
struct pl_inside pl_inside_stub(void);

#endif
