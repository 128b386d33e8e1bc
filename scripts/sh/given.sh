# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Set nsgen_name and nsgen_kernel to the name and tree that make was given. Without NS= they are
# those of the example, net on the embedded base.

base=tests/base/2.6.19-rc6-mm2

if [ -z "${nsgen_given_ns:-}" ]; then
	nsgen_name=net
	[ -n "${nsgen_given_kernel:-}" ] || nsgen_kernel=$base
elif [ -z "${nsgen_given_kernel:-}" ]; then
	# Check the name first: an invalid one must not cost a download.
	build/nsgen check-name --name="$nsgen_name"
	if [ "$nsgen_name" = net ]; then
		nsgen_kernel=$base
	else
		# shellcheck disable=SC2034 # who reads this file uses it
		# Do not use a pipe, which would return the status of its last command.
		nsgen_kernel=$(SETUP="${nsgen_setup:-}" \
			scripts/sh/get-kernel "${nsgen_default_release:?}" build)
	fi
fi
