#include "config.h"
#include "check.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "settings/opml.h"
#include "settings/settings.h"

/* A folder for one test, and what was loaded from it. */
struct bench {
	char dir[32];
	char *conf;
	struct mistakes mistakes;
	struct settings *s;
};

static int
set_up(void **state)
{
	struct bench *b = mem_zalloc(sizeof(*b));

	strcpy(b->dir, "/tmp/settings.XXXXXX");
	assert_non_null(mkdtemp(b->dir));
	b->conf = mem_printf("%s/feedwright.conf", b->dir);
	mistakes_init(&b->mistakes);
	setenv("STATE_DIRECTORY", "/var/lib/given:/other", 1);
	setenv("WORD", "from-outside", 1);
	*state = b;
	return 0;
}

static int
on_file(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static void
forget(struct bench *b)
{
	settings_free(b->s);
	b->s = NULL;
	mistakes_release(&b->mistakes);
}

static int
tear_down(void **state)
{
	struct bench *b = *state;

	forget(b);
	assert_int_equal(nftw(b->dir, on_file, 8, FTW_DEPTH | FTW_PHYS), 0);
	free(b->conf);
	free(b);
	return 0;
}

static void
put(struct bench *b, const char *name, const char *text)
{
	char *path = mem_printf("%s/%s", b->dir, name);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, 0600), 0);
	free(path);
}

static void
load(struct bench *b, const char *text)
{
	forget(b);
	put(b, "feedwright.conf", text);
	b->s = settings_load(b->conf, &b->mistakes);
}

static char *
printed(const struct mistakes *m)
{
	char *text = NULL;
	size_t n;
	FILE *f = open_memstream(&text, &n);

	assert_non_null(f);
	mistakes_print(m, f);
	assert_int_equal(fclose(f), 0);
	return text;
}

static void
load_good(struct bench *b, const char *claim, const char *text)
{
	load(b, text);
	if (b->s == NULL || b->mistakes.n > 0)
		fail_msg("%s: %s", claim, printed(&b->mistakes));
}

/* ---- what is understood ---- */

static void
test_defaults(void **state)
{
	struct bench *b = *state;
	struct source usual;

	settings_source_defaults(&usual);
	load_good(b, "an empty file", "");
	assert_int_equal(b->s->n_listen, 1);
	assert_string_equal(b->s->listen[0].host, "127.0.0.1");
	assert_int_equal(b->s->listen[0].port, 8080);
	assert_string_equal(b->s->public_url, "http://127.0.0.1:8080");
	assert_string_equal(b->s->state_dir, "/var/lib/given");
	assert_string_equal(b->s->output_dir, "/var/lib/given/public");
	assert_string_equal(b->s->control_socket, "/var/lib/given/control.sock");
	assert_string_equal(b->s->store, "sqlite:");
	assert_string_equal(b->s->log_level, "info");
	assert_int_equal(b->s->connections, 64);
	assert_int_equal(b->s->host_connections, 1);
	assert_int_equal(b->s->host_spacing_ms, 1000);
	assert_int_equal(b->s->workers, 0);
	assert_int_equal(b->s->n_sources, 0);
	assert_int_equal(b->s->n_feeds, 1);
	assert_string_equal(b->s->feeds[0].name, "all");
	assert_string_equal(b->s->feeds[0].from[0], "*");
	assert_ptr_equal(settings_feed(b->s, "all"), &b->s->feeds[0]);
	assert_int_equal(usual.every_s, 3600);
	assert_int_equal(usual.timeout_s, 60);
	assert_false(usual.allow_private);
}

static void
test_top(void **state)
{
	struct bench *b = *state;
	char *want;

	load_good(b, "every key of the top",
	    "listen = {\"0.0.0.0:80\", \"[::1]:0\", 'unix:run/http.sock'}; public-url = \"https://planet.example.org/x//\"\n"
	    "state-dir = state/  output-dir = \"\"  store = \"sqlite:../ledger.db\"  control-socket = /run/c.sock\n"
	    "connections = 8 host-connections = 2 host-spacing = 250ms workers = 3 log-level = debug // rest\n");
	assert_int_equal(b->s->n_listen, 3);
	assert_int_equal(b->s->listen[0].port, 80);
	assert_string_equal(b->s->listen[1].host, "::1");
	assert_int_equal(b->s->listen[1].port, 0);
	assert_null(b->s->listen[2].host);
	want = mem_printf("%s/run/http.sock", b->dir);
	assert_string_equal(b->s->listen[2].path, want);
	free(want);
	assert_string_equal(b->s->public_url, "https://planet.example.org/x");
	want = mem_printf("%s/state", b->dir);
	assert_string_equal(b->s->state_dir, want);
	free(want);
	assert_null(b->s->output_dir);
	assert_string_equal(b->s->store, "sqlite:/tmp/ledger.db");
	assert_string_equal(b->s->control_socket, "/run/c.sock");
	assert_int_equal(b->s->connections, 8);
	assert_int_equal(b->s->host_connections, 2);
	assert_int_equal(b->s->host_spacing_ms, 250);
	assert_int_equal(b->s->workers, 3);
	assert_string_equal(b->s->log_level, "debug");

	load_good(b, "listening nowhere", "listen = \"\"");
	assert_int_equal(b->s->n_listen, 0);
	assert_string_equal(b->s->public_url, "http://localhost");
	load_good(b, "every interface", "listen = \"[::]:81\"");
	assert_string_equal(b->s->public_url, "http://localhost:81");
	load_good(b, "an IPv6 address", "listen = {\"unix:/run/x\", \"[::1]:81\"}");
	assert_string_equal(b->s->public_url, "http://[::1]:81");
}

static void
test_state_dir(void **state)
{
	struct bench *b = *state;

	unsetenv("STATE_DIRECTORY");
	setenv("XDG_STATE_HOME", "/home/x/state", 1);
	load_good(b, "no service manager", "");
	assert_string_equal(b->s->state_dir, geteuid() == 0 ? "/var/lib/feedwright" : "/home/x/state/feedwright");
}

static void
test_ledger_keys(void **state)
{
	struct bench *b = *state;
	const struct source *s;
	const struct feed *f;

	load_good(b, "how articles are known, dated and kept",
	    "defaults { future = hold retain.age = 365d }\n"
	    "source \"one\" { url = https://example.org/1 identity = link backfill = 5 retain.max = 1000 retain.min = 20 }\n"
	    "source \"two\" { url = https://example.org/2 backfill = none future = keep }\n"
	    "source \"three\" { url = https://example.org/3 backfill = all }\n"
	    "feed \"f\" { from = {\"*\"} updates = new-entry tombstones = yes }\n"
	    "feed \"c\" { from = {\"one\"} kind = corrections }\n");
	s = settings_source(b->s, "one");
	assert_int_equal(s->identity, IDENTITY_LINK);
	assert_int_equal(s->future, FUTURE_HOLD);
	assert_true(s->has_backfill && s->backfill_max == 5);
	assert_int_equal(s->retain_age_s, 365 * 86400);
	assert_true(s->retain_max == 1000 && s->retain_min == 20);
	s = settings_source(b->s, "two");
	assert_true(s->has_backfill && s->backfill_max == 0 && s->future == FUTURE_KEEP && s->identity == IDENTITY_AUTO);
	assert_int_equal(s->retain_min, 50);
	assert_false(settings_source(b->s, "three")->has_backfill);
	f = settings_feed(b->s, "f");
	assert_true(f->updates == UPDATES_NEW_ENTRY && f->has_tombstones && f->kind == FEED_ARTICLES);
	assert_int_equal(settings_feed(b->s, "c")->kind, FEED_CORRECTIONS);
}

static void
test_source(void **state)
{
	struct bench *b = *state;
	const struct source *s;
	char *want;

	put(b, "password", "open sesame \r\nsecond line\n");
	assert_int_equal(mkdir((want = mem_printf("%s/texts", b->dir)), 0700), 0);
	load_good(b, "every key of a source",
	    "source \"one\" { url = https://example.org/a?b=c#d kind = feed title = \" One \" tags = {\"x y\", z, \"x y\"}\n"
	    " every = \"2 d\" timeout = 1500ms max-size = 64K items = 7 user-agent = 'a \"b\"' headers = {\"X-A:  1 \", \"Accept: x/y\"}\n"
	    " username = me password-file = password proxy = \"socks5h://127.0.0.1:9050\" cookies = \"a=b; c=d\" allow-private = yes }\n"
	    "# defaults count wherever they stand\n"
	    "defaults { every = 90s timeout = 5s tags = {d} headers = {\"X-D: 1\"} kind = feed user-agent = all }\n"
	    "source \"two\" { path = ./texts/ on-delete = expire every = 1s }\n"
	    "source \"three\" { url = 'file:///srv/feed.xml' user-agent = \"\" headers = {} tags = {} }\n");
	assert_int_equal(b->s->n_sources, 3);
	s = settings_source(b->s, "one");
	assert_ptr_equal(s, &b->s->sources[0]);
	assert_string_equal(s->url, "https://example.org/a?b=c#d");
	assert_int_equal(s->kind, SOURCE_FEED);
	assert_string_equal(s->title, "One");
	assert_int_equal(s->n_tags, 2);
	assert_string_equal(s->tags[0], "x y");
	assert_string_equal(s->tags[1], "z");
	assert_int_equal(s->every_s, 2 * 24 * 3600);
	assert_int_equal(s->timeout_s, 2);
	assert_int_equal(s->size_max, 65536);
	assert_int_equal(s->items_max, 7);
	assert_string_equal(s->user_agent, "a \"b\"");
	assert_int_equal(s->n_headers, 2);
	assert_string_equal(s->headers[0].name, "X-A");
	assert_string_equal(s->headers[0].value, "1");
	assert_string_equal(s->username, "me");
	assert_string_equal(s->password, "open sesame ");
	assert_string_equal(s->proxy, "socks5h://127.0.0.1:9050");
	assert_string_equal(s->cookies, "a=b; c=d");
	assert_true(s->allow_private);
	assert_int_equal(s->line, 1);
	assert_string_equal(s->file, b->conf);

	s = settings_source(b->s, "two");
	assert_int_equal(s->kind, SOURCE_FOLDER);
	assert_string_equal(s->path, want);
	assert_int_equal(s->on_delete, ON_DELETE_EXPIRE);
	assert_int_equal(s->every_s, 1);
	assert_int_equal(s->n_tags, 1);
	assert_string_equal(s->tags[0], "d");
	assert_int_equal(s->line, 6);

	s = settings_source(b->s, "three");
	assert_int_equal(s->kind, SOURCE_FEED);
	assert_int_equal(s->every_s, 90);
	assert_int_equal(s->n_tags, 0);
	assert_int_equal(s->n_headers, 0);
	assert_null(s->user_agent);
	assert_null(settings_source(b->s, "four"));
	assert_string_equal(settings_nearest_source(b->s, "thee"), "three");
	assert_null(settings_nearest_source(b->s, "elsewhere"));
	free(want);
}

static void
test_feeds(void **state)
{
	struct bench *b = *state;
	const struct feed *f;

	load_good(b, "every key of a feed",
	    "feed \"f\" { from = {c, \"tag:x\", a, \"tag:x\"} title = T description = D link = \"https://example.org/\" language = de-CH\n"
	    " author = A items = 9 }\n"
	    "feed \"rest\" { }\n"
	    "feed \"one\" { from = b }\n"
	    "source \"a\" { url = \"http://a.example/\" tags = {x} }\n"
	    "source \"b\" { url = \"http://b.example/\" tags = {x, y} }\n"
	    "source \"c\" { url = \"http://c.example/\" }\n"
	    "source \"d\" { url = \"http://d.example/\" }\n");
	assert_int_equal(b->s->n_feeds, 3);
	f = settings_feed(b->s, "f");
	assert_int_equal(f->n_from, 4);
	assert_string_equal(f->from[1], "tag:x");
	assert_int_equal(f->n_sources, 3);
	assert_int_equal(f->sources[0], 0);
	assert_int_equal(f->sources[1], 1);
	assert_int_equal(f->sources[2], 2);
	assert_string_equal(f->title, "T");
	assert_string_equal(f->description, "D");
	assert_string_equal(f->link, "https://example.org/");
	assert_string_equal(f->language, "de-CH");
	assert_string_equal(f->author, "A");
	assert_int_equal(f->items_max, 9);
	assert_int_equal(settings_feed(b->s, "rest")->n_sources, 4);
	assert_int_equal(settings_feed(b->s, "one")->n_sources, 1);
	assert_int_equal(settings_feed(b->s, "one")->sources[0], 1);
	assert_null(settings_feed(b->s, "all"));
}

static void
test_language(void **state)
{
	static const struct {
		const char *claim, *title, *want;
	} cases[] = {
		{ "escapes", "\"a \\\"b\\\" \\\\ \\u00e9\\ud83d\\ude00 \\${X}\"", "a \"b\" \\ é😀 ${X}" },
		{ "single quotes take everything literally", "'a \\n ${WORD} \"'", "a \\n ${WORD} \"" },
		{ "the environment in quotation marks", "\"<${WORD}>\"", "<from-outside>" },
		{ "the environment in a bare word", "x${WORD}y", "xfrom-outsidey" },
		{ "what to take when it is not set", "\"${NO_SUCH_NAME:-b c}\"", "b c" },
		{ "a number sign inside a word is none of a comment", "a#b", "a#b" },
		{ "comments where a token could stand", "/* a\n b */ x # c", "x" },
	};
	struct bench *b = *state;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		char *text = mem_printf("feed x { title = %s\n}", cases[i].title);

		load_good(b, cases[i].claim, text);
		expect_text(cases[i].claim, str_from(b->s->feeds[0].title), cases[i].want);
		free(text);
	}
}

static void
test_include(void **state)
{
	struct bench *b = *state;
	char *dir = mem_printf("%s/conf.d", b->dir);

	assert_int_equal(mkdir(dir, 0700), 0);
	free(dir);
	put(b, "conf.d/2.conf", "source \"b\" { url = \"http://b.example/\" }\n");
	put(b, "conf.d/1.conf", "source \"a\" { url = \"http://a.example/\" }\nworkers = 2\n");
	put(b, "conf.d/3.txt", "garbage");
	load_good(b, "files of a pattern come in the order of their names",
	    "include(\"conf.d/*.conf\")\ninclude(\"none/*.conf\")\nsource \"c\" { url = \"http://c.example/\" }");
	assert_int_equal(b->s->n_sources, 3);
	assert_string_equal(b->s->sources[0].name, "a");
	assert_string_equal(b->s->sources[2].name, "c");
	assert_int_equal(b->s->workers, 2);
}

static void
test_sites(void **state)
{
	struct bench *b = *state;
	char *dir = mem_printf("%s/sites", b->dir), *other = mem_printf("%s/rules", b->dir), *text;
	const struct site *found[SITES_FOR_MAX];

	load_good(b, "without a folder", "");
	assert_int_equal(b->s->n_sites, 0);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(mkdir(other, 0700), 0);
	put(b, "sites/2.conf", "site \"b.example\" { content = a }\n");
	put(b, "sites/1.conf", "site \"a.example\" { content = a }\n");
	put(b, "sites/3.txt", "garbage");
	put(b, "rules/a.conf", "site \"a.example\" { content = b }\n");
	load_good(b, "the folder beside the configuration, behind its own sites", "site \"c.example\" { content = c }");
	assert_int_equal(b->s->n_sites, 3);
	assert_string_equal(b->s->sites[0].name, "c.example");
	assert_string_equal(b->s->sites[1].name, "a.example");
	load_good(b, "another folder", "sites-dir = rules");
	assert_int_equal(settings_sites_for(b->s, "http://a.example/x", found), 1);
	assert_string_equal(found[0]->rules[RULE_CONTENT].v[0].text, "b");
	load_good(b, "no folder", "sites-dir = \"\"  site \"a.example\" { content = c }");
	assert_int_equal(b->s->n_sites, 1);
	load(b, "sites-dir = nowhere");
	assert_non_null(b->s);
	assert_int_equal(b->mistakes.n, 1);
	text = printed(&b->mistakes);
	if (strstr(text, ":1:1: warning: sites-dir: ") == NULL)
		fail_msg("a folder that is not there: %s", text);
	free(text);
	load(b, "site \"a.example\" { content = c }");
	assert_null(b->s); /* twice is a mistake, wherever */
	free(dir);
	free(other);
}

/* ---- what is refused ---- */

struct complaint {
	const char *claim, *text;
	const char *want; /* all that is printed, without the file's name */
};

static void
check_complaints(struct bench *b, const struct complaint *cases, size_t n)
{
	size_t i, prefix = strlen(b->conf) + 1;

	for (i = 0; i < n; i++) {
		char *got, *line, *rest, *bare = mem_zalloc(64 << 10);

		load(b, cases[i].text);
		got = printed(&b->mistakes);
		for (line = strtok_r(got, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
			strcat(bare, strncmp(line, b->conf, prefix - 1) == 0 ? line + prefix : line);
			strcat(bare, "\n");
		}
		if (strcmp(bare, cases[i].want) != 0)
			fail_msg("%s: got\n%s", cases[i].claim, bare);
		if ((b->s == NULL) != (strstr(cases[i].want, " error: ") != NULL))
			fail_msg("%s: only errors stop it", cases[i].claim);
		free(bare);
		free(got);
	}
}

#define URL "url = \"http://a.example/\""

static void
test_mistakes(void **state)
{
	static const struct complaint cases[] = {
		{ "all of them in one run", "stat-dir = /x\nsource \"a\" {\n  " URL " evry = 5m\n  kind = fed\n}\nfeed \"f\" { from = aa }\nfeeed \"g\" { }\n",
		    "1:1: error: unknown key stat-dir: did you mean state-dir?\n"
		    "3:29: error: unknown key evry: did you mean every?\n"
		    "4:10: error: kind: \"fed\" is not one of auto, feed, page, json, sitemap, maildir or folder: did you mean \"feed\"?\n"
		    "6:19: error: from: \"aa\" is no source\n"
		    "7:1: error: unknown section feeed: did you mean feed?\n" },
		{ "a key in the wrong place", "every = 5m\nfeed \"f\" { listen = x }\ndefaults { url = x from = y }\n",
		    "1:1: error: every stands in defaults or a source, not here\n"
		    "2:12: error: listen stands at the top of the file, not here\n"
		    "3:12: error: url stands in a source, not here\n"
		    "3:20: error: from stands in a feed, not here\n" },
		{ "a word cut short", "log-level = warn", "1:13: error: log-level: \"warn\" is not one of error, warning, info or debug: did you mean \"warning\"?\n" },
		{ "a key twice", "workers = 1\nworkers = 2", "2:1: error: workers is set twice: first on line 1\n" },
		{ "a list where one value goes", "workers = {1, 2}", "1:1: error: workers takes one value, not a list\n" },
		{ "an address asked too often", "source \"a\" { " URL " every = 30s }", "1:48: error: every: \"30s\" is too short (from 1 minute to 30 days)\n" },
		{ "an address asked too rarely", "defaults { every = 31d }", "1:20: error: every: \"31d\" is too long (from 1 minute to 30 days)\n" },
		{ "a folder looked at too often", "source \"a\" { path = \".\" every = 999ms }",
		    "1:33: error: every: \"999ms\" is too short (from 1 second to 30 days)\n" },
		{ "a number with no unit", "host-spacing = 5", "1:16: error: host-spacing: \"5\" is no duration: it is a whole number with its unit, such as 500ms, 90s, 5m, 1h or 2d\n" },
		{ "a number past every number", "host-spacing = 99999999999999999999d", "1:16: error: host-spacing: \"99999999999999999999d\" is too long (from 0 seconds to 1 hour)\n" },
		{ "a size", "defaults { max-size = 65M }", "1:23: error: max-size: \"65M\" is too large (from 1 KiB to 64 MiB)\n" },
		{ "a number", "connections = 0", "1:15: error: connections: \"0\" is too small (from 1 to 4096)\n" },
		{ "a truth", "defaults { allow-private = maybe }", "1:28: error: allow-private: \"maybe\" is not one of true, false, yes, no, on or off\n" },
		{ "names", "source \"a b\" { " URL " }\nsource { " URL " }\nsource \"x\" { " URL " }\nsource \"x\" { url = \"http://b.example/\" }\nsource \"..\" { " URL " }\n",
		    "1:1: error: source: \"a b\" is no name: only letters and digits of ASCII, '.', '_' and '-' may stand in it\n"
		    "2:1: error: a source needs a name: source \"name\" { … }\n"
		    "4:1: error: source: \"x\" is the name of another source already\n"
		    "5:1: error: source: \"..\" is no name: it may not begin with '.'\n" },
		{ "no address, two of them, the wrong one", "source \"a\" { }\nsource \"b\" { " URL " path = . }\nsource \"c\" { kind = folder url = \"http://c.example/\" }\nsource \"d\" { kind = feed path = . }\n",
		    "1:1: error: source \"a\" has neither url nor path nor command\n"
		    "2:47: error: a source has url or path, not both\n"
		    "3:21: error: kind: a folder has a path, not an url\n"
		    "4:21: error: kind: what is fetched has an url, not a path (file:/// for a file)\n" },
		{ "another scheme", "source \"a\" { url = \"ftp://a.example/\" }", "1:20: error: url: \"ftp://a.example/\" is no address that begins with http:// or https:// or file:///\n" },
		{ "a folder that is not there", "source \"a\" { path = /no/such/folder }", "1:21: warning: path: /no/such/folder: No such file or directory\n" },
		{ "keys without a meaning", "source \"a\" { path = . timeout = 5s }\nsource \"b\" { " URL " on-delete = keep }",
		    "1:23: warning: timeout has no meaning for a source with path\n"
		    "2:40: warning: on-delete has no meaning for a source with url\n" },
		{ "one address twice", "source \"a\" { " URL " }\nsource \"b\" { " URL " }", "2:20: warning: url: source \"a\" fetches the same address\n" },
		{ "from", "source \"one\" { " URL " tags = {news} }\nfeed \"f\" { from = {oen, \"tag:newz\", news, \"\"} }\nfeed \"g\" { from = {} }\n",
		    "2:20: error: from: \"oen\" is no source: did you mean \"one\"?\n"
		    "2:25: error: from: \"tag:newz\" names a tag that no source has: did you mean \"tag:news\"?\n"
		    "2:37: error: from: \"news\" is a tag, no source: write \"tag:news\"\n"
		    "2:43: error: from: \"\" is no source\n"
		    "3:12: error: from: the list is empty (\"*\" is every source)\n" },
		{ "a feed called as the index page", "feed \"index\" { }", "1:1: error: feed: \"index\" is the name of the page that lists the feeds\n" },
		{ "a language", "feed \"f\" { language = \"german!\" }", "1:23: error: language: \"german!\" is no language tag such as en, de-CH or zh-Hant\n" },
		{ "places to listen", "listen = {\"localhost:80\", \"::1:80\", \"127.0.0.1:x\", \"127.0.0.1:65536\"}",
		    "1:11: error: listen: \"localhost:80\" is no place to listen: it is an address with its port (127.0.0.1:8080, [::1]:8080, 0.0.0.0:80) or unix:PATH\n"
		    "1:27: error: listen: \"::1:80\" is no place to listen: it is an address with its port (127.0.0.1:8080, [::1]:8080, 0.0.0.0:80) or unix:PATH\n"
		    "1:37: error: listen: \"127.0.0.1:x\" has no port from 0 to 65535\n"
		    "1:52: error: listen: \"127.0.0.1:65536\" has no port from 0 to 65535\n" },
		{ "the ledger beside the published files", "state-dir = /srv/x/state\noutput-dir = /srv/x",
		    "2:1: error: output-dir: with it state-dir would be published, which is /srv/x/state\n" },
		{ "a line end in a title", "feed \"f\" { title = \"a\\nb\" }", "1:20: error: title: \"a b\" has a line end or another control character in it\n" },
		{ "subscription lists", "subscriptions = {\"none/*.opml\"}", "1:18: warning: subscriptions: no file matches none/*.opml\n" },
		{ "an unset variable", "state-dir = \"${NO_SUCH_NAME}/x\"", "1:14: error: environment variable NO_SUCH_NAME is not set\n" },
	};

	unsetenv("NO_SUCH_NAME");
	check_complaints(*state, cases, COUNT(cases));
}

static void
test_syntax(void **state)
{
	static const struct complaint cases[] = {
		{ "a section without its end", "source \"a\" {\n  " URL "\n", "1:1: error: this section is never closed with }\n" },
		{ "a section in a section, told once", "source \"a\" {\n  " URL "\nsource \"b\" {\n  url = \"http://b.example/\"\n}\n",
		    "3:1: error: a section inside the source of line 1: is a } missing before it\n" },
		{ "a brace too many", "}\nworkers = 0\n", "1:1: error: } without a {\n2:11: error: workers: \"0\" is too small (from 1 to 256)\n" },
		{ "a list without its end", "source \"a\" { " URL "\n tags = {\"x\",\n \"y\"\n every = 5m\n}\nworkers = 0\n",
		    "4:2: error: the list that begins on line 2 is not closed with }\n6:11: error: workers: \"0\" is too small (from 1 to 256)\n" },
		{ "a list without its comma", "source \"a\" { " URL " tags = {\"x\" \"y\"} }",
		    "1:52: error: a list is written {\"one\", \"two\"}: a comma is missing before this\n" },
		{ "a string without its end", "state-dir = \"/x\nworkers = 0", "1:13: error: this string is not closed on its line\n2:11: error: workers: \"0\" is too small (from 1 to 256)\n" },
		{ "no value", "workers =\nlog-level = info", "1:1: error: workers has no value behind its =\n" },
		{ "no equals sign", "workers 5\nconnections = 0", "1:1: error: this is neither key = value, nor a section (word \"name\" { … }), nor include(\"pattern\")\n2:15: error: connections: \"0\" is too small (from 1 to 4096)\n" },
		{ "an escape that is none", "state-dir = \"\\q\"", "1:14: error: unknown escape (known are \\\" \\\\ \\n \\t \\$ \\uXXXX; '…' takes everything literally)\n" },
		{ "a comment without its end", "/* a\n b", "1:1: error: this comment is never closed\n" },
		{ "a byte that is no text", "log-level = info\n# \xff\n", "2:3: error: a byte that is not UTF-8 text (0xff)\n" },
		{ "an include without its end", "include(\"x\"\nworkers = 0", "1:1: error: include is written include(\"pattern\")\n2:11: error: workers: \"0\" is too small (from 1 to 256)\n" },
		{ "an include in a section", "feed \"f\" { include(\"x\") }", "1:12: error: include() cannot stand inside a section\n" },
	};

	check_complaints(*state, cases, COUNT(cases));
}

static void
test_include_mistakes(void **state)
{
	struct bench *b = *state;
	char *got, *want;

	put(b, "other.conf", "\nworkers = x\ninclude(\"feedwright.conf\")\n");
	load(b, "include(\"other.conf\")\ninclude(\"missing.conf\")\n");
	got = printed(&b->mistakes);
	want = mem_printf("%s:2:9: error: cannot read %s/missing.conf: No such file or directory\n"
			  "%s/other.conf:2:11: error: workers: \"x\" is no whole number (from 1 to 256)\n"
			  "%s/other.conf:3:9: error: cannot read %s: it includes itself\n",
	    b->conf, b->dir, b->dir, b->dir, b->conf);
	assert_string_equal(got, want);
	assert_null(b->s);
	free(got);
	free(want);
	mistakes_release(&b->mistakes);
	b->s = settings_load("/no/such/folder/x.conf", &b->mistakes);
	assert_null(b->s);
	got = printed(&b->mistakes);
	assert_string_equal(got, "/no/such/folder/x.conf: error: cannot read it: No such file or directory\n");
	free(got);
}

static void
test_secrets(void **state)
{
	static const char *const texts[] = {
		"source \"a\" { url = \"https://me:hushhush@a.example/\" }",
		"source \"a\" { " URL " headers = {\"hushhush\", \"Cookie: hushhush\", \"X-A: \\nhushhush\"} }",
		"source \"a\" { " URL " cookies = \"a=\\nhushhush\" username = \"\\nhushhush\" proxy = \"foo://hushhush\" }",
		"source \"a\" { " URL " password-file = bad }",
		"store = \"postgresql://me:hushhush@db.example/x\"",
		"source \"${HUSH}!\" { " URL " every = \"${HUSH}\" kind = ${HUSH} tags = {\"x${HUSH}\\n\"} }\nlisten = \"${HUSH}\"\nsubscriptions = \"${HUSH}*\"\n",
		"source \"a\" { url = \"${HUSH}\" path = \"x\" }\nfeed \"f\" { from = {\"${HUSH}\", \"tag:${HUSH}\"} }",
		"source \"a\" { " URL " cookies = \"a\"hushhush\" }",
	};
	struct bench *b = *state;
	size_t i;

	setenv("HUSH", "hushhush", 1);
	put(b, "bad", "\nhushhush\n");
	for (i = 0; i < COUNT(texts); i++) {
		char *got;

		load(b, texts[i]);
		got = printed(&b->mistakes);
		assert_null(b->s);
		if (strstr(got, "hushhush") != NULL)
			fail_msg("shown: %s", got);
		free(got);
	}
}

/* ---- subscription lists ---- */

static void
test_subscriptions(void **state)
{
	struct bench *b = *state;
	const struct source *s;
	char *got, *first;

	put(b, "list.opml",
	    "<?xml version='1.0'?>\n<opml version='2.0'><head><title>x</title></head><body>\n"
	    "<outline text='News'><outline text='Planet &amp; co' xmlUrl='https://www.planet.example/feed.xml?a=1&amp;b=2'/>\n"
	    "<outline title='World'><outline text='w' title='The world' xmlUrl='feed://w.example/' category='/a/b, c'/></outline></outline>\n"
	    "<outline text='own' xmlUrl='http://own.example/'/>\n"
	    "<outline text='Again'><outline text='w' xmlUrl='http://w.example/'/></outline>\n"
	    "<outline text='home' xmlUrl='http://192.168.1.1/feed'/><outline text='bad' xmlUrl='ftp://x/'/>\n"
	    "<outline text='off' isComment='true'><outline text='no' xmlUrl='http://no.example/'/></outline>\n"
	    "</body></opml>\n");
	load(b, "subscriptions = \"*.opml\"\ndefaults { tags = {d} every = 2h kind = folder }\nsource \"own\" { url = \"http://own.example/\" }\n"
		"feed \"f\" { from = {\"tag:News\", \"tag:gone\"} }");
	assert_non_null(b->s);
	assert_int_equal(b->s->n_sources, 3);
	s = settings_source(b->s, "planet.example-feed.xml-a-1-b-2");
	assert_non_null(s);
	assert_string_equal(s->url, "https://www.planet.example/feed.xml?a=1&b=2");
	assert_string_equal(s->title, "Planet & co");
	assert_int_equal(s->n_tags, 1);
	assert_string_equal(s->tags[0], "News");
	assert_int_equal(s->every_s, 7200);
	assert_int_equal(s->kind, SOURCE_AUTO);
	assert_int_equal(s->line, 3);
	s = settings_source(b->s, "w.example");
	assert_non_null(s);
	assert_string_equal(s->url, "http://w.example/");
	assert_string_equal(s->title, "The world");
	assert_int_equal(s->n_tags, 5);
	assert_string_equal(s->tags[1], "World");
	assert_string_equal(s->tags[2], "a/b");
	assert_string_equal(s->tags[4], "Again");
	assert_int_equal(settings_feed(b->s, "f")->n_sources, 2);
	assert_int_equal(b->s->n_subscriptions, 1);
	got = printed(&b->mistakes);
	first = mem_printf("%s:4:32: warning: from: \"tag:gone\" names a tag that no source has\n", b->conf);
	assert_int_equal(strncmp(got, first, strlen(first)), 0);
	assert_non_null(strstr(got, "list.opml:7:1: warning: xmlUrl: \"http://192.168.1.1/feed\" is an address of this machine or a private network"));
	assert_non_null(strstr(got, "list.opml:7:1: warning: xmlUrl: \"ftp://x/\" is no address"));
	assert_int_equal(b->mistakes.n, 3);
	free(got);
	free(first);
}

static void
on_outline(const struct opml_outline *o, void *arg)
{
	(void)o;
	++*(unsigned *)arg;
}

static void
test_opml(void **state)
{
	static const struct {
		const char *claim, *text, *want;
		unsigned line, n;
	} cases[] = {
		{ "an empty file", " \n", "no subscription list: it is empty", 0, 0 },
		{ "a web page", "<html><body/></html>", "no subscription list: its root is <html>, not <opml>", 1, 0 },
		{ "a DOCTYPE", "<!DOCTYPE opml [<!ENTITY a 'b'>]>\n<opml><body><outline text='&a;' xmlUrl='http://a/'/></body></opml>",
		    "a subscription list may have no <!DOCTYPE>", 1, 0 },
		{ "a DOCTYPE of another file", "<?xml version='1.0'?>\n<!DOCTYPE opml SYSTEM 'file:///etc/passwd'>\n<opml/>",
		    "a subscription list may have no <!DOCTYPE>", 2, 0 },
		{ "an ampersand alone", "<opml><body>\n<outline text='1' xmlUrl='http://a/'/>\n<outline text='2' xmlUrl='http://a/?b&c'/></body></opml>",
		    "no well-formed XML: ", 3, 1 },
		{ "cut off", "<opml><body>\n<outline text='1' xmlUrl='http://a/'/>\n<outline ", "no well-formed XML: ", 3, 1 },
		{ "other capitals", "<OPML><body><Outline Text='1' xmlURL='http://a/'/></body></OPML>", NULL, 0, 1 },
		{ "a list of nothing", "<opml version='1.0'><body/></opml>", NULL, 0, 0 },
		{ "UTF-16", NULL, NULL, 0, 1 },
	};
	static const char *const wide = "<?xml version='1.0' encoding='UTF-16'?><opml><body><outline xmlUrl='http://a/'/></body></opml>";
	char utf16[512] = "\xff\xfe";
	size_t i, n_wide = strlen(wide);

	(void)state;
	for (i = 0; i < n_wide; i++)
		utf16[2 + 2 * i] = wide[i];
	for (i = 0; i < COUNT(cases); i++) {
		struct str text = cases[i].text != NULL ? str_from(cases[i].text) : (struct str){ utf16, 2 + 2 * n_wide };
		unsigned line = 0, n = 0;
		struct err e = { 0 };
		int rc = opml_read(text, on_outline, &n, &line, &e);

		if (rc != (cases[i].want != NULL ? -1 : 0) || n != cases[i].n || line != cases[i].line ||
		    strncmp(e.text, cases[i].want != NULL ? cases[i].want : "", cases[i].want != NULL ? strlen(cases[i].want) : 0) != 0)
			fail_msg("%s: %d, %u outlines, line %u, %s", cases[i].claim, rc, n, line, e.text);
	}
}

static void
test_opml_depth(void **state)
{
	struct buf b;
	unsigned line, n = 0;
	struct err e;
	int i;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_add_c(&b, "<opml><body>");
	for (i = 0; i <= OPML_DEPTH_MAX; i++)
		buf_add_c(&b, "<outline text='x'>\n");
	assert_int_equal(opml_read(buf_str(&b), on_outline, &n, &line, &e), -1);
	assert_int_equal(e.kind, ERR_LIMIT);
	assert_string_equal(e.text, "more than 64 outlines inside one another");
	buf_release(&b);
}

/* ---- size ---- */

static void
test_many(void **state)
{
	enum { MANY = 10000 };
	struct bench *b = *state;
	struct buf text;
	int i;

	buf_init(&text, 16 << 20);
	for (i = 0; i < MANY; i++)
		buf_printf(&text, "source \"s%d\" { url = \"http://h%d.example/feed\" tags = {t%d} }\n", i, i, i % 10);
	buf_add_c(&text, "feed \"f\" { from = {\"tag:t3\", s0} }\n");
	load_good(b, "ten thousand sources", text.p);
	assert_int_equal(b->s->n_sources, MANY);
	assert_int_equal(b->s->feeds[0].n_sources, MANY / 10 + 1);
	assert_ptr_equal(settings_source(b->s, "s9999"), &b->s->sources[9999]);

	buf_clear(&text);
	for (i = 0; i < MANY; i++)
		buf_printf(&text, "feed \"f%d\" { from = \"nosuch%d\" }\nsource \"s%d\" { url = \"http://h%d.example/feed\" }\n", i, i, i, i);
	load(b, text.p);
	assert_null(b->s);
	assert_int_equal(b->mistakes.n, MISTAKES_MAX);
	assert_int_equal(b->mistakes.n_errors, MANY);
	assert_int_equal(b->mistakes.n_left_out, MANY - MISTAKES_MAX);
	buf_release(&text);
}

static void
test_sample(void **state)
{
	struct bench *b = *state;
	const char *top = getenv("srcdir");
	char *path = mem_printf("%s/conf/feedwright.conf", top != NULL ? top : ".");

	b->s = settings_load(path, &b->mistakes);
	if (b->s == NULL)
		fail_msg("the sample configuration: %s", printed(&b->mistakes));
	assert_non_null(settings_source(b->s, "articles"));
	assert_string_equal(b->s->listen[0].text, "127.0.0.1:8080");
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_defaults, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_top, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_state_dir, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_ledger_keys, set_up, tear_down), cmocka_unit_test_setup_teardown(test_source, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_feeds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_language, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_include, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_mistakes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_syntax, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_include_mistakes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_secrets, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_subscriptions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_sites, set_up, tear_down),
		cmocka_unit_test(test_opml),
		cmocka_unit_test(test_opml_depth),
		cmocka_unit_test_setup_teardown(test_many, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_sample, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
