/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_server.h"

#include <netinet/in.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static void limit(int fd)
{
    struct timeval seconds = {.tv_sec = 20};
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &seconds, sizeof(seconds)), 0);
}

void fake_server_open(struct fake_server *f)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(name);
    f->link = -1;
    f->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(f->listener, (struct sockaddr *)&name, len), 0);
    assert_int_equal(listen(f->listener, 5), 0);
    assert_int_equal(getsockname(f->listener, (struct sockaddr *)&name, &len), 0);
    limit(f->listener);
    (void)snprintf(f->address, sizeof(f->address), "127.0.0.1:%d", ntohs(name.sin_port));
}

void fake_server_hang_up(struct fake_server *f)
{
    if (f->link >= 0)
        close(f->link);
    f->link = -1;
}

void fake_server_close(struct fake_server *f)
{
    fake_server_hang_up(f);
    close(f->listener);
}

static void give(struct fake_server *f, const void *bytes, size_t len)
{
    assert_int_equal(send(f->link, bytes, len, MSG_NOSIGNAL), (ssize_t)len);
}

static void answer_upgrade(struct fake_server *f, const char *head)
{
    static const char mark[] = "\r\nSec-WebSocket-Key: ";
    const char *key = strstr(head, mark);
    char text[100], answer[300], accept[29];
    uint8_t digest[20];
    assert_non_null(strstr(head, "GET /business HTTP/1.1\r\n"));
    assert_non_null(key);
    (void)snprintf(text, sizeof(text), "%.24s258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
                   key + sizeof(mark) - 1);
    assert_int_equal(EVP_Digest(text, strlen(text), digest, NULL, EVP_sha1(), NULL), 1);
    EVP_EncodeBlock((unsigned char *)accept, digest, 20);
    (void)snprintf(answer, sizeof(answer),
                   "HTTP/1.1 101 x\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: %s\r\n\r\n",
                   accept);
    give(f, answer, strlen(answer));
}

void fake_server_accept(struct fake_server *f)
{
    char head[2048] = "";
    size_t at = 0;
    fake_server_hang_up(f);
    f->link = accept4(f->listener, NULL, NULL, SOCK_CLOEXEC);
    assert_true(f->link >= 0);
    limit(f->link);
    f->seq = 0;
    while (!strstr(head, "\r\n\r\n")) {
        ssize_t n = recv(f->link, head + at, sizeof(head) - 1 - at, 0);
        assert_true(n > 0);
        at += (size_t)n;
        head[at] = '\0';
    }
    answer_upgrade(f, head);
}

void fake_server_attach(struct fake_server *f, const struct pl_wire_bs_user *users, size_t count)
{
    fake_server_accept(f);
    (void)fake_server_expect(f, PL_WIRE_ATTACH);
    fake_server_say(f, (struct pl_wire_msg){.type = PL_WIRE_ATTACHED,
                                            .re = 1,
                                            .u.attached = {.link = 1, .limit_ms = 5000}});
    fake_server_say(f, (struct pl_wire_msg){
                           .type = PL_WIRE_BS_ONLINE,
                           .u.bs_online = {.last = true, .users = users, .users_count = count}});
}

void fake_server_say(struct fake_server *f, struct pl_wire_msg msg)
{
    struct pl_writer w = pl_writer_of(f->text, sizeof(f->text));
    uint8_t head[4] = {0x81, 126};
    msg.seq = ++f->seq;
    assert_ok(pl_wire_write(&msg, &w));
    assert_true(w.pos <= UINT16_MAX);
    if (w.pos < 126) {
        head[1] = (uint8_t)w.pos;
        give(f, head, 2);
    } else {
        pl_put_u16(head + 2, (uint16_t)w.pos);
        give(f, head, 4);
    }
    give(f, f->text, w.pos);
}

static void take(struct fake_server *f, void *bytes, size_t len)
{
    if (len > 0)
        assert_int_equal(recv(f->link, bytes, len, MSG_WAITALL), (ssize_t)len);
}

struct pl_wire_msg fake_server_hear(struct fake_server *f)
{
    struct pl_wire_arena arena = pl_wire_arena_of(f->arena, sizeof(f->arena));
    struct pl_wire_msg msg;
    uint8_t head[2], longer[2], mask[4];
    size_t len;
    take(f, head, 2);
    assert_int_equal(head[0], 0x81);
    assert_true(head[1] & 0x80);
    len = head[1] & 0x7f;
    assert_true(len < 127);
    if (len == 126) {
        take(f, longer, 2);
        len = pl_get_u16(longer);
    }
    take(f, mask, 4);
    take(f, f->text, len);
    for (size_t i = 0; i < len; i++)
        f->text[i] ^= mask[i & 3];
    assert_ok(pl_wire_read(PL_WIRE_FROM_CLIENT, pl_bytes_of(f->text, len), &arena, &msg, NULL));
    return msg;
}

struct pl_wire_msg fake_server_expect(struct fake_server *f, enum pl_wire_type type)
{
    struct pl_wire_msg msg = fake_server_hear(f);
    assert_string_equal(pl_wire_desc(msg.type)->name, pl_wire_desc(type)->name);
    return msg;
}

void fake_server_expect_end(struct fake_server *f)
{
    uint8_t byte;
    assert_true(recv(f->link, &byte, 1, 0) <= 0);
    fake_server_hang_up(f);
}
