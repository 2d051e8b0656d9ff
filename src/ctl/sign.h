/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands that need no server: keys of applications, and signatures made with them
 * (adapters/identity/sign.h). What goes wrong is said on stderr; 0, 1 or 2 as of the program.
 */
#ifndef PL_CTL_SIGN_H
#define PL_CTL_SIGN_H

/* A new pair: path.key (readable by its owner only) and path.pub; neither may be there. */
int pl_ctl_make_key(const char *algorithm, const char *path);

/* Prints a JSON object that the typed SDK's loginSigned takes as it is: app, stringId, user, stamp,
 * signature. user NULL: none. */
int pl_ctl_sign(const char *algorithm, const char *key_path, const char *app, const char *string_id,
                const char *user);

#endif
