/* feedwright parse: what a feed document says, as JSON. */
#include "config.h"
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/verbs.h"
#include "normalise/normalise.h"
#include "parse/parse.h"

#define BODY_MAX (16U << 20) /* bytes, as for a fetched body */
#define ARENA_MAX (512U << 20)

static int
read_all(const char *path, struct buf *out)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	char piece[65536];
	size_t n;
	int rc = 0;

	if (f == NULL) {
		fprintf(stderr, "feedwright parse: %s: %s\n", path, strerror(errno));
		return -1;
	}
	while (rc == 0 && (n = fread(piece, 1, sizeof(piece), f)) > 0)
		rc = buf_add(out, piece, n);
	if (rc != 0)
		fprintf(stderr, "feedwright parse: %s: over %u bytes\n", path, BODY_MAX);
	if (ferror(f)) {
		fprintf(stderr, "feedwright parse: %s: %s\n", path, strerror(errno));
		rc = -1;
	}
	if (f != stdin)
		fclose(f);
	return rc;
}

static void
take_header(struct parse_input *in, const char *header)
{
	struct str h = str_from(header), value;
	size_t colon = str_find_char(h, ':');

	if (colon == STR_NPOS)
		return;
	value = str_trim(str_skip(h, colon + 1));
	h = str_trim(str_head(h, colon));
	if (str_is_nocase(h, "content-location"))
		in->content_location = value;
	else if (str_is_nocase(h, "content-language"))
		in->content_language = value;
	else if (str_is_nocase(h, "content-type"))
		in->content_type = value;
}

static int
print(const struct parse_input *in, const char *path)
{
	struct document *d;
	struct arena a;
	struct buf out;
	struct err e = { .kind = ERR_NONE };
	int rc;

	arena_init(&a, ARENA_MAX, NULL);
	buf_init(&out, SIZE_MAX / 4);
	d = arena_zalloc(&a, sizeof(*d));
	rc = parse_document(&a, in, d, &e);
	if (rc == 0)
		normalise_document(&a, d);
	else
		fprintf(stderr, "feedwright parse: %s: %s\n", path, e.text);
	document_to_json(&out, d);
	fwrite(out.p, 1, out.n, stdout);
	buf_release(&out);
	arena_release(&a);
	return rc == 0 ? EXIT_GOOD : EXIT_FOUND;
}

int
verb_parse(int argc, char **argv)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' }, { "content-type", required_argument, NULL, 't' },
		{ "base", required_argument, NULL, 'b' }, { "header", required_argument, NULL, 'H' }, { "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 } };
	static const char usage[] = "usage: feedwright parse [--json] [--content-type TYPE] [--base URL] [--header 'Name: value'] FILE\n";
	struct parse_input in = { .items_max = 0 };
	struct buf body;
	int c, rc = EXIT_USAGE;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 't')
			in.content_type = str_from(optarg);
		else if (c == 'b')
			in.base_url = str_from(optarg);
		else if (c == 'H')
			take_header(&in, optarg);
		else if (c != 'j') {
			fputs(usage, c == 'h' ? stdout : stderr);
			return c == 'h' ? EXIT_GOOD : EXIT_USAGE;
		}
	}
	if (optind + 1 != argc) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	buf_init(&body, BODY_MAX);
	if (read_all(argv[optind], &body) == 0) {
		in.bytes = buf_str(&body);
		rc = print(&in, argv[optind]);
	}
	buf_release(&body);
	return rc;
}
