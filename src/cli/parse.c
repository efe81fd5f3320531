/* feedwright parse: what a feed document says, as JSON. */
#include "config.h"
#include "cli/document_verb.h"
#include "cli/verbs.h"

static bool
print(struct buf *out, const struct answer *answer)
{
	document_to_json(out, &answer->document);
	return answer->err.kind == ERR_NONE;
}

int
verb_parse(int argc, char **argv)
{
	static const struct document_verb verb = {
		.name = "parse",
		.usage = "usage: feedwright parse [--json] [--content-type TYPE] [--base URL] [--header 'Name: value'] FILE\n"
		         "Prints what the feed or page in FILE (- is standard input) says, as JSON.\n",
		.kind = JOB_ANY,
		.wants_details = true,
		.print = print,
	};

	return document_verb_run(&verb, argc, argv);
}
