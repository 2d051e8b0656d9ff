/* SPDX-License-Identifier: Apache-2.0 */
/* Error codes under both their names: GV_ERR_... and AC_ERROR_...; docs/reference/errors.md of the
 * server has cause and cure of each. */
#ifndef PARLOR_SERVER_ANYCHATERRORCODE_H
#define PARLOR_SERVER_ANYCHATERRORCODE_H

#include "bras_errors_gen.h"

#endif
