/* SPDX-License-Identifier: Apache-2.0 */
#include "api.h"
#include "callbacks.h"
#include "log.h"
#include "recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

EXPORT DWORD BRAS_GetSDKVersion(DWORD *dwMainVer, DWORD *dwSubVer, LPTSTR lpCompileTime,
                                DWORD dwBufLen)
{
    char *end;
    unsigned long major = strtoul(PL_VERSION, &end, 10);
    if (dwMainVer)
        *dwMainVer = (DWORD)major;
    if (dwSubVer)
        *dwSubVer = *end == '.' ? (DWORD)strtoul(end + 1, NULL, 10) : 0;
    if (lpCompileTime && dwBufLen > 0)
        (void)snprintf(lpCompileTime, dwBufLen, "%s", PL_VERSION);
    return GV_ERR_SUCCESS;
}

EXPORT DWORD BRAS_InitSDK(DWORD dwReserved)
{
    char error[PL_BRAS_CONFIG_ERROR_MAX];
    struct pl_bras_config config;
    DWORD code;
    if (!pl_bras_config_read(&config, error)) {
        pl_bras_warn("%s", error);
        return GV_ERR_FUNCOPTERROR;
    }
    code = pl_bras_engine_start(&config,
                                dwReserved & BRAS_INITFLAGS_MULTITHREADS ? PL_BRAS_THREADS_MAX : 1);
    explicit_bzero(&config, sizeof(config));
    return code;
}

EXPORT DWORD BRAS_Release(void)
{
    pl_bras_engine_stop();
    return GV_ERR_SUCCESS;
}

/* ---- options ---- */

static DWORD set_text(DWORD option, const char *value, DWORD len)
{
    char text[2048];
    size_t n = value ? strnlen(value, len) : 0;
    DWORD code;
    if (n >= sizeof(text))
        return GV_ERR_FUNCOPTERROR;
    if (n > 0)
        memcpy(text, value, n);
    text[n] = '\0';
    code = pl_bras_config_option(option, text);
    explicit_bzero(text, sizeof(text));
    return code;
}

static DWORD set_number(DWORD option, const char *value, DWORD len)
{
    uint32_t number;
    if (!value || len != sizeof(number))
        return GV_ERR_FUNCOPTERROR;
    memcpy(&number, value, sizeof(number));
    return pl_bras_recording_option(option, number);
}

EXPORT DWORD BRAS_SetSDKOption(DWORD optname, LPTSTR optval, DWORD optlen)
{
    switch (optname) {
    case BRAS_SO_LINK_SERVER:
    case BRAS_SO_LINK_SECRET:
    case BRAS_SO_LINK_NAME:
    case BRAS_SO_LINK_CA:
        return set_text(optname, optval, optlen);
    case BRAS_SO_GETTRANSBUFTIMESTAMP:
        return GV_ERR_VERSIONNOTMATCH;
    case BRAS_SO_RECORD_VIDEOBR:
    case BRAS_SO_RECORD_AUDIOBR:
    case BRAS_SO_RECORD_FILETYPE:
    case BRAS_SO_RECORD_WIDTH:
    case BRAS_SO_RECORD_HEIGHT:
    case BRAS_SO_RECORD_FILENAMERULE:
    case BRAS_SO_RECORD_CLIPMODE:
        return set_number(optname, optval, optlen);
    case BRAS_SO_CORESDK_WRITELOG:
        if (!optval)
            return GV_ERR_FUNCOPTERROR;
        pl_bras_log("%.*s", (int)strnlen(optval, optlen < 400 ? optlen : 400), optval);
        return GV_ERR_SUCCESS;
    default:
        return GV_ERR_FUNCOPTERROR;
    }
}
