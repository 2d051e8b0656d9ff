/* SPDX-License-Identifier: Apache-2.0 */
/* Built where libpq is not. */
#include "adapters/store/db.h"

const struct pl_store_ops *pl_store_postgres(void)
{
    return NULL;
}
