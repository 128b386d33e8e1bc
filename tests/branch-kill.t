#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# nsgen commit and rebase, killed with all that they run at random moments, stopped by Ctrl-C, and
# cut off from power: branch, refs and work tree are as before, done, or in a rebase that git takes
# back. branch.t and rebase.t kill nsgen alone, at each call of git.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh
# shellcheck source=tests/branch.sh
. tests/branch.sh

trap 'umount "$tmp/mounted" 2>/dev/null; rm -rf "$tmp"' EXIT
seed=${NSGEN_TEST_SEED:-$(($(date +%s) % 10000))}
echo "# NSGEN_TEST_SEED=$seed"
kills=2 stops=1 cuts=20 dark=
! full || kills=100 stops=20
TMPDIR=$tmp/t
export TMPDIR
mkdir "$TMPDIR"

# The small tree of 2006, for many runs; and the same with a branch that has a hand edit and a
# commit of the user's, while its base goes on.
prepare() {
	mkdir "$tmp/commit" && cp -r "$base/." "$tmp/commit" && repo=$tmp/commit &&
		git -C "$repo" init -q -b main . && git -C "$repo" add -f -A &&
		git -C "$repo" commit -q -m base && cp -a "$repo" "$tmp/rebase" &&
		repo=$tmp/rebase && nsgen commit --name=net 2>"$tmp/log" &&
		echo '# x' >>"$repo/Makefile" && git -C "$repo" commit -q -a -m new &&
		git -C "$repo" checkout -q net-ns && echo '/* mine */' >>"$repo/kernel/nsproxy.c" &&
		git -C "$repo" commit -q -a --amend --no-edit && echo x >"$repo/x" &&
		git -C "$repo" add x && git -C "$repo" commit -q -m own
	repo=$tmp/repo
}

# A git that, when it is called for the Nth time, also has something done a little later.
mkdir "$tmp/bin"
real=$(command -v git)
cat >"$tmp/bin/git" <<-END
	#!/bin/sh
	echo "\$*" >>"$tmp/calls"
	read -r call after <"$tmp/at"
	# Several may run at once.
	[ "\$call" -eq 0 ] || [ "\$(wc -l <"$tmp/calls")" -lt "\$call" ] ||
		! mkdir "$tmp/once" 2>/dev/null || (sleep "\$after"; . "$tmp/then") &
	exec "$real" "\$@"
END
chmod +x "$tmp/bin/git"

start() { # commit or rebase: in a process group of its own
	: >"$tmp/calls"
	rm -rf "$tmp/once"
	case $1 in
	commit) set -- commit --name=net ;;
	rebase) set -- rebase --onto=main ;;
	esac
	# A shell lets its jobs in the background ignore SIGINT.
	PATH="$tmp/bin:$PATH" setsid env --default-signal=INT "$NSGEN" "$1" --home "$top" \
		--kernel="$repo" "$2" >"$tmp/said" 2>&1 &
	group=$!
	echo "$group" >"$tmp/group"
}

ended() { # everything in the group
	wait "$group" || status=$?
	while kill -0 -- "-$group" 2>/dev/null; do
		sleep 0.02
	done
}

begin_again() { # commit or rebase
	rm -rf "$repo"
	cp -a "$tmp/$1" "$repo"
}

# The number of calls of a run that nobody stops, and which one is git rebase, which takes longest.
measure() { # commit or rebase
	echo 0 0 >"$tmp/at"
	begin_again "$1" && others >"$tmp/others" && status=0 && start "$1" && ended || return 1
	[ "$status" -eq 0 ] || { cat "$tmp/said"; return 1; }
	calls=$(wc -l <"$tmp/calls")
	longest=$(sed -n '/ rebase --quiet /=' "$tmp/calls")
	[ "$calls" -gt 20 ] && { [ "$1" = commit ] || [ -n "$longest" ]; }
}

moment() { # number, seconds: a random call, and a part of these seconds after it began
	# Numbers that follow each other are alike as seeds, and large ones the same.
	awk -v seed="$(echo "$seed $1" | cksum | cut -c 1-5)" -v calls="$calls" \
		-v longest="$longest" -v most="$2" 'BEGIN {
		srand(seed)
		rand()
		call = 1 + int(rand() * calls)
		if (longest && rand() < 0.5)
			call = longest
		part = rand()
		printf "%d %.3f\n", call, part * part * most
	}' >"$tmp/at"
}

# Everything of a repository but what the run is about.
others() {
	(
		cd "$repo" && git for-each-ref | grep -v 'refs/\(heads\|nsgen\)/net-ns$'
		cat .git/HEAD && git status --porcelain
	)
}

# Where it is now: "before" or "finished"; fails if it is neither.
is_commit() {
	git -C "$tmp/commit" for-each-ref >"$tmp/want" && others | diff - "$tmp/others" || return 1
	if git -C "$repo" rev-parse -q --verify refs/heads/net-ns >/dev/null; then
		now=finished
		nsgen status net-ns >"$tmp/status" && grep -q '^   1 generated ' "$tmp/status"
	else
		now=before
		nsgen commit --name=net >/dev/null 2>&1
	fi
}

is_rebase() {
	state=$repo/.git/rebase-merge
	# Killed while it took its files away, git has ended, and does not know it.
	[ ! -d "$state" ] || [ -e "$state/onto" ] || rm -rf "$state"
	[ ! -d "$state" ] || git -C "$repo" rebase --abort || {
		# Killed before it had written them all, it has changed nothing yet. A power cut may
		# leave them empty at any time.
		[ -n "$dark" ] || [ -z "$(git -C "$repo" status --porcelain)" ] || return 1
		ls -l "$state" && rm -rf "$state" && git -C "$repo" checkout -q -f net-ns
	} || return 1
	nsgen status net-ns >"$tmp/status" || return 1
	tips=$(git -C "$repo" rev-parse net-ns refs/nsgen/net-ns)
	now=before
	[ "$tips" = "$(git -C "$tmp/rebase" rev-parse net-ns refs/nsgen/net-ns)" ] || now=finished
	[ -z "$(git -C "$repo" status --porcelain)" ] &&
		[ -z "$(git -C "$repo" for-each-ref refs/nsgen-rebase)" ] &&
		[ "$(git -C "$repo" rev-parse --abbrev-ref HEAD)" = net-ns ] || return 1
	[ $now = finished ] || nsgen rebase --onto=main >/dev/null 2>&1 || return 1
	nsgen status net-ns >"$tmp/status" && grep -q '^   1 amended ' "$tmp/status" &&
		grep -q '^     own ' "$tmp/status" &&
		git -C "$repo" merge-base --is-ancestor main net-ns
}

counted() {
	if [ "$now" = finished ]; then
		done=$((done + 1))
	else
		undone=$((undone + 1))
	fi
}

stopped() { # KILL or INT, commit or rebase, how often
	measure "$2" || return 1
	# What nsgen runs is in groups of its own; git rebase is in nsgen's, as is what a terminal
	# stops.
	echo "group=\$(cat '$tmp/group'); kill -s $1 -- -\$group" >"$tmp/then"
	[ "$1" = INT ] || echo 'kill -s KILL 0' >>"$tmp/then"
	done=0 undone=0 number=0
	while [ "$number" -lt "$3" ]; do
		number=$((number + 1))
		begin_again "$2" && moment "$number$2$1" 0.1 || return 1
		status=0
		start "$2"
		ended
		# What git was writing when it was killed; it says so, and who may remove it.
		[ "$1" = INT ] || find "$repo/.git" -name '*.lock' -delete
		if ! "is_$2" || [ -n "$(find "$repo/.git" -name '*.lock')" ] ||
			! git -C "$repo" fsck --no-dangling --no-progress; then
			echo "$1 at call $(cat "$tmp/at") of $calls, status $status: now $now"
			cat "$tmp/said" "$tmp/status"
			git -C "$repo" status
			find "$repo/.git" -name '*.lock'
			return 1
		fi
		counted
	done
	echo "# $2, $1: $done done, $undone as before" >&3
}

# ------------------------------------------------------------------ power

# Two copies that are the same are what the disk had between them.
copy_disk() { # to
	cp "$tmp/disk" "$1"
	while cp "$tmp/disk" "$1.again" && ! cmp -s "$1" "$1.again"; do
		mv "$1.again" "$1"
	done
	rm "$1.again"
}

format() { # commit or rebase
	rm -f "$tmp/disk" && truncate -s 24M "$tmp/disk" && mkfs.ext4 -q "$tmp/disk" &&
		mount -o loop,commit=1 "$tmp/disk" "$tmp/mounted" &&
		cp -a "$tmp/$1" "$tmp/mounted/repo" && umount "$tmp/mounted" &&
		mv "$tmp/disk" "$tmp/disk-$1"
}

cut_off() { # commit or rebase
	repo=$tmp/mounted/repo dark=y
	mkdir -p "$tmp/mounted" && format "$1" || return 1
	done=0 undone=0 number=0
	while [ "$number" -lt "$cuts" ]; do
		number=$((number + 1)) status=0
		# Not over the old ones, which a loop device may still have open.
		rm -f "$tmp/disk" "$tmp/cut" && cp "$tmp/disk-$1" "$tmp/disk" &&
			mount -o loop,commit=1 "$tmp/disk" "$tmp/mounted" &&
			others >"$tmp/others" || return 1
		# The file system writes some seconds later.
		moment "$number$1" 8 && rm -f "$tmp/now" || return 1
		start "$1"
		tries=0
		while [ ! -e "$tmp/now" ] && [ "$tries" -lt 1000 ]; do
			sleep 0.02
			tries=$((tries + 1))
		done
		# Half of them after the end.
		[ $((number % 2)) -eq 0 ] || { ended; sleep 1; }
		copy_disk "$tmp/cut"
		ended
		umount "$tmp/mounted" && mount -o loop "$tmp/cut" "$tmp/mounted" || return 1
		find "$repo/.git" -name '*.lock' -delete
		# As after any checkout, git has not waited for the files of the work tree.
		[ -d "$repo/.git/rebase-merge" ] || git -C "$repo" checkout -q -f
		"is_$1" && git -C "$repo" fsck --no-dangling --no-progress
		outcome=$?
		[ $outcome -eq 0 ] || {
			echo "cut at call $(cat "$tmp/at")"
			cat "$tmp/said" "$tmp/status"
		}
		umount "$tmp/mounted"
		[ $outcome -eq 0 ] || return 1
		counted
	done
	echo "# $1, power cut: $done done, $undone as before" >&3
}

power() { # commit or rebase
	repo=$tmp/repo
	echo ": >'$tmp/now'" >"$tmp/then"
	measure "$1" && cut_off "$1"
	outcome=$?
	repo=$tmp/repo
	! mountpoint -q "$tmp/mounted" || umount "$tmp/mounted"
	return $outcome
}

# Loop devices are not everybody's.
can_cut() {
	mkdir -p "$tmp/mounted" && truncate -s 2M "$tmp/disk" && mkfs.ext4 -q "$tmp/disk" &&
		mount -o loop "$tmp/disk" "$tmp/mounted" && umount "$tmp/mounted"
} >/dev/null 2>&1

exec 3>&1
repo=$tmp/repo
ok 'a repository, and one with a branch' prepare
for each in commit rebase; do
	ok "$each, killed with all that it runs" stopped KILL $each $kills
	ok "$each, Ctrl-C" stopped INT $each $stops
done
if full && can_cut; then
	ok 'commit, power cut' power commit
	ok 'rebase, power cut' power rebase
elif full; then
	ok 'power cut # SKIP no loop device can be mounted here' true
fi
done_testing
