/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the settings (config.h) to what the hub's parts want, and from what the hub observes to the
 * log. Plain translation: no decisions beyond defaults that depend on the machine.
 */
#ifndef PL_SERVER_WIRING_H
#define PL_SERVER_WIRING_H

#include "server/config.h"
#include "server/hub.h"
#include "server/log.h"

/* Keeps what the hub's configuration borrows; must outlive the hub. */
struct pl_wiring {
    struct pl_core_room_config rooms[PL_CONFIG_ROOMS_MAX];
    struct pl_core_account accounts[PL_CONFIG_USERS_MAX];
    struct pl_core_place areas[PL_CONFIG_AREAS_MAX];
    struct pl_core_place queues[PL_CONFIG_QUEUES_MAX];
    struct pl_core_skilled skilled[PL_CONFIG_AGENTS_MAX];
    struct pl_bytes copied[PL_CONFIG_LIST_MAX];
    struct pl_bytes supervisors[PL_CONFIG_LIST_MAX];
    char spool[PL_CONFIG_PATH_MAX + 8];
    struct pl_bytes blocked[PL_CONFIG_LIST_MAX];
};

/*
 * cert is borrowed by the result. PL_E_RANGE: an address to advertise, or the multicast group, is
 * of no use (error says which).
 */
PL_MUST_CHECK enum pl_err pl_wiring_hub_config(struct pl_wiring *w, const struct pl_config *c,
                                               const struct pl_dtls_cert *cert,
                                               struct pl_hub_config *out,
                                               char error[PL_CONFIG_ERROR_MAX]);

/* Writes the log; its arg is a struct pl_log. on_fatal ends the process. */
extern const struct pl_hub_observer pl_wiring_observer;

/* What was started inside, and warnings for settings that are fit for trials only. */
void pl_wiring_log_start(struct pl_log *log, const struct pl_config *c, struct pl_hub *hub);

#endif
