# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# What the tests of branches share: a user with settings of their own, and a repository of the files
# that hooks read.

# The user's own settings.
HOME=$tmp/home
export HOME
unset XDG_CONFIG_HOME GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
GIT_CONFIG_NOSYSTEM=1
export GIT_CONFIG_NOSYSTEM
mkdir "$HOME"
git config --global user.name "Jörg O'Neil"
git config --global user.email 'joerg@example.org'
git config --global gc.auto 0
repo=$tmp/repo

begin() { # release, options of git init: a repository of the files that hooks read
	release=$1
	shift
	rm -rf "$repo"
	[ -d "$tmp/tree-$release" ] || hook_copy "build/linux-$release" "$tmp/tree-$release"
	cp -a "$tmp/tree-$release" "$repo" && git -C "$repo" init -q -b main "$@" . &&
		git -C "$repo" add -f -A && git -C "$repo" commit -q -m base
}

nsgen() { # command, options
	command=$1
	shift
	"$NSGEN" "$command" --home "$top" --kernel="$repo" "$@"
}

# git rebase -i with an editor that changes its todo list by a sed script.
todo() { # script, git's words
	todo_script=$1
	shift
	GIT_SEQUENCE_EDITOR="sed -i '$todo_script'" GIT_EDITOR=true git -C "$repo" \
		-c rebase.abbreviateCommands=false rebase -q -i "$@"
}

# The user's own work on top: a counter in a file of the namespace, and a sysctl for it.
state() {
	(
		cd "$repo" || exit 1
		sed -i '/^struct ima_namespace {/a\	atomic_long_t measured;' \
			include/linux/ima_namespace.h &&
			git commit -q -a -m 'ima namespace: count measurements' || exit 1
		page=Documentation/admin-guide/sysctl/ima.rst
		mkdir -p "${page%/*}" && echo 'ima_ns_measured_max: a limit.' >"$page" &&
			printf '%s\n' '' 'static long ima_ns_measured_max = 1000;' \
				>>kernel/ima_namespace.c && git add "$page" &&
			git commit -q -a -m 'ima namespace: add a sysctl'
	)
}
