/*
 * libcurl's multi interface on a libuv loop: a poll handle a socket and one
 * timer. Knows nothing of what is transferred.
 */
#ifndef FETCH_CURL_LOOP_H
#define FETCH_CURL_LOOP_H

#include <curl/curl.h>
#include <uv.h>

struct curl_loop;

/* A transfer is over; it may be removed, and others added, from here. After the last of a batch idle runs. */
typedef void curl_loop_done_fn(CURL *easy, CURLcode code, void *arg);
typedef void curl_loop_idle_fn(void *arg);

/* NULL when libcurl does not want to. */
struct curl_loop *curl_loop_new(uv_loop_t *loop, curl_loop_done_fn *done, curl_loop_idle_fn *idle, void *arg);
/* Nothing may be under way. Connections are closed; closed runs once the handles are. Not from done. */
void curl_loop_close(struct curl_loop *c, void (*closed)(void *arg), void *arg);

void curl_loop_set_connections(struct curl_loop *c, unsigned n); /* kept open at most */
/* Gives the easy handle what makes its sockets ours. */
void curl_loop_prepare(struct curl_loop *c, CURL *easy);
curl_socket_t curl_loop_open_socket(struct curl_loop *c, const struct curl_sockaddr *a);

int curl_loop_add(struct curl_loop *c, CURL *easy); /* 0, or -1 */
void curl_loop_remove(struct curl_loop *c, CURL *easy);

#endif
