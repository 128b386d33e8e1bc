#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A file of a series that is not what it should be: too deep, too large, a FIFO, a device, a
# directory. Any command that reads it refuses it in one line and changes nothing, or works without
# it; none blocks, crashes or reads without end.

# Use the fast nsgen for these many runs: the sanitized one takes five times as long, and only
# check-full uses it.
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

# The start of the error of every command but generate.
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

# A complete series, with one file replaced.
spoil() { # kind, file
	rm -rf "$tmp/out"
	cp -r "$tmp/good" "$tmp/out"
	rm "$series/$2"
	not_a_file "$1" "$series/$2"
}

# The tree is unchanged, too.
refuses() { # words, command
	refused 2 "$@" && diff -r "$base" "$tmp/tree"
}

# net ignores an unreadable regular file of ima.
beside() { # kind, words
	case $1 in
	deep | large)
		on_tree apply net && ! diff -r "$base" "$tmp/tree" >/dev/null &&
			on_tree remove net && diff -r "$base" "$tmp/tree"
		;;
	*) refuses "$2" on_tree apply net ;;
	esac
}

# Something that is not a regular file is never deleted; other files are, with --force.
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
		# A patch is text, so nesting does not matter.
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
		# These take a second each.
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

# Results that could not be read again are not written.
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
