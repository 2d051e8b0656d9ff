/* SPDX-License-Identifier: Apache-2.0 */
/* The whole process, in a child: starts, serves, reloads, drains, ends. Its log tells the facts. */
#include "pl_test.h"

#include "base/addr.h"
#include "io/sockaddr.h"
#include "server/inside_stub.h"

#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct child {
    pid_t pid;
    FILE *log;
    char seen[16384]; /* of its log */
    size_t seen_len;
    struct pl_addr address;
    char directory[64];
};

static struct pl_config config; /* what the next child gets */

static int begin(void **state)
{
    struct child *c = calloc(1, sizeof(*c));
    alarm(60);
    pl_config_init(&config);
    config.server.listen = pl_addr_ipv4(127, 0, 0, 1, 0);
    strcpy(c->directory, "/tmp/parlor-test-XXXXXX");
    assert_non_null(mkdtemp(c->directory));
    (void)snprintf(config.server.data, sizeof(config.server.data), "%s", c->directory);
    *state = c;
    return 0;
}

static int end(void **state)
{
    struct child *c = *state;
    static const char *const names[] = {"self-signed.crt", "self-signed.key", ""};
    if (c->pid > 0) {
        (void)kill(c->pid, SIGKILL);
        (void)waitpid(c->pid, NULL, 0);
    }
    if (c->log)
        fclose(c->log);
    for (size_t i = 0; i < 3; i++) {
        char path[128];
        (void)snprintf(path, sizeof(path), "%s/%s", c->directory, names[i]);
        (void)remove(path);
    }
    free(c);
    return 0;
}

/* Reads the log until a line holds the text; gives that line. */
static const char *expect(struct child *c, const char *text)
{
    static char line[4096];
    while (fgets(line, sizeof(line), c->log)) {
        size_t n = strlen(line);
        if (c->seen_len + n < sizeof(c->seen)) {
            memcpy(c->seen + c->seen_len, line, n);
            c->seen_len += n;
        }
        if (strstr(line, text))
            return line;
    }
    fail_msg("the log ended before '%s': %s", text, c->seen);
    return NULL;
}

static void spawn(struct child *c)
{
    int out[2];
    assert_int_equal(pipe(out), 0);
    c->pid = fork();
    assert_true(c->pid >= 0);
    if (c->pid == 0) {
        struct pl_log log;
        struct pl_inside inside = pl_inside_stub();
        close(out[0]);
        (void)!freopen("/dev/null", "w", stdout); /* TAP is the parent's */
        pl_log_init(&log, out[1], PL_LOG_DEBUG);
        _exit(pl_daemon_run(&config, &log, &inside));
    }
    close(out[1]);
    c->log = fdopen(out[0], "r");
}

static void start(struct child *c)
{
    char address[64];
    const char *line;
    spawn(c);
    line = strstr(expect(c, "event=server.listening"), "address=");
    assert_int_equal(sscanf(line, "address=%63s", address), 1);
    assert_ok(pl_addr_parse(&c->address, address));
}

static int status_of(struct child *c)
{
    int status;
    assert_int_equal(waitpid(c->pid, &status, 0), c->pid);
    c->pid = 0;
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* ---- a blocking client ---- */

static int dial(struct child *c)
{
    struct sockaddr_storage name = {0};
    socklen_t len = pl_sockaddr_write(&name, &c->address, false);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&name, len), 0);
    return fd;
}

/* Sends, then reads until `text` or the end; gives all that came. */
static const char *talk(int fd, const char *what, const char *text)
{
    static char got[8192];
    size_t len = 0;
    ssize_t n;
    assert_int_equal(send(fd, what, strlen(what), MSG_NOSIGNAL), strlen(what));
    got[0] = '\0';
    while (!(text && strstr(got, text)) && (n = read(fd, got + len, sizeof(got) - 1 - len)) > 0) {
        len += (size_t)n;
        got[len] = '\0';
    }
    return got;
}

static const char *ask(struct child *c, const char *target)
{
    char request[256];
    int fd = dial(c);
    const char *got;
    (void)snprintf(request, sizeof(request),
                   "GET %s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", target);
    got = talk(fd, request, NULL);
    close(fd);
    return got;
}

static const char upgrade[] =
    "GET /parlor HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: parlor.v1\r\n\r\n";

/* ---- the cases ---- */

static void it_serves_and_ends_at_once_when_idle(void **state)
{
    struct child *c = *state;
    start(c);
    assert_non_null(strstr(ask(c, "/healthz"), "HTTP/1.1 200 OK"));
    assert_non_null(strstr(ask(c, "/readyz"), "HTTP/1.1 200 OK"));
    assert_non_null(strstr(ask(c, "/"), "Location: /demos/room/"));
    (void)kill(c->pid, SIGTERM);
    (void)expect(c, "event=server.draining signal=15 seconds=10");
    (void)expect(c, "event=server.drained unfinished=0");
    (void)expect(c, "event=server.ended outcome=ok");
    assert_int_equal(status_of(c), 0);
}

static void draining_tells_clients_and_is_not_ready(void **state)
{
    struct child *c = *state;
    int link;
    start(c);
    link = dial(c);
    assert_non_null(strstr(talk(link, upgrade, "\r\n\r\n"), "101 Switching"));
    (void)expect(c, "event=link.open");
    (void)kill(c->pid, SIGTERM);
    (void)expect(c, "event=server.draining");
    /* The client does not answer the close yet, so the server still waits. */
    assert_non_null(strstr(ask(c, "/readyz"), "HTTP/1.1 503 "));
    assert_non_null(strstr(talk(link, "", "going down"), "going down"));
    assert_int_equal(send(link, "\x88\x82\0\0\0\0\x03\xe9", 8, MSG_NOSIGNAL), 8);
    (void)expect(c, "event=link.closed link=1 code=1001");
    (void)expect(c, "event=server.drained unfinished=0");
    assert_int_equal(status_of(c), 0);
    close(link);
}

static void the_deadline_ends_it_with_links_open(void **state)
{
    struct child *c = *state;
    int link;
    config.server.drain_seconds = 0;
    start(c);
    link = dial(c);
    assert_non_null(strstr(talk(link, upgrade, "\r\n\r\n"), "101 Switching"));
    (void)kill(c->pid, SIGINT);
    (void)expect(c, "event=server.drained unfinished=1");
    assert_int_equal(status_of(c), 0);
    close(link);
}

static void a_second_signal_ends_it_at_once(void **state)
{
    struct child *c = *state;
    int link;
    start(c);
    link = dial(c);
    assert_non_null(strstr(talk(link, upgrade, "\r\n\r\n"), "101 Switching"));
    (void)kill(c->pid, SIGTERM);
    (void)expect(c, "event=server.draining");
    (void)kill(c->pid, SIGTERM);
    (void)expect(c, "event=server.cut_short");
    assert_int_equal(status_of(c), 0);
    close(link);
}

static void sighup_reloads_and_keeps_the_old_on_error(void **state)
{
    struct child *c = *state;
    char path[128];
    config.tls.self_signed = true;
    start(c);
    assert_non_null(strstr(c->seen, "tls=yes"));
    (void)kill(c->pid, SIGHUP);
    (void)expect(c, "event=tls.reload");
    /* Spoilt so that it can be neither used nor replaced: the key's place is a directory. */
    (void)snprintf(path, sizeof(path), "%s/self-signed.key", c->directory);
    assert_int_equal(remove(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    (void)kill(c->pid, SIGHUP);
    (void)expect(c, "event=tls.kept_old");
    (void)kill(c->pid, SIGTERM);
    (void)expect(c, "event=server.ended outcome=ok");
    assert_int_equal(status_of(c), 0);
}

static void an_address_in_use_stops_the_start(void **state)
{
    struct child *c = *state, *second = calloc(1, sizeof(*second));
    start(c);
    config.server.listen = c->address;
    spawn(second);
    (void)expect(second, "event=server.listen_failed");
    assert_non_null(strstr(second->seen, "why=\"address in use\""));
    assert_int_equal(status_of(second), 1);
    fclose(second->log);
    free(second);
}

static void a_bad_certificate_stops_the_start(void **state)
{
    struct child *c = *state;
    strcpy(config.tls.certificate, "/nonexistent.pem");
    strcpy(config.tls.key, "/nonexistent.key");
    spawn(c);
    (void)expect(c, "event=tls.failed why=\"certificate /nonexistent.pem: ");
    assert_int_equal(status_of(c), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CASE(f) cmocka_unit_test_setup_teardown(f, begin, end)
        CASE(it_serves_and_ends_at_once_when_idle),
        CASE(draining_tells_clients_and_is_not_ready),
        CASE(the_deadline_ends_it_with_links_open),
        CASE(a_second_signal_ends_it_at_once),
        CASE(sighup_reloads_and_keeps_the_old_on_error),
        CASE(an_address_in_use_stops_the_start),
        CASE(a_bad_certificate_stops_the_start),
    };
    return cmocka_run_group_tests_name("daemon", tests, NULL, NULL);
}
