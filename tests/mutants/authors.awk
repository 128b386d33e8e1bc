# SPDX-License-Identifier: GPL-2.0-only
#
# awk -f authors.awk AUTHORS OLD... NEW: who wrote each changed line of the diff NEW.
#
# AUTHORS has one line for each changed line of the patches OLD, as the report has it: the patch's
# number, path, "adds" or "removes", line, author, with tabs between them. A line of NEW that an
# OLD has too keeps its author; another one has the author of the line before it. Prints path, the
# hunk's four numbers, "adds" or "removes", line, author.

function number_of(range, which,   part) {
	return split(substr(range, 2), part, ",") < which ? 1 : part[which]
}

function changed(side, line,   key, author) {
	key = path SUBSEP side SUBSEP substr($0, 2)
	if (nr_file < ARGC - 1) {
		author = author_of[nr_file - 1, path, side, line]
		if (author == "")
			return
		known[key, ++nr_known[key]] = author
		if (!(path in first))
			first[path] = author
		return
	}
	if (nr_used[key] < nr_known[key])
		last[path] = known[key, ++nr_used[key]]
	else if (!(path in last))
		last[path] = path in first ? first[path] : any
	printf "%s\t%s\t%s\t%d\t%s\n", path, hunk, side, line, last[path]
}

FNR == 1 {
	nr_file++
	old_left = new_left = 0
}
nr_file == 1 {
	rest = $0
	split(rest, field, "\t")
	sub(/^[^\t]*\t[^\t]*\t[^\t]*\t[^\t]*\t/, "", rest)
	author_of[field[1], field[2], field[3], field[4]] = any = rest
	next
}
/^diff --git a\// && !old_left && !new_left {
	path = $4
	sub(/^b\//, "", path)
	next
}
/^@@ / && !old_left && !new_left {
	old_line = number_of($2, 1)
	old_left = number_of($2, 2)
	new_line = number_of($3, 1)
	new_left = number_of($3, 2)
	hunk = old_line "\t" old_left "\t" new_line "\t" new_left
	next
}
!old_left && !new_left { next }
/^-/ { changed("removes", old_line++); old_left--; next }
/^\+/ { changed("adds", new_line++); new_left--; next }
/^ / { old_line++; old_left--; new_line++; new_left-- }
