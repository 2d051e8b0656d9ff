/* SPDX-License-Identifier: Apache-2.0 */
/* Any form has an answer that is a whole JSON object. */
#include "adapters/identity/sign_service.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct pl_key *key;
    char out[PL_SIGN_SERVICE_ANSWER_MAX], *secret, *open;
    const char *answer;
    if (!key) {
        if (pl_key_generate(PL_KEY_ED25519, &secret, &open) != PL_OK ||
            pl_key_read(&key, PL_KEY_ED25519, pl_bytes_str(secret)) != PL_OK)
            abort();
        free(secret);
        free(open);
    }
    answer = pl_sign_service_answer(key, pl_bytes_of(data, size), 1, out);
    assert(answer[0] == '{' && answer[strlen(answer) - 1] == '}');
    return 0;
}
