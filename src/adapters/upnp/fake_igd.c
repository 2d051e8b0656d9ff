/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "fake_igd.h"

#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    REQUEST_MAX = 8192,
    PATIENCE_S = 30,
    IO_S = 10,
};

/* ---- what it says ---- */

static void say(int fd, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t n = send(fd, text, len, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        text += n;
        len -= (size_t)n;
    }
}

static void answer(int fd, const char *status, const char *body)
{
    char head[256];
    int n = snprintf(head, sizeof(head),
                     "HTTP/1.1 %s\r\nContent-Type: text/xml\r\nContent-Length: %zu\r\n\r\n", status,
                     strlen(body));
    say(fd, head, (size_t)n);
    say(fd, body, strlen(body));
}

static void fault(int fd, int code)
{
    char body[512];
    (void)snprintf(body, sizeof(body),
                   "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
                   "<s:Fault><detail><UPnPError><errorCode>%d</errorCode></UPnPError></detail>"
                   "</s:Fault></s:Body></s:Envelope>",
                   code);
    answer(fd, "500 Internal Server Error", body);
}

static void result(int fd, const char *fields)
{
    char body[1024];
    (void)snprintf(body, sizeof(body),
                   "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
                   "<u:R xmlns:u=\"urn:x\">%s</u:R></s:Body></s:Envelope>",
                   fields);
    answer(fd, "200 OK", body);
}

static void describe(struct fake_igd *f, int fd)
{
    char control[64] = "/ctl", body[2048];
    const char *version = f->manner == FAKE_SMUGGLE ? "1&#13;&#10;X: y" : "1";
    if (f->manner == FAKE_FOREIGN)
        (void)snprintf(control, sizeof(control), "http://127.0.0.2:%u/ctl", f->port);
    (void)snprintf(
        body, sizeof(body),
        "<?xml version=\"1.0\"?><root xmlns=\"urn:schemas-upnp-org:device-1-0\"><device>"
        "<deviceType>urn:schemas-upnp-org:device:InternetGatewayDevice:1</deviceType><deviceList>"
        "<device><deviceType>urn:schemas-upnp-org:device:WANDevice:1</deviceType><deviceList>"
        "<device><deviceType>urn:schemas-upnp-org:device:WANConnectionDevice:1</deviceType>"
        "<serviceList><service>"
        "<serviceType>urn:schemas-upnp-org:service:WANIPConnection:%s</serviceType>"
        "<serviceId>urn:upnp-org:serviceId:WANIPConn1</serviceId><controlURL>%s</controlURL>"
        "<eventSubURL>/evt</eventSubURL><SCPDURL>/scpd.xml</SCPDURL></service></serviceList>"
        "</device></deviceList></device></deviceList></device></root>",
        version, control);
    answer(fd, "200 OK", body);
}

/* ---- mappings ---- */

static struct fake_mapping *find(struct fake_igd *f, bool tcp, unsigned port)
{
    for (unsigned i = 0; i < f->mapping_count; i++) {
        if (f->mappings[i].tcp == tcp && f->mappings[i].port == port)
            return &f->mappings[i];
    }
    return NULL;
}

static unsigned number_in(const char *request, const char *element)
{
    const char *at = strstr(request, element);
    return at ? (unsigned)strtoul(at + strlen(element), NULL, 10) : 0;
}

static void map(struct fake_igd *f, int fd, const char *request)
{
    unsigned port = number_in(request, "<NewExternalPort>");
    unsigned lease = number_in(request, "<NewLeaseDuration>");
    bool tcp = strstr(request, "<NewProtocol>TCP</NewProtocol>") != NULL;
    bool right = number_in(request, "<NewInternalPort>") == port && port != 0 &&
                 strstr(request, "<NewInternalClient>127.0.0.1</NewInternalClient>") &&
                 strstr(request, "#AddPortMapping\"") &&
                 (tcp || strstr(request, "<NewProtocol>UDP</NewProtocol>"));
    struct fake_mapping *m = find(f, tcp, port);
    if (!right) {
        fault(fd, 402);
    } else if (port == f->conflict) {
        fault(fd, 718);
    } else if (f->permanent_only && lease != 0) {
        fault(fd, 725);
    } else {
        if (!m && f->mapping_count < FAKE_MAPPINGS_MAX) {
            m = &f->mappings[f->mapping_count++];
            *m = (struct fake_mapping){.tcp = tcp, .port = (uint16_t)port};
        }
        if (m) {
            m->lease = lease;
            m->times++;
        }
        result(fd, "");
    }
}

static void unmap(struct fake_igd *f, int fd, const char *request)
{
    bool tcp = strstr(request, "<NewProtocol>TCP</NewProtocol>") != NULL;
    struct fake_mapping *m = find(f, tcp, number_in(request, "<NewExternalPort>"));
    if (!m) {
        fault(fd, 714);
        return;
    }
    *m = f->mappings[--f->mapping_count];
    result(fd, "");
}

/* ---- serving ---- */

static void serve_well(struct fake_igd *f, int fd, const char *request)
{
    char fields[256];
    if (strncmp(request, "GET /root.xml ", 14) == 0) {
        describe(f, fd);
    } else if (strncmp(request, "POST /ctl ", 10) != 0) {
        answer(fd, "404 Not Found", "");
    } else if (strstr(request, "<u:GetStatusInfo ")) {
        (void)snprintf(fields, sizeof(fields),
                       "<NewConnectionStatus>%s</NewConnectionStatus><NewUptime>%u</NewUptime>",
                       f->status, f->uptime);
        result(fd, fields);
    } else if (strstr(request, "<u:GetExternalIPAddress ")) {
        (void)snprintf(fields, sizeof(fields), "<NewExternalIPAddress>%s</NewExternalIPAddress>",
                       f->external);
        result(fd, fields);
    } else if (strstr(request, "<u:AddPortMapping ")) {
        map(f, fd, request);
    } else if (strstr(request, "<u:DeletePortMapping ")) {
        unmap(f, fd, request);
    } else {
        fault(fd, 401);
    }
}

static void be_mute(struct fake_igd *f, int fd)
{
    char byte;
    pthread_mutex_lock(&f->lock);
    f->mutes++;
    pthread_cond_broadcast(&f->changed);
    pthread_mutex_unlock(&f->lock);
    (void)!recv(fd, &byte, 1, 0);
}

static void serve_endless(int fd)
{
    static char much[4096];
    static const char head[] = "HTTP/1.1 200 OK\r\n\r\n";
    memset(much, '<', sizeof(much));
    say(fd, head, sizeof(head) - 1);
    for (int i = 0; i < 1024; i++)
        say(fd, much, sizeof(much));
}

/* Until the request is whole; false: the other side went before. */
static bool read_request(int fd, char *request)
{
    size_t len = 0;
    for (;;) {
        ssize_t n = recv(fd, request + len, REQUEST_MAX - 1 - len, 0);
        const char *end, *length;
        if (n <= 0)
            return false;
        len += (size_t)n;
        request[len] = '\0';
        end = strstr(request, "\r\n\r\n");
        length = strstr(request, "Content-Length: ");
        if (end && length && len >= (size_t)(end + 4 - request) + strtoul(length + 16, NULL, 10))
            return true;
    }
}

static void serve(struct fake_igd *f, int fd)
{
    static const char nonsense[] = "<a><b c=\"<errorCode>x</errorCode>&&&<NewUptime></a></b>";
    char request[REQUEST_MAX];
    enum fake_manner manner;
    pthread_mutex_lock(&f->lock);
    manner = f->manner;
    pthread_mutex_unlock(&f->lock);
    if (manner == FAKE_DEAD || !read_request(fd, request))
        return;
    if (manner == FAKE_MUTE)
        be_mute(f, fd);
    else if (manner == FAKE_GARBAGE)
        say(fd, "\x00\xff nothing\r\n\r\n", 13);
    else if (manner == FAKE_NONSENSE)
        answer(fd, "200 OK", nonsense);
    else if (manner == FAKE_ENDLESS)
        serve_endless(fd);
    if (manner != FAKE_WELL && manner != FAKE_FOREIGN && manner != FAKE_SMUGGLE)
        return;
    pthread_mutex_lock(&f->lock);
    serve_well(f, fd, request);
    pthread_cond_broadcast(&f->changed);
    pthread_mutex_unlock(&f->lock);
}

static void run(void *arg)
{
    struct fake_igd *f = arg;
    const struct timeval patience = {IO_S, 0};
    for (;;) {
        struct pollfd fds[2] = {{f->listener, POLLIN, 0}, {f->stop_fd, POLLIN, 0}};
        int fd;
        (void)poll(fds, 2, -1);
        if (fds[1].revents)
            return;
        fd = accept(f->listener, NULL, NULL);
        if (fd < 0)
            continue;
        (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
        (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
        serve(f, fd);
        close(fd);
    }
}

/* ---- for the test ---- */

void fake_igd_start(struct fake_igd *f)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(at);
    *f = (struct fake_igd){.external = "203.0.113.7", .status = "Connected", .uptime = 1000};
    assert_int_equal(pthread_mutex_init(&f->lock, NULL), 0);
    assert_int_equal(pthread_cond_init(&f->changed, NULL), 0);
    f->stop_fd = eventfd(0, EFD_CLOEXEC);
    f->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(f->listener, (const struct sockaddr *)&at, sizeof(at)), 0);
    assert_int_equal(listen(f->listener, 16), 0);
    assert_int_equal(getsockname(f->listener, (struct sockaddr *)&at, &len), 0);
    f->port = ntohs(at.sin_port);
    (void)snprintf(f->url, sizeof(f->url), "http://127.0.0.1:%u/root.xml", f->port);
    assert_ok(pl_thread_start(&f->thread, "fake_igd", run, f));
}

void fake_igd_stop(struct fake_igd *f)
{
    uint64_t one = 1;
    assert_int_equal(write(f->stop_fd, &one, sizeof(one)), sizeof(one));
    pl_thread_join(&f->thread);
    close(f->listener);
    close(f->stop_fd);
    pthread_cond_destroy(&f->changed);
    pthread_mutex_destroy(&f->lock);
}

void fake_igd_behave(struct fake_igd *f, enum fake_manner manner)
{
    pthread_mutex_lock(&f->lock);
    f->manner = manner;
    pthread_mutex_unlock(&f->lock);
}

void fake_igd_external(struct fake_igd *f, const char *address)
{
    pthread_mutex_lock(&f->lock);
    (void)snprintf(f->external, sizeof(f->external), "%s", address);
    pthread_mutex_unlock(&f->lock);
}

static void wait_change(struct fake_igd *f, const struct timespec *until)
{
    assert_int_equal(pthread_cond_timedwait(&f->changed, &f->lock, until), 0);
}

static struct timespec deadline(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_REALTIME, &t);
    t.tv_sec += PATIENCE_S;
    return t;
}

void fake_igd_wait(struct fake_igd *f, bool tcp, uint16_t port, unsigned times)
{
    struct timespec until = deadline();
    pthread_mutex_lock(&f->lock);
    while (!find(f, tcp, port) || find(f, tcp, port)->times < times)
        wait_change(f, &until);
    pthread_mutex_unlock(&f->lock);
}

void fake_igd_wait_mute(struct fake_igd *f)
{
    struct timespec until = deadline();
    pthread_mutex_lock(&f->lock);
    while (f->mutes == 0)
        wait_change(f, &until);
    pthread_mutex_unlock(&f->lock);
}

unsigned fake_igd_count(struct fake_igd *f)
{
    unsigned n;
    pthread_mutex_lock(&f->lock);
    n = f->mapping_count;
    pthread_mutex_unlock(&f->lock);
    return n;
}

struct fake_mapping fake_igd_mapping(struct fake_igd *f, bool tcp, uint16_t port)
{
    struct fake_mapping *m, copy = {0};
    pthread_mutex_lock(&f->lock);
    m = find(f, tcp, port);
    if (m)
        copy = *m;
    pthread_mutex_unlock(&f->lock);
    return copy;
}
