/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Business servers in parlord: ties adapters/business to the front door (links at /business), the
 * hub (what users do, what is wanted done), the row of those who are asked (server/ask.h), the
 * settings of [business] and the log. It decides nothing.
 */
#ifndef PL_SERVER_DESK_H
#define PL_SERVER_DESK_H

#include "adapters/business/business.h"
#include "server/daemon.h"
#include "server/hub.h"

struct pl_desk;

/* *out stays NULL when business.secret is empty. Borrows tools and hub until the stop. PL_E_NOMEM.
 */
PL_MUST_CHECK enum pl_err pl_desk_start(struct pl_desk **out, const struct pl_daemon_tools *tools,
                                        struct pl_hub *hub);
/* After the last link, before the hub goes. NULL is harmless. */
void pl_desk_stop(struct pl_desk *desk);

/* What the front door tells. desk may be NULL (then no link is one of its own). True: the link is
 * one of a business server, so nobody else is to hear of it. */
bool pl_desk_link_opened(struct pl_desk *desk, uint64_t link, const struct pl_signal_peer *peer);
bool pl_desk_link_text(struct pl_desk *desk, uint64_t link, struct pl_bytes text);
bool pl_desk_link_binary(struct pl_desk *desk, uint64_t link);
bool pl_desk_link_closed(struct pl_desk *desk, uint64_t link);

/* The server will stop in so long; it stops when the last session has gone. NULL is harmless. */
void pl_desk_drain(struct pl_desk *desk, pl_time_us left);
void pl_desk_end(struct pl_desk *desk);

/* Zeroed when desk is NULL. */
void pl_desk_stats(const struct pl_desk *desk, struct pl_business_stats *out);

/* What the domain's configuration has to say for it: who is asked, notices. For wiring. */
void pl_desk_core_config(const struct pl_config *c, struct pl_core_config *core);

#endif
