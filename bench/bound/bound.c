/* SPDX-License-Identifier: Apache-2.0 */
/* bound SUBSCRIBERS PACKETSxPAYLOAD SECONDS SERVER_CPU LOAD_CPU: one line of JSON. */
#include "bound.h"

#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BUFFER_BYTES = 2 << 20 };

void bound_session(struct pl_srtp_session *s, unsigned key, enum pl_srtp_direction direction)
{
    static struct pl_srtp_crypto *crypto;
    struct pl_srtp_keys keys = {{0}, {0}};
    pl_put_u32(keys.key, key);
    must((crypto || pl_srtp_crypto_create(PL_SRTP_CRYPTO_AUTO, &crypto) == PL_OK) &&
             pl_srtp_session_init(s, crypto, PL_SRTP_AEAD_AES_128_GCM, &keys, direction, 4) ==
                 PL_OK,
         "session_init");
}

static void size_buffer(int fd, int forced, int plain)
{
    int want = BUFFER_BYTES;
    if (setsockopt(fd, SOL_SOCKET, forced, &want, sizeof(want)) != 0)
        setsockopt(fd, SOL_SOCKET, plain, &want, sizeof(want));
}

int bound_socket(struct sockaddr_in *name)
{
    socklen_t len = sizeof(*name);
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    *name = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    must(fd >= 0 && bind(fd, (struct sockaddr *)name, len) == 0 &&
             getsockname(fd, (struct sockaddr *)name, &len) == 0,
         "bind");
    size_buffer(fd, SO_RCVBUFFORCE, SO_RCVBUF);
    size_buffer(fd, SO_SNDBUFFORCE, SO_SNDBUF);
    return fd;
}

void bound_pin(int cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    must(cpu < 0 || sched_setaffinity(0, sizeof(set), &set) == 0, "sched_setaffinity");
}

static bool read_arguments(struct bound_options *o, int argc, char **argv)
{
    return argc == 6 && sscanf(argv[1], "%u", &o->subscribers) == 1 &&
           sscanf(argv[2], "%ux%u", &o->packets, &o->payload) == 2 &&
           sscanf(argv[3], "%u", &o->seconds) == 1 && sscanf(argv[4], "%d", &o->server_cpu) == 1 &&
           sscanf(argv[5], "%d", &o->load_cpu) == 1 && o->subscribers > 0 &&
           o->subscribers <= BOUND_SUBSCRIBERS_MAX && o->packets > 0 && o->packets <= 40 &&
           o->payload > 0 && o->payload <= 1200 && o->seconds > 0;
}

int main(int argc, char **argv)
{
    static struct sockaddr_in names[BOUND_SUBSCRIBERS_MAX];
    static int fds[BOUND_SUBSCRIBERS_MAX];
    struct sockaddr_in server;
    struct bound_options o;
    struct bound_result r;
    pid_t child;
    int fd;
    if (!read_arguments(&o, argc, argv)) {
        fprintf(stderr, "usage: bound SUBSCRIBERS PACKETSxPAYLOAD SECONDS SERVER_CPU LOAD_CPU\n");
        return 2;
    }
    fd = bound_socket(&server);
    for (unsigned i = 0; i < o.subscribers; i++)
        fds[i] = bound_socket(&names[i]);
    child = fork();
    must(child >= 0, "fork");
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        bound_pin(o.server_cpu);
        for (unsigned i = 0; i < o.subscribers; i++)
            close(fds[i]);
        bound_serve(fd, names, o.subscribers);
    }
    close(fd);
    bound_pin(o.load_cpu);
    bound_measure(&o, fds, &server, child, &r);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    printf("{\"cpu_us\": %.0f, \"measured_us\": %.0f, \"others_us\": %.0f, \"sent\": %llu, "
           "\"received\": %llu, \"refused\": %llu}\n",
           r.server_cpu_us, r.measured_us, r.others_us, r.sent, r.received, r.refused);
    return r.received > 0 && r.refused == 0 ? 0 : 1;
}
