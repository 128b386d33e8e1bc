# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# How the user spells what a message names. Messages say 'nsgen remove' and --kernel, which is right
# wherever nsgen is installed; if make has called, they become its target and its variable.
# scripts/cli/front.c does the same for nsgen's own messages.

spelt() { # words
	spelling=
	if [ "${NSGEN_FRONT:-}" = make ]; then
		# "--rung=build" becomes RUNG=build, "--out" OUT= and "--squash" SQUASH=1.
		for row in ${nsgen_options-}; do
			case " ${nsgen_switches-} " in
			*" ${row%%:*} "*) bare=${row%%:*}=1 ;;
			*) bare=${row%%:*}= ;;
			esac
			spelling="$spelling;s/--${row#*:}=/${row%%:*}=/g;s/--${row#*:}\\b/$bare/g"
		done
		spelling="$spelling;s/'nsgen generate'/'make NS=… KERNEL=…'/g"
		spelling="$spelling;s/'nsgen \\([a-z]\\)/'make \\1/g;s/nsgen_setup=no/SETUP=no/g"
	fi
	printf '%s\n' "$*" | sed "$spelling"
}

# What helps where Debian packages are missing; a checkout installs them itself.
to_install() {
	if [ -f "${top:?}/Makefile" ]; then
		echo "run 'make check-setup'"
	else
		echo 'install them with apt-get'
	fi
}

# The same for a program of nsgen's own.
to_build() {
	if [ -f "${top:?}/Makefile" ]; then
		echo "run 'make check-setup build/check-static'"
	else
		echo 'install nsgen again'
	fi
}
