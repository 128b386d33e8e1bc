# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Completion of nsgen in bash. What nsgen itself can tell, the nsgen that is being called is asked.

# The words of that nsgen: its commands, a command's options, the rungs, the hooks.
_nsgen_commands() {
	"$1" help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p'
}

_nsgen_options() { # nsgen, command: "--name=" or "--json" each
	"$1" help "$2" 2>/dev/null |
		sed -n '/^Options:/,/^$/s/^ .\{5\}\(--[a-z-]*=\{0,1\}\).*/\1/p'
}

_nsgen_rungs() {
	"$1" help check 2>/dev/null | sed -n 's/^The rungs are \([a-z, ]*\),.*/\1/p' |
		tr -s ', ' '\n' | grep -vx 'and\|cheap\|ones\|first'
}

_nsgen_hooks() {
	"$1" list 2>/dev/null | sed 's/ .*//'
}

# The value of an option that was typed before, as in --kernel=~/linux or --kernel ~/linux.
_nsgen_given() { # option, words
	local option=$1 word last=
	shift
	for word; do
		[[ $word != --$option=* ]] || printf '%s\n' "${word#*=}"
		[[ $last != --$option ]] || printf '%s\n' "$word"
		last=$word
	done | tail -n 1 | sed "s,^~/,$HOME/,"
}

# Series are in OUT/NAME/RELEASE.
_nsgen_series() { # depth, words
	local depth=$1 out
	local -a places=(nsgen-out generated)
	shift
	out=$(_nsgen_given out "$@")
	[[ -z $out ]] || places=("$out")
	find "${places[@]}" -mindepth "$depth" -maxdepth "$depth" -type d ! -name '.*' \
		! -name '*.cocci' -printf '%f\n' 2>/dev/null | sort -u
}

_nsgen_values() { # nsgen, option, words
	local nsgen=$1 option=$2 kernel
	shift 2
	case $option in
	name) _nsgen_series 1 "$@" ;;
	release) _nsgen_series 2 "$@" ;;
	level) printf '%s\n' framework full ;;
	rung) _nsgen_rungs "$nsgen" ;;
	boot) printf '%s\n' qemu uml ;;
	base | branch | onto)
		kernel=$(_nsgen_given kernel "$@")
		git -C "${kernel:-.}" for-each-ref --format='%(refname:short)' \
			refs/heads refs/tags 2>/dev/null
		;;
	esac
}

_nsgen() {
	local nsgen=$1 line=${COMP_LINE:0:COMP_POINT} cur IFS=$' \t\n'
	local option='' command='' before=''
	local -a words
	# Not COMP_WORDS: bash splits those at "=".
	read -r -a words <<<"$line"
	cur=${line##*[[:space:]]}
	[[ -z $cur ]] || unset 'words[${#words[@]}-1]'
	command=${words[1]:-}
	before=${words[${#words[@]} - 1]}
	COMPREPLY=()
	IFS=$'\n'
	if [[ -z $command ]]; then
		# shellcheck disable=SC2207 # a line is a word
		COMPREPLY=($(compgen -W "$(_nsgen_commands "$nsgen")" -- "$cur"))
		return
	fi
	if [[ $cur == --*=* ]]; then
		option=${cur%%=*} option=${option#--} cur=${cur#*=}
	elif [[ $before == --* && $before != *=* ]] &&
		_nsgen_options "$nsgen" "$command" | grep -qxF -- "$before="; then
		option=${before#--}
	fi
	case $option in
	kernel | out | home | since)
		# shellcheck disable=SC2207 # a line is a word
		COMPREPLY=($(compgen -d -- "$cur"))
		compopt -o filenames -o nospace 2>/dev/null
		return
		;;
	conf | except)
		# shellcheck disable=SC2207 # a line is a word
		COMPREPLY=($(compgen -f -- "$cur"))
		compopt -o filenames 2>/dev/null
		return
		;;
	?*)
		# shellcheck disable=SC2207 # a line is a word
		COMPREPLY=($(compgen -W "$(_nsgen_values "$nsgen" "$option" "${words[@]}")" \
			-- "$cur"))
		return
		;;
	esac
	if [[ $cur == -* ]]; then
		# shellcheck disable=SC2207 # a line is a word
		COMPREPLY=($(compgen -W "$(_nsgen_options "$nsgen" "$command")" -- "$cur"))
		[[ ${COMPREPLY[0]:-} != *= ]] || compopt -o nospace 2>/dev/null
		return
	fi
	case $command in
	help)
		# shellcheck disable=SC2207 # a line is a word
		COMPREPLY=($(compgen -W "$(_nsgen_commands "$nsgen")"$'\nhooks' -- "$cur"))
		;;
	smpl)
		# shellcheck disable=SC2207 # a line is a word
		COMPREPLY=($(compgen -W "$(_nsgen_hooks "$nsgen")" -- "$cur"))
		;;
	try)
		# In a checkout the hooks are files, too.
		# shellcheck disable=SC2207 # a line is a word
		COMPREPLY=($({
			compgen -W "$(_nsgen_hooks "$nsgen")" -- "$cur"
			compgen -f -- "$cur"
		} | sort -u))
		;;
	record)
		# shellcheck disable=SC2207 # a line is a word
		COMPREPLY=($(compgen -f -- "$cur"))
		;;
	esac
} && complete -F _nsgen nsgen
