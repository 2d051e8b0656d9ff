/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much of a recording is missing when its recorder is killed: what had been seen and heard, and
 * was not yet whole in the file. Pure. Its parts follow each other, so they add up:
 *
 *     it is said ─▶ DELAY: late packets ─▶ ROUND ─▶ BEHIND ─▶ ENCODER ─▶ MUXER ─▶ MARK: in the file
 *
 * BEHIND is for a machine that is busy: what is later leaves pictures out. A copy is never behind.
 * pl_budget_lost_ms is what the catalogue says may be missing: 2 s with the delay that networks
 * need. Only the process dies: what a file was given the kernel keeps. When the machine loses its
 * power, what lies between two syncs comes on top.
 */
#ifndef PL_RECORDER_BUDGET_H
#define PL_RECORDER_BUDGET_H

#include <stdint.h>

enum {
    PL_BUDGET_DELAY_US = 500000,  /* how long late packets are waited for, unless it is said */
    PL_BUDGET_ROUND_US = 20000,   /* between two looks at what has come */
    PL_BUDGET_COPY_US = 100000,   /* the same of a copy, which is in no hurry */
    PL_BUDGET_BEHIND_US = 750000, /* pictures are left out when they are late by more */
    PL_BUDGET_ENCODER_US =
        130000,                  /* WMA keeps two frames of 2,048 samples and one that is filled */
    PL_BUDGET_MUXER_US = 100000, /* ASF writes packets of a fixed size when they are full */
    PL_BUDGET_MARK_US = 500000,  /* between two moments at which all of it is in the file */
    PL_BUDGET_SYNC_MARKS = 4,    /* to the disk at every fourth mark */
};

/* At most so much is missing of what was recorded by a process that waited so long for packets. */
static inline uint32_t pl_budget_lost_ms(int64_t delay_us)
{
    return (uint32_t)((delay_us + PL_BUDGET_ROUND_US + PL_BUDGET_BEHIND_US + PL_BUDGET_ENCODER_US +
                       PL_BUDGET_MUXER_US + PL_BUDGET_MARK_US) /
                      1000);
}

#endif
