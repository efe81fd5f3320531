#include "config.h"
#include "check.h"

#include <unistd.h>

#include "base/mem.h"
#include "daemon/configuration.h"

/* What is wrong with the text of a configuration, each mistake as "line:column text"; of more than one the first. */
static char *
first_mistake(const char *text)
{
	char path[] = "/tmp/configuration.XXXXXX", *told;
	int fd = mkstemp(path);
	struct settings *s;
	struct mistakes m;

	assert_true(fd != -1);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	mistakes_init(&m);
	s = configuration_load(path, &m);
	told = m.n > 0 ? mem_printf("%u:%u %s", m.list[0].line, m.list[0].column, m.list[0].text) : mem_strdup("");
	if ((s == NULL) != (m.n_errors > 0))
		fail_msg("settings without mistakes, or none with some: %s", told);
	settings_free(s);
	mistakes_release(&m);
	unlink(path);
	return told;
}

static void
test_mistakes_in_rules(void **state)
{
	static const struct {
		const char *name, *rule, *want;
	} cases[] = {
		{ "a good regular expression", "item.title.regex = \"^(.*) - News$\"", "" },
		{ "the column is that of the byte in the value", "item.title.regex = \"ab(c\"", "2:25 item.title.regex: missing closing parenthesis" },
		{ "a value without quotation marks has no byte before it", "item.title.regex = a[b", "2:23 item.title.regex: missing terminating ] for character class" },
		{ "escapes count as they are written", "item.title.regex = \"\\\\d\\t\\u20ac(c\"", "2:34 item.title.regex: missing closing parenthesis" },
		{ "literal strings have no escapes", "item.title.regex = '\\d\\t(c'", "2:27 item.title.regex: missing closing parenthesis" },
		{ "each value of a list", "item.title.regex = {\"a\", \"(\"}", "2:28 item.title.regex: missing closing parenthesis" },
		{ "what is from the environment is pointed at as a whole", "item.title.regex = \"x${HOME:-}(\"",
		    "2:21 item.title.regex: missing closing parenthesis" },
		{ "replacements are pairs", "item.title.replace = {\"a\", \"b\", \"c\"}",
		    "2:34 item.title.replace: expected pairs: {\"regular expression\", \"what replaces it\"}" },
		{ "a group that is not there", "item.link.replace = {\"(a)b\", \"$1$2\"}",
		    "2:33 item.link.replace: there is no group 2 in the regular expression, which has 1" },
		{ "a group of the regular expression", "item.link.regex = \"/(\\\\d+)$\"  item.link.template = \"/post/$1\"", "" },
		{ "a lone dollar", "item.link.template = \"cost$\"", "2:27 item.link.template: expected $0 to $9, or $$ for a dollar" },
		{ "one template", "item.link.template = {\"a\", \"b\"}", "2:29 item.link.template: expected one value, not a list" },
		{ "a selector", "item.summary = \"article.teaser >\"", "2:33 item.summary: expected a selector: a tag, *, #id, .class, [attribute] or :pseudo-class" },
		{ "each selector of a list", "item.date = {\"time@datetime\", \".date@\"}", "2:38 item.date: expected the name of an attribute" },
		{ "xpath", "next = \"//a[\"", "2:13 next: expected an XPath 1.0 expression" },
		{ "together with mistakes of other kinds", "item.title.regex = \"(\"  itme = \"x\"",
		    "2:22 item.title.regex: missing closing parenthesis" },
	};
	char *text, *got;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		text = mem_printf("source \"a\" { url = \"http://example.org/\" item = div\n%s\n}\n", cases[i].rule);
		got = first_mistake(text);
		expect_text(cases[i].name, str_from(got), cases[i].want);
		free(text);
		free(got);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mistakes_in_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
