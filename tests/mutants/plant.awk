# SPDX-License-Identifier: GPL-2.0-only
#
# awk -v root=DIR -f plant.awk MUTANT: plant a mutant in the files below DIR.
#
# Its hunks are git's without the numbers: lines with a blank in front stay, those with - go,
# those with + come; an empty line is an empty line that stays. What stays or goes must stand in
# the file exactly once, or nothing is written. What has changed is written beside the file as
# FILE.planted; the files are printed.

function refuse(what) {
	printf "%s: %s\n", FILENAME, what >"/dev/stderr"
	failed = 1
	exit 1
}

function read_file(file,   path, line, status) {
	if (file in length_of)
		return
	path = root "/" file
	length_of[file] = 0
	while ((status = (getline line <path)) > 0)
		text[file, ++length_of[file]] = line
	close(path)
	if (status < 0 || !length_of[file])
		refuse(file ": cannot be read")
	files[++nr_files] = file
}

# Where the old lines stand; only one place is right.
function find_old(   at, i, found, place) {
	for (at = 1; at + nr_old - 1 <= length_of[file]; at++) {
		for (i = 1; i <= nr_old && text[file, at + i - 1] == old[i]; i++)
			;
		if (i > nr_old) {
			place = at
			found++
		}
	}
	if (found != 1)
		refuse(sprintf("%s: \"%s\" and the lines behind it are there %d times, not once",
			file, old[1], found))
	return place
}

function plant(   at, i, nr) {
	if (file == "")
		return
	# A hunk's last empty line only parts it from the next hunk.
	while (nr_old && nr_new && old[nr_old] == "" && new[nr_new] == "") {
		nr_old--
		nr_new--
	}
	if (!nr_old)
		refuse(file ": a hunk without a line to hold on to")
	at = find_old()
	for (i = 1; i < at; i++)
		planted[++nr] = text[file, i]
	for (i = 1; i <= nr_new; i++)
		planted[++nr] = new[i]
	for (i = at + nr_old; i <= length_of[file]; i++)
		planted[++nr] = text[file, i]
	if (nr == length_of[file]) {
		for (i = 1; i <= nr && planted[i] == text[file, i]; i++)
			;
		if (i > nr)
			refuse(file ": a hunk that changes nothing")
	}
	for (i = 1; i <= nr; i++)
		text[file, i] = planted[i]
	length_of[file] = nr
}

/^@@ .* @@$/ {
	plant()
	file = $2
	nr_old = nr_new = 0
	hunks++
	read_file(file)
	next
}
!hunks { next }
/^-/ { old[++nr_old] = substr($0, 2); next }
/^\+/ { new[++nr_new] = substr($0, 2); next }
/^( |$)/ { old[++nr_old] = new[++nr_new] = substr($0, 2); next }
{ refuse("line " FNR ": neither stays nor goes nor comes: " $0) }

END {
	if (failed)
		exit 1
	if (!hunks) {
		printf "%s: no hunk\n", FILENAME >"/dev/stderr"
		exit 1
	}
	plant()
	for (i = 1; i <= nr_files; i++) {
		path = root "/" files[i] ".planted"
		for (n = 1; n <= length_of[files[i]]; n++)
			print text[files[i], n] >path
		close(path)
		print files[i]
	}
}
