/* SPDX-License-Identifier: Apache-2.0 */
/* Any path is refused or is a link; what we have made is one, and whatever is changed in it is
 * none. */
#include "adapters/recorder/link.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct pl_recorder_link *make(void)
{
    char folder[] = "/tmp/parlor-link-fuzz-XXXXXX", path[64];
    struct pl_recorder_link *link = NULL;
    if (!mkdtemp(folder))
        abort();
    (void)snprintf(path, sizeof(path), "%s/key", folder);
    if (pl_recorder_link_create(&link, path) != PL_OK)
        abort();
    (void)unlink(path);
    (void)rmdir(folder);
    return link;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct pl_recorder_link *link;
    char url[PL_CORE_RECORD_URL_MAX];
    struct pl_bytes file, path;
    uint32_t number;
    size_t prefix = strlen(PL_RECORDER_LINK_PREFIX);
    if (!link)
        link = make();
    /* Nobody guesses 128 bits. */
    assert(pl_recorder_link_check(link, pl_bytes_of(data, size), 0, &number, &file) != PL_OK);
    pl_recorder_link_make(link, 7, "2026-11-22/a b.mp4", 1000, url);
    path = pl_bytes_str(url + prefix);
    assert(pl_recorder_link_check(link, path, 1000, &number, &file) == PL_OK && number == 7);
    for (size_t i = 0; i + 1 < size; i += 2) {
        char *at = url + prefix + data[i] % path.len;
        if (*at == (char)data[i + 1])
            continue;
        *at = (char)data[i + 1];
        assert(pl_recorder_link_check(link, path, 1000, &number, &file) == PL_E_PROTO);
        break;
    }
    return 0;
}
