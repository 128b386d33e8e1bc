# SPDX-License-Identifier: GPL-2.0-only
#
# The cells of "make matrix", one job each. scripts/sh/matrix has written the list; their names are
# its own, so that nothing of what a user gave is read by make.

cells := $(file <build/matrix/cells)
# What a result depends on, besides what was asked for.
inputs := build/nsgen build/check-static $(wildcard cocci/* cocci/*/* namespaces/*) \
	$(wildcard checks/* checks/*/*) $(wildcard tests/trees/read/*.mjs)

.PHONY: all
.DELETE_ON_ERROR:
all: $(cells:%=build/matrix/%/result)
	@:

# With make's job server, which the builds in a cell share.
build/matrix/%/result: build/matrix/%/asked $(inputs)
	+@scripts/sh/matrix cell $*
