/* SPDX-License-Identifier: Apache-2.0 */
/* Service counters of the sample: two branches with their queues. */
#ifndef SAMPLE_COUNTERS_H
#define SAMPLE_COUNTERS_H

/* Makes them, with names and rules; at any time after BRAS_InitSDK, also again: what is there keeps
 * its people. 0, or the first code that was not 0. */
unsigned sample_counters_make(void);

#endif
