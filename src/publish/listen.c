#include "config.h"
#include "publish/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"

#define BACKLOG 128
#define UNIX_MODE 0666

static int
open_socket(int family)
{
	return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

static int
refuse(int fd, const struct listen_address *a, struct err *e)
{
	err_set(e, ERR_LOCAL, "listen %s: %s", a->text, strerror(errno));
	if (fd != -1)
		close(fd);
	return -1;
}

/* Makes the path free if all that stands there is the socket of a server that is gone. */
static int
clear_stale(const struct listen_address *a, const struct sockaddr_un *at, struct err *e)
{
	struct stat st;
	int fd, why = 0;

	if (lstat(a->path, &st) != 0)
		return errno == ENOENT ? 0 : refuse(-1, a, e);
	if (!S_ISSOCK(st.st_mode))
		return err_set(e, ERR_LOCAL, "listen %s: what is there is not a socket", a->text);
	fd = open_socket(AF_UNIX);
	if (fd == -1)
		return refuse(fd, a, e);
	if (connect(fd, (const struct sockaddr *)at, sizeof(*at)) != 0)
		why = errno;
	close(fd);
	if (why == 0 || why == EAGAIN) /* EAGAIN: somebody listens and has a full queue */
		return err_set(e, ERR_LOCAL, "listen %s: another server answers there", a->text);
	if (why != ECONNREFUSED)
		return err_set(e, ERR_LOCAL, "listen %s: %s", a->text, strerror(why));
	return unlink(a->path) == 0 || errno == ENOENT ? 0 : refuse(-1, a, e);
}

static int
open_unix(const struct listen_address *a, struct err *e)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(a->path) >= sizeof(at.sun_path))
		return err_set(e, ERR_LOCAL, "listen %s: the path is over %zu bytes", a->text, sizeof(at.sun_path) - 1);
	memcpy(at.sun_path, a->path, strlen(a->path) + 1);
	if (clear_stale(a, &at, e) != 0)
		return -1;
	fd = open_socket(AF_UNIX);
	if (fd == -1 || bind(fd, (const struct sockaddr *)&at, sizeof(at)) != 0)
		return refuse(fd, a, e);
	if (chmod(a->path, UNIX_MODE) != 0 || listen(fd, BACKLOG) != 0) {
		refuse(fd, a, e);
		unlink(a->path);
		return -1;
	}
	return fd;
}

static int
open_tcp(const struct listen_address *a, struct err *e)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons((uint16_t)a->port) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)a->port) };
	bool is_v6 = strchr(a->host, ':') != NULL;
	int fd, on = 1, rc;

	if (inet_pton(is_v6 ? AF_INET6 : AF_INET, a->host, is_v6 ? (void *)&v6.sin6_addr : (void *)&v4.sin_addr) != 1)
		return err_set(e, ERR_LOCAL, "listen %s: not an address", a->text);
	fd = open_socket(is_v6 ? AF_INET6 : AF_INET);
	if (fd == -1)
		return refuse(fd, a, e);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)); /* a restart must not wait for old connections */
	/* so that "::" and "0.0.0.0" can stand side by side */
	if (is_v6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	rc = is_v6 ? bind(fd, (const struct sockaddr *)&v6, sizeof(v6)) : bind(fd, (const struct sockaddr *)&v4, sizeof(v4));
	if (rc != 0 || listen(fd, BACKLOG) != 0)
		return refuse(fd, a, e);
	return fd;
}

int
listen_open(const struct listen_address *a, struct err *e)
{
	return a->path != NULL ? open_unix(a, e) : open_tcp(a, e);
}

static unsigned
port_of(int fd)
{
	struct sockaddr_storage at = { 0 };
	socklen_t n = sizeof(at);

	if (getsockname(fd, (struct sockaddr *)&at, &n) != 0)
		return 0;
	return ntohs(at.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&at)->sin6_port : ((struct sockaddr_in *)&at)->sin_port);
}

char *
listen_url(const struct listen_address *a, int fd)
{
	if (a->path != NULL)
		return mem_printf("unix:%s", a->path);
	return mem_printf(strchr(a->host, ':') != NULL ? "http://[%s]:%u" : "http://%s:%u", a->host, port_of(fd));
}
