#include "config.h"
#include "check.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "publish/file.h"
#include "publish/negotiate.h"
#include "publish/peers.h"
#include "publish/snapshot.h"

#define CHANGED_S 1700000000

struct bench {
	char dir[32];
	struct snapshots *snapshots;
};

static int
set_up(void **state)
{
	struct bench *b = mem_zalloc(sizeof(*b));

	strcpy(b->dir, "/tmp/publish.XXXXXX");
	assert_non_null(mkdtemp(b->dir));
	b->snapshots = snapshots_new();
	*state = b;
	return 0;
}

static int
tear_down(void **state)
{
	struct bench *b = *state;
	char command[64];

	snapshots_free(b->snapshots);
	snprintf(command, sizeof(command), "rm -rf %s", b->dir);
	assert_int_equal(system(command), 0);
	free(b);
	return 0;
}

/* ---- files ---- */

static char *
in_dir(const struct bench *b, const char *name)
{
	return mem_printf("%s/%s", b->dir, name);
}

static void
expect_file(const char *claim, const char *path, const char *want)
{
	char got[256];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = read(fd, got, sizeof(got));

	assert_true(n >= 0);
	close(fd);
	expect_text(claim, (struct str){ got, (size_t)n }, want);
}

static void
test_file(void **state)
{
	struct bench *b = *state;
	char *path = in_dir(b, "world.atom");
	struct stat first, again, other;
	struct err e = { 0 };
	char seen[16];
	int old;

	assert_int_equal(publish_file(path, STR("<feed/>"), &e), 0);
	expect_file("a file is written", path, "<feed/>");
	assert_int_equal(stat(path, &first), 0);
	assert_int_equal(first.st_mode & 07777, 0644);

	assert_int_equal(publish_file(path, STR("<feed/>"), &e), 0);
	assert_int_equal(stat(path, &again), 0);
	if (again.st_ino != first.st_ino ||
	    again.st_mtim.tv_nsec != first.st_mtim.tv_nsec || again.st_mtim.tv_sec != first.st_mtim.tv_sec)
		fail_msg("the same bytes leave inode and time alone");

	old = open(path, O_RDONLY | O_CLOEXEC);
	assert_int_equal(publish_file(path, STR("<feeds>"), &e), 0);
	assert_int_equal(stat(path, &other), 0);
	if (other.st_ino == first.st_ino)
		fail_msg("other bytes of the same length come as another file");
	expect_file("and replace the old ones", path, "<feeds>");
	assert_int_equal(read(old, seen, sizeof(seen)), 7);
	if (memcmp(seen, "<feed/>", 7) != 0)
		fail_msg("who has the old file open reads it to its end");
	close(old);
	assert_int_equal(publish_file(path, STR_NONE, &e), 0);
	expect_file("nothing is a body, too", path, "");
	assert_int_equal(publish_sweep(b->dir), 0);
	free(path);
}

static void
test_file_fails(void **state)
{
	struct bench *b = *state;
	char *nowhere = in_dir(b, "absent/world.atom"), *folder = in_dir(b, "folder");
	struct err e = { 0 };

	assert_int_equal(publish_file(nowhere, STR("x"), &e), -1);
	assert_int_equal(e.kind, ERR_LOCAL);
	assert_int_equal(publish_file(nowhere, STR("x"), NULL), -1);
	assert_int_equal(mkdir(folder, 0755), 0);
	assert_int_equal(publish_file(folder, STR("x"), &e), -1); /* rename() refuses */
	assert_non_null(strstr(e.text, "folder: rename: "));
	if (publish_sweep(b->dir) != 0)
		fail_msg("a failure leaves no temporary file");
	free(nowhere);
	free(folder);
}

static void
test_file_does_not_follow(void **state)
{
	struct bench *b = *state;
	char *target = in_dir(b, "target"), *link_path = in_dir(b, "link.atom");
	struct stat st;
	struct err e;

	assert_int_equal(publish_file(target, STR("same"), &e), 0);
	assert_int_equal(symlink(target, link_path), 0);
	assert_int_equal(publish_file(link_path, STR("same"), &e), 0);
	assert_int_equal(lstat(link_path, &st), 0);
	if (!S_ISREG(st.st_mode))
		fail_msg("a symbolic link is replaced by a file, never written through");
	free(target);
	free(link_path);
}

static void
test_sweep(void **state)
{
	static const char *const names[] = { ".feedwright-a1B2c3", ".feedwright-zzzzzz", ".feedwright-notes", ".feedwright-",
		"world.atom" };
	struct bench *b = *state;
	char *path;
	size_t i;
	int fd;

	for (i = 0; i < COUNT(names); i++) {
		path = in_dir(b, names[i]);
		fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
		assert_true(fd != -1);
		close(fd);
		free(path);
	}
	assert_int_equal(publish_sweep(b->dir), 2);
	assert_int_equal(publish_sweep(b->dir), 0);
	assert_int_equal(publish_sweep("/nowhere/at/all"), 0);
	for (i = 2; i < COUNT(names); i++) {
		path = in_dir(b, names[i]);
		if (access(path, F_OK) != 0)
			fail_msg("%s is not one of ours and stays", names[i]);
		free(path);
	}
}

/* ---- snapshots ---- */

static void
put_at(struct snapshots *s, const char *path, const char *body, int64_t changed_s)
{
	struct snapshot_info info = { path, "application/atom+xml; charset=utf-8", changed_s, 300 };

	snapshots_put(s, &info, str_from(body));
}

static void
put(struct snapshots *s, const char *path, const char *body)
{
	put_at(s, path, body, CHANGED_S);
}

static void
test_snapshot_stays(void **state)
{
	struct bench *b = *state;
	const struct snapshot *one, *two, *three;

	put(b->snapshots, "/a", "one");
	one = snapshot_get(b->snapshots, "/a");
	put(b->snapshots, "/a", "one");
	two = snapshot_get(b->snapshots, "/a");
	if (one != two)
		fail_msg("identical bytes keep the snapshot");
	put(b->snapshots, "/a", "two");
	three = snapshot_get(b->snapshots, "/a");
	assert_ptr_not_equal(one, three);
	assert_string_not_equal(snapshot_etag(one, false), snapshot_etag(three, false));
	expect_text("who holds the old one still reads it", snapshot_body(one), "one");
	snapshots_remove(b->snapshots, "/a");
	snapshots_remove(b->snapshots, "/a");
	assert_null(snapshot_get(b->snapshots, "/a"));
	expect_text("removed, it is still good for its holder", snapshot_body(three), "two");
	snapshot_unref(one);
	snapshot_unref(two);
	snapshot_unref(three);
	snapshot_unref(NULL);
}

static void
test_snapshot_etag(void **state)
{
	struct bench *b = *state;
	const struct snapshot *s;

	put(b->snapshots, "/a", "");
	s = snapshot_get(b->snapshots, "/a");
	/* SHA-256 of nothing */
	expect_text("32 digits of the hash", str_from(snapshot_etag(s, false)), "\"e3b0c44298fc1c149afbf4c8996fb924\"");
	expect_text("compressed: another", str_from(snapshot_etag(s, true)), "\"e3b0c44298fc1c149afbf4c8996fb924-gz\"");
	snapshot_unref(s);
}

static void
test_snapshot_date(void **state)
{
	static const struct {
		const char *claim, *body;
		int64_t given_s, want_s;
	} steps[] = {
		{ "the first date is shown as it came", "one", 1000, 1000 },
		{ "a newer one, too", "two", 2000, 2000 },
		{ "other bytes with the same date are dated now", "three", 2000, 5000 },
		{ "the same bytes and date stay", "three", 2000, 5000 },
		{ "an older date does not lead back", "three", 1500, 5000 },
		{ "a newer date that is before now does not, either", "three", 3000, 5000 },
		{ "a really newer one is shown", "four", 6000, 6000 },
		{ "no date is no date", "five", 0, 0 },
	};
	struct bench *b = *state;
	const struct snapshot *s;
	size_t i;

	clock_set(5000);
	for (i = 0; i < COUNT(steps); i++) {
		put_at(b->snapshots, "/a", steps[i].body, steps[i].given_s);
		s = snapshot_get(b->snapshots, "/a");
		if (snapshot_facts(s)->last_modified_s != steps[i].want_s)
			fail_msg("%s: %lld", steps[i].claim, (long long)snapshot_facts(s)->last_modified_s);
		snapshot_unref(s);
	}
	clock_set(-1);
}

static void
test_snapshot_gzip(void **state)
{
	static const char noise[] = "q8Zr3LxW0vTnB5sKcYdJ";
	struct bench *b = *state;
	const struct snapshot *s;
	char edge[258];

	memset(edge, 'a', sizeof(edge));
	edge[256] = '\0';
	put(b->snapshots, "/a", edge);
	s = snapshot_get(b->snapshots, "/a");
	if (snapshot_gzip(s).n != 0)
		fail_msg("256 bytes are not worth it");
	snapshot_unref(s);
	edge[256] = 'a';
	edge[257] = '\0';
	put(b->snapshots, "/a", edge);
	s = snapshot_get(b->snapshots, "/a");
	if (snapshot_gzip(s).n == 0 || snapshot_gzip(s).n >= 257)
		fail_msg("257 bytes are");
	if (snapshot_gzip(s).p != snapshot_gzip(s).p)
		fail_msg("and are packed once");
	snapshot_unref(s);
	put(b->snapshots, "/a", noise);
	s = snapshot_get(b->snapshots, "/a");
	assert_int_equal(snapshot_gzip(s).n, 0);
	snapshot_unref(s);
}

/* ---- pure functions ---- */

static void
test_accepts_gzip(void **state)
{
	static const struct {
		const char *value;
		bool want;
	} cases[] = {
		{ NULL, false },
		{ "", false },
		{ "gzip", true },
		{ "GZip", true },
		{ "x-gzip", true },
		{ "br, gzip", true },
		{ "gzip;q=0", false },
		{ "gzip; Q=0.000", false },
		{ "gzip;q=0.001", true },
		{ "deflate , gzip ; q=0.5", true },
		{ "gzip;q=nonsense", false },
		{ "gzip;q=7", false },
		{ "*", true },
		{ "*;q=0", false },
		{ "gzip;q=0, *", false },
		{ "*;q=0, gzip", true },
		{ "identity", false },
		{ "identity, gzip;q=0.5", false },
		{ "identity;q=0.5, gzip", true },
		{ "gzipped", false },
		{ "br", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (accepts_gzip(str_from(cases[i].value)) != cases[i].want)
			fail_msg("Accept-Encoding: %s", cases[i].value);
}

static void
test_names_etag(void **state)
{
	static const struct {
		const char *list;
		bool want;
	} cases[] = {
		{ "\"a\"", true },
		{ "W/\"a\"", true },
		{ "\"b\", \"a\"", true },
		{ " \"b\" ,W/\"a\" ", true },
		{ "\"A\"", false },
		{ "a", false },
		{ "\"a-gz\"", false },
		{ "w/\"a\"", false },
		{ "\"b,*,c\"", false },
		{ "", false },
		{ ",,", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (names_etag(str_from(cases[i].list), "\"a\"") != cases[i].want)
			fail_msg("If-None-Match: %s", cases[i].list);
}

static struct sockaddr_storage
address(const char *text)
{
	struct sockaddr_storage s = { 0 };

	if (text[0] == '/') {
		s.ss_family = AF_UNIX;
	} else if (strchr(text, ':') != NULL) {
		s.ss_family = AF_INET6;
		assert_int_equal(inet_pton(AF_INET6, text, &((struct sockaddr_in6 *)&s)->sin6_addr), 1);
	} else {
		s.ss_family = AF_INET;
		assert_int_equal(inet_pton(AF_INET, text, &((struct sockaddr_in *)&s)->sin_addr), 1);
	}
	return s;
}

static void
test_peers(void **state)
{
	static const struct {
		const char *claim, *joined, *asking;
		bool want;
	} cases[] = {
		{ "a host has a limit", "192.0.2.1", "192.0.2.1", false },
		{ "its neighbour has one of its own", "192.0.2.1", "192.0.2.2", true },
		{ "a /64 is one host", "2001:db8:1:2::3", "2001:db8:1:2:ffff::9", false },
		{ "the next /64 is another", "2001:db8:1:2::3", "2001:db8:1:3::3", true },
		{ "loopback is not counted", "127.0.0.1", "127.0.0.1", true },
		{ "all of it", "127.3.2.1", "127.3.2.1", true },
		{ "nor is it in IPv6", "::1", "::1", true },
		{ "nor are UNIX sockets", "/socket", "/socket", true },
	};
	struct sockaddr_storage joined, asking;
	struct peers *p;
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		p = peers_new(2);
		joined = address(cases[i].joined);
		asking = address(cases[i].asking);
		for (k = 0; k < 2; k++) {
			assert_true(peers_have_room(p, (struct sockaddr *)&joined));
			peers_join(p, (struct sockaddr *)&joined);
		}
		if (peers_have_room(p, (struct sockaddr *)&asking) != cases[i].want)
			fail_msg("%s", cases[i].claim);
		peers_leave(p, (struct sockaddr *)&joined);
		if (!peers_have_room(p, (struct sockaddr *)&joined))
			fail_msg("%s: who leaves makes room", cases[i].claim);
		peers_leave(p, (struct sockaddr *)&joined);
		peers_leave(p, (struct sockaddr *)&joined); /* one too many is nothing */
		assert_true(peers_have_room(p, (struct sockaddr *)&joined));
		peers_free(p);
	}
	peers_free(NULL);
}

#define PLACED(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PLACED(test_file),
		PLACED(test_file_fails),
		PLACED(test_file_does_not_follow),
		PLACED(test_sweep),
		PLACED(test_snapshot_stays),
		PLACED(test_snapshot_etag),
		PLACED(test_snapshot_date),
		PLACED(test_snapshot_gzip),
		cmocka_unit_test(test_accepts_gzip),
		cmocka_unit_test(test_names_etag),
		cmocka_unit_test(test_peers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
