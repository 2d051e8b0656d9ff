/* SPDX-License-Identifier: Apache-2.0 */
#include "server/config.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct pl_config c;
    char error[PL_CONFIG_ERROR_MAX] = "";
    pl_config_init(&c);
    if (pl_config_read_text(&c, "f.ini", pl_bytes_of(data, size), error) != PL_OK)
        assert(strncmp(error, "f.ini:", 6) == 0); /* every refusal names its place */
    else
        (void)!pl_config_check(&c, error);
    assert(c.rooms.count <= PL_CONFIG_ROOMS_MAX && c.http.origins.count <= PL_CONFIG_LIST_MAX);
    return 0;
}
