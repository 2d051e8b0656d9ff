/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A filter plug-in as a table of functions: loads the shared library, finds all eleven entry points
 * (sdk/filter/include/parlor_filter.h), asks for the version. Used on the plug-in's side only
 * (host.c): whatever the library does at loading happens there.
 */
#ifndef PL_FILTER_PLUGIN_H
#define PL_FILTER_PLUGIN_H

#include "adapters/filter/frame.h"
#include "parlor_filter.h"

struct pl_filter_plugin {
    void *library;
    char version[PL_FILTER_VERSION_MAX];
    void (*get_version)(LPSTR, DWORD);
    BOOL (*init)(BRFP_FilterDataCallBack, LPVOID);
    void (*release)(void);
    DWORD (*verify)(LPCTSTR, LPCTSTR, DWORD *, DWORD *, LPSTR, DWORD);
    DWORD (*prepare)(DWORD, DWORD, LPCTSTR, LPCTSTR);
    void (*login)(DWORD, LPCTSTR, DWORD, LPCTSTR, DWORD);
    void (*logout)(DWORD);
    void (*enter)(DWORD, DWORD);
    void (*leave)(DWORD, DWORD);
    void (*data)(DWORD, LPCTSTR, DWORD);
    void (*text)(DWORD, DWORD, DWORD, BOOL, LPCTSTR, DWORD);
};

/*
 * min_version: "" or dotted numbers; an older plug-in is refused. Errors, `why` says it in a line:
 * PL_E_NOT_FOUND: no such file, or none that can be loaded; PL_E_UNSUPPORTED: an entry point is
 * missing; PL_E_RANGE: its version is older, or none. The library stays loaded until the process
 * ends: threads of it may still run.
 */
PL_MUST_CHECK enum pl_err pl_filter_plugin_load(struct pl_filter_plugin *p, const char *path,
                                                const char *min_version,
                                                char why[PL_FILTER_WHY_MAX]);

/* Below 0, 0, above 0: as strcmp, number by number ("2.10" is newer than "2.9"; "2" equals "2.0").
 */
int pl_filter_version_compare(const char *a, const char *b);
/* Begins with a number, and has nothing but letters, digits, dots, dashes, pluses, blanks? */
int pl_filter_version_readable(const char *version);

#endif
