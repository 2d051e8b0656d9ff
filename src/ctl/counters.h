/* SPDX-License-Identifier: Apache-2.0 */
/* Commands about the service counters; see adapters/admin/contacts.h. */
#ifndef PL_CTL_COUNTERS_H
#define PL_CTL_COUNTERS_H

#include "ctl/ctl.h"

/* [HOURS]: those who came in the last so many hours. */
int pl_ctl_contacts(struct ctl *ctl, char **arguments);
/* [MINUTES [HOURS]]: figures by intervals of so many minutes, of local time. */
int pl_ctl_reports(struct ctl *ctl, char **arguments);

#endif
