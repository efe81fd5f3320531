#include "config.h"
#include "cli/try_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "cli/common.h"
#include "cli/try_document.h"
#include "cli/verbs.h"
#include "daemon/folder.h"
#include "settings/portable.h"
#include "settings/settings.h"

#define NAME_MAX_BYTES 40U

static bool
is_folder(const char *path, const char *name)
{
	char *whole = mem_printf("%s/%s", path, name);
	struct stat st;
	bool is_one = stat(whole, &st) == 0 && S_ISDIR(st.st_mode);

	free(whole);
	return is_one;
}

void
try_folder_source(struct source *out, char *path)
{
	const char *slash = strrchr(path, '/');

	settings_source_defaults(out);
	out->name = path + (slash != NULL && slash[1] != '\0' ? slash + 1 - path : 0);
	out->path = path;
	out->kind = is_folder(path, "cur") && is_folder(path, "new") ? SOURCE_MAILDIR : SOURCE_FOLDER;
}

/* ---- read and waited for ---- */

struct wait {
	struct pool *pool;
	struct folder_scan *scan;
};

static void
on_closed(void *arg)
{
	(void)arg;
}

static void
on_folder_read(struct folder_scan *scan, void *arg)
{
	struct wait *w = arg;

	w->scan = scan;
	pool_close(w->pool, on_closed, NULL);
}

static struct folder_scan *
read_and_wait(const struct source *source)
{
	struct pool_options o = { .program = own_program(), .n_workers = 1 };
	struct folder_options f = { .source = source };
	struct wait w = { .scan = NULL };
	uv_loop_t loop;

	uv_loop_init(&loop);
	w.pool = pool_new(&loop, &o);
	f.loop = &loop;
	f.pool = w.pool;
	folder_read(&f, on_folder_read, &w);
	uv_run(&loop, UV_RUN_DEFAULT);
	uv_loop_close(&loop);
	return w.scan;
}

/* ---- told ---- */

static void
tell_file(const struct folder_file *f)
{
	printf("%-8s %.*s, %zu bytes%s%.*s\n", f->problem.n > 0 ? "failed" : "file", STR_ARG(f->name), f->n_bytes, f->format.n > 0 ? ", " : "",
	    STR_ARG(f->format));
	if (f->problem.n > 0)
		printf("%-8s %.*s\n", "", STR_ARG(f->problem));
}

/* Those that failed, and so many of the others. */
static void
tell_files(const struct list *files, long shown)
{
	const struct folder_file *v = files->v;
	long n_good = 0;
	uint32_t i;

	for (i = 0; i < files->n; i++)
		if (v[i].problem.n > 0 || n_good++ < shown)
			tell_file(&v[i]);
	if (n_good > shown)
		printf("%-8s and %ld more that are good (--items)\n", "", n_good - shown);
}

static void
tell(const struct source *source, const struct folder_scan *scan, long shown)
{
	bool is_mail = source->kind == SOURCE_MAILDIR;

	printf("%-8s %s\n", is_mail ? "maildir" : "folder", source->path);
	printf("%-8s %zu %s%s", "", scan->n_found, is_mail ? "mail" : "article file", scan->n_found == 1 ? "" : "s");
	if (is_mail && scan->n_found > source->items_max)
		printf(", the newest %u are taken", source->items_max);
	if (scan->n_others > 0)
		printf(", %zu that %s by %s left alone", scan->n_others, scan->n_others == 1 ? "is none" : "are none", scan->n_others == 1 ? "its name is" : "their names are");
	puts("");
	tell_files(&scan->files, shown);
	if (scan->is_parsed)
		try_tell_document(&scan->document, shown);
}

/* Its name as far as it can be one. */
static void
tell_config(const struct source *source)
{
	struct str name = str_from(source->name);
	struct buf b;
	size_t i;

	buf_init(&b, 64 << 10);
	for (i = 0; i < name.n && b.n < NAME_MAX_BYTES; i++)
		if (ascii_is_alnum(name.p[i]) || (b.n > 0 && memchr("._-", name.p[i], 3) != NULL))
			buf_add_char(&b, name.p[i]);
	printf("source \"%.*s\" {\n", b.n > 0 ? (int)b.n : (int)strlen("folder"), b.n > 0 ? b.p : "folder");
	buf_clear(&b);
	portable_quote(&b, str_from(source->path));
	printf("\tpath = %.*s\n%s}\n", (int)b.n, b.p, source->kind == SOURCE_MAILDIR ? "\tkind = maildir\n" : "");
	buf_release(&b);
}

int
try_folder(const struct source *source, enum try_form form, long shown)
{
	struct folder_scan *scan = read_and_wait(source);
	bool is_good = scan->err.kind == ERR_NONE && scan->n_failed == 0;

	if (scan->err.kind != ERR_NONE)
		fprintf(stderr, "feedwright try: %s\n", scan->err.text);
	switch (form) {
	case TRY_JSON:
		try_print_document(&scan->document, false);
		break;
	case TRY_CONFIG:
		tell_config(source);
		break;
	case TRY_FOR_PEOPLE:
		tell(source, scan, shown);
		break;
	}
	folder_scan_free(scan);
	return is_good ? EXIT_GOOD : EXIT_FOUND;
}
