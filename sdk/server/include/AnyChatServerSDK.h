/* SPDX-License-Identifier: Apache-2.0 */
/* The name under which sources written for Windows include the server SDK. */
#ifndef PARLOR_SERVER_ANYCHATSERVERSDK_WINDOWS_NAME_H
#define PARLOR_SERVER_ANYCHATSERVERSDK_WINDOWS_NAME_H

#include "anychatserversdk.h"

#endif
