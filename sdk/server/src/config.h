/* SPDX-License-Identifier: Apache-2.0 */
/* Which server, and as whom: see anychatserversdk.h. */
#ifndef PL_BRAS_CONFIG_H
#define PL_BRAS_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

enum {
    PL_BRAS_HOST_MAX = 256,
    PL_BRAS_CONFIG_ERROR_MAX = 512,
};

struct pl_bras_config {
    char host[PL_BRAS_HOST_MAX]; /* without brackets */
    char port[6];
    bool tls;
    char secret[129];
    char name[65];
    char ca[1024]; /* PEM file; empty: the system's */
};

/* BRAS_SetSDKOption: a text for one of BRAS_SO_LINK_.... 0, or 21: no such option, too long. */
uint32_t pl_bras_config_option(uint32_t option, const char *text);

/* Reads options, environment and file. False: `error` says which line or value is wrong and what it
 * should be. */
bool pl_bras_config_read(struct pl_bras_config *config, char error[PL_BRAS_CONFIG_ERROR_MAX]);

/* "wss://host:port" in its parts. False: it is no address of a server. */
bool pl_bras_config_server(struct pl_bras_config *config, const char *text);

#endif
