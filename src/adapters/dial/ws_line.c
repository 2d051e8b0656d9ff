/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/dial/ws_line.h"

#include <errno.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <sys/socket.h>

struct ssl_ctx_st *pl_ws_line_context_create(bool insecure)
{
    SSL_CTX *c = SSL_CTX_new(TLS_client_method());
    if (!c)
        return NULL;
    SSL_CTX_set_verify(c, insecure ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_mode(c, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                            SSL_MODE_RELEASE_BUFFERS);
    if (SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION) != 1 ||
        (!insecure && SSL_CTX_set_default_verify_paths(c) != 1)) {
        SSL_CTX_free(c);
        return NULL;
    }
    return c;
}

void pl_ws_line_context_destroy(struct ssl_ctx_st *context)
{
    SSL_CTX_free(context);
}

/* An address is looked for as such in the certificate, and is no name for SNI. */
static bool set_name(SSL *ssl, const char *name)
{
    if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name) == 1)
        return true;
    return SSL_set1_host(ssl, name) == 1 && SSL_set_tlsext_host_name(ssl, name) == 1;
}

enum pl_err pl_ws_line_open(struct pl_ws_line *l, int fd, struct ssl_ctx_st *context,
                            const char *name)
{
    *l = (struct pl_ws_line){.fd = fd};
    if (!context)
        return PL_OK;
    l->ssl = SSL_new(context);
    if (!l->ssl)
        return PL_E_NOMEM;
    if (SSL_set_fd(l->ssl, fd) == 1 && set_name(l->ssl, name)) {
        SSL_set_connect_state(l->ssl);
        return PL_OK;
    }
    pl_ws_line_close(l);
    return PL_E_CRYPTO;
}

void pl_ws_line_close(struct pl_ws_line *l)
{
    SSL_free(l->ssl);
    *l = (struct pl_ws_line){.fd = -1};
}

static ssize_t plain(ssize_t n)
{
    if (n > 0)
        return n;
    if (n == 0)
        return PL_WS_LINE_ENDED;
    return errno == EAGAIN || errno == EINTR ? PL_WS_LINE_AGAIN : PL_WS_LINE_BROKEN;
}

static ssize_t tls(struct pl_ws_line *l, int n, bool writing)
{
    int error = n > 0 ? SSL_ERROR_NONE : SSL_get_error(l->ssl, n);
    if (writing)
        l->writes_later = error == SSL_ERROR_WANT_READ;
    switch (error) {
    case SSL_ERROR_NONE:
        return n;
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        return PL_WS_LINE_AGAIN;
    case SSL_ERROR_ZERO_RETURN:
        return PL_WS_LINE_ENDED;
    default:
        return PL_WS_LINE_BROKEN;
    }
}

ssize_t pl_ws_line_send(struct pl_ws_line *l, const uint8_t *data, size_t len)
{
    if (!l->ssl)
        return plain(send(l->fd, data, len, MSG_DONTWAIT | MSG_NOSIGNAL));
    ERR_clear_error();
    return tls(l, SSL_write(l->ssl, data, len < INT_MAX ? (int)len : INT_MAX), true);
}

ssize_t pl_ws_line_receive(struct pl_ws_line *l, uint8_t *data, size_t len)
{
    if (!l->ssl)
        return plain(recv(l->fd, data, len, MSG_DONTWAIT));
    ERR_clear_error();
    return tls(l, SSL_read(l->ssl, data, len < INT_MAX ? (int)len : INT_MAX), false);
}

const char *pl_ws_line_why(const struct pl_ws_line *l)
{
    unsigned long error = l->ssl ? ERR_peek_error() : 0;
    const char *why = error ? ERR_reason_error_string(error) : NULL;
    if (l->ssl && SSL_get_verify_result(l->ssl) != X509_V_OK)
        return X509_verify_cert_error_string(SSL_get_verify_result(l->ssl));
    return why ? why : strerror(errno);
}
