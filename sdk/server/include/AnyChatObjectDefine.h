/* SPDX-License-Identifier: Apache-2.0 */
/* Business objects (manual 3.6): types, attributes, commands, events. */
#ifndef PARLOR_SERVER_ANYCHATOBJECTDEFINE_H
#define PARLOR_SERVER_ANYCHATOBJECTDEFINE_H

#include "bras_objects_gen.h"

#endif
