/* feedwright run, once: the daemon in its two forms of life. */
#include "config.h"
#include <getopt.h>
#include <stdio.h>

#include "base/log.h"
#include "cli/common.h"
#include "cli/resources.h"
#include "cli/verbs.h"
#include "daemon/background.h"
#include "daemon/daemon.h"

static const char run_usage[] =
    "usage: feedwright run [--config FILE] [--background] [--pid-file FILE] [--syslog]\n"
    "Runs the daemon: polls the sources, publishes the feeds, serves them over HTTP.\n"
    "  --background     detach from the terminal once everything is ready; log to syslog\n"
    "  --pid-file FILE  write the process id there\n"
    "  --syslog         log to syslog instead of standard error\n"
    "Signals: HUP reloads the configuration, USR1 refreshes everything now, USR2 logs the status, TERM stops.\n";

static const char once_usage[] =
    "usage: feedwright once [--config FILE] [--all]\n"
    "One round: polls what is due, publishes the feeds that changed, exits.\n"
    "  --all  poll every source, due or not\n";

static int
start(const struct daemon_options *o, bool is_background)
{
	struct daemon_options own = *o;
	struct err e = { .kind = ERR_NONE };

	own.report = -1;
	own.program = own_program();
	if (is_background && background_detach(&own.report, &e) != 0) {
		fprintf(stderr, "feedwright: %s\n", e.text);
		return EXIT_FOUND;
	}
	if (daemon_run(&own, &e) == 0)
		return EXIT_GOOD;
	if (own.report != -1)
		background_report(own.report, &e);
	else
		log_error("%s", e.text);
	return EXIT_FOUND;
}

int
verb_run(int argc, char **argv)
{
	static const struct option options[] = { { "config", required_argument, NULL, 'c' }, { "background", no_argument, NULL, 'b' },
		{ "pid-file", required_argument, NULL, 'p' }, { "syslog", no_argument, NULL, 's' }, { "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 } };
	struct daemon_options o = { .config_path = default_config() };
	bool is_background = false, to_syslog = false;
	int c;

	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
		if (c == 'c')
			o.config_path = optarg;
		else if (c == 'b')
			is_background = true;
		else if (c == 'p')
			o.pid_path = optarg;
		else if (c == 's')
			to_syslog = true;
		else {
			fputs(run_usage, c == 'h' ? stdout : stderr);
			return c == 'h' ? EXIT_GOOD : EXIT_USAGE;
		}
	}
	if (optind != argc) {
		fputs(run_usage, stderr);
		return EXIT_USAGE;
	}
	log_open(to_syslog || is_background ? LOG_TO_SYSLOG : LOG_TO_STDERR, LOG_LEVEL_INFO);
	return start(&o, is_background);
}

int
verb_once(int argc, char **argv)
{
	static const struct option options[] = { { "config", required_argument, NULL, 'c' }, { "all", no_argument, NULL, 'a' },
		{ "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
	struct daemon_options o = { .config_path = default_config(), .is_once = true };
	int c;

	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
		if (c == 'c')
			o.config_path = optarg;
		else if (c == 'a')
			o.is_forced = true;
		else {
			fputs(once_usage, c == 'h' ? stdout : stderr);
			return c == 'h' ? EXIT_GOOD : EXIT_USAGE;
		}
	}
	if (optind != argc) {
		fputs(once_usage, stderr);
		return EXIT_USAGE;
	}
	log_open(LOG_TO_STDERR, LOG_LEVEL_INFO);
	return start(&o, false);
}
