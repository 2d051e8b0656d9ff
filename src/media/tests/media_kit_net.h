/* SPDX-License-Identifier: Apache-2.0 */
/* Between the two files of the kit. */
#ifndef PL_MEDIA_MEDIA_KIT_NET_H
#define PL_MEDIA_MEDIA_KIT_NET_H

#include "media/tests/media_kit.h"

void kit_net_init(struct kit *kit);
void kit_net_finish(struct kit *kit);
/* Around each call of the SFU that may need memory. */
void kit_enter(struct kit *kit, bool inside);
/* A new address for this connection; what is on its way to the old one is lost. */
struct pl_rtc_port *kit_net_port(struct kit_client *c, enum pl_media_role role);

#endif
