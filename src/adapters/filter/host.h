/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The side on which a plug-in lives: takes calls from a socket one after the other, makes them,
 * sends answers and what the plug-in has to say. It runs as a child process (the same program,
 * called with --filter-host) or on a thread.
 *
 * Nothing of the server is here: a child has no descriptor but the socket and the three standard
 * ones, no PARLOR_... in its environment, and ends when the server does.
 */
#ifndef PL_FILTER_HOST_H
#define PL_FILTER_HOST_H

#include <stdbool.h>

/* The sanitizers need the whole address space, and have their own ends for crashes. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PL_FILTER_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PL_FILTER_SANITIZED 1
#endif
#endif

/* The first argument of a child: [program] --filter-host PATH MIN_VERSION MEGABYTES */
#define PL_FILTER_HOST_ARGUMENT "--filter-host"

/*
 * Loads and runs a plug-in until the other end of fd closes. fd: a SOCK_SEQPACKET socket, blocking;
 * borrowed. False: it could not begin (the other end has been told why). Once a plug-in has begun,
 * its memory stays: threads of it may use the call-back for ever, which does nothing any more.
 */
bool pl_filter_host_run(int fd, const char *path, const char *min_version);

/* Is this process to be a child? To be asked first in main(). */
bool pl_filter_host_wanted(int argc, char **argv);
/* Does all that a child does; gives its exit status. */
int pl_filter_host_main(char **argv);

#endif
