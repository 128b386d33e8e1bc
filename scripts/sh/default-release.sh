# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034 # who reads this file uses it
#
# The release of Debian's kernel source that is used where no tree is named. Both make and the shell
# read this file.
nsgen_default_release=6.12
