/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where copies of streams go when some are for the recorder (media/media.h: a port of copies): tags
 * with PL_MEDIA_COPY_ASKS go to its UDP port with the head of proto/record/tap.h, the tag without
 * that bit being the source's number; all others to another port, if there is one.
 *
 * A datagram that the socket does not take is dropped (and counted by the SFU): nobody waits for
 * the recorder. While there is none, everything for it is dropped.
 *
 * The port may be used by several threads while pl_recorder_tap_aim is called by one.
 */
#ifndef PL_RECORDER_TAP_H
#define PL_RECORDER_TAP_H

#include "base/err.h"
#include "media/media.h"

struct pl_recorder_tap;

/* others: for all other tags; NULL: none. PL_E_IO, PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_recorder_tap_open(struct pl_recorder_tap **out,
                                               struct pl_media_copies *others);
/* NULL is harmless. After everybody who uses the port has stopped. */
void pl_recorder_tap_close(struct pl_recorder_tap *tap);

/* To this port of the loopback from now on; 0: to nobody. */
void pl_recorder_tap_aim(struct pl_recorder_tap *tap, uint16_t port, uint64_t cookie);

struct pl_media_copies *pl_recorder_tap_port(struct pl_recorder_tap *tap);

#endif
