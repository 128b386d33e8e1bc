# SPDX-License-Identifier: GPL-2.0-only
#
# nsgen: add a namespace to a kernel tree. "make help" lists the commands.
#
# The user's values are data, not make syntax: $(NS) would expand what is in it, and so would make's
# own export of command-line variables. So each is read with $(value), exported under a name of
# ours, and the original is kept out of the recipes' environment. NS and KERNEL are not read from
# the environment, where they may mean something else.

MAKEOVERRIDES :=

# VARIABLE:option for each of nsgen's options; nsgen knows which command takes which.
OPTIONS := NS:name KERNEL:kernel BASE:base BRANCH:branch ONTO:onto OUT:out CONF:conf
OPTIONS += EXCEPT:except SINCE:since WHY:why LEVEL:level FLAG:flag INUM:inum ID:id NR:nr
OPTIONS += MAINTAINERS:maintainers
OPTIONS += ASSIGNED:assigned SQUASH:squash SIGNOFF:signoff CC:cc FORGET:forget
OPTIONS += FORCE:force REUSE:reuse HTML:html
OPTIONS += RUNG:rung KEEP_GOING:continue BOOT:boot ARCH:arch CROSS_COMPILE:cross
OPTIONS += PATCHED:patched RESULT:result RENAME:rename DROP:drop
SWITCHES := ASSIGNED SQUASH SIGNOFF CC FORCE REUSE HTML FORGET KEEP_GOING PATCHED
# For a matrix CC= is the compiler, as kbuild takes it.
ifneq ($(filter matrix,$(MAKECMDGOALS)),)
override SWITCHES := $(filter-out CC,$(SWITCHES))
endif
# Variables for what make does itself.
GIVEN := $(OPTIONS) SERIES:series TESTS:tests HOOK:hook RELEASE:release SETUP:setup V:v
GIVEN += N:n SEED:seed COMPILE:compile RELEASES:releases LEVELS:levels TREES:trees
GIVEN += prefix:prefix bindir:bindir datadir:datadir libexecdir:libexecdir mandir:mandir
GIVEN += docdir:docdir DESTDIR:destdir INSTALL:install
# Variables for building nsgen.
BUILD := CI HOSTCC CFLAGS

VARIABLES := $(foreach pair,$(subst :,/,$(GIVEN)),$(patsubst %/,%,$(dir $(pair))))

is_given = $(filter command line,$(origin $(1)))
given = $(if $(is_given),$(value $(1)))

# A mistyped variable must not be ignored.
override nsgen_unknown := $(foreach name,$(filter-out $(VARIABLES) $(BUILD),$(.VARIABLES)),$(if \
	$(call is_given,$(name)),$(name)))
override nsgen_known := $(VARIABLES) $(BUILD)
override nsgen_given := $(foreach name,$(VARIABLES),$(if $(call is_given,$(name)),$(name)))
override nsgen_options := $(OPTIONS)
override nsgen_switches := $(SWITCHES)
export nsgen_unknown nsgen_known nsgen_given nsgen_options nsgen_switches

define take
unexport $(1)
override nsgen_$(2) := $$(call given,$(1))
export nsgen_$(2)
endef
$(foreach pair,$(subst :,/,$(GIVEN)),$(eval \
	$(call take,$(patsubst %/,%,$(dir $(pair))),$(notdir $(pair)))))

# A packager may give it in the environment; ignored, it would be harmful.
ifeq ($(origin DESTDIR),environment)
override nsgen_destdir := $(value DESTDIR)
endif

# SERIES= is the old name of SQUASH=; scripts/sh/switches says so.
ifneq ($(filter SERIES,$(nsgen_given)),)
override nsgen_squash := $(nsgen_series)
override nsgen_given += SQUASH
endif

override nsgen_given_ns := $(filter command line,$(origin NS))
override nsgen_given_kernel := $(filter command line,$(origin KERNEL))
export nsgen_given_ns nsgen_given_kernel

Q := $(if $(filter 1,$(nsgen_v)),,@)

# The default without KERNEL=, unless net is generated: the release of Debian's own kernel source.
include scripts/sh/default-release.sh
export nsgen_default_release

PACKAGES := glib-2.0 gio-2.0 json-glib-1.0 libgit2
# Named as in kbuild; CC= is taken for the recipients of the mails.
HOSTCC := gcc
CFLAGS := -O2 -g
WARNINGS := -Wall -Wextra $(if $(CI),-Werror)
# Expanded only in recipes: on a new machine setup has to install pkg-config first.
ALL_CFLAGS = -std=gnu11 -D_GNU_SOURCE $(WARNINGS) $(CFLAGS) -Iscripts \
	$(shell pkg-config --cflags $(PACKAGES))
LIBS = $(shell pkg-config --libs $(PACKAGES))

# Documentation/architecture.md says what each room is for. The unit tests link everything but the
# program's main().
ROOMS := lib c tree spec hook engine proof series branch onbranch audit stack cli builtin
OBJS := $(patsubst %.c,%.o,$(foreach room,$(ROOMS),$(sort \
	$(wildcard scripts/$(room)/*.c scripts/$(room)/*/*.c))))
# The C reader of the static rung. It does not know the hooks.
STATIC_OBJS := $(patsubst %.c,%.o,$(filter-out %/stub.c,$(sort $(wildcard checks/static/*.c))))
STATIC_OBJS += $(addprefix scripts/,lib/diff.o lib/error.o lib/run.o lib/text.o)

.PHONY: all audit bench generate switches setup check check-quick check-full check-setup kernel
.PHONY: list help clean review apply refresh remove cocci commit status rebase merge
.DEFAULT_GOAL := all
# A recipe that fails halfway must not leave a target that looks finished.
.DELETE_ON_ERROR:

all: generate

# Checked before anything is installed or fetched.
switches:
	@scripts/sh/switches

setup: switches
	$(Q)SETUP="$$nsgen_setup" scripts/sh/setup generate

build/nsgen: $(addprefix build/obj/,scripts/nsgen.o $(OBJS))
	@echo '  LD      $@' >&2
	$(Q)$(HOSTCC) $(ALL_CFLAGS) -o $@ $^ $(LIBS)

build/obj/%.o: %.c | setup
	@echo '  CC      $<' >&2
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

build/check-static: $(addprefix build/obj/,$(STATIC_OBJS))
	@echo '  LD      $@' >&2
	$(Q)$(HOSTCC) $(ALL_CFLAGS) -o $@ $^ $(LIBS)

-include $(wildcard build/obj/*/*.d build/obj/*/*/*.d build/obj/*/*/*/*.d)

# Each runs the nsgen command of the same name.
generate review refresh apply remove commit status rebase merge audit list: build/nsgen
	$(Q)scripts/sh/run $@ $(if $(filter 1,$(nsgen_v)),--verbose)

cocci: build/nsgen
	$(Q)scripts/sh/run smpl

kernel: setup
	$(Q)NSGEN_FRONT=make SETUP="$$nsgen_setup" scripts/sh/get-kernel \
		"$${nsgen_release:-$$nsgen_default_release}" build

# The C tests, and the objects that they test, with sanitizers.
# A warning is an error here with either compiler, so that no test has to compile them again.
SANITIZE := -Werror -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
UNITS := $(patsubst tests/unit/%.c,build/test/unit/%,$(wildcard tests/unit/*.c))

build/test/obj/%.o: %.c | setup
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(ALL_CFLAGS) $(SANITIZE) -MMD -MP -c -o $@ $<

build/test/unit/%: tests/unit/%.c $(addprefix build/test/obj/,$(OBJS))
	@echo '  CC      $<' >&2
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(ALL_CFLAGS) $(SANITIZE) -o $@ $^ $(LIBS)

build/test/nsgen: $(addprefix build/test/obj/,scripts/nsgen.o $(OBJS))
	$(Q)$(HOSTCC) $(ALL_CFLAGS) $(SANITIZE) -o $@ $^ $(LIBS)

# The program with which tests/strip.t removes namespaces; see there.
build/test/strip: $(wildcard tests/strip/*.c) tests/strip/strip.h \
		$(addprefix build/test/obj/,$(OBJS))
	@echo '  CC      tests/strip' >&2
	$(Q)$(HOSTCC) $(ALL_CFLAGS) $(SANITIZE) -o $@ $(filter-out %.h,$^) $(LIBS)

-include $(wildcard $(addprefix build/test/obj/,*/*.d */*/*.d */*/*/*.d))

# The manual pages say what "nsgen help" says.
PAGES := build/man/nsgen.1 build/man/nsgen-hooks.7
build/man/%: man/%.in man/page build/nsgen
	@echo '  MAN     $@' >&2
	@mkdir -p $(@D)
	$(Q)man/page build/nsgen $* >$@

# nsgen's own tests in three tiers; tests/pick selects them. With NS= or KERNEL=, "check" runs the
# ladder on that series instead, which needs no browser.
TESTED := build/nsgen build/check-static $(PAGES) build/test/nsgen build/test/strip $(UNITS)

.PHONY: check-names check-quick-setup check-debian13
# Checked before anything is installed or built.
check-names: switches
	@tests/pick quick >/dev/null

check-quick-setup: switches
	$(Q)SETUP="$$nsgen_setup" scripts/sh/setup generate quick

check-quick: check-names check-quick-setup $(TESTED)
	$(Q)tests/run quick

check-full: check-names check-setup $(TESTED)
	$(Q)tests/run full

# A bare Debian 13, in which a fresh clone runs the README's two commands.
check-debian13: switches
	$(Q)tests/debian13

ifeq ($(nsgen_given_ns)$(nsgen_given_kernel),)
check-setup: switches
	$(Q)SETUP="$$nsgen_setup" scripts/sh/setup generate check check-review
	$(Q)NSGEN_FRONT=make SETUP="$$nsgen_setup" scripts/sh/get-modules check
	$(Q)NSGEN_FRONT=make SETUP="$$nsgen_setup" scripts/sh/get-modules trees

check: check-names check-setup $(TESTED)
	$(Q)tests/run
else
check-setup: switches
	$(Q)SETUP="$$nsgen_setup" scripts/sh/setup generate ladder

check: check-setup build/nsgen build/check-static
	$(Q)scripts/sh/check
endif

# For those who work on nsgen. Formatted is only what has changed since the last commit.
.PHONY: lint format dist pictures compile_commands.json
lint: switches $(TESTED)
	$(Q)nsgen_tests=lint tests/run quick

format: switches
	$(Q)scripts/sh/format

compile_commands.json: setup
	$(Q)scripts/sh/compile-commands $(sort $(OBJS:.o=.c) $(STATIC_OBJS:.o=.c) scripts/nsgen.c) \
		-- $(HOSTCC) $(ALL_CFLAGS) >$@

# The pictures in README.md and Documentation/, from what nsgen prints now.
pictures: check-setup build/nsgen build/check-static
	$(Q)tests/pictures

# What is committed, the same bytes each time.
dist: switches
	$(Q)scripts/sh/dist

bench: build/nsgen
	$(Q)SETUP="$$nsgen_setup" scripts/sh/setup bench
	$(Q)tests/bench

# Changed kernel trees, and what nsgen makes of them.
.PHONY: check-trees
check-trees: check-setup build/nsgen
	$(Q)tests/trees/run --count="$${nsgen_n:-200}" --seed="$${nsgen_seed:-1}" \
		--compile="$${nsgen_compile:-4}" --judge

.SECONDARY: $(addprefix build/test/obj/,$(OBJS))

# One job a cell; "+" passes make's job server on.
.PHONY: matrix
matrix: build/nsgen build/check-static
	+$(Q)scripts/sh/matrix $(MAKE)

# Where, and how: see scripts/sh/install.
.PHONY: install uninstall
install: build/nsgen build/check-static $(PAGES)
	$(Q)scripts/sh/install install

uninstall: switches
	$(Q)scripts/sh/install uninstall

clean: switches
	$(Q)rm -rf build/obj build/nsgen build/check-static build/test build/man

help: switches
	@cat Documentation/make-help.txt
