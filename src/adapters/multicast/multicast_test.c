/* SPDX-License-Identifier: Apache-2.0 */
/* A real group on the loopback interface: where what arrives. */
#include "adapters/multicast/multicast.h"

#include "io/sockaddr.h"
#include "pl_test.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BASE_TRIES = 50 };

static struct pl_addr address(const char *text)
{
    struct pl_addr a;
    assert_ok(pl_addr_parse(&a, text));
    return a;
}

static void groups_and_ports_are_judged(void **state)
{
    struct pl_addr a = address("239.255.1.1:5004"), b = address("192.0.2.1:5004"),
                   c = address("[ff15::7]:65532"), d = address("239.1.1.1");
    (void)state;
    assert_true(pl_multicast_fits(&a, PL_MULTICAST_USERS_MAX));
    assert_false(pl_multicast_fits(&b, 1));
    assert_true(pl_multicast_fits(&c, 1));
    assert_false(pl_multicast_fits(&c, 2));
    assert_false(pl_multicast_fits(&d, 1));
}

/* A listener on that port of the group; -1: the port is taken. */
static int listener(const struct pl_addr *group, unsigned offset)
{
    struct ip_mreq join = {.imr_interface.s_addr = htonl(INADDR_LOOPBACK)};
    struct pl_addr at = *group;
    struct sockaddr_storage name;
    socklen_t len;
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    at.port = (uint16_t)(at.port + offset);
    len = pl_sockaddr_write(&name, &at, false);
    memcpy(&join.imr_multiaddr, group->ip, 4);
    if (bind(fd, (struct sockaddr *)&name, len) != 0) {
        (void)close(fd);
        return -1;
    }
    if (setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &join, sizeof(join)) != 0)
        fail_msg("cannot join a group on the loopback interface");
    return fd;
}

static void expect_text(int fd, const char *wanted)
{
    char got[64];
    struct pollfd p = {fd, POLLIN, 0};
    ssize_t n;
    assert_int_equal(poll(&p, 1, 20000), 1);
    n = recv(fd, got, sizeof(got), 0);
    assert_int_equal(n, strlen(wanted));
    assert_memory_equal(got, wanted, (size_t)n);
}

static bool goes(struct pl_media_copies *port, enum pl_media_kind kind, bool report,
                 const char *text)
{
    const struct pl_media_copied copied = {
        .tag = 2, .kind = kind, .report = report, .datagram = pl_bytes_str(text)};
    return port->packet(port, &copied);
}

static void each_user_has_four_ports(void **state)
{
    struct pl_multicast_config config = {
        .group = address("239.255.77.1:0"), .interface = address("127.0.0.1"), .ttl = 0};
    struct pl_multicast *m;
    struct pl_media_copies *port;
    int fds[4] = {-1, -1, -1, -1};
    (void)state;
    /* Four ports in a row that nobody has: the kernel is asked again and again. */
    for (unsigned tries = 0; tries < BASE_TRIES && fds[3] < 0; tries++) {
        config.group.port = (uint16_t)(20000 + (unsigned)getpid() % 20000 + 16 * tries);
        for (unsigned i = 0; i < 4; i++) {
            if (fds[i] >= 0)
                (void)close(fds[i]);
            fds[i] = i > 0 && fds[i - 1] < 0 ? -1 : listener(&config.group, 8 + i);
        }
    }
    assert_true(fds[3] >= 0);
    assert_ok(pl_multicast_open(&m, &config));
    port = pl_multicast_port(m);
    assert_true(goes(port, PL_MEDIA_AUDIO, false, "sound"));
    assert_true(goes(port, PL_MEDIA_AUDIO, true, "sound's report"));
    assert_true(goes(port, PL_MEDIA_VIDEO, false, "picture"));
    assert_true(goes(port, PL_MEDIA_VIDEO, true, "picture's report"));
    expect_text(fds[0], "sound");
    expect_text(fds[1], "sound's report");
    expect_text(fds[2], "picture");
    expect_text(fds[3], "picture's report");
    pl_multicast_close(m);
    for (unsigned i = 0; i < 4; i++)
        (void)close(fds[i]);
}

static void an_interface_that_is_not_ours_is_refused(void **state)
{
    struct pl_multicast_config config = {
        .group = address("239.255.77.1:5004"), .interface = address("192.0.2.77"), .ttl = 1};
    struct pl_multicast *m = NULL;
    (void)state;
    assert_int_equal(pl_multicast_open(&m, &config), PL_E_RANGE);
    assert_null(m);
    pl_multicast_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_and_ports_are_judged),
        cmocka_unit_test(each_user_has_four_ports),
        cmocka_unit_test(an_interface_that_is_not_ours_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
