/*
 * Documents that were made to cost time, memory or secrets, read by a real
 * worker in its sandbox. Each must end as its row says, within the worker's
 * limits, and the same worker or its successor must read the next one.
 */
#include "config.h"
#include "check.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>
#include <uv.h>

#include "base/buf.h"
#include "worker/pool.h"
#include "worker/worker.h"

#define RSS "<rss version=\"2.0\"><channel><title>t</title>"
#define ITEM "<item><title>one</title><link>http://e.org/1</link></item>"
#define RSS_END "</channel></rss>"
#define PAGE "<!DOCTYPE html><title>t</title><body>"
#define MIB (1024U * 1024U)

struct attack {
	const char *claim;
	enum job_kind kind;
	const char *head, *piece, *middle, *second, *tail; /* head, piece n times (# is a number), middle, second n times, tail */
	unsigned n;
	const char *error; /* part of its text; NULL: it is read … */
	int items;         /* … and has so many items; -1: any number */
};

static const struct attack attacks[] = {
	{ "entities of entities", JOB_FEED,
	    "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">"
	    "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;\"><!ENTITY f "
	    "\"&e;&e;&e;&e;&e;&e;&e;&e;\">"
	    "<!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;\">]>" RSS "<item><title>&g;</title></item>" RSS_END,
	    "", "", "", "", 0, "entity of the DOCTYPE comes to more", 0 },
	{ "parameter entities of parameter entities", JOB_FEED,
	    "<!DOCTYPE rss [<!ENTITY % a \"0123456789012345678901234567890123456789\"><!ENTITY % b "
	    "\"%a;%a;%a;%a;%a;%a;%a;%a;%a;%a;%a;%a;\">"
	    "<!ENTITY % c \"%b;%b;%b;%b;%b;%b;%b;%b;%b;%b;%b;%b;\"><!ENTITY % d \"%c;%c;%c;%c;%c;%c;%c;%c;%c;%c;%c;%c;\"> %d;]>" RSS
		ITEM RSS_END,
	    "", "", "", "", 0, "entity of the DOCTYPE comes to more", 0 },
	{ "entities in a circle", JOB_FEED, "<!DOCTYPE rss [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]>" RSS ITEM RSS_END, "", "", "",
	    "", 0, "refers to itself", 0 },
	{ "one long entity many times", JOB_FEED, "<!DOCTYPE rss [<!ENTITY a \"", "aaaaaaaaaa",
	    "\">]>" RSS "<item><title>x</title><description>", "&a;", "</description></item>" RSS_END, 6000, NULL, 1 },
	{ "a flood of declarations", JOB_FEED, "<!DOCTYPE rss [", "<!ATTLIST item a CDATA \"v\">", "]>" RSS ITEM, "", RSS_END,
	    100000, "DOCTYPE is over", 0 },
	{ "entities that real feeds declare", JOB_FEED,
	    "<!DOCTYPE rss [<!ENTITY nbsp \"&#160;\"><!ENTITY me \"M. E.\">]>" RSS ITEM RSS_END, "", "", "", "", 0, NULL, 1 },
	{ "an entity that is a file", JOB_FEED,
	    "<!DOCTYPE rss [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>" RSS "<item><title>[&f;]</title></item>" RSS_END, "", "",
	    "", "", 0, NULL, 1 },
	{ "elements as deep as a well", JOB_FEED, "<rss version=\"2.0\"><channel>", "<a>", "", "</a>", RSS_END, 300000,
	    "depth over 200", 0 },
	{ "depth behind an item costs what follows only", JOB_FEED, RSS ITEM, "<a>", "", "</a>", RSS_END, 300000, NULL, 1 },
	{ "a tag of a thousand thousand attributes", JOB_FEED, RSS "<item", " a=\"b\"", "/>", "", RSS_END, 200000,
	    "start tag is over", 0 },
	{ "the end of a tag hidden in quotes", JOB_FEED, RSS "<item", " a=\">\"", "/>", "", RSS_END, 200000, "start tag is over",
	    0 },
	{ "a tag that never ends", JOB_FEED, RSS "<item ", "x", "", "", "", 2000000, "start tag is over", 0 },
	{ "a comment that never ends", JOB_FEED, RSS ITEM "<!--", "- -", "", "", "", 1000000, NULL, 1 },
	{ "more comments than text", JOB_FEED, RSS, "<!-- -->", ITEM, "", RSS_END, 500000, NULL, 1 },
	{ "more instructions than text", JOB_FEED, RSS, "<?a b?>", ITEM, "", RSS_END, 500000, NULL, 1 },
	{ "one text of megabytes", JOB_FEED, RSS "<item><title>", "word ", "</title></item>", "", RSS_END, 1500000, NULL, 1 },
	{ "items without end", JOB_FEED, RSS, "<item><title>x</title></item>", "", "", RSS_END, 200000, NULL, 2000 },
	{ "empty items without end", JOB_FEED, RSS, "<item/>", "", "", RSS_END, 1000000, NULL, -1 },
	{ "namespaces without end", JOB_FEED, RSS, "<a xmlns:b=\"urn:c\"><b:d/></a>", ITEM, "", RSS_END, 100000, NULL, 1 },
	{ "enclosures without end", JOB_FEED, RSS "<item><title>x</title>", "<enclosure url=\"http://e.org/#.mp3\"/>", "</item>",
	    "", RSS_END, 50000, NULL, 1 },
	{ "categories without end", JOB_FEED, RSS "<item><title>x</title>", "<category>#</category>", "</item>", "", RSS_END,
	    100000, NULL, 1 },
	{ "brackets as deep as a well", JOB_FEED, "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":", "[", "", "]", "}",
	    500000, "", 0 },
	{ "JSON items without end", JOB_FEED, "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[", "{\"id\":\"1\"},",
	    "{\"id\":\"2\"}]}", "", "", 300000, NULL, -1 },
	{ "a DOCTYPE in UTF-7 is one like any other", JOB_FEED,
	    "<?xml version=\"1.0\" encoding=\"utf-7\"?>+ADwAIQ-DOCTYPE rss [+ADw-!ENTITY f SYSTEM "
	    "\"file:///etc/passwd\"+AD4-]+AD4-" RSS "<item><title>&f;</title></item>" RSS_END,
	    "", "", "", "", 0, NULL, 1 },
	{ "divs in divs in divs", JOB_FEED, RSS "<item><title>x</title><description><![CDATA[", "<div>", "", "</div>",
	    "]]></description></item>" RSS_END, 300000, NULL, 1 },
	{ "formatting that is never ended", JOB_FEED, RSS "<item><title>x</title><description><![CDATA[", "<p><b><i><a href=/x>y",
	    "]]></description></item>", "", RSS_END, 100000, NULL, 1 },
	{ "objects that are never ended", JOB_FEED, RSS "<item><title>x</title><description><![CDATA[", "<object><svg><iframe>",
	    "]]></description></item>", "", RSS_END, 200000, NULL, 1 },
	{ "brackets that are no tags", JOB_FEED, RSS "<item><title>x</title><description><![CDATA[", "<![CDATA[< <",
	    "]]></description></item>", "", RSS_END, 300000, NULL, 1 },
	{ "a page of nothing but divs", JOB_PAGE, PAGE "<p>Some words of text.", "<div>", "", "</div>", "", 300000, NULL, -1 },
	{ "a page of nothing but links", JOB_LISTING, PAGE, "<a href=/a>b</a>", "", "", "", 300000, "", -1 },
	{ "a page of pictures in one figure", JOB_PAGE, PAGE "<p>Some words of text.<figure>", "<span><img src=/a.jpg></span>", "</figure>", "", "", 30000, NULL, -1 },
	{ "a page of pictures in one box", JOB_PAGE, PAGE "<p>Some words of text.<div>", "<b><img src=/a.jpg></b><i></i>", "</div>", "", "", 30000, NULL, -1 },
	{ "a page with one endless tag", JOB_PAGE, PAGE "<p", " a=b", ">text", "", "", 200000, "", -1 },
	{ "a page of tables in tables", JOB_PAGE, PAGE, "<table><tr><td>", "text", "</td></tr></table>", "", 50000, "", -1 },
	{ "after all that, a feed", JOB_FEED, RSS ITEM RSS_END, "", "", "", "", 0, NULL, 1 },
};

struct outcome {
	const struct attack *attack;
	bool is_done;
};

static void
on_done(struct answer *answer, struct arena *arena, void *arg)
{
	struct outcome *o = arg;
	const struct attack *attack = o->attack;

	(void)arena;
	o->is_done = true;
	if (answer->err.kind != ERR_NONE) {
		if (attack->error == NULL || strstr(answer->err.text, attack->error) == NULL || pool_error_is_death(&answer->err))
			fail_msg("%s: %s", attack->claim, answer->err.text);
		return;
	}
	if (attack->error != NULL && attack->error[0] != '\0')
		fail_msg("%s: was read, %u items", attack->claim, answer->document.articles.n);
	if (attack->items >= 0 && answer->document.articles.n != (uint32_t)attack->items)
		fail_msg("%s: %u items", attack->claim, answer->document.articles.n);
}

#ifdef HAVE_SANITIZERS
#define SLOWNESS 10U /* what is ten times as slow gets a tenth to do */
#else
#define SLOWNESS 1U
#endif

static void
repeat(const char *piece, unsigned n, struct buf *out)
{
	struct str s = str_from(piece);
	size_t at = str_find_char(s, '#');
	unsigned i;

	for (i = 0; i < n / SLOWNESS; i++) {
		buf_add_str(out, str_head(s, at));
		if (at != STR_NPOS)
			buf_printf(out, "%u%.*s", i, STR_ARG(str_skip(s, at + 1)));
	}
}

static void
compose(const struct attack *attack, struct buf *out)
{
	buf_clear(out);
	buf_add_c(out, attack->head);
	repeat(attack->piece, attack->n, out);
	buf_add_c(out, attack->middle);
	repeat(attack->second, attack->n, out);
	buf_add_c(out, attack->tail);
	assert_false(out->is_full);
}

static void
on_closed(void *arg)
{
	*(bool *)arg = true;
}

static char self[4096];

static void
test_attacks(void **state)
{
	struct pool_options options = { .program = self, .n_workers = 1, .deadline_ms = 600000 };
	bool is_closed = false;
	struct pool_status st;
	struct rusage usage;
	struct pool *pool;
	struct buf bytes;
	uv_loop_t loop;
	size_t i;

	(void)state;
	assert_int_equal(uv_loop_init(&loop), 0);
	pool = pool_new(&loop, &options);
	buf_init(&bytes, 16 * MIB);
	for (i = 0; i < COUNT(attacks); i++) {
		struct outcome o = { &attacks[i], false };
		struct job job = { .kind = attacks[i].kind, .url = STR("http://e.org/") };

		compose(&attacks[i], &bytes);
		job.bytes = buf_str(&bytes);
		pool_start(pool, &job, on_done, &o);
		while (!o.is_done)
			uv_run(&loop, UV_RUN_ONCE);
	}
	pool_status(pool, &st);
	assert_int_equal(st.n_killed, 0);
	pool_close(pool, on_closed, &is_closed);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_true(is_closed);
	assert_int_equal(uv_loop_close(&loop), 0);
	buf_release(&bytes);
	assert_int_equal(getrusage(RUSAGE_CHILDREN, &usage), 0);
#ifndef HAVE_SANITIZERS
	if (usage.ru_maxrss > 256 * 1024)
		fail_msg("a worker had %ld KiB of memory", usage.ru_maxrss);
#endif
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_attacks) };
	ssize_t n;

	if (argc > 1 && strcmp(argv[1], "worker") == 0)
		return worker_main(argc > 2);
	signal(SIGPIPE, SIG_IGN);
	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n < 0)
		return 1;
	self[n] = '\0';
	return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
