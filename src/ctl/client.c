/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/client.h"

#include "io/sockaddr.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

static int fail(char why[PL_CTL_WHY_MAX], const char *what, const char *where)
{
    (void)snprintf(why, PL_CTL_WHY_MAX, "%s %s: %s", what, where, strerror(errno));
    return -1;
}

static int open_socket(int family, char why[PL_CTL_WHY_MAX])
{
    struct timeval limit = {.tv_sec = PL_CTL_TIMEOUT_S};
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return fail(why, "no socket:", "");
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
    return fd;
}

static int dial_path(const char *path, char why[PL_CTL_WHY_MAX])
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    int fd;
    if (strlen(path) >= sizeof(name.sun_path)) {
        errno = ENAMETOOLONG;
        return fail(why, "cannot reach the server at", path);
    }
    memcpy(name.sun_path, path, strlen(path) + 1);
    fd = open_socket(AF_UNIX, why);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&name, sizeof(name)) != 0) {
        fail(why, "cannot reach the server at", path);
        close(fd);
        return -1;
    }
    return fd;
}

static int dial_address(const struct pl_addr *address, char why[PL_CTL_WHY_MAX])
{
    struct sockaddr_storage name = {0};
    char text[PL_ADDR_TEXT_MAX];
    socklen_t len = pl_sockaddr_write(&name, address, false);
    int fd = open_socket(name.ss_family, why);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&name, len) != 0) {
        fail(why, "cannot reach the server at", pl_addr_print(address, text));
        close(fd);
        return -1;
    }
    return fd;
}

static bool send_all(int fd, struct pl_bytes b)
{
    while (b.len > 0) {
        ssize_t n = send(fd, b.data, b.len, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        b = pl_bytes_of(b.data + n, b.len - (size_t)n);
    }
    return true;
}

/* Everything until the server closes. NULL: memory, time or size. */
static uint8_t *receive_all(int fd, size_t *len)
{
    size_t size = 64 * 1024;
    uint8_t *room = malloc(size);
    *len = 0;
    while (room) {
        ssize_t n;
        if (*len == size) {
            uint8_t *more = size < PL_CTL_ANSWER_MAX ? realloc(room, 2 * size) : NULL;
            if (!more)
                break;
            room = more;
            size *= 2;
        }
        n = recv(fd, room + *len, size - *len, 0);
        if (n == 0)
            return room;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            break;
        *len += (size_t)n;
    }
    free(room);
    return NULL;
}

bool pl_ctl_parse(struct pl_bytes answer, int *status, struct pl_bytes *body)
{
    static const char version[] = "HTTP/1.1 ";
    const uint8_t *end = memmem(answer.data, answer.len, "\r\n\r\n", 4);
    const uint8_t *digits = answer.data + sizeof(version) - 1;
    if (!end || (size_t)(end - answer.data) < sizeof(version) - 1 + 3 ||
        memcmp(answer.data, version, sizeof(version) - 1) != 0)
        return false;
    *status = 0;
    for (int i = 0; i < 3; i++) {
        if (digits[i] < '0' || digits[i] > '9')
            return false;
        *status = 10 * *status + (digits[i] - '0');
    }
    *body = pl_bytes_of(end + 4, answer.len - (size_t)(end + 4 - answer.data));
    return true;
}

static json_t *read_answer(struct pl_bytes answer, int *status, char why[PL_CTL_WHY_MAX])
{
    struct pl_bytes body;
    json_error_t bad;
    json_t *json;
    if (!pl_ctl_parse(answer, status, &body)) {
        (void)snprintf(why, PL_CTL_WHY_MAX, "that is no answer of a Parlor server");
        return NULL;
    }
    json = json_loadb((const char *)body.data, body.len, 0, &bad);
    if (!json)
        (void)snprintf(why, PL_CTL_WHY_MAX, "the answer cannot be read: %s", bad.text);
    return json;
}

json_t *pl_ctl_ask(const struct pl_ctl_server *server, const char *method, const char *target,
                   struct pl_bytes body, int *status, char why[PL_CTL_WHY_MAX])
{
    char head[1024];
    uint8_t *answer = NULL;
    json_t *json = NULL;
    size_t len = 0;
    int fd = server->path ? dial_path(server->path, why) : dial_address(&server->address, why);
    int n = snprintf(head, sizeof(head),
                     "%s %s HTTP/1.1\r\nHost: parlor\r\nConnection: close\r\n%s%s%s"
                     "Content-Length: %zu\r\n\r\n",
                     method, target, server->token ? "Authorization: Bearer " : "",
                     server->token ? server->token : "", server->token ? "\r\n" : "", body.len);
    if (fd < 0)
        return NULL;
    /* A server that refuses early answers before it has read all: so the answer is read anyway. */
    if (n > 0 && (size_t)n < sizeof(head) && send_all(fd, pl_bytes_of(head, (size_t)n)))
        (void)send_all(fd, body);
    answer = receive_all(fd, &len);
    close(fd);
    if (answer)
        json = read_answer(pl_bytes_of(answer, len), status, why);
    else
        (void)snprintf(why, PL_CTL_WHY_MAX, "no answer: %s", strerror(errno));
    free(answer);
    return json;
}
