/* Any bytes as a web page, by the way of a worker's job. */
#include "config.h"
#include "fuzz.h"
#include "extract/dom.h"
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
}
