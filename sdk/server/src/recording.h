/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How recordings are to be made: what BRAS_SetSDKOption has said of them (BRAS_SO_RECORD_...), for
 * every BRAS_StreamRecordCtrl from then on. Of the process, as the interface is. Any thread.
 */
#ifndef PL_BRAS_RECORDING_H
#define PL_BRAS_RECORDING_H

#include "proto/wire/wire.h"

/* 0; 21: no such option, or no such value. */
uint32_t pl_bras_recording_option(uint32_t option, uint32_t value);
/* Into a bs_record. What has not been set is left to the server. */
void pl_bras_recording_fill(struct pl_wire_bs_record *m);

#endif
