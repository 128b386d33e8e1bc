#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Kill make apply and make remove at each system call that changes the tree, using strace, and check
# what the next run does.

# Use the fast nsgen: the sanitized one takes too long for many runs on whole trees;
# tests/sanitized.t covers it.
NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

umask 022
# LeakSanitizer uses ptrace, which strace already uses.
ASAN_OPTIONS=detect_leaks=0
export ASAN_OPTIONS

hook_copy build/linux-6.12 "$tmp/0"

nsgen() { # command, name, options
	nsgen_command=$1 nsgen_name=$2
	shift 2
	"$NSGEN" "$nsgen_command" --home "$top" --name="$nsgen_name" --kernel="$tmp/now/tree" \
		--out="$tmp/now/out" "$@" >"$tmp/said" 2>&1 || { cat "$tmp/said"; return 1; }
}

keep() { # what is there, to begin with it again
	rm -rf "${tmp:?}/$1"
	cp -a "$tmp/now" "$tmp/$1"
}

begin() {
	rm -rf "$tmp/now"
	cp -a "$tmp/$1" "$tmp/now"
}

picture() { # directory
	(cd "$1" && find . -printf '%y %m %p\n' | sort &&
		find . -type f -exec sha256sum {} + | sort -k 2)
}

# The states before, with ima, and with ima below syslog (at framework level, because removing ima
# weaves syslog again each time); and with syslog alone, as remove leaves it. Each killed run must
# end in one of these.
prepare() {
	mkdir -p "$tmp/now/out" && cp -a "$tmp/0" "$tmp/now/tree" &&
		nsgen generate ima && keep ready && nsgen apply ima && keep ima || return 1
	rm -rf "$tmp/now"
	mkdir -p "$tmp/now/out" && cp -a "$tmp/0" "$tmp/now/tree" &&
		nsgen generate ima --level=framework && nsgen apply ima &&
		nsgen generate syslog --level=framework && nsgen apply syslog &&
		keep both && nsgen remove ima && keep syslog && nsgen remove syslog || return 1
	picture "$tmp/0" >"$tmp/one" && picture "$tmp/now/tree" | diff "$tmp/one" -
}

# Each file must be complete, in either of the two states.
whole() { # from, to
	(cd "$tmp/now/tree" && find . -path ./.nsgen-apply -prune -o -type f -print |
		sort) | while read -r file; do
		cmp -s "$tmp/now/tree/$file" "$tmp/$1/tree/$file" ||
			cmp -s "$tmp/now/tree/$file" "$tmp/$2/tree/$file" ||
			{ echo "$file is neither"; exit 1; }
	done
}

comes_to() { # state: the tree and the series are as there, and nothing is left over
	picture "$tmp/$1" >"$tmp/want"
	picture "$tmp/now" | diff "$tmp/want" -
}

# The number of times that a run makes a call.
calls() { # call, command, name
	strace -o "$tmp/log" -e trace="$1" "$NSGEN" "$2" --home "$top" \
		--name="$3" --kernel="$tmp/now/tree" --out="$tmp/now/out" >/dev/null 2>&1
	grep -c "^$1(" "$tmp/log"
}

inject() { # what, command, name
	strace -o "$tmp/log" \
		-e trace=renameat2,renameat,mkdirat,unlinkat,fsync,rename,unlink,rmdir -e \
		inject="$1" "$NSGEN" "$2" --home "$top" --name="$3" \
		--kernel="$tmp/now/tree" --out="$tmp/now/out" >"$tmp/stdout" 2>"$tmp/stderr"
}

# Kill the run at its first call, its second, and so on to the last; the same command must then
# complete the work.
killed_at() { # call, from, command, name, to, step
	call=$1 from=$2 command=$3 name=$4 to=$5 step=${6:-1} mixed=0
	# Without enough time for all, take every ninth one, starting with the first.
	full || step=$((step * 9))
	begin "$from"
	last=$(calls "$call" "$command" "$name")
	[ "$last" -gt 0 ] || { echo "$command makes no $call"; return 1; }
	at=1
	while [ "$at" -le "$last" ]; do
		begin "$from"
		if inject "$call:signal=KILL:when=$at" "$command" "$name"; then
			echo "was not killed at $call $at of $last"
			return 1
		fi
		whole "$from" "$to" || { echo "killed at $call $at of $last"; return 1; }
		[ ! -e "$tmp/now/tree/.nsgen-apply/journal" ] || mixed=$((mixed + 1))
		if ! nsgen "$command" "$name" || ! comes_to "$to"; then
			echo "killed at $call $at of $last, then $command again"
			return 1
		fi
		at=$((at + step))
	done
	echo "$last calls, $mixed with a journal"
	[ "$mixed" -gt 0 ] || [ "$call" != renameat2 ]
}

then_back() { # killed in the middle of apply: remove goes back
	for at in 1 7 13; do
		begin ready
		! inject "renameat2:signal=KILL:when=$at" apply ima &&
			[ -e "$tmp/now/tree/.nsgen-apply/journal" ] || return 1
		refused 3 'was interrupted here' "$NSGEN" generate --home "$top" \
			--name=syslog --kernel="$tmp/now/tree" --out="$tmp/now/out" || return 1
		nsgen remove ima && comes_to ready || return 1
	done
}

fails_at() { # error, call, command, name, from, at which: taken back, one line, nothing left
	for at in $6; do
		begin "$5"
		! inject "$2:error=$1:when=$at" "$3" "$4" ||
			{ echo "was content at $at"; return 1; }
		if [ "$(wc -l <"$tmp/stderr")" -ne 1 ] || ! grep -q '^nsgen: ' "$tmp/stderr"; then
			cat "$tmp/stderr"
			return 1
		fi
		comes_to "$5" || { echo "$1 at $2 $at"; return 1; }
	done
}

# A file system without RENAME_EXCHANGE: each file is missing for a moment, and the run can be
# killed there too.
no_exchange() { # command, name, from, to
	begin "$3"
	inject renameat2:error=EINVAL "$1" "$2" && comes_to "$4" || return 1
	last=$(grep -c '^renameat(' "$tmp/log")
	[ "$last" -gt 10 ] || return 1
	for at in 2 3 4 5 8 9 "$last"; do
		begin "$3"
		! strace -o "$tmp/log" \
			-e trace=renameat2,renameat -e inject=renameat2:error=EINVAL -e \
			inject="renameat:signal=KILL:when=$at" "$NSGEN" "$1" \
			--home "$top" --name="$2" --kernel="$tmp/now/tree" --out="$tmp/now/out" \
			>/dev/null 2>&1 || return 1
		if ! nsgen "$1" "$2" || ! comes_to "$4"; then
			echo "killed at renameat $at of $last"
			return 1
		fi
	done
	for at in 4 7; do
		begin "$3"
		! strace -o "$tmp/log" \
			-e trace=renameat2,renameat -e inject=renameat2:error=EINVAL -e \
			inject="renameat:error=EIO:when=$at" "$NSGEN" "$1" \
			--home "$top" --name="$2" --kernel="$tmp/now/tree" --out="$tmp/now/out" \
			>/dev/null 2>&1 || return 1
		comes_to "$3" || { echo "EIO at renameat $at of $last"; return 1; }
	done
}

# A file is edited while the tree is half done: the edit is kept, and the rest is restored.
edited_meanwhile() {
	begin ready
	! inject renameat2:signal=KILL:when=9 apply ima || return 1
	echo '/* mine */' >>"$tmp/now/tree/kernel/nsproxy.c" &&
		cp "$tmp/now/tree/kernel/nsproxy.c" "$tmp/mine" || return 1
	refused 3 'kernel/nsproxy.c: changed by another process' "$NSGEN" apply \
		--home "$top" --name=ima --kernel="$tmp/now/tree" --out="$tmp/now/out" || return 1
	cmp "$tmp/mine" "$tmp/now/tree/kernel/nsproxy.c" &&
		cp "$tmp/0/kernel/nsproxy.c" "$tmp/now/tree/kernel/nsproxy.c" && comes_to ready
}

# An interrupted remove that has series to replace can only be completed with the same OUT.
other_out() {
	begin both
	! inject renameat2:signal=KILL:when=8 remove ima &&
		[ -e "$tmp/now/tree/.nsgen-apply/journal" ] &&
		mkdir "$tmp/elsewhere" && cp -a "$tmp/now/out/." "$tmp/elsewhere" || return 1
	refused 2 'give the --out that it had' "$NSGEN" remove \
		--home "$top" --name=ima --kernel="$tmp/now/tree" --out="$tmp/elsewhere" || return 1
	nsgen remove ima && comes_to syslog
}

foreign_journal() { # what, words: a journal that nsgen has not written
	begin ima
	mkdir "$tmp/now/tree/.nsgen-apply" &&
		printf '%b' "$1" >"$tmp/now/tree/.nsgen-apply/journal" || return 1
	picture "$tmp" | grep -v ' ./\.out\| ./then\| ./std' >"$tmp.before"
	refused 3 "$2" "$NSGEN" remove --home "$top" --name=ima \
		--kernel="$tmp/now/tree" --out="$tmp/now/out" || return 1
	picture "$tmp" | grep -v ' ./\.out\| ./then\| ./std' | diff "$tmp.before" -
	status=$?
	rm "$tmp.before"
	return $status
}
digest=$(printf 0 | sha256sum | cut -c1-64)
head="[journal]\nwhat=x\nrelease=6.12\nout=x\nfiles=1\nmake=\nremove=\nseries=\nreports=\n[0]\nbefore=\nafter=$digest\n"

politely() { # a signal in the middle waits until all is done
	begin ready
	inject renameat2:signal=TERM:when=9 apply ima && comes_to ima
}

alive() { # process: it runs, and is not only there until somebody asks how it ended
	case $(sed -n 's/^State:[[:space:]]*//p' "/proc/$1/status" 2>/dev/null) in
	'' | Z* | X*) return 1 ;;
	esac
}

until_gone() { # processes: they have five seconds
	tries=0
	for process; do
		while alive "$process"; do
			tries=$((tries + 1))
			[ "$tries" -lt 100 ] || {
				echo "still there: $(tr '\0' ' ' <"/proc/$process/cmdline")"
				return 1
			}
			sleep 0.05
		done
	done
}

# Replaces a program that nsgen runs: it does not exit, and starts another that does not.
stands_in() { # program, how
	rm -rf "${tmp:?}/bin"
	mkdir "$tmp/bin"
	: >"$tmp/pids"
	{
		echo '#!/bin/sh'
		case $2 in
		deaf) echo "trap '' TERM" ;;
		silent) echo 'exec >&- 2>&-' ;;
		esac
		echo "echo \$\$ >>'$tmp/pids'"
		# SIGKILL to nsgen ends its direct children at most, so start no grandchild.
		[ "$2" = alone ] && echo 'exec sleep 1000'
		printf 'sleep 1000 &\necho $! >>"%s"\nwait\n' "$tmp/pids"
	} >"$tmp/bin/$1"
	chmod +x "$tmp/bin/$1"
}

# A signal to nsgen alone ends nsgen and everything that it has started.
ends_all() { # signal, its number, program, how, command, name, options
	signal=$1 number=$2
	stands_in "$3" "$4" && begin ready && rm -rf "$tmp/scratch" &&
		mkdir "$tmp/scratch" || return 1
	name=$6 command=$5
	shift 6
	TMPDIR=$tmp/scratch PATH="$tmp/bin:$PATH" "$NSGEN" "$command" \
		--home "$top" --name="$name" --kernel="$tmp/now/tree" --out="$tmp/now/out" "$@" \
		>"$tmp/stdout" 2>"$tmp/stderr" &
	pid=$! tries=0
	while [ "$(wc -l <"$tmp/pids")" -lt 2 ] && alive "$pid" && [ "$tries" -lt 40 ]; do
		tries=$((tries + 1))
		sleep 0.05
	done
	kill -s "$signal" "$pid"
	failed_here=0
	until_gone "$pid" || { failed_here=1; kill -s KILL "$pid"; }
	status=0
	wait "$pid" || status=$?
	# shellcheck disable=SC2046 # numbers
	until_gone $(cat "$tmp/pids") || failed_here=1
	while read -r left; do
		! alive "$left" || kill -s KILL "$left"
	done <"$tmp/pids"
	if [ ! -s "$tmp/pids" ] || [ "$status" -ne $((128 + number)) ]; then
		echo "status $status"
		cat "$tmp/stderr"
		return 1
	fi
	[ "$signal" = KILL ] || [ -z "$(ls -A "$tmp/scratch")" ] ||
		{ ls -A "$tmp/scratch"; return 1; }
	[ "$failed_here" -eq 0 ] && comes_to ready
}

ok 'a tree and its series, before and after' prepare
ok 'SIGTERM ends spatch' ends_all TERM 15 spatch plain generate syslog
ok 'SIGINT ends spatch' ends_all INT 2 spatch plain generate syslog
ok 'SIGHUP ends spatch' ends_all HUP 1 spatch plain generate syslog
ok 'SIGTERM ends git' ends_all TERM 15 git plain apply ima
ok 'SIGTERM ends a program that will not' ends_all TERM 15 spatch deaf generate syslog
ok 'SIGTERM ends a program that has closed its output' ends_all TERM 15 git silent apply ima
ok 'SIGKILL ends spatch' ends_all KILL 9 spatch alone generate syslog
ok 'SIGKILL ends git' ends_all KILL 9 git alone apply ima
ok 'apply killed at each rename' killed_at renameat2 ready apply ima ima
! full || ok 'apply killed at each fsync' killed_at fsync ready apply ima ima 7
ok 'apply killed when it makes a directory' killed_at mkdirat ready apply ima ima
! full || ok 'apply killed when it cleans up' killed_at unlinkat ready apply ima ima
ok 'and then remove' then_back
ok 'remove killed at each rename' killed_at renameat2 ima remove ima ready
! full || ok 'remove killed when it cleans up' killed_at unlinkat ima remove ima ready
! full || ok 'remove from below another name, killed at each rename, its series among them' \
	killed_at renameat2 both remove ima syslog
! full || ok 'remove from below another name, killed when it cleans up' \
	killed_at unlinkat both remove ima syslog
ok 'an error at a rename takes all back' fails_at EIO renameat2 apply ima ready '1 2 8 15 20'
# The first calls are in the scratch directory.
ok 'a full disk takes all back' fails_at ENOSPC fsync apply ima ready '18 24 30'
! full || ok 'an error in remove takes all back' fails_at EIO renameat2 remove ima both '6 7 9'
! full || ok 'without exchange' no_exchange apply ima ready ima
! full || ok 'without exchange, remove from below' no_exchange remove ima both syslog
ok 'edited meanwhile' edited_meanwhile
ok 'another OUT' other_out
ok 'SIGTERM waits' politely
ok 'a journal that is none' foreign_journal 'x' 'not written by nsgen'
ok 'a journal with a path out of the tree' \
	foreign_journal "${head}path=../x\n" 'not written by nsgen'
done_testing
