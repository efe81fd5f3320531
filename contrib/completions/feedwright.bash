# bash completion for feedwright(1)

# The names of the sources: a bare look at the configuration, for the real reader is not needed to guess a word.
_feedwright_sources() {
	local config=${FEEDWRIGHT_CONFIG:-/etc/feedwright/feedwright.conf} i
	for ((i = 1; i < ${#COMP_WORDS[@]} - 1; i++)); do
		case ${COMP_WORDS[i]} in
		-c | --config) config=${COMP_WORDS[i + 1]} ;;
		esac
	done
	[ -r "$config" ] && sed -n 's/^[[:space:]]*source[[:space:]]*"\([A-Za-z0-9._-]*\)".*/\1/p' "$config"
}

_feedwright() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]} options words
	local verbs="run once check try discover parse listing lint extract plan list articles explain export import release status refresh"

	COMPREPLY=()
	if [ "$COMP_CWORD" = 1 ]; then
		mapfile -t COMPREPLY < <(compgen -W "$verbs --help --version" -- "$word")
		return
	fi
	case $before in
	-c | --config | --pid-file | --socket | --output | --into | --sites)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		return
		;;
	--stale)
		mapfile -t COMPREPLY < <(compgen -W "1d 7d 30d 90d" -- "$word")
		return
		;;
	--content-type)
		words="application/rss+xml application/atom+xml application/feed+json application/xml text/xml text/html"
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
		return
		;;
	--level)
		mapfile -t COMPREPLY < <(compgen -W "info warning error" -- "$word")
		return
		;;
	--base | --header | --user-agent | --items | --limit) return ;;
	esac
	case $verb in
	run) options="--config --background --pid-file --syslog --help" ;;
	once) options="--config --all --help" ;;
	check) options="--config --json --help" ;;
	parse | listing) options="--json --content-type --base --header --help" ;;
	lint) options="--json --level --content-type --rules --help" ;;
	extract) options="--json --content-type --base --header --config --sites --help" ;;
	try) options="-c --sites --user-agent --items --base --page --article --config --json --help" ;;
	discover) options="--user-agent --json --help" ;;
	plan | explain) options="--config --json --help" ;;
	export) options="--config --opml --output --help" ;;
	import) options="--config --into --help" ;;
	articles) options="--config --held --limit --json --help" ;;
	release) options="--config --help" ;;
	list) options="--config --failing --stale --json --help" ;;
	status | refresh) options="--config --socket --json --help" ;;
	*) return ;;
	esac
	case $verb:$word in
	*:-*) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word") ;;
	extract:* | lint:* | listing:* | parse:* | try:* | check:* | plan:* | import:*)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		;;
	articles:* | refresh:* | release:*) mapfile -t COMPREPLY < <(compgen -W "$(_feedwright_sources)" -- "$word") ;;
	esac
}

complete -F _feedwright feedwright
