/* SPDX-License-Identifier: Apache-2.0 */
/* Any text is read or refused; what is read keeps its limits, names no folder, and reads the same
 * when it is written again. */
#include "adapters/evidence/manifest.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pl_manifest m, again;
    const char *why;
    char *text;
    if (pl_manifest_read(pl_bytes_of(data, size), &m, &why) != PL_OK) {
        assert(why && !m.recording && m.file_count == 0);
        return 0;
    }
    assert(m.file_count >= 1 && m.file_count <= PL_MANIFEST_FILES_MAX);
    for (size_t i = 0; i < m.file_count; i++) {
        assert(m.files[i].name[0] && m.files[i].name[0] != '.' && !strchr(m.files[i].name, '/'));
        assert(m.files[i].digest.count <= PL_DIGEST_BLOCKS_MAX);
    }
    text = pl_manifest_write(&m);
    if (text) {
        enum pl_err err = pl_manifest_read(pl_bytes_str(text), &again, &why);
        assert(!err && again.file_count == m.file_count);
        assert(json_equal(again.recording, m.recording));
        pl_manifest_finish(&again);
        free(text);
    }
    pl_manifest_finish(&m);
    return 0;
}
