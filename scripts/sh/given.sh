# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Which name and which tree make was asked for, in nsgen_name and nsgen_kernel. Without NS= it is
# the example that shows what this is about, net on the embedded base.

base=tests/base/2.6.19-rc6-mm2

if [ -z "${nsgen_given_ns:-}" ]; then
	nsgen_name=net
	[ -n "${nsgen_given_kernel:-}" ] || nsgen_kernel=$base
elif [ -z "${nsgen_given_kernel:-}" ]; then
	# A name that nobody could use must not cost a download first.
	build/nsgen check-name --name="$nsgen_name"
	if [ "$nsgen_name" = net ]; then
		nsgen_kernel=$base
	else
		# shellcheck disable=SC2034 # who reads this file uses it
		# Not through a pipe, which would have the status of its last command.
		nsgen_kernel=$(SETUP="${nsgen_setup:-}" \
			scripts/sh/get-kernel "${nsgen_default_release:?}" build)
	fi
fi
