#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tier: quick
#
# Installing and downloading: a failing setup ends the command with its own message and status, and
# SETUP=no downloads nothing. apt and npm are scripts here.

# shellcheck source=tests/lib.sh
. tests/lib.sh

# A checkout without kernel sources, whose nsgen logs that it was run.
clone=$tmp/clone
mkdir -p "$clone/build/review" "$clone/checks" "$clone/tests" "$tmp/bin"
cp checks/say.sh "$clone/checks"
cp -r Makefile scripts review "$clone"
cp tests/bench "$clone/tests"
rm -rf "$clone"/scripts/*.c "$clone"/scripts/*/*.[ch]
cat >"$clone/build/nsgen" <<-END
	#!/bin/sh
	[ "\$1" = check-name ] || echo "nsgen \$*" >>"$tmp/called"
END
# Answer apt's questions about mirrors; everything else fails.
cat >"$tmp/bin/apt-get" <<-END
	#!/bin/sh
	echo "apt-get \$*" >>"$tmp/called"
	codename=\$(. /etc/os-release && printf '%s' "\$VERSION_CODENAME")
	case "\$*" in
	indextargets*) echo "Packages main \$codename http://mirror.invalid/debian/" ;;
	*) echo 'E: Failed to fetch http://mirror.invalid/' >&2; exit 100 ;;
	esac
END
printf '#!/bin/sh\necho "apt-cache $*" >>"%s/called"\n' "$tmp" >"$tmp/bin/apt-cache"
printf '#!/bin/sh\necho "npm $*" >>"%s/called"\nexit 1\n' "$tmp" >"$tmp/bin/npm"
chmod +x "$clone/build/nsgen" "$tmp/bin"/*

in_clone() { # variables and a command
	rm -f "$tmp/called"
	(cd "$clone" && env PATH="$tmp/bin:$PATH" nsgen_default_release=6.12 "$@")
}

# The command ends as get-kernel does, says nothing more, and goes no further.
ends() { # variables and a command
	status=0
	in_clone "$@" >"$tmp/stdout" 2>"$tmp/stderr" || status=$?
	cat "$tmp/stderr"
	[ "$status" -eq 3 ] && [ ! -s "$tmp/stdout" ] &&
		tail -n 1 "$tmp/stderr" | grep -q '^nsgen: get-kernel: .*linux-source-6\.12' &&
		! grep '^nsgen ' "$tmp/called"
}

downloads_nothing() { # variables and a command
	refused 2 'linux-6.12 not found in build/, and SETUP=no downloads nothing; name a tree with KERNEL=' \
		in_clone nsgen_setup=no nsgen_options=KERNEL:kernel "$@" &&
		[ ! -e "$tmp/called" ]
}

by_make() { # words, arguments
	words=$1
	shift
	! in_clone make -s -o setup -o build/nsgen "$@" >"$tmp/stdout" 2>"$tmp/stderr" || return 1
	cat "$tmp/stderr"
	[ ! -s "$tmp/stdout" ] && [ "$(grep -c '^nsgen: ' "$tmp/stderr")" -eq 1 ] &&
		grep -q "^nsgen: get-kernel: .*$words" "$tmp/stderr"
}

modules() {
	refused 2 'npm modules of review/package-lock.json; omit nsgen_setup=no' \
		in_clone SETUP=no scripts/sh/get-modules && [ ! -e "$tmp/called" ]
}

modules_fail() {
	status=0
	in_clone scripts/sh/get-modules >"$tmp/stdout" 2>"$tmp/stderr" || status=$?
	cat "$tmp/stderr"
	[ "$status" -eq 2 ] && grep -q '^npm ci ' "$tmp/called" &&
		tail -n 1 "$tmp/stderr" | grep -q '^nsgen: npm could not'
}

no_pipe() { # the status of whatever sets up is not a pipe's
	! git grep -nE '(get-kernel|get-modules|kernel-build|scripts/sh/setup)"? [^#|]*\|( |$)' \
		-- '*.sh' scripts checks tests/bench tests/run |
		grep -vE '\|\||:#|cat '
}

# Two clones set up in parallel: when apt's lists are locked, retry; any other error is fatal.
locked() {
	printf '#!/bin/sh\necho x >>"%s/called"\n[ "$(wc -l <"%s/called")" -ge 3 ] || { echo "E: Could not get lock /var/lib/apt/lists/lock"; exit 100; }\n' \
		"$tmp" "$tmp" >"$tmp/few/apt-get"
	rm -f "$tmp/called"
	PATH=$tmp/few NSGEN_LOCK_DELAY=0 scripts/sh/setup generate &&
		[ "$(wc -l <"$tmp/called")" -eq 3 ]
}

not_locked() {
	printf '#!/bin/sh\necho x >>"%s/called"\necho "E: Unable to locate package gcc"; exit 100\n' \
		"$tmp" >"$tmp/few/apt-get"
	rm -f "$tmp/called"
	status=0
	PATH=$tmp/few NSGEN_LOCK_DELAY=0 scripts/sh/setup generate 2>"$tmp/stderr" || status=$?
	cat "$tmp/stderr"
	[ "$status" -eq 2 ] && [ "$(wc -l <"$tmp/called")" -eq 2 ] &&
		grep -q '^nsgen: apt-get could not install gcc' "$tmp/stderr"
}
mkdir "$tmp/few"
for tool in sh grep seq sleep wc tail mktemp rm id cat; do
	ln -s "$(command -v $tool)" "$tmp/few/$tool"
done
printf '#!/bin/sh\necho 0\n' >"$tmp/few/id.new"
chmod +x "$tmp/few/id.new"
mv "$tmp/few/id.new" "$tmp/few/id"
: >"$tmp/few/apt-get"
chmod +x "$tmp/few/apt-get"

# What may not be installed is named whole, that of every step.
with_few() { # need...
	PATH=$tmp/few SETUP=no scripts/sh/setup "$@"
}

all_at_once() {
	refused 2 'missing: gcc' with_few generate check check-review || return 1
	for word in gcc libgit2-dev coccinelle sparse b4 qemu-system-x86 chromium; do
		grep -q " ${word}[ ,;]" "$tmp/stderr" || { echo "no $word"; return 1; }
	done
	[ "$(grep -o ' perl ' "$tmp/stderr" | wc -l)" -eq 1 ]
}

modules_as_well() { # without modules in build/review
	(cd "$clone" && ! SETUP=no scripts/sh/setup review 2>"$tmp/stderr") || return 1
	cat "$tmp/stderr"
	grep -qx 'nsgen: missing: \(.*, \)*npm modules of review/; .*' "$tmp/stderr"
}

# Its cause is what apt says first, of the first command that failed.
first_error() {
	cat >"$tmp/few/apt-get" <<-'END'
		#!/bin/sh
		case "$*" in
		*install*) echo 'E: Unable to locate package gcc' ;;
		*) echo 'Err:1 http://mirror.invalid bookworm InRelease'
			echo 'W: Failed to fetch http://mirror.invalid/'; echo 'E: at last' ;;
		esac
		exit 100
	END
	refused_after 'Err:1 http://mirror.invalid' 'E: Unable to locate package gcc'
}

refused_after() { # words...
	status=0
	PATH=$tmp/few NSGEN_LOCK_DELAY=0 scripts/sh/setup generate 2>"$tmp/stderr" || status=$?
	cat "$tmp/stderr"
	[ "$status" -eq 2 ] && [ "$(grep -c '^nsgen: ' "$tmp/stderr")" -eq 1 ] &&
		! grep -q 'at last' "$tmp/stderr" || return 1
	# Without lists the network is the cause; with them, that there is no such package.
	grep -q "lists are empty, and 'apt-get update' failed: $1" "$tmp/stderr" ||
		grep -q ": $2; 'apt-get update' failed as well: $1" "$tmp/stderr"
}

without_apt() { # what is there, need
	mkdir -p "$tmp/plain"
	rm -f "$tmp/plain"/*
	for dir in /usr/bin /bin /usr/sbin /sbin; do
		find "$dir" -maxdepth 1 ! -type d ! -name 'apt*' ! -name "$1" \
			-exec ln -sf -t "$tmp/plain" {} + 2>/dev/null
	done
	PATH=$tmp/plain scripts/sh/setup generate quick
}

named_without_apt() {
	status=0
	without_apt spatch 2>"$tmp/stderr" || status=$?
	cat "$tmp/stderr"
	[ "$status" -eq 2 ] && [ "$(wc -l <"$tmp/stderr")" -eq 1 ] &&
		grep -q 'missing: commands and files spatch; apt-get not found, ' "$tmp/stderr" ||
		return 1
	rm "$tmp/few/apt-get"
	status=0
	PATH=$tmp/few scripts/sh/setup generate 2>"$tmp/stderr" || status=$?
	cat "$tmp/stderr"
	[ "$status" -eq 2 ] &&
		grep -q 'files gcc, .*; libraries glib-2.0 2\.74, ' "$tmp/stderr"
}

for script in 'scripts/sh/run generate' 'scripts/sh/run refresh' \
	scripts/sh/check 'scripts/sh/run audit' tests/bench; do
	# shellcheck disable=SC2086 # words
	ok "$script ends when no kernel can be had" ends nsgen_given_ns=x nsgen_name=ima $script
	# shellcheck disable=SC2086 # words
	ok "$script with SETUP=no" downloads_nothing nsgen_given_ns=x nsgen_name=ima $script
done
ok 'get-kernel with SETUP=no' \
	refused 2 'nsgen_setup=no downloads nothing' \
	in_clone SETUP=no scripts/sh/get-kernel 6.12 build
for target in '' refresh audit kernel; do
	# shellcheck disable=SC2086 # none for make alone
	ok "make $target NS=ima" \
		by_make 'linux-source-6.12 not found in any Debian suite' $target NS=ima
	# shellcheck disable=SC2086 # none for make alone
	ok "make $target NS=ima SETUP=no" \
		by_make 'SETUP=no downloads nothing' $target NS=ima SETUP=no
done
ok 'get-modules with SETUP=no' modules
ok 'get-modules without npm' modules_fail
ok 'no pipe has their status' no_pipe
ok 'setup waits for a lock of apt' locked
ok 'and for nothing else' not_locked
ok 'SETUP=no names all that is missing' all_at_once
ok 'and npm modules' modules_as_well
ok 'what apt could not do is its first error' first_error
ok 'without apt, when all is there' without_apt no-such-tool
ok 'without apt, when something is not' named_without_apt
done_testing
