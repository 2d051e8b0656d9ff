/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For LD_PRELOAD: getifaddrs() without the loopback flag, since Janus gathers no candidates on
 * loopback interfaces. Nothing else of it is changed.
 */
#include <dlfcn.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stddef.h>

int getifaddrs(struct ifaddrs **list)
{
    static int (*real)(struct ifaddrs **);
    int result;
    if (!real)
        *(void **)(void *)&real = dlsym(RTLD_NEXT, "getifaddrs");
    result = real(list);
    for (struct ifaddrs *i = result == 0 ? *list : NULL; i; i = i->ifa_next)
        i->ifa_flags &= ~(unsigned)IFF_LOOPBACK;
    return result;
}
