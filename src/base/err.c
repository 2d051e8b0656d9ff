/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"

const char *pl_err_name(enum pl_err err)
{
    switch (err) {
    case PL_OK:
        return "ok";
    case PL_E_IGNORED:
        return "ignored";
    case PL_E_PROTO:
        return "protocol";
    case PL_E_AUTH:
        return "auth";
    case PL_E_REPLAY:
        return "replay";
    case PL_E_AGAIN:
        return "again";
    case PL_E_LIMIT:
        return "limit";
    case PL_E_NOMEM:
        return "no-memory";
    case PL_E_NOT_FOUND:
        return "not-found";
    case PL_E_EXISTS:
        return "exists";
    case PL_E_RANGE:
        return "range";
    case PL_E_SPACE:
        return "space";
    case PL_E_UNSUPPORTED:
        return "unsupported";
    case PL_E_STATE:
        return "state";
    case PL_E_CRYPTO:
        return "crypto";
    case PL_E_IO:
        return "io";
    case PL_E_CLOSED:
        return "closed";
    }
    return "unknown";
}
