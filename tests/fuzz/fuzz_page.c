/* Any bytes as a web page, by the way of a worker's job. */
#include "config.h"
#include "fuzz.h"
#include "extract/dom.h"
#include "model/rule.h"
#include "worker/job.h"

/* Whatever stands in a page, its tree and its text are UTF-8. */
static void
check_tree(struct arena *a, struct str bytes)
{
	struct document *d = arena_zalloc(a, sizeof(*d));
	struct dom dom;
	struct buf html;
	struct err e;

	if (dom_parse(a, bytes, STR_NONE, d, &dom, &e) != 0)
		return;
	buf_init(&html, SIZE_MAX / 4);
	dom_outer_html(dom.root, NULL, NULL, &html);
	FUZZ_CHECK(utf8_is_valid(buf_str(&html)));
	FUZZ_CHECK(utf8_is_valid(dom_text(a, dom.root, SIZE_MAX / 4)));
	buf_release(&html);
	dom_release(&dom);
}

/* A site's rules that name something in most pages, and their own part of others. */
static void
fuzz_ruled(struct arena *a, const struct job *page)
{
	static struct rule content[] = { { .key = "content", .text = "article" }, { .key = "content", .text = "(//div[p])[1]" }, { .key = "content", .text = "p" } };
	static struct rule strip[] = { { .key = "strip", .text = ".ad, aside" }, { .key = "strip", .text = "//p[2]" }, { .key = "strip", .text = "div div" } };
	static struct rule title = { .key = "title", .text = "h2, h1" }, date = { .key = "date", .text = "time, .date" }, image = { .key = "image", .text = "img" };
	static struct rule author = { .key = "author", .text = "xpath:string(//a)" }, next = { .key = "next", .text = "a@href" }, replace[] = { { .text = "e+" }, { .text = "$0<b>" } };
	const struct rules rules[RULE_COUNT] = { [RULE_CONTENT] = { content, 3 }, [RULE_STRIP] = { strip, 3 }, [RULE_NEXT] = { &next, 1 },
		[RULE_FIELD(ITEM_title, STEP_SELECT)] = { &title, 1 }, [RULE_FIELD(ITEM_date, STEP_SELECT)] = { &date, 1 },
		[RULE_FIELD(ITEM_image, STEP_SELECT)] = { &image, 1 }, [RULE_FIELD(ITEM_author, STEP_SELECT)] = { &author, 1 },
		[RULE_FIELD(ITEM_content, STEP_REPLACE)] = { replace, 2 } };
	const struct rules *sets[] = { NULL, rules };
	struct answer *answer = arena_zalloc(a, sizeof(*answer));
	struct job job = *page;
	struct buf cbor;

	buf_init(&cbor, 1 << 16);
	rule_sets_encode(&cbor, sets, 2);
	job.kind = JOB_PAGE;
	job.rules = buf_str(&cbor);
	job_run(a, &job, answer);
	fuzz_send(a, &answer->document);
	buf_release(&cbor);
	job.kind = JOB_GUESS;
	job.rules = STR_NONE;
	*answer = (struct answer){ .err = { .kind = ERR_NONE } };
	job_run(a, &job, answer);
	fuzz_send(a, &answer->document);
}

static void
fuzz(struct arena *a, struct str bytes)
{
	struct answer *answer = arena_zalloc(a, sizeof(*answer));
	struct job job = { .kind = JOB_AUTO, .bytes = bytes, .url = STR("https://example.org/news/"), .wants_details = true };

	check_tree(a, bytes);
	job_run(a, &job, answer);
	fuzz_send(a, &answer->document);
	job.kind = JOB_ANY; /* all that it says, its article too */
	*answer = (struct answer){ .err = { .kind = ERR_NONE } };
	job_run(a, &job, answer);
	fuzz_send(a, &answer->document);
	fuzz_ruled(a, &job);
}
