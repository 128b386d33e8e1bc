#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A file of a series that is none: too deep, too large, a FIFO, a device, a directory. Whichever
# command looks at it refuses it in one line and changes nothing, or does well without it; none
# waits, crashes or reads on.

# Many runs, for which the sanitized nsgen needs five times as long: that one is check-full's.
[ "${NSGEN_TIER:-full}" = full ] || NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

release=2.6.19-rc6-mm2
patch=0001-ima-namespace-empty-framework.patch
series=$tmp/out/ima/$release
foreign=': not written by nsgen'

not_a_file() { # kind, path
	case $1 in
	deep) head -c 80000 /dev/zero | tr '\0' '[' >"$2" ;;
	large) truncate -s 2G "$2" ;;
	fifo) mkfifo "$2" ;;
	device) ln -s /dev/zero "$2" ;;
	directory) mkdir "$2" ;;
	esac
}

# What every command but generate says, whatever it would say behind that.
words_of() { # kind
	case $1 in
	deep) echo ":1: JSON nested deeper than 64 levels" ;;
	large) echo ": larger than 8 MiB" ;;
	*) echo ": not a regular file; replace it with one" ;;
	esac
}

on_tree() { # command, name, options
	command=$1 name=$2
	shift 2
	timeout 60 "$NSGEN" "$command" --home "$top" --name="$name" --kernel="$tmp/tree" \
		--out="$tmp/out" "$@"
}

record() { # files
	timeout 60 "$NSGEN" record --name=ima --release=$release --out="$tmp/out" "$@"
}

# A series that is whole, but for one file.
spoil() { # kind, file
	rm -rf "$tmp/out"
	cp -r "$tmp/good" "$tmp/out"
	rm "$series/$2"
	not_a_file "$1" "$series/$2"
}

# The tree is as it was, too.
refuses() { # words, command
	refused 2 "$@" && diff -r "$base" "$tmp/tree"
}

# net does not need what is wrong with ima, if it is a file.
beside() { # kind, words
	case $1 in
	deep | large)
		on_tree apply net && ! diff -r "$base" "$tmp/tree" >/dev/null &&
			on_tree remove net && diff -r "$base" "$tmp/tree"
		;;
	*) refuses "$2" on_tree apply net ;;
	esac
}

# A file that is none is nobody's to throw away; the others go with --force.
again() { # kind, words
	case $1 in
	deep | large)
		refuses "$2" on_tree generate ima && on_tree generate ima --force &&
			diff -r "$tmp/good" "$tmp/out"
		;;
	*)
		refuses "$foreign" on_tree generate ima &&
			refuses "$foreign" on_tree generate ima --force
		;;
	esac
}

ok 'series of ima' generate ima "$base"
ok 'and net' generate net "$base"
mv "$tmp/out" "$tmp/good"
cp -r "$base" "$tmp/tree"
echo '[]' >"$tmp/none.json"

for file in report.json $patch; do
	for kind in deep large fifo device directory; do
		# Text is a patch, however deep.
		[ "$kind$file" != "deep$patch" ] || continue
		said=$file$(words_of $kind)
		spoil $kind "$file"
		for command in apply remove refresh review; do
			ok "$command: $kind $file" refuses "$said" on_tree $command ima
		done
		ok "review --html: $kind $file" refuses "$said" on_tree review ima --html
		ok "review --since: $kind $file" \
			refuses "$said" on_tree review net --since="$series"
		ok "record: $kind $file" refuses "$said" record "$tmp/none.json"
		[ "$file" = report.json ] ||
			ok "audit: $kind $file" refuses "$said" on_tree audit ima
		ok "apply of another: $kind $file" beside $kind "$said"
		# That takes a second each.
		case $kind in deep | large | fifo) ;; *) full || continue ;; esac
		ok "generate: $kind $file" again $kind "$said"
	done
done

rm -rf "$tmp/out"
cp -r "$tmp/good" "$tmp/out"
for kind in deep large fifo device directory; do
	not_a_file $kind "$tmp/$kind.json"
	ok "record FILE: $kind" refuses "$kind.json$(words_of $kind)" record "$tmp/$kind.json"
done

# What would not be read again is not written.
results() { # rung
	printf '[{"rung": "%s", "tool": "t", "status": "pass", "summary": "s", "details": "' "$1"
	head -c 5000000 /dev/zero | tr '\0' x
	printf '"}]\n'
}
results build >"$tmp/build.json"
results boot >"$tmp/boot.json"
ok 'more results than a report may have' refuses 'would be larger than 8 MiB' \
	record "$tmp/build.json" "$tmp/boot.json"
ok 'as many as it may have' record "$tmp/build.json"
ok 'no more are added' refuses 'would be larger than 8 MiB' record "$tmp/boot.json"
ok 'and it is read again' record "$tmp/none.json"
done_testing
