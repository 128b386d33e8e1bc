#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A kernel tree's .git is not trusted: whatever it contains, no nsgen command executes anything
# because of it. tests/git/programs lists the config keys that can name a program. An environment
# for another repository, as in git's hooks, has no effect.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

real=$(command -v git)
tree=$tmp/tree
evil=$tmp/evil
unset GIT_PAGER

# The trap, under all the names by which git runs a program: PWNED shows that it was executed.
mkdir -p "$evil/templates/hooks" "$evil/hooks"
printf '#!/bin/sh\necho "$0 $*" >>"%s/PWNED"\nexit 1\n' "$tmp" >"$evil/run"
chmod +x "$evil/run"
for hook in applypatch-msg pre-applypatch post-applypatch pre-commit \
	pre-merge-commit prepare-commit-msg commit-msg post-commit pre-rebase \
	post-checkout post-merge pre-push pre-receive update \
	proc-receive post-receive post-update reference-transaction push-to-checkout \
	pre-auto-gc post-rewrite sendemail-validate \
	fsmonitor-watchman post-index-change p4-changelist; do
	cp "$evil/run" "$evil/hooks/$hook"
	cp "$evil/run" "$evil/templates/hooks/$hook"
done

# A git without GIT_NO_LAZY_FETCH, and a current one; both record the environment of each call.
mkdir -p "$tmp/old" "$tmp/new"
cat >"$tmp/new/git" <<-END
	#!/bin/sh
	env >"$tmp/environment/\$\$"
	exec "$real" "\$@"
END
sed 's/^env .*/&\nunset GIT_NO_LAZY_FETCH/' "$tmp/new/git" >"$tmp/old/git"
chmod +x "$tmp/old/git" "$tmp/new/git"
mkdir "$tmp/environment"

planted() { # the lines for git config: key, tab, value
	sed '/^#/d; /^!/d' tests/git/programs | while IFS='	' read -r key value; do
		printf '%s\t%s\n' "$key" "${value:-@run@}"
	done | sed "s,@run@,$evil/run,; s,@hooks@,$evil/hooks,; s,@templates@,$evil/templates,"
}
planted | while IFS='	' read -r key value; do
	"$real" config --file "$evil/config" "$key" "$value" || exit 1
done
cat >>"$evil/config" <<-END
	[core]
		repositoryformatversion = 1
	[extensions]
		partialClone = origin
	[remote "origin"]
		promisor = true
	[protocol]
		allow = always
	[protocol "ssh"]
		allow = always
	[protocol "ext"]
		allow = always
	[user]
		name = Jane Doe
		email = jane@example.org
END

in_tree() { # git's words, as its owner would run it
	(cd "$tree" && GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 "$real" \
		-c core.hooksPath=/dev/null "$@")
}

owner() { # git's words, on what is hostile by now, without its config
	mv "$tree/.git/config" "$tmp/config"
	printf '%s\n' '[core]' 'repositoryformatversion = 0' 'bare = false' \
		'[user]' 'name = x' 'email = x' >"$tree/.git/config"
	status=0
	in_tree "$@" || status=$?
	mv "$tmp/config" "$tree/.git/config"
	return $status
}

# A partial clone that lacks an object, so that reading the object would fetch it.
hostile() { # what it lacks, a way to fetch
	rm -rf "$tree" "$tmp/PWNED"
	cp -r "$base" "$tree" &&
		printf '* filter=x diff=x merge=x\n' >"$tree/.gitattributes" || return 1
	in_tree init -q . && in_tree add -f -A &&
		in_tree -c user.name=x -c user.email=x commit -q -m x || return 1
	lacks=
	case $1 in
	commit) lacks=$(in_tree rev-parse HEAD) ;;
	tree) lacks=$(in_tree rev-parse 'HEAD^{tree}') ;;
	blob) lacks=$(in_tree rev-parse HEAD:kernel/nsproxy.c) ;;
	esac
	[ -z "$lacks" ] || rm -f "$tree/.git/objects/$(printf '%s' "$lacks" | sed 's,^..,&/,')"
	cat "$evil/config" >>"$tree/.git/config"
	cp "$evil"/hooks/* "$tree/.git/hooks"
	ways "$2" | while IFS='	' read -r key value; do
		"$real" config --file "$tree/.git/config" "$key" "$value"
	done
}

ways() { # name
	case $1 in
	ssh) printf 'remote.origin.url\tssh://x.invalid/x\n' ;;
	ext) printf 'remote.origin.url\text::%s\n' "$evil/run" ;;
	proxy) printf 'remote.origin.url\tgit://x.invalid/x\n' ;;
	file) printf 'remote.origin.url\t%s/.git\n' "$tree" ;;
	rewritten) printf 'remote.origin.url\tx:x\nurl.ext::%s .insteadOf\tx:\n' "$evil/run" ;;
	# A helper that is an alias, and one that git takes for a misspelt command; "allowed" has
	# the protocol name that nsgen allows, as if a helper of that name existed.
	alias) printf 'remote.origin.url\tnone::x\n' ;;
	nothing) printf 'remote.origin.url\t::x\nalias.remote-\t!%s\n' "$evil/run" ;;
	misspelt)
		printf 'remote.origin.url\tx\nremote.origin.vcs\tno_ne\nhelp.autoCorrect\timmediate\n'
		;;
	allowed)
		printf '%s\t%s\n' remote.origin.url x remote.origin.vcs ____none____ \
			help.autoCorrect immediate alias.remote----none---- "!$evil/run"
		;;
	esac
}

quiet() { # nothing has been executed
	[ ! -e "$tmp/PWNED" ] || { echo 'executed:'; cat "$tmp/PWNED"; return 1; }
}

# The trap is executed without nsgen; otherwise the test would prove nothing.
bites() { # git's words
	in_tree "$@" >"$tmp/log" 2>&1
	[ -e "$tmp/PWNED" ] || { echo "git $* executes nothing"; cat "$tmp/log"; return 1; }
	rm "$tmp/PWNED"
}

fetched() { # what it lacks, way, git
	hostile "$1" "$2" || return 1
	[ "$2" = allowed ] || bites ls-tree HEAD || return 1
	rm -rf "$tmp/out"
	PATH="$tmp/$3:$PATH" generate ima "$tree" --signoff && quiet || return 1
	# A commit that cannot be read is not used as the base.
	grep -qx 'base: Linux 2.6.19-rc6-mm2' "$tmp"/out/ima/*/0001-*.patch
}

listed() { # each key that by its name may be a program's is in the list
	ends='command|cmd|program|hook|hookspath|helper|\.path|driver|clean|smudge|process|textconv'
	ends="$ends|external|editor|pager|proxy|askpass|browser|viewer|(upload|receive)pack|vcs|tunnel"
	ends="$ends|smtpserver|difffilter|\.update|httpd|modulepath|templatedir|fsmonitor"
	"$real" help --config | grep -iE "($ends)\$|^(alias|pager|include)" |
		sed 's/<[^>]*>/x/g' | grep -v '^color\.\|^advice\.\|^completion\.' |
		sort -u >"$tmp/keys"
	[ "$(wc -l <"$tmp/keys")" -gt 30 ] || return 1
	sed '/^#/d; s/^!//; s/	.*//; s/\.origin\./.x./; s/^gpg\.openpgp\./gpg.x./;
		s/^alias\..*/alias.*/; s/^pager\..*/pager.x/' tests/git/programs >"$tmp/known"
	! grep -vxiFf "$tmp/known" "$tmp/keys"
}

# One command after the other, each on the results of the previous one, on a tree that lacks its
# commit.
commands() {
	rm -rf "$tmp/out" "$tmp/environment" && mkdir "$tmp/environment" &&
		hostile commit ssh && bites rev-parse -q --verify 'HEAD^{commit}' || return 1
	for command in generate review audit 'audit --name=ima' \
		apply remove refresh 'refresh --signoff' list; do
		option=${command#* } command=${command%% *}
		set -- --name=ima --out="$tmp/out"
		[ "$option" = "$command" ] || set -- "$@" "$option"
		[ "$command" != list ] || set --
		(cd "$tree" && env PATH="$tmp/old:$PATH" "$NSGEN" "$command" --home "$top" \
			"$@" --kernel="$tree") >"$tmp/log" 2>&1 ||
			{ echo "$command"; cat "$tmp/log"; return 1; }
		quiet || { echo "$command"; return 1; }
	done
}

# commit and status read and write a repository that is whole, and hostile.
branches() {
	hostile none ssh && bites status || return 1
	for command in 'commit --name=ima' 'status ima-ns' 'commit --forget --name=ima'; do
		# shellcheck disable=SC2086 # words
		PATH="$tmp/old:$PATH" "$NSGEN" ${command} --home "$top" --kernel="$tree" \
			>"$tmp/log" 2>&1 || { echo "$command"; cat "$tmp/log"; return 1; }
		quiet || { echo "$command"; return 1; }
	done
}

style() {
	rm -rf "$tmp/out" && hostile commit ssh || return 1
	PATH="$tmp/old:$PATH" make -s check SETUP=no NS=net \
		KERNEL="$tree" OUT="$tmp/out" RUNG=style KEEP_GOING=1 >"$tmp/log" 2>&1
	rm -rf "build/check/net-2.6.19-rc6-mm2-$(cd "$tree" && pwd -P | cksum | cut -d ' ' -f 1)"
	cat "$tmp/log"
	grep -q '^  CHECK   style ' "$tmp/log" && quiet
}

# Every git call of the commands above, including those of the rungs.
guarded() {
	[ "$(find "$tmp/environment" -type f | wc -l)" -gt 20 ] || return 1
	for variable in GIT_ALLOW_PROTOCOL=____none____ GIT_NO_LAZY_FETCH=1 \
		GIT_NO_REPLACE_OBJECTS=1 GIT_OPTIONAL_LOCKS=0 GIT_TERMINAL_PROMPT=0; do
		! grep -L "^$variable\$" "$tmp"/environment/* | grep . ||
			{ echo "without $variable"; return 1; }
	done
}

# review in a malicious directory: the pager is the user's, and SINCE= may refer to a commit that is
# missing.
reviewed() {
	rm -rf "$tmp/out" && generate ima "$base" && hostile none ssh &&
		cp -r "$tmp/out" "$tree/out" || return 1
	owner add -f out && owner commit -q -m out || return 1
	(cd "$tree" && "$NSGEN" review --home "$top" --name=ima --out=out --since=HEAD) \
		>"$tmp/log" && grep -q '^1: ' "$tmp/log" && quiet || return 1
	(cd "$tree" && PAGER=cat TERM=xterm script -qec \
		"\"$NSGEN\" review --home \"$top\" --name=ima --out=out" /dev/null \
		</dev/null) >"$tmp/log" &&
		grep -q 'diff --git' "$tmp/log" && quiet || return 1
	for object in HEAD: HEAD "HEAD:$(cd "$tree" && find out -name '0001-*')"; do
		name=$(owner rev-parse "$object" | sed 's,^..,&/,')
		mv "$tree/.git/objects/$name" "$tmp/object" &&
			bites cat-file -p "$object" || return 1
		for git in old new; do
			(cd "$tree" && refused 2 '--since=HEAD' env PATH="$tmp/$git:$PATH" \
				"$NSGEN" review --home "$top" --name=ima --out=out --since=HEAD) &&
				quiet || return 1
		done
		mv "$tmp/object" "$tree/.git/objects/$name"
	done
}

# The same traps, where git finds them in another way.
elsewhere() { # where
	hostile commit ext || return 1
	case $1 in
	file) mv "$tree/.git" "$evil/moved" && printf 'gitdir: %s\n' "$evil/moved" >"$tree/.git" ;;
	worktree) "$real" config --file "$tree/.git/config" core.worktree "$evil" ;;
	alternates)
		mv "$tree/.git/objects" "$evil/objects" && mkdir -p "$tree/.git/objects/info" &&
			printf '%s\n' "$evil/objects" >"$tree/.git/objects/info/alternates"
		;;
	include)
		mv "$tree/.git/config" "$tree/.git/more" &&
			printf '[core]\n\trepositoryformatversion = 1\n\tbare = false\n' \
				>"$tree/.git/config" &&
			printf '%s\n' '[extensions]' 'partialClone = origin' \
				'[include]' 'path = more' \
				"[includeIf \"gitdir:$tree/.git\"]" 'path = more' \
				>>"$tree/.git/config"
		;;
	config.worktree)
		mv "$tree/.git/config" "$tree/.git/config.worktree" &&
			printf '[core]\n\trepositoryformatversion = 1\n' >"$tree/.git/config" &&
			printf '[extensions]\n\tworktreeConfig = true\n\tpartialClone = origin\n' \
				>>"$tree/.git/config"
		;;
	bare)
		mv "$tree/.git" "$tree/git" && cp -r "$tree"/git/* "$tree" &&
			"$real" config --file "$tree/config" core.bare true
		;;
	esac || return 1
	bites ls-tree HEAD || return 1
	rm -rf "$tmp/out"
	PATH="$tmp/old:$PATH" generate ima "$tree" --signoff && quiet || return 1
	rm -rf "$evil/moved" "$evil/objects"
}

# A commit is what its hash names, not its replacement.
replaced() {
	hostile none ssh && owner rev-parse HEAD >"$tmp/head" || return 1
	rm -rf "$tmp/out" && generate ima "$tree" &&
		grep -qx "base-commit: $(cat "$tmp/head")" "$tmp"/out/ima/*/0001-*.patch &&
		quiet || return 1
	other=$(owner commit-tree -m other "$(owner mktree </dev/null)") || return 1
	owner update-ref "refs/replace/$other" "$(cat "$tmp/head")" &&
		owner update-ref HEAD "$other" && rm -rf "$tmp/out" &&
		generate ima "$tree" || return 1
	# With the replacement applied, HEAD would list the tree's files.
	[ -n "$(owner ls-tree HEAD)" ] &&
		! grep -q '^base-commit:' "$tmp"/out/ima/*/0001-*.patch && quiet
}

# --base with a malicious repository: with all its objects, and without some.
from_commit() {
	hostile none ssh && owner branch hostile && rm -rf "$tmp/out" "$tmp/first" || return 1
	generate ima "$tree" && mv "$tmp/out" "$tmp/first" || return 1
	PATH="$tmp/old:$PATH" generate ima "$tree" --base=hostile &&
		diff -r "$tmp/first" "$tmp/out" && quiet || return 1
	# A replacement must be ignored.
	other=$(owner commit-tree -m other "$(owner mktree </dev/null)") || return 1
	owner update-ref "refs/replace/$(owner rev-parse HEAD)" "$other" && rm -rf "$tmp/out" ||
		return 1
	generate ima "$tree" --base=HEAD && diff -r "$tmp/first" "$tmp/out" && quiet || return 1
	rm -rf "$tmp/out"
	set -- "$NSGEN" generate --home "$top" --name=ima --kernel="$tree" --base=HEAD \
		--out="$tmp/out"
	for lacking in blob tree commit; do
		hostile "$lacking" ssh && bites cat-file -p HEAD:kernel/nsproxy.c || return 1
		status=3
		[ "$lacking" != commit ] || status=2
		for git in old new; do
			refused "$status" "$tree" env PATH="$tmp/$git:$PATH" "$@" && quiet ||
				return 1
		done
	done
}

# The environment of git's hooks, with malicious additions.
environment() {
	hostile commit ssh && rm -rf "$tmp/out" "$tmp/first" &&
		generate ima "$base" && mv "$tmp/out" "$tmp/first" || return 1
	mkdir -p "$tmp/xdg/git" &&
		printf '*.c diff=cpp ident\n* text eol=crlf\n' >"$tmp/xdg/git/attributes"
	(
		cd "$tree" || exit 1
		export XDG_CONFIG_HOME="$tmp/xdg"
		export GIT_DIR="$tree/.git" GIT_WORK_TREE="$tree" \
			GIT_INDEX_FILE="$tree/.git/index" GIT_PREFIX=kernel/ \
			GIT_COMMON_DIR="$tree/.git" \
			GIT_OBJECT_DIRECTORY="$tree/.git/objects" \
			GIT_ALTERNATE_OBJECT_DIRECTORIES="$tree/.git/objects" GIT_NAMESPACE=x \
			GIT_EXTERNAL_DIFF="$evil/run" GIT_SSH_COMMAND="$evil/run" \
			GIT_SSH="$evil/run" GIT_ASKPASS="$evil/run" GIT_EDITOR="$evil/run" \
			GIT_PROXY_COMMAND="$evil/run" GIT_TEMPLATE_DIR="$evil/templates" \
			GIT_DIFF_OPTS=-u9 GIT_CONFIG="$tree/.git/config" \
			GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=diff.noprefix \
			GIT_CONFIG_VALUE_0=true GIT_ALLOW_PROTOCOL=ext:ssh GIT_NO_LAZY_FETCH=0
		"$NSGEN" generate --home "$top" --name=ima --kernel="$base" --out="$tmp/out"
	) && diff -r "$tmp/first" "$tmp/out" && quiet
}

# nsgen run by a git hook: the base is that of the tree, and the signer is the user that git has for
# that tree. git commit puts the commit's author into the environment, which would count as set by
# the user.
in_a_hook() (
	rm -rf "$tmp/hook" "$tmp/out" "$tree"
	cp -r "$base" "$tree" && in_tree init -q . && in_tree add -f -A &&
		in_tree -c user.name=x -c user.email=x commit -q -m x || return 1
	printf '[user]\n\tname = Jane Doe\n\temail = jane@example.org\n' >"$tmp/gitconfig"
	mkdir "$tmp/hook" && cd "$tmp/hook" && "$real" init -q . &&
		"$real" config user.name other &&
		"$real" config user.email other@example.org || return 1
	printf '#!/bin/sh\n[ "$GIT_INDEX_FILE" ] || exit 1\nunset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL\nGIT_DIR=$PWD/.git exec "%s" generate --home "%s" --name=ima --kernel="%s" --out="%s" --signoff\n' \
		"$NSGEN" "$top" "$tree" "$tmp/out" >.git/hooks/pre-commit
	chmod +x .git/hooks/pre-commit
	touch x && "$real" add x &&
		GIT_CONFIG_GLOBAL="$tmp/gitconfig" "$real" commit -q -m x || return 1
	cd "$top" || return 1
	grep -qx "base-commit: $(in_tree rev-parse HEAD)" "$tmp"/out/ima/*/0001-*.patch &&
		grep -qx 'Signed-off-by: Jane Doe <jane@example.org>' "$tmp"/out/ima/*/0001-*.patch
)

ok 'every key of git that may name a program is planted' listed
ways='ssh file misspelt'
! full || ways='ssh ext proxy file rewritten alias nothing misspelt allowed'
for way in $ways; do
	ok "a partial clone that would be fetched, by $way" fetched commit "$way" old
done
ok 'another object is missing' fetched tree alias old
ok 'the same with a git of today' fetched tree ssh new
ok 'every command' commands
ok 'commit and status' branches
ok 'make check RUNG=style' style
ok 'every git that ran was told the same' guarded
ok 'review in a hostile directory' reviewed
places='file include'
! full || places='file worktree alternates include config.worktree bare'
for where in $places; do
	ok "the config by way of $where" elsewhere "$where"
done
ok 'a replaced commit is not the base' replaced
ok 'a commit of a hostile repository' from_commit
ok 'an environment that is about another repository' environment
ok "in a hook of git's" in_a_hook
done_testing
