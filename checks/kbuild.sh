# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Shared by the rungs that compile: touched objects in WORK/objects, built from WORK/src. Source it
# after lib.sh.
#
# nsgen_arch and nsgen_cross_compile are make's ARCH= and CROSS_COMPILE=, nsgen_compiler is kbuild's
# CC=. With nsgen_jobs=server make's job server, from whose job this runs, says how many compilers
# may run.

arch=${nsgen_arch:-x86_64}
cross=${nsgen_cross_compile:-}

is_kernel() {
	[ -f "$tree/scripts/kconfig/merge_config.sh" ] &&
		[ -d "$tree/arch" ] && [ -f "$tree/init/main.c" ]
}

begin_kbuild() {
	need make:make gcc:gcc flex:flex bison:bison bc:bc ld:binutils
	case $arch$cross in
	*[!A-Za-z0-9_./-]*)
		die 2 "--arch=$arch --cross=$cross: invalid value (expected A-Z a-z 0-9 _ . / -)"
		;;
	esac
	case $work$tree in
	*[[:space:]:]*)
		die 2 "$work: kernels cannot be built below a path with a blank or a colon"
		;;
	esac
	[ -z "$cross" ] || need "${cross}gcc:gcc-$(basename "${cross%-}")"
	objects=$work/objects/$arch
	mkdir -p "$objects"
}

# make exits with 2 when something does not build, which is a failure of the series and not a usage
# error.
kbuild() { # make's words
	if [ "${nsgen_jobs:-}" != server ]; then
		set -- -j"$(nproc)" "$@"
	fi
	make -C "$work/src" O="$objects" ARCH="$arch" ${cross:+CROSS_COMPILE="$cross"} \
		${nsgen_compiler:+CC="$nsgen_compiler"} -s "$@" || return 1
}

# Check each option in .config: merge_config.sh silently drops those whose dependencies are not met.
is_set() { # symbol, y or n
	case $2 in
	y) grep -qx "CONFIG_$1=y" "$objects/.config" ;;
	*) ! grep -q "^CONFIG_$1=" "$objects/.config" ;;
	esac
}

# A configuration with every namespace of the tree enabled.
configure() {
	digest=$(cat "$checks/config/namespaces.config" "$checks/kbuild.sh" | cksum)
	[ "$(cat "$objects/nsgen.configured" 2>/dev/null)" != "$digest" ] || return 0
	rm -f "$objects/nsgen.configured"
	kbuild tinyconfig
	(cd "$objects" && "$work/src/scripts/kconfig/merge_config.sh" -m -O "$objects" \
		.config "$checks/config/namespaces.config") >/dev/null
	kbuild olddefconfig
	for symbol in UTS_NS IPC_NS PID_NS NET_NS USER_NS; do
		is_set "$symbol" y ||
			die 3 "CONFIG_$symbol cannot be enabled in this tree with --arch=$arch"
	done
	cp "$objects/.config" "$objects/nsgen.all"
	printf '%s\n' "$digest" >"$objects/nsgen.configured"
}

# Apply these changes to that configuration. Callers test the status, which disables set -e, so each
# step returns explicitly.
settings() { # SYMBOL=y|n ...
	cp "$objects/nsgen.all" "$objects/nsgen.wanted" || return 1
	for need in $needs; do
		"$work/src/scripts/config" --file "$objects/nsgen.wanted" \
			--set-val "$need" y || return 1
	done
	for setting; do
		"$work/src/scripts/config" --file "$objects/nsgen.wanted" \
			--set-val "${setting%=*}" "${setting#*=}" || return 1
	done
	# Do not rebuild anything for unchanged settings.
	if ! cmp -s "$objects/nsgen.wanted" "$objects/nsgen.have"; then
		rm -f "$objects/nsgen.have"
		cp "$objects/nsgen.wanted" "$objects/.config" || return 1
	fi
	kbuild olddefconfig || return 1
	cp "$objects/nsgen.wanted" "$objects/nsgen.have" || return 1
	kbuild prepare || return 1
	for setting; do
		is_set "${setting%=*}" "${setting#*=}" || {
			printf 'error: CONFIG_%s cannot be set in this tree\n' "$setting"
			return 1
		}
	done
}

# What has to be on for the namespace to be on, as kernel-build takes it.
needed() {
	for need in $needs; do
		printf 'CONFIG_%s=y\n' "$need"
	done
}

has_symbol() { # number of patches
	grep -rqsE "^(menu)?config $config\$" "$work/steps/$1"
}

# The compiled files that the series touches, in their state after the given number of patches.
touched_objects() { # number of patches, on or off
	while IFS= read -r file; do
		case $file in
		tools/* | Documentation/* | samples/*) continue ;;
		*.c) ;;
		*) continue ;;
		esac
		[ -f "$work/steps/$1/$file" ] || continue
		# The namespace's own file has no object while the namespace is off.
		[ "$2" = on ] || [ -f "$work/steps/0/$file" ] || continue
		printf '%s\n' "${file%.c}.o"
	done <"$work/files"
}

# Warnings without line numbers, which change when lines are added before them.
texts() { # log, output
	within "$work/src" <"$1" >"$work/texts" || return 1
	sed -n 's/^\([^: ]*\):[0-9]*:\([0-9]*:\)\{0,1\} \(\(warning\|error\): .*\)/\1: \3/p' \
		"$work/texts" >"$2" || return 1
	sort -o "$2" "$2"
}

# Another object that includes a header has its warnings once more, and they are not new: of a file
# that the series does not touch, the same words are one. Empty output must mean that nothing is
# new, not that a tool failed.
new_texts() { # pristine log, log
	{
		texts "$1" "$work/texts.old" &&
		texts "$2" "$work/texts.new" &&
		comm -13 "$work/texts.old" "$work/texts.new" >"$work/texts.extra" &&
		files=$work/files old=$work/texts.old awk '
			FILENAME == ENVIRON["files"] { touched[$0]; next }
			FILENAME == ENVIRON["old"] { had[$0]; next }
			{ file = $0; sub(/:.*/, "", file) } file in touched || !($0 in had)' \
			"$work/files" "$work/texts.old" "$work/texts.extra" >"$work/texts.more" &&
		of_namespace "$work/texts.more"
	} || die 5 "$2: cannot be compared with $1"
}

# The log of the pristine tree is reused while its inputs stay the same.
pristine() { # what, command
	log_of=$1
	shift
	key=$(
		cd "$work/steps/0"
		{
			find . -type f -exec cksum {} + | sort -k 3
			cksum "$checks/kbuild.sh" "$checks/rungs/$rung" \
				"$objects/nsgen.configured" "$tree/Makefile"
			printf '%s\n' "$log_of" "$arch" "$*"
			gcc --version
			sparse --version
		} | sha256sum | cut -d ' ' -f 1
	)
	kept=$objects/pristine-$log_of.log
	[ "$(cat "$kept.key" 2>/dev/null)" = "$key" ] && return
	rm -f "$kept.key"
	progress "$log_of, pristine"
	make_source 0
	"$@" >"$kept" 2>&1 ||
		{ cat "$kept"; die 3 "the tree fails '$log_of' even without the series"; }
	printf '%s\n' "$key" >"$kept.key"
}

# Build the kernel for BOOT=$how and set image to its file. The kernels with and without the
# namespace share a build directory, so the second build compiles little.
build_kernel() { # y or n
	how=${how:-qemu}
	image=$work/kernel-$how.$1
	key=$(
		cd "$work/steps/$total"
		{
			find . -type f -exec cksum {} + | sort -k 3
			cat "$checks/boot/kernel-build" "$checks"/config/*.config \
				"$tree/Makefile" | cksum
		} | sha256sum | cut -d ' ' -f 1
	)
	if [ "$(cat "$image.key" 2>/dev/null)" = "$key" ] &&
		[ -s "$image" ] && [ ! "$work/src.stamp" -nt "$image" ]; then
		return
	fi
	rm -f "$image.key"
	machine=
	[ "$how" != uml ] || machine=um
	# Never leave the kernel of an earlier run in place.
	rm -f "$image"
	# shellcheck disable=SC2046,SC2086 # words
	"$checks/boot/kernel-build" "$work/src" "$work/kernel-$how.obj" \
		$machine "CONFIG_$config=$1" $(needed) >"$work/kernel-$how.built" || return
	cp "$(tail -n 1 "$work/kernel-$how.built")" "$image" || return 1
	printf '%s\n' "$key" >"$image.key"
}

# NAME:FLAG:INUM[:NR], the battery's format.
battery_name() {
	nr=$(spec nr)
	printf '%s:%s:%s%s' "$name" "$(spec flag_value)" "$(spec inum | tr -d Uu)" "${nr:+:$nr}"
}

# uts is in every tree and has always had these numbers.
# shellcheck disable=SC2034 # rungs that boot use it
battery_uts=uts:0x04000000:0xEFFFFFFE
