/* SPDX-License-Identifier: Apache-2.0 */
/* What goes wrong, on stderr, for whoever sets PARLOR_SERVER_LOG=1. Any thread. */
#ifndef PL_BRAS_LOG_H
#define PL_BRAS_LOG_H

void pl_bras_log(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same always: what the program's author must see at once. */
void pl_bras_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
