/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/ways.h"

#include "io/sockaddr.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { LOCK_TRIES = 300 }; /* of 100 ms: the recorder before this one finishes its files */

int pl_ways_listen(const struct pl_recorder_settings *s)
{
    struct sockaddr_storage name = {0};
    struct pl_addr address;
    socklen_t len;
    int fd, one = 1;
    if (s->control_socket) {
        struct sockaddr_un *un = (struct sockaddr_un *)(void *)&name;
        un->sun_family = AF_UNIX;
        if (strlen(s->control_socket) >= sizeof(un->sun_path))
            return -1;
        strcpy(un->sun_path, s->control_socket);
        unlink(s->control_socket);
        len = sizeof(*un);
    } else {
        if (pl_addr_parse(&address, s->control_tcp))
            return -1;
        len = pl_sockaddr_write(&name, &address, address.family == PL_ADDR_IPV6);
    }
    fd = socket(name.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    if (bind(fd, (struct sockaddr *)&name, len) == 0 && listen(fd, 8) == 0)
        return fd;
    close(fd);
    return -1;
}

/* A port that was not given is known to nobody yet. */
void pl_ways_say(int listener)
{
    struct sockaddr_storage name = {0};
    socklen_t len = sizeof(name);
    struct pl_addr address;
    char text[PL_ADDR_TEXT_MAX];
    if (getsockname(listener, (struct sockaddr *)&name, &len) != 0 ||
        pl_sockaddr_read(&address, &name))
        return;
    printf("listening on %s\n", pl_addr_print(&address, text));
    fflush(stdout);
}

bool pl_ways_read_secret(const char *path, char out[PL_RECORD_NAME_MAX + 1])
{
    FILE *f;
    out[0] = '\0';
    if (!path)
        return true;
    f = fopen(path, "re");
    if (!f || !fgets(out, PL_RECORD_NAME_MAX + 1, f)) {
        fprintf(stderr, "parlor-recorder: %s: %s\n", path, f ? "empty" : strerror(errno));
        if (f)
            fclose(f);
        return false;
    }
    fclose(f);
    out[strcspn(out, "\r\n")] = '\0';
    return out[0] != '\0';
}

/* One recorder at a time writes below a folder; the one before may still be finishing its files. */
bool pl_ways_lock(const char *root)
{
    int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (int i = 0; fd >= 0 && i < LOCK_TRIES; i++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return true; /* held until the process ends */
        usleep(100000);
    }
    fprintf(stderr, "parlor-recorder: %s: %s\n", root,
            fd < 0 ? strerror(errno) : "another recorder uses this folder");
    return false;
}
